"""One log in, its findings out."""

import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase

import pytest

from bot.logs.scan import scan_log
from bot.model.finding import Finding
from bot.model.names import LogCause, Origin, Severity

STAMP = "2025-09-14T10:00:00.1234567Z "


def read(text: str, failed: bool | None = None) -> tuple[Finding, ...]:
    """The findings of a log."""
    return scan_log(BytesIO(text.encode()), "job.log", job="build", failed=failed).findings


def github(text: str) -> str:
    """The log as GitHub writes it: byte order mark, timestamps, CRLF."""
    return "\ufeff" + "".join(f"{STAMP}{line}\r\n" for line in text.splitlines())


DOCKER_DOWN = """\
WARNING  shop.monitor:monitor.py:325 Failed to initialize Docker client: Error while fetching server API version
WARNING  shop.base:base.py:115 Docker unavailable or unhealthy - activating enhanced fallback
12 passed in 3.10s
"""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="an empty log"),
        pytest.param("\n\n\n", id="blank lines"),
        pytest.param(
            "curl: (7) Failed to connect to localhost port 8080: Connection refused\n"
            "waiting for server ... (1/30)\nserver is up\n12 scenarios (12 passed)\nJob succeeded",
            id="a connection that came up on the second try",
        ),
        pytest.param(
            "curl: (7) Failed to connect to localhost port 8080 after 1 ms: Couldn't connect to server\n"
            "curl: (7) Failed to connect to localhost port 8080 after 0 ms: Couldn't connect to server\n"
            '{"status":"pass"}',
            id="a service that was asked until it answered",
        ),
        pytest.param(
            "=== RUN   TestRefused\n    a_test.go:3: got expected error: connection refused\n"
            "--- PASS: TestRefused (0.00s)\nPASS\nok  \texample.org/shop\t0.006s",
            id="a passing test that prints an expected error",
        ),
        pytest.param(
            "npm warn deprecated inflight@1.0.6: not supported\nadded 112 packages in 3s\n"
            "Tests:       41 passed, 41 total",
            id="deprecated packages of others",
        ),
        pytest.param(
            github(
                "##[group]Run ./deploy.sh\necho 'Error: No space left on device'\n"
                "shell: /usr/bin/bash -e {0}\n##[endgroup]\ndone\nPost job cleanup."
            ),
            id="an error message in the source of a step's script",
        ),
        pytest.param(
            f"{STAMP}\x1b[36;1mexit 1 # Error: Permission denied\x1b[0m\n{STAMP}Cleaning up orphan processes",
            id="a colored echo of the script",
        ),
        pytest.param(
            "+ echo 'fatal: Authentication failed for x'\n41 passed in 2.00s",
            id="a trace of a command",
        ),
        pytest.param(
            "/opt/lib/python3.11/site-packages/shopdep/a.py:3: DeprecationWarning: old is deprecated\n"
            "2 passed, 1 warning in 0.98s",
            id="a deprecation inside an installed package",
        ),
        pytest.param(
            github(
                "##[group]Run make\n##[endgroup]\nERROR: none found\nCleaning up orphan processes"
            ),
            id="a whole GitHub log without an error line",
        ),
    ],
)
def test_healthy_log_gives_no_finding(text: str) -> None:
    assert read(text) == ()


def test_log_known_to_have_passed_gives_no_finding() -> None:
    assert read("tar: Cannot write: No space left on device", failed=False) == ()


def test_log_known_to_have_failed_gives_a_finding_whatever_it_says() -> None:
    (finding,) = read("deploying\nsomething odd came up\n\n", failed=True)

    assert (finding.rule, finding.line, finding.is_generic) == ("unclassified", 2, True)
    assert finding.cause is LogCause.SCRIPT_ERROR


def test_several_causes_come_most_decisive_first() -> None:
    findings = read(
        "src/cart.c:7:16: error: 'basket' undeclared\n"
        + "building\n" * 30
        + "tar: No space left on device\n"
    )

    assert [f.cause for f in findings] == [LogCause.DISK_FULL, LogCause.COMPILE]
    assert [f.rank for f in findings] == [0, 1]


@pytest.mark.parametrize(
    "line",
    [
        "##[error]Process completed with exit code 1.",
        "make: *** [Makefile:3: all] Error 2",
        "FAILED (failures=1)",
        "Error: request timed out",
        "ERROR: Job failed: exit code 1",
    ],
)
def test_generic_line_never_hides_a_specific_one(line: str) -> None:
    findings = read("Error: Cannot find module 'shop-cart'\n" + "filler\n" * 20 + line)

    assert [f.rule for f in findings] == ["node-module-missing"]


def test_two_errors_of_one_collection_are_two_findings_with_their_files() -> None:
    findings = read(
        "=========== ERRORS ===========\n"
        "______ ERROR collecting tests/test_a.py ______\ntests/test_a.py:4: in <module>\n"
        "E   NameError: name 'Optional' is not defined\n"
        "______ ERROR collecting tests/test_b.py ______\ntests/test_b.py:1: in <module>\n"
        "E   ModuleNotFoundError: No module named 'shopcore'\n"
        "=========== short test summary info ===========\nERROR tests/test_a.py\nERROR tests/test_b.py\n"
    )

    assert [(f.file, f.slug) for f in findings] == [
        ("tests/test_a.py", "collection-name-error-optional"),
        ("tests/test_b.py", "collection-missing-module-shopcore"),
    ]


def test_failed_tests_are_grouped_by_their_message_and_point_at_the_error() -> None:
    findings = read(
        "=================================== FAILURES ===================================\n"
        "__________________________________ test_total __________________________________\n\n"
        "    def test_total():\n>       assert total(1, 2) == 4\nE       assert 3 == 4\n\n"
        "tests/test_cart.py:4: AssertionError\n"
        "=========================== short test summary info ============================\n"
        "FAILED tests/test_cart.py::test_total - assert 3 == 4\n"
        "FAILED tests/test_cart.py::test_sum - assert 3 == 4\n"
        "FAILED tests/test_cart.py::test_tax - KeyError: 'tax'\n"
        "3 failed, 4 passed in 0.31s\n"
    )

    assert [(f.key, f.items, f.line) for f in findings] == [
        ("assert 3 == 4", ("tests/test_cart.py::test_total", "tests/test_cart.py::test_sum"), 6),
        ("KeyError: 'tax'", ("tests/test_cart.py::test_tax",), 12),
    ]


def test_first_of_chained_exceptions_is_the_cause() -> None:
    frame = '  File "/srv/app/smoke.py", line 4, in <module>\n    urlopen(url)\n'
    (finding,) = read(
        f"Traceback (most recent call last):\n{frame}ConnectionRefusedError: [Errno 111] Connection refused\n\n"
        f"During handling of the above exception, another exception occurred:\n\n"
        f"Traceback (most recent call last):\n{frame}urllib.error.URLError: <urlopen error Connection refused>\n"
    )

    assert (finding.rule, finding.line) == ("connection-refused", 4)
    assert (finding.file, finding.file_line) == ("/srv/app/smoke.py", 4)


def test_source_lines_of_a_traceback_are_no_errors() -> None:
    (finding,) = read(
        "Traceback (most recent call last):\n"
        '  File "release.py", line 9, in <module>\n    raise Broken("No space left on device")\n'
        "shop.BrokenError: catalogue\n"
    )

    assert finding.rule == "python-exception"


def test_error_of_a_step_that_passed_gives_way() -> None:
    findings = read(
        github(
            "##[group]Run ./warm-up.sh\n##[endgroup]\ncurl: (6) Could not resolve host: cache.example\n"
            "##[group]Run make\n##[endgroup]\ncart.c:7:16: error: 'basket' undeclared\n"
            "##[error]Process completed with exit code 2.\n"
            "##[group]Run actions/upload-artifact@v4\n##[endgroup]\n"
            "##[error]No files were found with the provided path: dist/. No artifacts will be uploaded."
        )
    )

    assert [f.cause for f in findings] == [LogCause.COMPILE]
    assert findings[0].line == 6


def test_step_that_cleans_up_does_not_hide_what_broke_the_job() -> None:
    findings = read(
        github(
            "##[group]Run make\n##[endgroup]\ncart.c:7:16: error: 'basket' undeclared\n"
            "##[error]Process completed with exit code 2.\n"
            "##[group]Run docker compose down\n##[endgroup]\n"
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock.\n"
            "##[error]Process completed with exit code 1.\n"
        )
    )

    assert [f.rule for f in findings] == ["compile-c"]


def test_gate_that_let_the_job_go_on_comes_after_what_stopped_it() -> None:
    findings = read(
        github(
            "##[group]Run npm audit\n##[endgroup]\n3 high severity vulnerabilities\n"
            "##[error]Process completed with exit code 1.\n"
            "##[group]Run npm test\n##[endgroup]\n"
            + "PASS src/a.test.js\n" * 12
            + "FAIL src/cart.test.js\n##[error]Process completed with exit code 1.\n"
        )
    )

    assert [f.rule for f in findings] == ["test-failed-jest", "vulnerability-audit"]
    assert [f.rank for f in findings] == [0, 1]


@pytest.mark.parametrize(
    "last",
    ["", "giving up after 2 tries\n", "the server never answered\n"],
    ids=["nothing follows", "it gives up", "it says so"],
)
def test_service_that_was_asked_in_vain_is_the_cause(last: str) -> None:
    line = "curl: (7) Failed to connect to localhost port 8080 after 0 ms: Couldn't connect to server\n"
    (finding,) = read(line * 2 + last)

    assert (finding.cause, finding.rule) == (LogCause.NETWORK, "download-failed")


def test_error_announced_as_retried_gives_way_to_one_right_after_it() -> None:
    findings = read(
        "warning: spurious network error (3 tries remaining): failed to download `shop`\n"
        "error[E0425]: cannot find value `basket` in this scope\n"
    )

    assert [f.rule for f in findings] == ["compile-rust"]


@pytest.mark.parametrize(
    "line, key",
    [
        pytest.param(
            "curl: (6) Could not resolve host: releases.example.org",
            "releases.example.org",
            id="a host that has no address",
        ),
        pytest.param("connect ECONNREFUSED 127.0.0.1:5555", "localhost:5555", id="a local service"),
        pytest.param(
            "dial tcp 10.1.2.3:443: i/o timeout", "<ip>:443", id="an address that is dealt out"
        ),
        pytest.param(
            "fetch https://r4f8a91c2.us-east-1.cdn.example/a failed: read ECONNRESET",
            "<id>.<region>.cdn.example",
            id="a machine of a content network",
        ),
        pytest.param(
            "connect ECONNREFUSED api-5d6f7c9b8-abcde:8080",
            "api:8080",
            id="the pod of a deployment",
        ),
        pytest.param(
            "An error occurred (AccessDenied) when calling the PutObject operation",
            "PutObject",
            id="the operation that was refused",
        ),
        pytest.param(
            "##[error]Input required and not supplied: token", "token", id="an input without value"
        ),
    ],
)
def test_key_names_what_the_failure_is_about(line: str, key: str) -> None:
    (finding,) = read(f"{line}\n##[error]Process completed with exit code 1.\n")

    assert finding.key == key


def test_full_disk_is_told_apart_by_its_step() -> None:
    (finding,) = read(
        github(
            "##[group]Run docker build .\n##[endgroup]\nwrite /layer: no space left on device\n"
            "##[error]Process completed with exit code 1.\n"
        )
    )

    assert finding.key == "docker build"


def test_retried_error_gives_way_to_what_failed_later() -> None:
    findings = read(
        "read ECONNRESET, retrying\n"
        + "GET /item\n" * 20
        + "src/cart.ts(14,7): error TS2322: not assignable\n"
    )

    assert [f.rule for f in findings] == ["compile-typescript"]


def test_unreachable_docker_with_a_fallback_is_a_low_warning_even_in_a_green_log() -> None:
    (finding,) = read(DOCKER_DOWN)

    assert finding.cause is LogCause.DOCKER_DAEMON
    assert (finding.has_fallback, finding.severity) == (True, Severity.P3)


def test_missing_service_and_shared_environment_are_told_of_in_a_green_log() -> None:
    findings = read(
        "WARNING PostgreSQL service not found via port discovery\n"
        "WARNING Using regular os.environ instead of isolated environment (TEMP_DEBUG)\n12 passed in 3.10s\n"
    )

    assert [(f.slug, f.severity) for f in findings] == [
        ("postgresql-service-missing", Severity.P2),
        ("environment-not-isolated", Severity.P2),
    ]


def test_deprecations_of_a_log_are_one_finding_that_names_each_thing_once() -> None:
    warning = "/srv/app/a.py:2: DeprecationWarning: shared.logging is deprecated, use shared.log\n"
    (finding,) = read(
        warning
        * 2
        + "/x/site-packages/pydantic/_config.py:295: PydanticDeprecatedSince20: Support for class-based "
        "`config` is deprecated, use ConfigDict instead.\n"
        "##[warning]Node.js 16 actions are deprecated. Please update.\n2 passed, 3 warnings in 0.98s\n"
    )

    assert finding.cause is LogCause.DEPRECATION_ONLY
    assert finding.origin is Origin.WARNING
    assert finding.items == ("shared.logging", "Support for class-based `config`", "Node.js 16")
    assert finding.count == 4


def test_aborted_category_names_what_was_skipped() -> None:
    (finding,) = read(
        "Stopping execution: SkipReason.CATEGORY_FAILED\nSkipping category: mission_critical\nSkipping e2e\n"
    )

    assert finding.key == "SkipReason.CATEGORY_FAILED"
    assert finding.items == ("mission_critical", "e2e")


def test_excerpt_is_short_clean_and_numbered() -> None:
    lines = [f"\x1b[32mstep {n}\x1b[0m " + "x" * 900 for n in range(1, 101)]
    lines[49] = "##[error]No space left on device : '/runner/_diag/a.log'"
    (finding,) = read(github("\n".join(lines)))

    assert finding.line == 50
    assert finding.text == "No space left on device : '/runner/_diag/a.log'"
    assert len(finding.excerpt) == 30
    assert finding.excerpt[50 - finding.excerpt_start] == "##[error]" + finding.text
    assert finding.excerpt[0].startswith(f"step {finding.excerpt_start} ")
    assert max(map(len, finding.excerpt)) == 500


@pytest.mark.parametrize(
    "one, two",
    [
        pytest.param(
            'failed to calculate checksum of ref 9x73yk::ab: "/app": not found',
            'failed to calculate checksum of ref 1k2j3h::zz: "/app": not found',
            id="references of a build",
        ),
        pytest.param(
            'Traceback (most recent call last):\n  File "a.py", line 1\n  x\nRuntimeError: /tmp/a8Xk/f gone after 31 s',
            'Traceback (most recent call last):\n  File "a.py", line 1\n  x\nRuntimeError: /tmp/q1/f gone after 2 s',
            id="temporary paths and durations",
        ),
        pytest.param(
            "a.c:7:16: error: 'basket' undeclared",
            "a.c:9:2: error: 'basket' undeclared",
            id="line numbers",
        ),
    ],
)
def test_key_does_not_change_from_run_to_run(one: str, two: str) -> None:
    assert [f.key for f in read(one)] == [f.key for f in read(two)] != []


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(range(256)) * 500, id="every byte"),
        pytest.param(b"\x00" * 100_000, id="NUL"),
        pytest.param(b"\xff\xfe" + "tar: No space left\n".encode("utf-16-le"), id="UTF-16"),
        pytest.param(b"\x1b[" * 50_000, id="unfinished escapes"),
        pytest.param(b"=" * 100_000 + b" 1 failed", id="a very long rule"),
        pytest.param(b"Traceback (most recent call last):\n" * 20_000, id="tracebacks without end"),
        pytest.param(b"##[group]Run x\n" * 20_000, id="groups that never close"),
        pytest.param(
            b"##[group]Run x\n##[endgroup]\n##[error]no\n" * 20_000, id="steps that all fail"
        ),
        pytest.param((b"error: " * 600 + b"\n") * 200, id="the word error"),
    ],
)
def test_hostile_bytes_are_read_to_the_end(data: bytes) -> None:
    assert scan_log(BytesIO(data), "a.log").lines == data.count(b"\n") + (not data.endswith(b"\n"))


class Endless(RawIOBase):
    """`size` bytes made on the fly, with an error in the middle."""

    def __init__(self, size: int, line: bytes) -> None:
        self._left, self._line = size, line
        self._error = size // 2

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        if self._left <= 0:
            return b""
        self._left -= size
        if self._left < self._error:
            self._error = -1
            return b"\ntar: Cannot write: No space left on device\n"
        return (self._line * (size // len(self._line) + 1))[:size]


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.parametrize(
    "size, line",
    [
        pytest.param(
            8_000_000,
            b"2025-09-14T10:00:00.1234567Z compiled one more module of the shop\n",
            id="lines",
        ),
        pytest.param(200_000_000, b"x" * 1000, id="200 MB in one line"),
    ],
)
def test_memory_does_not_grow_with_the_log(traced: None, size: int, line: bytes) -> None:
    scan_log(BytesIO(b""), "warm-up.log")
    tracemalloc.reset_peak()

    reading = scan_log(Endless(size, line), "big.log", failed=True)  # type: ignore[arg-type]

    assert reading.findings[0].cause is LogCause.DISK_FULL
    assert tracemalloc.get_traced_memory()[1] < 16_000_000
