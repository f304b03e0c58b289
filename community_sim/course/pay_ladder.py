"""The pay ladder of a city: posts and pay by level, what all posts cost, and who stays for it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from community_sim.charts.style import chosen
from community_sim.course.cadres import Profile, chance_under
from community_sim.course.city import own_city
from community_sim.course.forms import Words
from community_sim.course.showing import drawn_by, slider
from community_sim.vocabulary import Mandate, Post, label

if TYPE_CHECKING:
    import pandas as pd
    from ipywidgets import Widget
    from matplotlib.figure import Figure

__all__ = ["PAY_LEVERS", "cost_of_posts", "ladder_widget", "pay_ladder", "pay_table"]

PAY_LEVERS: Mapping[Post, str] = {post: f"pay.coefficient_{post.name.lower()}" for post in Post}
"""Full name of the lever that sets a level's pay."""

# Whom one would meet at a level: hired at the bottom, elected above, older further up.
_TYPICAL: Mapping[Post, Profile] = {
    Post.GENERAL_WORKER: Profile(Post.GENERAL_WORKER, age=30),
    Post.COMMITTEE_MEMBER: Profile(Post.COMMITTEE_MEMBER, mandate=Mandate.ELECTED, age=36),
    Post.DEPUTY: Profile(Post.DEPUTY, mandate=Mandate.ELECTED, age=40),
    Post.PRINCIPAL: Profile(Post.PRINCIPAL, mandate=Mandate.ELECTED, age=44),
}
_LEVEL: Words = ("Level", "岗位层级")


def pay_ladder(student: str) -> dict[str, float]:
    """Return what a city pays at each level, by lever [multiple of the reference wage]."""
    pay = own_city(student).current_practice().pay
    return {lever: float(getattr(pay, lever.split(".")[1])) for lever in PAY_LEVERS.values()}


def pay_table(student: str, lang: str = "en") -> "pd.DataFrame":
    """Return the ladder of a student's city as a table, with `lever`, `posts` and `pay`.

    The columns that code uses have English names in both languages.
    """
    import pandas as pd

    place, ladder = own_city(student), pay_ladder(student)
    rows = [
        (label(post, lang), lever, place.posts[post], ladder[lever])
        for post, lever in PAY_LEVERS.items()
    ]
    head = chosen(_LEVEL, lang)
    return pd.DataFrame(rows, columns=[head, "lever", "posts", "pay"]).set_index(head)


def cost_of_posts(student: str, ladder: Mapping[str, float]) -> float:
    """Return the pay of all posts, if each were filled [CNY a year per community].

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    ladder : mapping of str to float
        Pay of each level by its lever [multiple of the reference wage].
    """
    place = own_city(student)
    heads = sum(place.posts[post] * ladder[lever] for post, lever in PAY_LEVERS.items())
    return heads * place.reference_wage / place.communities


def ladder_widget(student: str, lang: str = "en") -> "Widget":
    """Return a slider for each level's pay, the ladder, its cost, and who would quit."""
    from community_sim.course.charts.pay_ladder import Rung, pay_ladder_chart

    now = pay_ladder(student)
    posts = list(reversed(Post))
    sliders = [
        # The last word of an English name says it all, and a longer one would be cut off.
        slider((label(post).split()[-1].capitalize(), label(post, "zh")), lang,
               ends=(0.6, 1.6), step=0.05, at=1.0)
        for post in posts
    ]  # fmt: skip

    def draw() -> "Figure":
        factors = {post: each.value for post, each in zip(posts, sliders, strict=True)}
        ladder = {lever: round(factors[post] * now[lever], 4) for post, lever in PAY_LEVERS.items()}
        changes = {} if ladder == now else ladder
        rungs = [
            Rung(
                label(post, lang), own_city(student).posts[post], now[PAY_LEVERS[post]],
                ladder[PAY_LEVERS[post]], chance_under(student, changes, _TYPICAL[post]),
            )
            for post in posts
        ]  # fmt: skip
        costs = cost_of_posts(student, now), cost_of_posts(student, ladder)
        return pay_ladder_chart(rungs, costs, lang=lang)

    return drawn_by(draw, sliders, across=2)
