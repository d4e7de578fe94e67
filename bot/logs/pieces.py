"""Find for each alternative of a pattern a piece that every match of it must hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.logs.nodes import Chars, Either, Empty, Literal, Node, Repeat, Row, Start
from bot.logs.syntax import UnknownSyntaxError, parse

MIN_WEIGHT = 2.0
"""Characters' worth of evidence below which a piece would be on too many lines."""
RARE = 2.0
"""What a character beyond ASCII weighs."""
ENOUGH_WEIGHT = 14.0


@dataclass(frozen=True, slots=True)
class Piece:
    """What a match must hold, as a pattern of bytes; `weight` is about its number of characters."""

    source: str
    weight: float
    at_start: bool = False


NOTHING = Piece("", 0.0)


def pieces_of(pattern: str) -> list[Piece]:
    """One piece for each alternative of `pattern`; none when an alternative has nothing firm."""
    try:
        node = parse(pattern)
    except UnknownSyntaxError:
        return []
    pieces = [_lead(branch) for branch in _branches(node)]
    return [] if any(piece.weight < MIN_WEIGHT for piece in pieces) else pieces


def _branches(node: Node) -> Iterator[Node]:
    if isinstance(node, Either):
        for branch in node.nodes:
            yield from _branches(branch)
    else:
        yield node


def _lead(node: Node) -> Piece:
    """The better of how the line starts and what is anywhere in it."""
    anywhere = _best(node)
    nodes = node.nodes if isinstance(node, Row) else (node,)
    if not isinstance(nodes[0], Start):
        return anywhere
    ahead = _ahead(nodes[1:])
    return ahead if ahead.weight + 1 > anywhere.weight else anywhere


def _ahead(nodes: tuple[Node, ...]) -> Piece:
    """What the line must start with."""
    run = list[Piece]()
    for node in nodes:
        piece = _whole(node, is_loose=True)
        if piece is None:
            break
        run.append(piece)
    while run and run[-1].weight < 1:
        run.pop()
    kept = run[: _enough(run)]
    return Piece("".join(p.source for p in kept), sum(p.weight for p in run), at_start=True)


def _best(node: Node) -> Piece:
    """The heaviest piece that every match of `node` holds."""
    whole = _whole(node)
    if whole is not None:
        return whole
    match node:
        case Repeat(inner, low, _):
            return _best(inner) if low else NOTHING
        case Either(nodes):
            found = [_best(each) for each in nodes]
            source = "(?:" + "|".join(piece.source for piece in found) + ")"
            return Piece(source, min(piece.weight for piece in found))
        case Row(nodes):
            return max(_runs(nodes), key=lambda piece: piece.weight, default=NOTHING)
    return NOTHING


def _runs(nodes: tuple[Node, ...]) -> Iterator[Piece]:
    """Stretches of `nodes` that hold together, and the best of each node between them."""
    run = list[Piece]()
    for node in nodes:
        piece = _whole(node)
        if piece is None:
            yield _joined(run)
            yield _best(node)
            run = []
        else:
            run.append(piece)
    yield _joined(run)


def _joined(run: list[Piece]) -> Piece:
    """One piece of all, without the weak ones at both ends."""
    while run and run[-1].weight < 1:
        run.pop()
    while run and run[0].weight < 1:
        run.pop(0)
    weight = sum(piece.weight for piece in run)
    run = run[: _enough(run)]
    return Piece("".join(piece.source for piece in run), weight)


def _enough(run: list[Piece]) -> int:
    """How many of `run` say as much as all; a short automaton is a fast one."""
    total = 0.0
    for count, piece in enumerate(run, start=1):
        total += piece.weight
        if total >= ENOUGH_WEIGHT:
            return count
    return len(run)


def _whole(node: Node, *, is_loose: bool = False) -> Piece | None:
    """`node` as a pattern of bytes; None when it could run on for long.

    `is_loose` allows classes that name what they do not take, which is cheap only where the place
    is known.
    """
    match node:
        case Literal(char, fold):
            return _literal(char, fold)
        case Chars():
            return _chars(node, is_loose)
        case Repeat():
            return _repeat(node, is_loose)
        case Row() | Either():
            return _parts(node, is_loose)
    return NOTHING if isinstance(node, Empty) else None


def _parts(node: Row | Either, is_loose: bool) -> Piece | None:
    """All of a row, or any of several."""
    found = [_whole(each, is_loose=is_loose) for each in node.nodes]
    parts = [piece for piece in found if piece is not None]
    if len(parts) < len(found):
        return None
    if isinstance(node, Row):
        return Piece("".join(p.source for p in parts), sum(p.weight for p in parts))
    source = "(?:" + "|".join(piece.source for piece in parts) + ")"
    return Piece(source, min(piece.weight for piece in parts))


def _literal(char: str, fold: bool) -> Piece:
    if not char.isalpha() or not fold:
        return Piece(_bytes(char), 1.0 if char.isascii() else RARE)
    if char.isascii():
        return Piece(f"[{char.lower()}{char.upper()}]", 1.0)
    return Piece(r"[\x80-\xff]+", 0.5)


def _bytes(char: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in char.encode("utf-8", "replace"))


def _chars(node: Chars, is_loose: bool) -> Piece | None:
    if node.negated:
        return Piece(rf"[^{node.items}\n]+", 0.0) if is_loose and node.items else None
    fold = "(?i)" if node.fold else ""
    weight = 1.0 if node.size <= 4 else 0.5 if node.size <= 26 else 0.25
    source = f"(?:{fold}[{node.items}])" if node.items else ""
    if node.beyond:
        rare = len(node.beyond) <= 8 and not node.fold and not node.has_ranges
        ends = "|".join(map(_bytes, node.beyond)) if rare else r"[\x80-\xff]{1,4}"
        source = f"(?:{source}|{ends})" if source else f"(?:{ends})"
    return Piece(source, weight if node.items else RARE)


def _repeat(node: Repeat, is_loose: bool) -> Piece | None:
    inner = _whole(node.node, is_loose=is_loose)
    if inner is None:
        return None
    low = min(node.low, 8)
    is_long = (
        node.high is None or node.high > 8 or (isinstance(node.node, Chars) and node.node.negated)
    )
    if is_long and not is_loose and isinstance(node.node, Chars) and node.node.size > 26:
        return None
    high = "" if is_long else str(node.high)
    return Piece(f"(?:{inner.source}){{{low},{high}}}", inner.weight * low)
