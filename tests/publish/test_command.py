"""`community-sim publish SCHEDULE.yaml` says in a sentence and a code what came of it."""

import json
import sys

import pytest

from community_sim.cli import main
from community_sim.locking import FolderLock

SCHEDULE = "notebooks:\n  page:\n    notebook: mine.ipynb\n"


@pytest.fixture
def call(capfd, monkeypatch):
    def calling(*arguments):
        monkeypatch.setattr(sys, "argv", ["community-sim", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        shown = capfd.readouterr()
        return left.value.code or 0, shown.out, shown.err

    return calling


@pytest.mark.long
def test_good_failed_and_busy_have_their_codes(workshop, call):
    path, site = workshop.schedule(SCHEDULE), workshop.site
    workshop.notebook("mine.ipynb", "print(1)")
    code, out, err = call("publish", path, "--site", site, "--json")
    told = json.loads(out)
    assert (code, told["state"], told["problems"]) == (0, "good", [])
    workshop.notebook("mine.ipynb", "1 / 0")
    code, out, err = call("publish", path, "--site", site)
    assert code == 5
    assert "Failed: mine.ipynb: code cell 2 of 2 ('1 / 0') failed: ZeroDivisionError" in err
    with FolderLock(site, "publish weekly.yaml"):
        code, out, err = call("publish", path, "--site", site)
    assert code == 75
    assert err.count("InUse: ") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["weekly.yaml"], "Say where the site is"),
        (["weekly.yaml", "--site", "site", "-p", "lang=zh"], "A schedule holds its parameters"),
        (["weekly.yaml", "--site", "site", "--out", "out"], "A schedule holds its parameters"),
        (["20_one_policy", "--site", "site"], "--site goes with a schedule"),
        (["gone.yaml", "--site", "site"], "gone.yaml: cannot be read"),
    ],
)
def test_what_does_not_go_together_is_refused(workshop, call, monkeypatch, arguments, words):
    workshop.schedule(SCHEDULE)
    monkeypatch.chdir(workshop.folder)
    code, _, err = call("publish", *arguments)
    assert code == 2
    assert words in err
    assert not workshop.site.exists()
