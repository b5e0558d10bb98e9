"""Finds the row of a criterion, and which of its cells hold the score, the evidence and the explanation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from newswatch.errors import InputError
from newswatch.report.sheets.grid import Grid, Spot
from newswatch.report.sheets.headings import WORST, Kind, named_by, number_in, of_other_year, rank, same_code

_HEADING_ROWS = 3
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Place:
    """The row of a criterion: its table, where its code stands, its cells by kind of column, the head's row, and the maximum stated there."""

    grid: Grid
    code: Spot
    spots: Mapping[Kind, Spot]
    head: int
    most: Decimal | None

    @property
    def told(self) -> str:
        """Where it is, for people: the table and the row from 1."""
        return f"{self.grid.name}, row {self.code[0] + 1}"


def find(grids: Sequence[Grid], code: str, year: int) -> Place:
    """The one row with this code in a table with a column for self-scores. Raises InputError if there is none, or more than one."""
    found = [place for grid in grids for place in _places(grid, code, year)]
    seen = [place for place in found if not (place.grid.hidden or place.code[0] in place.grid.hidden_rows)]
    if len(seen) == 1:
        return seen[0]
    if seen:
        where = "; ".join(place.told for place in seen[:_MOST_TOLD])
        raise InputError(
            f"criterion {code} stands in {len(seen)} rows ({where}); name one with --table, or give each row a code of its own"
        )
    if found:
        raise InputError(f"criterion {code} stands in a hidden row or sheet alone ({found[0].told}); show it, and save the file")
    raise InputError(_missing(grids, code))


def _missing(grids: Sequence[Grid], code: str) -> str:
    if not any(list(heads(grid)) for grid in grids):
        return "no table has a column headed “Điểm tự chấm” beside others; head the column of self-scores so, and save the file"
    return f"no row has the code {code}; write it at the beginning of the criterion's row as text (not as Word's own numbering), or name it with --code"


def _places(grid: Grid, code: str, year: int) -> Iterator[Place]:
    for head, end in sections(grid):
        columns = columns_of(grid, head, year)
        rows = sorted({spot[0] for spot in grid.cells if head < spot[0] < end})
        for row in rows:
            if (spot := _code_in(grid, row, columns, code)) is not None:
                yield _place(grid, spot, columns, head, year)


def _place(grid: Grid, spot: Spot, columns: Mapping[Kind, list[int]], head: int, year: int) -> Place:
    spots: dict[Kind, Spot] = {}
    for kind, found in columns.items():
        if kind in (Kind.CODE, Kind.TITLE):
            continue
        if kind is Kind.SELF:
            _check_one(grid, head, found, year)
        spots[kind] = grid.anchor((spot[0], found[0]))
    for kind in (Kind.SELF, Kind.EVIDENCE, Kind.EXPLANATION):
        if kind in spots and spots[kind][0] != spot[0]:
            raise InputError(f"{grid.name}, row {spot[0] + 1}: its {kind} cell is merged with rows above it; split it, and save the file")
    most = grid.cells.get(spots[Kind.MOST]) if Kind.MOST in spots else None
    return Place(grid, spot, spots, head, (most.number if most.number is not None else number_in(most.text)) if most else None)


def _check_one(grid: Grid, head: int, columns: Sequence[int], year: int) -> None:
    """Raises InputError unless one column alone may be the self-score of the year."""
    if len(columns) > 1:
        raise InputError(f"{grid.name}: {len(columns)} columns may be the self-score of {year}; leave one headed “Điểm tự chấm {year}”")
    heading = grid.text((head, columns[0]))
    if of_other_year(heading, year):
        raise InputError(f"{grid.name}: its column of self-scores is headed “{heading}”, not {year}; head it so, and save the file")


def _code_in(grid: Grid, row: int, columns: Mapping[Kind, list[int]], code: str) -> Spot | None:
    """Where a row bears the code: in the columns of codes or titles, else in the first two; a number is a code in a column of codes alone."""
    named = columns.get(Kind.CODE, [])
    for column in sorted({*named, *columns.get(Kind.TITLE, [])}) or [0, 1]:
        cell = grid.cells.get((row, column))
        if cell and same_code(cell, code) and (cell.number is None or column in named):
            return row, column
    return None


def sections(grid: Grid, scores: frozenset[Kind] = frozenset({Kind.SELF})) -> Iterator[tuple[int, int]]:
    """The tables one below the other: the last row of each head, and the row after the table's last."""
    found = list(heads(grid, scores))
    last = max((row for row, _ in grid.cells), default=0)
    yield from zip(found, [*found[1:], last + 1], strict=False)


def heads(grid: Grid, scores: frozenset[Kind] = frozenset({Kind.SELF})) -> Iterator[int]:
    """The last rows of tables' heads: those that name one of the `scores` with another column, alone or with the rows over them."""
    rows = sorted({row for row, _ in grid.cells})
    for row in rows:
        own = {kind for column in range(grid.widths.get(row, 0)) for kind in named_by(grid.text((row, column)))}
        if own & {Kind.MOST, *scores} and len(own) > 1 and scores & columns_of(grid, row, 0).keys():
            yield row


def columns_of(grid: Grid, head: int, year: int) -> dict[Kind, list[int]]:
    """The columns of each kind, those that name it best; among several that of the year."""
    rows = range(max(0, head - _HEADING_ROWS + 1), head + 1)
    width = max(grid.widths.get(row, 0) for row in rows)
    headings = {column: _heading(grid, head, column) for column in range(width)}
    found: dict[Kind, list[int]] = {}
    for kind in Kind:
        ranks = {column: min((rank(text, kind) for text in texts), default=WORST) for column, texts in headings.items()}
        best = min(ranks.values(), default=WORST)
        chosen = list({grid.anchor((head, column)): column for column in reversed(ranks) if ranks[column] == best < WORST}.values())[::-1]
        of_year = [column for column in chosen if any(str(year) in text for text in headings[column])]
        if chosen:
            found[kind] = of_year or chosen if kind in (Kind.SELF, Kind.APPRAISED) else chosen
    return found


def _heading(grid: Grid, head: int, column: int) -> list[str]:
    """What heads a column: its own words, and these after those of the group over it. A title over the whole table is no group."""
    own = grid.text((head, column))
    texts = [own] if own else []
    for row in range(head - 1, max(-1, head - _HEADING_ROWS), -1):
        above = grid.text((row, column))
        spread = grid.anchor((row, column))
        if not above or above == own or (spread[1] == 0 and grid.anchor((row, 1)) == spread):
            continue
        texts.append(f"{above} {own}".strip())
        if not own:
            own = above
    return texts
