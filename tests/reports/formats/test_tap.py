"""TAP, line by line."""

import pytest

from bot.model.names import Outcome
from bot.reports.caps import Caps
from tests.reports.make import report

P, S, F, E = Outcome.PASSED, Outcome.SKIPPED, Outcome.FAILURE, Outcome.ERROR


def told(text: str) -> list[tuple[str, Outcome]]:
    """Ids and outcomes of a stream that must have no problem."""
    found = report(text)
    assert (found.format, found.problems) == ("tap", ())
    return [(case.id, case.outcome) for case in found.cases]


@pytest.mark.parametrize(
    "line, name, outcome, message",
    [
        pytest.param("ok 1 - adds", "adds", P, "", id="ok"),
        pytest.param("ok 1 adds", "adds", P, "", id="without a dash"),
        pytest.param("ok 1", "test 1", P, "", id="without a name"),
        pytest.param("not ok 1 - adds", "adds", F, "adds", id="not ok says its name"),
        pytest.param("ok 1 - adds # SKIP winter", "adds", S, "winter", id="skip"),
        pytest.param("ok 1 # skip: winter", "test 1", S, "winter", id="skip without a name"),
        pytest.param("not ok 1 - adds # skip", "adds", S, "", id="skipped though not ok"),
        pytest.param("not ok 1 - adds # TODO later", "adds", S, "later", id="todo"),
        pytest.param("ok 1 - adds # TODO later", "adds", P, "later", id="todo that passes"),
        pytest.param(r"ok 1 - issue \# skip this", "issue # skip this", P, "", id="escaped"),
        pytest.param("ok 1 - issue #12", "issue #12", P, "", id="a number is no directive"),
        pytest.param("ok 1 - adds # time=12.5ms", "adds", P, "", id="time of node-tap"),
        pytest.param("ok 1 adds in 12ms", "adds", P, "", id="time of bats"),
    ],
)
def test_line_is_one_test(line: str, name: str, outcome: Outcome, message: str) -> None:
    (case,) = report(f"1..1\n{line}\n").cases
    assert (case.name, case.outcome, case.message) == (name, outcome, message)


@pytest.mark.parametrize(
    "text, cases",
    [
        pytest.param(
            "# Subtest: cart\n    ok 1 - a\n    not ok 2 - b\n    1..2\nnot ok 1 - cart\n1..1\n",
            [("cart::a", P), ("cart::b", F)],
            id="the parent of a failed subtest is no failure",
        ),
        pytest.param(
            "not ok 1 - cart {\n    ok 1 - a\n    not ok 2 - b\n    1..2\n}\nok 2 - c\n1..2\n",
            [("cart::a", P), ("cart::b", F), ("c", P)],
            id="buffered",
        ),
        pytest.param(
            "    # Subtest: cart\n    1..1\n    ok 1 - a\nok 1 - cart\n1..1\n",
            [("cart::a", P)],
            id="old Perls indent the name",
        ),
        pytest.param(
            "# Subtest: a\n    # Subtest: b\n        not ok 1 - c\n    not ok 1 - b\nnot ok 1 - a\n1..1\n",
            [("a > b::c", F)],
            id="nested twice",
        ),
        pytest.param(
            "# Subtest: cart\n    ok 1 - a\n    1..2\nnot ok 1 - cart\n1..1\n",
            [("cart::a", P), ("cart", E)],
            id="a parent that failed by itself",
        ),
        pytest.param(
            "# Subtest: cart\n    not ok 1 - a\n    1..1\nnot ok 1 - cart # TODO later\n1..1\n",
            [("cart::a", S)],
            id="what is excused above is excused below",
        ),
        pytest.param(
            "# Subtest: cart\n    1..0 # skip no till\nok 1 - cart # SKIP no till\n1..1\n",
            [("cart", S)],
            id="a parent without children is a test",
        ),
        pytest.param(
            "TAP version 13\n# adds\nok 1 equal\nnot ok 2 equal\n  ---\n  ...\n# adds more\nok 3 equal\n1..3\n",
            [("adds::equal", P), ("adds::equal", F), ("adds more::equal", P)],
            id="tape names its tests in comments and equal assertions are no retries",
        ),
        pytest.param(
            "1..1\nok 1 - a\nTAP version 13\n1..1\nnot ok 1 - a\n",
            [("a", P), ("a", F)],
            id="two documents",
        ),
        pytest.param(
            "1..2\nok 1 - a\nBail out! no db\n", [("a", P), ("Bail out!", E)], id="bail out"
        ),
        pytest.param("1..0 # SKIP no db\n", [], id="nothing planned"),
    ],
)
def test_tests_of_a_stream(text: str, cases: list[tuple[str, Outcome]]) -> None:
    assert told(text) == cases


@pytest.mark.parametrize(
    "behind, type_, message",
    [
        pytest.param("  ---\n  message: 'it''s'\n  ...\n", "", "it's", id="YAML message"),
        pytest.param(
            "  ---\n  found: 3\n  wanted: 4\n  ...\n",
            "",
            "expected: 4\nactual: 3",
            id="found, wanted",
        ),
        pytest.param(
            "  ---\n  error: |-\n    two\n    lines\n  name: 'TypeError'\n  ...\n",
            "TypeError",
            "two\nlines",
            id="Node's error",
        ),
        pytest.param(
            "#   Failed test 'adds'\n#   at t/a.t line 3.\n#          got: '3'\n#     expected: '4'\n",
            "",
            "got: '3'\nexpected: '4'",
            id="Perl's comments",
        ),
        pytest.param(
            "# (in test file a.bats, line 2)\n#   `false' failed\n", "", "`false' failed", id="bats"
        ),
        pytest.param(
            "  no cart\n  TypeError: no cart\n      at f (a.js:1:2)\n",
            "TypeError",
            "no cart",
            id="Mocha",
        ),
        pytest.param("  ---\n  {]: *\n  ...\n", "", "adds", id="no YAML at all"),
        pytest.param("  ---\n  message: open\n", "", "open", id="a block without an end"),
    ],
)
def test_failure_in_words(behind: str, type_: str, message: str) -> None:
    (case,) = report(f"1..1\nnot ok 1 - adds\n{behind}").red
    assert (case.type, case.message) == (type_, message)


def test_stack_of_node_reads_like_a_stack_of_v8() -> None:
    stack = "  ---\n  error: 'x'\n  stack: |-\n    total (file:///a/b.mjs:2:3)\n  ...\n"
    (case,) = report(f"1..1\nnot ok 1 - adds\n{stack}").red
    assert case.trace == "x\n    at total (file:///a/b.mjs:2:3)"


def test_output_before_a_red_test_is_kept() -> None:
    first, second = report("1..2\nhello\nok 1 - a\nworld\nnot ok 2 - b\n").cases
    assert (first.output, second.output) == ("", "world")


@pytest.mark.parametrize(
    "text, problem, red",
    [
        pytest.param("1..3\nok 1 - a\n", "planned 3 tests, ran 1", 0, id="too few"),
        pytest.param("1..1\nok 1 - a\nok 2 - b\n", "planned 1 tests, ran 2", 1, id="too many"),
        pytest.param("ok 1 - a\n", "has no plan", 0, id="no plan"),
        pytest.param("1..3\nok 1 - a\nok 2 - b", "ends in the middle of line 3", 0, id="cut"),
        pytest.param("1..1\nnot ok 1 - a", "ends without a line end", 1, id="no last line end"),
        pytest.param(
            "1..3\nok 1 - a\n# Looks like your test exited with 255 just after 1.\n",
            "planned 3 tests, ran 1",
            1,
            id="died",
        ),
    ],
)
def test_missing_tests_are_told(text: str, problem: str, red: int) -> None:
    found = report(text)
    assert problem in " ".join(found.problems)
    assert len(found.red) == red


def test_file_of_prove_names_its_tests() -> None:
    text = "t/a.t .. \n1..2\nok 1 - x\nok\nt/b.t .. \n1..1\nnot ok 1 - y\nFailed 1/1 subtests\n"
    found = report(f"{text}\nTest Summary Report\n-----\nFiles=2, Tests=3\nResult: FAIL\n")
    assert [(c.name, c.file, c.outcome) for c in found.cases][-1] == ("y", "t/b.t", F)
    assert (found.tests, len(found.red)) == (3, 2)


def test_names_and_depth_are_bounded() -> None:
    deep = "".join(f"{'    ' * n}# Subtest: s\n" for n in range(300))
    found = report(f"TAP version 14\n{deep}ok 1 - {'a' * 99999}\n1..1\n", Caps(name=50))
    assert max(len(case.name) for case in found.cases) < 100
