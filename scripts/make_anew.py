"""Make everything anew that follows from the model: draws, results, told numbers, notebooks.

    python scripts/make_anew.py                      all that is stale, in order
    python scripts/make_anew.py --list               what is stale, and why
    python scripts/make_anew.py --from jackknife     from a step on
    python scripts/make_anew.py --only told          some steps
    python scripts/make_anew.py --confirm            keep the draws, if they give the same figures
    python scripts/make_anew.py --quick              tiny, in a copy of data and documents

A finished step is not done again until something that it depends on changes; a killed run goes on
where it was.  At the end stands what a person has to put right: sentences and claims that the
results no longer bear out.  Exit codes: 0 done, 1 something is left to a person, 2 bad input,
75 another process works in the folder, 143 ended.
"""

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from anew.desk import ROOT, Desk, Sizes, copied, quick_sizes
from anew.making import KEPT, all_steps, say
from anew.steps import Bench, Step
from community_sim.cli.sweep_progress import duration
from community_sim.errors import BadValue, CommunitySimError
from community_sim.locking import FolderLock

ENDED = 143


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED))
    try:
        sys.exit(make(_options()))
    except CommunitySimError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(error.exit_code)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__.partition("\n")[0], epilog=__doc__.rpartition("\n\n")[2]
    )
    parser.add_argument("--list", action="store_true", help="say what is stale, and make nothing")
    parser.add_argument("--from", dest="start", metavar="STEP", help="from this step on")
    parser.add_argument("--only", nargs="+", default=[], metavar="STEP", help="these steps")
    parser.add_argument("--confirm", action="store_true", help="keep the draws, if they are right")
    parser.add_argument("--fit", action="store_true", help="look for a new point fit, first")
    parser.add_argument("--work", type=Path, help="folder of unfinished parts; output/anew")
    parser.add_argument("--workers", type=int, help="processes; one a processor")
    parser.add_argument("--quick", action="store_true", help="tiny, in a copy; means nothing")
    return parser.parse_args()


def make(options: argparse.Namespace) -> int:
    """Make what is asked for; return the exit code."""
    if options.workers is not None and options.workers < 1:
        raise BadValue(f"--workers is {options.workers}; give at least 1.")
    if sum(map(bool, (options.only, options.start, options.confirm))) > 1:
        raise BadValue("--only, --from and --confirm say different things; give one of them.")
    desk = _desk(options)
    bench = Bench(desk.work, all_steps(desk))
    chosen = bench.chosen(options.only, options.start)
    if options.confirm:
        chosen = [bench.steps["confirm"], *(each for each in chosen if each.name not in KEPT)]
    if options.fit and bench.steps["fit"] not in chosen:
        chosen.insert(0, bench.steps["fit"])
    if options.list:
        is_chosen = options.only or options.start or options.confirm
        for step in chosen if is_chosen else bench.steps.values():
            print(f"{step.name:26}{bench.state(step) or 'up to date'}")
        return 0
    with FolderLock(desk.work, "making anew"):
        return _told([line for step in chosen for line in _made(bench, step)])


def _desk(options: argparse.Namespace) -> Desk:
    """Return where to work; from here on, data are read from there."""
    quick = options.quick
    work = options.work or ROOT / "output" / ("anew_quick" if quick else "anew")
    root = copied(work.resolve() / "copy") if quick else ROOT
    os.environ["COMMUNITY_SIM_DATA"] = str(root / "data")
    sizes = quick_sizes() if quick else Sizes()
    return Desk(root, work.resolve(), sizes, options.workers)


def _made(bench: Bench, step: Step) -> list[str]:
    """Do a step if it is stale; return what is left to a person."""
    reason = bench.why_stale(step)
    if not reason:
        say(f"{step.name}: up to date")
        return []
    say(f"{step.name}: {step.about} ({reason})")
    begun = time.monotonic()
    left = list(bench.do(step))
    say(f"{step.name}: {'left something to do' if left else 'done'} "
        f"after {duration(time.monotonic() - begun)}")  # fmt: skip
    return left


def _told(left: list[str]) -> int:
    """Print what is left to a person; return the exit code."""
    if not left:
        print("Everything asked for is made; say in CHANGELOG.md why numbers changed.")
        return 0
    print("Left to you:")
    for line in left:
        print(f"- {line}")
    return 1


if __name__ == "__main__":
    main()
