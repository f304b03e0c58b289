"""What the coordinator holds against a run, and what it does not."""

from concurrent.futures import BrokenExecutor, Future
from pathlib import Path

import pytest

from community_sim.design import read_design
from community_sim.sweep.coordinator import TRIES_ALONE, Coordinator
from community_sim.sweep.executors import Cause
from community_sim.sweep.finished import Finished
from community_sim.sweep.flight import FlightLog
from community_sim.sweep.simulating import Group


class _Mortal:
    """Workers that die a number of times: before they begin a run, or while they do it."""

    def __init__(self, deaths: int, *, has_begun: bool) -> None:
        self.deaths = deaths
        self.has_begun = has_begun
        self.tried = 0

    def count(self) -> int:
        return 1

    def replace(self) -> None:
        pass

    def cause(self, error: BaseException) -> Cause:
        return Cause.DEATH

    def submit(self, _task: object, group: Group) -> "Future[list[Finished]]":
        future: Future[list[Finished]] = Future()
        self.tried += 1
        if self.tried > self.deaths:
            future.set_result([Finished(position, "", "") for position, _ in group.runs])
            return future
        if self.has_begun or self.tried == 1:  # the first death is what makes a run a suspect
            with FlightLog.writing(group.flight) as flight:
                flight.begin(group.runs[0][0])
        future.set_exception(BrokenExecutor("died"))
        return future


@pytest.fixture
def group(tmp_path: Path) -> Group:
    file = tmp_path / "one.yaml"
    file.write_text("title: one\npolicies: [current_practice]\nseeds: {first: 1, count: 1}\n")
    design = read_design(file)
    run = design.run(0)
    return Group(
        design.scenario(0), ((0, run.seed),), design.horizons, design.outcomes,
        design.run_seconds_limit,
    )  # fmt: skip


def _stages(workers: _Mortal, group: Group, tmp_path: Path) -> list[str]:
    kept: list[Finished] = []
    (tmp_path / "flights").mkdir()
    work = Coordinator(workers, kept.extend, is_stopped=lambda: False, flights=tmp_path / "flights")
    work.work(iter([group]))
    return [each.stage for each in kept]


def test_a_worker_that_dies_before_it_begins_is_not_held_against_the_run(
    group: Group, tmp_path: Path
) -> None:
    workers = _Mortal(3 * TRIES_ALONE, has_begun=False)
    assert _stages(workers, group, tmp_path) == [""]


def test_a_run_that_kills_its_worker_every_time_fails_after_a_few_tries(
    group: Group, tmp_path: Path
) -> None:
    workers = _Mortal(3 * TRIES_ALONE, has_begun=True)
    assert _stages(workers, group, tmp_path) == ["worker died"]
    assert workers.tried == 1 + TRIES_ALONE
