"""The world: everything that may happen on the fake GitHub beside what clients ask for."""

from bot.demo.github.world.code import Coding
from bot.demo.github.world.owners import Owning
from bot.demo.github.world.runs import Running
from bot.demo.github.world.threads import Discussing


class World(Coding, Running, Discussing, Owning):
    """Acts of people and machines; each waits until its webhooks were answered."""
