"""Parts a sheet into its tables, and says which parts of it are read by none.

A sheet may hold tables one below another and side by side. One without a header goes on with the header of an earlier sheet, if its columns hold
what that header says; else it is named if it looks like a log.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from newswatch.core.bulletin import RowProblem
from newswatch.core.text import bare, clean
from newswatch.sources.log import values
from newswatch.sources.log.axis import Kind, axis_of
from newswatch.sources.log.columns import FIELDS, REQUIRED, Meanings, header_key, meaning_of, nearest_header
from newswatch.sources.log.days import is_date
from newswatch.sources.log.head import Head, Shape
from newswatch.sources.log.heads import heads_at
from newswatch.sources.log.sections import section_of
from newswatch.sources.log.sheet import Row, Sheet

_LEAST_FIELDS = 2
_FEWEST_WORDS = 4
_FEWEST_TITLES = 2
_MOST_TITLES = 12  # rows of a banner above a table
_PAGE = re.compile(r"(?:trang|to|page)? ?(?:so )?\d+(?: ?/ ?\d+)?|\W*")
_NAMES = frozenset({"author", "editor", "approver", "announcer", "entered_by"})
_FROM = "nothing is taken in from row {} on"
_LOG_WORDS = ("phat thanh", "truyen thanh", "nhat ky", "phat song")
KNOWN_SHAPES = (
    "known are: a row for each airing under a header with day and title; a weekly grid under weekdays with the week's dates; a month's matrix "
    "under the days 1–31 with the month in its title"
)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under one header. `titles` are the lines above it; those of the sheet as a whole come after its own.

    `elsewhere` are the columns of the tables side by side with it.
    """

    sheet: Sheet
    head: Head
    rows: tuple[Row, ...]
    titles: tuple[tuple[str, ...], ...] = ()
    elsewhere: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Parted:
    """A sheet in parts: its tables, and problems for what none of them reads. `headers` is how many rows are headers."""

    sheet: Sheet
    tables: tuple[Table, ...]
    problems: tuple[RowProblem, ...] = ()
    headers: int = 0


def part(found: Sequence[Sheet], known: Meanings) -> list[Parted]:
    """The sheets of a file in parts."""
    parted = [_part(sheet, known) for sheet in found]
    cover = _cover(parted)
    if cover:
        parted = [replace(one, tables=tuple(replace(table, titles=(*table.titles, cover)) for table in one.tables)) for one in parted]
    patterns = [table.head for one in parted for table in one.tables if table.head.shape is Shape.ROWS]
    return [one if one.tables or (cover and one is parted[0]) else _headless(one, patterns, known) for one in parted]


def _cover(parted: Sequence[Parted]) -> tuple[str, ...]:
    """The texts of a first sheet that is the cover of a log: few lines without a table, which tell of what year it is."""
    if len(parted) < 2 or parted[0].tables or any(sum(1 for cell in cells if cell.strip()) > 1 for _, cells in parted[0].sheet.rows):
        return ()
    return _titles(parted[0].sheet.rows)


def _part(sheet: Sheet, known: Meanings) -> Parted:
    tables: list[Table] = []
    starts = list(_starts(sheet, known))
    first = starts[0][0] if starts else len(sheet.rows)
    sheet_titles = _titles(sheet.rows[:first])
    for nth, (index, heads) in enumerate(starts):
        stop = starts[nth + 1][0] if nth + 1 < len(starts) else len(sheet.rows)
        rows = tuple(row for row in sheet.rows[index:stop] if row[0] > heads[0].row)
        own = _titles(sheet.rows[:index]) if nth == 0 else _titles_between(sheet.rows[starts[nth - 1][0] + 1 : index])
        if nth + 1 < len(starts):
            rows = rows[: len(rows) - len(_titles_between(rows, nearest=True))]
        columns = frozenset(at for head in heads for at in head.labels)
        tables.extend(Table(sheet, head, rows, (own, sheet_titles) if nth else (own,), columns - set(head.labels)) for head in heads)
    return Parted(sheet, tuple(tables), (), len(starts))


def _starts(sheet: Sheet, known: Meanings) -> Iterator[tuple[int, tuple[Head, ...]]]:
    """The places where a header begins, with its headers."""
    last = -1
    above: tuple[Head, ...] = ()
    for index, (number, cells) in enumerate(sheet.rows):
        is_row = any(head.shape is Shape.ROWS and fits(head, cells) for head in above)
        numbered = number == last + 1 and values.is_numbering(cells) and any(head.shape is not Shape.DAYS for head in above)
        heads = heads_at(sheet, index, known) if number > last and not is_row and not numbered else ()
        weak = _is_below(sheet, index, last) and all(head.shape is Shape.UNDATED for head in heads)
        if heads and not weak and not _weekdays_of(above, heads) and not _goes_on(sheet, index, above, heads):
            last, above = heads[0].row, heads
            yield index, heads


def _goes_on(sheet: Sheet, index: int, above: Sequence[Head], heads: Sequence[Head]) -> bool:
    """Whether a header only says again what the one above it says, as at the top of a printed page: no line right above it gives another title."""
    known = [(head.labels, head.shape) for head in above]
    if not all((head.labels, head.shape) in known for head in heads):
        return False
    between = _titles_between(sheet.rows[:index])
    return heads[0].row == heads[0].top and all(map(_is_between_pages, between))


def _is_between_pages(text: str) -> bool:
    """Whether a line above a repeated header is a sum, a page's number, or a heading that holds for what follows."""
    said = section_of(text)
    return values.is_total([text]) or bool(_PAGE.fullmatch(bare(text))) or (bool(said) and not {"date", "month"} & said.keys())


def _weekdays_of(above: Sequence[Head], heads: Sequence[Head]) -> bool:
    """Whether a row only names the weekdays of the days of a month's matrix above it."""
    named = all(axis.kind is Kind.DAY and not axis.text for head in heads for axis in head.axes.values())
    return any(head.shape is Shape.MATRIX for head in above) and named and all(head.shape is Shape.DAYS for head in heads)


def _is_below(sheet: Sheet, index: int, last: int) -> bool:
    """Whether a row stands within a table that was begun, where a weak header is none."""
    return last >= 0 and index > 0 and any(cell.strip() for cell in sheet.rows[index - 1][1])


def _titles(rows: Sequence[Row]) -> tuple[str, ...]:
    """The texts of a banner."""
    return tuple(clean(cell) for _, cells in rows[-_MOST_TITLES:] for cell in cells if cell.strip())


def _titles_between(rows: Sequence[Row], *, nearest: bool = False) -> tuple[str, ...]:
    """The lines right above a header that follows another table: few cells, and no row of that table. With `nearest` one text for each line."""
    found: list[tuple[str, ...]] = []
    for _, cells in reversed(rows):
        filled = tuple(clean(cell) for cell in cells if cell.strip())
        if len(filled) > 1 or len(found) >= _MOST_TITLES or not filled:
            break
        found.insert(0, filled)
    return tuple(line[0] for line in found) if nearest else tuple(text for line in found for text in line)


def fits(head: Head, cells: Sequence[str]) -> bool:
    """Whether a row holds a date and a title where the header says."""
    day, title = (cells[head.places[f]] if head.places.get(f, len(cells)) < len(cells) else "" for f in REQUIRED)
    return bool(title.strip()) and is_date(day) and not is_date(title)


def repeats_header(table: Table, cells: Sequence[str]) -> bool:
    """Whether a row says again what the header of its table says, as on each page of a printed log."""
    labels = {at: header_key(text) for at, text in table.head.labels.items()}
    filled = {at: header_key(cell) for at, cell in enumerate(cells) if cell.strip()}
    return len(filled) >= len(REQUIRED) and all(labels.get(at) == key for at, key in filled.items())


def is_titled(text: str) -> bool:
    """Whether a text may be a title: four words at least, that are no person's name and no date."""
    words = text.split()
    named = all(word[:1].isupper() and not word.isupper() for word in words)
    return len(words) >= _FEWEST_WORDS and not named and not is_date(text) and not text.rstrip().endswith(":")


def _headless(one: Parted, patterns: Sequence[Head], known: Meanings) -> Parted:
    """A sheet without a header: with that of another sheet if all its filled rows fit it, named if it looks like a log, else left out."""
    sheet = one.sheet
    filled = [(number, cells) for number, cells in sheet.rows if any(cell.strip() for cell in cells)]
    for head in patterns:
        if filled and all(fits(head, cells) and not _beyond(head, cells) for _, cells in filled):
            return replace(one, tables=(Table(sheet, replace(head, top=0, row=0, counted=0), tuple(sheet.rows), ()),))
    return replace(one, problems=tuple(_unread(sheet, filled, known)))


def _beyond(head: Head, cells: Sequence[str]) -> bool:
    return any(cell.strip() for at, cell in enumerate(cells) if at not in head.labels)


def _unread(sheet: Sheet, filled: Sequence[Row], known: Meanings) -> Iterator[RowProblem]:
    texts, places = nearest_header(sheet.rows, known)
    missing = ", ".join(name for name in REQUIRED if name not in places)
    if len([name for name in places if name in FIELDS]) >= _LEAST_FIELDS:
        yield RowProblem(
            sheet.name,
            1,
            "",
            " | ".join(texts),
            f"sheet not read: no column for {missing or 'the days'}; {_FROM.format(1)}; {KNOWN_SHAPES}",
        )
    elif looks_like_log(filled):
        first, cells = filled[0]
        reason = f"sheet not read: no header that names day and title; {_FROM.format(first)}; {KNOWN_SHAPES}"
        yield RowProblem(sheet.name, first, "", _shown(cells), reason)


def looks_like_log(rows: Sequence[Row]) -> bool:
    """Whether rows without a header look like a log: a day or twice a title beside something, days of the week across, or the words of a log."""
    titled = 0
    for _, cells in rows:
        texts = [cell for cell in cells if cell.strip()]
        titled += len(texts) > 1 and any(map(is_titled, texts))
        if len(texts) > 1 and any(is_date(cell) for cell in texts) and any(len(cell) > 5 and not is_date(cell) for cell in texts):
            return True
        if sum(1 for cell in texts if (axis := axis_of(cell)) and axis.kind is Kind.DAY) >= 5:
            return True
    if titled >= _FEWEST_TITLES:
        return True
    words = " ".join(bare(cell) for _, cells in rows[:_MOST_TITLES] for cell in cells)
    return len(rows) > 2 and any(word in words for word in _LOG_WORDS)


def _shown(cells: Sequence[str]) -> str:
    return " | ".join(clean(cell) for cell in cells if cell.strip())[:100]


def undated(table: Table) -> RowProblem:
    """The problem of a table without a column for the day, in which no line names one either."""
    names = " | ".join(map(clean, table.head.labels.values()))
    reason = f"sheet not read: no column for date; {_FROM.format(table.head.row)}; {KNOWN_SHAPES}"
    return RowProblem(table.sheet.name, table.head.row, "", names, reason)


def beside(table: Table, known: Meanings) -> RowProblem | None:
    """A problem for a second table to the right that no header reads: columns that mean nothing, or repeat the day's name, with days in them."""
    head = table.head
    used = {*head.places.values(), *head.axes, *head.more_titles, *head.more_dates, *table.elsewhere}
    used -= {at for name, at in head.places.items() if name in _NAMES and _is_apart(head, at)}
    own = header_key(head.labels.get(head.places.get("date", -1), ""))
    for at in range(max((len(cells) for _, cells in table.rows), default=0)):
        label = head.labels.get(at, "")
        if at in used or (meaning_of(label, known).keys() - _NAMES and header_key(label) != own):
            continue
        dated = [number for number, cells in table.rows if at < len(cells) and is_date(cells[at]) and _has_text(cells, at + 1, used)]
        titled = [number for number, cells in table.rows if at < len(cells) and is_titled(cells[at])] if _is_apart(head, at) else []
        if dated or len(titled) >= _FEWEST_TITLES:
            number = min(dated or titled)
            cells = dict(table.rows)[number]
            what = "days" if dated else "texts"
            reason = f"{what} in a column without a known header; of the table there {_FROM.format(number)}"
            return RowProblem(table.sheet.name, number, clean(label), clean(cells[at]), reason)
    return None


def _is_apart(head: Head, at: int) -> bool:
    """Whether a column stands beyond a blank column from those of a table."""
    near = max(
        (other for other in head.labels if other < at and all(n in head.labels for n in range(min(head.labels), other + 1))), default=at
    )
    return at > near + 1


def _has_text(cells: Sequence[str], start: int, used: Collection[int]) -> bool:
    return any(len(cell.strip()) > 5 and not is_date(cell) for at, cell in enumerate(cells) if at >= start and at not in used)
