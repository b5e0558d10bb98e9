"""The database as a whole: copied while others write, held to be sound, put in place of another; and the files that go with it."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from newswatch import private
from newswatch.errors import InputError, StoreError
from newswatch.store.locks import is_held

_BESIDE = ("-wal", "-shm", "-journal")
_MOST_TOLD = 5


def copy(source: Path, target: Path) -> None:
    """Copies a database as it is at one moment into a file that is not there yet; whoever writes meanwhile is not held up. (SQLite's backup API.)

    The copy is one file without a log beside it. Raises StoreError.
    """
    try:
        private.make_file(target)
        with closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True)) as one, closing(sqlite3.connect(target)) as other:
            one.backup(other)
            other.execute("PRAGMA journal_mode = DELETE").fetchone()
        private.sync(target)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{source}: can't be copied to {target}: {error}; is there room on the disk, and may you write there?") from error


def faults(path: Path) -> list[str]:
    """What SQLite finds wrong with a database, table by table and row by row, some faults at most; empty for a sound one. Raises StoreError."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as db:
            told = [" ".join(str(text).split()) for (text,) in db.execute(f"PRAGMA integrity_check({_MOST_TOLD})")]
            orphans = db.execute("PRAGMA foreign_key_check").fetchmany(_MOST_TOLD)
    except sqlite3.Error as error:
        return [str(error)]
    return [text for text in told if text != "ok"] + [
        f"row {row} of {table} names a row of {parent} that is not there" for table, row, parent, _ in orphans
    ]


def settle(path: Path) -> bool:
    """Writes what lies in a database's log into the file itself, so that the file alone is all of it. False if the file is damaged or is no database.

    Raises StoreError if others have it open.
    """
    try:
        with closing(sqlite3.connect(path, timeout=2, isolation_level=None)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            kept = db.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except sqlite3.Error as error:
        if not is_held(error):
            return False
        raise StoreError(
            f"{path}: is being used: {error}; end whatever has it open (the daemon, another command), then try again"
        ) from error
    if kept != "delete":
        raise StoreError(f"{path}: another program has it open; end it (the daemon, another command), then try again")
    return not any(_beside(path))


def _beside(path: Path) -> Iterator[Path]:
    """The logs that lie beside a database."""
    yield from (log for end in _BESIDE if (log := path.with_name(f"{path.name}{end}")).exists())


def put_in_place(new: Path, path: Path, aside: Path | None) -> None:
    """Puts a database file in the place of another, which stays as `aside`, with the logs beside it: at every moment one of the two is there.

    Raises OSError.
    """
    for log in _beside(path):  # a log that was left would be taken for one of the new file
        log.rename(log.with_name(log.name.replace(path.name, aside.name if aside else f"{path.name}.left", 1)))
    if aside is not None:
        if path.is_file():
            os.link(path, aside)
        else:
            path.rename(aside)
    new.replace(path)
    private.sync(path.parent)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex digits. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """An empty folder to work in, removed at the end; one that a killed process left is removed first. Raises OSError."""
    try:
        if folder.exists():
            shutil.rmtree(folder)
        private.make_folder(folder)
        yield folder
    finally:
        if folder.exists():
            shutil.rmtree(folder)


@contextmanager
def told(about: Path) -> Iterator[None]:
    """Turns what the system says of files into an InputError."""
    try:
        yield
    except OSError as error:
        hint = "is there room on the disk, and may you write there?"
        raise InputError(f"{error.filename or about}: {error.strerror or error}; {hint}") from error
