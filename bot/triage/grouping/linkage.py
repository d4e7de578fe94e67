"""Join the two nearest things, again and again, each time looking anew at what they are together."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def join_nearest(
    things: Sequence[T],
    likeness: Callable[[T, T], float],
    union: Callable[[T, T], T],
    least: float,
) -> Iterator[tuple[int, int, T, T]]:
    """Pairs of indices to join, the smaller first, with what both were just before.

    A union is compared as one: what its members have in common outweighs what each has alone, so
    that it may be nearer to a third than either was. Costs the square of their number in calls.

    >>> def near(a: float, b: float) -> float:
    ...     return -abs(a - b)
    >>> [pair[:2] for pair in join_nearest([1, 9, 2], near, lambda a, b: (a + b) / 2, least=-3)]
    [(0, 2)]
    """
    alive = dict(enumerate(things))
    near: list[dict[int, float]] = [{} for _ in things]
    for a, left in alive.items():
        for b in range(a):
            near[a][b] = near[b][a] = likeness(left, alive[b])
    best = {index: _best(row) for index, row in enumerate(near) if row}
    while best:
        score, a, b = max((near[a][b], -a, -b) for a, b in best.items())
        if score < least:
            return
        keep, gone = sorted((-a, -b))
        yield keep, gone, alive[keep], alive[gone]
        alive[keep] = union(alive[keep], alive.pop(gone))
        _forget(near, best, gone)
        for other in near[keep]:
            near[other][keep] = near[keep][other] = likeness(alive[keep], alive[other])
        _look_again(near, best, keep, gone)


def _best(row: dict[int, float]) -> int:
    return max(row, key=lambda index: (row[index], -index))


def _forget(near: list[dict[int, float]], best: dict[int, int], gone: int) -> None:
    for other in near[gone]:
        del near[other][gone]
    near[gone] = {}
    del best[gone]


def _look_again(near: list[dict[int, float]], best: dict[int, int], keep: int, gone: int) -> None:
    """Bring the nearest of each up to date, after `keep` changed and `gone` went."""
    for index in list(best):
        row = near[index]
        if not row:
            del best[index]
        elif index == keep or best[index] in (keep, gone):
            best[index] = _best(row)
        elif (row[keep], -keep) > (row[best[index]], -best[index]):
            best[index] = keep
