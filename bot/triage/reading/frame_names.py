"""Name a function as its source does, so that recompiling it gives the same name."""

import re
from functools import lru_cache

_NESTED = re.compile(r"<[^<>]*>|\([^()]*\)|\{[^{}]*\}|\[[^\[\]]*\]")
_CSHARP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<>c(?:__DisplayClass\w{1,20})?\."), ""),
    (re.compile(r"<<(\w+)>[bg]__(?:(\w+)\|)?[\w]{0,20}>d(?:__\d+)?\.MoveNext"), r"\1.\2"),
    (re.compile(r"<(\w+)>d__\d+(?:`\d+)?\.MoveNext"), r"\1"),
    (re.compile(r"<(\w+)>g__(\w+)\|[\d_]{1,20}"), r"\1.\2"),
    (re.compile(r"<(\w+)>b__[\w]{1,20}"), r"\1"),
    (re.compile(r"`\d+"), ""),
)
_JVM: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\$\$?Lambda.*$"), ""),
    (re.compile(r"\blambda\$(\w+?)\$\d+$"), r"\1"),
    (
        re.compile(r"\$\$?anonfun\$(?:\$nestedInanonfun\$\d+\$)?(\w*?)(?:\$\d+)+(?:\.apply\w*)?$"),
        r".\1",
    ),
    (re.compile(r"\$(?:suspendImpl|default|lambda[$-]\d+|\d+)+\b|-impl\b|\$lambda$"), ""),
    (re.compile(r"\.invoke(?:Suspend)?$|\._closure\d+|\.doCall$|\baccess\$"), ""),
    (re.compile(r"\$+"), "."),
)
_GO = re.compile(r"(?:\.func\d+|\.gowrap\d+|\.deferwrap\d+|\.\d+|-fm|-range\d+)+$")
_RUBY = re.compile(r"^(?:(?:block|rescue|ensure)(?: \(\d+ levels\))? in )+")
_RUST_AS = re.compile(
    r"^<(?P<type>[^<>]{1,200}(?:<[^<>]{0,200}>)?) as .{1,300}>::(?P<name>.{1,200})$"
)
_HASH = re.compile(r"::h[0-9a-f]{16}$")
_JS = re.compile(r"^(?:async |new |get |set |static |bound )+| \[as [^\]\n]{1,80}\]$")
_RECEIVER = re.compile(r"\(\*?(\w{1,80})(?:\[[^\]\n]{0,80}\])?\)\.")
_QUALIFIED = re.compile(r"\s(?:const|volatile|noexcept|&&?)\b|\[clone.*$")
_COLONS = re.compile(r"(?:::){2,}")
_PYTHON = re.compile(r"<(?:module|lambda|genexpr|listcomp|dictcomp|setcomp)>")
_PHP = re.compile(r"(?:->|::)?[\w\\]{0,200}\{closure[^}\n]{0,200}\}")
_SPARE = re.compile(r"(?:^|\.|::|->)(?:anonymous|fn)$|^(?:Object|Module|unknown|null)$")
_SIGNS = re.compile(r"(?:::|\.|->)*(?:operator)?(?:::|\.|->|\s)*$")


@lru_cache(maxsize=8192)
def short_function(function: str) -> str:
    """The function without its arguments, its generic parts and the names made by a compiler.

    Empty for code that has no name of its own.

    >>> short_function("Acme.Cart.<Total>d__3.MoveNext()"), short_function("shop::total::h0a1b2c3d4e5f6a7b")
    ('Acme.Cart.Total', 'shop::total')
    >>> short_function("com.acme.Cart.lambda$total$3"), short_function("main.<anonymous closure>")
    ('com.acme.Cart.total', 'main')
    """
    function = _HASH.sub("", function.strip()[:2000])
    if _PYTHON.fullmatch(function):
        return function
    if trait := _RUST_AS.match(function):
        function = f"{trait['type']}::{trait['name']}"
    function = _JS.sub("", _RUBY.sub("", function))
    if "__" in function or "`" in function or "<>c" in function:
        function = _changed(_CSHARP, function)
    function = _bare(function)
    if "$" in function or "invoke" in function or "closure" in function or "-impl" in function:
        function = function if function.startswith("$s") else _changed(_JVM, function)
    function = _GO.sub("", function)
    return _SPARE.sub("", function).strip(" .:")[:160]


def _changed(table: tuple[tuple[re.Pattern[str], str], ...], function: str) -> str:
    for pattern, instead in table:
        function = pattern.sub(instead, function)
    return re.sub(r"\.{2,}", ".", function).rstrip(".")


def _bare(function: str) -> str:
    """Without what stands in brackets: arguments, types, closures; Go's receiver keeps its name."""
    function = _RECEIVER.sub(r"\1.", _PHP.sub("", function) if "{c" in function else function)
    for _ in range(8):
        shorter = _NESTED.sub("", function)
        if shorter == function:
            break
        function = shorter
    function = _COLONS.sub("::", _QUALIFIED.sub("", function))
    return _SIGNS.sub("", function)
