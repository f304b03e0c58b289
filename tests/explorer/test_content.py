"""What the page shows beside a lever."""

from community_sim.explorer.content import fixed


def test_a_lever_shows_its_figures_and_a_year_as_years_are_written():
    shown = {
        lever["name"]: lever["figures"]
        for group in fixed("en")["groups"]
        for lever in group["levers"]
    }
    principal = shown["pay.coefficient_principal"]
    assert "r1-064: Mean income of principals: 32,487 CNY/person/year" in principal
    assert "r1-063: Year of the mean income of principals: 2007 calendar year" in principal
    assert any(each.endswith(": redacted") for each in shown["workload.certified_share"])
