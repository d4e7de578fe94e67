"""The other end did not answer, or a service the tests need was not there."""

from functools import partial

from bot.logs.rule import KeyedBy, Rule, Tier
from bot.model.names import Kind, LogCause, Origin, Severity

_network = partial(
    Rule,
    cause=LogCause.NETWORK,
    tier=Tier.SERVICE,
    category="Infrastructure/Network",
    kind=Kind.UNCOLLECTABLE,
    origin=Origin.INFRASTRUCTURE,
    first=True,
    is_recoverable=True,
    keyed_by=KeyedBy.ENDPOINT,
)
_service = partial(
    Rule,
    cause=LogCause.INFRA,
    tier=Tier.SERVICE,
    category="Test Infrastructure",
    kind=Kind.UNCOLLECTABLE,
    origin=Origin.INFRASTRUCTURE,
    severity=Severity.P2,
)

ROWS = (
    _service(
        id="service-missing",
        pattern=r"(?P<key>[A-Z]\w+) service (?:was )?not (?:found"
        r"|discovered)(?: via port discovery)?"
        r"|(?P<key2>PostgreSQL|Postgres|Redis|MySQL|MongoDB|ClickHouse|RabbitMQ|Kafka"
        r"|Elasticsearch|Auth) (?:service )?"
        r"(?:is |was )?(?:not (?:running|available|reachable|found)|unavailable|unreachable)",
        slug="{key}-service-missing",
        per_key=True,
        is_standing=True,
        example="WARNING  dev_launcher.discovery:discovery.py:88 PostgreSQL service not found via port discovery",
        near_miss="PostgreSQL service found on port 5433",
    ),
    _service(
        id="database-unreachable",
        pattern=r"(?P<key>psycopg\d?|asyncpg|pymysql|pymongo|redis"
        r"|sqlalchemy)[\w.]*\.(?:OperationalError|ConnectionError"
        r"|errors\.ServerSelection\w+)"
        r"|could not connect to server: (?:Connection refused|No such file)|Connection to \S+:\d+ refused"
        r"|(?P<key3>NoBrokersAvailable)|(?P<key4>amqp\.exceptions\.Connection\w+|pika\.exceptions\.AMQPConnectionError)"
        r"|connection to server at \"?[\w.-]+\"?.{0,40} failed"
        r"|(?P<key2>ECONNREFUSED \S+:(?:5432|3306|6379|27017|9200|5672))"
        r"|Can't connect to (?:local )?MySQL server|Communications link failure"
        r"|FATAL: +(?:the database system is starting up)"
        r"|MongoNetworkError|Error: Redis connection to"
        r"|could not translate host name",
        cause=LogCause.NETWORK,
        category="Infrastructure/Database",
        slug="database-unreachable",
        keyed_by=KeyedBy.ENDPOINT,
        severity=None,
        first=True,
        is_recoverable=True,
        example='psql: error: connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection '
        "refused\n##[error]Process completed with exit code 2.",
        near_miss="connection to server established on port 5432",
    ),
    _network(
        id="dns",
        pattern=r"Temporary failure in name resolution|Could not resolve (?:host|hostname|proxy)"
        r"|[Nn]ame or service not known"
        r"|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|npm (?:ERR!|error) (?:code"
        r"|errno) (?:ENOTFOUND|EAI_AGAIN)|\bdns error\b|nodename nor servname"
        r"|\bno such host\b|UnknownHostException|NameResolutionError"
        r"|[Ff]ailed to lookup address|getaddrinfo failed"
        r"|Temporary failure resolving|server misbehaving|Could not resolve '",
        slug="dns-failed",
        example="curl: (6) Could not resolve host: releases.example.org\n##[error]Process completed with exit code 6.",
        near_miss="resolved releases.example.org to 192.0.2.7",
    ),
    _network(
        id="tls",
        pattern=r"SSLException|SSLHandshakeException|SSLError|SSL_ERROR_|\bSSL: [A-Z_]{6,}"
        r"|CERTIFICATE_VERIFY_FAILED"
        r"|certificate (?:verify failed|has expired|is not trusted|signed by unknown)"
        r"|x509: |TLS handshake (?:timeout|error|failed)"
        r"|self[- ]signed certificate|PKIX path building failed|SSL (?:certificate problem"
        r"|connection error|routines)"
        r"|\bUNABLE_TO_\w*CERT|DEPTH_ZERO_SELF_SIGNED|gnutls_handshake\(\) failed|schannel: ",
        slug="tls-failed",
        example='Get "https://registry.example/v2/": x509: certificate signed by unknown authority\n'
        "##[error]Process completed with exit code 1.",
        near_miss="Certificate request self-signature ok",
    ),
    _network(
        id="apt-fetch",
        pattern=r"^E: Failed to fetch|^E: Unable to fetch some archives|^W: Failed to fetch"
        r"|^E: The repository .* (?:is not signed|does not have a Release)"
        r"|Hash Sum mismatch|^Err:\d+ ",
        slug="apt-fetch-failed",
        example="E: Failed to fetch http://archive.example/ubuntu/pool/main/libx/libxml2.deb  503  Service "
        "Unavailable\nE: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?",
        near_miss="Get:2 http://archive.example/ubuntu jammy/main amd64 libxml2 [763 kB]",
    ),
    _network(
        id="git-fetch",
        pattern=r"fatal: unable to access '|fatal: the remote end hung up|RPC failed; |early EOF"
        r"|fetch-pack: unexpected disconnect"
        r"|error: failed to (?:fetch|clone)|fatal: unable to look up|kex_exchange_identification"
        r"|external filter 'git-lfs.*failed|[Ss]mudge error|fetch-pack: invalid index-pack|pack has bad object",
        slug="git-fetch-failed",
        example="error: RPC failed; curl 56 Recv failure\nfatal: the remote end hung up unexpectedly\n"
        "##[error]The process '/usr/bin/git' failed with exit code 128",
        near_miss="From https://github.example/acme/shop",
    ),
    _network(
        id="git-command-failed",
        tier=Tier.WRAPPER,
        pattern=r"The process '\S*git(?:\.exe)?' failed with exit code",
        slug="git-command-failed",
        example="Fetching the repository\n##[error]The process '/usr/bin/git' failed with exit code 128",
        near_miss="The process '/usr/bin/git' ended",
    ),
    _network(
        id="connection-refused",
        pattern=r"(?i:connection refused)|\bECONNREFUSED\b|ConnectionRefusedError|WinError (?:1225"
        r"|10061)|actively refused"
        r"|All connection attempts failed|refused the network connection|ERR_CONNECTION_REFUSED",
        example="Traceback (most recent call last):\n"
        '  File "smoke.py", line 4, in <module>\n    urlopen(url)\n'
        "ConnectionRefusedError: [Errno 111] Connection refused",
        near_miss="attempt 1 of the connection succeeded",
    ),
    _network(
        id="download-failed",
        pattern=r"^curl: \(\d+\)|(?i:error (?:while )?(?:fetching|downloading) )|(?i:(?:failed"
        r"|unable) to (?:download|fetch) )|wget: .*(?:unable|failed|error)"
        r"|urllib\.error\.(?:HTTPError|URLError)|HTTP Error 5\d\d|\b50[234] (?:Bad Gateway"
        r"|Service (?:Temporarily )?Unavailable|Gateway Time-?out)"
        r"|(?i:error sending request for url)|(?:status|HTTP)(?: code"
        r"|/[\d.]+)?:? ?50[0234]\b|Could not (?:GET|HEAD|transfer artifact)"
        r"|Max retries exceeded\b|CondaHTTPError|HTTP 000 CONNECTION FAILED"
        r"|Failed to download|ReadTimeoutError|fetch failed$|(?:502|503|504) Server Error"
        r"|(?i:download (?:of .{1,100} )?failed)|Unexpected HTTP response: 5\d\d|ERROR 50[0234]:",
        slug="download-failed",
        example="Downloading https://tools.example/cli.tar.gz\ncurl: (22) The requested URL returned error: 503\n"
        "##[error]Process completed with exit code 22.",
        near_miss="Downloaded cli.tar.gz in 2.1 s",
    ),
    _network(
        id="connection-lost",
        pattern=r"(?i:connection (?:was )?(?:reset|aborted|closed unexpectedly|broken|terminated))"
        r"|ConnectionResetError|\bECONNRESET\b|\bE(?:SOCKET)?TIMEDOUT\b|\bEPIPE\b"
        r"|ConnectionError\b: |ConnectTimeout|(?i:network is unreachable)"
        r"|ProxyError\b|HTTP code 407 from proxy|(?i:tunnel connection failed)|(?i:no route to host)|\bENETUNREACH\b|\bEHOSTUNREACH\b|socket hang up"
        r"|(?i:connect(?:ion)? timed out)|(?i:connection timeout)|i/o timeout"
        r"|RemoteDisconnected|IncompleteRead|ProtocolError\(|dial tcp .*: |ERR_(?:NETWORK"
        r"|INTERNET|CONNECTION)_\w+"
        r"|Broken pipe|ServerDisconnectedError|net/http: request canceled|unexpected EOF$"
        r"|ERR_SOCKET_TIMEOUT|transport: Error while dialing",
        example="npm error code ECONNRESET\nnpm error network aborted\nnpm error network This is a problem related to "
        "network connectivity.",
        near_miss="connection pool opened with 5 connections",
    ),
)
