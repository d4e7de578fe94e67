"""Mask the secrets in a whole value, or retell it: every text in it, however deep."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Protocol, TypeVar, cast

import msgspec

from bot.model.report import Cases, PassedRun, Stretch
from bot.model.run import RepoRef
from bot.model.secrets import has_sign, mask_secrets

T = TypeVar("T")


class _Mask(Protocol):
    def __call__(self, text: str, /) -> str: ...


def masked(value: T) -> T:
    """The value with the secrets in all its texts masked; the very same one when it has none.

    Goes through dataclasses, structs, tuples, lists, sets and mappings. Numbers, times, words of
    enumerations and whatever else it does not know stay, and so do the names of a repository, by
    which GitHub is asked for it.
    """
    return cast(T, _masked(value, cache(mask_secrets)))


def retold(value: T, tell: Callable[[str], str]) -> T:
    """The value with every text in it as `tell` gives it; columns of passed tests stay."""
    return cast(T, _masked(value, tell))


def _masked(value: object, mask: _Mask) -> object:
    if type(value) is str:
        text = mask(value)
        return value if text == value else text
    if value is None or isinstance(value, int | float | str | bytes | RepoRef):
        return value
    if isinstance(value, PassedRun):
        return _columns(value, mask)
    if isinstance(value, Mapping):
        pairs = {_masked(key, mask): _masked(item, mask) for key, item in value.items()}
        return value if pairs == value else pairs
    if isinstance(value, tuple | list | frozenset | set):
        return _row(value, mask)
    return _cases(value, mask) if isinstance(value, Cases) else _fields(value, mask)


def _cases(value: Cases, mask: _Mask) -> Cases:
    parts = [_masked(part, mask) for part in value.parts]
    same = all(new is old for new, old in zip(parts, value.parts, strict=True))
    return value if same else Cases(cast("list[PassedRun]", parts))


def _row(
    value: tuple[object, ...] | list[object] | frozenset[object] | set[object], mask: _Mask
) -> object:
    items = [_masked(item, mask) for item in value]
    if all(new is old for new, old in zip(items, value, strict=True)):
        return value
    if isinstance(value, Stretch):
        return Stretch(*cast("tuple[str, str, int]", tuple(items)))
    return type(value)(items)


def _fields(value: object, mask: _Mask) -> object:
    if isinstance(value, msgspec.Struct):
        names: tuple[str, ...] = value.__struct_fields__
    elif is_dataclass(value) and not isinstance(value, type):
        names = tuple(field.name for field in fields(value) if field.init)
    else:
        return value
    changed = {}
    for name in names:
        old = getattr(value, name)
        new = _masked(old, mask)
        if new is not old:
            changed[name] = new
    if not changed:
        return value
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(value, **changed)
    return replace(value, **changed)


def _columns(run: PassedRun, mask: _Mask) -> PassedRun:
    """Names of passed tests are very many: they are looked through in one go."""
    if has_sign("\n".join(run.names)):
        run = replace(run, names=tuple(mask(name) for name in run.names))
    stretches = _row(tuple(run.stretches), mask)
    suite, scope = mask(run.suite), mask(run.scope)
    if (stretches, suite, scope) == (tuple(run.stretches), run.suite, run.scope):
        return run
    return replace(run, stretches=cast("tuple[Stretch, ...]", stretches), suite=suite, scope=scope)
