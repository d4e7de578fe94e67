"""No secret of a log reaches a finding, wherever it begins and ends."""

import random
from collections.abc import Iterator
from io import BytesIO

import pytest

from bench.innocent_texts import innocent
from bench.secret_cases import Case, cases
from bot.logs.leads import Leads
from bot.logs.lines import MAX_LINE, read_pages
from bot.logs.scan import scan_log
from bot.logs.user_rules import leads_of
from bot.model.secrets import MASK, mask_secrets
from tests.logs.plain import read_by

CASES = list(cases())
STAMP = "2025-09-14T10:00:00.1234567Z "
LEADS = leads_of(())
KEY = [
    "-----BEGIN RSA PRIVATE " + "KEY-----",
    *("".join(random.Random(n).choices("abcdefghijklmnop0123456789+/", k=64)) for n in range(60)),
    "-----END RSA PRIVATE " + "KEY-----",
]


def told(text: str, leads: Leads = LEADS, size: int = 1 << 18) -> str:
    """Every line that leaves the reading of a log."""
    pages = read_pages(BytesIO(text.encode("utf-8", "surrogateescape")), leads, size)
    lines = [raw for page in pages for raw in page.raws]
    return b"\n".join(lines).decode("utf-8", "surrogateescape")


def ordinary(number: int, rng: random.Random) -> Iterator[str]:
    """Lines of which none holds a secret."""
    for _ in range(number):
        name = rng.choice(("cart", "order", "token", "password", "key"))
        yield f"{STAMP}the {name} of {rng.randint(1, 999)} was {rng.choice(('sent', 'lost'))}"


def leaks(case: Case, text: str) -> bool:
    return any(piece in text for piece in case.hidden)


@pytest.mark.parametrize("size", [1 << 18, 3000])
def test_every_kind_of_secret_is_masked_among_thousands_of_lines(size: int) -> None:
    rng = random.Random(3)
    lines = [line for case in CASES for line in (*ordinary(30, rng), case.text)]

    text = told("\n".join(lines), size=size)

    assert [(case.kind, case.place) for case in CASES if leaks(case, text)] == []
    assert text.count("\n") == "\n".join(lines).count("\n")


@pytest.mark.parametrize("seed", range(3))
def test_looking_only_where_a_secret_could_begin_masks_what_looking_everywhere_does(
    seed: int,
) -> None:
    rng = random.Random(seed)
    texts = [case.text for case in rng.sample(CASES, 60)] + rng.sample(list(innocent(seed)), 60)
    log = "\n".join(line for text in texts for line in (*ordinary(40, rng), text))
    keyless = "\n".join(line for line in log.split("\n") if "PRIVATE KEY" not in line)

    assert told(keyless) == mask_secrets(keyless)


@pytest.mark.parametrize("edge", range(0, 900, 130))
def test_page_that_ends_within_a_secret_cuts_none_in_two(edge: int) -> None:
    rng = random.Random(edge)
    many_lined = [case for case in CASES if "\n" in case.text][:: 1 + edge % 3]
    lines = [line for case in many_lined for line in (*ordinary(25, rng), case.text)]

    text = told("\n".join(lines), size=700 + edge)

    assert [(case.kind, case.place) for case in many_lined if leaks(case, text)] == []


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(KEY, id="whole"),
        pytest.param(KEY[:-1], id="without its last line"),
        pytest.param(KEY[3:], id="without its first line"),
    ],
)
@pytest.mark.parametrize("where", ["above the key", "below the key"])
@pytest.mark.parametrize("size", [1 << 18, 2000])
def test_excerpt_beside_a_long_key_shows_none_of_it(key: list[str], where: str, size: int) -> None:
    """The excerpt has at most one end of the key in it."""
    lines = [*key, "##[error]Process completed with exit code 1."]
    lines = lines if where == "below the key" else [lines[-1], *key]
    around = [*ordinary(9, random.Random(1))]
    log = "\n".join([*around, *(STAMP + line for line in lines), *around])

    findings = read_by(log.encode(), None, size=size)

    assert findings
    assert [line for line in key[1:-1] if line[:20] in repr(findings)] == []
    assert MASK in repr(findings)


def test_what_a_rule_captures_holds_no_secret() -> None:
    secret = "ghp_" + "a1B2" * 9
    log = (
        f"##[group]Run deploy --token {secret}\n##[endgroup]\n"
        f"FAILED tests/test_{secret}.py::test_{secret} - AssertionError: {secret}\n"
        f"ModuleNotFoundError: No module named '{secret}'\n"
        f"curl: (6) Could not resolve host: {secret}\n##[error]Process completed with exit code 1.\n"
    )

    reading = scan_log(BytesIO(log.encode()), "a.log", failed=True)

    assert reading.findings
    assert "a1B2a1B2" not in repr(reading)
    assert MASK in repr(reading)


@pytest.mark.parametrize("room", range(1, 60, 7))
def test_secret_at_the_cut_of_a_long_line_is_not_shown_in_part(room: int) -> None:
    secret = "postgres://shop:hunter2hunter2hunter2@db.example"
    line = "x " * ((MAX_LINE - room) // 2) + secret + " y" * 3000

    assert "hunter2" not in told(f"{line}\nnext\n")


def test_log_full_of_what_looks_like_keys_is_read_to_its_end() -> None:
    lines = [KEY[1 + n % 60] for n in range(20_000)]

    assert told("\n".join(lines)).count("\n") == len(lines) - 1
