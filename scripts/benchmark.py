"""Measure how fast the model is, side by side in one run; print a table, or flat JSON.

    python scripts/benchmark.py            # everything, about ten minutes
    python scripts/benchmark.py --json     # the same for machines
    python scripts/benchmark.py --write    # and put the table into BENCHMARKS.md

Every figure is the median of at least five measurements, taken in turn with what it is compared
with.  Nothing here is a test: no threshold, no exit code for being slow.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from community_sim import Scenario
from community_sim.careers import solve_careers
from community_sim.compilation import compiled
from community_sim.engines import simulate
from community_sim.engines.agent import CommunityModel
from community_sim.engines.compiled.columns import seats_of
from community_sim.plan import Plan, Terms
from community_sim.population import KEYS_PER_COMMUNITY, Geography, Population
from community_sim.prospects import live_through, open_policy_years
from community_sim.randomness import uniforms
from community_sim.runs import prepare, run_batch

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "BENCHMARKS.md"
DISTRICTS = 6_600  # of kaifu's size: 4.3 million posts, about the cadres of a nation
REPLICATIONS = 1_000
POLICY = "hired_pay_1200"
SEED = 1

Samples = dict[str, list[float]]


def main() -> None:
    command = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    command.add_argument("--json", action="store_true", help="print flat JSON only")
    command.add_argument("--write", action="store_true", help="put the table into BENCHMARKS.md")
    command.add_argument("--times", type=int, default=5, help="measurements of each, at least 5")
    command.add_argument("--nation", type=int, help=argparse.SUPPRESS)
    chosen = command.parse_args()
    if chosen.nation is not None:
        print(json.dumps(one_nation(chosen.nation)))
        return
    times = max(5, chosen.times)
    samples: Samples = {}
    for part in (engines, careers, threads, nation, imports):
        say(f"{part.__name__} ...", quiet=chosen.json)
        samples.update(part(times))
    record = figures(samples) | {f"{name}_samples": values for name, values in samples.items()}
    record |= {"times": times, **machine()}
    if chosen.json:
        print(json.dumps(record, indent=1))
        return
    print(table(record))
    if chosen.write:
        write(record)


# -- what is measured -----------------------------------------------------------------------


def engines(times: int) -> Samples:
    """Time one replication under either engine, and the floor below both."""
    plan, staff = opened()
    keys = drawn_keys(plan, staff)
    seats = seats_of(plan.geography, staff)
    floor = compiled(bare_loop)

    def agent() -> None:
        simulate(plan, staff, SEED, engine="agent")

    def fast() -> None:
        simulate(plan, staff, SEED)

    def bare() -> None:
        floor(SEED, keys, seats, len(plan.years))

    return in_turn(times, agent_seconds=agent, compiled_seconds=fast, floor_seconds=bare)


def careers(times: int) -> Samples:
    """Time one solution of the careers table on its default grid."""
    plan, _ = opened()
    terms = plan.years[-1].entrants

    def solve() -> None:
        solve_careers(
            terms.levers, plan.parameters, prospects=terms.careers.prospects,
            mean_pressure=(0.8, 0.8, 0.8, 0.85),
        )  # fmt: skip

    return in_turn(4 * times, careers_seconds=solve)


def threads(times: int) -> Samples:
    """Time many replications of one scenario in one thread and in two."""
    scenario = Scenario.load("current_practice").with_policy(POLICY)
    jobs = [(scenario, seed) for seed in range(REPLICATIONS)]
    prepare(scenario)
    return in_turn(
        times,
        one_thread_seconds=lambda: run_batch(jobs, threads=1),
        two_threads_seconds=lambda: run_batch(jobs, threads=2),
    )


def nation(times: int) -> Samples:
    """Time a nation's run, each in a process of its own, and take its peak of memory."""
    taken: Samples = {
        "nation_run_seconds": [], "nation_peak_bytes": [],
        "nation_nanoseconds_per_post_year": [], "district_nanoseconds_per_post_year": [],
    }  # fmt: skip
    for _ in range(times):
        run = [sys.executable, __file__, "--nation", str(DISTRICTS)]
        answer = subprocess.run(run, capture_output=True, text=True, check=True)
        for name, value in json.loads(answer.stdout).items():
            taken[name].append(value)
    return taken


def imports(times: int) -> Samples:
    """Time `import community_sim` in fresh processes."""
    code = (
        "import time; t = time.perf_counter(); import community_sim; print(time.perf_counter()-t)"
    )
    run = [sys.executable, "-c", code]
    return {
        "import_run_seconds": [
            float(subprocess.run(run, capture_output=True, text=True, check=True).stdout)
            for _ in range(2 * times)
        ]
    }


def figures(samples: Samples) -> dict[str, float]:
    """Return the headline figures: medians, and ratios of medians."""
    middle = {name: statistics.median(values) for name, values in samples.items()}
    return {
        "speedup_over_agent": middle["agent_seconds"] / middle["compiled_seconds"],
        "ratio_to_floor": middle["compiled_seconds"] / middle["floor_seconds"],
        "careers_ms": 1e3 * middle["careers_seconds"],
        "thread_scaling": middle["one_thread_seconds"] / middle["two_threads_seconds"],
        "nation_seconds": middle["nation_run_seconds"],
        "nation_peak_gb": middle["nation_peak_bytes"] / 1e9,
        "nation_cost_ratio": middle["nation_nanoseconds_per_post_year"]
        / middle["district_nanoseconds_per_post_year"],
        "import_seconds": middle["import_run_seconds"],
    }


# -- how -------------------------------------------------------------------------------------


def in_turn(times: int, **parts: Callable[[], object]) -> Samples:
    """Time parts one after the other, again and again, after a first go that does not count."""
    taken: Samples = {name: [] for name in parts}
    for round_ in range(times + 1):
        for name, part in parts.items():
            begun = time.perf_counter()
            part()
            if round_:
                taken[name].append(time.perf_counter() - begun)
    return taken


def opened() -> tuple[Plan, Population]:
    """Return a policy's plan in kaifu, careers solved, and the staff at the survey."""
    made = prepare(Scenario.load("current_practice").with_policy(POLICY))
    _, staff = live_through(made.history, SEED)
    return made.plan, open_policy_years(made.history, made.plan, staff)


def drawn_keys(plan: Plan, staff: Population) -> np.ndarray:
    """Return the key of every draw of a run, in the order of the agents."""
    keys: list[tuple[int, int, int, int]] = []

    class Watched(CommunityModel):
        def draw(
            self, post: int, ordinal: int, year: int, decision: int
        ) -> tuple[float, float, float, float]:
            keys.append((post, ordinal, year, int(decision)))
            return super().draw(post, ordinal, year, decision)

    model = Watched(plan, staff, SEED)
    for year in plan.years:
        model.run_year(year)
    return np.array(keys, dtype=np.int64)


def bare_loop(seed: int, keys: np.ndarray, seats: Any, years: int) -> float:
    """Draw a run's random numbers, and read and write its columns once a year; nothing else."""
    drawn = 0.0
    for row in range(len(keys)):
        one, two, three, four = uniforms(
            seed, keys[row, 0], keys[row, 1], keys[row, 2], keys[row, 3]
        )
        drawn += one + two + three + four
    for _ in range(years):
        for seat in seats:
            seat.entry_post += 0
            seat.ordinal += 0
            seat.age += 0
            seat.sex += 0
            seat.education += 0
            seat.party += 0
            seat.mandate += 0
            seat.route += 0
            seat.tenure += 0
            seat.entry_year += 0
            seat.awaiting += 0
            seat.vacancies += 0
            seat.attempts += 0
            seat.acting += 0
            seat.taste += drawn * 0.0
            seat.ability += drawn * 0.0
            seat.presence += drawn * 0.0
    return drawn


def one_nation(districts: int) -> dict[str, float]:
    """Run one district, then as many of it as make a nation; return seconds and bytes."""
    import resource

    plan, staff = opened()
    simulate(plan, staff, SEED)
    cost = []
    for _ in range(5):
        begun = time.perf_counter()
        simulate(plan, staff, SEED)
        cost.append(time.perf_counter() - begun)
    post_years = len(plan.geography.key) * len(plan.years)
    wide_plan, wide_staff = replicated(plan, staff, districts)
    begun = time.perf_counter()
    trajectory, _ = simulate(wide_plan, wide_staff, SEED)
    seconds = time.perf_counter() - begun
    peak = 1024.0 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    trajectory.check_conservation()
    return {
        "nation_run_seconds": seconds,
        "nation_peak_bytes": peak,
        "nation_nanoseconds_per_post_year": 1e9 * seconds / (post_years * districts),
        "district_nanoseconds_per_post_year": 1e9 * statistics.median(cost) / post_years,
    }


def replicated(plan: Plan, staff: Population, districts: int) -> tuple[Plan, Population]:
    """Return a plan and a staff with every community there so many times."""
    geography = plan.geography
    communities, posts = len(geography.households), len(geography.key)
    shift = np.repeat(np.arange(districts, dtype=np.int64) * communities, posts)
    wide = Geography(
        key=np.tile(geography.key, districts) + shift * KEYS_PER_COMMUNITY,
        community=np.tile(geography.community, districts) + shift.astype(np.int32),
        level=np.tile(geography.level, districts),
        open_from=np.tile(geography.open_from, districts),
        first_post=np.append(
            np.add.outer(np.arange(districts) * posts, geography.first_post[:-1]).ravel(),
            posts * districts,
        ),
        households=np.tile(geography.households, districts),
    )
    people = Population(*(np.tile(column, districts) for column in staff))
    people.entry_post[people.entry_post >= 0] += (shift * KEYS_PER_COMMUNITY)[
        people.entry_post >= 0
    ]
    terms: dict[Terms, Terms] = {}
    for year in plan.years:
        for one in (year.incumbents, year.entrants):
            offsets = np.tile(one.offsets, (districts, 1))
            terms[one] = replace(
                one, offsets=offsets, pay_factor=np.tile(one.pay_factor, districts)
            )
    years = tuple(
        replace(
            year,
            incumbents=terms[year.incumbents],
            entrants=terms[year.entrants],
            next_incumbents=terms[year.next_incumbents],
            next_entrants=terms[year.next_entrants],
        )
        for year in plan.years
    )
    before = plan.before._replace(pay_factor=np.tile(plan.before.pay_factor, districts))
    return replace(plan, geography=wide, years=years, before=before), people


# -- what is shown ---------------------------------------------------------------------------


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {
        "processor": processor(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "numba", "mesa")},
    }


def processor() -> str:
    """Return the processor's name, where the system tells."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def table(record: dict[str, Any]) -> str:
    """Return the figures as a table in Markdown."""
    rows = [
        ("compiled against agent engine, one replication", "speedup_over_agent", "{:.0f} times"),
        ("compiled against the floor", "ratio_to_floor", "{:.1f} times"),
        ("careers table, one solution", "careers_ms", "{:.2f} ms"),
        ("two threads against one, 1,000 replications", "thread_scaling", "{:.2f} times"),
        ("nation, 4.3 million posts, 20 years", "nation_seconds", "{:.1f} s"),
        ("nation, peak of memory", "nation_peak_gb", "{:.2f} GB"),
        ("nation against district, cost of a post-year", "nation_cost_ratio", "{:.2f} times"),
        ("`import community_sim`", "import_seconds", "{:.2f} s"),
    ]
    lines = ["| measure | key | median |", "| --- | --- | ---: |"]
    lines += [f"| {what} | `{key}` | {shape.format(record[key])} |" for what, key, shape in rows]
    return "\n".join(lines)


BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def write(record: dict[str, Any]) -> None:
    """Put the table and the machine into BENCHMARKS.md, between its marks."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    facts = (
        f"{record['processor']}, {record['processors']} processors; Python {record['python']}, "
        f"NumPy {record['numpy']}, Numba {record['numba']}, Mesa {record['mesa']}; "
        f"medians of {record['times']} or more."
    )
    raw = "\n".join(
        f"{name.removesuffix('_samples')}: " + ", ".join(f"{value:.4g}" for value in values)
        for name, values in record.items()
        if name.endswith("_samples")
    )
    samples = f"<details><summary>All measurements</summary>\n\n```text\n{raw}\n```\n\n</details>"
    parts = (facts, table(record), samples)
    PAGE.write_text(
        before + BEGIN + "\n\n" + "\n\n".join(parts) + "\n\n" + END + after, encoding="utf-8"
    )


def say(text: str, *, quiet: bool) -> None:
    if not quiet:
        print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
