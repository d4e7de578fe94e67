"""What a cause is called that lies around the code: machine, network, database, service."""

from bot.triage.words.row import rows

WORLD = rows(
    (
        r"no space left|disk full|ENOSPC|disk quota",
        "disk full",
        "No space left on device",
        "disk full",
    ),
    (
        r"out of memory|OutOfMemory|MemoryError|heap (?:space|limit)|OOMKilled|cannot allocate memory|bad_alloc",
        "out of memory",
        "Java heap space",
        "out of memory",
    ),
    (
        r"too many open files|EMFILE",
        "too many open files",
        "OSError: [Errno 24] Too many open files",
        "too many open files",
    ),
    (
        r"read-only file system|EROFS",
        "read only file system",
        "Read-only file system: 'a'",
        "read only file system",
    ),
    (
        r"too many (?:clients|connections)|remaining connection slots|connection is not available, request timed out|QueuePool limit",
        "too many connections",
        "FATAL: sorry, too many clients already",
        "too many connections",
    ),
    (
        r"rate limit|too many requests|(?:status|http|code)\W{0,3}429\b",
        "rate limit",
        "API rate limit exceeded",
        "rate limit",
    ),
    (
        r"connection refused|ECONNREFUSED|connect(?:ion)? attempts? failed|failed to connect|could not connect|unable to connect|actively refused",
        "connection refused",
        "All connection attempts failed",
        "connection refused",
    ),
    (
        r"connection (?:was )?(?:reset|closed|lost|aborted)|ECONNRESET|socket hang up|broken pipe|EPIPE|server closed the connection|communications link failure",
        "connection lost",
        "read ECONNRESET",
        "connection lost",
    ),
    (
        r"could not resolve host|name resolution|\bENOTFOUND|EAI_AGAIN|getaddrinfo|name or service not known|no such host|UnknownHost",
        "host not found",
        "Could not resolve host: x",
        "host not found",
    ),
    (
        r"network is unreachable|no route to host|ENETUNREACH|EHOSTUNREACH",
        "network unreachable",
        "connect: no route to host",
        "network unreachable",
    ),
    (
        r"certificate (?:has expired|verify failed|is not|signed by|validation)|CERTIFICATE_|x509:|self.signed certificate",
        "certificate",
        "certificate has expired",
        "certificate",
    ),
    (
        r"(?:TLS|SSL)\S{0,12} handshake|SSLError|SSLHandshake|wrong version number",
        "tls handshake",
        "TLS handshake timeout",
        "tls handshake",
    ),
    (
        r"address already in use|EADDRINUSE|port is already",
        "port taken",
        "Address already in use",
        "port taken",
    ),
    (
        r"(?:password|login) (?:authentication )?failed|access denied for user",
        "login refused",
        "password authentication failed for user",
        "login refused",
    ),
    (
        r"permission denied|EACCES|EPERM|access ?denied|operation not permitted|403 forbidden|status\W{0,3}403\b",
        "permission denied",
        "open state.db: permission denied",
        "permission denied",
    ),
    (
        r"unauthorized|(?:got|received|but was|status|http|code|error)\W{0,3}401\b|not authenticated|unauthenticated|invalid (?:token|credentials|api key)",
        "unauthorized",
        "expected 200 got 401",
        "unauthorized",
    ),
    (
        r"50[234] (?:bad gateway|service (?:temporarily )?unavailable|gateway time)|service unavailable|\bUNAVAILABLE\b:",
        "service unavailable",
        "503 Service Unavailable",
        "service unavailable",
    ),
    (
        r"internal server error",
        "server error",
        "500 Internal Server Error for url",
        "server error",
    ),
    (
        r"container startup failed|could not find a valid docker environment|ContainerLaunch|ContainerFetch",
        "container not started",
        "Container startup failed for image postgres:16",
        "container not started",
    ),
    (
        r"(?:browser|chrome|firefox|webdriver) (?:failed|could not|cannot) (?:to )?(?:be )?start|session not created|executable doesn't exist at",
        "browser not started",
        "session not created: Chrome failed to start",
        "browser not started",
    ),
    (
        r"command not found|executable file not found|\bspawn \S{1,60} ENOENT",
        "missing command",
        'exec: "protoc": executable file not found in $PATH',
        "missing command",
    ),
    (
        r"database (?:table )?is locked|lock (?:wait )?timeout|could not obtain lock",
        "database locked",
        "database is locked",
        "database locked",
    ),
    (
        r"deadlock",
        "deadlock",
        "deadlock detected",
        "deadlock",
    ),
    (
        r"duplicate key|unique constraint|duplicate entry|E11000",
        "duplicate key",
        "UNIQUE constraint failed: orders.id",
        "duplicate key",
    ),
    (
        r"foreign key constraint",
        "foreign key violation",
        "FOREIGN KEY constraint failed",
        "foreign key violation",
    ),
    (
        r"not.null constraint",
        "null in required column",
        "NOT NULL constraint failed: orders.total",
        "null in required column",
    ),
    (
        r"pending migration|multiple head(?: revision)?s|can't locate revision|unapplied migration",
        "pending migrations",
        "Migrations are pending: multiple heads",
        "pending migrations",
    ),
    (
        r"no such file or directory|FileNotFound|ENOENT|NoSuchFile|could not find file|cannot find the (?:file|path)",
        "missing file",
        "No such file or directory: 'a'",
        "missing file",
    ),
)
"""Rows from particular to general; the first that fits wins."""
