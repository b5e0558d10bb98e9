"""Files beside the database: what people attached to items. Their bytes lie in `vault`."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newswatch.core.record.files import FileKind, FileState, FileType
from newswatch.store import vault
from newswatch.store.store import Store, stamp

_LOCK = "files"
_ATTACHED = """
    SELECT a.*, f.size, f.type, v.voided_at, v.voided_by, v.because AS voided_because, i.unit_id, u.key AS unit
    FROM attachments a JOIN files f USING (sha256) JOIN items i ON i.id = a.item_id JOIN units u ON u.id = i.unit_id
    LEFT JOIN file_voids v ON v.attachment_id = a.id
"""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file beside the database: its hash, its size in bytes, and its type."""

    sha256: str
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A kept file as it is found, and the items it belongs to if it is not as it should be."""

    sha256: str
    path: Path
    state: FileState
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as a person hands it in: for which item, what it shows, its name there, the decision it belongs to, a note, and by whom."""

    item_id: int
    kind: FileKind
    name: str
    by: str
    note: str = ""
    decision_id: int | None = None


def together(store: Store) -> AbstractContextManager[None]:
    """Held by whoever lays files, so that what a dead process left is told from what is on its way; the first to come puts that right."""
    return store.together(_LOCK, lambda: tidy(store))


def tidy(store: Store) -> None:
    """Removes what killed processes left of files that no row names."""
    vault.sweep(store.path, lambda sha256: has(store, sha256))


def has(store: Store, sha256: str) -> bool:
    """Does a row name the file?"""
    return bool(store.rows("SELECT 1 FROM files WHERE sha256 = ?", sha256))


def add(store: Store, arrival: vault.Arrival, type_: FileType, now: datetime) -> None:
    """Writes the row of a file that is laid, within a transaction."""
    into = "INSERT INTO files (sha256, size, type, kept_at) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING"
    store.run_sql(into, arrival.sha256, arrival.size, str(type_), stamp(now))


def attach(store: Store, what: Attachment, sha256: str, now: datetime) -> tuple[int, bool]:
    """The number of an attachment, within a transaction, and whether it was made: the same file stands once beside an item as the same thing."""
    standing = """SELECT a.id FROM attachments a LEFT JOIN file_voids v ON v.attachment_id = a.id WHERE v.attachment_id IS NULL
        AND a.item_id = ? AND a.sha256 = ? AND a.kind = ? AND a.decision_id IS ?"""
    if found := store.rows(standing, what.item_id, sha256, str(what.kind), what.decision_id):
        return int(found[0]["id"]), False
    number = store.run_sql(
        "INSERT INTO attachments (item_id, sha256, kind, name, decision_id, note, attached_at, attached_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        what.item_id,
        sha256,
        str(what.kind),
        what.name,
        what.decision_id,
        what.note,
        stamp(now),
        what.by,
    )
    return number, True


def void(store: Store, number: int, by: str, because: str, now: datetime) -> None:
    """Marks an attachment as handed in by mistake, within a transaction. Its row and the file stay."""
    into = "INSERT INTO file_voids (attachment_id, item_id, voided_at, voided_by, because) SELECT id, item_id, ?, ?, ? FROM attachments WHERE id = ?"
    store.run_sql(into, stamp(now), by, because, number)


def attachment(store: Store, number: int) -> dict[str, Any] | None:
    """One attachment; None if there is none."""
    return next(iter(store.rows(f"{_ATTACHED} WHERE a.id = ?", number)), None)


def of_item(store: Store, item_id: int) -> list[dict[str, Any]]:
    """The attachments of an item, the voided ones too."""
    return store.rows(f"{_ATTACHED} WHERE a.item_id = ? ORDER BY a.id", item_id)


def of_unit(store: Store, unit_id: int) -> list[dict[str, Any]]:
    """The attachments of a unit's items, the voided ones too."""
    return store.rows(f"{_ATTACHED} WHERE i.unit_id = ? ORDER BY a.item_id, a.id", unit_id)


def item(store: Store, item_id: int) -> Mapping[str, Any] | None:
    """The unit and channel of an item, and whether it is a voided bulletin; None if there is no such item."""
    sql = """SELECT u.key AS unit, i.channel, b.voided_at IS NOT NULL AS voided FROM items i JOIN units u ON u.id = i.unit_id
        LEFT JOIN bulletins b ON b.item_id = i.id WHERE i.id = ?"""
    return next(iter(store.rows(sql, item_id)), None)


def unit_row(store: Store, item_id: int) -> int:
    """The row of an item's unit."""
    return int(store.rows("SELECT unit_id FROM items WHERE id = ?", item_id)[0]["unit_id"])


def decides(store: Store, decision_id: int, item_id: int) -> bool:
    """Is it a person's decision of this item?"""
    return bool(store.rows("SELECT 1 FROM decisions WHERE id = ? AND item_id = ? AND kind = 'person'", decision_id, item_id))


def all_files(store: Store) -> Iterator[KeptFile]:
    """Every file that a row names, in the order of their hashes, a thousand rows at a time."""
    last = ""
    while rows := store.rows("SELECT sha256, size, type FROM files WHERE sha256 > ? ORDER BY sha256 LIMIT 1000", last):
        yield from (KeptFile(row["sha256"], row["size"], row["type"]) for row in rows)
        last = rows[-1]["sha256"]


def size_of_all(store: Store) -> int:
    """The bytes of all files that rows name."""
    return int(store.rows("SELECT coalesce(sum(size), 0) AS n FROM files")[0]["n"])


def cited_by(store: Store, sha256: str) -> list[int]:
    """The items that a file belongs to."""
    sql = """SELECT item_id FROM attachments WHERE sha256 = ?1 UNION SELECT item_id FROM page_parts WHERE sha256 = ?1
        UNION SELECT item_id FROM page_copies WHERE sha256 = ?1 ORDER BY item_id"""
    return [row["item_id"] for row in store.rows(sql, sha256)]


def checked(store: Store, *, whole: bool = True) -> Iterator[Checked]:
    """Every file that a row names, as it is found; all of each is read, if `whole`."""
    for one in all_files(store):
        state = vault.state_of(store.path, one.sha256, one.size, whole=whole)
        items = () if state.is_there else tuple(cited_by(store, one.sha256))
        yield Checked(one.sha256, vault.place_of(store.path, one.sha256), state, items)


def without_row(store: Store) -> list[Path]:
    """The files that lie beside the database and that no row names. None of them is removed: the rows may be those of an older copy."""
    return [vault.place_of(store.path, name) for name in vault.names(store.path) if not has(store, name)]
