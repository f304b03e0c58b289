"""The page itself: levers on the left, the paired comparison on the right.

Everything that is shown belongs to one visitor's session.  Text of a visitor or of a file is shown
as text only, never as HTML or Markdown.
"""

import functools
import io
import math
import threading
from collections.abc import Callable, Iterator
from typing import Any, cast

import reacton.ipyvuetify as v
import solara

from community_sim.comparison import HEADLINE_OUTCOMES, Comparison
from community_sim.errors import CommunitySimError
from community_sim.explorer import pictures
from community_sim.explorer.ensemble import DRAWS, Look, first_look, refined_looks
from community_sim.explorer.state import MOST_POLICIES, History, State, state_from_link
from community_sim.explorer.words import GROUPS, say
from community_sim.levers import Closure
from community_sim.outcomes import outcome
from community_sim.place import load_place, place_names
from community_sim.policy import Lever, LeverValue, Policy, levers
from community_sim.policy_file import load_policy, policy_names
from community_sim.scenario import Scenario

__all__ = ["Page"]

_LARGEST_UPLOAD = 50_000  # as policy files are read [bytes]
_STEPS = 100

Act = Callable[[Callable[[State], State]], None]


@solara.component
def Page() -> None:  # noqa: N802 - a component
    """Show the whole page to one visitor."""
    asked = solara.use_router().search or ""
    linked, complaint = solara.use_memo(lambda: _linked(asked), [asked])
    history, set_history = solara.use_state(History(linked))
    error, set_error = solara.use_state(complaint)
    lang, set_lang = solara.use_state("en")

    def act(change: Callable[[State], State]) -> None:
        try:
            set_history(history.then(change(history.now)))
            set_error("")
        except CommunitySimError as wrong:
            set_error(str(wrong))

    solara.Title(say("title", lang))
    solara.Style(_STYLE)
    with solara.AppBarTitle():
        solara.Text(say("title", lang))
    other = "zh" if lang == "en" else "en"
    with solara.AppBar():
        solara.Button(say("language", lang), text=True, attributes={"lang": other},
                      on_click=lambda: set_lang(other))  # fmt: skip
    with solara.Sidebar():
        Controls(history, set_history, act, lang)
    with v.Html(tag="article", class_="explorer", attributes={"lang": lang}):
        if error:
            v.Alert(type="error", dense=True, children=[error], attributes={"role": "alert"})
        Answer(history.now, lang)


def _linked(asked: str) -> tuple[State, str]:
    """Return the state that the page's address asks for, and what is wrong with it."""
    from urllib.parse import parse_qs

    try:
        found = parse_qs(asked, max_num_fields=20).get("state", [])
        return (state_from_link(found[0]) if found else State()), ""
    except (CommunitySimError, ValueError) as wrong:
        return State(), str(wrong)


@solara.component
def Controls(  # noqa: N802 - a component
    history: History, set_history: Callable[[History], None], act: Act, lang: str
) -> None:
    """Show what a visitor can change."""
    now = history.now
    with solara.Column(gap="4px"):
        places = {_place_title(name, lang): name for name in place_names()}
        solara.Select(
            say("place", lang), value=_place_title(now.place, lang), values=list(places),
            on_value=lambda title: act(lambda state: state.with_place(places[title])),
        )  # fmt: skip
        solara.SliderInt(
            f"{say('years', lang)}: {now.years}", value=now.years, min=1, max=40,
            on_value=lambda years: act(lambda state: state.with_years(years)),
        )  # fmt: skip
        _tabs(now, act, lang)

        def start(title: str | None) -> None:
            if title:
                act(lambda state: state.started_from(starts[title]))

        starts = {_title(name, lang): name for name in policy_names()}
        solara.Select(
            say("start_from", lang), value=None, values=list(starts),
            on_value=start,
        )  # fmt: skip
        solara.InputText(
            say("name", lang), value=now.chosen.title_zh if lang == "zh" else now.chosen.title,
            on_value=lambda title: act(lambda state: state.with_title(title)),
        )  # fmt: skip
        with solara.Row(gap="4px", classes=["buttons"]):
            for name, step, is_off in (
                ("undo", history.undone, not history.before),
                ("redo", history.redone, not history.after),
            ):
                solara.Button(say(name, lang), text=True, small=True, disabled=is_off,
                              on_click=lambda step=step: set_history(step()))  # fmt: skip
            solara.Button(say("reset", lang), text=True, small=True,
                          on_click=lambda: act(State.without_changes))  # fmt: skip
        _levers(now, act, lang)
        solara.FileDrop(
            label=say("load", lang), lazy=False,
            on_file=lambda file: act(lambda state: _loaded(state, file)),
        )  # fmt: skip


@functools.cache
def _today(place: str) -> Policy:
    """Return current practice at a place; its file is read once."""
    return load_place(place).current_practice()


@functools.cache
def _place_title(name: str, lang: str) -> str:
    place = load_place(name)
    return place.title_zh if lang == "zh" else place.title


@functools.cache
def _title(name: str, lang: str) -> str:
    policy = load_policy(name)
    title = policy.title_zh if lang == "zh" else policy.title
    return f"{policy.code} {title}".strip()


def _loaded(state: State, file: Any) -> State:
    from community_sim.errors import UnreadableFile
    from community_sim.reading import is_plain_name

    if file["size"] > _LARGEST_UPLOAD:
        raise UnreadableFile(f"A policy file has at most {_LARGEST_UPLOAD:,} bytes.")
    try:
        text = bytes(file["data"]).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile("The file is not UTF-8 text.") from error
    stem = str(file["name"]).rsplit(".", 1)[0]
    return state.with_file(text, stem if is_plain_name(stem) else "policy")


def _tabs(now: State, act: Act, lang: str) -> None:
    with solara.Row(gap="2px", classes=["buttons"]):
        for at, policy in enumerate(now.policies):
            title = policy.title_zh if lang == "zh" else policy.title
            is_chosen = at == now.active
            solara.Button(
                say("policy", lang, number=at + 1), small=True, outlined=not is_chosen,
                color="primary",
                attributes={"title": title, "aria-pressed": str(is_chosen).lower()},
                on_click=lambda at=at: act(lambda state: state.choosing(at)),
            )  # fmt: skip
    with solara.Row(gap="2px", classes=["buttons"]):
        solara.Button(say("add", lang), text=True, small=True,
                      disabled=len(now.policies) == MOST_POLICIES,
                      on_click=lambda: act(State.with_another))  # fmt: skip
        solara.Button(say("remove", lang), text=True, small=True,
                      on_click=lambda: act(State.without_chosen))  # fmt: skip


def _levers(now: State, act: Act, lang: str) -> None:
    opened, set_opened = solara.use_state("pay")
    values = now.policy()
    today = _today(now.place)
    for group, words in GROUPS.items():
        is_open = group == opened
        solara.Button(
            words[lang == "zh"], block=True, text=True, classes=["group"],
            icon_name="mdi-chevron-down" if is_open else "mdi-chevron-right",
            attributes={"aria-expanded": str(is_open).lower(), "data-group": group},
            on_click=lambda group=group: set_opened("" if group == opened else group),
        )  # fmt: skip
        for name, lever in levers().items() if is_open else ():
            if name.startswith(f"{group}."):
                _lever(lever, values[name], today[name], act, lang)


def _lever(lever: Lever, value: LeverValue, today: LeverValue, act: Act, lang: str) -> None:
    def pull(new: LeverValue) -> None:
        act(lambda state: state.with_lever(lever.name, new))

    label = lever.label(lang)
    with v.Html(tag="div", class_="lever changed" if value != today else "lever"):
        if lever.kind is bool:
            solara.Switch(label=label, value=bool(value), on_value=pull)
        elif lever.kind is Closure:
            solara.Select(label, value=str(value), values=[str(each) for each in Closure],
                          on_value=pull)  # fmt: skip
        else:
            _number(lever, label, float(value), pull, lang)


def _number(
    lever: Lever, label: str, value: float, pull: Callable[[LeverValue], None], lang: str
) -> None:
    low, high = cast("float", lever.low), cast("float", lever.high)
    step = 1.0 if lever.kind is int else _step(high - low)
    figures = lever.figures

    def moved(new: float) -> None:
        # A browser moves a slider to its nearest step when it is first drawn; nobody pulled then.
        if abs(new - value) > 0.51 * step:
            pull(int(new) if lever.kind is int else round(float(new), 6))

    note = (
        say("figures", lang, figures=figures, note=lever.note)
        if figures
        else say("no_figures", lang, report=lever.report, note=lever.note)
    )
    span = say("range", lang, low=low, high=high, unit=lever.unit)
    with v.Html(tag="div", attributes={"title": f"{span}. {note}"}):
        unit = "" if lang == "zh" else f" {lever.unit}"  # units of levers are in English only
        v.Html(tag="div", class_="name", children=[f"{label}: {value:g}{unit}"])
        v.Slider(
            v_model=value, min=low, max=high, step=step, dense=True, hide_details=True,
            on_v_model=moved,
            attributes={"aria-label": label, "data-lever": lever.name},
        )  # fmt: skip


def _step(span: float) -> float:
    """Return a step of about a hundredth of a span: 1, 2 or 5 times a power of ten."""
    size = 10.0 ** math.floor(math.log10(span / _STEPS))
    return next(size * each for each in (1, 2, 5, 10) if size * each * _STEPS >= span * 0.99)


@solara.component
def Answer(now: State, lang: str) -> None:  # noqa: N802 - a component
    """Show what the runs find, the first look at once and better ones behind it."""
    scenarios, complaint = solara.use_memo(
        lambda: _scenarios(now), [now.place, now.years, now.policies]
    )
    first = solara.use_memo(
        lambda: first_look(scenarios) if len(scenarios) > 1 else None, [scenarios]
    )

    def refine(cancelled: threading.Event) -> Iterator[Look]:
        if len(scenarios) > 1 and not cancelled.wait(_PAUSE):
            yield from refined_looks(scenarios, cancelled)

    refined = solara.use_thread(refine, dependencies=[scenarios])
    better = refined.value
    is_of_these = better is not None and better.comparison.results.scenarios == scenarios
    look = better if is_of_these else first
    if complaint:
        v.Alert(type="error", dense=True, children=[complaint], attributes={"role": "alert"})
    _differences(now, lang)
    if look is None:
        solara.Text(say("nothing", lang))
        return
    Found(look, lang)
    _exports(now, look.comparison, lang)


@solara.component
def Found(look: Look, lang: str) -> None:  # noqa: N802 - a component
    """Show a comparison in words, numbers and pictures."""
    with v.Html(tag="div"):
        _headline(look, lang)
        _numbers(look.comparison, lang)
        _pictures(look, lang)


_PAUSE = 0.5  # a lever that is still moving starts no refinement [s]


def _scenarios(now: State) -> tuple[tuple[Scenario, ...], str]:
    try:
        return now.scenarios(), ""
    except CommunitySimError as wrong:
        return (now.current(),), str(wrong)


def _differences(now: State, lang: str) -> None:
    today = _today(now.place)
    v.Html(tag="h2", children=[say("changed", lang)])
    with v.Html(tag="ul", class_="changes"):
        for policy in now.policies:
            title = policy.title_zh if lang == "zh" else policy.title
            words = policy.sentence(today, lang) if policy.changes else say("nothing", lang)
            v.Html(tag="li", children=[v.Html(tag="b", children=[title]), " ", words])


def _headline(look: Look, lang: str) -> None:
    comparison = look.comparison
    v.Html(tag="h2", children=[say("found", lang)])
    if look.draws == 0:
        state = say("first", lang, runs=look.runs)
    elif look.is_final:
        state = say("final", lang, draws=look.draws, runs=look.runs, error=100 * look.error)
    else:
        state = say("refining", lang, draws=look.draws, most=DRAWS, runs=look.runs)
    v.Html(tag="p", class_="stand", children=[state],
           attributes={"role": "status", "data-draws": str(look.draws),
                       "data-final": str(look.is_final).lower()})  # fmt: skip
    with v.Html(tag="div", class_="headlines"):
        for policy in comparison.policies:
            effect = comparison.effect(policy, "exit_rate")
            name = "undecided" if not effect.decided else "fewer" if effect.effect < 0 else "more"
            title, size = comparison.title(policy, lang), abs(100 * effect.effect)
            words = say(name, lang, title=title, size=size)
            v.Html(tag="p", class_=f"headline {name}", children=[words]).key(policy)
    v.Html(tag="p", class_="stand", children=[say("assumptions", lang)])


def _numbers(comparison: Comparison, lang: str) -> None:
    head = [say("outcome", lang), *(comparison.title(each, lang) for each in comparison.policies)]
    rows = []
    for name in HEADLINE_OUTCOMES:
        measure = outcome(name)
        cells = [v.Html(tag="th", attributes={"scope": "row"}, children=[measure.label(lang)])]
        for policy in comparison.policies:
            effect = comparison.effect(policy, name)
            cells.append(v.Html(
                tag="td", class_="" if effect.decided else "undecided",
                attributes={"data-effect": f"{policy}/{name}", "data-value": repr(effect.effect)},
                children=[_effect_words(effect, measure, lang)],
            ))  # fmt: skip
        rows.append(v.Html(tag="tr", children=cells))
    v.Html(tag="table", class_="numbers", children=[
        v.Html(tag="thead", children=[v.Html(tag="tr", children=[
            v.Html(tag="th", attributes={"scope": "col"}, children=[each]) for each in head
        ])]),
        v.Html(tag="tbody", children=rows),
    ])  # fmt: skip


def _effect_words(effect: Any, measure: Any, lang: str) -> str:
    from community_sim.charts.style import shown_scale

    if math.isnan(effect.effect):
        return say("undefined", lang)
    factor, unit = shown_scale(measure, lang)
    shown = [factor * each for each in (effect.effect, effect.low, effect.high)]
    digits = 0 if max(map(abs, shown)) >= 100 else 1
    value, low, high = (f"{each:+,.{digits}f}".replace("-", "\u2212") for each in shown)
    numbers = f"{value} [{low}, {high}]"
    tail = "" if effect.decided else f" ({say('is_undecided', lang)})"
    return f"{numbers} {unit}{tail}"


def _pictures(look: Look, lang: str) -> None:
    comparison = look.comparison
    with v.Html(tag="div", class_="pictures"):
        for name, option in (
            ("retention", pictures.retention_option),
            ("exits", pictures.exits_option),
            ("cost", pictures.cost_option),
            ("structure", pictures.structure_option),
        ):
            with v.Html(tag="section"):
                v.Html(tag="h3", children=[say(name, lang)])
                if name == "cost":
                    v.Html(tag="p", class_="axis", children=[say("service_axis", lang)])
                solara.FigureEcharts(
                    option(comparison, lang), attributes={"style": "height: 300px", "role": "img"},
                    responsive=True,
                )  # fmt: skip


def _exports(now: State, comparison: Comparison, lang: str) -> None:
    def csv_bytes() -> bytes:
        return comparison.effects.to_csv(index=False).encode("utf-8")

    def parquet_bytes() -> bytes:
        buffer = io.BytesIO()
        comparison.effects.to_parquet(buffer)
        return buffer.getvalue()

    with solara.Row(gap="8px", classes=["exports"]):
        solara.FileDownload(now.chosen.as_text, f"{now.chosen.name}.yaml", say("save", lang))
        solara.FileDownload(csv_bytes, "effects.csv", say("csv", lang))
        solara.FileDownload(parquet_bytes, "effects.parquet", say("parquet", lang))
        for form in ("png", "svg"):
            solara.FileDownload(
                lambda form=form: _chart(comparison, lang, form), f"effects.{form}",
                f"{say('charts', lang)} ({form.upper()})",
            )  # fmt: skip
        v.Html(
            tag="a", attributes={"href": f"?state={now.as_link()}"}, children=[say("link", lang)]
        )


def _chart(comparison: Comparison, lang: str, form: str) -> bytes:
    from community_sim.charts import effects_chart

    buffer = io.BytesIO()
    effects_chart(comparison, lang=lang).savefig(buffer, format=form)
    return buffer.getvalue()


_STYLE = """
.explorer { max-width: 1200px; padding: 8px 16px; font-family: "Noto Sans SC Subset", sans-serif; }
.explorer h2 { font-size: 1.05rem; margin: 12px 0 4px; }
.explorer h3 { font-size: .95rem; margin: 8px 0 2px; }
.explorer .stand, .explorer .axis { color: #555; font-size: .85rem; margin: 2px 0 6px; }
.explorer .headline { font-size: 1.25rem; font-weight: 600; margin: 2px 0; }
.explorer .headline.undecided { color: #555; font-weight: 400; }
.explorer .pictures {
  display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(370px, 100%), 1fr));
}
.explorer table.numbers { border-collapse: collapse; font-size: .88rem; margin: 8px 0; }
.explorer table.numbers th, .explorer table.numbers td {
  text-align: left; padding: 3px 12px 3px 0; border-bottom: 1px solid #ddd;
}
.explorer td.undecided { color: #666; font-style: italic; }
.lever { padding: 2px 4px; border-left: 3px solid transparent; }
.lever.changed { border-left-color: #c8502a; }
.lever .name { font-size: .82rem; }
.buttons { flex-wrap: wrap; }
.v-application .v-btn { text-transform: none; letter-spacing: 0; }
.group .v-btn__content { justify-content: flex-start; }
.exports { flex-wrap: wrap; margin-top: 12px; }
"""
