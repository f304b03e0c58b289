"""The command that makes everything anew: what it refuses, and that a trial touches no result."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def call(*arguments):
    command = [sys.executable, ROOT / "scripts" / "make_anew.py", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--only", "tolld"), "'tolld' is not a step. Did you mean 'told'?"),
        (("--from", "nothing"), "'nothing' is not a step. Known are fit, baseline, calibrate_A"),
        (("--only", "told", "--from", "ship"), "--only, --from and --confirm say different things"),
        (("--workers", "0"), "--workers is 0; give at least 1"),
        (("--quick", "--only", "ship"), "not calibrated yet; begin with --from calibrate_A"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(arguments, said, tmp_path):
    ended = call(*arguments, "--work", tmp_path)
    assert ended.returncode == 2
    assert said in ended.stderr.splitlines()[-1]
    assert ended.stdout == ""


@pytest.mark.long
def test_a_trial_tells_its_own_results_in_a_copy_and_is_not_done_twice(tmp_path):
    documents = {name: (ROOT / name).read_bytes() for name in ("MODEL.md", "README.md")}
    arguments = ("--quick", "--work", tmp_path, "--only", "recovery", "told")
    ended = call(*arguments)
    assert ended.returncode in (0, 1), ended.stderr  # four surveys may break a claim
    told = (tmp_path / "copy" / "MODEL.md").read_text(encoding="utf-8")
    assert "4<!-- told: surveys -->" in told
    assert {name: (ROOT / name).read_bytes() for name in documents} == documents
    again = call("--quick", "--work", tmp_path, "--list")
    states = dict(line.split(maxsplit=1) for line in again.stdout.splitlines())
    assert states["recovery"] == "follows ship"  # nothing was calibrated here
    assert states["jackknife"] == "never finished here"
    assert "recovery: up to date" in call(*arguments).stderr
