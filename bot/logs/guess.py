"""Guess the cause from the words of a line that only says that something failed."""

import re

from bot.model.names import LogCause

MAX_CHARS = 400
_WORDS: tuple[tuple[LogCause, str], ...] = (
    (LogCause.DISK_FULL, r"no space left|disk (?:is )?full|out of (?:disk )?space"),
    (LogCause.OOM, r"out of memory|memory exhausted|oom[ -]?kill"),
    (LogCause.RATE_LIMIT, r"rate.?limit|too many requests|quota exceeded|throttl"),
    (
        LogCause.CANCELLED,
        r"\bcancell?ed\b(?! (?:due to|because of) (?:an? )?(?:\w+ )?(?:missing|errors?|failures?)\b)|\baborted by\b|\binterrupted by (?:the )?user",
    ),
    (
        LogCause.PERMISSION,
        r"\bdenied\b|(?:permission|access|authorization)s? (?:was |is |to \S+ )?denied|not (?:authorized|permitted)|unauthori[sz]ed"
        r"|insufficient (?:permission|privilege|scope|right)|\bforbidden\b|authentication (?:failed|required|error)"
        r"|(?:need|require|lack|missing)\w* .{0,40}(?:permission|privilege)|(?:invalid|expired|bad|wrong) (?:credential|token|api key|password)"
        r"|(?:credential|token)s? .{0,20}(?:expired|invalid|missing|rejected)|(?:token|password|credential|log ?in)s? (?:is |are )?(?:failed|required|rejected|not valid)|not logged in",
    ),
    (
        LogCause.TIMEOUT,
        r"\btim(?:ed|e) ?out\b|\btimeout\b|deadline exceeded|took (?:too long|longer than)|time limit",
    ),
    (
        LogCause.NETWORK,
        r"(?:connection|socket|network) .{0,20}(?:reset|refused|closed|aborted|unreachable|error|lost)|broken pipe|hang up"
        r"|(?:could not|cannot|can't|unable to|failed to) (?:resolve host|connect|reach|download|fetch|establish)|name resolution"
        r"|bad gateway|service unavailable|gateway time-?out|\b50[234]\b|tls handshake|certificate verif|unexpected eof|download failed",
    ),
    (
        LogCause.DOCKER_BUILD,
        r"docker(?:file)? .{0,30}build|build(?:ing|x)? .{0,20}(?:image|docker)",
    ),
    (
        LogCause.DOCKER_DAEMON,
        r"(?:docker|container)s?\b .{0,40}(?:fail|not running|unreachable|unavailable|exited|unhealthy)",
    ),
    (
        LogCause.INFRA,
        r"\b(?:runner|agent|executor|node|pod|worker vm|emulator|simulator)\b.{0,60}(?:offline|lost|disconnect|evict|unavailable|went away|terminated|fail|boot)"
        r"|internal server error|lost connection|cache service|artifacts? .{0,80}(?:fail|not found|expired|too large|\b[45]\d\d\b)|read-only file system|destination specifier|no (?:space|capacity|machine)s? (?:left|available)",
    ),
    (
        LogCause.LINT,
        r"\blint|format(?:ting|ter)? .{0,30}(?:check|fail|issue|diff|incorrect)|not (?:properly |correctly )?formatted|fmt\b|style .{0,20}(?:violation|check|issue|error)"
        r"|\b(?:spotless|checkstyle|pmd|spotbugs|detekt|ktlint|prettier|eslint|flake8|ruff|rubocop|scalafmt|scalafix|phpcs|credo|dialyzer|clippy|shellcheck|errorprone)",
    ),
    (
        LogCause.POLICY,
        r"(?:not|n't) (?:meet|satisf|allowed|compliant|signed)|threshold|\bviolat|\bpolicy\b|forbidden by|blocked by|require[sd]? (?:an? )?approval"
        r"|requires? (?:exactly|one of|at least one)|\blabels?\b|\bvulnerabilit|\blicen[cs]e|\bcoverage\b|\bchangelog\b|\bsigned-off|\bconventional|(?:title|message|branch name) (?:must|should|does)",
    ),
    (
        LogCause.DEPENDENCY,
        r"(?:could not|cannot|can't|unable to|failed to) (?:resolve|find|locate|install|satisfy|select).{0,60}(?:dependenc|package|module|version|requirement|artifact|librar|plugin)"
        r"|(?:incompatible|conflicting) (?:version|dependenc|requirement)|dependency .{0,40}(?:fail|error|conflict|resol)|version (?:conflict|solving)|lock ?file|checksum",
    ),
    (
        LogCause.DEPENDENCY,
        r"\bmissing (?:\w+ )?(?:packages?|modules?|dependenc|librar)|(?:hash|checksum|digest|integrity) .{0,30}(?:mismatch|fail|differ)|derivation",
    ),
    (
        LogCause.COMPILE,
        r"type mismatch|mismatched types?|(?<!call to )undefined (?:method|variable|constant|type|function|identifier)\b(?!.*(?:\bnil\b|\(\w+Error\)))|\bnot in scope\b|[\w/-]+\.[a-z]\w{0,5}\(\d+, ?\d+\):? error",
    ),
    (
        LogCause.COLLECTION,
        r"no tests? (?:were |was )?(?:found|ran|executed|collected)|(?:fail|error).{0,30}collect|failed to (?:load|import) test",
    ),
    (
        LogCause.ASSERTION,
        r"[1-9]\d* (?:\w+ )?(?:tests?|specs?|checks?|examples?|assertions?|scenarios?|cases?) (?:have |were |did )?(?:fail|not pass)|\btests? fail|assert|\bexpected\b.{1,200}\b(?:got|but|received|actual|found|to (?:be|equal))\b"
        r"|failing tests?|tests? (?:have |did |do )?(?:not|n't) pass|:(?:\w*test\w*)'|surefire|failsafe|\btest\] error|not equal|mismatch",
    ),
    (LogCause.SYNTAX, r"syntax error|parse error|unexpected (?:token|end of|indent)|unterminated"),
    (
        LogCause.COMPILE,
        r"\bcompil(?:e|ation|er)|\blink(?:er|ing) (?:fail|error|command)|:(?:compile|link|merge|process|ksp|kapt)\w*'|undeclared|unbound (?:value|module)|[\w/-]+\.[a-z]\w{0,5}:\d+:\d+: |undefined (?:reference|symbol)|cannot find symbol|type ?check|assemble\w*'",
    ),
    (
        LogCause.CONFIG,
        r"(?:missing|required|invalid|unknown|unsupported|unrecogni[sz]ed|undefined|unset|no) .{0,40}(?:option|argument|flag|parameter|variable|config\w*|setting|input|key|property|environment|secret|command|subcommand|schema|profile|provider)\b"
        r"|command not found|\bis required\b|not (?:been )?(?:set|configured|installed|specified|defined|recognized)|must (?:be set|specify|provide|define)|no such file|does not exist|\bnot found (?:in|on|under|at)\b|is not a valid|malformed|requires? (?:java|jdk|jvm|python|node|ruby|go|php|\.net|gradle|xcode)\b|invalid (?:format|value|syntax|character|json|yaml)|configuration|toolchain|no (?:\w+ ){0,2}(?:interpreter|compiler|runtime|sdk|jdk|executable)s? .{0,20}found|failed validation|validation failed",
    ),
    (
        LogCause.CRASH,
        r"\bcrash|core dumped|\bpanic|segmentation|unhandled exception|\bSIG[A-Z]{3,}|signal \d+",
    ),
)
_CAUSES = tuple((cause, re.compile(f"(?i){words}")) for cause, words in _WORDS)


def guess(text: str) -> LogCause | None:
    """The cause that the words of `text` speak of, if any.

    >>> guess("deploy: you need the 'releases:write' permission for this")
    <LogCause.PERMISSION: 'permission'>
    >>> guess("the catalogue has no season")
    """
    text = text[:MAX_CHARS]
    return next((cause for cause, words in _CAUSES if words.search(text)), None)
