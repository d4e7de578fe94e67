"""Each row of the table of spellings is tested by its own example."""

import pytest

from bot.triage.fingerprint import fingerprint_message
from bot.triage.masks.spellings import SPELLINGS, Spelling, plain_times, spelled_alike, with_slashes


@pytest.mark.parametrize("row", SPELLINGS, ids=[row.example[:60] for row in SPELLINGS])
def test_the_example_of_a_row_is_spelled_like_the_other(row: Spelling) -> None:
    assert row.needs in row.example
    assert row.pattern.search(row.example)
    assert spelled_alike(row.example) == row.alike


@pytest.mark.parametrize(
    "text",
    [
        "App\\Models\\Invoice not found",
        "expected 'a\\tb' got 'a\\nb'",
        "no backslash in src/cart.py",
        r"did not match ^order-\d+$",
    ],
)
def test_backslashes_outside_of_paths_stay(text: str) -> None:
    assert with_slashes(text) == text


@pytest.mark.parametrize(
    ("python", "plain"),
    [
        ("datetime.datetime(2024, 5, 1, 9, 7)", "2024-05-01 09:07:00"),
        ("datetime.datetime(2024, 5, 1, 9, 7, 3, 120)", "2024-05-01 09:07:03"),
        ("datetime.date(2024, 5, 1)", "datetime.date(2024, 5, 1)"),
    ],
    ids=["to the minute", "to the microsecond", "a day alone means something"],
)
def test_a_moment_printed_by_python_reads_like_in_a_log(python: str, plain: str) -> None:
    assert plain_times(f"due {python}!") == f"due {plain}!"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "TypeError: Cannot read property 'id' of undefined",
            "TypeError: Cannot read property 'id' of null",
        ),
        ("OSError: [Errno 61] Connection refused", "OSError: [Errno 60] Operation timed out"),
        (
            "NoMethodError: undefined method `total' for #<Cart:0x0000>",
            "NoMethodError: undefined method `total' for #<Mail:0x0000>",
        ),
        (
            "TypeError: Cart.send() missing 1 required positional argument: 'to'",
            "TypeError: Cart.send() missing 1 required positional argument: 'by'",
        ),
    ],
    ids=["what was undefined", "which errno", "whose method", "which argument"],
)
def test_one_spelling_still_tells_causes_apart(one: str, two: str) -> None:
    assert fingerprint_message(one).cause != fingerprint_message(two).cause
