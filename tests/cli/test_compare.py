"""`community-sim compare` leaves a whole result, or says in a sentence why not."""

import json
import re

import pandas as pd
import pytest

from community_sim.outcomes import OUTCOMES, Unit
from community_sim.publish import FILES

SMALL = ["--replications", "2", "--years", "5", "--draws", "0"]

POLICY = "title: Mine\nlevers:\n  pay:\n    coefficient_deputy: {change}\n"


def test_a_comparison_leaves_page_notebook_tables_and_manifest(compared):
    assert {path.name for path in compared.iterdir()} == set(FILES)


def test_the_page_asks_no_network(compared):
    page = (compared / "comparison.html").read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", page) == []
    assert "@import" not in page
    assert page.count("data:image/png;base64,") >= 5


def test_the_manifest_binds_versions_seeds_data_policies_and_code(compared):
    record = json.loads((compared / "manifest.json").read_text(encoding="utf-8"))
    text = json.dumps(record)
    assert "numpy" in text
    assert re.search(r"[0-9a-f]{64}", text)
    assert "hired_pay_1200" in text
    assert "/tmp" not in text
    assert "/home" not in text


def test_the_table_and_the_outcomes_agree(compared):
    effects = pd.read_csv(compared / "comparison.csv")
    runs = pd.read_parquet(compared / "outcomes.parquet")
    row = effects.query("policy == 'hired_pay_1200' and outcome == 'exit_rate' and horizon == 5")
    means = runs.query("outcome == 'exit_rate' and horizon == 5").groupby("policy")["value"].mean()
    difference = means["hired_pay_1200"] - means["current_practice"]
    assert row["effect"].item() == pytest.approx(difference, rel=1e-9)


def test_the_same_inputs_give_the_same_bytes_again(compared, call, tmp_path):
    code, _, _ = call("compare", "S1", "S7", *SMALL, "--out", "again")
    assert code == 0
    again = tmp_path / "again" / "comparison.csv"
    assert again.read_bytes() == (compared / "comparison.csv").read_bytes()


def test_json_is_one_document_and_nothing_else(call):
    code, out, _ = call("compare", "S8", *SMALL, "--lang", "zh", "--out", "out", "--json")
    assert code == 0
    assert json.loads(out)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no_such_policy"], ["no_such_policy", "not a policy"]),
        (["hired_pay_120"], ["hired_pay_1200", "Did you mean"]),
        (["S1", "--place", "kaifo"], ["kaifo", "Did you mean 'kaifu'"]),
        (["S1", "S1"], ["hired_pay_1200"]),
        (["absent.yaml"], ["absent.yaml"]),
        (["S1", "--years", "0"], ["years"]),
        (["S1", "--replications", "many"], ["replications"]),
        (["S1", "--lang", "fr"], ["lang"]),
        (["S1", "--discount", "3"], ["discount rate is 3.0", "from 0 to 0.2"]),
        (["S1", "--discount", "-0.01"], ["discount rate is -0.01", "from 0 to 0.2"]),
        (["S1", "--discount", "nan"], ["discount rate is nan", "from 0 to 0.2"]),
        (["S1", "--discount", "three"], ["discount"]),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_two(call, tmp_path, arguments, words):
    code, _, errors = call("compare", *arguments, "--out", "out")
    assert code == 2
    assert "Traceback" not in errors
    assert all(word in errors for word in words), errors
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("99", ["mine.yaml, line 4", "pay.coefficient_deputy", "0.1 to 3"]),
        ("yes", ["mine.yaml, line 4", "'yes'"]),
        ("{multiply_by: two}", ["mine.yaml, line 4", "multiply_by"]),
        (
            "0.5\n    coeficient_principal: 1",
            ["line 5", "Did you mean 'pay.coefficient_principal'"],
        ),
    ],
)
def test_a_mistake_in_a_policy_file_is_located(call, tmp_path, change, words):
    (tmp_path / "mine.yaml").write_text(POLICY.replace("{change}", change), encoding="utf-8")
    code, _, errors = call("compare", "mine.yaml", "--out", "out")
    assert code == 2
    assert len(errors.strip().splitlines()) == 1
    assert all(word in errors for word in words), errors
    assert not (tmp_path / "out").exists()


def test_discounted_money_says_so_in_the_page_the_tables_and_the_record(compared, call, tmp_path):
    code, out, errors = call("compare", "S1", "S7", *SMALL, "--discount", "0.03", "--out", "out")
    assert code == 0, errors
    assert "Money is discounted by 3% a year" in " ".join(out.split())
    folder = tmp_path / "out"
    assert "3% less a year later" in (folder / "comparison.html").read_text(encoding="utf-8")
    assert pd.read_parquet(folder / "outcomes.parquet").attrs == {"discount_rate": 0.03}
    record = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert '"discount_rate": 0.03' in json.dumps(record)
    plain, discounted = (
        pd.read_csv(each / "comparison.csv").set_index(["policy", "horizon", "outcome"])["current"]
        for each in (compared, folder)
    )
    differ = plain.index[plain.ne(discounted) & plain.notna()].get_level_values("outcome")
    assert set(differ) and all(OUTCOMES[name].unit is Unit.MONEY for name in differ)


def test_a_failed_comparison_leaves_the_earlier_result_whole(compared, call, monkeypatch):
    from community_sim.publish import comparing

    def fail(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    before = {path.name: path.read_bytes() for path in compared.iterdir()}
    monkeypatch.setattr(comparing, "write_page", fail)
    with pytest.raises(OSError, match="No space"):
        call("compare", "S8", *SMALL, "--out", str(compared))
    assert {path.name: path.read_bytes() for path in compared.iterdir()} == before


def test_a_policy_file_with_a_chinese_name_is_taken(call, tmp_path):
    text = POLICY.replace("{change}", "{multiply_by: 1.2}")
    (tmp_path / "副职加薪.yaml").write_text(text, encoding="utf-8")
    code, _, errors = call("compare", "副职加薪.yaml", *SMALL, "--lang", "zh", "--out", "out")
    assert code == 0, errors
    assert "副职加薪" in (tmp_path / "out" / "comparison.csv").read_text(encoding="utf-8")
