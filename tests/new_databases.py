"""New databases at a fraction of their cost: each is a copy of one that all changes of the tables have filled."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from newswatch.store import opening

_fill = opening._fill


@contextmanager
def copied(folder: Path) -> Iterator[None]:
    """Fills every new database of this process with a copy of the first, which is made in the folder."""

    @cache
    def filled() -> bytes:
        first = folder / "first.db"
        _fill(first)
        return first.read_bytes()

    with patch.object(opening, "_fill", lambda draft: draft.write_bytes(filled())):
        yield


@contextmanager
def filled() -> Iterator[None]:
    """Fills every new database by all changes of the tables, as the program does."""
    with patch.object(opening, "_fill", _fill):
        yield
