"""How a command names another issue or a person: `#12`, its address, `@alice`."""

import re

from bot.commands.around import Around
from bot.commands.command import Call
from bot.model.issue import TrackedIssue

_NUMBER = re.compile(r"#?([1-9]\d{0,9})", re.ASCII)
_ADDRESS = re.compile(
    r"https?://[^/\s]+/([^/\s]+/[^/\s]+)/(?:issues|pull)/([1-9]\d{0,9})/?", re.ASCII
)
# https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference
_LOGIN = re.compile(r"@?((?=[A-Za-z0-9])[A-Za-z0-9-]{1,39}(?:_[A-Za-z0-9]{3,8})?)", re.ASCII)


def issue_number(word: str, repository: str = "") -> int:
    """Read the number of an issue; 0 when the word is none, or one of another repository.

    >>> issue_number("#12"), issue_number("12"), issue_number("twelve")
    (12, 12, 0)
    >>> issue_number("https://github.example/acme/shop/issues/12", "acme/shop")
    12
    """
    if found := _NUMBER.fullmatch(word):
        return int(found[1])
    found = _ADDRESS.fullmatch(word)
    if found is None or found[1].lower() != repository.lower():
        return 0
    return int(found[2])


def login_of(word: str) -> str:
    """Read a login; empty when the word cannot be one.

    >>> login_of("@alice"), login_of("alice"), login_of("@acme/web")
    ('alice', 'alice', '')
    """
    found = _LOGIN.fullmatch(word)
    return found[1] if found else ""


def named(call: Call) -> tuple[int, str]:
    """Read the one other issue that a command names, or say what is wrong."""
    number = issue_number(call.args[0], call.around.repository) if len(call.args) == 1 else 0
    if not number:
        return 0, "It takes the number of one issue of this repository."
    if number == call.number:
        return 0, f"#{number} is this very issue."
    return number, ""


def find_kept(number: int, around: Around) -> tuple[TrackedIssue | None, str]:
    """Find an issue that the bot keeps, or say why it cannot be used."""
    if issue := around.kept.get(number):
        if issue.state not in ("open", "closed"):
            return None, f"#{number} is not here any more: it was {issue.state}."
        return issue, ""
    neighbor = around.neighbors.get(number)
    if neighbor is None:
        return None, f"There is no issue #{number} in this repository."
    if neighbor.is_pull_request:
        return None, f"#{number} is a pull request."
    return None, f"#{number} is not kept by Test Gardener; write `/gardener adopt` there first."
