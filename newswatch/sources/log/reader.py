"""Reads the log of a loudspeaker station (sổ nhật ký phát thanh): the airings in it, and each row that is none with the reason.

    bytes → sheets (`files`) → tables (`tables`, `heads`) → entries (`shapes`) → airings (`understanding`) → Bulletin | RowProblem

One bulletin is one airing of one item. The fields are those of DOMAIN 2.5; the law fixes no form.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from newswatch.core.bulletin import Bulletin, LogReading, RowProblem
from newswatch.core.text import clean
from newswatch.errors import InputError
from newswatch.sources.log import values
from newswatch.sources.log.accounts import unaccounted
from newswatch.sources.log.bounds import MOST_BYTES, calmed, check_tables
from newswatch.sources.log.bulletins import bulletin_of
from newswatch.sources.log.columns import (
    FIELDS,
    REQUIRED,
    Aliases,
    Meanings,
    aliases_from_table,
    header_key,
    meanings,
    nearest_header,
    with_own,
)
from newswatch.sources.log.day_column import day_of_hours, hours_alone, made_alone
from newswatch.sources.log.dittos import filled_in
from newswatch.sources.log.encoding import damage
from newswatch.sources.log.entry import Entry
from newswatch.sources.log.files import sheets
from newswatch.sources.log.head import Shape
from newswatch.sources.log.legend import legend
from newswatch.sources.log.moments import with_unit
from newswatch.sources.log.rows import returned
from newswatch.sources.log.sheet import Sheet
from newswatch.sources.log.strange import strange_headers
from newswatch.sources.log.tables import KNOWN_SHAPES, Parted, Table, beside, part, undated
from newswatch.sources.log.understanding import Seen, airings_of

__all__ = ["FIELDS", "aliases_from_table", "bulletin_of", "header_key", "read", "returned", "strange_headers", "with_own"]

_FOOT_FIELDS = 4
"""A row below the signatures with fewer filled fields belongs to them: test_bad_rows_under_the_signatures_still_show."""

_Outcome = Bulletin | RowProblem


@dataclass(frozen=True, slots=True)
class _Read:
    """What one table gave: bulletins and problems, the rows that gave any, and those that were understood."""

    outcomes: tuple[_Outcome, ...]
    rows: frozenset[int]
    understood: frozenset[int] = frozenset()


def read(body: bytes, name: str, aliases: Aliases) -> LogReading:
    """What one log file holds. `name` names it in problems and bulletins (a sheet of a workbook as `log.xlsx[Tháng 3]`).

    A bad row is a RowProblem and does not stop the others. `skipped` counts the rows under the header that are no bulletin: blank and totals
    lines, headings, signatures, repeated headers, and items that did not air. Repeated airings are kept; `core.count` finds duplicates.
    `columns` has each field's header as written in the first table with that field.
    Raises InputError if the file can't be read at all, or if nothing in it is understood as a table.
    """
    known = meanings(aliases)
    if len(body) > MOST_BYTES:
        raise InputError(f"{name}: has more than {MOST_BYTES // 1_000_000} MB; a log is far smaller")
    tables_ = sheets(body, name, known)
    check_tables(tables_, name)
    found = [filled_in(calmed(sheet)) for sheet in tables_]
    parted = part(found, known)
    tables = [table for one in parted for table in one.tables]
    odd = [problem for sheet in found for problem in sheet.problems]
    if not tables and not odd:
        raise InputError(_no_header(name, found, known, aliases))
    outcomes: list[_Outcome] = [*(problem for one in parted for problem in one.problems), *odd]
    skipped, seen_airings = 0, Seen()
    for one in parted:
        done = [_read_table(table, name, known, seen_airings) for table in one.tables]
        outcomes.extend(outcome for table in done for outcome in table.outcomes)
        seen = frozenset().union(*(table.rows | table.understood for table in done))
        outcomes.extend(unaccounted(one, seen))
        skipped += _skipped(one, frozenset().union(*(table.rows for table in done)))
    return LogReading(
        bulletins=tuple(outcome for outcome in outcomes if isinstance(outcome, Bulletin)),
        problems=tuple(dict.fromkeys(outcome for outcome in outcomes if isinstance(outcome, RowProblem))),
        skipped=skipped,
        columns={field: text for table in reversed(tables) for field, text in table.head.columns.items()},
    )


def _skipped(one: Parted, taken: frozenset[int]) -> int:
    """How many rows below a sheet's first header gave neither a bulletin nor a problem."""
    if not one.tables:
        return 0
    first = one.tables[0].head.counted
    rows = [number for number, cells in one.sheet.rows if number > first]
    filled = [number for number, cells in one.sheet.rows if number > first and any(cell.strip() for cell in cells)]
    return sum(1 for number in rows if filled and number <= filled[-1] and number not in taken)


def _read_table(table: Table, file: str, known: Meanings, seen: Seen) -> _Read:
    table = hours_alone(day_of_hours(table))
    whole = made_alone(table)
    if whole:
        return _Read((whole,), frozenset(number for number, _ in table.rows))
    airings, understood = airings_of(table, file, legend(table.sheet), seen)
    if table.head.shape is Shape.UNDATED and not any(entry.day for entry in airings):
        return _Read((undated(table),), frozenset(number for number, _ in table.rows)) if airings else _Read((), frozenset())
    outcomes = [_outcome(table, entry) for entry in airings]
    kept = _without_foot(table, airings, outcomes)
    strange = beside(table, known)
    rows = frozenset(outcome.row for outcome in kept)
    dropped = frozenset(outcome.row for outcome in outcomes) - rows
    return _Read((*kept, *([strange] if strange else [])), rows, understood - dropped)


def _outcome(table: Table, entry: Entry) -> _Outcome:
    headers, file = table.head.columns, table.sheet.name
    if entry.stray:
        reason = f"more cells than headers; a text with {table.sheet.delimiter!r} in it needs quotation marks"
        return RowProblem(file, entry.row, "", entry.stray, reason)
    fields = {name: text for name, text in entry.fields.items() if name in FIELDS}
    if entry.fault:
        field, reason = entry.fault
        at = table.head.places.get(field)
        column = clean(table.head.labels[at]) if at is not None and at in table.head.labels else ""
        return RowProblem(file, entry.row, column, clean(entry.fields.get(field, "")), reason)
    if "duration" in fields:
        fields["duration"] = with_unit(fields["duration"], headers.get("duration", ""), table.sheet.unit)
    if entry.day:
        fields["date"] = entry.day.isoformat()
    if entry.clock:
        fields["time"] = entry.clock.isoformat()
    return bulletin_of(fields, file=file, row=entry.row, headers=headers, nth=entry.nth)


def _without_foot(table: Table, airings: Sequence[Entry], outcomes: Sequence[_Outcome]) -> list[_Outcome]:
    """The outcomes without those of totals, datelines and signatures. A signature line ends a table until a sound row follows."""
    by_row: dict[int, list[tuple[Entry, _Outcome]]] = {}
    for entry, outcome in zip(airings, outcomes, strict=True):
        by_row.setdefault(entry.row, []).append((entry, outcome))
    kept: list[_Outcome] = []
    in_foot = False
    for number, cells in table.rows:
        rows = by_row.get(number, [])
        sound = any(isinstance(outcome, Bulletin) for _, outcome in rows)
        in_foot = not sound and (in_foot or values.is_signature(cells))
        few = all(len([name for name in entry.fields if name in FIELDS]) < _FOOT_FIELDS for entry, _ in rows)
        if sound or not (values.is_total(cells) or values.is_dateline(cells) or (in_foot and few)):
            kept.extend(outcome for _, outcome in rows)
    return kept


def _no_header(name: str, found: Sequence[Sheet], known: Meanings, aliases: Aliases) -> str:
    """The message about a file without a table: the required columns with names that would do, the known shapes, and what was found."""
    needed = " and ".join(f"{field} ({', '.join(map(repr, aliases.get(field, ())[:3])) or repr(field)})" for field in REQUIRED)
    headers = {sheet.name: nearest_header(sheet.rows, known)[0] for sheet in found}
    seen = "; ".join(f"{sheet}: {', '.join(map(repr, texts)) or 'nothing'}" for sheet, texts in headers.items()) or "no visible sheet"
    pieces = [f"{name}: no header row", f"needed are columns for {needed}", KNOWN_SHAPES, damage(seen), f"found {seen}"]
    return "; ".join(filter(None, pieces))
