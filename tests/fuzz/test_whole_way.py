"""What no database can hold comes in at every door, and the whole way is gone all the same."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.github.server import FakeGitHub
from bot.demo.github.world.runs import JobScript
from tests.jobs.place import Place, opened
from tests.render.reading import faults

ODD = "a \x00 nul, \ud83d half a pair, \u202e turned, @team #1 </details> \x1b[31mred"


@pytest.fixture(params=["sqlite", "postgres"])
async def odd_place(
    request: pytest.FixtureRequest, github: FakeGitHub, tmp_path: Path
) -> AsyncIterator[Place]:
    """An installed bot on either database."""
    env = {}
    if request.param == "postgres":
        env["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    async with opened(github, tmp_path, **env) as made:
        yield made


def odd_reports() -> dict[str, bytes]:
    """Reports of tools that escape what XML could not even hold."""
    jest = {
        "numTotalTests": 1,
        "numFailedTests": 1,
        "testResults": [
            {
                "name": f"/app/{ODD}.test.js",
                "status": "failed",
                "assertionResults": [
                    {
                        "ancestorTitles": [ODD],
                        "title": ODD,
                        "fullName": ODD,
                        "status": "failed",
                        "failureMessages": [f"Error: {ODD}\n    at f ({ODD}.js:1:2)"],
                    }
                ],
            }
        ],
    }
    go = [
        {"Action": "run", "Package": ODD, "Test": ODD},
        {"Action": "output", "Package": ODD, "Test": ODD, "Output": f"a_test.go:3: {ODD}\n"},
        {"Action": "fail", "Package": ODD, "Test": ODD, "Elapsed": 1},
        {"Action": "fail", "Package": ODD, "Elapsed": 1},
    ]
    lines = "\n".join(json.dumps(row) for row in go)
    return {"jest.json": json.dumps(jest).encode(), "go.json": lines.encode()}


async def test_run_full_of_what_no_database_holds_becomes_issues(odd_place: Place) -> None:
    said = ODD.encode("utf-8", "replace").decode()
    job = JobScript(f"job {said}", log=f"##[error]{said}\n", artifacts={"report": odd_reports()})

    for _ in range(2):
        await odd_place.ci(job, workflow=f"CI {said}", path=".github/workflows/c.yml")

    assert odd_place.kept
    for issue in odd_place.kept:
        found = faults(issue.body or "", ours=range(1, 100))
        assert [f for f in found if not f.startswith("alive: link")] == []
        assert issue.title.isascii()
    worklog = await odd_place.worklog()
    assert worklog.entries


async def test_comment_full_of_it_is_answered(odd_place: Place) -> None:
    await odd_place.ci(JobScript("test", log="1 failed\n", artifacts={"r": odd_reports()}))
    number = odd_place.kept[0].number
    said = ODD.encode("utf-8", "replace").decode()

    issue = await odd_place.writes(
        f"/gardener mute {said}\n\n/gardener why\n", by="alice", number=number
    )

    answer = issue.comments[-1].body
    assert answer.startswith("<!-- gardener:comment ")
    assert [f for f in faults(answer, ours=range(1, 100)) if not f.startswith("alive: link")] == []
