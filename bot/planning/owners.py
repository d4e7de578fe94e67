r"""Who owns what each cause breaks: by CODEOWNERS as GitHub reads it, else by the config's fallback.

| in the file                                          | means                                     |
|------------------------------------------------------|-------------------------------------------|
| several lines match                                  | the last one counts                       |
| a line without owners                                | nobody owns what it matches               |
| `# …`, on a line of its own or after the owners      | a comment                                 |
| a line with `!`, `[ ]`, `\#`, `***`, or with a word  | skipped, as GitHub skips it               |
| among its owners that is none                        |                                           |
| a file that is too large                             | nobody owns anything                      |

https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import re2
from codeowners import path_to_regex

from bot.model.config import OwnerSettings
from bot.model.verdict import Verdict

MAX_OWNERS = 3
MAX_CHARS = 1024 * 1024
MAX_LINES = 20_000
MAX_STARS = 5_000
"""What makes a file too large, beside its characters; reading more takes longer than a second."""
MAX_PATTERN = 1000
"""Characters of one pattern; a path that GitHub shows is shorter."""
_MEMORY = 1 << 20

# A user, a team or an address.
_OWNER = re.compile(r"@[\w-]{1,100}(?:/[\w.-]{1,100})?|[^\s@]{1,100}@[^\s@]{1,100}\.[^\s@]{1,100}")
_UNSUPPORTED = re.compile(r"^!|^\\#|\[|\]|\*\*\*")
# Stands for a space in a name: the library would anchor such a pattern, and let no star match it.
_SPACE = "\ue000"
_COMMENT = re.compile(r"(?:^|\s)#.*")
_ESCAPED = re.compile(r"\\([^*?\\\[\]\s])")
_WILD = re.compile(r"[*?\\\[\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Owners as they are written (`@user`, `@org/team`, an address), at most three, and why."""

    owners: tuple[str, ...]
    reason: str


def owners_of(
    verdicts: Sequence[Verdict], codeowners: str, settings: OwnerSettings | None = None
) -> dict[str, Ownership]:
    """Map each cause fingerprint to who owns its first file that has owners, or to the fallback.

    Causes that nobody owns are left out.
    """
    fallback = settings.fallback if settings else ()
    rules = _Rules.read(codeowners)
    found = {}
    for verdict in verdicts:
        named = (rules.of(path) for path in _paths(verdict))
        owned = next((o for o in named if o is not None), None)
        if owned is None and fallback:
            reason = "fallback of `.github/gardener.yml`, as CODEOWNERS names nobody"
            owned = Ownership(owners=fallback[:MAX_OWNERS], reason=reason)
        if owned is not None:
            found[verdict.cluster.fingerprint] = owned
    return found


def together(prints: Sequence[str], owners: Mapping[str, Ownership]) -> tuple[tuple[str, ...], str]:
    """Name the owners of several causes, each once and at most three, and the first reason."""
    found = [owners[p] for p in prints if p in owners]
    names = dict.fromkeys(name for one in found for name in one.owners)
    return tuple(names)[:MAX_OWNERS], found[0].reason if found else ""


class _Pattern(Protocol):
    """What is used of a compiled pattern, of either library."""

    def search(self, text: str, /) -> object | None:
        """Find it anywhere in `text`."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """One line that is read. `literal` is looked for where `pattern` is None."""

    number: int
    written: str
    owners: tuple[str, ...]
    literal: str = ""
    is_anchored: bool = False
    pattern: _Pattern | None = None

    def fits(self, path: str) -> bool:
        """Whether it is about `path`, which begins and ends with a slash here."""
        if self.pattern is not None:
            return self.pattern.search(path[1:-1]) is not None
        at = path.find(self.literal)
        return at == 0 if self.is_anchored else at >= 0


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of a file, the last one first."""

    rules: Sequence[_Rule]

    @classmethod
    def read(cls, text: str) -> "_Rules":
        """Numbers are those of the file; one that is too large has no rules."""
        if len(text) > MAX_CHARS or text.count("\n") > MAX_LINES or text.count("*") > MAX_STARS:
            return cls(())
        found = (_rule(number, line) for number, line in enumerate(text.split("\n"), start=1))
        return cls([rule for rule in found if rule is not None][::-1])

    def of(self, path: str) -> Ownership | None:
        wanted = f"/{path.replace(' ', _SPACE)}/"
        rule = next((rule for rule in self.rules if rule.fits(wanted)), None)
        if rule is None or not rule.owners:
            return None
        pattern = rule.written.replace(_SPACE, " ")
        reason = f"owns `{pattern}` by CODEOWNERS line {rule.number}"
        return Ownership(owners=rule.owners, reason=reason)


def _rule(number: int, text: str) -> _Rule | None:
    """One line without its comment; None when GitHub would skip it."""
    text = _COMMENT.sub("", text) if "#" in text else text
    written, *owners = text.replace("\\ ", _SPACE).split() or [""]
    if not 0 < len(written) <= MAX_PATTERN or _UNSUPPORTED.search(written):
        return None
    if not all(_OWNER.fullmatch(owner) for owner in owners):
        return None
    names = tuple(dict.fromkeys(owners))[:MAX_OWNERS]
    bare = written.strip("/")
    bare = _ESCAPED.sub(r"\1", bare) if "\\" in bare else bare
    if bare and not _WILD.search(bare) and not written.endswith("/"):
        is_anchored = "/" in written
        return _Rule(number, written, names, f"/{bare}/", is_anchored)
    try:
        pattern = _compiled(written)
    except (ValueError, re.error, re2.error, IndexError):
        return None
    return _Rule(number, written, names, pattern=pattern)


def _compiled(written: str) -> _Pattern:
    """The pattern as the library reads it, run by RE2: many stars would take others for ever."""
    regex = path_to_regex(written)
    if written.count("*") < 2:
        return regex
    text = regex.pattern
    for end in (r"(?:\Z|/)", r"\Z"):
        if text.endswith(end):
            text = text.removesuffix(end) + end.lower()
            break
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    compiled: _Pattern = re2.compile(text, options)
    return compiled


def _paths(verdict: Verdict) -> Iterator[str]:
    cluster = verdict.cluster
    found = (
        *(f.test_file for f in cluster.failures),
        *(f.file for f in cluster.failures),
        *(f.file for f in cluster.findings),
    )
    names = dict.fromkeys(path.replace("\\", "/").removeprefix("./") for path in found)
    return (path for path in names if 0 < len(path) < 256 and path[0] != "/")
