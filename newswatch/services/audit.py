"""The list of every write of a person, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newswatch.core.rights import Action
from newswatch.store import audit
from newswatch.store.store import Store, instant

_FIRST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Write:
    """One write: its number, when (UTC), who (`account` is None for one who needed none, at the machine itself), what, in which unit, about what, from
    where."""

    id: int
    at: datetime
    name: str
    account: int | None
    action: Action
    unit: str
    object: str
    address: str


def listed(store: Store, *, units: Iterable[str] | None = None, before: int = _FIRST, most: int = 50) -> list[Write]:
    """The last writes before one with a number, newest first; of some units alone, if their ids are given."""
    return [
        Write(row["id"], at, row["name"], row["account_id"], Action(row["action"]), row["unit"], row["object"], row["address"])
        for row in audit.listed(store, None if units is None else tuple(units), before, most)
        if (at := instant(row["at"]))
    ]
