"""The command line: `community-sim compare`, `run`, `publish`, `show`, `doctor`."""

from community_sim.cli.main import main

__all__ = ["main"]
