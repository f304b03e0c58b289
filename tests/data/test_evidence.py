"""The evidence can be questioned: what is in the reports, what contradicts, what rests on what."""

import csv
import math
from pathlib import Path
from statistics import NormalDist

import pytest

from community_sim.errors import BadValue, UnknownFigure
from community_sim.evidence import audit_table, depends_on, figures_table, load_audit
from community_sim.parameters import load_parameters
from community_sim.readers import read_by
from community_sim.report import load_figures

ROOT = Path(__file__).parents[2]


def test_every_finding_of_the_audit_is_loaded_in_order():
    with (ROOT / "data/report_audit.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [found.id for found in load_audit()] == [row["id"] for row in rows]
    assert all(found.finding and found.adopted and found.readings for found in load_audit())


def test_what_rests_on_a_figure_is_found():
    rests = depends_on("r1-098")
    assert "pressure_target" in rests["parameters"]
    assert "m8" in depends_on("r1-034")["moments"]
    assert "pay.coefficient_principal" in depends_on("r1-064")["levers"]
    assert "pay.coefficient_deputy" in depends_on("r3-035")["levers"]
    assert "households_mean" in depends_on("r2-020")["parameters"]
    assert "a-01" in depends_on("r1-003")["audit"]


def test_an_unknown_figure_is_refused():
    with pytest.raises(UnknownFigure, match="r9-001"):
        depends_on("r9-001")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_tables_hold_what_was_asked_for(lang):
    table = figures_table(report=2, lang=lang).as_raw_html()
    assert "r2-001" in table
    assert "r1-001" not in table
    found = next(one for one in load_audit() if one.kind == "contradiction")
    assert found.adopted[:20] in audit_table("contradiction", lang).as_raw_html()


def test_an_unknown_kind_of_finding_is_refused_with_the_nearest_one():
    with pytest.raises(BadValue, match="Did you mean 'contradiction'"):
        audit_table("contradictions")


def test_the_spread_of_households_follows_from_its_figures():
    p = load_parameters()
    figures = load_figures()
    below = 1.0 - figures["r1-006"].value / 100.0
    limit = figures["r1-007"].value
    log_mean = math.log(p.households_mean) - p.households_log_sd**2 / 2
    derived = NormalDist(log_mean, p.households_log_sd).cdf(math.log(limit))
    assert derived == pytest.approx(below, abs=0.003)


def test_the_reported_parameters_are_their_figures():
    p = load_parameters()
    figures = {identity: one.value for identity, one in load_figures().items()}
    assert p.female_share_entrants == pytest.approx(figures["r1-016"] / 100, abs=1e-9)
    assert p.reference_wage_growth == pytest.approx(figures["r1-108"] / 100, abs=1e-9)
    assert p.pressure_target == pytest.approx(figures["r1-098"] / figures["r1-097"], abs=0.001)


def test_where_a_parameter_and_a_lever_are_used_is_found():
    assert "rules/pay.pay_utility" in read_by("pay_weight")
    assert "engines/agent/model.CommunityModel.return_secondees" in read_by(
        "secondment_return_probability"
    )
    assert read_by("promotion.meritocracy_weight") == (
        "rules/promotion.promotion_score",
        "rules/workload.effort",
    )
    assert "scenario.Scenario.holds_bill" in read_by("pay.hold_wage_bill")
    assert read_by("no_such_parameter") == ()


def test_a_table_of_evidence_escapes_its_text_once():
    page = audit_table().as_raw_html()
    assert "&amp;#" not in page
    assert "<script" not in page
