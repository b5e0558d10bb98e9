"""Tells whether anything was written to a database file, without reading what."""

from pathlib import Path
from threading import Lock

from newswatch.store.store import Store

_PATIENCE_MS = 2_000


class Versions:
    """Keeps a file open and tells its version: two equal ones mean that nobody has written to it in between. For any number of threads."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        self._opened: Store | None = None
        self._file: tuple[int, int] | None = None

    def present(self) -> str:
        """The file's version: which file it is, and how often it was written to. Raises StoreError, or OSError if the file is not there."""
        with self._lock:
            found = self._path.stat()
            if self._opened is None or self._file != (found.st_dev, found.st_ino):
                self._open()
                self._file = found.st_dev, found.st_ino
            assert self._opened is not None
            return f"{self._file} {found.st_mtime_ns} {self._opened.rows('PRAGMA data_version')[0]['data_version']}"

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = None

    def _open(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None
        with Store.open(self._path, create=False, patience_ms=_PATIENCE_MS) as store:
            self._opened = store.beside()
