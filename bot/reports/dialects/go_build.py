"""What Go's compiler, vet and package loader said, kept until the package it broke is known."""

import re

from bot.reports.caps import Caps
from bot.reports.dialects.go_output import Told
from bot.reports.text import Clip
from bot.reports.wording import LINES

MOST = 500
"""Of how many packages the words are kept at once."""

_HEADER = re.compile(r"# \[?(?P<package>[^\s\[\]]{1,300})(?: \[[^\]]{1,300}\])?\]?$")
_FAILED = re.compile(r"FAIL\t(?P<package>\S{1,300}) \[(?P<why>build failed|setup failed)\]")
_TO_SAY = re.compile(r"(?m)^(?:# .*|FAIL\t.*|FAIL|ok\s.*|exit status \d+)?$")


class Builds:
    """The words of the build, by package. Before Go 1.24 they are plain text between the events."""

    def __init__(self, caps: Caps) -> None:
        self._limit = caps.message
        self._words: dict[str, Clip] = {}
        self._failed: set[str] = set()
        self._current = ""

    def add(self, path: str, output: str) -> None:
        """Take an event of the build; it names `PACKAGE` or `PACKAGE [PACKAGE.test]`."""
        if not output:
            self._failed.add(path)
        elif path in self._words:
            self._words[path].add(output)
        elif len(self._words) < MOST:
            self._words[path] = Clip(self._limit)
            self._words[path].add(output)

    def text(self, line: str) -> str:
        """Take a line that is no event; the package that it says to be broken, else empty."""
        if line.startswith(("# ", "FAIL")):  # few lines do, and a match takes longer
            header = _HEADER.match(line)
            failed = _FAILED.match(line)
            if failed:
                return failed["package"]
            if header:
                self._current = header["package"]
        self.add(self._current, f"{line}\n")
        return ""

    def told(self, package: str, output: str, build: str) -> Told | None:
        """What broke the package, if the build did; `build` is what Go says failed."""
        failed = _FAILED.search(output)
        if not build and failed is None:
            return None
        known = (build, f"{package} [{package}.test]", package, "")
        path = next((path for path in known if path in self._words), None)
        self._failed.discard(build)
        words = self._words[path].text() if path is not None else ""
        lines = [line for line in _TO_SAY.sub("", f"{words}\n{output}").split("\n") if line.strip()]
        why = failed["why"] if failed else "build failed"
        return Told(why, "\n".join(lines[:LINES]) or why, words.strip("\n"))

    def unheard(self) -> list[str]:
        """Builds that failed and that no package was said to fail for."""
        return sorted({path.partition(" ")[0] for path in self._failed})
