"""Archives made in the test: honest ones and hostile ones."""

import gzip
import io
import stat
import tarfile
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

REPORT = (
    b'<testsuite name="s" tests="2"><testcase classname="a.T" name="ok"/>'
    b'<testcase classname="a.T" name="bad"><failure message="boom"/></testcase></testsuite>'
)


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def zipped_pairs(files: list[tuple[str, bytes]]) -> bytes:
    """A zip in which a name may be there twice."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def zipped_link(name: str, target: str) -> bytes:
    """A zip with one symbolic link and one report."""
    out = io.BytesIO()
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, target)
        archive.writestr("junit.xml", REPORT)
    return out.getvalue()


def patched(data: bytes, *, flag: int = 0, size: int | None = None) -> bytes:
    """The first member's flags or its announced size overwritten, in both of its headers."""
    raw = bytearray(data)
    central = raw.index(b"PK\x01\x02")
    for start, at_flag, at_size in ((0, 6, 22), (central, 8, 24)):
        raw[start + at_flag] |= flag
        if size is not None:
            raw[start + at_size : start + at_size + 4] = size.to_bytes(4, "little")
    return bytes(raw)


def tarred(files: Mapping[str, bytes], *, link: str = "") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        if link:
            info = tarfile.TarInfo(link)
            info.type = tarfile.SYMTYPE
            info.linkname = "/etc/passwd"
            archive.addfile(info)
    return out.getvalue()


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data)


def on_disk(folder: Path, data: bytes, name: str = "upload") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def lying(data: bytes, *, at_local: int, at_central: int, value: int, width: int = 4) -> bytes:
    """A field of the first member overwritten in its local header, its central one, or both.

    An offset of 0 leaves that header alone.
    https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
    """
    raw = bytearray(data)
    central = raw.index(b"PK\x01\x02")
    for start, offset in ((0, at_local), (central, at_central)):
        if offset:
            raw[start + offset : start + offset + width] = value.to_bytes(width, "little")
    return bytes(raw)


def overlapping(content: bytes, entries: int) -> bytes:
    """A directory whose entries all point at one and the same packed file, under many names."""
    one = zipped({"0000": content})
    central, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entry = bytearray(one[central:end])
    directory = b""
    for number in range(entries):
        entry[46:50] = f"{number:04d}".encode()
        directory += bytes(entry)
    tail = bytearray(one[end:])
    tail[8:12] = entries.to_bytes(2, "little") * 2
    tail[12:16] = len(directory).to_bytes(4, "little")
    return one[:central] + directory + bytes(tail)


def renamed(data: bytes, old: bytes, new: bytes, *, utf8: bool = False) -> bytes:
    """A member's name replaced, byte for byte, in both headers; `utf8` claims it is UTF-8."""
    assert len(old) == len(new)
    changed = data.replace(old, new)
    if not utf8:
        return changed
    return lying(changed, at_local=6, at_central=8, value=0x800, width=2)
