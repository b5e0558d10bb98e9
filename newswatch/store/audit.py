"""The list of every write of a person: who, when, what, in which unit, about what, from where. Rows are only ever added."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newswatch.core.rights import Action, Actor
from newswatch.errors import AlreadyDone
from newswatch.store.store import Store, stamp


@dataclass(frozen=True, slots=True)
class What:
    """What a write is: the action, the unit's id (empty for what is of none), and about what, such as `item 17, decision 3`."""

    action: Action
    unit: str = ""
    object: str = ""


def add(store: Store, actor: Actor, what: What, now: datetime) -> None:
    """Notes one write, within its transaction. Raises AlreadyDone if the form it comes from was used before."""
    if actor.form and (before := store.rows("SELECT object FROM writes WHERE form = ?", actor.form)):
        raise AlreadyDone(before[0]["object"])
    store.run_sql(
        "INSERT INTO writes (at, account_id, name, action, unit, object, address, form) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        stamp(now),
        actor.account,
        actor.name,
        str(what.action),
        what.unit,
        what.object,
        actor.address,
        actor.form or None,
    )


def listed(store: Store, units: tuple[str, ...] | None, before: int, most: int) -> list[dict[str, Any]]:
    """The last writes before one with a number, newest first; of some units alone, if they are named."""
    where, named = ("", ()) if units is None else (f" AND unit IN ({', '.join('?' * len(units))})", units)
    return store.rows(f"SELECT * FROM writes WHERE id < ?{where} ORDER BY id DESC LIMIT ?", before, *named, most)
