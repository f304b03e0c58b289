"""Put the commands together; every error becomes one sentence and an exit code.

Exit codes: 0 done, 1 the doctor found something, 2 bad input, 3 some runs of a sweep failed,
4 a site or a sweep's store is unusable, 5 a notebook failed, 75 the folder is in use,
130 interrupted, 143 ended.
"""

import signal
import sys
from types import FrameType

import typer

from community_sim.cli.calibrating import calibrate
from community_sim.cli.comparing import compare
from community_sim.cli.course import course_app
from community_sim.cli.doctor import doctor
from community_sim.cli.exploring import explore
from community_sim.cli.publishing import publish
from community_sim.cli.running import run
from community_sim.cli.sensing import sensitivity
from community_sim.cli.showing import show_app
from community_sim.cli.stored import export, query, verify
from community_sim.cli.sweeping import sweep
from community_sim.errors import CommunitySimError

__all__ = ["app", "main"]

INTERRUPTED = 130
ENDED = 143

app = typer.Typer(
    name="community-sim",
    help="Who joins, stays, rises and leaves among community cadres (社区干部) when rules change.",
    epilog=(
        "Exit codes: 0 done, 1 the doctor found something, 2 bad input, 3 some runs of a sweep "
        "failed, 4 a site or a store is unusable, 5 a notebook failed, 75 the folder is in use, "
        "130 interrupted, 143 ended."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(compare)
app.command()(run)
app.command()(publish)
app.command()(sweep)
app.command()(calibrate)
app.command()(sensitivity)
app.command()(explore)
app.command()(query)
app.command()(verify)
app.command()(export)
app.add_typer(show_app, name="show")
app.add_typer(course_app, name="course")
app.command()(doctor)


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGTERM, _end)
    try:
        app()
    except CommunitySimError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except SystemExit as leave:
        if leave.code == INTERRUPTED:
            print("Interrupted; nothing was changed.", file=sys.stderr)
        raise


def _end(_number: int, _frame: FrameType | None) -> None:
    """Leave in order when told to end, so that unfinished files are cleared away."""
    sys.exit(ENDED)
