"""What people change by hand, and where the App is installed, from the webhook to the next run."""

import pytest

from bot.model.issue import Field
from tests.jobs.place import Place, green, place, red

__all__ = ["place"]


async def test_title_of_a_person_stays(place: Place) -> None:
    await place.ci(red())
    await place.github.world.edit_issue_title(place.repo, place.issue.number, "The shop is closed")
    await place.work()
    await place.ci(red())
    await place.writes("/gardener reclassify p0", by="alice")

    assert place.issue.title == "The shop is closed"
    assert "failing-test-new-p0" in place.issue.labels


async def test_text_that_people_wrote_around_the_block_stays(place: Place) -> None:
    await place.ci(red())
    body = f"Ask alice first.\n\n{place.issue.body}\n\nSeen before in May."
    await place.github.world.edit_issue_body(place.repo, place.issue.number, body)
    await place.work()
    await place.ci(red())

    assert "Ask alice first.\n\n<!-- gardener:begin -->" in (place.issue.body or "")
    assert (place.issue.body or "").endswith("Seen before in May.")
    assert place.issue.body != body


async def test_severity_label_of_a_person_is_a_reclassification(place: Place) -> None:
    await place.ci(red())
    number = place.issue.number
    await place.github.world.unlabel(place.repo, number, "failing-test-new-p2")
    await place.github.world.label(place.repo, number, "failing-test-new-p0")
    await place.work()
    await place.ci(red())

    assert place.issue.title.startswith("failing-test-new-p0-")
    assert "failing-test-new-p2" not in place.issue.labels
    assert "alice" in (place.issue.body or "")


async def test_label_that_a_person_took_off_is_not_put_back(place: Place) -> None:
    await place.ci(red())
    await place.github.world.unlabel(place.repo, place.issue.number, "failing-test-new-p2")
    await place.work()
    await place.ci(red())

    assert place.issue.labels == ["test-gardener"]


async def test_label_of_their_own_stays_when_ours_changes(place: Place) -> None:
    await place.ci(red())
    await place.github.world.label(place.repo, place.issue.number, "help wanted")
    await place.work()
    await place.writes("/gardener reclassify p0", by="alice")

    assert "help wanted" in place.issue.labels


@pytest.mark.parametrize("reason, state", [("not_planned", "closed"), ("completed", "open")])
async def test_failure_after_a_person_closed_it(place: Place, reason: str, state: str) -> None:
    await place.ci(red())
    await place.github.world.close(place.repo, place.issue.number, reason=reason)
    await place.work()
    await place.ci(red())

    assert place.issue.state == state


async def test_issue_that_a_person_reopened_is_theirs_to_close(place: Place) -> None:
    await place.ci(red())
    for _ in range(3):
        await place.ci(green())
    await place.github.world.reopen(place.repo, place.issue.number)
    await place.work()
    for _ in range(4):
        await place.ci(green())

    assert place.issue.state == "open"


async def test_assignee_of_a_person_stays(place: Place) -> None:
    await place.ci(red())
    await place.github.world.assign(place.repo, place.issue.number, "alice")
    await place.work()
    await place.ci(red())
    stored = await place.on.storage.issue(place.repo.id, place.issue.number)

    assert place.issue.assignees == ["alice"]
    assert stored is not None
    assert stored.override(Field.ASSIGNEE) is not None


async def test_deleted_issue_is_forgotten_and_a_new_failure_opens_another(place: Place) -> None:
    await place.ci(red())
    first = place.issue.number
    await place.github.world.delete_issue(place.repo, first)
    await place.work()
    await place.ci(red())

    assert place.issue.number == first + 1


async def test_issue_of_a_person_is_none_of_our_business(place: Place) -> None:
    issue = await place.github.world.open_issue(place.repo, by="alice")
    await place.github.world.close(place.repo, issue.number)

    assert await place.work() == []


async def test_our_own_writes_come_back_and_ask_for_nothing(place: Place) -> None:
    await place.ci(red())

    assert any(d.event == "issues" for d in place.github.deliveries)
    assert await place.work() == []


async def stored(place: Place) -> dict[str, bool]:
    """Names of known repositories, and whether they are served."""
    found = await place.on.storage.repositories(active_only=False)
    storage = place.on.storage
    return {one.repo.full_name: await storage.is_served(one.repo.id) for one in found}


async def test_installing_makes_repositories_known(place: Place) -> None:
    other = place.github.add_repository("globex/site")
    await place.github.world.install(place.app, [other])
    await place.work()

    assert await stored(place) == {"globex/site": True}


async def test_added_and_removed_repositories_are_followed(place: Place) -> None:
    world, other = place.github.world, place.github.add_repository("acme/site")
    await world.add_repositories(place.installation, other)
    await place.work()
    assert await stored(place) == {"acme/site": True}
    await world.remove_repositories(place.installation, other)
    await place.work()

    assert await stored(place) == {"acme/site": False}


async def test_suspended_installation_is_left_in_peace_until_it_is_back(place: Place) -> None:
    await place.ci(green())
    await place.github.world.suspend(place.installation)
    await place.work()
    assert await stored(place) == {"acme/shop": False}
    await place.ci(red())
    assert place.kept == []
    await place.github.world.unsuspend(place.installation)
    await place.work()
    assert await stored(place) == {"acme/shop": True}
    await place.ci(red())

    assert len(place.kept) == 1


async def test_removed_app_keeps_nothing_active(place: Place) -> None:
    await place.ci(green())
    await place.github.world.uninstall(place.installation)
    await place.work()

    assert await stored(place) == {"acme/shop": False}


async def test_renamed_repository_keeps_its_issues(place: Place) -> None:
    await place.ci(red())
    await place.github.world.rename_repository(place.repo, "store")
    await place.work()
    assert await stored(place) == {"acme/store": True}
    await place.ci(red())

    assert len(place.kept) == 1
    assert "twice" in (place.issue.body or "") or "2 times" in (place.issue.body or "")


@pytest.mark.parametrize("act", ["archive", "delete_repository"])
async def test_repository_that_is_gone_is_left_in_peace(place: Place, act: str) -> None:
    await place.ci(green())
    await getattr(place.github.world, act)(place.repo)
    await place.work()

    assert await stored(place) == {"acme/shop": False}


async def test_unarchived_repository_is_served_again(place: Place) -> None:
    await place.ci(green())
    await place.github.world.archive(place.repo)
    await place.github.world.unarchive(place.repo)
    await place.work()

    assert await stored(place) == {"acme/shop": True}
