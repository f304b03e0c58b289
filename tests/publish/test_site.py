"""The site lists its runs, newest first, and says what changed and what came of it."""

import errno
import json
import os
import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pandas as pd
import pytest

from community_sim.errors import BadValue, InUse, SiteBroken
from community_sim.locking import FolderLock
from community_sim.publish.checking import SEAL, check_record
from community_sim.publish.scheduled import publish_schedule
from community_sim.publish.site import write_site
from community_sim.publish.sweeping import Sweeping

ONE = "title: Weekly <script>\nnotebooks:\n  page:\n    notebook: mine.ipynb\n"
WITH_TABLE = ONE + "    parameters: {{{values}}}\n"


@pytest.fixture
def tables(workshop):
    """Return a workshop whose notebook leaves a table of outcomes."""
    workshop.notebook("mine.ipynb", workshop.table)
    return workshop


def since(run):
    return json.loads((run.folder / "manifest.json").read_text(encoding="utf-8"))["since"]


@pytest.mark.long
def test_runs_are_listed_newest_first_and_the_same_inputs_give_the_same_bytes(tables):
    first, second = tables.publish(ONE), tables.publish(ONE)
    assert [first.folder.name, second.folder.name] == ["2026-11-16T081500Z", "2026-11-23T081500Z"]
    index = tables.index()
    assert index.index("23 November 2026, 08:15") < index.index("16 November 2026, 08:15")
    assert "Nothing changed: identical numbers." in index
    assert "First run" in index
    assert second.folder.name in tables.latest()
    for name in (
        "page/page.ipynb",
        "page/page.html",
        "page/outcomes.parquet",
        "page/manifest.json",
    ):
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes()
    assert check_record(tables.site) == []


def test_a_changed_setting_is_named_and_its_effect_marked(tables, quick):
    tables.publish(WITH_TABLE.format(values="shift: 0.0"))
    run = tables.publish(WITH_TABLE.format(values="shift: 0.5"))
    told = since(run)
    assert told["changes"] == [
        {"kind": "settings", "what": "page: shift", "how": "changed", "before": 0.0, "after": 0.5}
    ]
    assert told["numbers"] == {
        "numbers": 4, "identical": 2, "beyond": 2, "within": 0, "only_one": 0,
    }  # fmt: skip
    assert {(row["policy"], row["rule"]) for row in told["marked"]} == {("b", "paired")}
    numbers = pd.read_csv(run.folder / "numbers.csv")
    assert numbers.set_index(["policy", "outcome"]).loc[("b", "x"), "difference"] > 0.5
    assert "1 setting" in tables.index()
    assert "2 differ beyond noise" in tables.index()


def test_other_seeds_are_compared_with_both_runs_standard_errors(tables, quick):
    tables.publish(WITH_TABLE.format(values="seed: 1"))
    told = since(tables.publish(WITH_TABLE.format(values="seed: 2")))
    assert [change["kind"] for change in told["changes"]] == ["seeds"]
    assert told["numbers"]["within"] == 4
    told = since(tables.publish(WITH_TABLE.format(values="seed: 2, shift: 5.0")))
    assert told["numbers"]["beyond"] == 2


def test_a_changed_notebook_policy_and_place_are_named(workshop, quick):
    source = 'policy: str = "mine.yaml"\nplace: str = "kaifu"\nlang: str = "en"'
    policy = workshop.folder / "mine.yaml"
    text = "title: Mine\nlevers:\n  pay:\n    coefficient_deputy: {}\n"
    schedule = ONE + "    parameters: {{policy: mine.yaml, place: {}}}\n"
    policy.write_text(text.format(1.2), encoding="utf-8")
    workshop.notebook("mine.ipynb", "open(policy).read()", parameters=source)
    workshop.publish(schedule.format("kaifu"))
    policy.write_text(text.format(1.3), encoding="utf-8")
    workshop.notebook("mine.ipynb", "x = open(policy).read()", parameters=source)
    run = workshop.publish(schedule.format("siyang"))
    changes = {(each["kind"], each["what"]): each for each in since(run)["changes"]}
    lever = changes["policies", "mine: pay.coefficient_deputy"]
    assert (lever["before"], lever["after"]) == (1.2, 1.3)
    assert changes["notebooks", "page: mine.ipynb"]["how"] == "changed"
    assert changes["settings", "page: place"]["after"] == "siyang"
    assert changes["places", "siyang: communities"]["how"] == "new"
    assert changes["places", "kaifu: communities"]["how"] == "gone"


def test_a_changed_library_is_named_and_a_difference_without_a_cause_is_not_hidden(
    workshop, quick, monkeypatch
):
    from community_sim.publish import inputs

    workshop.notebook("mine.ipynb", "import random\nprint(random.random())")
    workshop.publish(ONE)
    told = since(workshop.publish(ONE))
    assert (told["changes"], told["files_that_differ"]) == ([], ["page/page.ipynb"])
    assert "Nothing that goes in changed, yet files differ." in workshop.index()
    monkeypatch.setattr(inputs, "library_versions", lambda: {"numpy": "99"})
    told = since(workshop.publish(ONE))
    assert {"numpy"} <= {each["what"] for each in told["changes"] if each["kind"] == "versions"}


@pytest.mark.long
def test_pages_ask_no_network_and_text_never_becomes_markup(workshop):
    workshop.notebook("mine.ipynb", "print('<script>alert(1)</script>')")
    run = workshop.publish(ONE.replace("title", "lang: zh\ntitle"))
    for page in [*workshop.site.rglob("*.html")]:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert re.findall(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", text) == []
        assert "Content-Security-Policy" in text
        assert '<html lang="zh-CN">' in text
    assert "首次运行" in workshop.index()
    links = [
        (page, link)
        for page in workshop.site.rglob("*.html")
        for link in re.findall(r'href="([^"#]+)"', page.read_text(encoding="utf-8"))
    ]
    assert links and all((page.parent / link).is_file() for page, link in links)
    assert run.exit_code == 0


def test_two_starts_in_a_site_do_not_meet(workshop):
    workshop.notebook("mine.ipynb", "print(1)")
    path = workshop.schedule(ONE)
    named = pytest.raises(InUse, match=r"in use by process \d+ \(publish weekly\.yaml, since")
    with FolderLock(workshop.site, "publish weekly.yaml"), named:
        publish_schedule(path, workshop.site)


def test_a_folder_of_other_things_is_no_site(workshop):
    workshop.notebook("mine.ipynb", "print(1)")
    path = workshop.schedule(ONE)
    workshop.site.mkdir()
    (workshop.site / "thesis.txt").write_text("mine")
    with pytest.raises(BadValue, match="holds other files"):
        publish_schedule(path, workshop.site)
    assert [each.name for each in workshop.site.iterdir()] == ["thesis.txt"]
    with pytest.raises(BadValue, match="is a file"):
        publish_schedule(path, workshop.site / "thesis.txt")


def test_what_a_killed_run_left_is_cleared_and_a_damaged_run_is_not_compared_with(tables, quick):
    first = tables.publish(ONE)
    leftover = tables.site / ".unfinished-2026-11-20T081500Z" / "page"
    leftover.mkdir(parents=True)
    (leftover / "page.ipynb").write_text("")
    second = tables.publish(ONE)
    assert not leftover.exists()
    (second.folder / "manifest.json").write_bytes(b"{")
    third = tables.publish(ONE)
    assert since(third)["run"] == first.folder.name
    assert "Its record cannot be read" in tables.index()
    assert [line.partition(": ")[0] for line in check_record(tables.site)] == [
        str(second.folder / "manifest.json")
    ]


@pytest.mark.parametrize("broken", ["fsync", "rename", "replace"])
def test_a_disk_that_fails_leaves_the_site_as_it_was(tables, quick, monkeypatch, broken):
    tables.publish(ONE)
    before = contents(tables.site)

    def fail(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, broken, fail)
        with pytest.raises(SiteBroken, match="No space left") as caught:
            tables.publish(ONE)
    assert caught.value.exit_code == 4
    after = contents(tables.site)
    assert {name: after[name] for name in before} == before
    assert check_record(tables.site) == []
    run = tables.publish(ONE)
    assert run.folder.name in tables.latest()


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def test_two_runs_in_one_second_get_two_names(workshop, quick):
    workshop.notebook("mine.ipynb", "print(1)")
    path, time = workshop.schedule(ONE), datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
    names = [publish_schedule(path, workshop.site, now=lambda: time).folder.name for _ in range(2)]
    assert names == ["2026-11-23T081500Z", "2026-11-23T081500Z-002"]
    assert names[1] in workshop.latest()


class FakeSweep:
    """Stand in for the package's sweeps: four runs, of which some may fail."""

    def __init__(self, failed=0, level=1.0):
        self.failed, self.level, self.folders = failed, level, []
        change = ["pay.coefficient_deputy", "set", 1.2]
        policy = {"name": "mine", "title": "Mine", "starts": 1, "changes": [change]}
        self.design = {
            "policies": [policy],
            "places": [{"name": "kaifu"}],
            "draws": [{"levers": {}, "parameters": {}}],
            "seeds": {"first": 1, "count": 4},
            "years": 5,
            "horizons": [5],
            "outcomes": ["exit_rate"],
        }

    def run(self, design_file, folder, progress=None):
        folder.mkdir(parents=True, exist_ok=True)
        self.folders.append(folder)
        return SimpleNamespace(total=4, done=4 - self.failed, failed=self.failed)

    def outcomes(self):
        rows = [
            ("mine", "kaifu", 0, s, 5, 5, "exit_rate", self.level + s / 100) for s in (2, 1, 3, 4)
        ]
        names = ["policy", "place", "draw", "seed", "years", "horizon", "outcome", "value"]
        return pd.DataFrame(rows, columns=names)

    def ways(self):
        return Sweeping(self.run, lambda folder: self)


SWEPT = "sweeps:\n  pay: pay.yaml\n" + ONE


def test_a_sweep_is_run_before_the_notebook_that_reads_it_and_its_numbers_are_compared(
    workshop, quick
):
    (workshop.folder / "pay.yaml").write_text("policies: [S1]\n")
    read = "import pandas as pd\nprint(len(pd.read_parquet('../sweeps/pay/outcomes.parquet')))"
    workshop.notebook("mine.ipynb", read)
    first = FakeSweep()
    workshop.publish(SWEPT, sweeping=first.ways())
    second = FakeSweep(level=2.0)
    second.design = {**second.design, "seeds": {"first": 1, "count": 5}}
    run = workshop.publish(SWEPT, sweeping=second.ways())
    told = since(run)
    assert told["numbers"]["beyond"] == 1
    (mark,) = told["marked"]
    assert (mark["page"], mark["policy"], mark["place"]) == ("sweeps/pay", "mine", "kaifu")
    assert [each["what"] for each in told["changes"]] == ["pay: count"]
    assert first.folders == second.folders, "an interrupted sweep goes on where it stopped"
    assert pd.read_parquet(run.folder / "sweeps" / "pay" / "outcomes.parquet")["seed"].tolist() == [
        1, 2, 3, 4,
    ]  # fmt: skip


def test_a_sweep_with_failed_runs_is_no_good_run(workshop, quick):
    (workshop.folder / "pay.yaml").write_text("policies: [S1]\n")
    workshop.notebook("mine.ipynb", "print(1)")
    run = workshop.publish(SWEPT, sweeping=FakeSweep(failed=1).ways())
    assert (run.state, run.exit_code) == ("failed", 3)
    assert not (workshop.site / "latest.html").exists()


def test_a_run_whose_data_change_while_it_goes_on_is_no_good_run(workshop, quick, monkeypatch):
    from community_sim.publish import scheduled

    states = iter([{"data": {"parameters.csv": "a"}}, {"data": {"parameters.csv": "b"}}])
    monkeypatch.setattr(scheduled, "sources_now", lambda: next(states))
    workshop.notebook("mine.ipynb", "print(1)")
    run = workshop.publish(ONE)
    assert (run.state, run.exit_code) == ("failed", 5)
    assert "changed while the run went on: parameters.csv." in workshop.index()


def test_a_sites_pages_are_made_anew_from_its_runs_alone(tmp_path):
    write_site(tmp_path)
    assert "No run has ended well yet" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert not (tmp_path / SEAL).exists()
