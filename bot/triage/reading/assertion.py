"""Reduce what an assertion printed to what was expected, what came, and what it was about.

The same failure is told at many widths, in colors, as values or as a diff, by one version of a
runner or another. What is left here is the same in all of them.
"""

import re
from dataclasses import dataclass, replace

from bot.triage.masks.spellings import plain_times
from bot.triage.reading.assertion_diff import read_diff
from bot.triage.reading.assertion_labels import read_labels, unwrapped
from bot.triage.reading.assertion_pytest import read_pytest, read_unittest
from bot.triage.reading.assertion_styles import STYLES
from bot.triage.reading.leaves import differing, is_cut

MAX_CHARS = 6000
MOST_SUBJECT_LINES = 3


@dataclass(frozen=True, slots=True)
class Assertion:
    """`expected` and `actual` hold only what differs between them; either may be empty.

    `verb` is the matcher and empty for plain equality. `subject` is what the check was about: the
    words of a person, an expression, or pytest's `where` lines.
    """

    expected: str
    actual: str
    verb: str = ""
    subject: str = ""


_HINTS = re.compile(
    r"expect|assert|want|actual|got\b|left\]?: |desired|array\(|regex|should be|!=|did not|values: |has failed|with expansion|differ|^[-+] ?\S",
    re.IGNORECASE | re.MULTILINE,
)
_MATCHER = re.compile(
    r"expect(?:\.soft)?\([^()\n]{0,80}(?:\([^()\n]{0,20}\))?\)\.(?P<verb>(?:(?:not|resolves|rejects)\.){0,3}to[A-Z]\w{1,60})"
)
_XUNIT = re.compile(r"\bAssert\.(?P<verb>\w{2,40})(?:\(\)| ?<[^>\n]{0,80}>\(\))? Failure")
_EQUALITY = re.compile(
    r"^(?:(?:to )?(?:be|eq|eql|is)|(?:to)?(?:be|equal|strictequal|eql|eq)|assert(?:_eq|equals?)|==|!==?|same"
    r"|(?:to |is )?(?:not )?(?:(?:strictly|deeply|loosely|deep) ?-?)?(?:equal|eql|deep-equal)(?: to)?|matches expected"
    r"|is identical to|is equal to|equals|did not equal|was not equal to|is not equal to)$",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"^(?:not to|to not|not|should not)\b", re.IGNORECASE)
_TOLD = re.compile(
    r"^\s*(?:[\w./\\-]+\.\w{1,5}[:(]\d+(?:[:,]\d+)?\)?:? ?(?:error: ?)?(?:failure\b.*|failed:?)?|failures?:?|not equal:?.*"
    r"|assertion (?:`left [=!]= right`|with [=!]=+) failed:?|assertion failed:?.*|.*panicked at.*|values differ:?"
    r"|expected values to be .*|error trace:.*|error:\s*(?:not equal:?.*)?|test:.*|failure/error:.*|assert\.\w+.* failed\.?"
    r"|assert\.\w+\(\) failure.*|expect\(.*|.*mismatch \(.*|.*are (?:equal|identical)\.?|diff:?|[-+@]+.*"
    r"|max (?:absolute|relative) difference.*|mismatched elements.*|\[index\].*|.*values are different \(.*"
    r"|comparison failed|assertionerror:?|failed asserting that.*|with expansion:|code: .*|\(compared using .*"
    r"|assertion ?error\b.{0,30}|expected string length .*|string lengths are .*|[\w.$]{1,80}(?:error|exception|failure) ?:?)?\s*$",
    re.IGNORECASE,
)
_TOLERANCE = re.compile(r"\bnot equal to tolerance\b|\bare not close\b", re.IGNORECASE)
"""By how much floating point is off is another number each time."""
_WHERE = re.compile(r"^[E ]{0,12}\+ +where (?P<text>[^\n]{1,300})$", re.MULTILINE)
_SENTENCE = re.compile(r"\s*\n+(?P<text>[A-Z][a-z]{1,20} [^\n]{4,200}[.`'])(?=\n|\Z)")
"""What a message goes on to say behind the values: `Check the render method of `Cart`.`"""
_ONLY_DIFF = "[- snapshot]"
"""What syrupy prints for the values, which its diff shows."""
_EXUNIT_CODE = re.compile(r"^code:\s+(?P<text>\S[^\n]{0,300})(?=\n\s*left:)", re.MULTILINE)
_ASIDE = re.compile(
    r"(?P<value>-?[\w.:]{1,80}|\"[^\"\n]*\"|'[^'\n]*'),? \((?P<aside>(?=[^()\n]*\d)(?=[^()\n]*[a-z]{2} |[^()\n]* [a-z]{2})[^()\n]{4,200})\)\.?"
)
_MESSAGES = re.compile(r"^\s*Messages?:\s+(?P<text>\S[^\n]{0,300})$", re.MULTILINE)
_LOCATOR = re.compile(r"^\s*Locator: +(?P<text>\S[^\n]{0,300})$", re.MULTILINE)


def read_assertion(text: str) -> Assertion | None:
    r"""What the text of an assertion tells, or None when it tells it in no known way.

    >>> read_assertion("expect(received).toEqual(expected)\n\nExpected: [1, 2]\nReceived: [1, 3]")
    Assertion(expected='2', actual='3', verb='', subject='')
    """
    text = plain_times(text[:MAX_CHARS])
    if not _HINTS.search(text) or _TOLERANCE.search(text):
        return None
    found = read_pytest(text) or _styled(text) or _labelled(text) or read_unittest(text)
    said = Assertion(*found) if found else _lone(text)
    if said is None or is_cut(said.expected) or is_cut(said.actual) or _ONLY_DIFF in said.expected:
        diff = read_diff(text)
        if diff:
            said = said or Assertion("", "", *_context(text[: diff.start]))
            said = replace(said, expected=diff.expected, actual=diff.actual)
    return _reduced(said, text) if said else None


def _reduced(said: Assertion, text: str) -> Assertion:
    expected, beside = _without_aside(said.expected)
    actual, beside_it = _without_aside(said.actual)
    expected, actual = differing(expected, actual)
    more = [
        *_WHERE.findall(text),
        *_MESSAGES.findall(text),
        *_LOCATOR.findall(text),
        *_EXUNIT_CODE.findall(text),
    ]
    return Assertion(
        expected=expected,
        actual=actual,
        verb="" if _EQUALITY.match(said.verb) and not _NEGATED.match(said.verb) else said.verb,
        subject="\n".join(filter(None, [said.subject, *more, beside, beside_it])),
    )


def _without_aside(value: str) -> tuple[str, str]:
    """A value and the words in brackets behind it, which count or measure something else."""
    found = _ASIDE.fullmatch(value.strip())
    return (found["value"], found["aside"]) if found else (value, "")


_Found = tuple[str, str, str, str]


def _styled(text: str) -> _Found | None:
    for style in STYLES:
        found = style.pattern.search(text) if style.needs in text else None
        if found:
            part = found.groupdict(default="")
            before = text[: found.start()]
            after = _SENTENCE.match(text, found.end()) if style.name == "expected, got" else None
            said = (
                _subject(before),
                part.get("subject", "").strip(),
                after["text"] if after else "",
            )
            subject = "\n".join(filter(None, said))
            return (
                unwrapped(part["expected"]),
                unwrapped(part["actual"]),
                part.get("verb", "").strip(),
                subject,
            )
    return None


def _labelled(text: str) -> _Found | None:
    found = read_labels(text)
    if found is None:
        return None
    verb, subject = _context(text[: found.start])
    if found.of and found.of not in verb.lower():
        verb = f"{verb} {found.of}".strip()
    return found.expected, found.actual, verb, subject


def _context(text: str) -> tuple[str, str]:
    """The matcher and the subject that stand before the values."""
    found = _MATCHER.search(text) or _XUNIT.search(text)
    verb = found["verb"] if found else ""
    return verb, _subject(text)


def _lone(text: str) -> Assertion | None:
    """A matcher that says only what came: `expect(received).toBeNull()`."""
    found = _MATCHER.search(text)
    received = re.search(r"^Received(?: value)?: +(?P<value>[^\n]{1,600})$", text, re.MULTILINE)
    if found and received:
        return Assertion("", received["value"], found["verb"], _subject(text[: found.start()]))
    return None


def _subject(before: str) -> str:
    """The lines of a person before the values; those of the runner are left out."""
    lines = [
        re.sub(r"\s*(?:==>|:|-|,)\s*$", "", line).strip()
        for line in before.splitlines()
        if not _TOLD.match(line)
    ]
    kept = [re.sub(r"^[\w./\\-]+\.\w{1,5}[:(]\d+(?:[:,]\d+)?\)?:? ", "", line) for line in lines]
    return "\n".join([line for line in kept if line][-MOST_SUBJECT_LINES:])
