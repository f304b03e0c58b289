"""The live view in a real browser: its buttons, its words, its requests, its visitors."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from community_sim.explorer.live_content import picture
from community_sim.explorer.live_watch import Choice, Watch

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("browser")]
SIZES = ((1366, 768), (390, 844))


def show(page, address, asked=""):
    page.goto(f"{address}/live{asked}")
    expect(page.locator("[data-year='0']")).to_be_visible()


def step(page, year):
    page.locator("[data-run=step]").click()
    expect(page.locator(f"[data-year='{year}']")).to_be_visible()


def holders(page):
    cards = page.locator(".level:not(.gone) [data-person]").all()
    return [int(card.get_attribute("data-person")) for card in cards]


def wanted_holders(watch, community):
    levels = picture(watch, community, 0, "en")["levels"]
    return [post["number"] for level in levels for post in level["posts"] if post["number"]]


def test_the_page_shows_the_posts_and_events_of_the_same_run_from_python(page, address):
    show(page, address, "?seed=3&policy=hired_pay_1200")
    watch = Watch(Choice("kaifu", "hired_pay_1200", 3))
    page.locator("[data-community='5']").click()
    expect(page.locator("[data-community='5']")).to_have_attribute("aria-pressed", "true")
    for year in (1, 2, 3):
        watch.step()
        step(page, year)
        shown = picture(watch, 5, 0, "en")
        assert holders(page) == wanted_holders(watch, 5)
        assert page.locator("[data-event]").all_inner_texts() == [
            e["text"] for e in shown["events"]
        ]
        assert page.locator("[data-vacant-post]").count() == watch.counts[-1][5].vacant


def test_play_runs_until_paused_and_reset_begins_anew(page, address):
    show(page, address)
    before = holders(page)
    page.get_by_label("Speed").select_option("fast")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('[data-year]').dataset.year >= 4")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(2000)
    stopped = page.locator("[data-year]").get_attribute("data-year")
    page.wait_for_timeout(1000)
    assert page.locator("[data-year]").get_attribute("data-year") == stopped
    page.get_by_role("button", name="Back to year 0").click()
    expect(page.locator("[data-year='0']")).to_be_visible()
    assert holders(page) == before


def test_play_stops_at_year_40(page, address):
    show(page, address, "?place=rucheng")
    page.get_by_label("Speed").select_option("fast")
    page.get_by_role("button", name="Play").click()
    expect(page.locator("[data-year='40']")).to_be_visible()
    expect(page.locator("[data-run=step]")).to_be_disabled()
    expect(page.locator("[data-run=play]")).to_be_disabled()
    expect(page.locator(".when")).to_contain_text("the last year")


def test_a_cadre_is_chosen_by_keyboard_and_their_life_is_told(page, address):
    show(page, address)
    for year in (1, 2, 3):
        step(page, year)
    card = page.locator(".level:not(.gone) [data-person]").first
    number = card.get_attribute("data-person")
    card.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".story h2")).to_contain_text(f"No. {number}")
    expect(page.locator("[data-life=now]")).to_contain_text("In post as principal in community 0")
    expect(page.locator("[data-outlook]").first).to_be_visible()


def test_who_has_left_can_be_chosen_too(page, address):
    show(page, address)
    for year in (1, 2, 3):
        step(page, year)
    page.locator(".former summary").click()
    page.locator("[data-former]").first.click()
    expect(page.locator(".life li").last).to_contain_text(re.compile("Left as|Rose from|In post"))
    expect(page.locator(".story h2")).to_contain_text("No. ")


def test_the_chinese_page_speaks_no_english(page, address):
    show(page, address)
    page.get_by_role("button", name="中文").click()
    expect(page.locator(".live[lang=zh]")).to_be_visible()
    step(page, 1)
    page.locator("[data-person]").first.click()
    expect(page.locator("[data-life]").first).to_be_visible()
    said = page.locator("body").inner_text()
    for name in ("aria-label", "title"):
        said += " ".join(each.get_attribute(name) for each in page.locator(f".live [{name}]").all())
    assert set(re.findall(r"[A-Za-z]{2,}", said)) <= {"English"}
    assert page.evaluate("document.documentElement.lang") == "zh"


def test_nothing_is_asked_of_another_host(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    show(page, address)
    step(page, 1)
    page.wait_for_timeout(1000)
    others = [url for url in asked if not url.startswith(("data:", "blob:"))]
    assert {url.split("/")[2] for url in others} == {address.split("//")[1]}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_axe_finds_nothing_that_keeps_people_out(page, address, lang, width, height):
    page.set_viewport_size({"width": width, "height": height})
    show(page, address, f"?lang={lang}")
    step(page, 1)
    page.locator("[data-person]").first.click()
    expect(page.locator("[data-life]").first).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wrong_address_is_said_in_a_sentence(page, address):
    page.goto(f"{address}/live?place=<img src=x onerror=alert(1)>")
    expect(page.get_by_role("alert")).to_contain_text("shipped places and policies only")
    assert page.locator(".live img").count() == 0


def test_two_visitors_do_not_mix(browser, address):
    contexts = [browser.new_context() for _ in range(2)]
    try:
        one, other = (context.new_page() for context in contexts)
        show(one, address, "?seed=1")
        show(other, address, "?seed=2")
        first, second = Watch(Choice(seed=1)), Watch(Choice(seed=2))
        for year in (1, 2, 3):
            step(one, year)
            expect(other.locator(f"[data-year='{year - 1}']")).to_be_visible()
            step(other, year)
            first.step()
            second.step()
            assert holders(one) == wanted_holders(first, 0)
            assert holders(other) == wanted_holders(second, 0)
    finally:
        for context in contexts:
            context.close()
