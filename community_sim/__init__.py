"""Compare policies for the careers of urban community cadres (社区干部).

Who is recruited, who stays, who rises, who leaves, what it costs and what service is left, under
different pay, promotion, recruitment, workload and budget policies::

    from community_sim import Scenario, compare, run

    current = Scenario.load("current_practice", place="kaifu")
    reform = current.with_policy("hired_pay_1200")
    results = run([current, reform], replications=20, seed=1)
    print(compare(results, baseline=current).sentences()["hired_pay_1200"])

The names below are imported from their modules when first used, so that importing the package is
quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from community_sim.comparison import Comparison, compare
    from community_sim.errors import CommunitySimError
    from community_sim.outcomes import OUTCOMES, measure, outcome, outcome_table
    from community_sim.parameters import load_parameters, parameter_info
    from community_sim.place import load_place, place_names
    from community_sim.policy_file import load_policy, policy_names
    from community_sim.results import Results
    from community_sim.runs import run, run_one
    from community_sim.scenario import Scenario
    from community_sim.survey import survey_check
    from community_sim.trajectory import Trajectory

__version__ = "0.1.0"

__all__ = [
    "OUTCOMES",
    "CommunitySimError",
    "Comparison",
    "Results",
    "Scenario",
    "Trajectory",
    "compare",
    "load_parameters",
    "load_place",
    "load_policy",
    "measure",
    "outcome",
    "outcome_table",
    "parameter_info",
    "place_names",
    "policy_names",
    "run",
    "run_one",
    "survey_check",
]

_MODULE_OF = {
    "CommunitySimError": "errors",
    "Comparison": "comparison",
    "OUTCOMES": "outcomes",
    "Results": "results",
    "Scenario": "scenario",
    "Trajectory": "trajectory",
    "compare": "comparison",
    "load_parameters": "parameters",
    "load_place": "place",
    "load_policy": "policy_file",
    "measure": "outcomes",
    "outcome": "outcomes",
    "outcome_table": "outcomes",
    "parameter_info": "parameters",
    "place_names": "place",
    "policy_names": "policy_file",
    "run": "runs",
    "run_one": "runs",
    "survey_check": "survey",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first used."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, imported yet or not."""
    return sorted({*globals(), *__all__})
