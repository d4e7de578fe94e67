"""Find the exception inside a group of Python that was there first.

The layout is that of https://docs.python.org/3/library/exceptions.html#exception-groups: each
exception of a group stands behind a margin of its own, below a line `+---- 1 ----`.
"""

import re

from bot.triage.reading.type_names import short_type

_RULE = re.compile(
    r"^[ \t]*(?:\|[ \t]*)*\+[-+]*-{4,}(?: ?(?:\d+|\.\.\.) ?-{4,})?[ \t]*$", re.MULTILINE
)
_MARGIN = re.compile(r"^[ \t]*[|+] ?", re.MULTILINE)
_RAISED = re.compile(r"^(?P<type>[A-Za-z_][\w.]{0,200})(?:: (?P<text>.*))?$", re.MULTILINE)
_CANCELED = frozenset({"CancelledError", "Cancelled"})


def group_leaf(trace: str) -> tuple[str, str, str] | None:
    """Short type, message and section of the first exception that is no group; None without any.

    A task that was only canceled because of another one counts when there is nothing else.
    """
    found: list[tuple[str, str, str]] = []
    for section in _RULE.split(trace)[1:]:
        bare = _MARGIN.sub("", section)
        raised = [line for line in _RAISED.finditer(bare) if line["type"] != "Traceback"]
        if not raised or raised[-1]["type"].endswith("ExceptionGroup"):
            continue
        first = next(
            (line for line in raised if ":" in line[0] or line["type"][0].isupper()), raised[-1]
        )
        said = raised[-1] if bare.count("Traceback (most recent") > 1 else first
        found.append((short_type(said["type"]), said["text"] or "", bare))
    wanted = [one for one in found if one[0] not in _CANCELED]
    return next(iter(wanted or found), None)
