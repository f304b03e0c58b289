"""A step is done once, and again exactly where something that it depends on has changed."""

import pytest

from anew.making import NAMING_WISHES
from anew.steps import Bench, Step, hash_of, key_of_inputs
from community_sim.errors import UnknownName


class Kitchen:
    """Three steps that read one file and each other, and count how often they were done."""

    def __init__(self, folder):
        self.folder = folder
        self.source = folder / "source.txt"
        self.source.write_text("flour")
        self.done = []
        self.is_cut = False
        self.left = ()

    def step(self, name, reads, after=(), **more):
        output = self.folder / f"{name}.txt"

        def make(_key):
            self.done.append(name)
            if self.is_cut:
                raise KeyboardInterrupt
            output.write_text(f"{name} of {reads.read_text()}")
            return self.left

        return Step(name, "", lambda: {"read": hash_of(reads)}, lambda: [output], make,
                    after, **more)  # fmt: skip

    def bench(self):
        dough = self.step("dough", self.source)
        bread = self.step("bread", self.folder / "dough.txt", after=("dough",))
        extra = self.step("extra", self.source, is_asked_only=True)
        return Bench(self.folder, [extra, dough, bread])

    def run(self):
        bench = self.bench()
        for step in bench.chosen((), None):
            if bench.why_stale(step):
                bench.do(step)
        done, self.done = self.done, []
        return done


@pytest.fixture
def kitchen(tmp_path):
    return Kitchen(tmp_path)


def states(kitchen):
    bench = kitchen.bench()
    return {name: bench.state(step) for name, step in bench.steps.items()}


def test_a_finished_step_is_not_done_again(kitchen):
    assert kitchen.run() == ["dough", "bread"]
    assert kitchen.run() == []


def test_a_changed_input_makes_its_step_and_those_behind_it_stale(kitchen):
    kitchen.run()
    kitchen.source.write_text("rye")
    assert states(kitchen)["dough"] == "changed since: read"
    assert states(kitchen)["bread"] == "follows dough"
    assert kitchen.run() == ["dough", "bread"]
    assert (kitchen.folder / "bread.txt").read_text() == "bread of dough of rye"


def test_an_output_that_something_else_changed_or_removed_is_made_anew(kitchen):
    kitchen.run()
    bread = kitchen.folder / "bread.txt"
    bread.write_text("by hand")
    assert states(kitchen)["bread"] == "changed by something else: bread.txt"
    assert kitchen.run() == ["bread"]
    bread.unlink()
    assert states(kitchen)["bread"] == "missing: bread.txt"
    assert kitchen.run() == ["bread"]


def test_a_step_that_was_cut_off_is_done_again_and_the_finished_one_before_it_is_not(kitchen):
    bench = kitchen.bench()
    bench.do(bench.steps["dough"])
    kitchen.is_cut = True
    with pytest.raises(KeyboardInterrupt):
        bench.do(bench.steps["bread"])
    kitchen.is_cut, kitchen.done = False, []
    assert kitchen.run() == ["bread"]


def test_a_step_that_leaves_something_to_a_person_is_not_finished(kitchen):
    kitchen.left = ("One sentence is wrong.",)
    bench = kitchen.bench()
    assert bench.do(bench.steps["dough"]) == kitchen.left
    assert bench.why_stale(bench.steps["dough"]) == "never finished here"


def test_some_steps_or_all_from_one_on_can_be_chosen_and_an_optional_one_by_name(kitchen):
    bench = kitchen.bench()
    assert [step.name for step in bench.chosen((), None)] == ["dough", "bread"]
    assert [step.name for step in bench.chosen((), "bread")] == ["bread"]
    assert [step.name for step in bench.chosen(("bread", "extra"), None)] == ["extra", "bread"]
    with pytest.raises(UnknownName, match="Did you mean 'dough'"):
        bench.chosen(("doug",), None)


def test_a_hash_is_that_of_names_and_contents(tmp_path):
    for name, text in (("a", "1"), ("b", "2")):
        (tmp_path / name).write_text(text)
    whole = hash_of(tmp_path)
    (tmp_path / "a").write_text("2")
    changed = hash_of(tmp_path)
    (tmp_path / "b").rename(tmp_path / "c")
    assert len({whole, changed, hash_of(tmp_path)}) == 3
    assert key_of_inputs({"a": "1", "b": "2"}) == key_of_inputs({"b": "2", "a": "1"})


def test_what_is_left_out_of_a_hash_changes_nothing(tmp_path):
    policy = tmp_path / "mine.yaml"
    policy.write_text("title: Mine\nlevers:\n  pay:\n    scale: 1.1\n")
    before = hash_of(tmp_path, leaving_out=NAMING_WISHES)
    assert before == hash_of(tmp_path)
    for named in ("wishes: [w-001, w-002]\n", "wishes: [w-001,\n  w-002]\n", "no_wish: A paper.\n"):
        policy.write_text(f"title: Mine\n{named}levers:\n  pay:\n    scale: 1.1\n")
        assert hash_of(tmp_path, leaving_out=NAMING_WISHES) == before
        assert hash_of(tmp_path) != before
    policy.write_text("title: Mine\nwishes: [w-001]\nlevers:\n  pay:\n    scale: 1.2\n")
    assert hash_of(tmp_path, leaving_out=NAMING_WISHES) != before
