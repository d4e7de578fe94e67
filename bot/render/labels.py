"""How the labels of an issue look: their names, colors and descriptions."""

from dataclasses import dataclass

from bot.model.names import Kind, Origin, Severity
from bot.model.verdict import Verdict

_COLORS = {
    Severity.P0: "b60205",
    Severity.P1: "d93f0b",
    Severity.P2: "fbca04",
    Severity.P3: "c5def5",
}
_KINDS = {
    Kind.FAILING: "Tests fail",
    Kind.UNCOLLECTABLE: "Tests cannot run",
}
_ORIGINS = {
    Origin.REGRESSION: "they passed before",
    Origin.NEW: "never seen passing",
    Origin.ACTIVE_DEV: "changed in the last days",
    Origin.FLAKY: "the same commit passed and failed",
    Origin.INFRASTRUCTURE: "the cause lies outside the code",
    Origin.WARNING: "nothing failed yet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelStyle:
    """One label: name up to 50 characters, six hex digits, description up to 100 characters."""

    name: str
    color: str
    description: str


def _style(kind: Kind, origin: Origin, severity: Severity) -> LabelStyle:
    urgency = f"{severity.upper()} {severity.word.lower()}"
    return LabelStyle(
        name=f"{kind}-test-{origin}-{severity}",
        color=_COLORS[severity],
        description=f"{_KINDS[kind]}, {_ORIGINS[origin]}: {urgency}",
    )


STYLES = {
    style.name: style for style in (_style(k, o, s) for k in Kind for o in Origin for s in Severity)
}


def label_style(name: str, base_label: str) -> LabelStyle | None:
    """How one of our labels looks, by its name; None for anybody else's."""
    if name == base_label:
        text = "Kept by Test Gardener: one issue for each root cause"
        return LabelStyle(name=name, color="0e8a16", description=text)
    return STYLES.get(name)


def issue_labels(verdict: Verdict, base_label: str) -> tuple[LabelStyle, ...]:
    """The labels that the bot puts on an issue."""
    base = label_style(base_label, base_label)
    return (STYLES[verdict.label], *([base] if base else []))
