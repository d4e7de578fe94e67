"""Secrets are masked in every shape of the table, and what only looks like one stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.secret_shapes import SHAPES as CONTEXTS
from bot.model.secret_shapes import Shape
from bot.model.secret_tokens import TOKENS, Token
from bot.model.secrets import MASK, mask_secrets

SHAPES: tuple[Shape | Token, ...] = (*TOKENS, *CONTEXTS)

NAMES = [shape.name for shape in SHAPES]
AROUND = {
    "alone": "{}",
    "in a sentence": "login with {} was refused",
    "in quotes": "got '{}' instead",
    "in JSON": '{{"value": "{}"}}',
    "at the end of a line": "first\nE   {}\nlast",
}


@pytest.mark.parametrize("shape", SHAPES, ids=NAMES)
@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_every_shape_is_masked_wherever_it_stands(shape: Shape | Token, around: str) -> None:
    secret = "".join(shape.example)
    # What follows the last announcing character is the secret itself.
    kernel = secret.split()[-1].split("=", 1)[-1][-8:]

    masked = mask_secrets(around.format(secret))

    assert MASK in masked
    assert kernel not in masked or shape.name in (
        "password in a URL",
        "token in a URL",
        "curl user",
        "password of a client",
        "element of XML",
    )


@pytest.mark.parametrize("shape", SHAPES, ids=NAMES)
def test_what_only_looks_alike_stays(shape: Shape | Token) -> None:
    assert mask_secrets(shape.innocent) == shape.innocent


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("password=hunter2", "password=[masked]"),
        ("user=x password=hunter host=y", "user=x password=[masked] host=y"),
        ("DB_PASSWORD=correcthorse", "DB_PASSWORD=[masked]"),
        ("DB_PASSWORD: corr3cthorse", "DB_PASSWORD: [masked]"),
        ("Server=db;Uid=sa;Pwd=Str0ng!;", "Server=db;Uid=sa;Pwd=[masked];"),
        ('{"password": "abc"}', '{"password": "[masked]"}'),
        (r"{\"password\": \"hunter2\"}", r"{\"password\": \"[masked]\"}"),
        ("os.environ['SECRET_KEY'] = 'abcdef'", "os.environ['SECRET_KEY'] = '[masked]'"),
        ("--password hunter2", "--password [masked]"),
        ("--api-key=a1b2c3d4", "--api-key=[masked]"),
        ("X-Api-Key: a1b2c3d4e5", "X-Api-Key: [masked]"),
        ("token=a1b2c3d4e5f6", "token=[masked]"),
        ("session_id: 'a1b2c3d4e5'", "session_id: '[masked]'"),
        ("postgres://shop:hunter2@db/shop", "postgres://shop:[masked]@db/shop"),
        ("https://x:p@ss@git.example/a", "https://x:[masked]@git.example/a"),
    ],
)
def test_a_value_named_as_a_secret_is_masked(text: str, masked: str) -> None:
    assert mask_secrets(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "password=None",
        "password = ''",
        "password=get_password()",
        "password=settings.db.password",
        "password=SecretStr('**********')",
        "secret=***",
        "token: string",
        "token=<Token NUMBER '12345678'>",
        "token='hello'",
        "SyntaxError: Unexpected token: '}'",
        "max_tokens=4096000 and token_count=128000",
        "def login(user: str, password: str) -> None: ...",
        "password: must contain 8 letters",
        "--token is required",
        "API_KEY=${{ env.API_KEY }}",
        "PWD=/home/runner/shop1",
        "passed=31 failed=2",
        "tests/test_token.py::TestToken::test_password_is_masked",
        "tests/test_secret.py:250: AssertionError",
        "http://localhost:8080/@scope/package",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
        "id 123e4567-e89b-12d3-a456-426614174000",
    ],
)
def test_an_innocent_text_stays(text: str) -> None:
    assert mask_secrets(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("bad \x1b[1mghp_{0}\x1b[0m", "bad ghp_[masked]"),
        ("bad #x1B[31mghp_#x1B[1m{0}#x1B[0m", "bad ghp_[masked]"),
        ("\x1b[31mred\x1b[0m\nghp_\x1b[1m{0}", "\x1b[31mred\x1b[0m\nghp_[masked]"),
        ("ghp_a1\u200b{0}", "ghp_[masked]"),
    ],
    ids=[
        "a color before it",
        "a color that XML cannot hold",
        "other lines keep their color",
        "no width",
    ],
)
def test_what_cannot_be_seen_hides_no_secret(text: str, masked: str) -> None:
    assert mask_secrets(text.format("a1B2" * 9)) == masked


PAD = "x" * 50


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"{PAD} ghp_{{0}}\n{{1}} was refused", f"{PAD} ghp_[masked]\n[masked] was refused"),
        (
            f"E   {PAD} ghp_{{0}}\nE   {{1}}\nE   boom",
            f"E   {PAD} ghp_[masked]\nE   [masked]\nE   boom",
        ),
        (f"{PAD} ghp_{{0}}{{1}}\nAssertionError2", f"{PAD} ghp_[masked]\nAssertionError2"),
        ("ghp_{0}\n{1}", "ghp_{0}\n{1}"),
    ],
    ids=["in two lines", "in pytest's lines", "the next line stays", "short lines were not broken"],
)
def test_a_key_that_a_terminal_broke_is_masked_in_both_lines(text: str, masked: str) -> None:
    first, second = "a1B2" * 5, "c3D4" * 4

    assert mask_secrets(text.format(first, second)) == masked.format(first, second)


@pytest.mark.parametrize("shape", TOKENS, ids=[token.name for token in TOKENS])
def test_a_known_beginning_stays_and_all_secrets_of_a_kind_look_the_same(shape: Token) -> None:
    secret = "".join(shape.example)
    other = secret[:-8] + secret[-8:][::-1]

    masked = mask_secrets(f"bad {secret}")

    assert masked.endswith(MASK)
    assert mask_secrets(f"bad {other}") == masked


def test_a_private_key_cut_off_in_the_middle_is_masked_and_the_rest_stays() -> None:
    text = (
        "-----BEGIN PRIVATE "
        + "KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\n\nE  boom"
    )

    masked = mask_secrets(text)

    assert "MIIE" not in masked
    assert "AQEF" not in masked
    assert masked.endswith("E  boom")


PIECES = st.sampled_from(
    [
        *("".join(shape.example) for shape in SHAPES),
        *(
            "password",
            "token",
            "=",
            ": ",
            "'",
            '"',
            "\n",
            " ",
            "://",
            "@",
            "eyJ",
            "-----BEGIN ",
            MASK,
        ),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join)


@given(TEXTS)
def test_masking_keeps_the_number_of_lines(text: str) -> None:
    assert mask_secrets(text).count("\n") == text.count("\n")


@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map("\n".join))
def test_masking_again_changes_nothing(text: str) -> None:
    once = mask_secrets(text)

    assert mask_secrets(once) == once


@pytest.mark.parametrize(
    "piece",
    [
        "eyJ-",
        "-----BEGIN PRIVATE " + "KEY-----",
        "password='",
        "://a:",
        "curl ",
        "--a",
        "8Q~",
        "cookie: ",
    ],
)
def test_a_long_run_of_half_secrets_is_read_to_its_end(piece: str) -> None:
    assert mask_secrets(piece * 20_000 + "\nghp_" + "a1B2" * 9).endswith(f"\nghp_{MASK}")


EVERY_SIGN = "\n".join(["".join(shape.example) for shape in SHAPES] + ["password=hunter2"])


@given(TEXTS)
def test_what_is_masked_does_not_hang_on_which_other_secrets_were_looked_for(text: str) -> None:
    together = mask_secrets(f"{EVERY_SIGN}\n\n{text}")

    assert together == f"{mask_secrets(EVERY_SIGN)}\n\n{mask_secrets(text)}"


@pytest.mark.parametrize("shape", SHAPES, ids=NAMES)
@pytest.mark.parametrize("around", ["\u00e9 {}", "\u65e5\u672c {}\n\U0001f40d", "\ud800 {}"])
def test_letters_of_other_scripts_hide_no_secret(shape: Shape | Token, around: str) -> None:
    secret = "".join(shape.example)

    assert mask_secrets(around.format(secret)) == around.format(mask_secrets(secret))


def test_a_secret_within_another_is_found_when_that_is_masked() -> None:
    key = "AccountKey=" + "a1B2+/" * 6

    assert mask_secrets(f"postgres://shop:x{key}@db") == f"postgres://shop:{MASK}@db"


@pytest.mark.parametrize(
    "word", ["PASSWORD", "pa\u017f\u017fword", "Pr\u0130vate_Key", "AUTH_TOKEN"]
)
def test_a_name_in_any_case_announces_its_secret(word: str) -> None:
    assert mask_secrets(f"{word}='hunter2a1b2'") == f"{word}='{MASK}'"
