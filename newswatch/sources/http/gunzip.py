"""Decompresses gzip piece by piece, so that a bomb can be stopped before it fills the memory."""

import zlib
from collections.abc import Iterable, Iterator

from newswatch.errors import ParseError

MOST_UNPACKED = 16_000_000
"""Bytes that the gzip file of a page or feed may have once unpacked: twice what a page may have by default (fetch.max_bytes)."""

_MAGIC = b"\x1f\x8b"

MOST_MEMBERS = 1_000
"""Members of one gzip stream. Servers send one, or one for each piece they flush; each costs as much as a few thousand bytes."""

_SLICE = 65_536
_GZIP = 31
"""The `wbits` by which zlib expects a gzip header."""


def gunzip(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The decompressed stream in pieces of at most `most` bytes. Raises zlib.error if the stream is damaged or incomplete.

    A piece that would be longer is cut off, and a stream of more than `MOST_MEMBERS` members is taken for damaged. zlib is used directly, because
    urllib3 accepts a gzip stream that breaks off as a whole one.
    Bytes after a whole member that begin no other member are padding.
    """
    inflate, members, begun = zlib.decompressobj(_GZIP), 0, False
    for piece in (whole[start : start + _SLICE] for whole in pieces for start in range(0, len(whole), _SLICE)):
        rest = piece
        while rest:
            if members > MOST_MEMBERS:
                raise zlib.error(f"more than {MOST_MEMBERS} members")
            try:
                yield inflate.decompress(rest, most)
            except zlib.error:
                if members and not begun:
                    return
                raise
            begun, rest = not inflate.eof, inflate.unused_data
            if inflate.eof:
                inflate, members = zlib.decompressobj(_GZIP), members + 1
    if begun:
        raise zlib.error("breaks off")


def unpacked(body: bytes, url: str, most: int = MOST_UNPACKED) -> bytes:
    """A body that is a gzip file, as `.xml.gz` is served, unpacked; any other as it is.

    Raises ParseError with `url` in it if the file is damaged, or larger than `most` bytes once unpacked.
    """
    if not body.startswith(_MAGIC):
        return body
    found = bytearray()
    try:
        for piece in gunzip([body], most + 1):
            found += piece
            if len(found) > most:
                raise ParseError(f"{url}: the gzip is larger than {most} bytes once unpacked; the portal's keeper has to split it")
    except zlib.error as error:
        raise ParseError(f"{url}: the gzip is damaged ({error}); the portal's keeper has to mend it") from error
    return bytes(found)
