"""One small change of Python source at a time: the faults that people make, as text edits."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Replace the bytes `start` to `end` of `file` by `text`; `function` is what they stand in."""

    file: str
    function: str
    line: int
    start: int
    end: int
    text: str
    what: str


def apply(source: bytes, faults: list[Fault]) -> bytes:
    """The source with the faults, which must not overlap."""
    for fault in sorted(faults, key=lambda one: -one.start):
        source = source[: fault.start] + fault.text.encode() + source[fault.end :]
    return source


def faults_of(file: str, source: bytes) -> list[Fault]:
    """Every fault that this module knows to make in the functions of one file."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for name, function in _functions(ast.parse(source), ""):
        for node, changed, what in _changes(function):
            if node.end_lineno != node.lineno or node.end_col_offset is None:
                continue
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[node.lineno - 1] + node.end_col_offset
            text = changed if isinstance(changed, str) else ast.unparse(changed)
            fault = Fault(file, name, node.lineno, start, end, text, what)
            if _parses(apply(source, [fault])):
                found.append(fault)
    return found


def _parses(source: bytes) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


def _functions(tree: ast.AST, path: str) -> Iterator[tuple[str, ast.AST]]:
    """The outermost functions, with their dotted names."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield f"{path}{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{path}{node.name}.")
        elif isinstance(node, (ast.If, ast.Try, ast.With)):
            yield from _functions(node, path)


_Edit = tuple[ast.stmt | ast.expr, ast.AST | str, str]


def _changes(function: ast.AST) -> Iterator[_Edit]:
    for node in _walk(function):
        if isinstance(node, ast.stmt):
            yield from _of_statement(node)
        elif isinstance(node, ast.expr):
            yield from _of_expression(node)


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """What runs in a function: no annotation, decorator, docstring or inside of an f-string."""
    skipped: set[int] = set()
    for one in ast.walk(node):
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for part in (*one.decorator_list, one.args, *([one.returns] if one.returns else [])):
                skipped.update(id(inner) for inner in ast.walk(part))
        if isinstance(one, (ast.JoinedStr, ast.AnnAssign)):
            skipped.update(id(inner) for inner in ast.walk(one))
        if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
            skipped.update((id(one), id(one.value)))
    return (one for one in ast.walk(node) if id(one) not in skipped)


def _of_statement(node: ast.stmt) -> Iterator[_Edit]:
    if isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield node, "return None", "return value"
    if isinstance(node, (ast.If, ast.While)):
        yield node.test, f"not ({ast.unparse(node.test)})", "condition"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield node, "pass", "call left out"
    if isinstance(node, ast.AugAssign) and type(node.op) in _BINARY:
        changed = deepcopy(node)
        changed.op = _BINARY[type(node.op)]()
        yield node, changed, "operator"
    if isinstance(node, ast.Raise):
        yield node, "pass", "error swallowed"


def _of_expression(node: ast.expr) -> Iterator[_Edit]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARE:
        compare = deepcopy(node)
        compare.ops[0] = _COMPARE[type(node.ops[0])]()
        yield node, f"({ast.unparse(compare)})", "comparison"
    elif isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        binary = deepcopy(node)
        binary.op = _BINARY[type(node.op)]()
        yield node, f"({ast.unparse(binary)})", "operator"
    elif isinstance(node, ast.BoolOp):
        boolean = deepcopy(node)
        boolean.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield node, f"({ast.unparse(boolean)})", "and / or"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, f"({ast.unparse(node.operand)})", "not left out"
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield node, f"{ast.unparse(node)}_", "attribute"
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node)


def _of_constant(node: ast.Constant) -> Iterator[_Edit]:
    if isinstance(node.value, bool):
        yield node, repr(not node.value), "constant"
    elif isinstance(node.value, int):
        yield node, repr(node.value + 1), "constant"
    elif isinstance(node.value, str) and node.value:
        yield node, repr(node.value + "X"), "constant"


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
