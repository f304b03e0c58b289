"""A copy of the shipped data that a test may spoil, and ways to read it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from community_sim.parameters import parameter_info
from community_sim.policy import levers
from community_sim.reading import data_folder
from community_sim.report import load_figures, load_sections
from community_sim.wishes import load_wishes

SHIPPED = data_folder()


def forget() -> None:
    """Forget the tables that were read."""
    for table in (parameter_info, levers, load_figures, load_sections, load_wishes):
        table.cache_clear()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a data folder that links to every shipped file; a test replaces some."""
    folder = tmp_path / "data"
    for path in SHIPPED.rglob("*"):
        link = folder / path.relative_to(SHIPPED)
        if path.is_file():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    monkeypatch.setenv("COMMUNITY_SIM_DATA", str(folder))
    forget()
    yield folder
    forget()


@pytest.fixture
def put(data: Path) -> Callable[[str, str | bytes], Path]:
    """Return a function that replaces a file of the data folder."""

    def write(name: str, content: str | bytes) -> Path:
        path = data / name
        path.unlink(missing_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
