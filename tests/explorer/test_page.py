"""The page in a real browser: its numbers, its words, its requests, its visitors."""

import re
import shutil
import subprocess
import sys
import threading

import pytest
from playwright.sync_api import expect, sync_playwright

from community_sim.explorer.ensemble import refined_looks
from community_sim.explorer.state import State

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the page in"),
    pytest.mark.xdist_group("browser"),
]
SOON = 60_000  # a busy machine [ms]


@pytest.fixture(scope="module")
def address():
    """Return where a server of this test listens."""
    start = "from community_sim.cli import main; main()"
    command = [sys.executable, "-c", start, "explore", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        found = re.search(r"http://\S+", server.stdout.readline())
        yield found.group().rstrip("/")
        server.terminate()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(SOON)
    yield opened
    context.close()


def show(page, address, state):
    page.goto(f"{address}/?state={state.as_link()}")
    page.wait_for_selector("[data-final=true]")


def numbers_of(page):
    cells = page.locator("[data-effect]").all()
    return {
        cell.get_attribute("data-effect"): float(cell.get_attribute("data-value")) for cell in cells
    }


def test_the_numbers_are_those_of_the_same_runs_from_python(page, address):
    state = State(years=4).started_from("S1").with_another().started_from("S8")
    show(page, address, state)
    *_, look = refined_looks(state.scenarios(), threading.Event())
    shown = numbers_of(page)
    assert len(shown) == 12
    for key, value in shown.items():
        policy, outcome = key.split("/")
        assert value == look.comparison.effect(policy, outcome).effect


def test_a_lever_is_pulled_by_keyboard_taken_back_and_made_again(page, address):
    page.goto(address)
    slider = page.get_by_role("slider", name="Pay of a deputy")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".changes")).to_contain_text("pay of a deputy from 0.6 to")
    page.wait_for_selector("[data-effect]")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".changes")).to_contain_text("nothing yet")
    expect(page.locator("[data-effect]")).to_have_count(0)
    page.get_by_role("button", name="Redo").click()
    expect(page.locator(".changes")).to_contain_text("pay of a deputy from 0.6 to")


def test_chinese_is_chosen_on_the_page(page, address):
    show(page, address, State(years=2).started_from("S1"))
    page.get_by_role("button", name="中文").click()
    expect(page.locator(".explorer[lang=zh] .headline").first).to_contain_text("每百名干部")
    expect(page.get_by_role("slider", name="副职薪酬系数")).to_be_attached()


def test_nothing_is_asked_of_another_host(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    show(page, address, State(years=2).started_from("S1"))
    page.wait_for_timeout(1000)
    host = address.split("//")[1]
    assert len(asked) > 5
    others = [url for url in asked if not url.startswith(("data:", "blob:"))]
    assert {url.split("/")[2] for url in others} == {host}


def test_a_title_is_only_text(page, address):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    title = "<img src=x onerror=alert(1)> {{constructor}} **b**"
    show(page, address, State(years=2).started_from("S1").with_title(title))
    expect(page.locator(".headline").first).to_contain_text(title)
    assert page.locator(".explorer img").count() == 0
    assert asked == []


def test_a_broken_link_is_said_in_a_sentence(page, address):
    page.goto(f"{address}/?state=nonsense")
    expect(page.get_by_role("alert")).to_contain_text("The link is not whole")


def test_two_visitors_do_not_mix(browser, address):
    contexts = [browser.new_context() for _ in range(2)]
    try:
        one, other = (context.new_page() for context in contexts)
        show(one, address, State(years=2).started_from("S1"))
        show(other, address, State(years=2).started_from("S8"))
        for _ in range(3):
            one.get_by_role("button", name="Reset").click()
            expect(one.locator(".changes")).to_contain_text("nothing yet")
            expect(other.locator(".changes")).not_to_contain_text("nothing yet")
            one.get_by_role("button", name="Undo").click()
            expect(one.locator(".changes")).not_to_contain_text("nothing yet")
    finally:
        for context in contexts:
            context.close()
