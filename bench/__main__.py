"""Run every benchmark that needs no data from outside: `make bench`."""

import subprocess
import sys

MODULES = (
    "quality.titles",
    "speed_reports",
    "speed_logs",
    "speed_clusters",
    "speed_webhook",
    "load",
    "requests_per_run",
    "garden",
)


def main() -> int:
    """Run them one after the other, each in a process of its own; the worst exit code counts."""
    worst = 0
    for module in MODULES:
        print(f"\n== bench.{module} ==", flush=True)
        done = subprocess.run([sys.executable, "-m", f"bench.{module}"], check=False)
        worst = max(worst, abs(done.returncode))
    return worst


if __name__ == "__main__":
    sys.exit(main())
