"""What was decided of a cluster, with the reason for each decision."""

from dataclasses import dataclass

from bot.model.failure import Cluster
from bot.model.flaky import FlakyProof, Record
from bot.model.history import Sighting
from bot.model.names import Kind, Origin, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A cluster judged. All texts are plain, unescaped and may hold what a test printed.

    `slug` is the last part of the title. `category` is the worklog's line ("Authentication").
    `description` says in one sentence what fails. `severity_reason` is the sentence "P1 because …",
    `origin_reason` the evidence of the origin. `first_bad` is the first red run known of it,
    `last_good` the last green one before, `leg` the job that saw both (empty when none saw both).
    `impact` is what the area means to the business. `flaky` is the proof when the origin is flaky,
    `record` how often the test failed, as far as history knows.
    `passed_since` is a newer run in which all of it passed: this failure was heard of late.
    """

    cluster: Cluster
    kind: Kind
    origin: Origin
    severity: Severity
    category: str
    slug: str
    description: str
    severity_reason: str
    origin_reason: str
    area: str = ""
    impact: str = ""
    first_bad: Sighting | None = None
    last_good: Sighting | None = None
    leg: str = ""
    flaky: FlakyProof | None = None
    record: Record | None = None
    passed_since: Sighting | None = None

    @property
    def title(self) -> str:
        """The title of its issue, as section 6 of the interfaces writes it."""
        return f"{self.kind}-test-{self.origin}-{self.severity}-{self.slug}"

    @property
    def label(self) -> str:
        """The label that says kind, origin and severity."""
        return f"{self.kind}-test-{self.origin}-{self.severity}"
