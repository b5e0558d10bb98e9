"""Takes the entries out of a row of a grid: titles under days, parts of the day, hours or kinds of items; marks in a month's matrix.

A text or mark under a header that is blank or says nothing is told, so that a day or session whose header is missing loses nothing.
"""

import re
from collections.abc import Iterator, Sequence

from newswatch.core.text import bare, clean, title_key
from newswatch.sources.log import signs, values
from newswatch.sources.log.abbreviations import abbreviations
from newswatch.sources.log.axis import Axis, Kind, is_mark, times_of
from newswatch.sources.log.entry import Entry
from newswatch.sources.log.head import Head, Shape
from newswatch.sources.log.marks import said_by
from newswatch.sources.log.moments import clock
from newswatch.sources.log.sections import section_of
from newswatch.sources.log.signs import Told
from newswatch.sources.log.tables import Table, is_titled
from newswatch.sources.log.wording import COUNT, WEEKDAY

_CALENDAR_DAY = re.compile(r"\s*(?:[Nn]gày )?(\d{1,2}\s*(?=\n)|\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{4})?(?=\s*(?:[:\n])))\s*:?\s*(?=\S)")
_LEADING_CLOCK = re.compile(r"\s*((?:lúc )?\d{1,2}\s?(?:h|g|giờ|:)\s?\d{0,2})\s?(?:-|–|:)\s+(?=\S)", re.IGNORECASE)


def across(table: Table, base: Entry, cells: Sequence[str]) -> Iterator[Entry]:
    """An entry for each filled cell under a day, a part of the day or an hour."""
    head, sheet = table.head, table.sheet
    matrix = head.shape is Shape.MATRIX and _is_matrix(table)
    if matrix and ("title" not in base.fields or values.is_total(cells)):
        return
    base = _labelled(table, _of_whole_row(table, base, cells), cells)
    if matrix:
        base = _without_sum(base, [cells[at] for at in head.axes if at < len(cells)])
    yield from _strays(table, base, cells)
    kinds, meant, crossed = _across_kinds(head), abbreviations(sheet), _has_marks(table)
    for at, axis in sorted(head.axes.items()):
        text = (cells[at] if at < len(cells) else "") or sheet.wide.get((base.row, at), "")
        if not (title_key(text) or is_mark(text)) or axis.kind not in kinds or signs.aired(meant.get(text.strip(), "")) is Told.NOT_AIRED:
            continue
        fields = {**base.fields, **(_day_fields(axis) if axis.kind is Kind.DAY else said_by(axis))}
        facts = sheet.at(base.row, at)
        entry = base.but(
            title_facts=facts, looks=base.looks | facts.looks, comments=(facts.comment,) if facts.comment else (), given=axis.kind is Kind.DAY,
            struck=frozenset({"title"} if facts.struck else ()), faults=(("title", facts.fault),) if facts.fault else base.faults,
        )  # fmt: skip
        if matrix or (crossed and not is_titled(text) and not is_mark(text)):
            yield from _matrix_cell(entry.but(fields=fields), text)
        else:
            yield from (_grid_cell(entry.but(fields=fields), piece) for piece in _by_clock(text))


def _strays(table: Table, base: Entry, cells: Sequence[str]) -> Iterator[Entry]:
    """A told entry for each cell of a grid's row that may be a title or a mark, in a column whose header is blank or says nothing."""
    head = table.head
    own = {*head.places.values(), *head.axes, *table.elsewhere, *(at for row, at in table.sheet.wide if row == base.row)}
    for at, cell in enumerate(cells):
        crossed = head.shape is Shape.MATRIX and at not in head.labels and is_mark(cell)
        if at > min(head.axes) and at not in own and (is_titled(cell) or crossed):
            under = clean(head.labels.get(at, ""))
            stray = cell if is_titled(cell) else base.fields.get("title", "")
            yield base.but(fields={**base.fields, "title": stray}).told(
                "title", f"stands under {under!r}, which names no day, hour or field"
            )


def _across_kinds(head: Head) -> tuple[Kind, ...]:
    """The kinds of columns whose cells are titles: days and hours, else kinds of items and who made them."""
    plain = (Kind.DAY, Kind.SESSION, Kind.CLOCK)
    return plain if any(axis.kind in plain for axis in head.axes.values()) else (Kind.TYPE, Kind.ORIGIN)


def _without_sum(base: Entry, held: Sequence[str]) -> Entry:
    """A row of a matrix without the number that adds up its marks; another number can't be shared out among its days."""
    count = base.fields.get(COUNT, "").strip()
    if not count:
        return base
    marks = [times for text in held if text.strip() and (times := times_of(text)) is not None]
    if count.removesuffix(".0") == str(sum(marks)):
        return base.but(fields={name: text for name, text in base.fields.items() if name != COUNT})
    return base.told(COUNT, f"{count} airings, but {sum(marks)} marks")


def _labelled(table: Table, base: Entry, cells: Sequence[str]) -> Entry:
    """The row of a weekly grid with the hour or part of the day at its head, under whatever name."""
    if table.head.shape is not Shape.DAYS or "time" in base.fields or "session" in base.fields:
        return base
    for text in cells[: min(table.head.axes)]:
        said = section_of(text)
        if clock(text) or "session" in said or "time" in said:
            return base.but(fields={**base.fields, **(said or {"time": text})})
    return base


def _of_whole_row(table: Table, base: Entry, cells: Sequence[str]) -> Entry:
    """The row of a grid, told if its note says that something did not air, and it holds several entries: which of them can't be known."""
    several = sum(1 for at in table.head.axes if at < len(cells) and cells[at].strip()) > 1
    said = {signs.aired(text) for text in (base.fields.get("note", ""), *base.others)}
    if several and said & {Told.NOT_AIRED, Told.DOUBT}:
        return base.told("note", "says that something did not air; which of the row's items?")
    return base


def _is_matrix(table: Table) -> bool:
    held = [cells[at] for _, cells in table.rows for at in table.head.axes if at < len(cells) and cells[at].strip()]
    return sum(1 for text in held if len(text.strip()) <= 6) >= 0.8 * len(held)


def _has_marks(table: Table) -> bool:
    """Whether rows of a grid bear crosses under its days, so that a short text there is no title."""
    return any(is_mark(cells[at]) for _, cells in table.rows for at in table.head.axes if at < len(cells))


def _day_fields(axis: Axis) -> dict[str, str]:
    return {"date": axis.text, WEEKDAY: "" if axis.weekday is None else str(axis.weekday)}


def _by_clock(text: str) -> list[str]:
    """The parts of a cell whose lines begin with hours, each line its own; else the cell as it is."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines if len(lines) > 1 and all(map(_LEADING_CLOCK.match, lines)) else [text]


def _grid_cell(entry: Entry, text: str) -> Entry:
    """A cell that holds the title, perhaps with its hour before. A name at the row's head becomes the programme."""
    day = _CALENDAR_DAY.match(text) if entry.given and not entry.fields.get("date") else None
    if day:
        entry, text = entry.but(fields={**entry.fields, "date": day[1]}), text[day.end() :]
    clock = _LEADING_CLOCK.match(text)
    label = entry.fields.get("title", "")
    if is_mark(text):
        beside = (label, entry.fields.get("programme", ""), entry.fields.get("section", ""), *entry.others)
        named = next((text for text in beside if any(map(str.isalpha, text))), "")
        return entry.but(fields={**entry.fields, "title": named}) if named else entry.told("title", "a mark without a title")
    if not any(map(str.isalpha, text)):
        return entry.told("title", f"{text.strip()!r} under a column for titles")
    fields = {**entry.fields, "title": text[clock.end() :] if clock else text, **({"programme": label} if label else {})}
    return entry.but(fields={**fields, **({"time": clock[1]} if clock else {})})


def _matrix_cell(entry: Entry, text: str) -> Iterator[Entry]:
    """A cell that says how often the row's title aired, or when."""
    times = times_of(text)
    letters = {"s": "Sáng", "t": "Trưa", "c": "Chiều"}
    parts = [part for part in re.split(r"[ ,;/+]+", bare(text)) if part]
    if times is not None:
        yield entry.but(fields={**entry.fields, **({COUNT: str(times)} if times > 1 else {})})
    elif parts and all(part in letters for part in parts):
        yield from (entry.but(fields={**entry.fields, "session": letters[part]}) for part in parts)
    elif re.match(r"\d{1,2} ?(?:h|g|:)", bare(text)):
        yield entry.but(fields={**entry.fields, "time": text})
    else:
        yield entry.told("title", f"the cell under day {entry.fields.get('date', '')} holds {text.strip()!r}; write x where it aired")
