"""The folder of files beside a database: each once, under its SHA-256. What was written is synced to the disk before a row names it.

`<database>.files/ab/abcdef…` is a file, `….part` beside it one on its way: the bytes still to be named by their hash, or an empty mark that a file lies
there of which no row is known to tell yet. A process that is killed leaves one of these, and `sweep` puts it right. A file without a row and without a
mark is never removed, since the rows may be those of an older copy of the database.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from newswatch import private
from newswatch.core.record.files import FileState
from newswatch.errors import FieldCode, FieldFault, StoreError
from newswatch.store import copying

PIECE = 64 * 1024
"""Bytes that are read and written at once, however large a file is."""

_PART = ".part"
_DIGITS = 64
_WRITES = os.O_CREAT | os.O_WRONLY | getattr(os, "O_BINARY", 0)


def folder_of(database: Path) -> Path:
    """The folder of the files of a database. It need not be there."""
    return database.with_name(f"{database.name}.files")


def place_of(database: Path, sha256: str) -> Path:
    """Where the file with a hash lies, if it does."""
    return place_in(folder_of(database), sha256)


def place_in(folder: Path, sha256: str) -> Path:
    """Where the file with a hash lies in a folder of such files."""
    return folder / sha256[:2] / sha256


def lay(database: Path, source: Path) -> bool:
    """Lays a copy of a file that is named by its hash beside a database, unless it lies there soundly; gives whether none lay there. Raises OSError.

    Whoever calls holds the lock of the files and writes the row afterwards.
    """
    place = place_of(database, source.name)
    there = place.exists()
    if not there or copying.digest(place) != place.name:
        part = place.with_name(f"{place.name}{_PART}")
        private.copy(source, part)
        part.replace(place)
        private.sync(place.parent)
    return not there


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it came in: its bytes lie at `path`, synced to the disk, and no row names it yet."""

    path: Path
    sha256: str
    size: int

    def ends(self, length: int) -> tuple[bytes, bytes]:
        """So many bytes of its beginning, and of its end."""
        with self.path.open("rb") as file:
            head = file.read(length)
            file.seek(max(0, self.size - length))
            return head, file.read(length)


@contextmanager
def arriving(database: Path, pieces: Iterable[bytes], most: int, named: str) -> Iterator[Arrival]:
    """Takes in bytes, and removes them at the end unless `laid` took them. Raises FieldFault for more than `most`, StoreError for a full disk."""
    with _told(folder_of(database)):
        folder = _private_folder(folder_of(database))
        path = folder / f"{secrets.token_hex(16)}{_PART}"
        try:
            yield _written(path, pieces, most, named)
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def laid(database: Path, arrival: Arrival) -> Iterator[None]:
    """Lays a file under its hash, for its row to be written inside. If that fails, the mark stays beside it, and the next `sweep` takes it away unless
    another process has written a row of the same bytes.

    Bytes that lie there already are left, unless they are damaged: then these take their place.
    """
    with _told(folder_of(database)):
        place = place_of(database, arrival.sha256)
        mark = place.with_name(f"{place.name}{_PART}")
        _private_folder(place.parent)
        if ours := not place.exists():
            os.close(os.open(mark, _WRITES, private.FILE))
            private.sync(place.parent)
        if state_of(database, arrival.sha256, arrival.size) is not FileState.SOUND:
            arrival.path.replace(place)
            private.sync(place.parent)
    yield
    if ours:
        mark.unlink(missing_ok=True)


def sweep(database: Path, has_row: Callable[[str], bool]) -> int:
    """Puts right what killed processes left; gives how many files it removed. No other process may be laying files meanwhile."""
    removed = 0
    with _told(folder_of(database)):
        for part in sorted(folder_of(database).rglob(f"*{_PART}")):
            sha256 = part.name.removesuffix(_PART)
            if len(sha256) == _DIGITS and not has_row(sha256):
                place = part.with_name(sha256)
                removed += place.exists()
                place.unlink(missing_ok=True)
            part.unlink(missing_ok=True)
    return removed


def names(database: Path) -> list[str]:
    """The hashes under which files lie there."""
    return sorted(path.name for path in folder_of(database).glob("[0-9a-f][0-9a-f]/*") if path.suffix != _PART)


def state_of(database: Path, sha256: str, size: int, *, whole: bool = True) -> FileState:
    """How a kept file is found; all of it is read, unless its size tells already, or not `whole`."""
    place = place_of(database, sha256)
    try:
        if place.stat().st_size != size:
            return FileState.CHANGED
        if not whole:
            return FileState.UNREAD
        return FileState.SOUND if copying.digest(place) == sha256 else FileState.CHANGED
    except FileNotFoundError:
        return FileState.MISSING
    except OSError:
        return FileState.UNREADABLE


def body_of(database: Path, sha256: str, size: int) -> bytes:
    """The bytes of a kept file. Raises StoreError if they are not those that were kept."""
    if (found := state_of(database, sha256, size)) is not FileState.SOUND:
        raise StoreError(f"{place_of(database, sha256)}: a kept file is {found}; restore it from a copy, `newswatch doctor` names them all")
    return place_of(database, sha256).read_bytes()


def _written(path: Path, pieces: Iterable[bytes], most: int, named: str) -> Arrival:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, _WRITES | os.O_EXCL, private.FILE), "wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > most:
                told = f"{named}: has more than {most:,} bytes, the most for a file of its kind; hand in a smaller one"
                raise FieldFault(told, "file", FieldCode.TOO_LONG)
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return Arrival(path, digest.hexdigest(), size)


def _private_folder(folder: Path) -> Path:
    """The folder, which nobody else may look into, made where it is not there."""
    if not folder.exists():
        private.make_folder(folder)
        private.sync(folder.parent)
    elif private.open_to_others(folder):
        with suppress(PermissionError):
            folder.chmod(private.FOLDER)
    return folder


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turns what the system says of the folder into a StoreError."""
    try:
        yield
    except OSError as error:
        hint = "make room on the disk, or see that newswatch may write there"
        raise StoreError(f"{error.filename or folder}: a file can't be kept: {error.strerror or error}; {hint}") from error
