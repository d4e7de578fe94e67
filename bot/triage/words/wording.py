"""What a cause is called in a few words: `missing event_tester` out of an AttributeError."""

import re

from bot.triage.reading.generic import GENERIC_WORDS
from bot.triage.suites import words_of
from bot.triage.words.code import CODE
from bot.triage.words.crash import CRASH
from bot.triage.words.index import may_fit
from bot.triage.words.names import NAMES
from bot.triage.words.row import Wording
from bot.triage.words.tests import TESTS
from bot.triage.words.uses import USES
from bot.triage.words.world import WORLD

_NAMING = (*NAMES, *USES)
_OF_TEXT = (*WORLD, *CRASH, *CODE, *TESTS)
WORDINGS: tuple[Wording, ...] = (*_NAMING, *_OF_TEXT)
"""Rows from particular to general; the first that fits wins."""

_PLAIN_TYPES_TEXT = """
error exception failure failed fatal panic panicked warning runtimewarning userwarning
typeerror valueerror runtimeerror systemexit systemerror oserror ioerror ioexception
programmingerror operationalerror internalerror databaseerror standarderror argumenterror
nomethoderror nameerror attributeerror importerror baseexception exceptiongroup
illegalstateexception illegalargumentexception runtimeexception invalidoperationexception
argumentexception applicationexception servletexception executionexception completionexception
unhandledpromiserejection uncaughtexception multiplefailureserror expectationnotmet
rangeerror referenceerror evalerror aggregateerror
"""
_PLAIN_TYPES = frozenset(_PLAIN_TYPES_TEXT.split())
"""Types that say nothing a person would put in a title."""

_ASSERTED = re.compile(r"assert|expectation|comparisonfailure|testfailure", re.IGNORECASE)
_QUOTED = re.compile(r"'[^'\n]{0,200}'|\"[^\"\n]{0,200}\"")
_VALUE = re.compile(
    r"<[^<>\n]{0,80}>|`[^`\n]{0,80}`|\w{1,40}(?:\.[\w$]{1,60}){2,}|\S{0,80}[/\\@=]\S{0,80}|\S{0,40}\d\S{0,40}"
)
_WORD = re.compile(r"[A-Za-z]+")
MOST_SAID = 3
_LOOKED_AT = 700
_SAID_AT = 200


def cause_words(type_: str, text: str, message: str = "") -> tuple[str, ...]:
    """The words of a cause; of the exception's type when no row knows the message.

    `text` is the cause cut down; `message`, as the tool printed it, is asked when that has lost
    what a row looks for. What stands in quotes in a failed assertion is a value under test and
    names no cause of the machine or the code.

    >>> cause_words("SpringCleaningError", "cart was here"), cause_words("AssertionError", "1 == 2")
    (('spring', 'cleaning'), ())
    >>> cause_words("AssertionError", "assert 'connection refused' == 'ok'")
    ()
    """
    is_assertion = bool(_ASSERTED.search(type_))
    told = dict.fromkeys((f"{type_}: {text}" if type_ else text, message[:_LOOKED_AT]))
    fits: list[tuple[int, str]] = []
    for said in told:
        unquoted = _QUOTED.sub("''", said) if is_assertion else said
        fits += [(place, said) for place in may_fit(_NAMING, said)]
        fits += [(len(_NAMING) + place, unquoted) for place in may_fit(_OF_TEXT, unquoted)]
    for place, said in sorted(fits, key=lambda fit: fit[0]):
        found = WORDINGS[place].pattern.search(said)
        if found:
            subject = spaced(next((group for group in found.groups() if group), ""))
            return tuple(WORDINGS[place].words.replace("{}", subject).split())
    if is_assertion or type_.lower() in _PLAIN_TYPES:
        return ()
    return tuple(spaced(re.sub(r"(?:Error|Exception|Failure|Failed|Warning)$", "", type_)).split())


def said_words(text: str) -> tuple[str, ...]:
    """At most three telling words of a message's first line; none when it has only one.

    >>> said_words("cart 17 of 'alice' was closed at /tmp/x before checkout")
    ('cart', 'closed', 'checkout')
    >>> said_words("expected 3 but got 4")
    ()
    """
    line = _VALUE.sub(" ", _QUOTED.sub(" ", text[:_SAID_AT].partition("\n")[0]))
    words = [word for token in _WORD.findall(line) for word in words_of(token)]
    telling = [w for w in dict.fromkeys(words) if len(w) > 2 and w not in GENERIC_WORDS]
    return tuple(telling[:MOST_SAID]) if len(telling) > 1 else ()


def spaced(name: str) -> str:
    """An identifier, a module or a path as lower-case words: the last part of it.

    >>> spaced("shop.cart"), spaced("./utils/money"), spaced("eventTester"), spaced("Shop::Money")
    ('cart', 'money', 'event tester', 'money')
    """
    return " ".join(words_of(re.split(r"[./\\:]", name.strip("./\\:"))[-1]))
