"""Who hears what a verb says."""

from collections.abc import Callable

Say = Callable[[str], None]
