"""What one App could do at most by GitHub's own limits, counted in requests: nothing is measured.

Requests of a run are those of `python -m bench.requests_per_run`. Each installation has an hourly
quota of its own, so 10,000 repositories are held back by the largest installation, not by their sum.
https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
"""

from dataclasses import dataclass

KEPT = 0.2  # of the quota for commands
SMALL, LARGE = 5_000, 12_500  # requests an hour of an installation
WRITES_AN_HOUR = 3_600  # one a second
CONTENT_AN_HOUR = 500  # issues and comments


@dataclass(frozen=True, slots=True)
class Kind:
    """What a run asks of GitHub: requests in all, how many write, how many create content."""

    name: str
    requests: int
    writes: int
    content: int


KINDS = (
    Kind("nothing failed", 2, 0, 0),
    Kind("one known failure", 7, 2, 0),
    Kind("20 failures, 2 new issues", 12, 6, 2),
)


def runs_an_hour(kind: Kind, quota: int) -> int:
    """How many runs of this kind one installation may have in an hour."""
    bounds = [int(quota * (1 - KEPT)) // kind.requests]
    if kind.writes:
        bounds.append(WRITES_AN_HOUR // kind.writes)
    if kind.content:
        bounds.append(CONTENT_AN_HOUR // kind.content)
    return min(bounds)


def table() -> str:
    """For one installation, and for 10,000 repositories spread over installations."""
    rows = [
        "| run | requests | writes | runs an hour of 5,000 | of 12,500 "
        "| a day for each of 10,000 repositories in one installation | in 100 installations |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in KINDS:
        small, large = runs_an_hour(kind, SMALL), runs_an_hour(kind, LARGE)
        one, many = large * 24 / 10_000, small * 24 * 100 / 10_000
        rows.append(
            f"| {kind.name} | {kind.requests} | {kind.writes} | {small:,} | {large:,} "
            f"| {one:.1f} | {many:.0f} |"
        )
    return "\n".join(rows)
