"""Which tables hold rows of a unit, read from the tables themselves, so that a table added later is never forgotten."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from newswatch.store.account_tables import OF_THIS_DATABASE

HELPERS = frozenset(
    (
        *("kept", "kept_pairs", "kept_figures", "done", "gone_over", "duties", "gaps", "copying", "copied_units", "budgets_told"),
        *("indexed_units", "indexed_items", "indexed_keys", "unindexed"),
        *("whole_since", "unsealed", "begun", "requests", "_sqlite_migrations"),
        *OF_THIS_DATABASE,
        *("found_items", "found_up_to", "found_words"),
        *(f"found_words_{part}" for part in ("config", "content", "data", "docsize", "idx")),
    )
)
"""Tables that are made anew from the others, or are about this database alone."""

_SOFT = {
    ("intakes", "sha256"): ("log_files", "sha256"),
    ("statements", "rule_digest"): ("texts", "digest"),
    ("decisions", "lexicon"): ("texts", "digest"),
}
"""References that no foreign key states, since the row named may not be there."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns that hold values, its key, whether the key is a number of its own, which columns name rows of which others, and which are
    never empty."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    numbered: bool
    names: Mapping[str, tuple[str, str]]
    stated: frozenset[str]


@dataclass(frozen=True)
class Relations:
    """All tables of a database by name."""

    tables: Mapping[str, Table]

    @cached_property
    def owned(self) -> frozenset[str]:
        """The tables each of whose rows belongs to one unit."""
        found = {"units"}
        while more := {t.name for t in self.tables.values() if t.name not in found and found & {p for p, _ in self._hard(t).values()}}:
            found |= more
        return frozenset(found)

    @cached_property
    def shared(self) -> frozenset[str]:
        """The tables whose rows those of several units may name."""
        return frozenset(self.tables) - self.owned

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The tables, each after those that it names."""
        found: list[str] = []
        while len(found) < len(self.tables):
            found += sorted(
                t.name for t in self.tables.values() if t.name not in found and {p for p, _ in t.names.values()} - {t.name} <= {*found}
            )
        return tuple(found)

    def of_unit(self, name: str) -> str:
        """An SQL condition, with one parameter, that holds for the rows of a table that belong to the unit with that row id."""
        if name == "units":
            return "id = ?"
        column, (parent, key) = next((c, to) for c, to in self._hard(self.tables[name]).items() if to[0] in self.owned)
        return f"{column} IN (SELECT {key} FROM {parent} WHERE {self.of_unit(parent)})"

    @cached_property
    def besides(self) -> dict[str, tuple[str, str]]:
        """The shared tables whose rows say more of rows of another one, under the same key: the column, and that other table."""
        keyed = ((name, self.tables[name]) for name in self.shared)
        return {name: (t.key[0], t.names[t.key[0]][0]) for name, t in keyed if t.key[0] in t.names}

    def naming(self, name: str) -> list[tuple[str, str, str]]:
        """The columns that name rows of a table: (table, column, the column named)."""
        return [(t.name, c, key) for t in self.tables.values() for c, (parent, key) in t.names.items() if parent == name]

    def _hard(self, table: Table) -> dict[str, tuple[str, str]]:
        """The rows that each row of a table names, so that it can't be without them."""
        return {
            column: to
            for column, to in table.names.items()
            if (table.name, column) not in _SOFT and to[0] != table.name and column in table.stated
        }


def relations(db: sqlite3.Connection) -> Relations:
    """The tables of a database that hold facts."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    keys = {name: _key(db, name) for name in names}
    facts = [name for name in names if name not in HELPERS and not name.startswith("sqlite_")]
    return Relations({name: _table(db, name, keys) for name in facts})


def _table(db: sqlite3.Connection, name: str, keys: Mapping[str, tuple[str, ...]]) -> Table:
    columns = [(c[1], c[2]) for c in db.execute(f"PRAGMA table_xinfo({name})") if not c[6]]
    stated = frozenset(c[1] for c in db.execute(f"PRAGMA table_xinfo({name})") if c[3] or c[5])
    named = {f[3]: (f[2], f[4] or keys[f[2]][0]) for f in db.execute(f"PRAGMA foreign_key_list({name})")}
    soft = {column: to for (table, column), to in _SOFT.items() if table == name}
    key = keys[name]
    numbered = len(key) == 1 and key[0] not in named and dict(columns)[key[0]] == "INTEGER"
    return Table(name, tuple(c for c, _ in columns), key, numbered, {**named, **soft}, stated)


def _key(db: sqlite3.Connection, name: str) -> tuple[str, ...]:
    ranked = sorted((c[5], c[1]) for c in db.execute(f"PRAGMA table_xinfo({name})") if c[5])
    return tuple(column for _, column in ranked)
