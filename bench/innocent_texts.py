"""Texts that hold no secret and look as if they did: what tests, logs and code say every day."""

import base64
import random
import uuid
from collections.abc import Iterator

from bench.secret_cases import HEX, WORD

WRITTEN = """
password field is required
Password must contain at least 8 characters
the password you entered is incorrect
AssertionError: assert token == expected
AssertionError: expected token to be refreshed
assert response.json()["token"] == user.token
assert "password" not in response.text
E       assert None is not None
token expired
Token has expired, please sign in again
JsonWebTokenError: jwt malformed
TokenExpiredError: jwt expired at 2026-01-05T10:11:12.000Z
SyntaxError: Unexpected token < in JSON at position 0
SyntaxError: Unexpected token '}', "}" is not valid JSON
Unexpected token: '}' in line 12
error: expected one of `(`, `[`, or `{`, found keyword `fn`
csrf token missing or incorrect
secret: required
secret is not set
Secret "db-credentials" not found
secrets.GITHUB_TOKEN is empty
Input required and not supplied: token
env: GITHUB_TOKEN: ***
  token: ***
  password: ***
  ssh-key:
API_KEY=${{ secrets.API_KEY }}
API_KEY=$API_KEY
API_KEY=${API_KEY:-}
password=${DB_PASSWORD}
password={{ vault_password }}
password=%(password)s
password=<redacted>
password=********
password=[FILTERED]
password: string
password: str = Field(min_length=8)
password?: string;
token: Token;
def check_password(password: str, hashed: str) -> bool:
function login(user, password) {
let token = null;
const token = await getToken();
const password = process.env.DB_PASSWORD;
password = os.environ["DB_PASSWORD"]
password = getpass.getpass()
password=None, token=None
password = ''
password=SecretStr('**********')
secret_key=settings.SECRET_KEY
secret = hmac.new(key, message)
token=self.token
token=<Token NUMBER '12345678'>
token='hello'
auth=None
auth: true
api_key=api_key
access_key: optional
--token is required
--password=<password>
error: the argument '--token <TOKEN>' cannot be used
unknown flag: --api-key
tests/test_token.py::TestToken::test_password_is_masked
tests/test_secret.py:250: AssertionError
test_login[password-required]
test_parse[token=value]
test_sort[key-desc]
test_ghp_token_is_refused
test_github_pat_is_refused
test_sk_live_key_is_refused
test_aws_secret_access_key_is_read_from_the_environment
FAILED tests/test_auth.py::test_bearer_token - KeyError: 'token'
FAIL src/auth/password.test.ts > password > is hashed
--- FAIL: TestTokenRefresh (0.03s)
max_tokens=4096 and token_count=128
tokens: 1532, prompt_tokens=1200, completion_tokens=332
Total tokens: 123456789
token: 4096
passed=31 failed=2
PASSED tests/test_password.py
PWD=/home/runner/work/shop/shop
OLDPWD=/home/runner
SSH_AUTH_SOCK=/tmp/ssh-agent.sock
http://localhost:8080/@scope/package
https://registry.npmjs.example/@types/node/-/node-20.1.0.tgz
git+https://git.example/acme/shop.git@v1.2.3
docker://alpine:3.20@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
ssh://git@git.example/acme/shop.git
redis://localhost:6379/0
postgresql://localhost/shop
mongodb+srv://cluster.example/shop
sqlite:////tmp/shop.db
Authorization: Bearer <token>
Authorization: Bearer ${TOKEN}
Authorization: Bearer ***
Authorization header is missing
WWW-Authenticate: Bearer realm="shop"
Bearer authentication-is-required
Cookie: missing
cookie not found
Set-Cookie header was not sent
basic auth is disabled
-----BEGIN CERTIFICATE-----
-----BEGIN PUBLIC KEY-----
could not find -----BEGIN PRIVATE KEY----- in the file
expected a PEM private key
ssh-rsa is not allowed
npm_config_registry=https://registry.example
npm_package_version=1.2.3
npm ERR! code ELIFECYCLE
pypi-publish failed
hf_hub_download() got an unexpected keyword
sk-estimator is deprecated
sk-SK.json is missing
SKIPPED [1] tests/test_a.py:3: needs docker
SG.app.example is not a module
AC adapter is missing
re_compile(pattern)
glc_test_that_a_name_is_kept
keyerror: 'key-1'
key-value pairs: 3
key-0 is not in the map
1//0 is a division by zero
AIza is no key
eyJust.a.word
.webhook { color: #a1b2c3; background: #0f0f0f }
.btn-primary{--bs-btn-bg:#0d6efd;--bs-btn-border-color:#0d6efd}
grid-template-columns: repeat(auto-fill, minmax(120px, 1fr));
at Object.<anonymous> (/home/runner/work/shop/shop/src/token.test.ts:12:19)
File "/usr/lib/python3.11/secrets.py", line 12, in token_hex
ImportError: cannot import name 'Secret' from 'shop.auth'
ModuleNotFoundError: No module named 'token_utils'
AttributeError: 'NoneType' object has no attribute 'password'
TypeError: login() missing 1 required positional argument: 'password'
KeyError: 'access_token'
undefined method `token' for nil:NilClass
NullPointerException: Cannot invoke "Token.getValue()" because "token" is null
panic: runtime error: invalid memory address
Expected: "password" to equal "passphrase"
expected 'token' but got 'tokens'
Element <password> is not allowed here
<password></password>
<password>${env.DB_PASSWORD}</password>
name: password
- name: DB_PASSWORD
  valueFrom: secretKeyRef
The credential helper is not set
credentials: include
auth: { user, password }
user.password_digest was not set
passphrase:
mysql: [Warning] Using a password on the command line interface can be insecure.
curl: (22) The requested URL returned error: 401
curl -fsSL https://x.example/install.sh | sh
docker login failed
machine learning password strength
sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b
index 83db48f..bf269f4 100644
HEAD is now at 9f86d08 Rename the token
Merge 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b into 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567
integrity sha512-Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zg==
etag: W/"1a2b-18c5f2a3b40"
request id 123e4567-e89b-12d3-a456-426614174000
trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7
traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
"""

SHAPED = (
    "commit {hex40}",
    "{hex40} refs/heads/main",
    "sha256:{hex64}",
    "image: shop@sha256:{hex64}",
    "md5 {hex32} does not match",
    "id={uuid}",
    "request {uuid} failed with 500",
    "cache key linux-node-{hex64}",
    "src/app.{hex8}.js 12 kB",
    "data:image/png;base64,{base64}",
    "body: {base64}",
    "expected {hex32} to equal {hex32}",
    "integrity sha512-{base64}",
    "job {hex8}-{hex8} was cancelled",
    "test_roundtrip[{hex16}]",
    "test_decode[{word40}]",
    "{module}.{module}.{module}::{module}",
    "at com.acme.{module}.{module}({module}.java:{number})",
    "{number} passed, {number} failed in {number}.31s",
    "pid {number} at 0x{hex16}",
    "snapshot {word12} is obsolete",
    "run https://github.example/acme/shop/actions/runs/{number}/job/{number}",
    "Downloading artifact {number} of {number} bytes",
    "key: {word12}-{word12}-{number}",
)


def innocent(seed: int = 1) -> Iterator[str]:
    """Every text, those with made-up values several times; the same for the same seed."""
    yield from filter(None, WRITTEN.split("\n"))
    yield "\n".join(WRITTEN.split("\n"))
    rng = random.Random(seed)
    for shape in SHAPED:
        for _ in range(12):
            yield shape.format(**_values(rng))


def _values(rng: random.Random) -> dict[str, str]:
    def some(letters: str, number: int) -> str:
        return "".join(rng.choices(letters, k=number))

    return {
        **{f"hex{n}": some(HEX, n) for n in (8, 16, 32, 40, 64)},
        **{f"word{n}": some(WORD, n) for n in (12, 40)},
        "uuid": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "base64": base64.b64encode(rng.randbytes(180)).decode(),
        "module": some("abcdefghijklmnopqrstuvwxyz", rng.randint(4, 12)).title(),
        "number": str(rng.randint(1, 10**9)),
    }
