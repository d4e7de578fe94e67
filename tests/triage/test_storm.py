"""Wrong values that speak of the same thing, when many tests broke at once."""

import random

import pytest

from bot.model.failure import Failure
from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.extract import extract_failures
from bot.triage.grouping.clues import Clues
from bot.triage.grouping.cluster import cluster
from bot.triage.grouping.linkage import join_nearest
from bot.triage.grouping.subjects import Subject, likeness, profiles, union

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
def test_joining_finds_what_looking_at_every_pair_each_time_finds(seed: int) -> None:
    chance = random.Random(seed)
    things = [chance.random() for _ in range(14)]
    joined = [pair[:2] for pair in join_nearest(things, near, mean, least=-0.1)]
    assert joined == slowly(things, least=-0.1)
    assert 0 < len(joined) < 13


def near(a: float, b: float) -> float:
    return -abs(a - b)


def mean(a: float, b: float) -> float:
    return (a + b) / 2


def slowly(things: list[float], least: float) -> list[tuple[int, int]]:
    alive, joined = dict(enumerate(things)), list[tuple[int, int]]()
    while True:
        score, _, _, keep, gone = max(
            (near(alive[a], alive[b]), -a, -b, b, a) for a in alive for b in alive if b < a
        )
        if score < least:
            return joined
        joined.append((keep, gone))
        alive[keep] = mean(alive[keep], alive.pop(gone))


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_to_join_joins_nothing(count: int) -> None:
    assert list(join_nearest([1.0] * count, near, mean, least=-9)) == []


def test_what_all_members_have_in_common_stands_out_when_they_are_one() -> None:
    books, food, wine, date = profiles(
        [[about("tax", "books")], [about("tax", "food")], [about("tax", "wine")], [about("date")]]
    )
    assert likeness(union(books, food), wine) > max(likeness(books, wine), likeness(food, wine))
    assert likeness(union(books, food), date) <= likeness(books, date)


def about(*names: str) -> Subject:
    clues = Clues(frozenset(names), frozenset(), frozenset(), frozenset())
    return Subject(test=("tests.test_shop", " ".join(names)), clues=clues, is_placed=False)


def example(number: int, came: str, due: str) -> TestCase:
    """One case of a test that reads its cases from a table."""
    trace = (
        "    def test_spec(case):\n"
        ">       assert render(case.text) == case.html\n"
        f"E       assert {came!r} == {due!r}\n\n"
        "tests/test_spec.py:38: AssertionError"
    )
    return TestCase(
        name=f"test_spec[entry{number}]",
        classname="tests.test_spec",
        outcome=Outcome.FAILURE,
        message=f"assert {came!r} == {due!r}",
        trace=trace,
    )


LINKS = [example(n, f"<a>{n}</a>", f"<a href={n}>{n}</a>") for n in range(12)]
RULES = [example(n, f"--- {n}", f"<hr/> {n}") for n in range(50, 62)]


def spec_groups(cases: list[TestCase]) -> list[set[str]]:
    report = TestReport(path="a", format="junit", cases=tuple(cases))
    return [{f.name for f in c.failures} for c in cluster(extract_failures([report]))]


def test_a_few_values_failing_on_one_line_are_one_cause() -> None:
    assert len(spec_groups([LINKS[0], LINKS[1], RULES[0]])) == 1


def test_very_many_examples_of_a_table_are_told_apart_by_how_they_fail() -> None:
    links, rules = {c.name for c in LINKS}, {c.name for c in RULES}
    found = spec_groups([*LINKS, *RULES])
    assert all(group <= links or group <= rules for group in found)
    assert len(found) < 6
