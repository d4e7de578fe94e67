"""The whole way: a stranger's words in every place, and every document that is written of them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from bot.apply.opening import assignable
from bot.commands.decide import Asker, decide
from bot.commands.parse import parse_commands
from bot.model.broke import BrokenRange, CommitLine, Suspect
from bot.model.config import Area, RepoConfig, SeverityMatch, SeverityRule
from bot.model.finding import Finding
from bot.model.issue import TrackedIssue
from bot.model.job import HandleCommand
from bot.model.match import IssueCard, Match
from bot.model.names import Origin, Outcome, Severity
from bot.model.plan import (
    CloseIssue,
    CommentIssue,
    EditIssue,
    OpenIssue,
    Plan,
    ReopenIssue,
    Reply,
    WriteCheck,
)
from bot.model.preview import Preview, Unreported, WouldBe
from bot.model.report import TestCase, TestReport
from bot.model.run import WorkflowJob, WorkflowRun
from bot.planning.facts import RunFacts, outcome_table
from bot.planning.owners import owners_of
from bot.planning.plan import plan_run
from bot.render.answers import reply_comment
from bot.render.body import issue_body
from bot.render.check import check_summary, check_title
from bot.render.comment import news_comment
from bot.render.labels import issue_labels
from bot.render.marker import marked_fingerprints
from bot.render.opening import Output
from bot.render.preview import preview_text
from bot.render.title import issue_title
from bot.render.worklog import worklog_markdown
from bot.triage.extract import extract_failures, outcomes
from bot.triage.grouping.cluster import cluster
from bot.triage.judge import judge
from bot.triage.match import match
from bot.triage.suites import suite_totals
from tests.build import NOW, REPO, finding, run, sha, sighting
from tests.fuzz.target import Target, fields_of
from tests.render.hostile import HOSTILE
from tests.render.reading import faults, unseen
from tests.render.views import LINKS

_LEG = "report"
_OUTPUTS: tuple[Output, ...] = ("full", "redacted", "none")


def write_papers(data: bytes) -> None:
    """Three runs and a command made of these words: nothing that is written is more than text."""
    words = tuple(text.encode("utf-8", "replace").decode() for text in fields_of(data, 8))
    config = _config(words)
    red, again, green = (_run(n, words) for n in (1, 2, 3))
    first = _plan(red, words, (), config, is_red=True)
    opened = [c.issue for c in first.changes if isinstance(c, OpenIssue)]
    kept = [_lived(i, number, words) for number, i in enumerate(opened, start=12)]
    second = _plan(again, words, kept, config, is_red=True)
    third = _plan(green, words, kept, config, is_red=False)
    asked = [_asked(issue, words, config) for issue in kept]
    for plan in (first, second, third, *asked):
        for paper in _papers(plan, config):
            check_paper(paper)
    for issue in kept:
        check_paper(preview_text(_preview(issue, words), "full", LINKS), most=10**6)


def check_paper(text: str, most: int = 65_000) -> None:
    """Whether a document is text and nothing more."""
    found = faults(text, ours=range(1, 100))
    assert [f for f in found if most == 65_000 or not f.endswith("characters")] == []
    assert len(text) <= most
    text.encode()


def _config(words: tuple[str, ...]) -> RepoConfig:
    name = words[0][:80] or "x"
    return RepoConfig(
        areas=(Area(name=name, paths=("**",), impact=words[1][:400]),),
        severity=(SeverityRule(match=SeverityMatch(area=words[0][:80]), severity=Severity.P0),),
    )


def _run(number: int, words: tuple[str, ...]) -> WorkflowRun:
    return run(
        number, workflow=words[0], workflow_path=words[1], commit_title=words[2], actor=words[3]
    )


def _reports(words: tuple[str, ...], *, is_red: bool) -> tuple[TestReport, ...]:
    name, classname, suite, file, type_, message, trace, output = words
    one = TestCase(
        name=name,
        classname=classname,
        suite=suite,
        file=file[:300],
        line=7,
        type=type_,
        message=message,
        trace=trace,
        output=output,
        outcome=Outcome.FAILURE if is_red else Outcome.PASSED,
    )
    other = TestCase(
        name=f"{name}[2]",
        classname=suite,
        suite=classname,
        message=trace,
        trace=message,
        outcome=Outcome.ERROR if is_red else Outcome.PASSED,
    )
    cases = (one, other, TestCase(name="test_look", classname=classname))
    return (TestReport(path="report/a.xml", format="junit", cases=cases),)


def _finding(words: tuple[str, ...]) -> Finding:
    job, path, key, text, file, slug, *_ = words
    return finding(
        job=job, path=path, key=key, text=text, file=file, slug=slug, excerpt=words, items=words
    )


def _plan(
    the_run: WorkflowRun,
    words: tuple[str, ...],
    kept: list[TrackedIssue] | tuple[()],
    config: RepoConfig,
    *,
    is_red: bool,
) -> Plan:
    reports = _reports(words, is_red=is_red)
    legs = {"report/a.xml": words[7] or _LEG}
    totals = suite_totals(reports, legs)
    findings = (_finding(words),) if is_red else ()
    clusters = cluster(extract_failures(reports, legs), findings, totals)
    verdicts = judge(clusters, config=config, history={}, run=the_run, default_branch="main")
    cards = tuple(
        IssueCard(number=n, title=word, state="open", body=word, author=word)
        for n, word in enumerate(words, start=40)
    )
    matches: tuple[Match, ...] = match(verdicts, tuple(kept), cards)
    facts = RunFacts(
        run=the_run,
        default_branch="main",
        outcomes=outcome_table(outcomes(reports, legs)),
        suites=totals,
        jobs=(
            WorkflowJob(
                id=1, name=words[0], conclusion="failure", url=words[1], failed_steps=words[2:4]
            ),
        ),
        owners=owners_of(verdicts, words[6]),
        problems=words[:3],
    )
    return plan_run(matches, kept, facts, config=config, now=the_run.completed_at)


def _lived(issue: TrackedIssue, number: int, words: tuple[str, ...]) -> TrackedIssue:
    """The issue with a number, and with all that others may have told of it since."""
    commit = CommitLine(sha=sha(2), title=words[0], author=words[1], at=NOW)
    suspect = Suspect(commit=commit, score=0.9, reasons=words[:2])
    broke = BrokenRange(
        leg=words[2],
        last_good=sighting(1),
        first_bad=sighting(2),
        commits=(commit, commit),
        total=2,
        suspects=(suspect,),
    )
    verdict = replace(issue.verdict, origin=Origin.REGRESSION)
    return replace(issue, number=number, verdict=verdict, broke=broke, last_seen=sighting(2))


def _asked(issue: TrackedIssue, words: tuple[str, ...], config: RepoConfig) -> Plan:
    """A person who asks for everything at once, in these words."""
    body = "/gardener why\n\n" + "\n\n".join(
        f"/gardener {verb} {' '.join(words[n].split())}"
        for n, verb in enumerate(("mute", "assign", "reclassify", words[0], "close"))
    )
    said = HandleCommand(
        installation=1,
        repo=REPO,
        issue=issue.number,
        comment_id=5,
        author=words[1],
        author_is_bot=False,
        body=body,
        created_at=NOW,
    )
    asker = Asker(comment=said, permission="admin", config=config, now=NOW + timedelta(days=2))
    return decide(asker, parse_commands(body), issue).plan


def _preview(issue: TrackedIssue, words: tuple[str, ...]) -> Preview:
    return Preview(
        repo=REPO,
        since=NOW,
        until=NOW,
        found=1,
        read=1,
        failed=1,
        issues=(WouldBe(issue=issue, opened_at=NOW),),
        quiet={words[0]: 2},
        unreported=(Unreported(name=words[1], path=words[2], failed=1),),
        notes=words[:2],
        stopped=words[3],
    )


def _papers(plan: Plan, config: RepoConfig) -> Iterator[str]:
    """All that a plan writes to GitHub as Markdown; titles and labels are looked at on the way."""
    for change in plan.changes:
        match change:
            case OpenIssue() | EditIssue():
                _check_title(change.issue, config)
                # A team of CODEOWNERS is mentioned on purpose: once, where the issue is new.
                silent = replace(
                    change.issue, owners=change.issue.owners if change.issue.number else ()
                )
                yield from (issue_body(silent, output, LINKS) for output in _OUTPUTS)
            case CommentIssue() | CloseIssue() | ReopenIssue():
                for output in _OUTPUTS:
                    yield news_comment(change.issue, change.news, LINKS, change.key, output)
            case Reply():
                yield from (reply_comment(change, LINKS, output) for output in _OUTPUTS)
            case WriteCheck():
                title = check_title(change.worklog)
                assert len(title) <= 120
                assert unseen(title) == []
                assert "\n" not in title
                yield check_summary(change.worklog)
                yield worklog_markdown(change.worklog)[:65_000]
            case _:
                pass


def _check_title(issue: TrackedIssue, config: RepoConfig) -> None:
    """A title of ours is small words and hyphens; labels are ours; people are logins."""
    title = issue_title(issue)
    assert 0 < len(title) <= 200
    assert unseen(title) == []
    assert not set(title) & set("\n@#<>`/"), title
    for label in issue_labels(issue.verdict, config.issues.base_label):
        assert len(label.name) <= 50
        assert len(label.description) <= 100
    assert all(login.isprintable() and " " not in login for login in assignable(issue.owners))
    assert marked_fingerprints(issue_body(issue, "none", LINKS)) == issue.fingerprints


def _starts() -> Iterable[bytes]:
    hostile = [text.encode("utf-8", "surrogatepass") for text in HOSTILE]
    yield b"\n%\n".join(hostile[:8])
    yield b"\n%\n".join(hostile[8:16])
    yield from hostile
    yield b"test_a\n%\ntests.test_a\n%\ntests/test_a.py\n%\ntests/test_a.py\n%\nKeyError\n%\n'x'\n%\n* @a @b/c"


TARGETS = (Target(name="papers", run=write_papers, starts=_starts, most=64 * 1024, times=200),)
