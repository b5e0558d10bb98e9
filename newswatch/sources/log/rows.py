"""The rows of a log as they were handed in, with the headers above them: what is given back to be mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from newswatch.core.bulletin import RowProblem
from newswatch.core.text import clean
from newswatch.sources.log.bounds import calmed
from newswatch.sources.log.columns import Aliases, meanings
from newswatch.sources.log.dittos import filled_in
from newswatch.sources.log.files import sheets
from newswatch.sources.log.tables import part


@dataclass(frozen=True, slots=True)
class Returned:
    """Rows of one sheet: the headers of its first table by place, and the cells of each row as written, with its problem."""

    headers: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], RowProblem], ...]


def returned(body: bytes, name: str, aliases: Aliases, problems: Sequence[RowProblem]) -> tuple[Returned, ...]:
    """The rows that problems are about, sheet by sheet. A problem of a row that is not found stands with no cells. Raises InputError as `read` does."""
    known = meanings(aliases)
    tables = sheets(body, name, known)
    parted = part([filled_in(calmed(sheet)) for sheet in tables], known)
    found = []
    for sheet, one in zip(tables, parted, strict=True):
        mine = [problem for problem in problems if problem.file == sheet.name]
        cells = {number: tuple(map(clean, row)) for number, row in sheet.rows if number in {problem.row for problem in mine}}
        labels = one.tables[0].head.labels if one.tables else {}
        headers = tuple(clean(labels.get(at, "")) for at in range(max(labels, default=-1) + 1))
        if mine:
            found.append(Returned(headers, tuple((cells.get(problem.row, ()), problem) for problem in mine)))
    return tuple(found)
