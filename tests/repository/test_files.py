"""What lies in the repository is portable, and its documents name what exists."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

import community_sim.vocabulary as vocabulary

# Written in halves, so that this file does not hold what it looks for.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted",
    "anaconda" + ".org",
    "npm" + "js.",
    "debian" + ".org",
    "crates" + ".io",
)
HOMES = re.compile("|".join(("/ho" + r"me/\w", "/Us" + r"ers/\w", "/roo" + "t/", r":\\Us" + "ers")))


def test_no_file_names_a_package_registry(committed_texts: dict[str, str]) -> None:
    found = [
        (name, host)
        for name, text in committed_texts.items()
        for host in REGISTRIES
        if host in text
    ]
    assert found == []


def test_no_file_holds_a_path_of_somebodys_computer(committed_texts: dict[str, str]) -> None:
    assert [name for name, text in committed_texts.items() if HOMES.search(text)] == []


def test_every_text_file_ends_its_lines_the_unix_way(committed_texts: dict[str, str]) -> None:
    assert [name for name, text in committed_texts.items() if "\r" in text] == []


def test_make_alone_lists_every_target_with_a_line(root: Path, targets: set[str]) -> None:
    shown = subprocess.run(["make"], cwd=root, capture_output=True, text=True, check=True).stdout
    listed = dict(re.findall(r"^  make ([a-z-]+) +(\S.*)$", shown, flags=re.MULTILINE))
    assert set(listed) == targets


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "environment.yml", ".ci/run"])
def test_a_document_names_only_targets_that_exist(
    root: Path, targets: set[str], document: str
) -> None:
    text = (root / document).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, flags=re.MULTILINE))
    assert named <= targets


def test_the_readme_names_the_two_commands_that_do_everything(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    assert "make compare" in text
    assert "make test" in text


def test_a_link_between_documents_leads_somewhere(
    root: Path, committed_texts: dict[str, str]
) -> None:
    broken = [
        (name, target)
        for name, text in committed_texts.items()
        if name.endswith(".md")
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)
        if not (root / name).parent.joinpath(target).exists()
    ]
    assert broken == []


def test_citation_and_project_state_one_version(root: Path, project: dict[str, Any]) -> None:
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]


def test_a_citation_has_what_the_format_requires(root: Path) -> None:
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", citation["date-released"])


def test_the_glossary_knows_every_member_of_the_sets_it_explains(root: Path) -> None:
    text = (root / "GLOSSARY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)*)`", text))
    explained = (
        vocabulary.Post,
        vocabulary.Mandate,
        vocabulary.EntryRoute,
        vocabulary.Education,
        vocabulary.Sex,
        vocabulary.SeparationReason,
        vocabulary.Event,
    )
    assert named >= {member.name for members in explained[:-1] for member in members}
    assert named <= {member.name for members in explained for member in members}
