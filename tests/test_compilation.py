"""Machine code is never stale, and a folder that cannot be written is no obstacle."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import community_sim.compilation
from community_sim.compilation import as_records, compiled, source_hash
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.reading import data_folder
from community_sim.rules.separation import leave_probability

pytest.importorskip("numba")

PACKAGE = Path(community_sim.compilation.__file__).parent

# Calls a rule that calls a function of another file, compiled and not, and says whether the
# machine code came from a cache.
PROBE = """
from community_sim.compilation import compiled
from community_sim.rules.separation import leave_probability
fast = compiled(leave_probability)
values = repr(fast(0.2)), repr(leave_probability(0.2))
print(*values, sum(fast.stats.cache_hits.values()))
"""

# A kernel that goes through every rule file and the generator, as the engines' kernel does.
KERNEL = """
from community_sim.randomness import uniforms
from community_sim.rules.budget import fen
from community_sim.rules.pay import pay_ratio
from community_sim.rules.promotion import promotion_score
from community_sim.rules.recruitment import selection_score
from community_sim.rules.separation import leave_probability
from community_sim.rules.workload import cadre_hours


def kernel(levers, p):
    return (
        uniforms(1, 2, 3, 4, 5)[0], fen(1.0), pay_ratio(1, 2, 3, levers),
        promotion_score(1.0, 2, 1, 0.5, levers, p), selection_score(1.0, 0.5, 0.6),
        leave_probability(0.2), cadre_hours(0.5, 0.8, p),
    )
"""

RUN_KERNEL = """
from community_sim import Scenario
from community_sim.compilation import as_records, compiled
from community_sim.engines.probe import kernel
scenario = Scenario.load()
fast = compiled(kernel)
records = as_records([scenario.current.as_numbers()])[0], as_records([scenario.parameters])[0]
print(*map(repr, fast(*records)), sum(fast.stats.cache_hits.values()))
"""

# For each file: a piece of it, what an edit makes of that, and which of the kernel's values moves.
EDITS = {
    "randomness.py": ("_WEYL_0 = 0x9E3779B9", "_WEYL_0 = 0x9E3779B7", 0),
    "rules/budget.py": ("math.floor(yuan * FEN_PER_YUAN + 0.5)", "math.floor(yuan * 99 + 0.5)", 1),
    "rules/pay.py": ("ratio *= levers.pay_multiplier_seconded", "ratio *= 7.0", 2),
    "rules/promotion.py": ("+ p.score_tenure * tenure", "+ p.score_tenure + tenure", 3),
    "rules/recruitment.py": ("return validity * ability + math", "return ability + math", 4),
    "logit.py": ("return odds / (1.0 + odds)", "return odds / (2.0 + odds)", 5),
    "rules/workload.py": ("return p.hours_per_year * present *", "return present *", 6),
}

HASHES = "from community_sim.compilation import *; print(source_hash(), model_hash())"


class Tree:
    """A copy of the package whose rules a test may edit, run in processes of its own."""

    def __init__(self, root: Path, source: Path = PACKAGE):
        self.root = root
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, root / "community_sim", ignore=ignored)
        (root / "data").mkdir(exist_ok=True)
        for table in ("levers.csv", "parameters.csv"):
            shutil.copy(data_folder() / table, root / "data")

    def edit(self, module: str, old: str, new: str) -> None:
        """Replace a piece of a module's source."""
        path = self.root / "community_sim" / module
        source = path.read_text(encoding="utf-8")
        assert source.count(old) == 1
        path.write_text(source.replace(old, new), encoding="utf-8")

    def probe(self, **environment: str) -> tuple[float, float, int]:
        """Return the rule's value compiled, interpreted, and the number of cache hits."""
        fast, slow, hits = self._run(PROBE, environment)
        return float(fast), float(slow), int(hits)

    def hashes(self) -> list[str]:
        """Return the hash of the copy's sources, and of those that decide numbers."""
        return self._run(HASHES, {})

    def add(self, module: str, source: str) -> None:
        """Put a module of the test's own into the copy."""
        (self.root / "community_sim" / module).write_text(source, encoding="utf-8")

    def start(self, code: str, environment: dict[str, str]) -> "subprocess.Popen[str]":
        """Start a process that imports the copy, and return it at once."""
        return subprocess.Popen(
            [sys.executable, "-c", code],
            env=self._environment(environment),
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def kernel(self, **environment: str) -> tuple[list[str], int]:
        """Return the values of the kernel, and the number of cache hits."""
        *values, hits = self._run(RUN_KERNEL, environment)
        return values, int(hits)

    def _run(self, code: str, environment: dict[str, str]) -> list[str]:
        process = self.start(code, environment)
        answer, complaint = process.communicate()
        assert process.returncode == 0, complaint
        return answer.split()

    def _environment(self, chosen: dict[str, str]) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in ("COMMUNITY_SIM_CACHE", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA")
        }
        data = {"COMMUNITY_SIM_DATA": str(PACKAGE.parent / "data")}
        python_path = os.pathsep.join([str(self.root), *_elsewhere()])
        return {**inherited, **data, "PYTHONPATH": python_path, **chosen}


def _elsewhere() -> list[str]:
    """Return the entries of PYTHONPATH that do not hold the package under test."""
    entries = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return [entry for entry in entries if entry and Path(entry) != PACKAGE.parent]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Return a copy of the package."""
    return Tree(tmp_path / "copy")


BEFORE = leave_probability(0.2)


def test_machine_code_is_kept_for_the_next_process(tree: Tree, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    assert tree.probe(COMMUNITY_SIM_CACHE=cache) == (BEFORE, BEFORE, 0)
    assert tree.probe(COMMUNITY_SIM_CACHE=cache) == (BEFORE, BEFORE, 1)


def test_editing_a_rule_of_another_file_changes_the_result(tree: Tree, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    tree.probe(COMMUNITY_SIM_CACHE=cache)
    tree.edit("logit.py", "return odds / (1.0 + odds)", "return odds / (2.0 + odds)")
    fast, slow, hits = tree.probe(COMMUNITY_SIM_CACHE=cache)
    assert fast == slow == pytest.approx(0.2904617, abs=1e-6)
    assert hits == 0


@pytest.mark.long
def test_editing_any_rule_file_or_the_generator_changes_what_a_kernel_returns(
    tree: Tree, tmp_path: Path
) -> None:
    cache = str(tmp_path / "cache")
    tree.add("engines/probe.py", KERNEL)
    before, _ = tree.kernel(COMMUNITY_SIM_CACHE=cache)
    assert tree.kernel(COMMUNITY_SIM_CACHE=cache) == (before, 1)
    for module, (old, new, moved) in EDITS.items():
        tree.edit(module, old, new)
        after, hits = tree.kernel(COMMUNITY_SIM_CACHE=cache)
        assert hits == 0, module
        changed = [n for n in range(len(before)) if after[n] != before[n]]
        assert changed == [moved], module
        before = after


@pytest.mark.long
def test_processes_that_start_at_once_share_a_cache_safely(tree: Tree, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    tree.add("engines/probe.py", KERNEL)
    started = [tree.start(RUN_KERNEL, {"COMMUNITY_SIM_CACHE": cache}) for _ in range(6)]
    answers = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0] * 6, answers
    values = {tuple(answer.split()[:-1]) for answer, _ in answers}
    assert len(values) == 1
    assert tree.kernel(COMMUNITY_SIM_CACHE=cache) == (list(values.pop()), 1)


def test_the_chosen_cache_folder_is_the_one_that_is_used(tree: Tree, tmp_path: Path) -> None:
    chosen, home = tmp_path / "chosen", tmp_path / "home"
    tree.probe(COMMUNITY_SIM_CACHE=str(chosen), HOME=str(home))
    assert list(chosen.rglob("*.nbi"))
    assert not home.exists()
    assert not list(tree.root.rglob("*.nbi"))


def test_without_a_choice_machine_code_lies_in_the_users_cache(tree: Tree, tmp_path: Path) -> None:
    home = tmp_path / "home"
    tree.probe(HOME=str(home))
    assert list((home / ".cache" / "community_sim").rglob("*.nbi"))


def test_a_cache_folder_that_cannot_be_written_is_done_without(tree: Tree, tmp_path: Path) -> None:
    in_the_way = tmp_path / "a_file"
    in_the_way.write_text("not a folder", encoding="utf-8")
    assert tree.probe(COMMUNITY_SIM_CACHE=str(in_the_way)) == (BEFORE, BEFORE, 0)


def test_nowhere_to_cache_at_all_is_no_obstacle(tree: Tree) -> None:
    assert tree.probe() == (BEFORE, BEFORE, 0)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_cache_folder_is_done_without(tree: Tree, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert tree.probe(COMMUNITY_SIM_CACHE=str(locked)) == (BEFORE, BEFORE, 0)


def test_hashes_are_of_the_contents_wherever_they_lie(tree: Tree, tmp_path: Path) -> None:
    twin = Tree(tmp_path / "elsewhere", tree.root / "community_sim")
    assert twin.hashes() == tree.hashes()
    twin.edit("logit.py", "return odds / (1.0 + odds)", "return odds / (odds + 1.0)")
    for edited, original in zip(twin.hashes(), tree.hashes(), strict=True):
        assert edited != original


def test_only_what_decides_numbers_counts_for_machine_code(tree: Tree, tmp_path: Path) -> None:
    twin = Tree(tmp_path / "elsewhere", tree.root / "community_sim")
    twin.edit("results.py", '"""Hold many runs', '"""Keep many runs')
    (sources, model), (others, same) = tree.hashes(), twin.hashes()
    assert others != sources
    assert same == model


def test_the_source_hash_is_a_sha_256() -> None:
    assert len(source_hash()) == 64
    assert set(source_hash()) <= set("0123456789abcdef")


def test_a_function_is_compiled_once() -> None:
    assert compiled(leave_probability) is compiled(leave_probability)


def test_records_hold_the_named_tuples_numbers(p: Parameters, levers: PolicyNumbers) -> None:
    for values in (p, levers):
        first, second = as_records([values, values._replace(**{values._fields[0]: 0.25})])
        for name in values._fields:
            assert first[name] == float(getattr(values, name))
        assert second[values._fields[0]] == 0.25


def test_without_numba_rules_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(community_sim.compilation, "_numba", lambda: None)
    assert compiled(leave_probability) is leave_probability
    values = Parameters(*range(len(Parameters._fields)))
    assert as_records([values]) == [values]
