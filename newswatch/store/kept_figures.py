"""The figures of units' years as they were judged, in rows so small that those of a whole country are read at once.

They are kept and moved on together with the years (`kept`), name all that they rest on, are sealed, and may be dropped at any time.
"""

import hashlib
from datetime import datetime
from typing import Any, NamedTuple

from newswatch.errors import StoreError
from newswatch.store.store import Store, stamp

MADE = """CREATE TABLE IF NOT EXISTS kept_figures (
    year INTEGER NOT NULL, unit_id INTEGER NOT NULL REFERENCES units, rests_on TEXT NOT NULL, stamp INTEGER NOT NULL, since TEXT NOT NULL,
    until TEXT NOT NULL, figures TEXT NOT NULL, seal TEXT NOT NULL, PRIMARY KEY (year, unit_id)
) STRICT, WITHOUT ROWID"""
_PUT = "INSERT OR REPLACE INTO kept_figures (year, unit_id, rests_on, stamp, since, until, figures, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_COLUMNS = "rests_on, stamp, since, until, figures, seal"


class Standing(NamedTuple):
    """On what a kept year rests, the unit's stamp then, and from when to before when it holds (as stored)."""

    rests_on: str
    stamp: int
    since: str
    until: str


def put(store: Store, unit_row: int, year: int, standing: Standing, figures: str) -> None:
    """Keeps the figures of a year, within a transaction."""
    store.run_sql(_PUT, year, unit_row, *standing, figures, _seal(year, unit_row, standing, figures))


def move(store: Store, unit_row: int, year: int, before: Standing, standing: Standing) -> None:
    """Lets the figures that stood so `before` stand otherwise, within a transaction; any others are left as they are."""
    for row in rows_if_there(store, f"SELECT {_COLUMNS} FROM kept_figures WHERE year = ? AND unit_id = ?", year, unit_row):
        known, figures = _of(row)
        if known == before and row["seal"] == _seal(year, unit_row, known, figures):
            put(store, unit_row, year, standing, figures)


def of_year(store: Store, year: int, now: datetime) -> dict[int, tuple[Standing, str]]:
    """The figures of a year that hold at `now`, by the unit's row, as long as the stamp and what they rest on stand; damaged rows left out."""
    found, at = dict[int, tuple[Standing, str]](), stamp(now)
    for row in rows_if_there(
        store, f"SELECT unit_id, {_COLUMNS} FROM kept_figures WHERE year = ? AND since <= ? AND until > ?", year, at, at
    ):
        standing, figures = _of(row)
        if row["seal"] == _seal(year, row["unit_id"], standing, figures):
            found[row["unit_id"]] = standing, figures
    return found


def rows_if_there(store: Store, sql: str, *params: object) -> list[dict[str, Any]]:
    """The rows of a query to a helper table; none where the table was dropped."""
    try:
        return store.rows(sql, *params)
    except StoreError as error:
        if "no such table" in str(error.__cause__):
            return []
        raise


def _of(row: dict[str, Any]) -> tuple[Standing, str]:
    return Standing(row["rests_on"], row["stamp"], row["since"], row["until"]), row["figures"]


def _seal(year: int, unit_row: int, standing: Standing, figures: str) -> str:
    return hashlib.sha256(repr((year, unit_row, *standing, figures)).encode("utf-8", "surrogatepass")).hexdigest()
