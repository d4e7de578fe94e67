"""Each row of the table of masks is tested by its own example."""

import pytest

from bot.triage.mask import Mask
from bot.triage.masks import MASKS
from bot.triage.normalize import MAX_CHARS, normalize


@pytest.mark.parametrize("mask", MASKS, ids=[f"{i} {m.placeholder}" for i, m in enumerate(MASKS)])
def test_the_example_of_a_row_becomes_its_masked_text(mask: Mask) -> None:
    assert mask.pattern.search(mask.example) or "<" in mask.masked
    assert normalize(mask.example) == mask.masked


STAYS = {
    "small numbers compared": "expected 3 got 4",
    "a status": "expected status 404, got 500",
    "an exit code": "Process completed with exit code 137",
    "a signal": "killed by signal 11",
    "an errno": "[Errno 98] Address already in use",
    "a compiler's code": "error TS2304: Cannot find name 'x'",
    "a SQL state": "SQLSTATE[HY000] [2002] Connection refused",
    "a HRESULT": "[HRESULT = 0x80070005 - ACCESS_DENIED]",
    "a service's port": "connect to localhost:5432 failed",
    "a word with digits": "sha256 of utf8 in base64 by oauth2 for int64",
    "a version of two parts": "requires Python '>=3.11'",
    "a function": "cart.total is not a function",
    "a route": "GET /api/v1/users returned 403",
    "an offset in a crash signature": "crashed [@ libc.so + 0x000000000008c66a]",
    "an assertion of pytest": "assert 1 == 0",
    "a JUnit comparison": "expected:<3> but was:<4>",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS.keys())
def test_what_names_the_cause_stays(text: str) -> None:
    assert normalize(text) == text


SAME = {
    "counts that no assertion compares": ("159 errors on rank 0", "28 errors on rank 3"),
    "ports that pass": ("dial tcp 10.0.0.1:60346: refused", "dial tcp 10.9.8.7:52241: refused"),
    "checkouts of runners": (
        "D:\\a\\shop\\shop\\src\\net.py:12: boom",
        "D:\\a\\shop2\\shop2\\src\\net.py:99: boom",
    ),
    "folders of temporary files": (
        "open /tmp/a_1/x/data.csv",
        "open /tmp/pytest-of-x/y/z/data.csv",
    ),
    "random names of pods": ('pods "api-bmbt04y4x-nbyza" gone', 'pods "api-819x5boxe-o3wox" gone'),
    "ANSI colors": ("\x1b[31mboom\x1b[0m", "boom"),
    "line numbers": ("at cart.ts:1:2", "at cart.ts:33:4"),
    "object ids of Java": ("expected <a.B@aae78054>", "expected <a.B@75920f35>"),
    "durations": ("timed out after 30.0s", "timed out after 1m 5s"),
    "memory": ("used 12.5 MiB", "used 900 MiB"),
    "clocks": ("[11:51:29.334] boom", "[01:00:02.001] boom"),
    "MAC addresses": ("from 00:11:43:e3:ba:c3", "from aa:bb:cc:dd:ee:ff"),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME.keys())
def test_what_changes_between_runs_is_masked(pair: tuple[str, str]) -> None:
    assert normalize(pair[0]) == normalize(pair[1])


def test_equal_values_stay_equal_and_others_apart() -> None:
    one, two = "0590179f-aec4-43e0-aa8a-b4b0e19f55d9", "1d6eb2ea-aa12-436d-a9ca-803f3051ea4b"
    assert normalize(f"{one} is {one}") == "<uuid1> is <uuid1>"
    assert normalize(f"{one} is {two}") == "<uuid1> is <uuid2>"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "1" * 200_000,
        "/" * 200_000,
        "a-1" * 70_000,
        "1:" * 90_000,
        "[@ " * 60_000,
        "0x" * 90_000,
        "<1>" * 60_000,
        "/home/a" * 30_000,
        "1,2," * 40_000,
        "1.2." * 40_000,
    ],
    ids=lambda text: f"many {text[:7]}",
)
def test_hostile_text_costs_little(text: str) -> None:
    # A pattern that backtracks here would run for hours.
    assert len(normalize(text)) <= 20 * MAX_CHARS
