"""Opening the database of a configuration."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum

from newswatch import private
from newswatch.config import Settings, Unit
from newswatch.errors import StoreError
from newswatch.store import units
from newswatch.store.locks import is_held
from newswatch.store.sound import refuse_damaged_counts
from newswatch.store.store import Store
from newswatch.store.versions import Versions as Versions

_PAGE_PATIENCE_MS = 2_000
_KEY_BYTES = 32
_ALWAYS_CHECKED = 32_000_000
"""Bytes. Of a file that is no larger, that of a commune or a small city, all that counts rest on is read in at most 15 ms."""


def open_as_it_is(settings: Settings) -> Store:
    """The open database of a configuration, into which nothing of the configuration is written. Raises StoreError if it is not there."""
    return Store.open(settings.database, create=False)


def open_store(settings: Settings, *, create: bool = False, in_person: bool = False) -> Store:
    """The open database with all configured units in it. Raises StoreError; with `create` the file is made where it is not there.

    `in_person` says that a person waits for it: then newly configured units are written down within two seconds or not at all.

    Of a small file what counts rest on is held against its indexes; whoever states a month does so with any (`sound.refuse_damaged_counts`).
    """
    store = Store.open(settings.database, create=create)
    try:
        if settings.database.stat().st_size <= _ALWAYS_CHECKED:
            refuse_damaged_counts(store)
        units.enroll(store, settings.units, store.person_writing if in_person else store.writing)
    except BaseException:
        store.close()
        raise
    return store


class Trouble(StrEnum):
    """Why a database can't be used just now: it is not there, somebody else writes to it, or it is damaged, foreign, or of another version."""

    ABSENT = "absent"
    BUSY = "busy"
    UNUSABLE = "unusable"


class Enrolled:
    """The rows of the configured units as the last page found them, for whoever answers again and again: to match those of a country with its settings
    takes longer than a page. They are found anew for other settings, and once the database has other rows."""

    def __init__(self) -> None:
        self._last: tuple[tuple[Unit, ...], str, Mapping[tuple[str, str], int]] = (), "", {}

    def enroll(self, store: Store, settings: Settings) -> None:
        """As `units.enroll`. May be called from any thread."""
        chosen, on, found = self._last
        if chosen is settings.units and on == units.rows_digest(store):
            units.adopt(store, found)
            return
        units.enroll(store, settings.units, store.person_writing)
        self._last = settings.units, units.rows_digest(store), store.enrolled


def open_for_page(settings: Settings, enrolled: Enrolled) -> Store:
    """The open database for one page: nobody waits longer than two seconds for whoever else writes. Raises StoreError."""
    store = Store.open(settings.database, create=False, patience_ms=_PAGE_PATIENCE_MS)
    try:
        if settings.database.stat().st_size <= _ALWAYS_CHECKED:
            refuse_damaged_counts(store)
        enrolled.enroll(store, settings)
    except BaseException:
        store.close()
        raise
    return store


def versions(settings: Settings) -> Versions:
    """Tells whether anything was written to the database of a configuration."""
    return Versions(settings.database)


def trouble_of(settings: Settings, error: StoreError) -> Trouble:
    """Why the database of a configuration can't be used."""
    if not settings.database.exists():
        return Trouble.ABSENT
    return Trouble.BUSY if is_held(error.__cause__) or is_held(getattr(error.__cause__, "__cause__", None)) else Trouble.UNUSABLE


def page_key(settings: Settings) -> bytes:
    """The secret by which the page knows its own cookies: made once, in a file beside the database that others can't read. Raises OSError."""
    path = settings.database.with_name(f"{settings.database.name}-page-key")
    private.make_folder(path.parent)
    with suppress(FileExistsError):
        private.make_file(path)
        path.write_bytes(secrets.token_bytes(_KEY_BYTES))
    key = path.read_bytes()
    if len(key) < _KEY_BYTES:
        private.write(path, secrets.token_bytes(_KEY_BYTES))
        key = path.read_bytes()
    return key
