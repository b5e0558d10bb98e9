"""Vietnamese and machine dates → aware datetime or None; never raises.

A wrong date costs more than a missing one, so whatever can be read in two ways is None. What is decided here:

- Days come first, as everywhere in Việt Nam; a first number over 12 does not turn a date round. The year has four digits, 1990 to 2100 (two
  digits only in e-mail dates, RFC 2822). Months have numbers, Vietnamese or English names; giêng and chạp are lunar and not read.
- A weekday that contradicts a printed date is a sign of damage: None. It is passed over only in machine dates (English month and a zone),
  where programs write the weekday of another zone.
- A date without a time is local midnight; one with a zone is converted; 24:00, leap seconds and 13:00 SA don't exist.
- A stamp may carry labels, brackets, one place before "ngày … tháng … năm …", and parts of other matter set off by a bar or by "Tác giả:",
  "Lượt xem:" and the like. With any other word around it a date is prose, which `find` reads and `parse` doesn't.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone

from newswatch.core.dates.clock import Clock, parse_clock, parse_duration
from newswatch.core.dates.tokens import YEARS, Kind, Token, plain_text, shown_text, tokens
from newswatch.core.model import LOCAL

__all__ = ["find", "from_epoch_ms", "parse", "parse_clock", "parse_duration"]

_LONGEST = 160
_LONGEST_RAW = 1000
_REACH = 100
_MIDNIGHT = time()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DIGITS = re.compile(r"[0-9]{13}")
_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d|[a-z]{3}[ -]\d\d \d\d:", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_PLACE = re.compile(r"(?!thu (?:hai|ba|tu|nam|sau|bay|[2-7])\b)([a-z][a-z' .-]{1,40}), ?(?=ngay \d{1,2} thang )", re.ASCII)
_UNIT_WORDS = frozenset(("xã", "phường", "thị", "trấn", "thành", "phố", "tp", "quận", "huyện", "tỉnh", "đặc", "khu"))
_PROSE = frozenset({Kind.WORD, Kind.NUMBER, Kind.TILL})
_STAMP = frozenset({Kind.DAY, Kind.CLOCK, Kind.WEEKDAY, Kind.ZONE})


def parse(text: str) -> datetime | None:
    """The instant one printed or machine date states, in `LOCAL` (UTC+7); None for any other text.

    None stands for: no date, more than one, prose around it, parts missing (no year, no day), impossible or relative ones, and texts longer
    than 160 characters on one line.
    """
    if len(text) > _LONGEST_RAW:
        return None
    shown = shown_text(text)
    plain = plain_text(shown)
    if len(plain) > _LONGEST or not _YEAR.search(plain):
        return None
    compact = _COMPACT.fullmatch(plain)
    if compact:
        shown = plain = "-".join(compact.groups())
    stamp = _without_prose(tokens(shown, plain, _place_end(shown, plain)), "|" in plain)
    return _instant(stamp)


def find(text: str) -> tuple[datetime, str] | None:
    """The one date in a longer text, with the piece it was read from (NFC, on one line); None if there is none, or several days.

    A date that can't be true and a span of days ("10 - 12/3/2024") also make it None. The time is midnight if none, or several, stand
    with the date. Takes time linear in the text's length.
    """
    shown = shown_text(text)
    plain = plain_text(shown)
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
    """The instant of 13 digits of epoch milliseconds, as in addresses of Quảng Trị portals; None outside the years 1990 to 2100."""
    if not _EPOCH_DIGITS.fullmatch(digits):
        return None
    return _in_range((_EPOCH + timedelta(milliseconds=int(digits))).astimezone(LOCAL))


def _without_prose(read: Iterable[Token], barred: bool) -> list[Token]:
    """The tokens of those parts of a text that hold no prose; a date inside prose stays, so that it can contradict.

    Parts end at a bar; "Tác giả:" and the like begin prose up to the next bar. Nothing is left if all is prose.
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
    """Where the date begins after a place ("Quảng Điền, ngày 05 tháng 02 năm 2026"): up to five words, each a name or a kind of unit."""
    match = _PLACE.match(plain) if ", ngay " in plain else None
    if match is None:
        return 0
    names = shown[: match.end(1)].replace("-", " ").replace(".", " ").split()
    return match.end() if len(names) <= 5 and all(n[0].isupper() or n in _UNIT_WORDS for n in names) else 0


def _windows(plain: str) -> Iterator[tuple[int, int]]:
    """The places around years, in order and apart: no date is anywhere else."""
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
    """The stretches of a text without prose that hold a day; one behind "10 -" or "10/3 đến" holds a day that can't be true."""
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
    """The instant of a stretch of text, without its times if they are several."""
    several = len({t.clock for t in run if t.kind is Kind.CLOCK}) > 1
    return _instant([t for t in run if t.kind is not Kind.CLOCK] if several else run)


def _instant(stamp: list[Token]) -> datetime | None:
    """The instant all tokens agree on, None if they don't or if one of them can't be true."""
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
