"""Each change happens at most once, whatever is lost on the way."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.apply.executor import carry_out, portions
from bot.apply.opening import assignable
from bot.errors import TransientError
from bot.model.issue import TrackedIssue
from bot.model.names import Severity
from bot.model.plan import (
    Change,
    CloseIssue,
    CommentIssue,
    EditIssue,
    News,
    OpenIssue,
    React,
    Remember,
    ReopenIssue,
    WriteCheck,
)
from bot.model.worklog import SuiteLine, Worklog
from bot.render.marker import marked_fingerprints
from tests.apply.conftest import Place
from tests.build import NOW, issue, run, sighting

ISSUES = r"/repos/acme/shop/issues$"
COMMENTS = r"/issues/\d+/comments$"
SEVERITY = News(what="severity", detail="P0 because it blocks.")


def opening(cause: str = "boom") -> OpenIssue:
    return OpenIssue(key=f"run:1002:1:open:{cause}", issue=issue(0, cause))


async def opened(place: Place, cause: str = "boom") -> TrackedIssue:
    done = (await carry_out([opening(cause)], place.hand))[0]
    kept = await place.hand.storage.issue(place.hand.repo.id, done.number)
    assert kept is not None
    return kept


def worklog(focus: str = "CI") -> Worklog:
    return Worklog(repo="acme/shop", date=NOW.date(), focus=focus, status="In Progress")


async def test_open_issue_has_title_labels_marker_and_is_remembered(place: Place) -> None:
    kept = await opened(place)
    shown = place.github.issues(place.repository)[0]

    assert shown.title == "failing-test-regression-p1-shop-boom"
    assert shown.labels == ["failing-test-regression-p1", "test-gardener"]
    assert marked_fingerprints(shown.body) == ("1:boom",)
    assert kept.number == shown.number
    assert place.told == [("open", "done")]


async def test_labels_get_their_colors_once_and_are_not_asked_for_again(place: Place) -> None:
    await opened(place, "one")
    before = len(place.github.requests)
    await opened(place, "two")
    asked = [r.path for r in place.github.requests[before:]]

    assert {label.color for label in place.github.labels(place.repository)} >= {"d93f0b", "0e8a16"}
    assert asked == ["/repos/acme/shop/issues"]


@pytest.mark.parametrize("kind", ["drop_after", "error_after"])
async def test_issue_whose_answer_was_lost_is_found_by_its_marker(place: Place, kind: str) -> None:
    place.github.faults.add(kind=kind, method="POST", path=ISSUES)
    kept = await opened(place)

    assert [i.number for i in place.github.issues(place.repository)] == [kept.number]


@pytest.mark.parametrize("kind", ["drop", "bad_gateway"])
async def test_issue_that_was_never_made_is_left_for_the_next_try(place: Place, kind: str) -> None:
    place.github.faults.add(kind=kind, method="POST", path=ISSUES)
    with pytest.raises(TransientError):
        await carry_out([opening()], place.hand)
    place.github.clock.advance(place.hand.client.settled_after)
    await carry_out([opening()], place.hand)

    assert len(place.github.issues(place.repository)) == 1


async def test_process_that_died_after_the_post_does_not_post_again(place: Place) -> None:
    change = opening()
    await carry_out([change], place.hand)
    # What a crash between GitHub's answer and our note leaves: the intent alone.
    await place.hand.storage.forget_issue(place.hand.repo.id, 1)
    again = replace(change, key="run:1002:1:open:again")
    await place.hand.storage.begin(place.hand.repo.id, again.key, place.github.clock())
    done = await carry_out([again], place.hand)

    assert len(place.github.issues(place.repository)) == 1
    assert done[0].outcome == "already"
    assert await place.hand.storage.issue(place.hand.repo.id, 1) is not None


async def test_clock_that_was_set_back_delays_a_write_by_no_more_than_it_takes_to_settle(
    place: Place,
) -> None:
    now, hand = place.github.clock(), place.hand
    await hand.storage.sending(hand.repo.id, opening().key, now + timedelta(days=1))
    with pytest.raises(TransientError, match="may still come") as early:
        await carry_out([opening()], hand)
    place.github.clock.advance(early.value.retry_after or timedelta())
    await carry_out([opening()], hand)

    assert early.value.retry_after == hand.client.settled_after
    assert len(place.github.issues(place.repository)) == 1


async def test_change_that_was_done_asks_github_nothing(place: Place) -> None:
    await carry_out([opening()], place.hand)
    before = len(place.github.requests)
    await carry_out([opening()], place.hand)

    assert len(place.github.requests) == before


@pytest.mark.parametrize("kind", ["drop_after", "error_after"])
async def test_comment_whose_answer_was_lost_is_not_written_twice(place: Place, kind: str) -> None:
    kept = await opened(place)
    change = CommentIssue(key="run:1003:1:comment:1", issue=kept, news=(SEVERITY,))
    place.github.faults.add(kind=kind, method="POST", path=COMMENTS)
    await carry_out([change], place.hand)
    await carry_out([change], place.hand)

    assert len(place.github.issues(place.repository)[0].comments) == 1


async def test_edit_keeps_what_people_wrote_around_the_block(place: Place) -> None:
    kept = await opened(place)
    shown = place.github.issues(place.repository)[0]
    own = f"{shown.body}\n\nMy notes: try the other branch."
    await place.github.world.edit_issue_body(place.repository, kept.number, own)
    seen = replace(kept, occurrence_count=7, last_seen=sighting(5))
    await carry_out([EditIssue(key="run:1005:1:edit:1", issue=seen)], place.hand)
    body = place.github.issues(place.repository)[0].body or ""

    assert body.endswith("My notes: try the other branch.")
    assert marked_fingerprints(body) == ("1:boom",)
    assert "7 times" in body


async def test_many_bodies_are_edited_in_few_requests(place: Place) -> None:
    kept = [await opened(place, f"cause{n}") for n in range(18)]
    before = len(place.github.requests)
    edits = [EditIssue(key=f"edit:{i.number}", issue=replace(i, occurrence_count=2)) for i in kept]
    done = await carry_out(edits, place.hand)

    assert [d.outcome for d in done] == ["done"] * 18
    assert all("twice" in (i.body or "") for i in place.github.issues(place.repository))
    assert len(place.github.requests) - before <= 4


async def test_body_that_did_not_change_is_not_written(place: Place) -> None:
    kept = await opened(place)
    await carry_out([EditIssue(key="edit:1", issue=kept)], place.hand)

    assert [r.path for r in place.github.requests[-1:]] == ["/graphql"]
    assert b"updateIssue" not in place.github.requests[-1].raw


async def test_issue_that_is_gone_gets_a_tombstone_and_the_others_are_edited(place: Place) -> None:
    one, two = await opened(place, "one"), await opened(place, "two")
    await place.github.world.delete_issue(place.repository, one.number)
    edits = [
        EditIssue(key=f"e{i.number}", issue=replace(i, occurrence_count=3)) for i in (one, two)
    ]
    done = await carry_out(edits, place.hand)

    assert [d.outcome for d in done] == ["the issue is gone from GitHub", "done"]
    kept = await place.hand.storage.issue(place.hand.repo.id, one.number)
    assert kept is not None
    assert kept.state == "deleted"


async def test_retitle_changes_title_labels_and_body_at_once(place: Place) -> None:
    kept = await opened(place)
    await place.github.world.label(place.repository, kept.number, "help wanted")
    urgent = replace(kept, verdict=replace(kept.verdict, severity=Severity.P0))
    change = EditIssue(
        key="comment:5:edit:1",
        issue=urgent,
        retitle=True,
        remove_labels=("failing-test-regression-p1",),
        add_labels=("failing-test-regression-p0",),
    )
    await carry_out([change], place.hand)
    shown = place.github.issues(place.repository)[0]

    assert shown.title == "failing-test-regression-p0-shop-boom"
    assert set(shown.labels) == {"test-gardener", "help wanted", "failing-test-regression-p0"}


async def test_close_says_why_once_and_reopen_says_why_once(place: Place) -> None:
    kept = await opened(place)
    closed = replace(kept, state="closed", closed_at=NOW, close_evidence=sighting(6))
    passed = News(what="passed", detail="report-py311", items=(sighting(6).url,))
    close = CloseIssue(key="run:1006:1:close:1", issue=closed, news=(passed,))
    for _ in range(2):
        await carry_out([close], place.hand)
    shown = place.github.issues(place.repository)[0]

    assert (shown.state, shown.state_reason, len(shown.comments)) == ("closed", "completed", 1)

    failed = News(what="reopened", items=(sighting(7).url,))
    reopen = ReopenIssue(key="run:1007:1:reopen:1", issue=kept, news=(failed,))
    for _ in range(2):
        await carry_out([reopen], place.hand)

    assert (shown.state, len(shown.comments)) == ("open", 2)


async def test_check_run_is_written_once_a_commit_and_then_rewritten(place: Place) -> None:
    head = place.repository.head
    for focus in ("CI", "Nightly"):
        change = WriteCheck(key=f"check:{focus}", sha=head, worklog=worklog(focus))
        await carry_out([change], place.hand)
    checks = place.github.check_runs(place.repository, head)

    assert [check.name for check in checks] == ["Test Gardener"]


def with_problem(text: str, **change: Any) -> Worklog:
    return replace(worklog(), problems=(text,), **change)


async def written(place: Place, *worklogs: Worklog) -> list[str]:
    """The outcomes of writing the check run of one commit again and again."""
    changes = [
        WriteCheck(key=f"check:{n}", sha=place.repository.head, worklog=told)
        for n, told in enumerate(worklogs)
    ]
    return [(await carry_out([change], place.hand))[0].outcome for change in changes]


async def test_check_run_that_says_the_same_is_not_written(place: Place) -> None:
    line = SuiteLine(name="Cart", status="PASSED", tests=2, seconds=1.5)
    first = with_problem("a.xml is empty", suites=(line,))
    slower = replace(first, suites=(replace(line, seconds=9.0),), date=date(2025, 9, 20))
    other = with_problem("b.xml is empty", suites=(line,))

    assert await written(place, first, slower, other, first) == ["done", "already", "done", "done"]


async def test_attempt_that_was_overtaken_leaves_the_check_run_as_it_is(place: Place) -> None:
    head, storage = place.repository.head, place.hand.storage
    newest = run(5, attempt=2, head_sha=head, repo=place.hand.repo)
    told = with_problem("b.xml is empty", run=newest.key, event="push", sha=head)
    await storage.record_run(newest, (), told)
    late = with_problem("a.xml is empty", run="run:1005:1", event="push", sha=head)
    await written(place, late)

    (check,) = place.github.check_runs(place.repository, head)
    assert "b.xml" in (check.summary or "")
    assert "a.xml" not in (check.summary or "")


async def test_check_run_is_as_bad_as_the_worst_workflow_of_the_commit(place: Place) -> None:
    head = place.repository.head
    bad = with_problem("a.xml is empty", run="run:1005:1", event="push", sha=head)
    await place.hand.storage.record_run(run(5, head_sha=head, repo=place.hand.repo), (), bad)
    await written(place, replace(worklog("Lint"), run="run:1006:1", event="push"))

    (check,) = place.github.check_runs(place.repository, head)
    assert check.conclusion == "neutral"


@pytest.mark.parametrize("kind", ["drop_after", "error_after"])
async def test_check_run_whose_answer_was_lost_is_found(place: Place, kind: str) -> None:
    head = place.repository.head
    place.github.faults.add(kind=kind, method="POST", path=r"/check-runs$")
    await carry_out([WriteCheck(key="check", sha=head, worklog=worklog())], place.hand)

    assert len(place.github.check_runs(place.repository, head)) == 1


async def test_reaction_is_one_of_a_kind(place: Place) -> None:
    there = await place.github.world.open_issue(place.repository, title="Hello")
    said = await place.github.world.comment(
        place.repository, there.number, by="alice", body="/gardener help"
    )
    for _ in range(2):
        await carry_out([React(key="r", comment_id=said.id, content="eyes")], place.hand)

    assert [r.content for r in said.reactions] == ["eyes"]


async def test_what_github_refuses_is_named_and_the_rest_goes_on(place: Place) -> None:
    kept = await opened(place)
    place.repository.archived = True
    change = CommentIssue(key="run:1003:1:comment:1", issue=kept, news=(SEVERITY,))
    done = await carry_out([change], place.hand)

    assert "archived" in done[0].outcome.lower()


async def test_remember_touches_nothing_on_github(place: Place) -> None:
    before = len(place.github.requests)
    muted = replace(issue(40), muted_until=NOW + timedelta(days=7), muted_by="alice")
    await carry_out([Remember(key="m", issue=muted)], place.hand)

    assert len(place.github.requests) == before
    assert await place.hand.storage.issue(place.hand.repo.id, 40) == muted


def test_portions_gather_neighbouring_edits_and_keep_the_order() -> None:
    edits = [EditIssue(key=f"e{n}", issue=issue(n)) for n in range(3)]
    retitle = EditIssue(key="t", issue=issue(9), retitle=True)
    changes: list[Change] = [opening(), edits[0], edits[1], retitle, edits[2]]

    assert [[c.key for c in p] for p in portions(changes)] == [
        ["run:1002:1:open:boom"],
        ["e0", "e1"],
        ["t"],
        ["e2"],
    ]


@pytest.mark.parametrize(
    ("owners", "people"),
    [
        (("@acme/agents",), []),
        (("@alice", "@acme/agents", "bob@acme.example"), ["alice"]),
        (("@a", "@b", "@c", "@d"), ["a", "b", "c"]),
        ((), []),
    ],
    ids=["a team", "mixed", "at most three", "nobody"],
)
def test_only_people_are_assigned(owners: tuple[str, ...], people: list[str]) -> None:
    assert assignable(owners) == people
