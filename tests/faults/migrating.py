"""Many real processes that bring one database up to date at the same moment.

    python -m tests.faults.migrating DATABASE_URL COUNT

Exits 0 when each of them succeeded; what they said goes to stdout.
"""

import asyncio
import os
import sys

from bot.jobs.service.upkeep import migrate


def one(database_url: str) -> int:
    """What each process does."""
    said: list[str] = []
    try:
        asyncio.run(migrate(database_url, say=said.append))
    except Exception as error:
        said.append(f"{type(error).__name__}: {error}")
        return 1
    finally:
        os.write(1, "".join(f"{line}\n" for line in said).encode())
    return 0


def main(database_url: str, count: int) -> int:
    """Fork them all once everything is imported, so that they start together."""
    children = []
    for _ in range(count):
        child = os.fork()
        if child == 0:
            os._exit(one(database_url))
        children.append(child)
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
