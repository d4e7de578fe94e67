"""What people or commands put beside an issue, so that no later run takes it away."""

from dataclasses import replace

from bot.model.issue import Related, TrackedIssue


def beside(issue: TrackedIssue, other: Related) -> TrackedIssue:
    """List `other` first among what is related, once."""
    rest = tuple(r for r in issue.related if r.number != other.number)
    return replace(issue, related=(other, *rest))


def link(issue: TrackedIssue, other: Related) -> TrackedIssue:
    """Relate `other` for good, because a person said so."""
    linked = tuple(dict.fromkeys((*issue.linked, other.number)))
    return replace(beside(issue, other), linked=linked)


def apart_from(issue: TrackedIssue, number: int) -> TrackedIssue:
    """Forget that `number` has to do with this issue."""
    return replace(
        issue,
        related=tuple(r for r in issue.related if r.number != number),
        duplicates=tuple(n for n in issue.duplicates if n != number),
        duplicate_of=0 if issue.duplicate_of == number else issue.duplicate_of,
    )


def with_links(issue: TrackedIssue, found: tuple[Related, ...]) -> tuple[Related, ...]:
    """Put what people linked before what the newest run found, in the state that is known now."""
    lasting = {*issue.linked, *issue.duplicates, issue.duplicate_of, issue.split_from}
    states = {r.number: r.state for r in found}
    kept = tuple(
        replace(r, state=states.get(r.number, r.state))
        for r in issue.related
        if r.number in lasting
    )
    again = {r.number for r in kept}
    return (*kept, *(r for r in found if r.number not in again))


def card_of(issue: TrackedIssue, reason: str) -> Related:
    """Show an issue of ours in the list of another."""
    return Related(
        number=issue.number, title=issue.verdict.title, state=issue.state, reason=reason, score=1.0
    )
