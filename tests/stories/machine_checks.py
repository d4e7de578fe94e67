"""What must be true of the bot's issues at any moment, whatever happened before."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from bot.demo.github.state.issues import Comment, Issue
from tests.stories.machine_ground import CAUSES, MAIN, Ground, Ran

COMMENT_EVERY = timedelta(hours=24)
LONGEST_CHAIN = 5
_KEY = re.compile(r"<!-- gardener:comment (run:\d+:\d+:(\w+)\S*) -->")


@dataclass(frozen=True)
class Turned:
    """How often the bot turned an issue and spoke there, to be compared."""

    state: str
    turns: int
    comments: int


async def ahead_of(ground: Ground, ran: Ran) -> dict[int, Turned]:
    """The issues that know something newer of the branch than this attempt, as they are now."""
    places = {(r.run.id, r.attempt): r for r in ground.ran}
    found = {}
    for issue in ground.kept:
        stored = await ground.stored(issue.number)
        if stored is None:
            continue
        seen = (stored.last_seen, stored.close_evidence, *(leg.last for leg in stored.progress))
        known = [places[s.run_id, s.attempt] for s in seen if s is not None]
        newest = [r.order for r in known if r.branch == ran.branch and r.is_whole]
        started = ran.run.attempts[ran.attempt - 1].started_at
        is_closed_since = stored.closed_at is not None and started <= stored.closed_at
        if is_closed_since or (newest and ran.order < max(newest)):
            found[issue.number] = _turned(ground, issue)
    return found


def _turned(ground: Ground, issue: Issue) -> Turned:
    us = ground.place.app.bot_login
    return Turned(
        state=issue.state,
        turns=sum(e.event in ("closed", "reopened") and e.by == us for e in issue.events),
        comments=len(_said(issue)),
    )


def check_stale(ground: Ground, before: dict[int, Turned], ran: Ran) -> None:
    """Old evidence closes, reopens and says nothing."""
    now = {issue.number: _turned(ground, issue) for issue in ground.kept}
    changed = {n: (was, now[n]) for n, was in before.items() if n in now and now[n] != was}
    assert not changed, f"{changed} changed by old evidence: {ran}"


async def check(ground: Ground) -> None:
    """Everything that holds at any time, and the rest when nothing is held back."""
    assert ground.place.github.violations == []
    await _check_one_issue_a_cause(ground)
    await _check_graph(ground)
    _check_one_check_run(ground)
    _check_theirs(ground)
    for issue in ground.kept:
        _check_comments(issue)
        _check_wishes(ground, issue)
    if not ground.held:
        await _check_store(ground)


async def _check_one_issue_a_cause(ground: Ground) -> None:
    """Of each cause at most one issue is open, unless a person opened another by hand."""
    ours: Counter[str] = Counter()
    for issue in ground.kept:
        is_by_hand = ground.wish(issue.number).has_reopened
        if issue.state == "open" and issue.number not in ground.locked and not is_by_hand:
            ours.update(await ground.causes(issue.number))
    twice = [cause for cause, count in ours.items() if count > 1]
    assert not twice, f"two open issues for {twice}"


async def _check_graph(ground: Ground) -> None:
    """No chain of duplicates is a circle or longer than five."""
    stored = {i.number: await ground.stored(i.number) for i in ground.kept}
    leads = {n: s.duplicate_of for n, s in stored.items() if s is not None and s.duplicate_of}
    for number in leads:
        chain = [number]
        while chain[-1] in leads:
            chain.append(leads[chain[-1]])
            assert len(chain) <= LONGEST_CHAIN + 1, f"a chain of duplicates: {chain}"


def _check_theirs(ground: Ground) -> None:
    """An issue that a person opened keeps their words; the bot touches it only when asked."""
    us = ground.place.app.bot_login
    for number, theirs in ground.theirs.items():
        issue = ground.place.repo.issues.get(number)
        if issue is None:
            continue
        assert theirs.text in (issue.body or ""), f"#{number} lost its text: {issue.body}"
        title = ground.wish(number).title or theirs.title
        assert issue.title == title, f"#{number} was {title}: {issue.title}"
        if number not in ground.adopted:
            assert issue.body == theirs.text
            assert not [e for e in issue.events if e.by == us], f"#{number} {issue.events}"


async def theirs_open(ground: Ground) -> frozenset[int]:
    """People's issues that are open."""
    return frozenset(n for n in ground.adopted if ground.states().get(n) == "open")


def check_kept_open(ground: Ground, before: frozenset[int]) -> None:
    """No run closes an issue that a person opened."""
    now = ground.states()
    closed = [n for n in before if now.get(n) == "closed"]
    assert not closed, f"{closed} are people's and were closed by a run"


def _check_one_check_run(ground: Ground) -> None:
    for sha, count in Counter(
        run.head_sha for run in ground.place.repo.check_runs.values()
    ).items():
        assert count == 1, f"{count} check runs on {sha}"


def _said(issue: Issue) -> list[tuple[Comment, str]]:
    """The comments of the bot that answer nobody, each with what it was for."""
    found = [(c, _KEY.match(c.body)) for c in issue.comments]
    return [(comment, match[2]) for comment, match in found if match]


def _check_comments(issue: Issue) -> None:
    """News come once in a while; each closing and reopening is told once."""
    said = _said(issue)
    keys = [match[1] for c in issue.comments if (match := _KEY.match(c.body))]
    assert len(keys) == len(set(keys)), f"#{issue.number} says something twice: {keys}"
    for (earlier, _), (later, word) in pairwise(said):
        if word == "comment":
            apart = later.created_at - earlier.created_at
            assert apart >= COMMENT_EVERY, f"#{issue.number} says news again after {apart}"


def _check_wishes(ground: Ground, issue: Issue) -> None:
    """What a person set stays."""
    wish = ground.wish(issue.number)
    where = f"#{issue.number}: {issue.title} {issue.labels} {issue.state}, wanted {wish}"
    assert not wish.title or issue.title == wish.title, where
    assert wish.labels <= set(issue.labels), where
    assert not wish.unwanted & set(issue.labels), where
    assert not wish.assignee or wish.assignee in issue.assignees, where
    assert not wish.state or issue.state == wish.state, where
    if wish.severity and not wish.unwanted:
        assert any(label.endswith(f"-{wish.severity}") for label in issue.labels), where


async def _check_store(ground: Ground) -> None:
    """What the bot remembers of an issue is what GitHub shows."""
    for issue in ground.kept:
        stored = await ground.stored(issue.number)
        assert stored is not None, f"#{issue.number} is not in the store"
        if issue.number not in ground.locked:
            assert stored.state == issue.state, f"#{issue.number} {issue.state}: {stored.state}"


async def check_home(ground: Ground, ran: Ran) -> None:
    """Each failing cause of the newest run has a home, and the check run names it."""
    if not ran.broken or ground.newest.get(ran.branch) is not ran:
        return
    (check_run,) = ground.place.github.check_runs(ground.place.repo, ran.run.head_sha)
    text = f"{check_run.title}\n{check_run.summary}\n{check_run.text}"
    elsewhere = {c for r in ground.ran if r.branch != MAIN for c in r.broken.values()}
    for test, cause in ran.broken.items():
        said = CAUSES[cause][0]
        assert said in text, f"{cause} is not in the check run of {ran.run.head_sha[:7]}"
        if ran.branch == MAIN and cause not in elsewhere and ran.attempt == 1:
            await _check_tracked(ground, test, cause)


async def _check_tracked(ground: Ground, test: str, cause: str) -> None:
    """An open issue of the cause lists the test, unless a person wanted silence."""
    homes = await _homes(ground, cause)
    if any(ground.wish(i.number).state == "closed" for i in homes):
        return
    if any(ground.wish(i.number).muted_until for i in homes):
        return
    opened = [i for i in homes if i.state == "open"]
    assert opened, f"no open issue for {cause}"
    stored = [await ground.stored(i.number) for i in opened]
    names = {
        f.name for s in stored if s for v in (s.verdict, *s.children) for f in v.cluster.failures
    }
    assert test in names, f"{test} is not in {[i.number for i in opened]}"


async def _homes(ground: Ground, cause: str) -> list[Issue]:
    """The issues that a cause belongs to, and those to which people sent their failures."""
    issues = {issue.number: issue for issue in ground.kept}
    found: dict[int, Issue] = {}
    for number in issues:
        if cause not in await ground.causes(number):
            continue
        here, stored = number, await ground.stored(number)
        while stored is not None and stored.duplicate_of in issues:
            here = stored.duplicate_of
            stored = await ground.stored(here)
        if stored is not None and not stored.duplicate_of:
            found[here] = issues[here]
    return list(found.values())
