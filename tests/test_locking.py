"""One process at a time works in a folder; a dead one's lock is free."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from community_sim.errors import BadValue, InUse
from community_sim.locking import LOCK, FolderLock

HOLD = """
import sys, time
from pathlib import Path
from community_sim.locking import FolderLock
with FolderLock(Path(sys.argv[1]), "publish"):
    print("held", flush=True)
    sys.stdin.read()
"""

TRY = """
import sys, time
from pathlib import Path
from community_sim.errors import InUse
from community_sim.locking import FolderLock
print("ready", flush=True)
sys.stdin.readline()
try:
    with FolderLock(Path(sys.argv[1])):
        print("works", flush=True)
        sys.stdin.readline()
except InUse as error:
    print(error, flush=True)
    sys.exit(error.exit_code)
"""

FORK = """
import os, sys, time
from pathlib import Path
from community_sim.locking import FolderLock
with FolderLock(Path(sys.argv[1])):
    if os.fork() == 0:
        print(os.getpid(), flush=True)
        time.sleep(60)
        os._exit(0)
    time.sleep(60)
"""


def started(code: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_second_is_told_who_works_in_the_folder(tmp_path):
    holder = started(HOLD, tmp_path)
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(InUse, match=rf"in use by process {holder.pid} \(publish, since 2"):
        FolderLock(tmp_path).__enter__()
    holder.communicate()


def test_leaving_the_block_frees_the_folder_and_forgets_the_owner(tmp_path):
    for _ in range(3):
        with FolderLock(tmp_path / "site"):
            assert str(os.getpid()) in (tmp_path / "site" / LOCK).read_text()
    assert (tmp_path / "site" / LOCK).read_bytes() == b""


def test_an_error_inside_the_block_frees_the_folder(tmp_path):
    with pytest.raises(ZeroDivisionError), FolderLock(tmp_path):
        1 / 0
    with FolderLock(tmp_path):
        pass


def test_one_process_cannot_hold_a_folder_twice(tmp_path):
    with FolderLock(tmp_path), pytest.raises(InUse), FolderLock(tmp_path):
        pass


def test_a_killed_owners_lock_is_free_at_once(tmp_path):
    holder = started(HOLD, tmp_path)
    holder.stdout.readline()
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert str(holder.pid) in (tmp_path / LOCK).read_text()
    with FolderLock(tmp_path):
        assert str(holder.pid) not in (tmp_path / LOCK).read_text()


def test_a_forked_child_does_not_keep_the_lock_of_its_dead_parent(tmp_path):
    holder = started(FORK, tmp_path)
    child = int(holder.stdout.readline())
    holder.kill()
    holder.wait()
    try:
        os.kill(child, 0)  # the child is still there
        with FolderLock(tmp_path):
            pass
    finally:
        os.kill(child, signal.SIGKILL)


def test_of_twelve_that_start_at_once_one_works_and_the_others_name_it(tmp_path):
    several = [started(TRY, tmp_path) for _ in range(12)]
    for each in several:
        assert each.stdout.readline() == "ready\n"
    for each in several:
        each.stdin.write("go\n")
        each.stdin.flush()
    said = {each.pid: each.stdout.readline() for each in several}
    winners = [pid for pid, line in said.items() if line == "works\n"]
    assert len(winners) == 1
    for each in several:
        each.communicate("done\n")
        if each.pid != winners[0]:
            assert each.returncode == 75
            assert f"process {winners[0]} " in said[each.pid]


def test_what_a_stranger_wrote_into_the_lock_does_no_harm(tmp_path):
    for text in (b"\xff\xfe", b"[]", b'{"pid": "x"}', b'{"pid": -1}', b"9" * 5000):
        (tmp_path / LOCK).write_bytes(text)
        with FolderLock(tmp_path):
            pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadValue, match="Cannot write in"):
        FolderLock(tmp_path / "file" / "site").__enter__()
