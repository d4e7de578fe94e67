"""Play the demo: a fake GitHub, the real bot, four runs, two commands, and what came of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot.demo import scenario
from bot.demo.github.server import FakeGitHub
from bot.demo.github.state.accounts import App
from bot.demo.github.state.issues import Issue
from bot.demo.github.state.repository import Repository

PERMISSIONS = {
    "actions": "read",
    "checks": "write",
    "contents": "read",
    "issues": "write",
    "metadata": "read",
}
EVENTS = ["workflow_run", "issue_comment", "issues", "repository", "push"]


@dataclass(frozen=True, kw_only=True)
class RunningBot:
    """A bot that listens at `webhook`; `settle` waits until all its work is done."""

    webhook: str
    settle: Callable[[], Awaitable[None]]


StartBot = Callable[[FakeGitHub, App], AbstractAsyncContextManager[RunningBot]]


@dataclass(kw_only=True)
class Stage:
    """The fake GitHub with its repository, and the bot installed on it."""

    github: FakeGitHub
    repo: Repository
    bot: RunningBot
    seen: dict[int, str] = field(default_factory=dict)

    async def act(self, act: scenario.Act) -> str:
        """Push, run CI, and wait until the bot is done; gives the commit."""
        github = self.github
        github.clock.advance(timedelta(hours=24))
        files = scenario.changes(act)
        sha = await github.world.push(self.repo, files, message=act.message)
        jobs = scenario.jobs(act.stage, github.clock())
        await github.world.run(self.repo, workflow="CI", sha=sha, jobs=jobs)
        await self.bot.settle()
        return sha

    async def says(self, login: str, text: str, number: int) -> None:
        """A person comments; wait until the bot is done."""
        await self.github.world.comment(self.repo, number, by=login, body=text)
        await self.bot.settle()

    @property
    def kept(self) -> list[Issue]:
        """The issues that the bot opened."""
        return [issue for issue in self.github.issues(self.repo) if issue.user.endswith("[bot]")]

    def issue(self, part: str) -> Issue:
        """The one issue of the bot whose title has `part` in it."""
        found = [issue for issue in self.kept if part in issue.title]
        if len(found) != 1:
            raise LookupError(f"{len(found)} issues have {part!r} in their title.")
        return found[0]


@asynccontextmanager
async def stage(start_bot: StartBot, github: FakeGitHub) -> AsyncIterator[Stage]:
    """Set the scene: the repository, its people, their older issues, and the bot."""
    app = github.register_app(PERMISSIONS, EVENTS)
    long_ago = github.clock() - timedelta(days=60)
    repo = github.add_repository(scenario.REPOSITORY, files=scenario.beginning(), at=long_ago)
    github.add_user(scenario.MAINTAINER, {scenario.REPOSITORY: "maintain"})
    github.add_user(scenario.READER, {scenario.REPOSITORY: "read"})
    for title, state in scenario.EARLIER:
        issue = await github.world.open_issue(repo, by=scenario.MAINTAINER, title=title)
        if state == "closed":
            await github.world.close(repo, issue.number, by=scenario.MAINTAINER)
    github.install(app, [repo])
    async with start_bot(github, app) as bot:
        github.deliver_to(app, bot.webhook)
        yield Stage(github=github, repo=repo, bot=bot)


async def play(stage: Stage, say: Callable[[str], None]) -> None:
    """Play all acts and commands and tell what happened on GitHub after each."""
    sha = ""
    for number, act in enumerate(scenario.ACTS, start=1):
        say(f"\n━━ Run {number}: {act.message} ━━\n{act.told}\n")
        sha = await stage.act(act)
        tell_issues(stage, say)
    await _commands(stage, say)
    check = stage.github.check_runs(stage.repo, sha)[-1]
    say(f"\n━━ The check run on {sha[:7]}: the worklog ━━\n")
    say(check.text or check.summary or "")


async def _commands(stage: Stage, say: Callable[[str], None]) -> None:
    number = stage.issue("base-agent").number
    for login in (scenario.READER, scenario.MAINTAINER):
        say(f"\n━━ {login} writes on #{number}: /gardener reclassify p0 ━━\n")
        await stage.says(login, "/gardener reclassify p0", number)
        for comment in stage.issue("base-agent").comments[-1:]:
            if comment.user.endswith("[bot]"):
                say(visible(comment.body))
    say(f"#{number} is now {stage.issue('base-agent').title}")


def tell_issues(stage: Stage, say: Callable[[str], None]) -> None:
    """Say what is new on GitHub: whole first screens of new issues, a line for edited ones."""
    edited = 0
    for issue in stage.kept:
        before = stage.seen.get(issue.number)
        stage.seen[issue.number] = issue.body or ""
        if before is None:
            say(f"#{issue.number} {issue.title}\n    labels: {', '.join(issue.labels)}\n")
            say(indented(first_screen(issue.body or "")) + "\n")
        elif before != issue.body:
            edited += 1
            say_progress(issue, before, say)
    comments = sum(len(issue.comments) for issue in stage.kept)
    say(f"{len(stage.kept)} issues kept, {edited} bodies edited, {comments} comments written.")


def say_progress(issue: Issue, before: str, say: Callable[[str], None]) -> None:
    """Say how near to closing an edited issue has come, if it has."""
    for line in (issue.body or "").splitlines():
        if line.startswith("- **Closes:**") and line not in before:
            say(f"#{issue.number} {issue.title}\n    {line}\n")


def first_screen(body: str) -> str:
    """What a reader sees without unfolding anything."""
    return visible(body.partition("<details>")[0])


def visible(body: str) -> str:
    """The text without its hidden lines."""
    lines = (line for line in body.splitlines() if not line.startswith("<!--"))
    return "\n".join(lines).strip()


def indented(text: str) -> str:
    """The text as a quotation."""
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())
