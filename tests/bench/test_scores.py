"""The measures, on cases small enough to count by hand."""

import math

import pytest

from bench.quality.scores import Score, auc, exact, pairwise, rank_of, score, v_measure


def test_pairs_that_were_put_together_and_belong_together_are_hits() -> None:
    # a,b belong together, c,d belong together; found {a,b,c} and {d}.
    counted = pairwise([1, 1, 1, 2], ["x", "x", "y", "y"])
    assert counted == Score(hits=1, false=2, missed=1, clear=2)
    assert counted.precision == pytest.approx(1 / 3)
    assert counted.recall == pytest.approx(1 / 2)
    assert counted.f1 == pytest.approx(2 / 5)
    assert counted.specificity == pytest.approx(1 / 2)


def test_scores_of_several_runs_add_up_question_by_question() -> None:
    assert score([(True, True)]) + score([(False, True), (False, False)]) == Score(1, 0, 1, 1)


def test_saying_nothing_is_precise_but_finds_nothing() -> None:
    silent = score([(False, True), (False, False)])
    assert (silent.precision, silent.recall, silent.f1) == (1.0, 0.0, 0.0)


V = [
    ("a perfect grouping under other names", [7, 7, 8], ["x", "x", "y"], 1.0),
    ("everything in one cluster tells nothing", [1, 1, 1, 1], ["x", "x", "y", "y"], 0.0),
    ("nothing to tell apart and nothing told apart", [1, 1], ["x", "x"], 1.0),
    # homogeneity 1; completeness = H(real)/H(found) = ln 2 / ln 4 = 1/2.
    ("every item alone is pure but not complete", [1, 2, 3, 4], ["x", "x", "y", "y"], 2 / 3),
]


@pytest.mark.parametrize(("found", "real", "expected"), [v[1:] for v in V], ids=[v[0] for v in V])
def test_v_measure(found: list[int], real: list[str], expected: float) -> None:
    assert math.isclose(v_measure(found, real), expected, abs_tol=1e-12)


def test_a_cluster_is_exact_only_with_all_members_and_no_other() -> None:
    assert exact([1, 1, 2, 2, 3], ["x", "x", "y", "z", "z"]) == (1, 3)


def test_auc_is_the_chance_to_be_above_and_a_tie_counts_half() -> None:
    assert auc([0.9, 0.5], [0.5, 0.1]) == pytest.approx(3.5 / 4)


def test_a_tie_does_not_count_as_first() -> None:
    scores = {"right": 0.4, "equal": 0.4, "less": 0.1}
    assert rank_of("right", scores, ["right", "equal", "less"]) == 2
    assert rank_of("right", scores, ["right", "less"]) == 1
    assert rank_of("unknown", scores, ["unknown", "less"]) == 2
