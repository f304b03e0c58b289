"""A rule of one's own is a value: felt by both engines, told apart by what it does, and refused in
a sentence where it cannot be run."""

import math
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from community_sim.compilation import compiled
from community_sim.errors import BadValue, UnknownPolicy, UnknownRule
from community_sim.mechanism import load_mechanism, mechanism_names
from community_sim.rulebook import Rulebook, own_rules, rule_names
from community_sim.rules.separation import leave_probability
from community_sim.runs import fork, prepare, run
from community_sim.scenario import Scenario

HALF = 0.5


def nobody_leaves(advantage):
    return 0.0 * advantage


def half_as_often(advantage):
    return HALF * leave_probability(advantage)


def appraisal_and_leaving(advantage):
    return leave_probability(advantage)


@pytest.fixture(scope="module")
def rucheng():
    return Scenario.load(place="rucheng", years=4)


def tenures(careers):
    """Return the length of the tenure axis."""
    return careers.serve.shape[5]


def lived(scenario, engine, seed=3):
    return fork([prepare(scenario)], seed, engine)[0]


def test_every_rule_of_the_model_can_be_replaced():
    names = rule_names()
    assert {"pay_ratio", "leave_probability", "promotion_score", "service_hours"} <= set(names)
    book = Rulebook()
    assert all(callable(getattr(book, name)) for name in names)


@pytest.mark.long
def test_where_nobody_leaves_nobody_quits_in_either_engine(rucheng):
    own = rucheng.with_rule(leave_probability=nobody_leaves)
    fast, slow = lived(own, "compiled"), lived(own.in_python(), "agent")
    assert fast == slow
    quits = (fast.events.reason == 0) & (fast.events.event == 1)
    assert not quits.any()
    assert (lived(rucheng, "compiled").events.reason == 0).any()


def test_a_rule_may_build_on_the_one_it_replaces(rucheng):
    own = own_rules({"leave_probability": half_as_often})
    assert Rulebook(own).leave_probability(0.0) == 0.25
    replaced = own.replacements
    assert compiled(appraisal_and_leaving, replaced)(0.0) == 0.25
    assert compiled(appraisal_and_leaving)(0.0) == 0.5


def test_the_models_own_rule_in_its_own_place_is_the_model(rucheng):
    own = rucheng.with_rule(leave_probability=leave_probability)
    assert lived(own.in_python(), "agent") == lived(rucheng, "compiled")


def test_rules_that_call_a_replaced_rule_call_the_replacement(rucheng):
    def flat(tenure, p):
        return 1.0 + 0.0 * tenure * p.experience_years

    book = Rulebook(own_rules({"experience": flat}))
    p, levers = rucheng.parameters, rucheng.current.as_numbers()
    new, old = (book.promotion_score(0.0, served, 0, 0.0, levers, p) for served in (2, 20))
    assert old - new == pytest.approx(18 * p.score_tenure)


@pytest.mark.long
def test_a_rule_of_pay_is_paid_and_felt(rucheng):
    bonus = rucheng.with_mechanism("retention_bonus")
    today, tomorrow = (prepare(each).plan.years[0].incumbents.careers for each in (rucheng, bonus))
    assert tenures(tomorrow) > tenures(today) == 1
    before, after = (lived(each, "compiled") for each in (rucheng, bonus))
    assert after.stocks.wages[1] > before.stocks.wages[1]
    assert after == lived(bonus.in_python(), "agent")


@pytest.mark.long
def test_a_mechanism_holds_from_the_policys_start_and_not_before(rucheng):
    late = replace(rucheng.with_rule(leave_probability=nobody_leaves), starts=3)
    fast = lived(late, "compiled")
    quits = fast.events[(fast.events.reason == 0) & (fast.events.event == 1)]
    assert set(quits.year) <= {1, 2}
    assert len(quits)
    assert fast == lived(late.in_python(), "agent")


def test_a_baseline_lives_by_the_models_rules(rucheng):
    own = rucheng.with_policy("S1").with_rule(leave_probability=nobody_leaves)
    assert own.baseline() == rucheng
    assert own.rules.own and own.policy != rucheng.current


def test_equal_rules_are_equal_scenarios_and_other_ones_are_not(rucheng):
    def made(share):
        return lambda advantage: share + 0.0 * advantage

    one, same, other = (rucheng.with_rule(leave_probability=made(each)) for each in (0.1, 0.1, 0.2))
    assert one == same and hash(one) == hash(same)
    assert one.content_hash == same.content_hash
    assert one != other and one.content_hash != other.content_hash


_OWN_FILE = """
TITLE, TITLE_ZH, RATIONALE = "All leave", "都离开", "To be told from the model."

def leave_probability(advantage):
    return 1.0 + 0.0 * advantage
"""

_PROCESS = """
import sys
from pathlib import Path
from community_sim.compilation import compiled
from community_sim.mechanism import load_mechanism
from community_sim.rules.separation import leave_probability

def leaving(advantage):
    return leave_probability(advantage)

print(compiled(leaving, load_mechanism(Path(sys.argv[1])).rules.replacements)(0.0))
"""


def test_the_next_process_runs_the_machine_code_of_a_mechanism_file(tmp_path):
    own, script = tmp_path / "all_leave.py", tmp_path / "script.py"
    own.write_text(_OWN_FILE, encoding="utf-8")
    script.write_text(_PROCESS, encoding="utf-8")
    environment = {**os.environ, "COMMUNITY_SIM_CACHE": str(tmp_path / "cache")}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, script, own], env=environment, capture_output=True, text=True
        )
        assert done.stdout.strip() == "1.0", done.stderr
    assert list((tmp_path / "cache").rglob("*.nbc"))


def test_what_has_no_fixed_content_runs_but_is_not_sealed(rucheng):
    table = np.array([0.1, 0.2])

    def looked_up(advantage):
        return float(table[int(advantage > 0.0)])

    own = rucheng.with_rule(leave_probability=looked_up)
    with pytest.raises(BadValue, match="no fixed content"):
        own.content_hash
    assert len(list(run(own, replications=1, engine="agent"))) == 1


def test_what_cannot_be_compiled_says_how_it_can_be_run(rucheng):
    def wordy(advantage):
        return float(f"{0.1 + 0.0 * advantage:.3f}")

    own = rucheng.with_rule(leave_probability=wordy)
    with pytest.raises(
        BadValue, match=r"'leave_probability' cannot be compiled: .* engine='agent'"
    ):
        run(own, replications=1)
    assert run(own, replications=1, engine="agent")


@pytest.mark.parametrize(
    ("rules", "error", "words"),
    [
        ({"leave_probabilty": nobody_leaves}, UnknownRule, "Did you mean 'leave_probability'"),
        ({"leave_probability": 0.5}, BadValue, "give a function"),
        ({"leave_probability": lambda: 0.5}, BadValue, "takes advantage; your function"),
        ({"promotion_score": nobody_leaves}, BadValue, "takes ability, tenure, mandate"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_reason(rules, error, words):
    with pytest.raises(error, match=words):
        own_rules(rules)


@pytest.mark.parametrize("value", [None, math.nan, "much"])
def test_a_rule_that_returns_no_number_is_named(rucheng, value):
    own = rucheng.with_rule(leave_probability=lambda _: value)
    with pytest.raises(BadValue, match="Your rule 'leave_probability' returned"):
        run(own, replications=1, engine="agent")


def test_an_engine_is_one_of_two(rucheng):
    with pytest.raises(BadValue, match="engine is 'fast'"):
        run(rucheng, engine="fast")
    both = [next(iter(run(rucheng, replications=1, engine=each))) for each in ("agent", "compiled")]
    assert both[0].trajectory == both[1].trajectory


# --- mechanisms, which are files


@pytest.mark.parametrize("name", mechanism_names())
def test_every_shipped_mechanism_says_what_it_is_and_changes_lives(name, rucheng):
    made = load_mechanism(name)
    assert made.title and made.title_zh and made.rationale and made.report
    scenario = rucheng.with_mechanism(name)
    assert scenario.policy_file.title == made.title
    assert scenario.rules.content
    assert lived(scenario.in_python(), "agent") != lived(rucheng, "compiled")


TEXTS = 'TITLE = "a"\nTITLE_ZH = "b"\nRATIONALE = "c"\n'


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("def leave_probability(a): return 0.1", BadValue, "mine.py: give TITLE"),
        (TEXTS, BadValue, "replaces no rule"),
        (TEXTS + "def leave(a): return 0.1", UnknownRule, "'leave' is not a rule"),
        (TEXTS + "def leave_probability(a) return", BadValue, "line 4: not Python"),
        (TEXTS + "EXPECT = {'exit_rate': 'lower'}\ndef leave_probability(a): return 0.1",
         BadValue, "'up' or 'down'"),
        (TEXTS + "REPORT = '1/一'\ndef leave_probability(a): return 0.1", BadValue, "a list"),
    ],
)  # fmt: skip
def test_a_mechanism_file_that_is_wrong_gets_a_sentence(tmp_path, text, error, words):
    path = tmp_path / "mine.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=words):
        load_mechanism(path)


def test_a_mechanism_goes_by_its_name_or_its_path():
    with pytest.raises(UnknownPolicy, match="Did you mean 'seniority_first'"):
        load_mechanism("seniority_frist")
    with pytest.raises(UnknownPolicy, match="not a mechanism"):
        load_mechanism("../policies/current_practice")
