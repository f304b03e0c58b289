"""Small versions of the trials of scripts/show_reliability.py; RELIABILITY.md has large ones."""

import shutil

import pytest

pytestmark = pytest.mark.long


def check(trial, tried):
    assert trial.failures == []
    assert trial.tried == tried


def test_kills_lose_nothing():
    from reliability.killing import kills

    check(kills(4, runs=200), 4)


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler builds the failing disk")
def test_a_failing_disk_ends_intact_or_with_an_error():
    from reliability.disk import disk

    check(disk(45), 20)


def test_every_manner_gives_the_same_bytes():
    from reliability.identity import identity

    check(identity(2), 10)


def test_a_poison_run_fails_alone():
    from reliability.poison import poison
    from reliability.tasks import STAGES

    check(poison(20, compare_times=False, years=2), len(STAGES))


def test_dead_cluster_workers_cost_little():
    from reliability.cluster import cluster

    check(cluster(kills=2, runs=100), 2)


def test_of_many_starts_one_works():
    from reliability.starting import starts

    check(starts(6, runs=1500), 6)


def test_interrupts_leave_a_store_that_goes_on():
    from reliability.starting import interrupts

    check(interrupts(2, runs=400), 2)


def test_a_changed_byte_is_found():
    from reliability.starting import edits

    check(edits(60, runs=10), 60)
