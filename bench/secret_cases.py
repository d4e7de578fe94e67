"""Texts with secrets of every kind in the places where tests and logs show them, and texts without.

Each secret is made up here, of random letters in the form that its service documents, so that
neither this file nor its history holds anything that a scanner takes for a leak.
"""

import base64
import random
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

HEX = "0123456789abcdef"
WORD = string.ascii_letters + string.digits
UPPER = string.ascii_uppercase + string.digits
URL = WORD + "-_"
BASE64 = WORD + "+/"

Maker = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A text of one kind. `hidden` are the pieces of its secret that must not be in it any more."""

    kind: str
    place: str
    text: str
    hidden: tuple[str, ...] = ()


def _of(prefix: str, letters: str, number: int, suffix: str = "") -> Maker:
    return lambda rng: prefix + "".join(rng.choices(letters, k=number)) + suffix


def _all(*makers: Maker | str) -> Maker:
    return lambda rng: "".join(m if isinstance(m, str) else m(rng) for m in makers)


def _part(header: str, number: int) -> Maker:
    """A part of a JWT."""

    def make(rng: random.Random) -> str:
        del rng
        return base64.urlsafe_b64encode(header.encode()).decode().rstrip("=")

    return _all(make, _of("", URL, number))


_JWT = _all(
    _part('{"alg":"RS256"}', 0), ".", _part('{"iss":12345,"sub":"', 60), ".", _of("", URL, 86)
)

# Known by themselves, wherever they stand.
TOKENS: Mapping[str, Maker] = {
    "GitHub, personal": _of("ghp" + "_", WORD, 36),
    "GitHub, OAuth": _of("gho" + "_", WORD, 36),
    "GitHub, user of an App": _of("ghu" + "_", WORD, 36),
    "GitHub, installation": _of("ghs" + "_", WORD, 36),
    "GitHub, installation of 2026": _all("ghs" + "_1234567_", _JWT),
    "GitHub, refresh": _of("ghr" + "_", WORD, 76),
    "GitHub, fine-grained": _all(_of("github" + "_pat_", WORD, 22), _of("_", WORD, 59)),
    "GitLab": _of("glpat" + "-", URL, 20),
    "AWS key id": _of("AKIA", UPPER, 16),
    "AWS temporary key id": _of("ASIA", UPPER, 16),
    "AWS id and secret": _all(_of("AKIA", UPPER, 16), " ", _of("", BASE64, 40)),
    "Google API key": _of("AIza", URL, 35),
    "Google access token": _of("ya29" + ".", URL, 120),
    "Google client secret": _of("GOCSPX" + "-", URL, 28),
    "Azure storage key": _all(
        "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=", _of("", BASE64, 86, "==")
    ),
    "Azure client secret": _all(_of("", WORD, 3), "8Q~", _of("", WORD, 34)),
    "Azure signature": _all(
        "https://shop.blob.example/c/report?se=2026-01-01&sp=r&sig=", _of("", WORD, 40, "%3D")
    ),
    "S3 signature": _all(
        "https://s3.example/bucket/report.zip?X-Amz-Expires=60&X-Amz-Signature=", _of("", HEX, 64)
    ),
    "Slack bot": _all(
        _of("xoxb" + "-", string.digits, 12),
        "-",
        _of("", string.digits, 12),
        "-",
        _of("", WORD, 24),
    ),
    "Slack user": _all(_of("xoxp" + "-", string.digits, 12), "-", _of("", HEX, 32)),
    "Slack webhook": _all(
        "https://hooks.slack.com/services/",
        _of("T", UPPER, 8),
        "/",
        _of("B", UPPER, 8),
        "/",
        _of("", WORD, 24),
    ),
    "Discord webhook": _all(
        "https://discord.example/api/webhooks/", _of("", string.digits, 18), "/", _of("", URL, 68)
    ),
    "Discord bot": _all(_of("M", WORD, 25), ".", _of("", URL, 6), ".", _of("", WORD, 38)),
    "Telegram bot": _all(_of("", string.digits, 10), ":AA", _of("", URL, 33)),
    "JWT": _JWT,
    "PyPI": _of("pypi" + "-AgEIcHlwaS5vcmc", URL, 150),
    "npm": _of("npm" + "_", WORD, 36),
    "RubyGems": _of("rubygems" + "_", HEX, 48),
    "crates.io": _of("cio", WORD, 32),
    "NuGet": _of("oy2", string.ascii_lowercase + string.digits, 43),
    "Docker Hub": _of("dckr" + "_pat_", URL, 27),
    "Stripe": _of("sk" + "_live_", WORD, 24),
    "Stripe webhook": _of("whsec" + "_", WORD, 32),
    "Twilio": _of("SK", HEX, 32),
    "SendGrid": _all(_of("SG" + ".", URL, 22), ".", _of("", URL, 43)),
    "Mailgun": _of("key" + "-", HEX, 32),
    "Mailchimp": _of("", HEX, 32, "-us21"),
    "OpenAI": _of("sk" + "-proj-", URL, 120),
    "OpenAI, old": _of("sk" + "-", WORD, 48),
    "Anthropic": _of("sk" + "-ant-api03-", URL, 93),
    "Hugging Face": _of("hf" + "_", string.ascii_letters, 34),
    "Groq": _of("gsk" + "_", WORD, 52),
    "Vault": _of("hvs" + ".", URL, 90),
    "DigitalOcean": _of("dop" + "_v1_", HEX, 64),
    "Shopify": _of("shpat" + "_", HEX, 32),
    "Databricks": _of("dapi", HEX, 32),
    "Grafana": _of("glsa" + "_", WORD, 32, "_0a1b2c3d"),
    "Linear": _of("lin" + "_api_", WORD, 40),
    "New Relic": _of("NRAK" + "-", UPPER, 27),
    "Doppler": _of("dp.pt" + ".", WORD, 43),
    "Postman": _all(_of("PMAK" + "-", HEX, 24), "-", _of("", HEX, 34)),
    "Atlassian": _of("ATATT3", URL, 180),
    "Terraform": _all(_of("", WORD, 14), ".atlasv1.", _of("", URL, 67)),
    "age": _of("AGE-SECRET-KEY-1", UPPER, 58),
    "Airtable": _all(_of("pat", WORD, 14), ".", _of("", HEX, 64)),
    "password in a URL": _all("postgresql://shop:", _of("", WORD, 14), "@db.example:5432/shop"),
    "token in a URL": _all("https://x-access-token:", _of("", HEX, 40), "@git.example/acme/shop"),
}

# Known by what stands before them.
NAMED: Mapping[str, tuple[str, Maker]] = {
    "environment": ("export DB_PASSWORD={}", _of("", WORD, 12)),
    "environment, API key": ("STRIPE_API_KEY={}", _of("", WORD, 24)),
    "environment, old GitHub token": ("GITHUB_TOKEN={}", _of("", HEX, 40)),
    "old GitHub token after the word": ("remote: invalid token {} for acme", _of("", HEX, 40)),
    "JSON": ('{{"user": "shop", "password": "{}"}}', _of("", WORD, 12)),
    "JSON, secret": ('{{"client_secret":"{}","id":7}}', _of("", WORD, 32)),
    "JSON in JSON": (r"{{\"api_key\": \"{}\"}}", _of("", WORD, 20)),
    "YAML": ("    password: {}", _of("a1", WORD, 12)),
    "YAML, quoted": ("secret: '{}'", _of("", WORD, 20)),
    "TOML": ('api_key = "{}"', _of("", WORD, 24)),
    "Ruby hash": (":auth_token => '{}'", _of("x7", WORD, 20)),
    "command line": ("$ deploy --password {} --verbose", _of("a1", WORD, 10)),
    "command line, equals": ("+ helm upgrade --set-string=x --api-key={}", _of("", WORD, 20)),
    "curl": ("curl -sSf -u shop:{} https://x.example", _of("", WORD, 12)),
    "mysql": ("mysql -h db -u root -p{} shop", _of("", WORD, 12)),
    "docker login": ("docker login -u shop -p {} r.example", _of("", WORD, 20)),
    "Authorization, bearer": ("> Authorization: Bearer {}", _of("", URL, 40)),
    "Authorization, basic": ("'Authorization': 'Basic {}'", _of("", BASE64, 24)),
    "Authorization, token": ("authorization: token {}", _of("", HEX, 40)),
    "API key header": ("X-Api-Key: {}", _of("a1", WORD, 24)),
    "cookie": ("Cookie: session={}; theme=dark", _of("", WORD, 32)),
    "set-cookie": ("< set-cookie: sid={}; Path=/; HttpOnly", _of("", WORD, 32)),
    "connection string": ("Server=db;Database=shop;User Id=sa;Password={};", _of("", WORD, 14)),
    "JDBC": ("jdbc:postgresql://db/shop?user=shop&password={}", _of("", WORD, 14)),
    "npmrc": ("//registry.npmjs.example/:_authToken={}", _of("", WORD, 36)),
    "netrc": ("machine git.example login shop password {}", _of("", WORD, 16)),
    "Maven settings": ("<server><id>x</id><password>{}</password></server>", _of("", WORD, 16)),
    "Docker config": ('"auths": {{"r.example": {{"auth": "{}"}}}}', _of("a1", BASE64, 32)),
    "Kubernetes": ("- name: DB_PASSWORD\n  value: {}", _of("", WORD, 14)),
    "Python repr": ("Settings(user='shop', password='{}')", _of("", WORD, 12)),
    "pytest local": ("password   = '{}'", _of("", WORD, 12)),
    "Go struct": ('Config{{Host:"db", Password:"{}"}}', _of("", WORD, 12)),
    "JavaScript": ("const secretKey = `{}`", _of("", WORD, 24)),
    "query": ("GET /callback?access_token={}&state=1", _of("a1", WORD, 30)),
    "authenticator": (
        "otpauth://totp/shop:alice?secret={}&issuer=shop",
        _of("", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32),
    ),
}

PLACES: Mapping[str, str] = {
    "alone": "{}",
    "assertion": "E       AssertionError: assert '{}' == 'expected'",
    "JSON": '{{"level": "error", "value": "{}", "n": 3}}',
    "environment dump": "CI=true\nVALUE={}\nHOME=/home/runner",
    "log": "2026-01-05T10:11:12.1234567Z   using {} for the upload",
    "colors": "\x1b[31mFAILED\x1b[0m with \x1b[1m{}\x1b[0m",
    "URL": "https://api.example/v1/items?limit=3&key={}",
    "trace": 'Traceback (most recent call last):\n  File "a.py", line 3, in f\nValueError: bad key {}',
    "escaped": r"stdout: \"line\n{}\nnext\"",
    "Markdown": "the key `{}` was refused (401)",
}
WIDTH = 80


def cases(seed: int = 1) -> Iterator[Case]:
    """Every kind in every place, the same for the same seed."""
    rng = random.Random(seed)
    for kind, make in TOKENS.items():
        for place, around in PLACES.items():
            secret = make(rng)
            yield Case(kind=kind, place=place, text=around.format(secret), hidden=_kernel(secret))
    for kind, (around, make) in NAMED.items():
        for place in ("alone", "log", "colors", "assertion"):
            secret = make(rng)
            said = around.format(secret)
            said = said.replace("'", "\\'") if place == "assertion" else said
            text = PLACES[place].format(said)
            yield Case(kind=kind, place=place, text=text, hidden=(secret,))
    yield from _keys(rng)
    yield from _broken(rng)


def _kernel(secret: str) -> tuple[str, ...]:
    """The last letters of what a scheme, a prefix or a host does not give away."""
    if "@" in secret:
        return (secret.split("@")[0].rpartition(":")[2],)
    return (secret.removesuffix("%3D").removesuffix("==")[-12:],)


def _pem(name: str, rng: random.Random, lines: int = 12) -> list[str]:
    body = ["".join(rng.choices(BASE64, k=64)) for _ in range(lines)]
    return [
        f"-----BEGIN {name}PRIVATE " + "KEY-----",
        *body,
        f"-----END {name}PRIVATE " + "KEY-----",
    ]


def _keys(rng: random.Random) -> Iterator[Case]:
    """Private keys: whole, on one line, cut off at either end, within a trace or a log."""
    ways: Mapping[str, Callable[[list[str]], str]] = {
        "whole": "\n".join,
        "one line": r"\n".join,
        "without its end": lambda lines: "\n".join(lines[:7]),
        "without its beginning": lambda lines: "\n".join(lines[4:]),
        "in a trace": lambda lines: "\n".join(f"E       {line}" for line in lines),
        "in a log": lambda lines: "\n".join(
            f"2026-01-05T10:11:12.1234567Z {line}" for line in lines
        ),
        "in a log, without its end": lambda lines: "\n".join(
            f"2026-01-05T10:11:12.1234567Z {line}" for line in lines[:7]
        ),
        "CRLF": "\r\n".join,
        "JSON": lambda lines: (
            '{"type": "service_account", "private_key": "' + r"\n".join(lines) + r'\n"}'
        ),
    }
    for name in ("", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "):
        for way, write in ways.items():
            lines = _pem(name, rng)
            text = write(lines)
            hidden = tuple(line for line in lines[1:-1] if line in text)
            yield Case(
                kind=f"private key ({name.strip() or 'PKCS 8'})",
                place=way,
                text=f"loaded\n{text}\ndone",
                hidden=hidden,
            )


def _broken(rng: random.Random) -> Iterator[Case]:
    """Keys through which a color code or the end of a line goes."""
    for kind, make in TOKENS.items():
        secret = make(rng)
        if (
            " " in secret
            or "/" in secret[:12]
            or "@" in secret
            or ";" in secret
            or not secret[:3].isalnum()
        ):
            continue
        half = len(secret) * 2 // 3
        colored = f"bad \x1b[31m{secret[:half]}\x1b[1m{secret[half:]}\x1b[0m key"
        yield Case(kind=kind, place="color inside", text=colored, hidden=_kernel(secret))
        if kind in _WRAPS:
            pad = "x" * max(8, WIDTH - half)
            wrapped = f"{pad} {secret[:half]}\n{secret[half:]} was refused"
            yield Case(kind=kind, place="broken line", text=wrapped, hidden=_kernel(secret))


_WRAPS = frozenset(
    kind
    for kind in TOKENS
    if kind.startswith(
        (
            "GitHub",
            "GitLab",
            "PyPI",
            "npm",
            "OpenAI",
            "Anthropic",
            "Vault",
            "Stripe",
            "Google access",
        )
    )
)
