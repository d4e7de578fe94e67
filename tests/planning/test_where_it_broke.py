"""Which commits are asked for, what lies between, and who is suspected."""

from datetime import timedelta

import pytest

from bot.model.broke import BrokenRange, CommitAnswer, CommitLine, Touch
from bot.model.failure import Failure
from bot.model.names import Origin
from bot.model.verdict import Verdict
from bot.planning.course.where_it_broke import (
    Between,
    between,
    broke_of,
    broken_range,
    narrowed,
    question_of,
    suspects,
    touched_lately,
)
from bot.triage.blamed import Blamed
from tests.build import NOW, cluster, failure, run, sha, sighting, verdict

LEG = "report-py311"
TEST = Blamed("tests/test_shop.py", 0.4, "the test's own file")
TOP = Blamed("app/cart.py", 0.6, "where the stack ends")
DEEP = Blamed("app/deep.py", 0.2, "in the stack", is_subject=False)


def commit(n: int, title: str = "Change", *, is_merge: bool = False) -> CommitLine:
    return CommitLine(
        sha=sha(n), title=title, author="alice", at=NOW + timedelta(hours=n), is_merge=is_merge
    )


def line(newest: int, oldest: int = 1) -> tuple[CommitLine, ...]:
    """Commits in one line, newest first."""
    return tuple(commit(n) for n in range(newest, oldest - 1, -1))


def failing(file: str, test_file: str) -> Failure:
    trace = f"{file}:7: in add\nE   KeyError\n"
    return failure(file=file, trace=trace, test_file=test_file)


def regression(good: int = 1, bad: int = 4, **change: object) -> Verdict:
    values = {"first_bad": sighting(bad), "last_good": sighting(good), "leg": LEG} | change
    return verdict(**values)  # type: ignore[arg-type]


# --- what is asked


def test_a_regression_asks_for_its_files_and_both_ends() -> None:
    asked = question_of([regression()], run(4), "main")
    assert asked is not None
    assert asked.paths == ("tests/test_shop.py",)
    assert asked.ancestors == (sha(1), sha(4))
    assert asked.head == sha(4)
    assert asked.since < sighting(1).at
    assert not asked.off_default


NOTHING = {
    "flaky": regression(origin=Origin.FLAKY),
    "infrastructure": regression(origin=Origin.INFRASTRUCTURE),
    "without a leg that saw both": regression(leg=""),
    "without a pass": regression(last_good=None),
    "at one commit": regression(good=4, bad=4),
    "found in a log only": verdict(origin=Origin.NEW, cluster=cluster(names=())),
}


@pytest.mark.parametrize("found", NOTHING.values(), ids=NOTHING.keys())
def test_nothing_is_asked_for_what_is(found: Verdict) -> None:
    assert question_of([found], run(4), "main") is None


def test_each_cause_has_its_turn_until_there_are_eight_paths() -> None:
    found = [
        verdict(
            f"c{n}",
            origin=Origin.NEW,
            cluster=cluster(failures=(failing(f"app/m{n}.py", test_file=f"tests/test_m{n}.py"),)),
        )
        for n in range(6)
    ]
    asked = question_of(found, run(4, branch="cart"), "main")
    assert asked is not None
    assert asked.paths[:6] == tuple(f"app/m{n}.py" for n in range(6))
    assert len(asked.paths) == 8
    assert asked.off_default
    assert asked.since == run(4).started_at - timedelta(days=7)


def test_many_ranges_are_three_in_a_request() -> None:
    asked = question_of([regression(n, n + 20) for n in range(1, 9)], run(30), "main")
    assert asked is not None
    assert len(asked.ancestors) == 6


# --- what was changed lately


def test_newest_change_of_seven_days_counts_and_an_older_one_does_not() -> None:
    late = run(200)
    answer = CommitAnswer(
        touched={"new.py": (commit(190), commit(180)), "old.py": (commit(20),), "none.py": ()},
        unmerged=frozenset({sha(190)}),
    )
    assert touched_lately(answer, late) == {
        "new.py": Touch(commit=commit(190), is_merged=False),
        "old.py": None,
        "none.py": None,
    }


# --- what lies between


def answer(**lines: tuple[CommitLine, ...]) -> CommitAnswer:
    return CommitAnswer(ancestors={sha(int(n[1:])): found for n, found in lines.items()})


BETWEEN = {
    "one line": (answer(c1=line(1), c4=line(4)), Between(commits=line(4, 2), total=3)),
    "an old commit that failed after a newer one passed": (
        answer(c1=line(4), c4=line(3)),
        Between(commits=(), total=0),
    ),
    "a commit that is gone": (answer(c4=line(4)), None),
    "a rewritten branch": (
        answer(c1=(commit(9), *line(2)), c4=line(4)),
        Between(commits=line(4, 3), total=2),
    ),
    "more than GitHub shows at once": (
        answer(c1=line(1), c4=line(300, 201)),
        Between(commits=line(300, 201), total=0),
    ),
    "a hundred commits of which the last was there before": (
        answer(c1=line(202, 103), c4=line(300, 201)),
        Between(commits=line(300, 203), total=98),
    ),
}


@pytest.mark.parametrize(("known", "expected"), BETWEEN.values(), ids=BETWEEN.keys())
def test_between_of(known: CommitAnswer, expected: Between | None) -> None:
    assert between(sha(1), sha(4), known) == expected


def test_twenty_commits_are_kept_and_all_are_counted() -> None:
    found = broken_range(regression(), Between(commits=line(60), total=60), CommitAnswer())
    assert found is not None
    assert len(found.commits) == 20
    assert (found.total, found.leg) == (60, LEG)
    assert found.commits[0] == commit(60)


def test_nothing_between_is_no_range() -> None:
    assert broken_range(regression(), Between(commits=(), total=0), CommitAnswer()) is None


def test_wide_issue_has_the_range_in_which_it_begins() -> None:
    found = {
        "1:a": BrokenRange(leg=LEG, last_good=sighting(1), first_bad=sighting(3)),
        "1:b": BrokenRange(leg=LEG, last_good=sighting(1), first_bad=sighting(4)),
    }
    many = [verdict("none"), verdict("a"), verdict("b")]
    assert broke_of(many, sighting(4), found) == found["1:b"]
    assert broke_of(many, sighting(9), found) is None


# --- who is suspected


def suspected(
    commits: tuple[CommitLine, ...], **touched: tuple[int, ...]
) -> list[tuple[int, float]]:
    """(commit, score in percent) of each suspect; `touched` are commits by test, top and deep."""
    by_name = {"test": TEST, "top": TOP, "deep": DEEP}
    known = CommitAnswer(
        touched={by_name[k].path: tuple(commit(n) for n in v) for k, v in touched.items()}
    )
    found = suspects(Between(commits=commits, total=len(commits)), [TOP, TEST, DEEP], known)
    return [(int(s.commit.sha, 16), round(100 * s.score)) for s in found]


def test_file_where_the_stack_ends_weighs_more_than_the_test_and_both_most() -> None:
    both = suspected(line(5, 2), top=(2, 4), test=(3, 4))
    assert both == [(4, 76), (2, 60), (3, 40)]


def test_deeper_frames_count_least() -> None:
    assert suspected(line(5, 2), deep=(3,), test=(4,)) == [(4, 40), (3, 20)]


def test_at_most_three_are_suspected() -> None:
    assert len(suspected(line(9, 2), top=(2, 3, 4, 5, 6))) == 3


def test_nobody_is_suspected_whose_files_say_nothing() -> None:
    assert suspected(line(5, 2)) == []


def test_commits_outside_the_range_are_never_suspected() -> None:
    assert suspected(line(5, 4), top=(1, 2, 9)) == []


def test_a_single_commit_needs_no_files() -> None:
    assert suspected(line(2, 2)) == [(2, 100)]


def test_a_merge_and_the_one_commit_it_brings_are_one_change() -> None:
    merge = commit(5, "Merge pull request #4", is_merge=True)
    assert suspected((merge, commit(4))) == [(4, 100)]


def test_one_known_commit_of_many_is_not_the_only_one() -> None:
    merge = commit(5, "Merge", is_merge=True)
    found = suspects(Between(commits=(merge, commit(4)), total=40), [TOP], CommitAnswer())
    assert found == ()


TITLES = {
    "docs: say how": 30,
    "Revert the cart": 42,
    "Documents are sorted": 60,
    "reverted files come back": 60,
}


@pytest.mark.parametrize(("title", "score"), TITLES.items())
def test_score_of_a_commit_by_its_title(title: str, score: int) -> None:
    assert suspected((commit(3, title), commit(2)), top=(3,)) == [(3, score)]


# --- what is heard of late


def known_range(**change: object) -> BrokenRange:
    found = broken_range(
        regression(1, 5),
        Between(commits=line(5, 2), total=4),
        CommitAnswer(touched={"tests/test_shop.py": (commit(3), commit(5))}),
    )
    assert found is not None
    return found


def ends(found: BrokenRange | None) -> tuple[int, int, int, int]:
    assert found is not None
    good, bad = int(found.last_good.sha, 16), int(found.first_bad.sha, 16)
    return good, bad, found.total, len(found.suspects)


LATE = {
    "a pass inside": (regression(3, 5), (3, 5, 2, 1)),
    "a failure inside": (regression(1, 3), (1, 3, 2, 1)),
    "a pass just before": (regression(4, 5), (4, 5, 1, 1)),
    "a pass in another leg": (regression(3, 5, leg="win"), (1, 5, 4, 2)),
    "a pass after it": (regression(6, 7), (1, 5, 4, 2)),
    "nothing new": (regression(1, 5), (1, 5, 4, 2)),
}


@pytest.mark.parametrize(("newest", "expected"), LATE.values(), ids=LATE.keys())
def test_range_after(newest: Verdict, expected: tuple[int, int, int, int]) -> None:
    assert ends(narrowed(known_range(), newest)) == expected


def test_last_one_left_is_the_one() -> None:
    found = narrowed(known_range(), regression(4, 5))
    assert found is not None
    assert found.suspects[0].score == 1.0
    assert found.suspects[0].reasons[0] == "nothing else came in between"
