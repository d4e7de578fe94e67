"""Commands that an issue offers in words: what looks like the same thing, who names the same test."""

from bot.model.issue import TrackedIssue
from bot.render.escape import code_span
from bot.render.phrases import sentence


def looks_like(issue: TrackedIssue) -> str:
    """Other issues of ours that seem to be this one."""
    if issue.state != "open" or issue.duplicate_of:
        return ""
    return " ".join(
        f"#{r.number}: {sentence(r.reason)} `/gardener merge #{r.number}` joins them."
        for r in issue.related
        if r.offer == "merge"
    )


def named_in(issue: TrackedIssue) -> str:
    """People's issues that name a test of this one."""
    if issue.is_adopted:
        return ""
    tests = {f.fingerprints.test for f in issue.verdict.cluster.failures}
    which = "this test" if len(tests) == 1 else "one of these tests"
    return " ".join(
        f"#{r.number} by {code_span(r.author)} names {which}: `/gardener adopt` there makes it the"
        " home."
        for r in issue.related
        if r.offer == "adopt"
    )
