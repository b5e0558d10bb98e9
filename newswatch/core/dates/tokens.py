"""Decides what stands in a printed or machine date, from left to right: days, clocks, weekdays, zones, and what is none of these.

It works on two texts of equal length: `shown` (NFC, on one line) and `plain` (the same in small letters without marks, see `plain_text`).
What the tokens of a text state together is decided in `parsing`.
"""

import html
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from newswatch.core.dates.clock import ZONES, Clock, offset_minutes, read_clock, time_of
from newswatch.core.dates.grammar import ENGLISH_MONTHS, VIET_MONTHS, WEEKDAYS, token

YEARS = range(1990, 2101)
"""The years in which a commune's news can be dated. Chosen by hand: no portal is older, and other numbers of four digits are no years."""
Groups = tuple[Any, ...]
"""The groups of one alternative of a match: texts, or None for a group that took no part."""


class Kind(StrEnum):
    """The kinds of token. Labels ("Đăng lúc") and punctuation are no tokens."""

    DAY = "day"
    CLOCK = "clock"
    WEEKDAY = "weekday"
    ZONE = "zone"
    BAR = "bar"
    TAIL = "tail"
    DASH = "dash"
    TILL = "till"
    NUMBER = "number"
    WORD = "word"


class Token(NamedTuple):
    """One token at `start:end`. A DAY without `day` and a CLOCK without `clock` can't be true.

    `number` is the weekday (Monday is 0), the zone's minutes east of UTC (None if impossible) or the value of a NUMBER. `lax` marks a day whose
    English month shows that a program wrote it.
    """

    kind: Kind
    start: int
    end: int
    day: date | None = None
    clock: Clock | None = None
    number: int | None = None
    lax: bool = False


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_LOOKALIKES = {**dict.fromkeys("ĐđÐðƉ", "d"), **dict.fromkeys("Ƣƣ", "u")}
_SIGNS = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("•·∙●｜¦", "|"),
    **dict.fromkeys("’′‘", "'"),
    **dict.fromkeys("”“″", '"'),
    **dict.fromkeys("∕⁄", "/"),
    "：": ":",
}


@cache
def _letters() -> dict[int, str]:
    """A table from each letter with marks, of either case, to its plain small letter, and from digits and signs of other shapes to the usual ones."""
    spread = ((c, unicodedata.normalize("NFD", c)[0]) for c in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))))
    table = {ord(c): base.lower() for c, base in spread if base.isascii() and base.isalpha()}
    capitals = {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    digits = {0xFF10 + n: str(n) for n in range(10)}
    return table | capitals | digits | {ord(c): sign for c, sign in {**_LOOKALIKES, **_SIGNS}.items()}


def shown_text(text: str) -> str:
    """A text as printed: with entities resolved, in NFC, on one line, without invisible characters."""
    if "&" in text:
        text = _ENTITY.sub(_resolve, _ENTITY.sub(_resolve, text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def plain_text(shown: str) -> str:
    """`shown` in small letters without marks. It has the same length, so a place in one text is that place in the other."""
    return shown.lower() if shown.isascii() else shown.translate(_letters())


def tokens(shown: str, plain: str, start: int = 0, end: int = sys.maxsize) -> Iterator[Token]:
    """The tokens from `start` to `end`, in order. Each character is read once; labels and punctuation are passed over."""
    groups = _groups()
    for match in token().finditer(plain, start, end):
        name = match.lastgroup
        if name is None:
            continue
        kind = _PLAIN_KINDS.get(name)
        if kind is not None:
            yield Token(kind, *match.span())
        elif name in _LAX and not shown[match.start() : match.end()].isascii():
            yield Token(Kind.WORD, *match.span())
        else:
            yield _READERS[name](match, match.groups()[groups[name]])


def day_of(year: str, month: int | None, day: str) -> date | None:
    """A calendar day of the years 1990 to 2100. None if there is no such day."""
    try:
        return date(int(year), month or 0, int(day)) if int(year) in YEARS else None
    except ValueError:
        return None


def _month(name: str) -> int:
    return int(name) if name.isdigit() else VIET_MONTHS[name]


def _resolve(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def _dated(match: re.Match[str], day: date | None, clock: Clock | None = None, *, lax: bool = False) -> Token:
    return Token(Kind.DAY, *match.span(), day, clock, lax=lax)


def _iso(match: re.Match[str], groups: Groups) -> Token:
    year, _, *extended = groups[:9]
    month, day, hour, minute, second, fraction, zone = extended if extended[0] else groups[9:]
    if hour is None:
        return _dated(match, day_of(year, int(month), day))
    at = time_of(int(hour), minute, second, fraction)
    offset = offset_minutes(zone) if zone else None
    if at is None or (zone and offset is None):
        return _dated(match, None)
    return _dated(match, day_of(year, int(month), day), Clock(at, offset))


def _offset(match: re.Match[str], groups: Groups) -> Token:
    """A day with its offset before the time ("2026-11-23+0700:10:00"), as templates print it that put the zone into the date's part."""
    year, month, day, zone, hour, minute, second = groups
    at, offset = time_of(int(hour), minute, second), offset_minutes(zone)
    if at is None or offset is None:
        return _dated(match, None)
    return _dated(match, day_of(year, int(month), day), Clock(at, offset))


def _numeric(match: re.Match[str], groups: Groups) -> Token:
    day, *_, month, year = groups
    return _dated(match, day_of(year, int(month), day))


def _viet(match: re.Match[str], groups: Groups) -> Token:
    day, named, plain, year = groups
    return _dated(match, day_of(year, _month(named or plain), day))


def _viet_first(match: re.Match[str], groups: Groups) -> Token:
    month, day, year = groups
    return _dated(match, day_of(year, _month(month), day))


def _english(match: re.Match[str], groups: Groups) -> Token:
    day, month, year = groups
    return _dated(match, day_of(year, ENGLISH_MONTHS[month[:3]], day), lax=True)


def _eng_first(match: re.Match[str], groups: Groups) -> Token:
    month, day, year = groups
    return _english(match, (day, month, year))


def _short(match: re.Match[str], groups: Groups) -> Token:
    """A day of an e-mail date. Only there a year has two digits; its century is that of RFC 2822, 4.3."""
    day, month, year = groups
    return _english(match, (day, month, ("20" if year < "50" else "19") + year))


def _ctime(match: re.Match[str], groups: Groups) -> Token:
    month, day, hour, minute, second, zone, year = groups
    at, offset = time_of(int(hour), minute, second), offset_minutes(zone) if zone else None
    if at is None or (zone and offset is None):
        return _dated(match, None)
    return _dated(match, day_of(year, ENGLISH_MONTHS[month[:3]], day), Clock(at, offset), lax=True)


def _clock(match: re.Match[str], groups: Groups) -> Token:
    return Token(Kind.CLOCK, *match.span(), clock=read_clock(groups))


def _zone(match: re.Match[str], groups: Groups) -> Token:
    sign, hours, minutes = groups
    if sign is None:
        return Token(Kind.ZONE, *match.span(), number=ZONES.get(match[0], 420))
    return Token(Kind.ZONE, *match.span(), number=offset_minutes(f"{sign}{hours:0>2}{minutes or '00'}"))


def _weekday(match: re.Match[str], _: Groups) -> Token:
    name = match[0]
    return Token(Kind.WEEKDAY, *match.span(), number=WEEKDAYS[name] if name in WEEKDAYS else WEEKDAYS[name[:3]])


def _number(match: re.Match[str], _: Groups) -> Token:
    digits = match["number"]
    return Token(Kind.NUMBER, *match.span(), number=int(digits) if len(digits) < 3 else None)


_READERS: dict[str, Callable[[re.Match[str], Groups], Token]] = {
    "offset": _offset,
    "iso": _iso,
    "numeric": _numeric,
    "spaced": _numeric,
    "viet": _viet,
    "viet_first": _viet_first,
    "english": _english,
    "eng_first": _eng_first,
    "short": _short,
    "ctime": _ctime,
    "clock": _clock,
    "zone": _zone,
    "weekday": _weekday,
    "number": _number,
}
_PLAIN_KINDS = {
    "dash": Kind.DASH,
    "bar": Kind.BAR,
    "tail": Kind.TAIL,
    "views": Kind.TAIL,
    "till": Kind.TILL,
    "word": Kind.WORD,
    "other": Kind.WORD,
    "unsure": Kind.WORD,
}
_LAX = frozenset({"english", "eng_first", "short", "ctime"})


@cache
def _groups() -> dict[str, slice]:
    """The groups of each token that a reader reads."""
    index = token().groupindex
    starts = sorted(index[name] for name in (*_READERS, *_PLAIN_KINDS))
    return {name: slice(start, next((s - 1 for s in starts if s > start), None)) for name, start in index.items() if name in _READERS}
