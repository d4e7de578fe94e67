"""What owners do: install and suspend Apps, rename and archive repositories."""

from collections.abc import Mapping, Sequence

from bot.demo.github.show.people import show_installation, show_organization, show_user
from bot.demo.github.show.repository import show_named_repository
from bot.demo.github.state.accounts import App, Installation, User
from bot.demo.github.state.hub import Happening, Hub
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import Json
from bot.demo.github.world.stage import Stage


def make_installation(hub: Hub, app: App, repositories: Sequence[Repository]) -> Installation:
    """Put an App on the account that owns these repositories; ValueError without one."""
    owners = {repo.owner for repo in repositories}
    if len(owners) != 1:
        raise ValueError("An App is installed on repositories of one owner, at least one.")
    installation = Installation(
        id=hub.new_id("installation"),
        app=app,
        account=hub.user(owners.pop()),
        repositories=list(repositories),
        permissions=dict(app.permissions),
        created_at=hub.clock(),
    )
    hub.installations[installation.id] = installation
    return installation


class Owning(Stage):
    """Acts of owners."""

    async def install(
        self, app: App, repositories: Sequence[Repository], *, by: str = "alice"
    ) -> Installation:
        """Install an App and tell it."""
        installation = make_installation(self._hub, app, repositories)
        named = [show_named_repository(repo) for repo in repositories]
        await self._tell_installation(installation, "created", by, repositories=named)
        return installation

    async def uninstall(self, installation: Installation, *, by: str = "alice") -> None:
        """Remove an App; its tokens are worthless at once."""
        named = [show_named_repository(repo) for repo in installation.repositories]
        installation.deleted = True
        await self._tell_installation(installation, "deleted", by, repositories=named)

    async def suspend(self, installation: Installation, *, by: str = "alice") -> None:
        """Suspend an installation: 403 and no events until it is unsuspended."""
        installation.suspended_by, installation.suspended_at = by, self._hub.clock()
        self._hub.user(by)
        await self._tell_installation(installation, "suspend", by)

    async def unsuspend(self, installation: Installation, *, by: str = "alice") -> None:
        """Lift a suspension."""
        installation.suspended_by = installation.suspended_at = None
        await self._tell_installation(installation, "unsuspend", by)

    def take_permissions(self, installation: Installation, *names: str) -> None:
        """Take permissions away: it holds at once, and nobody is told."""
        for name in names:
            installation.permissions.pop(name, None)

    async def accept_permissions(
        self, installation: Installation, permissions: Mapping[str, str], *, by: str = "alice"
    ) -> None:
        """Accept more permissions; tokens from before do not get them."""
        installation.permissions.update(permissions)
        await self._tell_installation(installation, "new_permissions_accepted", by)

    async def _tell_installation(
        self, installation: Installation, action: str, by: str, **content: object
    ) -> None:
        whole = {"installation": show_installation(self._hub, installation), **content}
        if action in ("created", "new_permissions_accepted"):
            whole["requester"] = None
        sender = self._hub.user(by)
        self._hub.tell(Happening("installation", action, sender, whole, only=installation))
        await self._out()

    async def add_repositories(
        self, installation: Installation, *repositories: Repository, by: str = "alice"
    ) -> None:
        """Let an installation see more repositories."""
        installation.repositories.extend(repositories)
        await self._tell_selection(installation, "added", repositories, self._hub.user(by))

    async def remove_repositories(
        self, installation: Installation, *repositories: Repository, by: str = "alice"
    ) -> None:
        """Take repositories away from an installation."""
        for repo in repositories:
            installation.repositories.remove(repo)
        await self._tell_selection(installation, "removed", repositories, self._hub.user(by))

    async def _tell_selection(
        self,
        installation: Installation,
        action: str,
        repositories: Sequence[Repository],
        sender: User,
    ) -> None:
        named = [show_named_repository(repo) for repo in repositories]
        whole: Json = {
            "installation": show_installation(self._hub, installation),
            "repository_selection": "selected",
            "repositories_added": named if action == "added" else [],
            "repositories_removed": named if action == "removed" else [],
            "requester": None,
        }
        event = "installation_repositories"
        self._hub.tell(Happening(event, action, sender, whole, only=installation))
        await self._out()

    async def rename_repository(self, repo: Repository, name: str, *, by: str = "alice") -> None:
        """Give a repository another name; the old one answers 301."""
        old = repo.name
        self._call_it(repo, repo.owner, name)
        await self._tell_repository(
            repo, "renamed", by, changes={"repository": {"name": {"from": old}}}
        )

    async def transfer_repository(
        self,
        repo: Repository,
        owner: str,
        *,
        to: Installation | None = None,
        by: str = "alice",
    ) -> None:
        """Give a repository to another owner; only an App that is installed `to` them is told.

        https://docs.github.com/en/webhooks/webhook-events-and-payloads#repository
        """
        old = self._hub.user(repo.owner)
        if owner.lower() not in self._hub.users:
            self._hub.users[owner.lower()] = User(self._hub.new_id("user"), owner, "Organization")
        for installation in list(self._hub.installations.values()):
            if repo in installation.repositories:
                await self.remove_repositories(installation, repo, by=by)
        self._call_it(repo, owner, repo.name)
        if to is None:
            return
        to.repositories.append(repo)
        before = (
            {"organization": show_organization(self._hub, old)}
            if old.type == "Organization"
            else {"user": show_user(self._hub, old)}
        )
        await self._tell_repository(repo, "transferred", by, changes={"owner": {"from": before}})

    def _call_it(self, repo: Repository, owner: str, name: str) -> None:
        before = repo.full_name.lower()
        repo.old_names.append(before)
        repo.owner, repo.name = owner, name
        for user in self._hub.users.values():
            if before in user.roles:
                user.roles[repo.full_name.lower()] = user.roles.pop(before)

    async def archive(self, repo: Repository, *, by: str = "alice") -> None:
        """Make a repository read-only."""
        repo.archived = True
        await self._tell_repository(repo, "archived", by)

    async def unarchive(self, repo: Repository, *, by: str = "alice") -> None:
        """Make it writable again."""
        repo.archived = False
        await self._tell_repository(repo, "unarchived", by)

    async def delete_repository(self, repo: Repository, *, by: str = "alice") -> None:
        """Remove a repository."""
        await self._tell_repository(repo, "deleted", by)
        self._hub.repositories.remove(repo)
        for installation in self._hub.installations.values():
            if repo in installation.repositories:
                installation.repositories.remove(repo)

    async def _tell_repository(
        self, repo: Repository, action: str, by: str, **content: object
    ) -> None:
        self._hub.tell(Happening("repository", action, self._hub.user(by), dict(content), repo))
        await self._out()
