"""How much of what tests printed may be shown: the value is cut down before anything is written.

| `output`   | messages, traces, logs                      | names of tests     | people in texts |
|------------|---------------------------------------------|--------------------|-----------------|
| `full`     | long: 30 lines of the message, 200 of a trace | whole            | shown           |
| `redacted` | short: 12 lines of the message, 40 of a trace | whole            | masked          |
| `none`     | nothing                                     | without parameters | nothing         |

Secrets are masked in all three.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.model.issue import TrackedIssue
from bot.model.masking import retold
from bot.model.plan import News
from bot.model.verdict import Verdict
from bot.triage.words.unspoken import bare_name, unspoken, without_evidence

Output = Literal["full", "redacted", "none"]

_MAIL = re.compile(
    r"(?<![\w.+\-/:])[\w.+\-]{1,64}@(?:[A-Za-z0-9\-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w@/:])"
)
# Accounts of machines that run tests say nothing of a person.
_HOME = re.compile(
    r"(?P<home>/home/|/Users/|[A-Za-z]:\\{1,2}Users\\{1,2})"
    r"(?!runner|root|circleci|ubuntu|vscode|jenkins|app|node|user|appuser|Public|Shared|VssAdministrator|ContainerAdministrator)"
    r"[\w.\-]{1,64}"
)


def told(issue: TrackedIssue, output: Output) -> TrackedIssue:
    """The issue as it may be shown."""
    if output == "full":
        return issue
    if output == "none":
        return replace(
            issue,
            verdict=without_evidence(issue.verdict),
            children=tuple(without_evidence(child) for child in issue.children),
            # Why two issues are related quotes the words that they share.
            related=tuple(replace(one, reason="") for one in issue.related),
        )
    return replace(
        issue,
        verdict=_redacted(issue.verdict),
        children=tuple(_redacted(child) for child in issue.children),
    )


def told_title(issue: TrackedIssue, output: Output) -> TrackedIssue:
    """The issue as its title may be told."""
    return replace(issue, verdict=unspoken(issue.verdict)) if output == "none" else issue


def told_news(news: Sequence[News], output: Output) -> tuple[News, ...]:
    """News as they may be told: what a cause is called may quote a test."""
    if output == "full":
        return tuple(news)
    if output == "redacted":
        return retold(tuple(news), without_people)
    return tuple(
        replace(one, items=tuple(map(bare_name, one.items))) if one.what == "new-tests" else one
        for one in news
    )


def _redacted(verdict: Verdict) -> Verdict:
    """Names of tests stay whole: the command that runs one again needs them."""
    cluster = verdict.cluster
    plain = replace(
        cluster,
        message=without_people(cluster.message),
        failures=tuple(
            replace(f, message=without_people(f.message), trace=without_people(f.trace))
            for f in cluster.failures
        ),
        findings=retold(cluster.findings, without_people),
    )
    return replace(verdict, cluster=plain, description=without_people(verdict.description))


def without_people(text: str) -> str:
    r"""The text without addresses of people and without their names in paths.

    >>> without_people("alice@example.com in /home/alice/shop, git@github.com:a/b")
    '[email] in /home/[user]/shop, git@github.com:a/b'
    """
    if "@" in text:
        text = _MAIL.sub("[email]", text)
    if "/home/" in text or "Users" in text:
        text = _HOME.sub(r"\g<home>[user]", text)
    return text
