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

from codeowners import CodeOwners

from bot.model.config import OwnerSettings
from bot.model.verdict import Verdict

MAX_OWNERS = 3
MAX_CHARS = 1024 * 1024

# A user, a team or an address.
_OWNER = re.compile(r"@[\w-]{1,100}(?:/[\w.-]{1,100})?|[^\s@]{1,100}@[^\s@]{1,100}\.[^\s@]{1,100}")
_UNSUPPORTED = re.compile(r"^!|^\\#|\[|\]|\*\*\*")
# Stands for a space in a name: the library would anchor such a pattern, and let no star match it.
_SPACE = "\ue000"
_COMMENT = re.compile(r"(?:^|\s)#.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Owners as they are written (`@user`, `@org/team`, an address), at most three, and why."""

    owners: tuple[str, ...]
    reason: str


def owners_of(
    verdicts: Sequence[Verdict], codeowners: str, settings: OwnerSettings | None = None
) -> dict[str, Ownership]:
    """Map each cause fingerprint to who owns its first file that has owners, or to the fallback.

    Lines with so many stars that matching them would take long are passed over. Causes that nobody
    owns are left out.
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


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: CodeOwners

    @classmethod
    def read(cls, text: str) -> "_Rules":
        """Skipped lines stay as empty ones, so that numbers are those of the file."""
        lines = text.split("\n") if len(text) <= MAX_CHARS else []
        return cls(CodeOwners("\n".join(_line(line) for line in lines)))

    def of(self, path: str) -> Ownership | None:
        owners, number, marked, _section = self.rules.matching_line(path.replace(" ", _SPACE))
        names = tuple(dict.fromkeys(name for _kind, name in owners))[:MAX_OWNERS]
        if not names:
            return None
        pattern = (marked or "").replace(_SPACE, " ")
        return Ownership(owners=names, reason=f"owns `{pattern}` by CODEOWNERS line {number}")


def _line(text: str) -> str:
    """One line without its comment; empty when GitHub would skip it."""
    words = _COMMENT.sub("", text).replace("\\ ", _SPACE).split()
    if not words or _UNSUPPORTED.search(words[0]):
        return ""
    is_read = all(_OWNER.fullmatch(word) for word in words[1:])
    line = " ".join(words)
    return line if is_read and _is_harmless(line) else ""


def _is_harmless(line: str) -> bool:
    pattern = next(iter(line.split()), "")
    if pattern.count("**") > 2 or any(part.count("*") > 3 for part in pattern.split("/")):
        return False
    try:
        CodeOwners(line)
    except (ValueError, re.error, IndexError):
        return False
    return True


def _paths(verdict: Verdict) -> Iterator[str]:
    cluster = verdict.cluster
    found = (
        *(f.test_file for f in cluster.failures),
        *(f.file for f in cluster.failures),
        *(f.file for f in cluster.findings),
    )
    names = dict.fromkeys(path.replace("\\", "/").removeprefix("./") for path in found)
    return (path for path in names if 0 < len(path) < 256 and path[0] != "/")
