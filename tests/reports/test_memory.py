"""Long reports are read in flat memory."""

import json
import subprocess
import sys

import pytest


@pytest.mark.slow
@pytest.mark.parametrize("stream, cases", [("passed", 1_000_000), ("outputs", 16)])
def test_two_hundred_megabytes_are_read_in_less_memory(stream: str, cases: int) -> None:
    command = [
        sys.executable,
        "-m",
        "bench.speed_reports",
        "--stream",
        stream,
        "--megabytes",
        "200",
    ]
    measured = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert measured["cases"] >= cases
    assert measured["peak"] < 200
