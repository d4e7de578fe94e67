"""Who owns what each cause breaks, by the repository's CODEOWNERS file."""

import re
from collections.abc import Iterator, Sequence

from codeowners import CodeOwners

from bot.model.verdict import Verdict

MAX_OWNERS = 3
MAX_CHARS = 512 * 1024


def owners_of(verdicts: Sequence[Verdict], codeowners: str) -> dict[str, tuple[str, ...]]:
    """Map each cause fingerprint to the owners of its first file that has any, at most three.

    The last matching line wins, as on GitHub, and a line without owners clears them
    (https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners).
    Owners stand as written: `@user`, `@org/team` or an address. Lines that cannot be read, and
    lines with so many stars that matching them would take long, are passed over.
    """
    lines = [line for line in codeowners[:MAX_CHARS].splitlines() if _is_harmless(line)]
    rules = CodeOwners("\n".join(lines))
    found = {}
    for verdict in verdicts:
        owners = next((o for o in (_owners(rules, p) for p in _paths(verdict)) if o), ())
        if owners:
            found[verdict.cluster.fingerprint] = owners
    return found


def _owners(rules: CodeOwners, path: str) -> tuple[str, ...]:
    return tuple(name for _kind, name in rules.of(path))[:MAX_OWNERS]


def _paths(verdict: Verdict) -> Iterator[str]:
    cluster = verdict.cluster
    found = (
        *(f.test_file for f in cluster.failures),
        *(f.file for f in cluster.failures),
        *(f.file for f in cluster.findings),
    )
    return (path for path in dict.fromkeys(found) if 0 < len(path) < 256 and path[0] != "/")


def _is_harmless(line: str) -> bool:
    pattern = next(iter(line.split()), "")
    if pattern.count("**") > 2 or any(part.count("*") > 3 for part in pattern.split("/")):
        return False
    try:
        CodeOwners(line)
    except (ValueError, re.error):
        return False
    return True
