"""The elements of JUnit XML, in whatever way a tool spells them."""

from bot.model.names import Outcome

KINDS = {
    "testsuites": "suite",
    "testsuite": "suite",
    "testcase": "case",
    "failure": "result",
    "error": "result",
    "skipped": "result",
    "skip": "result",
    "ignored": "result",
    "flakyFailure": "result",
    "flakyError": "result",
    "rerunFailure": "result",
    "rerunError": "result",
    "system-out": "output",
    "system-err": "output",
    "property": "property",
}
"""What each element that counts is to us."""

RESULTS = {
    "failure": (Outcome.FAILURE, ""),
    "error": (Outcome.ERROR, ""),
    "skipped": (Outcome.SKIPPED, ""),
    "skip": (Outcome.SKIPPED, ""),
    "ignored": (Outcome.SKIPPED, ""),
    "flakyFailure": (Outcome.FAILURE, "flaky"),
    "flakyError": (Outcome.ERROR, "flaky"),
    "rerunFailure": (Outcome.FAILURE, "rerun"),
    "rerunError": (Outcome.ERROR, "rerun"),
}
"""The outcome of each result, and its role: "" for the result itself, else another try."""

PROPERTIES = frozenset({"file", "filename", "line", "lineno", "test.fileName", "source_file"})
"""Properties that tell where a test is."""

_BY_LOWER = {tag.lower(): (tag, kind) for tag, kind in KINDS.items()}


def known(tag: str, attributes: dict[str, str]) -> tuple[str, str, dict[str, str]]:
    """The tag without namespace prefix and in its usual case, its kind, and its attributes.

    Some exporters shout; then their attributes are put in lower case too.
    """
    local = tag.rpartition(":")[2]
    if local in KINDS:
        return local, KINDS[local], attributes
    found = _BY_LOWER.get(local.lower())
    if found is None:
        return local, "other", attributes
    return *found, {key.lower(): value for key, value in attributes.items()}
