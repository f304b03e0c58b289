"""The course's site: built here, opened in a browser, its lesson run to the end."""

import functools
import http.server
import json
import shutil
import threading
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

import community_sim.course
from community_sim.course.lite import build_site
from community_sim.course.lite.lessons import lesson
from community_sim.course.lite.runtime import pinned, unpack_runtime
from community_sim.course.lite.site import LEFT_OUT_OF_COURSE, _parts, start_page
from community_sim.errors import BadValue

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LONG_WAIT = 300_000  # Python loads, and two cores are shared [ms]

needs_npm = pytest.mark.skipif(shutil.which("npm") is None, reason="no npm to fetch Pyodide with")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to open the site in")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "site"
    build_site(folder)
    return folder


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(site):
    handler = functools.partial(Quiet, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


ALL_RAN = """() => {
    const cells = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
    return cells.length > 0 && cells.every(cell => /^\\[\\d+\\]:$/.test(cell.textContent));
}"""
PRINTED = "cells => cells.map(cell => cell.textContent)"


def run_all(page, address, lang):
    """Open the lesson, run all its cells, and wait for the last."""
    page.set_default_timeout(LONG_WAIT)
    page.goto(f"{address}/lab/index.html?path={lang}/browser_one_community.ipynb")
    page.wait_for_selector(".jp-Notebook .jp-MarkdownOutput")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(ALL_RAN)


def printed_by_python(lang):
    """Return what the lesson's cells print on this computer, with the compiled engine."""
    from nbclient import NotebookClient
    from nbformat import from_dict

    notebook = from_dict(lesson(lang))
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output["text"] for output in outputs if output["output_type"] == "stream"]


@pytest.mark.long
@pytest.mark.xdist_group("browser")
@needs_npm
@needs_browser
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_lesson_prints_the_same_in_a_browser_and_asks_no_other_host(browser, address, lang):
    context = browser.new_context(viewport={"width": 1366, "height": 6000})  # all cells drawn
    page, asked = context.new_page(), []
    context.on("request", lambda request: asked.append(request.url))
    run_all(page, address, lang)
    assert (
        page.locator(".jp-mod-error, [data-mime-type='application/vnd.jupyter.stderr']").count()
        == 0
    )
    printed = page.locator("[data-mime-type='application/vnd.jupyter.stdout']")
    assert printed.evaluate_all(PRINTED) == printed_by_python(lang)
    assert len(asked) > 50
    assert [url for url in asked if not url.startswith((f"{address}/", "data:", "blob:"))] == []
    context.close()


@pytest.mark.long
@pytest.mark.xdist_group("browser")
@needs_npm
@needs_browser
def test_a_slider_of_the_lesson_draws_another_decade(browser, address):
    context = browser.new_context(viewport={"width": 1366, "height": 6000})
    page = context.new_page()
    run_all(page, address, "en")
    slider = page.get_by_role("slider").first
    before = page.locator(".widget-html-content").first.inner_text()
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('.widget-html-content').innerText !== before", arg=before
    )
    context.close()


@pytest.mark.long
@needs_npm
def test_the_site_is_built_again_without_a_network(site, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "community_sim.course.lite.runtime._run", lambda *_: pytest.fail("asked the network")
    )
    build_site(tmp_path / "again")
    packages = Path("static/pyodide/pyodide-lock.json")
    assert (tmp_path / "again" / packages).read_bytes() == (site / packages).read_bytes()


@pytest.mark.long
@needs_npm
def test_the_site_holds_no_key_and_no_compiled_code_of_this_machine(site):
    names = [path.name for path in site.rglob("*")]
    assert not [name for name in names if name.endswith((".so", ".pyd"))]
    packed = [
        f"{wheel.name}/{name}"
        for wheel in site.rglob("*.whl")
        for name in zipfile.ZipFile(wheel).namelist()
    ]
    assert [name for name in packed if "community_sim/course/" in name]
    assert [name for name in packed if "course/exercises" in name] == []
    # Two of the four are JupyterLite's own, which hold its settings.
    assert len(list((site / "files").rglob("*.ipynb"))) == 2
    notebooks = [path.read_text(encoding="utf-8") for path in site.rglob("*.ipynb")]
    for mark in ("SOLUTION", "HIDDEN", "grade("):
        assert not any(mark in text for text in notebooks)
    packages = json.loads((site / "static/pyodide/pyodide-lock.json").read_text())["packages"]
    for package in packages.values():
        assert (site / "static/pyodide" / package["file_name"]).is_file()
        assert set(package["depends"]) <= packages.keys()


def test_what_is_packed_for_the_browser_leaves_the_key_out():
    course = Path(community_sim.course.__file__).parent
    packed = _parts("community_sim/course", course, LEFT_OUT_OF_COURSE)
    assert "community_sim/course/city.py" in packed
    assert (course / "exercises").is_dir()
    assert not any("exercises" in place for place in packed)


def test_pydantic_in_the_browser_is_the_one_of_the_lock():
    wheels = {wheel["name"]: wheel["version"] for wheel in pinned()["wheels"]}
    assert wheels["pydantic-core"] == metadata.version("pydantic-core")


def test_the_runtime_is_the_one_that_the_kernel_was_made_for():
    from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

    assert pinned()["pyodide"]["package"] == f"pyodide@{PYODIDE_VERSION}"


def test_without_npm_one_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("COMMUNITY_SIM_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadValue, match=r"needs npm, .* install Node\.js"):
        unpack_runtime(tmp_path / "runtime")


def test_a_runtime_that_is_not_the_pinned_one_is_thrown_away(monkeypatch, tmp_path):
    monkeypatch.setenv("COMMUNITY_SIM_CACHE", str(tmp_path))
    folder = tmp_path / "community_sim" / "browser"
    folder.mkdir(parents=True)
    package = pinned()["pyodide"]["package"].replace("@", "-")
    (folder / f"{package}.tgz").write_bytes(b"something else")
    with pytest.raises(BadValue, match=r"is not the file that is pinned"):
        unpack_runtime(tmp_path / "runtime")
    assert list(folder.iterdir()) == []


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(BadValue, match="holds something else"):
        build_site(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_both_editions_of_the_lesson_have_the_same_code():
    editions = [lesson(lang)["cells"] for lang in ("en", "zh")]
    code = [
        ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        for cells in editions
    ]
    assert [source.replace('"zh"', '"en"', 1) for source in code[1][:1]] == code[0][:1]
    assert code[1][1:] == code[0][1:]
    for english, chinese in zip(*editions, strict=True):
        if english["cell_type"] == "markdown":
            assert not any("\u4e00" <= letter <= "\u9fff" for letter in english["source"])
            assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese["source"])


def test_the_start_page_leads_to_both_editions():
    page = start_page(("en", "zh"))
    assert "path=en/" in page and "path=zh/" in page
