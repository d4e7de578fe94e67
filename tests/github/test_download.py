"""Downloads: streamed to disk, without the token, in spite of URLs that run out."""

import pathlib

import pytest

from bot.demo.github.world.runs import JobScript
from bot.errors import NotFound, TransientError
from bot.github.client import Client
from bot.github.download import Download
from bot.github.runs import artifact_zip, list_artifacts
from tests.github.conftest import Bench

CONTENT = bytes(range(256)) * 4096
BLOB = "/file.bin$"


async def path_of(bench: Bench, client: Client) -> str:
    """An artifact of one megabyte that is not packed, ready for its download."""
    job = JobScript(conclusion="success", artifacts={"file.bin": CONTENT})
    run = await bench.fake.world.run(bench.repository, jobs=[job])
    (artifact,) = await list_artifacts(client, bench.repo, run.id)
    return artifact_zip(bench.repo, artifact)


async def test_bytes_arrive_and_the_token_does_not(bench: Bench, tmp_path: pathlib.Path) -> None:
    client = await bench.client()
    target = tmp_path / "a"
    done = await client.download(await path_of(bench, client), target, 10_000_000)
    assert done == Download(
        size=len(CONTENT), content_type="application/octet-stream", truncated=False
    )
    assert target.read_bytes() == CONTENT
    (blob,) = [request for request in bench.fake.requests if request.origin == "blob"]
    assert "Authorization" not in blob.headers


async def test_no_more_than_the_cap_is_written(bench: Bench, tmp_path: pathlib.Path) -> None:
    client = await bench.client()
    target = tmp_path / "a"
    done = await client.download(await path_of(bench, client), target, 1000)
    assert (done.size, done.truncated) == (1000, True)
    assert target.read_bytes() == CONTENT[:1000]


async def test_exactly_the_cap_is_not_too_much(bench: Bench, tmp_path: pathlib.Path) -> None:
    client = await bench.client()
    done = await client.download(await path_of(bench, client), tmp_path / "a", len(CONTENT))
    assert not done.truncated


async def test_url_that_ran_out_is_asked_for_anew(bench: Bench, tmp_path: pathlib.Path) -> None:
    client = await bench.client()
    path = await path_of(bench, client)
    bench.fake.faults.add(kind="expire_url", path="/zip$", times=2)
    assert (await client.download(path, tmp_path / "a", 10_000_000)).size == len(CONTENT)
    assert bench.asked().count(f"GET {path}") == 3


async def test_url_that_is_always_out_is_gone(bench: Bench, tmp_path: pathlib.Path) -> None:
    client = await bench.client()
    path = await path_of(bench, client)
    bench.fake.faults.add(kind="expire_url", path="/zip$", times=9)
    with pytest.raises(NotFound, match=f"the download of {path} is gone"):
        await client.download(path, tmp_path / "a", 10_000_000)
    assert bench.asked().count(f"GET {path}") == 3


@pytest.mark.parametrize("kind", ["truncate", "drop", "bad_gateway"])
async def test_broken_transfer_begins_anew(bench: Bench, tmp_path: pathlib.Path, kind: str) -> None:
    client = await bench.client()
    path = await path_of(bench, client)
    bench.fake.faults.add(kind=kind, origin="blob", path=BLOB, times=2)
    done = await client.download(path, tmp_path / "a", 10_000_000)
    assert (done.size, (tmp_path / "a").read_bytes()) == (len(CONTENT), CONTENT)


async def test_transfer_that_always_breaks_is_for_later(
    bench: Bench, tmp_path: pathlib.Path
) -> None:
    client = await bench.client()
    path = await path_of(bench, client)
    bench.fake.faults.add(kind="bad_gateway", origin="blob", path=BLOB, times=9)
    with pytest.raises(TransientError, match="broke off"):
        await client.download(path, tmp_path / "a", 10_000_000)
    assert bench.slept == [1, 4, 16]


async def test_expired_artifact_is_gone(bench: Bench, tmp_path: pathlib.Path) -> None:
    client = await bench.client()
    path = await path_of(bench, client)
    bench.fake.faults.add(kind="gone_410", path="/zip$")
    with pytest.raises(NotFound) as caught:
        await client.download(path, tmp_path / "a", 10_000_000)
    assert caught.value.status == 410
