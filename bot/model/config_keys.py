"""Which keys a repository config may hold, and where."""

import difflib
from collections.abc import Iterator, Sequence
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.model.config import RepoConfig
from bot.model.yaml_tree import Path


def unknown_key(path: Path) -> tuple[str, str]:
    """Say which key was probably meant, or where the key belongs."""
    name, parent = str(path[-1]), _model(path[:-1])
    valid = list(parent.model_fields) if parent else []
    nearest = closest(name, valid)
    if nearest:
        return f"unknown key {shown(name)}", nearest
    homes = [f"`{home}`" if home else "the top level" for home in _homes(name)]
    if homes:
        return f"{shown(name)} does not belong here; it belongs under {homes[0]}", ""
    return f"unknown key {shown(name)}; valid here: {', '.join(valid)}", ""


def _homes(name: str) -> Iterator[str]:
    """Where else a key of this name exists."""
    if name in RepoConfig.model_fields:
        yield ""
    for section, info in RepoConfig.model_fields.items():
        model = _model_of(info)
        if model is not None and name in model.model_fields:
            yield section


def closest(word: str, words: Sequence[str]) -> str:
    """Guess which of `words` was meant; empty when none is near."""
    return next(iter(difflib.get_close_matches(word[:80], words, n=1, cutoff=0.7)), "")


def _model(path: Path) -> type[BaseModel] | None:
    """The model that describes what stands at `path`."""
    if not path:
        return RepoConfig
    found = field_at(tuple(part for part in path if isinstance(part, str)))
    return _model_of(found) if found else None


def field_at(path: Path) -> FieldInfo | None:
    """What describes the key at `path`."""
    model: type[BaseModel] | None = RepoConfig
    found: FieldInfo | None = None
    for part in path:
        if isinstance(part, int):
            continue
        found = model.model_fields.get(part) if model else None
        model = _model_of(found) if found else None
    return found


def _model_of(info: FieldInfo) -> type[BaseModel] | None:
    for kind in (info.annotation, *get_args(info.annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def shown(value: object) -> str:
    """Show what was written as code, short and on one line."""
    text = str(value).replace("`", "'").replace("\n", " ")
    return f"`{text[:40]}…`" if len(text) > 40 else f"`{text}`"
