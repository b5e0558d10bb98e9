"""Assessment sheets as files: read within bounds, written whole or not at all, never over one that is there."""

import io
import os
import zipfile
from pathlib import Path

from newswatch import private
from newswatch.errors import InputError
from newswatch.report.sheets.package import MOST_BYTES

SUFFIXES = (".xlsx", ".xlsm", ".docx", ".docm")
MOST_UNPACKED = 64 * 2**20
"""Bytes that a file from a browser may unpack to; several of them may be opened while others are served."""

_PART = ".part"


def read(path: Path) -> bytes:
    """The bytes of a sheet. Raises InputError: it can't be read, or is too large."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > MOST_BYTES:
                raise InputError(f"{path}: is larger than {MOST_BYTES:,} bytes; take pictures out of it, or fill it in by hand")
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror or error}; close it in Excel or Word, and name a file") from None


def check_unpacked(raw: bytes) -> None:
    """Raises InputError for a file that a browser sent and that unpacks to more than such a sheet ever does."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(info.file_size for info in packed.infolist())
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError):
        return  # who opens it says what it is
    if size > MOST_UNPACKED:
        raise InputError(f"the file unpacks to more than {MOST_UNPACKED:,} bytes; take pictures out of it, or fill it in by hand")


def check_target(out: Path, suffix: str) -> None:
    """Raises InputError unless a file of this kind may be written there."""
    if out.suffix.lower() != suffix.lower() and suffix.lower() in SUFFIXES:
        raise InputError(f"{out}: must end with {suffix}, as the file it is a copy of")
    if out.exists():
        raise InputError(f"{out}: lies there already; name a file that is not there")


def write(out: Path, raw: bytes) -> None:
    """Writes a file. Raises InputError if it can't be written."""
    part = out.with_name(f"{out.name}{_PART}")
    try:
        private.write(part, raw)
        private.sync(part)
        part.replace(out)
        private.sync(out.absolute().parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(f"{out}: can't be written: {error.strerror or error}; name a file in a folder that takes files") from None
