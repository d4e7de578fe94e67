"""Comments with `/gardener` lines, from the webhook to the answer."""

from datetime import timedelta

import pytest

from bot.demo.github.state.issues import Issue
from bot.model.job import HandleCommand
from tests.jobs.place import Place, green, place, red

__all__ = ["place"]


def reactions(issue: Issue) -> list[str]:
    """Those to the newest comment of a person."""
    comment = [c for c in issue.comments if not c.user.endswith("[bot]")][-1]
    return [reaction.content for reaction in comment.reactions]


def answers(issue: Issue) -> list[str]:
    return [c.body for c in issue.comments if c.user == "test-gardener[bot]"]


async def test_why_answers_a_reader_with_the_reasons(place: Place) -> None:
    await place.ci(red())
    issue = await place.writes("/gardener why", by="reader")

    (answer,) = answers(issue)
    assert "**Fingerprint:** `1:" in answer
    assert "**Severity:** P2 because" in answer
    assert "Last decisions" in answer
    assert reactions(issue) == ["eyes", "+1"]


async def test_help_is_answered_on_an_issue_of_a_person_before_any_run(place: Place) -> None:
    asked = await place.github.world.open_issue(place.repo, by="reader")
    issue = await place.writes("/gardener help", by="reader", number=asked.number)

    (answer,) = answers(issue)
    assert "/gardener mute [7d]" in answer


async def test_reclassify_by_a_maintainer_changes_title_label_and_reason(place: Place) -> None:
    await place.ci(red())
    issue = await place.writes("/gardener reclassify p0", by="alice")

    assert issue.title.startswith("failing-test-new-p0-")
    assert sorted(issue.labels) == ["failing-test-new-p0", "test-gardener"]
    assert "P0 because" in (issue.body or "")
    assert answers(issue) == []
    assert reactions(issue) == ["eyes", "+1"]


async def test_what_a_maintainer_reclassified_stays_in_the_next_run(place: Place) -> None:
    await place.ci(red())
    await place.writes("/gardener reclassify p0", by="alice")
    await place.ci(red())

    assert place.issue.title.startswith("failing-test-new-p0-")
    assert "failing-test-new-p0" in place.issue.labels


async def test_reclassify_by_a_reader_is_refused_with_the_reason(place: Place) -> None:
    await place.ci(red())
    title, body = place.issue.title, place.issue.body
    issue = await place.writes("/gardener reclassify p0", by="reader")

    assert (issue.title, issue.body) == (title, body)
    (answer,) = answers(issue)
    assert "write permission" in answer
    assert "you have read" in answer
    assert reactions(issue) == ["eyes", "confused"]


async def test_config_may_ask_for_more_than_write(place: Place) -> None:
    await place.configure("version: 1\ncommands:\n  allow: admin\n")
    await place.ci(red())
    issue = await place.writes("/gardener reclassify p0", by="alice")

    assert "admin permission" in answers(issue)[0]


@pytest.mark.parametrize(
    "by, text",
    [
        pytest.param("renovate[bot]", "/gardener reclassify p0", id="a bot"),
        pytest.param("alice", "```\n/gardener reclassify p0\n```", id="a code block"),
        pytest.param("alice", "> /gardener reclassify p0", id="a quotation"),
        pytest.param("alice", "Try `/gardener reclassify p0`.", id="the middle of a line"),
    ],
)
async def test_no_order_is_read_in(place: Place, by: str, text: str) -> None:
    await place.ci(red())
    before = place.writes_on_github()
    issue = await place.writes(text, by=by)

    assert reactions_of_anybody(issue) == []
    assert answers(issue) == []
    assert place.writes_on_github() == before


def reactions_of_anybody(issue: Issue) -> list[str]:
    return [r.content for c in issue.comments for r in c.reactions]


async def test_muted_issue_is_neither_edited_nor_closed_until_it_is_unmuted(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  close_after_passes: 2\n")
    await place.ci(red())
    await place.writes("/gardener mute 30d", by="alice")
    body = place.issue.body
    for job in (red(), green(), green()):
        await place.ci(job)
    assert (place.issue.state, place.issue.body) == ("open", body)
    issue = await place.writes("/gardener unmute", by="alice")

    assert issue.body != body
    assert reactions(issue) == ["eyes", "+1"]
    assert answers(issue) == []


async def test_muting_ends_by_itself(place: Place) -> None:
    await place.ci(red())
    await place.writes("/gardener mute 7d", by="alice")
    body = place.issue.body
    await place.ci(red())
    assert place.issue.body == body
    place.github.clock.advance(timedelta(days=7))
    await place.ci(red())

    assert place.issue.body != body


async def test_unknown_command_gets_the_nearest(place: Place) -> None:
    await place.ci(red())
    issue = await place.writes("/gardener reclasify p0", by="alice")

    assert "/gardener reclassify" in answers(issue)[0]
    assert reactions(issue) == ["eyes", "confused"]


async def test_several_lines_make_one_edit_and_one_answer(place: Place) -> None:
    await place.ci(red())
    edits = place.asked(f"/issues/{place.issue.number}", method="PATCH")
    text = "/gardener reclassify p1\n/gardener reclassify flaky\n/gardener why\n/gardener help"
    issue = await place.writes(text, by="alice")

    assert issue.title.startswith("failing-test-flaky-p1-")
    assert place.asked(f"/issues/{issue.number}", method="PATCH") == edits + 1
    assert len(answers(issue)) == 1


async def test_same_comment_handled_twice_answers_once(place: Place) -> None:
    await place.ci(red())
    await place.writes("/gardener why\n/gardener reclassify p0", by="alice")
    told = next(d for d in place.github.deliveries if d.event == "issue_comment")
    place.done = place.github.deliveries.index(told)
    jobs = await place.work()

    assert any(isinstance(job, HandleCommand) for job in jobs)
    assert len(answers(place.issue)) == 1
    assert reactions(place.issue) == ["eyes", "+1"]


async def test_comment_that_was_deleted_meanwhile_harms_nothing(place: Place) -> None:
    await place.ci(red())
    world = place.github.world
    comment = await world.comment(
        place.repo, place.issue.number, by="alice", body="/gardener reclassify p0"
    )
    await world.delete_comment(place.repo, comment)
    await place.work()

    assert place.issue.title.startswith("failing-test-new-p0-")
