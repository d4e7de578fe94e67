"""Brings the tables to this version, from nothing or from any version before.

It runs inside the transaction it is given, so that it is done whole or not at all, and one process
at a time: SQLite's write lock or a lock of Postgres holds the others until they have nothing to do.
"""

from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.errors import SettingsError

_SCRIPTS = Path(__file__).parent / "migrations"
# Any fixed number: it only has to be the same in every process.
_LOCK = 7_463_311


def upgrade(connection: Connection, to: str = "head") -> tuple[str, str]:
    """Run every migration that this database has not seen; its version before and after.

    A database without tables has the version "". `SettingsError` when a newer program made them.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config()
    scripts = _scripts(config)
    before = version_of(connection)
    known = [script.revision for script in scripts.walk_revisions()]
    if before and before not in known:
        raise SettingsError(
            f"DATABASE_URL: a newer Test Gardener made this database (version {before}; this one "
            f"knows up to {known[0]}): start the newer one, or restore the backup from before the "
            "upgrade"
        )

    def steps(current: str, _context: MigrationContext) -> list[RevisionStep]:
        return scripts._upgrade_revs(to, current)

    # What alembic's own `upgrade` does, without an env.py: the connection is here already.
    with EnvironmentContext(config, scripts, fn=steps) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
    return before, version_of(connection)


@cache
def newest_version() -> str:
    """The version that this program brings a database to."""
    return _scripts(Config()).get_current_head() or ""


def _scripts(config: Config) -> ScriptDirectory:
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


def version_of(connection: Connection) -> str:
    """The version of this database, "" when it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision() or ""
