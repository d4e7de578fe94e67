"""One comment tells all the news, in a few lines."""

import pytest
from hypothesis import given, settings
from syrupy.assertion import SnapshotAssertion

from bot.model.plan import News
from bot.render.comment import news_comment
from bot.render.marker import has_comment_marker
from tests.build import issue, sighting
from tests.render.hostile import TEXTS
from tests.render.reading import is_well_formed, live
from tests.render.views import LINKS

KEY = "run:1002:1:comment:12"
RUNS = tuple(sighting(n).url for n in (5, 4, 3))
CASES: dict[str, tuple[News, ...]] = {
    "one more test": (News(what="new-tests", detail="1 more test", items=("TestShop::test_b",)),),
    "25 more tests": (News(what="new-tests", items=tuple(f"test_{n}" for n in range(25))),),
    "several reasons in one comment": (
        News(what="severity", detail="P2 → P1: P1 because the tests passed before on main."),
        News(what="returned", detail="first failure after 9 quiet days"),
        News(what="new-cause", detail="2 of 10 tests of cart fail with KeyError."),
        News(what="new-tests", items=("test_b", "test_c")),
    ),
    "closing": (News(what="passed", detail="passed 3 times in a row in report-py311", items=RUNS),),
    "reopening": (
        News(what="reopened", detail="failed again in run 2 (CI) at 0000000", items=RUNS[:1]),
    ),
    "duplicate": (News(what="duplicate", detail="alice", number=7),),
    "merged": (News(what="merged", detail="alice", number=7),),
    "split": (
        News(
            what="split",
            detail="1 of 10 tests of shop fails with boom",
            items=("failing-test-new-p2-date", "failing-test-new-p2-tax"),
        ),
    ),
    "flaky": (News(what="flaky", detail="flaky: Run 1002 failed in attempt 1 and passed."),),
    "still failing": (News(what="failing-still", detail="12 of the last 20 runs"),),
    "further causes": (News(what="new-cause", items=("a fails", "b fails")),),
}


@pytest.mark.parametrize("news", CASES.values(), ids=CASES)
def test_news_comment(news: tuple[News, ...], markdown: SnapshotAssertion) -> None:
    assert news_comment(issue(), news, LINKS, KEY) == markdown


def test_a_comment_is_found_again_by_its_key() -> None:
    body = news_comment(issue(), CASES["closing"], LINKS, KEY)

    assert has_comment_marker(body, KEY)
    assert has_comment_marker(body.replace("\n", "\r\n"), KEY)
    assert not has_comment_marker(body, "run:1002:1:comment:1")
    assert not has_comment_marker(f"> quoted\n{body}", KEY)
    assert not has_comment_marker(None, KEY)


def test_a_key_cannot_end_its_marker() -> None:
    body = news_comment(issue(), (), LINKS, "run --> @team\n<b>--")

    assert live(body) == []
    assert has_comment_marker(body, "run --> @team\n<b>--")


def test_without_output_a_further_cause_is_only_counted() -> None:
    body = news_comment(issue(), CASES["further causes"], LINKS, KEY, "none")

    assert "a fails" not in body
    assert "2 further causes" in body


@given(TEXTS)
@settings(deadline=None)
def test_hostile_news_leaves_nothing_alive(text: str) -> None:
    news = tuple(
        News(what=item.what, detail=text, items=(text, text)[: len(item.items)])
        for case in CASES.values()
        for item in case
    )

    body = news_comment(issue(), news, LINKS, KEY)

    assert live(body) == []
    assert is_well_formed(body)
    assert len(body) < 60_000
