"""What holds for every command: who may, where it is no command, and one reaction each."""

import pytest

from bot.commands.around import Around
from bot.commands.registry import COMMANDS
from bot.model.names import Severity
from bot.model.plan import CloseIssue, EditIssue, OpenIssue, Remember, ReopenIssue
from tests.build import NOW, issue, run, verdict
from tests.commands.test_decide import ops, reaction_of, reply_of, say

ORDERS = {
    "reclassify": "reclassify p0",
    "duplicate": "duplicate #13",
    "unduplicate": "unduplicate",
    "split": "split",
    "merge": "merge #13",
    "relate": "relate #13",
    "mute": "mute 7d",
    "unmute": "unmute",
    "close": "close",
    "reopen": "reopen",
    "assign": "assign @alice",
    "adopt": "adopt",
    "why": "why",
    "rescan": "rescan",
    "help": "help",
}
CHANGING = [c.verb for c in COMMANDS if not c.is_reading]
AROUND = Around(
    kept={13: issue(13, "date", verdict=verdict("date", ("test_date",)))},
    assignable={"alice": True},
    latest=run(9),
    repository="acme/shop",
)
# Each on an issue on which it has something to do.
ISSUES = {
    "unduplicate": issue(state="closed", state_reason="duplicate", closed_at=NOW, duplicate_of=13),
    "split": issue(children=(verdict("boom"), verdict("date", ("test_date",))), breadth="suite"),
    "reopen": issue(state="closed", closed_at=NOW),
    "unmute": issue(muted_until=NOW, muted_by="bob"),
    "adopt": issue(is_adopted=True, kept_by="reader"),
}


def test_every_verb_has_its_order_here() -> None:
    assert set(ORDERS) == {c.verb for c in COMMANDS}


@pytest.mark.parametrize("verb", ORDERS)
def test_verb_is_done_and_acknowledged(verb: str) -> None:
    plan = say(f"/gardener {ORDERS[verb]}", ISSUES.get(verb, issue()), around=AROUND)
    assert reaction_of(plan) == "+1"
    assert ops(plan)[-1] == "react"
    assert len({c.key for c in plan.changes}) == len(plan.changes)


@pytest.mark.parametrize("verb", CHANGING)
def test_verb_is_refused_without_permission_and_changes_nothing(verb: str) -> None:
    before = ISSUES.get(verb, issue())
    plan = say(f"/gardener {ORDERS[verb]}", before, around=AROUND, permission="read")
    assert ops(plan) == ["remember", "reply", "react"]
    assert reply_of(plan).answers[0].what == "refused"
    (seen,) = (c.issue for c in plan.changes if isinstance(c, Remember))
    assert seen.verdict == before.verdict
    assert (seen.state, seen.overrides, seen.decisions) == (
        before.state,
        before.overrides,
        before.decisions,
    )


@pytest.mark.parametrize("verb", ORDERS)
@pytest.mark.parametrize(
    "around_it",
    [
        "```\n/gardener {}\n```",
        "> /gardener {}",
        "    /gardener {}",
        "<!--\n/gardener {}\n-->",
        "`/gardener {}`",
        "Try /gardener {}",
    ],
    ids=["fence", "quote", "indented", "HTML comment", "code", "inside a line"],
)
def test_verb_is_no_command_in(around_it: str, verb: str) -> None:
    assert say(around_it.format(ORDERS[verb]), issue(), around=AROUND).changes == ()


@pytest.mark.parametrize("verb", ORDERS)
def test_verb_of_a_bot_is_none(verb: str) -> None:
    text = f"/gardener {ORDERS[verb]}"
    assert say(text, issue(), around=AROUND, permission="admin", is_bot=True).changes == ()


@pytest.mark.parametrize("verb", ORDERS)
def test_two_commands_of_a_comment_are_both_done(verb: str) -> None:
    text = f"/gardener reclassify p0\n/gardener {ORDERS[verb]}"
    plan = say(text, ISSUES.get(verb, issue()), around=AROUND)
    touched = [
        c.issue
        for c in plan.changes
        if isinstance(c, EditIssue | CloseIssue | ReopenIssue | Remember) and c.issue.number == 12
    ]
    assert reaction_of(plan) == "+1"
    assert touched[-1].verdict.severity is Severity.P0
    assert sum(isinstance(c, OpenIssue) for c in plan.changes) == (verb == "split")


@pytest.mark.parametrize("verb", [v for v in ORDERS if v not in ("adopt", "help")])
def test_verb_on_an_issue_of_a_person_says_what_to_do(verb: str) -> None:
    plan = say(f"/gardener {ORDERS[verb]}", None, around=AROUND)
    (answer,) = reply_of(plan).answers
    assert "not kept by Test Gardener" in answer.detail
    assert "/gardener adopt" in answer.detail
