"""The title of an issue: `failing-test-regression-p1-base-agent-session-factory-failures`."""

from bot.model.issue import Field, TrackedIssue
from bot.render.escape import clean
from bot.render.told import Output, told_title

MAX_CHARS = 200


def issue_title(issue: TrackedIssue, output: Output = "redacted") -> str:
    """The title as GitHub is to show it: a person's own, if they gave one; at most 200 characters.

    A title is no Markdown, so it is only cleaned, put on one line and cut at a word.
    """
    issue, own = told_title(issue, output), issue.override(Field.TITLE)
    title = " ".join(clean((own.value if own else issue.verdict.title)[:2000]).split())
    if len(title) <= MAX_CHARS:
        return title or issue.verdict.label
    cut = title[: MAX_CHARS - 1]
    at_word = max(cut.rfind("-"), cut.rfind(" "))
    return (cut[:at_word] if at_word > MAX_CHARS // 2 else cut).rstrip("- ") + "…"
