"""Sort what failed for the author of the change: new here, known, flaky, or broken on the base.

| sort               | when, the first that holds                                                |
|--------------------|---------------------------------------------------------------------------|
| flaky              | it passed and failed at this commit, or its open issue says flaky         |
| infrastructure     | its open issue, or else its own evidence, names a cause outside the code  |
| warning            | nothing failed because of it                                              |
| broken on the base | every test of it failed last on the branch that the change goes to        |
| known              | an open issue tracks the cause, or one that was closed as not planned     |
| unclassified       | only a line that any failure prints tells of it                           |
| new                | everything else                                                           |

A line such as "exit code 1" or a bare timeout is never enough to call something known or flaky:
of a change the tests themselves must have failed on the base.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model.history import TestHistory
from bot.model.issue import TrackedIssue
from bot.model.names import Origin
from bot.model.sorting import Base, Sort, Sorted
from bot.model.verdict import Verdict
from bot.planning.facts import RunFacts
from bot.planning.limits import passed_on_retry
from bot.planning.scope import Scope
from bot.planning.standing import Standing
from bot.triage.origin import histories_of

# A pull request is tested as it would be merged now: another run at its commit saw other code.
_SAME_CODE = ("report", "re-run")
_PROOFS = {
    "report": "it passed as well in the same run",
    "re-run": "it passed in another attempt at the same commit",
    "same-commit": "it passed in another run of the same commit",
    "reopened": "it came back twice after it had passed",
}


def sort_out(
    standings: Sequence[Standing],
    open_issues: Sequence[TrackedIssue],
    facts: RunFacts,
    bounds: Scope,
) -> list[Standing]:
    """Give each standing of something that failed its sort."""
    return [
        replace(
            s,
            sorted=_Sorting(
                s, facts, open_issues, is_own=bounds.may_open or facts.base is None
            ).sorted(),
        )
        for s in standings
    ]


@dataclass(frozen=True)
class _Sorting:
    """One cause to sort; `is_own` is True on branches whose issues this run itself keeps."""

    standing: Standing
    facts: RunFacts
    open_issues: Sequence[TrackedIssue]
    is_own: bool

    @property
    def verdict(self) -> Verdict:
        return self.standing.verdict

    @property
    def tracker(self) -> TrackedIssue | None:
        """The open issue that tracks the cause, and surely this cause."""
        issue = self.standing.issue
        if issue is None or not issue.number or issue.state != "open":
            return None
        return None if self.is_vague and not self.is_own else issue

    @property
    def is_vague(self) -> bool:
        """Whether only words tell of it that any failure may print."""
        cluster = self.verdict.cluster
        if cluster.failures:
            return all(f.fingerprints.weak for f in cluster.failures)
        return all(f.is_generic for f in cluster.findings)

    def sorted(self) -> Sorted:
        origin = self.tracker.verdict.origin if self.tracker else self.verdict.origin
        of_issue = self._of_issue(self.tracker) if self.tracker else None
        # Where the run keeps the issue itself, the verdict is the issue's and its proof is old.
        found = of_issue if self.tracker and self.is_own else self._contradicted() or of_issue
        if found:
            return found
        if origin is Origin.INFRASTRUCTURE:
            reason = "its cause lies outside the code"
            return Sorted(sort=Sort.INFRASTRUCTURE, reason=reason, url=self._page())
        if origin is Origin.WARNING:
            return Sorted(sort=Sort.WARNING, reason="nothing failed because of it")
        return self._of_base() or self._of_closed() or self._unclassified() or self._new()

    def _contradicted(self) -> Sorted | None:
        """It passed as well at this commit."""
        proof = self.verdict.flaky if self.verdict.origin is Origin.FLAKY else None
        if proof and (self.is_own or proof.how in _SAME_CODE):
            return Sorted(sort=Sort.FLAKY, reason=_PROOFS[proof.how], url=proof.passed.url)
        if passed_on_retry(self.verdict, self.facts):
            return Sorted(sort=Sort.FLAKY, reason="it passed on a retry in the same run")
        return None

    def _of_issue(self, issue: TrackedIssue) -> Sorted | None:
        """What its open issue says of it."""
        url = issue.last_seen.url if issue.last_seen else ""
        origin, record = issue.verdict.origin, issue.verdict.record
        if origin is Origin.FLAKY:
            rate = f": it failed in {record.failed} of {record.ran} runs" if record else ""
            return Sorted(sort=Sort.FLAKY, reason=f"its issue says flaky{rate}", url=url)
        if origin in (Origin.INFRASTRUCTURE, Origin.WARNING):
            return None
        on_base = self._of_base()
        if on_base is not None:
            return on_base
        if self.is_own and self.standing.progress != "known":
            return Sorted(sort=Sort.KNOWN, reason=self.standing.progress)
        return Sorted(sort=Sort.KNOWN, reason=f"an open issue of {issue.branch} has it", url=url)

    def _of_base(self) -> Sorted | None:
        """Broken on the base: no failing test passed there last."""
        base = self.facts.base
        if base is None:
            return None
        if not self.verdict.cluster.failures:
            return self._log_of_base(base)
        red = [h for known in self._histories(base) for h in known]
        if not red or not all(_is_red(known) for known in self._histories(base)):
            return None
        other = None if self.tracker else self._other_cause()
        if other and other.verdict.origin is Origin.FLAKY:
            return None  # it is red there now and then; what is red here is something else
        seen = max((h.last_failure for h in red if h.last_failure), key=lambda s: s.order)
        alike = ", where an open issue tracks the test" if other else ""
        reason = f"it failed last on {base.branch} too, in run {seen.run_id}{alike}"
        number = other.number if other and not self.standing.issue else 0
        return Sorted(sort=Sort.BASE, reason=reason, url=seen.url, number=number)

    def _log_of_base(self, base: Base) -> Sorted | None:
        """A cause that only logs show has no history; its issue knows the newest result."""
        issue = self.tracker
        run = self.facts.run
        if issue is None or (issue.branch, issue.workflow) != (base.branch, run.workflow_path):
            return None
        if not issue.progress or any(leg.passes for leg in issue.progress):
            return None
        seen = issue.last_seen
        reason = f"it failed last on {base.branch} too" + (
            f", in run {seen.run_id}" if seen else ""
        )
        return Sorted(sort=Sort.BASE, reason=reason, url=seen.url if seen else "")

    def _of_closed(self) -> Sorted | None:
        """People said that they will not mend it."""
        issue = self.standing.issue
        if issue is None or issue.state != "closed":
            return None
        if self.is_own and self.standing.progress != "known":  # the plan said why it stayed so
            return Sorted(sort=Sort.KNOWN, reason=self.standing.progress)
        if issue.state_reason != "not_planned" or self.is_vague:
            return None
        return Sorted(sort=Sort.KNOWN, reason="it was closed as not planned")

    def _unclassified(self) -> Sorted | None:
        if self.verdict.cluster.failures or not self.is_vague:
            return None
        reason = "the log shows only that it failed"
        return Sorted(sort=Sort.UNCLASSIFIED, reason=reason, url=self._page())

    def _new(self) -> Sorted:
        issue, base = self.standing.issue, self.facts.base
        if base is None:
            seen = self.verdict.last_good
            reason = f"it passed last in run {seen.run_id}" if seen else "it was not seen before"
            return Sorted(sort=Sort.NEW, reason=reason, url=seen.url if seen else "")
        known = self._histories(base)
        passed = [h.last_pass for hs in known if not _is_red(hs) for h in hs if h.last_pass]
        if passed:
            newest = max(passed, key=lambda s: s.order)
            some = "" if not any(_is_red(hs) for hs in known) else "some of it "
            reason = f"{some or 'it '}passes on {base.branch}, last in run {newest.run_id}"
        else:
            newest, reason = None, f"no result of it on {base.branch} so far"
        if not self.verdict.cluster.failures:
            reason = f"not seen on {base.branch}"
        if issue is not None and issue.state == "closed":
            reason = f"{reason}; its issue is closed: this commit may lack what mended it"
        elif issue is not None and issue.number:
            reason = f"{reason}; what it printed is too common to call it the same as the issue"
        return Sorted(sort=Sort.NEW, reason=reason, url=newest.url if newest else "")

    def _histories(self, base: Base) -> list[tuple[TestHistory, ...]]:
        """The histories on the base, one item for each failure."""
        return [histories_of(f, base.histories) for f in self.verdict.cluster.failures]

    def _other_cause(self) -> TrackedIssue | None:
        """An open issue of the same tests."""
        tests = {f.fingerprints.test for f in self.verdict.cluster.failures}
        return next((i for i in self.open_issues if tests <= {*i.tests}), None)

    def _page(self) -> str:
        """The page of the job whose log tells of it, else of the run."""
        jobs = {job.name: job.url for job in self.facts.jobs}
        named = (jobs.get(f.job, "") for f in self.verdict.cluster.findings)
        return next((url for url in named if url), self.facts.run.url)


def _is_red(known: Sequence[TestHistory]) -> bool:
    """Whether the newest result of a test is red in each leg asked for."""
    return bool(known) and all(h.fail_streak > 0 for h in known)
