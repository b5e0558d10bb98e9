"""ZIP archives in one canonical form: the same files give the same bytes, and any other byte is refused.

Members are stored as they are (what is large is compressed already), in the order of their names, without gaps, all with one time; names are ASCII.
Sizes and offsets that need more than 32 bits are written as ZIP64. Such an archive is read from its front alone, member by member: each header
is held against the one that would be written, and so is all that follows the last member. So no byte of it is free, and it can't hold more than it weighs.
"""

import io
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from newswatch.core.model import LOCAL

PIECE = 256 * 1024
MOST_MEMBERS = 200_000
_LIMIT = 0xFFFFFFFF
_MANY = 0xFFFF
_LONGEST_NAME = 200
_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*")
_LOCAL, _CENTRAL, _END, _END64, _LOCATOR = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_PLAIN, _WIDE = 20, 45
_UNIX = 3 << 8
_ATTRIBUTES = 0o100644 << 16


class NotCanonicalError(ValueError):
    """An archive that is not, byte by byte, the one that its files give."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name, its size, its CRC-32, and where its bytes begin in the archive."""

    name: str
    size: int
    crc: int
    offset: int = 0


def is_safe(name: str) -> bool:
    """Whether a path is one that packs have: ASCII letters, digits, dots, dashes; no part of it leads upwards or is hidden."""
    return len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) is not None


def moment(at: datetime) -> int:
    """An instant as archives hold it: local time of Việt Nam in steps of two seconds, day and time in one number."""
    when = at.astimezone(LOCAL)
    day = (min(max(when.year, 1980), 2107) - 1980) << 9 | when.month << 5 | when.day
    return day << 16 | when.hour << 11 | when.minute << 5 | when.second // 2


def write(out: IO[bytes], members: Sequence[tuple[Member, Iterable[bytes]]], when: int) -> None:
    """Writes an archive of files whose size and CRC are known, as of a `moment`. Raises OSError."""
    at, placed = 0, list[Member]()
    for member, pieces in sorted(members, key=lambda one: one[0].name):
        head = _local(member, when)
        placed.append(Member(member.name, member.size, member.crc, at + len(head)))
        out.write(head)
        for piece in pieces:
            out.write(piece)
        at = placed[-1].offset + member.size
    for piece in _tail(placed, when, at):
        out.write(piece)


def members(file: IO[bytes]) -> tuple[list[Member], int]:
    """The members of an archive and the moment they bear. The bytes of the members themselves are not read.

    Raises NotCanonicalError at the first byte that is not as `write` writes it.
    """
    end = file.seek(0, io.SEEK_END)
    found, when, at = list[Member](), -1, 0
    while (member := _member(file, at, when)) is not None:
        found_at, when = member
        if found and found_at.name <= found[-1].name:
            raise NotCanonicalError(f"{found_at.name}: stands there twice or out of order")
        if found_at.offset + found_at.size > end or len(found) >= MOST_MEMBERS:
            raise NotCanonicalError(f"{found_at.name}: leads beyond the end of the archive, or is one file too many")
        found.append(found_at)
        at = found_at.offset + found_at.size
    file.seek(at)
    for piece in _tail(found, max(when, 0), at):
        if file.read(len(piece)) != piece:
            raise NotCanonicalError(f"the directory after the last file is another one than its {len(found)} files give")
    if file.read(1) or not found:
        raise NotCanonicalError("something follows the end of the archive, or there is nothing in it")
    return found, when


def _member(file: IO[bytes], at: int, when: int) -> tuple[Member, int] | None:
    """The member whose header begins there, and the moment it bears; None where no header does."""
    file.seek(at)
    fixed = file.read(30)
    if len(fixed) < 30 or fixed[:4] != _LOCAL:
        return None
    *_, stated, crc, _, size, length, more = struct.unpack("<4sHHHIIIIHH", fixed)
    raw, extra = file.read(min(length, _LONGEST_NAME + 1)), file.read(min(more, 20))
    name = raw.decode("latin-1")
    if not is_safe(name):
        raise NotCanonicalError(f"{name!r}: is no name that a pack has")
    if len(extra) == 20:
        size = struct.unpack("<HHQQ", extra)[2]
    member = Member(name, size, crc, at + len(fixed) + len(raw) + len(extra))
    if fixed + raw + extra != _local(member, stated) or when not in (-1, stated):
        raise NotCanonicalError(f"{name}: its header is another one than the file gives")
    return member, stated


def _local(member: Member, when: int) -> bytes:
    wide = member.size >= _LIMIT
    size = _LIMIT if wide else member.size
    name = member.name.encode("ascii")
    extra = struct.pack("<HHQQ", 1, 16, member.size, member.size) if wide else b""
    version = _WIDE if wide else _PLAIN
    return struct.pack("<4sHHHIIIIHH", _LOCAL, version, 0, 0, when, member.crc, size, size, len(name), len(extra)) + name + extra


def _tail(placed: Sequence[Member], when: int, at: int) -> Iterator[bytes]:
    """The directory of an archive, which begins at `at`, and its end."""
    length = 0
    for member in placed:
        entry = _entry(member, when)
        length += len(entry)
        yield entry
    count = len(placed)
    if count >= _MANY or at >= _LIMIT or length >= _LIMIT:
        yield struct.pack("<4sQHHIIQQQQ", _END64, 44, _UNIX | _WIDE, _WIDE, 0, 0, count, count, length, at)
        yield struct.pack("<4sIQI", _LOCATOR, 0, at + length, 1)
    few = min(count, _MANY)
    yield struct.pack("<4sHHHHIIH", _END, 0, 0, few, few, min(length, _LIMIT), min(at, _LIMIT), 0)


def _entry(member: Member, when: int) -> bytes:
    name = member.name.encode("ascii")
    place = member.offset - len(_local(member, when))
    wide = [value for value in (member.size, member.size, place) if value >= _LIMIT]
    extra = struct.pack(f"<HH{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    version = _WIDE if wide else _PLAIN
    size, place = min(member.size, _LIMIT), min(place, _LIMIT)
    fields: tuple[Any, ...] = (_CENTRAL, _UNIX | version, version, 0, 0, when, member.crc, size, size, len(name), len(extra), 0, 0, 0)
    return struct.pack("<4sHHHHIIIIHHHHHII", *fields, _ATTRIBUTES, place) + name + extra


class Window(io.RawIOBase):
    """A stretch of a file, read as a file of its own."""

    def __init__(self, file: IO[bytes], offset: int, size: int) -> None:
        super().__init__()
        self._file, self._offset, self._size, self._at = file, offset, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), max(0, self._size - self._at))
        self._file.seek(self._offset + self._at)
        read = self._file.read(wanted)
        buffer[: len(read)] = read
        self._at += len(read)
        return len(read)


def window(file: IO[bytes], member: Member) -> IO[bytes]:
    """A member of an archive as a file of its own."""
    return io.BufferedReader(Window(file, member.offset, member.size), PIECE)
