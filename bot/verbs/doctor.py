"""`gardener doctor`: look at the settings, the database and the App on GitHub."""

from collections.abc import Mapping

import structlog

from bot.app import REAL, VERSION, World
from bot.jobs.service.doctor.examine import doctor as examine
from bot.jobs.service.doctor.github import Wanted
from bot.verbs.say import Say
from bot.webhook.manifest import PERMISSIONS
from bot.webhook.routes import SUBSCRIBED
from bot.webhook.server import PATHS


async def doctor(*, say: Say, env: Mapping[str, str] | None = None, world: World = REAL) -> bool:
    """Examine the settings, the database and the App on GitHub; whether nothing is wrong."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    wanted = Wanted(
        permissions={name: level for name, level, _ in PERMISSIONS},
        events=frozenset(SUBSCRIBED),
        paths=PATHS,
    )
    return await examine(wanted, version=VERSION, clock=world.clock, say=say, env=env)
