"""What is to change on GitHub, as data: a Plan is Changes, each carried out at most once.

| Change       | what happens                                                     |
|--------------|------------------------------------------------------------------|
| OpenIssue    | a new issue with labels and assignees                            |
| EditIssue    | the bot's block in the body; title and labels when they differ   |
| CommentIssue | one comment, merged from all its news                            |
| CloseIssue   | a comment that names the passes, then closed                     |
| ReopenIssue  | a comment that names the evidence, then reopened                 |
| WriteCheck   | the check run "Test Gardener" on a commit, rewritten in place    |
| React        | a reaction to a person's comment                                 |
| Reply        | an answer to a person's command                                  |
| Remember     | nothing on GitHub: only what is stored of an issue               |
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from bot.model.history import Sighting
from bot.model.issue import Decision, TrackedIssue
from bot.model.lineage import Question
from bot.model.worklog import Worklog


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One reason to write a comment. `what` is a word the renderer knows; `detail` plain text.

    `number` is another issue that it speaks of, 0 for none.
    """

    what: Literal[
        "new-tests",
        "severity",
        "returned",
        "passed",
        "reopened",
        "failing-still",
        "new-cause",
        "not-seen",
        "flaky",
        "alike",
        "duplicate",
        "merged",
        "split",
    ]
    detail: str = ""
    items: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIssue:
    """Open `issue` (its number is 0 until then)."""

    key: str
    issue: TrackedIssue
    op: Literal["open"] = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditIssue:
    """Make the issue on GitHub look like `issue`, and remember it."""

    key: str
    issue: TrackedIssue
    retitle: bool = False
    remove_labels: tuple[str, ...] = ()
    add_labels: tuple[str, ...] = ()
    add_assignees: tuple[str, ...] = ()
    op: Literal["edit"] = "edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentIssue:
    """Write one comment on `issue` that tells `news`."""

    key: str
    issue: TrackedIssue
    news: tuple[News, ...]
    op: Literal["comment"] = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseIssue:
    """Say why, then close. `issue` is what it looks like closed."""

    key: str
    issue: TrackedIssue
    news: tuple[News, ...] = ()
    reason: Literal["completed", "not_planned", "duplicate"] = "completed"
    op: Literal["close"] = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenIssue:
    """Reopen, then say why. `issue` is what it looks like open again."""

    key: str
    issue: TrackedIssue
    news: tuple[News, ...] = ()
    op: Literal["reopen"] = "reopen"


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteCheck:
    """Write the check run of one commit.

    `conclusion` is GitHub's word for this run; other workflows of the commit may be worse.
    """

    key: str
    sha: str
    worklog: Worklog
    conclusion: Literal["neutral", "success"] = "neutral"
    op: Literal["check"] = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class React:
    """React to a comment; GitHub answers the same for the second time, so it is safe to repeat."""

    key: str
    comment_id: int
    content: Literal["eyes", "+1", "confused"]
    op: Literal["react"] = "react"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command answers. `what` names the sentence, the rest is its data (plain text)."""

    what: Literal["why", "help", "refused", "wrong"]
    by: str = ""
    command: str = ""
    detail: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Answer a command with one comment on issue `number`."""

    key: str
    number: int
    answers: tuple[Answer, ...]
    issue: TrackedIssue | None = None
    op: Literal["reply"] = "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember:
    """Store what is known of `issue`; GitHub is not touched."""

    key: str
    issue: TrackedIssue
    op: Literal["remember"] = "remember"


Change: TypeAlias = (
    OpenIssue
    | EditIssue
    | CommentIssue
    | CloseIssue
    | ReopenIssue
    | WriteCheck
    | React
    | Reply
    | Remember
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A cause that found no room among the new issues of a run.

    `since` is the first such run, `last` the newest. `tests` are fingerprints of what failed and
    `legs` where, for knowing when it is over; without tests the legs are jobs.
    """

    fingerprint: str
    title: str
    since: Sighting
    last: Sighting | None = None
    tests: tuple[str, ...] = ()
    legs: tuple[str, ...] = ()
    workflow: str = ""
    branch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do, in order, and why.

    `overflow` are titles that the limits held back this time, `pending` what is to be kept of
    them, `settled` the fingerprints of what waits no longer. `questions` are relations between commits that would let the plan decide more: whoever
    can ask GitHub answers them in `RunFacts.lineage` and plans again.
    """

    changes: tuple[Change, ...] = ()
    decisions: tuple[Decision, ...] = ()
    overflow: tuple[str, ...] = ()
    made_at: datetime | None = None
    pending: tuple[Pending, ...] = ()
    settled: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
