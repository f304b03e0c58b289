"""Fit the parameters marked `calibrated` to the survey's shares: a first point, not a posterior.

Moves taste, entry ages, the route mix and the others named in `FREE` by Nelder-Mead until the
population at the end of the history meets the survey's tenure, age, mandate and education
shares at kaifu, with past growth held.  Prints the values for `data/parameters.csv` and the
levers of current practice, and how far each moment is from the survey on seeds the fit did
not use.  Changes no file.

    python scripts/fit_survey.py
"""

import argparse

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from community_sim.careers import Prospects
from community_sim.plan import history_plan
from community_sim.prospects import history_prospects, live_through
from community_sim.scenario import Scenario
from community_sim.survey import survey_moments
from community_sim.trajectory import Trajectory

FREE: dict[str, tuple[float, float, float]] = {
    "taste_mean": (0.1, -1.0, 1.0),
    "taste_shift_hired": (0.1, -1.0, 1.0),
    "entry_age_mean_hired": (1.0, 22.0, 36.0),
    "entry_age_mean_elected": (1.0, 28.0, 46.0),
    "high_school_share_elected": (0.05, 0.05, 0.9),
    "mandate_flip_probability": (0.15, 0.0, 1.0),
    "application_cost": (0.3, -1.0, 5.0),
    "recruitment.general_worker_open": (0.08, 0.3, 0.98),
    "recruitment.deputy_secondment": (0.1, 0.1, 0.9),
}
"""Parameters and levers that move: first step, lowest and highest value."""

APPLY_TARGET = (0.40, 0.02)
"""Share of candidates who apply that the fit aims at, and its tolerance (assumed)."""

FITTED_MOMENTS = ("m1", "m3", "m4", "m5", "m8", "m9", "m10", "m11", "m12")


def main() -> None:
    """Fit in three rounds, finding the prospects anew between them, and print the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--evaluations", type=int, default=600, help="per round")
    evaluations = parser.parse_args().evaluations
    base = Scenario.load("current_practice", place="kaifu")
    values = np.array([current_value(base, name) for name in FREE])
    prospects = history_prospects(base)
    for seeds in (range(100, 104), range(100, 104), range(100, 108)):
        values, distance = improve(base, values, prospects, seeds, evaluations)
        prospects = history_prospects(moved(base, values))
        print(f"distance {distance:.2f}", flush=True)
    for name, value in zip(FREE, values, strict=True):
        print(f"{name} = {value:.4g}")
    print_fit(base, values, prospects)


def improve(
    base: Scenario,
    values: NDArray[np.float64],
    prospects: Prospects,
    seeds: range,
    evaluations: int,
) -> tuple[NDArray[np.float64], float]:
    """Return better values and their distance, by Nelder-Mead with common random numbers."""
    steps, low, high = np.array(list(FREE.values())).T

    def distance(move: NDArray[np.float64]) -> float:
        wanted = values + move * steps
        inside = np.clip(wanted, low, high)
        outside = float((((wanted - inside) / steps) ** 2).sum())
        errors = standardised_errors(moved(base, inside), prospects, seeds)
        return float((errors**2).sum()) + 10.0 * outside

    start = np.zeros(len(values))
    found = minimize(
        distance,
        start,
        method="Nelder-Mead",
        options={
            "maxfev": evaluations,
            "initial_simplex": np.vstack([start, np.eye(len(values))]),
            "adaptive": True,
        },
    )
    return np.clip(values + found.x * steps, low, high), float(found.fun)


def standardised_errors(
    scenario: Scenario, prospects: Prospects, seeds: range
) -> NDArray[np.float64]:
    """Return each moment's distance from the survey [standard errors], applicants last."""
    plan = history_plan(scenario, prospects)
    runs = [live_through(plan, seed)[0] for seed in seeds]
    moments = survey_moments(runs).set_index("moment").loc[list(FITTED_MOMENTS)]
    aim, tolerance = APPLY_TARGET
    applied = (float(np.mean([share_who_apply(run) for run in runs])) - aim) / tolerance
    return np.append(moments["deviation"].to_numpy(), applied)


def share_who_apply(run: Trajectory) -> float:
    """Return applicants over candidates in open recruitment."""
    events = run.event_columns
    opened = events["applicants"] >= 0
    many = opened & (events["pool"] > 10)
    return float(events["applicants"][many].sum() / events["pool"][many].sum())


def current_value(scenario: Scenario, name: str) -> float:
    """Return a parameter's value, or a dotted lever's under current practice."""
    if "." in name:
        return float(getattr(scenario.current.as_numbers(), name.replace(".", "_")))
    return float(getattr(scenario.parameters, name))


def moved(base: Scenario, values: NDArray[np.float64]) -> Scenario:
    """Return the base scenario at other values of the free parameters and levers."""
    named = dict(zip(FREE, values.tolist(), strict=True))
    parameters = {name: value for name, value in named.items() if "." not in name}
    hired = named["recruitment.general_worker_open"]
    seconded = named["recruitment.deputy_secondment"]
    placed = base.current.recruitment.deputy_placement
    current = base.current.with_(
        **{
            "recruitment.general_worker_open": hired,
            "recruitment.general_worker_placement": 1.0 - hired,
            "recruitment.deputy_secondment": seconded,
            "recruitment.deputy_election": 1.0 - placed - seconded,
            "recruitment.principal_secondment": seconded,
            "recruitment.principal_election": 1.0 - seconded,
        }
    )
    return base.with_parameters(**parameters).with_current(current)


def print_fit(base: Scenario, values: NDArray[np.float64], prospects: Prospects) -> None:
    """Print every survey moment on seeds that the fit did not use."""
    plan = history_plan(moved(base, values), prospects)
    runs = [live_through(plan, seed)[0] for seed in range(200, 220)]
    print(survey_moments(runs).to_string(index=False))
    print(f"share who apply {np.mean([share_who_apply(run) for run in runs]):.3f}")


if __name__ == "__main__":
    main()
