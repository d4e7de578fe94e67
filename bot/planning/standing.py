"""Where one cause stands after a run: its issue, what happens to it, and why."""

from dataclasses import dataclass

from bot.model.issue import Decision, Related, TrackedIssue
from bot.model.lineage import Question
from bot.model.plan import Change
from bot.model.sorting import Sorted
from bot.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One line of the worklog in the making.

    `issue` is what it will look like (number 0: not opened yet), None when there is none and then
    `not_opened` says why. `progress` is for people: "new", "still failing", "passed 1 of 3".
    `questions` are what must be asked of commits before more can be decided here. `sorted` is what
    it is to the author of the commit; None when it did not fail.
    """

    verdict: Verdict
    issue: TrackedIssue | None = None
    changes: tuple[Change, ...] = ()
    decision: Decision | None = None
    progress: str = ""
    not_opened: str = ""
    related: tuple[Related, ...] = ()
    questions: tuple[Question, ...] = ()
    sorted: Sorted | None = None
