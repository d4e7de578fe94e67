"""Find the issues, open or closed, that belong near a verdict, each with the reason."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.model.issue import Related, TrackedIssue
from bot.model.match import IssueCard
from bot.model.verdict import Verdict
from bot.triage.corpus import Corpus
from bot.triage.issue_words import text_of
from bot.triage.mentions import READ, files_of, issue_numbers, named_file, named_test
from bot.triage.traces import Traces, runs_of

MOST = 5
ENOUGH = 0.30
"""Less than this is chance: two issues taken at random reach it in one of eighty."""
WORTH_A_WORD = 0.15
READ_FOR_WORDS = 500
"""As many issues of ours are compared word by word, those seen last; all by what they share."""
_HERE = ("open", "closed")


@dataclass(frozen=True, slots=True)
class _Near:
    """One reason to call an issue related, and how much it weighs, 0 to 1."""

    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a verdict stands: its issue if it has one, and the branch and workflow of its run."""

    home: TrackedIssue | None = None
    run: tuple[str, str] = ("", "")

    @property
    def spot(self) -> tuple[str, str]:
        """Branch and workflow."""
        return (self.home.branch, self.home.workflow) if self.home else self.run


def relate(
    verdict: Verdict, tracked: Sequence[TrackedIssue], cards: Sequence[IssueCard] = ()
) -> tuple[Related, ...]:
    """At most five issues related to a verdict that has none of its own, nearest first."""
    return Neighborhood(tracked, cards).near(verdict)


class Neighborhood:
    """The issues of a repository, ready to be asked for many verdicts.

    What an issue has in common with a verdict is looked up, so ten thousand of them cost no more
    than those few that have anything in common. `tracked` are ours, `cards` the issues and pull
    requests that GitHub listed, ours among them.
    """

    def __init__(self, tracked: Sequence[TrackedIssue], cards: Sequence[IssueCard] = ()) -> None:
        self._kept = {issue.number: issue for issue in tracked if issue.number}
        self._cards = {card.number: card for card in cards if card.number not in self._kept}
        self._traces = Traces(i for i in self._kept.values() if i.state in _HERE)

    def near(self, verdict: Verdict, stand: Stand | None = None) -> tuple[Related, ...]:
        """At most five related issues, nearest first, after those that people put there.

        Looked at: numbers that the log itself names, the same cause, test, file and area, runs in
        which both failed, the words, and what people's issues and pull requests name. What earlier
        runs found and nobody can look up now stays, without its state unless it was merged.
        """
        stand = stand or Stand()
        near: dict[int, list[_Near]] = {}
        for number, found in self._reasons(verdict, stand):
            near.setdefault(number, []).append(found)
        home = stand.home
        before = {r.number: r for r in home.related} if home else {}
        lasting = _lasting(home) if home else set()
        related = {n: self._related(n, found, before.get(n), verdict) for n, found in near.items()}
        for number, old in before.items():
            if number not in self._kept and number not in self._cards:
                related.setdefault(number, self._again(old))
        for number in {0, home.number if home else 0, *lasting}:
            related.pop(number, None)
        ranked = sorted(related.values(), key=lambda one: (-one.score, one.number))
        first = [self._again(old) for number, old in before.items() if number in lasting]
        return (*first, *[one for one in ranked if one.score >= ENOUGH][:MOST])

    def _reasons(self, verdict: Verdict, stand: Stand) -> Iterator[tuple[int, _Near]]:
        for number in issue_numbers(verdict.cluster):
            yield number, _Near(1.0, "the log names it")
        yield from self._by_cause(verdict, stand)
        yield from self._by_place(verdict)
        if stand.home is not None:
            yield from self._by_runs(stand.home)
        for number, found in self._corpus.like(
            verdict.slug, text_of(verdict), WORTH_A_WORD
        ).items():
            yield number, _Near(found.score, "speaks of " + ", ".join(found.shared))
        for card in self._cards.values():
            yield from ((card.number, near) for near in _by_names(verdict, card))

    def _by_cause(self, verdict: Verdict, stand: Stand) -> Iterator[tuple[int, _Near]]:
        for number in self._traces.sharing("cause", {*verdict.cluster.fingerprints}):
            yield number, _Near(0.95, "the same cause" + self._elsewhere(number, 1, stand))
        tests = {f.fingerprints.test for f in verdict.cluster.failures}
        for number, many in self._traces.sharing("test", tests).items():
            what = "the same test" if many == 1 else f"{many} of the same tests"
            yield number, _Near(0.7, what + self._elsewhere(number, many, stand))

    def _by_place(self, verdict: Verdict) -> Iterator[tuple[int, _Near]]:
        told: set[int] = set()
        for file in sorted(files_of(verdict.cluster), key=lambda f: (-len(f), f)):
            new = [n for n in self._traces.having("file", file) if n not in told]
            yield from ((number, _Near(0.5, f"the same file {file}")) for number in new)
            told.update(new)
        for number in self._traces.having("area", verdict.area):
            yield number, _Near(0.32, f"the same area {verdict.area}")

    def _by_runs(self, home: TrackedIssue) -> Iterator[tuple[int, _Near]]:
        """Failing together says the less the more others failed in these runs as well.

        The share of common runs as Sippy takes it, with two imagined runs that differ.
        https://github.com/openshift/sippy (triage: potential matches by failing job runs)
        """
        mine = runs_of(home)
        shared = self._traces.sharing("run", mine)
        shared.pop(home.number, None)
        crowd = math.log2(1 + sum(many > 1 for many in shared.values()))
        for number, many in shared.items():
            if many > 1:
                whole = len(mine | runs_of(self._kept[number]))
                how = f"the same {many}" if many == whole else f"{many} of {whole}"
                said = f"failed in {how} runs" + (" together" if many < whole else "")
                yield number, _Near(0.8 * many / (whole + 2) / crowd, said)

    def _elsewhere(self, number: int, many: int, stand: Stand) -> str:
        """Say so when an issue is of another branch or workflow."""
        issue, (branch, workflow) = self._kept[number], stand.spot
        where = ""
        if branch and issue.branch and issue.branch != branch:
            where = f"on {issue.branch}"
        elif workflow and issue.workflow and issue.workflow != workflow:
            where = f"in {issue.workflow.rpartition('/')[2]}"
        now = "fails" if many == 1 else "fail"
        return f" {now if issue.state == 'open' else 'failed'} {where} as well" if where else ""

    @cached_property
    def _corpus(self) -> Corpus:
        """Pull requests speak of what they change, which is everything: their words count for nothing."""
        here = [i for i in self._kept.values() if i.state in _HERE]
        here.sort(key=lambda i: (i.last_seen.order if i.last_seen else (), i.number), reverse=True)
        ours = {i.number: (i.verdict.slug, text_of(i.verdict)) for i in here[:READ_FOR_WORDS]}
        issues = (card for card in self._cards.values() if card.kind == "issue")
        return Corpus({**ours, **{card.number: (card.title, card.body) for card in issues}})

    def _related(
        self, number: int, found: Sequence[_Near], old: Related | None, verdict: Verdict
    ) -> Related:
        """Reasons add up, the strongest in full, the others by what it leaves."""
        ranked = sorted(found, key=lambda one: (-one.score, one.reason))
        left = 1.0
        for one in ranked:
            left *= 1.0 - min(one.score, 1.0)
        title = old.title if old else ""
        reason = "; ".join(dict.fromkeys(one.reason for one in ranked[:2]))
        near = Related(number=number, title=title, state="", reason=reason)
        return self._again(replace(near, score=round(1.0 - left, 3)), verdict)

    def _again(self, related: Related, verdict: Verdict | None = None) -> Related:
        """Show it with the title and state that it has now; one that nobody knows has none."""
        number = related.number
        issue, card = self._kept.get(number), self._cards.get(number)
        if issue is not None:
            state = _state(issue.state, issue.state_reason)
            return replace(related, title=issue.verdict.title, state=state, offer="")
        if card is None:
            return replace(related, state=related.state if related.state == "merged" else "")
        shown = replace(related, title=card.title, state=_state(card.state, card.state_reason))
        if verdict is not None and card.kind == "pull request":
            verb = "that " if related.reason.startswith("names") else "that matters: "
            return replace(shown, reason=f"pull request {verb}{shown.reason}")
        is_home = verdict is not None and _may_be_home(card, verdict)
        return replace(shown, author=card.author, offer="adopt" if is_home else "")


def _lasting(issue: TrackedIssue) -> set[int]:
    """What people put beside an issue."""
    return {*issue.linked, *issue.duplicates, issue.duplicate_of, issue.split_from} - {0}


def _state(state: str, reason: str) -> str:
    return state if state != "closed" or not reason else f"closed ({reason.replace('_', ' ')})"


def _by_names(verdict: Verdict, card: IssueCard) -> Iterator[_Near]:
    """What a person's issue or a pull request names: a file of this cluster, or one of its tests."""
    text = f"{card.title}\n{card.body}"[:READ]
    file = named_file(text, verdict.cluster)
    if file:
        yield _Near(0.45, f"names the file {file}")
    test = named_test(text, verdict.cluster)
    if test:
        yield _Near(0.6, f"names the test {test}")


def _may_be_home(card: IssueCard, verdict: Verdict) -> bool:
    """Whether `/gardener adopt` would find in it what it needs."""
    is_person = bool(card.author) and not card.author.endswith("[bot]")
    text = f"{card.title}\n{card.body}"[:READ]
    return is_person and card.state == "open" and bool(named_test(text, verdict.cluster))
