"""The line that says where it broke, and the folded commits."""

from dataclasses import replace

import pytest

from bot.model.broke import BrokenRange, CommitLine, Suspect
from bot.model.issue import Occurrence, TrackedIssue
from bot.model.names import Origin
from bot.render.body import issue_body
from bot.render.broke import broke_line, commits_between, suspects_of
from tests.build import issue, sha, sighting, verdict
from tests.render.hostile import HOSTILE
from tests.render.reading import live
from tests.render.views import LINKS

CULPRIT = CommitLine(sha=sha(2), title="Take the price away", author="reader")
LATER = CommitLine(sha=sha(3), title="Later", author="alice", at=sighting(3).at)
WHY = ("changed `app/cart.py`, where the stack ends in the project's code",)


def broken(runs: int, **change: object) -> TrackedIssue:
    """Passed in run 1, failed in run 3 and so many runs since."""
    values = {
        "leg": "linux",
        "last_good": sighting(1),
        "first_bad": sighting(3),
        "commits": (LATER, CULPRIT),
        "total": 2,
        "suspects": (Suspect(commit=CULPRIT, score=0.6, reasons=WHY),),
    } | change
    rows = tuple(Occurrence(seen=sighting(2 + n), failed=1, ran=9) for n in range(runs, 0, -1))
    return issue(broke=BrokenRange(**values), occurrences=rows)  # type: ignore[arg-type]


def test_both_ends_have_their_commits_and_runs_and_what_lies_between_is_a_link() -> None:
    assert broke_line(broken(1), LINKS) == (
        f"between [`0000000`](https://github.example/acme/shop/commit/{sha(1)}) (passed, "
        "[run 1001](https://github.example/acme/shop/actions/runs/1001)) and "
        f"[`0000000`](https://github.example/acme/shop/commit/{sha(3)}) (failed, "
        "[run 1003](https://github.example/acme/shop/actions/runs/1003)) in `linux`: "
        f"[2 commits](https://github.example/acme/shop/compare/{sha(1)}...{sha(3)})"
    )


@pytest.mark.parametrize(("runs", "named"), [(0, 0), (1, 0), (2, 1), (5, 1)])
def test_nobody_is_named_before_the_second_failure(runs: int, named: int) -> None:
    found = broken(runs)
    assert len(suspects_of(found)) == named
    assert ("most likely" in broke_line(found, LINKS)) == bool(named)
    assert ("Suspected" in commits_between(found, LINKS, 20)) == bool(named)


def test_failures_before_the_range_do_not_count() -> None:
    old = broken(1)
    early = tuple(Occurrence(seen=sighting(n), failed=1, ran=9) for n in (1, 2))
    assert suspects_of(replace(old, occurrences=(*old.occurrences, *early))) == ()


def test_failures_in_another_leg_do_not_count() -> None:
    found = broken(3)
    away = tuple(replace(o, legs=("linux (on cart)",)) for o in found.occurrences)
    assert suspects_of(replace(found, occurrences=away)) == ()


@pytest.mark.parametrize("origin", [Origin.FLAKY, Origin.INFRASTRUCTURE])
def test_what_is_no_regression_any_more_did_not_break_anywhere(origin: Origin) -> None:
    found = replace(broken(3), verdict=verdict(origin=origin))
    assert broke_line(found, LINKS) == ""
    assert commits_between(found, LINKS, 20) == ""
    assert "; last passed in" in issue_body(found, "full", LINKS)


def test_failure_before_the_issue_counts_as_the_first() -> None:
    seen = (Occurrence(seen=sighting(5), failed=1, ran=9),)
    assert suspects_of(replace(broken(1), occurrences=seen)) != ()


def test_the_only_commit_is_said_to_be_it() -> None:
    only = Suspect(commit=CULPRIT, score=1.0, reasons=("nothing else came in between", *WHY))
    text = broke_line(broken(2, commits=(CULPRIT,), total=1, suspects=(only,)), LINKS)
    assert text.endswith("Take the price away by reader (nothing else came in between)")
    assert "[1 commit](" in text
    assert "; it is [" in text


def test_commits_are_listed_newest_first_and_the_rest_is_counted() -> None:
    rows = commits_between(broken(1, total=26), LINKS, 20).split("\n")
    assert ["Later by alice, 2025-09-14 15:00 UTC" in rows[0], "Take" in rows[1]] == [True, True]
    assert rows[2] == "- +24 more"


@pytest.mark.parametrize("room", [0, 1])
def test_list_shrinks_with_its_room(room: int) -> None:
    assert commits_between(broken(1), LINKS, room).count("- [") == room


def test_issue_without_a_range_shows_nothing() -> None:
    assert broke_line(issue(), LINKS) == ""
    assert commits_between(issue(), LINKS, 20) == ""


def test_line_that_says_since_when_does_not_repeat_the_range() -> None:
    assert "; last passed in" not in issue_body(broken(1), "full", LINKS)
    assert "; last passed in [run 1001](" in issue_body(issue(), "full", LINKS)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_authors_and_paths_leave_nothing_alive(text: str) -> None:
    commit = CommitLine(sha=sha(2), title=text, author=text)
    suspect = Suspect(commit=commit, score=0.6, reasons=(f"changed `{text}`, {text}",))
    found = broken(2, leg=text, commits=(commit, LATER), suspects=(suspect,))
    clean = broken(2)
    for shown, plain in (
        (broke_line(found, LINKS), broke_line(clean, LINKS)),
        (commits_between(found, LINKS, 20), commits_between(clean, LINKS, 20)),
    ):
        assert live(shown) == live(plain)


def test_nobody_is_mentioned() -> None:
    judged = verdict(first_bad=sighting(3), last_good=sighting(1))
    text = issue_body(replace(broken(2), verdict=judged), "full", LINKS)
    assert "by reader" in text
    assert "@reader" not in text
