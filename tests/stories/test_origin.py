"""Where a failure comes from is decided by history and by what was changed, and said with evidence."""

from datetime import timedelta

from tests.jobs.place import Place, green, place, red
from tests.stories.test_where_it_broke import body, broken, line, pushed

__all__ = ["place"]

BRANCHES = "version: 1\nbranches: [default, cart]\n"


async def test_regression_links_the_green_run_the_red_run_and_what_lies_between(
    place: Place,
) -> None:
    good = await place.ci(green())
    bad = await place.ci(red())
    first, second = place.repo.runs.values()
    text = line(place.issue, "Broke")

    assert "-regression-" in place.issue.title
    assert f"[run {first.id}](" in text
    assert f"[run {second.id}](" in text
    assert f"/compare/{good}...{bad})" in text
    assert "passed before on main" in line(place.issue, "Origin")


async def test_never_passed_and_nothing_changed_lately_is_new(place: Place) -> None:
    await place.ci(broken())

    assert "-new-" in place.issue.title
    assert "no commit of the last 7 days changed `app/cart.py`" in line(place.issue, "Origin")


async def test_never_passed_and_its_subject_was_merged_lately_is_active_dev(place: Place) -> None:
    sha = await pushed(place, "app/cart.py", message="Add the cart", author="reader")
    await place.ci(broken())
    said = line(place.issue, "Origin")

    assert "-active-dev-" in place.issue.title
    assert "active-dev" in place.issue.labels[0] + place.issue.labels[-1]
    assert f"`app/cart.py` was changed on 14 Sep 2025 in `{sha[:7]}` by reader" in said
    assert "which is on main" in said


async def test_change_of_the_tests_own_file_counts_as_well(place: Place) -> None:
    await pushed(place, "tests/test_shop.py", message="Test the shop")
    await place.ci(broken())

    assert "-active-dev-" in place.issue.title


async def test_change_of_eight_days_ago_is_no_work_in_progress(place: Place) -> None:
    await pushed(place, "app/cart.py", message="Add the cart")
    place.github.clock.advance(timedelta(days=7))
    await place.ci(broken())

    assert "-new-" in place.issue.title


async def test_branch_says_that_the_change_is_not_merged(place: Place) -> None:
    await place.configure(BRANCHES)
    await place.github.world.push(place.repo, {"app/cart.py": "1"}, branch="cart", message="Try it")
    await place.ci(broken(), branch="cart")

    assert "-active-dev-" in place.issue.title
    assert '("Try it"), not merged into main' in line(place.issue, "Origin")


async def test_branch_knows_what_was_merged_before_it_began(place: Place) -> None:
    await place.configure(BRANCHES)
    await pushed(place, "app/cart.py", message="Add the cart")
    await place.ci(broken(), branch="cart")

    assert '("Add the cart"), merged into main' in line(place.issue, "Origin")


async def test_what_passed_before_stays_a_regression_whatever_was_changed(place: Place) -> None:
    await place.ci(green())
    await pushed(place, "app/cart.py", "tests/test_shop.py", message="Change all of it")
    await place.ci(broken())

    assert "-regression-" in place.issue.title


async def test_origin_stays_when_the_change_grows_old(place: Place) -> None:
    await pushed(place, "app/cart.py", message="Add the cart")
    await place.ci(broken())
    place.github.clock.advance(timedelta(days=9))
    await place.ci(broken())

    assert "-active-dev-" in place.issue.title
    assert "`app/cart.py` was changed" in body(place.issue)


async def test_pull_requests_ask_nothing_of_commits(place: Place) -> None:
    await place.ci(green())
    await place.github.world.push(place.repo, {"x.py": "1"}, branch="feature")
    pull = await place.github.world.open_pull(place.repo, "feature")
    await place.ci(broken(), pull_request=pull)

    assert not any(b"history(" in request.raw for request in place.github.requests)
    assert place.kept == []
