"""Measure who leaves, rises and comes in, and how long posts stand vacant."""

import math
from functools import partial

import numpy as np

from community_sim.outcomes.money import per_community
from community_sim.outcomes.outcome import Outcome, Unit
from community_sim.outcomes.window import Window, ratio
from community_sim.vocabulary import Mandate, Post, SeparationReason, label

__all__ = ["FLOWS"]


def exit_rate(window: Window) -> float:
    """Return exits / person-years over years 1 to h [exits per person-year]."""
    return ratio(window.total("exits"), window.total("person_years"))


def exits_per_community(window: Window) -> float:
    """Return exits / communities, yearly mean of years 1 to h [exits a year per community]."""
    return per_community(window, ("exits",))


def exit_rate_for(window: Window, reason: SeparationReason) -> float:
    """Return exits for one reason / person-years over years 1 to h [exits per person-year]."""
    return ratio(window.exits_by_reason[reason], window.total("person_years"))


def exit_rate_under(window: Window, mandate: Mandate) -> float:
    """Return exits from one mandate / person-years under it, years 1 to h [exits per person-year].

    The person-years of a year are the headcount under the mandate at the close of the year before.
    """
    exits = int(np.count_nonzero(window.exits["mandate"] == mandate))
    held = window.trajectory.stock_columns[mandate.name.lower()][: window.horizon]
    return ratio(exits, held.sum())


def promotions_per_year(window: Window) -> float:
    """Return promotions inside the communities / h [people a year]."""
    return window.promotions["year"].size / window.horizon


def principals_promoted_per_year(window: Window) -> float:
    """Return principals promoted to the sub-district leadership / h [people a year]."""
    exits = window.exits
    promoted = exits["reason"] == SeparationReason.SUBDISTRICT_PROMOTION
    return np.count_nonzero(promoted & (exits["level_from"] == Post.PRINCIPAL)) / window.horizon


def exam_sitters_per_year(window: Window) -> float:
    """Return people who sat the civil-service exam / h [people a year]."""
    return window.yearly_mean("sitters")


def vacancy_rate(window: Window) -> float:
    """Return vacant post-months / post-months over years 1 to h [share]."""
    return ratio(window.total("vacant_months"), window.total("post_months"))


def acting_share(window: Window) -> float:
    """Return post-months covered by an acting holder / post-months, years 1 to h [share]."""
    return ratio(window.total("acting_months"), window.total("post_months"))


def applicants_per_opening(window: Window) -> float:
    """Return applicants / openings by open recruitment, years 1 to h [applicants per opening].

    Openings that drew nobody count with zero applicants.
    """
    applicants = window.events["applicants"]
    opened = applicants[applicants >= 0]
    return ratio(opened.sum(), opened.size)


def hire_mean(window: Window, trait: str) -> float:
    """Return the mean of a trait over everybody who entered in years 1 to h [unit of the trait]."""
    values = window.entries[trait]
    return ratio(math.fsum(values.tolist()), values.size)


def hires_per_year(window: Window) -> float:
    """Return entries / h [people a year]."""
    return window.yearly_mean("entries")


def adverse_selection(window: Window, reasons: tuple[SeparationReason, ...]) -> float:
    """Return mean ability of leavers - mean ability of stayers over years 1 to h [ability SD].

    Leavers left for one of the reasons.  Stayers of a year are in post at its close and did not
    enter in it; they weigh by person-years.  Above zero, the abler leave.
    """
    exits = window.exits
    leavers = exits["ability"][np.isin(exits["reason"], reasons)]
    entered = window.entries["ability"]
    at_close = (window.yearly("ability_mean") * window.yearly("closing")).tolist()
    stayers = window.total("closing") - entered.size
    ability_of_stayers = math.fsum(at_close + (-entered).tolist())
    return ratio(math.fsum(leavers.tolist()), leavers.size) - ratio(ability_of_stayers, stayers)


# The one rate with a name of its own in the glossary.
_RATE_WORDS = {SeparationReason.QUIT: ("Yearly quit rate", "年辞职率")}


def _rate_outcome(reason: SeparationReason) -> Outcome:
    is_loss = reason in (SeparationReason.QUIT, SeparationReason.LAYOFF)
    english, chinese = _RATE_WORDS.get(
        reason, (f"Yearly exit rate: {label(reason)}", f"年离职率：{label(reason, 'zh')}")
    )
    return Outcome(
        name=f"{reason.name.lower()}_rate",
        label_en=english,
        label_zh=chinese,
        unit=Unit.PROBABILITY_ANNUAL,
        definition=f"exits for the reason {reason.name} / person-years, years 1..h",
        higher_is="worse" if is_loss else "neutral",
        places=2,
        measure=partial(exit_rate_for, reason=reason),
    )


def _mandate_outcome(mandate: Mandate) -> Outcome:
    return Outcome(
        name=f"exit_rate_{mandate.name.lower()}",
        label_en=f"Yearly exit rate of the {label(mandate).lower()}",
        label_zh=f"年离职率（{label(mandate, 'zh')}人员）",
        unit=Unit.PROBABILITY_ANNUAL,
        definition=(
            f"exits of people under the mandate {mandate.name} / headcount under it at the opening "
            "of the year, years 1..h"
        ),
        higher_is="worse",
        places=2,
        measure=partial(exit_rate_under, mandate=mandate),
    )


def _selection_outcome(
    suffix: str, who: tuple[str, str], reasons: tuple[SeparationReason, ...]
) -> Outcome:
    return Outcome(
        name=f"adverse_selection{suffix}",
        label_en=f"Ability of {who[0]} minus stayers",
        label_zh=f"{who[1]}与留任者能力差",
        unit=Unit.ABILITY,
        definition=(
            f"mean ability of exits for {' or '.join(reason.name for reason in reasons)} - mean "
            "ability of those in post at the close who did not enter that year, years 1..h"
        ),
        higher_is="worse",
        places=3,
        measure=partial(adverse_selection, reasons=reasons),
    )


_QUIT, _TRANSFER = SeparationReason.QUIT, SeparationReason.TRANSFER_OUT

FLOWS: tuple[Outcome, ...] = (
    Outcome(
        name="exit_rate",
        label_en="Yearly exit rate",
        label_zh="年离职率（总）",
        unit=Unit.PROBABILITY_ANNUAL,
        definition="exits / person-years, years 1..h",
        higher_is="worse",
        places=2,
        measure=exit_rate,
    ),
    Outcome(
        name="exits_per_community",
        label_en="Exits per community",
        label_zh="每社区离职人次",
        unit=Unit.EXITS,
        definition="exits / communities, yearly mean of years 1..h",
        higher_is="worse",
        places=2,
        measure=exits_per_community,
    ),
    *(_rate_outcome(reason) for reason in SeparationReason),
    *(_mandate_outcome(mandate) for mandate in Mandate),
    Outcome(
        name="promotions_per_year",
        label_en="Promotions inside the communities",
        label_zh="社区内晋升人数",
        unit=Unit.PEOPLE_ANNUAL,
        definition="promotions / h, years 1..h",
        measure=promotions_per_year,
    ),
    Outcome(
        name="principals_promoted_per_year",
        label_en="Principals promoted to the sub-district",
        label_zh="正职提拔到街道人数",
        unit=Unit.PEOPLE_ANNUAL,
        definition="exits of principals for SUBDISTRICT_PROMOTION / h, years 1..h",
        places=2,
        measure=principals_promoted_per_year,
    ),
    Outcome(
        name="exam_sitters_per_year",
        label_en="People who sat the civil-service exam",
        label_zh="参加公务员考试人数",
        unit=Unit.PEOPLE_ANNUAL,
        definition="people who sat the exam / h, years 1..h",
        measure=exam_sitters_per_year,
    ),
    Outcome(
        name="hires_per_year",
        label_en="Entries",
        label_zh="新进人数",
        unit=Unit.PEOPLE_ANNUAL,
        definition="entries / h, years 1..h",
        measure=hires_per_year,
    ),
    Outcome(
        name="vacancy_rate",
        label_en="Vacancy rate",
        label_zh="空缺率",
        unit=Unit.SHARE,
        definition="vacant post-months / post-months, years 1..h",
        higher_is="worse",
        places=2,
        measure=vacancy_rate,
    ),
    Outcome(
        name="acting_share",
        label_en="Posts under an acting holder",
        label_zh="代理岗位比例",
        unit=Unit.SHARE,
        definition="post-months under an acting holder / post-months, years 1..h",
        higher_is="worse",
        places=2,
        measure=acting_share,
    ),
    Outcome(
        name="applicants_per_opening",
        label_en="Applicants per opening",
        label_zh="每岗报名人数",
        unit=Unit.APPLICANTS,
        definition="applicants / openings by open recruitment, with or without a hire, years 1..h",
        higher_is="better",
        measure=applicants_per_opening,
    ),
    Outcome(
        name="hire_ability",
        label_en="Mean ability of those who enter",
        label_zh="新进人员平均能力",
        unit=Unit.ABILITY,
        definition="mean ability of entries, years 1..h",
        higher_is="better",
        places=3,
        measure=partial(hire_mean, trait="ability"),
    ),
    Outcome(
        name="hire_taste",
        label_en="Mean taste for the work of those who enter",
        label_zh="新进人员平均工作偏好",
        unit=Unit.TASTE,
        definition="mean taste of entries, in standard deviations, years 1..h",
        places=3,
        measure=partial(hire_mean, trait="taste"),
    ),
    _selection_outcome("", ("quitters and transfers", "辞职或考出者"), (_QUIT, _TRANSFER)),
    _selection_outcome("_quit", ("quitters", "辞职者"), (_QUIT,)),
    _selection_outcome("_transfer", ("transfers", "考出者"), (_TRANSFER,)),
)
