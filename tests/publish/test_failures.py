"""A notebook that dies is kept, marked with its cell; the last good run stays the latest."""

import json

import pytest

from community_sim.errors import NotebookFailed
from community_sim.publish.checking import check_record
from community_sim.publish.comparing import publish_notebook

SCHEDULE = "cell_seconds: 3\nnotebooks:\n  page:\n    notebook: mine.ipynb\n"
DEATHS = {
    "raises": ("raise ValueError('<b>no</b>')", "failed: ValueError: <b>no</b>"),
    "killed": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "ended its kernel, or the kernel was killed",
    ),
    "leaves": ("import os; os._exit(0)", "ended its kernel, or the kernel was killed"),
    "sleeps": ("import time; time.sleep(600)", "took longer than 3 s"),
    "exits": ("import sys; sys.exit(0)", "stopped the notebook before its end"),
}


@pytest.mark.long
def test_each_death_is_marked_with_its_cell_and_the_last_good_run_stays(workshop):
    workshop.notebook("mine.ipynb", "print('one')")
    good = workshop.publish(SCHEDULE)
    lines = [SCHEDULE.rstrip()]
    for name, (source, _) in DEATHS.items():
        workshop.notebook(f"{name}.ipynb", "print('one')", source, "print('never')")
        lines.append(f"  {name}:\n    notebook: {name}.ipynb")
    bad = workshop.publish("\n".join(lines))
    assert (good.exit_code, bad.exit_code, bad.state) == (0, 5, "failed")
    states = {name: page["state"] for name, page in bad.record["pages"].items()}
    assert states == {"page": "good"} | dict.fromkeys(DEATHS, "failed")
    for name, (source, words) in DEATHS.items():
        assert_is_kept(bad, name, source, words)
        assert f"runs/{bad.folder.name}/{name}/{name}.failed.html" in workshop.index()
    assert f"runs/{good.folder.name}/index.html" in workshop.latest()
    assert bad.folder.name not in workshop.latest()
    assert check_record(workshop.site) == []


def assert_is_kept(run, name, source, words):
    first = source.splitlines()[0]
    problem = run.record["pages"][name]["problem"]
    assert problem.startswith(f"{name}.ipynb: code cell 3 of 4 ('{first}') {words}")
    folder = run.folder / name
    kept = json.loads((folder / f"{name}.failed.ipynb").read_text(encoding="utf-8"))
    sources = ["".join(cell["source"]) for cell in kept["cells"]]
    assert "This notebook failed" in sources[0]
    assert "The next cell failed" in sources[sources.index(source) - 1]
    assert not (folder / f"{name}.ipynb").exists()
    page = (folder / f"{name}.failed.html").read_text(encoding="utf-8")
    assert "<title>Failed: A small notebook</title>" in page
    assert "<b>no</b>" not in page


def test_a_notebook_that_asks_for_another_kernel_fails(workshop):
    workshop.notebook("mine.ipynb", "print('one')", kernel="nosuch")
    run = workshop.publish(SCHEDULE)
    assert run.exit_code == 5
    assert "asks for the kernel 'nosuch'" in run.record["pages"]["page"]["problem"]
    assert (run.folder / "page" / "page.failed.ipynb").is_file()
    assert "No run has ended well yet" in workshop.index()
    assert not (workshop.site / "latest.html").exists()


def test_a_failed_notebook_tells_nothing_of_the_machine(workshop, tmp_path):
    workshop.notebook(
        "mine.ipynb",
        "import os, warnings\nwarnings.warn(os.getcwd())",
        "import json\njson.loads('{')",
    )
    run = workshop.publish(SCHEDULE)
    for path in run.folder.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert str(tmp_path) not in text
        assert "/ipykernel_" not in text
        assert "/lib/python3" not in text or "(python)" in text


def test_a_failed_notebook_stays_beside_until_it_runs(workshop, tmp_path):
    source, out = workshop.notebook("mine.ipynb", "1 / 0"), tmp_path / "out"
    with pytest.raises(NotebookFailed, match="ZeroDivisionError"):
        publish_notebook(source, out, {})
    assert {path.name for path in out.iterdir()} == {"mine.failed.ipynb", "mine.failed.html"}
    workshop.notebook("mine.ipynb", "1 / 1")
    publish_notebook(source, out, {})
    assert {path.name for path in out.iterdir()} == {"mine.ipynb", "mine.html", "manifest.json"}
