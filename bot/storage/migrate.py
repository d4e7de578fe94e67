"""Brings the tables to this version, from nothing or from any version before.

It runs inside the transaction it is given, so that it is done whole or not at all, and one process
at a time: SQLite's write lock or a lock of Postgres holds the others until they have nothing to do.
"""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

_SCRIPTS = Path(__file__).parent / "migrations"
# Any fixed number: it only has to be the same in every process.
_LOCK = 7_463_311


def upgrade(connection: Connection) -> None:
    """Run every migration that this database has not seen."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)

    def steps(current: str, _context: MigrationContext) -> list[RevisionStep]:
        return scripts._upgrade_revs("head", current)

    # What alembic's own `upgrade` does, without an env.py: the connection is here already.
    with EnvironmentContext(config, scripts, fn=steps) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
