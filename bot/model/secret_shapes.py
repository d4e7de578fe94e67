"""Secrets that are known by their looks or by what stands around them: one row for each shape."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """A secret that is known by its looks.

    `sign` is what `regex` cannot match without, in RE2's syntax and lower case; all signs are
    looked for in one pass, since most texts hold no secret; `lead` is the part of a sign that
    is in one line, where the sign goes over several. What the group `secret` of `regex`
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
    lead: str = ""


_PEM_TAIL = r"[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
# Before a line of a key: its indentation, or what pytest, boxes and logs put there; escapes too.
_EDGE = r"(?:\\[rn]|[\sE>|\u2502]|\\\\[rn]|\d{4}-\d\d-\d\dT[\d:.]{8,18}Z)"

# A word begins here; the letter of an escape before it is none of it.
_LEFT = r"(?:(?<![A-Za-z0-9_])|(?<=\\[nrt]))"

# fmt: off
SHAPES: tuple[Shape, ...] = (
    # Whole, or cut off in the middle: then its headers and as far as lines of base64 go.
    Shape("private key", r"-----begin [a-z0-9 ]*private key",
          rf"-----BEGIN {_PEM_TAIL}(?:(?:[^-]|-(?!----))*+-----END {_PEM_TAIL}"
          rf"|(?:{_EDGE}{{1,20}}+[A-Z][A-Za-z-]{{1,30}}: [^\n\\]{{1,120}})*+(?:{_EDGE}{{0,80}}+[A-Za-z0-9+/=]{{20,}}+)++)",
          ("-----BEGIN RSA PRIVATE ", "KEY-----\nMIIEpAIBAAKCAQEA7bq0\n-----END RSA PRIVATE ", "KEY-----"),
          "expected a PEM private key"),
    Shape("private key without its first line", r"b3blbnnzac1rzxktdje|-----end [a-z0-9 ]*private key",
          rf"b3BlbnNzaC1rZXktdjE[A-Za-z0-9+/=]{{20,}}+(?:{_EDGE}{{1,80}}+[A-Za-z0-9+/=]{{20,}}+)*+"
          rf"|(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/]{{16,}}+={{0,2}}{_EDGE}{{1,40}}+){{1,120}}+-----END {_PEM_TAIL}",
          ("b3BlbnNzaC1rZXktdjE", "AAAABG5vbmUAAAAEbm9uZQ\nAAAAAAAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5"), "-----END PRIVATE KEY-----"),
    Shape("PuTTY key", r"private-lines:", r"Private-Lines: \d{1,3}(?P<secret>(?:\s{1,4}[A-Za-z0-9+/=]{4,64})++)",
          ("Private-Lines: 1\n", "AAAAgQCqz0LwFuKX3vW8n0mZ9tM6"), "Private-Lines: none"),
    Shape("AWS secret beside its id", r"(?:akia|asia)[a-z0-9]{16}",
          _LEFT + r"(?:AKIA|ASIA)[A-Z0-9]{16}[\s\"',:;/|]{1,5}(?P<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/])",
          ("AKIA", "A1B2" * 4, ":", "wJalr/Xy+1" * 4), "AKIA and a key: not authorized"),
    Shape("AWS access key id", r"(?:akia|asia|aroa|aida|agpa|anpa)[a-z0-9]{16}",
          _LEFT + r"(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)(?P<secret>[A-Z0-9]{16})\b",
          ("AKIA", "A1B2" * 4), "ASIAPACIFIC"),
    Shape("Azure key", r"(?:account|access)key=[a-z0-9+/%]{8}",
          r"(?i:account|access)Key=(?P<secret>[A-Za-z0-9+/%]{20,}+={0,2})",
          ("AccountKey=", "a1B2+/" * 14, "=="), "AccountKey=missing"),
    # Of Azure, of S3 and of Google's storage; GitHub's artifacts are behind the first.
    Shape("signature in a URL", r"(?:[?&;]sig|signature|security-token)=[a-z0-9%+/_\-]{8}",
          r"(?:[?&;]sig|[?&;,\s\-](?i:signature)|X-Amz-Security-Token)=(?P<secret>[A-Za-z0-9%+/_\-]{20,}+={0,2})",
          ("https://x.example/c?sv=2024&sig=", "a1B2%2F" * 7), "?sig=none"),
    Shape("Azure client secret", r"[78]q~",
          r"(?:(?<![\w~.\-])|(?<=\\[nrt]))[\w~.\-]{3}[78]Q~[\w~.\-]{31,34}+",
          ("abc8Q~", "x1Y2z3" * 5, "abcd"), "abc8Q~short"),
    Shape("Azure DevOps token", r"azdo[a-z0-9]{4}", _LEFT + r"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}\b",
          ("a1B2" * 19, "AZDO", "x1Y2"), "AZDO"),
    Shape("JWT", r"eyj[a-z0-9_\-]+\.[a-z0-9_\-]",
          r"(?:(?<![A-Za-z0-9_\-])|(?<=\\[nrt]))eyJ[A-Za-z0-9_\-]{8,}+\.[A-Za-z0-9_\-]{8,}+(?:\.[A-Za-z0-9_\-]*+){0,3}",
          ("eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0In0", ".c2lnbmF0dXJlMQ"), "eyJust.a.word"),
    # docker://image:tag@sha256:… is a digest, ***, ${…} and <…> stand for a password.
    Shape("password in a URL", r"://[^\s/\"'<>]*@",
          r"://[^\s/:@\"'<>]{0,128}:(?P<secret>(?!\*{2,}@|\$|\{|<|%\(|\[masked)[^\s/\"'<>]{1,256})@(?!sha\d)",
          ("postgres://shop:", "hunter2@db.example/shop"), "docker://alpine:3.20@sha256:0123"),
    Shape("token in a URL", r"://[a-z0-9_\-]+@",
          r"://(?P<secret>[A-Za-z0-9_\-]{20,128}+)@",
          ("https://", "0a1b2c3d" * 5, "@git.example/a"), "ssh://git@git.example/a"),
    Shape("webhook address", r"(?:hooks\.slack\.com/[a-z]+|/api/webhooks|\.webhook\.office\.com/webhookb2)/[a-z0-9_\-]{6}",
          r"(?:hooks\.slack\.com/(?:services|workflows|triggers)|/api/webhooks|\.webhook\.office\.com/webhookb2)/(?P<secret>[A-Za-z0-9_\-@]{6,}+/[A-Za-z0-9_/\-]{10,}+)",
          ("https://hooks.slack.com/services/", "T00000001/B00000001/a1B2c3D4e5F6"), "/api/webhooks/list"),
    Shape("Telegram token", r"[0-9]{8}:aa[a-z0-9_\-]{8}", r"(?<![0-9])[0-9]{8,10}:AA(?P<secret>[A-Za-z0-9_\-]{32,}+)",
          ("123456789:", "AA", "a1B2_" * 7), "12345678:AA"),
    Shape("Discord token", r"[mno][a-z0-9_\-]{23,27}\.[a-z0-9_\-]{6}\.[a-z0-9_\-]{8}",
          r"(?:(?<![\w.\-])|(?<=\\[nrt]))[MNO][A-Za-z0-9_\-]{23,27}\.[A-Za-z0-9_\-]{6}\.[A-Za-z0-9_\-]{27,}+",
          ("MTk4NjIyNDgzNDcxOTI1MjQ4", ".Cl2FMQ", ".ZnCjm1XVW7vRze4b7Cq4se7kKWs"), "MyModule.method.other"),
    Shape("Mailchimp key", r"[a-f0-9]-us[0-9]", _LEFT + r"[a-f0-9]{32}-us\d{1,2}\b",
          ("0a1b" * 8, "-us12"), "region-us1"),
    Shape("Airtable token", r"pat[a-z0-9]{14}\.", _LEFT + r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}\b",
          ("pat", "a1B2c3D4e5F6g7.", "0a1b" * 16), "pattern.test"),
    Shape("authorization header", r"authorization\\?[\"']?[ \t]*[:=]",
          r"(?i:authorization)\\{0,3}[\"']?[ \t]{0,3}[:=][ \t]{0,3}\\{0,3}[\"']?(?:bearer|basic|token|digest|apikey|(?i:Bearer|Basic|Token|Digest|ApiKey|Negotiate|NTLM))[ \t]+(?P<secret>(?![<{$*\[%])[^\s\"',;\\]{6,})",
          ("Authorization: Basic ", "dXNlcjpwYXNz"), "Authorization: Bearer <token>"),
    Shape("bearer token", r"bearer(?:[ \t]|%20)",
          r"(?i:\bbearer)(?:[ \t]+|%20)(?P<secret>(?=[A-Za-z._~+/=\-]{0,128}\d)[A-Za-z0-9._~+/=\-]{16,}+)",
          ("got Bearer ", "a1B2c3D4" * 3), "Bearer authentication-is-required"),
    # GitHub's tokens before 2021 had no beginning: forty hex digits after the word.
    Shape("token of hex digits", r"(?:token|oauth)[ \t]+[a-f0-9]{16}",
          r"(?i:\b(?:token|oauth))[ \t]{1,3}(?P<secret>[a-f0-9]{40})(?![A-Za-z0-9])",
          ("git: bad token ", "0a1b" * 10), "token deadbeef is unknown"),
    Shape("cookie header", r"cookie\\?[\"']?[ \t]*:",
          r"(?i:cookie)\\{0,3}[\"']?[ \t]{0,3}:[ \t]{0,3}\\{0,3}[\"']?(?P<secret>[\w.\-]{1,64}=[^\r\n\"'\\]{8,2000}+)",
          ("Set-Cookie: session=", "a1b2c3d4e5"), "cookie: missing"),
    Shape("curl user", r"curl[^\n]*[ \t](?:-u|--user)",
          r"\bcurl\b[^\n]{0,200}?[ \t](?:-u|--user)[ \t=]{1,3}[\"']?[^\s:\"'$]{1,64}:(?P<secret>(?!\$|\[masked)[^\s\"']{3,128})",
          ("curl -sS -u alice:", "hunter2 https://x.example"), "curl -u alice https://x.example"),
    Shape("password of a client", r"(?:mysql|mariadb|sshpass|redis-cli|(?:docker|podman|registry|az)[ \t]+login)[^\n]*[ \t]-[pa]",
          r"\b(?:(?:mysql|mariadb)\w{0,12}\b[^\n]{0,200}?[ \t]-p|sshpass[ \t]{1,3}-p[ \t]{0,3}|redis-cli\b[^\n]{0,200}?[ \t]-a[ \t]{1,3}|(?:docker|podman|helm registry|az)[ \t]{1,3}login\b[^\n]{0,200}?[ \t]-p[ \t]{1,3})[\"']?(?P<secret>(?![$\-]|\[masked)[^\s\"']{3,128})",
          ("mysql -u root -p", "hunter2 shop"), "mysql -u root -p shop"),
    Shape("netrc", r"login[ \t\r\n]+[^ \t\r\n]+[ \t\r\n]+password[ \t\r\n]",
          r"\blogin\s{1,3}[^\s]{1,100}\s{1,3}password\s{1,3}(?P<secret>(?!\$|\[masked)[^\s]{3,200})",
          ("machine git.example login alice password ", "hunter2"), "login with a password",
          r"password[ \t\r\n]"),
    Shape("element of XML", r"(?:password|passphrase|secret|token|api-?key|privatekey)>[^<]",
          r"<[\w.:\-]{0,40}?(?i:password|passphrase|secret|token|api-?key|privateKey)>(?P<secret>(?![$*{%]|\[masked)[^<>\s]{4,400})</",
          ("<password>", "hunter2</password>"), "<password>${env.PASS}</password>"),
    # Of a container: its name and its value are two fields.
    Shape("variable with name and value", r"(?:password|passwd|passphrase|secret|token|key)[\"']?,?\s+[\"']?value[\"']?[ \t]*[:=]",
          r"(?i:name)[\"']?[ \t]{0,4}[:=][ \t]{0,4}[\"']?\w{0,60}?(?i:password|passwd|passphrase|secret|token|api_?key|secret_?key|access_?key|private_?key)[\"']?,?\s{1,80}[\"']?(?i:value)[\"']?[ \t]{0,4}[:=][ \t]{0,4}[\"']?(?P<secret>(?![$*{%<]|\[masked)[^\s\"',}]{4,400})",
          ("- name: DB_PASSWORD\n  value: ", "hunter2"), "- name: DB_PASSWORD\n  valueFrom: vault",
          r"value[\"']?[ \t]*[:=]"),
    Shape("URI of an authenticator", r"otpauth://", r"otpauth://[^\s\"']{1,200}?[?&](?i:secret)=(?P<secret>[A-Za-z2-7]{8,}+)",
          ("otpauth://totp/shop?secret=", "JBSWY3DPEHPK3PXP"), "otpauth://totp/shop"),
)
# fmt: on
