"""Somebody else's assessment sheet read whole: its rows, figures and totals, with where each stands, and what could not be read of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from newswatch.core.assessment.codes import Code, Level, code_in, paths, restored
from newswatch.core.assessment.sheet import At, Column, Fault, Figure, Finding, Lack, Row, Sheet
from newswatch.core.text import bare, clean, printable
from newswatch.errors import InputError
from newswatch.report.sheets.addresses import address_of
from newswatch.report.sheets.document import Document
from newswatch.report.sheets.finding import columns_of, sections
from newswatch.report.sheets.grid import Cell, Grid, Spot
from newswatch.report.sheets.headings import Kind, of_other_year
from newswatch.report.sheets.opened import Sheet as File
from newswatch.report.sheets.scores import day_of, points_of

_SCORES = frozenset({Kind.SELF, Kind.APPRAISED})
_POINTS = {Kind.MOST: Column.MOST, Kind.SELF: Column.SELF, Kind.APPRAISED: Column.APPRAISED}
_WHOLE = r"(?! (?:linh vuc|muc|phan|tieu chi|nhom|[ivx]+\b|\d))"
_TOTALS = tuple(map(re.compile, (rf"tong cong\b{_WHOLE}", rf"tong (?:so )?diem\b{_WHOLE}", r"(?:tong|cong|tong so)\W*$")))
_ONLY_TOTAL = re.compile(r"tong (?:cong|diem|so diem)(?: \(.*\))?\W*")
_SUBTOTALS = ("cong ", "tong ")
_UNIT = re.compile(r"\s*(?:tên )?(?:đơn vị|cơ quan)(?: tự chấm| được đánh giá)?\s*:\s*(\S.*)", re.IGNORECASE)
_NO_TITLE = re.compile(r"\(?(?:[a-zđ]|\d{1,2})\)?(?:\s*=.*)?", re.IGNORECASE)
_MOST_ROWS = 5000
_LONGEST = 300


@dataclass
class _Line:
    """A row of a table before its place among the others is known."""

    grid: Grid
    row: int
    columns: Mapping[Kind, int]
    title: str
    code: str = ""
    is_number: bool = False


@dataclass
class _Reading:
    in_word: bool
    year: int | None
    lines: list[_Line] = field(default_factory=list)
    totals: list[tuple[int, _Line]] = field(default_factory=list)
    met: list[Finding] = field(default_factory=list)
    columns: set[Column] = field(default_factory=set)
    unit: str = ""

    def at(self, grid: Grid, spot: Spot | tuple[int, None]) -> At:
        cell = "" if self.in_word or spot[1] is None else address_of(spot)
        return At(grid.name, spot[0], spot[1], cell, self.in_word)


def read(file: File, year: int | None = None, table: str | None = None) -> Sheet:
    """The table of criteria that a file holds, over all its sheets or tables that are shown, or the named one alone.

    Raises InputError: no table has a column of scores, two columns may be it, two tables hold the same criteria, or there are too many rows.
    """
    reading = _Reading(isinstance(file, Document), year)
    grids = file.grids()
    chosen = [grid for grid in grids if table is None or grid.name == table]
    if table is not None and not chosen:
        raise InputError(f"--table: there is none named {table!r}; there are {', '.join(grid.name for grid in grids) or 'none'}")
    codes: dict[str, set[tuple[str, str]]] = {}
    for grid in chosen:
        if grid.hidden and table is None:
            _unread(reading, grid)
            continue
        before = len(reading.lines)
        _read_grid(reading, grid)
        codes[grid.name] = {(line.code, line.title) for line in reading.lines[before:]}
    if not reading.lines and not reading.totals:
        raise InputError(
            "no table has rows with codes under a column headed “Điểm tự chấm” or “Điểm thẩm định”; head its columns so, write the codes as text, "
            "and save the file"
        )
    _refuse_twice(codes)
    return _sheet(reading)


def _refuse_twice(codes: Mapping[str, set[tuple[str, str]]]) -> None:
    """Raises InputError where two tables hold mostly the same codes, as last year's and this year's do."""
    named = [(name, found) for name, found in codes.items() if found]
    for n, (name, found) in enumerate(named):
        for other, others in named[:n]:
            if 2 * len(found & others) > min(len(found), len(others)):
                raise InputError(f"{other} and {name} hold the same criteria; name one with --table")


def _read_grid(reading: _Reading, grid: Grid) -> None:
    found = None
    for head, end in sections(grid, _SCORES):
        columns = _columns(reading, grid, head)
        reading.columns |= {Column(str(kind)) for kind in columns}
        found = head if found is None else found
        for row in sorted({spot[0] for spot in (*grid.cells, *grid.uncalculated) if head < spot[0] < end}):
            _read_row(reading, grid, row, columns, first=row == head + 1)
    if found is None:
        _unread(reading, grid)
        return
    named = (_UNIT.match(clean(cell.text)) for spot, cell in sorted(grid.cells.items(), key=lambda one: one[0]) if spot[0] < found)
    reading.unit = reading.unit or next((printable(one[1], _LONGEST).strip(" .…") for one in named if one), "")


def _columns(reading: _Reading, grid: Grid, head: int) -> dict[Kind, int]:
    """The column of each kind. Raises InputError where two may be the scores, or the only one is of another year than the one asked for."""
    chosen = {}
    for kind, columns in columns_of(grid, head, reading.year or -1).items():
        shown = [column for column in columns if column not in grid.hidden_columns] or columns
        if kind in _SCORES and len(shown) > 1:
            heads = ", ".join(f"“{grid.text((head, column))}”" for column in shown)
            raise InputError(f"{grid.name}: {len(shown)} columns may be the {kind} ({heads}); name the year with --year, or leave one")
        heading = grid.text((head, shown[0]))
        if kind in _SCORES and reading.year and of_other_year(heading, reading.year):
            raise InputError(f"{grid.name}: its column is headed “{heading}”, not {reading.year}; name its year with --year, or head it so")
        chosen[kind] = shown[0]
    return chosen


def _read_row(reading: _Reading, grid: Grid, row: int, columns: Mapping[Kind, int], *, first: bool) -> None:
    title = grid.text((row, columns[Kind.TITLE])) if Kind.TITLE in columns else ""
    if first and Kind.TITLE in columns and _NO_TITLE.fullmatch(clean(title)):
        return  # numbers the columns: A, B, 1, 2
    line = _Line(grid, row, columns, bare(title))
    if (found := _code(grid, row, columns)) and ("." in found[0] or not _ONLY_TOTAL.fullmatch(line.title)):
        line.code, line.is_number = found
        reading.lines.append(line)
        if len(reading.lines) > _MOST_ROWS:
            raise InputError(f"{grid.name}: has more than {_MOST_ROWS:,} rows with codes; delete what lies outside the table")
    elif (place := _total_rank(grid, row, columns)) is not None:
        reading.totals.append((place, line))
    elif not line.title.startswith(_SUBTOTALS):
        for kind in sorted(_SCORES & columns.keys()):
            figure = _figure(reading, line, kind, None)
            if figure.amount is not None:
                told = printable(title, _LONGEST)
                reading.met.append(Finding(fault=Fault.NO_CODE, column=_POINTS[kind], at=figure.at, found=figure.amount, text=told))


def _code(grid: Grid, row: int, columns: Mapping[Kind, int]) -> tuple[str, bool] | None:
    """The code of a row and whether it is held as a number: that of its column, unless that one only numbers the rows and the title bears a longer one."""
    own = None
    named = columns.get(Kind.CODE, 0 if Kind.TITLE not in columns else None)
    if named is not None and grid.anchor((row, named)) == (row, named) and (cell := grid.cells.get((row, named))):
        own = _numbered(cell) if cell.number is not None else code_in(cell.text)
    titled = code_in(cell.text) if Kind.TITLE in columns and (cell := grid.cells.get((row, columns[Kind.TITLE]))) else None
    if titled and "." in titled.text and (own is None or (own.level is Level.NUMBER and "." not in own.text)):
        return titled.text, False
    if own is None and titled and (titled.alone or Kind.CODE not in columns) and titled.level is not Level.SMALL:
        return titled.text, False
    return (own.text, bool(named is not None and grid.cells[row, named].number is not None)) if own else None


def _numbered(cell: Cell) -> Code | None:
    """The code that a number is: 1.1, 12; one with a fraction of three digits or more is none."""
    return code_in(f"{float(cell.number):.12g}") if cell.number is not None and 0 < cell.number < 100 else None


def _total_rank(grid: Grid, row: int, columns: Mapping[Kind, int]) -> int | None:
    """How well a row is named as that of totals: 0 best; None if it isn't."""
    texts = [bare(grid.text((row, columns[kind]))) for kind in (Kind.CODE, Kind.TITLE) if kind in columns] or [bare(grid.text((row, 0)))]
    return next((place for place, pattern in enumerate(_TOTALS) for text in texts if pattern.match(text)), None)


def _figure(reading: _Reading, line: _Line, kind: Kind, most: Decimal | None) -> Figure:
    grid, spot = line.grid, (line.row, line.columns[kind])
    at, stands = reading.at(grid, spot), grid.anchor(spot)
    if stands != spot:
        merged = stands[0] < spot[0] and stands[1] == spot[1] and grid.text(spot)
        return Figure(None, Lack.MERGED if merged else Lack.BLANK, at, printable(grid.text(spot), _LONGEST) if merged else "")
    if spot in grid.uncalculated:
        return Figure(None, Lack.UNCALCULATED, at)
    cell = grid.cells.get(spot)
    points = points_of(cell, most) if cell else Lack.BLANK
    text = printable(cell.text, _LONGEST) if cell else ""
    return Figure(None, points, at, text) if isinstance(points, Lack) else Figure(points, None, at, text)


def _own_text(grid: Grid, spot: Spot) -> str:
    """What stands in a cell, or is merged over it from above; what is merged over it from the side belongs to another column."""
    return grid.text(spot) if grid.anchor(spot)[1] == spot[1] else ""


def _row(reading: _Reading, line: _Line, path: tuple[str, ...]) -> Row:
    figures: dict[Column, Figure] = {}
    for kind, column in _POINTS.items():
        if kind in line.columns:
            figures[column] = _figure(reading, line, kind, figures[Column.MOST].amount if Column.MOST in figures else None)
    texts = {kind: _own_text(line.grid, (line.row, column)) for kind, column in line.columns.items()}
    due = line.grid.cells.get(line.grid.anchor((line.row, line.columns[Kind.DEADLINE]))) if Kind.DEADLINE in line.columns else None
    return Row(
        code=path[-1] if path else "",
        path=path,
        title=printable(texts.get(Kind.TITLE, ""), _LONGEST),
        at=reading.at(line.grid, (line.row, None)),
        figures=figures,
        evidence=clean(texts.get(Kind.EVIDENCE, "")),
        explanation=clean(texts.get(Kind.EXPLANATION, texts.get(Kind.NOTE, ""))),
        note=clean(texts.get(Kind.NOTE, "")),
        unit=printable(texts.get(Kind.UNIT, ""), _LONGEST),
        deadline=day_of(due) if due else None,
        hidden=line.row in line.grid.hidden_rows,
    )


def _sheet(reading: _Reading) -> Sheet:
    codes = restored([(line.code, line.is_number) for line in reading.lines])
    rows = tuple(_row(reading, line, path) for line, path in zip(reading.lines, paths(codes), strict=True))
    best = min((place for place, _ in reading.totals), default=0)
    totals = [_row(reading, line, ()) for place, line in reading.totals if place == best]
    return Sheet(rows, totals[-1] if totals else None, frozenset(reading.columns), reading.unit, (*reading.met, *_differing(totals)))


def _differing(totals: Sequence[Row]) -> Iterator[Finding]:
    """Rows of totals that state other points than the last one."""
    for row in totals[:-1]:
        for column, figure in row.figures.items():
            last = totals[-1].amount(column)
            if figure.amount is not None and last is not None and figure.amount != last:
                yield Finding(fault=Fault.TWO_TOTALS, column=column, at=figure.at, found=figure.amount, expected=last)


def _unread(reading: _Reading, grid: Grid) -> None:
    """Tells of a table that is not read though codes stand in it: it is hidden, or has no head."""
    rows = {spot[0] for spot, cell in grid.cells.items() if spot[1] < 2 and (code := code_in(cell.text)) and "." in code.text}
    if len(rows) > 1:
        at = reading.at(grid, (min(rows), None))
        reading.met.append(Finding(fault=Fault.UNREAD_TABLE, at=at, text="hidden" if grid.hidden else ""))
