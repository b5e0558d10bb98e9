"""Gives each entry of a table its day, reading the day column as one, and takes an entry that names several days apart."""

from collections.abc import Iterator, Sequence, Set
from datetime import date, time, timedelta
from itertools import pairwise

from newswatch.core.text import bare, title_key
from newswatch.sources.log.axis import weekday_of
from newswatch.sources.log.entry import Entry
from newswatch.sources.log.head import Shape
from newswatch.sources.log.moments import clock
from newswatch.sources.log.order import DayCell, Days, read_days
from newswatch.sources.log.period import Period, period
from newswatch.sources.log.tables import Table
from newswatch.sources.log.wording import COUNT, MONTH, NUMBER, REPEAT, UNTIL, WEEKDAY, YEAR

_NO_DATE = "no date; every row needs its own"
_NO_WEEK = "which week? write its first and last day into the title (từ 06/4 đến 12/4/2026), or the day under each weekday"
_LONGEST_SPAN = 31
_FEWEST_IN_BLOCKS = 3
_DAYS_1904 = 1462
_EVERY_DAY = frozenset({"", "hang ngay", "moi ngay", "ngay nao cung", "daily", "every day", "true", "co", "x"})


def dated(table: Table, found: Sequence[Entry], file: str) -> list[Entry]:
    """The entries with their days, or with the reason why one has none."""
    by_block: dict[str, list[Entry]] = {}
    found = _filled_down(table, found)
    for entry in found:
        by_block.setdefault(entry.block, []).append(entry)
    days: dict[int, list[Entry]] = {}
    for block, members in by_block.items():
        stated = _stated(table, block, file)
        for entry, several in zip(members, _block(table, members, stated), strict=True):
            days[id(entry)] = several
    return [one for entry in found for one in days[id(entry)]]


def _stated(table: Table, block: str, file: str) -> Period:
    """What the log states of its time; a heading that names a month holds for the rows below it, with the year of the title."""
    titles = [[table.head.above, *(table.titles[0] if table.titles else ())], *table.titles[1:]]
    names = (table.sheet.label, file.rsplit(".", 1)[0])
    whole = period(titles, names)
    if not block:
        return whole
    own = period([[block]])
    return own if own.first else Period(own.years or whole.years, own.months, own.year or whole.year, own.month)


def _block(table: Table, members: Sequence[Entry], stated: Period) -> list[list[Entry]]:
    """The entries that one statement of month and year holds for; each with its days."""
    read = read_days([_cell(entry, table) for entry in members], stated)
    ends = read_days([DayCell(entry.fields.get(UNTIL, "")) for entry in members], stated)
    resolved = [_resolved(entry, days, stated, table) for entry, days in zip(members, read, strict=True)]
    if _inherits(table, resolved):
        resolved = _inherited(resolved, hours_too=_in_blocks(resolved))
    return [list(_apart(days, end)) for days, end in zip(resolved, ends, strict=True)]


def _filled_down(table: Table, members: Sequence[Entry]) -> list[Entry]:
    """The entries with the month above, or the day of the week where that is the day, if theirs is blank and what follows goes on."""
    weekly = table.head.shape is Shape.UNDATED and WEEKDAY in table.head.places
    names = [(WEEKDAY, "time")] if weekly else [(MONTH, "date")] if MONTH in table.head.places else []
    done: list[Entry] = []
    for entry in members:
        for name, next_ in names:
            if (
                done
                and not entry.fields.get(name, "").strip()
                and done[-1].fields.get(name, "").strip()
                and _goes_on(done[-1], entry, next_)
            ):
                entry = entry.but(fields={**entry.fields, name: done[-1].fields[name]})
        done.append(entry)
    return done


def _goes_on(above: Entry, entry: Entry, name: str) -> bool:
    """Whether an hour or a day of the month follows that of the entry above."""
    texts = [one.fields.get(name, "").strip() for one in (above, entry)]
    if name == "date":
        return all(text.isdigit() for text in texts) and int(texts[0]) <= int(texts[1])
    return bool(clock(texts[0]) and clock(texts[1])) and not _earlier(entry, above)


_Resolved = tuple[Entry, Days]


def _cell(entry: Entry, table: Table) -> DayCell:
    text = entry.fields.get("date", "") or entry.section.get("date", "")
    if entry.date_facts.number and table.sheet.since_1904 and text.replace(".", "", 1).isdigit() and float(text) > 10000:
        text = str(float(text) + _DAYS_1904)
    month, year = (entry.fields.get(name, "").strip() for name in (MONTH, YEAR))
    if text.strip().isdigit() and int(text) <= 31 and month.isdigit():
        text = f"ngày {text.strip()} tháng {month}" + (f" năm {year}" if year.isdigit() else "")
    return DayCell(text, entry.date_facts.real, entry.date_facts.number)


def _resolved(entry: Entry, days: Days, stated: Period, table: Table) -> _Resolved:
    fault = next((why for name, why in entry.faults if name == "date"), "")
    if fault:
        return entry, Days(why_not=fault)
    text = entry.fields.get("date", "") or entry.section.get("date", "")
    if text.strip():
        return entry, _checked(entry, days)
    if entry.given or (table.head.shape is Shape.UNDATED and weekday_of(entry.fields.get(WEEKDAY, "")) is not None):
        return entry, _of_week(entry, stated)
    if stated.day and table.head.shape is Shape.UNDATED:
        return entry, Days((stated.day,))
    return entry, Days(why_not=_NO_DATE)


def _checked(entry: Entry, days: Days) -> Days:
    """The days, unless the day of the week beside them is another one."""
    said = entry.fields.get(WEEKDAY, "").strip()
    weekday = int(said) if said in ("0", "1", "2", "3", "4", "5", "6") and entry.given else weekday_of(said) if said else None
    if weekday is not None and len(days.days) == 1 and days.days[0].weekday() != weekday:
        return Days(why_not=f"{days.days[0]:%d/%m/%Y} is another day of the week than written")
    return days


def _of_week(entry: Entry, stated: Period) -> Days:
    """The day of the stated week that a column of a weekly grid stands for."""
    said = entry.fields.get(WEEKDAY, "")
    weekday = int(said) if entry.given and said else weekday_of(said)
    if stated.first is None or stated.last is None or weekday is None or (stated.last - stated.first).days > 6:
        return Days(why_not=_NO_WEEK)
    for n in range((stated.last - stated.first).days + 1):
        day = stated.first + timedelta(days=n)
        if day.weekday() == weekday:
            return Days((day,))
    return Days(why_not="this weekday lies outside the week that the title states")


def _inherits(table: Table, found: Sequence[_Resolved]) -> bool:
    """Whether a day stands on the first row of its block alone: some rows lack one, and no two neighbours repeat one."""
    if table.sheet.unit or table.head.shape is not Shape.ROWS:
        return False
    written = [entry.fields.get("date", "").strip() for entry, _ in found]
    lacking = [n for n, text in enumerate(written) if not text and not found[n][0].section.get("date")]
    repeats = any(a and a == b for a, b in pairwise(written))
    return not repeats and len(lacking) > 1


def _in_blocks(found: Sequence[_Resolved]) -> bool:
    """Whether day and hour both stand on the first row of a block alone, in so many rows that it is the log's form and no slip."""
    lacking = [entry for entry, days in found if days.why_not == _NO_DATE]
    plain = not any(entry.fields.get("time", "").strip() for entry in lacking)
    return plain and len(lacking) >= _FEWEST_IN_BLOCKS and 3 * len(lacking) >= len(found)


def _inherited(found: Sequence[_Resolved], *, hours_too: bool) -> list[_Resolved]:
    """Rows without a day with that of the row above, as long as the hours don't go back. An hour above is not that of a row without one."""
    done: list[_Resolved] = []
    full = _usual([entry for entry, days in found if days.days])
    for entry, days in found:
        if not days.days and days.why_not == _NO_DATE and done and _is_next(entry, done[-1][0], full, hours_too=hours_too):
            above, its_days = done[-1]
            sure = hours_too or bool(entry.fields.get("time")) >= bool(above.fields.get("time"))
            if its_days.days and not _earlier(entry, above) and sure:
                days = Days(its_days.days)
        done.append((entry, days))
    return done


_NO_SIGN = frozenset({"date", "title", WEEKDAY, NUMBER})


def _usual(dated_: Sequence[Entry]) -> frozenset[str]:
    """The fields beside day and title that most rows with a day have."""
    names = [name for entry in dated_ for name in entry.fields if name not in _NO_SIGN]
    return frozenset(name for name in names if 2 * names.count(name) > len(dated_))


def _is_like(entry: Entry, usual: Set[str]) -> bool:
    """Whether a row without a day is filled like those with one: a line below the table is not."""
    return not usual or bool(usual & entry.fields.keys())


def _is_next(entry: Entry, above: Entry, usual: Set[str], *, hours_too: bool) -> bool:
    """Whether a row without a day stands right below another, or is so like the rows with one that a blank line between them parts nothing."""
    if entry.row - above.row <= 1:
        return hours_too or _is_like(entry, usual)
    return entry.row - above.row == 2 and len(usual & entry.fields.keys()) > 1


def _earlier(entry: Entry, above: Entry) -> bool:
    times = [clock(one.fields.get("time", "")) for one in (entry, above)]
    return times[0] is not None and times[1] is not None and times[0] < times[1]


def _apart(resolved: _Resolved, end: Days) -> Iterator[Entry]:
    """An entry for each of its days."""
    entry, days = resolved
    if days.why_not or not days.days:
        yield entry.told("date", days.why_not or _NO_DATE)
        return
    every = days.days
    if entry.fields.get(UNTIL, "").strip():
        last = end.days[0] if len(end.days) == 1 else None
        if last is None or not 0 <= (last - every[0]).days < _LONGEST_SPAN or len(every) > 1:
            yield entry.told(UNTIL, end.why_not or "a last day that does not follow the first within a month")
            return
        repeat = title_key(entry.fields.get(REPEAT, ""))
        if last > every[0] and repeat not in _EVERY_DAY:
            yield entry.told(REPEAT, "on which days of this span? give each airing a row")
            return
        every = tuple(every[0] + timedelta(days=n) for n in range((last - every[0]).days + 1))
    counted = _counted(entry, len(every))
    for day in every:
        yield _on(counted, day, days.clock, days.session)


def _counted(entry: Entry, days: int) -> Entry:
    """The entry for one of its days: a number of airings that is that of its days is no number for each of them, and another one is unsure."""
    count = entry.fields.get(COUNT, "").strip().removesuffix(".0")
    if days == 1 or count in ("", "1") or entry.daily:
        return entry
    if count == str(days):
        return entry.but(fields={name: text for name, text in entry.fields.items() if name != COUNT})
    return entry.told(COUNT, f"{count} airings on {days} days; on which how often? give each day a row")


def _on(entry: Entry, day: date, at: time | None, session: str) -> Entry:
    fields = dict(entry.fields)
    if session and not fields.get("session"):
        fields["session"] = {"sang": "Sáng", "trua": "Trưa", "chieu": "Chiều", "toi": "Tối"}[bare(session)]
    return entry.but(day=day, clock=at, fields=fields)
