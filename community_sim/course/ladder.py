"""The ladder of a city: chances of a step up, and which doors stand open to whom."""

import functools
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from community_sim.course.cadres import people
from community_sim.course.city import city_scenario, normalised
from community_sim.vocabulary import Education, Post, Step, label

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["Rung", "doors_frame", "rungs"]


class Rung(NamedTuple):
    """Tell of one level of the ladder.

    Attributes
    ----------
    post : int
        The level.
    posts : int
        Posts of the level in the city.
    step_up : float
        Chance of a step up that its cadres expect [probability a year].
    quits : float
        Mean chance that a cadre of the level quits in the first policy year [probability].
    """

    post: int
    posts: int
    step_up: float
    quits: float


def rungs(student: str, changes: Mapping[str, float] | None = None) -> tuple[Rung, ...]:
    """Return the ladder of a city from the bottom up, under a policy that everybody knows.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    changes : mapping, optional
        What the policy changes; default nothing.
    """
    return _rungs(normalised(student), tuple(sorted((changes or {}).items())))


@functools.lru_cache(maxsize=256)
def _rungs(student: str, changes: tuple[tuple[str, float], ...]) -> tuple[Rung, ...]:
    from community_sim.course.forms import policy_of
    from community_sim.publish import Walk, chance_of_quitting

    policy = policy_of(dict(changes)) if changes else "current_practice"
    walk = Walk(city_scenario(student, policy), seed=1)
    walk.to(Step.RETIRE)
    prospects = walk.model.now.entrants.careers.prospects
    chances: dict[int, list[float]] = {post: [] for post in Post}
    for cadre in walk.model.cadres():
        chances[cadre.seat.level].append(chance_of_quitting(cadre))
    posts = city_scenario(student).place.posts
    return tuple(Rung(post, posts[post], prospects[post], _mean(chances[post])) for post in Post)


def _mean(values: list[float]) -> float:
    """Return the mean, zero where nobody is there."""
    return math.fsum(values) / len(values) if values else 0.0


def doors_frame(student: str, lang: str = "en") -> "pd.DataFrame":
    """Return everybody of a student's city with the doors that stand open to them today.

    Columns that code uses have English names in both languages: `step_up` is the yearly chance
    of a step up at the post's level, `exam` whether age and education admit to the civil-service
    exam, `chance` the chance of quitting this year.
    """
    import pandas as pd

    from community_sim.course.showing import word
    from community_sim.parameters import load_parameters
    from community_sim.rules.separation import has_exam_education, is_exam_age

    ladder, parameters = rungs(student), load_parameters()
    rows = [
        {
            word("number", lang): each.number,
            word("post", lang): label(Post(each.post), lang),
            "level": each.post,
            word("education", lang): label(Education(each.education), lang),
            "age": each.age,
            word("tenure", lang): each.tenure,
            "step_up": round(ladder[each.post].step_up, 4),
            "exam": has_exam_education(each.education) and is_exam_age(each.age, parameters),
            "chance": round(each.chance, 4),
        }
        for each in people(student)
    ]
    return pd.DataFrame(rows).set_index(word("number", lang))
