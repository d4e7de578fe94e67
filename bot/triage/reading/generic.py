"""Tell a message that names a cause from one that any failure could print."""

import re

_WORD = re.compile(r"[A-Za-z][A-Za-z]{2,}")
_STATUS = re.compile(r"[1-5]\d\d")
_PLACEHOLDER = re.compile(r"<\w+>")
_MENTION = re.compile(r"[\w./-]+[./]\w+|::|\b\w+\.\w+")

_GENERIC_WORDS_TEXT = """
a an and are as at be been but by can could did do does for from had has have if in into is it
its more not of off on one or should than that the their then there this to too two under until
up was were when which while will with within without you your abort aborted actual after again
all also any asserting assert assertion assertionerror assertions async attempt attempts before
being both called cancel canceled cancelled case cases check code command commands completed
condition core crashed deadline died done dumped during either end ended equal equality equals
error errored errors exceeded exception execution exit exited exits expect expectation expected
expecting expects fail failed failing fails failure failures false fault finish finished
following found given got greater hook hooks identical instead interrupted iteration job just
kill killed last least less limit line long longer made match matched matches matching max
maximum message met min minimum most must never nil none non nothing null object occurred oops
operation out output panic panicked pass passed please printed printing prints process program promise promises reached
received reason rejected result results return returned returning returns run runner running
runs runtime same script seconds see segmentation shell sigabrt signal sigkill sigsegv sigterm
some something soon spec start started status step still stop stopped strictly succeeded success
successful suite such task tasks terminated terminating test testcase tests thread threw throw
thrown time timed timeout times took toBe toEqual toStrictEqual true truthy falsy unable
uncaught undefined undesired unequal unexpected unexpectedly unhandled unknown unsuccessful
value values waiting where worker wrong yield zero tobe toequal tostrictequal tobetruthy
tobefalsy tobedefined tobenull assertequals assertequal asserttrue assertfalse assertthat
assertionfailederror comparisonfailure expectationfailed xctasserttrue xctassertequal
tensor likes close mismatched elements greatest absolute relative difference differences among
violations allowed tolerance rtol atol
"""
_STATUS_WORDS = frozenset(
    [
        "response",
        "res",
        "resp",
        "reply",
        "answer",
        "status",
        "statuscode",
        "http",
        "url",
        "body",
        "get",
    ]
)
GENERIC_WORDS = frozenset(_GENERIC_WORDS_TEXT.split())


def is_generic(type_: str, text: str) -> bool:
    """Whether nothing in it is particular: no word beyond the vocabulary of any failing test.

    >>> is_generic("AssertionError", "assert 1 == 2"), is_generic("", "Process completed with exit code 1.")
    (True, True)
    >>> is_generic("AttributeError", "'Cart' object has no attribute 'total'")
    False
    """
    text = _PLACEHOLDER.sub(" ", text)
    if type_ and type_.lower() not in GENERIC_WORDS and text:
        known = ("assertion", "timeout", "error", "exception", "failure", "timeouterror")
        if (
            type_.lower() not in known
            and "assert" not in type_.lower()
            and "timeout" not in type_.lower()
        ):
            return False
    return all(word.lower() in GENERIC_WORDS for word in _WORD.findall(text))


def is_bare_status(subject: str, expected: str, actual: str) -> bool:
    """Whether an HTTP status was compared and nothing says of what: every fault ends in a 500.

    >>> is_bare_status("<n> = <Response [500]>.status_code", "200", "500")
    True
    >>> is_bare_status("<n> = login('bob').status_code", "200", "404")
    False
    """
    words = {word.lower() for word in _WORD.findall(subject)}
    return is_status(expected, actual) and words <= GENERIC_WORDS | _STATUS_WORDS


def is_status(*values: str) -> bool:
    """Whether each of them is an HTTP status.

    >>> is_status("200", "500"), is_status("3", "4")
    (True, False)
    """
    return all(_STATUS.fullmatch(value.strip()) for value in values)
