"""What differs between two runs of one failure beyond single values: order, plural, samples."""

import pytest

from bot.triage.masks.order import in_order
from bot.triage.masks.plural import singular
from bot.triage.reading.samples import without_samples

REORDERED = {
    "a set of Python": ("bad {'b', 'a'}", "bad {'a', 'b'}"),
    "a dictionary inside another": (
        "{'z': {'b': 1, 'a': 2}, 'c': 3}",
        "{'c': 3, 'z': {'b': 1, 'a': 2}}",
    ),
    "a map of Java": ("{y=2, x=1}", "{x=1, y=2}"),
    "a dictionary of Swift": ('["b": 1, "a": 2]', '["a": 2, "b": 1]'),
}


@pytest.mark.parametrize(("one", "other"), REORDERED.values(), ids=REORDERED.keys())
def test_items_without_an_order_read_alike_in_any(one: str, other: str) -> None:
    assert in_order(one) == in_order(other)


@pytest.mark.parametrize(
    "text",
    ["[2, 1]", '["b", "a"]', "^a{3,1}$", "{error, enoent}", "{'cut': 1, 'b", "{'b', 'a'\n}"],
    ids=["a list", "a list of texts", "a pattern", "a tuple of Erlang", "a cut one", "many lines"],
)
def test_what_has_an_order_keeps_it(text: str) -> None:
    assert in_order(text) == text


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("there are <n> other sessions", "there is <n> other session"),
        ("<n> dependencies were added", "<n> dependency was added"),
        ("<n> item(s) left", "<n> item left"),
        ("worker-<n> waits", "worker-<n> waits"),
    ],
)
def test_what_is_counted_is_said_in_the_singular(many: str, one: str) -> None:
    assert singular(many) == one


SAMPLES = {
    "Hypothesis": "lost a key\nFalsifying example: test_merge(\n    left={},\n)\n",
    "proptest": "lost a key\nminimal failing input: s = 'a'\n",
    "QuickCheck": "lost a key\nFalsifiable (after 14 tests and 3 shrinks):\n[0,-1]\n",
}


@pytest.mark.parametrize("message", SAMPLES.values(), ids=SAMPLES.keys())
def test_inputs_found_by_chance_are_left_out(message: str) -> None:
    said = without_samples(message)
    assert "lost a key" in said
    assert not any(value in said for value in ("left=", "s = ", "[0,-1]"))


def test_a_message_of_no_property_test_stays() -> None:
    assert without_samples("Counter: 3\nsample: x") == "Counter: 3\nsample: x"
