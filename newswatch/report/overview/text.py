"""The table of all units as lines of plain text, which a screen of thousands of lines and a file take as they are."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from newswatch.core.count.statement import State
from newswatch.report.overview.line import AT_LEAST, TRENDS, UnitLine, month_of, points_of
from newswatch.report.vi import terms

_HEAD = (
    "Hạng",
    "Đơn vị",
    "Tỉnh, thành phố",
    "Tháng {month}",
    "Cả năm",
    "Đạt",
    "Thiếu",
    "Chưa rõ",
    "Điểm",
    "Xu hướng",
    "Chờ xét",
    "Đọc được lần cuối",
)
_FIGURES = frozenset({"Hạng", "Cả năm", "Đạt", "Thiếu", "Chưa rõ", "Chờ xét"})


def lines(found: Sequence[UnitLine], month: str) -> Iterator[str]:
    """The head, then a line for each unit, in columns; columns that nobody has anything in are left out."""
    rows = [_cells(line) for line in found]
    head = [name.format(month=month) for name in _HEAD]
    used = [n for n, name in enumerate(head) if name != "Tỉnh, thành phố" or any(row[n] for row in rows)]
    widths = [max(len(head[n]), *(len(row[n]) for row in rows)) if rows else len(head[n]) for n in used]
    for row in (head, *rows):
        cells = (row[n].rjust(width) if head[n] in _FIGURES else row[n].ljust(width) for n, width in zip_longest(used, widths))
        yield "  ".join(cells).rstrip()


def _of_year(line: UnitLine) -> str:
    if (sure := line.sure_year) is not None:
        return str(sure)
    return "" if (least := line.least) is None else f"{AT_LEAST} {least}"


def _cells(line: UnitLine) -> tuple[str, ...]:
    return (
        str(line.rank or ""),
        terms.capital(line.unit.title),
        line.unit.province,
        month_of(line),
        _of_year(line),
        *(str(line.months(state) or "") for state in (State.MET, State.SHORT, State.UNKNOWN)),
        points_of(line.year),
        TRENDS[line.trend],
        str(line.waiting or ""),
        terms.moment(line.last_good_at) if line.last_good_at else line.never_good,
    )
