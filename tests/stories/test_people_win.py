"""What people set by hand stays theirs, field by field, until they hand it back (point 10)."""

import pytest

from bot.demo.github.state.issues import Issue
from bot.model.issue import Field, TrackedIssue
from bot.render.marker import BEGIN
from tests.jobs.place import Place, green, place, red

__all__ = ["place"]

DATE = "ValueError: day is out of range for month"
OWN = "failing-test-new-p2"


async def stored(place: Place, number: int | None = None) -> TrackedIssue:
    found = await place.on.storage.issue(place.repo.id, number or place.issue.number)
    assert found is not None
    return found


def answers(issue: Issue) -> str:
    return "\n".join(c.body for c in issue.comments if c.user == "test-gardener[bot]")


async def test_every_field_that_people_set_outlives_runs_and_auto_hands_all_back(
    place: Place,
) -> None:
    await place.ci(red())
    world, number = place.github.world, place.issue.number
    ours = place.issue.title
    await world.edit_issue_title(place.repo, number, f"{ours} (Black Friday)")
    await world.unlabel(place.repo, number, "test-gardener")
    await world.unlabel(place.repo, number, OWN)
    await world.assign(place.repo, number, "alice")
    await world.edit_issue_body(place.repo, number, "Ask alice first.")
    await place.work()
    await place.ci(red(log="again\n"))

    issue = place.issue
    assert issue.title == f"{ours} (Black Friday)"
    assert issue.labels == []
    assert issue.assignees == ["alice"]
    assert issue.body == "Ask alice first."

    await place.writes("/gardener why", by="reader")
    for field in ("title", "labels", "assignee", "text"):
        assert f"**Set by hand:** {field}" in answers(issue)
    assert "by `alice`" in answers(issue)

    await place.writes("/gardener reclassify auto", by="alice")
    assert issue.title == ours
    assert sorted(issue.labels) == [OWN, "test-gardener"]
    assert (issue.body or "").startswith("<!-- gardener:1")
    assert "Ask alice first." in (issue.body or "")
    assert (await stored(place)).overrides == ()


async def test_text_around_the_block_is_not_taking_the_text(place: Place) -> None:
    await place.ci(red())
    world, number = place.github.world, place.issue.number
    await world.edit_issue_body(place.repo, number, f"Mine.\n\n{place.issue.body}")
    await place.work()
    await place.ci(red())

    assert (await stored(place)).override(Field.TEXT) is None
    assert "seen twice" in (place.issue.body or "").lower() or "twice" in (place.issue.body or "")


async def test_putting_the_block_back_hands_the_text_back(place: Place) -> None:
    await place.ci(red())
    world, number, body = place.github.world, place.issue.number, place.issue.body
    await world.edit_issue_body(place.repo, number, "Mine.")
    await world.edit_issue_body(place.repo, number, f"Mine.\n\n{body}")
    await place.work()
    await place.ci(red())

    assert "twice" in (place.issue.body or "")


async def test_auto_after_a_reopening_lets_passes_close_again(place: Place) -> None:
    await place.ci(red())
    await place.github.world.close(place.repo, place.issue.number)
    await place.github.world.reopen(place.repo, place.issue.number)
    await place.work()
    for _ in range(3):
        await place.ci(green())
    assert place.issue.state == "open"
    await place.writes("/gardener reclassify auto", by="alice")
    for _ in range(3):
        await place.ci(green())

    assert place.issue.state == "closed"


async def test_auto_on_what_was_not_planned_lets_it_come_back(place: Place) -> None:
    await place.ci(red())
    await place.github.world.close(place.repo, place.issue.number, reason="not_planned")
    await place.work()
    await place.ci(red())
    assert place.issue.state == "closed"
    await place.writes("/gardener reclassify auto", by="alice")
    await place.ci(red())

    assert place.issue.state == "open"


async def test_base_label_taken_off_stays_off_and_the_issue_is_still_known(place: Place) -> None:
    await place.ci(red())
    await place.github.world.unlabel(place.repo, place.issue.number, "test-gardener")
    await place.work()
    await place.ci(red())

    assert place.issue.labels == [OWN]
    assert len(place.kept) == 1


@pytest.mark.parametrize("label", ["keep", "keep-open", "gardener: keep"])
async def test_label_to_keep_is_remembered_and_forgotten_with_it(place: Place, label: str) -> None:
    await place.ci(red())
    world, number = place.github.world, place.issue.number
    await world.label(place.repo, number, label)
    await place.work()
    assert (await stored(place)).kept_by == "alice"
    await world.unlabel(place.repo, number, label)
    await place.work()

    assert (await stored(place)).kept_by == ""


async def test_closing_a_duplicate_by_hand_is_silence_and_reopening_it_ends_that(
    place: Place,
) -> None:
    await place.ci(red())
    await place.github.world.close(place.repo, place.issue.number, reason="duplicate")
    await place.work()
    await place.ci(red())
    assert place.issue.state == "closed"
    await place.github.world.reopen(place.repo, place.issue.number)
    await place.work()
    await place.ci(red())

    assert place.issue.state == "open"


async def test_reopening_a_duplicate_by_hand_takes_its_failures_back(place: Place) -> None:
    await place.ci(red("KeyError: 'price'", DATE))
    one, two = place.kept
    await place.writes(f"/gardener duplicate #{two.number}", by="alice", number=one.number)
    await place.github.world.reopen(place.repo, one.number)
    await place.work()
    await place.ci(red("KeyError: 'price'", DATE))

    assert (one.state, two.state) == ("open", "open")
    assert (await stored(place, one.number)).duplicate_of == 0
    assert (await stored(place, two.number)).duplicates == ()


async def test_comment_of_a_person_counts_as_activity_and_asks_github_nothing(
    place: Place,
) -> None:
    await place.ci(red())
    asked = len(place.github.requests)
    await place.writes("I am looking into it.", by="reader")

    assert (await stored(place)).last_human_at == place.github.clock()
    assert len(place.github.requests) == asked


async def test_comment_on_a_persons_issue_is_no_work(place: Place) -> None:
    await place.ci(red())
    theirs = await place.github.world.open_issue(place.repo, by="reader")
    await place.work()
    await place.github.world.comment(place.repo, theirs.number, by="reader", body="Hello?")

    assert await place.work() == []


NAMED = "The cart is broken: `tests/test_shop.py::test_1` fails for me since Monday."


async def test_adopted_issue_becomes_the_home_of_the_failures_it_names(place: Place) -> None:
    await place.ci(red())
    ours = place.issue
    world = place.github.world
    theirs = await world.open_issue(place.repo, by="reader", title="Cart", body=NAMED)
    await place.writes("/gardener adopt", by="alice", number=theirs.number)

    assert (ours.state, ours.state_reason) == ("closed", "duplicate")
    assert f"#{theirs.number}" in answers(ours)
    assert theirs.title == "Cart"
    assert (theirs.body or "").index("The cart is broken") < (theirs.body or "").index(BEGIN)
    assert sorted(theirs.labels) == [OWN, "test-gardener"]

    await place.ci(red())
    assert len(place.kept) == 1
    assert "twice" in (theirs.body or "")
    for _ in range(4):
        await place.ci(green())
    assert (theirs.state, theirs.title) == ("open", "Cart")
    await place.writes("/gardener reclassify p0", by="alice", number=theirs.number)
    await place.writes("/gardener reclassify auto", by="alice", number=theirs.number)
    assert theirs.title == "Cart"


async def test_adopting_what_names_nothing_known_says_so_and_remembers_nothing(
    place: Place,
) -> None:
    await place.ci(red())
    world = place.github.world
    theirs = await world.open_issue(place.repo, by="reader", body="Everything is broken.")
    await place.writes("/gardener adopt", by="alice", number=theirs.number)

    assert "is known to fail" in answers(theirs)
    assert theirs.body == "Everything is broken."
    assert await place.on.storage.issue(place.repo.id, theirs.number) is None
    assert place.issue.state == "open"


async def test_adopting_a_cause_that_was_held_back_needs_no_issue_of_ours(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  max_new_per_run: 0\n")
    await place.ci(red("KeyError: 'price'"))
    assert place.kept == []
    world = place.github.world
    theirs = await world.open_issue(
        place.repo, by="reader", title="Cart", body="test_1 fails and test_look does not"
    )
    worklog = await place.worklog()
    body = f"It is {worklog.entries[0].fingerprint}."
    await world.edit_issue_body(place.repo, theirs.number, body)
    await place.writes("/gardener adopt", by="alice", number=theirs.number)
    await place.ci(red("KeyError: 'price'"))

    assert place.kept == []
    assert BEGIN in (theirs.body or "")
    assert "price" in (theirs.body or "")


async def test_reader_may_not_adopt(place: Place) -> None:
    await place.ci(red())
    world = place.github.world
    theirs = await world.open_issue(place.repo, by="reader", body=NAMED)
    await place.writes("/gardener adopt", by="reader", number=theirs.number)

    assert "write permission" in answers(theirs)
    assert theirs.labels == []


async def test_deleting_the_block_of_an_adopted_issue_takes_its_text(place: Place) -> None:
    await place.ci(red())
    world = place.github.world
    theirs = await world.open_issue(place.repo, by="reader", title="Cart", body=NAMED)
    await place.writes("/gardener adopt", by="alice", number=theirs.number)
    await world.edit_issue_body(place.repo, theirs.number, NAMED, by="reader")
    await place.work()
    await place.ci(red())

    assert theirs.body == NAMED


async def test_adopted_cause_that_was_held_back_knows_its_workflow(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  max_new_per_run: 0\n")
    await place.ci(red("KeyError: 'price'"))
    fingerprint = (await place.worklog()).entries[0].fingerprint
    world = place.github.world
    theirs = await world.open_issue(place.repo, by="reader", body=f"It is {fingerprint}.")
    await place.writes("/gardener adopt", by="alice", number=theirs.number)
    await place.ci(red("KeyError: 'price'"))
    kept = await stored(place, theirs.number)

    assert (kept.branch, kept.workflow) == ("main", ".github/workflows/ci.yml")
    assert [leg.leg for leg in kept.progress] == ["report"]
