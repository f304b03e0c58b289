"""The live view: the agent engine year by year, one community at a time, for teaching.

The model belongs to one visitor's session.  Python says what is shown, as data; `live.vue`
draws it, text as text.
"""

import time
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import solara

from community_sim.errors import BadValue, CommunitySimError
from community_sim.explorer.live_content import fixed, picture
from community_sim.explorer.live_watch import Choice, Watch
from community_sim.explorer.page import as_json, language
from community_sim.explorer.words import complaint as complaint_in

with warnings.catch_warnings():  # Solara checks hooks, also those inside Mesa's components
    warnings.filterwarnings("ignore", category=UserWarning)
    from mesa.visualization import SolaraViz

if TYPE_CHECKING:
    from community_sim.engines.agent import WatchedModel

__all__ = ["FASTEST", "Community", "Live"]

FASTEST = 12
"""Policy years that a visitor may run in a second."""


@solara.component_vue("live.vue", vuetify=False)
def _Drawn(  # noqa: N802 - a component, drawn by live.vue
    *,
    fixed: str,
    picture: str,
    error: str,
    answered: int,
    event_act: Callable[[object], None],
) -> None:
    """Draw data; each part is JSON, and is sent only when it has changed."""


_watched = solara.create_context(None)
"""A visitor's watch, and what to do with another one."""


@solara.component
def Live() -> None:  # noqa: N802 - a component
    """Show the live view to one visitor."""
    asked = solara.use_router().search or ""
    first, complaint = solara.use_memo(lambda: _first(asked), [asked])
    later, set_watch = solara.use_state(None)
    watch = later or first
    _watched.provide((watch, set_watch, complaint, language(asked)))
    # Mesa's own controls speak English only; they go to an app bar and a sidebar, which this page
    # does not have.  The buttons of `Community` drive the same model.
    with solara.Div(classes=["live-frame"]):
        SolaraViz(watch.model, components=[(Community, 0)], name="live")


@solara.component
def Community(model: "WatchedModel") -> None:  # noqa: N802 - a component
    """Show one community of a model, the visitor's own, with the buttons that drive it."""
    watch, set_watch, complaint, spoken = solara.use_context(_watched)
    year, set_year = solara.use_state(model.years_run)
    community, set_community = solara.use_state(0)
    person, set_person = solara.use_state(0)
    error, set_error = solara.use_state(complaint)
    lang, set_lang = solara.use_state(spoken)
    answered, set_answered = solara.use_state(0)
    stepped = solara.use_ref(0.0)

    def begin(choice: Choice) -> None:
        set_watch(Watch(choice))
        set_year(0)
        set_person(0)
        if choice.place != watch.choice.place:
            set_community(0)

    def step() -> None:
        now = time.monotonic()
        if now - stepped.current >= 1.0 / FASTEST:
            stepped.current = now
            watch.step()
            set_year(watch.year)

    def act(sent: object) -> None:
        # Whatever comes of it, the page learns that it was heard and may send the next.
        set_answered(answered + 1)
        try:
            match sent:
                case {"do": "language"}:
                    set_lang("zh" if lang == "en" else "en")
                case {"do": "step"}:
                    step()
                case {"do": "begin", "with": {"place": str(place), "policy": str(policy),
                                              "seed": int(seed)}}:  # fmt: skip
                    begin(Choice(place, policy, seed))
                case {"do": "community", "with": int(chosen)}:
                    set_community(_community(watch, chosen))
                case {"do": "person", "with": int(chosen)}:
                    set_person(_person(watch, chosen))
                case _:
                    raise BadValue("The page does not offer that.")
            set_error("")
        except CommunitySimError as wrong:
            set_error(str(wrong))

    _Drawn(
        fixed=solara.use_memo(lambda: as_json(fixed(lang)), [lang]),
        picture=solara.use_memo(
            lambda: as_json(picture(watch, community, person, lang)),
            [watch, year, community, person, lang],
        ),
        error=complaint_in(error, lang),
        answered=answered,
        event_act=act,
    )  # fmt: skip


def _first(asked: str) -> tuple[Watch, str]:
    """Return what the page's address asks for, and what is wrong with it."""
    try:
        found = {name: values[0] for name, values in parse_qs(asked, max_num_fields=20).items()}
        usual = Choice()
        seed = found.get("seed", str(usual.seed))
        if not seed.isdecimal():
            raise BadValue(f"seed is {seed[:20]!r}; give a whole number.")
        chosen = Choice(found.get("place", usual.place), found.get("policy", usual.policy),
                        int(seed[:10]))  # fmt: skip
        return Watch(chosen), ""
    except (CommunitySimError, ValueError) as wrong:
        return Watch(Choice()), str(wrong)


def _community(watch: Watch, chosen: int) -> int:
    most = len(watch.model.communities) - 1
    if not 0 <= chosen <= most:
        raise BadValue(f"community is {chosen}; give a number from 0 to {most}.")
    return chosen


def _person(watch: Watch, chosen: int) -> int:
    return watch.person(chosen).number if chosen else 0
