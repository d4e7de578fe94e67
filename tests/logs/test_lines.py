"""Bytes to clean lines."""

from io import BytesIO

import pytest

from bot.logs.leads import Leads
from bot.logs.lines import MAX_LINE, clean, read_pages


def read_lines(stream: BytesIO) -> list[tuple[str, bool]]:
    """Each line of all pages, cleaned."""
    return [clean(raw) for page in read_pages(stream, Leads.blind()) for raw in page.raws]


@pytest.mark.parametrize(
    "raw, clean",
    [
        pytest.param(b"2025-09-14T10:00:00.1234567Z make all", "make all", id="GitHub's timestamp"),
        pytest.param(b"\xef\xbb\xbf2025-09-14T10:00:00.1234567Z a", "a", id="a byte order mark"),
        pytest.param(
            b"2025-09-14T10:00:00.1234567Z   indented", "  indented", id="indentation is kept"
        ),
        pytest.param(b"build\tRun make\t2025-09-14T10:00:00.1234567Z a", "a", id="gh run view"),
        pytest.param(b"2025-09-14T10:00:00.123456Z 01O a", "a", id="GitLab's timestamp"),
        pytest.param(b"[2025-09-14T10:00:00.123Z] a", "a", id="Jenkins"),
        pytest.param(
            b"[task 2025-02-13T11:00:27.837Z] 11:00:27     INFO - a", "a", id="Taskcluster"
        ),
        pytest.param(b"#12 98.02 ERROR: a", "ERROR: a", id="output inside a docker build"),
        pytest.param(b"#12 ERROR: a", "#12 ERROR: a", id="docker's own line"),
        pytest.param(b"db-1  | FATAL: a", "FATAL: a", id="docker compose"),
        pytest.param(b"\x1b[31;1mERROR\x1b[0m: a", "ERROR: a", id="colors"),
        pytest.param(b"\x1b]8;;https://x.example\x07link\x1b]8;;\x07", "link", id="terminal links"),
        pytest.param(b"10%\r50%\r100% done\r", "100% done", id="a progress bar"),
        pytest.param(b"section_start:17:step\r\x1b[0K$ make", "$ make", id="GitLab's section"),
        pytest.param(b"a\xffb", "a\ufffdb", id="no UTF-8"),
    ],
)
def test_line_is_cleaned(raw: bytes, clean: str) -> None:
    assert [text for text, _ in read_lines(BytesIO(raw))] == [clean]


def test_every_newline_ends_a_line() -> None:
    assert [text for text, _ in read_lines(BytesIO(b"a\r\n\n\x0cb\nc"))] == ["a", "", "\x0cb", "c"]


def test_long_line_is_cut_and_the_next_one_is_whole() -> None:
    lines = [text for text, _ in read_lines(BytesIO(b"x" * 3_000_000 + b"\nnext\n"))]

    assert [len(lines[0]), lines[1]] == [MAX_LINE, "next"]


def test_echo_of_a_script_is_told_apart() -> None:
    assert read_lines(BytesIO(b"\x1b[36;1mexit 1\x1b[0m")) == [("exit 1", True)]
