"""Opening the database of a configuration."""

from newswatch.config import Settings
from newswatch.store.store import Store
from newswatch.store.units import enroll


def open_store(settings: Settings, *, create: bool = False) -> Store:
    """The open database with all configured units in it. Raises StoreError; with `create` the file is made where it is not there."""
    store = Store.open(settings.database, create=create)
    try:
        enroll(store, settings.units)
    except BaseException:
        store.close()
        raise
    return store
