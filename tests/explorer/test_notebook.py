"""The page is a component that works in JupyterLab, and there too asks nobody outside."""

import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import nbformat
import pytest

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("browser")]
SOON = 120_000  # a busy machine [ms]


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """Return the address of a JupyterLab that nobody has used before."""
    code = "from community_sim.explorer.page import Page\nPage()"
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    (tmp_path / "work").mkdir()
    nbformat.write(notebook, tmp_path / "work" / "page.ipynb")
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "SOLARA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}",
        "--IdentityProvider.token=", f"--ServerApp.root_dir={tmp_path / 'work'}",
    ]  # fmt: skip
    with subprocess.Popen(command, stderr=(tmp_path / "log").open("w")) as server:
        try:
            until(lambda: urlopen(f"http://127.0.0.1:{port}/api/status", timeout=5))
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def until(ask):
    """Ask until there is an answer."""
    for _ in range(SOON // 1000):
        try:
            return ask()
        except OSError:
            time.sleep(1)
    return ask()


def test_the_page_answers_in_jupyterlab_and_asks_no_other_host(lab, browser):
    page = browser.new_page(viewport={"width": 1500, "height": 1000})
    page.set_default_timeout(SOON)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{lab}/lab/tree/page.ipynb")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    page.get_by_text("| Idle").wait_for()  # the kernel is there
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_selector(".explorer h1")
    page.locator(".empty button").first.click()
    page.wait_for_selector("[data-effect]")
    page.wait_for_function("document.querySelectorAll('.explorer canvas').length === 4")
    page.get_by_role("button", name="中文").click()
    page.wait_for_selector(".explorer[lang=zh]")
    assert page.evaluate("document.fonts.check('12px \"Noto Sans SC Subset\"', '社')")
    outside = [url for url in asked if url.startswith("http") and not url.startswith(lab)]
    assert outside == []
    page.close()
