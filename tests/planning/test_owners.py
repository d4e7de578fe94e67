"""Who owns what a cause breaks."""

import pytest

from bot.planning.owners import owners_of
from tests.build import verdict


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("* @alice", ("@alice",)),
        ("* @alice\ntests/ @acme/shop", ("@acme/shop",)),
        ("* @alice\ntests/", ()),
        ("docs/ @alice", ()),
        ("", ()),
        ("# * @alice", ()),
        ("* @a @b @c @d", ("@a", "@b", "@c")),
        ("tests/[z-a].py @mallory\ntests/ @alice\ntests/[ @mallory", ("@alice",)),
        ("tests/*a*a*a*a*a*a*a*a*b @mallory", ()),
    ],
    ids=[
        "everything has one owner",
        "the last line wins",
        "a line without owners clears",
        "another folder",
        "an empty file",
        "a comment",
        "at most three",
        "lines that cannot be read are passed over",
        "a pattern that would take long is passed over",
    ],
)
def test_owners(text: str, owners: tuple[str, ...]) -> None:
    assert owners_of([verdict()], text) == ({"1:boom": owners} if owners else {})
