"""The page in a real browser: its numbers, its words, its requests, its visitors."""

import re
import threading
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from community_sim.explorer.ensemble import refined_looks
from community_sim.explorer.state import State, state_from_link

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("browser")]


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
    *_, look = refined_looks(state.scenarios(), threading.Event(), most=2)
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
    expect(page.locator(".changes")).to_contain_text(re.compile(r"Pay of a deputy\s+0.6 →"))
    page.wait_for_selector("[data-effect]")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".changes")).to_contain_text("nothing yet")
    expect(page.locator("[data-effect]")).to_have_count(0)
    page.get_by_role("button", name="Redo").click()
    expect(page.locator(".changes")).to_contain_text(re.compile(r"Pay of a deputy\s+0.6 →"))


def test_chinese_is_chosen_on_the_page(page, address):
    show(page, address, State(years=2).started_from("S1"))
    page.get_by_role("button", name="中文").click()
    verdict = page.locator(".explorer[lang=zh] .verdict").first
    expect(verdict).to_contain_text("不能判定离职增加还是减少")
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
    expect(page.locator(".verdict").first).to_contain_text(title)
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


STATES = {
    "empty": State(years=2),
    "one policy": State(years=2).started_from("S1"),
    "four policies": State(years=2)
    .started_from("S1").with_another().started_from("S8")
    .with_another().started_from("S7").with_another().started_from("P5"),
}  # fmt: skip


@pytest.mark.parametrize("width", [1366, 390], ids=["laptop", "phone"])
@pytest.mark.parametrize("name", list(STATES))
def test_axe_finds_nothing_that_keeps_people_out(page, address, name, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}/?state={STATES[name].as_link()}")
    if name != "empty":
        page.wait_for_selector("[data-effect]")
    for lang in ("en", "zh"):
        expect(page.locator(f".explorer[lang={lang}]")).to_be_attached()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.locator("nav button").click()


def test_a_page_is_no_wider_than_a_phone(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/?state={STATES['four policies'].as_link()}")
    page.wait_for_selector("[data-effect]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def downloaded(page, what):
    with page.expect_download() as waiting:
        page.locator(f"[data-download={what}]").click()
    return Path(waiting.value.path()), waiting.value.suggested_filename


def test_numbers_and_charts_are_kept_as_files(page, address):
    show(page, address, State(years=4).started_from("S1"))
    shown = numbers_of(page)
    csv, name = downloaded(page, "csv")
    assert name == "effects.csv"
    kept = pd.read_csv(csv).set_index(["policy", "outcome"])["effect"]
    assert shown == {f"{policy}/{outcome}": kept[policy, outcome]
                     for policy, outcome in (key.split("/") for key in shown)}  # fmt: skip
    parquet, _ = downloaded(page, "parquet")
    assert pd.read_parquet(parquet).set_index(["policy", "outcome"])["effect"].equals(kept)
    assert downloaded(page, "png")[0].read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in downloaded(page, "svg")[0].read_bytes()


def test_a_policy_file_that_is_saved_can_be_loaded(page, address):
    saved = State(years=2).started_from("S1").with_lever("pay.coefficient_deputy", 0.75)
    show(page, address, saved)
    file, name = downloaded(page, "save")
    page.goto(address)
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/yaml", "buffer": file.read_bytes()}
    )
    expect(page.locator(".changes")).to_contain_text("0.75 x reference wage")
    expect(page.locator(".differences li")).to_have_count(3)


def test_a_file_that_is_no_policy_is_said_in_a_sentence_and_changes_nothing(page, address):
    page.goto(address)
    page.locator("input[type=file]").set_input_files(
        {"name": "mine.yaml", "mimeType": "text/yaml", "buffer": b"levers: {pay: {bonus: 3}}"}
    )
    expect(page.get_by_role("alert")).to_contain_text("bonus")
    expect(page.locator(".changes")).to_contain_text("nothing yet")
    page.get_by_role("button", name="中文").click()
    expect(page.locator(".explorer[lang=zh]")).to_be_attached()


def test_the_link_on_the_page_brings_back_what_was_chosen(page, address):
    show(page, address, STATES["four policies"])
    link = page.locator(".keeps a").get_attribute("href")
    page.goto(f"{address}/{link}")
    page.wait_for_selector("[data-effect]")
    linked = state_from_link(link.partition("state=")[2])
    assert linked.scenarios() == STATES["four policies"].scenarios()
    expect(page.locator(".tab")).to_have_count(4)


def test_the_language_goes_along_to_the_live_view_and_back(page, address):
    page.goto(f"{address}/?lang=zh")
    page.locator("nav a").click()
    expect(page.locator(".live[lang=zh]")).to_be_attached()
    page.locator("nav a").click()
    expect(page.locator(".explorer[lang=zh]")).to_be_attached()
