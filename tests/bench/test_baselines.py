"""The methods of others, as their descriptions say."""

import pytest

from bench.quality.baselines import GROUPERS, Item, kubernetes_text, luci_mask, name_of_test

FAILURES = [
    Item("m::test_a[1]", "dial 10.0.0.1:5000: refused", ""),
    Item("m::test_a[2]", "dial 10.0.0.2:5000: refused", ""),
    Item("m::test_b", "dial 10.0.0.1:5000: refused", ""),
    Item("m::test_b", "KeyError: 'user'", 'File "shop/cart.py", line 7, in total'),
]
GROUPS = [
    ("exact message", [0, 1, 0, 2]),
    ("digits stripped", [0, 0, 0, 1]),
    ("test name only", [0, 0, 1, 1]),
    ("LUCI failure-reason mask", [0, 0, 0, 1]),
    ("Kubernetes normalise + 10 % edits", [0, 0, 0, 1]),
    ("difflib ≥ .8, greedy", [0, 0, 0, 1]),
    ("type + last frame", [0, 1, 0, 2]),
]


@pytest.mark.parametrize(("name", "expected"), GROUPS, ids=[name for name, _ in GROUPS])
def test_each_method_groups_as_it_is_described(name: str, expected: list[int]) -> None:
    labels = list(GROUPERS[name](FAILURES))
    first = {label: labels.index(label) for label in labels}
    wanted = {number: expected.index(number) for number in expected}
    assert [first[label] for label in labels] == [wanted[number] for number in expected]


def test_every_grouper_is_pinned() -> None:
    assert set(GROUPERS) == {name for name, _ in GROUPS}


def test_luci_masks_numbers_hashes_and_base64() -> None:
    item = Item("t", "pod 3f2a9c1e7d failed after 12 s with QmFzZTY0VGV4dA==")
    assert luci_mask(item) == "pod % failed after % s with %"


def test_kubernetes_renames_equal_values_alike() -> None:
    text = kubernetes_text(Item("t", "10.0.0.1:80 is not 10.0.0.2:80 but 10.0.0.1:80"))
    assert text == "UNIQ1 is not UNIQ2 but UNIQ1"


def test_parameters_are_no_part_of_a_name() -> None:
    assert name_of_test(Item("m::test_a[x/y]", "")) == "m::test_a"
