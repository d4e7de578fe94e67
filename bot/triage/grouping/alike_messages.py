"""Compare the messages of one run with each other, in blocks that keep the cost near linear."""

from collections.abc import Sequence

from bot.model.failure import Failure
from bot.triage.grouping.groups import Groups
from bot.triage.grouping.similar import alike
from bot.triage.reading.signature import Signature

MOST_COMPARED = 40
"""With how many others of its block a message is compared."""


def join_alike(groups: Groups, failures: Sequence[Failure], found: Sequence[Signature]) -> None:
    """Compare one message of each cause with others of its block: same type, same first words."""
    said = [failure.fingerprints.normalized for failure in failures]
    for key, members in _blocks(failures, found).items():
        members.sort(key=lambda i: (len(said[i]), said[i]))
        for at, a in enumerate(members):
            for b in members[max(0, at - MOST_COMPARED) : at]:
                if groups.root(a) == groups.root(b):
                    continue
                score = alike(said[a], said[b], same_test=key[0] == "test")
                if score is not None:
                    groups.join(a, b, f"messages {int(score * 100)} % alike")


def _blocks(
    failures: Sequence[Failure], found: Sequence[Signature]
) -> dict[tuple[str, ...], list[int]]:
    """The first failure of each cause, by what must be equal before messages are compared."""
    blocks: dict[tuple[str, ...], list[int]] = {}
    first: dict[str, int] = {}
    for index, failure in enumerate(failures):
        if first.setdefault(failure.fingerprints.cause, index) == index:
            for key in _keys(failure, found[index].place):
                blocks.setdefault(key, []).append(index)
    return blocks


def _keys(failure: Failure, place: str) -> list[tuple[str, ...]]:
    words = failure.fingerprints.normalized.split(maxsplit=3)
    keys: list[tuple[str, ...]] = [("test", failure.fingerprints.test, failure.type, place)]
    if not failure.fingerprints.weak:
        keys.append(("words", failure.type, place, *words[:3]))
    return keys
