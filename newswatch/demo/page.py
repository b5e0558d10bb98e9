"""The demo as it lies before a board's secretary on a morning of December 2019: the clock goes on from there, and an account is ready."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newswatch.config import Settings
from newswatch.core.model import LOCAL
from newswatch.core.rights import Actor, Grant, Role
from newswatch.demo.job import run
from newswatch.demo.portal import DemoPortal
from newswatch.services import accounts, statements
from newswatch.services.opening import open_store

NAME = "demo"
MORNING = datetime(2019, 12, 27, 8, 30, tzinfo=LOCAL)
_SHOWN = "Trần Thị Hoa"


@dataclass(frozen=True, slots=True)
class Lived:
    """The demo's settings, the password of its account, and its clock."""

    settings: Settings
    password: str
    now: Callable[[], datetime]


def live(place: Path, clock: Callable[[], datetime]) -> Lived:
    """Does the demo's job in a folder as of that morning, states the months that have ended, and makes an account that may do everything."""
    ahead = clock() - MORNING

    def now() -> datetime:
        return clock() - ahead

    with DemoPortal(MORNING) as portal:
        settings = run(place, portal, now).settings
    password, actor = secrets.token_urlsafe(12), Actor(NAME)
    with open_store(settings) as store:
        for unit in settings.units:
            statements.reconcile(store, settings, unit, now())
        accounts.add(store, NAME, _SHOWN, (Grant(Role.MANAGER),), now(), actor)
        accounts.set_password(store, NAME, password, now(), actor)
    return Lived(settings, password, now)
