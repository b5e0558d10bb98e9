"""Reads one cell of a date column as written: its numbers, in whatever form, before it is decided which of them is the day.

The forms are those of logs kept by hand: `5/10`, `5`, `03.5.26`, `ngày 21 tháng 5`, `13/V/2026`, `từ 20 đến 22/10`, `3, 5, 7/10/2026`, with an
hour or a weekday beside them. `order` decides what the numbers mean, from the whole column and from what the log says of itself.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache

from newswatch.core import dates
from newswatch.core.text import bare
from newswatch.sources.log.moments import moment

_LONGEST = 120  # characters; the longest list of days that was met has half as many
_MARKS = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "\\": "/", "|": " "})
_WEEKDAY = re.compile(r"\b(?:thu ?(hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat|c\.?n)|t([2-7]))\b[ ,.:-]*")
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, **{str(n): n - 2 for n in range(2, 8)}}
_HOUR = (
    r"(?:\b(?:vao |luc )?)\b\d{1,2} ?(?:(?:h|g|gio)(?![a-z]) ?"
    r"(?:\d{1,2}(?!\d| ?[/.] ?\d| ?- ?\d{1,2} ?- ?\d{4}| thang)(?: ?(?:phut|ph|'))?)?|: ?\d\d(?::\d\d)?)"
    r"(?: ?(?:am|pm|sa|ch|sang|trua|chieu|toi)\b)?"
)
_CLOCK = re.compile(rf"({_HOUR})(?: ?(?:-|den) ?{_HOUR})?")
_ROMAN = {name: n for n, name in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)}
_ROMAN_MONTH = re.compile(r"(?<=\d)( ?[/.-] ?)(x?i{1,3}|i?[vx]|vi{1,3}|x?i{1,2}|xii)(?=$|[ /.,;-])")
_WORDS = re.compile(r"\b(?:ngay|ng|hom|tu|vao|luc|buoi|phat)\b[.: ]*")
_MONTH_WORD = re.compile(r" ?[,/.-]? ?\b(?:thang|thg)(?![a-z]) ?")
_ENGLISH = re.compile(r"(?<=\d)[ /.-]+(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*[ /.,-]+(?=\d)")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_WORD = re.compile(r" ?,? ?\bnam\b ?")
_SESSION = re.compile(r"\b(sang|trua|chieu|toi)\b[ ,:-]*")
_ISO = re.compile(r"(\d{4}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,2})")
_ONE = re.compile(r"(\d{1,2})(?: ?([/.-]) ?(\d{1,2})(?: ?[/.-] ?(\d{4}|\d\d))?)?")
_DASHED = re.compile(r"\d{1,2} ?- ?\d{1,2} ?- ?(?:\d{4}|\d\d)")
_TILL = re.compile(r" ?(?:\bden\b|\btoi\b|=>|->|~) ?(?:het )?")
_DASH = re.compile(r" ?- ?")
_AND = re.compile(r" ?(?:[,;&+]|\bva\b) ?")
_MOST_PIECES = 31


@dataclass(frozen=True, slots=True)
class Part:
    """The numbers of one date as they stand. With `fixed` the first is the day for sure; `whole` is a date that can be read in one way."""

    first: int = 0
    second: int | None = None
    year: int | None = None
    two_digits: bool = False
    fixed: bool = False
    separator: str = ""
    whole: date | None = None

    @property
    def open(self) -> bool:
        """Whether day and month could change places."""
        return self.whole is None and self.second is not None and not self.fixed


@dataclass(frozen=True, slots=True)
class Written:
    """A date cell as written: single dates, and spans as pairs; the time and the weekday (0 is Monday) that stand beside."""

    parts: tuple[Part | tuple[Part, Part], ...]
    clock: time | None = None
    weekday: int | None = None
    session: str = ""
    american: bool = False

    @property
    def single(self) -> Part | None:
        """The only date, if the cell has one."""
        return self.parts[0] if len(self.parts) == 1 and isinstance(self.parts[0], Part) else None


@lru_cache(4096)
def is_date(text: str) -> bool:
    """Whether a cell holds a date, or several; a day of the month alone is none."""
    read = written(text)
    return read is not None and (read.single is None or read.single.second is not None or read.single.whole is not None)


def written(text: str) -> Written | None:
    """A date cell as written, or None for a text that is none of the known forms."""
    if len(text) > _LONGEST:
        return None
    plain = bare(text.translate(_MARKS)).strip(" .,;:()")
    weekday, rest = _weekday(plain)
    timed = _clock(rest)
    if timed is None:
        return None
    clock, rest = timed
    rest = _MONTH_WORD.sub("/", _YEAR_WORD.sub("/", _WORDS.sub(" ", _ROMAN_MONTH.sub(_arabic, rest))))
    session, rest = _session(_ENGLISH.sub(lambda m: f"/{_ENGLISH_MONTHS.index(m[1][:3]) + 1}/", rest))
    rest = re.sub(r"\s+", " ", rest.replace("( )", " ")).strip(" .,;:-()/")
    parts = _parts(rest, fixed=any(named.search(plain) for named in (_MONTH_WORD, _ROMAN_MONTH, _ENGLISH)))
    if parts:
        american = bool(re.search(r"\d:\d\d:\d\d [ap]m\b", plain))
        return Written(tuple(parts), clock, weekday, session, american)
    return _by_other_forms(text)


def _by_other_forms(text: str) -> Written | None:
    """What programs write: serial numbers, epochs, RFC 2822, instants with a zone; one, or a list of them."""
    pieces = [text] if moment(text) else [piece for piece in re.split(r"[;\s]+", text.strip()) if piece]
    found = [moment(piece) for piece in pieces[:_MOST_PIECES]]
    whole = tuple(at for at in found if at)
    if not whole or len(whole) < len(pieces):
        return None
    times = {_time_of(at) for at in whole}
    return Written(tuple(Part(whole=at.date()) for at in whole), times.pop()) if len(times) == 1 else None


def _time_of(at: datetime) -> time | None:
    return None if at.time() == time() else at.time()


def _weekday(plain: str) -> tuple[int | None, str]:
    match = _WEEKDAY.search(plain)
    if match is None:
        return None, plain
    named, sunday, short = match.groups()
    return 6 if sunday else _WEEKDAYS[named or short], f"{plain[: match.start()]} {plain[match.end() :]}"


def _clock(plain: str) -> tuple[time | None, str] | None:
    """The one time in a cell and what is left of its text; None if what looks like a time is none."""
    match = _CLOCK.search(plain)
    if match is None or (_ISO.match(plain) and "t" in plain):
        return None, plain
    said = re.sub(r"^(?:vao|luc) ", "", match[1].strip())
    found = dates.parse_clock(said)
    return None if found is None else (found.replace(microsecond=0), f"{plain[: match.start()]} {plain[match.end() :]}")


def _session(plain: str) -> tuple[str, str]:
    match = _SESSION.search(plain)
    return (match[1], f"{plain[: match.start()]} {plain[match.end() :]}") if match else ("", plain)


def _arabic(match: re.Match[str]) -> str:
    return f"{match[1]}{_ROMAN.get(match[2], match[2])}"


def _parts(rest: str, *, fixed: bool) -> list[Part | tuple[Part, Part]]:
    """The dates of a text that holds nothing else, else an empty list. What lacks a month or year takes it from the next that has one."""
    pieces = _AND.split(rest)
    if len(pieces) > _MOST_PIECES:
        return []
    found: list[Part | tuple[Part, Part]] = []
    after = Part()
    for piece in reversed(pieces):
        read = _piece(piece, after, fixed=fixed or len(pieces) > 1)
        if read is None:
            return []
        found.insert(0, read)
        after = read[0] if isinstance(read, tuple) else read
    return found


def _piece(text: str, after: Part, *, fixed: bool) -> Part | tuple[Part, Part] | None:
    one = _one(text, after, fixed=fixed)
    if one:
        return one
    for between in (_TILL, _DASH):
        ends = between.split(text)
        if len(ends) == 2:
            last = _one(ends[1], after, fixed=True)
            first = _one(ends[0], last, fixed=True) if last else None
            if first and last and (last.second is not None or last.whole or between is _TILL):
                return first, last
    return None


def _one(text: str, after: Part, *, fixed: bool) -> Part | None:
    iso = _ISO.fullmatch(text)
    if iso:
        return _whole(*map(int, iso.groups()))
    match = _ONE.fullmatch(text)
    if match is None or (match[2] == "-" and match[4] and not _DASHED.fullmatch(text)):
        return None
    day, separator, month, year = match.groups()
    if year is None and after.whole:
        after = Part(after.whole.day, after.whole.month, after.whole.year)
    second = int(month) if month else after.second
    whole_year, short = (int(year), len(year) == 2) if year else (after.year, after.two_digits) if second else (None, False)
    return Part(int(day), second, whole_year, short, fixed or month is None, separator or "")


def _whole(year: int, month: int, day: int) -> Part | None:
    try:
        return Part(whole=date(year, month, day))
    except ValueError:
        return None


def with_year(part: Part, year: int) -> Part:
    """A part with its year in four digits."""
    return replace(part, year=year, two_digits=False)
