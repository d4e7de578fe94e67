"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_exact = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make them all."""
    _repositories_and_configs()
    _issues()
    _histories()
    _worklogs()
    _intents()


def _id(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), primary_key=True, autoincrement=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _name(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _long(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _repositories_and_configs() -> None:
    op.create_table(
        "repositories",
        _id("id"),
        _name("owner"),
        _name("name"),
        _name("key"),
        _whole("installation"),
        _name("default_branch"),
        _flag("active"),
    )
    op.create_index("repositories_key", "repositories", ["key"])
    op.create_index("repositories_installation", "repositories", ["installation"])
    op.create_table(
        "configs",
        _id("repo_id"),
        sa.Column("text", sa.Text()),
        _name("sha"),
        _whole("fetched_at"),
        _long("problems"),
        sa.Column("good_text", sa.Text()),
        _name("good_sha"),
    )


def _issues() -> None:
    op.create_table(
        "issues",
        _id("repo_id"),
        _id("number"),
        _name("state"),
        _whole("updated"),
        _long("document"),
    )
    op.create_index("issues_state", "issues", ["repo_id", "state"])
    op.create_index("issues_updated", "issues", ["repo_id", "updated"])
    op.create_table(
        "issue_fingerprints",
        _id("repo_id"),
        sa.Column("fingerprint", sa.String(), primary_key=True),
        _id("number"),
        _flag("holds"),
    )
    op.create_index("issue_fingerprints_number", "issue_fingerprints", ["repo_id", "number"])
    op.create_index(
        "issue_fingerprints_home",
        "issue_fingerprints",
        ["repo_id", "fingerprint"],
        unique=True,
        sqlite_where=sa.text("holds = 1"),
        postgresql_where=sa.text("holds"),
    )


def _histories() -> None:
    op.create_table(
        "scopes",
        sa.Column("id", _row_id, primary_key=True),
        _whole("repo_id"),
        _name("workflow_path"),
        _name("branch"),
        _whole("last_at"),
        sa.Column("newest", sa.BigInteger()),
        sa.UniqueConstraint("repo_id", "workflow_path", "branch", name="scopes_key"),
    )
    op.create_table(
        "runs",
        sa.Column("id", _row_id, primary_key=True),
        _whole("repo_id"),
        _whole("run_id"),
        _count("attempt"),
        _name("sha"),
        _whole("at"),
        _name("url"),
        _name("done_test"),
        _name("done_leg"),
        _flag("complete"),
        sa.UniqueConstraint("repo_id", "run_id", "attempt", name="runs_key"),
    )
    op.create_table(
        "histories",
        sa.Column(
            "scope",
            sa.BigInteger(),
            sa.ForeignKey("scopes.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("test", _exact, primary_key=True),
        sa.Column("leg", _exact, primary_key=True),
        _whole("first_seen"),
        *(sa.Column(n, sa.BigInteger()) for n in ("last_pass", "last_failure", "first_failure")),
        *(_count(name) for name in ("pass_streak", "fail_streak", "passes", "failures")),
        _name("window"),
    )


def _worklogs() -> None:
    op.create_table(
        "worklogs",
        _id("repo_id"),
        _id("run_id"),
        sa.Column("attempt", sa.Integer(), primary_key=True, autoincrement=False),
        _name("workflow_path"),
        _name("sha"),
        sa.Column("day", sa.Date(), nullable=False),
        _whole("at"),
        _long("document"),
    )
    op.create_index("worklogs_day", "worklogs", ["repo_id", "day"])
    op.create_index("worklogs_sha", "worklogs", ["repo_id", "sha"])
    op.create_index("worklogs_at", "worklogs", ["at"])


def _intents() -> None:
    op.create_table(
        "intents",
        _id("repo_id"),
        sa.Column("key", sa.String(), primary_key=True),
        _whole("started_at"),
        sa.Column("result", sa.Text()),
    )
    op.create_index("intents_started_at", "intents", ["started_at"])
    op.create_table("handled_comments", _id("repo_id"), _id("comment_id"), _whole("at"))
    op.create_table(
        "check_runs",
        _id("repo_id"),
        sa.Column("sha", sa.String(), primary_key=True),
        _whole("check_id"),
    )
