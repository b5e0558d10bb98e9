"""Locks beside the database, each a small file of its own that SQLite locks: the system releases one with the process that holds it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from newswatch import private
from newswatch.errors import RunOpenError, StoreError

_PATIENCE_MS = 30_000


class Lock:
    """The lock of one name on a database, or the writer's, whose name is empty."""

    def __init__(self, database: Path, name: str) -> None:
        self._database, self._name = database, name
        self._path = f"{database}-{name}-lock" if name else f"{database}-lock"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds it. Raises RunOpenError if anybody else does, StoreError if its file can't be used."""
        with self._opened() as lock:
            self._exclude(lock)
            yield

    @contextmanager
    def together(self, tidy: Callable[[], None]) -> Iterator[None]:
        """Holds it with any number of others. If nobody else holds it, `tidy` puts right what a dead holder left. Raises as `alone` does."""
        with self._opened() as lock:
            with suppress(RunOpenError):
                self._exclude(lock)
                tidy()
            if lock.in_transaction:
                lock.rollback()
            try:
                lock.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
                lock.execute("BEGIN")
                lock.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.Error as error:
                raise self._refused(error, f"another run holds the {self._name}") from error
            yield

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with suppress(OSError):  # if it can't be made, SQLite says why
            private.make_file(Path(self._path))
        try:
            lock = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        except sqlite3.Error as error:
            raise self._refused(error, "") from error
        try:
            yield lock
        finally:
            with suppress(sqlite3.Error):
                lock.rollback()
            lock.close()

    def _exclude(self, lock: sqlite3.Connection) -> None:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            holder = f"another {self._name} is at work on it" if self._name else "another run is writing to it"
            raise self._refused(error, holder) from error

    def _refused(self, error: sqlite3.Error, holder: str) -> RunOpenError | StoreError:
        if is_held(error):
            return RunOpenError(f"{self._database}: {holder}; wait for it to end")
        hint = "may you write beside the database? A damaged lock file can be removed while newswatch does not run"
        return StoreError(f"{self._path}: can't be locked: {error}; {hint}")


def is_held(error: BaseException | None) -> bool:
    """Does an error say that another connection holds the file?"""
    return isinstance(error, sqlite3.Error) and primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def primary_code(error: BaseException) -> int:
    """SQLite's primary result code; 0 for an error of Python's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
