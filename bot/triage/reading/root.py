"""Find the exception that began a chain, and tell an exception's type from its message."""

import re

from bot.triage.reading.exception_groups import group_leaf
from bot.triage.reading.type_names import short_type

_TYPE = (
    r"(?:[A-Za-z_][\w$]{0,80}(?:\.|::|\\|/))*[A-Za-z_][\w$]{0,100}"
    r"(?:Error|Exception|Failure|Failed|Fault|Panic|Timeout|Expired|Interrupt|Exit|Warning|Refused|NotFound"
    r"|Violation|Iteration|Invalid\w{0,40})"
)
_PREFIX = re.compile(
    rf"^\s*(?:Uncaught )?(?:\(in promise\) )?(?P<type>{_TYPE})(?:\s?:\s?|\s*\n|\s*$|\s(?=with #<))"
)
_RAISED = re.compile(r"^[\w@~+.\\/:-]{1,300}\.py\w?:\d+: (?P<type>[\w.]{1,100})$", re.MULTILINE)
_CAUSED_BY = re.compile(
    rf"^\s*(?:Caused by|\[cause\]|---> ?| ---> ):? ?(?P<type>{_TYPE})(?:\s?: ?(?P<text>[^\n]*))?",
    re.MULTILINE,
)
_NET_INNER = re.compile(rf" ---> (?P<type>{_TYPE}) ?: (?P<text>[^\n]*)")
_PHP_CAUSED_BY = re.compile(rf"^Caused by\n(?P<type>{_TYPE})(?:: (?P<text>[^\n]*))?", re.MULTILINE)
_ANYHOW = re.compile(r"^Caused by:\n(?P<list>(?: {2,}[^\n]+(?:\n|\Z)){1,20})", re.MULTILINE)
_DIRECT = "The above exception was the direct cause of the following exception"
_PY_LAST = re.compile(rf"^(?:E {{3,}})?(?P<type>{_TYPE})(?:: (?P<text>[^\n]*))?$", re.MULTILINE)
_GENERIC_TYPES = frozenset(
    {"", "failure", "error", "failed", "fail", "junit", "pytest", "exception"}
)


def split_type(message: str, type_: str, trace: str) -> tuple[str, str]:
    """The exception's short type and its message without it.

    >>> split_type("java.lang.IllegalStateException: no cart", "", "")
    ('IllegalStateException', 'no cart')
    """
    found = _PREFIX.match(message)
    if found:
        return short_type(found["type"]), _once(found["type"], message[found.end() :].strip())
    short = short_type(type_) if re.fullmatch(_TYPE, type_.strip()) else ""
    if short.lower() in _GENERIC_TYPES or "." in short:
        raised = _RAISED.findall(trace)
        short = short_type(raised[-1]) if raised else ""
    if not short and re.match(r"assert\b", message):
        short = "AssertionError"
    return short, message.strip()


def _once(type_: str, said: str) -> str:
    """The message without the type that some exceptions repeat at its beginning."""
    rest = said.removeprefix(type_)
    return rest.lstrip(": ") if rest != said and (not rest or rest[0] in " :") else said


def root_cause(trace: str) -> tuple[str, str, str] | None:
    """Type, message and section of the exception that began an explicit chain, if there is one.

    Of an exception group it is the first exception inside it that is no group itself.
    """
    if "Exception Group Traceback" in trace and (leaf := group_leaf(trace)):
        return leaf
    if _DIRECT in trace:
        section = trace.partition(_DIRECT)[0]
        said = list(_PY_LAST.finditer(section))
        if said:
            return short_type(said[-1]["type"]), said[-1]["text"] or "", section
    if " by" not in trace and "-->" not in trace and "[cause]" not in trace:
        return None
    caused = list(_CAUSED_BY.finditer(trace)) or list(_NET_INNER.finditer(trace))
    caused = caused or list(_PHP_CAUSED_BY.finditer(trace))
    if not caused:
        return _of_anyhow(trace)
    last = caused[-1]
    return short_type(last["type"]), (last["text"] or "").strip(), trace[last.start() :]


def _of_anyhow(trace: str) -> tuple[str, str, str] | None:
    """Rust's `Caused by:` lists messages without types, the root last."""
    found = _ANYHOW.search(trace)
    if not found:
        return None
    last = found["list"].rstrip().splitlines()[-1]
    return "", re.sub(r"^\s*(?:\d+: )?", "", last).strip(), trace
