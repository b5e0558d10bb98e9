"""Holds kept bytes against the digests they are kept under: pages, log files, texts of rules and lexicons."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from zlib import MAX_WBITS, decompressobj
from zlib import error as zlib_error

from newswatch.core.record.files import FileState
from newswatch.core.record.ledger import Broken, Fault
from newswatch.store import files
from newswatch.store.store import Store

_GZIP = MAX_WBITS | 16
_OF_UNIT = """ AND {of}.sha256 IN (
    SELECT a.sha256 FROM items i JOIN observations o ON o.item_id = i.id JOIN answers a ON a.id = o.answer WHERE i.unit_id = ?1
    UNION SELECT o.capture FROM items i JOIN observations o ON o.item_id = i.id WHERE i.unit_id = ?1
    UNION SELECT a.sha256 FROM items i JOIN namings n ON n.item_id = i.id JOIN answers a ON a.id = n.answer WHERE i.unit_id = ?1)"""
_KEPT = """NOT (c.body = x'' AND EXISTS (
    SELECT 1 FROM pruned p JOIN prunings g ON g.id = p.pruning WHERE p.sha256 = c.sha256
        AND g.before <= (CAST(strftime('%Y', g.pruned_at, '+7 hours') AS INTEGER) - 2) || '-12-31T17:00:00+00:00'
        AND NOT EXISTS (SELECT 1 FROM answers a WHERE a.sha256 = c.sha256 AND a.fetched_at >= g.before AND a.fetched_at <= g.pruned_at)))"""
"""A body that was dropped is none of those that must be there: if it was last received before the day that its pruning names,
and that day was the first of January of the year before, at the latest."""

_LABELLED = """SELECT c.sha256, c.url, c.fetched_at FROM captures c WHERE NOT EXISTS (SELECT 1 FROM answers a WHERE a.sha256 = c.sha256
    AND a.url = c.url AND a.final_url = c.final_url AND a.status = c.status AND a.content_type = c.content_type AND a.fetched_at = c.fetched_at)"""
_WITHOUT = (
    """SELECT a.id, a.sha256, a.url, a.fetched_at FROM answers a WHERE NOT EXISTS (SELECT 1 FROM captures c WHERE c.sha256 = a.sha256)"""
)


def check(store: Store, unit_row: int | None = None) -> Iterator[Fault | None]:
    """For each kept body None where it is what its digest says, else what is wrong; of one unit those pages alone that its items cite."""
    yield from _captures(store, unit_row)
    yield from _answers_without(store, unit_row)
    if unit_row is None:
        yield from (Fault(Broken.LABEL, "", 0, "captures", sha, (), at, url) for sha, url, at in _asked(store, _LABELLED))
        for digest, name, text, at in _asked(store, "SELECT digest, name, text, kept_at FROM texts"):
            yield None if sha256(text.encode()).hexdigest() == digest else Fault(Broken.BODY, "", 0, "texts", digest, (), at, name)
    yield from _log_files(store, unit_row)
    yield from _files(store, unit_row)
    if unit_row is None:
        yield from _loose(store)


def _answers_without(store: Store, unit_row: int | None) -> Iterator[Fault]:
    where, params = (_OF_UNIT.format(of="a"), (unit_row,)) if unit_row else ("", ())
    for row, digest, url, at in _asked(store, f"{_WITHOUT}{where}", *params):
        yield Fault(Broken.NO_BODY, "", 0, "answers", str(row), (f"captures {digest}",), at, url)


def _captures(store: Store, unit_row: int | None) -> Iterator[Fault | None]:
    where, params = (_OF_UNIT.format(of="c"), (unit_row,)) if unit_row else ("", ())
    for digest, url, at, size, body in _asked(
        store, f"SELECT sha256, url, fetched_at, size, body FROM captures c WHERE {_KEPT}{where}", *params
    ):
        yield _held("captures", digest, at, url, size, body)


def _log_files(store: Store, unit_row: int | None) -> Iterator[Fault | None]:
    where, params = (" WHERE sha256 IN (SELECT sha256 FROM intakes WHERE unit_id = ?)", (unit_row,)) if unit_row else ("", ())
    for digest, size, body in _asked(store, f"SELECT sha256, size, body FROM log_files{where}", *params):
        yield _held("log_files", digest, "", "", size, body)


def _files(store: Store, unit_row: int | None) -> Iterator[Fault | None]:
    """The files beside the database; of one unit those that its items have."""
    own = {row for (row,) in _asked(store, "SELECT id FROM items WHERE unit_id = ?", unit_row)} if unit_row else set()
    for one in files.checked(store):
        if one.state is FileState.SOUND:
            yield None
        elif unit_row is None or own & set(one.items):
            what = Broken.NO_BODY if one.state is FileState.MISSING else Broken.BODY
            yield Fault(what, "", 0, "files", one.sha256, tuple(f"items {item}" for item in one.items), "", str(one.path))


def _loose(store: Store) -> Iterator[Fault]:
    """The rows that name a row which is not there, such as those of a unit that was taken out."""
    for table, row, parent, _ in store.connection.execute("PRAGMA foreign_key_check"):
        yield Fault(Broken.LOOSE, "", 0, table, str(row or ""), (parent,))


def _held(table: str, digest: str, at: str, says: str, size: int, body: bytes) -> Fault | None:
    if not body:
        return Fault(Broken.NO_BODY, "", 0, table, digest, (), at, says)
    return None if _unpacked_is(body, size, digest) else Fault(Broken.BODY, "", 0, table, digest, (), at, says)


def _unpacked_is(body: bytes, size: int, digest: str) -> bool:
    """Unpacks no more than is said to be there, so that damaged bytes can't fill the memory."""
    unpacking = decompressobj(_GZIP)
    try:
        plain = unpacking.decompress(body, max(size, 0) + 1)
    except zlib_error:
        return False
    return unpacking.eof and not unpacking.unused_data and len(plain) == size and sha256(plain).hexdigest() == digest


def _asked(store: Store, sql: str, *params: object) -> Iterator[tuple[Any, ...]]:
    yield from store.connection.execute(sql, params)
