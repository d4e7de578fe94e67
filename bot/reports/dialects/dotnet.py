"""Names as .NET writes them: classes, methods with arguments, exceptions, assemblies."""

import re

_EXCEPTION = re.compile(
    r"\s*(?:(?:Test|Initialization) method \S+ (?:threw exception|throws exception|threw)[.:]?\s*|(?:OneTime)?(?:SetUp|TearDown)\s?: )?"
    r"(?:One or more errors occurred\. \()?"
    r"((?:[A-Za-z_]\w*[.+])*(?:[A-Z]\w*)?(?:Exception|Error|Failure))\b(?:`\d)? ?:"
)
_BRACKET = re.compile(r"[(<\[\"' ]")
_SPAN = re.compile(r"(?:(\d{1,5})\.)?(\d{1,2}):(\d{1,2}):(\d{1,2}(?:\.\d{1,9})?)", re.ASCII)


def exception_of(message: str) -> str:
    """The exception that a message begins with; NUnit writes a space before the colon.

    >>> exception_of("System.InvalidOperationException : no cart"), exception_of("Expected: 3")
    ('System.InvalidOperationException', '')
    """
    found = _EXCEPTION.match(message[:2000])
    return found[1] if found else ""


def split_name(full: str) -> tuple[str, str]:
    """The class and the method of a full name; dots in its arguments divide nothing.

    >>> split_name("Shop.CartTests.Price(1.5)"), split_name("Total"), split_name("It adds. Really")
    (('Shop.CartTests', 'Price(1.5)'), ('', 'Total'), ('', 'It adds. Really'))
    """
    bracket = _BRACKET.search(full)
    if bracket and bracket[0] == " ":
        return "", full
    head = full[: bracket.start()] if bracket else full
    dot = head.rfind(".")
    if dot <= 0 or dot == len(full) - 1:
        return "", full
    return full[:dot], full[dot + 1 :]


def without_class(name: str, classname: str) -> str:
    """The name without the class that it repeats.

    >>> without_class("Shop.CartTests.Total", "Shop.CartTests")
    'Total'
    """
    rest = name.removeprefix(f"{classname}.")
    return rest or name


def assembly_of(path: str) -> str:
    r"""The file of an assembly without its folders.

    >>> assembly_of(r"C:\work\Shop.Tests.dll"), assembly_of("/src/bin/Shop.Tests.dll")
    ('Shop.Tests.dll', 'Shop.Tests.dll')
    """
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def class_in_trace(trace: str, name: str) -> str:
    """The class whose method of this name stands in a stack trace.

    >>> class_in_trace("   at Shop.CartTests.Total() in /src/CartTests.cs:line 7", "Total (1)")
    'Shop.CartTests'
    """
    method = _BRACKET.split(name, maxsplit=1)[0]
    if not method.isidentifier():
        return ""
    found = re.search(rf"\bat (\w[\w.+`]{{0,500}})\.{method}\(", trace)
    return found[1] if found else ""


def seconds_of_span(text: str) -> float | None:
    """A TimeSpan in seconds, None when it is none.

    >>> seconds_of_span("00:01:02.5000000"), seconds_of_span("1.00:00:00"), seconds_of_span("3 s")
    (62.5, 86400.0, None)
    """
    found = _SPAN.fullmatch(text)
    if not found:
        return None
    days, hours, minutes, seconds = found.groups()
    return (int(days or 0) * 24 + int(hours)) * 3600 + int(minutes) * 60 + float(seconds)
