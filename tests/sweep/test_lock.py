"""One process at a time works in a folder."""

import os
import subprocess
import sys

import pytest

from community_sim.errors import InUse
from community_sim.locking import LOCK, FolderLock
from community_sim.sweep import run_sweep
from community_sim.sweep.verifying import verify


def test_a_second_sweep_is_refused_and_told_who_works(small_design, swept):
    with (
        FolderLock(swept),
        pytest.raises(InUse, match=f"process {os.getpid()} \\(community-sim, since 20"),
    ):
        run_sweep(small_design, swept)


def test_nobody_verifies_what_is_being_written(swept):
    with FolderLock(swept), pytest.raises(InUse, match=str(os.getpid())):
        verify(swept)


def test_the_lock_of_a_dead_owner_is_taken_over(tmp_path):
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from community_sim.locking import FolderLock\n"
        "with FolderLock(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)"
    )
    dead = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert dead.returncode == -9
    assert (tmp_path / LOCK).read_text()
    with FolderLock(tmp_path):
        assert str(os.getpid()) in (tmp_path / LOCK).read_text()
    assert (tmp_path / LOCK).read_text() == ""
