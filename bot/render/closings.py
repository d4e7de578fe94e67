"""Why an issue is closed, with every run that says so.

**Closing**: passed 3 times in a row in report-py311 and report-py312.

- `report-py311` failed last at `a1b2c3d`, then passed in run 1005 at `b2c3d4e`, run 1006 at …
"""

from collections.abc import Iterator, Sequence

from bot.model.history import Sighting
from bot.model.issue import LegProgress, TrackedIssue
from bot.model.plan import News
from bot.render.escape import code_span
from bot.render.links import Links, commit_link, link, run_link
from bot.render.phrases import and_list, code_list, count, sentence, when

LEGS = 8
RUNS = 10
PLACES = 5

_REOPENS = "It reopens by itself when the same cause fails again at a newer commit."


def passed(issue: TrackedIssue, news: News, links: Links) -> Iterator[str]:
    """Closed by passes: leg by leg, where it failed last and which commits passed since."""
    rows = [_leg(leg, issue, links) for leg in issue.progress[:LEGS] if leg.green or leg.absent]
    hidden = len(issue.progress) - LEGS
    rows += [f"- {count(hidden, 'more job')}"] if hidden > 0 else []
    runs = "" if rows else _runs(news.items)
    yield f"**Closing**: {sentence(news.detail, 500)}{runs}"
    if rows:
        yield "\n".join(rows)
    yield _REOPENS


def not_seen(issue: TrackedIssue, news: News, links: Links) -> Iterator[str]:
    """Closed because its tests are no more, and where they may be now."""
    suites = code_list(dict.fromkeys(f.suite for f in issue.verdict.cluster.failures), 3)
    absences = [one for leg in issue.progress for one in leg.absent]
    newest = max((one.until for one in absences), key=lambda s: s.order, default=None)
    last = f", last in {_at(newest, links)}" if newest else ""
    yield (
        f"**Closing**: {sentence(news.detail)} Since then {suites} ran without its tests{last}. "
        "They may have been removed, renamed or moved; that does not prove that the cause is gone."
    )
    if news.items:
        rows = [f"- {code_span(place, 300)}" for place in news.items[:PLACES]]
        yield "\n".join(["Tests of the same name run elsewhere now:", "", *rows])
    yield _REOPENS


def _leg(leg: LegProgress, issue: TrackedIssue, links: Links) -> str:
    red = leg.red or issue.last_seen
    failed = f"failed last at {commit_link(links, red.sha)}, then " if red else ""
    name = code_span(leg.leg)
    if not leg.green:
        return f"- {name} {failed}ran without its tests, last in {_at(leg.absent[-1].until, links)}"
    shown = leg.green[: min(max(leg.needed, 1), RUNS)]
    runs = [_at(seen, links) for seen in reversed(shown)]
    more = leg.passes - len(shown)
    runs = [count(more, "earlier run"), *runs] if more > 0 else runs
    return f"- {name} {failed}passed in {and_list(runs)}"


def _at(seen: Sighting, links: Links) -> str:
    return f"{run_link(seen)} at {commit_link(links, seen.sha)} ({when(seen.at)})"


def _runs(urls: Sequence[str]) -> str:
    """The passing runs by number, newest first, as evidence to click on."""
    shown = [link(_run_name(url), url) for url in urls[:RUNS]]
    return f" Evidence: {and_list(shown)}." if shown else ""


def _run_name(url: str) -> str:
    number = url.rstrip("/").rpartition("/runs/")[2].partition("/")[0]
    return f"run {number}" if number.isascii() and number.isdigit() else "this run"
