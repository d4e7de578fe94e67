"""Match paths and names with globs: `*` within a part of a path, `**` across parts."""

import re
from functools import lru_cache


def matches(glob: str, text: str) -> bool:
    """Whether the glob fits the whole text, or a folder that the text lies in.

    >>> matches("tests/agents", "tests/agents/test_a.py"), matches("**/jwt_*", "a/b/jwt_x.py")
    (True, True)
    >>> matches("tests/*.py", "tests/agents/test_a.py")
    False
    """
    return _compiled(glob.strip().removeprefix("./").lstrip("/")).fullmatch(text) is not None


def matches_word(glob: str, text: str) -> bool:
    """The same for names and sentences, where `*` fits anything and case does not matter."""
    pattern = ".*".join(re.escape(part) for part in re.split(r"\*+", glob.strip().lower()))
    return re.fullmatch(pattern.replace(r"\?", "."), text.lower(), re.DOTALL) is not None


@lru_cache(maxsize=512)
def _compiled(glob: str) -> re.Pattern[str]:
    out = []
    for part in re.findall(r"\*\*/|\*+|\?|[^*?]+", glob):
        match part:
            case "**/":
                out.append(r"(?:[^/]+/)*")
            case "**":
                out.append(r".*")
            case "*":
                out.append(r"[^/]*")
            case "?":
                out.append(r"[^/]")
            case _ if set(part) == {"*"}:
                out.append(r".*")
            case _:
                out.append(re.escape(part))
    return re.compile("".join(out).rstrip("/") + r"(?:/.*)?", re.DOTALL)
