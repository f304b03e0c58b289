"""Check an installation: versions, data, cache, and a tiny run with both engines."""

import platform
from collections.abc import Callable
from importlib.metadata import version

__all__ = ["examine"]


def examine() -> bool:
    """Print what is found; return whether everything works."""
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Python", platform.python_version),
        ("Mesa", lambda: version("mesa")),
        ("Numba", lambda: version("numba")),
        ("Data", _data),
        ("Cache", _cache),
        ("Both engines", _engines),
    )
    works = True
    for name, check in checks:
        try:
            print(f"{name:14} {check()}")
        except Exception as error:  # whatever is wrong is what the doctor is to say
            works = False
            print(f"{name:14} WRONG: {type(error).__name__}: {error}")
    return works


def _data() -> str:
    from community_sim.parameters import parameter_info
    from community_sim.place import place_names
    from community_sim.policy_file import load_policy, policy_names

    for name in policy_names():
        load_policy(name)
    return (
        f"{len(parameter_info())} parameters, {len(policy_names())} policies, "
        f"{len(place_names())} places"
    )


def _cache() -> str:
    from community_sim.compilation import has_cache

    if has_cache():
        return "compiled code is kept"
    return "no writable folder: compiled code is made anew each time"


def _engines() -> str:
    from community_sim.engines import simulate
    from community_sim.prospects import past_plan
    from community_sim.founding import found
    from community_sim.scenario import Scenario

    history = past_plan(Scenario.load())
    founders = found(history.geography, history.years[0].levers, history.parameters, 1)
    fast, _ = simulate(history, founders, 1, engine="compiled")
    slow, _ = simulate(history, founders, 1, engine="agent")
    if fast != slow:
        raise RuntimeError("the engines disagree")
    return f"agree on {fast.event_columns['year'].size} events"
