"""Mask secrets in text that came from elsewhere: a table of shapes, and values named as secrets."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import re2

MASK = "[masked]"


@dataclass(frozen=True, slots=True)
class Shape:
    """A secret that is known by its looks.

    `sign` is what `regex` cannot match without, in RE2's syntax and lower case; all signs are
    looked for in one pass, since most texts hold no secret. What the group `secret` of `regex`
    matches is masked, or the whole match where there is no such group. `example` is a
    secret of this shape, in pieces where one string would alarm the scanners of others; `innocent`
    looks alike and stays. Every pattern runs in linear time: it starts at a fixed word, or at the
    start of a token, and what repeats is possessive or bounded.
    """

    name: str
    sign: str
    regex: str
    example: tuple[str, ...]
    innocent: str


_PEM_TAIL = r"[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"

# fmt: off
SHAPES: tuple[Shape, ...] = (
    # Whole, or cut off in the middle: then as far as lines of base64 go.
    Shape("private key", r"-----begin [a-z0-9 ]*private key",
          rf"-----BEGIN {_PEM_TAIL}(?:(?:[^-]|-(?!----))*+-----END {_PEM_TAIL}|(?:(?:\\[rn]|\s){{0,80}}+[A-Za-z0-9+/=]{{20,}}+)*+)",
          ("-----BEGIN RSA PRIVATE ", "KEY-----\nMIIEpAIBAAKCAQEA7bq0\n-----END RSA PRIVATE ", "KEY-----"),
          "expected a PEM private key"),
    Shape("GitHub token", r"gh[pousr]_[a-z0-9]{8}",
          r"gh[pousr]_[A-Za-z0-9]{36,}+",
          ("ghp_", "a1B2" * 9), "test_ghp_token_is_refused_when_it_is_of_another_installation"),
    # The form of 2026: ghs_, the App's id, a JWT; https://docs.github.com/en/authentication
    Shape("GitHub installation token", r"ghs_[0-9]+_",
          r"ghs_[0-9]{1,20}_[A-Za-z0-9_.\-]{20,}+",
          ("ghs_", "123456_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl"), "ghs_123456_short"),
    Shape("GitHub fine-grained token", r"github_pat_[a-z0-9]{8}",
          r"github_pat_[A-Za-z0-9]{20,}+(?:_[A-Za-z0-9]++)?",
          ("github_pat_", "11ABCDEFG0abcdefghijkl_", "a1B2" * 14), "test_github_pat_is_refused"),
    Shape("GitLab token", r"gl(?:pat|rt|dt|ptt|cbt|soat|ft|imt|agent)-[a-z0-9_\-]{8}",
          r"\bgl(?:pat|rt|dt|ptt|cbt|soat|ft|imt|agent)-[A-Za-z0-9_\-]{20,}+",
          ("glpat-", "x1Y2z3" * 4), "glpat-short"),
    Shape("AWS secret beside its id", r"(?:akia|asia)[a-z0-9]{16}",
          r"\b(?:AKIA|ASIA)[A-Z0-9]{16}[\s\"',:;/|]{1,5}(?P<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/])",
          ("AKIA", "A1B2" * 4, ":", "wJalr/Xy+1" * 4), "AKIA and a key: not authorized"),
    Shape("AWS access key id", r"(?:akia|asia)[a-z0-9]{16}",
          r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
          ("AKIA", "A1B2" * 4), "ASIAPACIFIC"),
    Shape("Google API key", r"aiza[a-z0-9_\-]{8}",
          r"\bAIza[A-Za-z0-9_\-]{35}", ("AIza", "Sy1-b" * 7), "AIzawa"),
    Shape("Google OAuth", r"ya29\.[a-z0-9_\-]{8}|gocspx-[a-z0-9_\-]{8}|1//0[a-z0-9_\-]{8}",
          r"\b(?:ya29\.[A-Za-z0-9_\-]{20,}+|GOCSPX-[A-Za-z0-9_\-]{20,}+|1//0[A-Za-z0-9_\-]{30,}+)",
          ("ya29.", "a0Af_b-" * 6), "ya29.py"),
    Shape("Azure key", r"(?:account|access)key=[a-z0-9+/%]{8}",
          r"(?i:account|access)Key=(?P<secret>[A-Za-z0-9+/%]{20,}+={0,2})",
          ("AccountKey=", "a1B2+/" * 14, "=="), "AccountKey=missing"),
    Shape("Azure signature", r"[?&;]sig=[a-z0-9%+/_\-]{8}",
          r"[?&;]sig=(?P<secret>[A-Za-z0-9%+/_\-]{20,}+={0,2})",
          ("https://x.example/c?sv=2024&sig=", "a1B2%2F" * 7), "?sig=none"),
    Shape("Azure client secret", r"[78]q~",
          r"(?<![\w~.\-])[\w~.\-]{3}[78]Q~[\w~.\-]{31,34}+",
          ("abc8Q~", "x1Y2z3" * 5, "abcd"), "abc8Q~short"),
    Shape("JWT", r"eyj[a-z0-9_\-]{8,}\.[a-z0-9_\-]{8}",
          r"(?<![A-Za-z0-9_\-])eyJ[A-Za-z0-9_\-]{8,}+\.[A-Za-z0-9_\-]{8,}+(?:\.[A-Za-z0-9_\-]*+){0,3}",
          ("eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0In0", ".c2lnbmF0dXJlMQ"), "eyJust.a.word"),
    # docker://image:tag@sha256:… is a digest, ***, ${…} and <…> stand for a password.
    Shape("password in a URL", r"://[^\s/\"'<>]*@",
          r"://[^\s/:@\"'<>]{0,128}:(?P<secret>(?!\*{2,}@|\$|\{|<|%\()[^\s/\"'<>]{1,256})@(?!sha\d)",
          ("postgres://shop:", "hunter2@db.example/shop"), "docker://alpine:3.20@sha256:0123"),
    Shape("token in a URL", r"://[a-z0-9_\-]+@",
          r"://(?P<secret>[A-Za-z0-9_\-]{20,128}+)@",
          ("https://", "0a1b2c3d" * 5, "@git.example/a"), "ssh://git@git.example/a"),
    Shape("Slack token", r"(?:xox[abeoprs]|xapp)-[a-z0-9\-]{8}",
          r"\b(?:xox[abeoprs]|xapp)-[A-Za-z0-9\-]{10,}+",
          ("xoxb-", "1234567890-abcdefghij"), "xoxo-love"),
    Shape("webhook address", r"(?:hooks\.slack\.com/[a-z]+|/api/webhooks)/[a-z0-9_\-]{6}",
          r"(?:hooks\.slack\.com/(?:services|workflows|triggers)|/api/webhooks)/(?P<secret>[A-Za-z0-9_\-]{6,}+/[A-Za-z0-9_/\-]{10,}+)",
          ("https://hooks.slack.com/services/", "T00000001/B00000001/a1B2c3D4e5F6"), "/api/webhooks/list"),
    Shape("PyPI token", r"pypi-age[a-z0-9_\-]{8}",
          r"\bpypi-AgE[A-Za-z0-9_\-]{40,}+", ("pypi-AgE", "IcHlw" * 10), "pypi-Agenda"),
    Shape("npm token", r"npm_[a-z0-9]{8}",
          r"\bnpm_[A-Za-z0-9]{36,}+", ("npm_", "a1B2" * 9), "npm_config_registry"),
    Shape("RubyGems key", r"rubygems_[a-f0-9]{8}",
          r"\brubygems_[a-f0-9]{40,}+", ("rubygems_", "0a1b" * 12), "rubygems_version"),
    Shape("Docker token", r"dckr_[op]at_[a-z0-9_\-]{8}",
          r"\bdckr_[op]at_[A-Za-z0-9_\-]{20,}+", ("dckr_pat_", "a1B2" * 7), "dckr_pat_x"),
    Shape("Stripe key", r"(?:[sr]k_(?:live|test)_|whsec_)[a-z0-9+/]{8}",
          r"\b(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9+/]{16,}+",
          ("sk_live_", "a1B2" * 6), "test_sk_live_key_is_refused"),
    Shape("AI key", r"sk-(?:proj|svcacct|admin|or-v1|ant-)|sk-[a-z0-9]{16}|hf_[a-z0-9]{16}",
          r"\b(?:sk-(?:proj|svcacct|admin|or-v1|ant-[a-z]{3,8}\d\d)-[A-Za-z0-9_\-]{20,}+|sk-[A-Za-z0-9]{32,}+|hf_[A-Za-z0-9]{30,}+)",
          ("sk-proj-", "a1B2_" * 8), "sk-folding-cube-grid-with-nine-cubes"),
    Shape("SendGrid key", r"sg\.[a-z0-9_\-]{16,}\.",
          r"\bSG\.[A-Za-z0-9_\-]{16,64}+\.[A-Za-z0-9_\-]{16,64}+",
          ("SG.", "a1B2" * 5, ".", "c3D4" * 10), "SG.app.example"),
    Shape("Vault token", r"hv[sb]\.[a-z0-9_\-]{8}",
          r"\bhv[sb]\.[A-Za-z0-9_\-]{20,}+", ("hvs.", "a1B2" * 8), "hvs.example"),
    Shape("age key", r"age-secret-key-1",
          r"\bAGE-SECRET-KEY-1[A-Z0-9]{50,}+", ("AGE-SECRET-KEY-1", "Q0P9" * 14), "AGE-SECRET-KEY-1 is missing"),
    Shape("Atlassian token", r"atatt3[a-z0-9_=\-]{8}",
          r"\bATATT3[A-Za-z0-9_=\-]{40,}+", ("ATATT3", "xFf1" * 12), "ATATT3x"),
    Shape("service token", r"do[opr]_v1_|shp(?:at|ca|pa|ss)_|dapi[a-f0-9]{16}|(?:lin_api|glsa|glc|sntry[su]|ntn|sbp)_[a-z0-9_+/=]{16}|nrak-|dp\.[a-z]+\.[a-z0-9]{16}|pmak-|key-[a-f0-9]{16}",
          r"\b(?:do[opr]_v1_[a-f0-9]{40,}+|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|dapi[a-f0-9]{32}|(?:lin_api|glsa|glc|sntry[su]|ntn|sbp)_[A-Za-z0-9_+/=]{32,}+|NRAK-[A-Z0-9]{27}|dp\.[a-z]{2,6}\.[A-Za-z0-9]{40,}+|PMAK-[a-f0-9\-]{40,}+|key-[a-f0-9]{32})\b",
          ("dop_v1_", "0a1b" * 16), "glc_test_that_a_long_name_is_kept"),
    Shape("authorization header", r"authorization\\?[\"']?[ \t]*[:=]",
          r"(?i:authorization)\\?[\"']?[ \t]{0,3}[:=][ \t]{0,3}\\?[\"']?(?:bearer|basic|token|digest|apikey|(?i:Bearer|Basic|Token|Digest|ApiKey))[ \t]+(?P<secret>(?![<{$*\[%])[^\s\"',;\\]{6,})",
          ("Authorization: Basic ", "dXNlcjpwYXNz"), "Authorization: Bearer <token>"),
    Shape("bearer token", r"bearer(?:[ \t]|%20)",
          r"(?i:\bbearer)(?:[ \t]+|%20)(?P<secret>(?=[A-Za-z._~+/=\-]{0,128}\d)[A-Za-z0-9._~+/=\-]{16,}+)",
          ("got Bearer ", "a1B2c3D4" * 3), "Bearer authentication-is-required"),
    Shape("cookie header", r"cookie\\?[\"']?[ \t]*:",
          r"(?i:cookie)\\?[\"']?[ \t]{0,3}:[ \t]{0,3}\\?[\"']?(?P<secret>[\w.\-]{1,64}=[^\r\n\"'\\]{8,2000}+)",
          ("Set-Cookie: session=", "a1b2c3d4e5"), "cookie: missing"),
    Shape("curl user", r"curl[^\n]*[ \t](?:-u|--user)",
          r"\bcurl\b[^\n]{0,200}?[ \t](?:-u|--user)[ \t=]{1,3}[\"']?[^\s:\"'$]{1,64}:(?P<secret>(?!\$)[^\s\"']{3,128})",
          ("curl -sS -u alice:", "hunter2 https://x.example"), "curl -u alice https://x.example"),
)
# fmt: on
# Words that alone mean a secret, and words that also mean other things: those ask for a digit.
_STRONG = (
    r"pass(?:word|wd|phrase)|pwd|secret(?:[_-]?(?:access[_-]?)?key(?:[_-]?base)?)?"
    r"|(?:api|access|account|private|encryption|signing|master|auth)[_-]?key(?:[_-]?id)?|_authtoken"
)
_WEAK = r"token|credentials?|session[_-]?id|auth"
_NAME = rf"(?:{_STRONG}|{_WEAK})(?:\\*[\"'`]\]?)?"
_NAMED_SIGN = rf"{_NAME}[ \t]*[=:]|--[a-z-]*{_NAME}[ \t]"
_NAMED = re.compile(
    rf"(?i)(?P<flag>--[a-z-]{{0,30}}?)?(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))(?![a-z])"
    r"(?P<key_quote>\\{0,3}[\"'`]\]?)?"
    r"(?:[ \t]{0,4}(?P<sign>=>|:=|={1,3}|:(?![:/\\]))[ \t]{0,4}|(?(flag)[ \t]{1,3}|(?!)))"
    r"(?:[bruf]{0,2}(?P<quote>\\{0,3}[\"'`])(?P<quoted>(?:(?!(?P=quote))[^\n]){1,400})"
    r"|(?P<bare>[^\s\"'`,;&<>|]{1,400}))"
)
_PLACEHOLDER = re.compile(r"[$<{%*\[(]|x{3,}\b|\.{3}|…|REDACTED|masked|your[_-]", re.IGNORECASE)
_CODE = re.compile(
    r"[./\\]|[A-Za-z_]+(?:\.[A-Za-z_]+)+$|[A-Za-z_][\w.]{2,}[(\[]|\w*(?:password|passwd|secret|token|key)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?i)none|null|nil|true|false|undefined|str(?:ing)?|text|bytes|int(?:eger)?|number|bool(?:ean)?"
    r"|object|any|required|missing|invalid|incorrect|empty|optional|expired|(?:un)?set|default|yes|no|on|off"
)


def mask_secrets(text: str) -> str:
    r"""Replace every known shape of secret by `[masked]`.

    The number of lines stays, so that line numbers beside the text stay true.

    >>> mask_secrets("password=hunter2 token: string password=None")
    'password=[masked] token: string password=None'
    """
    signs = _signs_of(text)
    for index in range(len(_COMPILED)) if signs else ():
        if index in signs:
            pattern, put = _COMPILED[index]
            masked = pattern.sub(put, text)
            if masked != text:  # a secret that is gone may have hidden the sign of another
                text, signs = masked, _signs_of(masked)
    return text


def _signs_of(text: str) -> Collection[int]:
    """Which of the patterns may match."""
    found: list[int] | None = _SIGNS.Match(_lower(text))
    return found or ()


def _lower(text: str) -> bytes:
    """The text for RE2, with the letters that Python takes for `i` and `s` when case is ignored."""
    text = text.lower()
    if not text.isascii():
        text = text.replace("i\u0307", "i").replace("\u0131", "i").replace("\u017f", "s")
    return text.encode("utf-8", "replace")


def _mask_shape(match: re.Match[str]) -> str:
    whole = match.group()
    if "secret" not in match.re.groupindex:
        return "\n".join([MASK] * (whole.count("\n") + 1))
    start, end = (at - match.start() for at in match.span("secret"))
    return whole[:start] + MASK + whole[end:]


def _mask_named(match: re.Match[str]) -> str:
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
    has_digit = any(letter.isdigit() for letter in value)
    if match["weak"]:
        return has_digit and len(value) >= 8 and not value.isdigit() and " " not in value
    if match["quoted"] is not None:
        return " " not in value.strip() or bool(match["key_quote"])
    if match["sign"] is None or match["sign"] == ":":
        return has_digit and len(value) >= 6 and not value.isdigit()
    is_env = match["strong"].isupper() and match["sign"] == "="
    return len(value) >= (4 if is_env else 6) and not _CODE.match(value)


_MEMORY = 1 << 25
"""How many bytes of states RE2 remembers; when they are full it begins anew."""


def _together(signs: Iterable[str]) -> "re2.Set":
    """One automaton of all signs. Of bytes, since of letters it would be many times as large."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = _MEMORY
    found = re2.Set.SearchSet(options)
    for sign in signs:
        found.Add(sign.encode("ascii"))
    found.Compile()
    return found


_SIGNS = _together([*(shape.sign for shape in SHAPES), _NAMED_SIGN])
_COMPILED = (
    *((re.compile(shape.regex), _mask_shape) for shape in SHAPES),
    (_NAMED, _mask_named),
)
