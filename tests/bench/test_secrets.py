"""Secrets of every kind are masked wherever they stand, innocent texts stay, and the tables say so."""

import re
from pathlib import Path

import pytest

import bot.render.told
from bench.innocent_texts import innocent
from bench.secret_cases import NAMED, TOKENS, cases
from bench.secrets import is_masked, table
from bot.model.secret_shapes import SHAPES
from bot.model.secret_tokens import TOKENS as KNOWN
from bot.model.secrets import mask_secrets

ROOT = Path(__file__).resolve().parents[2]
KINDS = {case.kind for case in cases()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_secret_is_masked_in_every_place(seed: int) -> None:
    missed = [f"{case.kind}, {case.place}" for case in cases(seed) if not is_masked(case)]

    assert missed == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_innocent_texts_stay_as_they_are(seed: int) -> None:
    assert [text for text in innocent(seed) if mask_secrets(text) != text] == []


def test_cases_are_of_every_kind_and_the_secret_is_in_each() -> None:
    assert {*TOKENS, *NAMED} <= KINDS
    assert all(piece in case.text or case.place in ("color inside", "broken line")
               for case in cases() for piece in case.hidden)  # fmt: skip


def test_what_is_masked_once_stays_so() -> None:
    masked = [mask_secrets(case.text) for case in cases()]

    assert [mask_secrets(text) for text in masked] == masked


def test_table_in_the_readme_is_what_the_command_prints() -> None:
    readme = (ROOT / "bench/README.md").read_text()

    assert "\n".join(table()) in readme


def test_page_on_security_names_every_kind_and_every_output() -> None:
    page = (ROOT / "docs/security.md").read_text()
    flat = " ".join(page.split())
    rows = re.findall(r"^\|.*\|$", str(bot.render.told.__doc__), re.MULTILINE)

    assert ", ".join(token.name for token in KNOWN) in flat
    assert ", ".join(shape.name for shape in SHAPES) in flat
    assert "\n".join(rows) in page
