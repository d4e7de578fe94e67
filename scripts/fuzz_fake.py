"""Drive schemathesis over the trimmed OpenAPI description against a running fake GitHub.

    python scripts/fuzz_fake.py FACTS.json SCHEMATHESIS

FACTS.json holds the line that `python -m bot.demo.github` prints, SCHEMATHESIS is the path of
the program. Ids in paths are narrowed to a few that exist, so that the work itself is reached.
"""

import gzip
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import jwt

SPEC = Path(__file__).resolve().parent.parent / "tests/conformance/data/github-openapi.json.gz"
#: What only the App itself may ask, by JWT.
OF_THE_APP = r"^/app(/|$)|/installation$"
CHECKS = "not_a_server_error,response_schema_conformance,content_type_conformance"
SECONDS = 25


def narrowed(facts: dict[str, Any]) -> dict[str, Any]:
    """The description with path parameters that hit what is there, and one that does not."""
    owner, repo = facts["repository"].split("/")
    choices: dict[str, list[object]] = {
        "owner": [owner],
        "repo": [repo],
        "run_id": [facts["run_id"], 1],
        "attempt_number": [1, 2],
        "job_id": [38_500_000_001, 1],
        "artifact_id": [2_200_000_001, 1],
        "issue_number": [1, 2, 3, 999],
        "comment_id": [3_000_000_001, 1],
        "check_run_id": [38_000_000_001, 1],
        "installation_id": [facts["installation_id"], 1],
        "username": ["alice", "nobody"],
        "ref": ["main", "HEAD", "0" * 40],
        "commit_sha": ["main", "0" * 40],
        "basehead": ["main...main", "main", "main...gone"],
        "path": ["README.md", "tests", "no/such.file"],
        "name": ["bug", "no such label"],
        "archive_format": ["zip", "tar"],
        "delivery_id": [110_000_000_001, 1],
    }
    with gzip.open(SPEC) as packed:
        spec: dict[str, Any] = json.load(packed, object_hook=_without_format)
    del spec["x-webhooks"]
    for item in spec["paths"].values():
        for operation in item.values():
            operation["parameters"] = [
                _chosen(spec, parameter, choices) for parameter in operation.get("parameters", [])
            ]
    return spec


def _without_format(node: dict[str, Any]) -> dict[str, Any]:
    """GitHub's own answers break `uri` (templates) and `email` (bots, the empty text)."""
    if node.get("format") not in (None, "date-time") and isinstance(node["format"], str):
        del node["format"]
    return node


def _chosen(
    spec: dict[str, Any], parameter: dict[str, Any], choices: dict[str, list[object]]
) -> dict[str, Any]:
    while "$ref" in parameter:
        name = parameter["$ref"].rpartition("/")[2]
        parameter = spec["components"]["parameters"][name]
    if parameter["in"] != "path" or parameter["name"] not in choices:
        return parameter
    return {**parameter, "schema": {"enum": choices[parameter["name"]]}}


def app_jwt(facts: dict[str, Any]) -> str:
    """An App JWT by the real time."""
    now = int(time.time())
    claims = {"iss": str(facts["app_id"]), "iat": now - 60, "exp": now + 540}
    return jwt.encode(claims, Path(facts["private_key_path"]).read_text(), algorithm="RS256")


def installation_token(facts: dict[str, Any]) -> str:
    """An installation token."""
    url = f"{facts['api_url']}/app/installations/{facts['installation_id']}/access_tokens"
    headers = {"Authorization": f"Bearer {app_jwt(facts)}", "User-Agent": "fuzz"}
    request = urllib.request.Request(url, method="POST", headers=headers)
    with urllib.request.urlopen(request) as answer:
        token: str = json.load(answer)["token"]
        return token


def main(facts_path: str, program: str) -> int:
    """Fuzz twice: as the installation, and as the App."""
    facts = json.loads(Path(facts_path).read_text())
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / "openapi.json"
        spec.write_text(json.dumps(narrowed(facts)))
        common = [program, "run", str(spec), "--url", facts["api_url"], "--checks", CHECKS]
        common += ["--phases", "fuzzing", "--max-examples", "25", "--seed", "1", "--no-color"]
        common += ["--generation-database", "none", "--suppress-health-check", "all"]
        common += ["--max-redirects", "0", "--warnings", "off", "--max-time", str(SECONDS)]
        ways = {
            "--exclude-path-regex": installation_token(facts),
            "--include-path-regex": app_jwt(facts),
        }
        codes = [
            subprocess.run(
                [*common, way, OF_THE_APP, "-H", f"Authorization: Bearer {secret}"],
                check=False,
                cwd=folder,
            ).returncode
            for way, secret in ways.items()
        ]
    return max(codes)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python scripts/fuzz_fake.py FACTS.json SCHEMATHESIS")
    sys.exit(main(sys.argv[1], sys.argv[2]))
