"""Messages that no code of the project causes: a machine, a network or a service was out of order."""

import re

# A service on the tests' own machine is the project's code.
_ELSEWHERE = r"(?!localhost|127\.|0\.0\.0\.0|\[?::1)"
_MACHINE = re.compile(
    r"No space left on device|Cannot connect to the Docker daemon|toomanyrequests: |API rate limit exceeded"
    r"|Temporary failure in name resolution|The runner has received a shutdown signal"
    r"|Error while fetching server API version|lost communication with the server"
    r"|Could not resolve host|getaddrinfo (?:EAI_AGAIN|ENOTFOUND)"
    rf"|50[234] Server Error: [\w ]{{1,40}} for url: https?://{_ELSEWHERE}"
    rf'|connection to server at "{_ELSEWHERE}[^"\n]{{1,200}}"[^\n]{{0,60}} failed: (?:Connection refused|timeout)'
)


def machine_words(message: str) -> str:
    """The words that show it, empty when none do.

    >>> machine_words("OSError: [Errno 28] No space left on device: '/data/a.db'")
    'No space left on device'
    >>> machine_words('connection to server at "localhost" (::1), port 5432 failed: Connection refused')
    ''
    """
    found = _MACHINE.search(message)
    return found[0].strip(": ") if found else ""
