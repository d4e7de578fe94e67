"""Every command, from a person's comment to what GitHub shows afterwards (point 9)."""

from datetime import timedelta

import pytest

from bot.demo.github.state.issues import Issue
from bot.demo.github.world.runs import JobScript
from bot.model.issue import TrackedIssue
from tests.jobs.place import Place, green, junit, place, red

__all__ = ["place"]

PRICE, DATE = "KeyError: 'price'", "ValueError: day is out of range for month"


async def two(place: Place) -> tuple[Issue, Issue]:
    """Two causes, two issues, older first."""
    await place.ci(red(PRICE, DATE))
    older, newer = place.kept
    return older, newer


def reaction(issue: Issue) -> str:
    """The last one to the newest comment of a person."""
    comment = [c for c in issue.comments if not c.user.endswith("[bot]")][-1]
    return comment.reactions[-1].content


def answers(issue: Issue) -> str:
    return "\n".join(c.body for c in issue.comments if c.user == "test-gardener[bot]")


def states(place: Place) -> dict[int, str]:
    return {issue.number: issue.state for issue in place.kept}


async def stored(place: Place, issue: Issue) -> TrackedIssue:
    found = await place.on.storage.issue(place.repo.id, issue.number)
    assert found is not None
    return found


def only(number: int, said: str) -> JobScript:
    """A run in which one test of three fails."""
    names = {f"test_{n}": said if n == number else "" for n in (1, 2)}
    report = junit({**names, "test_look": ""})
    return JobScript("test", log="1 failed\n", artifacts={"report": {"junit.xml": report}})


async def of_cause(place: Place, said: str) -> Issue:
    """The issue whose body shows this message."""
    (one,) = (i for i in place.kept if said in (i.body or ""))
    return one


async def test_duplicate_closes_the_issue_and_sends_its_failures_to_the_other(place: Place) -> None:
    await two(place)
    price, date = await of_cause(place, "price"), await of_cause(place, "out of range")
    await place.writes(f"/gardener duplicate #{date.number}", by="alice", number=price.number)

    assert (price.state, price.state_reason) == ("closed", "duplicate")
    assert f"#{date.number}" in answers(price)
    assert reaction(price) == "+1"
    seen = (await stored(place, date)).occurrence_count
    await place.ci(only(1, PRICE))

    assert states(place) == {price.number: "closed", date.number: "open"}
    assert (await stored(place, date)).occurrence_count == seen + 1
    assert "out of range" in (date.body or "")
    assert f"#{price.number} (closed)" in (date.body or "")


async def test_failures_of_a_duplicate_keep_the_canonical_issue_open(place: Place) -> None:
    await two(place)
    price, date = await of_cause(place, "price"), await of_cause(place, "out of range")
    await place.writes(f"/gardener duplicate #{date.number}", by="alice", number=price.number)
    for _ in range(4):
        await place.ci(only(1, PRICE))
    assert states(place) == {price.number: "closed", date.number: "open"}
    for _ in range(3):
        await place.ci(green(2))

    assert states(place) == {price.number: "closed", date.number: "closed"}


async def test_unduplicate_gives_the_failures_back(place: Place) -> None:
    await two(place)
    price, date = await of_cause(place, "price"), await of_cause(place, "out of range")
    await place.writes(f"/gardener duplicate #{date.number}", by="alice", number=price.number)
    await place.ci(only(1, PRICE))
    await place.writes("/gardener unduplicate", by="alice", number=price.number)

    assert states(place) == {price.number: "open", date.number: "open"}
    count = (await stored(place, date)).occurrence_count
    await place.ci(only(1, PRICE))
    assert (await stored(place, date)).occurrence_count == count
    assert len(place.kept) == 2
    for _ in range(3):
        await place.ci(only(1, PRICE))
    assert states(place) == {price.number: "open", date.number: "closed"}


async def test_circle_of_duplicates_is_refused_with_a_sentence(place: Place) -> None:
    older, newer = await two(place)
    await place.writes(f"/gardener duplicate #{newer.number}", by="alice", number=older.number)
    await place.writes(f"/gardener duplicate #{older.number}", by="alice", number=newer.number)

    assert newer.state == "open"
    assert "in circles" in answers(newer)
    assert reaction(newer) == "confused"


async def test_chain_of_duplicates_leads_to_its_end(place: Place) -> None:
    await place.ci(red(PRICE, DATE, "AttributeError: 'Cart' object has no attribute 'pay'"))
    a, b, c = place.kept
    await place.writes(f"/gardener duplicate #{b.number}", by="alice", number=a.number)
    await place.writes(f"/gardener duplicate #{c.number}", by="alice", number=b.number)
    before = (await stored(place, c)).occurrence_count
    await place.ci(red(PRICE, DATE))

    assert states(place) == {a.number: "closed", b.number: "closed", c.number: "open"}
    assert (await stored(place, c)).occurrence_count == before + 1


async def test_failure_of_a_duplicate_whose_canonical_was_deleted_opens_a_new_issue(
    place: Place,
) -> None:
    older, newer = await two(place)
    await place.writes(f"/gardener duplicate #{newer.number}", by="alice", number=older.number)
    await place.github.world.delete_issue(place.repo, newer.number)
    await place.work()
    await place.ci(red(PRICE, DATE))

    assert older.state == "closed"
    assert len([i for i in place.kept if i.state == "open"]) == 2


async def test_duplicate_of_a_persons_issue_asks_for_adopting_it_first(place: Place) -> None:
    await place.ci(red())
    theirs = await place.github.world.open_issue(place.repo, by="reader", title="Shop is down")
    issue = await place.writes(f"/gardener duplicate #{theirs.number}", by="alice")

    assert issue.state == "open"
    assert "/gardener adopt" in answers(issue)


@pytest.mark.parametrize("asked_on", ["older", "newer"])
async def test_merge_leaves_exactly_one_open_with_both_causes(place: Place, asked_on: str) -> None:
    older, newer = await two(place)
    here, there = (older, newer) if asked_on == "older" else (newer, older)
    await place.writes(f"/gardener merge #{there.number}", by="alice", number=here.number)

    assert states(place) == {older.number: "open", newer.number: "closed"}
    assert newer.state_reason == "duplicate"
    assert f"#{older.number}" in answers(newer)
    assert "Causes</summary>" in (older.body or "") or "Causes (2)" in (older.body or "")
    for _ in range(3):
        await place.ci(only(2, DATE))
    assert states(place) == {older.number: "open", newer.number: "closed"}
    for _ in range(3):
        await place.ci(green(2))
    assert states(place) == {older.number: "closed", newer.number: "closed"}


async def test_merged_causes_fail_again_and_count_once(place: Place) -> None:
    older, newer = await two(place)
    await place.writes(f"/gardener merge #{newer.number}", by="alice", number=older.number)
    before = (await stored(place, older)).occurrence_count
    await place.ci(red(PRICE, DATE))

    assert (await stored(place, older)).occurrence_count == before + 1
    assert len(place.kept) == 2


async def test_split_gives_each_merged_cause_an_issue_again(place: Place) -> None:
    older, newer = await two(place)
    await place.writes(f"/gardener merge #{newer.number}", by="alice", number=older.number)
    await place.writes("/gardener split", by="alice", number=older.number)

    assert states(place) == {older.number: "open", newer.number: "open"}
    assert newer.title in answers(older)
    await place.ci(red(PRICE, DATE))
    assert len(place.kept) == 2
    for _ in range(3):
        await place.ci(only(1, PRICE))
    assert sorted([older.state, newer.state]) == ["closed", "open"]


async def test_split_of_an_issue_with_duplicates_gives_them_their_failures_back(
    place: Place,
) -> None:
    """It has one cause of its own, and was said to have nothing to split."""
    older, newer = await two(place)
    await place.writes(f"/gardener duplicate #{newer.number}", by="alice", number=older.number)
    await place.writes("/gardener split", by="alice", number=newer.number)

    assert states(place) == {older.number: "open", newer.number: "open"}
    assert older.title in answers(newer)
    await place.ci(red(PRICE, DATE))
    assert len(place.kept) == 2
    for _ in range(3):
        await place.ci(only(1, PRICE))
    assert sorted([older.state, newer.state]) == ["closed", "open"]


@pytest.mark.parametrize("how", ["command", "by hand"])
async def test_unduplicate_after_the_canonical_was_deleted_leaves_one_open_issue(
    place: Place, how: str
) -> None:
    """The new issue that its failures got meanwhile becomes the duplicate."""
    older, newer = await two(place)
    await place.writes(f"/gardener duplicate #{newer.number}", by="alice", number=older.number)
    await place.github.world.delete_issue(place.repo, newer.number)
    await place.work()
    cause = PRICE if "price" in older.title else DATE
    await place.ci(only(1, cause))
    heir = place.kept[-1]
    assert (heir.number > newer.number, heir.state) == (True, "open")
    if how == "command":
        await place.writes("/gardener unduplicate", by="alice", number=older.number)
    else:
        await place.github.world.reopen(place.repo, older.number, by="alice")
        await place.work()

    assert states(place) == {older.number: "open", heir.number: "closed"}
    assert heir.state_reason == "duplicate"
    assert f"#{older.number}" in answers(heir)
    seen = (await stored(place, older)).occurrence_count
    await place.ci(only(1, cause))
    assert states(place) == {older.number: "open", heir.number: "closed"}
    assert (await stored(place, older)).occurrence_count == seen + 1
    assert (await stored(place, older)).children == ()
    for _ in range(3):
        await place.ci(green(2))
    # What a person opened by hand is theirs to close.
    last = "closed" if how == "command" else "open"
    assert states(place) == {older.number: last, heir.number: "closed"}


async def test_split_of_a_single_cause_is_refused_kindly(place: Place) -> None:
    await place.ci(red())
    issue = await place.writes("/gardener split", by="alice")

    assert "nothing to split" in answers(issue)
    assert len(place.kept) == 1


async def test_likeness_does_not_join_again_what_people_split(place: Place) -> None:
    near = "ValueError: the cart a{} of the shop is closed because the owner went home early"
    both = red(near.format(1), near.format(2))
    await place.ci(both)
    first = place.issue
    await place.writes("/gardener split", by="alice")
    await place.ci(both)
    one, other = place.kept

    assert one is first
    assert (one.state, other.state) == ("open", "open")
    assert (await stored(place, one)).occurrence_count == 2
    assert (await stored(place, other)).occurrence_count == 2
    for _ in range(3):
        await place.ci(only(1, near.format(1)))
    assert sorted([one.state, other.state]) == ["closed", "open"]


async def test_relate_lists_each_in_the_other_and_stays(place: Place) -> None:
    older, newer = await two(place)
    await place.writes(f"/gardener relate #{newer.number}", by="alice", number=older.number)
    await place.ci(red(PRICE, DATE))

    assert f"#{newer.number} (open)" in (older.body or "")
    assert f"#{older.number} (open)" in (newer.body or "")
    assert "linked by alice" in (older.body or "").lower()


async def test_relate_takes_a_persons_issue_too(place: Place) -> None:
    await place.ci(red())
    theirs = await place.github.world.open_issue(place.repo, by="reader", title="Shop is down")
    issue = await place.writes(f"/gardener relate #{theirs.number}", by="alice")

    assert "Shop is down" in (issue.body or "")


async def test_close_closes_at_once_and_a_newer_failure_reopens(place: Place) -> None:
    await place.ci(red())
    issue = await place.writes("/gardener close", by="alice")
    assert (issue.state, issue.state_reason) == ("closed", "completed")
    assert answers(issue) == ""
    await place.ci(red())

    assert issue.state == "open"


async def test_close_as_not_planned_stays_closed(place: Place) -> None:
    await place.ci(red())
    issue = await place.writes("/gardener close not planned", by="alice")
    await place.ci(red())

    assert (issue.state, issue.state_reason) == ("closed", "not_planned")


async def test_reopen_opens_and_keeps_open(place: Place) -> None:
    await place.ci(red())
    await place.writes("/gardener close", by="alice")
    issue = await place.writes("/gardener reopen", by="alice")
    for _ in range(4):
        await place.ci(green())

    assert issue.state == "open"


async def test_assign_asks_github_whom_it_can_assign(place: Place) -> None:
    await place.ci(red())
    issue = await place.writes("/gardener assign @alice", by="alice")
    assert issue.assignees == ["alice"]
    await place.writes("/gardener assign @reader", by="alice")

    assert issue.assignees == ["alice"]
    assert "cannot assign reader" in answers(issue)
    assert reaction(issue) == "confused"


async def test_rescan_reads_the_latest_run_again_and_doubles_nothing(place: Place) -> None:
    await place.ci(red())
    await place.ci(red())
    issue, body = place.issue, place.issue.body or ""
    spoiled = body.replace("**Seen:**", "**Never seen:**")
    await place.github.world.edit_issue_body(place.repo, issue.number, spoiled)
    before = await stored(place, issue)
    await place.writes("/gardener rescan", by="alice")
    after = await stored(place, issue)

    assert "**Seen:** twice" in (issue.body or "")
    assert after.occurrence_count == before.occurrence_count
    assert after.progress == before.progress
    assert len(place.kept) == 1
    assert reaction(issue) == "+1"
    assert answers(issue) == ""


async def test_rescan_catches_up_with_a_run_whose_webhook_was_lost(place: Place) -> None:
    await place.ci(red())
    world = place.github.world
    for _ in range(2):
        place.github.clock.advance(timedelta(hours=24))
        sha = await world.push(place.repo, {"a.py": ""})
        await world.run(place.repo, jobs=(red(),), sha=sha)
    place.done = len(place.github.deliveries)
    await place.writes("/gardener rescan", by="alice")
    assert (await stored(place, place.issue)).occurrence_count == 2
    await place.writes("/gardener rescan", by="alice")

    assert (await stored(place, place.issue)).occurrence_count == 2


async def test_several_commands_run_in_order_and_each_sees_the_one_before(place: Place) -> None:
    older, newer = await two(place)
    text = (
        f"/gardener duplicate #{newer.number}\n/gardener unduplicate\n"
        f"/gardener reclassify p0\n/gardener relate #{newer.number}"
    )
    issue = await place.writes(text, by="alice", number=older.number)

    assert issue.state == "open"
    assert issue.title.startswith("failing-test-new-p0-")
    assert issue.edits == 1  # title and body at once
    assert answers(issue) == ""


async def test_comment_handled_twice_changes_nothing_more(place: Place) -> None:
    older, newer = await two(place)
    text = f"/gardener merge #{newer.number}\n/gardener split"
    await place.writes(text, by="alice", number=older.number)
    told = next(d for d in place.github.deliveries if d.event == "issue_comment")
    before = place.writes_on_github()
    place.done = place.github.deliveries.index(told)
    await place.work()

    assert place.writes_on_github() == before


async def test_edited_comment_commands_nothing(place: Place) -> None:
    await place.ci(red())
    world = place.github.world
    comment = await world.comment(place.repo, place.issue.number, by="alice", body="Hm.")
    await world.edit_comment(place.repo, comment, body="/gardener close")
    await place.work()

    assert place.issue.state == "open"


async def test_command_of_the_bot_itself_is_no_command(place: Place) -> None:
    await place.ci(red("Boom: /gardener close"))
    await place.writes("/gardener close", by="test-gardener[bot]")

    assert place.issue.state == "open"


async def test_help_lists_every_command(place: Place) -> None:
    await place.ci(red())
    issue = await place.writes("/gardener help", by="reader")
    verbs = [
        "reclassify",
        "duplicate",
        "unduplicate",
        "split",
        "merge",
        "relate",
        "mute",
        "unmute",
        "close",
        "reopen",
        "assign",
        "adopt",
        "why",
        "rescan",
        "help",
    ]

    assert all(f"`/gardener {verb}" in answers(issue) for verb in verbs)
