"""What is thought about a stranger's text: masks, fingerprints, signatures, secrets."""

from collections.abc import Iterable
from functools import partial

from bot.model.secrets import MASK, mask_secrets
from bot.render.escape import clean, code_span, fence, inline, one_line, plain, prose
from bot.triage.fingerprint import fingerprint, fold_parameters
from bot.triage.masks.normalize import MAX_CHARS, masked_values, normalize
from bot.triage.suites import human_name, words_of
from bot.triage.why import Told, why
from tests.fuzz.target import Target, fields_of, text_of
from tests.render.hostile import HOSTILE
from tests.render.reading import code_blocks, live, unseen

_KB = 1024


def mask(data: bytes) -> None:
    """Normalizing is the same twice, stays short, and never brings a secret back."""
    whole = text_of(data)
    for start in range(0, len(whole), MAX_CHARS):  # what is longer is cut: each piece is a message
        text = whole[start : start + MAX_CHARS]
        for is_value in (False, True):
            once = normalize.__wrapped__(text, is_value=is_value)
            assert once == normalize.__wrapped__(text, is_value=is_value)
            assert len(once) <= 4 * MAX_CHARS
            assert "\n\n" not in once
            masked_values(text, is_value=is_value)


def think(data: bytes) -> None:
    """A failure has the same four fingerprints whenever it is looked at."""
    type_, message, trace, name, file, classname = fields_of(data, 6)
    one, other = (
        fingerprint(
            file=file, classname=classname, name=name, type=type_, message=message, trace=trace
        )
        for _ in range(2)
    )
    assert one == other
    for fingerprinted in (one.test, one.cause, one.failure):
        assert fingerprinted.isascii()
        assert len(fingerprinted) < 40
    fold_parameters(name)
    human_name(name)
    words_of(name)
    why(Told(type=type_, message=message, details=trace), Told(message=trace, details=name))


def hide(data: bytes) -> None:
    """Masking secrets is done once: what is masked stays masked, and no more is."""
    text = text_of(data)
    once = mask_secrets(text)
    assert mask_secrets(once).count(MASK) >= once.count(MASK)


def escape(data: bytes) -> None:
    """Every way to write a stranger's text leaves it a text: nothing live, nothing unseen."""
    text = text_of(data)
    cleaned = clean(text)
    assert unseen(cleaned) == []
    assert clean(cleaned) == cleaned
    for line in (inline(text), prose(text), inline(text, 40), prose(text, 40)):
        for shown in (line, f"- {line}", f"**x:** {line}.", f"> {line}", f"1. {line}"):
            assert live(shown) == [], shown
        assert live(f"| a | b |\n|---|---|\n| {prose(text, in_table=True)} | x |") == []
    assert live(plain(text)) == []
    for span in (code_span(text), code_span(text, in_table=True)):
        assert live(f"- see {span}: and") == []
        assert "\n" not in span
    (block,) = code_blocks(fence(text))
    assert block == f"{cleaned.strip(chr(10))}\n" or not cleaned.strip("\n")
    assert live(f"{fence(text)}\n\nthe end") == []
    assert len(one_line(text, 100)) <= 100


def _texts() -> Iterable[bytes]:
    yield from (text.encode("utf-8", "surrogatepass") for text in HOSTILE)
    yield b"dial tcp 10.0.0.7:60346: exit code 2 after 3.2s at 2025-09-14T12:00:00Z 0x7ffee4 /tmp/x"
    yield b"AssertionError\n%\nassert {'a': 1} == {'a': 2}\n%\n  File \"a.py\", line 3, in f\n%\nt[1]"
    yield b"java.lang.X: y\n\tat a.B.c(D.java:7)\nCaused by: z\n%\nexpected:<[1]> but was:<[2]>"
    yield b"goroutine 1 [running]:\nmain.f()\n\t/go/a.go:7 +0x1d\n%\nError Trace: a_test.go:3"
    yield b"thread 'm' panicked at src/a.rs:7:9:\nassertion `left == right` failed\n  left: 1\n right: 2"
    yield b"Error: a\n    at f (/a/b.js:1:2)\n    at g (node:internal/x:3)\n%\n\x1b[31mx\x1b[0m `a` 'b'"


make = partial(Target, starts=_texts)
TARGETS = (
    make(name="mask", run=mask, most=32 * _KB, times=6),
    make(name="think", run=think, most=64 * _KB, times=6),
    make(name="secrets", run=hide, times=2),
    make(name="escape", run=escape, most=64 * _KB, times=100),
)
