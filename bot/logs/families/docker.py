"""Docker: images that do not build, daemons that do not answer."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import Kind, LogCause, Origin

_build = partial(
    Rule,
    cause=LogCause.DOCKER_BUILD,
    tier=Tier.BUILD,
    category="Infrastructure/Docker",
    kind=Kind.UNCOLLECTABLE,
    origin=Origin.INFRASTRUCTURE,
)
_daemon = partial(
    Rule,
    cause=LogCause.DOCKER_DAEMON,
    tier=Tier.SERVICE,
    category="Infrastructure/Docker",
    kind=Kind.UNCOLLECTABLE,
    origin=Origin.INFRASTRUCTURE,
    first=True,
)

ROWS = (
    _daemon(
        id="docker-daemon-unreachable",
        pattern=r"Cannot connect to the Docker daemon|Is the docker daemon running"
        r"|dockerDesktopLinuxEngine"
        r"|Error while fetching server API version|Failed to initialize Docker client"
        r"|error during connect: .*(?:docker|pipe|containers/json)|dial unix /\S*docker\.sock"
        r"|Error response from daemon: .{0,80}(?:daemon is shutting down|not running)"
        r"|Docker Desktop (?:service )?is (?:not running|unable|stopp)"
        r"|Docker daemon (?:is )?not (?:running|available|reachable)"
        r"|docker: Cannot connect|Could not find a valid Docker environment"
        r"|dockerd.{0,30} failed to start"
        r"|failed to connect to the docker API",
        slug="docker-daemon-unreachable",
        example="Run docker compose up -d\nerror during connect: Get "
        '"http://%2F%2F.%2Fpipe%2FdockerDesktopLinuxEngine/v1.51/containers/json": open '
        "//./pipe/dockerDesktopLinuxEngine: The system cannot find the file specified.",
        near_miss="Docker daemon is running, version 26.1.0",
    ),
    _daemon(
        id="docker-container-unhealthy",
        pattern=r"dependency failed to start: container (?P<key>\S+) (?:is unhealthy|exited)"
        r"|[Cc]ontainer (?:for service )?(?P<key2>\S+) is unhealthy|Docker services are not healthy"
        r"|service \"?(?P<key3>[\w-]+)\"? (?:failed to become healthy|is not healthy"
        r"|didn't complete)"
        r"|Service container (?P<key4>\S+) failed|One or more containers failed to start",
        slug="{key}-container-unhealthy",
        example=" Container shop-db-1  Error\ndependency failed to start: container shop-db-1 is unhealthy\n"
        "##[error]Process completed with exit code 1.",
        near_miss="Container shop-db-1  Healthy",
    ),
    _daemon(
        id="docker-port-taken",
        cause=LogCause.INFRA,
        pattern=r"driver failed programming external connectivity"
        r"|[Bb]ind for \S+:(?P<key>\d+) failed: port is already allocated"
        r"|ports are not available",
        slug="docker-port-taken",
        example="Error response from daemon: driver failed programming external connectivity on endpoint "
        "shop-db-1: Bind for 0.0.0.0:5432 failed: port is already allocated",
        near_miss="0.0.0.0:5432->5432/tcp shop-db-1",
    ),
    _daemon(
        id="port-taken",
        tier=Tier.CRASH,
        cause=LogCause.INFRA,
        pattern=r"(?i:address already in use|port (?P<key>\d+) (?:is )?already (?:in use|allocated"
        r"|taken))"
        r"|\bEADDRINUSE\b|Only one usage of each socket address"
        r"|Port conflicts detected: (?P<key2>.*)",
        slug="port-taken",
        example="Error: listen EADDRINUSE: address already in use :::3000\n##[error]Process completed with exit code 1.",
        near_miss="listening on port 3000",
    ),
    _daemon(
        id="docker-runtime",
        pattern=r"Error response from daemon: (?P<key>.*(?:OCI runtime|failed to create (?:shim"
        r"|task)|no such container"
        r"|Conflict\. The container name|network \S+ not found"
        r"|could not select device driver|No such image).*)"
        r"|\bcrun: (?P<key5>.*)|(?P<key4>exec \S+: exec format error)|runc run failed: (?P<key2>.*)|(?P<key3>failed to create shim task)",
        slug="docker-container-start",
        example="docker: Error response from daemon: failed to create task for container: OCI runtime create "
        'failed: exec: "start.sh": executable file not found in $PATH',
        near_miss="Error response from daemon: toomanyrequests",
    ),
    _build(
        id="docker-build-cache-key",
        pattern=r"(?P<key>failed to (?:compute cache key|calculate checksum).*)",
        first=False,
        example="#11 [5/9] COPY app /srv/app\n#11 ERROR: failed to calculate checksum of ref 9x73yk::b2: "
        '"/app": not found\nERROR: failed to solve: failed to compute cache key: failed to calculate '
        'checksum of ref 9x73yk::b2: "/app": not found',
        near_miss="importing cache manifest from registry.example/acme/app:cache",
    ),
    _build(
        id="dockerfile-parse",
        pattern=r"(?i:dockerfile parse error)(?: on)? ?(?:line (?P<line>\d+))?:? ?(?P<key>.*)"
        r"|(?P<key2>failed to read dockerfile: .*)"
        r"|(?P<key3>failed to create LLB definition: .*(?:unknown|syntax|parse).*)"
        r"|(?P<key4>unknown instruction: \w+)"
        r"|(?P<key5>Cannot locate (?:specified )?Dockerfile.*)"
        r"|(?P<key6>unable to prepare context: .*)"
        r"|COPY failed: (?P<key7>.*)",
        origin=None,
        example="#1 transferring dockerfile: 120B done\nERROR: failed to solve: dockerfile parse error on "
        "line 4: unknown instruction: RUNN (did you mean RUN?)",
        near_miss="#1 [internal] load build definition from Dockerfile",
    ),
    _build(
        id="docker-image-missing",
        pattern=r"(?P<key>\S+: failed to resolve source metadata.*)|failed to solve: (?P<key7>[\w./-]+:[\w.-]+): .*not found$"
        r"|manifest (?:for (?P<key2>\S+) )?(?:unknown|not found)"
        r"|pull access denied for (?P<key3>[^\s,]+)|no matching manifest for (?P<key4>\S+)"
        r"|(?P<key5>failed to load cache key: .*)|Error: image (?P<key6>\S+) not found"
        r"|(?:ErrImagePull|ImagePullBackOff)",
        slug="docker-base-image-missing",
        example="#2 [internal] load metadata for registry.example/acme/base:9\nERROR: failed to solve: "
        "registry.example/acme/base:9: failed to resolve source metadata for registry.example/acme/base:9: not found",
        near_miss="manifest list pushed: registry.example/acme/base:9",
    ),
    _build(
        id="docker-build-images",
        pattern=r"[Ff]ailed to build images?:? (?P<file>[\w./-]*[Dd]ockerfile[\w.-]*)(?::(?P<line>\d+))?(?P<key>)"
        r"|[Ff]ailed to build images?\b:?(?P<key2>.*)|docker(?:[- ]compose)? build failed"
        r"|target \S+: failed to solve(?P<key3>: .*)",
        slug="docker-image-build",
        first=True,
        example="Failed to build images: backend.alpine.Dockerfile:69\nCOPY --chown=app:app backend /app/backend",
        near_miss="Successfully built images: backend.alpine.Dockerfile",
    ),
    _build(
        id="docker-build-step",
        tier=Tier.WRAPPER,
        first=True,
        pattern=r"^(?:#\d+ )?(?:ERROR: )?(?:failed to solve: )?process \"(?:/bin/\w+ -\w+ )?(?P<key>.+?)\" did not complete successfully"
        r"|^The command '(?P<key2>.+?)' returned a non-zero code"
        r"|(?P<key3>executor failed running \[.*\])",
        slug="docker-build-step-failed",
        example="#9 [4/7] RUN ./configure\n#9 2.113 checking for cc... no\n"
        '#9 ERROR: process "/bin/sh -c ./configure" did not complete successfully: exit code: 77\n'
        "------\n > [4/7] RUN ./configure:\n------\n"
        'ERROR: failed to solve: process "/bin/sh -c ./configure" did not complete successfully: exit code: 77',
        near_miss="#9 DONE 2.2s",
    ),
    _build(
        id="docker-build-failed",
        tier=Tier.WRAPPER,
        pattern=r"failed to solve: ?(?P<key>.*)|^ERROR: failed to build: (?P<key2>.*)"
        r"|buildx failed with: (?P<key3>.*)"
        r"|^ERROR: Service '\S+' failed to build|^error building image: (?P<key4>.*)",
        example="ERROR: failed to solve: rpc error: code = Unknown desc = frontend grpc server closed",
        near_miss="the solver failed nothing",
    ),
)
