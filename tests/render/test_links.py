"""Links lead to pages of the repository or nowhere."""

import pytest

from bot.render.links import Links, commit_link, link, run_link
from tests.build import REPO, sha, sighting
from tests.render.views import LINKS

HOME = "https://github.example/acme/shop"


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("tests/test_a.py", f"{HOME}/blob/{sha(1)}/tests/test_a.py#L3"),
        ("tests\\test_a.py", f"{HOME}/blob/{sha(1)}/tests/test_a.py#L3"),
        ("a b(c).py", f"{HOME}/blob/{sha(1)}/a%20b%28c%29.py#L3"),
        ("ü.py", f"{HOME}/blob/{sha(1)}/%C3%BC.py#L3"),
        ("/etc/passwd", None),
        ("../other/a.py", None),
        ("C:/shop/a.py", None),
        ("https://evil.example/a.py", None),
        ("a\nb.py", None),
        ("", None),
        ("x" * 400, None),
        ("ghp_" + "a1B2" * 9, None),
    ],
)
def test_a_permalink_is_made_of_a_path_in_the_repository_only(path: str, url: str | None) -> None:
    assert LINKS.blob(sha(1), path, 3) == url


def test_what_is_no_commit_gives_no_link() -> None:
    assert LINKS.blob("main](x", "a.py") is None
    assert LINKS.compare("main", sha(1)) is None
    assert LINKS.commit("<b>") is None


def test_a_server_of_ones_own_keeps_its_address() -> None:
    links = Links("https://git.acme.example/", REPO)

    assert links.commit(sha(1)) == f"https://git.acme.example/acme/shop/commit/{sha(1)}"
    assert links.compare(sha(1), sha(2)) == (
        f"https://git.acme.example/acme/shop/compare/{sha(1)}...{sha(2)}"
    )
    assert links.run(5, 2) == "https://git.acme.example/acme/shop/actions/runs/5/attempts/2"


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "https://x.example/a)b", "https://x.example/ a", "/a"],
)
def test_an_unsafe_address_leaves_the_text_alone(url: str | None) -> None:
    assert link("text", url) == "text"


def test_a_second_attempt_is_named() -> None:
    seen = sighting(1)

    assert run_link(seen) == f"[run 1001]({seen.url})"
    assert "run 1001, attempt 2" in run_link(
        type(seen)(run_id=1001, attempt=2, sha=seen.sha, at=seen.at, url=seen.url)
    )


def test_a_commit_without_links_is_named_all_the_same() -> None:
    assert commit_link(None, "a1b2c3d4e5") == "`a1b2c3d`"
