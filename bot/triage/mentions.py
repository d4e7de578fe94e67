"""What a text names: issues in a log, tests and files in what a person wrote."""

import re
from collections.abc import Iterator

from bot.model.failure import Cluster, Failure
from bot.triage.fingerprint import fold_parameters

READ = 60_000
"""Characters of a text that are looked at; GitHub takes no more than 65,536."""
_TESTS = 50
_NUMBERS = re.compile(
    r"\b[Ii]ssues?:? ((?:#\d{1,7}(?:\s?(?:,|and|&)\s?)?){1,20})|(?<![\w/#&])#(\d{1,7})\b"
)
_NUMBER = re.compile(r"#(\d{1,7})")
_BEFORE = re.compile(r"(?:see|issue|bug|fix\w*|gh|refs?|related|\(|to)\W*$", re.IGNORECASE)


def issue_numbers(cluster: Cluster) -> tuple[int, ...]:
    """The issue numbers that the findings' lines name, in order.

    >>> _numbers("activating fallback (Issues #680, #773, #860)")
    (680, 773, 860)
    """
    found: list[int] = []
    for finding in cluster.findings:
        for line in (finding.text, *finding.excerpt):
            found += _numbers(line)
    return tuple(dict.fromkeys(found))


def _numbers(line: str) -> tuple[int, ...]:
    """`#12` of a sentence; alone it must not be a build step such as docker's `#12 ERROR`."""
    found = []
    for match in _NUMBERS.finditer(line):
        if match[1]:
            found += [int(n) for n in _NUMBER.findall(match[1])]
        elif match.start() > 0 and _BEFORE.search(line[: match.start()]):
            found.append(int(match[2]))
    return tuple(number for number in dict.fromkeys(found) if number)


def files_of(cluster: Cluster) -> set[str]:
    """The files of its tests, of the places that broke, and of its findings."""
    files = {path for f in cluster.failures for path in (f.test_file, f.file)}
    return (files | {finding.file for finding in cluster.findings}) - {""}


def named_file(text: str, cluster: Cluster) -> str:
    """The first file of a cluster that a text names; empty when it names none."""
    return next((path for path in sorted(files_of(cluster)) if _stands(text, path)), "")


def named_test(text: str, cluster: Cluster) -> str:
    """The first test of a cluster that a text names exactly; empty when it names none.

    Exactly: with its file or class, or by a name that no sentence holds by chance and that stands
    there as that of no other file or class.
    """
    failures = {fold_parameters(f.name): f for f in cluster.failures}
    for name in sorted(failures)[:_TESTS]:
        if any(_stands(text, written) for written in _ways_to_write(name, failures[name])):
            return name
    return ""


def _ways_to_write(name: str, failure: Failure) -> Iterator[str]:
    if len(name) >= 10 and not name.isalpha():
        yield name
    inner = failure.classname.rpartition(".")[2]
    if failure.classname:
        yield from (f"{failure.classname}::{name}", f"{failure.classname}.{name}")
    for file in {failure.test_file, failure.file} - {""}:
        yield from (f"{file}::{name}", f"{file}::{inner}::{name}")


def _stands(text: str, name: str) -> bool:
    """Whether a text holds a name, not as a part of a longer one."""
    return name in text and (
        re.search(rf"(?<![\w/.:-]){re.escape(name)}(?![\w-]|::|\.\w)", text[:READ]) is not None
    )
