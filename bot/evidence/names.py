"""Names inside archives: which are refused, and how any of them is shown."""

import re

_DRIVE = re.compile(r"^[A-Za-z]:")
_MAX = 400  # characters; the longest path GitHub's runners can make is shorter


def refused_name(name: str) -> str:
    """Why a name is no path of an honest archive; empty when it is one.

    >>> refused_name("../../etc/passwd")
    'leads out of the archive'
    """
    plain = name.replace("\\", "/")
    if not plain.strip("/. "):
        return "has no name"
    if plain.startswith("/") or _DRIVE.match(plain):
        return "has an absolute path"
    if ".." in plain.split("/"):
        return "leads out of the archive"
    if len(plain) > _MAX:
        return f"has a name of {len(plain):,} characters"
    if not plain.isprintable():
        return "has control characters in its name"
    return ""


def clean_name(name: str) -> str:
    r"""A name as paths are written here; Windows tools pack backslashes.

    >>> clean_name(".\\out\\TEST-a.xml")
    'out/TEST-a.xml'
    """
    return name.replace("\\", "/").removeprefix("./")


def leg_of(artifact: str, attempt: int) -> str:
    """The leg that an artifact is of: its name, without the number of the attempt when it says so.

    A bare number at the end may as well be a shard, so it stays.

    >>> leg_of("report-py311-attempt-2", 2), leg_of("report-2", 2)
    ('report-py311', 'report-2')
    """
    name = re.sub(rf"[-_. ]attempt[-_. ]?{attempt}$", "", artifact, flags=re.IGNORECASE)
    return name or artifact


def shown_name(name: str) -> str:
    r"""Any name, fit for a sentence.

    >>> shown_name("a\nb")
    '"a?b"'
    """
    short = name if len(name) <= 80 else f"{name[:77]}..."
    return '"' + "".join(c if c.isprintable() else "?" for c in short) + '"'
