"""What the closing comment says, and what the body says while an issue is on its way to it."""

from dataclasses import replace
from datetime import timedelta

from bot.model.issue import Absence, LegProgress, TrackedIssue
from bot.model.plan import News
from bot.render.comment import news_comment
from bot.render.links import Links
from bot.render.standing import closing
from tests.build import REPO, issue, sha, sighting

LINKS = Links("https://github.example", REPO)
GREEN = (sighting(5), sighting(4), sighting(3))
PASSED = LegProgress(leg="linux", passes=3, needed=3, red=sighting(2), green=GREEN)
AWAY = Absence(tests=("1:test_a",), since=sighting(3), until=sighting(9), times=3)
GONE = LegProgress(leg="windows", needed=3, red=sighting(2), absent=(AWAY,))


def said(closed: TrackedIssue, *news: News) -> str:
    return news_comment(closed, news, LINKS, "run:1:1:close:12")


def short(n: int) -> str:
    return sha(n)[:7]


def test_each_job_is_told_with_its_last_failure_and_its_passes() -> None:
    text = said(
        issue(progress=(PASSED, replace(PASSED, leg="mac", red=sighting(1)))),
        News(what="passed", detail="passed 3 times in a row in linux, mac"),
    )
    assert "**Closing**: passed 3 times in a row in linux, mac." in text
    rows = [line for line in text.splitlines() if line.startswith("- ")]
    assert [row.split(" ")[1] for row in rows] == ["`linux`", "`mac`"]
    assert rows[0].index("run 1003") < rows[0].index("run 1005")
    assert rows[0].count(f"/commit/{sha(4)}") == 1
    assert f"failed last at [`{short(1)}`]" in rows[1]
    assert "Seen in" not in text


def test_long_row_shows_its_end() -> None:
    text = said(
        issue(progress=(replace(PASSED, passes=50),)), News(what="passed", detail="it is flaky")
    )
    assert "passed in 47 earlier runs, [run 1003]" in text


def test_many_jobs_are_counted() -> None:
    legs = tuple(replace(PASSED, leg=f"job-{n}") for n in range(10))
    text = said(issue(progress=legs), News(what="passed", detail="passed"))
    assert "- 2 more jobs" in text


def test_job_without_the_test_is_not_said_to_have_passed() -> None:
    text = said(issue(progress=(PASSED, GONE)), News(what="passed", detail="passed"))
    (row,) = [line for line in text.splitlines() if "`windows`" in line]
    assert "passed" not in row
    assert "ran without its tests, last in [run 1009]" in row


def test_test_that_is_no_more_is_not_said_to_be_mended() -> None:
    text = said(
        issue(progress=(GONE,)),
        News(
            what="not-seen",
            detail="not seen since 2025-09-14",
            items=("test_a in tests/test_@team.py",),
        ),
    )
    assert "**Closing**: not seen since 2025-09-14. Since then `tests/test_shop.py` ran" in text
    assert "does not prove that the cause is gone" in text
    assert "- `test_a in tests/test_@team.py`" in text
    assert "passed" not in text
    assert "Seen in" not in text


def test_body_asks_the_people_who_keep_an_issue_to_close_it() -> None:
    kept = issue(progress=(PASSED,), kept_by="alice")
    assert closing(kept) == "passed 3 of 3: close it when you agree."
    far = replace(PASSED, passes=1)
    assert closing(replace(kept, progress=(PASSED, far))) == (
        "by hand, kept by `alice`; passed 1 of 3 so far."
    )


def test_body_tells_of_tests_that_are_absent() -> None:
    text = closing(issue(progress=(GONE,)))
    day = (sighting(3).at + timedelta(0)).strftime("%Y-%m-%d")
    assert f"0 of 3 (1 test not seen since {day}" in text
