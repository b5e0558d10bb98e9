"""Decides which day a date names that counts from the moment of reading ("3 ngày trước", "hôm qua", "Hôm nay, 08:30", a time alone).

Such a date is as exact as its smallest unit: programs cut "3 ngày trước" down or round it, so that it can name any moment between two and a half and
four days ago. Weeks are read with the days between which they lie. Months and years span more than one month whatever they are
counted from, so they only agree with a day that is known already, and never tell one.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from newswatch.core.dates.clock import parse_clock
from newswatch.core.dates.tokens import plain_text, shown_text
from newswatch.core.model import LOCAL

_LONGEST = 60  # characters; "Đăng lúc: khoảng 2 giờ 15 phút trước" has not forty
_LATE_CLOCK = timedelta(minutes=10)  # how far the clocks of a page and of its server may differ
_JUST_NOW = timedelta(hours=1)
_NUMBERS = {
    **{name: n for n, name in enumerate(("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"), 1)},
    **dict.fromkeys(("a", "an", "one"), 1),
    "two": 2,
    "three": 3,
}
_UNITS = {
    **dict.fromkeys(("giay", "s", "sec", "second"), timedelta(seconds=1)),
    **dict.fromkeys(("phut", "min", "minute"), timedelta(minutes=1)),
    **dict.fromkeys(("gio", "tieng", "hour", "hr"), timedelta(hours=1)),
    **dict.fromkeys(("ngay", "hom", "day"), timedelta(days=1)),
    **dict.fromkeys(("tuan", "week"), timedelta(days=7)),
    **dict.fromkeys(("thang", "month"), timedelta(days=31)),
    **dict.fromkeys(("nam", "year"), timedelta(days=366)),
}
_MONTH = timedelta(days=31)
_SHORTEST = 28 / 31  # February is the shortest of the largest units
_DAYS = {"hom nay": 0, "sang nay": 0, "trua nay": 0, "chieu nay": 0, "toi nay": 0, "today": 0, "hom qua": 1, "yesterday": 1}
_DAYS |= {"sang qua": 1, "trua qua": 1, "chieu qua": 1, "toi qua": 1, "hom kia": 2}
_LABEL = (
    r"(?:(?:ngay |thoi gian )?(?:da |duoc )?(?:dang(?: tai| tin| bai)?|gui|viet|tao|cap nhat|xuat ban|posted|published|updated)"
    r"(?: (?:luc|vao|on|at))?[ :,-]+)?"
)
_PIECE = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)}) ?({'|'.join(sorted(_UNITS, key=len, reverse=True))})s?"
_PIECES = re.compile(_PIECE, re.ASCII)
_AGO = re.compile(
    rf"{_LABEL}(?:(?:khoang|about) )?(?:(?:cach day|truoc day) (?:khoang )?({_PIECE}(?:[ ,]+{_PIECE})*)"
    rf"|({_PIECE}(?:[ ,]+{_PIECE})*) (?:truoc|ago))(?: day)?",
    re.ASCII,
)
_NOW = re.compile(
    rf"{_LABEL}(?:vua (?:xong|dang|moi|moi dang|cap nhat)|moi (?:xong|dang)|just now|vai (?:giay|phut) truoc|ngay bay gio)", re.ASCII
)
_NAMED = re.compile(rf"{_LABEL}(.*?)[ ,|:-]*\b({'|'.join(_DAYS)})\b[ ,|:-]*(?:(?:luc|vao|at) )?(.*)", re.ASCII)
_EDGES = " .,;|()[]-–*•"


class Relative(NamedTuple):
    """What a relative date names: a local instant, midnight if no time of day is stated, and the first and the last day that it can mean.

    `at` is None where it only says between which days the day lies. `clock_only` marks a time of day alone, which means today.
    """

    at: datetime | None
    first: date
    last: date
    clock_only: bool = False


def relative(text: str, now: datetime) -> Relative | None:
    """What a date means that counts from `now`, the moment at which the page was made. None for any other text, and for a time of today to come."""
    if len(text) > 4 * _LONGEST:
        return None
    shown = shown_text(text).strip(_EDGES)
    plain = plain_text(shown)
    if not plain or len(plain) > _LONGEST:
        return None
    local = now.astimezone(LOCAL)
    if _NOW.fullmatch(plain):
        return _between(local, local - _JUST_NOW, local)
    ago = _AGO.fullmatch(plain)
    return _ago(ago[1] or ago[6], local) if ago else _named(shown, plain, local)


def _ago(pieces: str, now: datetime) -> Relative | None:
    found = [(int(number) if number.isdigit() else _NUMBERS[number], _UNITS[unit]) for number, unit in _PIECES.findall(pieces)]
    units = [unit for _, unit in found]
    if units != sorted(units, reverse=True) or len(set(units)) < len(units):
        return None
    span, finest = sum((number * unit for number, unit in found), timedelta()), units[-1]
    try:
        if finest < _MONTH:
            return _between(now - span, now - span - finest, now - max(span - finest / 2, timedelta()))
        return _between(None, now - span - finest, now - max(span - finest / 2, timedelta()) * _SHORTEST)
    except OverflowError:
        return None


def _named(shown: str, plain: str, now: datetime) -> Relative | None:
    """A day by its name, with a time or without one; a time alone means today."""
    match = _NAMED.fullmatch(plain)
    if match is None:
        clock = parse_clock(shown) if re.search(r"\d ?[:hg]", plain) else None
        return _today(now, clock, clock_only=True) if clock else None
    if match[2] == "hom kia" and "kìa" in shown.lower():
        return None
    stated = [text for text in (match[1], match[3]) if text.strip(_EDGES)]
    clock = parse_clock(stated[0].strip(_EDGES)) if stated else time()
    if clock is None or len(stated) > 1:
        return None
    back = _DAYS[match[2]]
    return _today(now, clock) if back == 0 else _exactly(datetime.combine(now.date() - timedelta(days=back), clock, LOCAL))


def _today(now: datetime, clock: time, *, clock_only: bool = False) -> Relative | None:
    at = datetime.combine(now.date(), clock, LOCAL)
    return _exactly(at, clock_only=clock_only) if at <= now + _LATE_CLOCK else None


def _exactly(at: datetime, *, clock_only: bool = False) -> Relative:
    return Relative(at, at.date(), at.date(), clock_only)


def _between(at: datetime | None, first: datetime, last: datetime) -> Relative:
    return Relative(datetime.combine(at.date(), time(), LOCAL) if at else None, first.date(), last.date())
