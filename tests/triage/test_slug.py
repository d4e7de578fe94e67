"""Names of causes: few words, the same in every run."""

import pytest

from bot.model.config import Area
from bot.model.failure import Cluster
from bot.model.names import Kind, LogCause, Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.extract import extract_failures
from bot.triage.grouping.cluster import cluster
from bot.triage.words.slug import describe, slug
from tests.build import finding


def one(suite: str, message: str, *names: str, trace: str = "") -> Cluster:
    """The first cluster of tests of one suite that say the same."""
    cases = tuple(
        TestCase(name=n, file=suite, outcome=Outcome.FAILURE, message=message, trace=trace)
        for n in names or ("test_it",)
    )
    found = cluster(extract_failures([TestReport(path="a", format="junit", cases=cases)]))
    return found[0]


GOOD = [
    (
        "tests/test_websocket_five_critical_events.py",
        "AttributeError: 'TestX' object has no attribute 'event_tester'",
        "websocket-five-events-missing-event-tester",
    ),
    (
        "tests/test_jwt_auth_service.py",
        "Token creation failed: All connection attempts failed",
        "jwt-auth-service-connection-refused",
    ),
    (
        "tests/test_docker_lifecycle.py",
        "NameError: name 'Optional' is not defined",
        "docker-lifecycle-undefined-optional",
    ),
    (
        "tests/test_cart.py",
        "ModuleNotFoundError: No module named 'shop.prices'",
        "cart-missing-module-prices",
    ),
    (
        "tests/test_cart.py",
        "ImportError: cannot import name 'Cart' from 'shop' (/a/b.py)",
        "cart-cannot-import",
    ),
    ("tests/test_orders.py", "fixture 'database' not found", "orders-missing-fixture-database"),
    (
        "src/cart.test.ts",
        "Cannot find module './utils/money' from 'src/cart.test.ts'",
        "cart-missing-module-money",
    ),
    (
        "src/cart.test.ts",
        "TypeError: Cannot read properties of undefined (reading 'price')",
        "cart-price-of-undefined",
    ),
    ("src/login.spec.ts", "Timeout 5000ms exceeded while waiting for getByRole", "login-timeout"),
    (
        "com.acme.OrderServiceTest",
        "java.lang.NullPointerException: order was null here",
        "order-service-null-pointer",
    ),
    (
        "com.acme.MailTest",
        "java.net.ConnectException: Connection refused",
        "mail-connection-refused",
    ),
    ("com.acme.StoreTest", "java.lang.OutOfMemoryError: Java heap space", "store-out-of-memory"),
    (
        "spec/models/order_spec.rb",
        'Capybara::ElementNotFound: Unable to find css "#flash"',
        "order-element-not-found",
    ),
    (
        "tests/test_mail.py",
        "smtplib.SMTPServerDisconnected: Connection lost",
        "mail-connection-lost",
    ),
    (
        "tests/test_api.py",
        "handler() missing 1 required positional argument: 'path'",
        "api-missing-argument-path",
    ),
    (
        "tests/test_api.py",
        "TypeError: f() got an unexpected keyword argument 'user'",
        "api-unexpected-argument-user",
    ),
    (
        "tests/test_store.py",
        "PermissionError: [Errno 13] Permission denied: 'state.db'",
        "store-permission-denied",
    ),
    (
        "tests/test_store.py",
        "sqlite3.OperationalError: database is locked",
        "store-database-locked",
    ),
    (
        "tests/test_store.py",
        "sqlite3.OperationalError: no such table: orders",
        "store-missing-table-orders",
    ),
    ("tests/test_net.py", "OSError: [Errno 98] Address already in use", "net-port-taken"),
    (
        "tests/test_net.py",
        "ssl.SSLCertVerificationError: certificate has expired",
        "net-certificate",
    ),
    (
        "tests/test_net.py",
        "socket.gaierror: Temporary failure in name resolution",
        "net-host-not-found",
    ),
    (
        "tests/test_export.py",
        "FileNotFoundError: [Errno 2] No such file or directory: 'a'",
        "export-missing-file",
    ),
    ("tests/test_export.py", "OSError: [Errno 28] No space left on device", "export-disk-full"),
    (
        "tests/test_export.py",
        "TypeError: Order is not JSON serializable",
        "export-not-serializable",
    ),
    ("tests/test_user.py", "AssertionError: expected 200 got 401", "user-unauthorized"),
    ("tests/test_user.py", "KeyError: 'user_id'", "user-missing-key-id"),
    (
        "tests/test_settings.py",
        "environment variable DATABASE_URL is not set",
        "settings-database-url-not-set",
    ),
    ("tests/test_parse.py", "SyntaxError: invalid syntax (cart.py, line 3)", "parse-syntax-error"),
    (
        "src/view.test.tsx",
        "expect(tree).toMatchSnapshot() : 1 snapshot failed",
        "view-snapshot-mismatch",
    ),
    (
        "cart/cart_test.go",
        "panic: runtime error: invalid memory address or nil pointer dereference",
        "cart-nil-pointer",
    ),
    ("tests/test_pay.py", "DecimalException: no rate for the day", "pay-decimal"),
]


@pytest.mark.parametrize(("suite", "message", "expected"), GOOD, ids=[row[2] for row in GOOD])
def test_slugs_name_subject_and_cause(suite: str, message: str, expected: str) -> None:
    assert slug(one(suite, message)) == expected


def test_wrong_values_are_named_after_what_their_tests_share() -> None:
    names = ("test_get_session", "test_session_factory", "test_factory_of_session", "test_other")
    found = one("tests/test_base_agent_comprehensive.py", "no manager there", *names)
    assert slug(found) == "base-agent-session-factory-failures"


def test_a_single_wrong_value_is_named_after_its_test() -> None:
    assert (
        slug(one("tests/test_cart.py", "assert 3 == 4", "test_total_with_discount"))
        == "cart-total-discount-failure"
    )


def test_causes_over_several_suites_take_what_these_share_or_the_area() -> None:
    message = "Token creation failed: All connection attempts failed"
    cases = tuple(
        TestCase(name="t", file=f, outcome=Outcome.FAILURE, message=message)
        for f in ("tests/test_login.py", "tests/test_refresh.py")
    )
    (found,) = cluster(extract_failures([TestReport(path="a", format="junit", cases=cases)]))
    assert (
        slug(found, Area(name="Authentication", paths=("tests/*",)))
        == "authentication-connection-refused"
    )
    assert slug(found) == "login-connection-refused"


def test_findings_bring_their_own_slug() -> None:
    (found,) = cluster((), [finding(slug="docker-build-cache-key-9x")])
    assert slug(found) == "docker-build-cache-key-9x"


def test_slugs_are_short_ascii_and_do_not_depend_on_order() -> None:
    long = "tests/test_" + "_".join(f"wort{c}größe" for c in "abcdefghijkl") + ".py"
    found = one(long, "assert 'x' == 'y'", *(f"test_{c}_ünïcode_1234" for c in "abc"))
    text = slug(found)
    assert len(text) <= 80
    assert text.isascii()
    assert len(text.split("-")) <= 8
    turned = Cluster(
        **{**{k: getattr(found, k) for k in found.__slots__}, "failures": found.failures[::-1]}
    )
    assert slug(turned) == text


def test_hostile_names_still_give_a_slug() -> None:
    assert slug(one("`$(rm -rf /)`", "@team --> </details>", "\u202e\u0000")) != ""


def test_descriptions_count_tests_and_show_the_error() -> None:
    found = one("tests/test_cart.py", "KeyError: 'user'", "test_a", "test_b")
    assert describe(found, Kind.FAILING) == "2 tests of Cart fail: KeyError: 'user'"
    broken = one("tests/test_cart.py", "NameError: name 'X' is not defined", "tests/test_cart.py")
    assert (
        describe(broken, Kind.UNCOLLECTABLE)
        == "tests/test_cart.py cannot be collected: NameError: name 'X' is not defined"
    )
    (log,) = cluster((), [finding(job="build", text="failed to solve")])
    assert describe(log, Kind.UNCOLLECTABLE) == "The log of build shows: failed to solve"


DESCRIBED = [
    (
        ("tests/test_cart.py", "KeyError: 'user'", "test_a"),
        "test_a of Cart fails: KeyError: 'user'",
    ),
    (
        ("tests/test_cart.py", "KeyError: 'user'", "test_cart_total"),
        "test_cart_total fails: KeyError: 'user'",
    ),
    (
        ("src/login.spec.ts", "Error: no button", "signs a guest in"),
        '"signs a guest in" of Login fails: no button',
    ),
]


@pytest.mark.parametrize(
    ("given", "expected"), DESCRIBED, ids=["a test", "a test named after its suite", "a sentence"]
)
def test_one_test_is_called_by_its_name(given: tuple[str, str, str], expected: str) -> None:
    assert describe(one(*given), Kind.FAILING) == expected


WORDS = [
    ("ids and counts", "tests/test_cart_4711_a1b2c3d4.py", "cart-boom-day"),
    ("a plural and its singular", "tests/test_permissions.py", "permissions-boom-day"),
]


@pytest.mark.parametrize(("suite", "expected"), [w[1:] for w in WORDS], ids=[w[0] for w in WORDS])
def test_slugs_leave_out(suite: str, expected: str) -> None:
    assert slug(one(suite, "BoomDayError: 17", "test_x")) == expected


def test_a_plural_before_its_singular_is_said_once() -> None:
    assert slug(one("tests/test_permissions.py", "PermissionDenied: permission denied")) == (
        "permission-denied"
    )


def test_a_finding_in_a_source_file_is_named_after_the_file() -> None:
    (found,) = cluster(
        (), [finding(slug="typescript-error", cause=LogCause.COMPILE, file="src/cart/total.ts")]
    )
    assert slug(found) == "typescript-error-total"
