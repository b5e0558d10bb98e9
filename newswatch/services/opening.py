"""Opening the database of a configuration."""

from newswatch.config import Settings
from newswatch.store.sound import refuse_damaged_counts
from newswatch.store.store import Store
from newswatch.store.units import enroll

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
        enroll(store, settings.units, store.person_writing if in_person else store.writing)
    except BaseException:
        store.close()
        raise
    return store
