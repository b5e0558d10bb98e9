"""All rows of one unit, taken out into a database of their own, and taken into another one under its numbers.

What rows say stays as it is: their numbers change, and the chain of the unit's ledger, which names rows by what they are, stays whole.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from newswatch.errors import InputError, StoreError
from newswatch.store import gaps, ledger, ledger_walk
from newswatch.store.ledger_kinds import KINDS
from newswatch.store.relations import Relations, Table, relations
from newswatch.store.store import Store

_BATCH = 500
_OWN = ("units", "sources", "ledger", "adoptions")
"""What may be there of a unit that is taken in: what the configuration alone has written."""

Numbers = dict[str, dict[Any, int]]
"""Of each table with numbers of its own the new number of each row by its old one."""


def only_unit(store: Store) -> int:
    """The row of the one unit of a database that `extract` wrote. Raises InputError if there are others, or none."""
    found = store.rows("SELECT id FROM units")
    if len(found) != 1:
        raise InputError(f"{store.path}: expected the history of one unit, found {len(found)}")
    return int(found[0]["id"])


def extract(store: Store, unit_row: int, target: Path) -> None:
    """Writes all rows of a unit, and those that they name, into a new database. Raises StoreError."""
    Store.open(target).close()
    try:
        with _attached(sqlite3.connect(target, isolation_level=None, uri=True), store.path) as db:
            db.execute("BEGIN IMMEDIATE")
            triggers = _without_triggers(db)
            found = relations(db)
            for name in found.owned:
                _take(db, found.tables[name], found.of_unit(name), unit_row)
            _take_shared(db, found)
            for sql in triggers:
                db.execute(sql)
            db.execute("COMMIT")
    except sqlite3.Error as error:
        raise StoreError(f"{store.path}: the unit's rows can't be written to {target}: {error}; is there room on the disk?") from error


@contextmanager
def _attached(db: sqlite3.Connection, other: Path) -> Iterator[sqlite3.Connection]:
    """A connection with another database beside it, as `other`, which is only read; closed at the end."""
    try:
        db.execute("ATTACH ? AS other", (f"file:{quote(str(other))}?mode=ro",))
        yield db
    finally:
        db.close()


def _without_triggers(db: sqlite3.Connection) -> list[str]:
    """Drops all triggers, within a transaction; gives what makes them again."""
    found = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in found:
        db.execute(f"DROP TRIGGER {name}")
    return [sql for _, sql in found]


def _take(db: sqlite3.Connection, table: Table, where: str, *params: object) -> None:
    columns = ", ".join(table.columns)
    db.execute(
        f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM other.{table.name} WHERE {where.replace('FROM ', 'FROM other.')}",
        params,
    )


def _take_shared(db: sqlite3.Connection, found: Relations) -> None:
    """Takes the rows that those taken name, from table to table, then what is said besides of them, and the rows that this names."""
    for name in reversed(found.order):
        if name in found.shared and name not in found.besides:
            _take_named(db, found, name, [(table, column) for table, column, _ in found.naming(name)])
    for name, (column, parent) in found.besides.items():
        _take_named(db, found, name, [(parent, column)])
        for column, (other, _) in found.tables[name].names.items():
            if other != parent:
                _take_named(db, found, other, [(name, column)])


def _take_named(db: sqlite3.Connection, found: Relations, name: str, named_by: Sequence[tuple[str, str]]) -> None:
    """Takes the rows of a table whose keys stand in columns of others."""
    (key, *_), columns = found.tables[name].key, ", ".join(found.tables[name].columns)
    wanted = " UNION ".join(f"SELECT {column} FROM main.{table}" for table, column in named_by)
    db.execute(
        f"INSERT INTO {name} ({columns}) SELECT {columns} FROM other.{name} WHERE {key} IN ({wanted}) AND {key} NOT IN (SELECT {key} FROM main.{name})"
    )


def absorb(store: Store, source: Path, handed_at: datetime, now: datetime) -> str:
    """Takes all rows of the one unit of another database into this one, in one transaction; gives the unit's id.

    Mails that waited there are in doubt here, and so is what the board is told first. Raises InputError if something is known of the unit here
    already, or if its chain is not whole.
    """
    db = store.connection
    try:
        db.execute("ATTACH ? AS other", (str(source),))
        try:
            with store.writing():
                return _Absorbing(store, handed_at, now).done()
        finally:
            db.execute("DETACH other")
    except sqlite3.Error as error:
        raise StoreError(f"{store.path}: the unit's rows can't be taken in: {error}; nothing was written") from error


class _Absorbing:
    """One unit on its way into a database."""

    def __init__(self, store: Store, handed_at: datetime, now: datetime) -> None:
        self.store, self.db, self.handed_at, self.now = store, store.connection, handed_at, now
        self.relations = relations(self.db)
        self.numbers: Numbers = {}
        self.key: str
        [(self.old, self.key, self.name, self.kind)] = self.db.execute("SELECT id, key, name, kind FROM other.units").fetchall()

    def done(self) -> str:
        since = ledger.mark(self.db)
        unit = self._unit()
        self._check_nothing_known(unit)
        self._clear(unit)
        for name in self.relations.order:
            if name not in ("units", "ledger"):
                self._add(self.relations.tables[name])
        self._add_links(unit)
        self.db.execute("DELETE FROM unsealed WHERE id > ?", (since,))
        gaps.begin(self.store, self.handed_at, self.now, unit)
        chain = ledger_walk.walk(self.store, self.key, unit)
        if chain.broken:
            first = chain.faults[0]
            raise InputError(f"{self.key}: its chain is not whole ({first.what}: {first.table} {first.row}); nothing was taken in")
        return self.key

    def _unit(self) -> int:
        into = "INSERT INTO units (key, name, kind) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING"
        self.db.execute(into, (self.key, self.name, self.kind))
        found = int(self.db.execute("SELECT id FROM units WHERE key = ?", (self.key,)).fetchone()[0])
        self.numbers["units"] = {self.old: found}
        return found

    def _check_nothing_known(self, unit: int) -> None:
        for name in sorted(self.relations.owned - {*_OWN}):
            if self.db.execute(f"SELECT 1 FROM {name} WHERE {self.relations.of_unit(name)} LIMIT 1", (unit,)).fetchone():
                raise InputError(
                    f"{self.key}: {self.store.path} knows something of this unit already ({name}); a history is taken in before a unit is watched or "
                    "closed here, so take it in first and name the unit in config.toml then"
                )

    def _clear(self, unit: int) -> None:
        """Removes the sources that the configuration named so far, with their links: those that are handed over come first."""
        [(stays,)] = self.db.execute("SELECT sql FROM sqlite_master WHERE name = 'ledger_not_deleted'").fetchall()
        self.db.execute("DROP TRIGGER ledger_not_deleted")
        self.db.execute("DELETE FROM ledger WHERE unit_id = ?", (unit,))
        self.db.execute(stays)
        self.db.execute("DELETE FROM sources WHERE unit_id = ?", (unit,))

    def _add(self, table: Table) -> None:
        columns = ", ".join(table.columns)
        if not table.numbered and not any(parent in self.numbers for parent, _ in table.names.values()):
            kept = (
                " ON CONFLICT DO UPDATE SET body = excluded.body WHERE captures.body = x''"
                if table.name == "captures"
                else " ON CONFLICT DO NOTHING"
            )
            self.db.execute(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM other.{table.name} WHERE true{kept}")
            return
        rows = self.db.execute(f"SELECT {columns} FROM other.{table.name} ORDER BY {', '.join(table.key)}")
        self._insert(table, rows)

    def _insert(self, table: Table, rows: sqlite3.Cursor) -> None:
        into = f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({', '.join('?' * len(table.columns))})"
        if table.numbered:
            last = self.db.execute(f"SELECT coalesce(max({table.key[0]}), 0) FROM main.{table.name}").fetchone()[0]
            numbers, following = self.numbers.setdefault(table.name, {}), count(last + 1)
        while batch := rows.fetchmany(_BATCH):
            anew = []
            for row in batch:
                values = dict(zip(table.columns, row, strict=True))
                if table.numbered:
                    numbers[values[table.key[0]]] = values[table.key[0]] = next(following)
                anew.append(tuple(self._renumbered(table, values).values()))
            self.db.executemany(into, anew)

    def _renumbered(self, table: Table, values: dict[str, Any]) -> dict[str, Any]:
        for column, (parent, _) in table.names.items():
            if parent in self.numbers and values[column] is not None:
                values[column] = self.numbers[parent][values[column]]
        if table.name == "statements":
            items = self.numbers["items"]
            values["counted"] = json.dumps([items.get(item, item) for item in json.loads(values["counted"])])
            values["causes"] = json.dumps(_items_in(json.loads(values["causes"]), items), ensure_ascii=False)
        return values

    def _add_links(self, unit: int) -> None:
        links = self.db.execute("SELECT link, kind, row, head, digest FROM other.ledger ORDER BY link")
        while batch := links.fetchmany(_BATCH):
            anew = [(unit, link, kind, self._row(kind, row), head, digest) for link, kind, row, head, digest in batch]
            self.db.executemany("INSERT INTO ledger (unit_id, link, kind, row, head, digest) VALUES (?, ?, ?, ?, ?, ?)", anew)

    def _row(self, kind: str, row: Any) -> Any:
        """The key of a link's row in this database."""
        table = self.relations.tables[KINDS[kind].source]
        columns = [part.removeprefix("$r.") for part in KINDS[kind].key.split(" || ' ' || ")]
        if len(columns) == 1:
            return self._number(table, columns[0], row)
        parts = zip(columns, str(row).split(" ", len(columns) - 1), strict=True)
        return " ".join(str(self._number(table, column, int(part) if column in table.names else part)) for column, part in parts)

    def _number(self, table: Table, column: str, value: Any) -> Any:
        of = table.name if (column,) == table.key and table.numbered else table.names.get(column, ("", ""))[0]
        return self.numbers[of].get(value, value) if of in self.numbers else value


def _items_in(value: Any, items: Mapping[Any, int]) -> Any:
    """Causes with the numbers of their items as they are here."""
    if isinstance(value, dict):
        return {k: items.get(v, v) if k == "item" and isinstance(v, int) else _items_in(v, items) for k, v in value.items()}
    return [_items_in(one, items) for one in value] if isinstance(value, list) else value
