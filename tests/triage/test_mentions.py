"""Which tests and files a text names, and which only look like it."""

import pytest

from bot.triage.mentions import files_of, named_file, named_test
from tests.build import cluster, failure, finding

HERE = cluster(failures=(failure("test_total_with_discount[3]"), failure("test_a")))

NAMES = {
    "the name alone": ("test_total_with_discount is red", "test_total_with_discount"),
    "in code": ("`test_total_with_discount`", "test_total_with_discount"),
    "at the end of a sentence": ("I mean test_total_with_discount.", "test_total_with_discount"),
    "with its file": ("tests/test_shop.py::test_a again", "test_a"),
    "with file and class": ("tests/test_shop.py::TestShop::test_a", "test_a"),
    "with its class": ("tests.test_shop.TestShop.test_a", "test_a"),
    "with its parameters": ("test_total_with_discount[7]", "test_total_with_discount"),
    "a longer name": ("test_total_with_discount_twice", ""),
    "the end of a longer name": ("atest_total_with_discount", ""),
    "the same name in another file": ("tests/test_cart.py::test_total_with_discount", ""),
    "a name of any test": ("test_a is red", ""),
    "an attribute of it": ("test_total_with_discount.calls", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "name"), NAMES.values(), ids=NAMES.keys())
def test_a_text_names_a_test_exactly_or_not(text: str, name: str) -> None:
    assert named_test(text, HERE) == name


def test_a_plain_word_is_the_name_of_no_test() -> None:
    assert (
        named_test("Nobody authenticates here", cluster(failures=(failure("authenticates"),))) == ""
    )


@pytest.mark.parametrize(
    "text", ["see tests/test_shop.py", "tests/test_shop.py:12 broke", "It is tests/test_shop.py."]
)
def test_a_text_names_a_file(text: str) -> None:
    assert named_file(text, HERE) == "tests/test_shop.py"


@pytest.mark.parametrize(
    "text", ["old/tests/test_shop.py", "tests/test_shop.py-old", "test_shop.py"]
)
def test_another_path_is_another_file(text: str) -> None:
    assert named_file(text, HERE) == ""


def test_files_are_those_of_tests_of_places_and_of_findings() -> None:
    here = cluster(
        failures=(failure(file="src/cart.py"),), findings=(finding(file="Dockerfile"), finding())
    )
    assert files_of(here) == {"src/cart.py", "tests/test_shop.py", "Dockerfile"}
