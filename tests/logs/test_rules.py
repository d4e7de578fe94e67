"""Each row of the table against its own example."""

from io import BytesIO

import pytest
import re2

from bot.logs.rule import Rule
from bot.logs.rules import FAMILIES, RULES
from bot.logs.scan import scan_log

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


@each_rule
def test_example_is_found_by_its_rule_first(rule: Rule) -> None:
    reading = scan_log(BytesIO(rule.example.encode()), "a.log")

    assert [f.rule for f in reading.findings[:1]] == [rule.id]


@each_rule
def test_finding_is_ready_to_be_named_and_grouped(rule: Rule) -> None:
    finding = scan_log(BytesIO(rule.example.encode()), "a.log").findings[0]

    assert finding.key
    assert 1 <= len(finding.slug.split("-")) <= 6
    assert finding.slug == finding.slug.lower().strip("-")
    assert finding.excerpt[finding.line - finding.excerpt_start].endswith(finding.text)
    assert len(finding.excerpt) <= 30


@each_rule
def test_near_miss_is_left_alone(rule: Rule) -> None:
    assert re2.search(rule.pattern, rule.near_miss) is None


@each_rule
def test_no_alternative_matches_an_empty_line(rule: Rule) -> None:
    assert re2.search(rule.pattern, "") is None


def test_rule_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_every_row_of_every_family_is_in_the_table_once() -> None:
    assert sorted(r.id for family in FAMILIES for r in family) == sorted(r.id for r in RULES)


def test_table_is_sorted_by_decisiveness() -> None:
    assert [rule.tier for rule in RULES] == sorted(rule.tier for rule in RULES)


def test_table_is_rich() -> None:
    assert len(RULES) >= 80
