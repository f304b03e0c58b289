"""A design is read strictly, numbered without a list, and complete in its record."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from community_sim.design import Design, read_design
from community_sim.errors import CommunitySimError
from community_sim.parameters import parameter_info
from community_sim.reading import data_folder

MALFORMED = {
    "policys: [S1]": "line 1: 'policys' is not a field of a sweep. Did you mean 'policies'?",
    "policies: [hired_pay_120]": "'hired_pay_120' is not a policy. Did you mean 'hired_pay_1200'",
    "policies: [S1, hired_pay_1200]": "'policies' names 'hired_pay_1200' twice",
    "policies: S1": "'policies' must be a list",
    "policies: [../mine.yaml]": "'../mine.yaml' lies outside the folder",
    "policies: [/etc/mine.yaml]": "'/etc/mine.yaml' lies outside the folder",
    "places: [kaifuu]": "line 1: 'kaifuu' is not a place. Did you mean 'kaifu'?",
    "seeds: {first: -1}": "'first' is -1; it must be a whole number from 0",
    "seeds: {count: 0}": "'count' is 0; it must be a whole number from 1",
    "seeds: {cuont: 2}": "'cuont' is not a field of seeds. Did you mean 'count'?",
    "seeds: 5": "'seeds' must hold 'name: value' lines",
    "years: 0": "'years' is 0; it must be a whole number from 1 to 200",
    "years: true": "'years' is True; it must be a whole number",
    "years: 5\nhorizons: [6]": "line 2: 'horizons' holds 6; give whole numbers from 1 to 5",
    "horizons: [2, 2]": "'horizons' names 2 twice",
    "outcomes: [quitrate]": "'quitrate' is not an outcome of one run. Did you mean 'quit_rate'?",
    "run_seconds_limit: 0": "'run_seconds_limit' is 0; give a number from 0.1",
    "title: 5": "'title' is 5; write text",
    "grid: {levers: {pay.dispersal: [0]}}": "Did you mean 'pay.dispersion'?",
    "grid: {levers: {pay.dispersion: [9]}}": "line 1: 'pay.dispersion' is 9; it must be a number",
    "grid: {levers: {pay.dispersion: 0.1}}": "'pay.dispersion' must be a list",
    "grid: {parameters: {taste: [0]}}": "'taste' is not a parameter",
    "grid: {parameters: {taste_sd: [-5]}}": "'taste_sd' is -5",
    "grid: {leavers: {}}": "Did you mean 'levers'?",
    "sample: {method: lhs, size: 4}": "'method' is 'lhs'; it must be one of latin_hypercube",
    "sample: {method: latin_hypercube, size: 4}": "names neither 'levers' nor 'parameters'",
    "sample: {method: sobol, size: 5, parameters: {taste_sd: }}": "must be a power of two",
    "sample: {method: sobol, size: 4, seed: 0, parameters: {taste_sd: }}": "'seed' is 0",
    "sample: {method: latin_hypercube, size: 4, levers: {budget.closure: }}": "put its values into",
    "sample: {method: sobol, size: 4, parameters: {taste_sd: [2, 1]}}": "give [low, high]",
    "draws: nowhere.csv": "nowhere.csv: cannot be read",
    "draws: ../draws.csv": "'../draws.csv' lies outside the folder",
    "grid: {levers: {recruitment.deputy_election: [0.9], recruitment.deputy_secondment: [0.4]}}": (
        "the shares must sum to 1"
    ),
    "seeds: {count: 1000000}\nplaces: [kaifu, siyang, rucheng, report4_district]\n"
    "policies: [S0, S1, S2]": "12,000,000 runs; a sweep has at most 10,000,000",
}


@pytest.mark.parametrize("text", MALFORMED)
def test_what_is_wrong_is_said_with_its_place(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(f"{text}\n", encoding="utf-8")
    with pytest.raises(CommunitySimError) as caught:
        read_design(path)
    said = str(caught.value)
    assert MALFORMED[text] in said
    assert str(tmp_path) not in said
    assert said.startswith(("mine.yaml", "nowhere.csv"))


@pytest.mark.parametrize("path", sorted((data_folder() / "sweeps").glob("*.yaml")), ids=str)
def test_a_shipped_sweep_is_read(path):
    assert len(read_design(path)) >= 100


def test_every_combination_is_a_run_and_no_two_are_the_same(write):
    design = read_design(
        write(
            places=["rucheng", "siyang"],
            grid={"levers": {"pay.dispersion": [0.0, 0.1]}, "parameters": {"taste_sd": [0.5, 0.6]}},
        )
    )
    runs = [design.run(position) for position in range(len(design))]
    named = {(run.policy, run.place, run.draw, run.seed) for run in runs}
    assert len(design) == len(named) == 2 * 2 * 4 * 5
    listed = [run for number in range(design.scenario_count) for run in design.runs(number)]
    assert listed == runs


def test_a_draw_sets_its_levers_on_top_of_the_policy(write):
    design = read_design(write(grid={"levers": {"pay.coefficient_deputy": [0.9]}}))
    scenarios = {s.name: s for s in map(design.scenario, range(design.scenario_count))}
    reform = scenarios["hired_pay_1200"]
    assert reform.policy["pay.coefficient_deputy"] == 0.9
    before = reform.current["pay.coefficient_general_worker"]
    assert reform.policy["pay.coefficient_general_worker"] == pytest.approx(1.5 * before)
    assert reform.current["pay.coefficient_deputy"] != 0.9


def test_the_record_alone_makes_the_same_scenarios(write):
    design = read_design(
        write(sample={"method": "latin_hypercube", "size": 3, "levers": {"pay.dispersion": None}})
    )
    again = Design.from_record(json.loads(json.dumps(design.record())))
    assert again.record() == design.record()
    for number in range(design.scenario_count):
        assert again.scenario(number).content_hash == design.scenario(number).content_hash


def sampled(write, method, size, **spans):
    design = read_design(write(sample={"method": method, "size": size, "parameters": spans}))
    return np.array([[value for _, value in draw.parameters] for draw in design.draws])


def test_a_latin_hypercube_has_one_point_in_every_slice_of_every_range(write):
    points = sampled(write, "latin_hypercube", 16, taste_sd=None, pay_weight=[0.5, 1.0])
    taste = parameter_info()["taste_sd"]
    for column, (low, high) in enumerate(((taste.low, taste.high), (0.5, 1.0))):
        slices = np.floor((points[:, column] - low) / (high - low) * 16)
        assert sorted(slices) == list(range(16))


def test_a_sobol_sequence_has_as_many_points_as_asked_for(write):
    points = sampled(write, "sobol_sequence", 8, taste_sd=None, pay_weight=None)
    assert len(np.unique(points[:, 0])) == len(points) == 8


def test_sobol_makes_the_design_that_salib_analyses(write):
    from SALib.analyze import sobol

    points = sampled(write, "sobol", 256, taste_sd=[0.4, 0.5], pay_weight=[0.4, 0.5])
    assert points.shape == (256 * 4, 2)
    problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0.4, 0.5]] * 2}
    found = sobol.analyze(problem, points[:, 0] * 3, calc_second_order=False, seed=1)
    assert found["S1"] == pytest.approx([1.0, 0.0], abs=0.05)


def test_another_seed_samples_other_points_and_the_same_seed_the_same(write):
    def points(seed):
        sample = {"method": "sobol", "size": 4, "seed": seed, "parameters": {"taste_sd": None}}
        return read_design(write(sample=sample)).draws

    assert points(1) == points(1) != points(2)


def test_a_sampled_lever_that_counts_is_a_whole_number(write):
    sample = {"method": "latin_hypercube", "size": 5, "levers": {"separation.term_years": None}}
    draws = read_design(write(sample=sample)).draws
    assert all(isinstance(value, int) for draw in draws for _, value in draw.levers)


def test_parameter_draws_are_read_from_csv_and_parquet_alike(write, tmp_path):
    columns = {"taste_sd": [0.5, 0.625], "pay_weight": [0.7, 0.8]}
    rows = "".join(f"{a},{b}\n" for a, b in zip(*columns.values(), strict=True))
    (tmp_path / "draws.csv").write_text(f"taste_sd,pay_weight\n{rows}")
    pq.write_table(pa.table(columns), tmp_path / "draws.parquet")
    csv, parquet = (read_design(write(draws=f"draws.{kind}")) for kind in ("csv", "parquet"))
    assert csv.record() == parquet.record()
    assert csv.scenario(2).parameters.taste_sd == 0.625


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("taste_sd\n0.5\n-9\n", "draws.csv, line 3: 'taste_sd' is -9.0"),
        ("taste_s\n0.5\n", "draws.csv, line 2: 'taste_s' is not a parameter"),
        ("taste_sd\n0.5,1\n", "draws.csv, line 2: 2 fields"),
        ("taste_sd\nnan\n", "draws.csv, line 2: 'taste_sd' is 'nan'"),
        ("taste_sd\n", "'draws.csv' has 0 draws"),
    ],
)
def test_a_wrong_draw_is_named_by_its_line(write, tmp_path, content, said):
    (tmp_path / "draws.csv").write_text(content)
    with pytest.raises(CommunitySimError) as caught:
        read_design(write(draws="draws.csv"))
    assert said in str(caught.value)


def test_a_file_that_is_no_parquet_is_refused(write, tmp_path):
    (tmp_path / "draws.parquet").write_bytes(b"PAR1 and nothing")
    with pytest.raises(CommunitySimError, match="not a readable Parquet file"):
        read_design(write(draws="draws.parquet"))


def test_a_parameter_set_twice_is_refused(write, tmp_path):
    (tmp_path / "draws.csv").write_text("taste_sd\n0.5\n")
    with pytest.raises(CommunitySimError, match="'taste_sd' is set by two of"):
        read_design(write(draws="draws.csv", grid={"parameters": {"taste_sd": [0.5]}}))
