"""Save a comparison's tables and the record of what they were made from."""

from pathlib import Path

from community_sim.comparison import Comparison
from community_sim.outcomes import outcome_table
from community_sim.publish.manifest import manifest, write_json

__all__ = ["save_comparison"]


def save_comparison(comparison: Comparison, out: str | Path) -> None:
    """Write comparison.csv, outcomes.parquet and manifest.json into a folder.

    Does nothing where `out` is empty, so that a notebook run by hand leaves no files.
    """
    if not str(out):
        return
    folder = Path(out)
    results = comparison.results
    comparison.to_csv(folder / "comparison.csv")
    table = outcome_table(results)
    for column in ("policy", "outcome"):
        table[column] = table[column].astype(str)
    table.to_parquet(folder / "outcomes.parquet", index=False)
    record = manifest(
        results.scenarios,
        place=results.scenarios[0].place.name,
        years=results.scenarios[0].years,
        seeds=list(results.seeds),
        confidence=comparison.confidence,
    )
    write_json(folder / "manifest.json", record)
