"""Measure the coordinator's memory over sweeps of different length."""

import subprocess
import sys
from pathlib import Path

from reliability.trial import Trial, design_file, environment, workplace

_PROBE = """
import resource, sys
from pathlib import Path
from community_sim.design import read_design
from community_sim.sweep.running import Manner, sweep
sweep(read_design(sys.argv[1]), Path(sys.argv[2]), Manner(workers=2))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""

MOST_GROWTH = 1.1


def memory(short: int = 20_000, long: int = 60_000) -> Trial:
    """Compare the peak memory of a short and a long sweep.

    The short one is long enough to fill the buffers once: the table is written by batches.
    """
    trial = Trial(f"memory of the coordinator, {short:,} and {long:,} runs", tried=2)
    with workplace() as place:
        peaks = [_peak(place, runs) for runs in (short, long)]
    trial.check(peaks[1] <= MOST_GROWTH * peaks[0], f"{peaks[0]:.0f} MB and {peaks[1]:.0f} MB")
    trial.notes.append(f"peak {peaks[0]:.0f} MB and {peaks[1]:.0f} MB")
    return trial


def _peak(place: Path, runs: int) -> float:
    file = design_file(place, seeds={"first": 1, "count": runs}, outcomes=["quit_rate"])
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, str(file), str(place / f"sweep_{runs}")],
        env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(done.stdout)
