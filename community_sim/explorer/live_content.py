"""What the live view shows, as plain data: a community's posts, its year, one life.

Nothing here is markup; the page shows text as text.
"""

import functools
from typing import TYPE_CHECKING, Any

from community_sim.explorer.content import fixed as fixed_of_page
from community_sim.explorer.live_story import mid, named, sentence, story, why
from community_sim.explorer.live_watch import MOST_SEED, Happening, Watch
from community_sim.explorer.live_words import WORDS, say
from community_sim.rules.separation import is_election_year
from community_sim.vocabulary import Event, Mandate, Post, label

if TYPE_CHECKING:
    from community_sim.engines.agent import Cadre, Seat

__all__ = ["fixed", "picture"]


@functools.cache
def fixed(lang: str) -> dict[str, Any]:
    """Return what depends on the language alone: words, places, policies."""
    page = fixed_of_page(lang)
    return {
        "lang": lang,
        "words": {name: words[lang == "zh"] for name, words in WORDS.items()},
        "places": page["places"],
        "policies": page["starts"],
        "most_seed": MOST_SEED,
    }


def picture(watch: Watch, community: int, person: int, lang: str) -> dict[str, Any]:
    """Return all that is drawn.

    Parameters
    ----------
    watch : Watch
        The district.
    community : int
        The community looked at.
    person : int
        Number of the cadre whose life is told; 0: none's.
    lang : str
        en or zh.
    """
    here = watch.in_community(community)
    now = [each for each in here if each.year == watch.year]
    choice = watch.choice
    return {
        "place": choice.place,
        "policy": choice.policy,
        "seed": choice.seed,
        **_year(watch, lang),
        "community": community,
        "community_title": say("community", lang, number=community),
        "stand": _stand(watch, community, lang),
        "strip": [
            {"index": index, "vacant": count.vacant,
             "title": f"{say('community', lang, number=index)}: {_stand(watch, index, lang)}"}
            for index, count in enumerate(watch.counts[-1])
        ],
        "levels": _levels(watch, community, now, lang),
        "left": [_left(watch, each, lang) for each in now
                 if _is_away(each, community)],
        "former": [_former(watch, each, lang) for each in reversed(here)
                   if _is_away(each, community) and each.year < watch.year],
        "events": [
            {"text": sentence(watch, each, community, lang),
             "kind": Event(each.event).name.lower(),
             "number": 0 if each.person < 0 else watch.number(each.person)}
            for each in now
        ],
        "counts": [list(counts[community]) for counts in watch.counts],
        "story": story(watch, watch.person(person), lang) if person else None,
    }  # fmt: skip


def _year(watch: Watch, lang: str) -> dict[str, Any]:
    year = watch.year
    is_election = year > 0 and is_election_year(year, watch.model.now.levers)
    return {
        "year": year,
        "year_title": say("year", lang, year=year) if year else say("opening", lang),
        "marks": [say(name, lang) for name, holds in
                  (("election", is_election), ("over", not watch.model.running)) if holds],
        "is_over": not watch.model.running,
    }  # fmt: skip


def _stand(watch: Watch, community: int, lang: str) -> str:
    count = watch.counts[-1][community]
    return say("stand", lang, here=count.headcount, vacant=count.vacant)


def _levels(watch: Watch, community: int, now: list[Happening], lang: str) -> list[dict[str, Any]]:
    """Return the posts of a community, principal first."""
    seats = [
        seat for seat in watch.model.communities[community].seats
        if seat.open_from <= watch.year
    ]  # fmt: skip
    return [
        {"title": label(level, lang),
         "posts": [_card(watch, seat, now, lang) for seat in seats if seat.level == level]}
        for level in sorted(Post, reverse=True)
        if any(seat.level == level for seat in seats)
    ]  # fmt: skip


def _card(watch: Watch, seat: "Seat", now: list[Happening], lang: str) -> dict[str, Any]:
    if seat.holder is not None:
        return _holder(watch, seat.holder, now, lang)
    notes = []
    if seat.acting:
        notes.append(say("acting", lang))
    if any(each.event == Event.NO_APPLICANT and each.post == seat.key for each in now):
        notes.append(say("nobody", lang))
    return {"key": seat.key, "number": 0, "title": say("vacant", lang), "notes": notes}


def _holder(watch: Watch, cadre: "Cadre", now: list[Happening], lang: str) -> dict[str, Any]:
    number = watch.number(cadre.person)
    own = [each for each in now if each.person == cadre.person]
    return {
        "key": cadre.seat.key,
        "number": number,
        "title": named(number, lang),
        "says": say("age_served", lang, age=cadre.age, tenure=cadre.tenure),
        "mandate": Mandate(cadre.mandate).name.lower(),
        "mandate_title": label(Mandate(cadre.mandate), lang),
        "notes": [_note(watch, each, lang) for each in own],
        "kinds": [Event(each.event).name.lower() for each in own],
    }


def _note(watch: Watch, happening: Happening, lang: str) -> str:
    """Return the mark that this year leaves on a card."""
    if happening.event == Event.ENTRY:
        return say("is_new", lang)
    if happening.event == Event.MANDATE_CHANGE:
        return say("is_other", lang)
    community, level = watch.origin(happening)
    post = mid(label(Post(level), lang), lang)
    if community == happening.community:
        return say("is_promoted", lang, post=post)
    return say("is_moved", lang, post=post, community=community)


def _is_away(happening: Happening, community: int) -> bool:
    """Return whether a community has lost somebody by an event: out, or up and elsewhere."""
    if happening.event == Event.EXIT:
        return True
    return happening.event == Event.PROMOTION and happening.community != community


def _left(watch: Watch, happening: Happening, lang: str) -> dict[str, Any]:
    number = watch.number(happening.person)
    return {
        "number": number,
        "title": named(number, lang),
        "says": say("age_served", lang, age=happening.age, tenure=happening.tenure),
        "mandate": Mandate(happening.mandate).name.lower(),
        "mandate_title": label(Post(happening.level_from), lang),
        "notes": [_away(happening, lang)],
        "kinds": [Event(happening.event).name.lower()],
        "key": f"{happening.year}/{number}",
    }


def _former(watch: Watch, happening: Happening, lang: str) -> dict[str, Any]:
    number = watch.number(happening.person)
    words = say(
        "former_line", lang, name=named(number, lang), year=happening.year,
        post=mid(label(Post(happening.level_from), lang), lang), why=_away(happening, lang),
    )  # fmt: skip
    return {"number": number, "title": words, "key": f"{happening.year}/{number}"}


def _away(happening: Happening, lang: str) -> str:
    if happening.event == Event.EXIT:
        return why(happening, lang)
    return say("moved_away", lang, community=happening.community)
