"""Check runs over REST."""

import pytest

from tests.demo.github.client import Shop

REPO = "/repos/acme/shop"


CHECKS = f"{REPO}/check-runs"


async def test_a_check_run_is_made_changed_and_found(shop: Shop) -> None:
    sha = shop.repo.head
    annotation = {
        "path": "src/a.py",
        "start_line": 1,
        "end_line": 1,
        "annotation_level": "failure",
        "message": "boom",
    }
    output = {"title": "t", "summary": "s", "annotations": [annotation]}
    made = await shop.client.call(
        "POST",
        CHECKS,
        {"name": "Tests", "head_sha": sha, "status": "in_progress", "output": output},
    )
    path = f"{CHECKS}/{made.body['id']}"
    done = await shop.client.call("PATCH", path, {"conclusion": "failure", "output": output})

    assert (made.status, made.body["status"], made.body["conclusion"]) == (201, "in_progress", None)
    assert (done.body["status"], done.body["conclusion"]) == ("completed", "failure")
    assert done.body["output"]["annotations_count"] == 2
    assert (await shop.client.get(path)).body["id"] == made.body["id"]
    await shop.client.call("POST", CHECKS, {"name": "Tests", "head_sha": sha})
    for query, count in (("", 1), ("?filter=all", 2), ("?check_name=x", 0), ("?status=queued", 1)):
        listed = await shop.client.get(f"{REPO}/commits/main/check-runs{query}")
        assert listed.body["total_count"] == count
    assert [check.name for check in shop.gh.check_runs(shop.repo, sha)] == ["Tests", "Tests"]


@pytest.mark.parametrize(
    "body",
    [
        {"status": "completed"},
        {"output": {"title": "t", "summary": "x" * 65_536}},
        {"output": {"title": "t"}},
        {"output": {"summary": "s"}},
        {"conclusion": "bad"},
        {"head_sha": "0" * 40},
        {"actions": [{"label": "x" * 21, "description": "d", "identifier": "i"}]},
        {
            "output": {
                "title": "t",
                "summary": "s",
                "annotations": [
                    {
                        "path": "a",
                        "start_line": 1,
                        "end_line": 1,
                        "annotation_level": "notice",
                        "message": "m",
                    }
                ]
                * 51,
            }
        },
    ],
    ids=[
        "completed without conclusion",
        "a long summary",
        "no summary",
        "no title",
        "an unknown conclusion",
        "an unknown commit",
        "a long action label",
        "51 annotations",
    ],
)
async def test_a_check_run_is_refused_for(shop: Shop, body: dict[str, object]) -> None:
    shop.gh.expect_violation("422")

    whole = {"name": "Tests", "head_sha": shop.repo.head, **body}
    answer = await shop.client.call("POST", CHECKS, whole)

    assert answer.status == 422
    assert shop.repo.check_runs == {}


async def test_a_check_run_of_another_app_cannot_be_changed(shop: Shop) -> None:
    made = await shop.client.call("POST", CHECKS, {"name": "T", "head_sha": shop.repo.head})
    shop.repo.check_runs[made.body["id"]].app = "other"

    path = f"{CHECKS}/{made.body['id']}"
    assert (await shop.client.call("PATCH", path, {"name": "x"})).status == 404
    assert (await shop.client.get(f"{CHECKS}/1")).status == 404
