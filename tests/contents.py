"""What a database holds, whatever numbers its rows bear and at which second of an hour they were written: two runs that did the same hold the same."""

import re
import sqlite3
from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from newswatch.core.polling.repeats import times

_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d):\d\d:\d\d(?:\.\d+)?")
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_SENT = re.compile(r'\["Date", "[^"]*"\]')


class Contents:
    """The rows of each table; in place of a row's number stands what the row holds."""

    def __init__(self, path: Path, apart: Collection[str]) -> None:
        self._apart = apart
        self._connection = sqlite3.connect(path)
        self._connection.row_factory = sqlite3.Row
        self._row = cache(self._read)

    def tables(self) -> dict[str, Counter[Any]]:
        """Each table with how often each content stands in it."""
        names = [
            name for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        ]
        names.remove("ledger")  # its heads rest on seconds, and its links on which source was done first
        return {name: Counter(self._plain(name, row) for row in self._connection.execute(f'SELECT * FROM "{name}"')) for name in names}

    def close(self) -> None:
        """Lets the file go."""
        self._connection.close()

    def _plain(self, table: str, row: sqlite3.Row) -> tuple[Any, ...]:
        leads, key = self._leads(table), self._key(table)
        return tuple(
            (name, self._row(*leads[name], row[name]) if name in leads and row[name] is not None else _plainly(name, row[name]))
            for name in row.keys()  # noqa: SIM118 - a Row gives its values
            if name != key and f"{table}.{name}" not in self._apart
        )

    def _read(self, table: str, column: str, value: Any) -> tuple[Any, ...]:
        row = self._connection.execute(f'SELECT * FROM "{table}" WHERE "{column}" = ?', (value,)).fetchone()
        return self._plain(table, row)

    @cache  # noqa: B019 - ends with the test
    def _leads(self, table: str) -> dict[str, tuple[str, str]]:
        rows = self._connection.execute(f'PRAGMA foreign_key_list("{table}")')
        return {row["from"]: (row["table"], row["to"] or self._keys(row["table"])[0]) for row in rows}

    @cache  # noqa: B019 - ends with the test
    def _key(self, table: str) -> str:
        """The column that numbers the rows and says nothing else."""
        return "id" if self._keys(table) == ["id"] else ""

    def _keys(self, table: str) -> list[str]:
        return [row["name"] for row in self._connection.execute(f'PRAGMA table_info("{table}")') if row["pk"]]


def _plainly(column: str, value: Any) -> Any:
    if column == "repeats" and value:
        return tuple((round(at.timestamp() / 60), body) for at, body in times(_BEGIN, value))
    return _SENT.sub("", _INSTANT.sub(r"\1", value)) if isinstance(value, str) else value


def contents(path: Path, *, apart: Collection[str] = ()) -> dict[str, Counter[Any]]:
    """What the database at a path holds, but for some columns (`table.column`)."""
    opened = Contents(path, apart)
    try:
        return opened.tables()
    finally:
        opened.close()


def differences(one: Path, other: Path, *, apart: Collection[str] = ()) -> dict[str, Any]:
    """The rows that only one of two databases holds, by table."""
    left, right = contents(one, apart=apart), contents(other, apart=apart)
    return {name: (left[name] - right[name], right[name] - left[name]) for name in left if left[name] != right[name]}
