"""A command is answered in words that say how to go on."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from syrupy.assertion import SnapshotAssertion

from bot.model.broke import BrokenRange
from bot.model.issue import Decision, Field, Override, TrackedIssue
from bot.model.plan import Answer, Reply
from bot.render.answers import reply_comment
from tests.build import NOW, issue, sighting
from tests.render.hostile import TEXTS
from tests.render.reading import is_well_formed, live
from tests.render.views import LINKS, hostile

HELP = "reclassify p0|p1|auto\tSet the severity.\nwhy\tShow the reasons."
REFUSED = "It takes write permission on this repository; you have read."
CASES = {
    "why": Answer(what="why", by="alice", command="why"),
    "help": Answer(what="help", by="alice", command="help", detail=HELP),
    "refused": Answer(what="refused", command="/gardener mute 7d", detail=REFUSED, hint="write"),
    "unknown verb with a near one": Answer(
        what="wrong",
        command="/gardener reclasify p0",
        detail="There is no command reclasify.",
        hint="reclassify",
    ),
    "unknown verb": Answer(
        what="wrong",
        command="/gardener dance",
        detail="There is no command dance.",
        hint="reclassify, mute, why",
    ),
    "wrong words": Answer(
        what="wrong",
        command="/gardener mute soon",
        detail="soon is no duration: write a number and m, h, d or w.",
        hint="mute [7d]",
    ),
    "too many": Answer(what="wrong", command="/gardener why", detail="At most 10 commands."),
}


def told() -> TrackedIssue:
    return issue(
        overrides=(Override(field=Field.SEVERITY, value="p0", by="alice", at=NOW, before="p1"),),
        decisions=(
            Decision(at=NOW, what="severity is p0", reason="alice reclassified it"),
            Decision(at=NOW, what="open", reason="no issue tracks this cause"),
        ),
    )


@pytest.mark.parametrize("answer", CASES.values(), ids=CASES)
def test_reply(answer: Answer, markdown: SnapshotAssertion) -> None:
    reply = Reply(key="comment:5:reply:12", number=12, answers=(answer,), issue=told())

    assert reply_comment(reply, LINKS) == markdown


def test_why_on_an_issue_of_nobody_says_so() -> None:
    reply = Reply(key="k", number=12, answers=(CASES["why"],))

    assert "does not keep this issue" in reply_comment(reply, LINKS)


def test_why_says_what_holds_the_failures_together() -> None:
    one = told()
    grouped = replace(
        one.verdict, cluster=replace(one.verdict.cluster, reasons=("all broke at a.py:7", "`x`"))
    )
    reply = Reply(key="k", number=12, answers=(CASES["why"],), issue=replace(one, verdict=grouped))

    assert "- **Grouped because:** all broke at a.py:7; " in reply_comment(reply, LINKS)


def test_why_tells_who_sent_failures_where_and_between_which_commits_it_broke() -> None:
    broke = BrokenRange(leg="linux", last_good=sighting(1), first_bad=sighting(2), total=3)
    kept = issue(duplicates=(7, 8), linked=(9,), split_from=5, kept_by="reader", broke=broke)
    text = reply_comment(Reply(key="k", number=12, answers=(CASES["why"],), issue=kept), LINKS)
    assert "- **Takes in:** #7 and #8" in text
    assert "- **Linked by hand:** #9" in text
    assert "- **Split from:** #5" in text
    assert "- **Kept open by:** `reader`" in text
    assert "in `linux`, 3 commits between." in text
    sent = replace(kept, state="closed", state_reason="duplicate", duplicate_of=7)
    again = reply_comment(Reply(key="k", number=12, answers=(CASES["why"],), issue=sent), LINKS)
    assert "- **Duplicate:** its failures go to #7." in again


def test_why_without_output_does_not_quote_the_cause() -> None:
    quoted = replace(
        told().verdict, cluster=replace(told().verdict.cluster, cause="KeyError: 'alice'")
    )
    reply = Reply(
        key="k", number=12, answers=(CASES["why"],), issue=replace(told(), verdict=quoted)
    )

    assert "KeyError" in reply_comment(reply, LINKS, "redacted")
    assert "KeyError" not in reply_comment(reply, LINKS, "none")


@given(TEXTS)
@settings(deadline=None)
def test_hostile_answers_leave_nothing_alive(text: str) -> None:
    answers = tuple(replace(a, command=text, detail=text, hint=text) for a in CASES.values())
    reply = Reply(key=f"k{text}", number=12, answers=answers, issue=hostile(text))

    body = reply_comment(reply, LINKS)

    assert live(body) == []
    assert is_well_formed(body)
