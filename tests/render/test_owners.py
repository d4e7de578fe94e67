"""The line of owners: a team is live in the first body alone, all else is code."""

import pytest

from bot.render.owners import owner_line
from tests.build import issue


@pytest.mark.parametrize(
    ("number", "owners", "line"),
    [
        (0, ("@acme/shop", "@alice"), "@acme/shop and `@alice`"),
        (12, ("@acme/shop", "@alice"), "`@acme/shop` and `@alice`"),
        (0, ("qa@acme.example",), "`qa@acme.example`"),
        (0, ("@acme/shop\n@all/here",), "`@acme/shop @all/here`"),
        (0, ("@acme/shop/x",), "`@acme/shop/x`"),
        (0, (), ""),
    ],
    ids=[
        "the first body tells the team",
        "a later body tells nobody",
        "an address is text",
        "two names in one are no name",
        "what is no team is code",
        "nobody",
    ],
)
def test_names(number: int, owners: tuple[str, ...], line: str) -> None:
    assert owner_line(issue(number, owners=owners)) == line


def test_the_reason_stands_behind_and_is_inert() -> None:
    reason = "owns `tests/` by CODEOWNERS line 3, says @mallory"
    line = owner_line(issue(0, owners=("@acme/shop",), owner_reason=reason))
    assert line == ("@acme/shop (owns `tests/` by CODEOWNERS line 3, says @&#8203;mallory)")
