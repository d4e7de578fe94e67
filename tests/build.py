"""Small values for tests: every argument has a plain default."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.model.failure import Cluster, Failure, Fingerprints, SuiteTotals
from bot.model.finding import Finding
from bot.model.history import Sighting
from bot.model.issue import LegProgress, Occurrence, TrackedIssue
from bot.model.names import Kind, LogCause, Origin, Outcome, Severity
from bot.model.run import RepoRef, WorkflowRun
from bot.model.verdict import Verdict

NOW = datetime(2025, 9, 14, 12, 0, tzinfo=UTC)
REPO = RepoRef(id=7, owner="acme", name="shop")


def sha(n: int) -> str:
    """The n-th commit."""
    return f"{n:040x}"


def run(n: int = 1, **change: Any) -> WorkflowRun:
    """The n-th run, at the n-th commit, n hours after NOW."""
    started = NOW + timedelta(hours=n)
    values: dict[str, Any] = {
        "repo": REPO,
        "id": 1000 + n,
        "attempt": 1,
        "number": n,
        "workflow": "CI",
        "workflow_path": ".github/workflows/ci.yml",
        "event": "push",
        "branch": "main",
        "head_sha": sha(n),
        "head_repo_id": REPO.id,
        "conclusion": "failure",
        "started_at": started,
        "completed_at": started + timedelta(minutes=10),
        "url": f"https://github.example/acme/shop/actions/runs/{1000 + n}",
        "commit_title": f"Change {n}",
    }
    return WorkflowRun(**{**values, **change})


def sighting(n: int = 1) -> Sighting:
    """What the n-th run saw."""
    r = run(n)
    return Sighting(run_id=r.id, attempt=1, sha=r.head_sha, at=r.started_at, url=r.url)


def prints(cause: str = "boom", test: str = "t") -> Fingerprints:
    """Fingerprints made of words."""
    return Fingerprints(
        test=f"1:{test}",
        cause=f"1:{cause}",
        failure=f"1:{test}-{cause}",
        cause_key=cause,
        normalized=cause,
    )


def failure(name: str = "test_a", cause: str = "boom", **change: Any) -> Failure:
    """One red test of tests/test_shop.py."""
    values: dict[str, Any] = {
        "name": name,
        "classname": "tests.test_shop.TestShop",
        "suite": "tests/test_shop.py",
        "outcome": Outcome.FAILURE,
        "kind": Kind.FAILING,
        "type": "AssertionError",
        "message": f"AssertionError: {cause}",
        "trace": f"tests/test_shop.py:12: AssertionError: {cause}",
        "fingerprints": prints(cause, name),
        "file": "tests/test_shop.py",
        "line": 12,
        "leg": "report-py311",
        "source": "report-py311/junit.xml",
        "test_file": "tests/test_shop.py",
    }
    return Failure(**{**values, **change})


def finding(rule: str = "docker-build", **change: Any) -> Finding:
    """One finding of job `build`."""
    values: dict[str, Any] = {
        "rule": rule,
        "cause": LogCause.DOCKER_BUILD,
        "category": "Infrastructure/Docker",
        "key": "failed to compute cache key",
        "slug": "docker-build-cache-key",
        "path": "build.log",
        "line": 42,
        "text": "failed to solve: failed to compute cache key",
        "excerpt": ("#12 ERROR", "failed to solve: failed to compute cache key"),
        "excerpt_start": 41,
        "kind": Kind.UNCOLLECTABLE,
        "origin": Origin.INFRASTRUCTURE,
        "job": "build",
    }
    return Finding(**{**values, **change})


def cluster(cause: str = "boom", names: tuple[str, ...] = ("test_a",), **change: Any) -> Cluster:
    """Tests that fail for one cause, out of a suite of ten."""
    values: dict[str, Any] = {
        "fingerprint": f"1:{cause}",
        "cause": cause,
        "message": f"AssertionError: {cause}",
        "failures": tuple(failure(name, cause) for name in names),
        "suites": (SuiteTotals(name="tests/test_shop.py", tests=10, failures=len(names)),),
    }
    return Cluster(**{**values, **change})


def verdict(cause: str = "boom", names: tuple[str, ...] = ("test_a",), **change: Any) -> Verdict:
    """A P1 regression that began with run 2."""
    values: dict[str, Any] = {
        "cluster": cluster(cause, names),
        "kind": Kind.FAILING,
        "origin": Origin.REGRESSION,
        "severity": Severity.P1,
        "category": "Shop",
        "slug": f"shop-{cause}",
        "description": f"{len(names)} of 10 tests of shop fail with {cause}.",
        "severity_reason": "P1 because the tests passed before on main.",
        "origin_reason": "They last passed at run 1.",
        "first_bad": sighting(2),
        "last_good": sighting(1),
    }
    return Verdict(**{**values, **change})


def issue(number: int = 12, cause: str = "boom", **change: Any) -> TrackedIssue:
    """An open issue seen once, in run 2."""
    seen = sighting(2)
    v = change.pop("verdict", None) or verdict(cause)
    values: dict[str, Any] = {
        "number": number,
        "verdict": v,
        "fingerprints": v.cluster.fingerprints,
        "tests": tuple(f.fingerprints.test for f in v.cluster.failures),
        "workflow": ".github/workflows/ci.yml",
        "branch": "main",
        "opened_at": seen.at,
        "first_seen": seen,
        "last_seen": seen,
        "occurrences": (Occurrence(seen=seen, failed=1, ran=10, legs=("report-py311",)),),
        "occurrence_count": 1,
        "progress": (LegProgress(leg="report-py311"),),
    }
    return TrackedIssue(**{**values, **change})
