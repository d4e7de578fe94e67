"""The tables: one for each noun, keyed by GitHub's ids so that a rename changes nothing.

Times are whole microseconds since 1970 in UTC. Values that are only read whole are JSON documents;
what is looked up or counted has a column. `migrations/versions` is what makes them.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """A moment in time with its zone; kept as a number because SQLite would lose the zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Microseconds since 1970."""
        return None if value is None else to_ticks(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """The moment, in UTC."""
        return None if value is None else from_ticks(value)


def to_ticks(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _TICK


def from_ticks(ticks: int) -> datetime:
    """The moment, in UTC."""
    return _EPOCH + ticks * _TICK


metadata = MetaData()

# SQLite numbers rows by itself only when the key's type is exactly INTEGER.
_RowId = BigInteger().with_variant(Integer(), "sqlite")
# Compared by code point everywhere, as Python sorts: ranges of them must be the same ranges.
_Exact = String().with_variant(String(collation="C"), "postgresql")

repositories = Table(
    "repositories",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("owner", String, nullable=False),
    Column("name", String, nullable=False),
    Column("key", String, nullable=False),
    Column("installation", BigInteger, nullable=False),
    Column("default_branch", String, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("changed_at", Instant),
    Index("repositories_key", "key"),
    Index("repositories_installation", "installation"),
)

configs = Table(
    "configs",
    metadata,
    Column("repo_id", BigInteger, primary_key=True, autoincrement=False),
    Column("text", Text),
    Column("sha", String, nullable=False),
    Column("fetched_at", Instant, nullable=False),
    Column("problems", Text, nullable=False),
    Column("good_text", Text),
    Column("good_sha", String, nullable=False),
)

issues = Table(
    "issues",
    metadata,
    Column("repo_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("state", String, nullable=False),
    Column("updated", Instant, nullable=False),
    Column("document", Text, nullable=False),
    Index("issues_state", "repo_id", "state"),
    Index("issues_updated", "repo_id", "updated"),
)

# `holds` marks the one open issue that is the home of a fingerprint.
issue_fingerprints = Table(
    "issue_fingerprints",
    metadata,
    Column("repo_id", BigInteger, primary_key=True, autoincrement=False),
    Column("fingerprint", String, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("holds", Boolean, nullable=False),
    Index("issue_fingerprints_number", "repo_id", "number"),
    Index(
        "issue_fingerprints_home",
        "repo_id",
        "fingerprint",
        unique=True,
        sqlite_where=text("holds = 1"),
        postgresql_where=text("holds"),
    ),
)

# One workflow on one branch: the frame in which tests are compared with their past. `newest` is the
# row of `runs` that is newer than all others recorded here.
scopes = Table(
    "scopes",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("repo_id", BigInteger, nullable=False),
    Column("workflow_path", String, nullable=False),
    Column("branch", String, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("newest", BigInteger),
    UniqueConstraint("repo_id", "workflow_path", "branch", name="scopes_key"),
)

# Attempts that were recorded. `done_test` and `done_leg` say how far, until `complete`. `scope` is
# missing for runs of forks, `first_run` where this is the first run of its commit in its scope.
runs = Table(
    "runs",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("repo_id", BigInteger, nullable=False),
    Column("run_id", BigInteger, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("sha", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("url", String, nullable=False),
    Column("done_test", String, nullable=False),
    Column("done_leg", String, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("scope", BigInteger),
    Column("first_run", BigInteger),
    Column("tree", String),
    UniqueConstraint("repo_id", "run_id", "attempt", name="runs_key"),
    Index("runs_commit", "scope", "sha"),
)

# The state of a test in one leg; the sightings are rows of `runs`, `reds` several, each with a comma.
histories = Table(
    "histories",
    metadata,
    Column("scope", BigInteger, ForeignKey("scopes.id"), primary_key=True, autoincrement=False),
    Column("test", _Exact, primary_key=True),
    Column("leg", _Exact, primary_key=True),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_pass", BigInteger),
    Column("last_failure", BigInteger),
    Column("first_failure", BigInteger),
    Column("pass_streak", Integer, nullable=False),
    Column("fail_streak", Integer, nullable=False),
    Column("passes", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("window", String, nullable=False),
    Column("reds", Text),
)

worklogs = Table(
    "worklogs",
    metadata,
    Column("repo_id", BigInteger, primary_key=True, autoincrement=False),
    Column("run_id", BigInteger, primary_key=True, autoincrement=False),
    Column("attempt", Integer, primary_key=True, autoincrement=False),
    Column("workflow_path", String, nullable=False),
    Column("sha", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("document", Text, nullable=False),
    Index("worklogs_day", "repo_id", "day"),
    Index("worklogs_sha", "repo_id", "sha"),
    Index("worklogs_at", "at"),
)

# Written before a change on GitHub is tried, finished with what came of it.
intents = Table(
    "intents",
    metadata,
    Column("repo_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String, primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("result", Text),
    Index("intents_started_at", "started_at"),
)

handled_comments = Table(
    "handled_comments",
    metadata,
    Column("repo_id", BigInteger, primary_key=True, autoincrement=False),
    Column("comment_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
)

# Causes that found no room among the new issues of a run; `at` is the newest run that held it back.
pending = Table(
    "pending",
    metadata,
    Column("repo_id", BigInteger, primary_key=True, autoincrement=False),
    Column("fingerprint", String, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("document", Text, nullable=False),
    Index("pending_at", "at"),
)

# Where the App is installed, as far as that was ever told: active, suspended or gone.
installations = Table(
    "installations",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("account", String, nullable=False),
    Column("state", String, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

# When the sweep last looked at a repository, since when it lists runs, and the newest run it saw.
looks = Table(
    "looks",
    metadata,
    Column("repo_id", BigInteger, primary_key=True, autoincrement=False),
    Column("looked_at", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("newest_at", Instant),
    Index("looks_looked_at", "looked_at"),
)

# Deliveries that GitHub was asked to send again.
redeliveries = Table(
    "redeliveries",
    metadata,
    Column("guid", String, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
)

# What one process of all does now and then, and when it was last begun.
chores = Table(
    "chores",
    metadata,
    Column("name", String, primary_key=True),
    Column("at", Instant, nullable=False),
)

# How fast each installation may be spoken to: when the next write may go (the row `write`), and of
# each hourly quota what is left and until when nobody may ask.
paces = Table(
    "paces",
    metadata,
    Column("installation", BigInteger, primary_key=True, autoincrement=False),
    Column("quota", String, primary_key=True),
    Column("turn_at", BigInteger, nullable=False),
    Column("held_until", BigInteger, nullable=False),
    Column("quota_left", BigInteger, nullable=False),
    Column("quota_most", BigInteger, nullable=False),
    Column("reset_at", BigInteger, nullable=False),
)
