"""The command `doctor`, which checks whether everything is there and works."""

import platform
from collections.abc import Callable

import typer

__all__ = ["doctor"]


def doctor() -> None:
    """Check versions, data, chart font, cache and both engines; exit 1 if something is wrong."""
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Python", platform.python_version),
        ("Libraries", _libraries),
        ("Data", _data),
        ("Evidence", _evidence),
        ("Notebooks", _notebooks),
        ("Chart font", _font),
        ("Cache", _cache),
        ("Engines", _engines),
    )
    works = [_is_fine(name, check) for name, check in checks]
    print("All is well." if all(works) else "Something is wrong: see above.")
    raise typer.Exit(0 if all(works) else 1)


def _is_fine(name: str, check: Callable[[], str]) -> bool:
    """Run one check, print what it says, and return whether it passed."""
    try:
        print(f"ok     {name:12} {check()}")
    except Exception as error:  # noqa: BLE001 - whatever is wrong is what the doctor is asked
        print(f"WRONG  {name:12} {type(error).__name__}: {error}")
        return False
    return True


def _libraries() -> str:
    from community_sim.publish import library_versions

    versions = library_versions()
    missing = [name for name, version in versions.items() if version == "not installed"]
    if missing:
        raise RuntimeError(f"not installed: {', '.join(missing)}")
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def _data() -> str:
    from community_sim.parameters import parameter_info
    from community_sim.place import load_place, place_names
    from community_sim.policy_file import load_policy, policy_names
    from community_sim.report import load_figures
    from community_sim.wishes import load_wishes

    for name in policy_names():
        load_policy(name)
    for name in place_names():
        load_place(name)
    return (
        f"{len(load_figures())} figures, {len(parameter_info())} parameters, "
        f"{len(policy_names())} policies, {len(place_names())} places, {len(load_wishes())} wishes"
    )


def _evidence() -> str:
    from community_sim.provenance import assumption_words, reach_words

    return f"{reach_words()} {assumption_words()}"


def _notebooks() -> str:
    from community_sim.publish import find_notebook, notebook_names, notebook_parameters

    names = notebook_names()
    for name in names:
        notebook_parameters(find_notebook(name))
    return ", ".join(names)


def _cache() -> str:
    from community_sim.compilation import has_cache

    if has_cache():
        return "compiled rules are kept for the next run"
    return "no writable folder, so rules are compiled anew in every run; see COMMUNITY_SIM_CACHE"


def _engines() -> str:
    from community_sim.engines import simulate
    from community_sim.founding import found
    from community_sim.prospects import past_plan
    from community_sim.scenario import Scenario

    history = past_plan(Scenario.load())
    founders = found(history.geography, history.years[0].levers, history.parameters, 1)
    fast, _ = simulate(history, founders, 1, engine="compiled")
    slow, _ = simulate(history, founders, 1, engine="agent")
    fast.check_conservation()
    if fast != slow:
        raise RuntimeError("the two engines disagree; the compiled one must not be trusted")
    return f"both ran {fast.years} years and agree on {fast.event_columns['year'].size:,} events"


def _font() -> str:
    from matplotlib.ft2font import FT2Font

    from community_sim.charts.style import FONT

    font = FT2Font(str(FONT))
    if ord("社") not in font.get_charmap():
        raise RuntimeError(f"{FONT.name} has no Chinese characters")
    return f"{font.family_name}, {font.num_glyphs:,} characters"
