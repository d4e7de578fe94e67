"""The WebSocket server that sends agent events."""

import logging

log = logging.getLogger(__name__)


class EventTester:
    def __init__(self, handler) -> None:
        handler("connection")


def start(owner) -> None:
    """Give `owner` its event tester; a handler that cannot start is logged."""

    def event_handler(connection, path):
        return connection, path

    try:
        owner.event_tester = EventTester(event_handler)
    except TypeError as error:
        log.error("WebSocket handler failed: TypeError: %s", str(error).split(".")[-1])
