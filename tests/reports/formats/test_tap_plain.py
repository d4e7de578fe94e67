"""Plain passed lines of TAP are read the short way, and alike."""

from io import BytesIO

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.model.report import PassedRun, TestCase
from bot.reports.caps import Caps
from bot.reports.dialects.tap_state import Tap
from bot.reports.formats.tap import read

LINES = (
    *("ok", "ok 2", "ok 3 - adds", "ok 4 - adds", "ok - adds", "ok 17", "ok 2 adds", "ok 1 - a"),
    *("not ok", "not ok 5 - divides", "ok 6 # SKIP no", "ok 7 - a # time=5ms", "ok 8 - in 7ms"),
    *("ok 9 - {", "ok 9 - a {", "}", "    ok 1 - inner", "    1..1", "# Subtest: cart", "# why"),
    *(
        "  ---",
        "  duration_ms: 5",
        "  ...",
        "1..3",
        "1..0 # skip",
        "TAP version 14",
        "Bail out! no",
    ),
    *(
        "",
        "words",
        "  deeper words",
        "t/cart.t ..",
        "All tests successful.",
        "ok 10 - a\\b",
        "ok 1",
    ),
)


def in_full(lines: list[str]) -> list[TestCase | str]:
    tap = Tap(Caps())
    for line in lines:
        tap.line(line)
    tap.end(is_cut=False)
    return [item for item in tap.items if not isinstance(item, PassedRun)]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=25))
@example(["TAP version 13", "ok 1 - a", *[f"ok {n} - t{n}" for n in range(2, 3000)], "not ok"])
@example(["ok 1 - a in 3ms", "ok 2 - b in 4ms", "ok 3 - b in 4ms"])
def test_plain_lines_are_read_as_all_others_are(lines: list[str]) -> None:
    found: list[TestCase | str] = []
    for item in read(BytesIO("".join(f"{line}\n" for line in lines).encode()), Caps()):
        found += item.cases() if isinstance(item, PassedRun) else [item]

    assert found == in_full(lines)
