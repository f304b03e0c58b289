"""A bare environment (no home, no network, a read-only package) writes a terminal's bytes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from community_sim.compilation import _cache_folder, has_cache

ROOT = Path(__file__).parents[2]
COMMAND = "from community_sim.cli import main; main()"
SCHEDULE = """\
notebooks:
  one:
    notebook: 20_one_policy
    parameters: {policy: S1, replications: 2, years: 3}
  warns:
    notebook: mine.ipynb
"""
WARNS = """\
import locale, os, sys, warnings
warnings.warn("kept")
print(os.getcwd(), sys.executable, "é", {"b", "a", "c", "d"}, object())"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal and a bare environment of Unix")
def test_a_bare_environment_gives_the_same_bytes_as_a_terminal(workshop, tmp_path):
    workshop.notebook("mine.ipynb", WARNS)
    path = workshop.schedule(SCHEDULE)
    in_a_terminal(published(path, tmp_path / "terminal"))
    bare = {"LANG": "C", "PYTHONPATH": str(ROOT), **compiled_before()}
    command = [*shut_off(ROOT), *published(path, tmp_path / "bare")]
    ran = subprocess.run(command, cwd="/", env=bare, stdin=subprocess.DEVNULL, capture_output=True)
    assert ran.returncode == 0, ran.stderr.decode()

    (one,), (other,) = ((tmp_path / name / "runs").iterdir() for name in ("terminal", "bare"))
    names = sorted(each.relative_to(one) for each in one.rglob("*/*") if each.is_file())
    assert len(names) == 6
    for name in names:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def published(path, site):
    return [sys.executable, "-c", COMMAND, "publish", str(path), "--site", str(site)]


def in_a_terminal(command):
    """Run a command as somebody would who sits before it."""
    import pty

    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "COLUMNS": "77"}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    try:
        while block := os.read(ours, 4096):
            shown += block
    except OSError:  # the end of a terminal
        pass
    os.close(ours)
    assert process.wait() == 0, shown.decode()


def compiled_before():
    """Return where compiled code is, which is found by way of the home; it saves half a minute."""
    return {"COMMUNITY_SIM_CACHE": str(_cache_folder().parents[1])} if has_cache() else {}


def shut_off(package):
    """Return what to put before a command so that it has no network and a read-only package.

    Where the system lets nobody make namespaces, the environment alone is bare.
    """
    tried = ["unshare", "-rnm", "true"]
    if not shutil.which("unshare") or subprocess.run(tried, capture_output=True).returncode != 0:
        return []
    script = """
        set -e
        mount --bind "$1" "$1"
        mount -o remount,bind,ro "$1"
        if touch "$1/written" 2>/dev/null; then exit 99; fi
        shift
        exec "$@"
    """
    return [shutil.which("unshare"), "-rnm", shutil.which("sh"), "-c", script, "sh", str(package)]
