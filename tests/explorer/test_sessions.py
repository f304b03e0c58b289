"""Visitors do not mix, whatever the order in which they act, and leave nothing running."""

import asyncio
import json
import random
import threading
import time

import pytest

from community_sim.errors import CommunitySimError
from community_sim.explorer.actions import after
from community_sim.explorer.content import answer, choices, drawings
from community_sim.explorer.ensemble import first_look, refined_looks
from community_sim.explorer.state import History, State, state_from_link
from community_sim.explorer.words import complaint

pytestmark = pytest.mark.long

PAIRS, ORDERS = 20, 10  # of visitors, and of their acts
ACTIONS = 4  # of each visitor in each order
LOOKS_AGAIN = 200  # where better runs are being shown just then, an answer is drawn after them
BEGIN = state_from_link(State(years=1).as_link())  # as the page reads it
PULLS = (("pay.coefficient_deputy", 0.9), ("pay.coefficient_principal", 1.1))


def choose(lot):
    """Return something a visitor may do; few different runs, so that 200 orders can be tried."""
    match lot.randrange(9):
        case 0 | 1:
            lever, value = lot.choice(PULLS)
            return {"do": "pull", "lever": lever, "value": value, "gesture": lot.randrange(3)}
        case 2:
            return {"do": "start", "with": lot.choice(["hired_pay_1200", "nothing"])}
        case 3:
            return {"do": "title", "with": f"Mine {lot.randrange(100)}"}
        case 4:
            return {"do": "years", "with": lot.choice([1, 2, 99])}
        case 5:
            return {"do": lot.choice(["undo", "redo"])}
        case 6:
            return {"do": lot.choice(["add", "remove", "reset"])}
        case 7:
            return {"do": "choose", "with": lot.randrange(2)}
        case _:
            return {"do": "language"}


class Alone:
    """What a visitor would see if nobody else were there: the package, without a server."""

    def __init__(self):
        self.history, self.lang, self.error = History(BEGIN), "en", ""
        self.before = told(choices(self.history, self.lang))

    def act(self, sent):
        self.error = ""
        if sent == {"do": "language"}:
            self.lang = "zh" if self.lang == "en" else "en"
            return
        try:
            self.history = after(self.history, sent)
        except CommunitySimError as wrong:
            self.error = str(wrong)

    def sees(self, draws):
        """Return choices, error, numbers and pictures, after so many draws."""
        now = self.history.now
        scenarios = now.scenarios()
        shown = {"choices": choices(self.history, self.lang), "answer": None, "drawings": None,
                 "error": complaint(self.error, self.lang)}  # fmt: skip
        if len(scenarios) > 1:
            look = look_at(scenarios, draws)
            shown["answer"] = answer(look, now, self.lang)
            shown["drawings"] = drawings(look, now, self.lang)
        return shown


def look_at(scenarios, draws):
    """Return a look made here; scenarios are equal only under equal names and titles."""
    key = (scenarios, tuple((each.name, each.policy_file) for each in scenarios), draws)
    if key not in LOOKS:
        looks = [first_look(scenarios)] if draws == 0 else refined_looks(scenarios, NEVER, 2)
        LOOKS[key] = next(look for look in looks if look.draws == draws)
    return LOOKS[key]


LOOKS = {}
NEVER = threading.Event()


def seen(visitor):
    shown = {name: visitor.json(name) for name in ("choices", "answer", "drawings")}
    return {**shown, "error": visitor.shown["error"]}


def told(shown):
    """Return what is shown as text: floats then compare digit by digit."""
    return json.loads(json.dumps(shown))


async def pair(address, number):
    """Let two visitors act in random orders, often at the same time; compare after each act."""
    from reliability.visitor import Visitor

    lot, search = random.Random(number), f"?state={BEGIN.as_link()}"
    async with Visitor(address, search=search) as one, Visitor(address, search=search) as other:
        pairs = [(one, Alone()), (other, Alone())]
        for _ in range(ORDERS):
            await interleave(pairs, lot)
        for visitor, alone in pairs:
            if number % 5 == 0 and visitor.json("answer"):
                await visitor.until_final()
                await check(visitor, alone)


async def interleave(pairs, lot):
    turns = [0] * ACTIONS + [1] * ACTIONS
    lot.shuffle(turns)
    under_way = [None, None]
    for turn in turns:
        visitor, alone = pairs[turn]
        await settle(under_way, turn, pairs)
        sent = choose(lot)
        alone.act(sent)
        under_way[turn] = asyncio.create_task(visitor.act(sent))
        if lot.random() < 0.5:
            await asyncio.sleep(lot.random() * 0.02)
    for turn in (0, 1):
        await settle(under_way, turn, pairs)


async def settle(under_way, turn, pairs):
    if under_way[turn] is not None:
        await under_way[turn]
        await check(*pairs[turn])


async def check(visitor, alone):
    """Compare what is shown; it may still be what was shown before, never anything else."""
    for _ in range(LOOKS_AGAIN):
        shown = seen(visitor)
        draws = shown["answer"]["draws"] if shown["answer"] else 0
        # In a thread: the tab answers the server's pings meanwhile.
        expected = told(await asyncio.to_thread(alone.sees, draws))
        if shown == expected:
            break
        assert shown["choices"] in (expected["choices"], alone.before)
        await asyncio.sleep(0.05)
    assert shown == expected
    alone.before = expected["choices"]


def test_two_visitors_see_what_each_would_see_alone_in_200_orders():
    from reliability.visitor import explorer

    async def all_of_them(address):
        for number in range(PAIRS):
            await pair(address, number)

    with explorer("--draws", "2") as server:
        asyncio.run(all_of_them(server.address))


COUNTING = """
from community_sim.explorer.drawers import Drawers
run = Drawers.run
def counted(self, scenarios, jobs):
    made = run(self, scenarios, jobs)
    with open({file!r}, "a") as file:
        print(*[scenarios[0].years] * len(jobs), file=file)
    return made
Drawers.run = counted
from community_sim.cli import main
main()
"""
"""A server that notes the years of every draw that is finished: they tell sessions apart."""

SECONDS_TO_STOP = 10.0


def heavy(years):
    """Return a link to four policies at the largest place: minutes of draws, if nobody stops it."""
    state = State(years=years)
    for name in ("hired_pay_1200", "grid_workers", "package_pay", "pay_erosion"):
        state = (
            state.started_from(name).with_another()
            if len(state.policies) < 4
            else (state.started_from(name))
        )
    return f"?state={state.as_link()}"


def finished(file, years):
    return file.read_text().split().count(str(years)) if file.exists() else 0


async def until(is_so):
    for _ in range(1200):
        if is_so():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it never came")


@pytest.mark.parametrize("end", ["vanishes", "freezes"])
def test_a_dead_tab_stops_its_work_within_ten_seconds(tmp_path, end):
    from reliability.visitor import Visitor, explorer

    file = tmp_path / "draws"

    async def run(address):
        async with Visitor(address, search=heavy(39)) as tab:
            await until(lambda: finished(file, 39) >= 1)
            if end == "vanishes":
                tab.vanish()
            else:  # the connection stands, and nobody is there to read it
                tab.freeze()
            died = time.monotonic()
            await asyncio.sleep(SECONDS_TO_STOP)
            by_then = finished(file, 39)
            await asyncio.sleep(6.0)
            assert finished(file, 39) == by_then < 16
            assert time.monotonic() - died < 30
        async with Visitor(address, search=f"?state={State(years=2).started_from('S1').as_link()}"
                           ) as another:  # fmt: skip
            await another.until_final()

    with explorer("--draws", "2", code=COUNTING.format(file=str(file))) as server:
        asyncio.run(run(server.address))
