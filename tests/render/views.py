"""Issues and worklogs to render, one for each sentence that can differ."""

from dataclasses import replace
from datetime import timedelta

from bot.model.failure import SuiteTotals
from bot.model.issue import (
    Decision,
    Field,
    LegProgress,
    Occurrence,
    Override,
    Related,
    TrackedIssue,
)
from bot.model.names import Kind, Origin, Severity
from bot.render.links import Links
from tests.build import NOW, REPO, cluster, failure, finding, issue, run, sighting, verdict

LINKS = Links("https://github.example", REPO)


def forty_tests() -> TrackedIssue:
    names = tuple(f"test_item_{n}" for n in range(6)) + tuple(f"test_size[{n}]" for n in range(34))
    return issue(verdict=verdict("boom", names, description="40 tests of shop fail with boom."))


def umbrella(causes: int) -> TrackedIssue:
    children = tuple(verdict(f"cause {n}", (f"test_{n}",)) for n in range(causes))
    failures = tuple(f for child in children for f in child.cluster.failures)
    whole = verdict(
        "cause 0",
        cluster=cluster("cause 0", failures=failures, suites=children[0].cluster.suites),
        slug="shop-many-failures",
        description=f"{causes} tests of tests/test_shop.py fail for {causes} different causes.",
    )
    return issue(verdict=whole, children=children)


def docker_build() -> TrackedIssue:
    found = finding(
        items=("backend.alpine.Dockerfile:69",),
        excerpt=("#12 [build 3/9] COPY pyproject.toml .", "#12 ERROR", "failed to solve: no space"),
        excerpt_start=99,
        line=101,
        text="failed to solve: no space",
    )
    docker = verdict(
        "docker",
        cluster=cluster("docker", failures=(), findings=(found,), suites=(), message=found.text),
        kind=Kind.UNCOLLECTABLE,
        origin=Origin.INFRASTRUCTURE,
        severity=Severity.P0,
        category="Infrastructure/Docker",
        description="The Docker image cannot be built, so no test of job build ran.",
        severity_reason="P0 because job build failed before any test ran.",
        origin_reason="The log names Docker, not the code.",
        last_good=None,
    )
    seen = (Occurrence(seen=sighting(2), failed=0, ran=0, legs=("build",)),)
    legs = (LegProgress(leg="build", needed=3),)
    return issue(verdict=docker, tests=(), occurrences=seen, progress=legs)


def flaky() -> TrackedIssue:
    rows = tuple(
        Occurrence(
            seen=sighting(n), failed=n % 3 + 1, ran=10, legs=("report-py311", "report-py312")
        )
        for n in range(14, 2, -1)
    )
    return issue(
        verdict=replace(
            verdict(),
            origin=Origin.FLAKY,
            severity=Severity.P3,
            severity_reason="P3 because it fails in 12 of 60 runs.",
            origin_reason="It failed and passed at the same commit 0000005.",
        ),
        occurrences=rows,
        occurrence_count=19,
        last_seen=sighting(14),
        progress=(
            LegProgress(leg="report-py311", passes=4, needed=17, seen=30, failed=6),
            LegProgress(leg="report-py312", passes=0, needed=17, seen=30, failed=6),
        ),
    )


def nearly_closed() -> TrackedIssue:
    return issue(
        progress=(LegProgress(leg="report-py311", passes=2, needed=3),),
        owners=("@acme/shop", "@alice"),
        related=(
            Related(number=7, title="Cart is slow", state="open", reason="same file", score=0.8),
            Related(number=3, title="fixes #1 @team", state="closed", reason="closed earlier"),
        ),
        decisions=(Decision(at=NOW, what="open", reason="no issue tracks this cause"),),
    )


def in_human_hands() -> TrackedIssue:
    return issue(
        overrides=(Override(field=Field.SEVERITY, value="p0", by="alice", at=NOW, before="p1"),),
        muted_until=NOW + timedelta(days=7),
        muted_by="alice",
        state="closed",
        state_reason="not_planned",
        closed_at=NOW,
        closed_by="bob",
    )


def uncollectable() -> TrackedIssue:
    broken = failure(
        "test_shop",
        "boom",
        kind=Kind.UNCOLLECTABLE,
        type="NameError",
        message="NameError: name 'Optional' is not defined",
        trace="tests/test_shop.py:250: in <module>\n    x: Optional[int]\nE   NameError: name 'Optional' is not defined",
        line=250,
    )
    suites = (SuiteTotals(name="tests/test_shop.py", errors=1, tests=1, is_uncollectable=True),)
    return issue(
        verdict=verdict(
            cluster=cluster(failures=(broken,), suites=suites, message=broken.message),
            kind=Kind.UNCOLLECTABLE,
            description="tests/test_shop.py cannot be collected.",
            severity_reason="P1 because tests/test_shop.py cannot be collected.",
            area="Shop",
            impact="Protects $500K+ ARR of checkouts",
        )
    )


def hostile(text: str) -> TrackedIssue:
    """The text in every place that a stranger can write to."""
    broken = failure(
        text,
        text,
        classname=text,
        suite=text,
        type=text,
        message=text,
        trace=f"{text}\n{text}",
        file=text,
        test_file=text,
        leg=text,
        source=text,
    )
    found = finding(
        category=text,
        key=text,
        path=text,
        text=text,
        excerpt=(text, text),
        items=(text,),
        file=text,
        job=text,
    )
    bad = verdict(
        cluster=cluster(
            failures=(broken, replace(broken, name=f"{text}2")),
            findings=(found,),
            message=text,
            cause=text,
            suites=(SuiteTotals(name=text, tests=10, failures=1),),
        ),
        category=text,
        slug=text,
        description=text,
        severity_reason=text,
        origin_reason=text,
        area=text,
        impact=text,
        first_bad=replace(sighting(2), url=text),
        last_good=sighting(1),
    )
    return issue(
        verdict=bad,
        fingerprints=("1:00ff",),
        branch=text,
        workflow=text,
        state="closed",
        state_reason=text,
        closed_by=text,
        muted_until=NOW,
        muted_by=text,
        occurrences=tuple(
            Occurrence(seen=sighting(n), failed=1, ran=2, legs=(text,)) for n in (3, 2)
        ),
        occurrence_count=2,
        progress=(LegProgress(leg=text, needed=3), LegProgress(leg=f"{text}2", passes=1, needed=3)),
        overrides=(Override(field=Field.TITLE, value=text, by=text, at=NOW),),
        owners=(text,),
        children=(bad,),
        decisions=(Decision(at=NOW, what=text, reason=text),),
    )


CASES = {
    "one failing test": issue(progress=(LegProgress(leg="report-py311", needed=3),)),
    "40 failures": forty_tests(),
    "an umbrella of 5 causes": umbrella(5),
    "a docker build with its log": docker_build(),
    "a flaky test in two jobs": flaky(),
    "two passes of three": nearly_closed(),
    "muted and closed by people": in_human_hands(),
    "a file that cannot be collected": uncollectable(),
    "hostile text": replace(
        hostile("`a` | @team #1 --> </details> **b** :tada: \u202e"),
        children=(),
        decisions=(),
        occurrences=(),
    ),
}
RUN_URL = run(2).url
