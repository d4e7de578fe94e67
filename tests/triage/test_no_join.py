"""What looks alike and is not one cause: a runtime's own words, an HTTP status, a machine's trouble."""

import pytest

from bot.model.names import Origin
from bot.triage.grouping.cluster import cluster
from bot.triage.origin import decide_origin
from bot.triage.reading.generic import is_bare_status
from bot.triage.reading.stock import is_stock
from tests.triage.test_cluster import failures, frame, groups, red

STATUS = "assert 500 == 200\n +  where 500 = <Response [500]>.status_code"


@pytest.mark.parametrize(
    "sentence",
    [
        "ZeroDivisionError: division by zero",
        "IndexError: list index out of range",
        "RuntimeError: dictionary changed size during iteration",
        "ConnectionResetError: [Errno 104] Connection reset by peer",
        "OSError: [Errno 98] Address already in use: ('127.0.0.1', 8081)",
        "sqlite3.OperationalError: database is locked",
        "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    ],
)
def test_what_a_runtime_says_at_two_places_is_two_causes(sentence: str) -> None:
    a = red("a", sentence, frame("shop/cart.py", 7, "total", sentence))
    b = red("b", sentence, frame("mail/send.py", 9, "deliver", sentence))
    c = red("c", sentence, frame("shop/cart.py", 7, "total", sentence))
    assert groups(cluster(failures(a, b, c))) == {frozenset("ac"), frozenset("b")}


@pytest.mark.parametrize(
    "sentence",
    [
        "KeyError: 'price'",
        "no such column: orders.total",
        "connection to server at 10.0.0.4 failed: Connection refused",
        "cannot close a closed Basket",
        "division by zero in the tax table",
    ],
)
def test_sentence_that_names_a_thing_is_no_runtimes_own(sentence: str) -> None:
    assert not is_stock(sentence)


def test_exception_that_names_a_thing_is_one_cause_at_two_places() -> None:
    text = "sqlalchemy.exc.OperationalError: no such column: orders.total"
    a = red("a", text, frame("shop/cart.py", 7, "total", text))
    b = red("b", text, frame("mail/send.py", 9, "deliver", text))
    assert groups(cluster(failures(a, b))) == {frozenset("ab")}


def test_servers_error_in_two_tests_of_one_run_is_one_cause() -> None:
    assert groups(cluster(failures(red("a", STATUS), red("b", STATUS)))) == {frozenset("ab")}


def test_servers_error_in_another_test_of_another_run_is_another_cause() -> None:
    (before,) = cluster(failures(red("a", STATUS)))
    (after,) = cluster(failures(red("b", STATUS)))
    assert not {*before.fingerprints} & {*after.fingerprints}


def test_tests_that_expect_the_same_status_are_not_alike_by_that() -> None:
    a = red("a", "assert 500 == 200\n +  where 500 = cart_page().status_code", module="tests.cart")
    b = red("b", "assert 500 == 200\n +  where 500 = mail_page().status_code", module="tests.mail")
    assert groups(cluster(failures(a, b))) == {frozenset("a"), frozenset("b")}


def test_status_of_something_named_is_not_bare() -> None:
    assert is_bare_status("<n> = <Response [404]>.status_code", "200", "404")
    assert not is_bare_status("<n> = login('bob').status_code", "200", "404")
    assert not is_bare_status("<n> = <Response [404]>.status_code", "3", "4")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("OSError: [Errno 28] No space left on device: '/data/a.db'", Origin.INFRASTRUCTURE),
        (
            'connection to server at "db.example", port 5432 failed: Connection refused',
            Origin.INFRASTRUCTURE,
        ),
        ('connection to server at "localhost", port 5432 failed: Connection refused', Origin.NEW),
        (
            "503 Server Error: Service Unavailable for url: https://mirror.example/simple/",
            Origin.INFRASTRUCTURE,
        ),
        ("503 Server Error: Service Unavailable for url: http://localhost:8000/", Origin.NEW),
    ],
    ids=["full disk", "database elsewhere", "own database", "mirror", "own service"],
)
def test_trouble_outside_is_infrastructure_and_a_service_of_the_tests_is_not(
    message: str, expected: Origin
) -> None:
    (found,) = cluster(failures(red("a", message)))
    assert decide_origin(found, {}, None).origin is expected


def test_full_disk_takes_no_other_failure_of_the_same_tests_along() -> None:
    full = "OSError: [Errno 28] No space left on device: '/data/a.db'"
    other = "IndexError: list index out of range"
    names = [f"test_token_{n}" for n in range(8)]
    cases = [red(n, full, frame("shop/store.py", 3, "write", full)) for n in names]
    cases += [red(n, other, frame("shop/cart.py", 7, "total", other)) for n in names]
    assert len(cluster(failures(*cases))) == 2
