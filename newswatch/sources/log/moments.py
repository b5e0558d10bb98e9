"""Reads the dates, times and lengths of a log: what `core.dates` reads, and what only spreadsheets and apps write (serial numbers, epochs)."""

import re
from datetime import UTC, date, datetime, time, timedelta

from newswatch.core import dates
from newswatch.core.model import LOCAL
from newswatch.core.text import bare

_SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?")
_SERIAL_ZERO = datetime(1899, 12, 30, tzinfo=LOCAL)
_EPOCH = re.compile(r"\d{10}(\d{3})?")
_FRACTION = re.compile(r"0?\.\d+")
_NUMBER = re.compile(r"\d+([.,]\d+)?")
_BETWEEN_NUMBERS = r"\s*(?:[-/.]|thang|nam)\s*"
_DAY = re.compile(
    rf"(?<!\d)(?:(\d{{1,2}}){_BETWEEN_NUMBERS}(\d{{1,2}}){_BETWEEN_NUMBERS}(\d{{4}}|\d\d)|(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}))(?![\d/.-])"
)
_NO_YEAR = re.compile(r"\D*\d{1,2}\s*[-/.]\s*\d{1,2}\s*")
_BETWEEN = re.compile(r"\s*(?:[,;&/–—-]|\bđến\b|\bvà\b|\bden\b|\bva\b)\s*", re.IGNORECASE)
_FROM = re.compile(r"^(?:từ|tu|khoảng|khoang|lúc|luc|vào lúc|vao luc|bắt đầu|bat dau)\s+", re.IGNORECASE)
_BEFORE = re.compile(r"(\d{1,2}) ?(?:giờ|gio|h|g) ?(?:kém|kem) ?(\d{1,2})(?: ?(?:phút|phut|p|'))?")
_ONES = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
_HOURS = ("khong", *_ONES, "muoi", *(f"muoi {one}" for one in _ONES), "hai muoi", *(f"hai muoi {one}" for one in _ONES[:3]))
_SPOKEN_HOUR = re.compile(rf"({'|'.join(sorted(_HOURS, key=len, reverse=True))}) gio\b")
_HALF = re.compile(r"(\d{1,2}) ?(?:gio|h|g)? ?ruoi\b")
_LONGEST_FRACTION = 3 * 3600
"""Seconds. No bulletin is that long."""

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def moment(text: str) -> datetime | None:
    """A cell of a date column as a local instant to the second, or None. A cell with a day alone gives midnight.

    It may hold what `core.dates.parse` reads, an Excel serial number (days since 30/12/1899), or epoch seconds or milliseconds. A day
    outside 2000–2100 is taken for a typing error and gives None.
    """
    text = text.strip()
    if _SERIAL.fullmatch(text):
        found: datetime | None = _SERIAL_ZERO + timedelta(seconds=round(float(text) * 86400))
    elif _EPOCH.fullmatch(text):
        found = datetime.fromtimestamp(int(text[:10]), UTC)
    else:
        found = dates.parse(text)
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    return found.astimezone(LOCAL).replace(microsecond=0)


def why_no_date(text: str) -> str:
    """Why `moment` can't read a text, for the person who wrote it."""
    found = _DAY.search(bare(text))
    if found is None:
        return "no year; write dd/mm/yyyy" if _NO_YEAR.fullmatch(text) else "not a date; write dd/mm/yyyy"
    year, month, day = found[3] or found[4], found[2] or found[5], found[1] or found[6]
    if len(year) == 2:
        return f"the year needs four digits: {text.strip()}"
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return f"no plausible year: {text.strip()}"
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return f"no such day: {text.strip()}"
    return "not one day for sure (several days, or a weekday that disagrees); write dd/mm/yyyy"


def clock(text: str) -> time | None:
    """The time of day in a cell, or None. Of a span or a list ("5h30 - 5h45") the first; a fraction of a day and a date with a time are read too."""
    text = _in_figures(" ".join(_FROM.sub("", text.replace("(", " ").replace(")", " ").strip()).split()))
    before = _BEFORE.fullmatch(text.casefold())
    if before:
        minutes = int(before[1]) * 60 - int(before[2])
        return time(minutes // 60, minutes % 60) if 0 <= minutes < 24 * 60 and int(before[2]) < 60 else None
    if _FRACTION.fullmatch(text):
        seconds = round(float(text) * 86400)
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60) if seconds < 86400 else None
    found = dates.parse_clock(text)
    if found is None:
        times = [dates.parse_clock(piece) for piece in _BETWEEN.split(text) if piece]
        found = times[0] if len(times) > 1 and None not in times else None
    if found is None:
        whole = moment(text)
        found = clock_of(whole) if whole else None
    return found.replace(microsecond=0, tzinfo=None) if found else None


def _in_figures(text: str) -> str:
    """An hour that stands in words, or without its "giờ" before "rưỡi", as figures: "mười bảy giờ", "5 rưỡi sáng"."""
    plain = bare(text).replace("muoi lam", "muoi nam")
    spoken = _SPOKEN_HOUR.match(plain)
    if spoken:
        plain = f"{_HOURS.index(spoken[1])} gio{plain[spoken.end() :]}"
    elif not _HALF.match(plain):
        return text
    return _HALF.sub(r"\1h30", plain)


def clock_of(whole: datetime) -> time | None:
    """The time of day of a local instant, or None at midnight, which means a day alone."""
    return None if whole.time() == time() else whole.time()


def duration(text: str) -> int | None:
    """A cell of a length column in whole seconds, or None: what `core.dates.parse_duration` reads, or a fraction of a day below three hours."""
    text = text.strip()
    if _FRACTION.fullmatch(text):
        seconds = round(float(text) * 86400)
        return seconds if seconds < _LONGEST_FRACTION else None
    return dates.parse_duration(text)


def with_unit(text: str, header: str, unit: str) -> str:
    """A bare number of a length column with the unit that its header names ("Thời lượng (phút)"), else with `unit`. Other texts stay."""
    plain = bare(header)
    named = "phút" if re.search("phut|minute", plain) else "giây" if re.search("giay|second", plain) else unit
    return f"{text.strip()} {named}" if named and _NUMBER.fullmatch(text.strip()) else text
