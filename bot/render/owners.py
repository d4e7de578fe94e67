"""The line that names the owners: a team's name is live once, in the body that opens the issue."""

import re

from bot.model.issue import TrackedIssue
from bot.render.escape import Markdown, code_span, prose
from bot.render.phrases import and_list

OWNERS = 5

# What GitHub takes for a team: https://docs.github.com/en/organizations/organizing-members-into-teams
_TEAM = re.compile(r"@[A-Za-z0-9][A-Za-z0-9-]{0,99}/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


def owner_line(issue: TrackedIssue) -> Markdown:
    """Who owns it, and why.

    A team cannot be assigned, so it is mentioned where the issue has no number yet, which is in its
    first body. Everywhere else names are code, and nobody is told again. People are assigned; who
    cannot be, and an address, stands there as text.
    """
    if not issue.owners:
        return Markdown("")
    names = [_name(owner, is_first=issue.number == 0) for owner in issue.owners[:OWNERS]]
    hidden = len(issue.owners) - OWNERS
    names += [f"{hidden:,} more"] if hidden > 0 else []
    why = f" ({prose(issue.owner_reason, 200)})" if issue.owner_reason else ""
    return Markdown(and_list(names) + why)


def _name(owner: str, *, is_first: bool) -> str:
    is_live = is_first and _TEAM.fullmatch(owner) is not None
    return owner if is_live else code_span(owner, 120)
