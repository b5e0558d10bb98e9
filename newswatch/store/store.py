"""The database file: opening, transactions, runs. Whoever runs holds a lock that the system releases even after a crash (`locks`)."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from newswatch.core.notices.agenda import Ending
from newswatch.errors import NewswatchError, RowRefused, RunOpenError, StoreError
from newswatch.store import ledger, opening, sound
from newswatch.store.hiding import hide_logins
from newswatch.store.locks import Lock, is_held, primary_code

_PATIENCE_MS, _PERSONS_PATIENCE_MS = 30_000, 2_000
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_FOR_LATER = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)
_OF_A_ROW = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError)


@dataclass(slots=True)
class Run:
    """An open run; `ending` and `note` (a sentence for people) are what it is closed with."""

    id: int
    ending: Ending = Ending.OK
    note: str = ""


class Store:
    """One SQLite file of any number of units. Reads and writes go through the functions of this package; SQL is known nowhere else."""

    def __init__(self, access: opening.Access, db: sqlite3.Connection, *, writable: bool) -> None:
        self.path = access.path
        self.writable = writable
        self.enrolled: Mapping[tuple[str, str], int] = {}
        self.present: Mapping[int, str] = {}
        self.sound = False
        self.recorded = 0  # how many transactions of people ended well
        self._writes = False
        self._noted = 0
        self._access = access
        self._db = self.connection = db  # the latter is for this package alone

    @classmethod
    def open(cls, path: Path, *, create: bool = True, patience_ms: int = _PATIENCE_MS) -> Self:
        """Opens the file, bringing its tables up to date; makes it only if `create`. A file that may only be read is opened for reading. `patience_ms` is
        how long it waits for whoever changes the tables.

        Raises StoreError naming the file: it is not there, can't be opened, is damaged, belongs to another program or to a later version, or is an
        earlier version's and can't be brought up to date.
        """
        with opening.told(path):
            if not path.exists():
                if not create:
                    raise StoreError(
                        f"{path}: there is no database yet; `newswatch check` makes it, or name another file as `database` in config.toml"
                    )
                opening.make(path)
            access = opening.access(path)
            try:
                db = access.connect()
            except BaseException:
                access.close()
                raise
            store = cls(access, db, writable=access.writable)
            try:
                db.execute(f"PRAGMA busy_timeout = {patience_ms}")
                db.execute("PRAGMA recursive_triggers = ON")
                opening.prepare(path, db, writable=access.writable)
            except BaseException:
                store.close()
                raise
        return store

    def beside(self) -> Self:
        """The same file opened once more, for reading in any one thread at a time; to be closed by whoever asked for it, before this one."""
        db = self._access.connect(reading=True, one_thread=False)
        db.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        other = type(self)(replace(self._access, _copy=None), db, writable=False)
        other.enrolled, other.present = self.enrolled, self.present
        return other

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        try:
            if isinstance(error, sqlite3.Error):
                raise self._failed("used", error, "is its disk sound, and is another program holding the file?") from error
            if isinstance(error, Exception) and not isinstance(error, NewswatchError):
                self.blame(error)
        finally:
            self.close()

    def blame(self, error: Exception) -> None:
        """Raises StoreError in place of an exception nobody foresaw if the file is damaged: what a damaged page holds is read as anything."""
        if harm := sound.damage(self, 1):
            raise opening.damaged(self.path, harm) from error

    def close(self) -> None:
        """Closes the file."""
        self._db.close()
        self._access.close()

    @contextmanager
    def writing(self, patience_ms: int = _PATIENCE_MS) -> Iterator[None]:
        """One transaction, begun as a write so that it never fails half-way for a lock. Raises StoreError (RowRefused); nothing is half written."""
        self._refuse_reader()
        try:
            self._db.execute(f"PRAGMA busy_timeout = {patience_ms}")
            self._db.execute("BEGIN IMMEDIATE")
            self._writes = True
            try:
                self._noted = ledger.mark(self._db)
                yield
                self.seal()
                self._db.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                raise
            finally:
                self._writes = False
        except _OF_A_ROW as error:
            raise RowRefused(f"{self.path}: a row can't be written: {error}") from error
        except sqlite3.Error as error:
            raise self._failed("written", error, "is the disk full or another program holding the file?") from error

    def seal(self) -> None:
        """Enters in the ledger what the open transaction has written of the units' records so far; each transaction ends with it."""
        ledger.seal(self._db, self._noted)

    @contextmanager
    def writing_inside(self) -> Iterator[None]:
        """A transaction of writes; inside another transaction it is part of that."""
        if self._db.in_transaction:
            yield
        else:
            with self.writing():
                yield

    def write_if_free(self, work: Callable[[], None]) -> None:
        """Does writes that may as well be left out, in a transaction: within one of writes as part of it, else only if nobody else writes just now.

        In a transaction of reads, in a file that may only be read, or where the disk is full, nothing is written, and nothing is raised.
        """
        if self._db.in_transaction:
            if self._writes:
                work()
        elif self.writable:
            try:
                with self.writing(0):
                    work()
            except StoreError as error:
                if error.__cause__ is None or primary_code(error.__cause__) not in _FOR_LATER:
                    raise
            finally:
                self._db.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")

    @contextmanager
    def person_writing(self) -> Iterator[None]:
        """A transaction for what a person records. It needs no run lock and waits for another writer two seconds at most. Raises StoreError."""
        try:
            with self.writing(_PERSONS_PATIENCE_MS):
                yield
            self.recorded += 1
        except StoreError as error:
            if not is_held(error.__cause__):
                raise
            raise StoreError(
                f"{self.path}: something else is being written just now; nothing was recorded, try again in a moment"
            ) from error

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One transaction of reads: all of them see the database as it was at the first one. Inside another transaction it is part of that."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.rollback()

    def rows(self, sql: str, *params: object) -> list[dict[str, Any]]:
        """The rows of a query; addresses that an earlier version kept with a login come without. Raises StoreError if the file is damaged or can't be
        read."""
        try:
            found = self._db.execute(sql, params)
            names = [column for column, *_ in found.description]
            read = [dict(zip(names, row, strict=True)) for row in found]
            hide_logins(read, names)
        except (sqlite3.Error, UnicodeError) as error:
            raise self._failed("read", error, "is its disk sound, and is another program holding the file?") from error
        self._access.unchanged()
        return read

    def run_sql(self, sql: str, *params: object) -> int:
        """Carries out one statement within a transaction and gives the id of the row it inserted, or 0."""
        return int(self._db.execute(sql, params).lastrowid or 0)

    def insert_new(self, sql: str, *params: object) -> int:
        """Carries out one INSERT that does nothing for a row that is there (ON CONFLICT), within a transaction: the id of the row if it is new, or 0."""
        done = self._db.execute(sql, params)
        return int(done.lastrowid or 0) if done.rowcount == 1 else 0

    def change(self, sql: str, *params: object) -> int:
        """Carries out one statement within a transaction and gives the number of rows it changed."""
        return int(self._db.execute(sql, params).rowcount)

    @contextmanager
    def run(self, verb: str, now: Callable[[], datetime], unit_rows: Sequence[int] = ()) -> Iterator[Run]:
        """An open run of one verb over some units; closed as it says, or as stopped or failed if something is raised.

        Raises RunOpenError if another one is open.
        """
        with self.alone():
            run = self._open_run(verb, unit_rows, now())
            try:
                yield run
            except BaseException as error:
                run.ending = Ending.FAILED if isinstance(error, Exception) else Ending.STOPPED
                run.note = f"{type(error).__name__}: {error}"
                raise
            finally:
                with self.writing():
                    self._close_runs("id = ?", run.ending, run.note, now(), run.id)

    def _open_run(self, verb: str, unit_rows: Sequence[int], now: datetime) -> Run:
        with self.writing():
            self._close_runs("state = 'open'", Ending.CRASHED, "ended without being closed", now)
            run = Run(self.run_sql("INSERT INTO runs (verb, started_at, state) VALUES (?, ?, 'open')", verb, stamp(now)))
            for row in unit_rows:
                self.run_sql(
                    "INSERT INTO duties (unit_id, verb, run_id) VALUES (?, ?, ?) ON CONFLICT (unit_id, verb) DO UPDATE SET run_id = excluded.run_id",
                    row,
                    verb,
                    run.id,
                )
        return run

    def _close_runs(self, which: str, ending: Ending, note: str, now: datetime, *params: object) -> None:
        sql = f"UPDATE runs SET state = ?, ending = ?, note = ?, finished_at = ? WHERE {which}"
        self.run_sql(sql, _state(ending), str(ending), note, stamp(now), *params)

    def note_run(self, verb: str, now: datetime, ending: Ending = Ending.OK, note: str = "") -> Run:
        """A run that is over as it begins, within a transaction: of what a person records, or of what failed. It holds no lock and refuses nobody."""
        sql = "INSERT INTO runs (verb, started_at, finished_at, state, ending, note) VALUES (?, ?, ?, ?, ?, ?)"
        return Run(self.run_sql(sql, verb, stamp(now), stamp(now), _state(ending), str(ending), note), ending, note)

    def alone(self, name: str = "") -> AbstractContextManager[None]:
        """Holds a lock beside the database that ends with the process holding it: the writer's, or the one named. Raises RunOpenError."""
        self._refuse_reader()
        return Lock(self.path, name).alone()

    def held(self, name: str = "") -> bool:
        """Does a living process hold that lock?"""
        if not self.writable:
            return False
        try:
            with self.alone(name):
                return False
        except RunOpenError:
            return True

    def together(self, name: str, tidy: Callable[[], None]) -> AbstractContextManager[None]:
        """Holds the named lock with any number of others. If nobody else holds it, `tidy` puts right what a dead holder left. Raises RunOpenError."""
        self._refuse_reader()
        return Lock(self.path, name).together(tidy)

    def _refuse_reader(self) -> None:
        if not self.writable:
            raise StoreError(
                f"{self.path}: may only be read here, so nothing is recorded; run newswatch as the account that owns it, or let this account write "
                "to the file and its folder"
            )

    def _failed(self, what: str, error: sqlite3.Error | UnicodeError, hint: str) -> StoreError:
        """What went wrong with the file, and what to do. (A damaged text has no code of SQLite's, and a damaged name makes its message unreadable.)"""
        if isinstance(error, UnicodeError) or primary_code(error) in _DAMAGED or "Could not decode" in str(error):
            return opening.unusable(self.path, what, error)
        return StoreError(f"{self.path}: can't be {what}: {error}; {hint}")


def _state(ending: Ending) -> str:
    """The ending as the older column `state` knows it."""
    return str(ending if ending in (Ending.OK, Ending.PARTIAL) else Ending.FAILED)


def stamp(at: datetime | None) -> str | None:
    """An instant as stored: UTC, ISO 8601, whole seconds."""
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None


def instant(text: str | None) -> datetime | None:
    """A stored instant."""
    return datetime.fromisoformat(text) if text else None
