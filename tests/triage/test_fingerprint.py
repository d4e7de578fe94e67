"""Fingerprints: what is one cause, what is not, and that nobody changes them unawares."""

from pathlib import Path

import pytest

from bot.triage.fingerprint import VERSION, fingerprint, fingerprint_message, fold_parameters

DATA = Path(__file__).parent / "data"
GROUPS = sorted(folder for folder in DATA.iterdir() if folder.is_dir())

PINNED = {
    "AttributeError: 'Cart' object has no attribute 'total'": "1:c2d9b9672c2efccb",
    "dial tcp 10.0.0.7:60346: connect: connection refused": "1:80ea3d01a4d16754",
    "expected 3 got 4": "1:18e589b659790de0",
    "Process completed with exit code 1.": "1:527143cc87679147",
}


def cause_of(path: Path) -> str:
    message, _, details = path.read_text().partition("\n----\n")
    return fingerprint_message(message, details).cause


@pytest.mark.parametrize(("message", "cause"), PINNED.items(), ids=list(PINNED))
def test_known_messages_keep_their_fingerprints_for_this_version(message: str, cause: str) -> None:
    assert VERSION == 1
    assert fingerprint_message(message).cause == cause


@pytest.mark.parametrize("group", GROUPS, ids=lambda folder: folder.name)
def test_messages_of_one_folder_are_one_cause(group: Path) -> None:
    files = sorted(group.glob("*.txt"))
    assert len(files) >= 2
    assert len({cause_of(path) for path in files}) == 1


def test_messages_of_different_folders_are_different_causes() -> None:
    causes = {cause_of(next(iter(sorted(group.glob("*.txt"))))) for group in GROUPS}
    assert len(causes) == len(GROUPS) >= 12


DIFFERENT = {
    "numbers of an assertion": ("expected 3 got 4", "expected 200 got 500"),
    "names of attributes": ("no attribute 'flush'", "no attribute 'close'"),
    "polarity": ("Expected to contain item", "Expected not to contain item"),
    "modules": ("No module named 'a_shop'", "No module named 'a_cart'"),
    "files": (
        "AssertionError at a/test_tax.py:7: assert False",
        "AssertionError at a/test_login.py:7: assert False",
    ),
    "environment variables": ("variable DATABASE_URL is not set", "variable JWT_SECRET is not set"),
    "undefined and null": ("read 'id' of undefined", "read 'id' of null"),
    "services by port": ("connect localhost:5432 refused", "connect localhost:6379 refused"),
}


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_different_causes_stay_apart(pair: tuple[str, str]) -> None:
    assert fingerprint_message(pair[0]).cause != fingerprint_message(pair[1]).cause


NAMES = {
    "parameters of pytest": ("test_x[a/b]", "test_x"),
    "parameters with brackets": ("test_x[[1]-]", "test_x"),
    "arguments of NUnit": ("Add(1, 2)", "Add"),
    "a repetition of JUnit": ("adds(int)[3]", "adds"),
    "a route": ("GET /users", "GET /users"),
    "a subtest of go": ("TestX/empty_cart", "TestX/empty_cart"),
    "a sentence": ("takes [brackets] well", "takes [brackets] well"),
}


@pytest.mark.parametrize(("name", "folded"), NAMES.values(), ids=NAMES.keys())
def test_parameters_fold_and_slashes_keep_identity(name: str, folded: str) -> None:
    assert fold_parameters(name) == folded


WEAK = [
    "Process completed with exit code 1.",
    "assert 1 == 2",
    "AssertionError: assert False",
    "Test timed out in 5000ms.",
    "expected true but was false",
    "",
    "The operation was canceled.",
    "Error: Timeout of 2000ms exceeded.",
]


@pytest.mark.parametrize("message", WEAK)
def test_generic_messages_join_no_two_tests(message: str) -> None:
    a = fingerprint_message(message, test="test_a")
    b = fingerprint_message(message, test="test_b")
    assert a.weak
    assert a.cause != b.cause


def test_a_particular_message_is_one_cause_in_all_tests() -> None:
    a = fingerprint_message("Token creation failed: All connection attempts failed", test="a")
    b = fingerprint_message("Token creation failed: All connection attempts failed", test="b")
    assert not a.weak
    assert (a.cause == b.cause, a.test == b.test, a.failure == b.failure) == (True, False, False)


def trace(function: str, line: int) -> str:
    return f'Traceback (most recent call last):\n  File "shop/cart.py", line {line}, in {function}\n    x\nKeyError: 1'


def print_of(details: str) -> str:
    return fingerprint(
        file="t.py", classname="", name="test_a", type="KeyError", message="1", trace=details
    ).cause


def test_the_line_of_a_frame_does_not_count_but_its_function_does() -> None:
    assert print_of(trace("total", 7)) == print_of(trace("total", 99))
    assert print_of(trace("total", 7)) != print_of(trace("tax", 7))


JAVA = """org.shop.StartFailed: context
\tat org.shop.{wrapper}(Start.java:3)
Caused by: java.net.UnknownHostException: db-main
\tat org.shop.Db.open(Db.java:9)
\tat java.base/java.lang.Thread.run(Thread.java:1)"""


def test_the_root_of_a_chain_names_the_cause() -> None:
    one = fingerprint_message("StartFailed: context", JAVA.format(wrapper="Start.a"))
    two = fingerprint_message("Wrapped: other words", JAVA.format(wrapper="Start.b"))
    assert one.cause == two.cause
    assert one.cause_key == "UnknownHostException: db-main @ Db.java:open"


def test_an_exception_shown_by_an_assertion_is_the_cause() -> None:
    found = fingerprint_message("assert 1 == 0\n +  where 1 = <Result KeyError('user')>.exit_code")
    assert found.cause_key == "KeyError: user"
