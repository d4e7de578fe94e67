"""How one more result changes the memory of a test."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.history import Sighting, TestHistory
from bot.model.names import Outcome
from bot.triage.history import advance
from tests.build import sighting

OUTCOMES = {"P": Outcome.PASSED, "F": Outcome.FAILURE, "E": Outcome.ERROR, "S": Outcome.SKIPPED}


def after(told: str) -> TestHistory:
    """The history after results told as `2F 1P`: the run's number and how the test ended."""
    history: TestHistory | None = None
    for word in told.split():
        outcome, seen = OUTCOMES[word[-1]], sighting(int(word[:-1]))
        history = advance(history, test="1:t", leg="py311", outcome=outcome, seen=seen)
    assert history is not None
    return history


def number(seen: Sighting | None) -> int | None:
    return None if seen is None else seen.run_id - 1000


@pytest.mark.parametrize(
    "told, expected",
    [
        pytest.param("1P", (1, 1, None, None), id="first pass"),
        pytest.param("1F", (1, None, 1, 1), id="first failure"),
        pytest.param("1E", (1, None, 1, 1), id="an error is a failure"),
        pytest.param("1S", (1, None, None, None), id="a skip is only seen"),
        pytest.param("1P 2F 3F", (1, 1, 3, 2), id="a regression began with its first red run"),
        pytest.param("1P 2F 3P", (1, 3, 2, None), id="a pass ends what began"),
        pytest.param("1P 2F 3P 4F", (1, 3, 4, 4), id="a return begins anew"),
        pytest.param("1P 2F 3S 4F", (1, 1, 4, 2), id="a skip ends nothing"),
        pytest.param("2F 1P", (1, 1, 2, 2), id="a late pass before shows a regression"),
        pytest.param("3F 1F 2P", (1, 2, 3, 3), id="a late pass between cuts the streak's start"),
        pytest.param("1P 3F 2F", (1, 1, 3, 2), id="a late failure was the first one"),
        pytest.param("3P 1P", (1, 3, None, None), id="a late pass moves nothing backwards"),
        pytest.param("3F 1F", (1, None, 3, 1), id="a late failure moves nothing backwards"),
        pytest.param("3P 2F", (2, 3, 2, None), id="a late failure before a pass begins nothing"),
        pytest.param("2P 1S", (1, 2, None, None), id="a late skip is only seen"),
    ],
)
def test_sightings(told: str, expected: tuple[int | None, ...]) -> None:
    h = after(told)
    seen = (h.first_seen, h.last_pass, h.last_failure, h.first_failure)

    assert tuple(number(one) for one in seen) == expected


@pytest.mark.parametrize(
    "told, streaks, counts, window",
    [
        pytest.param("1P 2P", (2, 0), (2, 0), "PP", id="passes in a row"),
        pytest.param("1P 2F 3E", (0, 2), (1, 2), "PFF", id="failures in a row"),
        pytest.param("1P 2S 3P", (2, 0), (2, 0), "PSP", id="a skip breaks no row"),
        pytest.param("3P 1F 2F", (1, 0), (1, 2), "P", id="late runs are only counted"),
        pytest.param("3F 2P", (0, 1), (1, 1), "F", id="a late pass breaks no row"),
        pytest.param(
            "1F 4F 2P 3F", (0, 2), (1, 3), "FF", id="a late pass cuts the row it falls in"
        ),
        pytest.param("1P 3P 2P", (3, 0), (3, 0), "PP", id="a late pass fills the row"),
        pytest.param(
            "1P 2P 4P 3F", (1, 0), (3, 1), "PPP", id="of a late failure only the end stays"
        ),
        pytest.param("1P 2F 3S", (0, 1), (1, 1), "PFS", id="a skip after all changes no row"),
    ],
)
def test_streaks_counts_and_window(
    told: str, streaks: tuple[int, int], counts: tuple[int, int], window: str
) -> None:
    h = after(told)

    assert (h.pass_streak, h.fail_streak) == streaks
    assert (h.passes, h.failures) == counts
    assert h.window == window


def test_window_keeps_the_newest_fifty() -> None:
    h = after(
        " ".join(f"{n}F" for n in range(1, 31)) + " " + " ".join(f"{n}P" for n in range(31, 62))
    )

    assert h.window == "F" * 19 + "P" * 31
    assert (h.passes, h.failures) == (31, 30)


def test_second_attempt_of_a_run_is_newer_than_the_first() -> None:
    first = sighting(1)
    again = Sighting(run_id=first.run_id, attempt=2, sha=first.sha, at=first.at, url=first.url)
    red = advance(None, test="1:t", leg="", outcome=Outcome.FAILURE, seen=first)

    h = advance(red, test="1:t", leg="", outcome=Outcome.PASSED, seen=again)

    assert (h.last_pass, h.last_failure, h.window) == (again, first, "FP")


def told_in(order: list[int], words: list[str]) -> TestHistory:
    return after(" ".join(f"{n + 1}{words[n]}" for n in order))


@given(st.data(), st.lists(st.sampled_from("PFES"), min_size=1, max_size=12))
def test_any_order_of_arrival_gives_the_same_memory(data: st.DataObject, words: list[str]) -> None:
    arrival = data.draw(st.permutations(range(len(words))))

    mixed, sorted_ = told_in(arrival, words), told_in(sorted(arrival), words)

    assert mixed.pass_streak <= sorted_.pass_streak
    same = {"window": "", "pass_streak": 0}
    assert replace(mixed, **same) == replace(sorted_, **same)  # type: ignore[arg-type]


@given(st.data(), st.lists(st.sampled_from("PF"), min_size=1, max_size=8))
def test_attempts_of_one_run_lie_at_its_place(data: st.DataObject, words: list[str]) -> None:
    """Attempt 2 of the first run comes last in time and is older than all that follows."""
    runs = [sighting(n) for n in range(1, len(words) + 1)]
    again = replace(runs[0], attempt=2, at=runs[-1].at)
    history: TestHistory | None = None
    told = list(zip(runs, words, strict=True))
    for seen, word in [*told[:1], *data.draw(st.permutations([*told[1:], (again, "P")]))]:
        outcome = OUTCOMES[word]
        history = advance(history, test="1:t", leg="", outcome=outcome, seen=seen)
    assert history is not None

    reds = [seen for seen, word in told if word == "F"]
    greens = [seen for seen, word in told[1:] if word == "P"]
    assert history.last_failure == (reds[-1] if reds else None)
    assert history.last_pass == (greens[-1] if greens else again)
