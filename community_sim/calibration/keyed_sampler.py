"""Make pyabc's samples depend on the seed alone, however many workers there are.

Each evaluation draws from a stream of its own, keyed by seed, generation and number; pyabc then
takes the first accepted ones in the order of their numbers.
"""

import random
from concurrent.futures import Future
from typing import Any

import cloudpickle
import numpy as np
from pyabc.sampler import ConcurrentFutureSampler

from community_sim.calibration.blocks import Progress, key_of
from community_sim.sweep.executors import Workers

__all__ = ["KeyedClient", "KeyedSampler"]

_BATCH = 8


class KeyedClient:
    """Hand evaluations over with the key of their stream."""

    def __init__(self, workers: Workers, seed: int) -> None:
        self.workers = workers
        self.seed = seed
        self.generation = 0

    def submit(self, task: Any, pickled: bytes, size: int, numbers: list[int]) -> "Future[Any]":
        """Submit a batch of evaluations, in pyabc's order of arguments."""
        del task, size  # pyabc's own, which draws its seeds from the clock
        keys = [key_of("particle", self.seed, self.generation, number) for number in numbers]
        return self.workers.submit(_evaluate, pickled, numbers, keys)


def _evaluate(pickled: bytes, numbers: list[int], keys: list[int]) -> list[Any]:
    """Return (result, accepted, number) of each evaluation of a batch."""
    simulate_one = cloudpickle.loads(pickled)
    batch = []
    for number, key in zip(numbers, keys, strict=True):
        random.seed(key)
        np.random.seed(key % (1 << 32))  # noqa: NPY002 - pyabc draws from NumPy's global stream
        result = simulate_one()
        batch.append((result, result.accepted, number))
    return batch


class KeyedSampler(ConcurrentFutureSampler):  # type: ignore[misc]
    """pyabc's sampler for executors, told which generation it is."""

    def __init__(self, client: KeyedClient, tell: Progress, population: int) -> None:
        super().__init__(client, client_max_jobs=2 * client.workers.count(), batch_size=_BATCH)
        self.tell = tell
        self.population = population
        self.looked_at = 0

    def sample_until_n_accepted(self, n: int, simulate_one: Any, t: int, **options: Any) -> Any:
        """Return pyabc's sample of the first accepted evaluations."""
        self.client.generation = t
        sample = super().sample_until_n_accepted(n, simulate_one, t, **options)
        # pyabc counts what was begun too, and that depends on the number of workers.
        self.nr_evaluations_ = self.looked_at
        del sample.append
        self.tell(f"generation {t}: {self.nr_evaluations_} runs", n, self.population)
        return sample

    def _create_empty_sample(self) -> Any:
        """Return a sample that counts the evaluations up to the last that is accepted."""
        sample = super()._create_empty_sample()
        append = sample.append
        self.looked_at = 0

        def counted(particle: Any) -> None:
            self.looked_at += 1
            append(particle)

        sample.append = counted
        return sample
