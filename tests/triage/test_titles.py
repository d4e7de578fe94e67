"""Titles of sixty graded clusters: they keep the rules, and stay the same from run to run."""

import pytest

from bot.triage.words.slug import slug
from tests.triage.titles import GRADED, RUNS, Graded, area_of, cluster_of, faults

IDS = [graded["called"] for graded in GRADED]


def title(graded: Graded, run: int = 0) -> str:
    return slug(cluster_of(graded, RUNS[run]), area_of(graded))


@pytest.mark.parametrize("graded", GRADED, ids=IDS)
def test_title_keeps_every_rule(graded: Graded) -> None:
    named = title(graded)
    assert faults(named, graded) == [], named


@pytest.mark.parametrize("graded", GRADED, ids=IDS)
def test_title_is_the_same_after_a_re_run(graded: Graded) -> None:
    assert title(graded, 0) == title(graded, 1)


@pytest.mark.parametrize("graded", GRADED, ids=IDS)
def test_titles_of_people_keep_the_rules_and_bad_ones_break_the_named_one(graded: Graded) -> None:
    assert {name: faults(name, graded) for name in graded["good"]} == {
        name: [] for name in graded["good"]
    }
    for name, rule in graded["bad"].items():
        assert rule in faults(name, graded), name


def test_most_titles_are_word_for_word_what_a_person_chose() -> None:
    chosen = [graded["called"] for graded in GRADED if title(graded) in graded["good"]]
    assert len(chosen) >= 48


def test_sixty_clusters_are_graded_each_once() -> None:
    assert len(GRADED) == len(set(IDS)) == 60
