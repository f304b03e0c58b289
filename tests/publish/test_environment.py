"""A bare environment (no home, no network, a read-only package) writes a terminal's bytes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
    package = tmp_path / "package"
    for name in ("community_sim", "data", "notebooks"):
        shutil.copytree(ROOT / name, package / name, ignore=shutil.ignore_patterns("__pycache__"))
    in_a_terminal(published(path, tmp_path / "terminal"))
    bare = {"LANG": "C", "PYTHONPATH": str(package)}
    command = [*shut_off(package), *published(path, tmp_path / "bare")]
    ran = subprocess.run(command, cwd="/", env=bare, stdin=subprocess.DEVNULL, capture_output=True)
    assert ran.returncode == 0, ran.stderr.decode()
    assert not list(package.rglob("__pycache__"))

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


def shut_off(package):
    """Return what to put before a command so that it has no network and a read-only package.

    Where the system lets nobody make namespaces, the folder is only marked as read-only.
    """
    tried = ["unshare", "-rnm", "true"]
    if shutil.which("unshare") and subprocess.run(tried, capture_output=True).returncode == 0:
        mounts = f'mount --bind "{package}" "{package}" && mount -o remount,bind,ro "{package}"'
        return [
            shutil.which("unshare"),
            "-rnm",
            shutil.which("sh"),
            "-c",
            f'{mounts} && exec "$@"',
            "sh",
        ]
    for each in (package, *package.rglob("*")):
        each.chmod(0o555 if each.is_dir() else 0o444)
    return []
