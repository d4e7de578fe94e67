"""The table of masks: what changes from run to run and says nothing of the cause.

Rows are tried from top to bottom, times before places before dumps before values. Every pattern runs in linear
time: no quantifier stands inside another one over the same text.
"""

from bot.triage.masks.dumps import DUMPS
from bot.triage.masks.places import PLACES
from bot.triage.masks.row import Mask
from bot.triage.masks.times import TIMES
from bot.triage.masks.tools import TOOLS
from bot.triage.masks.values import IDS, VALUES

MASKS: tuple[Mask, ...] = (*TIMES, *IDS, *PLACES, *TOOLS, *DUMPS, *VALUES)
