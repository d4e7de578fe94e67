"""Which delivery asks for which work: one row for each event.

An event that is not here, or an action that its row does not name, is taken and ignored.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.job import AnalyzeRun, HandleCommand, Job
from bot.webhook.events import (
    Event,
    InstallationEvent,
    IssueCommentEvent,
    IssuesEvent,
    PushEvent,
    RepositoryChangedEvent,
    WorkflowRunEvent,
)


@dataclass(frozen=True, slots=True)
class Route:
    """The actions that are listened to, and what reads the payload."""

    actions: frozenset[str]
    reads: type[Event]


def _on(reads: type[Event], *actions: str) -> Route:
    return Route(frozenset(actions), reads)


ROUTES: Mapping[str, Route] = {
    "workflow_run": _on(WorkflowRunEvent, "completed"),
    "issue_comment": _on(IssueCommentEvent, "created"),
    "issues": _on(
        IssuesEvent,
        *("edited", "closed", "reopened", "labeled", "unlabeled"),
        *("assigned", "unassigned", "deleted", "transferred"),
    ),
    "installation": _on(
        InstallationEvent,
        *("created", "deleted", "suspend", "unsuspend", "new_permissions_accepted"),
    ),
    "installation_repositories": _on(InstallationEvent, "added", "removed"),
    "repository": _on(
        RepositoryChangedEvent,
        *("renamed", "transferred", "archived", "unarchived", "deleted", "edited"),
    ),
    "push": _on(PushEvent, ""),
}
EVENTS = tuple(ROUTES)
# GitHub always sends these to an App; a manifest that lists them is refused.
IMPLICIT = ("installation", "installation_repositories")
SUBSCRIBED = tuple(event for event in EVENTS if event not in IMPLICIT)


def job_of(event: str, payload: Mapping[str, object]) -> Job | None:
    """The work that a delivery asks for, None when there is none.

    `pydantic.ValidationError` when the payload lacks what the event always has.
    """
    route = ROUTES.get(event)
    action = payload.get("action", "")
    if route is None or not isinstance(action, str) or action not in route.actions:
        return None
    return route.reads.model_validate(payload).job()


def listens(event: str, action: str) -> bool:
    """Whether a delivery of this kind may ask for work."""
    route = ROUTES.get(event)
    return route is not None and action in route.actions


def job_id(job: Job, delivery: str) -> str:
    """What makes the same work the same: two webhooks of one run or comment are one job.

    A delivery keeps its id when GitHub sends it again.
    """
    if isinstance(job, AnalyzeRun):
        return f"run:{job.run_id}:{job.attempt}"
    if isinstance(job, HandleCommand):
        return f"comment:{job.comment_id}"
    return delivery
