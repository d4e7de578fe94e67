"""Point 8: what belongs near an issue is listed with its reason; nothing is joined by itself."""

from datetime import timedelta

from bot.demo.github.world.runs import JobScript
from tests.jobs.place import PRICE, Place, green, junit, place, red

__all__ = ["place"]

ZERO = "ZeroDivisionError: division by zero"
TEST = "tests/test_shop.py::test_1"


def related(body: str | None) -> str:
    """The folded list of a body."""
    _, _, rest = (body or "").partition("Related issues")
    return rest.partition("</details>")[0]


def two(one: str, other: str) -> JobScript:
    """A job with two tests of one file, each with its message; an empty one passed."""
    xml = junit({"test_1": one, "test_2": other, "test_look": ""}).replace(
        b":7: Error", b":9: E", 1
    )
    files = {"report": {"junit.xml": xml}}
    return JobScript("test", "failure" if one or other else "success", artifacts=files)


async def test_person_s_issue_that_names_the_test_is_linked_and_taken_over_on_command_only(
    place: Place,
) -> None:
    theirs = await place.github.world.open_issue(
        place.repo, by="alice", title="Checkout is red", body=f"`{TEST}` fails since Monday."
    )
    await place.work()
    await place.ci(red())

    body = place.issue.body or ""
    assert f"#{theirs.number} (open): Checkout is red. names the test test_1" in related(body)
    said = (
        f"#{theirs.number} by `alice` names this test: `/gardener adopt` there makes it the home."
    )
    assert said in body
    assert "gardener:begin" not in (place.repo.issues[theirs.number].body or "")

    await place.writes("/gardener adopt", by="alice", number=theirs.number)
    assert "gardener:begin" in (place.repo.issues[theirs.number].body or "")
    assert place.issue.state == "closed"


async def test_pull_request_that_mentions_the_file_is_listed_in_the_state_it_ended_in(
    place: Place,
) -> None:
    await place.github.world.push(place.repo, {"b.py": "1"}, branch="fix")
    pull = await place.github.world.open_pull(
        place.repo, "fix", by="alice", title="Quote prices", body="Touches tests/test_shop.py."
    )
    await place.github.world.merge(place.repo, pull.number)
    await place.work()
    await place.ci(red())

    row = f"#{pull.number} (merged): Quote prices. pull request that names the file"
    assert row in related(place.issue.body)


async def test_state_that_nobody_looked_up_is_not_shown(place: Place) -> None:
    theirs = await place.github.world.open_issue(
        place.repo, by="alice", title="Checkout is red", body=f"`{TEST}` fails."
    )
    await place.ci(red())
    place.on.cards.clear()
    await place.github.world.close(place.repo, theirs.number)
    await place.ci(red())

    assert f"#{theirs.number}: Checkout is red." in related(place.issue.body)


async def test_same_test_on_another_branch_with_another_cause_is_its_twin(place: Place) -> None:
    await place.configure("version: 1\nbranches: [default, 'release/*']\n")
    await place.ci(red(PRICE))
    await place.ci(red(ZERO), branch="release/2")

    main, release = place.kept
    assert f"#{main.number} (open)" in related(release.body)
    assert "the same test fails on main as well" in related(release.body)


async def test_link_by_hand_comes_first_and_stays(place: Place) -> None:
    theirs = await place.github.world.open_issue(place.repo, by="reader", title="Docs are old")
    await place.ci(red())
    await place.writes(f"/gardener relate #{theirs.number}", by="alice")
    await place.ci(red())

    first = related(place.issue.body).split("\n- ")[1]
    assert first.startswith(f"#{theirs.number}")
    assert "linked by alice" in first


async def test_two_issues_that_come_and_go_together_are_offered_and_merged_on_command_only(
    place: Place,
) -> None:
    place.github.clock.advance(timedelta(days=1))
    await place.ci(two("", ""))
    for _ in range(3):
        await place.ci(two("KeyError: 'price' of a", "KeyError: 'voucher' of the basket"))
    one, other = place.kept
    merge = f"`/gardener merge #{other.number}` joins them."

    said = (
        f"#{other.number}: the same 3 runs failed, with `KeyError` in `tests/test_shop.py`. {merge}"
    )
    assert said in (one.body or "")
    assert f"`/gardener merge #{one.number}` joins them." in (other.body or "")
    assert (one.comments, other.comments) == ([], [])
    assert (one.state, other.state) == ("open", "open")

    await place.writes(f"/gardener merge #{other.number}", by="alice", number=one.number)
    assert sorted(issue.state for issue in place.kept) == ["closed", "open"]
    assert "joins them" not in (place.kept[0].body or "")


async def test_what_was_red_from_the_first_run_on_is_not_offered(place: Place) -> None:
    for _ in range(4):
        await place.ci(two("KeyError: 'price' of a", "KeyError: 'voucher' of the basket"))

    assert len(place.kept) == 2
    assert not any("joins them" in (issue.body or "") for issue in place.kept)


async def test_green_run_asks_github_for_no_neighbors(place: Place) -> None:
    await place.ci(green())
    assert place.asked("/issues") == 0
