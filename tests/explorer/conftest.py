"""A server of the page, a browser, and visitors: those of scripts/reliability."""

import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

SOON = 60_000  # a busy machine [ms]


@pytest.fixture(scope="module")
def address():
    """Return where a server of this module's tests listens."""
    from reliability.visitor import explorer

    with explorer("--draws", "2") as server:
        yield server.address.rstrip("/")


@pytest.fixture(scope="module")
def browser():
    """Return a browser; where there is none, the tests that need it say so and are left out."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine to open the page in")
    expect.set_options(timeout=SOON)
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    """Return a new tab of a visitor of their own, as wide as a laptop."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    opened = context.new_page()
    opened.set_default_timeout(SOON)
    yield opened
    context.close()
