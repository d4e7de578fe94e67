"""The text of `.github/gardener.yml` to a RepoConfig, or to the places where it is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from bot.errors import ConfigError
from bot.model.config import RepoConfig
from bot.model.config_keys import closest, field_at, shown, unknown_key
from bot.model.patterns import compile_pattern
from bot.model.yaml_tree import Path, Place, YamlProblem, YamlTree, read_yaml

MAX_PROBLEMS = 100
"""Who mends as many reads the file anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigProblem:
    """One thing wrong: `line` and `column` count from 1, `key` is the dotted path.

    `nearest` is the valid key or value that was probably meant, or empty.
    """

    line: int
    column: int
    reason: str
    key: str = ""
    nearest: str = ""

    @property
    def text(self) -> str:
        """The problem as one line, in valid Markdown."""
        hint = f"; did you mean `{self.nearest}`?" if self.nearest else ""
        return f"line {self.line}, column {self.column}: {self.reason}{hint}"


def read_config(text: str) -> tuple[RepoConfig | None, tuple[ConfigProblem, ...]]:
    """Read a repository config; None when there is any problem, as nothing is guessed.

    An empty file and a section without content mean the defaults. At most 100 problems are told.
    """
    try:
        tree = read_yaml(
            text.removeprefix("\ufeff"), may_be_empty=lambda path: bool(field_at(path))
        )
    except YamlProblem as problem:
        line, column = problem.place
        return None, (ConfigProblem(line=line, column=column, reason=problem.reason),)
    config: RepoConfig | None = None
    problems = [*_repeated(tree), *_bad_patterns(tree), *_same_ids(tree)]
    try:
        config = RepoConfig.model_validate({} if tree.value is None else tree.value)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        problems += (_problem(Details.of(found), tree) for found in errors[:MAX_PROBLEMS])
    problems.sort(key=lambda p: (p.line, p.column))
    return (None if problems else config), tuple(problems[:MAX_PROBLEMS])


@dataclass(frozen=True, slots=True)
class Details:
    """One error of pydantic, typed: https://docs.pydantic.dev/latest/errors/validation_errors/."""

    kind: str
    path: Path
    message: str
    given: object
    limits: Mapping[str, object]

    @classmethod
    def of(cls, error: Mapping[str, object]) -> "Details":
        """Take what is needed of the dictionary that pydantic makes."""
        limits, path = error.get("ctx"), error.get("loc")
        return cls(
            kind=str(error.get("type", "")),
            path=path if isinstance(path, tuple) else (),
            message=str(error.get("msg", "")),
            given=error.get("input"),
            limits=limits if isinstance(limits, dict) else {},
        )


_LIST = "expected a list, such as `[a, b]`"
_MAPPING = "expected keys and values below it"
_REASONS = {
    "tuple_type": _LIST,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "string_type": "expected text; put it in quotes",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_from_float": "expected a whole number",
    "string_pattern_mismatch": "expected small letters, digits and hyphens, at most 50",
    "greater_than_equal": "expected at least {ge}",
    "less_than_equal": "expected at most {le}",
    "string_too_short": "must not be empty",
    "string_too_long": "expected at most {max_length} characters",
    "too_short": "expected at least {min_length} entry",
    "too_long": "expected at most {max_length} entries",
}


def _problem(error: Details, tree: YamlTree) -> ConfigProblem:
    key, name = ".".join(str(part) for part in error.path), _name(error.path)
    if error.kind == "extra_forbidden":
        line, column = tree.keys.get(error.path, (1, 1))
        reason, nearest = unknown_key(error.path)
        return ConfigProblem(line=line, column=column, reason=reason, key=key, nearest=nearest)
    line, column = _nearest_place(error.path, tree)
    if error.kind == "missing":
        return ConfigProblem(line=line, column=column, reason=f"`{name}` is missing here", key=key)
    if error.kind in ("enum", "literal_error"):
        allowed = [w.strip("'\" ") for w in _words(str(error.limits.get("expected", "")))]
        reason = f"`{name}` is {shown(error.given)}; expected one of {', '.join(allowed)}"
        nearest = closest(str(error.given).lower(), allowed)
        return ConfigProblem(line=line, column=column, reason=reason, key=key, nearest=nearest)
    said = error.message.removeprefix("Value error, ")
    reason = _REASONS.get(error.kind, said).format(**error.limits)
    return ConfigProblem(line=line, column=column, reason=f"`{name}`: {reason}", key=key)


def _name(path: Path) -> str:
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        return f"{path[-2]}[{path[-1]}]"
    return path[-1]


def _words(expected: str) -> list[str]:
    return [w for w in expected.replace(" or ", ", ").split(", ") if w]


def _nearest_place(path: Path, tree: YamlTree) -> Place:
    for end in range(len(path), -1, -1):
        if path[:end] in tree.values:
            return tree.values[path[:end]]
    return (1, 1)


def _repeated(tree: YamlTree) -> Iterator[ConfigProblem]:
    for path, (line, column) in tree.repeated.items():
        name = shown(path[-1])
        reason = f"{name} stands here a second time; keep one of them"
        yield ConfigProblem(line=line, column=column, reason=reason, key=str(path[-1]))


def _log_rules(tree: YamlTree) -> Iterator[tuple[int, dict[str, object]]]:
    rules = tree.value.get("log_rules") if isinstance(tree.value, dict) else None
    for index, rule in enumerate(rules[:MAX_PROBLEMS] if isinstance(rules, list) else []):
        if isinstance(rule, dict):
            yield index, rule


def _bad_patterns(tree: YamlTree) -> Iterator[ConfigProblem]:
    for index, rule in _log_rules(tree):
        for name in ("pattern", "collect"):
            written, path = rule.get(name), ("log_rules", index, name)
            if not isinstance(written, str):
                continue
            try:
                compile_pattern(written)
            except ConfigError as error:
                line, column = tree.values[path]
                key = f"log_rules.{index}.{name}"
                yield ConfigProblem(line=line, column=column, reason=f"`{name}`: {error}", key=key)


def _same_ids(tree: YamlTree) -> Iterator[ConfigProblem]:
    seen: set[str] = set()
    for index, rule in _log_rules(tree):
        written = rule.get("id")
        if isinstance(written, str) and written in seen:
            line, column = tree.values["log_rules", index, "id"]
            reason = f"a second log rule has the id {shown(written)}"
            yield ConfigProblem(
                line=line, column=column, reason=reason, key=f"log_rules.{index}.id"
            )
        if isinstance(written, str):
            seen.add(written)
