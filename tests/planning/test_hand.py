"""What a person changes by hand is theirs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.issue import Field, LegProgress, Override, TrackedIssue
from bot.model.job import SyncIssue
from bot.model.names import Origin, Severity
from bot.model.plan import EditIssue, Plan, Remember
from bot.planning.course.overrides import hand_back
from bot.planning.people.hand import take_over
from tests.build import NOW, REPO, issue, sighting

AT = NOW + timedelta(hours=5)
OWN = "failing-test-regression-p1"
URGENT = "failing-test-regression-p0"
BASE = "test-gardener"


def job(action: str, **change: object) -> SyncIssue:
    blank = SyncIssue(
        installation=1,
        repo=REPO,
        issue=12,
        action=action,
        by="alice",
        by_bot=False,
        at=AT,
        title=issue().verdict.title,
        labels=(BASE, OWN),
    )
    return replace(blank, **change)  # type: ignore[arg-type]


def after(plan: Plan) -> TrackedIssue:
    (change,) = plan.changes
    assert isinstance(change, EditIssue | Remember)
    return change.issue


def over(the_job: SyncIssue, tracked: TrackedIssue | None = None) -> Plan:
    return take_over(the_job, tracked or issue(), AT)


@pytest.mark.parametrize(
    "quiet",
    [
        job("reopened", by_bot=True),
        job("labeled", by_bot=True, labels=(BASE, URGENT), changed=URGENT),
        job("edited"),
        job("pinned"),
        job("locked"),
        job("commented"),
        job("labeled", labels=(BASE, OWN, "bug"), changed="bug"),
        job("unlabeled", changed="bug"),
    ],
    ids=[
        "a bot opened it again",
        "a bot labeled it",
        "the body was edited",
        "it was pinned",
        "it was locked",
        "somebody wrote a comment",
        "a label of their own came",
        "a label of their own went",
    ],
)
def test_nothing_of_ours_was_touched(quiet: SyncIssue) -> None:
    plan = over(quiet)
    assert plan.decisions == ()
    if quiet.by_bot:
        assert plan.changes == ()
    else:
        assert after(plan) == issue(last_human_at=AT)


def test_a_title_is_kept_and_never_written_again() -> None:
    plan = over(job("edited", title="Shop is down"))
    assert isinstance(plan.changes[0], Remember)
    override = after(plan).override(Field.TITLE)
    assert override is not None
    assert (override.value, override.by) == ("Shop is down", "alice")


def test_writing_the_old_title_again_hands_it_back() -> None:
    taken = after(over(job("edited", title="Shop is down")))
    assert after(over(job("edited"), taken)).override(Field.TITLE) is None


@pytest.mark.parametrize("reason", ["not_planned", "duplicate"])
def test_closed_as_unwanted_stays_closed(reason: str) -> None:
    closed = after(over(job("closed", state="closed", state_reason=reason)))
    assert (closed.state, closed.state_reason, closed.closed_by) == ("closed", reason, "alice")
    assert closed.closed_at == AT
    assert closed.override(Field.STATE) is not None


@pytest.mark.parametrize("reason", ["completed", ""])
def test_closed_as_completed_may_come_back(reason: str) -> None:
    closed = after(over(job("closed", state="closed", state_reason=reason)))
    assert closed.state_reason == "completed"
    assert closed.override(Field.STATE) is None


def test_reopened_by_hand_starts_over_and_closing_is_theirs() -> None:
    leg = LegProgress(leg="x", passes=3, green=(sighting(3),))
    closed = issue(state="closed", closed_at=NOW, close_evidence=sighting(5), progress=(leg,))
    opened = after(over(job("reopened"), closed))
    assert (opened.state, opened.closed_at, opened.close_evidence) == ("open", None, None)
    assert opened.progress[0].passes == 0
    assert opened.override(Field.STATE) is not None


@pytest.mark.parametrize("action", ["assigned", "unassigned"])
def test_an_assignee_is_theirs(action: str) -> None:
    override = after(over(job(action, changed="reader"))).override(Field.ASSIGNEE)
    assert override is not None
    assert override.value == "reader"


def test_a_severity_label_by_hand_reclassifies() -> None:
    plan = over(job("labeled", labels=(BASE, OWN, URGENT), changed=URGENT))
    edit = plan.changes[0]
    assert isinstance(edit, EditIssue)
    assert edit.retitle
    assert edit.remove_labels == (OWN,)
    assert edit.add_labels == ()
    assert edit.issue.verdict.severity is Severity.P0
    assert edit.issue.verdict.severity_reason.startswith("P0 because alice")
    assert [o.field for o in edit.issue.overrides] == [Field.SEVERITY]


def test_an_origin_by_label_is_theirs_too() -> None:
    label = "failing-test-flaky-p1"
    done = after(over(job("labeled", labels=(BASE, OWN, label), changed=label)))
    assert done.verdict.origin is Origin.FLAKY
    assert [o.field for o in done.overrides] == [Field.ORIGIN]


def test_swapping_labels_in_two_steps_reclassifies() -> None:
    first = after(over(job("unlabeled", labels=(BASE,), changed=OWN)))
    assert first.override(Field.LABELS) is not None
    second = over(job("labeled", labels=(BASE, URGENT), changed=URGENT), first)
    assert after(second).verdict.severity is Severity.P0
    assert after(second).override(Field.LABELS) is None


def test_a_title_of_their_own_survives_a_label() -> None:
    taken = after(over(job("edited", title="Shop is down")))
    edit = over(job("labeled", labels=(BASE, OWN, URGENT), changed=URGENT), taken).changes[0]
    assert isinstance(edit, EditIssue)
    assert not edit.retitle


def test_taking_the_base_label_away_is_a_wish() -> None:
    override = after(over(job("unlabeled", labels=(OWN,), changed=BASE))).override(Field.LABELS)
    assert override is not None
    given = over(job("labeled", changed=BASE), issue(overrides=(override,)))
    assert after(given).override(Field.LABELS) is None


@pytest.mark.parametrize("action", ["deleted", "transferred"])
def test_a_gone_issue_leaves_a_tombstone(action: str) -> None:
    assert after(over(job(action))).state == action


def test_handing_back_restores_what_the_bot_found_first() -> None:
    first = after(over(job("labeled", labels=(BASE, OWN, URGENT), changed=URGENT)))
    low = "failing-test-flaky-p3"
    second = after(over(job("labeled", labels=(BASE, URGENT, low), changed=low), first))
    assert second.verdict.severity is Severity.P3

    restored = hand_back(second)
    assert restored.verdict == issue().verdict
    assert restored.overrides == ()


def test_the_same_delivery_gives_the_same_keys() -> None:
    the_job = job("edited", title="Shop is down")
    assert over(the_job).changes[0].key == over(the_job).changes[0].key
    assert over(the_job).changes[0].key.startswith("sync:12:edited:2025-09-14")


def test_a_hostile_label_is_no_class_of_ours() -> None:
    strange = "failing-test-regression-p0\nfailing-test-regression-p1"
    assert over(job("labeled", labels=(BASE, OWN, strange), changed=strange)).decisions == ()


def test_taking_the_block_out_takes_the_text_and_putting_it_back_gives_it_back() -> None:
    taken = after(over(job("edited", lost_block=True)))
    assert taken.override(Field.TEXT) is not None
    assert taken.override(Field.TITLE) is None
    given = take_over(job("edited", lost_block=False, at=AT + timedelta(hours=1)), taken, AT)
    assert after(given).override(Field.TEXT) is None


@pytest.mark.parametrize("label", ["keep", "Keep-Open", "never_close", "gardener: keep"])
def test_a_label_to_keep_keeps_it_and_its_loss_ends_that(label: str) -> None:
    kept = after(over(job("labeled", labels=(BASE, OWN, label), changed=label)))
    assert kept.kept_by == "alice"
    assert after(over(job("unlabeled", changed=label), kept)).kept_by == ""


def test_an_adopted_issue_is_kept_with_and_without_a_label() -> None:
    theirs = issue(is_adopted=True, kept_by="reader")
    assert after(over(job("unlabeled", changed="keep"), theirs)).kept_by == "reader"


@pytest.mark.parametrize("action", ["closed", "reopened"])
def test_a_click_that_is_heard_of_late_turns_nothing(action: str) -> None:
    state = "open" if action == "closed" else "closed"
    mine = Override(field=Field.STATE, value=state, by="bob", at=AT + timedelta(minutes=1))
    turned = issue(state=state, overrides=(mine,))
    assert after(over(job(action, state_reason="not_planned"), turned)).state == state


def test_a_title_that_is_heard_of_late_is_no_title() -> None:
    newer = Override(field=Field.TITLE, value="New", by="bob", at=AT + timedelta(minutes=1))
    kept = after(over(job("edited", title="Old"), issue(overrides=(newer,))))
    assert kept.override(Field.TITLE) == newer


def test_reopening_a_duplicate_by_hand_takes_its_failures_back() -> None:
    sent = issue(state="closed", state_reason="duplicate", duplicate_of=13)
    home = issue(13, "date", duplicates=(12,), fingerprints=("1:date", "1:boom"))
    plan = take_over(job("reopened"), sent, AT, kept={13: home})
    changed = {c.issue.number: c.issue for c in plan.changes if isinstance(c, Remember)}

    assert (changed[12].state, changed[12].duplicate_of) == ("open", 0)
    assert (changed[13].fingerprints, changed[13].duplicates) == (("1:date",), ())


def test_handing_back_lets_what_was_closed_for_good_come_back() -> None:
    closed = after(over(job("closed", state="closed", state_reason="not_planned")))
    back = hand_back(closed)
    assert (back.state, back.state_reason, back.overrides) == ("closed", "completed", ())


def test_handing_back_leaves_an_adopted_issue_its_title() -> None:
    title = Override(field=Field.TITLE, value="Cart", by="reader", at=AT)
    text = Override(field=Field.TEXT, value="", by="reader", at=AT)
    back = hand_back(issue(is_adopted=True, overrides=(title, text)))
    assert back.overrides == (title,)
