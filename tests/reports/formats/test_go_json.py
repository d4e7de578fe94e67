"""`go test -json`, event by event."""

import json

import pytest

from bot.model.names import Outcome
from bot.model.report import TestReport
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR
Event = tuple[str, str, str]  # action, test, output


def stream(*events: Event, end: str = "fail") -> str:
    """The events of package `p` from its start to its end."""
    every: list[Event] = [("start", "", ""), *events, *([(end, "", "")] if end else [])]
    rows = []
    for action, test, output in every:
        row = {"Action": action, "Package": "p", "Test": test, "Output": output}
        rows.append(json.dumps({key: value for key, value in row.items() if value}))
    return "\n".join(rows) + "\n"


def run(test: str, end: str, *output: str) -> list[Event]:
    """One test from its beginning to its end."""
    return [("run", test, ""), *(("output", test, text) for text in output), (end, test, "")]


def ends(found: TestReport) -> list[tuple[str, Outcome]]:
    return [(case.name, case.outcome) for case in found.cases]


@pytest.mark.parametrize(
    "events, cases",
    [
        pytest.param(
            [*run("TestA", "pass")], [("TestA", P), ("p", E)], id="a package red by itself"
        ),
        pytest.param([*run("TestA", "skip")], [("TestA", S), ("p", E)], id="skip"),
        pytest.param([*run("TestA", "fail")], [("TestA", F)], id="fail"),
        pytest.param(
            [("run", "T", ""), *run("T/a", "fail"), *run("T/b", "pass"), ("fail", "T", "")],
            [("T/a", F), ("T/b", P)],
            id="the parent of a failed subtest is no failure",
        ),
        pytest.param(
            [
                ("run", "T", ""),
                *run("T/a", "fail"),
                ("output", "T", "    a_test.go:9: want no rest\n"),
                ("fail", "T", ""),
            ],
            [("T/a", F), ("T", F)],
            id="a parent that says what it failed for",
        ),
        pytest.param(
            [("run", "T", ""), *run("T/a", "pass"), ("fail", "T", "")],
            [("T/a", P), ("T", F)],
            id="a parent that failed alone",
        ),
        pytest.param(
            [("run", "T", ""), *run("T/a/b", "fail"), ("fail", "T", "")],
            [("T/a/b", F)],
            id="a slash in the name of a subtest",
        ),
        pytest.param(
            [*run("TestA", "pass"), *run("TestA", "fail")], [("TestA", F)], id="-count=2, red once"
        ),
        pytest.param(
            [*run("BenchmarkA", "bench"), *run("T", "fail")],
            [("BenchmarkA", P), ("T", F)],
            id="bench",
        ),
        pytest.param(
            [("run", "TestA", ""), ("pause", "TestA", ""), *run("TestB", "fail")],
            [("TestB", F), ("TestA", S)],
            id="a test that never had its turn",
        ),
        pytest.param([("run", "TestA", "")], [("TestA", E)], id="a test without an end"),
    ],
)
def test_tests_of_a_red_package(events: list[Event], cases: list[tuple[str, Outcome]]) -> None:
    found = report(stream(*events))
    assert (ends(found), found.problems) == (cases, ())


@pytest.mark.parametrize(
    "output, type_, message",
    [
        pytest.param(
            "    a_test.go:7: got 3\n        want 4\n", "", "a_test.go:7: got 3\nwant 4", id="place"
        ),
        pytest.param(
            "    a_test.go:5: begin\n    a_test.go:7: got 3\n    a_test.go:8: end\n",
            "",
            "a_test.go:7: got 3",
            id="amid logs",
        ),
        pytest.param(
            "    a_test.go:7: \n        \tError Trace:\t/x/a_test.go:7\n        \tError:      \tNot equal: \n"
            "        \t            \texpected: 3\n        \tTest:       \tTestA\n        \tMessages:   \tof é\n",
            "",
            "Not equal:\nexpected: 3\nof é",
            id="testify",
        ),
        pytest.param("got:\n3\nwant:\n4\n", "", "got:\n3\nwant:\n4", id="example"),
        pytest.param(
            "panic: boom [recovered]\n\tpanic: boom\n\ngoroutine 7 [running]:\n",
            "panic",
            "panic: boom",
            id="panic",
        ),
        pytest.param("--- FAIL: TestA (0.00s)\n", "", "", id="nothing"),
    ],
)
def test_failure_in_words(output: str, type_: str, message: str) -> None:
    (case,) = report(stream(*run("TestA", "fail", "=== RUN   TestA\n", output))).red
    assert (case.type, case.message, case.classname) == (type_, message, "p")
    assert case.outcome is (E if type_ == "panic" else F)


def test_timeout_blames_the_test_that_ran() -> None:
    text = "panic: test timed out after 1s\nrunning tests:\n\tTestSlow (1s)\n\ngoroutine 1 [running]:\n"
    found = report(stream(("run", "TestSlow", ""), ("run", "TestB", ""), ("output", "TestB", text)))
    assert {case.name: case.message for case in found.red} == {
        "TestSlow": "panic: test timed out after 1s",
        "TestB": "panic: test timed out after 1s",
    }


def test_rerun_of_a_package_has_the_last_word() -> None:
    found = report(stream(*run("TestA", "fail")) + stream(*run("TestA", "pass"), end="pass"))
    (case,) = found.cases
    assert (case.outcome, case.is_flaky) == (P, True)


@pytest.mark.parametrize(
    "text, name, message",
    [
        pytest.param(
            '# p\n./a.go:1:2: undefined: x\n{"Action":"output","Package":"p","Output":"FAIL\\tp [build failed]\\n"}\n'
            '{"Action":"fail","Package":"p"}\n',
            "p",
            "./a.go:1:2: undefined: x",
            id="compiler before Go 1.24",
        ),
        pytest.param(
            '{"Action":"start","Package":"q"}\n{"Action":"pass","Package":"q"}\nFAIL\tp [setup failed]\n',
            "p",
            "setup failed",
            id="a line that is no event",
        ),
        pytest.param(
            '{"ImportPath":"p","Action":"build-output","Output":"# p\\n"}\n'
            '{"ImportPath":"p","Action":"build-output","Output":"a.go:1: no\\n"}\n'
            '{"ImportPath":"p","Action":"build-fail"}\n',
            "p",
            "a.go:1: no",
            id="a build that no package speaks of",
        ),
    ],
)
def test_build_failure_is_one_error(text: str, name: str, message: str) -> None:
    (case,) = report(text).red
    assert (case.name, case.outcome, case.message) == (name, E, message)


def test_stream_that_breaks_off_says_so() -> None:
    text = stream(*run("TestA", "pass"), ("run", "TestB", ""), end="")
    killed, cut = report(text), report(text + '{"Action":"pa')
    assert ends(killed) == [("TestA", P), ("TestB", E)]
    assert "before the package `p` did" in killed.problems[0]
    assert ends(cut) == [("TestA", P)]
    assert "ends in the middle of line 5" in cut.problems[-1]


def test_fields_of_wrong_types_are_passed_over() -> None:
    odd = '{"Action":null,"Package":7}\n{"Action":"pass","Package":"p","Test":[],"Elapsed":"x"}\n[1]\n'
    found = report(stream(*run("TestA", "fail"), end="") + odd)
    assert ends(found) == [("TestA", F)]
