"""The configured units and sources as small rows, so that what is stored can refer to them."""

from collections.abc import Sequence

from newswatch.config import Source, Unit
from newswatch.errors import StoreError
from newswatch.store.store import Store


def enroll(store: Store, units: Sequence[Unit]) -> None:
    """Mirrors the configured units and sources into rows, and remembers the ids of the rows for as long as the store is open.

    A database that may only be read keeps the rows it has.
    """
    wanted = {(u.id, ""): (u.name, u.kind) for u in units} | {(u.id, s.id): (str(s.kind), s.url) for u in units for s in u.sources}
    mirrored = _mirrored(store)
    if store.writable and any(mirrored.get(key, (0,))[1:] != values for key, values in wanted.items()):
        with store.writing():
            for unit in units:
                _mirror(store, unit)
        mirrored = _mirrored(store)
    store.enrolled = {key: row[0] for key, row in mirrored.items()}


def unit_row(store: Store, unit: Unit) -> int:
    """The id of a unit's row. Raises StoreError if the unit is not in the database."""
    return _row(store, unit.id, "")


def source_row(store: Store, unit: Unit, source: Source) -> int:
    """The id of a source's row. Raises StoreError if the source is not in the database."""
    return _row(store, unit.id, source.id)


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


def _mirrored(store: Store) -> dict[tuple[str, str], tuple[int, str, str]]:
    units = store.rows("SELECT id, key, name, kind FROM units")
    sources = store.rows("SELECT s.id, u.key AS unit, s.key, s.kind, s.url FROM sources s JOIN units u ON u.id = s.unit_id")
    return {(r["key"], ""): (r["id"], r["name"], r["kind"]) for r in units} | {
        (r["unit"], r["key"]): (r["id"], r["kind"], r["url"]) for r in sources
    }


def _mirror(store: Store, unit: Unit) -> None:
    store.run_sql(
        "INSERT INTO units (key, name, kind) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET name = excluded.name, kind = excluded.kind",
        unit.id,
        unit.name,
        unit.kind,
    )
    unit_id = store.rows("SELECT id FROM units WHERE key = ?", unit.id)[0]["id"]
    for source in unit.sources:
        store.run_sql(
            "INSERT INTO sources (unit_id, key, kind, url) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (unit_id, key) DO UPDATE SET kind = excluded.kind, url = excluded.url",
            unit_id,
            source.id,
            str(source.kind),
            source.url,
        )
