"""Holds the web archive of a pack against its own digests: the WACZ's list of its files, and each WARC record, read piece by piece."""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from newswatch.core.record.pack import WEB, Flaw, Wrong
from newswatch.services.evidence import archive
from newswatch.services.evidence.archive import PIECE, Member, NotCanonicalError
from newswatch.services.evidence.bag import measured
from newswatch.services.evidence.contents import loads
from newswatch.services.evidence.web import DIGEST, INDEX, PACKAGE, PAGES, SECONDARY, VERSION, WARC

MOST_TIMES = 100
"""How many times its size a WARC may unpack to. Pages are packed to a quarter, style sheets to a fifth."""

MOST_RECORDS = 200_000
_ROOM = 200_000_000
LONGEST_HEAD = 256 * 1024
"""Bytes of a record's heads, WARC's and HTTP's together. A server's head is taken up to 131,072."""

_LONGEST_PACKAGE = 1_000_000
_RESOURCES = (WARC, INDEX, SECONDARY, PAGES)
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Record:
    """An answer in a web archive: the address that answered, the one asked for, when, and the digest of its body."""

    url: str
    asked: str
    at: str
    sha256: str


@dataclass(slots=True)
class Web:
    """What a web archive holds, by the ids of its records, and what is wrong with it."""

    records: dict[str, Record] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)


def check(file: IO[bytes]) -> Web:
    """Reads a WACZ file whole. Nothing of it is unpacked to a disk."""
    web = Web()
    try:
        found, _ = archive.members(file)
        members = {member.name: member for member in found}
        _check_package(file, members)
        with archive.window(file, members[WARC]) as warc:
            _check_bounds(warc, members[WARC].size)
            warc.seek(0)
            for id_, record in _records(warc):
                web.records[id_] = record
                if len(web.records) > MOST_RECORDS:
                    raise ValueError(f"it holds more than {MOST_RECORDS:,} answers")
    except (NotCanonicalError, ValueError, KeyError, TypeError, EOFError, RecursionError, zlib.error) as error:
        web.flaws.append(Flaw(Wrong.WEB, WEB, str(error)))
    return web


def _check_package(file: IO[bytes], members: dict[str, Member]) -> None:
    """Raises ValueError, KeyError or TypeError if the list of files is not that of the files."""
    if members.keys() != {*_RESOURCES, PACKAGE, DIGEST}:
        raise ValueError(f"it holds {', '.join(members)}")
    package, digest = (_json(file, members[name]) for name in (PACKAGE, DIGEST))
    stated = {one["path"]: (one["hash"], one["bytes"]) for one in package["resources"]}
    found = {}
    for name, member in members.items():
        with archive.window(file, member) as one:
            sums = measured(name, one)
        found[name] = f"sha256:{sums.sha256}", sums.size
        if sums.crc != member.crc:
            raise ValueError(f"{name}: is not what its CRC says")
    if stated != {name: found[name] for name in _RESOURCES} or package["wacz_version"] != VERSION:
        raise ValueError(f"{PACKAGE}: states other files than there are")
    if digest != {"path": PACKAGE, "hash": found[PACKAGE][0]}:
        raise ValueError(f"{DIGEST}: is not the digest of {PACKAGE}")


def _json(file: IO[bytes], member: Member) -> Any:
    if member.size > _LONGEST_PACKAGE:
        raise ValueError(f"{member.name}: has more than {_LONGEST_PACKAGE:,} bytes")
    with archive.window(file, member) as one:
        return loads(one.read())


def _check_bounds(warc: IO[bytes], size: int) -> None:
    """Raises ValueError if records unpack to too much, or have heads that a reader would have to hold whole."""
    left, heads = MOST_TIMES * size + _ROOM, 0
    unpacking, head, data = zlib.decompressobj(zlib.MAX_WBITS | 16), bytearray(), b""
    while data or (data := warc.read(PIECE)):
        plain = unpacking.decompress(data, PIECE)
        data = unpacking.unconsumed_tail
        left -= len(plain)
        if left < 0:
            raise ValueError(f"{WARC}: unpacks to more than {MOST_TIMES} times its size")
        if len(head) < LONGEST_HEAD:
            head += plain[:LONGEST_HEAD]
        if unpacking.eof:
            _check_head(bytes(head))
            heads, data = heads + 1, unpacking.unused_data
            unpacking, head = zlib.decompressobj(zlib.MAX_WBITS | 16), bytearray()
    if head or not heads:
        raise ValueError(f"{WARC}: ends amid a record")


def _check_head(head: bytes) -> None:
    """Raises ValueError if a record's heads don't end where heads end at the latest."""
    own = head.find(_END)
    needed = 1 if own >= 0 and b"application/warc-fields" in head[:own] else 2
    if own < 0 or (needed == 2 and head.find(_END, own + len(_END)) < 0):
        raise ValueError(f"{WARC}: a record has a head of more than {LONGEST_HEAD:,} bytes, or none")


def _records(warc: IO[bytes]) -> Iterator[tuple[str, Record]]:
    """The answers of a WARC. Raises ValueError at one that is not what its digests say."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    seen = set[str]()
    try:
        for record in ArchiveIterator(warc, check_digests=True):
            header = record.rec_headers.get_header
            id_, digest = header("WARC-Record-ID"), hashlib.sha256()
            for piece in iter(lambda record=record: record.raw_stream.read(PIECE), b""):  # type: ignore[misc]
                digest.update(piece)
            if record.digest_checker.passed is False or not header("WARC-Block-Digest"):
                raise ValueError(f"{id_}: {'; '.join(record.digest_checker.problems) or 'it bears no digest'}")
            if record.rec_type == "warcinfo":
                continue
            sha256 = str(header("WARC-Payload-Digest")).removeprefix("sha256:")
            if record.rec_type == "response" and digest.hexdigest() == sha256:
                seen.add(sha256)
            elif record.rec_type != "revisit" or sha256 not in seen:
                raise ValueError(f"{id_}: its body is another one than its digest says")
            url = header("WARC-Target-URI")
            yield id_, Record(url, header("X-Newswatch-Asked-URI") or url, header("WARC-Date"), sha256)
    except ArchiveLoadFailed as error:
        raise ValueError(f"{WARC}: {error}") from error
