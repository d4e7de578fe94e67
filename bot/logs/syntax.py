"""Parse the part of RE2's syntax that rules use, to learn what their matches must hold."""

import re

from bot.logs.nodes import Chars, Either, Empty, Literal, Node, Repeat, Row, Start


class UnknownSyntaxError(Exception):
    """The pattern uses something that is not understood here; RE2 itself may well."""


ANY = Chars("", negated=True, fold=False, size=256)
_BARE: dict[str, Node] = {"^": Start(), "$": Empty(), ".": ANY}
_SETS = {"d": r"\d", "w": r"\w", "s": r"\t\f\r "}
_SIZES = {"d": 10, "w": 63, "s": 5}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "a": "\a", "v": "\v"}
_COUNT = re.compile(r"\{(\d{1,4})(,?)(\d{0,4})\}")
_GROUP = re.compile(r"\?(?:P?<\w+>|(?P<flags>[imsU]*)(?:-(?P<off>[imsU]+))?(?P<end>[:)]))")
_HEX = re.compile(r"x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})")
MAX_DEPTH = 40


def parse(pattern: str) -> Node:
    """The tree of `pattern`.

    Raises:
        UnknownSyntaxError: the pattern uses what is not understood here.

    >>> parse("a|b*").nodes[1].low
    0
    """
    parser = _Parser(pattern)
    node = parser.either(fold=False, depth=0)
    if parser.at < len(pattern):
        raise UnknownSyntaxError(pattern[parser.at :])
    return node


class _Parser:
    """Reads `text` from `at` on."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def either(self, fold: bool, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise UnknownSyntaxError("too deep")
        branches, row = [], list[Node]()
        while self.at < len(self.text) and self.text[self.at] != ")":
            if self._take("|"):
                branches.append(_row(row))
                row = []
            elif flags := self._flags():
                fold = _folds(flags, fold)
            else:
                row.append(self._repeated(self._one(fold, depth)))
        branches.append(_row(row))
        return branches[0] if len(branches) == 1 else Either(tuple(branches))

    def _take(self, word: str) -> bool:
        if not self.text.startswith(word, self.at):
            return False
        self.at += len(word)
        return True

    def _flags(self) -> re.Match[str] | None:
        """Flags such as `(?i)` that hold up to the end of the group."""
        found = _GROUP.match(self.text, self.at + 1) if self.text[self.at] == "(" else None
        if found is None or found["end"] != ")":
            return None
        self.at = found.end()
        return found

    def _one(self, fold: bool, depth: int) -> Node:
        char = self.text[self.at]
        self.at += 1
        if char == "(":
            return self._group(fold, depth)
        if char == "[":
            return self._class(fold)
        if char == "\\":
            return self._escape(fold)
        if char in "*+?":
            raise UnknownSyntaxError(char)
        return _BARE[char] if char in _BARE else Literal(char, fold)

    def _group(self, fold: bool, depth: int) -> Node:
        if found := _GROUP.match(self.text, self.at):
            self.at = found.end()
            fold = _folds(found, fold)
        elif self.text[self.at : self.at + 1] == "?":
            raise UnknownSyntaxError(self.text[self.at :])
        node = self.either(fold, depth + 1)
        if not self._take(")"):
            raise UnknownSyntaxError("a group is open")
        return node

    def _escape(self, fold: bool) -> Node:
        char = self.text[self.at : self.at + 1]
        if char.lower() in _SETS:
            self.at += 1
            name = char.lower()
            return Chars(_SETS[name], negated=char != name, fold=False, size=_SIZES[name])
        if char and char in "bBzA":
            self.at += 1
            return Start() if char == "A" else Empty()
        return Literal(self._escaped(), fold)

    def _escaped(self) -> str:
        """The character that an escape stands for."""
        char = self.text[self.at : self.at + 1]
        if found := _HEX.match(self.text, self.at):
            self.at = found.end()
            return chr(int(found[1] or found[2], 16))
        self.at += 1
        if char in _CONTROLS:
            return _CONTROLS[char]
        if not char or char.isalnum():
            raise UnknownSyntaxError("\\" + char)
        return char

    def _class(self, fold: bool) -> Node:
        negated, items, size, beyond, has_ranges = self._take("^"), "", 0, "", False
        first = True
        while first or self.text[self.at : self.at + 1] != "]":
            first = False
            known = self.text[self.at : self.at + 1] if self._take("\\") else ""
            if known in _SETS:
                self.at += 1
                items, size = items + _SETS[known], size + _SIZES[known]
                continue
            low = self._member(is_escape=bool(known))
            high = low
            if self.text[self.at : self.at + 1] == "-" and self.text[self.at + 1 :][:1] != "]":
                self.at += 1
                high = self._member(is_escape=self._take("\\"))
            if high > "\x7f":
                beyond += high if low == high else low + high
                has_ranges = has_ranges or low != high
            if low <= "\x7f":
                top = min(high, "\x7f")
                items += _span(ord(low), ord(top))
                size += ord(top) - ord(low) + 1
        self.at += 1
        return Chars(items, negated, fold, 256 - size if negated else size, beyond, has_ranges)

    def _member(self, is_escape: bool) -> str:
        if is_escape:
            return self._escaped()
        char = self.text[self.at : self.at + 1]
        if not char or self.text.startswith("[:", self.at):
            raise UnknownSyntaxError("a class")
        self.at += 1
        return char

    def _repeated(self, node: Node) -> Node:
        while self.at < len(self.text):
            low, high = 0, None
            if found := _COUNT.match(self.text, self.at):
                self.at = found.end()
                low = int(found[1])
                high = int(found[3]) if found[3] else (None if found[2] else low)
            elif self._take("+"):
                low = 1
            elif self._take("?"):
                high = 1
            elif not self._take("*"):
                break
            self._take("?")  # as few as possible: the same matches
            node = Repeat(node, low, high)
        return node


def _span(low: int, high: int) -> str:
    """A range of bytes without the newline, which no line holds."""
    if low <= 10 <= high:
        return (_span(low, 9) if low < 10 else "") + (_span(11, high) if high > 10 else "")
    return f"\\x{low:02x}-\\x{high:02x}"


def _row(nodes: list[Node]) -> Node:
    flat = [each for node in nodes for each in (node.nodes if isinstance(node, Row) else (node,))]
    return flat[0] if len(flat) == 1 else Row(tuple(flat))


def _folds(found: re.Match[str], fold: bool) -> bool:
    if "i" in (found["off"] or ""):
        return False
    return fold or "i" in (found["flags"] or "")
