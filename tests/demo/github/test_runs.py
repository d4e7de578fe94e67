"""Runs, attempts, jobs, artifacts, logs and the pull requests of runs over REST."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from bot.demo.github.world.runs import JobScript
from tests.demo.github.client import Shop

REPO = "/repos/acme/shop"


async def test_a_fork_pull_request_is_found_by_its_commit_alone(shop: Shop) -> None:
    world = shop.gh.world
    fork = await world.fork(shop.repo, "eve")
    sha = await world.push(fork, {"x": "y"}, branch="topic", author="eve")
    pull = await world.open_pull(shop.repo, "topic", by="eve", from_fork=fork)

    run = await world.run(shop.repo, pull_request=pull, jobs=[JobScript("test")])

    shown = (await shop.client.get(f"{REPO}/actions/runs/{run.id}")).body
    assert (shown["event"], shown["head_sha"], shown["pull_requests"]) == ("pull_request", sha, [])
    assert shown["head_repository"]["full_name"] == "eve/shop"
    found = await shop.client.get(f"{REPO}/commits/{sha}/pulls")
    assert [entry["number"] for entry in found.body] == [pull.number]


async def test_a_merged_pull_request_is_found_by_its_merge_commit(shop: Shop) -> None:
    await shop.gh.world.push(shop.repo, {"x": "y"}, branch="topic")
    pull = await shop.gh.world.open_pull(shop.repo, "topic")
    sha = await shop.gh.world.merge(shop.repo, pull.number)

    found = await shop.client.get(f"{REPO}/commits/{sha}/pulls")

    assert [entry["number"] for entry in found.body] == [pull.number]
    assert found.body[0]["merged_at"] is not None
    run = await shop.gh.world.run(shop.repo, sha=sha)
    assert run.conclusion == "success"


async def test_a_branch_pull_request_is_named_by_its_run(shop: Shop) -> None:
    await shop.gh.world.push(shop.repo, {"x": "y"}, branch="topic")
    pull = await shop.gh.world.open_pull(shop.repo, "topic")
    run = await shop.gh.world.run(shop.repo, pull_request=pull, jobs=[JobScript("test")])

    shown = (await shop.client.get(f"{REPO}/actions/runs/{run.id}")).body

    assert [entry["number"] for entry in shown["pull_requests"]] == [pull.number]


async def test_a_second_attempt_keeps_the_id_and_the_first_attempts_jobs(shop: Shop) -> None:
    world = shop.gh.world
    run = await world.run(shop.repo, jobs=[JobScript("test", log="boom")])
    again = await world.run(
        shop.repo, attempt_of=run, actor="bob", jobs=[JobScript("test", conclusion="success")]
    )
    path = f"{REPO}/actions/runs/{run.id}"

    async def jobs(tail: str) -> list[tuple[str, int]]:
        body = (await shop.client.get(path + tail)).body
        assert body["total_count"] == len(body["jobs"])
        return [(job["conclusion"], job["run_attempt"]) for job in body["jobs"]]

    assert again is run
    first = (await shop.client.get(f"{path}/attempts/1")).body
    latest = (await shop.client.get(path)).body
    assert (first["conclusion"], first["previous_attempt_url"]) == ("failure", None)
    assert (latest["conclusion"], latest["run_attempt"]) == ("success", 2)
    assert latest["triggering_actor"]["login"] == "bob"
    assert latest["run_started_at"] > first["run_started_at"]
    assert await jobs("/attempts/1/jobs") == [("failure", 1)]
    assert await jobs("/attempts/2/jobs") == await jobs("/jobs") == [("success", 2)]
    assert await jobs("/jobs?filter=all") == [("failure", 1), ("success", 2)]
    assert (await shop.client.get(f"{path}/attempts/3")).status == 404
    assert (await shop.client.get(f"{path}/attempts/3/jobs")).status == 404
    told = [d.action for d in shop.gh.deliveries if d.event == "workflow_run"]
    assert told == ["requested", "in_progress", "completed"] * 2


async def test_runs_are_listed_newest_first_and_filtered(shop: Shop) -> None:
    world = shop.gh.world
    await world.push(shop.repo, {"x": "y"}, branch="topic", author="bob")
    await world.run(shop.repo, jobs=[JobScript("test")])
    await shop.later(timedelta(days=2))
    await world.run(shop.repo, branch="topic", event="schedule", workflow="Nightly")
    ids = list(shop.repo.runs)

    async def found(query: str) -> list[int]:
        body = (await shop.client.get(f"{REPO}/actions/runs?{query}")).body
        return [ids.index(run["id"]) for run in body["workflow_runs"]]

    assert await found("") == [1, 0]
    assert await found("branch=topic") == await found("event=schedule") == [1]
    assert await found("status=failure") == [0]
    assert await found("status=completed") == [1, 0]
    assert await found("actor=bob") == [1]
    assert await found(f"head_sha={shop.repo.head}") == [0]
    assert await found("created=%3E%3D2025-09-15") == [1]
    assert await found("created=2025-09-14") == [0]
    assert await found("created=*..2025-09-15") == [0]
    assert await found("created=2025-09-13..2025-09-17") == [1, 0]


def _members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def _artifacts(shop: Shop) -> tuple[int, list[Any]]:
    job = JobScript("test", artifacts={"report": {"a/junit.xml": b"<x/>"}, "plain.xml": b"<y/>"})
    run = await shop.gh.world.run(shop.repo, jobs=[job])
    answer = await shop.client.get(f"{REPO}/actions/runs/{run.id}/artifacts")
    return run.id, answer.body["artifacts"]


async def test_artifacts_are_downloaded_zipped_or_bare(shop: Shop) -> None:
    _, listed = await _artifacts(shop)
    contents = {}
    for artifact in listed:
        moved = await shop.client.get(f"{REPO}/actions/artifacts/{artifact['id']}/zip")
        assert (moved.status, moved.body) == (302, b"")
        got = await shop.client.call("GET", moved.headers["Location"], token="")
        contents[artifact["name"]] = got.body

    assert _members(contents["report"]) == {"a/junit.xml": b"<x/>"}
    assert contents["plain.xml"] == b"<y/>"


async def test_artifacts_are_found_by_name(shop: Shop) -> None:
    run_id, _ = await _artifacts(shop)

    answer = await shop.client.get(f"{REPO}/actions/runs/{run_id}/artifacts?name=report")

    assert [artifact["name"] for artifact in answer.body["artifacts"]] == ["report"]


async def test_an_expired_artifact_is_410(shop: Shop) -> None:
    _, listed = await _artifacts(shop)
    await shop.later(timedelta(days=91))

    answer = await shop.client.get(f"{REPO}/actions/artifacts/{listed[0]['id']}/zip")

    assert answer.status == 410


@pytest.mark.parametrize("tail, status", [("1/zip", 404), ("{}/tar", 422)])
async def test_an_artifact_is_not_given_as(shop: Shop, tail: str, status: int) -> None:
    shop.gh.expect_violation("must be zip")
    _, listed = await _artifacts(shop)

    path = f"{REPO}/actions/artifacts/{tail.format(listed[0]['id'])}"

    assert (await shop.client.get(path)).status == status


async def test_a_log_is_downloaded_within_a_minute_and_without_the_token(shop: Shop) -> None:
    shop.gh.expect_violation("Authorization sent to the download origin")
    run = await shop.gh.world.run(shop.repo, jobs=[JobScript("test", log="boom\n")])
    path = f"{REPO}/actions/jobs/{run.latest.jobs[0].id}/logs"
    url = (await shop.client.get(path)).headers["Location"]

    assert url.startswith(shop.gh.blob_url)
    assert (await shop.client.call("GET", url, token="")).body == b"boom\n"
    assert (await shop.client.call("GET", url)).status == 400
    shop.gh.clock.advance(timedelta(seconds=60))
    assert (await shop.client.call("GET", url, token="")).status == 403
    made_up = f"{shop.gh.blob_url}/made-up/x"
    assert (await shop.client.call("GET", made_up, token="")).status == 404


async def test_a_job_without_a_log_is_404(shop: Shop) -> None:
    run = await shop.gh.world.run(shop.repo, jobs=[JobScript("test", log=None)])

    path = f"{REPO}/actions/jobs/{run.latest.jobs[0].id}/logs"

    assert (await shop.client.get(path)).status == 404
