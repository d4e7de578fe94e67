"""The kept answers of all installations: one bound for all, and nobody reads another's."""

import random

import pytest

from bot.github.surroundings import PageCache, Pages

URL = "https://api.example/repos/acme/shop/labels"


def test_answer_is_kept_for_its_own_credentials_alone() -> None:
    pages = Pages()
    mine, other = PageCache(pages, "1"), PageCache(pages, "2")
    mine[URL] = ("etag", None, [{"name": "bug"}], URL + "?page=2")

    assert mine[URL] == ("etag", None, [{"name": "bug"}], URL + "?page=2")
    assert URL not in other
    assert (list(mine), list(other)) == ([URL], [])
    with pytest.raises(KeyError):
        other[URL]


def test_all_installations_together_keep_no_more_than_fits() -> None:
    pages = Pages(10_000)
    for number in range(1_000):
        PageCache(pages, str(number))[URL] = ("etag", "x" * 900)

    assert pages.currsize <= 10_000
    assert URL in PageCache(pages, "999")
    assert URL not in PageCache(pages, "0")


def test_answer_that_would_push_out_the_others_is_not_kept() -> None:
    pages = Pages(10_000)
    cache = PageCache(pages, "1")
    cache[URL] = ("etag", "x" * 900)
    cache[URL + "?page=2"] = ("etag", random.Random(1).randbytes(9_000).hex())

    assert list(cache) == [URL]
    del cache[URL]
    assert len(cache) == 0
