"""A notebook that dies is kept, marked with its cell; the last good run stays the latest."""

import json

import pytest

from community_sim.errors import NotebookFailed
from community_sim.publish.checking import check_record
from community_sim.publish.comparing import publish_notebook

SCHEDULE = "cell_seconds: 3\nnotebooks:\n  page:\n    notebook: mine.ipynb\n"
DEATHS = {
    "raises": ("raise ValueError('<b>no</b>')", "failed: ValueError: <b>no</b>"),
    "kernel killed": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "ended its kernel, or the kernel was killed",
    ),
    "os._exit": ("import os; os._exit(0)", "ended its kernel, or the kernel was killed"),
    "cell timeout": ("import time; time.sleep(600)", "took longer than 3 s"),
    "sys.exit(0)": ("import sys; sys.exit(0)", "stopped the notebook before its end"),
}


@pytest.mark.long
@pytest.mark.parametrize("death", list(DEATHS))
def test_a_death_is_marked_with_its_cell_and_the_last_good_run_stays(workshop, death):
    source, words = DEATHS[death]
    workshop.notebook("mine.ipynb", "print('one')")
    good = workshop.publish(SCHEDULE)
    workshop.notebook("mine.ipynb", "print('one')", source, "print('never')")
    bad = workshop.publish(SCHEDULE)

    assert (good.exit_code, bad.exit_code, bad.state) == (0, 5, "failed")
    problem = bad.record["pages"]["page"]["problem"]
    first = source.splitlines()[0]
    assert problem == f"mine.ipynb: code cell 3 of 4 ('{first}') {words}" or words in problem
    assert f"code cell 3 of 4 ('{first}')" in problem

    kept = json.loads((bad.folder / "page" / "page.failed.ipynb").read_text(encoding="utf-8"))
    sources = ["".join(cell["source"]) for cell in kept["cells"]]
    assert "This notebook failed" in sources[0]
    assert "The next cell failed" in sources[sources.index(source) - 1]
    assert not (bad.folder / "page" / "page.ipynb").exists()
    page = (bad.folder / "page" / "page.failed.html").read_text(encoding="utf-8")
    assert "<title>Failed: A small notebook</title>" in page
    assert "<b>no</b>" not in page

    assert f"runs/{good.folder.name}/index.html" in workshop.latest()
    assert bad.folder.name not in workshop.latest()
    assert f"runs/{bad.folder.name}/page/page.failed.html" in workshop.index()
    assert check_record(workshop.site) == []


def test_a_notebook_that_asks_for_another_kernel_fails(workshop):
    workshop.notebook("mine.ipynb", "print('one')", kernel="nosuch")
    run = workshop.publish(SCHEDULE)
    assert run.exit_code == 5
    assert "asks for the kernel 'nosuch'" in run.record["pages"]["page"]["problem"]
    assert (run.folder / "page" / "page.failed.ipynb").is_file()
    assert "No run has ended well yet" in workshop.index()
    assert not (workshop.site / "latest.html").exists()


def test_the_others_are_run_although_one_fails(workshop):
    workshop.notebook("bad.ipynb", "1 / 0")
    workshop.notebook("mine.ipynb", "print('one')")
    run = workshop.publish("notebooks:\n  a: {notebook: bad.ipynb}\n  b: {notebook: mine.ipynb}\n")
    assert [page["state"] for page in run.record["pages"].values()] == ["failed", "good"]
    assert (run.folder / "b" / "b.ipynb").is_file()


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
