"""Measure log findings against labeled logs: `python bench/quality_logs.py DATA_DIR`.

DATA_DIR holds `manifest.jsonl`, one object a line: `path`, `cause`, `also_ok`, `decisive_line`.
Prints the share of right causes, of decisive lines within 3, and the false alarms, then each miss.
"""

import io
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot.logs.scan import scan_log
from bot.model.finding import Finding

SAMPLE = 20_000_000
QUIET = {"none", "deprecation_only"}


def readings(root: Path) -> Iterator[tuple[dict[str, object], tuple[Finding, ...]]]:
    """Each labeled log with its findings."""
    for line in (root / "manifest.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        with (root / label["path"]).open("rb") as stream:
            yield label, scan_log(stream, label["path"]).findings


def speed(root: Path) -> float:
    """Megabytes read in a second, of all labeled logs over and over."""
    once = b"\n".join(path.read_bytes() for path in sorted((root / "files").glob("*.log")))
    stream = io.BytesIO(once * (SAMPLE // len(once) + 1))
    started = time.process_time()
    scan_log(stream, "all.log")
    return stream.tell() / 1e6 / (time.process_time() - started)


def main(root: Path) -> None:
    """Print the figures."""
    logs = causes = lines = lined = alarms = quiet = 0
    misses: list[str] = []
    for label, findings in readings(root):
        logs += 1
        first = findings[0] if findings else None
        cause = str(first.cause) if first else "none"
        accepted = {label["cause"], *label["also_ok"]}  # type: ignore[misc]
        right = cause in accepted
        causes += right
        near = True
        if label["decisive_line"] and label["cause"] != "none":
            lined += 1
            near = first is not None and abs(first.line - int(str(label["decisive_line"]))) <= 3
            lines += near
        if label["cause"] in QUIET:
            quiet += 1
            alarms += any(str(f.cause) != "deprecation_only" for f in findings)
        if not (right and near):
            shown = [(f.rule, str(f.cause), f.line, f.text[:80]) for f in findings[:3]]
            misses.append(
                f"{label['path']}: want {label['cause']} at {label['decisive_line']}, got {shown}"
            )
    print(f"cause {causes}/{logs} = {causes / logs:.3f}")
    print(f"decisive line within 3: {lines}/{lined} = {lines / lined:.3f}")
    print(f"false alarms: {alarms} of {quiet} quiet logs")
    print(f"speed: {speed(root):.1f} MB/s on {SAMPLE // 1_000_000} MB of these logs")
    print("\n".join(misses))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
