"""What cadres expect agrees with what happens."""

from dataclasses import replace
from itertools import pairwise

import pytest

from community_sim.prospects import (
    LEARNING,
    LOOK_YEARS,
    history_prospects,
    learned_prospects,
    policy_prospects,
)
from community_sim.runs import run
from community_sim.scenario import Scenario
from community_sim.vocabulary import Event, SeparationReason


def test_prospects_depend_on_the_scenario_alone(short: Scenario) -> None:
    first = policy_prospects(short)
    policy_prospects.cache_clear()
    history_prospects.cache_clear()
    assert policy_prospects(short) == first


def test_the_horizon_does_not_change_what_is_expected(short: Scenario) -> None:
    assert policy_prospects(short) == policy_prospects(short.with_years(9))


def test_what_is_expected_is_near_what_happens(current: Scenario) -> None:
    expected = policy_prospects(current)
    results = run(current.with_years(10), replications=10, seed=100, threads=1)
    stocks, events = results.stocks, results.events
    promotions = events[events.event == Event.PROMOTION].groupby("level_from").size()
    for level, name in enumerate(("general_worker", "committee_member", "deputy")):
        rate = promotions[level] / stocks[stocks.year > 0][name].sum()
        assert expected.promotion[level] == pytest.approx(rate, rel=0.15)
    principals = stocks[stocks.year > 0].principal.mean()
    levers = current.current.as_numbers()
    to_sub_district = levers.promotion_subdistrict_posts_per_year / principals
    assert expected.promotion_principal == pytest.approx(to_sub_district, rel=0.05)
    last = stocks[stocks.year == 10]
    seconded = last.seconded.sum()
    shares = zip(expected.seconded_share, ("deputy", "principal"), strict=False)
    assert sum(1 for share, _ in shares if share == 0.0) == 2  # nobody is seconded below deputy
    by_share = (
        expected.seconded_share_deputy * last.deputy.sum()
        + expected.seconded_share_principal * last.principal.sum()
    )
    assert by_share == pytest.approx(seconded, rel=0.15)


def test_without_reserved_posts_the_exam_is_as_open_as_it_is(current: Scenario) -> None:
    expected = policy_prospects(current).exam_pass_probability
    assert expected == pytest.approx(current.parameters.exam_pass_probability, rel=1e-12)


@pytest.mark.parametrize("policy", ["civil_service_quota_5", "civil_service_quota_20"])
def test_reserved_posts_raise_the_hope_of_passing_up_to_one_half(
    policy: str, current: Scenario
) -> None:
    hope = policy_prospects(current.with_policy(policy)).exam_pass_probability
    assert current.parameters.exam_pass_probability < hope <= 0.5


def test_more_posts_in_the_sub_district_raise_principals_hopes(current: Scenario) -> None:
    today = policy_prospects(current).promotion_principal
    three = policy_prospects(current.with_policy("subdistrict_channel_3")).promotion_principal
    six = policy_prospects(current.with_policy("subdistrict_channel_6")).promotion_principal
    assert today < three < six


def test_cadres_who_learn_start_from_what_they_knew_and_go_three_tenths_of_the_way(
    current: Scenario,
) -> None:
    posts = 6.0
    policy = current.with_policy("subdistrict_channel_6").with_dynamics("adaptive")
    before, settled = policy_prospects(policy.baseline()), policy_prospects(policy)
    learned = learned_prospects(policy, settled)
    assert len(learned) == LOOK_YEARS
    assert learned[0] == before._replace(pay_scale=settled.pay_scale)
    hopes = [each.promotion_principal for each in learned]
    assert hopes == sorted(hopes) and hopes[-1] <= settled.promotion_principal * 1.02
    for earlier, later in pairwise(hopes):
        lived = earlier + (later - earlier) / LEARNING  # posts over principals of that year
        assert 80 <= posts / lived <= 96


def test_a_policy_that_changes_nothing_teaches_nothing(short: Scenario) -> None:
    learning = short.with_dynamics("adaptive")
    renamed = replace(learning, name="renamed")
    one, other = run([learning, renamed], replications=1, threads=1)
    assert one.trajectory == other.trajectory


def test_a_doubted_policy_does_less_than_a_believed_one(short: Scenario) -> None:
    quits = {}
    for credibility in (0.0, 0.5, 1.0):
        policy = short.with_policy("S1").with_parameters(policy_credibility=credibility)
        results = run(policy, replications=6, threads=1)
        quits[credibility] = (results.events["reason"] == SeparationReason.QUIT).sum()
    assert quits[1.0] < quits[0.5] < quits[0.0]
