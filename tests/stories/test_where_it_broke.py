"""A regression says where it came in, and names a commit only when a second run has failed."""

from bot.demo.github.state.issues import Issue
from bot.demo.github.world.runs import JobScript
from tests.jobs.place import PRICE, Place, green, place, red

__all__ = ["place"]


def broken() -> JobScript:
    """A job whose test fails in `app/cart.py`."""
    case = (
        "<testcase classname='tests.test_shop' file='tests/test_shop.py' name='test_1'>"
        "<failure message='KeyError: price'>tests/test_shop.py:9: in test_1\n    total()\n"
        "app/shop.py:4: in total\n    add()\napp/cart.py:7: in add\n    price\n"
        "E   KeyError: price</failure></testcase>"
        "<testcase classname='tests.test_shop' file='tests/test_shop.py' name='test_look'/>"
    )
    report = f"<testsuite name='pytest'>{case}</testsuite>".encode()
    return JobScript("test", log="1 failed\n", artifacts={"report": {"junit.xml": report}})


async def pushed(place: Place, *files: str, message: str, author: str = "alice") -> str:
    """A commit that changes these files."""
    stamp = f"{len(place.repo.commits)}\n"
    return await place.github.world.push(
        place.repo, dict.fromkeys(files, stamp), message=message, author=author
    )


async def fails(place: Place, sha: str) -> None:
    await place.ci(broken(), sha=sha)


def body(issue: Issue) -> str:
    return issue.body or ""


def line(issue: Issue, name: str) -> str:
    (found,) = [row for row in body(issue).split("\n") if row.startswith(f"- **{name}:**")]
    return found


async def three_commits(place: Place) -> tuple[str, list[str]]:
    """A green run, then three commits of which the second changed what the stack ends in."""
    good = await place.ci(green())
    shas = [
        await pushed(place, "README.md", message="docs: say how"),
        await pushed(place, "app/cart.py", message="Take the price away", author="reader"),
        await pushed(place, "tests/test_shop.py", message="Test more"),
    ]
    return good, shas


async def test_range_is_shown_at_once_and_a_suspect_after_the_second_failure(place: Place) -> None:
    good, shas = await three_commits(place)
    await fails(place, shas[2])
    first = line(place.issue, "Broke")

    assert f"`{good[:7]}`" in first
    assert f"`{shas[2][:7]}`" in first
    assert f"[3 commits]({place.github.hub.web_url}/acme/shop/compare/{good}...{shas[2]})" in first
    assert "(passed, [run " in first
    assert "(failed, [run " in first
    assert "likely" not in first
    assert "Suspected" not in body(place.issue)
    assert "Commits in between (3)" in body(place.issue)
    assert "Take the price away by reader" in body(place.issue)

    await fails(place, await pushed(place, "later.txt", message="Later"))
    second = line(place.issue, "Broke")
    assert f"most likely [`{shas[1][:7]}`]" in second
    assert "changed `app/cart.py`, where the stack ends in the project's code" in second
    assert body(place.issue).count("Commits in between (3)") == 1
    assert "Test more by alice: changed `tests/test_shop.py`, the test's own file" in body(
        place.issue
    )
    assert "@reader" not in body(place.issue)
    assert place.issue.comments == []


async def test_single_commit_in_between_is_said_to_be_it(place: Place) -> None:
    await place.ci(green())
    sha = await pushed(place, "config.toml", message="Set a limit")
    await fails(place, sha)
    await fails(place, await pushed(place, "later.txt", message="Later"))

    assert f"it is [`{sha[:7]}`]" in line(place.issue, "Broke")
    assert "nothing else came in between" in line(place.issue, "Broke")


async def test_one_merged_change_is_one_change(place: Place) -> None:
    await place.ci(green())
    branch = await place.github.world.push(
        place.repo, {"x.py": "x"}, branch="cart", message="Add the cart"
    )
    pull = await place.github.world.open_pull(place.repo, "cart")
    merged = await place.github.world.merge(place.repo, pull.number)
    await fails(place, merged)
    await fails(place, await pushed(place, "later.txt", message="Later"))

    assert "[2 commits]" in line(place.issue, "Broke")
    assert f"it is [`{branch[:7]}`]" in line(place.issue, "Broke")


async def test_what_was_never_seen_passing_has_no_range(place: Place) -> None:
    await fails(place, await pushed(place, "x.py", message="First"))

    assert "**Broke:**" not in body(place.issue)


async def test_more_than_twenty_commits_are_counted(place: Place) -> None:
    await place.ci(green())
    sha = [await pushed(place, f"f{n}.txt", message=f"Change {n}") for n in range(24)][-1]
    await fails(place, sha)

    assert "[24 commits]" in line(place.issue, "Broke")
    assert "- +4 more" in body(place.issue)


async def test_more_than_a_hundred_commits_are_compared(place: Place) -> None:
    await place.ci(green())
    culprit = await pushed(place, "app/cart.py", message="Take the price away")
    sha = [await pushed(place, f"f{n}.txt", message=f"Change {n}") for n in range(101)][-1]
    await fails(place, sha)
    assert "[102 commits]" in line(place.issue, "Broke")
    assert place.asked("/compare/") == 1

    await fails(place, await pushed(place, "later.txt", message="Later"))
    assert f"most likely [`{culprit[:7]}`]" in line(place.issue, "Broke")
    assert place.asked("/compare/") == 1


async def test_hostile_titles_and_names_stay_text(place: Place) -> None:
    await place.ci(green())
    title = "fixes #1 @team <b> [x](http://evil.example) `tick`"
    for name in ("mal-1", "mal-2"):
        await pushed(place, "app/cart.py", message=title, author=name)
    sha = await pushed(place, "other.txt", message=title)
    await fails(place, sha)
    await fails(place, await pushed(place, "later.txt", message="Later"))

    text = body(place.issue)
    assert "Suspected" in text
    assert "@team" not in text
    assert "fixes #1" not in text
    assert "<b>" not in text
    assert "](http://evil" not in text


async def test_github_that_refuses_the_question_holds_nothing_up(place: Place) -> None:
    _, shas = await three_commits(place)
    place.github.faults.add(kind="bad_gateway", path="/graphql", times=20)
    await fails(place, shas[2])

    assert "-regression-" in place.issue.title
    assert "what changed" in line(place.issue, "Since")


async def test_known_failure_and_green_run_ask_nothing(place: Place) -> None:
    _, shas = await three_commits(place)
    await fails(place, shas[2])
    before = sum(b"history(" in r.raw for r in place.github.requests)
    await fails(place, await pushed(place, "later.txt", message="Later"))
    await place.ci(green())

    assert before == 1
    assert sum(b"history(" in r.raw for r in place.github.requests) == before


async def test_run_heard_of_late_narrows_the_range(place: Place) -> None:
    _, shas = await three_commits(place)
    early = await place.github.world.run(place.repo, sha=shas[1], jobs=[green()])
    late = place.told()
    await fails(place, shas[2])
    assert "[3 commits]" in line(place.issue, "Broke")
    for job in late:
        await place.do(job)
    await fails(place, await pushed(place, "later.txt", message="Later"))

    assert "[1 commit]" in line(place.issue, "Broke")
    assert f"run {early.id}" in line(place.issue, "Broke")
    assert f"it is [`{shas[2][:7]}`]" in line(place.issue, "Broke")


async def test_issue_that_comes_back_says_where_it_broke_again(place: Place) -> None:
    await place.configure("version: 1\nissues:\n  close_after_passes: 1\n")
    _, shas = await three_commits(place)
    await fails(place, shas[2])
    await place.ci(green())
    assert place.issue.state == "closed"
    again = await pushed(place, "app/cart.py", message="Once more")
    await fails(place, again)

    assert place.issue.state == "open"
    assert f"`{again[:7]}`" in line(place.issue, "Broke")
    assert "[1 commit]" in line(place.issue, "Broke")


TAX = "ZeroDivisionError: division by zero in the tax table"


async def test_two_errors_that_one_commit_brought_into_a_file_are_one_issue(place: Place) -> None:
    await place.ci(green(4))
    sha = await pushed(place, "app/cart.py", message="Take the price away")
    await place.ci(red(PRICE, PRICE, TAX, TAX), sha=sha)
    await place.ci(red(PRICE, PRICE, TAX, TAX))

    assert [issue.state for issue in place.kept] == ["open"]
    assert "4 of 5 tests of Shop fail: KeyError: 'price'." in body(place.issue)
    assert "- `ZeroDivisionError: division by zero in the tax table` in `test_3`" in body(
        place.issue
    )
    await place.writes("/gardener why", by="alice")
    why = place.issue.comments[-1].body
    assert f"came with one commit, {sha[:7]}, in one test file" in why


async def test_two_errors_that_came_with_two_commits_are_two_issues(place: Place) -> None:
    await place.ci(green(4))
    await pushed(place, "README.md", message="docs: say how")
    sha = await pushed(place, "app/cart.py", message="Take the price away")
    await place.ci(red(PRICE, PRICE, TAX, TAX), sha=sha)

    assert len(place.kept) == 2
