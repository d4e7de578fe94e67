"""The graded titles: clusters to name, and the rules that a good name keeps."""

import io
import re
from collections.abc import Iterator, Mapping
from operator import eq
from pathlib import Path
from typing import NotRequired, TypedDict

import yaml

from bot.logs.scan import scan_log
from bot.model.config import Area
from bot.model.failure import Cluster
from bot.model.names import Outcome
from bot.model.report import TestCase, TestReport
from bot.triage.extract import extract_failures
from bot.triage.grouping.cluster import cluster
from bot.triage.suites import suite_totals


class Graded(TypedDict):
    """One graded cluster; the head of the file says what each key means."""

    called: str
    subject: list[str]
    error: list[str]
    good: list[str]
    bad: dict[str, str]
    tests: NotRequired[list[str]]
    message: NotRequired[str]
    trace: NotRequired[str]
    file: NotRequired[str]
    area: NotRequired[str]
    kind: NotRequired[str]
    log: NotRequired[str]
    job: NotRequired[str]


GRADED: tuple[Graded, ...] = tuple(
    yaml.safe_load(Path(__file__).with_name("data").joinpath("titles.yaml").read_text("utf-8"))
)
_SECRET = "ghp_" + "a1B2c3D4e5F6" * 3
RUNS: tuple[Mapping[str, str], ...] = (
    {"port": "8081", "id": "9x73yk", "hex": "c000184e38", "time": "12:00:01.123", "n": "17"},
    {"port": "53124", "id": "b20c9f", "hex": "7f4f02be10", "time": "03:44:59.001", "n": "4093"},
)


def cluster_of(graded: Graded, run: Mapping[str, str] = RUNS[0]) -> Cluster:
    """The cluster as the engine makes it, with the values of one run."""
    if "log" in graded:
        stream = io.BytesIO(_filled(graded["log"], run).encode())
        reading = scan_log(stream, "job.log", job=graded.get("job", ""))
        return cluster((), reading.findings)[0]
    report = TestReport(path="junit.xml", format="junit", cases=tuple(_cases(graded, run)))
    found = cluster(extract_failures([report]), (), suite_totals([report]))
    return max(found, key=lambda one: len(one.failures))


def area_of(graded: Graded) -> Area | None:
    """The area its tests are in, if one is set."""
    return Area(name=graded["area"], paths=("**",)) if "area" in graded else None


def _filled(text: str, run: Mapping[str, str]) -> str:
    for name, value in {**run, "secret": _SECRET}.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _cases(graded: Graded, run: Mapping[str, str]) -> Iterator[TestCase]:
    red = Outcome.ERROR if graded.get("kind") == "error" else Outcome.FAILURE
    for test in graded.get("tests", []):
        file, _, name = test.rpartition("::") if "file" not in graded else ("", "", test)
        is_file = file.endswith(".py")
        yield TestCase(
            name=name if is_file or not file else test,
            classname=str(graded.get("class", "")),
            file=graded.get("file", file if is_file else ""),
            outcome=red,
            message=_filled(graded.get("message", ""), run),
            trace=_filled(graded.get("trace", ""), run),
        )


_EMPTY_TEXT = """
test tests testing error errors exception failed failing failure failures fails assertion assert
suite job unknown unnamed exit code type run to not with again
"""
_EMPTY = frozenset(_EMPTY_TEXT.split())
_LINKS_TEXT = "a an the of to in on at by for with and or is are not"
_LINKS = frozenset(_LINKS_TEXT.split())
_OF_NAMES = re.compile(r"(?:e2e|i18n|l10n|k8s|s3|utf8|oauth2|http2|ts\d{4}|sha256|x86|ipv[46])$")


def faults(slug: str, graded: Graded) -> list[str]:
    """The rules that a title breaks, by name; none when it is good."""
    words = slug.split("-")
    stems = [_stem(word) for word in words]
    checks = {
        "long": len(words) > 8 or len(slug) > 80,
        "plain": not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug),
        "repeats": len(set(words)) < len(words) or any(map(eq, stems, stems[1:])),
        "number": any(map(_is_volatile, words)),
        "secret": any(len(word) > 24 and re.search(r"\d", word) for word in words),
        "empty": all(word in _EMPTY for word in words),
        "dangling": words[0] in _LINKS or words[-1] in _LINKS,
        "subject": not any(_says(stems, wanted) for wanted in graded["subject"]),
        "error": not any(_says(stems, wanted) for wanted in graded["error"]),
    }
    return [name for name, broken in checks.items() if broken]


def _is_volatile(word: str) -> bool:
    """A number, or what looks like an id, an address or a count with its unit."""
    return bool(re.search(r"\d", word)) and not _OF_NAMES.match(word)


def _says(stems: list[str], wanted: str) -> bool:
    return all(_stem(word) in stems for word in wanted.split())


def _stem(word: str) -> str:
    for ending in ("ies", "es", "s", "ed", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
