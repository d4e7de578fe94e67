"""Changing check runs."""

from bot.demo.github.problems import Refused, invalid
from bot.demo.github.show.checks import show_check_run
from bot.demo.github.state.accounts import Caller
from bot.demo.github.state.checks import CheckRun
from bot.demo.github.state.hub import Happening, Hub
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import Json, iso, moment

#: https://docs.github.com/rest/checks/runs: summary and text, annotations in one request.
MAX_OUTPUT = 65_535
MAX_ANNOTATIONS = 50


def check_output(body: Json) -> None:
    """Refuse texts that are too long and too many annotations (422)."""
    output = body.get("output", {})
    for name in ("summary", "text"):
        if len(output.get(name, "")) > MAX_OUTPUT:
            text = f"{name} exceeds a maximum bytesize of {MAX_OUTPUT}"
            raise invalid("CheckRun", name, "custom", text)
    if len(output.get("annotations", ())) > MAX_ANNOTATIONS:
        text = f"annotations exceeds a maximum quantity of {MAX_ANNOTATIONS}"
        raise invalid("CheckRun", "annotations", "custom", text)
    if "output" in body and not output.get("title"):
        raise Refused(
            422, 'Invalid request.\n\n"title" wasn\'t supplied for output.', violation=True
        )
    if body.get("status") == "completed" and "conclusion" not in body:
        raise Refused(
            422, "Invalid request.\n\nconclusion is required with status completed", violation=True
        )


def change_check(
    hub: Hub, repo: Repository, check: CheckRun, by: Caller, body: Json, *, new: bool = False
) -> None:
    """Apply a request's fields and tell the App that owns the check run."""
    before = check.status
    output = body.get("output", {})
    _set(check, body, ("name", "details_url", "external_id", "status", "conclusion", "actions"))
    _set(check, output, ("title", "summary", "text"))
    check.annotations.extend(output.get("annotations", ()))
    if "started_at" in body:
        check.started_at = moment(body["started_at"])
    if "conclusion" in body:
        check.status = "completed"
        check.completed_at = moment(body.get("completed_at") or iso(hub.clock()))
    elif check.status != "completed":
        check.conclusion = check.completed_at = None
    ended = check.status == "completed" and (new or before != "completed")
    for action, happened in (("created", new), ("completed", ended)):
        if happened:
            shown = {"check_run": show_check_run(hub, repo, check)}
            hub.tell(Happening("check_run", action, by.user, shown, repo))


def _set(check: CheckRun, values: Json, names: tuple[str, ...]) -> None:
    for name in names:
        if name in values:
            setattr(check, name, values[name])
