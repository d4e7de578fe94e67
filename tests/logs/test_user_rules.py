"""Rules of a repository's own config."""

from io import BytesIO

import pytest

from bot.errors import ConfigError
from bot.logs.scan import scan_log
from bot.logs.user_rules import compile_rules
from bot.model.config import LogRule
from bot.model.finding import Finding
from bot.model.names import LogCause, Origin, Severity

SSOT = LogRule(
    id="ssot-manager",
    pattern=r"SSOT WARNING: Found other (?P<what>.+?) classes",
    category="SSOT Compliance",
    severity=Severity.P1,
    collect=r"^\s*-\s*(?P<item>[\w.]+)$",
)


def read(text: str, *rules: LogRule) -> tuple[Finding, ...]:
    """The findings of `text` with these rules."""
    return scan_log(BytesIO(text.encode()), "a.log", user_rules=compile_rules(rules)).findings


def test_items_are_gathered_from_the_lines_after_and_between_matches() -> None:
    (finding,) = read(
        "SSOT WARNING: Found other WebSocket Manager classes\n- shop.ws.ManagerMode\n- shop.ws.Protocol\n"
        "SSOT WARNING: Found other WebSocket Manager classes\n  - shop.core.ManagerMode\n- shop.ws.Protocol\n"
        "12 passed in 3.10s\n",
        SSOT,
    )

    assert finding.items == ("shop.ws.ManagerMode", "shop.ws.Protocol", "shop.core.ManagerMode")
    assert (finding.rule, finding.key, finding.count) == ("ssot-manager", "WebSocket Manager", 2)
    assert (finding.category, finding.severity) == ("SSOT Compliance", Severity.P1)
    assert (finding.cause, finding.origin) == (LogCause.POLICY, Origin.WARNING)
    assert finding.slug == "ssot-manager-web-socket-manager"


def test_each_captured_thing_is_a_finding() -> None:
    findings = read(
        "SSOT WARNING: Found other Cart classes\nSSOT WARNING: Found other Basket classes\n", SSOT
    )

    assert [f.key for f in findings] == ["Cart", "Basket"]


def test_list_far_below_a_match_is_not_gathered() -> None:
    (finding,) = read(
        "SSOT WARNING: Found other Cart classes\n- shop.Cart\n"
        + "compiling\n" * 20
        + "- shop.Other\n",
        SSOT,
    )

    assert finding.items == ("shop.Cart",)


def test_user_rule_stands_beside_what_the_log_shows_otherwise() -> None:
    findings = read("SSOT WARNING: Found other Cart classes\ntar: No space left on device\n", SSOT)

    assert [f.rule for f in findings] == ["disk-full", "ssot-manager"]


def test_rule_without_a_group_is_keyed_by_its_match() -> None:
    (finding,) = read("todo: FIXME(alice) later", LogRule(id="fixme", pattern=r"FIXME|XXX"))

    assert finding.key == "FIXME"


def test_script_source_is_not_searched() -> None:
    assert read("##[group]Run x\nFIXME\n##[endgroup]\n", LogRule(id="fixme", pattern="FIXME")) == ()


@pytest.mark.parametrize(
    "change, words",
    [
        pytest.param(
            {"pattern": "("}, "`pattern` of the log rule `x` cannot be used", id="malformed"
        ),
        pytest.param({"pattern": r"(?<!a)b"}, "no look-around", id="look-behind"),
        pytest.param({"pattern": r"(a)\1"}, "RE2 syntax", id="back-reference"),
        pytest.param({"pattern": "a*"}, "matches an empty line", id="empty match"),
        pytest.param({"pattern": ".+"}, "matches every line", id="everything"),
        pytest.param({"pattern": "((a{100}){100}){10}"}, "cannot be used", id="too large"),
        pytest.param(
            {"pattern": "a", "collect": "["}, "`collect` of the log rule `x`", id="bad collect"
        ),
        pytest.param({"pattern": "a", "collect": "- (b)"}, "no group named `item`", id="no item"),
    ],
)
def test_bad_pattern_is_refused_in_one_sentence(change: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError) as refused:
        compile_rules([LogRule.model_validate({"id": "x", **change})])

    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_pattern_that_would_hang_a_backtracking_engine_is_harmless() -> None:
    assert read("a" * 4000 + "!", LogRule(id="evil", pattern="(a+)+b")) == ()
