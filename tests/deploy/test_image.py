"""The bot where the image puts it: nobody in particular, on a file system it cannot write."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GARDENER = Path(sys.executable).parent / "gardener"


def _can_unshare() -> bool:
    tried = ["unshare", "--mount", "true"]
    return os.geteuid() == 0 and subprocess.run(tried, capture_output=True).returncode == 0


@pytest.mark.skipif(not _can_unshare(), reason="only root can make a read-only file system")
def test_bot_serves_as_nobody_and_writes_only_its_data() -> None:
    """`make check-image` does the same with the wheel that the image installs."""
    done = subprocess.run(
        [ROOT / "scripts/check_image.sh", GARDENER], capture_output=True, text=True, timeout=90
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "Ready as user 10001 on a read-only file system" in done.stdout
    assert "gardener.db" in done.stdout
