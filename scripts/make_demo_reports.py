"""Make the reports and console outputs of `gardener demo` by really running pytest.

Run it as `python scripts/make_demo_reports.py [FOLDER]`; it writes bot/demo/recordings/ unless told
otherwise. Times and host names are made neutral, so that a second run changes nothing but seconds.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DEMO = Path(__file__).resolve().parent.parent / "bot" / "demo"
CHECKOUT = "/home/runner/work/assistant/assistant"
STAGES = {
    "green": ("healthy",),
    "red": ("healthy", "broken"),
    "jwt-fixed": ("healthy", "broken", "repaired"),
}
JOBS = {
    "agents": ("tests/agents",),
    "jwt": ("tests/mission_critical/test_jwt_validation_critical.py",),
    "websocket-events": ("tests/mission_critical/test_websocket_five_critical_events.py",),
    "docker-lifecycle": ("tests/mission_critical/test_docker_lifecycle_critical.py",),
    "websocket-fixed": ("tests/mission_critical/test_websocket_mission_critical_fixed.py",),
}


def make(target: Path) -> None:
    """Write `target`/STAGE/JOB.xml and JOB.txt for every job whose tests exist in that stage."""
    for stage, layers in STAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            checkout = Path(folder) / "assistant"
            for layer in layers:
                shutil.copytree(DEMO / "repository" / layer, checkout, dirs_exist_ok=True)
            for job, paths in JOBS.items():
                if all((checkout / path).exists() for path in paths):
                    record(checkout, paths, target / stage / job)


def record(checkout: Path, paths: tuple[str, ...], target: Path) -> None:
    """Run pytest on `paths` and keep its report and its console output."""
    target.parent.mkdir(parents=True, exist_ok=True)
    report = checkout / "junit.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        *paths,
        f"--junitxml={report}",
        f"--rootdir={checkout}",
    ]
    options = ["-p", "no:cacheprovider", "-p", "no:asyncio", "-p", "no:aiohttp", "-p", "no:syrupy"]
    options += ["-p", "no:hypothesispytest", "-o", "pythonpath=.", "-o", "junit_logging=all", "-ra"]
    done = subprocess.run(
        command + options, cwd=checkout, capture_output=True, text=True, check=False
    )
    target.with_suffix(".xml").write_text(neutral(report.read_text(), checkout))
    target.with_suffix(".txt").write_text(neutral(done.stdout, checkout))


def neutral(text: str, checkout: Path) -> str:
    """Take this machine out of what pytest wrote."""
    text = text.replace(str(checkout), CHECKOUT)
    text = text.replace(sys.base_prefix, "/opt/hostedtoolcache/Python/3.11.9/x64")
    text = re.sub(r'hostname="[^"]*"', 'hostname="runner"', text)
    text = re.sub(r'timestamp="[^"]*"', 'timestamp="2025-09-14T10:00:00.000000+00:00"', text)
    text = re.sub(r"^plugins: .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"0x[0-9a-f]{8,}", "0x7f0a5c1d2e30", text)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO / "recordings")
