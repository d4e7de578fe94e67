"""Commands become plans."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands.around import Around
from bot.commands.decide import Asker, decide
from bot.commands.parse import parse_commands
from bot.commands.registry import COMMANDS, command_named, nearest_verb
from bot.model.config import CommandSettings, RepoConfig
from bot.model.issue import Field, Override, TrackedIssue
from bot.model.job import HandleCommand
from bot.model.names import Origin, Severity
from bot.model.plan import EditIssue, Plan, React, Remember, Reply
from tests.build import NOW, REPO, issue


def say(
    body: str,
    tracked: TrackedIssue | None = None,
    *,
    permission: str = "write",
    allow: str = "write",
    is_bot: bool = False,
    around: Around | None = None,
) -> Plan:
    comment = HandleCommand(
        installation=1,
        repo=REPO,
        issue=12,
        comment_id=77,
        author="alice",
        author_is_bot=is_bot,
        body=body,
        created_at=NOW,
    )
    config = RepoConfig(commands=CommandSettings.model_validate({"allow": allow}))
    parsed = parse_commands(body)
    asker = Asker(
        comment=comment,
        permission=permission,
        config=config,
        now=NOW,
        around=around or Around(),
    )
    return decide(asker, parsed, tracked).plan


def ops(plan: Plan) -> list[str]:
    return [change.op for change in plan.changes]


def edit_of(plan: Plan) -> EditIssue:
    (edit,) = (c for c in plan.changes if isinstance(c, EditIssue))
    return edit


def reply_of(plan: Plan) -> Reply:
    (reply,) = (c for c in plan.changes if isinstance(c, Reply))
    return reply


def reaction_of(plan: Plan) -> str:
    (react,) = (c for c in plan.changes if isinstance(c, React))
    assert react.comment_id == 77
    return react.content


def test_reclassify_sets_severity_title_and_label() -> None:
    plan = say("/gardener reclassify p0", issue())
    assert ops(plan) == ["edit", "react"]
    assert reaction_of(plan) == "+1"
    edit = edit_of(plan)
    assert edit.retitle
    assert edit.remove_labels == ("failing-test-regression-p1",)
    assert edit.add_labels == ("failing-test-regression-p0",)
    assert edit.issue.verdict.title.startswith("failing-test-regression-p0-")
    assert edit.issue.verdict.severity_reason == "P0 because alice said so."
    override = edit.issue.override(Field.SEVERITY)
    assert override is not None
    assert (override.value, override.by, override.before) == ("p0", "alice", "p1")
    assert edit.issue.decisions[0].what == "severity is p0"
    assert plan.decisions == edit.issue.decisions[:1]


@pytest.mark.parametrize("word", ["flaky", "regression", "infrastructure", "FLAKY"])
def test_reclassify_sets_the_origin(word: str) -> None:
    edit = edit_of(say(f"/gardener reclassify {word}", issue()))
    assert edit.issue.verdict.origin is Origin(word.lower())
    assert edit.issue.override(Field.ORIGIN) is not None


def test_reclassify_auto_gives_everything_back() -> None:
    urgent = edit_of(say("/gardener reclassify p0\n/gardener reclassify flaky", issue())).issue
    kept = Override(field=Field.STATE, value="open", by="alice", at=NOW)
    edit = edit_of(say("/gardener reclassify auto", urgent.with_override(kept)))
    assert edit.issue.verdict == issue().verdict
    assert edit.issue.overrides == ()
    assert edit.add_labels == ("failing-test-regression-p1",)


def test_a_title_of_their_own_stays_and_the_label_follows() -> None:
    mine = Override(field=Field.TITLE, value="Shop is down", by="alice", at=NOW)
    edit = edit_of(say("/gardener reclassify p0", issue(overrides=(mine,))))
    assert not edit.retitle
    assert edit.add_labels == ("failing-test-regression-p0",)


def test_reclassifying_to_the_same_changes_no_label_and_is_theirs() -> None:
    edit = edit_of(say("/gardener reclassify p1", issue()))
    assert edit.add_labels == edit.remove_labels == ()
    assert not edit.retitle
    assert edit.issue.override(Field.SEVERITY) is not None


@pytest.mark.parametrize(
    ("body", "until"),
    [
        ("/gardener mute", timedelta(days=7)),
        ("/gardener mute 12h", timedelta(hours=12)),
        ("/gardener mute 2w", timedelta(days=14)),
    ],
)
def test_mute_says_nothing_and_remembers(body: str, until: timedelta) -> None:
    plan = say(body, issue())
    assert ops(plan) == ["remember", "react"]
    remember = plan.changes[0]
    assert isinstance(remember, Remember)
    assert remember.issue.muted_until == NOW + until
    assert remember.issue.muted_by == "alice"
    assert remember.issue.is_muted(NOW)


def test_unmute_brings_the_issue_up_to_date() -> None:
    muted = issue(muted_until=NOW + timedelta(days=1), muted_by="alice")
    edit = edit_of(say("/gardener unmute", muted))
    assert not edit.issue.is_muted(NOW)


def test_why_answers_from_what_is_stored() -> None:
    plan = say("/gardener why", issue())
    assert ops(plan) == ["remember", "reply", "react"]
    assert reaction_of(plan) == "+1"
    reply = reply_of(plan)
    assert reply.answers[0].what == "why"
    assert reply.issue == issue(last_human_at=NOW)


@pytest.mark.parametrize("tracked", [issue(), None], ids=["on our issue", "on any issue"])
def test_help_lists_every_command_there_is(tracked: TrackedIssue | None) -> None:
    answer = reply_of(say("/gardener help", tracked, permission="read")).answers[0]
    assert answer.what == "help"
    assert len(answer.detail.splitlines()) == len(COMMANDS)
    assert all(c.usage in answer.detail and c.about in answer.detail for c in COMMANDS)


@pytest.mark.parametrize(
    ("permission", "allow", "is_done"),
    [
        ("admin", "write", True),
        ("maintain", "write", True),
        ("write", "write", True),
        ("triage", "write", False),
        ("read", "write", False),
        ("none", "write", False),
        ("", "triage", False),
        ("wizard", "triage", False),
        ("triage", "triage", True),
        ("write", "maintain", False),
        ("maintain", "admin", False),
        ("admin", "admin", True),
    ],
)
def test_permission(permission: str, allow: str, is_done: bool) -> None:
    plan = say("/gardener reclassify p0", issue(), permission=permission, allow=allow)
    assert ops(plan) == (["edit", "react"] if is_done else ["remember", "reply", "react"])
    assert reaction_of(plan) == ("+1" if is_done else "confused")
    if not is_done:
        assert reply_of(plan).answers[0].what == "refused"


def test_an_unknown_permission_is_told_apart_from_a_missing_one() -> None:
    unknown = reply_of(say("/gardener mute", issue(), permission="")).answers[0]
    assert "did not say" in unknown.detail
    denied = reply_of(say("/gardener mute", issue(), permission="read")).answers[0]
    assert denied.detail == "It takes write permission on this repository; you have read."


@pytest.mark.parametrize("body", ["/gardener why", "/gardener help"])
def test_everybody_may_ask(body: str) -> None:
    assert reaction_of(say(body, issue(), permission="none")) == "+1"


@pytest.mark.parametrize(
    ("body", "detail", "hint"),
    [
        ("/gardener recalssify p0", "There is no command recalssify.", "reclassify"),
        (
            "/gardener explode",
            "There is no command explode.",
            ", ".join(c.verb for c in COMMANDS),
        ),
        ("/gardener reclassify", "It takes exactly one word.", COMMANDS[0].usage),
        ("/gardener reclassify p0 now", "It takes exactly one word.", COMMANDS[0].usage),
        ("/gardener reclassify p5", "p5 is neither a severity nor an origin.", None),
        ("/gardener reclassify flakey", "flakey is neither", "reclassify flaky"),
        ("/gardener mute forever", "forever is no duration", "mute [7d]"),
        ("/gardener mute 0d", "between 1m and 365d", "mute [7d]"),
        ("/gardener mute 9999w", "between 1m and 365d", "mute [7d]"),
        ("/gardener mute 7d please", "It takes one duration at most.", "mute [7d]"),
        ("/gardener unmute 7d", "It takes no further words.", "unmute"),
        ("/gardener why not", "It takes no further words.", "why"),
        ("/gardener duplicate", "It takes the number of one issue", "duplicate #N"),
        ("/gardener duplicate soon", "It takes the number of one issue", "duplicate #N"),
        ("/gardener duplicate #12", "#12 is this very issue.", "duplicate #N"),
        ("/gardener duplicate #99", "There is no issue #99", "duplicate #N"),
        ("/gardener duplicate #13 #14", "It takes the number of one issue", "duplicate #N"),
        ("/gardener merge #99", "There is no issue #99", "merge #N"),
        ("/gardener relate #99", "There is no issue #99", "relate #N"),
        ("/gardener relate #0", "It takes the number of one issue", "relate #N"),
        ("/gardener unduplicate", "This is no duplicate", "unduplicate"),
        ("/gardener unduplicate #3", "It takes no further words.", "unduplicate"),
        ("/gardener split now", "It takes no further words.", "split"),
        ("/gardener split", "nothing to split", "why"),
        ("/gardener close it", "no further words but `not planned`", "close [not planned]"),
        ("/gardener reopen now", "It takes no further words.", "reopen"),
        ("/gardener assign", "It takes the login of one person.", "assign @user"),
        ("/gardener assign @acme/web", "It takes the login of one person.", "assign @user"),
        ("/gardener assign @reader", "GitHub cannot assign reader", "assign @user"),
        ("/gardener adopt", "keeps this issue already", "adopt"),
        ("/gardener adopt it", "It takes no further words.", "adopt"),
        ("/gardener rescan", "There is no finished run", "rescan"),
        ("/gardener rescan now", "It takes no further words.", "rescan"),
    ],
)
def test_what_is_written_wrong_is_answered_with_how_to_write_it(
    body: str, detail: str, hint: str | None
) -> None:
    plan = say(body, issue())
    assert ops(plan) == ["remember", "reply", "react"]
    assert reaction_of(plan) == "confused"
    (answer,) = reply_of(plan).answers
    assert (answer.what, answer.by, answer.command) == ("wrong", "alice", body)
    assert detail in answer.detail
    assert answer.hint if hint is None else answer.hint == hint


def test_an_issue_that_is_not_ours_is_said_so() -> None:
    plan = say("/gardener mute", None)
    assert ops(plan) == ["reply", "react"]
    assert "not kept by Test Gardener" in reply_of(plan).answers[0].detail
    assert reply_of(plan).number == 12


def test_several_commands_make_one_edit_one_reply_one_reaction() -> None:
    plan = say("/gardener reclassify p0\n/gardener why\n/gardener nope\n/gardener help", issue())
    assert ops(plan) == ["edit", "reply", "react"]
    assert [a.what for a in reply_of(plan).answers] == ["why", "wrong", "help"]
    assert reaction_of(plan) == "confused"
    assert edit_of(plan).issue.verdict.severity is Severity.P0


def test_a_refused_command_does_not_stop_a_reading_one() -> None:
    plan = say("/gardener mute\n/gardener why", issue(), permission="read")
    assert [a.what for a in reply_of(plan).answers] == ["refused", "why"]


def test_the_same_comment_gives_the_same_keys() -> None:
    body = "/gardener reclassify p0\n/gardener why"
    first, second = say(body, issue()), say(body, issue())
    assert [c.key for c in first.changes] == [c.key for c in second.changes]
    assert first.changes[0].key == "comment:77:edit:12"
    again = say(body, edit_of(first).issue)
    assert edit_of(again).issue.verdict == edit_of(first).issue.verdict


@pytest.mark.parametrize("body", ["Nice weather", "```\n/gardener why\n```"])
def test_a_comment_without_commands_plans_nothing(body: str) -> None:
    assert say(body, issue()).changes == ()


def test_a_bot_commands_nothing() -> None:
    assert say("/gardener reclassify p0", issue(), permission="admin", is_bot=True).changes == ()


def test_a_person_may_reclassify_a_muted_issue() -> None:
    muted = issue(muted_until=NOW + timedelta(days=1))
    assert ops(say("/gardener reclassify p0", muted)) == ["edit", "react"]


def test_hostile_words_are_cut_and_answered_once() -> None:
    answer = reply_of(say("/gardener " + "x" * 60_000, issue())).answers[0]
    assert len(answer.detail) < 100
    assert len(answer.command) <= 300


def test_every_command_is_found_by_its_verb_and_shown_by_it() -> None:
    for command in COMMANDS:
        assert command_named(command.verb) is command
        assert command.usage.startswith(command.verb)
        assert nearest_verb(command.verb[:-1] + "x") or len(command.verb) < 4


def test_a_labels_override_ends_when_a_class_is_asked_for() -> None:
    gone = Override(field=Field.LABELS, value="x", by="alice", at=NOW)
    edit = edit_of(say("/gardener reclassify p0", replace(issue(), overrides=(gone,))))
    assert edit.add_labels == ("failing-test-regression-p0",)
