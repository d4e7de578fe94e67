"""YAML that people write, read into plain values with the place of every key and value.

Safe against hostile files: no tags, no aliases (so no "billion laughs"); size, depth and the number
of values are bounded.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import yaml

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_EVENTS = 10_000  # keys, values, ends of lists; reading more takes longer than a second

Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]

# libyaml is ten times faster; wheels of PyYAML carry it, other builds may not.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BARE_TAG = "tag:yaml.org,2002:"
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,17}")
_TEXTS = {"str", "bool", "float", "timestamp", "merge", "value"}
_CONTAINERS = {f"{_BARE_TAG}map", f"{_BARE_TAG}seq"}


class Mark(Protocol):
    """A place as either parser tells it, counted from 0."""

    line: int
    column: int


class YamlProblem(Exception):
    """The text is no YAML that is read here; `place` is (line, column), counted from 1."""

    def __init__(self, reason: str, place: Place) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


@dataclass(frozen=True, kw_only=True)
class YamlTree:
    """The value of a document; `keys` and `values` say where each stands, by its path.

    `repeated` are keys that a mapping holds twice, with the place of the second.
    """

    value: object
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    repeated: dict[Path, Place] = field(default_factory=dict)


def read_yaml(text: str, *, may_be_empty: Callable[[Path], bool]) -> YamlTree:
    """Read one document. A key without a value counts as not written where `may_be_empty` says so.

    Raises YamlProblem.
    """
    _check_size(text)
    try:
        _check_shape(text)
        root = yaml.compose(text, Loader=_LOADER)
        tree = YamlTree(value=None)
        value = _value(root, (), tree, may_be_empty) if root is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlProblem(f"this is not YAML: {error.problem}", _place(mark)) from error
    except yaml.YAMLError as error:
        raise YamlProblem("this is not YAML: it holds a control character", (1, 1)) from error
    return YamlTree(value=value, keys=tree.keys, values=tree.values, repeated=tree.repeated)


def _check_size(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise YamlProblem("the file is not valid UTF-8", (1, 1)) from error
    if size > MAX_BYTES:
        raise YamlProblem(f"the file is larger than {MAX_BYTES // 1024} KB", (1, 1))


def _check_shape(text: str) -> None:
    """Walk the events alone, which takes no memory, before a tree is built of them."""
    depth = documents = 0
    for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        if isinstance(event, yaml.ScalarEvent) and number <= MAX_EVENTS:
            continue
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if isinstance(event, yaml.AliasEvent):
            raise YamlProblem("aliases (`*name`) are not read; write the value out", _at(event))
        if number > MAX_EVENTS or depth > MAX_DEPTH or documents > 1:
            raise YamlProblem(_too_much(depth, documents), _at(event))


def _too_much(depth: int, documents: int) -> str:
    if depth > MAX_DEPTH:
        return f"nested deeper than {MAX_DEPTH} levels"
    if documents > 1:
        return "a second document begins; write only one"
    return f"more than {MAX_EVENTS:,} keys, values and brackets"


def _at(event: yaml.Event) -> Place:
    return _place(event.start_mark)


def _place(mark: Mark | None) -> Place:
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def _value(
    node: yaml.Node, path: Path, tree: YamlTree, may_be_empty: Callable[[Path], bool]
) -> object:
    tree.values[path] = _place(node.start_mark)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if node.tag not in _CONTAINERS:
        raise YamlProblem("tags such as `!name` are not read", _place(node.start_mark))
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, i), tree, may_be_empty) for i, item in enumerate(node.value)]
    found: dict[str, object] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if not isinstance(key, str):
            raise YamlProblem("a key must be a word", _place(key_node.start_mark))
        here = (*path, key)
        if key in found:
            tree.repeated[here] = _place(key_node.start_mark)
        tree.keys[here] = _place(key_node.start_mark)
        value = _value(value_node, here, tree, may_be_empty)
        if value is not None or not may_be_empty(here):
            found[key] = value
    return found


def _scalar(node: yaml.ScalarNode) -> object:
    """Read numbers and nothing; all else stays the text it is, so `on` and `1.0` are names."""
    place = _place(node.start_mark)
    kind = node.tag.removeprefix(_BARE_TAG)
    if kind == "null":
        return None
    if kind == "int" and _DECIMAL.fullmatch(node.value):
        return int(node.value)
    if kind != "int":
        if kind not in _TEXTS:
            raise YamlProblem("tags such as `!name` are not read", place)
        return node.value
    try:
        value: object = yaml.constructor.SafeConstructor().construct_object(node)
    except (ValueError, yaml.YAMLError) as error:
        raise YamlProblem("this number cannot be read", place) from error
    return value
