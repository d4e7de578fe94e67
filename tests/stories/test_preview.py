"""Preview and consent: everything is computed, nothing is written, and going live is no flood."""

import json
from datetime import timedelta
from typing import Unpack

import pytest

from bot.demo.github.state.actions import Run
from bot.demo.github.world.runs import JobScript, RunScript
from bot.errors import RateLimited, UserError
from bot.render.preview import SNIPPET
from bot.settings import ReadAccess
from bot.verbs.preview import PreviewOptions, preview
from tests.jobs.place import CONFIG, PRICE, Place, green, place, red

__all__ = ["place"]

PREVIEW = "version: 1\nmode: preview\n"
SMALL = "version: 1\nissues:\n  close_after_passes: 1\n  max_new_per_run: 1\n"
OTHERS = (
    "ZeroDivisionError: division by zero",
    "TimeoutError: the cart did not answer",
    "PermissionError: the invoice folder is read-only",
)
DISK = (
    "System.IO.IOException: No space left on device\n##[error]Process completed with exit code 1.\n"
)


class Said(list[str]):
    """What a verb printed."""

    @property
    def text(self) -> str:
        return "\n".join(self)


async def ran(place: Place, *scripts: JobScript, **how: Unpack[RunScript]) -> Run:
    """Two days later a commit is pushed and CI runs on it; no bot hears of it."""
    place.github.clock.advance(timedelta(days=2))
    if not {"sha", "attempt_of", "pull_request"} & how.keys():
        how["sha"] = await place.github.world.push(
            place.repo, {"a.py": f"{place.github.clock()}"}, branch=how.get("branch")
        )
    how["jobs"] = scripts
    return await place.github.world.run(place.repo, **how)


async def previewed(
    place: Place, name: str = "acme/shop", *, runs: int = 300, as_json: bool = False
) -> tuple[str, Said]:
    """What the verb printed, and what it told on the way."""
    access = ReadAccess(token=place.github.user_token("reader"), api_url=place.github.api_url)
    said, told = Said(), Said()
    chosen = PreviewOptions(tell=told.append, runs=runs, as_json=as_json)
    await preview(access, name, options=chosen, say=said.append, world=place.world)
    return said.text, told


async def busy_month(place: Place) -> None:
    """A regression that comes back, a flaky test, a full disk, one cause too many, a pull request."""
    await ran(place, red("TimeoutError: long before"))
    place.github.clock.advance(timedelta(days=20))
    await place.github.world.push(place.repo, {CONFIG: f"{SMALL}mode: preview\n"})
    await ran(place, green(4))
    await ran(place, red())
    await ran(place, red())
    await ran(place, green(4))
    await ran(place, red())
    await ran(place, green(4))
    flaky = await ran(place, red("", OTHERS[0]))
    await ran(place, green(4), attempt_of=flaky)
    await ran(place, JobScript("test", log=DISK))
    await ran(place, red("", "", OTHERS[1], OTHERS[2]))
    await place.github.world.push(place.repo, {"b.py": ""}, branch="topic")
    pull = await place.github.world.open_pull(place.repo, "topic")
    await ran(place, red(), pull_request=pull)
    await ran(place, green(4))


async def test_month_is_told_with_its_issues_and_nothing_is_written(place: Place) -> None:
    await busy_month(place)
    text, told = await previewed(place)
    lines = text.splitlines()

    assert lines[0] == (
        "6 failed runs, 6 failing tests -> I would have opened 4 issues "
        "(3 P1, 1 infrastructure), 1 of them still open; 1 looks flaky; 1 was not news"
    )
    assert "4 opened, 4 closed, 1 reopened and 5 comments. Nothing was written" in text
    assert [line.partition("`: ")[2] for line in lines if line.startswith("- `#")] == [
        "opened 2025-10-20, still open",
        "opened 2025-10-24, closed 2025-10-30; 1 comment",
        "opened 2025-10-10, closed 2025-10-14, reopened 2025-10-16, closed 2025-10-18; 3 comments",
        "opened 2025-10-26, closed 2025-10-30; 1 comment",
    ]
    assert "# failing-test-flaky-p1-shop-division-by-zero" in lines
    assert "found no room among the new issues of a run: 1" in text
    assert "attempt 1 and passed in attempt 2" in text
    assert "long before" not in text
    assert told[0] == "0 of 11 runs read, now 2025-10-08"
    assert place.writes_on_github() == []
    assert place.asked("access_tokens", method="POST") == 0
    assert await place.on.storage.recent_issues(place.repo.id) == ()


async def test_json_says_the_same(place: Place) -> None:
    await ran(place, green())
    await ran(place, red())
    document = json.loads((await previewed(place, as_json=True))[0])

    assert document["schema"] == "gardener.preview/1"
    assert document["runs"] == {"found": 2, "read": 2, "failed": 1}
    assert [(i["origin"], i["severity"], i["state"]) for i in document["issues"]] == [
        ("regression", "p1", "open")
    ]
    assert document["example"]["title"] == document["issues"][0]["title"]
    assert PRICE in document["example"]["body"]
    assert place.writes_on_github() == []


async def test_bot_opens_what_the_preview_says(place: Place) -> None:
    await place.ci(green())
    await place.ci(red())
    document = json.loads((await previewed(place, as_json=True))[0])

    assert [issue["title"] for issue in document["issues"]] == [place.issue.title]
    assert document["example"]["body"] == place.issue.body


async def test_workflow_without_reports_is_shown_the_step_it_lacks(place: Place) -> None:
    workflow = {".github/workflows/ci.yml": "on: push\njobs: {}\n"}
    await place.github.world.push(place.repo, workflow)
    await ran(place, JobScript("test", log="E   assert 1 == 2\n"))
    text, _ = await previewed(place)

    assert "CI (`.github/workflows/ci.yml`, 1 failed run) has no `upload-artifact` step." in text
    assert f"```yaml\n{SNIPPET}\n```" in text
    assert "${{ github.run_attempt }}" in SNIPPET
    assert len(SNIPPET.splitlines()) == 6


@pytest.mark.parametrize("is_marked", [True, False], ids=["listed as expired", "gone by download"])
async def test_expired_artifacts_are_counted_and_the_logs_are_read(
    place: Place, is_marked: bool
) -> None:
    await ran(place, red(log="##[error]Unable to download: No space left on device\n"))
    for artifact in place.repo.artifacts.values():
        artifact.expired = is_marked
        artifact.expires_at = place.github.clock()
    text, _ = await previewed(place)

    assert "1 artifact has expired: of those runs only the logs were read." in text
    assert "1 failed run, 0 failing tests -> I would have opened 1 issue" in text
    assert "disk-full" in text
    assert SNIPPET not in text


async def test_old_runs_are_left_out_when_there_are_too_many_and_it_says_so(place: Place) -> None:
    for said in (PRICE, *OTHERS):
        await ran(place, red(said))
    text, _ = await previewed(place, runs=2)

    assert "2 failed runs, 2 failing tests" in text
    assert (
        "Only the newest 2 of 4 runs were read, those since 2025-09-20: `--runs` takes more."
        in text
    )
    assert "division-by-zero" not in text


@pytest.mark.parametrize("limit", [8, 20, 45])
async def test_last_fifth_of_the_quota_is_left_to_its_owner(place: Place, limit: int) -> None:
    for _ in range(5):
        await ran(place, red(*OTHERS))
        await ran(place, green(4))
    place.github.rates.limit = limit
    text, _ = await previewed(place)

    assert place.github.rates.used() <= 0.8 * limit
    assert "the token has no requests for more" in text or "are left to others" in text
    assert place.writes_on_github() == []


async def test_token_with_nothing_left_says_so_at_once(place: Place) -> None:
    await ran(place, red())
    place.github.rates.limit = 1
    with pytest.raises(RateLimited, match="0 of the 1 requests of this hour are left"):
        await previewed(place)


async def test_going_wrong_in_the_middle_shows_what_there_is(place: Place) -> None:
    await ran(place, green())
    await ran(place, red())
    run = await ran(place, red(OTHERS[0]))
    place.github.faults.add(kind="bad_gateway", path=f"/runs/{run.id}/artifacts", times=9)
    text, _ = await previewed(place)

    assert "I would have opened 1 issue" in text
    assert "Stopped after 2 of 3 runs, before 2025-09-20 12:12 UTC: GitHub is out of order" in text


async def test_repository_without_runs_says_so(place: Place) -> None:
    text, _ = await previewed(place)

    assert text.startswith("0 failed runs, 0 failing tests -> I would have opened no issue;")
    assert "No run of a watched branch was over since 2025-08-15." in text


async def test_mode_preview_writes_only_the_check_run_and_says_what_it_would_open(
    place: Place,
) -> None:
    await place.configure(PREVIEW)
    before = len(place.writes_on_github())
    await place.ci(green())
    sha = await place.ci(red())

    written = place.writes_on_github()[before:]
    assert [request.rpartition("/")[2] for request in written] == ["check-runs"]
    assert "would open: failing-test-regression-p1-" in place.check_text(sha)
    assert "(preview)" in place.check_text(sha)
    assert await place.on.storage.recent_issues(place.repo.id) == ()
    assert await place.on.storage.pending(place.repo.id) == {}


async def test_mode_preview_leaves_alone_what_was_opened_before(place: Place) -> None:
    await place.configure(SMALL)
    await place.ci(red())
    await place.configure(SMALL + "mode: preview\n")
    before = (place.issue.state, place.issue.body, place.issue.edits, len(place.issue.comments))
    known = await place.ci(red())
    passed = await place.ci(green())

    after = (place.issue.state, place.issue.body, place.issue.edits, len(place.issue.comments))
    assert after == before
    assert f"#{place.issue.number}" in place.check_text(known)
    assert "would close (preview)" in place.check_text(passed)


async def test_going_live_opens_only_what_fails_now_and_no_more_than_a_run_may(
    place: Place,
) -> None:
    await place.configure(SMALL + "mode: preview\n")
    await place.ci(green(4))
    await place.ci(red())
    await place.ci(red("", *OTHERS))
    await place.configure(SMALL)
    assert place.kept == []

    await place.ci(red("", OTHERS[0], OTHERS[1]))
    assert "The test passed before on main, last at " in (place.issue.body or "")
    await place.ci(red("", OTHERS[0], OTHERS[1]))
    assert len(place.kept) == 2
    assert not any(PRICE in (issue.body or "") for issue in place.kept)


async def test_run_from_before_going_live_opens_nothing_however_late_it_is_heard_of(
    place: Place,
) -> None:
    await place.configure(PREVIEW)
    await place.ci(green())
    await ran(place, red())
    late = place.told()
    place.github.clock.advance(timedelta(minutes=1))
    await place.configure("version: 1\n")
    for job in late:
        await place.do(job)
    assert place.kept == []

    await place.ci(red())
    assert len(place.kept) == 1


async def test_first_run_after_a_change_that_nobody_told_of_is_live(place: Place) -> None:
    await place.configure(PREVIEW)
    await place.ci(green())
    await place.github.world.push(place.repo, {CONFIG: "version: 1\n"})
    place.told()
    await place.ci(red())

    assert len(place.kept) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("acme", "`acme` is no repository: expected OWNER/REPO", id="no slash"),
        pytest.param("a/b/c", "expected OWNER/REPO", id="a path"),
        pytest.param("acme/none", "There is no repository acme/none", id="an unknown one"),
    ],
)
async def test_what_is_no_repository_is_one_sentence(place: Place, name: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        await previewed(place, name)


async def test_token_that_github_does_not_know_is_one_sentence(place: Place) -> None:
    place.github.expect_violation("Bad credentials")
    access = ReadAccess(token="ghp_unknown", api_url=place.github.api_url)
    options = PreviewOptions(tell=Said().append)
    with pytest.raises(UserError, match="GitHub does not know the token"):
        await preview(access, "acme/shop", options=options, say=Said().append, world=place.world)
