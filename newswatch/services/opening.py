"""Opening the database of a configuration."""

from newswatch.config import Settings
from newswatch.store.store import Store
from newswatch.store.units import enroll


def open_as_it_is(settings: Settings) -> Store:
    """The open database of a configuration, into which nothing of the configuration is written. Raises StoreError if it is not there."""
    return Store.open(settings.database, create=False)


def open_store(settings: Settings, *, create: bool = False, in_person: bool = False) -> Store:
    """The open database with all configured units in it. Raises StoreError; with `create` the file is made where it is not there.

    `in_person` says that a person waits for it: then newly configured units are written down within two seconds or not at all.
    """
    store = Store.open(settings.database, create=create)
    try:
        enroll(store, settings.units, store.person_writing if in_person else store.writing)
    except BaseException:
        store.close()
        raise
    return store
