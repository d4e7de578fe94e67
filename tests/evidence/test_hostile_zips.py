"""Zips that lie: about sizes, names, packing and each other; each costs one sentence."""

import struct
import tracemalloc
from pathlib import Path

import pytest

from bot.evidence.limits import Limits
from bot.evidence.stream import Member
from bot.evidence.unpack import open_members
from tests.evidence.archives import (
    REPORT,
    gzipped,
    lying,
    on_disk,
    overlapping,
    renamed,
    zipped,
)
from tests.evidence.test_unpack import unpacked

MB = 1024 * 1024
GOOD = {"a.xml": REPORT, "junit.xml": REPORT}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(
            lying(zipped(GOOD), at_local=8, at_central=10, value=97, width=2),
            'art: the file "a.xml" cannot be unpacked (',
            id="packed in a way that nobody knows",
        ),
        pytest.param(
            lying(zipped(GOOD), at_local=8, at_central=10, value=9, width=2),
            'art: the file "a.xml" cannot be unpacked (',
            id="packed in a way that Python does not know",
        ),
        pytest.param(
            lying(zipped(GOOD), at_local=26, at_central=0, value=4, width=2),
            'art: the file "a.xml" cannot be unpacked (',
            id="another name in its own header than in the directory",
        ),
        pytest.param(
            lying(zipped(GOOD), at_local=0, at_central=42, value=4_000_000_000),
            'art: the file "a.xml" cannot be unpacked (',
            id="said to begin behind the end of the archive",
        ),
        pytest.param(
            lying(zipped(GOOD), at_local=0, at_central=42, value=7),
            'art: the file "a.xml" cannot be unpacked (',
            id="said to begin in the middle of nothing",
        ),
        pytest.param(
            lying(zipped(GOOD), at_local=18, at_central=20, value=4),
            "art/a.xml is",
            id="fewer packed bytes than there are",
        ),
        pytest.param(
            lying(zipped(GOOD), at_local=0, at_central=16, value=1),
            "art/a.xml is damaged (Bad CRC-32).",
            id="a checksum that is wrong in the directory",
        ),
        pytest.param(
            renamed(zipped(GOOD), b"a.xml", b"\xff\xfe.ml", utf8=True),
            "art is a damaged zip archive (",
            id="a name that says it is UTF-8 and is not",
        ),
    ],
)
def test_lie_is_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    _, said = unpacked(tmp_path, data)

    assert [one[: len(sentence)] for one in said] == [sentence]


def test_size_that_only_the_own_header_gets_wrong_does_no_harm(tmp_path: Path) -> None:
    data = lying(zipped(GOOD), at_local=22, at_central=0, value=4_000_000_000)

    assert unpacked(tmp_path, data) == ({"art/a.xml": REPORT, "art/junit.xml": REPORT}, [])


def test_name_ends_at_its_nul(tmp_path: Path) -> None:
    files, _ = unpacked(tmp_path, renamed(zipped(GOOD), b"a.xml", b"a\x00ml!"))

    assert files.keys() <= {"art/a", "art/junit.xml"}


def test_name_that_is_empty_is_one_sentence(tmp_path: Path) -> None:
    files, said = unpacked(tmp_path, renamed(zipped(GOOD), b"a.xml", b"\x00.xml"))

    assert files == {"art/junit.xml": REPORT}
    assert said == ['art: the file "" has no name and was not read.']


def test_name_in_no_encoding_is_read_as_windows_wrote_it(tmp_path: Path) -> None:
    files, said = unpacked(tmp_path, renamed(zipped(GOOD), b"a.xml", b"\x84.xml"))

    assert files["art/ä.xml"] == REPORT
    assert said == []


def test_entries_that_overlap_share_the_budget_of_all(tmp_path: Path) -> None:
    data = overlapping(bytes(MB), 500)

    files, said = unpacked(tmp_path, data, Limits(ratio_floor_bytes=2 * MB, max_ratio=2))

    assert sum(map(len, files.values())) < 4 * MB
    assert 0 < len(said) < 20


@pytest.mark.parametrize(("field", "value"), [(4, 2**63), (5, 2**63), (6, 2**63), (4, 0)], ids=str)
def test_directory_of_zip64_that_lies_is_refused(tmp_path: Path, field: int, value: int) -> None:
    data = zipped(GOOD)
    end = data.index(b"PK\x05\x06")
    start = data.index(b"PK\x01\x02")
    size = end - start
    told = [44, 45, 45, 0, 0, 2, 2, size, start]
    told[{4: 5, 5: 7, 6: 8}[field]] = value
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", *told)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    lie = data[:end] + end64 + locator + data[end:]

    files, said = unpacked(tmp_path, lie)

    assert set(files.values()) <= {REPORT}
    assert files or said
    assert all(one.startswith("art") and one.endswith(".") for one in said)


@pytest.mark.parametrize(
    "cut", [0, 1, 3, 4, 29, 30, 60], ids=lambda size: f"the first {size} bytes"
)
def test_zip_cut_anywhere_is_told(tmp_path: Path, cut: int) -> None:
    files, said = unpacked(tmp_path, zipped(GOOD)[:cut])

    assert files.keys() <= {"art"}
    assert files or len(said) == 1


def test_zip_of_zeros_only_is_a_bare_file(tmp_path: Path) -> None:
    assert unpacked(tmp_path, bytes(1000)) == ({"art": bytes(1000)}, [])


HOSTILE = {
    "a bomb": lambda: zipped({"bomb.xml": bytes(100 * MB)}),
    "a bomb in a bomb": lambda: zipped({"b.zip": zipped({"bomb.xml": bytes(100 * MB)})}),
    "a gzip in a gzip in a zip": lambda: zipped({"b.gz": gzipped(gzipped(bytes(100 * MB)))}),
    "entries that overlap": lambda: overlapping(bytes(20 * MB), 2000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archive_costs_little_memory_and_is_left_early(tmp_path: Path, name: str) -> None:
    path = on_disk(tmp_path, HOSTILE[name]())
    given = 0
    tracemalloc.start()

    for found in open_members(path, "art", Limits()):
        if isinstance(found, Member):
            while chunk := found.stream.read(1 << 20):
                given += len(chunk)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert given <= 65 * MB
    assert peak < 30 * MB
