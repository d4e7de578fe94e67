"""Repositories are known by id; names change hands."""

import pytest

from bot.model.run import RepoRef
from bot.storage.storage import Storage
from tests.build import NOW, REPO

OTHER = RepoRef(id=8, owner="acme", name="tools")


@pytest.mark.parametrize("name", ["acme/shop", "Acme/SHOP"])
async def test_repository_is_found_by_its_name_in_any_case(storage: Storage, name: str) -> None:
    await storage.save_repository(REPO, 3, "main")

    found = await storage.repository_named(name)

    assert found is not None
    assert (found.repo, found.installation, found.default_branch) == (REPO, 3, "main")
    assert found.active


async def test_rename_is_followed_by_id(storage: Storage) -> None:
    renamed = RepoRef(id=REPO.id, owner="acme", name="store")
    await storage.save_repository(REPO, 3, "main")
    await storage.save_repository(renamed, 3)

    assert await storage.repository_named("acme/shop") is None
    found = await storage.repository(REPO.id)
    assert found is not None
    assert (found.repo, found.default_branch) == (renamed, "main")


async def test_new_repository_takes_over_a_name_that_was_given_up(storage: Storage) -> None:
    newcomer = RepoRef(id=9, owner="acme", name="shop")
    await storage.save_repository(REPO, 3, "main")
    await storage.save_repository(newcomer, 3, "main")

    found = await storage.repository_named("acme/shop")
    assert found is not None
    assert found.repo == newcomer
    assert [r.repo.id for r in await storage.repositories()] == [9]


async def test_suspended_installation_serves_none_of_its_repositories(storage: Storage) -> None:
    await storage.save_repository(REPO, 3, "main")
    await storage.save_repository(OTHER, 4, "main")

    await storage.save_installation(3, "acme", "suspended", NOW)
    assert [r.repo for r in await storage.repositories()] == [OTHER]

    await storage.save_installation(3, "", "active", NOW)
    assert [r.repo for r in await storage.repositories()] == [REPO, OTHER]


async def test_deactivated_repository_is_still_known(storage: Storage) -> None:
    await storage.save_repository(REPO, 3, "main")
    await storage.deactivate_repository(REPO.id)

    assert await storage.repositories() == ()
    assert [r.active for r in await storage.repositories(active_only=False)] == [False]


async def test_unknown_repository_is_none(storage: Storage) -> None:
    assert await storage.repository_named("acme/none") is None
    assert await storage.repository(99) is None
