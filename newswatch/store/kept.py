"""What was judged of units, kept beside the facts: a helper that may be dropped at any time, since all of it can be judged anew.

A row names all that it rests on and is sealed. One that is damaged, or that rests on anything else, is as good as none. No statement is decided here.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from newswatch.store import kept_figures
from newswatch.store.kept_figures import Standing, rows_if_there
from newswatch.store.kept_tables import KEPT
from newswatch.store.schema import statements_of
from newswatch.store.store import Store, instant, stamp

_BUT_ITEMS = "unit_id, year, rests_on, stamp, proofs, since, until, horizon, ground, seal, brief"


@dataclass(frozen=True, slots=True)
class Counters:
    """How often what bears on a unit's count was written (`stamp`), how much of that by polls alone (`proofs`), and how often it was polled."""

    stamp: int
    proofs: int
    polls: int

    @property
    def facts(self) -> int:
        """What advances with everything but polls."""
        return self.stamp - self.proofs


@dataclass(frozen=True, slots=True)
class Kept:
    """One year of a unit as it was judged from the facts at `stamp` and `proofs`, which holds from `since` to before `until`.

    `rests_on` is a digest of the program and settings that judged it, `ground` one of what its items saw of the polls, up to the `horizon` (a row
    and an instant). `items` are None where they were not asked for; `seal` is that of the row it was read
    from, and `was` how that stood. `figures` are those of a year judged just now.
    """

    year: int
    rests_on: str
    stamp: int
    proofs: int
    since: datetime
    until: datetime
    horizon: tuple[int, datetime]
    ground: str
    brief: bytes
    items: bytes | None
    seal: str = ""
    figures: str = ""
    was: Standing | None = None

    @property
    def items_seal(self) -> str:
        """A digest of the items."""
        return hashlib.sha256(self.items).hexdigest() if self.items is not None else self.seal.partition(" ")[2]

    def stands(self, rests_on: str, counters: Counters, now: datetime) -> bool:
        """Does it hold as it is?"""
        return self.rests_on == rests_on and self.stamp == counters.stamp and self.since <= now < self.until


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which items of a unit are the same news, and a digest of what that rests on."""

    rests_on: str
    pairs: bytes


@dataclass(frozen=True, slots=True)
class Fresh:
    """What was judged of a unit and is not kept yet."""

    years: tuple[Kept, ...] = ()
    pairs: Pairs | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A duty that had nothing left to do for a unit, as it stood at these `counters`, from `since` to before `until`; `rests_on` as in `Kept`."""

    rests_on: str
    stamp: int
    polls: int
    since: datetime
    until: datetime

    def stands(self, rests_on: str, counters: Counters, now: datetime) -> bool:
        """Has it still nothing to do?"""
        same = self.rests_on == rests_on and (self.stamp, self.polls) == (counters.stamp, counters.polls)
        return same and self.since <= now < self.until


def counters(store: Store, unit_row: int) -> Counters:
    """The counters of a unit."""
    row = store.rows("SELECT stamp, proofs, polls FROM units WHERE id = ?", unit_row)[0]
    return Counters(row["stamp"], row["proofs"], row["polls"])


def all_counters(store: Store) -> dict[int, Counters]:
    """The counters of every unit by its row."""
    return {r["id"]: Counters(r["stamp"], r["proofs"], r["polls"]) for r in store.rows("SELECT id, stamp, proofs, polls FROM units")}


def of_year(store: Store, unit_row: int, year: int, *, items: bool = True) -> Kept | None:
    """What is kept of a unit's year; None for nothing, or for a damaged row."""
    columns = f"{_BUT_ITEMS}, items" if items else _BUT_ITEMS
    rows = rows_if_there(store, f"SELECT {columns} FROM kept WHERE unit_id = ? AND year = ?", unit_row, year)
    return _kept(rows[0]) if rows and (_sound(rows[0]) if items else _sound_in_brief(rows[0])) else None


def in_brief(store: Store, year: int) -> dict[int, Kept]:
    """What is kept of a year of each unit by its row, without the items."""
    rows = rows_if_there(store, f"SELECT {_BUT_ITEMS} FROM kept WHERE year = ?", year)
    return {row["unit_id"]: _kept(row) for row in rows if _sound_in_brief(row)}


def pairs(store: Store, unit_row: int) -> Pairs | None:
    """What is kept of a unit's pairs; None for nothing, or for a damaged row."""
    rows = rows_if_there(store, "SELECT * FROM kept_pairs WHERE unit_id = ?", unit_row)
    found = [Pairs(r["rests_on"], r["pairs"]) for r in rows if r["seal"] == _seal_of(r)]
    return found[0] if found else None


def keep(store: Store, unit_row: int, fresh: Fresh) -> None:
    """Keeps what was judged of a unit in place of what was kept, within a transaction.

    What was read without its items only holds from now on: its items stay, if they are those it was kept with.
    """
    _make(store)
    if fresh.pairs:
        row = {"unit_id": unit_row, "rests_on": fresh.pairs.rests_on, "pairs": fresh.pairs.pairs}
        _put(store, "kept_pairs", row | {"seal": _seal(row)})
    for one in fresh.years:
        values = _values(unit_row, one)
        _keep_figures(store, unit_row, one, Standing(*(values[name] for name in Standing._fields)))
        seal = f"{_seal(values)} {one.items_seal}"
        if one.items is not None:
            _put(store, "kept", values | {"seal": seal, "items": one.items})
        else:
            sql = "UPDATE kept SET stamp = ?, proofs = ?, since = ?, until = ?, seal = ? WHERE unit_id = ? AND year = ? AND seal = ?"
            moved = (values[name] for name in ("stamp", "proofs", "since", "until"))
            store.run_sql(sql, *moved, seal, unit_row, one.year, one.seal)


def _keep_figures(store: Store, unit_row: int, one: Kept, standing: Standing) -> None:
    if one.was is None:
        kept_figures.put(store, unit_row, one.year, standing, one.figures)
    else:
        kept_figures.move(store, unit_row, one.year, one.was, standing)


def _put(store: Store, table: str, values: dict[str, Any]) -> None:
    store.run_sql(f"INSERT OR REPLACE INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", *values.values())


def _values(unit_row: int, one: Kept) -> dict[str, Any]:
    return {
        "unit_id": unit_row,
        "year": one.year,
        "rests_on": one.rests_on,
        "stamp": one.stamp,
        "proofs": one.proofs,
        "since": stamp(one.since),
        "until": stamp(one.until),
        "horizon": f"{one.horizon[0]} {stamp(one.horizon[1])}",
        "ground": one.ground,
        "brief": one.brief,
    }


def done(store: Store, duty: str, unit_row: int | None = None) -> dict[int, Done]:
    """What a duty had nothing left to do for, by the unit's row; of one unit if it is named."""
    if unit_row is None:
        rows = rows_if_there(store, "SELECT * FROM done WHERE duty = ?", duty)
    else:
        rows = rows_if_there(store, "SELECT * FROM done WHERE unit_id = ? AND duty = ?", unit_row, duty)
    sound = (row for row in rows if row["seal"] == _seal_of(row))
    return {r["unit_id"]: Done(r["rests_on"], r["stamp"], r["polls"], _at(r["since"]), _at(r["until"])) for r in sound}


def note_done(store: Store, unit_row: int, duty: str, rests_on: str, at: Counters, since: datetime, until: datetime) -> None:
    """Notes that a duty has nothing left to do for a unit, within a transaction."""
    _make(store)
    values = {
        "unit_id": unit_row,
        "duty": duty,
        "rests_on": rests_on,
        "stamp": at.stamp,
        "polls": at.polls,
        "since": stamp(since),
        "until": stamp(until),
    }
    _put(store, "done", values | {"seal": _seal(values)})


def years(store: Store) -> dict[int, list[int]]:
    """The years that are kept of each unit, by its row."""
    found = defaultdict[int, list[int]](list)
    for row in rows_if_there(store, "SELECT unit_id, year FROM kept ORDER BY unit_id, year"):
        found[row["unit_id"]].append(row["year"])
    return found


def drop(store: Store, unit_rows: Iterable[int]) -> None:
    """Forgets all that was kept of some units, within a transaction."""
    _make(store)
    for row in unit_rows:
        for table in ("kept", "kept_figures", "kept_pairs", "done"):
            store.run_sql(f"DELETE FROM {table} WHERE unit_id = ?", row)


def _make(store: Store) -> None:
    """Makes the tables where they were dropped."""
    for statement in _statements():
        store.run_sql(statement)


@cache
def _statements() -> list[str]:
    return [*statements_of(KEPT), kept_figures.MADE]


def _kept(row: dict[str, Any]) -> Kept:
    poll, at = row["horizon"].split(" ")
    return Kept(
        row["year"],
        row["rests_on"],
        row["stamp"],
        row["proofs"],
        _at(row["since"]),
        _at(row["until"]),
        (int(poll), _at(at)),
        row["ground"],
        row["brief"],
        row.get("items"),
        row["seal"],
        was=Standing(row["rests_on"], row["stamp"], row["since"], row["until"]),
    )


def _at(text: str) -> datetime:
    at = instant(text)
    assert at is not None
    return at


def _sound(row: dict[str, Any]) -> bool:
    return _sound_in_brief(row) and row["seal"].partition(" ")[2] == hashlib.sha256(row["items"]).hexdigest()


def _sound_in_brief(row: dict[str, Any]) -> bool:
    return str(row["seal"]).partition(" ")[0] == _seal_of(row)


def _seal_of(row: dict[str, Any]) -> str:
    return _seal({name: value for name, value in row.items() if name not in ("seal", "items")})


def _seal(values: dict[str, Any]) -> str:
    """A digest of a row's columns but for the seal and the items, whatever their order."""
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()
