"""How much of a stranger's data is taken in, and why that much."""

from dataclasses import dataclass

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps on what one run may make us fetch and unpack.

    | limit              | why this much                                                          |
    |--------------------|------------------------------------------------------------------------|
    | max_artifacts      | a job may upload 500; a matrix of 256 jobs with one report each fits    |
    | max_artifact_bytes | packed; reports are a few MB, what is larger is a build or a recording |
    | max_members        | a coverage page or a folder of traces has thousands of files           |
    | max_unpacked_bytes | in one artifact; a report of 1 GB is read in a stream                  |
    | max_ratio          | reports shrink to a 10th or a 50th; bombs to a 1,000th                 |
    | ratio_floor_bytes  | below this much nobody is harmed, whatever the ratio                   |
    | max_depth          | a `.tar.gz` inside a zip is three layers                               |
    | max_log_bytes      | of one job; GitHub's viewer gives up much earlier                      |
    | max_logs           | failed jobs of one run; the same cause fails them all by then          |
    """

    max_artifacts: int = 300
    max_artifact_bytes: int = 512 * _MB
    max_members: int = 50_000
    max_unpacked_bytes: int = 2048 * _MB
    max_ratio: int = 250
    ratio_floor_bytes: int = 64 * _MB
    max_depth: int = 4
    max_log_bytes: int = 256 * _MB
    max_logs: int = 50


def size_text(size: int) -> str:
    """A size as people say it.

    >>> size_text(512 * 1024 * 1024), size_text(300)
    ('512 MB', '300 bytes')
    """
    if size < 1024:
        return f"{size} bytes"
    if size < _MB:
        return f"{size / 1024:.0f} KB"
    return f"{size / _MB:.0f} MB"
