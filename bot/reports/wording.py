"""The short text of a failure, when the tool gave none or one that says nothing."""

import re

from bot.model.names import Stage

_EMPTY = re.compile(
    r"-?|(?:the )?(?:test |collection )?(?:fail(?:ed|ure)?|error(?:ed)?)(?: test)?"
    r"|exception|nil|null|none|undefined|no message"
)
_LONGEST_EMPTY = 40
"""No text that is empty in this sense is longer."""
_LOCATION = re.compile(r"[^\s:]+\.\w{1,5}:\d+(?::\d+)? ")
_NOISE = re.compile(
    r"=== (?:RUN|PAUSE|CONT|NAME)|--- (?:FAIL|PASS|SKIP)|[\W_]*$|Stack ?trace:|Failures?:$|FAILED:$|\u25cf "
    r"|\[[\w -]+\] \u203a |Retry #\d"
)
_GO_LINE = re.compile(r"(?:^[^\S\n]++|(?<=\n\n))(\w[\w./-]*\.go:\d+: +\S.*)", re.MULTILINE)
_SOURCE_LINE = re.compile(r"\s*+>?\s*+\d+ +\||\s+at \S|\s*\^|[^\s/\\]*+[/\\]\S*\.\w+:\d+$")
_PYTEST_PHASE = re.compile(r'failed on (?:setup|teardown) with "(.+)"', re.DOTALL)
_STAGES = (
    ("failed on setup with ", Stage.SETUP),
    ("test setup failure", Stage.SETUP),
    ("failed on teardown with ", Stage.TEARDOWN),
    ("test teardown failure", Stage.TEARDOWN),
    ("collection failure", Stage.COLLECTION),
    ("collection error", Stage.COLLECTION),
)
_FORM_WORDS = tuple(words for words, _ in _STAGES)
_PYTEST_ERROR = re.compile(r"^E +(?! )(\S.*)", re.MULTILINE)
_LONE_PLACE = re.compile(r"\A(?:\S+:\d+|unknown file)\n(?=.)")
_RUST_PLACE = re.compile(r"thread '.{1,300}' panicked at \S+:\d+:\d+:?")
_RUST_PANIC = re.compile(r" panicked at \S+:\d+:\d+:\n(\S.*(?:\n +(?:left|right): .*){0,2})")
_TRACEBACK = "Traceback (most recent call last):"
LINES = 6
"""How many lines a short text taken from the long one may have."""


def stage_of(message: str) -> Stage:
    """Where a test broke, as the form words of pytest tell it.

    >>> stage_of('failed on teardown with "OSError: gone"').value, stage_of("assert 1 == 2").value
    ('teardown', 'call')
    """
    if not message.startswith(_FORM_WORDS):
        return Stage.CALL
    return next(stage for words, stage in _STAGES if message.startswith(words))


def short_text(message: str, body: str, test: str) -> str:
    r"""The tool's message, or what stands in the long text where it says nothing.

    >>> short_text("Failed", "=== RUN TestAdd\n    add_test.go:9: got 3, want 4", "TestAdd")
    'add_test.go:9: got 3, want 4'
    >>> short_text("Value is 3", "anything", "TestAdd")
    'Value is 3'
    """
    message = message.strip()
    if not message:
        return _from_body(body, test) if body else ""
    phase = _PYTEST_PHASE.fullmatch(message)
    if phase:
        return phase[1]
    if "\n" in message:
        message = _LONE_PLACE.sub("", message)
    is_location = _LOCATION.match(message) is not None and "Error" not in message
    is_location = is_location or _RUST_PLACE.fullmatch(message) is not None
    words = message.rstrip(".:!")
    is_empty = len(words) <= _LONGEST_EMPTY and _EMPTY.fullmatch(words.lower()) is not None
    if not is_location and not is_empty:
        return message
    return _from_body(body, test) or message


def _from_body(body: str, test: str) -> str:
    go = _GO_LINE.search(body)
    if go:
        return go[1].strip()
    if "\nE  " in body or body.startswith("E  "):
        return "\n".join(_PYTEST_ERROR.findall(body)[-LINES:])
    rust = _RUST_PANIC.search(body)
    if rust:
        return rust[1]
    lines = body.splitlines()[:400]
    if _TRACEBACK in body:
        ends = [line for line in lines[1:] if line[:1].strip() and line != _TRACEBACK]
        if ends:
            return ends[-1].strip()
    return _first_paragraph(lines, test)


def _is_name(line: str, test: str) -> bool:
    """Whether a line only repeats the test's name, as PHPUnit's first line does."""
    return test != "" and (line.endswith(test) or f"::{test}" in line)


def _first_paragraph(lines: list[str], test: str) -> str:
    """The first lines that are neither the test's name, noise nor source code."""
    kept: list[str] = []
    for line in lines:
        text = line.strip()
        if not kept and (not text or _NOISE.match(text) or _is_name(text, test)):
            continue
        if _SOURCE_LINE.match(line) or len(kept) == LINES:
            break
        if text:
            kept.append(text)
        elif len(kept) > 1:
            break
    return "\n".join(kept)
