"""A disk without room is a passing fault: somebody makes room, and the job goes on."""

import errno
from collections.abc import Awaitable

from bot.errors import TransientError

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE})


async def with_room(work: Awaitable[None]) -> None:
    """Do it. `TransientError` when the disk, or the number of open files, is used up."""
    try:
        await work
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        reason = error.strerror or str(error)
        raise TransientError(f"This machine has no room left: {reason}") from error
