"""How many secrets are masked, how many innocent texts are touched, and how quickly: `python -m bench.secrets`."""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from bench.innocent_texts import innocent
from bench.secret_cases import NAMED, Case, cases
from bot.model.secret_shapes import SHAPES, Shape
from bot.model.secret_tokens import TOKENS, Token
from bot.model.secrets import mask_secrets

_FAMILIES = {
    "GitHub": "GitHub, old and new forms",
    "GitLab": "GitLab",
    "AWS": "AWS",
    "S3": "AWS",
    "Google": "Google",
    "Azure": "Azure",
    "Slack": "Chats: Slack, Discord, Telegram",
    "Discord": "Chats: Slack, Discord, Telegram",
    "Telegram": "Chats: Slack, Discord, Telegram",
    **dict.fromkeys(
        ("PyPI", "npm", "RubyGems", "crates.io", "NuGet", "Docker"), "Package registries"
    ),
    **dict.fromkeys(("OpenAI", "Anthropic", "Hugging", "Groq"), "AI services"),
    "JWT": "JWT",
    "private": "Private keys",
    "password": "URLs with a password or a token",
    "token": "URLs with a password or a token",
}
_OTHERS = "Other services"
_BY_NAME = "Known by their name: password, token, headers, flags"
_MEGABYTE = 1_000_000


def family_of(case: Case) -> str:
    """The row of the table."""
    if case.kind in NAMED:
        return _BY_NAME
    return _FAMILIES.get(case.kind.partition(",")[0].partition(" ")[0], _OTHERS)


def is_masked(case: Case) -> bool:
    """Whether nothing of the secret is left."""
    masked = mask_secrets(case.text)
    return not any(piece in masked for piece in case.hidden)


def table(seed: int = 1) -> list[str]:
    """The rates as rows of Markdown."""
    found, total, kinds = Counter[str](), Counter[str](), dict[str, set[str]]()
    for case in cases(seed):
        family = family_of(case)
        total[family] += 1
        found[family] += is_masked(case)
        kinds.setdefault(family, set()).add(case.kind)
    rows = [
        f"| {family} | {len(kinds[family])} | {total[family]} | {found[family] / total[family]:.1%} |"
        for family in total
    ]
    innocents = list(innocent(seed))
    touched = sum(mask_secrets(text) != text for text in innocents)
    every = sum(total.values())
    return [
        "| Secrets | Kinds | Texts | Masked |",
        "|---|---|---|---|",
        *rows,
        f"| **All** | {sum(map(len, kinds.values()))} | {every} | {sum(found.values()) / every:.1%} |",
        f"| Innocent texts | | {len(innocents)} | {touched / len(innocents):.1%} |",
    ]


def hostile() -> Iterator[tuple[str, str]]:
    """A megabyte each of what begins like a secret, over and over."""
    rows: Sequence[Token | Shape] = (*TOKENS, *SHAPES)
    for row in rows:
        whole = "".join(row.example)
        for piece in (
            whole[: max(3, len(whole) // 3)],
            whole[: len(whole) // 2] + " ",
            row.innocent,
        ):
            yield row.name, piece * (_MEGABYTE // len(piece))
    for piece in (
        "password",
        "password=",
        "token:",
        "--a",
        "-----BEGIN ",
        "ghp_a\n",
        "://a:",
        "A" * 64 + "\n",
    ):
        yield piece.strip(), piece * (_MEGABYTE // len(piece))


def _seconds(text: str) -> float:
    start = time.process_time()
    mask_secrets(text)
    return (time.process_time() - start) / len(text) * _MEGABYTE


def main(args: Sequence[str] = ()) -> int:
    """Print the rates and the seconds a megabyte takes; 1 when a secret got through."""
    rows = table(int(args[0]) if args else 1)
    print("\n".join(rows))
    plain = "\n".join(innocent()) * 20
    mixed = "\n".join(case.text for case in cases()) * 3
    slow = [(_seconds(text), name) for name, text in hostile()]
    worst = max(slow)
    print(f"\ninnocent text  {_seconds(plain):6.3f} s/MB")
    print(f"secrets only   {_seconds(mixed):6.3f} s/MB")
    print(f"worst of {len(slow)}   {worst[0]:6.3f} s/MB ({worst[1]})")
    for case in cases():
        if not is_masked(case):
            print(f"missed: {case.kind}, {case.place}")
    for text in innocent():
        if mask_secrets(text) != text:
            print(f"touched: {text[:100]}")
    return int(any(not is_masked(case) for case in cases()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
