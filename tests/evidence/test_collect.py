"""What a run left behind is fetched, read and deleted; what cannot be read is a sentence."""

import dataclasses
from pathlib import Path

import pytest

from bot.demo.github.state.actions import Run
from bot.demo.github.world.runs import JobScript
from bot.errors import Forbidden, TransientError
from bot.evidence.collect import Ask, collect
from bot.evidence.limits import Limits
from bot.github.runs import get_attempt
from bot.model.evidence import Evidence
from tests.evidence.archives import REPORT, zipped
from tests.github.conftest import Bench

LOG = b"2025-09-14T10:00:00.1Z No space left on device\n2025-09-14T10:00:01.1Z ##[error]Process completed with exit code 1.\n"
GREEN = "success"


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


async def ran(bench: Bench, *jobs: JobScript, conclusion: str | None = None) -> Run:
    return await bench.fake.world.run(bench.repository, jobs=jobs, conclusion=conclusion)


async def gathered(
    bench: Bench,
    run: Run,
    workdir: Path,
    *,
    attempt: int = 1,
    artifacts: tuple[str, ...] = ("*",),
    limits: Limits | None = None,
) -> Evidence:
    client = await bench.client()
    seen = await get_attempt(client, bench.repo, run.id, attempt)
    bench.fake.requests.clear()
    evidence = await collect(
        client, seen, ask=Ask(artifacts=artifacts), limits=limits or Limits(), workdir=workdir
    )
    assert is_empty(workdir)
    return evidence


async def test_green_run_with_one_artifact_costs_two_requests(bench: Bench, tmp_path: Path) -> None:
    run = await ran(bench, JobScript("unit", GREEN, artifacts={"report": {"d/a.xml": REPORT}}))
    evidence = await gathered(bench, run, tmp_path)
    assert [report.path for report in evidence.reports] == ["report/d/a.xml"]
    assert evidence.legs == {"report/d/a.xml": "report"}
    assert (evidence.logs, evidence.jobs, evidence.problems) == ((), (), ())
    assert len(bench.asked()) == 2


async def test_red_run_with_one_failed_job_costs_four_requests(
    bench: Bench, tmp_path: Path
) -> None:
    run = await ran(
        bench,
        JobScript("unit", log=LOG, artifacts={"report": {"a.xml": REPORT}}),
        JobScript("lint", GREEN, log=LOG),
    )
    evidence = await gathered(bench, run, tmp_path)
    assert len(evidence.reports) == 1
    assert [(log.path, log.job) for log in evidence.logs] == [("unit.log", "unit")]
    assert evidence.logs[0].findings
    assert [job.name for job in evidence.jobs] == ["unit", "lint"]
    assert len(bench.asked()) == 4


async def test_artifact_that_was_not_zipped_is_read_as_it_is(bench: Bench, tmp_path: Path) -> None:
    run = await ran(bench, JobScript("unit", GREEN, artifacts={"junit.xml": REPORT}))
    evidence = await gathered(bench, run, tmp_path)
    assert evidence.legs == {"junit.xml": "junit.xml"}
    assert evidence.reports[0].tests == 2


async def test_only_artifacts_that_fit_the_globs_are_fetched(bench: Bench, tmp_path: Path) -> None:
    files = {"a.xml": REPORT}
    artifacts = {"report-3.11": files, "report-3.12": files, "site": files}
    run = await ran(bench, JobScript("unit", GREEN, artifacts=artifacts))
    evidence = await gathered(bench, run, tmp_path, artifacts=("report-*", "none"))
    assert list(evidence.legs.values()) == ["report-3.11", "report-3.12"]
    assert len(bench.asked()) == 3


async def test_each_attempt_has_its_own_artifacts(bench: Bench, tmp_path: Path) -> None:
    run = await ran(bench, JobScript("unit", GREEN, artifacts={"r": {"first.xml": REPORT}}))
    await bench.fake.world.run(
        bench.repository,
        attempt_of=run,
        jobs=[JobScript("unit", GREEN, artifacts={"r": {"second.xml": REPORT}})],
    )
    for attempt, path in ((1, "r/first.xml"), (2, "r/second.xml")):
        evidence = await gathered(bench, run, tmp_path, attempt=attempt)
        assert [report.path for report in evidence.reports] == [path]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param({}, "bad holds no files.", id="an empty artifact"),
        pytest.param(zipped({"a": b"a"})[:-9], "bad is a damaged zip archive", id="a broken one"),
        pytest.param(
            {"../evil.xml": REPORT},
            'bad: the file "../evil.xml" leads out of the archive and was not read.',
            id="a hostile one",
        ),
        pytest.param(
            {"test-results.xml": b""}, "bad/test-results.xml is empty", id="an empty report"
        ),
    ],
)
async def test_bad_artifact_is_a_sentence_and_the_run_goes_on(
    bench: Bench, tmp_path: Path, content: dict[str, bytes] | bytes, sentence: str
) -> None:
    artifacts = {"bad": content, "good": {"a.xml": REPORT}}
    run = await ran(bench, JobScript("unit", GREEN, artifacts=artifacts))
    evidence = await gathered(bench, run, tmp_path)
    assert [problem[: len(sentence)] for problem in evidence.problems] == [sentence]
    assert evidence.legs == {"good/a.xml": "good"}


async def test_artifact_without_any_report_is_passed_over(bench: Bench, tmp_path: Path) -> None:
    artifacts = {"site": {"index.html": b"<html>", "coverage.xml": b"<coverage/>", "x.log": LOG}}
    run = await ran(bench, JobScript("unit", GREEN, artifacts=artifacts))
    evidence = await gathered(bench, run, tmp_path)
    assert evidence == Evidence()


@pytest.mark.parametrize("kind", ["gone_410", "not_found"])
async def test_artifact_and_log_that_are_gone_are_sentences(
    bench: Bench, tmp_path: Path, kind: str
) -> None:
    run = await ran(bench, JobScript("unit", log=LOG, artifacts={"report": {"a.xml": REPORT}}))
    client = await bench.client()
    seen = await get_attempt(client, bench.repo, run.id, 1)
    bench.fake.faults.add(kind=kind, path="/(zip|logs)$", times=2)
    evidence = await collect(client, seen, workdir=tmp_path)
    artifact, log = evidence.problems
    assert artifact.startswith("The artifact report is gone and can no longer be read")
    assert log.startswith("The log of the job unit is gone and can no longer be read")


async def test_missing_log_is_a_sentence(bench: Bench, tmp_path: Path) -> None:
    evidence = await gathered(bench, await ran(bench, JobScript("unit", log=None)), tmp_path)
    assert evidence.problems == (
        "The log of the job unit is gone and can no longer be read (Not Found).",
    )
    assert [job.name for job in evidence.jobs] == ["unit"]


async def test_expired_artifact_is_not_asked_for(bench: Bench, tmp_path: Path) -> None:
    run = await ran(bench, JobScript("unit", GREEN, artifacts={"report": {"a.xml": REPORT}}))
    for artifact in bench.repository.artifacts.values():
        artifact.expired = True
    evidence = await gathered(bench, run, tmp_path)
    assert evidence.problems == ("The artifact report has expired and can no longer be read.",)
    assert len(bench.asked()) == 1


async def test_number_of_the_attempt_in_an_artifact_name_makes_no_leg_of_its_own(
    bench: Bench, tmp_path: Path
) -> None:
    named = {f"unit-1-attempt-{n}": {"a.xml": REPORT} for n in (1, 2)}
    run = await ran(bench, JobScript("unit", GREEN, artifacts=named))
    evidence = await gathered(bench, run, tmp_path)
    assert evidence.legs == {
        "unit-1-attempt-1/a.xml": "unit-1",
        "unit-1-attempt-2/a.xml": "unit-1-attempt-2",
    }


async def test_too_large_an_artifact_is_not_asked_for(bench: Bench, tmp_path: Path) -> None:
    big = {"a.xml": REPORT * 100, "b.bin": bytes(range(256)) * 8}
    run = await ran(bench, JobScript("unit", GREEN, artifacts={"report": big}))
    evidence = await gathered(bench, run, tmp_path, limits=Limits(max_artifact_bytes=300))
    (problem,) = evidence.problems
    assert problem.endswith("more than 300 bytes, and was not read.")
    assert len(bench.asked()) == 1


async def test_too_many_artifacts_and_logs_are_told(bench: Bench, tmp_path: Path) -> None:
    jobs = [JobScript(f"j{n}", log=LOG, artifacts={f"r{n}": {"a.xml": REPORT}}) for n in range(4)]
    limits = Limits(max_artifacts=2, max_logs=3)
    evidence = await gathered(bench, await ran(bench, *jobs), tmp_path, limits=limits)
    assert (len(evidence.reports), len(evidence.logs)) == (2, 3)
    assert evidence.problems == (
        "The run has 4 artifacts; only the first 2 were read: "
        "name those with test reports under `artifacts` in .github/gardener.yml.",
        "4 jobs failed; only the logs of the first 3 were read.",
    )


async def test_log_longer_than_the_cap_is_read_in_part(bench: Bench, tmp_path: Path) -> None:
    run = await ran(bench, JobScript("unit", log=LOG + b"more\n" * 1000))
    evidence = await gathered(bench, run, tmp_path, limits=Limits(max_log_bytes=len(LOG)))
    assert evidence.logs[0].lines == 2
    assert evidence.problems == (
        f"The log of the job unit is longer than {len(LOG)} bytes; only its beginning was read.",
    )


@pytest.mark.parametrize(
    ("jobs", "conclusion", "read"),
    [
        pytest.param(("failure", "cancelled"), None, ["j0"], id="siblings of a failed job are not"),
        pytest.param(("timed_out", GREEN), "failure", ["j0"], id="a job out of time is"),
        pytest.param(
            ("cancelled", GREEN), "failure", ["j0"], id="cancelled jobs of a failed run are"
        ),
        pytest.param(("cancelled", GREEN), "cancelled", [], id="those of a cancelled run are not"),
        pytest.param(("skipped", "neutral"), "failure", [], id="skipped jobs never are"),
    ],
)
async def test_which_logs_are_read(
    bench: Bench, tmp_path: Path, jobs: tuple[str, ...], conclusion: str | None, read: list[str]
) -> None:
    scripts = [JobScript(f"j{n}", ended, log=LOG) for n, ended in enumerate(jobs)]
    run = await ran(bench, *scripts, conclusion=conclusion)
    evidence = await gathered(bench, run, tmp_path)
    assert [log.job for log in evidence.logs] == read


async def test_broken_line_is_for_another_try_and_leaves_nothing(
    bench: Bench, tmp_path: Path
) -> None:
    run = await ran(bench, JobScript("unit", GREEN, artifacts={"report": {"a.xml": REPORT}}))
    client = await bench.client()
    seen = await get_attempt(client, bench.repo, run.id, 1)
    bench.fake.faults.add(kind="bad_gateway", origin="blob", times=9)
    with pytest.raises(TransientError):
        await collect(client, seen, workdir=tmp_path)
    assert is_empty(tmp_path)


async def test_missing_permission_is_raised(bench: Bench, tmp_path: Path) -> None:
    run = await ran(bench, JobScript("unit", GREEN, artifacts={"report": {"a.xml": REPORT}}))
    client = await bench.client()
    seen = await get_attempt(client, bench.repo, run.id, 1)
    bench.fake.expect_violation("needs the permission|not accessible")
    blind = bench.fake.register_app({"metadata": "read"}, [])
    bench.app, bench.installation = blind, bench.fake.install(blind, [bench.repository])
    with pytest.raises(Forbidden):
        await collect(await bench.client(), seen, workdir=tmp_path)


async def test_late_answer_about_an_old_attempt_takes_nothing_of_the_new(
    bench: Bench, tmp_path: Path
) -> None:
    run = await ran(bench, JobScript("unit", GREEN, artifacts={"r": {"a.xml": REPORT}}))
    client = await bench.client()
    seen = await get_attempt(client, bench.repo, run.id, 1)
    before = dataclasses.replace(seen, completed_at=seen.started_at)
    for artifact in bench.repository.artifacts.values():
        artifact.created_at = bench.fake.clock.advance(seen.completed_at - seen.started_at)
    assert (await collect(client, before, workdir=tmp_path)).reports == ()
