"""Every answer GitHub can give, and what the client does next."""

from datetime import timedelta

import pytest

from bot.github.limits import (
    BROKEN_TRIES,
    LIMITED_TRIES,
    MAX_WAIT,
    Answer,
    Step,
    Tries,
    is_repeatable,
    limit_wait,
    next_step,
    remaining,
    retry_wait,
    write_wait,
)
from tests.build import NOW

RESET = str(int((NOW + timedelta(seconds=90)).timestamp()))
PAST = str(int((NOW - timedelta(seconds=90)).timestamp()))
SECONDARY = "You have exceeded a secondary rate limit. Please wait."


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


@pytest.mark.parametrize(
    ("answer", "attempt", "wait"),
    [
        pytest.param(Answer(status=200), 1, None, id="a good answer is no limit"),
        pytest.param(
            Answer(status=403, message="Resource not accessible by integration"),
            1,
            None,
            id="a missing permission is no limit",
        ),
        pytest.param(
            Answer(status=403, message=SECONDARY, headers={"retry-after": "7"}),
            1,
            seconds(7),
            id="Retry-After of a secondary limit is obeyed",
        ),
        pytest.param(
            Answer(status=429, headers={"retry-after": "7"}),
            1,
            seconds(7),
            id="Retry-After with 429 is obeyed as well",
        ),
        pytest.param(
            Answer(status=403, message=SECONDARY),
            1,
            seconds(60),
            id="a secondary limit without Retry-After waits a minute",
        ),
        pytest.param(
            Answer(status=403, message=SECONDARY), 2, seconds(120), id="the second time two minutes"
        ),
        pytest.param(
            Answer(status=403, message=SECONDARY), 4, MAX_WAIT, id="but never more than five"
        ),
        pytest.param(
            Answer(status=403, message="You have triggered an abuse detection mechanism."),
            1,
            seconds(60),
            id="an old server calls it abuse",
        ),
        pytest.param(Answer(status=429), 1, seconds(60), id="a bare 429 waits a minute"),
        pytest.param(
            Answer(status=403, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": RESET}),
            1,
            seconds(91),
            id="an exhausted quota waits for its reset and a second more",
        ),
        pytest.param(
            Answer(status=403, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": PAST}),
            1,
            seconds(1),
            id="a reset in the past waits a second",
        ),
        pytest.param(
            Answer(
                status=403,
                headers={
                    "retry-after": "5",
                    "x-ratelimit-remaining": "0",
                    "x-ratelimit-reset": RESET,
                },
            ),
            1,
            seconds(5),
            id="Retry-After wins over the reset",
        ),
        pytest.param(
            Answer(status=429, headers={"retry-after": "soon"}),
            1,
            seconds(60),
            id="a Retry-After that is no number counts as none",
        ),
        pytest.param(
            Answer(status=429, headers={"retry-after": "0"}),
            1,
            seconds(1),
            id="a Retry-After of nothing waits a second",
        ),
        pytest.param(
            Answer(status=200, is_limited=True), 1, seconds(60), id="GraphQL's limit has status 200"
        ),
    ],
)
def test_wait_that_github_asks_for(answer: Answer, attempt: int, wait: timedelta | None) -> None:
    assert limit_wait(answer, now=NOW, attempt=attempt) == wait


@pytest.mark.parametrize(
    ("answer", "repeatable", "step"),
    [
        pytest.param(Answer(status=200), True, Step.DONE, id="a good answer is done"),
        pytest.param(Answer(status=404), True, Step.DONE, id="a refusal for good is done"),
        pytest.param(Answer(status=401), True, Step.RENEW, id="a dead token is renewed"),
        pytest.param(Answer(status=401), False, Step.RENEW, id="also for a creation"),
        pytest.param(Answer(status=502), True, Step.AGAIN, id="a safe request survives a 502"),
        pytest.param(Answer(status=502), False, Step.UNCLEAR, id="a creation does not"),
        pytest.param(Answer(status=0), True, Step.AGAIN, id="a safe request survives a cut line"),
        pytest.param(Answer(status=0), False, Step.UNCLEAR, id="a creation cut off is unclear"),
        pytest.param(
            Answer(status=0, sent=False),
            False,
            Step.AGAIN,
            id="a creation that never left is sent again",
        ),
        pytest.param(
            Answer(status=200, is_whole=False), True, Step.AGAIN, id="half an answer is none"
        ),
        pytest.param(
            Answer(status=201, is_whole=False),
            False,
            Step.UNCLEAR,
            id="half an answer to a creation is unclear",
        ),
        pytest.param(
            Answer(status=429), False, Step.HOLD, id="a limit did nothing, so a creation waits too"
        ),
    ],
)
def test_next_step_after_one_answer(answer: Answer, repeatable: bool, step: Step) -> None:
    assert next_step(answer, Tries(repeatable), NOW)[0] is step


@pytest.mark.parametrize(
    ("answer", "most", "last"),
    [
        pytest.param(Answer(status=502), BROKEN_TRIES, Step.BROKEN, id="GitHub is down"),
        pytest.param(Answer(status=0), BROKEN_TRIES, Step.BROKEN, id="the line stays cut"),
        pytest.param(Answer(status=429), LIMITED_TRIES, Step.LIMITED, id="limits do not end"),
    ],
)
def test_gives_up_after_so_many_tries(answer: Answer, most: int, last: Step) -> None:
    tries = Tries(repeatable=True)
    steps = [next_step(answer, tries, NOW)[0] for _ in range(most)]
    assert steps[-1] is last
    assert last not in steps[:-1]


def test_a_token_is_renewed_once_and_then_given_time_to_be_known() -> None:
    tries = Tries(repeatable=False)
    steps = [next_step(Answer(status=401), tries, NOW) for _ in range(4)]
    assert steps == [
        (Step.RENEW, seconds(0)),
        (Step.AGAIN, seconds(1)),
        (Step.AGAIN, seconds(4)),
        (Step.DONE, seconds(0)),
    ]


def test_broken_answers_wait_longer_each_time() -> None:
    assert [retry_wait(n) for n in (1, 2, 3)] == [seconds(1), seconds(4), seconds(16)]


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/repos/a/b/issues", True),
        ("PATCH", "/repos/a/b/issues/1", True),
        ("DELETE", "/repos/a/b/issues/1/labels/x", True),
        ("POST", "/graphql", True),
        ("POST", "/repos/a/b/issues/comments/1/reactions", True),
        ("POST", "/repos/a/b/issues/1/labels", True),
        ("POST", "/repos/a/b/issues", False),
        ("POST", "/repos/a/b/issues/1/comments", False),
        ("POST", "/repos/a/b/check-runs", False),
    ],
)
def test_only_creations_are_never_repeated(method: str, path: str, expected: bool) -> None:
    assert is_repeatable(method, path) is expected


@pytest.mark.parametrize(
    ("last", "wait"),
    [
        pytest.param(None, seconds(0), id="the first write waits for nothing"),
        pytest.param(NOW, seconds(1), id="the next one for a second"),
        pytest.param(NOW - seconds(0.4), seconds(0.6), id="less what has passed"),
        pytest.param(NOW - seconds(9), seconds(0), id="after a while not at all"),
        pytest.param(NOW + seconds(9), seconds(1), id="a clock set back never waits long"),
    ],
)
def test_pause_between_two_writes(last: object, wait: timedelta) -> None:
    assert write_wait(last, NOW, seconds(1)) == wait  # type: ignore[arg-type]


def test_remaining_is_read_and_nonsense_is_not() -> None:
    assert remaining({"x-ratelimit-remaining": "4999"}) == 4999
    assert remaining({"x-ratelimit-remaining": "-1"}) is None
    assert remaining({}) is None
