"""Where the failures of a duplicate go: along the graph that people made, to one issue.

| what stands at the end of the chain          | where the failures go                  |
|----------------------------------------------|----------------------------------------|
| an issue that the bot keeps                  | there                                  |
| nothing: it was deleted or moved away        | to a new issue                         |
| a circle, or more than five steps            | to a new issue; no command makes one   |
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.model.issue import TrackedIssue
from bot.model.match import Match

HOPS = 5
_HERE = ("open", "closed")


def canonical(issue: TrackedIssue, by_number: Mapping[int, TrackedIssue]) -> TrackedIssue | None:
    """Follow `duplicate_of` to the issue that has no further one; None when there is no such."""
    here = issue
    for _ in range(HOPS + 1):
        if not here.duplicate_of:
            return here if here.state in _HERE else None
        further = by_number.get(here.duplicate_of)
        if further is None:
            return None
        here = further
    return None


def missing(known: Iterable[TrackedIssue]) -> set[int]:
    """Name the issues that must be read as well before `canonical` can answer for all of these."""
    kept = {issue.number: issue for issue in known}
    return {i.duplicate_of for i in kept.values() if i.duplicate_of} - kept.keys()


def led_home(matches: Sequence[Match], known: Sequence[TrackedIssue]) -> tuple[Match, ...]:
    """Lead each failure of a duplicate to its canonical issue, after what belongs there by itself.

    A duplicate whose canonical issue is gone tracks nothing any more.
    """
    by_number = {issue.number: issue for issue in known}
    led = [_led(match, by_number) for match in matches]
    return tuple(sorted(led, key=lambda match: match.via > 0))


def _led(match: Match, by_number: Mapping[int, TrackedIssue]) -> Match:
    issue = match.issue
    if issue is None:
        return match
    if not issue.duplicate_of:
        return replace(match, via=_sender(match, issue, by_number))
    home = canonical(issue, by_number)
    if home is None:
        return replace(match, issue=None, how="")
    related = tuple(r for r in match.related if r.number != home.number)
    how = f"duplicate #{issue.number}: {match.how}"
    return replace(match, issue=home, how=how, via=issue.number, related=related)


def _sender(match: Match, issue: TrackedIssue, by_number: Mapping[int, TrackedIssue]) -> int:
    """Name the duplicate whose failure this is: its canonical issue knows the cause by now as well.

    What was merged is the issue's own.
    """
    prints = {*match.verdict.cluster.fingerprints}
    if issue.children or prints & {*issue.verdict.cluster.fingerprints}:
        return 0
    others = family(issue, by_number)[1:]
    return next((other.number for other in others if prints & {*other.fingerprints}), 0)


def why_no_duplicate(
    issue: TrackedIssue, of: TrackedIssue, by_number: Mapping[int, TrackedIssue]
) -> str:
    """Say why `issue` cannot become a duplicate of `of`; empty when it can.

    `by_number` holds both chains: up from `of`, and the duplicates of `issue` with theirs.
    """
    here, above = of, 0
    while here.number != issue.number and here.duplicate_of in by_number and above <= HOPS:
        here, above = by_number[here.duplicate_of], above + 1
    if here.number == issue.number:
        return f"#{of.number} is a duplicate of #{issue.number}, so they would go in circles."
    if above + 1 + _below(issue, by_number, HOPS) > HOPS:
        end = canonical(of, by_number)
        name = f"; name #{end.number}, where the chain ends" if end else ""
        return f"That makes a chain of more than {HOPS} duplicates{name}."
    return ""


def family(issue: TrackedIssue, by_number: Mapping[int, TrackedIssue]) -> tuple[TrackedIssue, ...]:
    """Collect an issue and everything whose failures come to it."""
    found = {issue.number: issue}
    waiting = [issue]
    while waiting:
        for number in waiting.pop().duplicates:
            if number in by_number and number not in found:
                found[number] = by_number[number]
                waiting.append(found[number])
    return tuple(found.values())


def _below(issue: TrackedIssue, by_number: Mapping[int, TrackedIssue], left: int) -> int:
    """How many steps the longest chain that ends at `issue` has."""
    if left == 0:
        return 0
    below = (by_number[n] for n in issue.duplicates if n in by_number)
    return max((1 + _below(i, by_number, left - 1) for i in below), default=0)
