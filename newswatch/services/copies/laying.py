"""Lays bytes beside the database with the rows that cite them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from newswatch.core.record.files import FileType
from newswatch.store import files, vault
from newswatch.store.store import Store


@contextmanager
def lay(store: Store, body: bytes, type_: FileType, now: datetime) -> Iterator[str]:
    """Lays bytes and opens the transaction for what cites them; gives their hash. Whoever calls holds `files.together`. Raises StoreError."""
    with vault.arriving(store.path, [body], len(body), "a part of a page") as arrival, vault.laid(store.path, arrival), store.writing():
        files.add(store, arrival, type_, now)
        yield arrival.sha256
