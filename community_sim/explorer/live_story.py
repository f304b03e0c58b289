"""Tell what has happened, in words: a community's year and one cadre's life."""

from typing import Any

from community_sim.explorer.live_watch import Happening, Person, Watch
from community_sim.explorer.live_words import DESTINATIONS, say
from community_sim.vocabulary import (
    Education,
    EntryRoute,
    Event,
    Mandate,
    Post,
    SeparationReason,
    Sex,
    label,
)

__all__ = ["mid", "named", "sentence", "story", "why"]


def mid(words: str, lang: str) -> str:
    """Return a label as it stands inside a sentence."""
    return words if lang == "zh" else words[:1].lower() + words[1:]


def named(number: int, lang: str) -> str:
    """Return what somebody is called."""
    return say("person", lang, number=number)


def why(happening: Happening, lang: str) -> str:
    """Return why somebody left."""
    return mid(label(SeparationReason(happening.reason), lang), lang)


def sentence(watch: Watch, happening: Happening, community: int, lang: str) -> str:
    """Return an event of a community's year as a sentence."""
    if happening.event == Event.NO_APPLICANT:
        return say("none", lang, post=_post(happening.level_to, lang))
    name = named(watch.number(happening.person), lang)
    match Event(happening.event):
        case Event.ENTRY:
            return _entry(happening, name, lang)
        case Event.EXIT:
            post = _post(happening.level_from, lang)
            return say("out", lang, name=name, post=post, age=happening.age,
                       why=why(happening, lang))  # fmt: skip
        case Event.PROMOTION:
            return _promotion(watch, happening, community, lang)
        case _:
            return say("other", lang, name=name, mandate=_mandate(happening, lang))


def story(watch: Watch, person: Person, lang: str) -> dict[str, Any]:
    """Return somebody's life: who they are, what happened when, and whether they would quit."""
    life = watch.life(person.key)
    return {
        "number": person.number,
        "name": named(person.number, lang),
        "traits": say(
            "traits", lang,
            sex=label(Sex(person.sex), lang),
            education=mid(label(Education(person.education), lang), lang),
            ability=_signed(person.ability), taste=_signed(person.taste),
        ),
        "lines": [*_beginning(watch, person, lang),
                  *({"year": _year(each.year), "kind": Event(each.event).name.lower(),
                     "text": _line(watch, each, lang)} for each in life),
                  *_now(watch, person, lang)],
        "outlooks": [
            {"year": each.year, "age": each.age, "post": label(Post(each.level), lang),
             "chance": each.chance, "luck": each.luck,
             "chance_words": _percent(each.chance), "luck_words": _percent(each.luck),
             "quits": each.luck < each.chance,
             "follows": say("quits" if each.luck < each.chance else "stays", lang)}
            for each in watch.outlooks(person.key)
        ],
    }  # fmt: skip


def _entry(happening: Happening, name: str, lang: str) -> str:
    words = "in_placed" if happening.route == EntryRoute.PLACEMENT else "in"
    return say(
        words, lang, name=name, post=_post(happening.level_to, lang),
        route=_route(happening.route, lang),
        applicants=happening.applicants,
        months=say("month" if happening.months == 1 else "months", lang, months=happening.months),
    )  # fmt: skip


def _promotion(watch: Watch, happening: Happening, community: int, lang: str) -> str:
    origin, level = watch.origin(happening)
    name = named(watch.number(happening.person), lang)
    before, post = _post(level, lang), _post(happening.level_to, lang)
    if origin == happening.community:
        return say("up", lang, name=name, before=before, post=post)
    if community == happening.community:
        return say("up_in", lang, name=name, before=before, post=post, other=origin)
    return say("up_away", lang, name=name, before=before, post=post, other=happening.community)


def _beginning(watch: Watch, person: Person, lang: str) -> list[dict[str, Any]]:
    """Return how somebody came in, where no event tells: before the model's history."""
    if any(each.event == Event.ENTRY for each in watch.life(person.key)):
        return []
    community, level = watch.places[person.entry_post]
    text = say("founder", lang, post=_post(level, lang), community=community,
               route=_route(person.route, lang))  # fmt: skip
    return [{"year": _year(person.entry_year), "kind": "entry", "text": text}]


def _line(watch: Watch, happening: Happening, lang: str) -> str:
    here = {"community": happening.community, "age": happening.age}
    match Event(happening.event):
        case Event.ENTRY:
            return say("story_in", lang, post=_post(happening.level_to, lang),
                       route=_route(happening.route, lang), **here)  # fmt: skip
        case Event.EXIT:
            where = DESTINATIONS[SeparationReason(happening.reason)][lang == "zh"]
            return say("story_out", lang, post=_post(happening.level_from, lang),
                       why=why(happening, lang), where=where, **here).rstrip()  # fmt: skip
        case Event.PROMOTION:
            origin, level = watch.origin(happening)
            return say("story_up", lang, before=_post(level, lang), other=origin,
                       post=_post(happening.level_to, lang), **here)  # fmt: skip
        case _:
            return say("story_other", lang, mandate=_mandate(happening, lang))


def _now(watch: Watch, person: Person, lang: str) -> list[dict[str, Any]]:
    """Return where somebody is now, if still in post."""
    for cadre in watch.model.cadres():
        if cadre.person == person.key:
            text = say(
                "story_now", lang, post=_post(cadre.seat.level, lang),
                community=cadre.seat.community.index, age=cadre.age, tenure=cadre.tenure,
            )  # fmt: skip
            return [{"year": _year(watch.year), "kind": "now", "text": text}]
    return []


def _post(level: int, lang: str) -> str:
    return mid(label(Post(level), lang), lang)


def _route(route: int, lang: str) -> str:
    return mid(label(EntryRoute(route), lang), lang)


def _mandate(happening: Happening, lang: str) -> str:
    return mid(label(Mandate(happening.mandate), lang), lang)


def _percent(value: float) -> str:
    return f"{value:.1%}" if value >= 0.001 else "< 0.1%"


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def _year(year: int) -> str:
    return str(year).replace("-", "−")
