"""Passes connections on, byte for byte: the doors between two network namespaces.

python -m tests.faults.relay 10.0.0.1:5432=127.0.0.1:5432 …
"""

import asyncio
import contextlib
import sys


async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One direction, until it ends."""
    with contextlib.suppress(OSError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()


async def relay(host: str, port: int, to_host: str, to_port: int) -> None:
    """Serve one door."""

    async def passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection(to_host, to_port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(copy(reader, back), copy(there, writer))

    server = await asyncio.start_server(passed, host, port)
    await server.serve_forever()


async def main(doors: list[str]) -> None:
    """Serve all of them until told to stop."""
    ends = [[end.rpartition(":") for end in door.split("=")] for door in doors]
    serving = (relay(a[0], int(a[2]), b[0], int(b[2])) for a, b in ends)
    await asyncio.gather(*serving)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
