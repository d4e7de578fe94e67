"""What is known of an installation's quota at GitHub, in spans of time that need no common clock."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """`left` of `most` requests until it is full again in `resets_in`; nobody may ask for `held`.

    `most` is 0 while GitHub has not said.
    """

    left: int = 0
    most: int = 0
    resets_in: timedelta = timedelta()
    held: timedelta = timedelta()
