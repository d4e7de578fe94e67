"""The answers that refuse a request, in GitHub's own words."""

from dataclasses import dataclass, field

from bot.demo.github.wire import Json


@dataclass(slots=True)
class Refused(Exception):
    """A request that GitHub turns down.

    `violation` is true when a careful client would never have sent it; then it is reported.
    """

    status: int
    message: str
    errors: list[Json | str] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    violation: bool = False
    url: str | None = None

    def __str__(self) -> str:
        """Status and words, on one line."""
        return " ".join(f"{self.status} {self.message}".split())

    def body(self, docs: str) -> Json:
        """The JSON that GitHub sends."""
        body: Json = {"message": self.message, "documentation_url": docs}
        if self.url is None:
            body["status"] = str(self.status)
        else:
            body["url"] = self.url
        if self.errors is not None:
            body["errors"] = self.errors
        return body


def not_found() -> Refused:
    """404: no such thing, or not for you to know."""
    return Refused(404, "Not Found")


def gone(message: str) -> Refused:
    """410: it was here once, or is switched off."""
    return Refused(410, message)


def forbidden(message: str) -> Refused:
    """403 for a reason that lies in the state of things, not in the request."""
    return Refused(403, message)


def invalid(resource: str, field_name: str, code: str, message: str | None = None) -> Refused:
    """422: one field is wrong. A name already taken is no violation, since it may be a race."""
    error: Json = {"resource": resource, "field": field_name, "code": code}
    if message is not None:
        error = {"resource": resource, "code": code, "field": field_name, "message": message}
    return Refused(422, "Validation Failed", [error], violation=code != "already_exists")


def malformed(where: str, found: object, expected: str) -> Refused:
    """422: the body has the wrong shape."""
    shown = repr(found)[:80]
    text = f"Invalid request.\n\nFor 'properties/{where}', {shown} is not {expected}."
    return Refused(422, text, violation=True)
