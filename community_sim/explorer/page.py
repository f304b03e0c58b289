"""The page: what a visitor chooses is run, and what is found is shown.

Everything that is shown belongs to one visitor's session.  Python says what is shown, as data;
`page.vue` draws it, text as text.
"""

import base64
import io
import json
import operator
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import solara

from community_sim.charts.style import FONT
from community_sim.comparison import Comparison
from community_sim.errors import BadValue, CommunitySimError
from community_sim.explorer.actions import after
from community_sim.explorer.content import answer, choices, drawings, fixed
from community_sim.explorer.ensemble import Look, allowed, first_look, refined_looks
from community_sim.explorer.state import History, State, state_from_link
from community_sim.explorer.words import complaint
from community_sim.scenario import Scenario

__all__ = ["ComparisonPage", "Page", "as_json", "language"]

_PAUSE = 0.5  # a lever that is still moving starts no refinement [s]


@solara.component_vue("page.vue", vuetify=False)
def _Drawn(  # noqa: N802, PLR0913 - a component, drawn by page.vue
    *,
    fixed: str,
    choices: str,
    answer: str,
    drawings: str,
    error: str,
    answered: int,
    file: dict[str, str] | None,
    font: str,
    event_act: Callable[[object], None],
) -> None:
    """Draw data; each part is JSON, and is sent only when it has changed."""


def Page() -> Any:  # noqa: N802 - a component, for those who use it
    """Return the page for a notebook, where it needs no server and asks nobody outside."""
    # In a notebook Solara would count its users, and look whether it was installed well.
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "false"
    solara.checks.should_perform_jupyter_check = lambda: False
    return ComparisonPage()


@solara.component
def ComparisonPage() -> None:  # noqa: N802 - a component
    """Show the whole page to one visitor."""
    asked = solara.use_router().search or ""
    linked, broken = solara.use_memo(lambda: _linked(asked), [asked])
    history, set_history = solara.use_state(History(linked))
    error, set_error = solara.use_state(broken)
    lang, set_lang = solara.use_state(language(asked))
    file, set_file = solara.use_state(None)
    answered, set_answered = solara.use_state(0)
    now = history.now

    # Scenarios of equal content are equal whatever their titles, which are shown too.
    chosen = [now.place, now.years, now.policies]
    scenarios, misfit = solara.use_memo(lambda: _scenarios(now), chosen)
    first = solara.use_memo(lambda: first_look(scenarios) if len(scenarios) > 1 else None, chosen)

    def refine(cancelled: threading.Event) -> Iterator[Look]:
        if len(scenarios) > 1 and not cancelled.wait(_PAUSE):
            yield from refined_looks(scenarios, cancelled, allowed())

    refining = solara.use_thread(refine, dependencies=chosen)
    better = refining.value
    if isinstance(refining.error, CommunitySimError):  # a policy does not fit a draw
        misfit = str(refining.error)
    look = better if better is not None and _is_of(better, scenarios) else first

    def act(sent: object) -> None:
        # Whatever comes of it, the page learns that it was heard and may send the next.
        set_answered(answered + 1)
        try:
            match sent:
                case {"do": "language"}:
                    set_lang("zh" if lang == "en" else "en")
                case {"do": "download", "with": str(what)}:
                    set_file(_download(what, now, look, lang) | {"number": str(answered)})
                case _:
                    set_history(after(history, sent))
            set_error("")
        except CommunitySimError as wrong:
            set_error(str(wrong))

    _Drawn(
        fixed=solara.use_memo(lambda: as_json(fixed(lang)), [lang]),
        choices=solara.use_memo(lambda: as_json(choices(history, lang)), [history, lang]),
        answer=solara.use_memo(
            lambda: as_json(look and answer(look, now, lang)), [look, lang]
        ),
        drawings=solara.use_memo(
            lambda: as_json(look and drawings(look, now, lang)), [look, lang]
        ),
        error=complaint(error or misfit, lang),
        answered=answered,
        file=file,
        font=solara.use_memo(_font, []),
        event_act=act,
    )  # fmt: skip


def _font() -> str:
    """Return the font in base64 for a notebook, nothing where the server has it."""
    is_served = solara._using_solara_server()
    return "" if is_served else base64.b64encode(FONT.read_bytes()).decode()


def language(asked: str) -> str:
    """Return the language that a page's address asks for: `lang=zh`, or English."""
    try:
        return "zh" if parse_qs(asked, max_num_fields=20).get("lang") == ["zh"] else "en"
    except ValueError:  # more fields than any link of the page has
        return "en"


def _linked(asked: str) -> tuple[State, str]:
    """Return the state that the page's address asks for, and what is wrong with it."""
    try:
        found = parse_qs(asked, max_num_fields=20).get("state", [])
        return (state_from_link(found[0]) if found else State()), ""
    except (CommunitySimError, ValueError) as wrong:
        return State(), str(wrong)


def _scenarios(now: State) -> tuple[tuple[Scenario, ...], str]:
    try:
        return now.scenarios(), ""
    except CommunitySimError as wrong:
        return (now.current(),), str(wrong)


def _is_of(look: Look, scenarios: tuple[Scenario, ...]) -> bool:
    """Return whether a look is of these very scenarios, under these titles."""
    found = look.comparison.results.scenarios
    return len(found) == len(scenarios) and all(map(operator.is_, found, scenarios))


def as_json(content: Any) -> str:
    """Return content as the page's script reads it; the same content is the same text."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _download(what: str, now: State, look: Look | None, lang: str) -> dict[str, str]:
    """Return a file for the visitor: its name, its media type and its content."""
    if what == "save":
        return _file(f"{now.chosen.name}.yaml", "application/yaml", now.chosen.as_text().encode())
    if look is None:
        raise BadValue("There is nothing to download yet.")
    comparison = look.comparison
    match what:
        case "csv":
            text = comparison.effects.to_csv(index=False)
            return _file("effects.csv", "text/csv", text.encode())
        case "parquet":
            buffer = io.BytesIO()
            comparison.effects.to_parquet(buffer)
            return _file("effects.parquet", "application/octet-stream", buffer.getvalue())
        case "png":
            return _file("effects.png", "image/png", _chart(comparison, lang, what))
        case "svg":
            return _file("effects.svg", "image/svg+xml", _chart(comparison, lang, what))
        case _:
            raise BadValue("The page does not offer that.")


def _file(name: str, kind: str, content: bytes) -> dict[str, str]:
    return {"name": name, "kind": kind, "content": base64.b64encode(content).decode()}


def _chart(comparison: Comparison, lang: str, form: str) -> bytes:
    from community_sim.charts import effects_chart

    buffer = io.BytesIO()
    effects_chart(comparison, lang=lang).savefig(buffer, format=form)
    return buffer.getvalue()
