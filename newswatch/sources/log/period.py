"""Decides which month, year or days a log says it is of: by the title above its table, its sheet's name, its file's name.

A date of signing, or of a document that is cited, says nothing of that and is passed over.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from newswatch.core.text import bare

_DAY = r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}|(?:ngay )?\d{1,2} thang \d{1,2}(?:,? nam \d{4})?"
_FULL = re.compile(rf"(?<![\d/.-])(?:{_DAY})(?![\d/.-])")
_NEXT = r"(?: ?(?:,|va|den|-|&|\+) ?(?:het )?(?:thang )?\d{1,2}(?!\d))*"
_MONTH = re.compile(rf"(?<![a-z\d])(?:thang|thg)[ :._-]*(\d{{1,2}}(?!\d){_NEXT})(?:(?:[ ,./_-]|nam)*(20\d\d)(?!\d))?")
_FROM_TO = re.compile(r"(\d+) ?(?:den|-) ?(?:het )?(?:thang )?(\d+)")
_YEARS = re.compile(r"(?<!\d)(20\d\d) ?(?:-|den) ?(20\d\d)(?!\d)")
_SHORT_MONTH = re.compile(r"(?<![a-z\d])t[ ._-]?(?=\d{1,2}(?!\d))")
_NUMBER_OF_DOCUMENT = re.compile(r"\bso ?: ?\S+|\d+/(?:\d+/)?[a-z]\S*")
_NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2}) ?[./_-] ?(20\d\d)(?!\d|[/.-]\d)")
_BACKWARDS = re.compile(r"(?<![\d/.-])(20\d\d) ?[./_-] ?(\d{1,2})(?!\d|[/.-]\d)")
_YEAR = re.compile(r"(?<!\d)(?<!\d[/.])(20\d\d)(?![\d/.]\d|\d)")
_ENDS = re.compile(
    r"(?:tu )?(?:ngay )?(\d{1,2})(?: ?[/.] ?(\d{1,2})| thang (\d{1,2}))?(?:(?: ?[/.-] ?| nam )(\d{4}))? ?(?:den|-|toi|=>) ?(?:het )?(?:ngay )?"
    r"(\d{1,2})(?: ?[/.] ?| thang )(\d{1,2})(?:(?: ?[/.-] ?|,? nam )(\d{4}))?(?!\d)"
)
_ONE_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})(?: ?[/.-] ?| thang )(\d{1,2})(?: ?[/.-] ?|,? nam )(20\d\d)(?!\d)")
_NAME_OF_DAY = re.compile(r"(?:ngay )?(\d{1,2})[ ._-](\d{1,2})(?:[ ._-](20\d\d))?")
_ONLY_DAY = re.compile(rf"(?:(?:thu \w+|chu nhat|t\d|cn)[ ,:-]*)?(?:ngay )?{_ONE_DAY.pattern}")
_LOG_WORDS = re.compile(r"phat thanh|ngay phat|truyen thanh|chuong trinh|nhat ky|lich phat|phat song|so theo doi|ban tin")
_CITED = re.compile(r"\bso \d|/kh|/qd|/bc|ke hoach so|, ngay")
_LONGEST_SPAN = 62  # days
_DASHES = str.maketrans(dict.fromkeys("–—‑−", "-"))


@dataclass(frozen=True, slots=True)
class Period:
    """Months and years that a log states; empty sets if it states none. `year` and `month` are what a date without them gets, if that is one."""

    years: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    year: int | None = None
    month: int | None = None
    first: date | None = None
    last: date | None = None
    day: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies in what is stated."""
        if self.first and self.last:
            return self.first <= day <= self.last
        return (not self.years or day.year in self.years) and (not self.months or day.month in self.months)

    @property
    def shown(self) -> str:
        """The months and years as a person would name them."""
        if self.first and self.last:
            return f"{self.first:%d/%m/%Y} – {self.last:%d/%m/%Y}"
        months, years = (", ".join(map(str, sorted(of))) for of in (self.months, self.years))
        return "/".join(filter(None, (months, years)))


@dataclass(frozen=True, slots=True)
class _Said:
    months: frozenset[int]
    years: frozenset[int]
    ends: tuple[date, date] | None
    day: date | None


def period(titles: Iterable[Iterable[str]], names: Iterable[str] = ()) -> Period:
    """What a log states: in the titles above its table, level by level, and in the names of its sheet and file, where "T5" is a month too.

    Where two of them name different months or years both are possible, and a date that lacks it gets none.
    """
    names = list(names)
    said = [_said(texts) for texts in titles] + [_said([_SHORT_MONTH.sub("thang ", bare(name).replace("_", " "))]) for name in names]
    months = [one.months for one in said if one.months]
    years = [one.years for one in said if one.years]
    ends = next((one.ends for one in said if one.ends), None)
    first, last = ends or (None, None)
    day = next((one.day for one in said if one.day), None) or _named_day(names, _one(years))
    return Period(frozenset().union(*years), frozenset().union(*months), _one(years), _one(months), first, last, day)


def _named_day(names: Iterable[str], year: int | None) -> date | None:
    """The day that a sheet or file is named by: "02.3.2026", "ngay 2-3"."""
    for name in names:
        match = _NAME_OF_DAY.fullmatch(bare(name).strip())
        stated = (match[3] and int(match[3])) or year if match else None
        if match and stated:
            try:
                return date(stated, int(match[2]), int(match[1]))
            except ValueError:
                continue
    return None


def _one(sets: list[frozenset[int]]) -> int | None:
    union = frozenset().union(*sets)
    return next(iter(union)) if len(union) == 1 else None


def _said(texts: Iterable[str]) -> _Said:
    plain = [_NUMBER_OF_DOCUMENT.sub(" ", bare(text.translate(_DASHES))) for text in texts]
    rests = [_FULL.sub(" ", _ENDS.sub(" ", text)) for text in plain]
    months = frozenset(month for text in rests for m in _MONTH.finditer(text) for month in _listed(m[1]))
    months |= frozenset(int(m[g]) for text in rests for rx, g in ((_NUMBERS, 1), (_BACKWARDS, 2)) for m in rx.finditer(text))
    years = frozenset(int(m[1]) for text in rests for m in _YEAR.finditer(text))
    years |= frozenset(
        int(m[g]) for text in rests for rx, g in ((_NUMBERS, 2), (_BACKWARDS, 1), (_MONTH, 2)) for m in rx.finditer(text) if m[g]
    )
    years |= frozenset(year for text in rests for m in _YEARS.finditer(text) for year in range(int(m[1]), int(m[2]) + 1))
    ends = next((found for text in plain if (found := _ends(text, years))), None)
    if ends:
        years |= {day.year for day in ends}
        months = frozenset(_months_between(*ends)) if ends[1].year == ends[0].year else frozenset()
    of_log = [text for text in plain if _ONLY_DAY.fullmatch(text) or (_LOG_WORDS.search(text) and not _CITED.search(text))]
    days = {found for text in of_log for found in _days(text)} if not ends else set()
    return _Said(frozenset(m for m in months if 1 <= m <= 12), years, ends, days.pop() if len(days) == 1 else None)


def _listed(text: str) -> set[int]:
    """The months of "1 đến 3" or "5, 6"."""
    spans = {month for m in _FROM_TO.finditer(text) for month in range(int(m[1]), int(m[2]) + 1)}
    return spans | {int(number) for number in re.findall(r"\d+", text)}


def _months_between(first: date, last: date) -> range:
    return range(first.month, last.month + 1)


def _ends(text: str, years: frozenset[int]) -> tuple[date, date] | None:
    """The first and last day of a span such as "từ 06/4 đến 12/4/2026"; the year may stand elsewhere."""
    match = _ENDS.search(text)
    if match is None:
        return None
    day, month, spoken, year, last_day, last_month, last_year = match.groups()
    stated = last_year or year or (str(next(iter(years))) if len(years) == 1 else None)
    if stated is None:
        return None
    try:
        last = date(int(stated), int(last_month), int(last_day))
        first = date(int(year or stated), int(month or spoken or last_month), int(day))
        if first > last and not year:
            first = first.replace(year=first.year - 1)
    except ValueError:
        return None
    return (first, last) if 0 <= (last - first).days <= _LONGEST_SPAN else None


def _days(text: str) -> Iterable[date]:
    for match in _ONE_DAY.finditer(text):
        try:
            yield date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            continue
