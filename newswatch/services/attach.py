"""Files that people lay beside an item as evidence: recordings, scripts, photos of the log book, papers of a decision.

A file is kept under its SHA-256 beside the database and never removed; an attachment made by mistake is voided, and both stay on record.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from unicodedata import normalize

from newswatch.config import Unit
from newswatch.core.record.files import ALLOWED, MOST_BYTES, SUFFIXES, FileKind, FileType
from newswatch.core.rights import Action, Actor
from newswatch.core.text import printable
from newswatch.errors import FieldCode, FieldFault, InputError
from newswatch.sources.read.file_type import PIECE, file_type
from newswatch.store import audit, files, page_copies, units, vault
from newswatch.store.audit import What
from newswatch.store.files import Attachment
from newswatch.store.store import Store

folder_of = vault.folder_of

_LONGEST_NAME = 255
_UNBLOCKED = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is attached: the number of the attachment, its hash, size in bytes and type; not `made` if it stood there before."""

    number: int
    sha256: str
    size: int
    type: FileType
    made: bool


def attach(
    store: Store, path: Path, item_id: int, kind: FileKind, now: datetime, *, by: str = "", note: str = "", decision_id: int | None = None
) -> Attached:
    """Attaches a file to a portal item or a bulletin. It waits for no run, and for one transaction two seconds at most.

    The bytes are synced to the disk before the row is written. Raises InputError: there is no such item, it is a voided bulletin, the decision is not
    about it, the file can't be read, is empty, too large, or by its content none of the types of its kind. Raises StoreError.
    """
    what = Attachment(item_id, kind, _name(os.fsencode(path.name)), by.strip(), note.strip(), decision_id)
    _check_item(store, what)
    with _pieces(path) as pieces:
        return _attached(store, pieces, what, str(path), now, Actor(by.strip()))


def attach_stream(
    store: Store,
    stream: IO[bytes],
    name: str,
    item_id: int,
    kind: FileKind,
    now: datetime,
    *,
    actor: Actor,
    note: str = "",
    decision_id: int | None = None,
    unit: Unit | None = None,
) -> Attached:
    """The same of bytes that a browser sends, piece by piece; with `unit` the item must be one of that unit. The `name` is theirs and names no place."""
    own = _name(name.replace("\\", "/").rpartition("/")[2].encode("utf-8", "replace")) or "tep"
    what = Attachment(item_id, kind, own, actor.name, note.strip(), decision_id)
    _check_item(store, what, unit)
    return _attached(store, _read(own, stream), what, own, now, actor)


def _attached(store: Store, pieces: Iterator[bytes], what: Attachment, named: str, now: datetime, actor: Actor) -> Attached:
    with files.together(store), vault.arriving(store.path, pieces, MOST_BYTES[what.kind], named) as arrival:
        found = _type(arrival, named, what.kind)
        with vault.laid(store.path, arrival), store.person_writing():
            home = _check_item(store, what)
            files.add(store, arrival, found, now)
            number, made = files.attach(store, what, arrival.sha256, now)
            if made:
                audit.add(store, actor, What(Action.ATTACH, home, f"item {what.item_id}, file {number}"), now)
    return Attached(number, arrival.sha256, arrival.size, found, made)


def void(store: Store, number: int, by: str, because: str, now: datetime, *, actor: Actor | None = None, unit: Unit | None = None) -> None:
    """Voids an attachment made by mistake: it is marked, and nothing is removed. Raises InputError: nobody signs, no reason is given, there is no such
    attachment (of that `unit`), or it is voided already."""
    if not (by.strip() and because.strip()):
        raise FieldFault("voiding needs --by NAME and --because TEXT", "because" if by.strip() else "by", FieldCode.MISSING)
    with store.person_writing():
        row = files.attachment(store, number)
        if row is None or (unit and row["unit"] != unit.id):
            raise InputError(f"no attached file has the number {number}; `newswatch files` shows them")
        if row["voided_at"]:
            raise InputError(f"file {number} was voided already, on {row['voided_at']} by {row['voided_by']}")
        files.void(store, number, by.strip(), because.strip(), now)
        what = What(Action.VOID_FILE, row["unit"], f"item {row['item_id']}, file {number}")
        audit.add(store, actor or Actor(by.strip()), what, now)


def of_item(store: Store, item_id: int) -> list[dict[str, Any]]:
    """The attachments of an item, the voided ones too, each with its `state`, for which the file is read. Raises InputError."""
    if files.item(store, item_id) is None:
        raise _no_item(item_id)
    return [row | {"state": str(vault.state_of(store.path, row["sha256"], row["size"]))} for row in files.of_item(store, item_id)]


def of_unit(store: Store, unit: Unit) -> list[dict[str, Any]]:
    """The attachments of a unit's items, the voided ones too, each with its `state`, for which the file is only looked at."""
    rows = files.of_unit(store, units.unit_row(store, unit))
    return [row | {"state": str(vault.state_of(store.path, row["sha256"], row["size"], whole=False))} for row in rows]


def evidence_of(store: Store, item_id: int) -> dict[str, list[dict[str, Any]]]:
    """All files of an item, each read and with how it is found: `files` attached, `page_parts` (images and style sheets), `page_copies` (pictures)."""
    return {"files": of_item(store, item_id), **page_copies.listed(store, item_id)}


def standing(store: Store, unit: Unit) -> dict[int, list[dict[str, Any]]]:
    """The attachments of a unit's items that were not voided, by item, in short."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in files.of_unit(store, units.unit_row(store, unit)):
        if not row["voided_at"]:
            short = {"number": row["id"]} | {name: row[name] for name in ("kind", "name", "type", "size", "sha256")}
            found.setdefault(row["item_id"], []).append(short)
    return found


def _check_item(store: Store, what: Attachment, unit: Unit | None = None) -> str:
    """The unit's id of an item to which something can be attached."""
    row = files.item(store, what.item_id)
    if row is None or (unit and row["unit"] != unit.id):
        raise _no_item(what.item_id)
    if row["voided"]:
        raise InputError(f"bulletin {what.item_id} is voided; nothing is attached to it")
    if what.decision_id is not None and not files.decides(store, what.decision_id, what.item_id):
        raise InputError(
            f"no person's decision about item {what.item_id} has the number {what.decision_id}; `newswatch explain --item N` shows them"
        )
    return str(row["unit"])


def _no_item(item_id: int) -> InputError:
    return InputError(f"no item has the id {item_id}; `newswatch items` and `newswatch bulletin list` show them")


@contextmanager
def _pieces(path: Path) -> Iterator[Iterator[bytes]]:
    """The bytes of a regular file, piece by piece. (One that waits for a writer, such as a pipe, is not waited for.)"""
    try:
        opened = os.open(path, os.O_RDONLY | _UNBLOCKED)
    except OSError as error:
        raise InputError(f"{path}: can't be opened: {error.strerror or error}") from error
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise InputError(f"{path}: is no file that can be attached; name a regular file")
    with os.fdopen(opened, "rb") as file:
        yield _read(str(path), file)


def _read(named: str, file: Any) -> Iterator[bytes]:
    while True:
        try:
            piece = file.read(vault.PIECE)
        except OSError as error:
            raise InputError(f"{named}: can't be read: {error.strerror or error}") from error
        if not piece:
            return
        yield piece


def _type(arrival: vault.Arrival, named: str, kind: FileKind) -> FileType:
    """What the file is by its content. Raises FieldFault if that is nothing that its kind may be."""
    if not arrival.size:
        raise FieldFault(f"{named}: is empty", "file", FieldCode.MISSING)
    found = file_type(*arrival.ends(PIECE))
    if found is None or found not in ALLOWED[kind]:
        allowed = ", ".join(sorted(SUFFIXES[one].lstrip(".") for one in ALLOWED[kind]))
        is_ = f"is {found} by its content" if found else "is of no type known here by its content"
        raise FieldFault(f"{named}: {is_}; as {kind} expected one of {allowed}", "file", FieldCode.WRONG)
    return found


def _name(raw: bytes) -> str:
    """The name of a file, on one line."""
    return printable(normalize("NFC", raw.decode("utf-8", "replace")), _LONGEST_NAME)
