"""Name suites the way people do, and count how each did."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.model.failure import SuiteTotals
from bot.model.names import Outcome
from bot.model.report import PassedRun, TestCase, TestReport
from bot.triage.collection import is_uncollectable
from bot.triage.reading.paths import in_repository

_PY_MODULE = re.compile(r"^(?:[a-z_][\w-]*\.)*(?:test_\w+|\w+_tests?|tests?|conftest)$")
_EXTENSION = re.compile(r"(?:\.(?:test|spec|e2e|cy|stories|unit|int|integration))?\.[A-Za-z]{1,6}$")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_AFFIX = re.compile(r"^(?:tests?|spec|it)_|_(?:tests?|specs?)$")
_COMPOUND = re.compile(
    r"WebSocket|GraphQL|PostgreSQL|MySQL|SQLite|OAuth|GitHub|GitLab|JavaScript|TypeScript|OpenAI|MongoDB"
)
_TEST_WORDS = frozenset({"test", "tests", "testcase", "spec", "specs", "suite"})
_BORING = frozenset({"index", "main", "mod", "lib", "init", "unit", "src"})


def suite_name(case: TestCase) -> str:
    """The file if it is known, else the module of a pytest class name, else class or suite.

    >>> suite_name(TestCase(name="test_a", classname="tests.test_shop.TestCart", suite="pytest"))
    'tests/test_shop.py'
    """
    return _suite_name(case.file, case.classname, case.suite, case.name)


def _suite_name(file: str, classname: str, suite: str, name: str) -> str:
    if file:
        return in_repository(file)
    module = python_module(classname or name)
    if module:
        return module.replace(".", "/") + ".py"
    return classname or suite or name


def python_module(dotted: str) -> str:
    """The module part of `tests.test_shop.TestCart`, or "" when it is no Python test module.

    >>> python_module("tests.test_shop.TestCart.TestInner"), python_module("com.acme.CartTest")
    ('tests.test_shop', '')
    """
    parts = dotted.split(".")
    while parts and parts[-1][:1].isupper():
        parts.pop()
    module = ".".join(parts)
    return module if _PY_MODULE.match(module) else ""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a path, a class, or a sentence, lower case, without what all tests are called.

    >>> words_of("tests/agents/test_base_agent_comprehensive.py"), words_of("com.acme.JWTAuthTest")
    (('base', 'agent', 'comprehensive'), ('jwt', 'auth'))
    """
    text = text.strip().rstrip("/")
    last = text if " " in text and not _EXTENSION.search(text) else _last_part(text)
    last = _in_ascii(last)
    spaced = _AFFIX.sub("", _CAMEL.sub("_", _COMPOUND.sub(_as_one_word, last)).lower())
    words = [word for word in re.split(r"[^a-z0-9]+", spaced) if word and not word.isdigit()]
    kept = [word for word in words if word not in _TEST_WORDS]
    return tuple(kept or words)


def _in_ascii(text: str) -> str:
    """The letters without their accents; those of other scripts stay, and separate words.

    >>> _in_ascii("Größe über façade")
    'Grosse uber facade'
    """
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFKD", text.replace("\u00df", "ss"))
    return "".join(char for char in bare if not unicodedata.combining(char))


def human_name(suite: str) -> str:
    """What a person would call a suite.

    >>> human_name("tests/agents/test_base_agent_comprehensive.py")
    'Base Agent Comprehensive'
    """
    words = words_of(suite)
    return " ".join(_title(word) for word in words) if words else suite


def human_slug(slug: str) -> str:
    """A slug as a heading, with every one of its words.

    >>> human_slug("websocket-fixed-no-tests-collected")
    'WebSocket Fixed No Tests Collected'
    """
    return " ".join(_title(word) for word in slug.split("-"))


def _as_one_word(match: re.Match[str]) -> str:
    return match[0].capitalize()


_ACRONYMS_TEXT = """
api jwt http https sql db ui url uri ssot sso oauth tls ssl cli css html json xml yaml csv pdf
aws gcp id io ip tcp udp dns rpc grpc sdk e2e ci cd crud orm lru ssh ftp smtp uuid
"""
_ACRONYMS = frozenset(_ACRONYMS_TEXT.split())
_SPELT = {
    "websocket": "WebSocket",
    "websockets": "WebSockets",
    "graphql": "GraphQL",
    "postgresql": "PostgreSQL",
}


def _title(word: str) -> str:
    if word in _ACRONYMS:
        return word.upper()
    return _SPELT.get(word, word[:1].upper() + word[1:])


def _last_part(text: str) -> str:
    if "/" in text or "\\" in text or _EXTENSION.search(text):
        parts = [part for part in re.split(r"[/\\]", text) if part]
        last = _EXTENSION.sub("", parts[-1] if parts else text)
        if _AFFIX.sub("", last.lower()) in _TEST_WORDS | _BORING and len(parts) > 1:
            return parts[-2]
        return last
    parts = [part for part in re.split(r"\.|::", text) if part]
    while len(parts) > 1 and parts[-1].lower() in _TEST_WORDS:
        parts.pop()
    return parts[-1] if parts else text


def suite_totals(
    reports: Sequence[TestReport], legs: Mapping[str, str] = {}
) -> tuple[SuiteTotals, ...]:
    """How each suite did in each leg, in the order of the reports.

    `legs` gives for a report's path the artifact or job that ran it.
    """
    totals: dict[tuple[str, str], SuiteTotals] = {}
    for report in reports:
        leg = legs.get(report.path, "")
        for name, part in _by_suite(report):
            old = totals.get((name, leg)) or SuiteTotals(name=name, leg=leg)
            totals[name, leg] = _count(old, part)
    return tuple(totals.values())


def _by_suite(report: TestReport) -> Iterator[tuple[str, TestCase | Sequence[float | None]]]:
    """Each case with its suite, or the times of passed ones that are of one suite."""
    for part in report.parts:
        if not isinstance(part, PassedRun):
            yield suite_name(part), part
            continue
        for stretch, names, seconds in part.by_stretch():
            if stretch.file or stretch.classname:
                name = _suite_name(stretch.file, stretch.classname, part.suite, "")
                yield name, seconds
            else:
                for name, time in zip(names, seconds, strict=True):
                    yield _suite_name("", "", part.suite, name), (time,)


def _count(old: SuiteTotals, part: TestCase | Sequence[float | None]) -> SuiteTotals:
    if not isinstance(part, TestCase):
        return replace(
            old,
            tests=old.tests + len(part),
            seconds=sum((time or 0.0 for time in part), old.seconds),
        )
    return replace(
        old,
        tests=old.tests + 1,
        failures=old.failures + (part.outcome is Outcome.FAILURE),
        errors=old.errors + (part.outcome is Outcome.ERROR),
        skipped=old.skipped + (part.outcome is Outcome.SKIPPED),
        seconds=old.seconds + (part.seconds or 0.0),
        is_uncollectable=old.is_uncollectable or (part.outcome.is_red and is_uncollectable(part)),
    )
