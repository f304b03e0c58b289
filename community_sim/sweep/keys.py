"""The keys of a design's runs."""

import functools

from community_sim.design import Design
from community_sim.sweep.identity import code_hash, run_key

__all__ = ["Keys"]


class Keys:
    """Keys of the runs of a design; the last scenarios are remembered.

    Parameters
    ----------
    design : Design
        The design.
    code : str, optional
        Hash of the code, by default of this code.
    """

    def __init__(self, design: Design, code: str | None = None) -> None:
        self._design = design
        self._code = code_hash() if code is None else code
        self._hash_of_scenario = functools.lru_cache(maxsize=256)(self._content_hash)

    def of(self, position: int) -> str:
        """Return the key of a run [hex]."""
        run = self._design.run(position)
        return run_key(
            (run.policy, run.place, run.draw),
            run.seed,
            scenario=self._hash_of_scenario(position // self._design.seeds),
            horizons=self._design.horizons,
            outcomes=self._design.outcomes,
            code=self._code,
        )

    def _content_hash(self, number: int) -> str:
        return self._design.scenario(number).content_hash
