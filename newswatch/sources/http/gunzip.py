"""Decompresses a gzip stream piece by piece, so that a bomb can be stopped before it fills the memory."""

import zlib
from collections.abc import Iterable, Iterator

_GZIP = 31
"""The `wbits` by which zlib expects a gzip header."""


def gunzip(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The decompressed stream in pieces of at most `most` bytes. Raises zlib.error if the stream is damaged or incomplete.

    A piece that would be longer is cut off. zlib is used directly, because urllib3 accepts a gzip stream that breaks off as a whole one.
    Bytes after a whole member that begin no other member are padding.
    """
    inflate, members, begun = zlib.decompressobj(_GZIP), 0, False
    for piece in pieces:
        rest = piece
        while rest:
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
