"""The benchmark takes any directory or file of labelled rows of a known shape."""

import json
from pathlib import Path

import pytest

from bench.quality.__main__ import main, set_of
from bench.quality.clusters import ours
from bench.quality.logs import Found, Row, is_near, is_right
from bench.quality.related import Labels
from bench.quality.reports import Row as ReportRow
from bench.quality.reports import counted, declared, verdict
from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport

RUN = {
    "run": "r",
    "kind": "inject",
    "failures": [
        {"id": "1", "test": "tests.t::test_a", "message": "KeyError: 'user'", "label": "x"},
        {"id": "2", "test": "tests.t::test_b", "message": "KeyError: 'user'", "label": "x"},
        {"id": "3", "test": "tests.t::test_c", "message": "OSError: no route", "label": "y"},
    ],
}
PAIR = {"id": "p", "a": "took 3 s", "b": "took 4 s", "label": "same", "tags": []}
ISSUES = {
    "id": "i",
    "a": {"title": "Cart total is wrong", "body": ""},
    "b": {"title": "Wrong cart total", "body": ""},
    "label": "duplicate",
}
APART = {
    "id": "j",
    "a": {"title": "Login times out", "body": ""},
    "b": {"title": "Mail is not sent", "body": ""},
    "label": "unrelated",
}


def _written(folder: Path, name: str, *rows: object) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_every_set_of_a_directory_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _written(tmp_path, "runs.jsonl", RUN)
    _written(tmp_path, "pairs.jsonl", PAIR)
    _written(tmp_path, "related.jsonl", ISSUES, APART)
    log: dict[str, object] = {
        "path": "a.log",
        "cause": "none",
        "also_ok": [],
        "decisive_line": None,
    }
    _written(tmp_path, "logs/manifest.jsonl", log)
    (tmp_path / "logs" / "a.log").write_text("all is well\n")
    file: dict[str, object] = {
        "id": "f",
        "path": "a.xml",
        "format": "junit",
        "should": "parse",
        "expect": {"tests": 1},
    }
    _written(tmp_path, "reports/manifest.jsonl", file)
    (tmp_path / "reports" / "a.xml").write_text('<testsuite><testcase name="t"/></testsuite>')

    assert main([str(tmp_path)]) == 0

    out = capsys.readouterr().out
    assert "| **Test Gardener** | 1.000 | 1.000 |\n" in out
    assert "### Clusters, inject: 1 runs, 3 failures" in out
    assert "### Pairs where the message decides: 1" in out
    assert "| **Test Gardener** | 1.000 | 0.000 | 0 of 1 |" in out
    assert "### Related issues: 2 pairs, 4 issues" in out


def test_a_file_is_known_by_its_first_row(tmp_path: Path) -> None:
    rows = {"runs": RUN, "pairs": PAIR, "related": ISSUES}
    assert {name: set_of(_written(tmp_path, "x.jsonl", row)) for name, row in rows.items()} == {
        name: name for name in rows
    }
    with pytest.raises(SystemExit, match="rows of this shape are no set"):
        set_of(_written(tmp_path, "x.jsonl", {"other": 1}))


def test_a_directory_without_sets_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert "no labelled set there" in capsys.readouterr().err


def test_the_product_groups_the_failures_of_a_run_in_their_order() -> None:
    first, second, third = ours(RUN["failures"])  # type: ignore[arg-type]
    assert first == second != third


def test_duplicates_of_duplicates_are_no_wrong_answers() -> None:
    chain = {**ISSUES, "a": ISSUES["b"], "b": {"title": "Total of cart", "body": ""}}
    labels = Labels([ISSUES, chain, APART])  # type: ignore[list-item]
    assert len({labels.leader(one) for one in labels.issues}) == 3
    a, b, c = labels.issues[:3]
    near = {one: {a: 0.9, b: 0.8, c: 0.7} for one in labels.issues}
    assert labels.ranks(near, labels.issues) == [1, 1, 1, 1]


CASES = (
    TestCase(name="a", outcome=Outcome.FAILURE),
    TestCase(name="b"),
    TestCase(name="c", outcome=Outcome.SKIPPED),
)
VERDICTS = [
    ("right totals", "parse", {"tests": 3, "passed": 1, "failed_total": 1}, CASES, (), ""),
    ("a miscount", "parse", {"tests": 2}, CASES, (), "junit: {'tests': 3"),
    ("a salvage that says so", "reject", {}, CASES, ("cut",), ""),
    ("a silent salvage", "reject", {}, CASES, (), "read without a word"),
    ("either way but never a wrong count", "parse_or_reject", {"tests": 9}, CASES, (), "read"),
    ("either way with the right count", "parse_or_reject", {"tests": 3}, CASES, (), ""),
    ("empty instead of refused", "reject_or_empty", {}, (), (), ""),
]


@pytest.mark.parametrize(
    ("should", "expect", "cases", "problems", "said"),
    [row[1:] for row in VERDICTS],
    ids=[row[0] for row in VERDICTS],
)
def test_a_reading_is_judged_by_what_the_file_should_give(
    should: str,
    expect: dict[str, float],
    cases: tuple[TestCase, ...],
    problems: tuple[str, ...],
    said: str,
) -> None:
    row: ReportRow = {"id": "f", "should": should, "expect": expect}
    found = verdict(row, TestReport(path="f", format="junit", cases=cases, problems=problems))
    assert found.startswith(said)
    assert bool(found) == bool(said)


def test_a_file_that_must_be_red_must_not_look_passed() -> None:
    row: ReportRow = {"id": "f", "should": "parse_empty", "expect": {}, "must_be_red": True}
    assert verdict(row, TestReport(path="f", format="trx")) == "looks passed"
    assert verdict(row, TestReport(path="f", format="trx", problems=("no results",))) == ""


def test_other_readers_count_what_they_say_they_count(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        '<testsuite tests="5" failures="1"><testcase name="a"><failure/></testcase>'
        '<testcase name="b"/></testsuite>'
    )
    assert declared(path)["tests"] == 5
    assert counted(path)["tests"] == 2
    assert counted(path)["failures"] == declared(path)["failures"] == 1


def test_a_line_is_near_within_three() -> None:
    row: Row = {"path": "l", "cause": "oom", "also_ok": ["crash"], "decisive_line": 10}
    assert is_near(row, Found("oom", 13, True))
    assert not is_near(row, Found("oom", 14, True))
    assert is_right(row, Found("crash", 1, True))
    assert not is_right(row, Found("network", 1, True))
