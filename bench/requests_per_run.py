"""How many requests to GitHub one run costs, on the fake GitHub, with the real bot.

Counted are requests to the API, of one run after the bot has seen an earlier one (its token and the
config are at hand, as they are for an hour); downloads from the second origin are shown beside them.
"""

import asyncio
from collections import Counter
from datetime import timedelta
from xml.sax.saxutils import quoteattr

import structlog

from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.repository import Repository
from bot.demo.github.world.runs import JobScript
from bot.demo.play import EVENTS, PERMISSIONS, RunningBot
from bot.verbs.demo import demo_bot

CONFIG = "version: 1\nissues:\n  max_new_per_run: 100\n  umbrella_at: 1000\n"
FRUITS = ("apple", "pear", "plum", "cherry", "peach", "fig", "lemon", "melon", "grape", "kiwi")
LIMITS = {
    "nothing failed": 4,
    "one known failure": 7,
    "20 failures, 18 known, 2,000 old issues": 12,
}


def report(failing: int, tests: int = 50) -> bytes:
    """A pytest-style report of `tests` suites; each failing test has a cause of its own."""
    cases = []
    for n in range(tests):
        name = f'<testcase classname="tests.test_{_word(n)}" name="test_{_word(n)}" time="0.01"'
        if n < failing:
            error = f"{_word(n).title().replace('_', '')}Error: the {_word(n)} is gone"
            place = f"app/{_word(n)}.py:7: in take_{_word(n)}"
            cases.append(
                f"{name}><failure message={quoteattr(error)}>{place}\n    take()\nE   {error}"
                f"</failure></testcase>"
            )
        else:
            cases.append(f"{name}/>")
    return (
        f'<testsuites><testsuite name="pytest">{"".join(cases)}</testsuite></testsuites>'.encode()
    )


def _word(n: int) -> str:
    return f"{FRUITS[n % 10]}_{FRUITS[n // 10]}"


class Bench:
    """One repository, one bot, and a count of what each run costs."""

    def __init__(self, github: FakeGitHub, repo: Repository, bot: RunningBot) -> None:
        self.github = github
        self.repo = repo
        self.bot = bot

    async def run(self, failing: int) -> tuple[Counter[str], int]:
        """Run CI with so many failures; the API requests by kind, and the downloads."""
        github = self.github
        github.clock.advance(timedelta(minutes=2))
        before = len(github.requests)
        files = {"CHANGES": f"{len(self.repo.commits)}\n"}
        sha = await github.world.push(self.repo, files)
        job = JobScript(
            "test",
            "failure" if failing else "success",
            log=f"{failing} failed\n##[error]Process completed with exit code 1.\n",
            artifacts={"report": {"junit.xml": report(failing)}},
        )
        await github.world.run(self.repo, sha=sha, jobs=[job])
        await self.bot.settle()
        made = github.requests[before:]
        kinds = Counter(r.operation or r.path for r in made if r.origin == "api")
        return kinds, sum(r.origin == "blob" for r in made)


async def main() -> None:
    """Print one line a case, and what it was made of."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    github = FakeGitHub()
    async with github:
        app = github.register_app(PERMISSIONS, EVENTS)
        repo = github.add_repository("acme/shop", files={".github/gardener.yml": CONFIG})
        github.install(app, [repo])
        async with demo_bot(github, app) as bot:
            github.deliver_to(app, bot.webhook)
            bench = Bench(github, repo, bot)
            await bench.run(0)
            await tell("nothing failed", await bench.run(0))
            await bench.run(1)
            await tell("one known failure", await bench.run(1))
            await bench.run(18)
            for n in range(2000):
                title = f"An old issue about {_word(n % 100)}"
                old = await github.world.open_issue(repo, title=title, deliver=False)
                if n % 2:
                    await github.world.close(repo, old.number)
            await bench.run(18)
            await tell("20 failures, 18 known, 2,000 old issues", await bench.run(20))


async def tell(case: str, cost: tuple[Counter[str], int]) -> None:
    """Print the figure and its parts."""
    kinds, downloads = cost
    print(f"{case:<42} {kinds.total():>3} requests (at most {LIMITS[case]}), {downloads} downloads")
    for kind, count in sorted(kinds.items()):
        print(f"    {count} x {kind}")


if __name__ == "__main__":
    asyncio.run(main())
