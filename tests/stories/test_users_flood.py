"""What maintainers mute a bot for: floods, repetition, and opening and closing in turn.

The numbers are those of the list of users' pains.
"""

from collections.abc import Mapping

from bot.demo.github.world.runs import JobScript
from tests.jobs.place import PRICE, Place, green, junit, place, red

__all__ = ["place"]

ONE_PASS = "version: 1\nissues:\n  close_after_passes: 1\n"
WORDS = ("ash", "bay", "box", "elm", "fig", "gum", "ivy", "oak", "pine", "yew")
THINGS = ("cart", "fee", "ledger", "order", "parcel", "price", "refund", "stock", "tax", "till")
KINDS = ("KeyError", "ValueError", "OSError")


def fault(number: int) -> str:
    """One of 300 errors, all different."""
    word, thing = WORDS[number % 10], THINGS[number // 10 % 10]
    return f"{KINDS[number // 100]}: the {word} {thing} is missing"


def job(said: Mapping[str, str], *, file: str = "tests/test_shop.py") -> JobScript:
    """One job with these tests, by name; an empty message passed."""
    ended = "failure" if any(said.values()) else "success"
    report = {"junit.xml": junit({**said, "test_look": ""}, file=file)}
    return JobScript("test", ended, log="tests ran\n", artifacts={"report": report})


async def test_three_hundred_tests_with_one_cause_are_one_issue(place: Place) -> None:
    """Pain 2."""
    await place.ci(job({f"test_{n}": PRICE for n in range(300)}))

    assert "300" in (place.issue.body or "")
    assert place.issue.state == "open"


async def test_three_hundred_causes_are_one_issue_and_the_three_left_make_no_storm(
    place: Place,
) -> None:
    """Pain 2, the other half: what is left keeps the one issue, and nobody is told anew."""
    every = {f"test_{n}": fault(n) for n in range(300)}
    await place.ci(job(every))
    assert len(place.kept) == 1
    assert place.asked("/issues", method="POST") == 1

    left = {name: said if n < 3 else "" for n, (name, said) in enumerate(every.items())}
    await place.ci(job(left))
    assert place.issue.state == "open"
    assert place.issue.comments == []
    assert not {"closed", "reopened"} & {event.event for event in place.issue.events}
    assert not [e for e in (await place.worklog()).entries if e.not_opened]


async def test_pass_and_failure_in_turn_close_twice_and_no_more(place: Place) -> None:
    """Pain 5 with one pass enough to close: who came back twice is flaky, and then time decides."""
    await place.configure(ONE_PASS)
    for n in range(12):
        await place.ci(green() if n % 2 else red())

    turns = [e.event for e in place.issue.events if e.event in ("closed", "reopened")]
    assert turns == ["closed", "reopened"] * 2
    assert "flaky" in place.issue.title
    assert place.issue.state == "open"


async def test_run_that_lost_a_shard_closes_nothing_however_often(place: Place) -> None:
    """Pain 8: the leg that failed is simply not there any more for two weeks."""
    await place.configure(ONE_PASS)

    def shards(**said: str) -> JobScript:
        files = {
            name: {"junit.xml": junit({f"test_{name}": text}, file=f"tests/{name}.py")}
            for name, text in said.items()
        }
        ended = "failure" if any(said.values()) else "success"
        return JobScript("test", ended, log="tests ran\n", artifacts=files)

    await place.ci(shards(one="", two=PRICE))
    for _ in range(16):
        await place.ci(shards(one=""))

    assert place.issue.state == "open"
    assert place.issue.comments == []
