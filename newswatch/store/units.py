"""The configured units and sources as small rows, so that what is stored can refer to them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from hashlib import sha256

from newswatch.config import Source, Unit
from newswatch.errors import StoreError
from newswatch.store.store import Store, instant


def enroll(store: Store, units: Sequence[Unit], begin: Callable[[], AbstractContextManager[None]] | None = None) -> None:
    """Mirrors the configured units and sources into rows, and remembers the ids of the rows for as long as the store is open.

    `begin` opens the transaction for what is new (default: `store.writing`).

    A source is its address and its profile: when either changes, another row begins, so that what was seen under the old one proves nothing of the
    new one. Its id is a name only. A database that may only be read keeps the rows it has.
    """
    found = _rows_of(store, units)
    if store.writable and _stale(store, units, found):
        with (begin or store.writing)():
            for unit in units:
                _mirror(store, unit, found)
        found = _rows_of(store, units)
    adopt(store, found)


def adopt(store: Store, found: Mapping[tuple[str, str], int]) -> None:
    """Takes the ids of rows as somebody else found them, as in `Store.enrolled`."""
    store.enrolled = found
    store.present = {row: source_id for (_, source_id), row in found.items() if source_id}


def rows_digest(store: Store) -> str:
    """A digest (hex) of all rows of units and sources by which they are known: in a tenth of the time that matching them with settings takes."""
    told = store.rows(
        """SELECT (SELECT group_concat(id || ' ' || key, char(10)) FROM units) AS units,
               (SELECT group_concat(id || ' ' || unit_id || ' ' || key || ' ' || url || ' ' || profile, char(10)) FROM sources) AS sources"""
    )
    return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def unit_row(store: Store, unit: Unit) -> int:
    """The id of a unit's row. Raises StoreError if the unit is not in the database."""
    return _row(store, unit.id, "")


def source_row(store: Store, unit: Unit, source: Source) -> int:
    """The id of a source's row. Raises StoreError if the source is not in the database."""
    return _row(store, unit.id, source.id)


def present_sources(store: Store) -> Mapping[int, str]:
    """The configured id of each source row that is in force."""
    return store.present


def source_labels(store: Store, unit_id: int) -> dict[int, str]:
    """A name for each source row a unit ever had: the configured id of the present ones, for earlier ones that id with the number of the row."""
    present = present_sources(store)
    rows = store.rows("SELECT id, key FROM sources WHERE unit_id = ? ORDER BY id", unit_id)
    return {r["id"]: present.get(r["id"], f"{r['key']}#{r['id']}") for r in rows}


def all_source_labels(store: Store) -> dict[int, dict[int, str]]:
    """The same for every unit, by its row."""
    present, found = present_sources(store), defaultdict[int, dict[int, str]](dict)
    for row in store.rows("SELECT id, unit_id, key FROM sources ORDER BY id"):
        found[row["unit_id"]][row["id"]] = present.get(row["id"], f"{row['key']}#{row['id']}")
    return found


def stamp_of(store: Store, unit_id: int) -> int:
    """The unit's stamp: every write that bears on its count has advanced it (triggers in `upgrades`)."""
    return int(store.rows("SELECT stamp FROM units WHERE id = ?", unit_id)[0]["stamp"])


def watched_since(store: Store, unit_id: int) -> datetime | None:
    """When something was first done for a unit: one of its sources polled, however that ended, or a log file taken in. None if nothing was."""
    first = """SELECT min(at) AS at FROM (
        SELECT (SELECT min(f.fetched_at) FROM fetches f WHERE f.source_id = s.id) AS at FROM sources s WHERE s.unit_id = ?
        UNION ALL SELECT min(taken_in_at) FROM intakes WHERE unit_id = ?)"""
    return instant(store.rows(first, unit_id, unit_id)[0]["at"])


def items_stamp(store: Store, unit_id: int) -> tuple[int, bool]:
    """The stamp of a unit's items: whatever is written of them has advanced it; and whether people ever gave a date to one."""
    row = store.rows("SELECT items_stamp, settled FROM units WHERE id = ?", unit_id)[0]
    return row["items_stamp"], bool(row["settled"])


def items_stamps(store: Store) -> dict[int, int]:
    """The stamps of all units' items, by the units' rows."""
    return {row["id"]: row["items_stamp"] for row in store.rows("SELECT id, items_stamp FROM units")}


def gone_over(store: Store) -> dict[int, tuple[int, str]]:
    """At which stamp of its items each unit was last gone over, and by which program and lexicon, by the units' rows."""
    return {row["unit_id"]: (row["items_stamp"], row["by"]) for row in store.rows("SELECT unit_id, items_stamp, by FROM gone_over")}


def note_gone_over(store: Store, unit_id: int, by: str) -> None:
    """Notes that a unit's items were gone over as they stand, within a transaction."""
    store.run_sql(
        "INSERT INTO gone_over (unit_id, items_stamp, by) SELECT id, items_stamp, ? FROM units WHERE id = ? "
        "ON CONFLICT (unit_id) DO UPDATE SET items_stamp = excluded.items_stamp, by = excluded.by",
        by,
        unit_id,
    )


def note_items(store: Store, unit_id: int) -> None:
    """Advances the stamp of a unit's items, within a transaction."""
    store.run_sql("UPDATE units SET items_stamp = items_stamp + 1 WHERE id = ?", unit_id)


def has(store: Store, unit: Unit) -> bool:
    """Is the unit in the database?"""
    return (unit.id, "") in store.enrolled


def _row(store: Store, unit_id: str, source_id: str) -> int:
    try:
        return store.enrolled[unit_id, source_id]
    except KeyError:
        what = f"source {unit_id}/{source_id}" if source_id else f"unit {unit_id}"
        raise StoreError(
            f"{store.path}: does not know the {what} yet, and may only be read; run `newswatch check` where it can be written"
        ) from None


def _rows_of(store: Store, units: Sequence[Unit]) -> dict[tuple[str, str], int]:
    """The ids of the rows by (unit id, source id); of the unit itself under (unit id, "")."""
    unit_rows = {row["key"]: row["id"] for row in store.rows("SELECT id, key FROM units")}
    alike: dict[tuple[int, str, str], dict[str, int]] = defaultdict(dict)
    for row in store.rows("SELECT id, unit_id, key, url, profile FROM sources ORDER BY id"):
        alike[row["unit_id"], row["url"], row["profile"]][row["key"]] = row["id"]
    found = {(unit.id, ""): unit_rows[unit.id] for unit in units if unit.id in unit_rows}
    for unit in units:
        configured = {(source.id, source.url, source.profile.digest) for source in unit.sources}
        for source in unit.sources:
            rows = alike.get((unit_rows.get(unit.id, 0), source.url, source.profile.digest), {})
            renamed = next((key for key in rows if (key, source.url, source.profile.digest) not in configured), None)
            row_id = rows.get(source.id) or (rows.pop(renamed) if renamed is not None else None)
            if row_id is not None:
                found[unit.id, source.id] = row_id
    return found


def _stale(store: Store, units: Sequence[Unit], found: Mapping[tuple[str, str], int]) -> bool:
    named = {row["key"]: (row["name"], row["kind"]) for row in store.rows("SELECT key, name, kind FROM units")}
    keys = {row["id"]: row["key"] for row in store.rows("SELECT id, key FROM sources")}
    return any(named.get(u.id) != (u.name, u.kind) or any(keys.get(found.get((u.id, s.id), 0)) != s.id for s in u.sources) for u in units)


def _mirror(store: Store, unit: Unit, found: Mapping[tuple[str, str], int]) -> None:
    store.run_sql(
        "INSERT INTO units (key, name, kind) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET name = excluded.name, kind = excluded.kind",
        unit.id,
        unit.name,
        unit.kind,
    )
    unit_id = store.rows("SELECT id FROM units WHERE key = ?", unit.id)[0]["id"]
    for source in unit.sources:
        if (unit.id, source.id) in found:
            store.run_sql("UPDATE sources SET key = ? WHERE id = ?", source.id, found[unit.id, source.id])
            continue
        # a version that noted no profiles held a source to be the same under any address; its row becomes the source now in force
        store.run_sql(
            "UPDATE sources SET url = ?, profile = ? WHERE unit_id = ? AND key = ? AND profile = ''",
            source.url,
            source.profile.digest,
            unit_id,
            source.id,
        )
        store.run_sql(
            "INSERT INTO sources (unit_id, key, kind, url, profile) VALUES (?, ?, ?, ?, ?) ON CONFLICT (unit_id, key, url, profile) DO NOTHING",
            unit_id,
            source.id,
            str(source.kind),
            source.url,
            source.profile.digest,
        )
