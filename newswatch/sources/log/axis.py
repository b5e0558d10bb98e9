"""What a column's header names beside a field: a day of the week or month, a part of the day, an hour, a kind of item, who made it.

Below such headers stand titles (a weekly grid) or marks (crosses below "Tin", "Tiếp âm", "Sáng", "17h00", or below each day of the month).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from newswatch.core import dates
from newswatch.core.model import Origin
from newswatch.core.text import bare, title_key
from newswatch.sources.log import values

_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_MARK = re.compile(r"[xX✓✔☑√v*●+•]|co|có|1", re.IGNORECASE)
_TIMES = re.compile(r"[2-9]")
_WEEKDAY = re.compile(
    r"(?:thu ?(?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|fri|sat|sun)\b(.*)"
)
_BARE_WEEKDAY = re.compile(r"hai|ba|tu|nam|sau|bay")
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, **{str(n): n - 2 for n in range(2, 8)}}
_DATE = re.compile(r"(?<!\d)\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{2,4})?(?!\d)|\d{4}-\d\d-\d\d|\d{1,2} thang \d{1,2}")
_SESSION = re.compile(r"(?:buoi |chuong trinh |phat )?(?:buoi )?(sang|trua|chieu|toi)\b(.*)")
_SESSION_NAMES = {"sang": "Sáng", "trua": "Trưa", "chieu": "Chiều", "toi": "Tối"}
_AIRED = re.compile(r"(?:(?:da|co) )?(?:phat|len song)(?: (?:song|thanh|tot|du))?|(?:khong|chua) phat")
_OWN = re.compile(
    r"(?:tu )?sx|tsx|(?:dai )?(?:xa|phuong)|dia phuong|tu (?:viet|san xuat|bien tap|lam|thuc hien)|cua (?:xa|phuong)|tin xa|noi bo"
)


class Kind(StrEnum):
    """What a header names."""

    DAY = "day"
    SESSION = "session"
    CLOCK = "clock"
    TYPE = "item_type"
    ORIGIN = "origin"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Axis:
    """A header that names a value. `text` is that value; for a day `weekday` and `number` are what the header says of it beside a date."""

    kind: Kind
    text: str
    weekday: int | None = None
    number: int | None = None
    clock: str = ""


@lru_cache(4096)
def axis_of(label: str) -> Axis | None:
    """What a header names, or None."""
    label = _CAMEL.sub(" ", label).replace("_", " ")
    plain = re.sub(r"\s+", " ", bare(label)).strip(" .:()")
    if not plain or len(plain) > 60:
        return None
    day = _day(label, plain)
    if day:
        return day
    session = _SESSION.fullmatch(plain)
    clock = session[2].strip(" ():,-") if session else ""
    if session and (not clock or re.fullmatch(r"(?:luc )?\d{1,2} ?(?:h|g|:).*", clock)):
        return Axis(Kind.SESSION, _SESSION_NAMES[session[1]], clock=clock)
    if dates.parse_clock(label.strip()) or re.fullmatch(r"(?:luc )?\d{1,2} ?(?:h|g|:)\d{0,2} ?-.*", plain):
        return Axis(Kind.CLOCK, label.strip())
    return _value(label, title_key(label))


def _day(label: str, plain: str) -> Axis | None:
    number = re.fullmatch(r"(?:ngay )?(\d{1,2})", plain)
    if number and 1 <= int(number[1]) <= 31:
        return Axis(Kind.DAY, label.strip(), number=int(number[1]))
    date = _DATE.search(plain)
    named = _WEEKDAY.fullmatch(plain)
    if named and re.sub(r"[\s(),.:-]|ngay", "", _DATE.sub("", named[1])):
        return None
    if date and (named or _DATE.fullmatch(plain.removeprefix("ngay ").strip())):
        return Axis(Kind.DAY, date[0], weekday=weekday_of(plain))
    weekday = weekday_of(plain) if named and not date else None
    if weekday is not None:
        return Axis(Kind.DAY, "", weekday=weekday)
    return None


def weekday_of(text: str) -> int | None:
    """The day of the week that a text begins with (0 is Monday)."""
    plain = bare(text).strip()
    if re.match(r"chu nhat|c\.?n\b|sun", plain):
        return 6
    match = re.match(r"(?:thu ?|t)(hai|ba|tu|nam|sau|bay|[2-7])\b", plain)
    if match:
        return _WEEKDAYS[match[1]]
    if _BARE_WEEKDAY.fullmatch(plain):
        return _WEEKDAYS[plain]
    english = ("mon", "tue", "wed", "thurs", "fri", "sat")
    return next((n for n, name in enumerate(english) if re.match(rf"{name}(?:\w*day)?\b", plain)), None)


def _value(label: str, key: str) -> Axis | None:
    if _AIRED.fullmatch(key):
        return Axis(Kind.STATUS, label.strip() if key.startswith(("khong", "chua")) else "đã phát")
    if key in ("tin", "bai", "thong bao", "van ban", "tieu pham", "tin tuc", "bai viet", "phong su", "tin ngan"):
        return Axis(Kind.TYPE, label.strip())
    if _OWN.fullmatch(key) or (values.named_origin(key) and key != "lap lai"):
        relay = values.named_origin(key) is Origin.RELAY
        return Axis(Kind.ORIGIN, "tự viết" if _OWN.fullmatch(key) else "tiếp âm" if relay else label.strip())
    return None


def is_mark(text: str) -> bool:
    """Whether a cell is a cross or the like."""
    return _MARK.fullmatch(text.strip()) is not None


def times_of(text: str) -> int | None:
    """How often a cell of a month's matrix says that something aired: a mark is once, a number so often; None for anything else."""
    stripped = text.strip()
    return 1 if is_mark(stripped) else int(stripped) if _TIMES.fullmatch(stripped) else None
