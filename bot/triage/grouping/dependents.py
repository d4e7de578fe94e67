"""Failures that only follow another: tests under a process that died, parents of failed subtests."""

import re
from collections.abc import Iterator, Sequence

from bot.model.failure import Failure
from bot.triage.fingerprint import fold_parameters
from bot.triage.grouping.groups import Groups
from bot.triage.reading.signature import Signature

_LOOKED_AT = 600
_DIED_UNDER_IT = re.compile(
    r"\bworker '?\w{1,20}'? crashed\b|\b(?:worker|child) (?:process )?(?:has )?(?:crashed|terminated|died|exited unexpectedly)"
    r"|\b(?:test |was |did )not (?:be )?run\b(?! (?:on|in|for)\b)|Channel closed|forked VM (?:terminated|crashed)"
    r"|test host process (?:crashed|exited)|(?:active )?test run was aborted|A jest worker process .{0,60} was terminated"
    r"|process (?:crashed|was killed|exited unexpectedly)|exit(?:ed with)?(?: code| status)? (?:13[4-9]|-1[15]|-6|-9)\b"
    r"|no result (?:was )?reported|connection to the (?:test )?(?:worker|runner) (?:was )?lost",
    re.IGNORECASE,
)
_CRASHED = re.compile(
    r"Fatal Python error|Segmentation fault|\bSIG(?:SEGV|ABRT|BUS|ILL|FPE|KILL)\b|(?:Address|Thread|Memory|Leak)Sanitizer"
    r"|core dumped|fatal error: |\bpanic: |OutOfMemoryError|heap out of memory|unexpected signal|stack overflow"
)
_HINTS = (
    "crash",
    "terminat",
    "not be run",
    "not run",
    "closed",
    "abort",
    "kill",
    "exit",
    "no result",
    "lost",
    "died",
    "fatal",
    "egmentation",
    "sig",
    "anitizer",
    "core dumped",
    "panic",
    "memory",
    "overflow",
)
"""One of these is in every text that the patterns above find; looking for them is quick."""
_HAS_SUBTESTS = re.compile(
    r"^(?:contains \d+ failed subtests?|one or more child tests had errors|\d+ subtests? failed|subtests? failed)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"/| > | \u203a | \u00bb ")


def join_dependents(
    groups: Groups, failures: Sequence[Failure], found: Sequence[Signature]
) -> None:
    """Put what only follows beside what it follows."""
    _join_under_crash(groups, failures, found)
    for parent, child in _parents(failures, found):
        groups.join(parent, child, "a test that fails because a part of it fails")


def died_under_it(failure: Failure) -> bool:
    """Whether the failure says only that the process ended under the test."""
    text = _text(failure)
    return _DIED_UNDER_IT.search(text) is not None and _CRASHED.search(text) is None


def _text(failure: Failure) -> str:
    """What is looked at; empty when a quick look shows that no pattern can be in it."""
    text = f"{failure.message[:_LOOKED_AT]}\n{failure.trace[:_LOOKED_AT]}"
    small = text.lower()
    return text if any(hint in small for hint in _HINTS) else ""


def _join_under_crash(
    groups: Groups, failures: Sequence[Failure], found: Sequence[Signature]
) -> None:
    """The one crash of a leg explains every test there that ended with its process."""
    victims: dict[str, list[int]] = {}
    crashes: dict[str, dict[int, int]] = {}
    for index, failure in enumerate(failures):
        text = _text(failure)
        if text and _CRASHED.search(text):
            crashes.setdefault(failure.leg, {})[groups.root(index)] = index
        elif text and found[index].frame is None and _DIED_UNDER_IT.search(text):
            victims.setdefault(failure.leg, []).append(index)
    for leg, indices in victims.items():
        known = list(crashes.get(leg, {}).values())
        leader = known[0] if len(known) == 1 else indices[0]
        for index in indices:
            groups.join(leader, index, "the process died under all of them")


def _parents(failures: Sequence[Failure], found: Sequence[Signature]) -> Iterator[tuple[int, int]]:
    """A failing test that says nothing itself, and the first of the failing tests within it."""
    silent: dict[tuple[str, str, str], int] = {}
    for index, failure in enumerate(failures):
        said = _HAS_SUBTESTS.match(failure.message.strip())
        if said or (found[index].is_weak and not found[index].frames):
            silent.setdefault(_address(failure, failure.name), index)
    for index, failure in enumerate(failures):
        cuts = [match.start() for match in _BETWEEN.finditer(failure.name[:_LOOKED_AT])]
        names = [failure.name[:cut] for cut in reversed(cuts)]
        for name in (*names, fold_parameters(failure.name)):
            parent = silent.pop(_address(failure, name), None) if name != failure.name else None
            if parent is not None:
                yield parent, index


def _address(failure: Failure, name: str) -> tuple[str, str, str]:
    return failure.leg, failure.classname, name
