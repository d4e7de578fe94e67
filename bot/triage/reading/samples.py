"""Take out of a message the inputs that a property test or a fuzzer came upon by chance."""

import re

_HINT = re.compile(
    r"falsif|shr[iu]nk|counter-?example|generated values|failing (?:input|example|test case)|property failed"
    r"|failed on input|\[rapid\]|ARG_\d|forAll\d|\bseed\b|tries = \d",
    re.IGNORECASE,
)
_HYPOTHESIS = re.compile(
    r"(?:Falsifying|Failing test) (?:explicit )?example(?: \([^()\n]{1,80}\))?: [\w.]{1,120}\((?:[^\n]{0,2000}\)[ \t]*(?:\n|\Z)|(?:\n[^\n]{0,400}){0,40}?\n[ \t]*\)[ \t]*(?:\n|\Z))"
    r"|\n?^[ \t]*You can reproduce this example by [^\n]{0,400}$",
    re.MULTILINE,
)
_LABELLED = re.compile(
    r"^[ \t>*!|\u2502]{0,12}(?:ARG_\d{1,2}(?:_ORIGINAL)?|Arg \d{1,2}|arg\d{1,2}|counter-?example|original(?: sample| input)?|shrunk(?: \d{1,6} time\(?s\)?| sample| input"
    r"|(?= ))?|sample|seed|path|minimal failing (?:input|case|data)|generated|\[rapid\] draw [^\n:]{1,40}|forAll\d{1,3}|clause"
    r"|(?:reproduce|repeat|replay)(?: this)?(?: test)?(?: with| by| using)?|use --quickcheck-replay|successes|local rejects|global rejects|tries|checks"
    r"|generation|edge-cases#?[\w#.]{0,20}|after-failure|when-fixed-seed)\b[ \t]{0,3}(?:[:=<][^\n]{0,2000}|using[^\n]{0,300}|$)\n?",
    re.IGNORECASE | re.MULTILINE,
)
_FALSIFIABLE = re.compile(
    r"Falsifi(?:able|ed)[,:]? ?\(?(?:after|with) [^\n]{1,120}?(?:\)|:|\.)+[ \t]*"
    r"(?P<values>(?:[ \t]*\n?[ \t]*(?:[-+]?\d[^\n]{0,300}|[\"'\[({<](?![A-Za-z]+ [a-z]+)[^\n]{0,600}|(?:Just|Left|Right|Some) [^\n]{1,300}|(?:True|False|None|Nothing)[ \t]*$)){0,8})",
    re.MULTILINE,
)
_FAILED_ON = re.compile(r"(?P<what>failed on input )[^\n]{1,600}", re.IGNORECASE)


def without_samples(message: str) -> str:
    r"""The message without the inputs, the seeds and the counts of tries that found them.

    >>> without_samples("Falsifiable (after 14 tests and 3 shrinks):\n[0,-1]\nlaw broken\nseed: 7")
    'Falsifiable\nlaw broken\n'
    """
    if _HINT.search(message) is None:
        return message
    text = _HYPOTHESIS.sub("", message)
    text = _FALSIFIABLE.sub("Falsifiable", text)
    text = _FAILED_ON.sub(r"\g<what>", text)
    return _LABELLED.sub("", text)
