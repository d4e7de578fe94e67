"""Check runs as JSON."""

from bot.demo.github.show.commits import show_pull_minimal
from bot.demo.github.show.people import show_app
from bot.demo.github.state.checks import CheckRun
from bot.demo.github.state.hub import Hub
from bot.demo.github.state.repository import Repository
from bot.demo.github.wire import Json, iso, iso_or_none, node_id


def show_check_run(hub: Hub, repo: Repository, check: CheckRun) -> Json:
    """A check run; annotations are only counted here, they have a route of their own."""
    url = hub.api(f"/repos/{repo.full_name}/check-runs/{check.id}")
    page = hub.web(f"/{repo.full_name}/runs/{check.id}")
    app = hub.app_named(check.app)
    return {
        "id": check.id,
        "name": check.name,
        "node_id": node_id("CR", check.id),
        "head_sha": check.head_sha,
        "external_id": check.external_id or "",
        "url": url,
        "html_url": page,
        "details_url": check.details_url or page,
        "status": check.status,
        "conclusion": check.conclusion,
        "started_at": iso(check.started_at),
        "completed_at": iso_or_none(check.completed_at),
        "output": {
            "title": check.title,
            "summary": check.summary,
            "text": check.text,
            "annotations_count": len(check.annotations),
            "annotations_url": f"{url}/annotations",
        },
        "check_suite": {"id": check.suite_id},
        "app": None if app is None else show_app(hub, app),
        "pull_requests": [
            show_pull_minimal(hub, repo, issue, issue.pull)
            for issue in repo.issues.values()
            if issue.pull is not None
            and issue.pull.head_sha == check.head_sha
            and not issue.pull.fork
        ],
    }
