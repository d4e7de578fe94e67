"""Check runs are found by the intents that made them; their own table had no reader left."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Drop it."""
    op.drop_table("check_runs")
