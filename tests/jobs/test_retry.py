"""When a job that failed for a passing reason is tried again."""

from datetime import timedelta

import pytest

from bot.jobs.queue.retry import wait_before_next_try


@pytest.mark.parametrize("failed, seconds", [(1, 10), (2, 60), (3, 300), (4, 900), (5, 3600)])
def test_waits_grow(failed: int, seconds: int) -> None:
    assert wait_before_next_try(failed) == timedelta(seconds=seconds)


def test_sixth_failure_is_the_last() -> None:
    assert wait_before_next_try(6, timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    "asked, seconds",
    [
        pytest.param(5, 10, id="a shorter wait than ours is not taken"),
        pytest.param(3000, 3000, id="a longer wait is kept to"),
    ],
)
def test_github_may_ask_for_more(asked: int, seconds: int) -> None:
    assert wait_before_next_try(1, timedelta(seconds=asked)) == timedelta(seconds=seconds)
