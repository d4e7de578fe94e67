"""Which commit a run tested on which branch, and the red runs since a test's last pass."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add them; of runs recorded before, the branch is not known."""
    op.add_column("runs", sa.Column("scope", sa.BigInteger()))
    op.add_column("runs", sa.Column("first_run", sa.BigInteger()))
    op.add_column("runs", sa.Column("tree", sa.String()))
    op.create_index("runs_commit", "runs", ["scope", "sha"])
    op.add_column("histories", sa.Column("reds", sa.Text()))
