"""Where tests of the same name ran."""

from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.namesakes import PLACES_KEPT, namesakes


def report(*cases: tuple[str, str, Outcome]) -> TestReport:
    rows = tuple(TestCase(name=n, file=f, outcome=o) for n, f, o in cases)
    return TestReport(path="a.xml", format="junit", cases=rows)


def test_only_the_names_that_are_asked_for_are_looked_up() -> None:
    told = report(
        ("test_a", "tests/test_x.py", Outcome.PASSED),
        ("test_b", "tests/test_x.py", Outcome.PASSED),
    )
    assert namesakes([told], {"test_a"}) == {"test_a": ("tests/test_x.py",)}


def test_each_place_is_named_once_and_a_skipped_test_ran_nowhere() -> None:
    told = report(
        ("test_a", "tests/test_x.py", Outcome.PASSED),
        ("test_a", "tests/test_x.py", Outcome.FAILURE),
        ("test_a", "tests/test_y.py", Outcome.SKIPPED),
    )
    assert namesakes([told, told], {"test_a"}) == {"test_a": ("tests/test_x.py",)}


def test_name_that_is_everywhere_is_cut() -> None:
    told = report(*(("test_a", f"tests/test_{n}.py", Outcome.PASSED) for n in range(9)))
    assert len(namesakes([told], {"test_a"})["test_a"]) == PLACES_KEPT
