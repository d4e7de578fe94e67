"""What works without GitHub: log rules, local triage, and fingerprints of lines."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.jobs.context.log_rules import usable_rules
from bot.jobs.fingerprint_lines import fingerprint_lines
from bot.jobs.triage_files import triage_files
from bot.model.config import LogRule, RepoConfig
from tests.jobs.place import PRICE, junit

TODAY = date(2025, 9, 14)
WARNED = "/srv/a.py:2: DeprecationWarning: shared.logging is deprecated, use shared.log\n1 passed\n"


def test_rule_that_cannot_be_used_is_named_once_and_left_out() -> None:
    config = RepoConfig(
        log_rules=(
            LogRule(id="broken", pattern="(?=a)"),
            LogRule(id="fine", pattern="naps for"),
            LogRule(id="gather", pattern="naps", collect="for"),
        )
    )
    rules, problems = usable_rules(config)

    assert [rule.rule.id for rule in rules] == ["fine"]
    assert ["`broken`" in p or "`gather`" in p for p in problems] == [True, True]
    assert all(p.endswith(".") and "\n" not in p for p in problems)


def test_files_become_verdicts_and_a_worklog(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_bytes(junit({"test_buy": PRICE, "test_look": ""}))
    found = triage_files([tmp_path], RepoConfig(), today=TODAY)

    assert len(found.verdicts) == 1
    assert found.worklog.date == TODAY
    assert (found.has_failures, found.is_unreadable) == (True, False)
    assert json.loads(json.dumps(found.json))["totals"]["failures"] == 1


def test_warnings_alone_are_no_failure(tmp_path: Path) -> None:
    (tmp_path / "job.log").write_text(WARNED)
    found = triage_files([tmp_path], RepoConfig(), today=TODAY)

    assert len(found.verdicts) == 1
    assert not found.has_failures


def test_problems_of_rules_and_of_files_are_in_the_worklog(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_bytes(junit({"test_look": ""}))
    (tmp_path / "broken.xml").write_bytes(b"<testsuite><testcase")
    config = RepoConfig(log_rules=(LogRule(id="broken", pattern="(?=a)"),))
    problems = triage_files([tmp_path], config, today=TODAY).worklog.problems

    assert any("`broken`" in p for p in problems)
    assert any("broken.xml" in p for p in problems)


def test_nothing_that_can_be_understood_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")

    assert triage_files([tmp_path], RepoConfig(), today=TODAY).is_unreadable


def test_lines_keep_their_ids_and_empty_lines_are_passed_over() -> None:
    lines = ['{"id": "a", "message": "KeyError: 1"}', "", '{"id": null, "message": ""}']
    rows = [json.loads(line) for line in fingerprint_lines(lines)]

    assert [row["id"] for row in rows] == ["a", None]
    assert all(row["fingerprint"].startswith("1:") for row in rows)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("nonsense", id="no JSON"),
        pytest.param("[1]", id="no object"),
        pytest.param('{"id": 1}', id="no message"),
        pytest.param('{"id": 1, "message": 5}', id="message that is no text"),
        pytest.param("[" * 100_000, id="nesting without end"),
    ],
)
def test_line_that_is_no_message_is_named_by_its_number(line: str) -> None:
    with pytest.raises(UserError, match="Line 2 is not a JSON object"):
        list(fingerprint_lines(['{"id": 1, "message": "a"}', line]))


def test_same_message_in_two_tests_has_one_cause() -> None:
    lines = [json.dumps({"id": n, "test": f"t{n}", "message": PRICE, "details": 7}) for n in (1, 2)]
    first, second = (json.loads(line) for line in fingerprint_lines(lines))

    assert first["cause"] == second["cause"]
    assert first["fingerprint"] != second["fingerprint"]
