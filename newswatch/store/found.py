"""A helper for finding items: of each its day, channel and verdict, and its words as they are looked for. It follows the facts when it is asked, may be
dropped at any time, and is made anew from them.

A word stands in it with its marks and without, so that either way of typing finds it. Words are spelled in ASCII letters, digits and signs for all
other letters (`spelled`), so that SQLite's own idea of letters never matters, and what a person types is never syntax.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from newswatch.core.text import bare, words
from newswatch.store.kept_figures import rows_if_there
from newswatch.store.schema import statements_of
from newswatch.store.store import Store

TABLES = ("found_items", "found_up_to", "found_words", *(f"found_words_{part}" for part in ("config", "content", "data", "docsize", "idx")))

_MADE = """
CREATE TABLE IF NOT EXISTS found_items (
    item_id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL, day TEXT NOT NULL, channel TEXT NOT NULL, verdict TEXT NOT NULL, domain TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS found_of_unit ON found_items (unit_id, day DESC, item_id DESC, channel, verdict, domain);
CREATE VIRTUAL TABLE IF NOT EXISTS found_words USING fts5 (words, detail = none, tokenize = "ascii tokenchars '_'");
CREATE TABLE IF NOT EXISTS found_up_to (
    observation INTEGER NOT NULL, decision INTEGER NOT NULL, bulletin INTEGER NOT NULL, voided INTEGER NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
"""
_SUMMARY = 300
"""Characters of a text that are looked through besides the title: the lead of an article, the summary of a bulletin."""

HAS_WORDS = "item_id IN (SELECT rowid FROM found_words WHERE found_words MATCH ?)"
"""The condition of a query (`asked`)."""

_LONGEST_WORD = 60
_MARKS = """SELECT (SELECT coalesce(max(id), 0) FROM observations) AS observation, (SELECT coalesce(max(id), 0) FROM decisions) AS decision,
    (SELECT coalesce(max(item_id), 0) FROM bulletins) AS bulletin,
    (SELECT count(*) FROM bulletins WHERE voided_at IS NOT NULL) AS voided, (SELECT count(*) FROM withdrawals) AS withdrawn"""
_DUE = {
    "observation": "SELECT item_id FROM observations WHERE id > ?",
    "decision": "SELECT item_id FROM decisions WHERE id > ?",
    "bulletin": "SELECT item_id FROM bulletins WHERE item_id > ?",
    "voided": "SELECT item_id FROM bulletins WHERE voided_at IS NOT NULL AND -1 < ?",
    "withdrawn": "SELECT d.item_id FROM withdrawals w JOIN decisions d ON d.id = w.decision_id WHERE -1 < ?",
}
_FACTS = f"""SELECT id, unit_id, coalesce(settled_on, local_day, '') AS day, channel, verdict, coalesce(domain, '') AS domain, title,
    substr(text, 1, {_SUMMARY}) AS summary FROM countables WHERE id IN (SELECT value FROM json_each(?))"""


def due(store: Store) -> tuple[list[int], dict[str, int]]:
    """The items of which something was written since the helper last followed, newest first, and the marks up to which that goes."""
    [marks] = store.rows(_MARKS)
    before = (rows_if_there(store, "SELECT * FROM found_up_to") or [dict.fromkeys(marks, 0)])[0]
    asked = [(sql, before[name]) for name, sql in _DUE.items() if marks[name] != before[name]]
    return sorted({row["item_id"] for sql, mark in asked for row in store.rows(sql, mark)}, reverse=True), marks


def put(store: Store, item_ids: Sequence[int]) -> None:
    """Writes items anew as they stand, within a transaction; those that don't any more (voided bulletins) go."""
    for statement in statements_of(_MADE):
        store.run_sql(statement)
    there = store.rows(_FACTS, json.dumps(list(item_ids)))
    for item_id in set(item_ids) - {row["id"] for row in there}:
        store.run_sql("DELETE FROM found_items WHERE item_id = ?", item_id)
        store.run_sql("DELETE FROM found_words WHERE rowid = ?", item_id)
    for row in there:
        facts = (row[name] for name in ("id", "unit_id", "day", "channel", "verdict", "domain"))
        store.run_sql(
            "INSERT OR REPLACE INTO found_items (item_id, unit_id, day, channel, verdict, domain) VALUES (?, ?, ?, ?, ?, ?)", *facts
        )
        told = " ".join(dict.fromkeys(_forms(f"{row['title']} {row['summary']}")))
        store.run_sql("INSERT OR REPLACE INTO found_words (rowid, words) VALUES (?, ?)", row["id"], told)


def follow(store: Store, marks: dict[str, int]) -> None:
    """Notes up to where the helper has followed, within a transaction."""
    store.run_sql("DELETE FROM found_up_to")
    store.run_sql(f"INSERT INTO found_up_to ({', '.join(marks)}) VALUES (?, ?, ?, ?, ?)", *marks.values())


def drop(store: Store) -> None:
    """Forgets all of it, within a transaction."""
    for table in TABLES[:3]:
        store.run_sql(f"DROP TABLE IF EXISTS {table}")


def count(store: Store, unit_row: int, where: Sequence[tuple[str, object]], most: int) -> int:
    """How many items of a unit meet the conditions; of more than `most`, that many: to count on takes as long as there are items."""
    told, given = _conditions(where)
    sql = f"SELECT count(*) AS n FROM (SELECT 1 FROM found_items WHERE unit_id = ?{told} LIMIT ?)"
    rows = rows_if_there(store, sql, unit_row, *given, most)
    return int(rows[0]["n"]) if rows else 0


def page(
    store: Store, unit_row: int, where: Sequence[tuple[str, object]], after: tuple[str, int] | None, most: int
) -> list[dict[str, Any]]:
    """The items of a unit that meet the conditions, by day and id, the last first, from after one of them on."""
    told, given = _conditions([*where, *([("(day, item_id) < (?, ?)", after)] if after else [])])
    sql = f"SELECT item_id, day FROM found_items WHERE unit_id = ?{told} ORDER BY day DESC, item_id DESC LIMIT ?"
    return rows_if_there(store, sql, unit_row, *given, most)


def matching(store: Store, unit_row: int, query: str) -> list[int]:
    """Every item of a unit that meets a query."""
    return [
        row["item_id"]
        for row in rows_if_there(store, f"SELECT item_id FROM found_items WHERE unit_id = ? AND {HAS_WORDS}", unit_row, query)
    ]


def years(store: Store, unit_row: int) -> list[str]:
    """The years of the days of a unit's items, each found by the last day before the one found last: no item is walked."""
    last = "SELECT max(day) FROM found_items WHERE unit_id = ?1"
    sql = f"""WITH RECURSIVE found (year) AS (SELECT substr(({last}), 1, 4)
        UNION ALL SELECT substr(({last} AND day < year), 1, 4) FROM found WHERE year <> '')
        SELECT year FROM found WHERE year <> '' ORDER BY year"""
    return [row["year"] for row in rows_if_there(store, sql, unit_row)]


def asked(text: str) -> str | None:
    """The query for all words of a text, of which the last may only have begun; None if it has none. Nothing of it is syntax."""
    found = [spelled(word[:_LONGEST_WORD]) for word in words(text)]
    return " AND ".join([*(f'"{word}"' for word in found[:-1]), f'"{found[-1]}" *']) if found else None


def spelled(word: str) -> str:
    """A folded word in ASCII: other letters by their numbers."""
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in word)


def _forms(text: str) -> Iterator[str]:
    for word in words(text):
        yield spelled(word[:_LONGEST_WORD])
        if not word.isascii():
            yield from map(spelled, words(bare(word))[:1])


def _conditions(where: Iterable[tuple[str, object]]) -> tuple[str, list[object]]:
    """Conditions as SQL, and what is given for them."""
    told, given = "", list[object]()
    for sql, values in where:
        told += f" AND {sql}"
        given += values if isinstance(values, tuple) else [values]
    return told, given
