"""What a test that says nothing has printed: the decisive line of its output, by the rules for logs."""

from io import BytesIO

from bot.logs.scan import scan_log
from bot.model.names import LogCause
from bot.triage.log_lines import bare_line
from bot.triage.reading.signature import Signature

_SILENT = ("unclassified", "exit-code")


def decisive_line(found: Signature, output: str) -> str:
    """The line that names the cause; empty when the failure speaks for itself or nothing does.

    Scripts and binaries that a build tool runs as tests fail with no more than an exit code: then
    the end of the matter stands in what they printed, as in the log of a job.
    """
    if not found.is_weak or found.type or "\n" not in output.strip():
        return ""
    reading = scan_log(BytesIO(output.encode("utf-8", "replace")), "output", failed=True)
    for finding in reading.findings:
        is_silent = finding.is_generic or finding.rule in _SILENT
        if not is_silent and finding.cause is not LogCause.DEPRECATION_ONLY:
            return bare_line(finding.text)
    return ""
