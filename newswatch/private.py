"""Files and folders that are this account's alone, whatever the umask says, and whether who made one is still there.

On Windows they have the rights of the folder they lie in.
"""

import errno
import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

FILE, FOLDER = 0o600, 0o700
_PART = ".part"
_OTHERS = 0o077
_OTHERS_WRITE = 0o022
_ANYBODY_READS = 0o004
_POSIX = os.name == "posix"


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it where they are not there, closed to others; one that is there keeps its rights. Raises OSError."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    folder.mkdir(FOLDER, exist_ok=True)
    if _POSIX:
        folder.chmod(FOLDER)


def make_file(path: Path) -> None:
    """Makes an empty file, closed to others. Raises OSError; FileExistsError if anything is there."""
    os.close(_made(path))


def _made(path: Path) -> int:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), FILE)
    if _POSIX:
        os.fchmod(handle, FILE)
    return handle


def close(path: Path) -> None:
    """Closes a file of this account to others, whatever the umask took from it or left to them. Raises OSError."""
    if _POSIX:
        path.chmod(FILE)


def write(path: Path, content: bytes) -> None:
    """Writes a file that others can't read, in place of one that is there. Raises OSError; FileExistsError if somebody else makes it meanwhile."""
    if path.is_symlink():
        path.write_bytes(content)
        return
    path.unlink(missing_ok=True)
    with os.fdopen(_made(path), "wb") as file:
        file.write(content)


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file that others can't read under another name, syncs it and renames it: it is there whole, or not at all. Raises OSError, that of the
    writing even where what was begun can't be removed."""
    part = path.with_name(f"{path.name}{_PART}")
    try:
        write(part, content)
        sync(part)
        part.replace(path)
        sync(path.absolute().parent)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def own_bytes(path: Path, most: int) -> bytes:
    """What a file of this account's own holds that others can't write to. Raises OSError: for any other thing too, and for more than `most` bytes."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        foreign = _POSIX and (found.st_uid != os.geteuid() or found.st_mode & _OTHERS_WRITE)
        if not stat.S_ISREG(found.st_mode) or foreign or found.st_size > most:
            raise OSError(errno.EPERM, "is no file of this account's own, or too large", str(path))
        return file.read(most)


def copy(source: Path, target: Path) -> None:
    """Copies a file, piece by piece, with the folders above it; the copy is closed to others, and on the disk when this returns. Raises OSError."""
    make_folder(target.parent)
    target.unlink(missing_ok=True)
    make_file(target)
    shutil.copyfile(source, target)
    sync(target)


def sync(path: Path) -> None:
    """Makes what a file holds, or the names in a folder, survive a power cut. Only POSIX systems can sync a folder. Raises OSError."""
    if _POSIX or not path.is_dir():
        handle = os.open(path, os.O_RDONLY if _POSIX else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def is_running(process: int) -> bool:
    """Is there a process of this number? On Windows, where asking would end it, the answer is yes."""
    if not _POSIX:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def open_to_others(path: Path) -> bool:
    """May accounts other than the owner's read, write or enter it? False for what is not there, and on Windows."""
    return bool(_mode(path) & _OTHERS)


def read_by_anybody(path: Path) -> bool:
    """May every account of this machine read it? False for what is not there, and on Windows."""
    return bool(_mode(path) & _ANYBODY_READS)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode if _POSIX else 0
    except OSError:
        return 0
