"""All targets by name."""

from collections.abc import Mapping

from tests.fuzz import papers, readers, thoughts, words
from tests.fuzz.target import Target

TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (*readers.TARGETS, *words.TARGETS, *thoughts.TARGETS, *papers.TARGETS)
}
