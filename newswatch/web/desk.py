"""One request: who asks, of which unit, at what time, and the database, which is opened when it is first needed and closed at the end."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from flask import current_app, g, request

from newswatch.config import Settings, Unit
from newswatch.core.rights import Action, Actor, Grant, may, may_anywhere, units_with
from newswatch.services import board, opening
from newswatch.services.accounts import Account
from newswatch.store.store import Store
from newswatch.web.world import World

FORM_ID = "form_id"


@dataclass
class Desk:
    """What a page works with. `account` is None for a stranger, `unit` for a page that is about none. Everything is as of `now`."""

    world: World
    settings: Settings
    now: datetime
    account: Account | None = None
    token: str = ""
    unit_id: str = ""
    _stores: list[Store] = field(default_factory=list)

    @cached_property
    def store(self) -> Store:
        """The open database. Raises StoreError."""
        opened = opening.open_for_page(self.settings, self.world.enrolled)
        self._stores.append(opened)
        return opened

    def close(self) -> None:
        """Closes the database if it was opened."""
        while self._stores:
            self._stores.pop().close()

    @property
    def has_recorded(self) -> bool:
        """Was anything recorded in this request so far?"""
        return any(store.recorded for store in self._stores)

    @property
    def grants(self) -> tuple[Grant, ...]:
        """What the person may."""
        return self.account.grants if self.account else ()

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The units that the person may see."""
        seen = set(units_with(self.grants, Action.VIEW, [unit.id for unit in self.settings.units]))
        return tuple(unit for unit in self.settings.units if unit.id in seen)

    @property
    def several(self) -> bool:
        """May the person see several units, so that addresses name one?"""
        return len(self.units) > 1

    @property
    def unit(self) -> Unit:
        """The unit that the page is about. The guard has seen to it that the person may see it."""
        return next(unit for unit in self.units if unit.id == self.unit_id)

    @property
    def home(self) -> Unit | None:
        """The unit that stands above the page: the one it is about, else the only one the person may see."""
        found = [unit for unit in self.units if unit.id == self.unit_id] or (list(self.units) if len(self.units) == 1 else [])
        return found[0] if found else None

    def may(self, action: Action) -> bool:
        """May the person do this, on the page's unit, or anywhere on a page that is about none?"""
        return may(self.grants, action, self.unit_id) if self.unit_id else may_anywhere(self.grants, action)

    @property
    def actor(self) -> Actor:
        """Who does what the form asks for, with its one-time id."""
        assert self.account is not None, "only who is logged in does anything"
        return Actor(self.account.display_name, self.account.id, request.remote_addr or "", request.form.get(FORM_ID, "")[:64])

    @cached_property
    def waiting(self) -> int:
        """How many items of that unit wait for a person, 0 where there is none."""
        return board.waiting(self.store, self.home, self.now) if self.home else 0


def desk() -> Desk:
    """The desk of this request."""
    if "desk" not in g:
        world: World = current_app.extensions["newswatch"]
        g.desk = Desk(world, world.settings, world.now())
    found: Desk = g.desk
    return found


def clear_desk(_error: BaseException | None = None) -> None:
    """Closes what this request opened."""
    if "desk" in g:
        g.pop("desk").close()
