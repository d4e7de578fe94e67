"""The run of the seed worklog, as reports and findings: ten issues and their severities."""

from bot.model.config import Area, RepoConfig
from bot.model.failure import Failure, SuiteTotals
from bot.model.finding import Finding
from bot.model.history import TestHistory
from bot.model.names import Kind, LogCause, Origin, Outcome, Severity
from bot.model.report import TestCase, TestReport
from bot.triage.extract import extract_failures
from bot.triage.suites import suite_totals
from tests.build import finding, sighting

CONFIG = RepoConfig(
    areas=(
        Area(
            name="Authentication",
            paths=("tests/mission_critical/test_jwt_*",),
            severity=Severity.P0,
            impact="Protects $120K+ MRR",
        ),
        Area(name="Agent Registry", paths=("tests/agents/*registry*",), severity=Severity.P2),
    )
)
EVENTS = "tests.mission_critical.test_websocket_five_critical_events"
JWT = "tests.mission_critical.test_jwt_validation_critical"
BASE = "tests.agents.test_base_agent_comprehensive"
REGISTRY = "tests.agents.test_agent_registry"
AGENT_TESTS = (
    "test_get_session_manager_success",
    "test_execute_with_user_execution_context",
    "test_execute_with_context_session",
    "test_create_with_context_factory_method",
    "test_create_with_context_invalid_session",
    "test_create_agent_with_session_factory",
    "test_execute_with_execution_failure",
    "test_execute_modern_legacy_session",
    "test_send_status_update_factory",
    "test_get_metadata_value_with_session_fallback",
)


def _cases(module: str, names: tuple[str, ...], total: int, message: str) -> tuple[TestCase, ...]:
    red = [
        TestCase(name=name, classname=f"{module}.TestIt", outcome=Outcome.FAILURE, message=message)
        for name in names
    ]
    green = [
        TestCase(name=f"test_ok_{i}", classname=f"{module}.TestIt") for i in range(total - len(red))
    ]
    return (*red, *green)


def report() -> TestReport:
    """The five suites of the seed that have a report."""
    eight = tuple(f"test_event_{word}" for word in "abcdefgh")
    return TestReport(
        path="junit.xml",
        format="junit",
        cases=(
            *_cases(
                EVENTS,
                eight,
                8,
                "AttributeError: 'TestFiveEvents' object has no attribute 'event_tester'",
            ),
            TestCase(
                name="tests.mission_critical.test_docker_lifecycle_critical",
                outcome=Outcome.ERROR,
                message="collection failure",
                trace="tests/mission_critical/test_docker_lifecycle_critical.py:250: in <module>\n"
                "E   NameError: name 'Optional' is not defined",
            ),
            *_cases(
                JWT,
                ("test_cycle", "test_refresh", "test_path", "test_speed"),
                8,
                "Token creation failed: All connection attempts failed",
            ),
            *_cases(BASE, AGENT_TESTS, 66, "TypeError: session factory returned no manager"),
            *_cases(
                REGISTRY,
                (
                    "test_websocket_manager_to_bridge_conversion",
                    "test_parent_interface_compatibility",
                ),
                13,
                "Parent expects AgentWebSocketBridge, child expects WebSocketManager",
            ),
        ),
    )


def failures() -> tuple[Failure, ...]:
    """The red tests of the seed."""
    return extract_failures([report()])


def suites() -> tuple[SuiteTotals, ...]:
    """How the suites of the seed did."""
    return suite_totals([report()])


def history() -> dict[str, tuple[TestHistory, ...]]:
    """The agents' tests passed in run 1."""
    return {
        f.fingerprints.test: (
            TestHistory(
                test=f.fingerprints.test, leg="", first_seen=sighting(1), last_pass=sighting(1)
            ),
        )
        for f in failures()
        if f.classname.startswith("tests.agents")
    }


def findings() -> tuple[Finding, ...]:
    """What the logs of the seed show."""
    warning = {"origin": Origin.WARNING, "kind": Kind.FAILING}
    return (
        finding("docker-build", key="failed to compute cache key", slug="docker-build-cache-key"),
        finding(
            "docker-daemon",
            cause=LogCause.DOCKER_DAEMON,
            key="",
            slug="docker-daemon-unreachable",
            has_fallback=True,
            text="Docker unavailable - activating enhanced fallback (Issues #680, #773, #860)",
        ),
        finding(
            "ssot-manager",
            cause=LogCause.POLICY,
            category="SSOT Compliance",
            key="WebSocket Manager",
            slug="ssot-manager",
            severity=Severity.P1,
            text="SSOT WARNING: Found other WebSocket Manager classes",
            **warning,
        ),
        finding(
            "category-aborted",
            cause=LogCause.SCRIPT_ERROR,
            category="Test Execution",
            key="CATEGORY_FAILED",
            slug="test-category-failed",
            severity=Severity.P1,
            origin=None,
        ),
        finding(
            "postgresql-missing",
            cause=LogCause.CONFIG,
            category="Test Infrastructure",
            key="PostgreSQL",
            slug="postgresql-service-missing",
            severity=Severity.P2,
            **warning,
        ),
        finding(
            "nothing-collected",
            cause=LogCause.COLLECTION,
            key="",
            slug="nothing-collected",
            origin=None,
            file="tests/mission_critical/test_websocket_mission_critical_fixed.py",
        ),
        finding(
            "deprecations",
            cause=LogCause.DEPRECATION_ONLY,
            key="",
            slug="deprecation-warnings",
            **warning,
        ),
    )
