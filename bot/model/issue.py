"""An issue that this bot keeps, and the issues around it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.model.broke import BrokenRange
from bot.model.flaky import FlakyProof as FlakyProof
from bot.model.history import Sighting
from bot.model.names import Severity
from bot.model.verdict import Verdict


class Field(StrEnum):
    """What a person may take over from the bot."""

    SEVERITY = "severity"
    ORIGIN = "origin"
    TITLE = "title"
    LABELS = "labels"
    ASSIGNEE = "assignee"
    STATE = "state"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A field that a person set: the bot leaves it alone until it is handed back.

    `before` is what the bot had there, with its reason in `before_reason`, for the handing back.
    """

    field: Field
    value: str
    by: str
    at: datetime
    before: str = ""
    before_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One row of the table in the body: a run in which the cause was seen."""

    seen: Sighting
    failed: int
    ran: int
    legs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Tests that did not run while the rest of their suite did, `times` from `since` to `until`."""

    tests: tuple[str, ...]
    since: Sighting
    until: Sighting
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LegProgress:
    """How close one leg is to closing the issue: `passes` in a row since it last failed there.

    `red` is the newest run that failed there, `last` the newest that gave a result, `green` the
    newest runs of the streak, newest first, at most 10. `tests` are the fingerprints of what failed
    in this leg (empty: all of the issue's). `seen` counts the runs with a result, `failed` the red
    ones of them, `row` those that followed one another up to `red` without a pass (0: not counted).
    `needed` is how many passes close it; 0 when that was never worked out. `absent` are the tests
    that ran no more when they were last looked for.
    """

    leg: str
    passes: int = 0
    last: Sighting | None = None
    green: tuple[Sighting, ...] = ()
    tests: tuple[str, ...] = ()
    seen: int = 0
    failed: int = 0
    needed: int = 0
    red: Sighting | None = None
    absent: tuple[Absence, ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another issue that belongs near this one, and why.

    `state` is GitHub's word, or `merged`; empty when it is not known now. `offer` says which command
    is offered in words: `adopt` on a person's issue (by `author`) that names a failing test, `merge`
    with an issue of ours that looks like the same thing.
    """

    number: int
    title: str
    state: str
    reason: str
    score: float = 0.0
    author: str = ""
    offer: Literal["", "adopt", "merge"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One thing the bot decided about an issue, for `/gardener why`."""

    at: datetime
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedIssue:
    """Everything known of one issue; its body is rendered from this alone.

    `number` is 0 until it exists. `fingerprints` are cause fingerprints, the first is the one
    the marker shows first. `tests` are test fingerprints. `occurrences` keeps the newest 30,
    newest first; `occurrence_count` counts all. `progress` has one entry for each leg in which
    it failed. `children` are the causes of an umbrella issue. `decisions` keeps the newest 20,
    newest first. `rising` is a more urgent severity that the newest run called for and the run
    before it did not. `unsaid` is news that waits until a comment is due: `what` is the word of
    the news, `reason` its text.

    `duplicate_of` is the issue to which its failures go instead (0: none), `linked` the numbers
    that people related by hand or whose cause it carries on, `offered` those that were offered for
    merging. `breadth` says what it stands for: one cause, a suite of many causes, or a whole broken
    run. `is_adopted`: a
    person's issue that was given to the bot. `kept_by`: who opened it or labelled it to keep, so
    that the bot never closes it. `falling` is what `rising` is, downwards. `last_human_at` is when
    a person last did something here. `flaky` and `broke` are the evidence behind those words.
    `duplicates` are the issues whose failures come here. `split_from` is the issue that people took
    it out of, so that its cause stays apart from the others that were there (0: none).
    `closing_told_at` and `reopening_told_at` are when a comment last told of a closing or reopening.
    `owner_reason` says in one clause why the owners are the owners.
    `closing_commit` is the commit whose message closed it: empty when there is none, None while
    nobody asked.
    """

    number: int
    verdict: Verdict
    fingerprints: tuple[str, ...]
    tests: tuple[str, ...] = ()
    workflow: str = ""
    branch: str = ""
    state: str = "open"
    state_reason: str = ""
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str = ""
    close_evidence: Sighting | None = None
    first_seen: Sighting | None = None
    last_seen: Sighting | None = None
    occurrences: tuple[Occurrence, ...] = ()
    occurrence_count: int = 0
    progress: tuple[LegProgress, ...] = ()
    overrides: tuple[Override, ...] = ()
    muted_until: datetime | None = None
    muted_by: str = ""
    last_comment_at: datetime | None = None
    owners: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    children: tuple[Verdict, ...] = ()
    decisions: tuple[Decision, ...] = ()
    reopened: int = 0
    rising: Severity | None = None
    unsaid: tuple[Decision, ...] = ()
    duplicate_of: int = 0
    duplicates: tuple[int, ...] = ()
    split_from: int = 0
    linked: tuple[int, ...] = ()
    offered: tuple[int, ...] = ()
    breadth: Literal["cause", "suite", "run"] = "cause"
    is_adopted: bool = False
    kept_by: str = ""
    falling: Severity | None = None
    last_human_at: datetime | None = None
    flaky: FlakyProof | None = None
    broke: BrokenRange | None = None
    closing_commit: str | None = None
    closing_told_at: datetime | None = None
    reopening_told_at: datetime | None = None
    owner_reason: str = ""

    def override(self, field: Field) -> Override | None:
        """What a person set this field to, if one did."""
        return next((o for o in self.overrides if o.field is field), None)

    @property
    def is_kept(self) -> bool:
        """Whether only people close it: theirs, labelled to keep, or opened by hand."""
        return self.is_adopted or bool(self.kept_by) or self.override(Field.STATE) is not None

    def with_override(self, new: Override) -> "TrackedIssue":
        """The same issue with one field taken over by a person."""
        kept = tuple(o for o in self.overrides if o.field is not new.field)
        return replace(self, overrides=(*kept, new))

    def is_muted(self, now: datetime) -> bool:
        """Whether nothing may be said here now."""
        return self.muted_until is not None and now < self.muted_until
