"""Each row of the table of masks is tested by its own example."""

import pytest

from bot.triage.masks.normalize import MAX_CHARS, masked_values, normalize
from bot.triage.masks.row import Mask
from bot.triage.masks.table import MASKS


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
    "a code of Oracle": "ORA-00942: table or view does not exist",
    "an exit code in brackets": "container exited (137)",
    "how often a mock was called": "expected once, called 2 times",
    "a name of two words with a number": "no leader for topic orders-eu",
    "a locale": "unknown locale de_DE.UTF-8 in utf8mb4",
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
    "checkouts of other services": (
        "/var/lib/jenkins/workspace/shop_PR-112@2/src/net.py failed",
        "/home/circleci/project/src/net.py failed",
    ),
    "sandboxes of Bazel": (
        "/home/u/.cache/bazel/_bazel_u/0a1b2c3d/sandbox/linux-sandbox/812/execroot/_main/src/net.py",
        "/root/.cache/bazel/_bazel_v/ff00ee11/sandbox/linux-sandbox/9/execroot/_main/src/net.py",
    ),
    "tokens": (
        "bad token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVPmB92K27u",
        "bad token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5OTk5In0.SflKxwRJSMeKKF2QT4fw",
    ),
    "encoded bytes": ("key 3q2+7wAAAABhYmNkZWZnaGlqaw==", "key q83vEjRWeJC6mHZUMhD+3LqYdlQyEA=="),
    "processes of Elixir": ("in #PID<0.212.0>", "in #PID<0.498.0>"),
    "short addresses of IPv6": ("dial [2001:db8::7]:443", "dial [2001:db8:1:2::1]:443"),
    "dates in words": ("no rate for Mar 4, 2025", "no rate for December 14th, 2025"),
    "dates with dots": ("of 04.03.2025 10:11 gone", "of 14.12.2025 23:01 gone"),
    "dates with am and pm": ("at 3/4/2025 10:11:12 AM", "at 12/14/2025 1:02:03 PM"),
    "dates in file names": ("see 2025-09-14T10_11_12_131Z.log", "see 2025-11-22T01_02_03_004Z.log"),
    "databases of test workers": ('database "test_shop_gw3_817"', 'database "test_shop_gw0_44"'),
    "rates": ("stalled at 1.2 MB/s", "stalled at 800 kB/s"),
    "hosts of runners": ("lost fv-az1197-462", "lost fv-az88-12"),
    "pods of a job": ("job migrate-28493120-bkxzq", "job migrate-28501730-k9x2z"),
    "objects of a linker": ("/tmp/ccX1b2Cd.o: (.text+0x1f)", "/tmp/ccq9QWz4.o: (.text+0x2a)"),
    "quotes of two compilers": ("\u2018total\u2019 was not declared", "'total' was not declared"),
    "quotes of two versions of Ruby": (
        "undefined method `a' for nil:NilClass",
        "undefined method 'a' for nil",
    ),
    "places of two compilers": ("a.ts:3:5 - error TS1: x", "a.ts(31,15): error TS1: x"),
    "MAC addresses": ("from 00:11:43:e3:ba:c3", "from aa:bb:cc:dd:ee:ff"),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME.keys())
def test_what_changes_between_runs_is_masked(pair: tuple[str, str]) -> None:
    assert normalize(pair[0]) == normalize(pair[1])


def test_equal_values_stay_equal_and_others_apart() -> None:
    one, two = "0590179f-aec4-43e0-aa8a-b4b0e19f55d9", "1d6eb2ea-aa12-436d-a9ca-803f3051ea4b"
    assert normalize(f"{one} is {one}") == "<uuid1> is <uuid1>"
    assert normalize(f"{one} is {two}") == "<uuid1> is <uuid2>"


def test_numbers_of_a_compared_value_stay_and_ids_within_it_do_not() -> None:
    text = "7, 3.25, 12, /tmp/a/x.db, 10.0.0.7, 1741082400"
    assert normalize(text, is_value=True) == "7, 3.25, 12, <tmp>/x.db, <ip1>, <n>"


def test_what_was_masked_can_be_told() -> None:
    assert masked_values("dial 10.0.0.7:60346 in /tmp/a/x after 3.2s, 812 times") == (
        ("<tmp>/", "/tmp/a/"),
        ("<ip1>", "10.0.0.7"),
        ("<port>", "60346"),
        ("<duration>", "3.2s"),
        ("<n>", "812"),
    )


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
