"""The JSON Schema of `.github/gardener.yml`, for editors: each key with what it means."""

from collections.abc import Mapping

from bot.model.config import IssueSettings, RepoConfig, duration_text

_ABOUT = {
    "RepoConfig": {
        "version": "The version of this format.",
        "mode": "live writes issues; preview writes only the check run.",
        "workflows": "Workflows to watch: names or file names, globs.",
        "branches": 'Branches whose runs may open issues, globs; "default" is the default branch.',
        "events": "Events whose runs may open issues; pull requests never do.",
        "artifacts": "Names of the artifacts to read, globs.",
        "output": "How much test output an issue may show.",
        "issues": "How many issues, how chatty, and when they close.",
        "areas": "What a path means to the business.",
        "severity": "Severity rules before the built-in ones; the first that fits wins.",
        "log_rules": "Findings of your own in job logs, beside the built-in ones.",
        "commands": "Who may command.",
        "owners": "Whom to name beside CODEOWNERS, and the labels of teams.",
    },
    "IssueSettings": {
        "base_label": "The label that every issue of Test Gardener has.",
        "max_new_per_run": "At most this many new issues from one run; the rest is listed.",
        "umbrella_at": "This many different causes in one suite become one issue.",
        "close_after_passes": "Passes in a row, in every job leg where it failed, that close it.",
        "reopen_within_days": "A cause that comes back later than this gets a new issue.",
        "comment_every": "At most one comment an issue in this time, such as 24h or 7d.",
        "assign": "Whom to assign: the code owners, or nobody.",
    },
    "Area": {
        "name": "What people call it.",
        "paths": "Test files and source files of this area, globs.",
        "severity": "How urgent any failure here is.",
        "impact": "What it means to the business, one sentence.",
    },
    "SeverityRule": {
        "match": "What the rule looks at; every given field must fit.",
        "severity": "How urgent what fits is.",
    },
    "SeverityMatch": {
        "kind": "failing: it ran and failed; uncollectable: it could not run.",
        "origin": "Where the failure comes from.",
        "area": "The name of an area, glob.",
        "category": "The category of the failure, glob.",
        "test": "classname::name of a test, glob.",
        "path": "The file it broke in, glob.",
        "cause": "The readable key of the cause, glob.",
    },
    "LogRule": {
        "id": "A short name, the same for ever.",
        "pattern": "What a line must hold, RE2; a named group `what` tells causes apart.",
        "category": "What the worklog calls it.",
        "severity": "How urgent a finding is.",
        "collect": "Lines to gather after a finding, RE2 with a named group `item`.",
    },
    "OwnerSettings": {
        "fallback": "Owners of what no line of CODEOWNERS owns: @user or @org/team.",
        "labels": "Labels that a new issue gets, by its owner.",
    },
    "CommandSettings": {"allow": "The least permission on the repository that may command."},
}


def config_schema() -> dict[str, object]:
    """Build the schema, draft 2020-12."""
    schema: dict[str, object] = RepoConfig.model_json_schema()
    definitions = schema.get("$defs")
    models = {**(definitions if isinstance(definitions, dict) else {}), "RepoConfig": schema}
    for model, keys in _ABOUT.items():
        _describe(models[model], keys)
    every = models["IssueSettings"]["properties"]["comment_every"]
    every["default"] = duration_text(IssueSettings().comment_every)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Test Gardener",
        "description": "How Test Gardener treats this repository: .github/gardener.yml",
    }


def _describe(model: object, keys: Mapping[str, str]) -> None:
    properties = model.get("properties") if isinstance(model, dict) else None
    if isinstance(properties, dict):
        for key, about in keys.items():
            properties[key]["description"] = about
