"""docs/ says what the code does: tables everywhere, each number and scope of how-it-decides.md."""

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from bot.commands import mute
from bot.model.config import IssueSettings, RepoConfig, duration_text
from bot.planning import owners
from bot.planning.course import absence, flaky, news, severity_moves, where_it_broke
from bot.planning.newcomers import pending
from bot.planning.one_issue import duplicates, near
from bot.planning.people import hand_labels
from bot.planning.scope import scope
from bot.render.answers import DECISIONS
from bot.triage import fingerprint, flakiness, history, relate, severity, sporadic
from bot.triage.grouping import alike_messages, joins, similar, storm
from bot.triage.masks import normalize
from bot.triage.reading import signature
from tests.build import run
from tests.doc_tables import DOCS, with_tables

TEXT = (DOCS / "how-it-decides.md").read_text()
PROSE = " ".join(re.sub(r"^\|.*$", "", TEXT, flags=re.MULTILINE).split())
_ISSUES = IssueSettings()


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def _days(key: str) -> str:
    return duration_text(getattr(_ISSUES, key))


# Every sentence with a number in it, the numbers as the code has them now.
SAID = (
    f"the last {DECISIONS} decisions",
    f"the newest {history.WINDOW} outcomes, the newest {history.REDS_KEPT} failures in a row",
    f"A fingerprint is `{fingerprint.VERSION}:` and "
    f"{len(fingerprint.digest('').partition(':')[2])} hexadecimal digits",
    f"first {signature.MAX_LINES} lines and {signature.MAX_TEXT} characters count, of each compared "
    f"value {signature.MAX_VALUE} characters",
    f"in the first {normalize.MAX_CHARS:,} characters",
    f"unless more than {joins.MOST_ON_A_LINE} cases of a table fail there",
    f"at most {_percent(similar.SAME_TEST)} of the characters within one test, "
    f"{_percent(similar.OTHER_TEST)} between tests; each is compared with at most "
    f"{alike_messages.MOST_COMPARED} others",
    f"at least {storm.LEAST_IN_STORM} where {storm.STORM} or more groups are left, "
    f"{storm.LEAST_IN_CALM} where fewer are. More than {storm.MOST} groups are compared suite by "
    f"suite, in the {storm.MOST_SUITES} largest suites",
    f"whose message differs in at most {_percent(similar.SAME_TEST)} of its characters",
    f"after at most {duplicates.HOPS} steps",
    f"a commit of the last {where_it_broke.RECENT.days} days changed what it is about",
    f"A suite counts as a whole from {severity.WHOLE_SUITE} tests on",
    f"when a measure is {_percent(severity_moves.ROOM)} over its threshold, else when 2 runs in a "
    "row ask for it. It falls when 2 runs in a row ask for less and every measure is "
    f"{_percent(severity_moves.ROOM)} under; a P0 stays while {_percent(1 - severity_moves.ROOM)} "
    "of a suite fails",
    f"A run opens at most {_ISSUES.max_new_per_run} (`issues.max_new_per_run`)",
    f"when it was not seen for {pending.FORGOTTEN.days} days",
    f"{_ISSUES.umbrella_at} or more causes of one suite (`issues.umbrella_at`)",
    f"At most one comment an issue in {_days('comment_every')} (`issues.comment_every`)",
    f"is kept, up to {news.UNSAID_KEPT} pieces. Quiet means {news.QUIET.days} days without a "
    f'failure; "failing-still" is said at most once in {news.WEEK.days} days',
    f"each of them once in {_days('comment_every')}",
    f"After {_ISSUES.close_after_passes} passes in a row (`issues.close_after_passes`)",
    f"absent at least {absence.LEAST_TIMES} times, looked at no more often than every "
    f"{absence.NOTED_EVERY.seconds // 3600} hours, over {absence.GONE_AFTER.days} days",
    f"after {sporadic.QUIET.days} days of silence: a regression that may as well be a flake (fewer "
    f"than {sporadic.ROW} failing runs in a row, or than a flake of its rate makes once in "
    f"{round(1 / sporadic.DOUBT):,} times, with fewer than {sporadic.FAILURES} failures in all, in a "
    f"test that ran at least {sporadic.LEAST_RUNS} times before), and infrastructure that came back after {flakiness.REOPENINGS} closings",
    f"Within {_ISSUES.reopen_within_days} days (`issues.reopen_within_days`)",
    f"it came back after {flakiness.REOPENINGS} closings",
    f"not before {flaky.LEAST_PASSES} passes in every leg",
    "no failure for 3·ln(100) divided by its failures a day, between {} and {} days ({} with fewer "
    "than {} failures), or {} passes in a row in every leg".format(
        *flakiness.QUIET_DAYS,
        flakiness.QUIET_DAYS[1],
        flakiness.LEAST_FAILURES,
        flakiness.LEAST_PASSES,
    ),
    "rarely: 3·ln(100) divided by the share",
    f"at {flaky.ROW} or more commits in a row in one leg and a flake of its rate would do so less "
    f"than once in {round(1 / flaky.DOUBT):,} times",
    f"at most {where_it_broke.SHOWN} shown",
    "a revert counts {1} of it, a merge or a change of documentation {0}".format(
        *re.findall(r"score \* (0\.\d)", inspect.getsource(where_it_broke))
    ),
    f"At most {where_it_broke.SUSPECTS} suspects are named, none under "
    f"{where_it_broke.LEAST_SCORE}. One request asks about at most {where_it_broke.MOST_PATHS} "
    f"files and {where_it_broke.MOST_RANGES} ranges",
    f"how rare they are, from {relate.WORTH_A_WORD}",
    f"what reaches {relate.ENOUGH} is shown, at most {relate.MOST}",
    f"at most {near.OFFERS} in each, once each",
    f"A mute lasts {duration_text(mute.DEFAULT)} unless the command says otherwise, at most "
    f"{duration_text(mute.LONGEST)}",
    f"At most {owners.MAX_OWNERS} are named, once, when the issue opens",
)
# Digits that are names: severities, equal ids, the code of an exit, items of a list.
_NAMES = re.compile(r"\bP[0-3]\b|`<id1>`|\"exit code 1\"|(?<= )\d{1,2}\. (?=[a-z*])")


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_tables_are_those_of_the_modules(path: Path) -> None:
    text = path.read_text()

    assert with_tables(text) == text, "python -m tests.doc_tables writes them anew"


@pytest.mark.parametrize("said", SAID)
def test_number_is_the_one_in_the_code(said: str) -> None:
    assert said in PROSE


def test_no_number_stands_there_untested() -> None:
    left = PROSE
    for said in SAID:
        left = left.replace(said, "")

    assert re.findall(r".{0,40}\d.{0,20}", _NAMES.sub("", left)) == []


def test_weights_of_related_issues_are_those_of_the_code() -> None:
    code = inspect.getsource(relate)
    weights = re.findall(r"_Near\(\s*([01]\.\d+)", code)
    section = TEXT.partition("## Related issues")[2].partition("\n## ")[0]

    assert len(weights) >= 8
    assert sorted(re.findall(r"\| ([01]\.\d+) +\|", section)) == sorted(weights)


def test_labels_that_keep_an_issue_are_named() -> None:
    named = set(re.findall(r"labelled to keep \((.+?)\)", PROSE)[0].replace("`", "").split(", "))

    assert named <= hand_labels.KEEP
    assert {" ".join(re.split(r"\W+", label)) for label in named} == {
        " ".join(re.split(r"\W+", label)) for label in hand_labels.KEEP
    }


@pytest.mark.parametrize(
    ("row", "change"),
    [
        ("push, schedule, dispatch on a watched branch", {}),
        ("push, schedule, dispatch on a watched branch", {"event": "schedule"}),
        ("push, schedule, dispatch on a watched branch", {"event": "workflow_dispatch"}),
        ("merge queue", {"event": "merge_group", "branch": "gh-readonly-queue/main/pr-1-0a"}),
        ("cut off: `timed_out`, `startup_failure`", {"conclusion": "timed_out"}),
        ("cut off: `timed_out`, `startup_failure`", {"conclusion": "startup_failure"}),
        ("pull request", {"event": "pull_request"}),
        ("of a fork", {"head_repo_id": 99}),
        ("cancelled, skipped, waiting for approval", {"conclusion": "cancelled"}),
        ("cancelled, skipped, waiting for approval", {"conclusion": "skipped"}),
        ("cancelled, skipped, waiting for approval", {"conclusion": "action_required"}),
        ("of an event or a branch that the config does not name", {"event": "deployment"}),
        ("of an event or a branch that the config does not name", {"branch": "topic"}),
        ("of a workflow that the config does not name", {"workflow": "Deploy"}),
    ],
)
def test_what_a_run_may_change(row: str, change: dict[str, Any]) -> None:
    bounds = scope(run(**change), RepoConfig(workflows=("CI",)), "main")
    cells = re.search(rf"^\| {re.escape(row)} +\| (.+?) +\| (.+?) +\|$", TEXT, re.MULTILINE)
    opens = "yes" if bounds.may_open else "no, only a check run"

    assert cells is not None
    assert cells[1] == (opens if bounds.is_watched else "no, not even a check")
    assert cells[2] == ("yes" if bounds.may_close else "no")
