"""Asked too often, or not allowed to ask at all."""

from functools import partial

from bot.logs.rule import KeyedBy, Rule, Tier
from bot.model.names import Kind, LogCause, Origin

_limited = partial(
    Rule,
    cause=LogCause.RATE_LIMIT,
    tier=Tier.ACCESS,
    category="Infrastructure/Rate limit",
    kind=Kind.UNCOLLECTABLE,
    origin=Origin.INFRASTRUCTURE,
    is_recoverable=True,
    keyed_by=KeyedBy.ENDPOINT,
)
_denied = partial(
    Rule,
    cause=LogCause.PERMISSION,
    tier=Tier.ACCESS,
    category="Infrastructure/Permissions",
    kind=Kind.UNCOLLECTABLE,
    origin=Origin.INFRASTRUCTURE,
    is_recoverable=True,
    keyed_by=KeyedBy.RESOURCE,
)

ROWS = (
    _limited(
        id="rate-limit-docker-hub",
        pattern=r"toomanyrequests|reached your (?:unauthenticated )?pull rate limit",
        slug="docker-hub-rate-limit",
        first=True,
        example="Unable to find image 'redis:7' locally\ndocker: Error response from daemon: toomanyrequests: "
        "You have reached your pull rate limit.",
        near_miss="Docker Hub login succeeded",
    ),
    _limited(
        id="rate-limit-github",
        pattern=r"API rate limit exceeded|(?:exceeded a )?secondary rate limit"
        r"|x-ratelimit-remaining: 0\b"
        r"|rate limit exceeded for (?:installation|user|IP)|abuse detection mechanism",
        slug="github-api-rate-limit",
        example="gh: API rate limit exceeded for installation ID 4711. (HTTP 403)\n"
        "##[error]Process completed with exit code 1.",
        near_miss="x-ratelimit-remaining: 4711",
    ),
    _limited(
        id="rate-limit",
        pattern=r"\b429\b[: -]*(?:\(?Too Many Requests|Client Error)|(?i:too many requests)"
        r"|ThrottlingException"
        r"|(?i:request was throttled)|Rate exceeded|RateLimitError"
        r"|(?i:\brate[- ]limit(?:ed)?(?: has been)? (?:exceeded|reached|hit))"
        r"|\bHTTP(?: error)?(?:/[\d.]+)?:? 429\b|(?:status|error|code):? 429\b"
        r"|(?i:quota (?:has been )?exceeded)|rateLimitExceeded|npm (?:ERR!|error) code E429|over its data quota",
        slug="rate-limit",
        first=True,
        example="Uploading coverage\nerror: request failed: HTTP 429 Too Many Requests\n"
        "##[error]Process completed with exit code 1.",
        near_miss="test_rate_limit_headers ... ok",
    ),
    _denied(
        id="push-protected",
        pattern=r"\[remote rejected\]|GH00\d: |protected branch hook declined|! \[rejected\]"
        r"|refusing to allow (?:a|an) .* to create or update workflow|You are not allowed to push",
        is_recoverable=False,
        example="remote: error: GH006: Protected branch update failed for refs/heads/release.\n"
        "To https://github.example/acme/shop\n ! [remote rejected] release -> release (protected branch hook "
        "declined)\nerror: failed to push some refs",
        near_miss=" * [new branch]      release -> origin/release",
    ),
    _denied(
        id="github-integration-denied",
        pattern=r"Resource not accessible by (?:integration|personal access token)"
        r"|GITHUB_TOKEN.{0,60}(?:permission|not allowed)"
        r"|Must have admin rights to Repository|Resource protected by organization SAML"
        r"|Bad credentials",
        slug="github-token-denied",
        example="GraphQL: Resource not accessible by integration (createIssue)\n"
        "##[error]Process completed with exit code 1.",
        near_miss="Secret source: Actions",
    ),
    _denied(
        id="git-authentication",
        pattern=r"fatal: Authentication failed|could not read (?:Username|Password) for"
        r"|Permission denied \(publickey"
        r"|Host key verification failed|remote: (?:Invalid username|Permission to"
        r"|Repository not found|Write access)"
        r"|HTTP Basic: Access denied|terminal prompts disabled|fatal: repository '.*' not found",
        slug="git-authentication",
        first=True,
        example="Cloning into 'shop'...\nfatal: could not read Username for 'https://github.example': terminal "
        "prompts disabled",
        near_miss="Setting up auth for git",
    ),
    _denied(
        id="registry-denied",
        pattern=r"^denied: (?P<key>.*)|denied: requested access to the resource is denied"
        r"|unauthorized: (?:authentication|incorrect|access)"
        r"|no basic auth credentials|insufficient_scope|^Error: Cannot perform an interactive login"
        r"|npm (?:ERR!|error) code E(?:401|403|NEEDAUTH|OTP)|failed to authorize: ",
        slug="registry-access-denied",
        first=True,
        example="The push refers to repository [registry.example/acme/shop]\ndenied: requested access to the "
        "resource is denied",
        near_miss="Login Succeeded",
    ),
    _denied(
        id="cloud-denied",
        pattern=r"\bAccessDenied(?:Exception)?\b|is not authorized to perform|AuthorizationFailed"
        r"|PERMISSION_DENIED"
        r"|ExpiredToken|InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId"
        r"|SignatureDoesNotMatch"
        r"|Not authorized to perform sts|[Uu]nable to locate credentials"
        r"|could not find default credentials"
        r"|(?i:token (?:has|is) expired)|(?i:invalid (?:api key|token|credentials))"
        r"|(?i:(?:does not|don't|do not) have .{1,60}\b(?:access|permission|privilege)|you (?:need|require|lack) .{1,60}\bpermission|insufficient (?:permission|privilege|scope|access))",
        slug="cloud-access-denied",
        example="upload failed: ./site to s3://acme-site An error occurred (AccessDenied) when calling the "
        "PutObject operation: Access Denied\n##[error]Process completed with exit code 1.",
        near_miss="aws-cli/2.15 configured for role ci",
    ),
    _denied(
        id="http-denied",
        pattern=r"\b(?:HTTP(?:/[\d.]+)?|status(?: code)?|error|code):? ?40[13]\b"
        r"|\b401 (?:Client Error: )?Unauthorized"
        r"|\b403 (?:Client Error: )?Forbidden|HTTP Error 40[13]|\(40[13]\) (?:Unauthorized"
        r"|Forbidden)|^401 Unauthorized",
        slug="http-access-denied",
        first=True,
        example="HTTP error 401 while fetching https://index.example/simple/shop\nERROR: 401 Client Error: "
        "Unauthorized for url: https://index.example/simple/shop",
        near_miss='"GET /admin HTTP/1.1" 200 403',
    ),
    _denied(
        id="file-permission",
        tier=Tier.BUILD,
        origin=None,
        is_recoverable=False,
        first=True,
        pattern=r"(?P<key>PermissionError: \[(?:Errno 13|WinError 5)\].*)"
        r"|\bEACCES\b:? ?(?P<key2>.*)|\bEPERM\b: (?P<key3>.*)"
        r"|^\S.{0,200}: (?P<key4>[Pp]ermission denied)"
        r"|permission denied while trying to connect|AccessDeniedException: (?P<key5>.*)"
        r"|(?P<key6>[Oo]peration not permitted)|dubious ownership in repository"
        r"|Access to the path .* is denied",
        example="Run ./scripts/release.sh\n/home/runner/work/_temp/a.sh: line 1: ./scripts/release.sh: Permission "
        "denied\n##[error]Process completed with exit code 126.",
        near_miss="Fixing permissions of ./scripts/release.sh",
    ),
)
