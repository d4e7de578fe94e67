"""What one run showed."""

from bot.model.names import Outcome
from bot.model.run import WorkflowJob
from bot.planning.facts import RunFacts, outcome_table
from tests.build import run


def test_folded_parameters_are_as_bad_as_their_worst() -> None:
    rows = [
        ("1:a", "x", Outcome.PASSED),
        ("1:a", "x", Outcome.FAILURE),
        ("1:a", "y", Outcome.SKIPPED),
        ("1:a", "y", Outcome.PASSED),
    ]
    assert outcome_table(rows) == {"1:a": {"x": Outcome.FAILURE, "y": Outcome.PASSED}}


def test_of_jobs_with_one_name_the_worst_counts() -> None:
    jobs = tuple(
        WorkflowJob(id=n, name="test", conclusion=c, url="")
        for n, c in enumerate(("success", "failure", "success"))
    )
    facts = RunFacts(run=run(), default_branch="main", jobs=jobs)
    assert facts.job_conclusions == {"test": "failure"}
