"""What to do about a cause, in one imperative line: a table by error type and by log cause."""

import re
from collections.abc import Callable

from bot.model.failure import Failure
from bot.model.finding import Finding
from bot.model.names import Kind, LogCause, Origin
from bot.model.verdict import Verdict
from bot.triage.log_lines import bare_line
from bot.triage.suites import human_name

MAX_CHARS = 160

_RULE_STEPS = {"category-aborted": "Find what stopped the category{at}: {text}"}
_LOG_STEPS = {
    LogCause.ASSERTION: "Fix the failing check{at}: {text}",
    LogCause.CRASH: "Find the crash{at}: {text}",
    LogCause.COMPILE: "Make the code compile again{at}: {text}",
    LogCause.SYNTAX: "Repair the syntax{at}: {text}",
    LogCause.COLLECTION: "Make the tests collectable again{at}: {text}",
    LogCause.LINT: "Fix what the linter reports{at}: {text}",
    LogCause.DEPENDENCY: "Install, pin or replace the dependency: {text}",
    LogCause.DOCKER_BUILD: "Repair the Docker build: {text}",
    LogCause.DOCKER_DAEMON: "Start the Docker daemon before the tests: {text}",
    LogCause.OOM: "Give the job more memory, or find what uses it: {text}",
    LogCause.DISK_FULL: "Free disk space on the runner before the tests: {text}",
    LogCause.TIMEOUT: "Find what hangs, or raise the time limit: {text}",
    LogCause.NETWORK: "Check the network connection, and retry the step: {text}",
    LogCause.PERMISSION: "Give the job the permission or the token it lacks: {text}",
    LogCause.RATE_LIMIT: "Wait, authenticate or cache to stay under the rate limit: {text}",
    LogCause.CANCELLED: "Find what cancelled the job: {text}",
    LogCause.CONFIG: "Mend the configuration{at}: {text}",
    LogCause.INFRA: "Mend the environment of the job: {text}",
    LogCause.POLICY: "Clean up what the rule found: {text}",
    LogCause.SCRIPT_ERROR: "Fix the script{at}: {text}",
    LogCause.DEPRECATION_ONLY: "Replace what is deprecated before it is removed: {text}",
}

_MISSING_MODULE = re.compile(
    r"No module named ['\"]?([\w.]{1,100})|Cannot find module ['\"]([^'\"\n]{1,100})"
)
_MISSING_NAME = re.compile(r"name ['\"](\w{1,100})['\"] is not defined")
_MISSING_ATTRIBUTE = re.compile(r"has no attribute ['\"](\w{1,100})['\"]")
_NO_SERVICE = re.compile(
    r"(?i)connection (?:attempts )?(?:failed|refused|reset)|all connection attempts failed"
    r"|ECONNREFUSED|could not connect|connect(?:ion)? timed? ?out|unreachable"
)
_SLOW = re.compile(r"(?i)\btime[d ]?-?out\b|timeouterror|deadline exceeded")
_SYNTAX = re.compile(r"SyntaxError|IndentationError|TabError|Unexpected token")
_SIGNATURE = re.compile(
    r"(?i)missing \d+ required|unexpected keyword argument|takes \d+ positional"
)

_Row = tuple[re.Pattern[str], Callable[[re.Match[str], str, str], str]]

# First match wins; each row gets the match, the place (" in a.py:3" or "") and the suite's name.
_TEST_STEPS: tuple[_Row, ...] = (
    (_MISSING_NAME, lambda m, at, _: f"Fix the missing import of {m[1]}{at}"),
    (_MISSING_MODULE, lambda m, at, _: f"Install or fix the missing module {m[1] or m[2]}{at}"),
    (re.compile("ImportError"), lambda _m, at, _: f"Fix the broken import{at}"),
    (_SYNTAX, lambda _m, at, _: f"Repair the syntax{at}"),
    (_NO_SERVICE, lambda _m, _at, suite: f"Start the service that {suite} needs before the tests"),
    (_MISSING_ATTRIBUTE, lambda m, at, suite: f"Add or rename the missing {m[1]} of {suite}{at}"),
    (_SIGNATURE, lambda _m, at, suite: f"Make call and signature agree for {suite}{at}"),
    (_SLOW, lambda _m, at, suite: f"Find what hangs in {suite}{at}"),
)


def next_step(verdict: Verdict) -> str:
    """Say what to do about a cause, as plain text of one line."""
    failures, findings = verdict.cluster.failures, verdict.cluster.findings
    if failures:
        step = _for_tests(verdict, failures[0])
    elif findings:
        step = _for_log(findings[0])
    else:
        step = f"Look into {verdict.description}"
    return _cut(" ".join(step.split()))


def _for_log(finding: Finding) -> str:
    at = _at(finding.file, finding.file_line)
    step = _RULE_STEPS.get(finding.rule, _LOG_STEPS[finding.cause])
    return step.format(at=at, text=bare_line(finding.text))


def _for_tests(verdict: Verdict, first: Failure) -> str:
    suite, at = human_name(first.suite), _at(first.file or first.test_file, first.line)
    if verdict.origin is Origin.FLAKY:
        return f"Make {suite} reliable{at}: {_first_line(verdict.cluster.message)}"
    said = f"{first.type}: {verdict.cluster.message[:4000]}"
    for pattern, write in _TEST_STEPS:
        found = pattern.search(said)
        if found:
            return write(found, at, suite)
    if verdict.kind is Kind.UNCOLLECTABLE:
        return f"Make {suite} collectable again{at}: {_first_line(verdict.cluster.message)}"
    count = len(verdict.cluster.failures)
    tests = f"the {count} failing tests" if count > 1 else f"{first.name}"
    return f"Fix {tests} of {suite}{at}: {_first_line(verdict.cluster.message)}"


def _at(file: str, line: int | None) -> str:
    if not file:
        return ""
    return f" in {file}:{line}" if line else f" in {file}"


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "no message")


def _cut(text: str) -> str:
    return text if len(text) <= MAX_CHARS else text[: MAX_CHARS - 1].rstrip() + "…"
