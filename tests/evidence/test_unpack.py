"""Whatever an artifact is, its files come out, and what is hostile becomes a sentence."""

import io
import random
import struct
import zipfile
from pathlib import Path

import pytest

from bot.evidence.limits import Limits
from bot.evidence.stream import Member
from bot.evidence.unpack import open_members
from tests.evidence.archives import (
    REPORT,
    gzipped,
    on_disk,
    patched,
    tarred,
    zipped,
    zipped_link,
    zipped_pairs,
)

MB = 1024 * 1024


def unpacked(
    folder: Path, data: bytes, limits: Limits | None = None
) -> tuple[dict[str, bytes], list[str]]:
    """Everything in an artifact called `art`, and what was said about it."""
    files: dict[str, bytes] = {}
    said: list[str] = []
    for found in open_members(on_disk(folder, data), "art", limits or Limits()):
        if isinstance(found, Member):
            files[found.name] = found.stream.read()
            said += [found.problem] if found.problem else []
        else:
            said.append(found)
    return files, said


@pytest.mark.parametrize(
    ("data", "files"),
    [
        pytest.param(REPORT, {"art": REPORT}, id="a bare file is itself"),
        pytest.param(b"", {"art": b""}, id="an empty file is itself"),
        pytest.param(
            zipped({"a.xml": REPORT, "d/b.xml": b"b"}),
            {"art/a.xml": REPORT, "art/d/b.xml": b"b"},
            id="a zip gives its files",
        ),
        pytest.param(
            zipped({"out\\TEST-a.xml": REPORT}),
            {"art/out/TEST-a.xml": REPORT},
            id="backslashes are folders",
        ),
        pytest.param(
            zipped({"inner.zip": zipped({"a.xml": REPORT})}),
            {"art/inner.zip/a.xml": REPORT},
            id="a zip in a zip is opened",
        ),
        pytest.param(
            zipped({"a.xml.gz": gzipped(REPORT)}), {"art/a.xml": REPORT}, id="gzip is opened"
        ),
        pytest.param(
            zipped({"r.tar.gz": gzipped(tarred({"d/a.xml": REPORT, "b": b"b"}))}),
            {"art/r.tar/d/a.xml": REPORT, "art/r.tar/b": b"b"},
            id="a tar.gz in a zip is opened",
        ),
        pytest.param(
            gzipped(tarred({"./a.xml": REPORT})),
            {"art/a.xml": REPORT},
            id="a bare tar.gz is opened",
        ),
        pytest.param(
            tarred({"x/" * 80 + "a.xml": REPORT}),
            {"art/" + "x/" * 80 + "a.xml": REPORT},
            id="a tar tells long names in a header of their own",
        ),
        pytest.param(
            zipped({"lib.jar": zipped({"A.class": b"a"})}),
            {"art/lib.jar": zipped({"A.class": b"a"})},
            id="a jar is a file like any other",
        ),
        pytest.param(
            zipped({"big.xml.xz": b"\xfd7zXZ\0 and so on"}),
            {"art/big.xml.xz": b"\xfd7zXZ\0 and so on"},
            id="a foreign archive inside is a file like any other",
        ),
    ],
)
def test_files_come_out(tmp_path: Path, data: bytes, files: dict[str, bytes]) -> None:
    assert unpacked(tmp_path, data) == (files, [])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(
            zipped({"../../evil.xml": b"x", "junit.xml": REPORT}),
            'art: the file "../../evil.xml" leads out of the archive and was not read.',
            id="a path that climbs",
        ),
        pytest.param(
            zipped({"/etc/passwd": b"x", "junit.xml": REPORT}),
            'art: the file "/etc/passwd" has an absolute path and was not read.',
            id="an absolute path",
        ),
        pytest.param(
            zipped({"C:\\windows\\evil.xml": b"x", "junit.xml": REPORT}),
            'art: the file "C:\\windows\\evil.xml" has an absolute path and was not read.',
            id="a drive letter",
        ),
        pytest.param(
            zipped({"a\x1b[31m.xml": b"x", "junit.xml": REPORT}),
            'art: the file "a?[31m.xml" has control characters in its name and was not read.',
            id="control characters",
        ),
        pytest.param(
            zipped({"n" * 5000: b"x", "junit.xml": REPORT}),
            f'art: the file "{"n" * 77}..." has a name of 5,000 characters and was not read.',
            id="an endless name",
        ),
        pytest.param(
            zipped_link("link.xml", "/etc/passwd"),
            'art: the file "link.xml" is a symbolic link and was not read.',
            id="a symbolic link",
        ),
        pytest.param(
            zipped_pairs([("junit.xml", REPORT), ("junit.xml", b"other")]),
            'art: the file "junit.xml" is there twice and was not read.',
            id="one name twice",
        ),
        pytest.param(
            patched(zipped({"secret.xml": b"x", "junit.xml": REPORT}), flag=1),
            'art: the file "secret.xml" is encrypted and was not read.',
            id="an encrypted file",
        ),
        pytest.param(
            gzipped(tarred({"junit.xml": REPORT}, link="link.xml")),
            'art: the file "link.xml" is a link or a device and was not read.',
            id="a symbolic link in a tar",
        ),
        pytest.param(
            gzipped(tarred({"../evil.xml": b"x", "junit.xml": REPORT})),
            'art: the file "../evil.xml" leads out of the archive and was not read.',
            id="a path that climbs out of a tar",
        ),
    ],
)
def test_hostile_file_is_refused_and_the_rest_is_read(
    tmp_path: Path, data: bytes, sentence: str
) -> None:
    files, said = unpacked(tmp_path, data)
    assert said == [sentence]
    assert files["art/junit.xml"] == REPORT
    assert list(tmp_path.rglob("*")) == [tmp_path / "upload"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(zipped({}), "art holds no files.", id="an empty zip"),
        pytest.param(
            zipped({"a.xml": REPORT})[:-30],
            "art is a damaged zip archive",
            id="a zip cut at its end",
        ),
        pytest.param(
            b"PK\x03\x04 and nothing else", "art is a damaged zip", id="a zip in name only"
        ),
        pytest.param(
            patched(zipped({"a.xml": REPORT}), size=9),
            "art/a.xml is damaged (Bad CRC-32).",
            id="a file larger than it claims",
        ),
        pytest.param(
            patched(zipped({"a.xml": REPORT}), size=9_999),
            "art/a.xml is shorter than it claims.",
            id="a file shorter than it claims",
        ),
        pytest.param(gzipped(REPORT)[:-20], "art is damaged", id="a gzip cut at its end"),
        pytest.param(
            tarred({"a.xml": REPORT})[:600], "art/a.xml is shorter than it claims.", id="a cut tar"
        ),
        pytest.param(b"\xfd7zXZ\0rest", "art is packed with xz; upload it plain", id="xz"),
        pytest.param(b"7z\xbc\xaf\x27\x1c", "art is packed with 7z; upload it plain", id="7z"),
    ],
)
def test_damage_is_told(tmp_path: Path, data: bytes, words: str) -> None:
    _, said = unpacked(tmp_path, data)
    assert [sentence[: len(words)] for sentence in said] == [words]


def test_bomb_stops_at_its_ratio(tmp_path: Path) -> None:
    files, said = unpacked(tmp_path, zipped({"bomb.xml": bytes(80 * MB)}))
    assert len(files["art/bomb.xml"]) < 65 * MB
    assert said == [
        "art/bomb.xml was read only in part: the archive unpacks to more than 250 times its size."
    ]


def test_many_members_share_one_budget(tmp_path: Path) -> None:
    noise = random.Random(7).randbytes(MB)
    data = zipped({f"{n}.bin": noise for n in range(5)})
    files, said = unpacked(tmp_path, data, Limits(max_unpacked_bytes=3 * MB + 5))
    assert list(files) == ["art/0.bin", "art/1.bin", "art/2.bin", "art/3.bin"]
    assert said == [
        "art/3.bin was read only in part: the archive unpacks to more than 3 MB.",
        "art unpacks to more than 3 MB; the rest was not read.",
    ]


def test_archive_nested_without_end_is_left_at_the_limit(tmp_path: Path) -> None:
    data = REPORT
    for _ in range(6):
        data = zipped({"a.zip": data})
    _, said = unpacked(tmp_path, data)
    assert said == ["art/a.zip/a.zip/a.zip/a.zip is packed more than 4 layers deep."]


def test_bomb_inside_a_nested_zip_is_counted(tmp_path: Path) -> None:
    bomb = zipped({"inner.zip": zipped({"bomb.xml": bytes(90 * MB)})})
    files, said = unpacked(tmp_path, bomb)
    assert len(files["art/inner.zip/bomb.xml"]) < 65 * MB
    assert "250 times its size" in said[0]


def test_bomb_inside_a_tar_gz_is_counted(tmp_path: Path) -> None:
    bomb = gzipped(tarred({"bomb.xml": bytes(90 * MB), "b.xml": b"b"}))
    files, said = unpacked(tmp_path, bomb)
    assert len(files["art/bomb.xml"]) < 65 * MB
    assert said == [
        "art/bomb.xml is shorter than it claims.",
        "art unpacks to more than 250 times its size; the rest was not read.",
    ]


def test_hundred_thousand_members_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(100_000):
            archive.writestr(zipfile.ZipInfo(str(number)), b"")
    assert unpacked(tmp_path, out.getvalue()) == (
        {},
        ["art holds more than 50,000 files and was not read."],
    )


def test_directory_that_claims_few_members_but_is_huge_is_refused(tmp_path: Path) -> None:
    raw = bytearray(zipped({f"{'n' * 250}{n}": b"" for n in range(20)}))
    end = raw.rindex(b"PK\x05\x06")
    struct.pack_into("<HH", raw, end + 8, 1, 1)
    _, said = unpacked(tmp_path, bytes(raw), Limits(max_members=10))
    assert said == ["art holds more than 10 files and was not read."]


def test_members_of_all_layers_are_counted_together(tmp_path: Path) -> None:
    inner = zipped({str(n): b"x" for n in range(4)})
    _, said = unpacked(tmp_path, zipped({"a.zip": inner, "b.zip": inner}), Limits(max_members=7))
    assert said[-1] == "art/b.zip holds more than 7 files; the rest was not read."


def test_a_thousand_refusals_are_told_briefly(tmp_path: Path) -> None:
    _, said = unpacked(tmp_path, zipped({f"../{n}": b"x" for n in range(1000)}))
    assert len(said) == 11
    assert said[-1] == "art: 990 more files were refused."


def test_member_that_nobody_reads_costs_almost_nothing(tmp_path: Path) -> None:
    data = zipped({"big.bin": bytes(40 * MB), "junit.xml": REPORT})
    limits = Limits(max_unpacked_bytes=MB)
    heads = {
        found.name: len(found.head)
        for found in open_members(on_disk(tmp_path, data), "art", limits)
        if isinstance(found, Member)
    }
    assert heads == {"art/big.bin": 8192, "art/junit.xml": len(REPORT)}


def test_a_long_name_in_a_tar_is_taken_only_so_far(tmp_path: Path) -> None:
    _, said = unpacked(tmp_path, tarred({"x" * 300_000: b"x"}))
    assert said == [
        f'art: the file "{"x" * 77}..." has a name of 65,524 characters and was not read.'
    ]


@pytest.mark.parametrize("seed", range(40))
def test_random_damage_never_raises(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    inner = gzipped(tarred({"t.xml": REPORT}))
    raw = bytearray(zipped({"a.xml": REPORT, "b.zip": zipped({"c.xml": REPORT}), "d.tgz": inner}))
    for _ in range(chance.randint(1, 30)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    files, said = unpacked(tmp_path, bytes(raw[: chance.randint(1, len(raw))]))
    assert files or said
