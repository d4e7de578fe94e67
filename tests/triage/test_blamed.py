"""Which files a failure is about."""

from typing import Any

import pytest

from bot.triage.blamed import blamed_files, subject_paths
from tests.build import cluster, failure

DEEP = """tests/test_shop.py:9: in test_total
    shop.total()
app/shop.py:4: in total
    cart.add()
app/cart.py:7: in add
    price
/usr/lib/python3.11/site-packages/yaml/load.py:3: in load
E   KeyError: 'price'
"""


def paths(**change: object) -> list[tuple[str, float]]:
    values: dict[str, Any] = {
        "trace": DEEP,
        "file": "app/cart.py",
        "message": "KeyError: 'price'",
    } | change
    return [(b.path, b.weight) for b in blamed_files(cluster(failures=(failure(**values),)))]


def test_innermost_own_frame_first_then_the_test_then_the_way_there() -> None:
    # `app/shop.py` is what tests/test_shop.py is named after.
    assert paths() == [("app/cart.py", 0.6), ("app/shop.py", 0.5), ("tests/test_shop.py", 0.4)]


def test_frames_on_the_way_are_no_subject() -> None:
    found = cluster(failures=(failure(trace=DEEP, test_file="tests/test_all.py"),))
    assert dict.fromkeys(subject_paths([found])) == {"app/cart.py": None, "tests/test_all.py": None}
    assert [b.path for b in blamed_files(found)][2:] == ["app/shop.py", "tests/test_shop.py"]


def test_test_helpers_are_never_where_the_stack_ends() -> None:
    trace = "tests/test_shop.py:9: in test_a\n    go()\ntests/helpers.py:3: in go\nE   X\n"
    assert paths(trace=trace) == [("tests/test_shop.py", 0.4), ("tests/helpers.py", 0.2)]


def test_place_that_was_told_stands_in_for_a_trace() -> None:
    assert paths(trace="", file="app/cart.py")[0] == ("app/cart.py", 0.6)


def test_module_that_cannot_be_imported_is_a_subject() -> None:
    found = paths(trace="", file="", message="ModuleNotFoundError: No module named 'shop.cart'")
    assert found[0] == ("shop/cart.py", 0.5)


OUTSIDE = [
    "/etc/passwd",
    "../../secret.py",
    "C:/x/y.py",
    "a\x00b.py",
    "node_modules/x/y.js",
    "x" * 400 + ".py",
    "",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_what_is_no_file_of_the_repository_is_not_asked_for(path: str) -> None:
    assert paths(trace="", file=path, test_file=path, message="") == []


def test_runner_checkout_is_left_out_of_paths() -> None:
    found = paths(trace="", file="", test_file="/home/runner/work/shop/shop/tests/test_a.py")
    assert found == [("tests/test_a.py", 0.4)]


def test_more_failures_vote_for_a_file() -> None:
    many = [failure(f"t{n}", trace="", file="app/b.py") for n in range(2)]
    one = failure("t9", trace="", file="app/a.py")
    found = blamed_files(cluster(failures=(one, *many)))
    assert [b.path for b in found][:2] == ["app/b.py", "app/a.py"]
