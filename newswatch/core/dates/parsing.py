"""Decides which instant a Vietnamese or machine date states: an aware datetime, or None. Nothing here raises.

A wrong date costs more than a missing one, so a text that can be read in two ways gives None.

- Days come first, as everywhere in Việt Nam, whatever the numbers are. The year has four digits, from 1990 to 2100; only e-mail dates (RFC 2822)
  have two. Months have numbers, or Vietnamese or English names. Giêng and chạp are lunar and are not read.
- The form in which American English prints a time ("11/5/2026 2:30 PM", a number unpadded) names a day or a month first, so it gives None if both
  can be. What the dates of one list mean together is decided in `together`.
- A weekday that contradicts a printed date is a sign of damage and gives None. It is passed over only in machine dates (English month and a
  zone), where programs write the weekday of another zone.
- A date without a time is local midnight. A date with a zone is converted. 24:00, leap seconds and 13:00 SA don't exist.
- A stamp may carry labels, brackets, one place before "ngày … tháng … năm …", and other parts set off by a bar or by "Tác giả:", "Lượt xem:" and
  the like. With any other word around it a date is prose, which `find` reads and `parse` doesn't.

Which of several dates of one item stands is decided in `standing`.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone

from newswatch.core.dates.clock import Clock
from newswatch.core.dates.tokens import YEARS, Kind, Token, plain_text, shown_text, tokens
from newswatch.core.model import LOCAL

# Characters, chosen by hand: a stamp with labels, author and counter fits into the first, which bounds the work on any text handed in.
_LONGEST = 160
_LONGEST_RAW = 1000  # before entities and white space are folded
_REACH = 100  # around a year; weekday, time and zone stand nearer to it
_MOST_PLACE_WORDS = 5  # "Thành phố Thủ Dầu Một"
_MIDNIGHT = time()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DIGITS = re.compile(r"[0-9]{13}")
_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d|[a-z]{3}[ -]\d\d \d\d:", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?", re.ASCII)
_PLACE = re.compile(r"(?!thu (?:hai|ba|tu|nam|sau|bay|[2-7])\b)([a-z][a-z' .-]{1,40}), ?(?=ngay \d{1,2} thang )", re.ASCII)
_AMERICAN = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d),? (\d{1,2}):\d\d(?::\d\d)? ?[ap]m(?![a-z])", re.ASCII)
_UNIT_WORDS = frozenset(("xã", "phường", "thị", "trấn", "thành", "phố", "tp", "quận", "huyện", "tỉnh", "đặc", "khu"))
_PROSE = frozenset({Kind.WORD, Kind.NUMBER, Kind.TILL})
_STAMP = frozenset({Kind.DAY, Kind.CLOCK, Kind.WEEKDAY, Kind.ZONE})


def parse(text: str) -> datetime | None:
    """The instant that one printed or machine date states, in `LOCAL` (UTC+7). None for any other text.

    Such texts have no date, more than one, prose around it, a part missing (no year, no day), an impossible or relative date, one of which day and
    month can't be told, or more than 160 characters on one line.
    """
    if len(text) > _LONGEST_RAW:
        return None
    shown = shown_text(text)
    plain = plain_text(shown)
    if len(plain) > _LONGEST or not _YEAR.search(plain) or is_american(plain):
        return None
    compact = _COMPACT.fullmatch(plain)
    if compact:
        day, clock = compact.groups()[:3], compact.groups()[3:]
        shown = plain = "-".join(day) + (" " + ":".join(clock) if clock[0] else "")
    stamp = _without_prose(tokens(shown, plain, _place_end(shown, plain)), "|" in plain)
    return _instant(stamp)


def find(text: str) -> tuple[datetime, str] | None:
    """The one date in a longer text, with the piece it was read from (NFC, on one line). None if there is no day or more than one.

    A date that can't be true and a span of days ("10 - 12/3/2024") also give None. The time is midnight if no time, or more than one, stands
    with the date. The time taken is linear in the text's length.
    """
    shown = shown_text(text)
    plain = plain_text(shown)
    if is_american(plain):
        return None
    runs = [run for start, end in _windows(plain) for run in _runs(tokens(shown, plain, start, end))]
    read = [_untangled(run) for run in runs]
    instants = [at for at in read if at is not None]
    if not runs or len(instants) < len(runs) or len({at.date() for at in instants}) > 1:
        return None
    timed = {at for at in instants if at.time() != _MIDNIGHT}
    at = timed.pop() if len(timed) == 1 else datetime.combine(instants[0], _MIDNIGHT, LOCAL)
    run = next((run for run, other in zip(runs, read, strict=True) if other == at), runs[0])
    return at, shown[run[0].start : run[-1].end]


def from_epoch_ms(digits: str) -> datetime | None:
    """The instant of 13 digits of epoch milliseconds, as in addresses of Quảng Trị portals. None outside the years 1990 to 2100."""
    if not _EPOCH_DIGITS.fullmatch(digits):
        return None
    return _in_range((_EPOCH + timedelta(milliseconds=int(digits))).astimezone(LOCAL))


def is_american(plain: str) -> bool:
    """Whether a plain text holds a date and a time as programs set to American English print them, of which day and month can't be told.

    They pad no number with a zero (pattern `M/d/yyyy h:mm tt`); a form in which all are padded is somebody's own.
    """
    if "m" not in plain:
        return False
    for match in _AMERICAN.finditer(plain):
        first, second, hour = match.groups()
        unpadded = any(len(number) == 1 for number in (first, second, hour))
        if unpadded and first != second and 0 < int(first) < 13 and 0 < int(second) < 13:
            return True
    return False


def _without_prose(read: Iterable[Token], barred: bool) -> list[Token]:
    """The tokens of the parts of a text that hold no prose. A date inside prose stays, so that it can contradict the others.

    Parts end at a bar. "Tác giả:" and the like begin prose up to the next bar. Nothing is left if all is prose.
    """
    stamp: list[Token] = []
    aside: list[Token] = []
    part: list[Token] = []
    prose = False
    for token in read:
        if token.kind is Kind.BAR or token.kind is Kind.TAIL:
            (aside if prose else stamp).extend(part)
            part, prose = [], token.kind is Kind.TAIL
        elif token.kind in _PROSE:
            if not stamp and not barred:
                return []
            prose = True
        elif token.kind is not Kind.DASH:
            part.append(token)
    (aside if prose else stamp).extend(part)
    if not any(t.kind is Kind.DAY for t in stamp):
        return []
    return stamp + [t for t in aside if t.kind is Kind.DAY]


def _place_end(shown: str, plain: str) -> int:
    """Where the date begins after a place ("Quảng Điền, ngày 05 tháng 02 năm 2026"), else 0. Each word of a place is a name or a kind of unit."""
    match = _PLACE.match(plain) if ", ngay " in plain else None
    if match is None:
        return 0
    names = shown[: match.end(1)].replace("-", " ").replace(".", " ").split()
    return match.end() if len(names) <= _MOST_PLACE_WORDS and all(n[0].isupper() or n in _UNIT_WORDS for n in names) else 0


def _windows(plain: str) -> Iterator[tuple[int, int]]:
    """The stretches around years, in order and without overlap. No date is anywhere else."""
    start, end = 0, -1
    for year in _YEAR.finditer(plain):
        if year.start() - _REACH > end:
            if end > 0:
                yield start, end
            start = max(0, year.start() - _REACH)
        end = year.end() + _REACH
    if end > 0:
        yield start, end


def _runs(read: Iterator[Token]) -> Iterator[list[Token]]:
    """The stretches of a text that hold a day and no prose. A day after "10 -" or "10/3 đến" ends a span and is taken as one that can't be true."""
    run: list[Token] = []
    number = spanned = False
    for token in read:
        if token.kind in _STAMP:
            run.append(token._replace(day=None) if spanned and token.kind is Kind.DAY else token)
            number = spanned = False
        elif token.kind is Kind.DASH or token.kind is Kind.TILL:
            spanned, number = number, False
        elif token.kind is not Kind.BAR:
            if any(t.kind is Kind.DAY for t in run):
                yield run
            run = []
            number, spanned = token.kind is Kind.NUMBER and token.number in range(1, 32), False
    if any(t.kind is Kind.DAY for t in run):
        yield run


def _untangled(run: list[Token]) -> datetime | None:
    """The instant of a stretch of text. Its times don't count if there are several."""
    several = len({t.clock for t in run if t.kind is Kind.CLOCK}) > 1
    return _instant([t for t in run if t.kind is not Kind.CLOCK] if several else run)


def _instant(stamp: list[Token]) -> datetime | None:
    """The instant that all tokens agree on. None if they don't agree, or if one of them can't be true."""
    days = {t.day for t in stamp if t.kind is Kind.DAY}
    clocks = {t.clock for t in stamp if t.clock or t.kind is Kind.CLOCK}
    zones = {t.number for t in stamp if t.kind is Kind.ZONE} | {c.offset for c in clocks if c and c.offset is not None}
    if len(days) != 1 or len(clocks) > 1 or len(zones) > 1 or None in days or None in clocks or None in zones:
        return None
    day, clock = days.pop(), clocks.pop() if clocks else None
    if day is None or not _weekdays_agree(stamp, day, lax=bool(zones)):
        return None
    return _local(day, clock, zones.pop() if zones else None)


def _weekdays_agree(stamp: list[Token], day: date, *, lax: bool) -> bool:
    if lax and any(t.lax for t in stamp):
        return True
    return all(t.number == day.weekday() for t in stamp if t.kind is Kind.WEEKDAY)


def _local(day: date, clock: Clock | None, offset: int | None) -> datetime | None:
    at = clock.time if clock else _MIDNIGHT
    if offset is None:
        return datetime.combine(day, at, LOCAL)
    return _in_range(datetime.combine(day, at, timezone(timedelta(minutes=offset))).astimezone(LOCAL))


def _in_range(at: datetime) -> datetime | None:
    return at if at.year in YEARS else None
