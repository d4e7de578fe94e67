"""Scripts that failed for reasons of their own, and rules of the project that were broken."""

from functools import partial

from bot.logs.rule import Rule, Section, Tier
from bot.model.names import Kind, LogCause, Severity

_script = partial(
    Rule,
    cause=LogCause.SCRIPT_ERROR,
    tier=Tier.SCRIPT,
    category="Scripts",
    kind=Kind.UNCOLLECTABLE,
)
_policy = partial(
    Rule, cause=LogCause.POLICY, tier=Tier.LINT, category="Project policy", first=True
)

ROWS = (
    _script(
        id="category-aborted",
        tier=Tier.SCRIPT,
        category="Test Execution",
        severity=Severity.P1,
        pattern=r"Stopping execution: (?:\w+\.)?(?P<key>SkipReason\.\w+)"
        r"|(?P<key2>SkipReason\.CATEGORY_FAILED)",
        collect=r"(?i)skipp(?:ing|ed)(?: category)?:? +(?P<item>[\w.-]+)"
        r"|^\s*(?P<item2>[\w.-]+):? +(?:\w+ )?skipped\b",
        slug="test-category-failed",
        example="Category unit failed in 15.84s\nStopping execution: SkipReason.CATEGORY_FAILED\nSkipping category: mission_critical",
        near_miss="SkipReason.NOT_SELECTED for category e2e",
    ),
    _script(
        id="suite-stopped-early",
        tier=Tier.WRAPPER,
        category="Test Execution",
        pattern=r"^!+ (?:stopping after \d+ failures|xdist\.dsession\.Interrupted.*) !+"
        r"|Bail out!(?P<key> .*)?|(?:Aborting|Stopping) (?:the )?(?:test )?(?:run|suite"
        r"|execution)\b(?P<key2>.*)|fail-fast",
        slug="suite-stopped-early",
        example="Stopping test run: too many failures\n##[error]Process completed with exit code 1.",
        near_miss="stopping containers",
    ),
    _policy(
        id="policy-refused",
        pattern=r"(?P<key>[Rr]efusing to (?:run|merge|deploy|continue|publish|release|start)\b.*)"
        r"|(?P<key15>(?i:no .{1,60} in (?:the )?(?:PR|pull request|commit|branch) (?:title|description|body|message|name)).*)|(?P<key2>(?:PR|[Pp]ull request|[Cc]ommit|[Bb]ranch) (?:title|description|body|message"
        r"|name) (?:must|does not|doesn't|should|is not).*)"
        r"|(?P<key3>[Mm]issing (?:a )?(?:changelog|changeset|label|sign-off|Signed-off-by"
        r"|license header).*)|(?P<key4>(?:licen[cs]e|CLA) (?:check|header).{0,40}(?:failed"
        r"|missing|not).*)"
        r"|bundle size .*exceed(?P<key6>.*)"
        r"|subject (?:may not be|must)(?P<key7>.*)|No (?:release note|changelog"
        r"|changeset)\w*(?P<key8>.*)|(?P<key9>(?:not|aren't|isn't) allowed (?:by"
        r"|in) (?:the )?policy.*)|(?P<key10>(?:secret|leak)s? (?:found|detected).*)|deny: "
        r"|denied by policy(?P<key11>.*)|(?P<key12>error\[(?:banned|rejected|unlicensed"
        r"|vulnerability|unmaintained|yanked)\].*)|GHSA-\w{4}|Please (?:add|apply) (?:a"
        r"|one of the) .*labels?(?P<key13>)|Merging is blocked|(?P<key14>does not (?:follow"
        r"|match|comply with) .*(?:convention|policy|guideline|standard).*)"
        r"|Direct commits? to .* not allowed",
        slug="policy-check",
        example="Found no label on the pull request\nPR title must start with a ticket number\n##[error]Process completed with exit code 1.",
        near_miss="PR title is fine",
    ),
    _policy(
        id="snapshot-outdated",
        tier=Tier.SCRIPT,
        cause=LogCause.SCRIPT_ERROR,
        category="Scripts",
        pattern=r"(?P<key>(?:[Ww]orking (?:tree|directory)|[Rr]epository(?: checkout)?|[Cc]heckout"
        r"|\btree|git state)\b.{0,60}\b(?:dirty|not clean|uncommitted|has changes"
        r"|unclean).*)|(?P<key2>[Gg]enerated (?:files?|code) .{0,60}(?:out of date"
        r"|not up[- ]to[- ]date|outdated|stale|differ).*)|(?P<key3>uncommitted changes.*)"
        r"|(?P<key4>.{0,80}(?:is|are) (?:out of date|not up[- ]to[- ]date"
        r"|outdated).{0,60}(?:run|regenerat|update|commit).*)"
        r"|left local git repository checkout dirty",
        slug="checkout-not-clean",
        example="+ git status --porcelain\nBuild left local git repository checkout dirty\n?? build/profiles/",
        near_miss="nothing to commit, working tree clean",
    ),
    _script(
        id="git-conflict",
        pattern=r"(?P<key>CONFLICT \([\w/ ]+\): .*)|(?P<key2>Automatic merge failed.*)"
        r"|error: could not apply(?P<key3>)"
        r"|(?P<key4>error: Your local changes to the following files would be overwritten)"
        r"|(?P<key5>fatal: Not possible to fast-forward.*)"
        r"|(?P<key6>refusing to merge unrelated histories)"
        r"|fatal: (?P<key9>tag '[^']+' already exists)|error: patch failed: (?P<key7>.*)|Merge conflict in (?P<key8>.*)",
        tier=Tier.WRAPPER,
        slug="git-merge-conflict",
        example="Auto-merging src/cart.py\nCONFLICT (content): Merge conflict in src/cart.py\nAutomatic merge failed; fix conflicts and then commit the result.",
        near_miss="Auto-merging src/cart.py",
    ),
    _script(
        id="subprocess-failed",
        tier=Tier.WRAPPER,
        pattern=r"(?P<key>[Cc]ommand .{1,200} returned non-zero exit (?:status|code))"
        r"|^Error: Command failed(?: with exit code \d+)?:? (?P<key2>.*)",
        slug="command-failed",
        example="Tagging\nCommand git tag -a returned non-zero exit status 1.",
        near_miss="Command git tag returned in 0.1 s",
    ),
    _script(
        id="python-exception",
        pattern=r"^(?:E\s+)?(?P<key>(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Exit|Interrupt"
        r"|Failure|Failed|Timeout|Violation)\b(?:: .*|$))",
        within=Section.TRACEBACK,
        slug="unhandled-exception",
        example='Traceback (most recent call last):\n  File "release.py", line 9, in <module>\n    publish()\n'
        '  File "release.py", line 4, in publish\n    raise RuntimeError("no tag")\nRuntimeError: no tag',
        near_miss="  raise RuntimeError",
    ),
    _script(
        id="exception",
        tier=Tier.WRAPPER,
        pattern=r"^(?:PHP )?Fatal error: +Uncaught (?P<key6>\w.*)|^(?:Uncaught |Unhandled |Caused by: "
        r"|Exception in thread \"[^\"]*\" )?(?P<key>(?:[a-z_][\w$]*\.)*[A-Z][\w$]*(?:Error"
        r"|Exception): .*)|^\[?ERR(?:OR)?!?\]? Uncaught (?P<key2>.*)"
        r"|UnhandledPromiseRejection(?P<key3>.*)|^(?P<key4>(?:Type|Reference"
        r"|Range)Error: .*)|^\S+\.rb:\d+:in .*: (?P<key5>.*Error\))",
        slug="unhandled-exception",
        example="/srv/app/release.js:9\n    publish(tag.name)\n                ^\n\nTypeError: Cannot read properties of undefined (reading 'name')\n    at main (/srv/app/release.js:9:17)",
        near_miss="caught a TypeError and went on",
    ),
    _script(
        id="gradle-reason",
        tier=Tier.WRAPPER,
        pattern=r"^ {2,}> (?P<key>[A-Z]\w+ .*)|^> (?P<key2>(?:Could|Cannot|Failed|Unable|No|Unsupported|Invalid|Android|[A-Z]\w+ requires) .*)",
        slug="build-failed",
        example="* What went wrong:\nExecution failed for task ':shop:bundle'.\n> A failure occurred while executing BundleAction\n   > Bundle index is empty\n\nBUILD FAILED in 4s",
        near_miss="    > 2 | import { plans }",
    ),
    _script(
        id="build-tool-failed",
        tier=Tier.WRAPPER,
        first=True,
        pattern=r"^> Execution failed for task '(?P<key>[^']+)'"
        r"|Failed to execute goal (?P<key2>[\w.-]+:[\w.-]+)"
        r"|^Execution failed for task '(?P<key3>[^']+)'|Target '(?P<key4>[^']+)' failed"
        r"|^ERROR: (?P<key5>Build did NOT complete successfully)|^npm (?:ERR!"
        r"|error) (?P<key6>Lifecycle script .*)|error Command failed with exit code"
        r"|ELIFECYCLE|rake aborted!"
        r"|^Error: (?P<key7>Process completed with|The process '.*' failed).*"
        r"|Error: (?P<key8>Cypress failed|Command failed)",
        slug="build-tool-failed",
        example="* What went wrong:\nExecution failed for task ':shop:bundle'.\n> bundle.json is not there",
        near_miss="> Task :shop:bundle",
    ),
)
