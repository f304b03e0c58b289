"""The command line: `community-sim compare`, `run`, `show`, `doctor`."""

from community_sim.cli.main import main

__all__ = ["main"]
