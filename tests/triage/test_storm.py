"""Wrong values that speak of the same thing, when many tests broke at once."""

import random

import pytest

from bot.model.failure import Failure
from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.extract import extract_failures
from bot.triage.grouping.cluster import cluster
from bot.triage.grouping.linkage import average_linkage

CALLS = {"tax": "tax_of", "date": "parse_date", "sort": "sorted_by"}


def wrong(name: str, came: str, due: str, classname: str = "tests.test_shop.TestAll") -> Failure:
    subject = name.split("_")[1]
    trace = (
        f"    def {name}(self):\n"
        f"        found = {CALLS.get(subject, subject)}('{subject}', 1)\n"
        f">       assert found == {due!r}\n"
        f"E       assert {came!r} == {due!r}\n\n"
        f"tests/test_shop.py:{sum(map(ord, name))}: AssertionError"
    )
    case = TestCase(
        name=name,
        classname=classname,
        outcome=Outcome.FAILURE,
        message=f"assert {came!r} == {due!r}",
        trace=trace,
    )
    (failure,) = extract_failures([TestReport(path="a", format="junit", cases=(case,))])
    return failure


STORM = (
    wrong("test_tax_of_books", "eur 1", "EUR 1"),
    wrong("test_tax_of_food", "eur 2", "EUR 2"),
    wrong("test_tax_of_wine", "eur 7", "EUR 7"),
    wrong("test_tax_of_tea", "eur 9", "EUR 9"),
    wrong("test_date_in_may", "May 31st", "May thirty-first"),
    wrong("test_date_in_june", "June 30th", "June thirtieth"),
    wrong("test_date_in_july", "July 31st", "July thirty-first"),
    wrong("test_sort_by_price", "pear fig", "fig pear", "tests.test_order.TestSort"),
    wrong("test_sort_by_name", "kiwi date", "date kiwi", "tests.test_order.TestSort"),
)


def groups(failures: list[Failure]) -> set[frozenset[str]]:
    return {frozenset(f.name for f in c.failures) for c in cluster(failures)}


def test_a_storm_becomes_one_cluster_a_subject() -> None:
    subjects = {name.split("_")[1] for group in groups(list(STORM)) for name in group}
    assert groups(list(STORM)) == {
        frozenset(f.name for f in STORM if f.name.split("_")[1] == subject) for subject in subjects
    }


def test_a_cluster_says_why_it_is_one() -> None:
    by_name = {c.failures[0].name: c.reasons for c in cluster(STORM)}
    assert any("`eur` is new" in why or "other case" in why for why in by_name["test_tax_of_books"])
    assert all(reasons for reasons in by_name.values())


def test_order_of_the_report_changes_nothing() -> None:
    shuffled = list(STORM)
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)
        assert cluster(shuffled) == cluster(STORM)


@pytest.mark.parametrize(
    "pair",
    [
        pytest.param(
            (
                wrong("test_tax_of_books", "eur 1", "EUR 1"),
                wrong("test_date_in_may", "May", "June"),
            ),
            id="two subjects of one class",
        ),
        pytest.param(
            (wrong("test_tax_of_books", "1", "2"), wrong("test_tax_refund", "yes", "no")),
            id="two tests with one word in common",
        ),
        pytest.param(
            (wrong("test_a", "1", "2", "tests.a"), wrong("test_b", "1", "2", "tests.b")),
            id="the same small number in two modules",
        ),
    ],
)
def test_two_unrelated_wrong_values_stay_two(pair: tuple[Failure, Failure]) -> None:
    assert len(cluster(pair)) == 2


def test_a_test_without_a_name_resembles_no_other() -> None:
    case = TestCase(name="", outcome=Outcome.FAILURE, message="the disk is full")
    other = TestCase(name="", outcome=Outcome.FAILURE, message="no route to the host")
    report = TestReport(path="a", format="junit", cases=(case, other))
    assert len(cluster(extract_failures([report]))) == 2


@pytest.mark.parametrize("seed", range(5))
def test_the_chain_of_neighbors_joins_what_the_nearest_pairs_join(seed: int) -> None:
    chance = random.Random(seed)
    size = 14
    near = [[0.0] * size for _ in range(size)]
    for a in range(size):
        for b in range(a):
            near[a][b] = near[b][a] = chance.random()
    mass = [chance.randint(1, 5) for _ in range(size)]
    assert parts(size, list(average_linkage(near, mass, 0.6))) == slowly(near, mass, 0.6)


def parts(size: int, joins: list[tuple[int, int]]) -> set[frozenset[int]]:
    groups = {index: {index} for index in range(size)}
    for a, b in joins:
        groups[a] |= groups.pop(b)
    return {frozenset(group) for group in groups.values()}


def slowly(near: list[list[float]], mass: list[int], least: float) -> set[frozenset[int]]:
    found = [[index] for index in range(len(near))]
    while len(found) > 1:
        score, a, b = max(
            (mean(near, mass, left, right), i, j)
            for i, left in enumerate(found)
            for j, right in enumerate(found[:i])
        )
        if score < least:
            break
        found[b] += found.pop(a)
    return {frozenset(group) for group in found}


def mean(near: list[list[float]], mass: list[int], left: list[int], right: list[int]) -> float:
    weights = [(mass[a] * mass[b], near[a][b]) for a in left for b in right]
    return sum(w * n for w, n in weights) / sum(w for w, _ in weights)
