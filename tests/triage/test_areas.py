"""What part of the business a cluster is in."""

import pytest

from bot.model.config import Area
from bot.triage.areas import area_of, category_of
from bot.triage.globs import matches, matches_word
from tests.build import cluster, failure, finding

GLOBS = [
    ("tests/*.py", "tests/test_a.py", True),
    ("tests/*.py", "tests/unit/test_a.py", False),
    ("tests/**", "tests/unit/test_a.py", True),
    ("tests/**/test_a.py", "tests/test_a.py", True),
    ("**/test_jwt_*", "a/b/test_jwt_x.py", True),
    ("tests/unit", "tests/unit/test_a.py", True),
    ("tests/unit/", "tests/unit/test_a.py", True),
    ("tests/unit", "tests/units/test_a.py", False),
    ("/tests/a.py", "tests/a.py", True),
    ("test_?.py", "test_a.py", True),
    ("a+b.py", "a+b.py", True),
    ("*", "tests/a.py", True),
    ("*.ts", "src/a.ts", False),
]


@pytest.mark.parametrize(("glob", "path", "fits"), GLOBS, ids=[f"{g} {p}" for g, p, _ in GLOBS])
def test_globs_fit_paths(glob: str, path: str, fits: bool) -> None:
    assert matches(glob, path) is fits


def test_globs_of_names_fit_anything_and_ignore_case() -> None:
    assert matches_word("infra*", "Infrastructure/Docker")
    assert not matches_word("docker", "Infrastructure/Docker")


SHOP = Area(name="Shop", paths=("tests/test_shop.py",))
ALL = Area(name="All", paths=("tests/**",))
JAVA = Area(name="Java", paths=("com/acme/*",))


def test_the_area_that_most_tests_are_in_wins_and_the_first_on_a_tie() -> None:
    mixed = cluster(failures=(failure(), failure("b", test_file="tests/test_b.py")))
    assert area_of(mixed, (SHOP, ALL)) == ALL
    assert area_of(cluster(), (SHOP, ALL)) == SHOP
    assert area_of(cluster(), (JAVA,)) is None


def test_class_names_count_as_paths_and_findings_by_their_file() -> None:
    java = failure(test_file="", file="", suite="x", classname="com.acme.CartTest")
    assert area_of(cluster(failures=(java,)), (JAVA,)) == JAVA
    log = cluster(names=(), findings=(finding(file="tests/test_shop.py"),))
    assert area_of(log, (SHOP,)) == SHOP


def test_the_place_that_broke_counts_when_no_area_claims_the_test() -> None:
    broke = failure(file="shop/pay.py", test_file="tests/test_x.py", suite="tests/test_x.py")
    pay = Area(name="Pay", paths=("shop/pay.py",))
    assert area_of(cluster(failures=(broke,)), (pay,)) == pay
    assert area_of(cluster(failures=(broke,)), (pay, ALL)) == ALL


def test_categories_are_area_finding_or_suite() -> None:
    assert category_of(cluster(), SHOP) == "Shop"
    assert category_of(cluster(names=(), findings=(finding(),)), None) == "Infrastructure/Docker"
    assert category_of(cluster(), None) == "Shop"
    many = cluster(failures=tuple(failure(n, suite=f"tests/test_{n}.py") for n in "abc"))
    assert category_of(many, None) == "A and 2 more suites"
