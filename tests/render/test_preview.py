"""What `gardener preview` prints."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from bot.model.names import Origin, Severity
from bot.model.preview import Preview, Unreported, WouldBe
from bot.render.preview import headline, preview_json, preview_text
from tests.build import NOW, issue, run, verdict
from tests.render.hostile import TEXTS
from tests.render.reading import live


def would_be(number: int = 1, *, state: str = "open", **change: Any) -> WouldBe:
    kept = issue(number, state=state, verdict=verdict(**change))
    return WouldBe(issue=kept, opened_at=NOW)


def preview(*issues: WouldBe, **change: Any) -> Preview:
    return Preview(
        repo=run().repo, since=NOW - timedelta(days=30), until=NOW, issues=issues, **change
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            preview(
                would_be(severity=Severity.P1),
                would_be(severity=Severity.P2, origin=Origin.FLAKY),
                would_be(severity=Severity.P2, state="closed"),
                would_be(severity=Severity.P0, origin=Origin.INFRASTRUCTURE),
                failed=41,
                failing_tests=1312,
                quiet={"it passed on a retry in the same run": 9},
            ),
            "41 failed runs, 1,312 failing tests -> I would have opened 4 issues "
            "(1 P1, 2 P2, 1 infrastructure), 3 of them still open; 1 looks flaky; 9 were not news",
        ),
        (
            preview(failed=1, failing_tests=1, quiet={"it passed on a retry": 1}),
            "1 failed run, 1 failing test -> I would have opened no issue; 0 look flaky; "
            "1 was not news",
        ),
    ],
    ids=["some issues", "none"],
)
def test_first_line_counts(found: Preview, said: str) -> None:
    assert headline(found) == said
    assert preview_text(found, "full").splitlines()[0] == said


def test_most_urgent_open_issue_is_shown_whole() -> None:
    worst = would_be(1, severity=Severity.P0, state="closed", slug="once-upon-a-time")
    found = preview(worst, would_be(2, severity=Severity.P2), would_be(3, severity=Severity.P1))
    assert found.most_urgent is found.issues[2]
    assert "once-upon" not in preview_text(found, "full").partition("\n---\n")[2]


def test_many_issues_are_cut_and_counted() -> None:
    text = preview_text(preview(*(would_be(n) for n in range(1, 61))), "full")
    assert text.count("\n- `#") == 50
    assert "- +10 more" in text


def test_what_is_not_known_of_a_workflow_is_not_claimed() -> None:
    silent = Unreported(name="CI", path=".github/workflows/ci.yml", failed=2)
    text = preview_text(preview(unreported=(silent,)), "full")
    assert "2 failed runs) uploads no test report." in text


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_hostile_text_leaves_nothing_alive_in_a_preview(text: str) -> None:
    found = preview(
        would_be(slug=text, state="closed"),
        quiet={text: 1},
        notes=(text,),
        stopped=text,
        unreported=(Unreported(name=text, path=text, failed=1),),
    )
    shown = preview_text(found, "full").partition("\n---\n")[0]
    assert live(shown) == live(preview_text(preview(), "full"))
    assert json.loads(json.dumps(preview_json(found, "full")))["opened"] == 1
