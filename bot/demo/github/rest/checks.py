"""Check runs."""

from bot.demo.github.acts.checks import change_check, check_output
from bot.demo.github.problems import not_found
from bot.demo.github.rest.commits import commit_of
from bot.demo.github.rest.paging import paged
from bot.demo.github.rest.routes import Call, Reply, Routes
from bot.demo.github.shapes import NUMBER, TEXT, TIME, list_of, one_of, record, required, text
from bot.demo.github.show.checks import show_check_run
from bot.demo.github.state.checks import CheckRun

routes = Routes()

_ANNOTATION = record(
    path=required(TEXT),
    start_line=required(NUMBER),
    end_line=required(NUMBER),
    start_column=NUMBER,
    end_column=NUMBER,
    annotation_level=required(one_of("notice", "warning", "failure")),
    message=required(TEXT),
    title=TEXT,
    raw_details=TEXT,
)
_CONCLUSION = one_of(
    "action_required", "cancelled", "failure", "neutral", "success", "skipped", "stale", "timed_out"
)
_FIELDS = {
    "name": TEXT,
    "details_url": TEXT,
    "external_id": TEXT,
    "status": one_of("queued", "in_progress", "completed", "waiting", "requested", "pending"),
    "conclusion": _CONCLUSION,
    "started_at": TIME,
    "completed_at": TIME,
    "actions": list_of(
        record(
            label=required(text(20)), description=required(text(40)), identifier=required(text(20))
        ),
        most=3,
    ),
    "output": record(
        title=TEXT,
        summary=required(TEXT),
        text=TEXT,
        annotations=list_of(_ANNOTATION),
        images=list_of(record(alt=required(TEXT), image_url=required(TEXT), caption=TEXT)),
    ),
}


def _check(call: Call) -> CheckRun:
    check = call.repo.check_runs.get(call.number("check_run_id"))
    if check is None:
        raise not_found()
    return check


@routes.serve(
    "POST /repos/{owner}/{repo}/check-runs",
    docs="rest/checks/runs#create-a-check-run",
    needs="checks:write",
    body={
        **_FIELDS,
        "name": required(TEXT),
        "head_sha": required(TEXT),
        "status": one_of("queued", "in_progress", "completed"),
    },
)
def create(call: Call) -> Reply:
    """Create a check run."""
    hub, repo, app = call.hub, call.repo, call.app
    check_output(call.body)
    sha = commit_of(repo, call.body["head_sha"]).sha
    known = {
        check.suite_id
        for check in repo.check_runs.values()
        if check.head_sha == sha and check.app == app.slug
    }
    check = CheckRun(
        id=hub.new_id("check"),
        name=call.body["name"],
        head_sha=sha,
        app=app.slug,
        suite_id=known.pop() if known else hub.new_id("suite"),
        started_at=hub.clock(),
    )
    repo.check_runs[check.id] = check
    change_check(hub, repo, check, call.caller, call.body, new=True)
    shown = show_check_run(hub, repo, check)
    return Reply(201, shown, {"Location": shown["url"]})


@routes.serve(
    "GET /repos/{owner}/{repo}/check-runs/{check_run_id}",
    docs="rest/checks/runs#get-a-check-run",
    needs="checks:read",
)
def read(call: Call) -> Reply:
    """Get a check run."""
    return Reply(200, show_check_run(call.hub, call.repo, _check(call)))


@routes.serve(
    "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
    docs="rest/checks/runs#update-a-check-run",
    needs="checks:write",
    body=_FIELDS,
)
def update(call: Call) -> Reply:
    """Update a check run."""
    check = _check(call)
    if check.app != call.app.slug:
        raise not_found()
    check_output(call.body)
    change_check(call.hub, call.repo, check, call.caller, call.body)
    return Reply(200, show_check_run(call.hub, call.repo, check))


@routes.serve(
    "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    docs="rest/checks/runs#list-check-runs-for-a-git-reference",
    needs="checks:read",
    query="check_name status filter per_page page app_id",
)
def list_for_ref(call: Call) -> Reply:
    """List check runs for a git reference."""
    sha, query = commit_of(call.repo, call.args["ref"]).sha, call.query
    found: dict[object, CheckRun] = {}
    for check in call.repo.check_runs.values():
        app = call.hub.app_named(check.app)
        if (
            check.head_sha == sha
            and query.get("check_name", check.name) == check.name
            and query.get("status", check.status) == check.status
            and (app is None or query.get("app_id", str(app.id)) == str(app.id))
        ):
            newest = query.get("filter", "latest") == "latest"
            found[(check.app, check.name) if newest else check.id] = check
    shown = sorted(found.values(), key=lambda check: check.id, reverse=True)
    return paged(
        call, shown, lambda check: show_check_run(call.hub, call.repo, check), key="check_runs"
    )
