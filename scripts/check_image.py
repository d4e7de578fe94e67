"""Start the installed bot where scripts/check_image.sh has put it, look at it, and stop it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

DATA = Path("/srv")
TEMPORARY = Path("/tmp")
LOG = TEMPORARY / "gardener.log"
WITHIN = 30.0


def settings(port: int) -> dict[str, str]:
    """The environment of the image; GitHub is an address where nobody answers."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "APP_ID": "1",
        "PRIVATE_KEY": pem.decode(),
        "WEBHOOK_SECRET": "s" * 32,
        "GITHUB_API_URL": "http://127.0.0.1:9",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "LOG_FORMAT": "json",
        "DATABASE_URL": f"sqlite:///{DATA}/gardener.db",
    }


def answers(port: int, path: str) -> bool:
    """Whether the bot says 200 there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=4) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def main() -> int:
    """0 when all is as it should be, else 1 and a sentence for each fault."""
    there = {*TEMPORARY.iterdir(), LOG}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with LOG.open("wb") as log:
        bot = subprocess.Popen(["gardener", "serve"], env=settings(port), stdout=log, stderr=log)
        deadline = time.monotonic() + WITHIN
        while not answers(port, "/healthz") and bot.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        is_ready = answers(port, "/readyz")
        bot.send_signal(signal.SIGTERM)
        code = bot.wait(timeout=15)
    said = LOG.read_text()
    left = sorted(path.name for path in {*TEMPORARY.iterdir()} - there)
    written = sorted(path.name for path in DATA.iterdir())
    faults = [
        (not is_ready, "It never was ready."),
        (code != 0, f"It ended with {code} when it was told to stop."),
        ("Read-only file system" in said, "It tried to write elsewhere."),
        ("Traceback" in said, "It showed a traceback."),
        (os.getuid() != 10001 or "HOME" in os.environ, "It ran as somebody."),
        ("gardener.db" not in written, "Its database is not in the data folder."),
        (bool(left), f"It left {', '.join(left)} in /tmp."),
    ]
    found = [sentence for is_so, sentence in faults if is_so]
    if found:
        print(said, *found, sep="\n")
        return 1
    print(f"Ready as user {os.getuid()} on a read-only file system; wrote {', '.join(written)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
