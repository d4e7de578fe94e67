"""This bot without GitHub: the same steps as `bot.jobs.analyze_run`, carried out on plain values."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

from bench.garden.bots import Act, Causes, Heard
from bench.garden.calendar import Shown, sha
from bench.garden.histories import Histories
from bench.garden.results import Results
from bench.garden.truth import JOBS, MAIN, RELEASE, Spot, World
from bot.logs.scan import scan_log
from bot.model.broke import BrokenRange
from bot.model.config import RepoConfig
from bot.model.failure import Cluster
from bot.model.finding import Finding
from bot.model.issue import TrackedIssue
from bot.model.lineage import Lineage, Question, Relation
from bot.model.match import Match
from bot.model.names import Origin
from bot.model.plan import (
    CloseIssue,
    CommentIssue,
    EditIssue,
    OpenIssue,
    Pending,
    Plan,
    Remember,
    ReopenIssue,
)
from bot.model.run import WorkflowJob, WorkflowRun
from bot.model.verdict import Verdict
from bot.planning.course.absence import failures_of, names_of
from bot.planning.course.reopening import asks_for_commit
from bot.planning.course.turned import closed_by
from bot.planning.course.where_it_broke import has_range
from bot.planning.facts import RunFacts
from bot.planning.one_issue.duplicates import led_home
from bot.planning.one_issue.one_commit import with_one_commit, with_one_home
from bot.planning.one_issue.splitting import kept_apart
from bot.planning.plan import plan_run
from bot.triage.extract import extract_failures
from bot.triage.grouping.cluster import cluster
from bot.triage.judge import judge
from bot.triage.match import match

CONFIG = RepoConfig(branches=("default", "release/*"))
MUTED = timedelta(days=7)
_ROUNDS = 3


class Gardener:
    """One repository's issues, and what is remembered of its tests."""

    def __init__(self, world: World, config: RepoConfig = CONFIG) -> None:
        self.world, self.config = world, config
        self.results = Results(world)
        self.issues: dict[int, TrackedIssue] = {}
        self._open: dict[int, TrackedIssue] = {}
        self._pending: dict[str, Pending] = {}
        self._closings: dict[int, str] = {}
        self._first: dict[str, int] = {}
        self._spots: dict[str, Spot] = {}
        self._histories = Histories(self._odd())

    def hear(self, shown: Shown) -> Heard:
        """Triage one attempt."""
        run = shown.run
        self._spots[run.head_sha] = shown.spot
        if run.conclusion == "cancelled":
            return Heard()
        first = self._first.setdefault(run.head_sha, run.id)
        run = replace(run, first_run=first if first < run.id else 0)
        outcomes = self.results.outcomes(shown)
        clusters, truth = self._clusters(shown)
        prints = {one for c in clusters for one in c.fingerprints}
        holders = (i for i in self.issues.values() if prints & {*i.fingerprints})
        clusters = kept_apart(clusters, tuple(holders))
        verdicts = self._judged(clusters, run)
        broke = self._broke(verdicts)
        matches = with_one_commit(self._matched(verdicts, run), broke)
        open_issues = tuple(self._open.values())
        green = self.results.green(shown.spot, shown.legs)
        names = names_of(open_issues)
        facts = RunFacts(
            run=run,
            default_branch=MAIN,
            outcomes=outcomes,
            suites=self.results.suites(shown, _files(open_issues)),
            jobs=_jobs(shown),
            pending=dict(self._pending),
            broke=broke,
            namesakes={name: green.files[name] for name in names if name in green.files},
        )
        plan = self._planned(matches, open_issues, facts, shown.heard_at)
        red = {self.results.of(r, shown.spot) for r in shown.red}
        self._histories.record(outcomes, red, run.branch, run.sighting)
        return self._carried_out(plan, matches, truth)

    def by_hand(self, what: str, number: int, at: datetime, fix: str) -> None:
        """A person closes or mutes an issue."""
        issue = self.issues[number]
        if what == "mute":
            self._keep(replace(issue, muted_until=at + MUTED, muted_by="alice", last_human_at=at))
        elif issue.state == "open":
            self._closings[number] = fix
            self._keep(replace(closed_by(issue, "alice", at), last_human_at=at))

    def flaky(self) -> frozenset[int]:
        """The issues with the word flaky."""
        return frozenset(n for n, i in self.issues.items() if i.verdict.origin is Origin.FLAKY)

    def _odd(self) -> set[str]:
        """Tests that come or go, under both of their names."""
        tests = [t for t in self.world.tests if t.moved_at is not None or t.gone_at is not None]
        places = {(t.file, t.name) for t in tests} | {t.moved_to for t in tests}
        return {self.results.fingerprint(place) for place in places}

    def _clusters(self, shown: Shown) -> tuple[tuple[Cluster, ...], dict[tuple[str, str], int]]:
        """Group what failed; with the true cause of each (leg, test) and of each ("", job)."""
        reports, legs = self.results.reports(shown)
        findings: list[Finding] = []
        truth: dict[tuple[str, str], int] = {}
        for job, (text, cause) in shown.logs.items():
            truth["", job] = cause
            read = scan_log(BytesIO(text.encode()), f"{job}.log", job=job, failed=True)
            findings += read.findings
        for red in shown.red:
            truth[red.leg, self.results.of(red, shown.spot)] = red.cause
        if not truth:
            return (), truth
        failures = extract_failures(reports, legs)
        return cluster(failures, findings, self.results.suites(shown)), truth

    def _judged(self, clusters: Sequence[Cluster], run: WorkflowRun) -> tuple[Verdict, ...]:
        tests = {f.fingerprints.test for c in clusters for f in c.failures}
        history = {test: self._histories.of(test, run.branch) for test in tests}
        return judge(clusters, config=self.config, history=history, run=run, default_branch=MAIN)

    def _matched(self, verdicts: Sequence[Verdict], run: WorkflowRun) -> tuple[Match, ...]:
        known = tuple(reversed(self.issues.values()))[:500]
        matches = with_one_home(led_home(match(verdicts, known), known)) if verdicts else ()
        return tuple(self._with_closing(m, run) for m in matches)

    def _with_closing(self, found: Match, run: WorkflowRun) -> Match:
        issue = found.issue
        if issue is None or not asks_for_commit(issue, run):
            return found
        commit = self._closings.get(issue.number, "")
        return replace(found, issue=replace(issue, closing_commit=commit))

    def _broke(self, verdicts: Sequence[Verdict]) -> dict[str, BrokenRange]:
        """The commits between the last pass and the first failure, counted as GitHub would."""
        found: dict[str, BrokenRange] = {}
        for one in filter(has_range, verdicts):
            good, bad = one.last_good, one.first_bad
            assert good is not None
            assert bad is not None
            between = self._spots[bad.sha].index - self._spots[good.sha].index
            found[one.cluster.fingerprint] = BrokenRange(
                leg=one.leg, last_good=good, first_bad=bad, total=between
            )
        return found

    def _planned(
        self,
        matches: Sequence[Match],
        open_issues: Sequence[TrackedIssue],
        facts: RunFacts,
        now: datetime,
    ) -> Plan:
        plan = plan_run(matches, open_issues, facts, config=self.config, now=now)
        for _ in range(_ROUNDS):
            if not plan.questions:
                break
            known = dict(facts.lineage.known) | {q: self._relation(q) for q in plan.questions}
            facts = replace(facts, lineage=Lineage(known))
            plan = plan_run(matches, open_issues, facts, config=self.config, now=now)
        return plan

    def _relation(self, question: Question) -> Relation:
        """As `git` would tell: the release branch left main and never came back."""
        base, head = (self._spots.get(one) or self._spot(one) for one in question)
        if base is None or head is None:
            return "unknown"
        if base.branch == head.branch:
            return "ahead" if head.index > base.index else "behind"
        if base.branch == MAIN and head.branch == RELEASE:
            return "ahead" if base.index <= self.world.cut else "diverged"
        return "behind" if head.index <= self.world.cut else "diverged"

    def _spot(self, commit: str) -> Spot | None:
        """A commit of main that no run tested."""
        spots = (Spot(MAIN, index) for index in range(self.world.commits + 1))
        return next((spot for spot in spots if sha(spot) == commit), None)

    def _carried_out(
        self, plan: Plan, matches: Sequence[Match], truth: dict[tuple[str, str], int]
    ) -> Heard:
        acts: list[Act] = []
        touched: list[TrackedIssue] = []
        for change in plan.changes:
            if isinstance(change, OpenIssue):
                issue = replace(change.issue, number=len(self.issues) + 1)
                acts.append(Act("open", issue.number))
            elif isinstance(change, EditIssue | CommentIssue | CloseIssue | ReopenIssue | Remember):
                issue = change.issue
                if isinstance(change, CommentIssue):
                    acts.append(Act("comment", issue.number))
                elif isinstance(change, CloseIssue):
                    acts.append(Act("close", issue.number, bool(change.news)))
                elif isinstance(change, ReopenIssue):
                    acts.append(Act("reopen", issue.number, bool(change.news)))
            else:
                continue
            self._keep(issue)
            touched.append(issue)
        for one in plan.settled:
            self._pending.pop(one, None)
        self._pending |= {one.fingerprint: one for one in plan.pending}
        filed: dict[int, Causes] = {}
        for found in matches:
            number = _home(found, touched)
            if number:
                filed.setdefault(number, Counter()).update(_causes(found.verdict.cluster, truth))
        return Heard(acts, filed)

    def _keep(self, issue: TrackedIssue) -> None:
        self.issues[issue.number] = issue
        if issue.state == "open":
            self._open[issue.number] = issue
        else:
            self._open.pop(issue.number, None)


def _files(issues: Sequence[TrackedIssue]) -> set[str]:
    """The suites of the tests that open issues show."""
    return {failure.suite for issue in issues for failure in failures_of(issue)}


def _home(found: Match, touched: Sequence[TrackedIssue]) -> int:
    """Where a cause of the run went; 0: nowhere."""
    prints = {*found.verdict.cluster.fingerprints}
    homes = [i.number for i in touched if prints & {*i.fingerprints}]
    if found.issue is not None and (found.issue.number in homes or not homes):
        return found.issue.number
    return max(homes, default=0)


def _causes(grouped: Cluster, truth: dict[tuple[str, str], int]) -> Causes:
    places = [(f.leg, f.fingerprints.test) for f in grouped.failures]
    if not places:
        places = [("", f.job) for f in grouped.findings]
    return Counter(truth[place] for place in places if place in truth)


def _jobs(shown: Shown) -> tuple[WorkflowJob, ...]:
    red = {JOBS[r.leg] for r in shown.red} | {*shown.logs}
    names = {JOBS[leg] for leg in shown.legs} | {*shown.logs}
    return tuple(
        WorkflowJob(
            id=shown.run.id * 10 + n,
            name=name,
            conclusion="failure" if name in red else "success",
            url=f"{shown.run.url}/job/{n}",
        )
        for n, name in enumerate(sorted(names))
    )
