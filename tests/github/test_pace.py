"""The pace of one installation: what its clients and other processes know together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.errors import QuotaKept, RateLimited, TransientError
from bot.github.app import KEPT_FOR_COMMANDS
from bot.github.client import Client, repo_path
from bot.model.quota import Quota
from tests.github.conftest import Bench

MINUTE = timedelta(minutes=1)


@dataclass
class Board:
    """A ledger on which a neighbor writes, too; `is_away` while nobody can read or write it."""

    wait: timedelta = timedelta()
    known: dict[str, Quota] = field(default_factory=dict)
    told: list[tuple[str, Quota]] = field(default_factory=list)
    is_away: bool = False

    async def claim_turn(self, installation: int, pause: timedelta) -> timedelta:
        """The neighbor writes just now."""
        self._look()
        return self.wait

    async def note_quota(self, installation: int, name: str, quota: Quota) -> None:
        """Keep it."""
        self._look()
        self.told.append((name, quota))

    async def quotas(self, installation: int) -> Mapping[str, Quota]:
        """What the neighbor knows."""
        self._look()
        return self.known

    def _look(self) -> None:
        if self.is_away:
            raise TransientError("The database does not answer")


async def shared(bench: Bench, board: Board, *, spared: float = 0.0) -> Client:
    github = bench.connect(pause=1)
    github.ledger = board
    return await github.client(bench.installation.id, spared=spared)


async def test_write_waits_for_those_of_other_processes(bench: Bench) -> None:
    client = await shared(bench, Board(wait=timedelta(seconds=3)))
    await client.post(repo_path(bench.repo, "labels"), {"name": "one"})
    assert bench.slept == [3.0]


async def test_nothing_is_written_while_the_database_is_away_and_reading_goes_on(
    bench: Bench,
) -> None:
    board = Board(is_away=True)
    client = await shared(bench, board)
    with pytest.raises(TransientError, match="does not answer"):
        await client.post(repo_path(bench.repo, "labels"), {"name": "one"})
    assert await client.get(repo_path(bench.repo))
    assert not any(line.startswith("POST") for line in bench.asked())

    board.is_away = False
    await client.post(repo_path(bench.repo, "labels"), {"name": "one"})
    assert any(line.startswith("POST") for line in bench.asked())


async def test_limit_that_a_neighbor_met_is_kept_to(bench: Bench) -> None:
    client = await shared(bench, Board(known={"core": Quota(held=MINUTE)}))
    await client.get(repo_path(bench.repo))
    assert bench.slept == [60.0]


async def test_long_limit_of_a_neighbor_is_the_jobs_to_wait_for(bench: Bench) -> None:
    client = await shared(bench, Board(known={"core": Quota(held=20 * MINUTE)}))
    with pytest.raises(RateLimited) as limited:
        await client.get(repo_path(bench.repo))
    assert limited.value.retry_after == 20 * MINUTE
    assert bench.asked() == []


async def test_limit_is_told_to_the_neighbors_at_once(bench: Bench) -> None:
    board = Board()
    client = await shared(bench, board)
    bench.fake.faults.add(kind="secondary_403", path="/repos/")
    await client.get(repo_path(bench.repo))
    assert any(quota.held >= MINUTE for _name, quota in board.told)


async def ask_on(client: Client, bench: Bench) -> None:
    """Ask for one page after the other."""
    for n in range(1, 30):
        await client.get(repo_path(bench.repo, "labels"), page=n)


async def test_last_fifth_of_the_hour_is_left_to_commands(bench: Bench) -> None:
    github = bench.connect()
    analysis = await github.client(bench.installation.id, spared=KEPT_FOR_COMMANDS)
    command = await github.client(bench.installation.id)
    bench.fake.rates.limit = 20
    with pytest.raises(QuotaKept, match="left to commands") as kept:
        await ask_on(analysis, bench)
    assert bench.fake.rates.used() in (16, 17)  # the request for a token is counted as well
    assert kept.value.retry_after is not None
    assert timedelta() < kept.value.retry_after <= timedelta(hours=1, seconds=1)

    await command.get(repo_path(bench.repo, "labels"))
    # A new hour fills the quota: nobody has to ask for that to be known.
    bench.fake.clock.advance(kept.value.retry_after + timedelta(seconds=1))
    await analysis.get(repo_path(bench.repo, "labels"), page=99)


async def test_neighbor_that_spent_the_quota_keeps_an_analysis_from_asking(bench: Bench) -> None:
    quota = Quota(left=999, most=5000, resets_in=30 * MINUTE)
    client = await shared(bench, Board(known={"core": quota}), spared=KEPT_FOR_COMMANDS)
    with pytest.raises(QuotaKept) as kept:
        await client.get(repo_path(bench.repo))
    assert kept.value.retry_after == 30 * MINUTE
    assert bench.asked() == []
