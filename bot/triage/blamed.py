"""Which files a commit must have changed to be asked about a failure, and how much each weighs.

| file                                                     | weight | is subject |
|----------------------------------------------------------|--------|------------|
| the innermost frame of the project's own code, no test's | 0.6    | yes        |
| the module that the test is named after, or cannot import| 0.5    | yes        |
| the test's own file                                      | 0.4    | yes        |
| any other frame of the project's own code                | 0.2    | no         |

The subject is what a test is about: where the call came through on its way says little, as half of
a program goes through the same few files.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model.failure import Cluster, Failure
from bot.triage.reading.frames import read_frames
from bot.triage.reading.paths import in_repository, is_foreign, is_test

TOP, NAMED, OWN, DEEP = 0.6, 0.5, 0.4, 0.2
MOST_FAILURES = 30
"""So many failures speak for their cause."""

_MAX_PATH = 300
_ABSENT = re.compile(r"No module named '(?P<module>[\w.]{1,200})'")
_TEST_WORDS = re.compile(r"^(?:test|tests|spec)[_.-]|[_.-]?(?:tests?|spec|e2e|cy|it)$", re.I)


@dataclass(frozen=True, slots=True)
class Blamed:
    """A file of the project, what it is to the failure in words, and whether it is its subject."""

    path: str
    weight: float
    role: str
    is_subject: bool = True


def blamed_files(cluster: Cluster) -> tuple[Blamed, ...]:
    """The files of a cause, the weightiest first, each once; empty when only a log tells of it."""
    found: dict[str, Blamed] = {}
    votes: dict[str, int] = {}
    for failure in cluster.failures[:MOST_FAILURES]:
        for blamed in _files_of(failure):
            if not _is_path(blamed.path):
                continue
            votes[blamed.path] = votes.get(blamed.path, 0) + 1
            known = found.get(blamed.path)
            if known is None or known.weight < blamed.weight:
                found[blamed.path] = blamed
    return tuple(sorted(found.values(), key=lambda b: (-b.weight, -votes[b.path], b.path)))


def subject_paths(clusters: Sequence[Cluster]) -> tuple[str, ...]:
    """The files that these causes are about, the weightiest of each first."""
    return tuple(dict.fromkeys(b.path for c in clusters for b in blamed_files(c) if b.is_subject))


def _files_of(failure: Failure) -> Iterator[Blamed]:
    own = in_repository(failure.test_file)
    if own:
        yield Blamed(own, OWN, "the test's own file")
    for module in _ABSENT.findall(failure.message)[:1]:
        if "." in module:
            path = module.replace(".", "/") + ".py"
            yield Blamed(path, NAMED, "the module that cannot be imported")
    yield from _in_stack([path for path in _stack(failure) if path != own], _stem(own))


def _in_stack(stack: Sequence[str], named: str) -> Iterator[Blamed]:
    top = next((path for path in stack if not is_test(path)), "")
    for path in stack:
        if path == top:
            yield Blamed(path, TOP, "where the stack ends in the project's code")
        elif named and _stem(path) == named and not is_test(path):
            yield Blamed(path, NAMED, "the module that the test is named after")
        else:
            yield Blamed(path, DEEP, "in the stack", is_subject=False)


def _stack(failure: Failure) -> Iterator[str]:
    """Own files of the trace, innermost first; where it has no frames, the place that was told."""
    own = [frame.file for frame in read_frames(failure.trace) if frame.is_own]
    yield from own or ([in_repository(failure.file)] if failure.file else [])


def _stem(path: str) -> str:
    """What a file is called without what makes it a test: `cart` of `tests/test_cart.py`."""
    name = path.rpartition("/")[2].partition(".")[0]
    return _TEST_WORDS.sub("", name).lower()


def _is_path(path: str) -> bool:
    """Whether it can be a file of the repository, so that asking for it makes sense."""
    parts = path.split("/")
    return (
        0 < len(path) <= _MAX_PATH
        and path.isprintable()
        and ":" not in parts[0]
        and all(part.strip(".") for part in parts)
        and not is_foreign(path)
    )
