"""Decides what a time of day or a length of time means, as printed on portals and kept in loudspeaker logs. Nothing here raises.

Days are read in `tokens`. The forms that are read are the rows of tests/core/dates/clocks.tsv and durations.tsv.
"""

import re
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from newswatch.core.text import bare

_LONGEST = 60  # characters; no form of tests/core/dates has half as many, and the limit bounds the work on any cell
_DAY_SECONDS = 24 * 60 * 60

# Ten groups: hour; after a colon minute, second, fraction, minus offset; after h or giờ minute, second, half; part of the day; zone.
# The number after "9h" may be the day of a date ("9h 12/03/2024"). "-05:00" needs seconds before it, else it is the end of a span.
# An offset of hours alone is sure where it is Việt Nam's or ends the text: "09:15 +12 bình luận" counts comments.
_NO_DAY = r"(?!\d| ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}| \d\d \d{4}| thang)"
CLOCK = (
    r"(\d{1,2})(?:"
    r" ?: ?(\d\d)(?!\d)(?: ?: ?(\d\d)(?!\d)(?:[.,](\d{1,12}))?(?: ?(-\d\d:\d\d|-\d\d(?=$))(?![\d:]))?)?"
    r"| ?(?:gio|h|g)(?![a-z])"
    rf"(?: ?(\d{{1,2}}){_NO_DAY}(?: ?(?:phut|ph|p|')(?![a-z]))?(?: ?(\d{{1,2}}) ?(?:giay|s)(?![a-z]))?)?"
    r"(?: ?(ruoi)(?![a-z]))?"
    r"|(?= ?(?:sa|ch|am|pm)(?![a-z])))"
    r"(?: ?(sa|ch|am|pm|a\.m\.?|p\.m\.?|sang|trua|chieu|toi|dem|khuya)(?![a-z]))?"
    r"(?: ?(z|ut|[ecmp][sd]t|[+-]\d{4}|\+\d\d:\d\d|\+0?7(?=$|[ )\]])|\+\d\d(?= ?$|[)\]]))(?![a-z\d:/.]))?"
    r"(?![\d:])"
)

_AMERICAN = {f"{place}st": -60 * west for place, west in (("e", 5), ("c", 6), ("m", 7), ("p", 8))}
ZONES = {
    **_AMERICAN,
    **{f"{name[0]}dt": minutes + 60 for name, minutes in _AMERICAN.items()},
    **dict.fromkeys(("z", "ut", "gmt", "utc"), 0),
    "ict": 420,
}

_MORNING = {12: 0, **{h: h for h in range(12)}}
_AFTERNOON = {**{h: h + 12 for h in range(1, 12)}, **{h: h for h in range(12, 24)}}
_PARTS_OF_DAY = {
    "sa": _MORNING,
    "am": _MORNING,
    "ch": _AFTERNOON,
    "pm": _AFTERNOON,
    "sang": {h: h for h in range(12)},
    "trua": {10: 10, 11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14},
    "chieu": {**{h: h + 12 for h in range(1, 7)}, **{h: h for h in range(12, 19)}},
    "toi": {**{h: h + 12 for h in range(5, 12)}, **{h: h for h in range(17, 24)}},
    "dem": {**{h: h + 12 for h in range(9, 12)}, **{h: h for h in range(21, 24)}, **{h: h for h in range(5)}},
}
_PARTS_OF_DAY["khuya"] = _PARTS_OF_DAY["dem"]

_SPOKEN = re.compile(rf"(?:(?:vao )?luc |(sang|trua|chieu|toi|dem)[ :,-]*)?(?:{CLOCK}|(\d{{1,2}})\.(\d\d))", re.ASCII)
_PIECE = re.compile(
    r"[ ,]*(?:va )?(\d{1,5}(?:[.,]\d{1,2})?)(?: ?(?:"
    r"(gio|tieng|hours?|hrs?|h|g)|(phut|minutes?|mins?|ph|p|m|'(?!'))|(giay|seconds?|secs?|s|\"|'')"
    r")(?![a-z]))?(?: (ruoi)(?![a-z]))?",
    re.ASCII,
)
_COLONS = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII)
_MARKS = str.maketrans({"’": "'", "′": "'", "‘": "'", "”": '"', "″": '"', "“": '"', "–": "-", "—": "-"})
_SIZES = (3600, 60, 1)


class Clock(NamedTuple):
    """A time of day, and the offset in which it was stated in minutes east of UTC (None if it states none)."""

    time: time
    offset: int | None = None


def read_clock(groups: tuple[str | None, ...]) -> Clock | None:
    """The clock in the ten groups of a `CLOCK` match. None if there is no such time, or if its hour contradicts SA, CH, sáng, chiều …"""
    hour, minute, second, fraction, minus, spoken_minute, spoken_second, half, part, zone = groups
    at = time_of(hour_of_day(int(hour or 0), part), minute or spoken_minute or (half and "30"), second or spoken_second, fraction)
    stated = minus or zone
    if at is None or (half and spoken_minute):
        return None
    if stated is None:
        return Clock(at)
    offset = offset_minutes(stated)
    return None if offset is None else Clock(at, offset)


def time_of(hour: int | None, minute: str | None, second: str | None = None, fraction: str | None = None) -> time | None:
    """A time from its digits, with the fraction cut to microseconds. None for hour 24, minute 60 or a leap second."""
    if hour is None or hour > 23:
        return None
    minutes, seconds = int(minute or 0), int(second or 0)
    if minutes > 59 or seconds > 59:
        return None
    return time(hour, minutes, seconds, int(fraction[:6].ljust(6, "0")) if fraction else 0)


def hour_of_day(hour: int, part: str | None) -> int | None:
    """The hour 0–23 that an hour and a part of the day mean. "16:40 CH" of portals is 16, while "13:00 SA" is None.

    12 SA is midnight, 12 CH noon. "12 giờ đêm" is None, since people mean either end of the day by it.
    """
    if part is None:
        return hour if hour < 24 else None
    return _PARTS_OF_DAY[part.replace(".", "")].get(hour)


def offset_minutes(zone: str) -> int | None:
    """Minutes east of UTC of `+0700`, `+07:00`, `+07`, `+7`, `Z`, `EST` … (in lower case). None if no place on earth keeps that offset.

    The North American names are those of RFC 822. Other names, which several countries share, are not read.
    """
    if zone in ZONES:
        return ZONES[zone]
    digits = zone[1:].replace(":", "").rjust(2, "0").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    total = (hours * 60 + minutes) * (-1 if zone[0] == "-" else 1)
    return total if minutes in (0, 15, 30, 45) and -720 <= total <= 840 else None


def parse_clock(text: str) -> time | None:
    """A time of day: `05:30`, `5h30`, `17 giờ 15 phút`, `5 giờ sáng`, `4:00 CH`, `5.30` as in logs kept by hand.

    None for a bare number, a one-digit minute after a colon or a dot, a span of two times, a time with a zone, and any other text.
    """
    if len(text) > _LONGEST:
        return None
    match = _SPOKEN.fullmatch(bare(text.translate(_MARKS)))
    if match is None:
        return None
    before, *clock, dotted_hour, dotted_minute = match.groups()
    if dotted_hour is not None:
        return time_of(hour_of_day(int(dotted_hour), before), dotted_minute)
    if before and clock[8]:
        return None
    clock[8] = clock[8] or before
    read = read_clock(tuple(clock))
    return read.time if read and read.offset is None and clock[3] is None else None


def parse_duration(text: str) -> int | None:
    """A length of time in whole seconds: `3 phút`, `2 phút 30 giây`, `04:10` (mm:ss), `01:02:03`, `3'20"`, `5p`, `2,5 phút`, `PT5M30S`.

    A number without a unit has the next smaller unit than the number before it (`1h30`, `2p30`). None for a bare number, whose unit nobody
    knows, for 60 or more of a unit that follows a larger one, and for more than a day.
    """
    if len(text) > _LONGEST:
        return None
    plain = bare(text.translate(_MARKS)).removeprefix("thoi luong").lstrip(": ").rstrip(". ").removeprefix("pt")
    seconds = _from_colons(plain) if ":" in plain else _from_pieces(plain)
    return seconds if seconds is not None and seconds <= _DAY_SECONDS else None


def _from_colons(plain: str) -> int | None:
    match = _COLONS.fullmatch(plain)
    if match is None:
        return None
    parts = [int(p) for p in match.groups() if p is not None]
    if any(p > 59 for p in parts[1:]):
        return None
    return sum(part * size for part, size in zip(parts, _SIZES[-len(parts) :], strict=True))


def _from_pieces(plain: str) -> int | None:
    total, rank, pos = Decimal(0), -1, 0
    while pos < len(plain):
        match = _PIECE.match(plain, pos)
        if match is None:
            return None
        piece = _piece_seconds(match, rank)
        if piece is None:
            return None
        seconds, rank = piece
        total, pos = total + seconds, match.end()
    return int(total.quantize(Decimal(1), ROUND_HALF_UP)) if rank >= 0 else None


def _piece_seconds(match: re.Match[str], rank: int) -> tuple[Decimal, int] | None:
    """Seconds and rank (0 hours, 1 minutes, 2 seconds) of one number after a number of rank `rank` (-1: it is the first). None if they don't fit.

    Nothing may follow a number with a fraction ("2,5 phút"), so it has rank 2.
    """
    amount, half = Decimal(match[1].replace(",", ".")), match[5]
    unit = next((i for i in range(3) if match[i + 2]), None)
    if unit is None:
        if rank not in (0, 1) or half:
            return None
        unit = rank + 1
    split = half or amount % 1
    if unit <= rank or (rank >= 0 and (amount > 59 or split)) or (unit == 2 and split):
        return None
    return (amount + (Decimal("0.5") if half else 0)) * _SIZES[unit], 2 if split else unit
