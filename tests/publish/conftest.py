"""Small notebooks and schedules, and a clock that is told the time."""

import contextlib
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

TABLE = """\
import pandas as pd
rows = [(p, s, 5, o, level + s * 0.01 + shift * (p == "b") * (1 + 0.001 * s))
        for p in "ab" for s in range(seed, seed + runs) for o, level in (("x", 1.0), ("y", 2.0))]
names = ["policy", "seed", "horizon", "outcome", "value"]
pd.DataFrame(rows, columns=names).to_parquet("outcomes.parquet", index=False)"""

PARAMETERS = "runs: int = 6\nseed: int = 1\nshift: float = 0.0\nlang: str = 'en'"


def written(path, *sources, parameters=PARAMETERS, kernel="python3"):
    """Write a notebook with a title, a parameters cell and some cells of code."""
    cells = [
        ("title", "markdown", "# A small notebook", []),
        ("p", "code", parameters, ["parameters"]),
    ]
    cells += [(f"c{number}", "code", source, []) for number, source in enumerate(sources)]
    content = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}},
        "cells": [
            {
                "cell_type": kind,
                "id": name,
                "metadata": {"tags": tags} if tags else {},
                "source": source,
                **({"execution_count": None, "outputs": []} if kind == "code" else {}),
            }
            for name, kind, source, tags in cells
        ],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def run_here(source, output, parameters, **options):
    """Run a notebook's cells in this process, which is quick; a stand-in for `run_notebook`."""
    content = json.loads(source.read_text(encoding="utf-8"))
    names = {}
    with contextlib.chdir(output.parent):
        for number, cell in enumerate(each for each in content["cells"] if "outputs" in each):
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                exec(cell["source"], names)
            if number == 0:
                names |= parameters
            cell["execution_count"] = number + 1
            stream = {"output_type": "stream", "name": "stdout", "text": said.getvalue()}
            cell["outputs"] = [stream] if said.getvalue() else []
    output.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def quick(monkeypatch):
    """Have notebooks run in this process, for claims about the site and not about notebooks."""
    from community_sim.publish import scheduled

    monkeypatch.setattr(scheduled, "run_notebook", run_here)


@pytest.fixture
def workshop(tmp_path):
    """Return a place to write notebooks and schedules in, and to publish them from."""
    return Workshop(tmp_path)


class Workshop:
    table = TABLE

    def __init__(self, folder):
        self.folder = folder
        self.site = folder / "site"
        self.time = datetime(2026, 11, 16, 8, 15, tzinfo=UTC)

    def notebook(self, name, *sources, **options):
        return written(self.folder / name, *sources, **options)

    def schedule(self, text, name="weekly.yaml"):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def publish(self, text, **options):
        """Publish a schedule; each run starts a week after the one before."""
        from community_sim.publish.scheduled import publish_schedule

        time, self.time = self.time, self.time + timedelta(days=7)
        return publish_schedule(self.schedule(text), self.site, now=lambda: time, **options)

    def index(self):
        return (self.site / "index.html").read_text(encoding="utf-8")

    def latest(self):
        return (self.site / "latest.html").read_text(encoding="utf-8")
