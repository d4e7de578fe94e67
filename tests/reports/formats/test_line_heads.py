"""Which files of lines are reports, told from their beginning."""

import time

import pytest

from bot.reports.read import looks_like_report

GO = '{"Time":"2025-09-14T12:00:00Z","Action":"start","Package":"p"}\n'
DART = '{"protocolVersion":"0.1.1","runnerVersion":null,"pid":5,"type":"start","time":0}\n'
TEST = "##teamcity[testStarted name='a']\n"


@pytest.mark.parametrize(
    "head, name",
    [
        pytest.param("TAP version 14\n1..1\n", "tap", id="TAP with a version"),
        pytest.param("\ufeffTAP version 13\r\n", "tap", id="TAP of Windows"),
        pytest.param("1..2\nok 1\n", "tap", id="TAP with a plan first"),
        pytest.param("1..0 # SKIP no database\n", "tap", id="a plan of none"),
        pytest.param("not ok 1 - adds\n", "tap", id="TAP with its plan last"),
        pytest.param("# Subtest: a\n    ok 1 - b\n", "tap", id="a subtest first"),
        pytest.param("> shop@1.0.0 test\n> tape x.js\n\nTAP version 13\n", "tap", id="npm"),
        pytest.param("t/cart.t .. \n1..1\nok 1\n", "tap", id="prove -v"),
        pytest.param("ok  \texample.com/shop\t0.1s\n", None, id="go test without -json"),
        pytest.param("ok 12 files copied\n", None, id="a log that begins with ok"),
        pytest.param("1..2 of the list\n", None, id="a sentence with a range"),
        pytest.param("# Title\n\ntext\n\nok 1\n", None, id="Markdown"),
        pytest.param(GO, "go-json", id="go test"),
        pytest.param(f"# p\n./a.go:1:2: undefined: x\n{GO}", "go-json", id="behind a build error"),
        pytest.param(
            '{"Action":"build-output","ImportPath":"p","Output":"x"}\n', "go-json", id="build"
        ),
        pytest.param('{"Action":"deploy","Package":"p"}\n', None, id="another event stream"),
        pytest.param(DART, "dart-json", id="Dart"),
        pytest.param(f"Downloading the SDK...\n{DART}", "dart-json", id="behind Flutter's words"),
        pytest.param(
            '{ "type": "suite", "event": "started", "test_count": 1 }\n', "libtest-json", id="cargo"
        ),
        pytest.param(
            '     Running unittests src/lib.rs\n{"event":"started","type":"suite"}\n',
            "libtest-json",
            id="behind cargo's words",
        ),
        pytest.param(
            '{"pytest_version": "9", "$report_type": "SessionStart"}\n',
            "pytest-reportlog",
            id="pytest",
        ),
        pytest.param(TEST, "teamcity", id="TeamCity"),
        pytest.param(f"collecting ... {TEST}", "teamcity", id="TeamCity amid a line"),
        pytest.param(f"2025-09-14T12:00:00.1234567Z {TEST}", None, id="a job's log with messages"),
        pytest.param("##teamcity[progressMessage 'x']\n", None, id="TeamCity without tests"),
        pytest.param("test: a\nsuccess: a\n", "subunit", id="subunit 1"),
        pytest.param("test: npm test\nlint: eslint\n", None, id="YAML that begins with test"),
        pytest.param(
            '{"name": "shop", "version": "1.0.0", "type": "module"}', None, id="package.json"
        ),
        pytest.param('{"version": "2.1.0", "$schema": "s", "runs": []}', None, id="SARIF"),
    ],
)
def test_beginning_tells_the_format(head: str, name: str | None) -> None:
    assert looks_like_report(head.encode()) == name


def test_packet_of_subunit_is_known_by_its_first_bytes() -> None:
    assert looks_like_report(b"\xb3\x2b\x03\x13") == "subunit"
    assert looks_like_report(b"\xb3\x00\x00\x00") is None


@pytest.mark.parametrize("head", [b"\n" * 8192, b"# \n" * 2700, b"    " * 2048, b"a.t ..\n" * 1170])
def test_beginning_made_to_be_slow_is_told_at_once(head: bytes) -> None:
    before = time.process_time()
    looks_like_report(head + b"x")
    assert time.process_time() - before < 1
