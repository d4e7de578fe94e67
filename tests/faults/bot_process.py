"""A bot as a process, with a pulse and a pace of its own: `gardener serve` and `gardener work`.

    python -m tests.faults.bot_process web|work|both BEAT SILENCE PACE [ANSWER]

The settings come from the environment, times are in seconds; ANSWER is how long GitHub is listened to.
"""

import asyncio
import signal
import sys
from datetime import timedelta

import structlog

from bot.app import World, configure_logging, running
from bot.jobs.queue.heart import Pulse
from bot.settings import load_settings


async def main(part: str, beat: float, silence: float, pace: float, answer: float = 30.0) -> None:
    """Run until told to stop."""
    settings = load_settings(env_file=None)
    configure_logging(settings)
    world = World(
        write_pause=timedelta(seconds=pace),
        answer_within=timedelta(seconds=answer),
        pulse=Pulse(beat=timedelta(seconds=beat), silence=timedelta(seconds=silence)),
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with running(settings, with_web=part != "work", work=part != "web", world=world):
        structlog.get_logger().info("ready")
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], *map(float, sys.argv[2:])))
