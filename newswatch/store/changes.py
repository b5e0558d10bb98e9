"""The changes of the tables, in their order. sqlite-utils carries them out; it is loaded only where a database lacks one."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    Change = Callable[[Database], None]


class Changes:
    """One set of changes, each known by the name of its function. A database notes in `table` which of them it has."""

    table = "_sqlite_migrations"

    def __init__(self, name: str) -> None:
        self._name = name
        self._changes: list[Change] = []

    def __call__(self) -> Callable[[Change], Change]:
        """Adds the function it decorates as the last change."""

        def add(change: Change) -> Change:
            self._changes.append(change)
            return change

        return add

    def lacking(self, db: sqlite3.Connection) -> bool:
        """Does the database lack one of the changes? Writes nothing."""
        done = self.noted(db)
        return any(change.__name__ not in done for change in self._changes)

    def noted(self, db: sqlite3.Connection) -> tuple[str, ...]:
        """The changes that the database has by its own account, in their order; none if it keeps no such account. Writes nothing."""
        if not db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (self.table,)).fetchone():
            return ()
        return tuple(name for (name,) in db.execute(f"SELECT name FROM {self.table} WHERE migration_set = ? ORDER BY id", (self._name,)))

    def unknown(self, db: sqlite3.Connection) -> str:
        """The first change that the database has and this program does not know; empty if it knows all."""
        known = {change.__name__ for change in self._changes}
        return next((name for name in self.noted(db) if name not in known), "")

    def apply(self, db: sqlite3.Connection, finish: Callable[[sqlite3.Connection], None]) -> None:
        """Makes the changes that the database lacks, all in one transaction, which ends with `finish`.

        Another process that opens the database meanwhile waits, and finds none left.
        """
        from sqlite_utils import Database, Migrations  # takes as long to load as all of a cold `newswatch status` besides

        wanted, opened = Migrations(self._name), Database(db)
        for change in self._changes:
            wanted()(change)
        opened.execute("BEGIN IMMEDIATE")
        try:
            wanted.apply(opened)
            finish(db)
            opened.execute("COMMIT")
        except BaseException:
            opened.rollback()
            raise
