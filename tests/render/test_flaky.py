"""Both halves of a proof with their links, the rate with its denominator, and the end in sight."""

import pytest

from bot.model.flaky import FlakyProof, Record
from bot.model.issue import LegProgress, TrackedIssue
from bot.model.names import Origin
from bot.render.flaky import closes, evidence
from tests.build import issue, sighting, verdict
from tests.render.reading import live
from tests.render.views import LINKS

RECORD = Record(
    test="t",
    leg="linux",
    failed=3,
    ran=39,
    since=sighting(1).at,
    streak=1,
    first_red=sighting(2),
)
LEGS = (LegProgress(leg="linux", passes=2, last=sighting(4)),)


def flaky(how: str, leg: str = "linux", passed: int = 3) -> TrackedIssue:
    proof = FlakyProof(how=how, leg=leg, failed=sighting(2), passed=sighting(passed))  # type: ignore[arg-type]
    judged = verdict(origin=Origin.FLAKY, flaky=proof, record=RECORD)
    return issue(verdict=judged, flaky=proof, progress=LEGS)


@pytest.mark.parametrize("how", ["same-commit", "re-run", "reopened"])
def test_both_halves_are_links(how: str) -> None:
    text = evidence(flaky(how), LINKS)
    assert "[run 1002](https://github.example/acme/shop/actions/runs/1002/attempts/1)" in text
    assert "[run 1003](https://github.example/acme/shop/actions/runs/1003/attempts/1)" in text


def test_one_run_that_shows_both_is_linked_once() -> None:
    text = evidence(flaky("report", passed=2), LINKS)
    assert text.startswith("failed and passed in [run 1002](")
    assert text.count("/attempts/1)") == 1


def test_rate_names_its_denominator_and_counts_the_passes_since() -> None:
    text = evidence(flaky("same-commit"), LINKS)
    assert text.endswith("; failed 3 of 41 runs since 14 Sep 2025 in `linux`.")


def test_a_word_of_a_person_without_proof_shows_the_rate_alone() -> None:
    judged = verdict(origin=Origin.FLAKY, record=RECORD)
    text = evidence(issue(verdict=judged, progress=LEGS), LINKS)
    assert text == "failed 3 of 41 runs since 14 Sep 2025 in `linux`."


def test_what_is_not_flaky_shows_nothing() -> None:
    assert evidence(issue(verdict=verdict(record=RECORD)), LINKS) == ""


def test_the_end_is_named_in_days_and_passes() -> None:
    assert closes(flaky("re-run")) == (
        "after 60 days without a failure or 180 passes in a row in `linux`:"
        " 0 days and 2 passes so far."
    )


def test_hostile_leg_is_inert() -> None:
    nasty = flaky("same-commit", leg="` @alice #1 <img src=x>")
    assert not live(evidence(nasty, LINKS))
