"""Measure how many recruits stay, and what becomes of them."""

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.outcomes.outcome import Outcome, Unit
from community_sim.outcomes.window import Window, ratio
from community_sim.vocabulary import Education, Mandate, Post, SeparationReason, label

__all__ = ["RETENTION", "kaplan_meier"]

_AFTER = (1, 3, 5)  # years since entry
_NUMBER_ZH = {1: "一", 3: "三", 5: "五"}


def kaplan_meier(
    duration: NDArray[Any], *, left: NDArray[Any], max_years: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the share retained, and the number at risk, after 0 to `max_years` years.

    retained(k) = product over j = 0..k of (1 - exits at duration j / at risk at duration j), where
    everybody whose duration is at least j is at risk at j: those still there when the observation
    ends are censored, not lost (Kaplan and Meier 1958).

    Parameters
    ----------
    duration : ndarray of int
        Completed years from entry to exit, or to the end of the observation [years].
    left : ndarray of bool
        Whether the duration ended with an exit.
    max_years : int
        Longest duration asked for.

    Returns
    -------
    retained : ndarray of float, shape (max_years + 1,)
        NaN from the first duration at which nobody was observed, unless all had left before.
    at_risk : ndarray of int, shape (max_years + 1,)
        Number observed at each duration.
    """
    capped = np.minimum(duration, max_years + 1)
    ended = np.bincount(capped, minlength=max_years + 2)
    exits = np.bincount(capped[left], minlength=max_years + 2)
    at_risk = ended[::-1].cumsum()[::-1][:-1]
    retained = np.empty(max_years + 1)
    share = 1.0
    for years in range(max_years + 1):
        if at_risk[years]:
            share *= 1.0 - exits[years] / at_risk[years]
        elif share > 0.0:
            share = np.nan
        retained[years] = share
    return retained, at_risk


def retention(
    window: Window, years: int, chosen: Callable[[Window], NDArray[Any]] | None = None
) -> float:
    """Return the share of recruits still in the system after some years [share].

    Kaplan-Meier of the entry cohorts of years 1 to min(h, 10), right-censored at the close of year
    h.  A recruit enters in step 11 of year y with tenure 0; an exit in year y + k is an exit at k
    completed years.  Every exit counts, also the return of a secondee, retirement and death.
    """
    return float(_retained(window, chosen)[years])


def _retained(window: Window, chosen: Callable[[Window], NDArray[Any]] | None) -> NDArray[Any]:
    """Return the share retained after 0 to 5 years; once for each group of recruits."""
    if chosen not in window.retained:
        recruits = window.recruits
        duration, left = recruits.duration, recruits.reason >= 0
        if chosen is not None:
            mask = chosen(window)
            duration, left = duration[mask], left[mask]
        window.retained[chosen], _ = kaplan_meier(duration, left=left, max_years=_AFTER[-1])
    return window.retained[chosen]


def _with_education(window: Window, education: Education) -> NDArray[Any]:
    chosen: NDArray[Any] = window.recruits.education == education
    return chosen


def _with_mandate(window: Window, mandate: Mandate) -> NDArray[Any]:
    chosen: NDArray[Any] = window.recruits.mandate == mandate
    return chosen


def recruit_ever_principal(window: Window) -> float:
    """Return recruits promoted to principal by year h / recruits [share].

    Recruits of years 1 to min(h, 10) who entered below principal; somebody brought in as a
    principal did not become one by a career.  Nobody is censored: a longer horizon sees more.
    """
    below = window.recruits.level != Post.PRINCIPAL
    risen = window.recruits.became_principal & below
    return ratio(int(np.count_nonzero(risen)), int(np.count_nonzero(below)))


def recruit_ever_civil_servant(window: Window) -> float:
    """Return recruits gone to the civil service by year h / recruits [share].

    By exam (TRANSFER_OUT) or by promotion to the sub-district leadership; recruits of years 1 to
    min(h, 10).  Nobody is censored: a longer horizon sees more.
    """
    reason = window.recruits.reason
    gone = (reason == SeparationReason.TRANSFER_OUT) | (
        reason == SeparationReason.SUBDISTRICT_PROMOTION
    )
    return ratio(int(np.count_nonzero(gone)), gone.size)


def _retention_outcome(years: int) -> Outcome:
    return Outcome(
        name=f"recruit_retention_{years}y",
        label_en=f"Recruits retained after {years} year{'s' if years > 1 else ''}",
        label_zh=f"新进人员{_NUMBER_ZH[years]}年留任率",
        unit=Unit.SHARE,
        definition=(
            f"Kaplan-Meier: product over j = 1..{years} of (1 - exits at j completed years / at "
            "risk at j), entry cohorts of years 1..min(h, 10), censored at the close of year h"
        ),
        higher_is="better",
        measure=partial(retention, years=years),
    )


def _retention_of(years: int, group: IntEnum, chosen: Callable[[Window], NDArray[Any]]) -> Outcome:
    of_all = _retention_outcome(years)
    kind = "education" if isinstance(group, Education) else "mandate at entry"
    return Outcome(
        name=f"{of_all.name}_{group.name.lower()}",
        label_en=f"{of_all.label_en}: {label(group)}",
        label_zh=f"{of_all.label_zh}：{label(group, 'zh')}",
        unit=of_all.unit,
        definition=f"{of_all.definition}; recruits whose {kind} is {group.name}",
        higher_is=of_all.higher_is,
        measure=partial(retention, years=years, chosen=chosen),
    )


# One function for each group, so that the outcomes of a group share its curve.
_OF_EDUCATION = {each: partial(_with_education, education=each) for each in Education}
_OF_MANDATE = {each: partial(_with_mandate, mandate=each) for each in Mandate}

RETENTION: tuple[Outcome, ...] = (
    *(_retention_outcome(years) for years in _AFTER),
    *(
        _retention_of(years, education, chosen)
        for years in _AFTER
        for education, chosen in _OF_EDUCATION.items()
    ),
    *(
        _retention_of(years, mandate, chosen)
        for years in _AFTER
        for mandate, chosen in _OF_MANDATE.items()
    ),
    Outcome(
        name="recruit_ever_principal",
        label_en="Recruits who became principal",
        label_zh="新进人员升任正职比例",
        unit=Unit.SHARE,
        definition=(
            "recruits of years 1..min(h, 10) promoted to principal by year h / those recruits who "
            "entered below principal"
        ),
        higher_is="better",
        measure=recruit_ever_principal,
    ),
    Outcome(
        name="recruit_ever_civil_servant",
        label_en="Recruits who became civil servants",
        label_zh="新进人员转为公务员比例",
        unit=Unit.SHARE,
        definition=(
            "recruits of years 1..min(h, 10) gone by year h to the civil service by exam or to the "
            "sub-district leadership / those recruits"
        ),
        measure=recruit_ever_civil_servant,
    ),
)
