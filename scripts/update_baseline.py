"""Write the recorded baseline of the tests anew; say why in the changelog.

Run it from the repository's folder: `python scripts/update_baseline.py`.
"""

import json
from pathlib import Path

from community_sim.runs import run_one
from community_sim.scenario import Scenario

POLICY, PLACE, YEARS, SEED = "current_practice", "kaifu", 3, 1
TARGET = Path(__file__).parents[1] / "tests" / "baseline" / "kaifu_current_practice.json"


def recorded() -> dict[str, object]:
    """Return the small run as plain values."""
    trajectory = run_one(Scenario.load(POLICY, place=PLACE, years=YEARS), SEED)
    events = trajectory.events
    by_kind = events.groupby(["year", "event"]).size()
    reasons = events[events.reason >= 0].groupby("reason").size()
    last = trajectory.stocks.iloc[-1]
    return {
        "policy": POLICY,
        "place": PLACE,
        "years": YEARS,
        "seed": SEED,
        "events": {f"{year}/{event}": int(count) for (year, event), count in by_kind.items()},
        "exits_by_reason": {str(reason): int(count) for reason, count in reasons.items()},
        "people": trajectory.population.person.tolist(),
        "stocks": {str(name): float(value) for name, value in last.items()},
    }


def write_baseline(target: Path = TARGET) -> None:
    """Write the baseline file, whole or not at all."""
    text = json.dumps(recorded(), indent=1, sort_keys=True, ensure_ascii=False)
    partial = target.with_suffix(".partial")
    partial.write_text(text + "\n", encoding="utf-8")
    partial.replace(target)


def main() -> None:
    """Write the baseline file."""
    write_baseline()
    print(f"Wrote {TARGET.name}. Say in CHANGELOG.md why the numbers changed.")


if __name__ == "__main__":
    main()
