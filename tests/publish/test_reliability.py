"""A small run of the script that measures reliability; its full counts are in docs/schedule.md."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "show_publish_reliability.py"


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the script looks into /proc")
def test_parallel_notebooks_kills_starts_and_changed_bytes(tmp_path):
    counts = {"parallel": 4, "kills": 2, "deaths": 0, "starts": 4, "edits": 200}
    options = [part for name, count in counts.items() for part in (f"--{name}", str(count))]
    ran = subprocess.run([sys.executable, SCRIPT, *options], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    tried = (" | 4 | 0 |", " | 2 | 0 |", " | 4 | 0 |", " | 200 | 0 |")
    rows = [row for row in ran.stdout.splitlines()[2:] if not row.startswith("| the same")]
    assert len(rows) == 4
    assert all(row.endswith(end) for row, end in zip(rows, tried, strict=True)), ran.stdout
