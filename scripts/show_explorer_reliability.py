"""Send a crowd to the explorer's page, and print what it met: answers, refusals, memory.

    python scripts/show_explorer_reliability.py            # 50 visitors, 300 sockets, 5 minutes
    python scripts/show_explorer_reliability.py --write    # and put the table into RELIABILITY.md

The server, the visitors and the sockets are on this machine, over loopback.
"""

import argparse
import os
import platform
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from reliability.crowd import Crowd, crowd
from reliability.trial import ROOT, Trial

PAGE = ROOT / "RELIABILITY.md"
BEGIN, END = "<!-- crowd: begin -->", "<!-- crowd: end -->"


def main() -> None:
    command = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    command.add_argument("--users", type=int, default=50)
    command.add_argument("--sockets", type=int, default=300)
    command.add_argument("--seconds", type=float, default=120.0)
    command.add_argument("--write", action="store_true", help="put the table into RELIABILITY.md")
    asked = command.parse_args()
    trial = crowd(Crowd(asked.users, asked.sockets, asked.seconds))
    text = table(trial)
    print(text)
    for line in trial.failures[:20]:
        print(f"failed: {line}")
    if asked.write:
        write(text)
    sys.exit(1 if trial.failures else 0)


def table(trial: Trial) -> str:
    """Return what was found as Markdown."""
    machine = f"{os.cpu_count()} processors ({platform.machine()}), {platform.system()}"
    rows = [f"- {note}" for note in trial.notes]
    return "\n".join(
        [
            f"{trial.name}, server and all of them on one machine ({machine}): "
            f"{trial.tried:,} answers, {len(trial.failures)} failed.",
            "",
            *rows,
        ]
    )


def write(text: str) -> None:
    """Put a table between its marks in RELIABILITY.md."""
    page = PAGE.read_text(encoding="utf-8")
    head, found, rest = page.partition(BEGIN)
    if not found:
        head, rest = f"{page.rstrip()}\n\n## Visitors of the explorer\n\n", f"{END}\n"
    PAGE.write_text(f"{head}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
