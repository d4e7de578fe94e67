"""What a cause is called that lies in the code: types, numbers, formats."""

from bot.triage.words.row import rows

CODE = rows(
    (
        r"'NoneType' object is not (\w+)",
        "none not {}",
        "'NoneType' object is not callable",
        "none not callable",
    ),
    (
        r"object is not (callable|iterable|subscriptable|awaitable)|is not (iterable)",
        "not {}",
        "'int' object is not iterable",
        "not iterable",
    ),
    (
        r"cannot unpack|values to unpack",
        "cannot unpack",
        "not enough values to unpack (expected 2, got 1)",
        "cannot unpack",
    ),
    (
        r"unhashable type",
        "unhashable type",
        "unhashable type: 'list'",
        "unhashable type",
    ),
    (
        r"unsupported operand",
        "unsupported operand",
        "unsupported operand type(s) for +: 'int' and 'str'",
        "unsupported operand",
    ),
    (
        r"offset-naive",
        "naive and aware times",
        "can't compare offset-naive and offset-aware datetimes",
        "naive and aware times",
    ),
    (
        r"changed size during iteration|ConcurrentModification|collection was modified",
        "changed during iteration",
        "dictionary changed size during iteration",
        "changed during iteration",
    ),
    (
        r"event loop is closed|attached to a different loop|no running event loop",
        "event loop",
        "RuntimeError: Event loop is closed",
        "event loop",
    ),
    (
        r"invalid literal for int|could not convert string to float|NumberFormat|invalid digit found|ParseInt",
        "invalid number",
        "invalid literal for int() with base 10: 'x'",
        "invalid number",
    ),
    (
        r"codec can't (decode|encode)|Unicode(Decode|Encode)Error|invalid (?:utf-8|byte sequence)",
        "unicode {}",
        "'utf-8' codec can't decode byte",
        "unicode decode",
    ),
    (
        r"not JSON serializable|circular structure to JSON",
        "not serializable",
        "X is not JSON serializable",
        "not serializable",
    ),
    (
        r"JSONDecodeError|expecting value: line|in JSON at position|end of JSON|JsonParse|not valid JSON",
        "invalid json",
        "Unexpected token < in JSON at position 0",
        "invalid json",
    ),
    (
        r"does not match format|could not be parsed at index|unparseable date|invalid date",
        "wrong format",
        "time data 'x' does not match format '%Y'",
        "wrong format",
    ),
    (
        r"validation errors? for (\w+)",
        "invalid {}",
        "2 validation errors for Order",
        "invalid order",
    ),
    (
        r"is not assignable to|mismatched types|is not a subtype of|incompatible types|cannot be cast to|ClassCast|InvalidCast|cannot use .{1,60} as .{1,40} (?:value|type)",
        "wrong type",
        "mismatched types: expected `u32`",
        "wrong type",
    ),
    (
        r"import statement outside a module|require\(\) of ES Module|ERR_REQUIRE_ESM",
        "module format",
        "Cannot use import statement outside a module",
        "module format",
    ),
    (
        r"segmentation fault|SIGSEGV|SIGABRT|SIGBUS|SIGILL|SIGFPE|access violation|core dumped",
        "crash",
        "Segmentation fault",
        "crash",
    ),
    (
        r"Syntax ?Error|invalid syntax|unexpected token|IndentationError|TabError|ParseError|unterminated string",
        "syntax error",
        "SyntaxError: invalid syntax",
        "syntax error",
    ),
)
"""Rows from particular to general; the first that fits wins."""
