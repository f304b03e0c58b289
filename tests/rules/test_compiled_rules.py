"""A rule gives the same bits whether it is compiled or not."""

import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_sim import logit, randomness
from community_sim.compilation import as_records, compiled
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rules import (
    budget,
    pay,
    promotion,
    recruitment,
    separation,
    spending,
    turnover,
    workload,
)
from community_sim.scenario import Scenario
from community_sim.vocabulary import Education, EntryRoute, Mandate, Post, Sex

pytest.importorskip("numba")

MODULES = (
    budget, pay, promotion, recruitment, separation, spending, turnover, workload, logit,
    randomness,
)  # fmt: skip


def rules_of(module: Any) -> list[FunctionType]:
    """Return the public functions of a module."""
    return [
        value for name in module.__all__ if isinstance(value := getattr(module, name), FunctionType)
    ]


# These write into arrays; tests/test_randomness.py compares them with the ones that return.
INTO_ARRAYS = (randomness.uniforms_in_a_row, randomness.normal_quantiles)
RULES = [rule for module in MODULES for rule in rules_of(module) if rule not in INTO_ARRAYS]


def shaken(values: Any, seed: int) -> Any:
    """Return parameters or levers each between nine tenths and eleven tenths of its value."""
    factors = np.random.default_rng(seed).uniform(0.9, 1.1, len(values))
    return type(values)(*(float(v) * float(f) for v, f in zip(values, factors, strict=True)))


def parameters() -> st.SearchStrategy[Parameters]:
    """Return parameters near the shipped ones, with the terms on that are off by default."""
    shipped = Scenario.load("current_practice", place="kaifu").parameters
    shipped = shipped._replace(frustration=0.05, effort_response=0.2)
    return st.integers(0, 999).map(lambda seed: shaken(shipped, seed))


def policies() -> st.SearchStrategy[PolicyNumbers]:
    """Return levers near the shipped ones, with every closure, and grids and steps on and off."""
    shipped = Scenario.load("current_practice", place="kaifu").current.as_numbers()
    return st.builds(
        lambda seed, closure, grid, step: shaken(shipped, seed)._replace(
            budget_closure=closure, workload_households_per_grid=grid, pay_seniority_step=step
        ),
        st.integers(0, 999),
        st.sampled_from([0.0, 1.0, 2.0]),
        st.sampled_from([0.0, 300.0, 433.3]),
        st.sampled_from([0.0, 0.02]),
    )


def codes(members: Any) -> st.SearchStrategy[int]:
    """Return the members of a closed set as plain integers."""
    return st.sampled_from([int(member) for member in members])


reals = st.floats(-8.0, 8.0)
shares = st.floats(0.0, 1.0)
inside = st.floats(2.0**-33, 1.0 - 2.0**-33)
amounts = st.floats(0.0, 1.0e7)
fens = st.integers(-(10**9), 10**9)
words = st.integers(0, 2**32 - 1)
tenures = st.integers(0, 40)

ARGUMENTS: dict[str, Any] = {
    "p": parameters(),
    "levers": policies(),
    "level": codes(Post),
    "to_level": codes(Post),
    "mandate": codes(Mandate),
    "route": codes(EntryRoute),
    "education": codes(Education),
    "sex": codes(Sex),
    "is_party_member": st.booleans(),
    "age": st.integers(18, 70),
    "retires_at": st.integers(45, 65),
    "tenure": tenures,
    "year": st.integers(-25, 60),
    **dict.fromkeys(("posts", "there", "wanted", "authorised"), st.integers(0, 2000)),
    "communities": st.integers(1, 200),
    "ratio": st.floats(0.05, 5.0),
    "deterrence": st.floats(0.0, 1.0e9),
    "posts_per_year": st.floats(0.0, 30.0),
    "base": shares,
    "best": st.floats(0.0, 50.0),
    "elsewhere": st.floats(0.0, 50.0),
    "years_ahead": st.integers(0, 45),
    "passing": shares,
    "probability": inside,
    **dict.fromkeys(("luck", "odds", "share", "left"), shares),
    "colleagues": st.tuples(shares, shares, shares, shares),
    "validity": shares,
    "pressure_share": shares,
    "present": shares,
    "acting": shares,
    "load_ratio": st.floats(0.0, 5.0),
    **dict.fromkeys(
        (
            "ability", "advantage", "connection", "taste", "gain", "intercept", "log_odds", "noise",
            "normal", "x", "y",
        ),
        reals,
    ),
    **dict.fromkeys(
        (
            "administrative", "available", "bill", "committed", "demand", "effective",
            "households", "last_bill", "limit", "yuan",
        ),
        amounts,
    ),
    **dict.fromkeys(("spending", "income"), fens),
    **dict.fromkeys(("c0", "c1", "c2", "c3", "k0", "k1"), words),
    "reference_wage": st.floats(1.0, 1.0e7),
    "short": reals,
    "seed": st.integers(0, 2**63 - 1),
    "post": st.integers(0, 2**32 - 1),
    "ordinal": st.integers(0, 2**20 - 1),
    "decision": st.integers(0, 8),
}  # fmt: skip

RECORDS = (Parameters, PolicyNumbers)
WHOLE_NUMBERS = {(budget.office_spending, "available"): fens}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.__module__}.{rule.__name__}")
def test_compiled_and_interpreted_agree_bit_for_bit(rule: Callable[..., Any]) -> None:
    names = list(inspect.signature(rule).parameters)
    inputs = [WHOLE_NUMBERS.get((rule, name), ARGUMENTS[name]) for name in names]
    fast = compiled(rule)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(st.tuples(*inputs))
    def agree(values: tuple[Any, ...]) -> None:
        records = [as_records([v])[0] if isinstance(v, RECORDS) else v for v in values]
        assert repr(fast(*records)) == repr(rule(*values))

    agree()


def test_compiling_keeps_the_name_and_the_meaning_of_a_rule() -> None:
    fast = compiled(pay.pay_utility)
    assert fast.__name__ == "pay_utility"
    assert fast.__doc__ == pay.pay_utility.__doc__
    assert compiled(pay.pay_utility) is fast
