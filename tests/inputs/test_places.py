"""The places beside kaifu: what the reports state of each, and nothing pooled."""

import functools
import hashlib
import json
import shutil
from itertools import combinations
from pathlib import Path

import pytest

from community_sim.engines import simulate
from community_sim.parameters import parameter_info
from community_sim.place import CATALOGUE, load_place, place_names
from community_sim.policy import levers
from community_sim.prospects import live_through, open_policy_years
from community_sim.reading import data_folder
from community_sim.report import load_figures
from community_sim.runs import Prepared, prepare, run_one
from community_sim.scenario import Scenario
from community_sim.vocabulary import Post

OTHERS = ("report4_district", "rucheng", "siyang")
LADDER = tuple(f"pay.coefficient_{level.name.lower()}" for level in Post)
REPORT = {"siyang": "3", "rucheng": "2", "report4_district": "4"}
STATED_IN_WORDS = {
    "siyang": {"pay.insurance_pension", "pay.insurance_medical", "pay.insurance_unemployment"}
}
YEARS = 5


@functools.cache
def ready(name: str) -> Prepared:
    """Return current practice of a place, ready to run over a few years."""
    return prepare(Scenario.load(place=name, years=YEARS))


def figure(figure_id: str) -> float:
    """Return the value of a report figure."""
    value = load_figures()[figure_id].value
    assert value is not None
    return value


def test_the_four_places_of_the_reports_are_there() -> None:
    assert place_names() == ("kaifu", *OTHERS)


@pytest.mark.parametrize(
    ("name", "communities", "staff", "year"),
    [("siyang", 12, 126, 2013), ("rucheng", 4, 40, 2011), ("report4_district", 50, 493, 2009)],
)
def test_a_place_has_its_own_communities_staff_and_year(
    name: str, communities: int, staff: int, year: int
) -> None:
    place = load_place(name)
    assert (place.communities, sum(place.posts), place.year) == (communities, staff, year)
    assert place.communities == figure(dict(place.figures)["communities"].split()[0])


@pytest.mark.parametrize("name", ["rucheng", "report4_district"])
def test_staff_that_is_not_stated_is_that_of_kaifu_per_community(name: str) -> None:
    place, kaifu = load_place(name), load_place("kaifu")
    expected = [round(n * place.communities / kaifu.communities) for n in kaifu.posts]
    assert list(place.posts) == expected


def test_the_staff_of_siyang_are_two_principals_each_and_the_rest_as_at_kaifu() -> None:
    siyang, kaifu = load_place("siyang"), load_place("kaifu")
    principals = 2 * siyang.communities
    rest = figure("r3-022") - principals
    below = kaifu.posts[: Post.PRINCIPAL]
    expected = [round(rest * n / sum(below)) for n in below]
    assert list(siyang.posts) == [*expected, principals]
    assert sum(siyang.posts) == figure("r3-022")


@pytest.mark.parametrize(
    ("name", "yuan"),
    [
        ("siyang", [10_800, 12_600, 14_400, 18_000]),
        ("rucheng", [9_600, 9_600, 9_600, 10_000]),
        ("report4_district", [9_600, 9_600, 9_600, 11_400]),
    ],
)
def test_pay_is_the_yuan_of_the_reports(name: str, yuan: list[float]) -> None:
    place = load_place(name)
    pay = [float(dict(place.practice)[lever]) * place.reference_wage for lever in LADDER]
    assert pay == pytest.approx(yuan, abs=1e-9, rel=0)


def test_pay_follows_from_the_figures_that_its_place_names() -> None:
    month = figure("r3-034")
    shares = [figure(one) / 100 for one in ("r3-037", "r3-036", "r3-035")] + [1.0]
    assert [12 * month * share for share in shares] == pytest.approx(
        [10_800, 12_600, 14_400, 18_000]
    )
    assert 12 * figure("r2-061") == 9_600
    assert 10_000 * figure("r2-053") == 10_000
    assert (figure("r4-028"), figure("r4-027")) == (9_600, 11_400)


def test_money_and_insurance_are_those_of_the_reports() -> None:
    rucheng = load_place("rucheng")
    budget = rucheng.current_practice().budget
    assert budget.grant_base == 10_000 * figure("r2-053") * sum(rucheng.posts) / 4
    assert budget.match_ratio == 0.0
    assert budget.special_grant == 10_000 * figure("r2-054")
    assert budget.office_need == 10_000 * figure("r2-055")
    assert load_place("report4_district").current_practice().budget.office_need == figure("r4-014")
    siyang = load_place("siyang")
    practice = siyang.current_practice()
    county, town = figure("r3-038"), figure("r3-039")
    assert practice.budget.county_share == county / (county + town)
    insured = siyang.posts[Post.PRINCIPAL] / figure("r3-022")
    assert practice.pay.insurance_pension == practice.pay.insurance_medical == insured
    assert practice.pay.insurance_unemployment == 0.0


@pytest.mark.parametrize(
    ("name", "parameter", "reported"),
    [
        ("siyang", "female_share_entrants", ("r3-023", "r3-022")),
        ("siyang", "party_share_entrants", ("r3-024", "r3-022")),
        ("rucheng", "households_mean", ("r2-020", "r2-018")),
    ],
)
def test_a_parameter_is_the_reported_one_or_the_nearest_allowed(
    name: str, parameter: str, reported: tuple[str, str]
) -> None:
    place = load_place(name)
    info = parameter_info()[parameter]
    value = figure(reported[0]) / figure(reported[1])
    nearest = min(max(value, info.low), info.high)
    assert dict(place.parameters)[parameter] == pytest.approx(nearest, rel=1e-15)
    if nearest != value:
        assert f"{nearest:,g}, which is used" in " ".join(place.note.split())


@pytest.mark.parametrize("name", OTHERS)
def test_figures_exist_and_stand_in_the_report_of_the_place(name: str) -> None:
    place = load_place(name)
    assert place.figures
    for ids in dict(place.figures).values():
        for one in ids.split():
            assert load_figures()[one].report == int(REPORT[name])
            assert load_figures()[one].value is not None


@pytest.mark.parametrize("name", OTHERS)
def test_figures_are_given_for_fields_that_exist(name: str) -> None:
    place = load_place(name)
    fields = {"year", "communities", *place.stated}
    assert set(dict(place.figures)) <= fields


@pytest.mark.parametrize("name", ["kaifu", *OTHERS])
def test_a_place_states_or_borrows_every_lever_and_parameter_and_never_both(name: str) -> None:
    place = load_place(name)
    everything = {"reference_wage", "posts", *levers(), *parameter_info()}
    assert set(place.borrowed) | set(place.stated) == everything
    assert not set(place.borrowed) & set(place.stated)
    assert len(set(place.stated)) == len(place.stated)


def test_kaifu_borrows_of_the_catalogue_only() -> None:
    kaifu = load_place("kaifu")
    assert set(kaifu.borrowed.values()) == {CATALOGUE}
    assert {"reference_wage", "posts"} <= set(kaifu.stated)
    for name, whose in kaifu.borrowed.items():
        assert whose != CATALOGUE or name in parameter_info() or levers()[name].default is not None


@pytest.mark.parametrize("name", OTHERS)
def test_a_place_borrows_of_kaifu_what_kaifu_states_and_the_rest_of_the_catalogue(
    name: str,
) -> None:
    place, kaifu = load_place(name), load_place("kaifu")
    assert place.like == "kaifu"
    for thing, whose in place.borrowed.items():
        assert whose == ("kaifu" if thing in kaifu.stated else CATALOGUE), thing
    assert place.borrowed["reference_wage"] == "kaifu"
    assert place.reference_wage == kaifu.reference_wage


@pytest.mark.parametrize("name", OTHERS)
def test_what_a_place_states_has_a_figure_or_words_of_its_report(name: str) -> None:
    place = load_place(name)
    assert set(place.stated) == set(dict(place.figures)) - {"year", "communities"} | (
        STATED_IN_WORDS.get(name, set())
    )


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_borrowed_equals_what_kaifu_has(name: str) -> None:
    place, kaifu = load_place(name), Scenario.load()
    scenario = Scenario.load(place=name)
    for thing in place.borrowed:
        if thing in levers() and levers()[thing].unit != "posts per year":
            assert scenario.current[thing] == kaifu.current[thing], thing
        elif thing in parameter_info():
            ours, theirs = scenario.parameters, kaifu.parameters
            assert getattr(ours, thing) == getattr(theirs, thing), thing


# SHA-256 of current practice, parameters, posts, communities and wage, as the places had them
# when each typed by hand what it borrowed, without the levers and parameters added since.
BEFORE = {
    "kaifu": "a315c86aa55a86ca00affd0d6f4ca3f8d0fdd942b339058afe70ac49cfbbe3a0",
    "report4_district": "6600c4c6d66ffa2a228a5ecfca658a728ee014ca679fb094007e051ecf418f1d",
    "rucheng": "fa648833ab3e6650b68dc38da354efd821659fd7d037d649459499d5a496e9cf",
    "siyang": "dead0065aaab0d166377d3021acaf7987ffa2eefaef64634a415bf5281db1055",
}
SINCE = (
    "pay_scale",
    "pay_multiplier_elected",
    "pay_multiplier_hired",
    "pay_multiplier_other",
    "policy_credibility",
    "pension_floor",
    "pension_full_years",
    "market_pension_coverage",
    "least_service_share",
    "turnover_hiring_cost",
    "turnover_training_cost",
    "acting_allowance_share",
    "bought_hour_price",
    "certification_price",
    "reserve_allowance_share",
    "task_hours_kept",
    "asking_price",
    "exam_price",
    "severance_months",
    "history_late_years",
    "dismissal_morale_cost",
    "frustration",
    "effort_response",
)


@pytest.mark.parametrize("name", ["kaifu", *OTHERS])
def test_no_number_of_a_place_moved_when_what_it_borrows_came_to_be_computed(name: str) -> None:
    scenario = Scenario.load(place=name)
    place, practice = scenario.place, scenario.current.as_numbers()._asdict()
    parameters = scenario.parameters._asdict()
    for added in SINCE:
        del (practice if added in practice else parameters)[added]
    parameters["insurance_value_pension"] = 0.08  # what stood for the pension
    parameters["history_growth"] = parameters.pop("history_growth_early")
    assert parameters.pop("history_growth_late") == parameters["history_growth"]
    content = [practice, parameters, place.posts, place.communities,
               place.reference_wage]  # fmt: skip
    text = json.dumps(content, sort_keys=True)
    assert hashlib.sha256(text.encode()).hexdigest() == BEFORE[name]


@pytest.mark.parametrize("name", OTHERS)
def test_a_place_like_another_borrows_what_that_one_states(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(data_folder(), tmp_path / "data")
    monkeypatch.setenv("COMMUNITY_SIM_DATA", str(tmp_path / "data"))
    made = tmp_path / "data" / "places" / "made_up.yaml"
    made.write_text(f"like: {name}\nyear: 2012\ncommunities: 24\n", encoding="utf-8")
    place, model = load_place("made_up"), load_place(name)
    borrowed, its = place.current_practice(), model.current_practice()
    counted = "promotion.subdistrict_posts_per_year"
    assert set(borrowed.differences(its)) == {counted}
    assert float(borrowed[counted]) / 24 == pytest.approx(float(its[counted]) / model.communities)
    assert dict(place.parameters) == dict(model.parameters)
    assert place.posts == tuple(round(n * 24 / model.communities) for n in model.posts)
    assert {place.borrowed[each] for each in model.stated} == {name}


@pytest.mark.parametrize("name", OTHERS)
def test_promotions_to_the_sub_district_are_those_of_kaifu_per_community(name: str) -> None:
    place, kaifu = load_place(name), load_place("kaifu")
    posts = place.current_practice().promotion.subdistrict_posts_per_year
    expected = kaifu.current_practice().promotion.subdistrict_posts_per_year
    assert posts / place.communities == pytest.approx(expected / kaifu.communities, rel=1e-12)


@pytest.mark.parametrize(("one", "other"), list(combinations(("kaifu", *OTHERS), 2)))
def test_places_are_never_pooled(one: str, other: str) -> None:
    first, second = load_place(one), load_place(other)
    assert first.year != second.year
    assert first.communities != second.communities
    assert first.posts != second.posts
    assert first.current_practice() != second.current_practice()
    assert Scenario.load(place=one).content_hash != Scenario.load(place=other).content_hash
    ids = [{i for text in dict(p.figures).values() for i in text.split()} for p in (first, second)]
    assert not ids[0] & ids[1]


@pytest.mark.parametrize("name", OTHERS)
def test_a_short_run_of_a_place_closes_its_accounts(name: str) -> None:
    trajectory = run_one(Scenario.load(place=name, years=YEARS), seed=3)
    trajectory.check_conservation()
    posts = sum(load_place(name).posts)
    assert (trajectory.stocks["closing"] <= posts).all()
    assert (trajectory.stocks["closing"] > 0.7 * posts).all()


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("seed", [1, 2])
def test_both_engines_tell_the_same_of_a_place(name: str, seed: int) -> None:
    plans = ready(name)
    _, staff = live_through(plans.history, seed)
    staff = open_policy_years(plans.history, plans.plan, staff)
    fast, _ = simulate(plans.plan, staff, seed, engine="compiled")
    slow, _ = simulate(plans.plan, staff, seed, engine="agent")
    assert fast == slow
    slow.check_conservation()
