"""Where a regression came in: one line for the first screen, and the commits in between, folded."""

from bot.model.broke import BrokenRange, CommitLine, Suspect
from bot.model.history import Sighting
from bot.model.issue import TrackedIssue
from bot.model.names import Origin
from bot.render.escape import Markdown, code_span, inline, prose
from bot.render.links import Links, commit_link, link, run_link
from bot.render.phrases import count, when

TITLE = 100
NAMED_AFTER = 2


def broke_line(issue: TrackedIssue, links: Links | None) -> str:
    """Between which commits it broke, and which of them is the likeliest; empty when unknown.

    Empty too for what is no regression any more: what is flaky did not begin with a commit.
    """
    broke = _range(issue)
    if broke is None:
        return ""
    good, bad = broke.last_good, broke.first_bad
    number = count(broke.total, "commit")
    where = f" in {code_span(broke.leg, 80)}" if broke.leg else ""
    text = (
        f"between {_end(good, 'passed', links)} and {_end(bad, 'failed', links)}{where}: "
        f"{link(number, links.compare(good.sha, bad.sha) if links else None)}"
    )
    named = suspects_of(issue)
    if not named:
        return text
    first = named[0]
    how = "it is" if first.score >= 1 else "most likely"
    return f"{text}; {how} {_commit(first.commit, links)} ({prose(first.reasons[0], 200)})"


def commits_between(issue: TrackedIssue, links: Links | None, most: int) -> str:
    """The commits, newest first, at most `most` of them; above them the suspects with reasons."""
    broke = _range(issue)
    if broke is None or most <= 0:
        return ""
    blocks = [_suspect(s, links) for s in suspects_of(issue)]
    rows = [f"- {_commit(c, links)}{_at(c)}" for c in broke.commits[:most]]
    hidden = broke.total - len(rows)
    rows += [f"- +{hidden:,} more"] if hidden > 0 else []
    head = ["Suspected by what they changed:\n\n" + "\n".join(blocks)] if blocks else []
    return "\n\n".join([*head, "\n".join(rows)])


def suspects_of(issue: TrackedIssue) -> tuple[Suspect, ...]:
    """Who may be named: nobody before a second run failed, as one failure may be a flake."""
    broke = _range(issue)
    if broke is None or len(_reds(issue, broke)) < NAMED_AFTER:
        return ()
    return broke.suspects


def _range(issue: TrackedIssue) -> BrokenRange | None:
    return issue.broke if issue.verdict.origin is Origin.REGRESSION else None


def _reds(issue: TrackedIssue, broke: BrokenRange) -> set[tuple[int, int]]:
    """The attempts that failed in that leg, in the range and after it."""
    here = (o for o in issue.occurrences if not o.legs or broke.leg in o.legs)
    seen = (o.seen for o in here if o.seen.order >= broke.first_bad.order)
    return {(s.run_id, s.attempt) for s in (broke.first_bad, *seen)}


def _end(seen: Sighting, how: str, links: Links | None) -> str:
    return f"{commit_link(links, seen.sha)} ({how}, {run_link(seen)})"


def _commit(commit: CommitLine, links: Links | None) -> Markdown:
    """A commit with its title and its author as plain text: nobody is notified."""
    by = f" by {inline(commit.author, 60)}" if commit.author else ""
    return Markdown(f"{commit_link(links, commit.sha)} {inline(commit.title, TITLE)}{by}")


def _suspect(suspect: Suspect, links: Links | None) -> str:
    reasons = "; ".join(prose(reason, 200) for reason in suspect.reasons)
    return f"- {_commit(suspect.commit, links)}: {reasons}"


def _at(commit: CommitLine) -> str:
    return f", {when(commit.at)}" if commit.at else ""
