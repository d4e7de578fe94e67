"""One line of the test execution summary: `- Cart: 8/8 FAILED (0.0% pass rate, 3.2s; boom)`."""

from bot.model.worklog import SuiteLine, Worklog
from bot.render.escape import Markdown, inline
from bot.render.phrases import count, duration


def suite_line(line: SuiteLine) -> Markdown:
    """How one suite or job did."""
    ran = line.tests - line.skipped
    counted = ""
    if line.tests and line.status == "FAILED":
        counted = f"{line.red}/{ran} "
    elif line.tests and line.status == "PASSED":
        counted = f"{ran}/{ran} "
    in_brackets = [text for text in (_rate(line, ran), _skipped(line), _time(line)) if text]
    facts = ", ".join(in_brackets)
    notes = "; ".join(part for part in (facts, inline(line.note, 200)) if part)
    after = f" ({notes})" if notes else ""
    return Markdown(f"- {inline(line.name, 200)}: {counted}{inline(line.status, 40)}{after}")


def passed_text(worklog: Worklog) -> str:
    """Say that nothing failed, and how much was tried."""
    tests = sum(line.tests - line.skipped for line in worklog.suites)
    if tests:
        suites = count(len(worklog.suites), "suite")
        return f"Nothing failed: {count(tests, 'test')} passed in {suites}."
    if worklog.problems:
        return "Nothing can be said: no test result could be read."
    return "Nothing failed."


def _rate(line: SuiteLine, ran: int) -> str:
    if line.status != "FAILED" or ran <= 0 or not line.tests:
        return ""
    return f"{100 * max(ran - line.red, 0) / ran:.1f}% pass rate"


def _skipped(line: SuiteLine) -> str:
    return f"{line.skipped} skipped" if line.skipped and line.skipped < line.tests else ""


def _time(line: SuiteLine) -> str:
    return duration(line.seconds) if line.seconds else ""
