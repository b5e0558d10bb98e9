"""The hash chain of a unit's record: how a record is written as bytes, what its digest is, and which head follows which.

A link is the record of one row: its kind and its content, in which other rows are named by what they are (an item by its channel and key), never by
their numbers in one database. The head after a link is SHA-256 over the head before it and the digest of the record, so that a head stands for
every record up to it. The chain of a unit begins with a head that is made of the unit's id alone.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

_SHORT, _GROUP = 16, 4
_ASKED = re.compile(r"[0-9a-f]{8,64}")
_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


class Broken(StrEnum):
    """What is wrong with a link, a row or a body."""

    CHANGED = "changed"
    """The row does not say what it said when it was entered."""
    MISSING = "missing"
    """The row of a link is not there any more."""
    OUTSIDE = "outside"
    """A row that was never entered: another program wrote it."""
    LINK = "link"
    """The link itself was changed or taken out: the rows beside it are whole."""
    BODY = "body"
    """The bytes kept under a digest are others."""
    NO_BODY = "no_body"
    """The bytes that a digest names are not there."""
    STAMP = "stamp"
    """A time stamp that is none of the head that stands there, or that the authority's certificate does not vouch for."""
    LOOSE = "loose"
    """The row names another one that is not there."""
    LABEL = "label"
    """What stands beside kept bytes (their address, size or time) is not what the answer says that brought them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the unit (empty for what units share), the number of the link (0 if there is none), the table and the key of the row.

    `also` are the other rows that the link's record holds: the item, the answer of the server, the source, the run; one of them may be what was changed.
    `at` is the time that the row tells of itself (as stored), `says` its title or what else a person knows it by.
    """

    what: Broken
    unit: str
    link: int
    table: str
    row: str
    also: tuple[str, ...] = ()
    at: str = ""
    says: str = ""


def canonical(value: object) -> bytes:
    """A value of texts, whole numbers, truth values, None, lists and mappings as JSON in UTF-8: keys sorted, no blanks, letters as they are.

    The same value gives the same bytes everywhere. Raises ValueError for a number that JSON lacks.
    """
    return _encoded(value).encode()


def digest(kind: str, content: Mapping[str, object]) -> bytes:
    """SHA-256 of a record: its kind and its content."""
    return sha256(_encoded([kind, content]).encode()).digest()


def genesis(unit: str) -> bytes:
    """The head of a unit's chain before the first link."""
    return digest("unit", {"unit": unit})


def following(head: bytes, record: bytes) -> bytes:
    """The head after a link, from the head before it and the digest of its record."""
    return sha256(head + record).digest()


def short(head: str) -> str:
    """The first sixteen digits of a head (hex) in groups of four, as people read and type it; empty for none."""
    return "-".join(head[at : at + _GROUP] for at in range(0, min(_SHORT, len(head)), _GROUP))


def asked(text: str) -> str:
    """The digits of a head or its beginning as a person wrote it, with or without dashes and blanks. Raises ValueError if it is none."""
    digits = re.sub(r"[\s\-–…]", "", text).lower()
    if not _ASKED.fullmatch(digits):
        raise ValueError(f"{text!r} is no head of a ledger; write at least eight of its hexadecimal digits, as they stand in a mail's foot")
    return digits


@dataclass(frozen=True, slots=True)
class Chain:
    """What walking one unit's chain found: its links and its head (hex); the faults, in the order of the links, then the rows without one, and how many
    there are (a hundred are told); when rows that were there before the ledger were adopted, and how many; the time stamps that hold, each with the
    link it vouches for, and how many could not be checked for want of a certificate or of the package that reads them."""

    unit: str
    links: int
    head: str
    faults: tuple[Fault, ...] = ()
    broken: int = 0
    adopted: tuple[tuple[str, int], ...] = ()
    stamps: tuple[tuple[int, datetime], ...] = ()
    unchecked: int = 0

    @property
    def first(self) -> int:
        """The first broken link; 0 if each is whole."""
        return next((fault.link for fault in self.faults if fault.link), 0)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Bodies of pages that a person dropped: when (as stored), who, why, and how many of them are not kept now."""

    at: str
    by: str
    because: str
    bodies: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found: each chain, how many bodies were held against their digests, and what is wrong with those (a hundred are told, of so many);
    and which people dropped bodies of pages, when (as stored), why, and how many."""

    chains: tuple[Chain, ...]
    bodies: int = 0
    faults: tuple[Fault, ...] = ()
    broken_bodies: int = 0
    dropped: tuple[Dropped, ...] = ()

    @property
    def all_faults(self) -> tuple[Fault, ...]:
        """What is wrong with the chains, then what with the bodies."""
        return (*(fault for chain in self.chains for fault in chain.faults), *self.faults)

    @property
    def whole(self) -> bool:
        """Is nothing wrong at all?"""
        return not self.broken_bodies and not any(chain.broken for chain in self.chains)


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a head (hex) stood: after which link of how many, what that link's row is and the time it tells (as stored), and the last statement up to it
    (its month, number and time, None before the first). `whole` says that every link up to it is as it was entered."""

    unit: str
    head: str
    link: int
    links: int
    table: str
    at: str
    says: str
    month: str | None
    revision: int | None
    stated_at: str | None
    whole: bool
