"""Find the exception that began a chain, and tell an exception's type from its message."""

import re

_TYPE = (
    r"(?:[A-Za-z_][\w$]{0,80}(?:\.|::|\\|/))*[A-Za-z_][\w$]{0,100}"
    r"(?:Error|Exception|Failure|Failed|Fault|Panic|Timeout|Expired|Interrupt|Exit|Warning|Refused|NotFound"
    r"|Violation|Iteration|Invalid\w{0,40})"
)
_PREFIX = re.compile(
    rf"^\s*(?:Uncaught )?(?:\(in promise\) )?(?P<type>{_TYPE})(?:\s?:\s?|\s*\n|\s*$)"
)
_RAISED = re.compile(r"^[\w@~+.\\/:-]{1,300}\.py\w?:\d+: (?P<type>[\w.]{1,100})$", re.MULTILINE)
_CAUSED_BY = re.compile(
    rf"^\s*(?:Caused by|\[cause\]|---> ?| ---> ):? ?(?P<type>{_TYPE})(?:\s?: ?(?P<text>[^\n]*))?",
    re.MULTILINE,
)
_NET_INNER = re.compile(rf" ---> (?P<type>{_TYPE}) ?: (?P<text>[^\n]*)")
_DIRECT = "The above exception was the direct cause of the following exception"
_PY_LAST = re.compile(rf"^(?:E {{3,}})?(?P<type>{_TYPE})(?:: (?P<text>[^\n]*))?$", re.MULTILINE)
_GENERIC_TYPES = frozenset(
    {"", "failure", "error", "failed", "fail", "junit", "pytest", "exception"}
)


def short_type(name: str) -> str:
    """The last part of a type's name.

    >>> short_type("org.opentest4j.AssertionFailedError"), short_type("Capybara::ElementNotFound")
    ('AssertionFailedError', 'ElementNotFound')
    """
    return re.split(r"[.:\\/]", name.strip())[-1].rpartition("$")[2]


def split_type(message: str, type_: str, trace: str) -> tuple[str, str]:
    """The exception's short type and its message without it.

    >>> split_type("java.lang.IllegalStateException: no cart", "", "")
    ('IllegalStateException', 'no cart')
    """
    found = _PREFIX.match(message)
    if found:
        return short_type(found["type"]), message[found.end() :].strip() or ""
    short = short_type(type_) if re.fullmatch(_TYPE, type_.strip()) else ""
    if short.lower() in _GENERIC_TYPES or "." in short:
        raised = _RAISED.findall(trace)
        short = short_type(raised[-1]) if raised else ""
    if not short and re.match(r"assert\b", message):
        short = "AssertionError"
    return short, message.strip()


def root_cause(trace: str) -> tuple[str, str, str] | None:
    """Type, message and section of the exception that began an explicit chain, if there is one."""
    if _DIRECT in trace:
        section = trace.partition(_DIRECT)[0]
        said = list(_PY_LAST.finditer(section))
        if said:
            return short_type(said[-1]["type"]), said[-1]["text"] or "", section
    caused = list(_CAUSED_BY.finditer(trace)) or list(_NET_INNER.finditer(trace))
    if not caused:
        return None
    last = caused[-1]
    return short_type(last["type"]), (last["text"] or "").strip(), trace[last.start() :]
