"""The trouble around the tests that messages of many clients tell of."""

import pytest

from bot.triage.grouping.surroundings import trouble


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Error: connect ECONNREFUSED 127.0.0.1:6379", "nothing answers at port 6379"),
        ("dial tcp [::1]:6379: connect: connection refused", "nothing answers at port 6379"),
        (
            'connection to server at "db" (172.18.0.2), port 5432 failed: Connection refused',
            "nothing answers at port 5432",
        ),
        (
            "HTTPConnectionPool(host='localhost', port=9200): Failed to establish a new connection: "
            "[Errno 111] Connection refused",
            "nothing answers at port 9200",
        ),
        ("Failed to connect to api.shop.test:443", "nothing answers at api.shop.test:443"),
        (
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock.",
            "docker does not answer",
        ),
        ("Error while fetching server API version: (2, 'CreateFile')", "docker does not answer"),
        ("OSError: [Errno 28] No space left on device: 'a.bin'", "the disk is full"),
        ("accept tcp: too many open files", "too many files are open"),
        ("connection refused", ""),
        ("assert 5432 == 3", ""),
        ("the reader of port 22 is gone", ""),
        ("docker image shop:3 has no tag", ""),
    ],
)
def test_the_trouble_is_named_whatever_client_tells_of_it(text: str, name: str) -> None:
    assert trouble(text) == name
