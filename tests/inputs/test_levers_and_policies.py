"""Levers, parameters and shipped policies are complete, agree, and do what they say."""

import pickle
import re
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from community_sim.errors import BadValue, ConflictingLevers, UnknownLever, UnknownParameter
from community_sim.outcomes import OUTCOMES
from community_sim.parameters import Parameters, load_parameters, parameter_info
from community_sim.place import load_place, place_names
from community_sim.policy import GROUPS, ROUTE_SHARES, Policy, PolicyNumbers, checked, levers
from community_sim.policy_file import Change, PolicyFile, load_policy, policy_names
from community_sim.posterior import CONDITIONINGS, PASTS, load_posterior
from community_sim.readers import read_by, reads
from community_sim.reading import data_folder, read_table, read_yaml
from community_sim.report import load_figures
from community_sim.rules.pay import pay_ratio
from community_sim.scenario import Scenario
from community_sim.vocabulary import Mandate, Post

PERSONAL = [
    name
    for name in PolicyNumbers._fields
    if name.startswith(("pay_", "separation_retirement_age_"))
]


NOT_READ = {
    f"recruitment.{names[-1]}": "the last share of a level is what the others leave"
    for names in ROUTE_SHARES
}
"""Levers that no function of the model reads, and why."""


def kaifu() -> Policy:
    """Return kaifu's current practice."""
    return load_place("kaifu").current_practice()


def policy_of(name: str = "mine", *, starts: int = 1, **changes: float | bool) -> PolicyFile:
    """Return a policy file that sets levers, given as `group__name=value`."""
    made = tuple(Change(key.replace("__", "."), "set", value) for key, value in changes.items())
    return PolicyFile(name, starts=starts, changes=made)


# --- levers and parameters


def test_numbers_and_levers_agree_in_order() -> None:
    assert [name.replace(".", "_", 1) for name in levers()] == list(PolicyNumbers._fields)


def test_numbers_are_the_levers_values() -> None:
    practice = kaifu()
    for lever, number in zip(levers().values(), practice.as_numbers(), strict=True):
        value = practice[lever.name]
        assert number == (lever.choices.index(value) if lever.choices else float(value))
        assert type(number) is float
    for code, closure in enumerate(("funded", "office", "headcount")):
        assert practice.with_(**{"budget.closure": closure}).as_numbers().budget_closure == code


def test_the_record_of_numbers_is_made_of_the_rows_in_their_order() -> None:
    rows = read_table(data_folder() / "levers.csv")
    assert [row["name"] for row in rows] == list(levers())
    assert list(GROUPS) == list(dict.fromkeys(row["name"].split(".")[0] for row in rows))


@pytest.mark.parametrize("record", [kaifu().as_numbers(), load_parameters()], ids=["levers", "p"])
def test_a_record_is_a_named_tuple_that_can_be_sent_to_another_process(record: Any) -> None:
    there = pickle.loads(pickle.dumps(record))
    assert there == record and hash(there) == hash(record) and type(there) is type(record)
    first = record._fields[0]
    assert record._replace(**{first: 0.25})._asdict() == {**record._asdict(), first: 0.25}


def test_a_policy_can_be_sent_to_another_process() -> None:
    policy = kaifu().with_(**{"budget.closure": "office", "pay.hold_wage_bill": True})
    there = pickle.loads(pickle.dumps(policy))
    assert there == policy and hash(there) == hash(policy) and there != kaifu()


def test_a_policy_without_a_place_is_refused_in_a_sentence() -> None:
    with pytest.raises(BadValue, match="take that of a place"):
        Policy()
    with pytest.raises(BadValue, match=r"'pay\.coefficient_general_worker' has no value"):
        Policy.of({})


@pytest.mark.parametrize("name", levers())
def test_a_lever_has_labels_a_unit_a_source_and_a_range_that_holds_its_default(name: str) -> None:
    lever = levers()[name]
    assert lever.label("en") == lever.label_en and lever.label("zh") == lever.label_zh
    assert lever.label_en.isascii() or "’" in lever.label_en
    assert re.search(r"[\u4e00-\u9fff]", lever.label_zh)
    assert lever.unit and lever.shown_unit("zh")
    assert lever.report and lever.note
    assert lever.default is None or checked(name, lever.default) == lever.default
    if lever.kind in (int, float):
        assert lever.low is not None and lever.high is not None
        assert lever.low < lever.high
        for value in (lever.low, lever.high):
            assert checked(name, value) == value
    else:
        assert lever.kind in (bool, str) and lever.low is None and lever.high is None
        assert bool(lever.choices) == (lever.kind is str)
    assert set(lever.figures.split()) <= set(load_figures())


@pytest.mark.parametrize("name", levers())
def test_a_levers_value_stands_in_one_place(name: str) -> None:
    """A lever has a value in the catalogue, or kaifu states it; never both."""
    assert (levers()[name].default is None) == (name in load_place("kaifu").stated)


def test_no_two_levers_have_the_same_label() -> None:
    for lang in ("en", "zh"):
        labels = [lever.label(lang) for lever in levers().values()]
        assert len(set(labels)) == len(labels)


def test_whatever_a_function_of_the_model_reads_is_in_a_catalogue() -> None:
    known = {*PolicyNumbers._fields, *Parameters._fields}
    misspelt = [
        f"community_sim/{read.function.split('.')[0]}.py, line {read.line}: '{read.name}' is read, "
        "but has no row in data/levers.csv or data/parameters.csv; add the row."
        for read in reads()
        if read.name not in known
    ]
    assert not misspelt, "\n".join(misspelt)
    assert len(reads()) > 150 and len({read.function for read in reads()}) > 50


@pytest.mark.parametrize("name", levers())
def test_a_lever_is_read_by_the_model_or_it_is_said_why_not(name: str) -> None:
    line = 2 + list(levers()).index(name)
    assert bool(read_by(name)) != (name in NOT_READ), NOT_READ.get(
        name,
        f"data/levers.csv, line {line}: no rule reads '{name}'; read it in community_sim/rules "
        f"as 'levers.{name.replace('.', '_', 1)}', or remove the row.",
    )


def test_the_routes_of_a_level_are_shares_that_sum_to_one() -> None:
    for names in ROUTE_SHARES:
        assert sum(getattr(kaifu().recruitment, name) for name in names) == pytest.approx(1.0)
        assert all(f"recruitment.{name}" in levers() for name in names)


def test_parameters_are_the_rows_of_the_table_in_its_order() -> None:
    rows = read_table(data_folder() / "parameters.csv")
    assert [row["name"] for row in rows] == list(Parameters._fields)
    assert list(load_parameters()) == [float(row["value"]) for row in rows]
    assert list(parameter_info()) == list(Parameters._fields)


@pytest.mark.parametrize("name", Parameters._fields)
def test_a_parameter_has_labels_a_unit_a_range_and_a_source_and_is_used(name: str) -> None:
    info = parameter_info()[name]
    assert info.label_en and re.search(r"[\u4e00-\u9fff]", info.label_zh)
    assert info.unit
    assert info.low <= info.value <= info.high and info.low < info.high
    assert info.figures or info.note
    assert set(info.figures) <= set(load_figures())
    if info.status in ("reported", "derived"):
        assert info.figures or re.search(r"\d", info.note)
    assert info.is_informed_by_reports == (info.status == "calibrated" or bool(info.figures))
    assert read_by(name)


def test_the_figures_of_targets_and_places_exist() -> None:
    for row in read_table(data_folder() / "calibration" / "targets.csv"):
        assert row["figures"].split() or row["source"], row["id"]
        assert set(row["figures"].split()) <= set(load_figures()), row["id"]
    for name in place_names():
        for field, ids in load_place(name).figures:
            assert set(ids.split()) <= set(load_figures()), f"{name}: {field}"


def test_parameters_are_changed_by_name_within_their_range() -> None:
    scenario = Scenario.load()
    assert scenario.with_parameters(pay_weight=1).parameters.pay_weight == 1.0
    assert scenario.parameters.pay_weight == load_parameters().pay_weight
    with pytest.raises(UnknownParameter, match="Did you mean 'pay_weight'"):
        scenario.with_parameters(pay_wieght=1.0)
    for value in (99.0, float("nan"), float("inf"), 10**400, True, "1", None):
        with pytest.raises(BadValue, match="'pay_weight'"):
            scenario.with_parameters(pay_weight=value)  # type: ignore[arg-type]


# --- shipped policies


@pytest.mark.parametrize("name", policy_names())
def test_a_shipped_policy_loads_applies_and_says_what_it_changes(name: str) -> None:
    file = load_policy(name)
    assert file == load_policy(file.code) == replace(load_policy(str(policy_path(name))))
    scenario = Scenario.load(name)
    assert scenario.name == name
    assert file.code and file.title and file.rationale
    assert re.search(r"[\u4e00-\u9fff]", file.title_zh)
    assert set(file.expect) <= set(OUTCOMES)
    changed = scenario.policy.differences(scenario.current)
    assert set(changed) >= {c.lever for c in file.changes if c.operation == "multiply_by"}
    assert bool(changed) == (name != "current_practice")
    for lang, end in (("en", "."), ("zh", "。")):
        sentence = file.sentence(scenario.current, lang, scenario.policy)
        assert sentence.endswith(end) and sentence.isprintable()


def policy_path(name: str) -> Path:
    return data_folder() / "policies" / f"{name}.yaml"


def test_a_shipped_policy_changes_only_levers_that_it_names() -> None:
    for name in policy_names():
        file, current = load_policy(name), Scenario.load().current
        changed = file.apply(current).differences(current)
        assert set(changed) <= {change.lever for change in file.changes}, name


def test_codes_are_given_once() -> None:
    codes = [load_policy(name).code for name in policy_names()]
    assert len(set(codes)) == len(codes)


def test_named_sets_hold_shipped_policies_each_once() -> None:
    for name, members in read_yaml(data_folder() / "scenarios.yaml").values.items():
        assert len(set(members)) == len(members), name
        assert set(members) <= set(policy_names()), name


@pytest.mark.parametrize("place", place_names())
def test_every_policy_applies_in_every_place(place: str) -> None:
    scenario = Scenario.load(place=place)
    for name in policy_names():
        assert scenario.with_policy(name).place == load_place(place)


@pytest.mark.parametrize("name", [n for n in policy_names() if n.startswith("package_")])
def test_a_package_does_all_that_its_parts_do(name: str) -> None:
    changes = {change.lever: change for change in load_policy(name).changes}
    document = read_yaml(policy_path(name)).values
    for part in document.get("combines", []):
        for change in load_policy(part).changes:
            assert changes[change.lever].value == change.value


# --- current practice, equality and hashes


def test_a_policy_that_changes_nothing_is_current_practice() -> None:
    current = Scenario.load()
    same = Change("pay.coefficient_deputy", "multiply_by", 1)
    for nothing in (
        PolicyFile("zero"),
        PolicyFile("zero", starts=7, applies_to="entrants"),
        PolicyFile("zero", applies_to="bridge", bridge_years=5, changes=(same,)),
        PolicyFile("zero", changes=(Change("pay.coefficient_deputy", "add", -0.0),)),
        PolicyFile("zero", changes=(Change("pay.seniority_step", "set", -0.0),)),
    ):
        scenario = current.with_policy(nothing)
        assert scenario == current
        assert hash(scenario) == hash(current)
        assert scenario.content_hash == current.content_hash
    assert Scenario.load("S0") == current == current.baseline()


def test_the_hash_ignores_names_and_titles() -> None:
    scenario = Scenario.load("hired_pay_1200")
    file = scenario.policy_file
    assert file is not None
    renamed = scenario.with_policy(replace(file, name="other", title="Other", rationale="None"))
    assert renamed == scenario and renamed.content_hash == scenario.content_hash
    moved = replace(scenario, place=replace(scenario.place, title="Elsewhere", note="x", name="y"))
    assert moved.content_hash == scenario.content_hash


def test_the_hash_sees_whatever_influences_results() -> None:
    scenario = Scenario.load("hired_pay_1200")
    place = scenario.place
    others = [
        scenario.with_years(21),
        scenario.with_parameters(pay_weight=0.76),
        scenario.with_dynamics("myopic"),
        scenario.with_dynamics("hazard"),
        scenario.baseline(),
        scenario.with_current(kaifu().with_(**{"workload.relief_share": 0.1})),
        replace(scenario, starts=2),
        replace(scenario, applies_to="entrants"),
        replace(scenario, applies_to="bridge", bridge_years=3),
        replace(scenario, applies_to="bridge", bridge_years=4),
        replace(scenario, place=replace(place, communities=67)),
        replace(scenario, place=replace(place, posts=(214, 243, 100, 95))),
        replace(scenario, place=replace(place, reference_wage=27969.0)),
        *(Scenario.load(name) for name in ("pay_floor_080", "task_admission")),
    ]
    hashes = {scenario.content_hash, *(other.content_hash for other in others)}
    assert len(hashes) == len(others) + 1
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in hashes)


def test_the_hash_sees_every_lever() -> None:
    current = Scenario.load()
    hashes = {current.content_hash}
    shares = {f"recruitment.{name}" for names in ROUTE_SHARES for name in names}
    free = [lever for lever in levers().values() if lever.name not in shares]
    for lever in free:
        value = current.policy[lever.name]
        other = {bool: not value, str: "office"}.get(
            lever.kind, lever.high if value != lever.high else lever.low
        )
        made = replace(current, policy=current.policy.with_(**{lever.name: other}))
        hashes.add(made.content_hash)
    assert len(hashes) == len(free) + 1


# --- immutability


def test_with_returns_another_policy_and_leaves_the_first() -> None:
    first = kaifu()
    second = first.with_(**{"pay.coefficient_principal": 1.2, "separation.term_years": 5.0})
    assert first == kaifu()
    assert second["pay.coefficient_principal"] == 1.2
    assert second["separation.term_years"] == 5 and type(second["separation.term_years"]) is int
    assert set(second.differences(first)) == {"pay.coefficient_principal", "separation.term_years"}
    assert second.with_(**{"pay.coefficient_principal": 1.16, "separation.term_years": 3}) == first
    assert len({first, second, kaifu()}) == 2


def test_nothing_of_a_policy_can_be_set_in_place() -> None:
    policy, scenario = kaifu(), Scenario.load()
    with pytest.raises(ValidationError):
        policy.pay = policy.pay
    with pytest.raises(ValidationError):
        policy.pay.dispersion = 0.2
    with pytest.raises(FrozenInstanceError):
        scenario.years = 3  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        scenario.place.year = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        scenario.parameters.pay_weight = 1.0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"pay.bonus": 1.0}, UnknownLever),
        ({"bonus": 1.0}, UnknownLever),
        ({"pay.dispersion": 2.0}, BadValue),
        ({"pay.dispersion": "0.1"}, BadValue),
        ({"pay.dispersion": True}, BadValue),
        ({"pay.dispersion": None}, BadValue),
        ({"separation.term_years": 3.5}, BadValue),
        ({"pay.hold_wage_bill": 1}, BadValue),
        ({"budget.closure": "loan"}, BadValue),
        ({"recruitment.principal_election": 0.9}, BadValue),
    ],
)
def test_with_refuses_what_a_file_may_not_say(
    changes: dict[str, float], error: type[Exception]
) -> None:
    with pytest.raises(error):
        kaifu().with_(**changes)
    with pytest.raises(UnknownLever):
        kaifu()["pay.bonus"]


# --- operations and combinations


@pytest.mark.parametrize(
    ("operation", "operand", "after"),
    [
        ("set", 0.5, 0.5), ("multiply_by", 1.5, 0.9), ("add", 0.25, 0.85), ("add", -0.1, 0.5),
        ("at_least", 0.8, 0.8), ("at_least", 0.5, 0.6), ("at_most", 0.5, 0.5),
         ("at_most", 0.8, 0.6),
    ],
)  # fmt: skip
def test_an_operation_works_on_current_practice(
    operation: str, operand: float, after: float
) -> None:
    change = Change("pay.coefficient_deputy", operation, operand)
    assert change.applied_to(0.6) == pytest.approx(after, rel=1e-15)


def test_policies_stack_in_any_order_and_conflicts_are_reported() -> None:
    current = Scenario.load()
    both = current.with_policy(["hired_pay_1200", "task_admission"])
    assert both == current.with_policy(["task_admission", "hired_pay_1200"])
    assert both.name == "hired_pay_1200+task_admission"
    alone = [current.with_policy(name).policy for name in ("hired_pay_1200", "task_admission")]
    assert both.policy.differences(current.current) == {
        **alone[0].differences(current.current),
        **alone[1].differences(current.current),
    }
    with pytest.raises(ConflictingLevers):
        current.with_policy(["hired_pay_1200", "pay_floor_080"])
    with pytest.raises(ConflictingLevers):
        current.with_policy(["hired_pay_1200", "hired_pay_1200"])
    with pytest.raises(BadValue):
        current.with_policy([])


# --- for whom, from when


def reform(applies_to: str = "everyone", bridge_years: int = 0, starts: int = 3) -> Scenario:
    file = policy_of(
        starts=starts, pay__coefficient_deputy=0.9, pay__insurance_pension=1.0,
        separation__retirement_age_women=60, workload__relief_share=0.3,
    )  # fmt: skip
    return Scenario.load().with_policy(
        replace(file, applies_to=applies_to, bridge_years=bridge_years)  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("applies_to", ["everyone", "entrants", "bridge"])
def test_before_it_starts_a_policy_changes_nothing(applies_to: str) -> None:
    scenario = reform(applies_to, 4 if applies_to == "bridge" else 0)
    today = scenario.current.as_numbers()
    for year in (1, 2):
        assert scenario.levers_in_year(year) == today
        for entered_before in (True, False):
            assert scenario.terms_in_year(year, entered_before=entered_before) == today


def test_everyone_has_the_new_terms_from_the_start() -> None:
    scenario = reform()
    made = scenario.policy.as_numbers()
    for entered_before in (True, False):
        assert scenario.terms_in_year(3, entered_before=entered_before) == made


@pytest.mark.parametrize("indexed", [1.0, 0.4])
def test_grandfathered_incumbents_keep_exactly_the_terms_of_current_practice(
    indexed: float,
) -> None:
    scenario = reform("entrants")
    scenario = replace(scenario, policy=scenario.policy.with_(**{"pay.indexation": indexed}))
    today = scenario.current.as_numbers()
    for year in range(1, 21):
        terms = scenario.terms_in_year(year, entered_before=True)
        district = scenario.levers_in_year(year)
        for name in PolicyNumbers._fields:
            expected = today if name in PERSONAL else district
            assert getattr(terms, name) == getattr(expected, name), f"{name} in year {year}"
    entrants = scenario.terms_in_year(3, entered_before=False)
    assert entrants.separation_retirement_age_women == 60
    assert entrants.workload_relief_share == terms.workload_relief_share == 0.3


def test_a_bridge_moves_linearly_and_ends_at_the_reform() -> None:
    scenario = reform("bridge", bridge_years=4)
    today, made = scenario.current.as_numbers(), scenario.policy.as_numbers()
    for year, share in [(2, 0.0), (3, 0.25), (4, 0.5), (5, 0.75), (6, 1.0), (7, 1.0), (20, 1.0)]:
        terms = scenario.terms_in_year(year, entered_before=True)
        for name in PERSONAL:
            before, after = getattr(today, name), getattr(made, name)
            expected = before + share * (after - before)
            assert getattr(terms, name) == pytest.approx(expected, rel=1e-15)
        if share == 1.0:
            assert terms == made
    assert scenario.terms_in_year(3, entered_before=False) == made


def test_a_bridge_of_one_year_is_for_everyone() -> None:
    bridge, everyone = reform("bridge", bridge_years=1), reform()
    for year in range(1, 6):
        assert bridge.terms_in_year(year, entered_before=True) == everyone.terms_in_year(
            year, entered_before=True
        )


def test_pay_that_does_not_follow_wages_erodes_year_by_year_and_then_stays() -> None:
    file = policy_of(starts=2, pay__indexation=0.25, pay__indexation_years=3)
    scenario = Scenario.load().with_policy(file)
    growth = scenario.parameters.reference_wage_growth
    kept = (1 + 0.25 * growth) / (1 + growth)
    for year, power in [(1, 0), (2, 1), (3, 2), (4, 3), (5, 3), (20, 3)]:
        terms = scenario.terms_in_year(year, entered_before=False)
        for level in Post:
            paid = pay_ratio(level, Mandate.HIRED, 0, scenario.policy.as_numbers())
            expected = paid * kept**power
            assert pay_ratio(level, Mandate.HIRED, 0, terms) == pytest.approx(expected, rel=1e-14)
        assert terms.pay_insurance_pension == scenario.policy["pay.insurance_pension"]


def test_pay_that_follows_wages_does_not_erode() -> None:
    scenario = Scenario.load().with_policy(policy_of(pay__coefficient_deputy=0.9))
    for year in range(1, 21):
        assert scenario.terms_in_year(year, entered_before=False) == scenario.policy.as_numbers()


# --- the wage bill


# --- horizons


@pytest.mark.parametrize("years", [0, -1, 201, 2.5, True, "20", None])
def test_a_horizon_is_a_whole_number_of_years(years: object) -> None:
    with pytest.raises(BadValue, match="years is"):
        Scenario.load(years=years)  # type: ignore[arg-type]


def test_routes_that_a_policy_does_not_state_take_what_is_left(tmp_path):
    file = tmp_path / "elected_deputies.yaml"
    file.write_text("levers: {recruitment: {deputy_election: 0.6}}\n", encoding="utf-8")
    current = Scenario.load().current.recruitment
    made = Scenario.load(file).policy.recruitment
    assert made.deputy_election == 0.6
    assert made.deputy_secondment + made.deputy_placement == pytest.approx(0.4)
    assert made.deputy_secondment / made.deputy_placement == pytest.approx(
        current.deputy_secondment / current.deputy_placement
    )


@pytest.mark.parametrize(
    "routes",
    ["deputy_election: 0.7, deputy_secondment: 0.4",
     "general_worker_open: 0.9, general_worker_placement: 0.2",
     "principal_election: 0.5, principal_secondment: 0.4"],
)  # fmt: skip
def test_stated_routes_that_leave_no_whole_are_refused(tmp_path, routes):
    file = tmp_path / "routes.yaml"
    file.write_text(f"levers: {{recruitment: {{{routes}}}}}\n", encoding="utf-8")
    with pytest.raises(BadValue, match=r"routes.yaml: .*the shares must sum to 1"):
        Scenario.load(file)


@pytest.mark.parametrize("past", PASTS)
@pytest.mark.parametrize("given", CONDITIONINGS)
def test_every_shipped_policy_can_be_applied_at_every_draw(given, past):
    posterior = load_posterior(given, past)
    place = Scenario.load()
    files = [load_policy(name) for name in policy_names()]
    for number in range(0, len(posterior), 20):
        current = posterior.draw(number).applied(place)
        for file in files:
            routes = current.with_policy(file).policy.recruitment
            assert routes.deputy_election + routes.deputy_secondment <= 1.0 + 1e-9
