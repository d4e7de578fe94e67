"""Tell what people are at work on from what is new, by the commits that changed it lately."""

from collections.abc import Mapping

from bot.model.broke import Touch
from bot.model.failure import Cluster
from bot.model.names import Origin
from bot.model.run import WorkflowRun
from bot.triage.blamed import subject_paths

Touched = Mapping[str, Touch | None]
"""Path → the newest commit that changed it within 7 days, None when none did.

A path that nobody asked about is absent.
"""

_TITLE = 80


def by_changes(
    cluster: Cluster, run: WorkflowRun | None, default_branch: str, touched: Touched
) -> tuple[Origin, str] | None:
    """The origin of a cause that was never seen passing, and the commit that is its evidence.

    None when nobody asked about the files that the cause is about.
    """
    asked = {path: touched[path] for path in subject_paths((cluster,)) if path in touched}
    if not asked:
        return None
    where = f" on {run.branch}" if run else ""
    changes = [(path, touch) for path, touch in asked.items() if touch is not None]
    if changes:
        path, touch = max(
            changes, key=lambda c: c[1].commit.at.timestamp() if c[1].commit.at else 0
        )
        is_here = run is not None and run.branch == default_branch
        said = _change(path, touch, default_branch or "the default branch", is_here=is_here)
        return Origin.ACTIVE_DEV, f"Not seen passing{where} so far, and {said}."
    files = " or ".join(f"`{path}`" for path in [*asked][:2])
    said = f"no commit of the last 7 days changed {files}"
    return Origin.NEW, f"Not seen passing{where} so far, and {said}."


def _change(path: str, touch: Touch, branch: str, *, is_here: bool) -> str:
    commit = touch.commit
    day = f" on {commit.at.day} {commit.at:%b %Y}" if commit.at else ""
    by = f" by {commit.author}" if commit.author else ""
    title = commit.title.replace("`", "'")[:_TITLE]
    merged = "which is on" if is_here else "merged into"
    how = merged if touch.is_merged else "not merged into"
    return f'`{path}` was changed{day} in `{commit.sha[:7]}`{by} ("{title}"), {how} {branch}'
