"""What is counted, under names that begin with `gardener_`; `docs/operations.md` says the same."""

import math
from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Seconds: from a delivery that asks for nothing to a run with hundreds of artifacts.
_SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)


class Metrics:
    """The figures of one process. Labels take words of ours only, never what GitHub sent."""

    def __init__(self, version: str) -> None:
        self.registry = CollectorRegistry()
        self._named: dict[str, tuple[tuple[str, ...], str]] = {}
        self._webhooks = self._counter("webhooks", "Deliveries answered", "event", "outcome")
        self._jobs = self._counter("jobs", "Tries of jobs", "kind", "outcome")
        self._seconds = self._histogram("job_seconds", "Seconds that a try of a job took", "kind")
        self._reports = self._counter(
            "reports", "Report files read, by what came of each", "format", "outcome"
        )
        self._requests = self._counter("github_requests", "Requests to GitHub", "status_class")
        self._changes = self._counter("issue_changes", "Changes on GitHub", "kind", "outcome")
        self._suppressed = self._counter("suppressed", "What was held back", "reason")
        self._caught_up = self._counter(
            "caught_up", "What no webhook told and the sweep found", "what"
        )
        self._rate = self._gauge(
            "github_rate_remaining",
            "Requests left of the hour's quota: the least of the installations asked within it",
        )
        self._rate.set(math.nan)  # 0 would be an alarm
        self._depth = self._gauge("queue_depth", "Jobs that are not done")
        self._age = self._gauge("queue_age_seconds", "Age of the oldest queued job")
        self._last = self._gauge(
            "last_webhook_timestamp_seconds", "When a delivery was taken, 0 before the first"
        )
        self._silent = self._gauge(
            "silent_seconds", "Since anything came from GitHub, or since the start"
        )
        about = "The running version"
        Info("gardener_build", about, registry=self.registry).info({"version": version})
        self._named["gardener_build_info"] = (("version",), about)

    @property
    def table(self) -> Mapping[str, tuple[tuple[str, ...], str]]:
        """Every figure by the name under which it is exported: its labels, and what it says."""
        return self._named

    def webhook(self, event: str, outcome: str) -> None:
        """A delivery was answered."""
        self._webhooks.labels(event, outcome).inc()

    def webhook_taken(self, at: float) -> None:
        """A delivery was on disk at `at`, in seconds since 1970."""
        self._last.set(at)

    def silent(self, seconds: float) -> None:
        """So long nothing came from GitHub."""
        self._silent.set(seconds)

    def job(self, kind: str, outcome: str) -> None:
        """A try of a job ended: done, postponed, spared, left, superseded or failed.

        A spared one waits because the requests that are left this hour are kept for commands.
        """
        self._jobs.labels(kind, outcome).inc()
        if outcome == "superseded":
            self.suppressed(outcome)

    def job_took(self, kind: str, seconds: float) -> None:
        """A try of a job took so long, whatever came of it."""
        self._seconds.labels(kind).observe(seconds)

    def report(self, format_name: str, outcome: str) -> None:
        """A report file was read, read in part, or not understood."""
        self._reports.labels(format_name, outcome).inc()

    def request(self, _method: str, status: int) -> None:
        """GitHub answered; 0 when it did not."""
        self._requests.labels(f"{status // 100}xx" if status else "none").inc()

    def rate_left(self, requests: int | None) -> None:
        """What the installation that is worst off may still ask in this hour; None: nobody knows."""
        self._rate.set(math.nan if requests is None else requests)

    def change(self, kind: str, outcome: str) -> None:
        """A change on GitHub was tried."""
        self._changes.labels(kind, outcome).inc()

    def suppressed(self, reason: str, count: int = 1) -> None:
        """Something was not done, for one of our reasons."""
        self._suppressed.labels(reason).inc(count)

    def caught_up(self, what: str, count: int) -> None:
        """The sweep found so much of it: runs, comments, deliveries, installations or jobs."""
        self._caught_up.labels(what).inc(count)

    def queue(self, depth: int, oldest_seconds: float) -> None:
        """What the queue holds now."""
        self._depth.set(depth)
        self._age.set(oldest_seconds)

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        self._named[f"gardener_{name}_total"] = (labels, what)
        return Counter(f"gardener_{name}", what, labels, registry=self.registry)

    def _gauge(self, name: str, what: str) -> Gauge:
        self._named[f"gardener_{name}"] = ((), what)
        return Gauge(f"gardener_{name}", what, registry=self.registry)

    def _histogram(self, name: str, what: str, *labels: str) -> Histogram:
        self._named[f"gardener_{name}"] = (labels, what)
        full = f"gardener_{name}"
        return Histogram(full, what, labels, buckets=_SECONDS, registry=self.registry)
