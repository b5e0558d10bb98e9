"""The files of a BagIt 1.0 bag (RFC 8493) about its payload, in one canonical form: the payload and a few words give each byte of them.

They are written here, since the library's `make_bag` states version 0.97, reads each file several times, and changes the working folder of the process.
Tests have the library validate every pack.
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from newswatch.core.text import printable
from newswatch.services.evidence.archive import PIECE

PAYLOAD = "data/"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
BAGIT, INFO = "bagit.txt", "bag-info.txt"
MANIFESTS = {"manifest-sha256.txt": "sha256", "manifest-sha512.txt": "sha512"}
TAG_MANIFESTS = {"tagmanifest-sha256.txt": "sha256", "tagmanifest-sha512.txt": "sha512"}
TAGS = frozenset({BAGIT, INFO, *MANIFESTS, *TAG_MANIFESTS})
OXUM, IDENTIFIER = "Payload-Oxum", "External-Identifier"
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Sums:
    """A file of a bag as measured: its path, size in bytes, digests (hex) and CRC-32."""

    path: str
    size: int
    sha256: str
    sha512: str
    crc: int


def measured(path: str, file: IO[bytes]) -> Sums:
    """Measures a file, piece by piece. Raises OSError."""
    return of_pieces(path, iter(lambda: file.read(PIECE), b""))


def of_pieces(path: str, pieces: Iterable[bytes]) -> Sums:
    """Measures a file as its pieces come."""
    size, crc, short, long = 0, 0, hashlib.sha256(), hashlib.sha512()
    for piece in pieces:
        size, crc = size + len(piece), zlib.crc32(piece, crc)
        short.update(piece)
        long.update(piece)
    return Sums(path, size, short.hexdigest(), long.hexdigest(), crc)


def oxum(payload: Sequence[Sums]) -> str:
    """How much a bag holds: bytes and files."""
    return f"{sum(one.size for one in payload)}.{len(payload)}"


def info(words: Mapping[str, str], payload: Sequence[Sums]) -> bytes:
    """`bag-info.txt`, a line for each word."""
    told = {**words, OXUM: oxum(payload)}
    return "".join(f"{name}: {printable(value, _LONGEST)}\n" for name, value in told.items()).encode()


def told(raw: bytes) -> dict[str, str]:
    """The words of a `bag-info.txt`. Raises ValueError for one that is none."""
    return dict(line.split(": ", 1) for line in raw.decode().splitlines())


def manifests(payload: Iterable[Sums]) -> dict[str, bytes]:
    """The manifests of the payload."""
    files = sorted(payload, key=lambda one: one.path)
    return {name: _lines(files, algorithm) for name, algorithm in MANIFESTS.items()}


def tag_manifests(tags: Mapping[str, bytes]) -> dict[str, bytes]:
    """The manifests of the bag's other files: the declaration, `bag-info.txt`, the manifests of the payload."""
    files = [of_pieces(name, [raw]) for name, raw in sorted(tags.items())]
    return {name: _lines(files, algorithm) for name, algorithm in TAG_MANIFESTS.items()}


def _lines(files: Iterable[Sums], algorithm: str) -> bytes:
    return "".join(f"{one.sha256 if algorithm == 'sha256' else one.sha512}  {one.path}\n" for one in files).encode()
