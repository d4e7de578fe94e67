"""Who owns what a cause breaks."""

from dataclasses import replace

import pytest

from bot.model.config import OwnerSettings
from bot.model.verdict import Verdict
from bot.planning.owners import MAX_CHARS, Ownership, owners_of, together
from tests.build import failure, verdict


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
        ("* @alice # not @mallory", ("@alice",)),
        ("* @alice\ntests/ alice", ("@alice",)),
        ("* @alice\n!tests/ @mallory\ntests/***/x @mallory", ("@alice",)),
        ("* qa@acme.example @acme/qa", ("qa@acme.example", "@acme/qa")),
        ("* @alice\r\ntests/ @acme/shop\r\n", ("@acme/shop",)),
        ("* @alice\n" + "#" * MAX_CHARS, ()),
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
        "a comment after the owners names nobody",
        "a line whose owner is none is skipped whole",
        "what GitHub does not support is skipped",
        "an address is an owner too",
        "line ends of another system",
        "a file too large for GitHub owns nothing",
    ],
)
def test_owners(text: str, owners: tuple[str, ...]) -> None:
    found = owners_of([verdict()], text)
    assert {p: o.owners for p, o in found.items()} == ({"1:boom": owners} if owners else {})


@pytest.mark.parametrize(
    ("pattern", "owned", "not_owned"),
    [
        ("*", "a/b.py", None),
        ("*.js", "web/app.js", "web/app.jsx"),
        ("/build/logs/", "build/logs/a/b.txt", "x/build/logs/a.txt"),
        ("docs/*", "docs/start.md", "docs/build/trouble.md"),
        ("apps/", "x/apps/y/z.py", "x/myapps/z.py"),
        ("/docs/", "docs/a/b.md", "x/docs/a.md"),
        ("/scripts/", "scripts/a.sh", "lib/scripts/a.sh"),
        ("**/logs", "build/logs/a.txt", "build/logs2/a.txt"),
        ("/apps/**/test.py", "apps/a/b/test.py", "apps/a/test.pyc"),
        ("Tests/", "Tests/a.py", "tests/a.py"),
        ("my\\ tests/", "x/my tests/a.py", "x/tests/a.py"),
        ("/src/*", "src/a b.py", "src/a/b.py"),
        ("test_?.py", "tests/test_a.py", "tests/test_ab.py"),
    ],
    ids=[
        "everything",
        "an ending anywhere",
        "a folder at the root and all below it",
        "a star stops at a slash",
        "a folder anywhere",
        "a slash at the start means the root",
        "the root alone",
        "two stars are any folders",
        "two stars in the middle",
        "case counts",
        "a space that was escaped",
        "a star matches a name with a space",
        "a question mark is one letter",
    ],
)
def test_patterns_match_as_github_documents_them(
    pattern: str, owned: str, not_owned: str | None
) -> None:
    text = f"{pattern} @alice"
    assert owners_of([_in(owned)], text)
    if not_owned is not None:
        assert not owners_of([_in(not_owned)], text)


def test_the_reason_names_pattern_and_line_of_the_file() -> None:
    text = "# owners\n\n[odd] @mallory\ntests/ @acme/shop\n"
    found = owners_of([verdict()], text)["1:boom"]
    assert found.reason == "owns `tests/` by CODEOWNERS line 4"


@pytest.mark.parametrize(
    "text", ["", "docs/ @alice", "* @alice\ntests/"], ids=["no file", "no line", "a bare line"]
)
def test_what_nobody_owns_goes_to_the_fallback(text: str) -> None:
    found = owners_of([verdict()], text, OwnerSettings(fallback=("@acme/qa",)))["1:boom"]
    assert found.owners == ("@acme/qa",)
    assert "gardener.yml" in found.reason


def test_an_owner_leaves_the_fallback_aside() -> None:
    settings = OwnerSettings(fallback=("@acme/qa",))
    assert owners_of([verdict()], "* @alice", settings)["1:boom"].owners == ("@alice",)


def test_many_causes_have_at_most_three_owners_together() -> None:
    owners = {
        "1:a": Ownership(owners=("@a", "@b"), reason="owns `a`"),
        "1:b": Ownership(owners=("@b", "@c", "@d"), reason="owns `b`"),
    }
    assert together(("1:x", "1:a", "1:b"), owners) == (("@a", "@b", "@c"), "owns `a`")


def test_labels_are_those_of_the_owners_whatever_their_case() -> None:
    settings = OwnerSettings(labels={"@Acme/Web": ("team-web", "ui"), "@acme/db": ("db",)})
    assert settings.labels_for(("@acme/web", "@alice")) == ("team-web", "ui")


def _in(path: str) -> Verdict:
    whole = verdict()
    failed = failure(file=path, test_file=path)
    return replace(whole, cluster=replace(whole.cluster, failures=(failed,)))
