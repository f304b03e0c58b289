"""Run one notebook with papermill, in a process of its own.

The job is one line of JSON on standard input (notebook, output, parameters, number of cells,
longest time of a cell); the argument is the folder of temporary files.  The answer is one line of
JSON on standard output (error or null, and the position of the cell that began last).  Standard
input stays open while the parent lives: when it closes, this process interrupts itself, the
kernel ends with it, and the folder is removed.
"""

import json
import os
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from community_sim.publish.progress import CELLS, notebook_progress

__all__ = ["COULD_NOT_START", "main"]

COULD_NOT_START = "could not start"
"""What the answer says where no cell has run: worth another try."""

_LONGEST_ADDRESS = 90
"""Longest name of a socket [bytes]: systems take 104 to 108, and a number follows."""

_SECONDS_TO_START = 120
_SECONDS_TO_END = 5.0


def main() -> None:
    """Read a job, run it, answer; where nobody waits any more, clear up and leave."""
    private, gone = Path(sys.argv[1]), threading.Event()
    try:
        answer = _answer(private, gone)
        if not gone.is_set():
            print(answer, flush=True)
    except (KeyboardInterrupt, json.JSONDecodeError):
        gone.set()
    if gone.is_set():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        shutil.rmtree(private, ignore_errors=True)
        sys.exit(1)


def _answer(private: Path, gone: threading.Event) -> str:
    line = sys.stdin.readline()
    threading.Thread(target=_end_with_parent, args=(private, gone), daemon=True).start()
    job = json.loads(line)
    cells = _CellCounter(job["cells"])
    error = _run(job, cells)
    return json.dumps({"error": error, "cell": cells.begun})


class _CellCounter:
    """Report how many cells are done, and remember which one began last."""

    def __init__(self, cells: int) -> None:
        self.begun: int | None = None
        self._cells = cells
        self._done = 0
        self._tell = notebook_progress()

    def begin(self, cell_index: int, **_: Any) -> None:
        self.begun = cell_index

    def end(self, **_: Any) -> None:
        self._done += 1
        self._tell(self._done, self._cells, CELLS)


def _run(job: dict[str, Any], cells: _CellCounter) -> str | None:
    """Run a notebook; return what went wrong, or None."""
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    try:
        papermill.execute_notebook(
            job["notebook"],
            job["output"],
            parameters=job["parameters"],
            kernel_name="python3",
            progress_bar=False,
            start_timeout=_SECONDS_TO_START,
            execution_timeout=job["cell_seconds"],
            config=_transport(Path(job["output"]).parent),
            on_cell_execute=cells.begin,
            on_cell_executed=cells.end,
        )
    except PapermillExecutionError as error:
        return f"failed: {error.ename}: {error.evalue}"
    except DeadKernelError:
        return "ended its kernel, or the kernel was killed, perhaps for lack of memory"
    except CellTimeoutError:
        return f"took longer than {job['cell_seconds']} s"
    except RuntimeError as error:  # raised for a kernel that never answered
        return f"{COULD_NOT_START}: {error}"
    return None


def _transport(private: Path) -> Any:
    """Return how to talk to the kernel: over sockets in a private folder, where there are such.

    Ports are drawn by all processes of a machine: started at once, two may draw the same, and
    where there is no network there are none.
    """
    from traitlets.config import Config

    address = private / "k"
    if os.name != "posix" or len(os.fsencode(address)) > _LONGEST_ADDRESS:
        return Config()
    return Config({"KernelManager": {"transport": "ipc", "ip": str(address)}})


def _end_with_parent(private: Path, gone: threading.Event) -> None:
    """Wait until the parent closes standard input, then stop the notebook and this process."""
    sys.stdin.read()
    gone.set()
    os.kill(os.getpid(), signal.SIGINT)
    threading.Event().wait(_SECONDS_TO_END)
    shutil.rmtree(private, ignore_errors=True)
    os._exit(1)


if __name__ == "__main__":
    main()
