"""An issue of ours that another bot closed: noted, so that the next failure can bring it back."""

from dataclasses import replace
from datetime import datetime

from bot.model.issue import Decision, TrackedIssue
from bot.model.job import SyncIssue
from bot.model.plan import Plan, Remember
from bot.planning.course.noting import decided


def shut_by_bot(job: SyncIssue, issue: TrackedIssue, now: datetime) -> Plan:
    """Note a closing by a stale bot or a merge bot; anything else that bots do is no matter."""
    if job.action != "closed" or issue.state != "open":
        return Plan(made_at=now)
    closed = replace(
        issue,
        state="closed",
        state_reason=job.state_reason or "completed",
        closed_at=job.at,
        closed_by=job.by,
        close_evidence=None,
        closing_commit=None,
    )
    decision = Decision(at=job.at, what="leave it closed", reason=f"{job.by} closed it")
    change = Remember(
        key=f"sync:{job.issue}:closed:{job.at.isoformat()}:bot", issue=decided(closed, decision)
    )
    return Plan(changes=(change,), decisions=(decision,), made_at=now)
