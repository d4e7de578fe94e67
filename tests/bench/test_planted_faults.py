"""The faults that are planted to make labelled runs."""

import ast

import pytest

from bench.faults.mutate import Fault, apply, faults_of


def changed(source: str) -> set[str]:
    text = source.encode()
    return {apply(text, [fault]).decode() for fault in faults_of("a.py", text)}


@pytest.mark.parametrize(
    ("line", "faulty"),
    [
        pytest.param("return a < b", "return (a <= b)", id="a comparison takes its neighbor"),
        pytest.param("return a == b", "return None", id="a returned value is lost"),
        pytest.param("return a + b", "return (a - b)", id="an operator is turned"),
        pytest.param("return a and b", "return (a or b)", id="and becomes or"),
        pytest.param("return not a", "return (a)", id="a not is left out"),
        pytest.param("return a.size", "return a.size_", id="an attribute is misspelt"),
        pytest.param("return a or 3", "return a or 4", id="a number is off by one"),
        pytest.param("return 'x', a", "return 'xX', a", id="a text has one letter more"),
        pytest.param("raise a", "pass", id="an error is swallowed"),
        pytest.param("b(a)", "pass", id="a call is left out"),
    ],
)
def test_one_small_change_of_a_function(line: str, faulty: str) -> None:
    assert f"def f(a, b):\n    {faulty}\n" in changed(f"def f(a, b):\n    {line}\n")


def test_nothing_outside_of_functions_is_touched() -> None:
    source = '''LIMIT = 3


@cached(2)
def f(a: int = 1) -> "str":
    """Words."""
    x: int = 4
    return f"{a + 1}"
'''
    assert changed(source) == {source.replace('return f"{a + 1}"', "return None")}


def test_every_faulty_source_can_be_compiled() -> None:
    source = "def f(a):\n    if a > 1 and a.b:\n        a -= 1\n    while a: a.go('é', 1)\n    return -a\n"
    faulty = changed(source)
    assert len(faulty) >= 8
    for text in faulty:
        ast.parse(text)


def test_several_faults_of_one_file_do_not_shift_each_other() -> None:
    source = b"def f(a):\n    return a + 1\n\n\ndef g(a):\n    return a < 2\n"
    first = Fault("a.py", "f", 2, 21, 26, "(a - 1)", "operator")
    second = Fault("a.py", "g", 6, 50, 55, "(a <= 2)", "comparison")
    both = apply(source, [first, second])
    assert both == b"def f(a):\n    return (a - 1)\n\n\ndef g(a):\n    return (a <= 2)\n"
    assert apply(source, [second, first]) == both
