"""Values that are secret because of the name before them: `password=`, `"token": "…"`, `--api-key …`."""

import re

MASK = "[masked]"

# Words that alone mean a secret, and words that also mean other things: those ask for a digit.
_STRONG = (
    r"pass(?:word|wd|phrase|code)|pwd|secret(?:[_-]?(?:access[_-]?)?key(?:[_-]?base)?)?"
    r"|(?:api|access|account|private|encryption|signing|master|auth|shared|storage|subscription"
    r"|consumer|deploy|hmac|license)[_-]?key(?:[_-]?id)?|client-key-data|_authtoken"
)
_WEAK = r"token|credentials?|session[_-]?id|auth(?:orization)?|jwt|(?-i:_PASS)"
_NAME = rf"(?:{_STRONG}|{_WEAK})(?:\\{{0,3}}[\"'`]\]?)?".replace("(?-i:_PASS)", "_pass")
SIGN = rf"(?:--[a-z-]{{0,30}})?{_NAME}[ \t]{{0,4}}[=:]|--[a-z-]{{0,30}}{_NAME}[ \t]"
"""Where one may begin, in RE2's syntax and lower case."""
LEAD = rf"(?i:{_NAME}[ \t]*[=:]|--[a-z-]*{_NAME}[ \t])"
"""The same of any case, for an automaton that goes over a whole log: counting would make it large."""
NAMED = re.compile(
    rf"(?i)(?P<flag>--[a-z-]{{0,30}}?)?(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))(?![a-z])"
    r"(?P<key_quote>\\{0,3}[\"'`]\]?)?"
    r"(?:[ \t]{0,4}(?P<sign>=>|:=|={1,3}|:(?![:/\\]))[ \t]{0,4}|(?(flag)[ \t]{1,3}|(?!)))"
    r"(?:[bruf]{0,2}(?P<quote>\\{0,3}[\"'`])(?P<quoted>(?:(?!(?P=quote))[^\n]){1,400})"
    r"|(?P<bare>[^\s\"'`,;&<>|]{1,400}))"
)
_PLACEHOLDER = re.compile(
    r"[$<{%*\[(]|x{3,}\b|\.{3}|…|REDACTED|masked|your[_-]|[\w.\-]{0,40}\[masked\]", re.IGNORECASE
)
_CODE = re.compile(
    r"[./\\]|[A-Za-z_]+(?:\.[A-Za-z_]+)+$|[A-Za-z_][\w.]{2,}[(\[]|\w*(?:password|passwd|secret|token|key)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(
    r"(?i)none|null|nil|true|false|undefined|str(?:ing)?|text|bytes|int(?:eger)?|number|bool(?:ean)?"
    r"|object|any|required|missing|invalid|incorrect|empty|optional|expired|(?:un)?set|default|yes|no|on|off"
)


def mask_named(match: re.Match[str]) -> str:
    """What stands in the place of a match of `NAMED`: its value masked, when that is a secret."""
    group = "bare" if match["quoted"] is None else "quoted"
    value = match[group].rstrip(").]}") if group == "bare" else match[group]
    if not _is_secret(match, value):
        return match.group()
    start = match.start(group) - match.start()
    return match.group()[:start] + MASK + match.group()[start + len(value) :]


def _is_secret(match: re.Match[str], value: str) -> bool:
    """Whether a value is one to hide: no placeholder, no type, no piece of code, no path."""
    if not value or _WORDS.fullmatch(value) or _PLACEHOLDER.match(value):
        return False
    has_digit = _DIGIT.search(value) is not None
    if match["weak"]:
        is_code = match["quoted"] is None and _CODE.match(value)
        is_long = len(value) >= 8 and not value.isdigit() and " " not in value
        return has_digit and is_long and not is_code
    if match["quoted"] is not None:
        return " " not in value.strip() or bool(match["key_quote"])
    if match["sign"] is None or match["sign"] == ":":
        return has_digit and len(value) >= 6 and not value.isdigit()
    is_env = match["strong"].isupper() and match["sign"] == "="
    return len(value) >= (4 if is_env else 6) and not _CODE.match(value)
