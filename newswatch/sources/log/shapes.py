"""Takes the entries out of a table, whatever its shape: a row for each airing, a grid of titles under days, a matrix of marks.

A heading within a table ("B. Tiếp sóng đài trên", "Buổi chiều", "Thứ Sáu, ngày 03/4/2026") holds for the entries below it until the next of its
kind. Rows that are no entry (blank, numbering, headings) give none.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import time
from itertools import islice

from newswatch.core.text import clean, title_key
from newswatch.sources.log import signs, values
from newswatch.sources.log.axis import Axis
from newswatch.sources.log.columns import FIELDS, header_key
from newswatch.sources.log.days import is_date
from newswatch.sources.log.entry import Entry
from newswatch.sources.log.grids import across
from newswatch.sources.log.head import Head, Shape
from newswatch.sources.log.marks import marked, with_marks
from newswatch.sources.log.moments import clock
from newswatch.sources.log.sections import headings, is_numeral, section_of
from newswatch.sources.log.sheet import PLAIN, Sheet
from newswatch.sources.log.signs import Told
from newswatch.sources.log.tables import Table, is_titled, repeats_header
from newswatch.sources.log.wording import AGAIN_DATE, AGAIN_TIME, AIRING_DAY, COUNT, FURTHER_DATE, MINUTE, REPEAT, is_made

_LEAST_FIELDS = 2
_LONGEST_AIRING = 90  # minutes
_FOOT_FIELDS = 4
"""A row below the signatures with fewer filled fields belongs to them: test_bad_rows_under_the_signatures_still_show."""

_LAST_NUMBER = re.compile(r"\s*\d+$")


def entries(table: Table) -> Iterator[Entry]:
    """The entries of a table, in the order of its rows."""
    section = dict(section_of(table.head.above))
    columns = marked(table)
    in_foot = False
    for nth, (number, cells) in enumerate(table.rows):
        filled = {at: cell for at, cell in enumerate(cells) if cell.strip()}
        if not filled or values.is_numbering(cells) or repeats_header(table, cells):
            continue
        in_foot = not _has_day(table, cells) and (in_foot or values.is_signature(cells))
        if _is_foot(table, cells, in_foot):
            continue
        heading = _heading(table, filled, nth + 1)
        if heading is not None:
            section = headings(section, heading)
        else:
            section = _unsure_below(table, filled, section)
            yield from _of_row(table, number, cells, section, columns)


def _has_day(table: Table, cells: Sequence[str]) -> bool:
    at = table.head.places.get("date")
    return (
        at is not None
        and at < len(cells)
        and bool(cells[at].strip())
        and not values.is_signature([cells[at]])
        and not values.is_total([cells[at]])
    )


def _is_foot(table: Table, cells: Sequence[str], in_foot: bool) -> bool:
    """Whether a row without a day is a totals line, a dateline or a signature, or one with few cells below the signatures."""
    if _has_day(table, cells):
        return False
    few = sum(1 for name, at in table.head.places.items() if name in FIELDS and at < len(cells) and cells[at].strip()) < _FOOT_FIELDS
    dateline = values.is_dateline(cells) and not any(section_of(cell) for cell in cells)
    return values.is_total(cells) or dateline or (in_foot and few)


def _heading(table: Table, filled: Mapping[int, str], below: int) -> str | None:
    """The text of a row that is a heading and no entry: one text beside a numeral at most, that names what sections are about."""
    places = table.head.places
    if "date" in places and {places["date"], places.get("title", -1)} <= filled.keys():
        return None
    texts = {at: cell for at, cell in filled.items() if at in table.head.axes or at == places.get("title") or not is_numeral(cell)}
    if len(texts) != 1:
        return None
    at, text = next(iter(texts.items()))
    if at in table.head.axes and table.head.shape is not Shape.ROWS:
        return None
    said = section_of(text)
    if at == table.head.places.get("title") and (not said or _goes_on(table, below)):
        return None
    return text if said or at != table.head.places.get("title") else None


def _unsure_below(table: Table, filled: Mapping[int, str], section: dict[str, str]) -> dict[str, str]:
    """What headings say below a row with a title alone, which may be an unknown heading or an item without its day."""
    texts = [at for at, cell in filled.items() if not is_numeral(cell)]
    if texts == [table.head.places.get("title")] and {"origin", "item_type"} & section.keys():
        return {**section, "unsure": filled[texts[0]]}
    return section


def _goes_on(table: Table, below: int) -> bool:
    """Whether the next row lacks a day too, so that a title alone may be an entry of the day above."""
    at = table.head.places.get("date")
    following = next((cells for _, cells in islice(table.rows, below, None) if any(cell.strip() for cell in cells)), None)
    return at is not None and following is not None and not (at < len(following) and following[at].strip())


def _of_row(table: Table, number: int, cells: Sequence[str], section: dict[str, str], columns: Mapping[int, Axis]) -> Iterator[Entry]:
    head, sheet = table.head, table.sheet
    fields = {name: cells[at] for name, at in head.places.items() if at < len(cells) and cells[at].strip()}
    for name, more in (("time", head.more_times), (REPEAT, head.more_repeats), ("date", head.more_dates)):
        texts = [cells[at] for at in more if at < len(cells) and cells[at].strip()]
        if texts:
            fields[name] = "; ".join(filter(None, (fields.get(name, ""), *texts)))
    used = {*head.places.values(), *head.axes, *head.more_titles, *head.more_times, *head.odd_times, *head.more_repeats, *head.more_dates}
    others = tuple(clean(cell) for at, cell in enumerate(cells) if at not in used and cell.strip() and _is_beside(head, at))
    block = section.get("month", "")
    fields = _with_minute(fields)
    base = _with_facts(Entry(number, fields, others, section=section, block=block, daily=_is_daily(head)), sheet, head.places, head.span)
    base = _with_one_hour(base, head, cells)
    if head.shape in (Shape.ROWS, Shape.UNDATED):
        known = [name for name in fields if name in FIELDS]
        has_title = "title" in fields or any(at < len(cells) and cells[at].strip() for at in head.more_titles)
        if len(known) < _LEAST_FIELDS and not has_title and not base.faults:
            return
        base = _with_one_title(table, base, cells)
        for titled in _titles(table, base.but(stray=_stray(table, cells)), cells):
            yield from with_marks(titled, cells, columns)
            yield from _again(titled)
            yield from _further(table, titled, cells, used)
    else:
        yield from across(table, base, cells)


def _is_beside(head: Head, at: int) -> bool:
    """Whether a column without a meaning belongs to the table: it has a name, or stands next to a column that has one."""
    return at in head.labels or at - 1 in head.labels or at + 1 in head.labels


def _with_one_title(table: Table, entry: Entry, cells: Sequence[str]) -> Entry:
    """The entry, told if a column without a header holds what looks more like a title than its title does."""
    title = entry.fields.get("title", "")
    for at, cell in enumerate(cells):
        nameless = at not in table.head.labels and _is_beside(table.head, at) and at not in table.elsewhere
        if nameless and is_titled(cell) and not is_titled(title) and section_of(cell) == {} and signs.aired(cell) is Told.NOTHING:
            return entry.told("title", f"a column without a header holds {clean(cell)[:60]!r}; which is the title?")
    return entry


def _is_daily(head: Head) -> bool:
    return re.search(r"\b(?:ngay|day|daily)\b", title_key(head.labels.get(head.places.get(COUNT, -1), ""))) is not None


def _with_one_hour(entry: Entry, head: Head, cells: Sequence[str]) -> Entry:
    """The entry, told if a further column holds an hour that neither ends the airing nor repeats it by its name."""
    start = clock(entry.fields.get("time", "").split(";")[0])
    for at in head.odd_times:
        other = clock(cells[at]) if at < len(cells) else None
        if start and other and not 0 <= _minutes(other) - _minutes(start) <= _LONGEST_AIRING:
            return entry.told("time", f"hours in two columns: {clean(cells[at])!r} under {clean(head.labels[at])!r}")
    return entry


def _minutes(at: time) -> int:
    return 60 * at.hour + at.minute


def _with_minute(fields: dict[str, str]) -> dict[str, str]:
    """The fields of a row with its hour and minute in one, where each has a column of its own."""
    hour, minute = (fields.get(name, "").strip() for name in ("time", MINUTE))
    if not (hour.isdigit() and minute.isdigit() and len(minute) <= 2):
        return fields
    return {**fields, "time": f"{hour}:{minute:0>2}"}


def _again(entry: Entry) -> Iterator[Entry]:
    """The second airing of an entry, where columns of their own name its day and hour."""
    day, hour = (entry.fields.get(name, "") for name in (AGAIN_DATE, AGAIN_TIME))
    if title_key(day) or title_key(hour):
        fields = {name: text for name, text in entry.fields.items() if name not in ("date", "time", "session")}
        again = {"date": day if title_key(day) else entry.fields.get("date", ""), "time": hour, "origin": "phát lại"}
        yield entry.but(fields={**fields, **{name: text for name, text in again.items() if text.strip()}})


def _further(table: Table, entry: Entry, cells: Sequence[str], used: Collection[int]) -> Iterator[Entry]:
    """The third airing of an entry and those after it, each with its day in a column of its own; told where a day stands under another header that
    speaks of airings."""
    for at, label in sorted(table.head.labels.items()):
        key, day = header_key(label), cells[at] if at < len(cells) else ""
        if at in used or not is_date(day) or not AIRING_DAY.fullmatch(key) or is_made(key):
            continue
        again = entry.but(
            fields={**{n: t for n, t in entry.fields.items() if n not in ("time", "session")}, "date": day, "origin": "phát lại"}
        )
        yield (
            again if FURTHER_DATE.fullmatch(key) else again.told("date", f"a day under {clean(label)!r}, which is no column that is known")
        )


def _titles(table: Table, entry: Entry, cells: Sequence[str]) -> Iterator[Entry]:
    """The entry once for each of its title columns ("Tên tin 1", "Tên tin 2"); told if a column with another name holds titles too."""
    head = table.head
    own = header_key(head.labels.get(head.places.get("title", -1), ""))
    more = {at: cells[at] for at in head.more_titles if at < len(cells) and cells[at].strip()}
    alike = all(_LAST_NUMBER.sub("", header_key(head.labels[at])) == _LAST_NUMBER.sub("", own) for at in more)
    if more and not alike:
        yield entry.told("title", f"titles in two columns: {', '.join(clean(head.labels[at]) for at in more)}")
        return
    if "title" in entry.fields or not more:
        yield entry
    for at, text in more.items():
        yield entry.but(fields={**entry.fields, "title": text}, title_facts=table.sheet.at(entry.row, at))


def _stray(table: Table, cells: Sequence[str]) -> str:
    """The first text to the right of the last header of a CSV, or an empty text."""
    end = max((*table.head.labels, *table.elsewhere)) + 1
    return next((cell for cell in cells[end:] if cell.strip()), "") if table.sheet.delimiter and len(cells) > end else ""


def _with_facts(entry: Entry, sheet: Sheet, places: Mapping[str, int], span: range) -> Entry:
    """The entry with what its cells say beside their texts."""
    seen = [(name, sheet.at(entry.row, at)) for name, at in places.items()]
    beside = [sheet.at(entry.row, at) for at in span]
    return entry.but(
        title_facts=sheet.at(entry.row, places["title"]) if "title" in places else PLAIN,
        date_facts=sheet.at(entry.row, places["date"]) if "date" in places else PLAIN,
        faults=tuple((name, facts.fault) for name, facts in seen if facts.fault),
        comments=tuple(facts.comment for facts in beside if facts.comment),
        looks=frozenset().union(*(facts.looks for facts in beside)),
        struck=frozenset(name for name, facts in seen if facts.struck and name in entry.fields),
    )
