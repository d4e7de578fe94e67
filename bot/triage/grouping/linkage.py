"""Average linkage: join the two nearest groups, again and again, until none are near enough."""

from collections.abc import Iterator, Sequence


def average_linkage(
    near: Sequence[Sequence[float]], mass: Sequence[float], least: float
) -> Iterator[tuple[int, int]]:
    """Pairs of indices to join. `near` is symmetric, higher is nearer; the mean is by `mass`.

    A chain of nearest neighbors gives what joining the nearest pair each time would, in square
    time: averages never bring two groups nearer to a third than the nearer of them was.

    >>> list(average_linkage([[0, 9, 1], [9, 0, 1], [1, 1, 0]], [1, 1, 1], least=5))
    [(0, 1)]
    """
    rows, weight = [list(row) for row in near], list(mass)
    alive, chain = set(range(len(rows))), list[int]()
    while alive:
        if not chain:
            chain.append(min(alive))
        here = chain[-1]
        before = chain[-2] if len(chain) > 1 else -1
        row = rows[here]
        best = max(
            (other for other in alive if other != here),
            key=lambda other: (row[other], other == before, -other),
            default=-1,
        )
        if best < 0 or row[best] < least:
            alive.discard(here)
            chain.pop()
        elif best == before:
            del chain[-2:]
            keep, gone = min(here, best), max(here, best)
            alive.discard(gone)
            _merge(rows, weight, alive, (keep, gone))
            yield keep, gone
        else:
            chain.append(best)


def _merge(
    rows: list[list[float]], weight: list[float], alive: set[int], pair: tuple[int, int]
) -> None:
    keep, gone = pair
    left, right = weight[keep], weight[gone]
    for other in alive:
        mean = (left * rows[keep][other] + right * rows[gone][other]) / (left + right)
        rows[keep][other] = rows[other][keep] = mean
    weight[keep] = left + right
