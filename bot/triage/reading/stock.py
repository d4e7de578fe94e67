"""What a language's own runtime says in the same words wherever it happens.

Such a sentence names no thing of the project. Two of them from two places in the project's code are
two faults, until something else says that they belong together.
"""

import re

_SENTENCES = (
    r"division by zero|divide by zero|/ by zero",
    r"(?:list|tuple|string|bytearray|array|pop) index out of range|pop from (?:an )?empty \w+",
    r"index (?:\S+ )?out of (?:range|bounds)(?: for length \S+)?(?: \[\S+\] with length \S+)?",
    r"dictionary (?:changed size|keys changed) during iteration|set changed size during iteration",
    r"maximum (?:recursion depth|call stack size) exceeded(?: [\w ]{1,60})?",
    r"Expecting value: line \S+ column \S+ \(char \S+\)",
    r"'[\w-]+' codec can't (?:de|en)code \w+ \S+ in position \S+(?:: [\w ]+)?",
    r"'NoneType' object is not (?:subscriptable|iterable|callable)",
    r"invalid memory address or nil pointer dereference",
    r"Connection reset by peer|Broken pipe|Address already in use|Resource temporarily unavailable",
    r"(?:Cannot operate on|cannot use) a closed (?:database|connection|file)|I/O operation on closed file",
    r"database (?:table )?is locked|deadlock detected|Lock wait timeout exceeded[\w; ]{0,60}",
    r"Event loop is closed|Session is closed",
)
_AROUND = re.compile(
    r"^\[(?:Errno|WinError) [^\]]{1,12}\]\s*|^\([\w.]{1,60}\)\s*|: \([^()\n]{0,80}\)$"
)
_STOCK = re.compile("|".join(_SENTENCES))


def is_stock(text: str) -> bool:
    """Whether the first line says nothing but such a sentence.

    >>> is_stock("division by zero"), is_stock("[Errno 104] Connection reset by peer")
    (True, True)
    >>> is_stock("no such column: orders.total")
    False
    """
    line = _AROUND.sub("", _AROUND.sub("", text.partition("\n")[0].strip())).strip(" .")
    return _STOCK.fullmatch(line) is not None
