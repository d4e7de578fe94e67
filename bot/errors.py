"""The exception tree.

GardenerError
├── UserError           shown to the person who caused it; the text is valid Markdown; never retried
│   ├── SettingsError   a deployment setting is missing or malformed: exit code 2
│   └── ConfigError     a repository config is wrong; the last good one stays in force
├── TransientError      worth another try later; carries `retry_after`
│   ├── RateLimited     GitHub asked us to wait
│   │   └── QuotaKept   what is left of this hour's requests is kept for others
│   ├── MovedAway       this database takes nothing more: everything is in another one
│   └── UnclearAnswer   a write may or may not have happened: look for its marker before trying again
├── LeftInPeace         nobody is there to work for now: no fault, begun again when they are back
├── Degraded            the server works, but a person should look at something; the text says what
├── ReportError         one file cannot be read: it is skipped and reported, the run goes on
└── GitHubError         GitHub refused for good (4xx); carries `status` and GitHub's `message`
    ├── NotFound        404 or 410: gone, moved or never visible to us
    ├── Forbidden       403 that is no rate limit: a permission is missing
    │   └── NotInstalled  the installation is suspended or gone: there is no token
    └── IssuesOff       410 for every issue: the repository has its issues switched off
"""

from datetime import timedelta


class GardenerError(Exception):
    """Anything this program raises on purpose."""


class UserError(GardenerError):
    """A person can mend this; the text says how, in valid Markdown."""


class SettingsError(UserError):
    """A deployment setting is missing or malformed."""


class ConfigError(UserError):
    """A repository config is wrong."""


class TransientError(GardenerError):
    """Worth another try, after `retry_after` when it is known."""

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RateLimited(TransientError):
    """GitHub asked us to wait."""


class QuotaKept(RateLimited):
    """What is left of this hour's requests is kept for others: no fault, only too early."""


class MovedAway(TransientError):
    """The database was moved; whoever delivers must find the new one."""


class UnclearAnswer(TransientError):
    """A write may or may not have happened."""


class LeftInPeace(GardenerError):
    """A job of somebody who has sent the bot away; the text says who and why."""

    PREFIX = "Left in peace: "

    def __init__(self, reason: str) -> None:
        super().__init__(f"{self.PREFIX}{reason}")


class Degraded(GardenerError):
    """It works, but a person should look."""


class ReportError(GardenerError):
    """One file cannot be read, with the reason in a sentence."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class GitHubError(GardenerError):
    """GitHub refused a request for good."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"GitHub answered {status}: {message}")
        self.status = status
        self.message = message


class NotFound(GitHubError):
    """Gone, moved, or never visible to this installation."""


class Forbidden(GitHubError):
    """A permission is missing."""


class NotInstalled(Forbidden):
    """The App's installation is suspended, or gone: nothing can be asked in its name."""


class IssuesOff(GitHubError):
    """The repository has its issues switched off; they are there again when it switches them on."""
