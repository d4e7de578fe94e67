"""Say what is counted in the singular: `1 item` and `3 items` differ in their count alone."""

import re

_MANY = re.compile(
    r"(?<![\w.-])(?P<noun><n> (?:[a-z]{2,20} ){0,2}?[a-z]{2,30}?)(?:(?P<y>(?<=[a-z]{2})ies)|(?<=[a-z]{2}[^s\W])s|\(s\))(?![\w-])"
)
_THERE = re.compile(
    r"\b(?P<there>there|only|but) (?:is|are|was|were|has|have) (?=<n> )", re.IGNORECASE
)
_VERB = re.compile(r"(?P<of><n> (?:[a-z]{2,20} ){1,2})(?:are|is|were|was|have|has)\b")
_VERBS = {"are": "is", "were": "was", "have": "has"}


def singular(text: str) -> str:
    """The text with what a masked count counts in the singular, and its verb.

    >>> singular("there are <n> other sessions, <n> dependencies were added")
    'there is <n> other session, <n> dependency was added'
    """
    if "<n> " not in text:
        return text
    text = _MANY.sub(lambda found: found["noun"] + ("y" if found["y"] else ""), text)
    text = _THERE.sub(_verb, text)
    return _VERB.sub(_verb, text)


def _verb(found: re.Match[str]) -> str:
    head, _, verb = found[0].rstrip().rpartition(" ")
    return f"{head} {_VERBS.get(verb, verb)}{found[0][len(found[0].rstrip()) :]}"
