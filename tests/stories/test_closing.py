"""Point 3: an issue closes on proof alone, says which runs are the proof, and people keep theirs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo.github.world.runs import JobScript
from bot.model.issue import TrackedIssue
from tests.jobs.place import PRICE, Place, green, junit, place, red

__all__ = ["place"]

ONE_PASS = "version: 1\nissues:\n  close_after_passes: 1\n"
WEEK = timedelta(days=7)


def legs(**said: str) -> JobScript:
    """One job that uploads a report for each leg; an empty message passed."""
    artifacts = {
        leg: {"junit.xml": junit({"test_1": text, "test_look": ""})} for leg, text in said.items()
    }
    conclusion = "failure" if any(said.values()) else "success"
    return replace(green(), conclusion=conclusion, artifacts=artifacts)


def report(tests: Mapping[str, str], *, file: str = "tests/test_shop.py") -> JobScript:
    """A job with one report of these tests of one file."""
    conclusion = "failure" if any(tests.values()) else "success"
    xml = junit(tests, file=file)
    return replace(green(), conclusion=conclusion, artifacts={"report": {"junit.xml": xml}})


async def weekly(place: Place, job: JobScript, times: int) -> None:
    """CI runs once in eight days."""
    for _ in range(times):
        place.github.clock.advance(WEEK)
        await place.ci(job)


async def tracked(place: Place) -> TrackedIssue:
    """What the bot remembers of its one issue."""
    found = await place.on.storage.issue(place.repo.id, place.issue.number)
    assert found is not None
    return found


async def test_three_passes_close_and_the_comment_names_each_run_with_its_commit(
    place: Place,
) -> None:
    broken = await place.ci(red())
    passed = [await place.ci(green()) for _ in range(3)]

    assert (place.issue.state, place.issue.state_reason) == ("closed", "completed")
    (comment,) = place.issue.comments
    for sha in (broken, *passed):
        assert sha[:7] in comment.body
    assert comment.body.count("/actions/runs/") == 3
    assert "`report`" in comment.body
    assert place.asked("/compare/") == 3


async def test_leg_that_still_fails_keeps_the_issue_open(place: Place) -> None:
    """Of peers' users, 5: green on ubuntu and red on windows is not mended."""
    await place.configure(ONE_PASS)
    await place.ci(legs(ubuntu=PRICE, windows=PRICE))
    for _ in range(2):
        await place.ci(legs(ubuntu="", windows=PRICE))
    assert place.issue.state == "open"
    for _ in range(2):
        await place.ci(legs(ubuntu=""))
    assert place.issue.state == "open"  # a leg that no longer runs has not passed
    await place.ci(legs(ubuntu="", windows=""))

    assert place.issue.state == "closed"
    assert "`ubuntu`" in place.issue.comments[-1].body
    assert "`windows`" in place.issue.comments[-1].body


async def test_passes_and_failures_in_turn_never_close(place: Place) -> None:
    """Of peers' users, 5: twenty runs of pass and fail made a pile of closings."""
    for n in range(8):
        await place.ci(green() if n % 2 else red())

    assert not {"closed", "reopened"} & {event.event for event in place.issue.events}


async def test_passes_of_a_commit_before_the_failing_one_close_nothing(place: Place) -> None:
    """Bug 10, the closing half: the commit before the break passes, as it always did."""
    await place.configure(ONE_PASS)
    old = await place.github.world.push(place.repo, {"b.py": ""})
    await place.ci(red())
    await place.ci(green(), sha=old, event="workflow_dispatch")
    await place.ci(green(), sha=old, event="workflow_dispatch")
    assert place.issue.state == "open"
    assert (await tracked(place)).progress[0].passes == 0
    await place.ci(green())

    assert place.issue.state == "closed"


async def test_commit_that_was_tested_before_needs_no_question_to_be_old(place: Place) -> None:
    await place.configure(ONE_PASS)
    old = await place.ci(green())
    await place.ci(red())
    await place.ci(green(), sha=old, event="workflow_dispatch")

    assert place.issue.state == "open"
    assert place.asked("/compare/") == 0


async def test_second_attempt_of_a_run_before_the_break_closes_nothing(place: Place) -> None:
    await place.configure(ONE_PASS)
    await place.ci(green())
    first = next(iter(place.repo.runs.values()))
    await place.ci(red())
    for _ in range(2):
        await place.ci(green(), attempt_of=first)

    assert place.issue.state == "open"


async def test_run_that_is_tried_again_counts_as_one_pass(place: Place) -> None:
    await place.ci(red())
    await place.ci(green())
    run = list(place.repo.runs.values())[-1]
    for _ in range(3):
        await place.ci(green(), attempt_of=run)

    assert place.issue.state == "open"
    assert (await tracked(place)).progress[0].passes == 1


async def test_rewritten_branch_is_judged_by_the_order_of_its_runs(place: Place) -> None:
    await place.configure(ONE_PASS)
    base = place.repo.head
    await place.ci(red())
    place.repo.branches[place.repo.default_branch] = base  # a force-push took the commit away
    await place.ci(green())

    assert place.issue.state == "closed"


async def test_failure_told_late_ends_the_streak_it_falls_into(place: Place) -> None:
    await place.ci(red())
    late_sha = await place.github.world.push(place.repo, {"b.py": ""})
    await place.github.world.run(place.repo, sha=late_sha, jobs=[red()])
    late = place.told()
    for _ in range(2):
        await place.ci(green())
    for job in late:
        await place.do(job)
    progress = (await tracked(place)).progress[0]
    assert progress.passes == 2
    assert progress.red is not None
    assert progress.red.sha == late_sha
    await place.ci(green())

    assert place.issue.state == "closed"
    assert late_sha[:7] in place.issue.comments[-1].body


async def test_pass_told_late_counts_as_if_it_had_come_in_time(place: Place) -> None:
    await place.ci(red())
    middle = await place.github.world.push(place.repo, {"b.py": ""})
    await place.github.world.run(place.repo, sha=middle, jobs=[green()])
    late = place.told()
    newest = [await place.ci(green()) for _ in range(2)][-1]
    assert place.issue.state == "open"
    for job in late:
        await place.do(job)

    assert place.issue.state == "closed"
    evidence = (await tracked(place)).close_evidence
    assert evidence is not None
    assert evidence.sha == newest


async def test_test_that_is_no_more_is_closed_in_those_words_after_fourteen_days(
    place: Place,
) -> None:
    """Bug 11 and peers' users, 8: absent is not passed, and is said to be absent."""
    await place.ci(report({"test_1": PRICE, "test_look": ""}))
    await weekly(place, report({"test_look": ""}), 2)
    assert place.issue.state == "open"
    await weekly(place, report({"test_look": ""}), 1)

    assert (place.issue.state, place.issue.state_reason) == ("closed", "completed")
    (comment,) = place.issue.comments
    assert "**Closing**: not seen since 2" in comment.body
    assert "passed" not in comment.body
    await place.ci(report({"test_1": PRICE, "test_look": ""}))
    assert place.issue.state == "open"  # it was only switched off


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(report({"test_2": ""}, file="tests/test_cart.py"), id="its file did not run"),
        pytest.param(replace(green(), artifacts={"other": {"j.xml": junit({"test_2": ""})}}), id="its leg did not run"),
        pytest.param(report({"test_look": PRICE + " again"}), id="its file failed in another test"),
        pytest.param(legs(report_2=""), id="it runs in another leg"),
    ],
)  # fmt: skip
async def test_absence_that_may_have_another_reason_closes_nothing(
    place: Place, after: JobScript
) -> None:
    await place.ci(report({"test_1": PRICE, "test_look": ""}))
    number = place.kept[0].number
    await weekly(place, after, 4)

    assert place.repo.issues[number].state == "open"


CART = "tests/test_cart.py"


async def shop_removed(place: Place, after: JobScript, *, how: bool = True) -> None:
    """A file of tests fails in one test and is deleted as a whole; three weeks of CI follow."""
    both = {
        "a.xml": junit({"test_1": PRICE, "test_look": ""}),
        "b.xml": junit({"test_2": ""}, file=CART),
    }
    await place.github.world.push(place.repo, {"tests/test_shop.py": "def test_1(): ..."})
    await place.ci(replace(red(), artifacts={"report": both}))
    if how:
        await place.github.world.push(place.repo, {"tests/test_shop.py": None})
    await weekly(place, after, 3)


async def test_file_that_was_deleted_as_a_whole_closes_its_issue_after_fourteen_days(
    place: Place,
) -> None:
    await shop_removed(place, report({"test_2": ""}, file=CART))

    assert place.issue.state == "closed"
    assert "**Closing**: not seen since 2" in place.issue.comments[-1].body
    # Each look takes two questions, and no run after the closing asks any.
    assert place.asked("/contents/tests/test_shop.py") <= 6
    asked = place.asked("/contents/tests/test_shop.py")
    await weekly(place, report({"test_2": ""}, file=CART), 2)
    assert place.asked("/contents/tests/test_shop.py") == asked


async def test_file_that_only_ran_no_more_closes_nothing(place: Place) -> None:
    """It is still there: a filter or a shard left it out."""
    await shop_removed(place, report({"test_2": ""}, file=CART), how=False)

    assert place.issue.state == "open"


async def test_deleted_file_proves_nothing_while_the_rest_is_red(place: Place) -> None:
    other = report({"test_2": PRICE + " in the cart"}, file=CART)
    await shop_removed(place, other)

    assert {i.number: i.state for i in place.kept}[place.kept[0].number] == "open"


async def test_few_days_without_the_test_after_a_long_silence_close_nothing(place: Place) -> None:
    await place.ci(report({"test_1": PRICE, "test_look": ""}))
    await weekly(place, replace(green(), artifacts={}), 3)
    for _ in range(4):
        await place.ci(report({"test_look": ""}))

    assert place.issue.state == "open"


async def test_moved_test_is_named_where_it_may_be_now(place: Place) -> None:
    await place.ci(report({"test_1": PRICE, "test_look": ""}))
    moved = {
        "old.xml": junit({"test_look": ""}),
        "new.xml": junit({"test_1": ""}, file="tests/test_cart.py"),
    }
    await weekly(place, replace(green(), artifacts={"report": moved}), 3)

    assert place.issue.state == "closed"
    assert "`test_1 in tests/test_cart.py`" in place.issue.comments[-1].body


async def test_removed_test_holds_up_no_other_of_its_issue(place: Place) -> None:
    await place.ci(report({"test_1": PRICE, "test_2": PRICE, "test_look": ""}))
    await weekly(place, report({"test_2": "", "test_look": ""}), 4)
    assert place.issue.state == "open"
    await place.ci(report({"test_2": "", "test_look": ""}))

    assert place.issue.state == "closed"
    assert "passed 3 times in a row" in place.issue.comments[-1].body


@pytest.mark.parametrize(
    "kept",
    [{"is_adopted": True}, {"kept_by": "alice"}],
    ids=["a person's issue", "labelled to keep"],
)
async def test_issue_of_people_is_left_for_them_to_close(
    place: Place, kept: dict[str, bool | str]
) -> None:
    """Of peers' users, 8: `keep` prevents every closing."""
    await place.ci(red())
    theirs = replace(await tracked(place), **kept)  # type: ignore[arg-type]
    await place.on.storage.save_issue(place.repo.id, theirs)
    for _ in range(4):
        await place.ci(green())

    assert place.issue.state == "open"
    assert place.issue.comments == []
    assert "passed 4 of 3: close it when you agree" in (place.issue.body or "")
    assert place.asked("/compare/") == 0


async def test_issue_that_a_person_reopened_is_theirs_to_close(place: Place) -> None:
    await place.ci(red())
    for _ in range(3):
        await place.ci(green())
    await place.github.world.reopen(place.repo, place.issue.number, by="alice")
    await place.work()
    for _ in range(4):
        await place.ci(green())

    assert place.issue.state == "open"
    assert "close it when you agree" in (place.issue.body or "")
