"""One comparison that many tests look at, and a way to call the command line."""

import sys

import pytest

from community_sim.cli import main

SMALL = ["--replications", "2", "--years", "5", "--draws", "0"]


def exit_code_of(*arguments):
    """Run the command line in this process and return its exit code."""
    before = sys.argv
    sys.argv = ["community-sim", *arguments]
    try:
        main()
    except SystemExit as left:
        return 0 if left.code is None else left.code
    finally:
        sys.argv = before
    return 0


@pytest.fixture
def call(capfd, tmp_path, monkeypatch):
    """Call the command line in an empty folder; return exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def calling(*arguments):
        code = exit_code_of(*arguments)
        shown = capfd.readouterr()
        return code, shown.out, shown.err

    return calling


@pytest.fixture(scope="session")
def compared(tmp_path_factory):
    """Return the folder of a small comparison."""
    out = tmp_path_factory.mktemp("compared") / "out"
    assert exit_code_of("compare", "S1", "S7", *SMALL, "--out", str(out)) == 0
    return out
