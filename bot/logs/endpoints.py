"""Name the host or the thing that a line is about, the same in every run."""

import re

_HOST = r"[A-Za-z0-9](?:[\w-]*\.)*[\w-]+"
_PORT = r"(?::(?P<port>\d{2,5}))?"
_ENDPOINTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b[a-z][a-z0-9+]{{1,11}}://(?:[^/\s@'\"]{{1,100}}@)?(?P<host>{_HOST}|\[[0-9a-f:]+\]){_PORT}",
        rf"(?:resolve|resolving|lookup|look up) (?:host(?:name)?|proxy|address|the host)?:? ?['\"]?(?P<host>{_HOST})",
        rf"\b(?:ENOTFOUND|EAI_AGAIN|UnknownHostException:) (?P<host>{_HOST}){_PORT}",
        rf"\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH) (?P<host>[\da-f.:]*?[\d.]+|{_HOST}|::1):(?P<port>\d+)",
        rf"dial (?:tcp|udp)[46]?:? (?:lookup )?(?P<host>{_HOST}|\[[0-9a-f:]+\]){_PORT}",
        rf"host='(?P<host>{_HOST})', port=(?P<port>\d+)",
        rf"server at \"(?P<host>{_HOST})\".{{0,40}}?port (?P<port>\d+)",
        rf"[Cc]onnect(?:ion|ing)? to (?:server |host )?[\"'(]?(?P<host>{_HOST})[\"']?(?: \([^)]*\))?(?:,? port |:)(?P<port>\d+)",
        rf"\b[\w.-]+@(?P<host>{_HOST}):",
        r"\b(?P<host>localhost|\d{1,3}(?:\.\d{1,3}){3}|\[::1?\]|::1):(?P<port>\d+)\b",
    )
)
_RESOURCES = tuple(
    re.compile(pattern)
    for pattern in (
        r"when calling the (?P<what>\w+) operation",
        r"(?:authorized to perform|permission)[: ]+(?P<what>[a-z0-9-]{2,30}:[\w*-]+)",
        r"Permission to (?P<what>[\w./-]+) denied",
        r"[Pp]ermission '(?P<what>[\w.]+)' denied",
        r"(?:pull access denied for|push access denied to|push failed: ) ?(?P<what>[\w./:-]+)",
        r"failed to push (?P<what>[\w./-]+)",
        r"User \"[^\"]+\" cannot (?P<what>\w+ resource \"[^\"]+\")",
        r"Resource not accessible by \w+ \((?P<what>\w+)\)",
    )
)
_LOCAL = re.compile(r"127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1?\]?|localhost|host\.docker\.internal")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]|[0-9a-f]*:[0-9a-f:]+")
_POD = re.compile(r"-[0-9a-f]{8,10}-[a-z0-9]{5}$")
_REGION = re.compile(
    r"\b(?:us|eu|ap|sa|ca|af|me)-(?:\w+-)?(?:east|west|north|south|central)\w*-?\d\b"
)
_FIRST_EPHEMERAL = 32768


def endpoint_of(text: str) -> str:
    """The host and port that `text` names, without what is dealt out anew for each run.

    >>> endpoint_of("curl: (6) Could not resolve host: releases.example.org")
    'releases.example.org'
    >>> endpoint_of("connect ECONNREFUSED 127.0.0.1:5432")
    'localhost:5432'
    >>> endpoint_of("Get https://r4f8a91c2.cdn.example/v2/: dial tcp 192.0.2.7:443: i/o timeout")
    '<id>.cdn.example'
    >>> endpoint_of("nothing was there")
    ''
    """
    for pattern in _ENDPOINTS:
        if found := pattern.search(text):
            port = found.groupdict().get("port") or ""
            host = _steady(found["host"].lower().rstrip("."))
            return f"{host}:{port}" if port and int(port) < _FIRST_EPHEMERAL else host
    return ""


def resource_of(text: str) -> str:
    """The operation, repository or image that was refused, else the host that refused.

    >>> resource_of("An error occurred (AccessDenied) when calling the PutObject operation")
    'PutObject'
    """
    for pattern in _RESOURCES:
        if found := pattern.search(text):
            return found["what"]
    return endpoint_of(text)


def _steady(host: str) -> str:
    if _LOCAL.fullmatch(host):
        return "localhost"
    if _ADDRESS.fullmatch(host):
        return "<ip>"
    return ".".join(map(_label, _REGION.sub("<region>", _POD.sub("", host)).split(".")))


def _label(label: str) -> str:
    """One part of a host name; a part that a machine made up is `<id>`.

    >>> _label("deb2"), _label("ip-10-0-12-7"), _label("r4f8a91c2")
    ('deb2', '<id>', '<id>')
    """
    digits = sum(char.isdigit() for char in label)
    return "<id>" if digits >= 4 and "<" not in label else label
