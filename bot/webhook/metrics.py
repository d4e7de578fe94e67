"""What is counted, under names that begin with `gardener_`."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Info, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The figures of one process. Labels take words of ours only, never what GitHub sent."""

    def __init__(self, version: str) -> None:
        self.registry = CollectorRegistry()
        self._webhooks = self._counter("webhooks", "Deliveries.", "event", "outcome")
        self._jobs = self._counter("jobs", "Tries of jobs.", "kind", "outcome")
        self._requests = self._counter("github_requests", "Requests to GitHub.", "status_class")
        self._changes = self._counter("issue_changes", "Changes on GitHub.", "kind", "outcome")
        self._suppressed = self._counter("suppressed", "Issues held back.", "reason")
        self._depth = self._gauge("queue_depth", "Jobs that are not done.")
        self._age = self._gauge("queue_age_seconds", "Age of the oldest queued job.")
        self._last = self._gauge("last_webhook_timestamp_seconds", "When a delivery was taken.")
        build = Info("gardener_build", "The running version.", registry=self.registry)
        build.info({"version": version})

    def webhook(self, event: str, outcome: str) -> None:
        """A delivery was answered."""
        self._webhooks.labels(event, outcome).inc()

    def webhook_taken(self, at: float) -> None:
        """A delivery was on disk at `at`, in seconds since 1970."""
        self._last.set(at)

    def job(self, kind: str, outcome: str) -> None:
        """A try of a job ended: done, postponed or failed."""
        self._jobs.labels(kind, outcome).inc()

    def request(self, _method: str, status: int) -> None:
        """GitHub answered; 0 when it did not."""
        self._requests.labels(f"{status // 100}xx" if status else "none").inc()

    def change(self, kind: str, outcome: str) -> None:
        """A change on GitHub was tried."""
        self._changes.labels(kind, outcome).inc()

    def suppressed(self, reason: str, count: int = 1) -> None:
        """Issues were not opened, for one of our reasons."""
        self._suppressed.labels(reason).inc(count)

    def queue(self, depth: int, oldest_seconds: float) -> None:
        """What the queue holds now."""
        self._depth.set(depth)
        self._age.set(oldest_seconds)

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"gardener_{name}", what, labels, registry=self.registry)

    def _gauge(self, name: str, what: str) -> Gauge:
        return Gauge(f"gardener_{name}", what, registry=self.registry)
