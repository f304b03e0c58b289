"""What docs/adding.md and docs/policies.md say is so: the examples are made and tested."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from community_sim.errors import BadValue, CommunitySimError
from community_sim.mechanism import load_mechanism
from community_sim.outcomes import OUTCOMES
from community_sim.outcomes.measuring import by_name
from community_sim.place import load_place
from community_sim.policy_file import load_policy, policy_from_text
from community_sim.scenario import Scenario

COPIED = ("community_sim", "data", "tests")
SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", flags=re.MULTILINE | re.DOTALL)
NEW_FILE = re.compile(r"^`([\w./]+)`:\n\n```\w+\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
CHANGE = re.compile(r"^```diff\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
ROOT = Path(__file__).resolve().parents[2]
ADDING = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
POLICIES = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")
TOLD = re.compile(r"^```yaml\n(.*?)^```\n\n((?:> [^\n]*\n)+)", flags=re.MULTILINE | re.DOTALL)
EXAMPLES = [match.groups() for match in TOLD.finditer(POLICIES)]


class Example(NamedTuple):
    """What a section of docs/adding.md adds: new files by path, and changes of existing ones."""

    files: dict[str, str]
    changes: str

    def put_into(self, folder: Path) -> None:
        """Make the example in a copy of the repository."""
        for name, content in self.files.items():
            assert not (folder / name).exists()
            (folder / name).write_text(content, encoding="utf-8")
        for change in self.by_file():
            patch(folder, change)

    def by_file(self) -> list[str]:
        """Return the changes file by file."""
        return re.split(r"^(?=--- a/)", self.changes, flags=re.MULTILINE)[1:]

    def only(self, file: str) -> str:
        """Return the changes of one file."""
        (part,) = (part for part in self.by_file() if part.startswith(f"--- a/{file}\n"))
        return part


def added() -> dict[str, Example]:
    """Return the examples of docs/adding.md by what they add, as the table of counts calls it."""
    return {
        title[0].lower() + title[1:]: Example(
            dict(NEW_FILE.findall(text)), "".join(CHANGE.findall(text))
        )
        for title, text in SECTION.findall(ADDING)
    }


def stated_counts() -> dict[str, int]:
    """Return how many files docs/adding.md says that each addition changes."""
    return {what: int(n) for what, n in re.findall(r"^\| (an? .+?) \| (\d) \|", ADDING, re.M)}


def patch(folder: Path, changes: str) -> None:
    subprocess.run(
        ["git", "apply", "--recount", "-"], cwd=folder, input=changes.encode(), check=True
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the repository that a test may change."""
    folder = tmp_path / "copy"
    for name in COPIED:
        left_out = shutil.ignore_patterns("__pycache__", "results", "browser", "fonts")
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    shutil.copytree(ROOT / "community_sim/charts/fonts", folder / "community_sim/charts/fonts")
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def run_tests(folder: Path, *chosen: str) -> tuple[dict[str, str], str]:
    """Run tests in a copy; return what became of each, and what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider", "-q", "-rA",
         "-m", "not long", *chosen],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "1000",
             "COMMUNITY_SIM_CACHE": str(folder.parent / "cache")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.findall(r"^(PASSED|FAILED|ERROR) tests/\S+?::(\S+)", done.stdout, re.MULTILINE)
    return {name: result for result, name in found}, done.stdout + done.stderr


def stands_in(text: str, sentence: str) -> bool:
    return " ".join(sentence.split()) in " ".join(text.split())


# --- additions


@pytest.mark.parametrize("what", stated_counts())
def test_an_addition_changes_as_many_files_as_is_said(what: str, copy: Path) -> None:
    before = contents(copy)
    added()[what].put_into(copy)
    after = contents(copy)
    changed = [name for name in after if after[name] != before.get(name)]
    assert len(changed) == stated_counts()[what], changed


def test_every_section_that_adds_something_has_its_count() -> None:
    assert list(added()) == list(stated_counts())


WITHOUT_RULE = "pay.unread_bonus"


@pytest.mark.long
def test_what_is_added_is_held_to_what_all_others_are_held_to(copy: Path) -> None:
    """All examples in one copy, which is compiled once; and a lever that no rule reads."""
    for example in added().values():
        example.put_into(copy)
    row = added()["a lever and its rule"].only("data/levers.csv")
    (line,) = re.findall(r"^\+(pay\..*)$", row, flags=re.MULTILINE)
    table = copy / "data" / "levers.csv"
    other = line.replace("pay.retention_bonus", WITHOUT_RULE)
    other = other.replace("Bonus from", "Unread bonus from").replace("满五年", "未读满五年")
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(line, f"{line}\n{other}"), encoding="utf-8")
    names = ("deputies_1100", "retention_bonus", "unread_bonus", "lakeside", "principals_chart",
             "patience", "every_outcome_says")  # fmt: skip
    results, said = run_tests(
        copy, "tests/inputs", "tests/catalogue", "tests/outcomes", "tests/charts",
        "tests/rulebook", "-k", " or ".join(names),
    )  # fmt: skip
    for name in names:
        assert any(name in test for test in results), f"no test of {name}\n{said}"
    failed = {test for test, result in results.items() if result != "PASSED"}
    assert failed == {
        f"test_a_lever_is_read_by_the_model_or_it_is_said_why_not[{WITHOUT_RULE}]",
        f"test_every_pay_lever_moves_the_value_of_staying_of_somebody[{WITHOUT_RULE}]",
        f"test_every_lever_moves_an_outcome_or_says_why_not[{WITHOUT_RULE}]",
    }, said


def test_an_outcome_that_is_added_is_listed_and_measured(copy: Path) -> None:
    added()["an outcome"].put_into(copy)
    program = (
        "from community_sim.outcomes import MEASURED, OUTCOMES; "
        "print([each.name in OUTCOMES for each in MEASURED if 'party_pri' in each.name])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": str(copy)}, cwd=copy,
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert shown.strip() == "[True]"


# --- first wrong steps


@pytest.mark.long
@pytest.mark.parametrize(
    ("file", "chosen"),
    [
        ("data/levers.csv", "it_is_said_why_not and retention_bonus"),
        ("community_sim/rules/pay.py", "whatever_a_function_of_the_model_reads"),
    ],
)
def test_half_a_lever_is_named_with_file_and_line(copy: Path, file: str, chosen: str) -> None:
    patch(copy, added()["a lever and its rule"].only(file))
    results, said = run_tests(copy, "tests/inputs/test_levers_and_policies.py", "-k", chosen)
    assert set(results.values()) == {"FAILED"}
    (sentence,) = set(re.findall(rf"{file}, line \d+: .*?(?:add|remove) the row\.", said))
    assert stands_in(ADDING, sentence), sentence


@pytest.mark.long
def test_a_chart_that_takes_something_else_is_named_with_file_and_line(copy: Path) -> None:
    added()["a chart"].put_into(copy)
    path = copy / "community_sim" / "charts" / "principals.py"
    text = path.read_text(encoding="utf-8")
    took = '(comparison: "Comparison", *, lang: str = "en")'
    assert took in text
    path.write_text(text.replace(took, "(shares: list[float])"), encoding="utf-8")
    _, said = run_tests(copy, "tests/charts/test_charts.py", "-k", "principals_chart")
    (sentence,) = set(re.findall(r"community_sim/charts/principals\.py, line .*? of this test\.",
                                 said))  # fmt: skip
    assert stands_in(ADDING, sentence), sentence


def refused(make: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(CommunitySimError) as caught:
        make(*given, **named)
    return str(caught.value)


def test_a_file_that_lacks_or_misspells_something_gets_the_sentence_that_is_said(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMUNITY_SIM_DATA", str(copy / "data"))
    wrong = {
        "a policy": ("coefficient_deputy", "coefficient_deputi"),
        "a place": ("year: 2013\n", ""),
        "a mechanism": ('TITLE_ZH = "离职减半"\n', ""),
    }
    paths = {}
    for what, (old, new) in wrong.items():
        ((name, content),) = added()[what].files.items()
        assert old in content
        paths[what] = copy / name
        paths[what].write_text(content.replace(old, new), encoding="utf-8")
    for sentence in (
        refused(load_policy, "deputies_1100"),
        refused(load_place, "lakeside"),
        refused(load_mechanism, paths["a mechanism"]),
    ):
        assert stands_in(ADDING, sentence.split("?")[0]), sentence


def test_an_outcome_whose_name_is_taken_gets_the_sentence_that_is_said() -> None:
    taken = replace(OUTCOMES["headcount"], label_en="Party members among principals")
    with pytest.raises(BadValue) as caught:
        by_name([*OUTCOMES.values(), taken])
    assert stands_in(ADDING, str(caught.value))


# --- policies


@pytest.mark.parametrize(("text", "told"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_a_policy_of_the_documents_does_what_is_told_of_it(
    text: str, told: str, current: Scenario
) -> None:
    scenario = current.with_policy(policy_from_text(text, "example"))
    assert scenario.policy_file is not None
    sentence = scenario.policy_file.sentence(current.current)
    assert sentence.split() == re.sub(r"^> ", "", told, flags=re.MULTILINE).split()


def test_every_policy_of_the_page_on_time_is_told() -> None:
    assert len(EXAMPLES) == POLICIES.count("```yaml") == 7
