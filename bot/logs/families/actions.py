"""What GitHub Actions itself refuses or fails at: actions, workflows, artifacts, caches, tokens."""

from functools import partial

from bot.logs.rule import KeyedBy, Rule, Tier
from bot.model.names import Kind, LogCause, Origin

_actions = partial(
    Rule,
    cause=LogCause.INFRA,
    tier=Tier.SERVICE,
    category="Infrastructure/Actions",
    kind=Kind.UNCOLLECTABLE,
    first=True,
)

ROWS = (
    _actions(
        id="artifact-service",
        pattern=r"Failed to (?P<key>CreateArtifact|FinalizeArtifact|ListArtifacts|GetSignedArtifactURL|DeleteArtifact)"
        r"|(?P<key2>Artifact storage quota has been hit)"
        r"|(?P<key3>an artifact with this name already exists)|(?:while|during) (?:up|down)loading artifacts?"
        r"|Create Artifact Container failed|artifact (?:up|down)load failed",
        slug="artifact-service-failed",
        origin=Origin.INFRASTRUCTURE,
        example="Artifact name is valid!\n##[error]Failed to CreateArtifact: Received non-retryable error: Failed "
        "request: (409) Conflict: an artifact with this name already exists on the workflow run",
        near_miss="Finished uploading artifact content to blob storage!",
    ),
    _actions(
        id="cache-reserve",
        tier=Tier.WRAPPER,
        pattern=r"##\[error\].*(?:[Uu]nable to reserve cache|reserveCache failed|[Cc]ache already exists|Failed to (?:save|restore)(?: cache)?:)",
        slug="cache-not-saved",
        origin=Origin.INFRASTRUCTURE,
        example="##[error]Failed to save: Unable to reserve cache with key npm-1f, another job may be creating this cache.",
        near_miss="##[warning]Cache save failed.",
    ),
    _actions(
        id="action-missing",
        cause=LogCause.CONFIG,
        category="Configuration",
        pattern=r"Unable to resolve action [`'\"]?(?P<key>[\w./@-]+)[`'\"]?, (?:unable to find version|repository not found|action not found)"
        r"|Can't find 'action\.yml', 'action\.yaml' or 'Dockerfile' (?:for action '|under ')(?P<key2>[^']+)"
        r"|An action could not be found at the URI '(?P<key3>[^']+)'"
        r"|automatically failed because it uses a deprecated version of `(?P<key4>[^`]+)`"
        r"|The action '?(?P<key5>[\w./@-]+)'? is not allowed",
        slug="action-{key}-unavailable",
        example="Getting action download info\n##[error]Unable to resolve action `acme/nope@v9`, unable to find version `v9`",
        near_miss="Download action repository 'actions/checkout@v4' (SHA:b4ffde65f46336ab88eb53be808477a3936bae11)",
    ),
    _actions(
        id="workflow-invalid",
        cause=LogCause.CONFIG,
        category="Configuration",
        pattern=r"The template is not valid\. (?P<key>.*)|(?P<key2>Unrecognized (?:named-value|function): '[^']+')"
        r"|Error when evaluating '(?P<key3>[^']+)'|(?P<key4>Unexpected value '[^']*')"
        r"|Matrix vector '(?P<key5>[^']+)' does not contain any values",
        slug="workflow-invalid",
        example="##[error]The template is not valid. .github/workflows/ci.yml (Line: 12, Col: 9): Unexpected value 'stepz'",
        near_miss="template rendered for 4 services",
    ),
    _actions(
        id="oidc-denied",
        cause=LogCause.PERMISSION,
        tier=Tier.ACCESS,
        category="Infrastructure/Permissions",
        origin=Origin.INFRASTRUCTURE,
        pattern=r"Unable to get ACTIONS_ID_TOKEN_REQUEST_URL|Could not assume role with OIDC(?P<key>:.*)?"
        r"|failed to generate Google Cloud federated token|Credentials could not be loaded, please check your action inputs"
        r"|AADSTS\d+|No (?:matching federated identity record|OpenIDConnect provider) found",
        slug="oidc-token-denied",
        example="Assuming role with OIDC\n##[error]Could not assume role with OIDC: Not authorized to perform "
        "sts:AssumeRoleWithWebIdentity",
        near_miss="Assuming role with OIDC",
    ),
    _actions(
        id="credentials-missing",
        cause=LogCause.PERMISSION,
        tier=Tier.ACCESS,
        category="Infrastructure/Permissions",
        keyed_by=KeyedBy.ENDPOINT,
        pattern=r"Error: Username and password required|No \w+ token (?:specified|provided|found)|\bENO\w{1,20}TOKEN\b|npm (?:ERR!|error) need auth|ENEEDAUTH"
        r"|unauthorized: unauthenticated|User cannot be authenticated with the token"
        r"|Permission to \S+ denied to |Error from server \((?P<key>Forbidden|Unauthorized)\)"
        r"|error: You must be logged in to the server|Invalid or non-existent authentication information",
        slug="credentials-refused",
        example="Run docker/login-action@v3\n##[error]Error: Username and password required",
        near_miss="Logged in to registry.example as ci",
    ),
    _actions(
        id="service-container",
        cause=LogCause.DOCKER_DAEMON,
        category="Infrastructure/Docker",
        origin=Origin.INFRASTRUCTURE,
        pattern=r"Failed to initialize container (?P<key>\S+)|Failed to initialize, (?P<key2>\w+) service is (?:unhealthy|starting)",
        slug="{key}-container-failed",
        example="##[error]Failed to initialize container postgres:15\n##[error]One or more containers failed to start.",
        near_miss="Initialize containers",
    ),
)
