"""The pace of each installation, for processes that share a database."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "paces",
        sa.Column("installation", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("quota", sa.String(), primary_key=True),
        sa.Column("turn_at", sa.BigInteger(), nullable=False),
        sa.Column("held_until", sa.BigInteger(), nullable=False),
        sa.Column("quota_left", sa.BigInteger(), nullable=False),
        sa.Column("quota_most", sa.BigInteger(), nullable=False),
        sa.Column("reset_at", sa.BigInteger(), nullable=False),
    )
