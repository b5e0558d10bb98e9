"""Is the file at a path a database of this program, may it be written, and how is it read where it may not? It is opened with nothing changed yet."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING
from urllib.parse import quote

from newswatch import private
from newswatch.errors import StoreError
from newswatch.store.record_upgrades import bring_up_to_date
from newswatch.store.schema import migrations

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

APPLICATION = 0x6E777463
"""The application id of a database that this program makes ("nwtc"); those of earlier versions have none (0)."""

_RESTORE = "keep a copy of the file, then restore one from before; `newswatch doctor` tells more"

_READERS_KIB = 512
"""Pages that a reader beside the writer keeps; by default it is four times as much. A check has as many as workers, and each asks for few rows by key."""

_WAL_MAGIC = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_WAL_HEADER = 32
"""Bytes of a write-ahead log before its first page (sqlite.org/fileformat2.html, 4.1)."""

_Signature = tuple[int, int, int]


@dataclass(slots=True)
class Access:
    """The way to an open database file, as a connection made by `connect` takes it.

    Where the file or its folder may not be written it is read as it lies, without a file of SQLite's beside it; what a write-ahead log beside it
    holds is read from a copy. `unchanged` has to be asked after each read, since nobody keeps a writer from a file that is read so.
    """

    path: Path
    writable: bool
    _address: str
    _as_found: _Signature | None = None
    _copy: TemporaryDirectory[str] | None = field(default=None, repr=False)

    @classmethod
    def to(cls, path: Path) -> Access:
        """The way to a file that is there. Raises OSError if a copy is needed and can't be made."""
        if _may(path, os.W_OK) and _may(path.parent, os.W_OK | os.X_OK):
            return cls(path, writable=True, _address=_address(path))
        if not _changes_beside(path):
            return cls(path, writable=False, _address=_address(path, "immutable=1"), _as_found=_signature(path))
        if _beside(path, "shm").exists():
            return cls(path, writable=False, _address=_address(path, "mode=ro"))
        from tempfile import TemporaryDirectory  # a cold start has no use for it

        folder = TemporaryDirectory(prefix="newswatch-")
        copy = Path(folder.name, path.name)
        for one, other in ((path, copy), (_beside(path, "wal"), _beside(copy, "wal"))):
            copyfile(one, other)
        return cls(path, writable=False, _address=_address(copy, "mode=ro"), _copy=folder)

    def connect(self, *, reading: bool = False, one_thread: bool = True) -> sqlite3.Connection:
        """A connection that begins no transaction by itself; only for `reading` if asked for."""
        address = _address(self.path, "mode=ro") if reading and self.writable else self._address
        db = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=one_thread)
        if reading:
            with suppress(sqlite3.Error):  # what is wrong with the file is told by whoever reads of it
                db.execute(f"PRAGMA cache_size = -{_READERS_KIB}")
        return db

    def unchanged(self) -> None:
        """Raises StoreError if somebody has written to a file that is read as it lies."""
        if self._as_found and _signature(self.path) != self._as_found:
            raise StoreError(f"{self.path}: was written by another program while it was read; try again")

    def close(self) -> None:
        """Removes what was made to read the file."""
        if self._copy:
            self._copy.cleanup()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what SQLite and the system say of a file inside into a StoreError that says what to do."""
    try:
        yield
    except (sqlite3.Error, UnicodeError, OSError) as error:
        code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
        if code == sqlite3.SQLITE_NOTADB:
            what = "is no database, or its beginning is damaged"
            raise StoreError(f"{path}: {what}; if it was one of newswatch, {_RESTORE}; else name another file as `database`") from error
        if code == sqlite3.SQLITE_CORRUPT or isinstance(error, UnicodeError):
            raise unusable(path, "read", error) from error
        hint = "is its disk full or read-only, may you write there, and is it a newswatch database? If so, restore a copy of it"
        raise StoreError(f"{path}: can't be opened as a database: {error}; {hint}") from error


def damaged(path: Path, harm: str) -> StoreError:
    """The error of a file in which a check found `harm`."""
    return StoreError(f"{path}: is damaged: {harm}; {_RESTORE}")


def unusable(path: Path, what: str, error: BaseException) -> StoreError:
    """The error of a damaged file that can't be `what` (read, written)."""
    return StoreError(f"{path}: can't be {what}: {error}; it is damaged: {_RESTORE}")


def access(path: Path) -> Access:
    """The way to a database of this program. Nothing of it is written.

    Raises StoreError naming the file: it is a folder, empty, no database, another program's or a later version's, or the log beside it is damaged;
    sqlite3.Error or OSError if it can't be read.
    """
    if path.is_dir():
        raise StoreError(f"{path}: is a folder and no database; name a file as `database` in config.toml")
    there = path.stat()
    if there.st_size == 0:
        raise StoreError(
            f"{path}: is empty (0 bytes), though a database of newswatch never is; restore a copy from before, or remove it if there is none: "
            "then `newswatch check` begins anew"
        )
    found = Access.to(path)
    if there.st_nlink > 1 and found.writable:
        _sweep(path)
    try:
        if _changes_beside(path):
            _check_log(path)
            with suppress(sqlite3.OperationalError), closing(found.connect(reading=True)) as before_any_write:  # a log may vanish meanwhile
                _check(path, before_any_write)
    except BaseException:
        found.close()
        raise
    return found


def prepare(path: Path, db: sqlite3.Connection, *, writable: bool) -> None:
    """Refuses what `access` does, brings the tables up to date, and sets the connection up. Raises as `access` does."""
    _check(path, db)
    if writable:
        db.execute("PRAGMA journal_mode = WAL").fetchone()
        db.execute("PRAGMA synchronous = NORMAL")
        bring_up_to_date(db)
    elif migrations.lacking(db):
        raise StoreError(f"{path}: was made by an earlier version and may only be read; open it once where it can be written")
    db.execute("PRAGMA foreign_keys = ON")  # only now: a change that makes a table anew drops the old one, which rows of others name


def make(path: Path) -> None:
    """Makes a database with all its tables, whole or not at all, which only this account can read. One that appears meanwhile is left.

    A killed process leaves no file at `path`, and what it was writing is removed by the next one. Raises StoreError for a link that leads
    nowhere, OSError, sqlite3.Error.
    """
    from tempfile import mkstemp  # a cold start has no use for it

    if path.is_symlink():
        raise StoreError(f"{path}: is a link to {path.readlink()}, which is not there; mount its disk, or name another file as `database`")
    private.make_folder(path.parent)
    while not path.exists():
        _sweep(path)
        handle, name = mkstemp(prefix=f"{path.name}.new-{os.getpid()}-", dir=path.parent)
        os.close(handle)
        draft = Path(name)
        try:
            private.close(draft)
            _fill(draft)
            private.sync(draft)
            _put(draft, path)
            private.sync(path.parent)
        except (FileExistsError, FileNotFoundError):  # another made it meanwhile, or swept this away
            continue
        finally:
            draft.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Removes what killed processes left of databases they were making, also the second name of one that was just given its own."""
    for left in path.parent.glob(f"{path.name}.new-*"):
        maker = left.name.removeprefix(f"{path.name}.new-").partition("-")[0]
        if maker.isdecimal() and not private.is_running(int(maker)):
            left.unlink(missing_ok=True)


def _fill(draft: Path) -> None:
    with closing(sqlite3.connect(draft, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = MEMORY").fetchone()
        db.execute("PRAGMA synchronous = OFF")
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        bring_up_to_date(db)


def _put(draft: Path, path: Path) -> None:
    """Gives a file its name unless another has it. A file system without hard links renames it."""
    try:
        path.hardlink_to(draft)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:
        draft.rename(path)


def _check(path: Path, db: sqlite3.Connection) -> None:
    """Raises StoreError if a database is another program's, or a later version's."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]
    (owner,) = db.execute("PRAGMA application_id").fetchone()
    if owner not in (0, APPLICATION):
        raise StoreError(f"{path}: is the file of another program (application id {owner}); name another file as `database`")
    if not migrations.noted(db):
        told_of = ", ".join(names[:3]) or "none"
        raise StoreError(f"{path}: is the database of another program (tables {told_of}); name another file as `database`")
    if unknown := migrations.unknown(db):
        raise StoreError(
            f"{path}: was written by a later version of newswatch (change {unknown!r} is not known here); "
            "use that version, or restore a copy from before it was upgraded"
        )


def _check_log(path: Path) -> None:
    """Raises StoreError if the log beside a database is none. One of zeros is what a power cut leaves; nothing had been promised of it."""
    log = _beside(path, "wal")
    try:
        with log.open("rb") as file:
            head = file.read(_WAL_HEADER)
    except FileNotFoundError:
        return
    if len(head) == _WAL_HEADER and head[:4] not in _WAL_MAGIC and any(head):
        raise StoreError(
            f"{log}: is damaged, and what was recorded last lies in it; keep a copy of it and of {path.name}, then restore both from before, "
            "or remove it alone to go on without what was recorded last"
        )


def _changes_beside(path: Path) -> bool:
    """Does a log or journal of SQLite's lie beside a database, with changes that are not in it yet?"""
    return any(_signature(_beside(path, kind))[1] > 0 for kind in ("wal", "journal"))


def _may(path: Path, how: int) -> bool:
    return os.access(path, how, effective_ids=os.access in os.supports_effective_ids)


def _beside(path: Path, kind: str) -> Path:
    return path.with_name(f"{path.name}-{kind}")


def _signature(path: Path) -> _Signature:
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0, 0
    return found.st_ino, found.st_size, found.st_mtime_ns


def _address(path: Path, how: str = "mode=rw") -> str:
    return f"file:{quote(str(path))}?{how}"
