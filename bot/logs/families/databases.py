"""Databases that answer but refuse: locks, migrations, missing roles and schemas."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import Kind, LogCause, Origin

_database = partial(
    Rule,
    cause=LogCause.INFRA,
    tier=Tier.SERVICE,
    category="Infrastructure/Database",
    kind=Kind.UNCOLLECTABLE,
    first=True,
)

ROWS = (
    _database(
        id="database-lock",
        pattern=r"(?P<key>canceling statement due to (?:lock|statement) timeout)|(?P<key2>deadlock detected)"
        r"|(?P<key3>Lock wait timeout exceeded)|(?P<key4>Deadlock found when trying to get lock)"
        r"|(?P<key5>database (?:table )?is locked)|could not obtain lock on (?P<key6>\w+)"
        r"|(?P<key7>Could not acquire change log lock)|(?P<key8>Error acquiring the state lock)"
        r"|(?P<key9>too many (?:clients already|connections)\b)|remaining connection slots are reserved",
        slug="database-locked",
        example="Running migration 77c\npsycopg2.errors.LockNotAvailable: canceling statement due to lock timeout\n"
        "##[error]Process completed with exit code 1.",
        near_miss="lock_timeout = 5s",
    ),
    _database(
        id="database-migration",
        cause=LogCause.CONFIG,
        tier=Tier.BUILD,
        category="Configuration/Migrations",
        pattern=r"(?P<key>PendingMigrationError)|(?P<key2>Migrations are pending)"
        r"|Validate failed: (?P<key3>Migrations? .*)|(?P<key4>Migration checksum mismatch.*)"
        r"|FlywayException: (?P<key5>.*)|(?P<key6>Target database is not up to date)"
        r"|(?P<key7>Multiple head revisions are present)|(?P<key8>Can't locate revision identified by .*)"
        r"|(?P<key9>NodeNotFoundError: Migration .*)|(?P<key10>Conflicting migrations detected)"
        r"|(?P<key11>Your models in app\(s\): .* have changes that are not yet reflected)"
        r"|liquibase\.exception\.(?P<key12>\w+)|Error: (?P<key13>P30\d\d\b.*)",
        slug="database-migration",
        example="Run bin/rails test\nActiveRecord::PendingMigrationError: (ActiveRecord::PendingMigrationError)\n"
        "##[error]Process completed with exit code 1.",
        near_miss="Successfully applied 4 migrations to schema shop",
    ),
    _database(
        id="database-object-missing",
        cause=LogCause.CONFIG,
        category="Configuration/Database",
        pattern=r"FATAL: +(?P<key>(?:role|database) \"\S+\" does not exist)|Unknown database '(?P<key2>[^']+)'"
        r"|(?:ProgrammingError|UndefinedTable|StatementInvalid|PSQLException).{0,60}(?P<key3>relation \"\S+\" does not exist)"
        r"|(?P<key4>no such table: \S+)",
        slug="database-object-missing",
        example='psql: error: FATAL:  database "shop_test" does not exist\n##[error]Process completed with exit code 2.',
        near_miss='NOTICE:  table "carts" does not exist, skipping',
    ),
    _database(
        id="database-denied",
        cause=LogCause.PERMISSION,
        tier=Tier.ACCESS,
        category="Infrastructure/Permissions",
        origin=Origin.INFRASTRUCTURE,
        pattern=r"password authentication failed for user \"(?P<key>[^\"]+)\"|Access denied for user '(?P<key2>[^']*)'"
        r"|no pg_hba\.conf entry for host|NOAUTH Authentication required|WRONGPASS |MongoServerError: Authentication failed",
        slug="database-login-refused",
        example='psql: error: FATAL:  password authentication failed for user "app"\n##[error]Process completed with exit code 2.',
        near_miss="authenticated as user app",
    ),
)
