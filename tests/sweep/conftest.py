"""Small designs to sweep, and the trials of scripts/reliability."""

import sys
from pathlib import Path

import pytest
import yaml

from community_sim.cli import main
from community_sim.design import read_design
from community_sim.sweep.running import Manner, sweep

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

SMALL = {
    "policies": ["current_practice", "hired_pay_1200"],
    "places": ["rucheng"],
    "seeds": {"first": 3, "count": 5},
    "years": 2,
    "outcomes": ["quit_rate", "recruit_retention_1y", "wage_bill_per_community"],
}


@pytest.fixture
def write(tmp_path):
    """Write a design into the test's folder; fields replace those of the small one."""

    def writing(name="design.yaml", **fields):
        path = tmp_path / name
        text = yaml.safe_dump({**SMALL, **fields}, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
        return path

    return writing


@pytest.fixture
def design(write):
    """Return the small design: 2 policies, 5 seeds."""
    return read_design(write())


@pytest.fixture(scope="session")
def small_design(tmp_path_factory):
    """Return the small design's file, for the tests that only look."""
    path = tmp_path_factory.mktemp("design") / "design.yaml"
    path.write_text(yaml.safe_dump(SMALL), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def swept(small_design, tmp_path_factory):
    """Return the folder of a finished sweep, for the tests that only look."""
    folder = tmp_path_factory.mktemp("swept") / "sweep"
    sweep(read_design(small_design), folder, Manner(workers=2))
    return folder


@pytest.fixture
def call(capfd, tmp_path, monkeypatch):
    """Call the command line in the test's folder; return exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def calling(*arguments):
        monkeypatch.setattr(sys, "argv", ["community-sim", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as left:
            code = left.code or 0
        shown = capfd.readouterr()
        return code, shown.out, shown.err

    return calling
