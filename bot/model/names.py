"""The words that appear on GitHub: kinds, origins, severities, outcomes."""

from enum import StrEnum


class Kind(StrEnum):
    """How the tests are broken; the first word of a title."""

    FAILING = "failing"
    UNCOLLECTABLE = "uncollectable"


class Origin(StrEnum):
    """Where a failure comes from; the third word of a title."""

    REGRESSION = "regression"
    NEW = "new"
    ACTIVE_DEV = "active-dev"
    FLAKY = "flaky"
    INFRASTRUCTURE = "infrastructure"
    WARNING = "warning"


class Severity(StrEnum):
    """How urgent: `p0` first. Compares as text, so `min` is the most urgent."""

    P0 = "p0"
    P1 = "p1"
    P2 = "p2"
    P3 = "p3"

    @property
    def word(self) -> str:
        """The severity as people say it.

        >>> Severity.P0.word
        'Critical'
        """
        return {"p0": "Critical", "p1": "High", "p2": "Medium", "p3": "Low"}[self.value]


class Outcome(StrEnum):
    """JUnit's words for how one test case ended."""

    PASSED = "passed"
    SKIPPED = "skipped"
    FAILURE = "failure"
    ERROR = "error"

    @property
    def is_red(self) -> bool:
        """Whether the case failed or could not run."""
        return self in (Outcome.FAILURE, Outcome.ERROR)


class Stage(StrEnum):
    """At which stage of a test a red case broke, where the report tells."""

    CALL = "call"
    COLLECTION = "collection"
    SETUP = "setup"
    TEARDOWN = "teardown"
    SUITE = "suite"
    """A suite broke by itself, beside its tests."""


class LogCause(StrEnum):
    """What a log can show, as `gardener triage --json` names it."""

    ASSERTION = "assertion"
    CRASH = "crash"
    COMPILE = "compile"
    SYNTAX = "syntax"
    COLLECTION = "collection"
    LINT = "lint"
    DEPENDENCY = "dependency"
    DOCKER_BUILD = "docker_build"
    DOCKER_DAEMON = "docker_daemon"
    OOM = "oom"
    DISK_FULL = "disk_full"
    TIMEOUT = "timeout"
    NETWORK = "network"
    PERMISSION = "permission"
    RATE_LIMIT = "rate_limit"
    CANCELLED = "cancelled"
    CONFIG = "config"
    INFRA = "infra"
    POLICY = "policy"
    SCRIPT_ERROR = "script_error"
    DEPRECATION_ONLY = "deprecation_only"
