"""Các đơn vị: every unit that the person may see as a line, the worst first, with filters and order in the address."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.count.figures import MonthFigures
from newswatch.core.count.statement import State
from newswatch.core.months import local_day
from newswatch.core.rights import Action
from newswatch.report.overview import said
from newswatch.report.overview.book import book
from newswatch.report.overview.line import UnitLine, month_of
from newswatch.report.vi import board, terms
from newswatch.services.overview import Overview, Sort, Wanted, overview
from newswatch.web.desk import desk
from newswatch.web.headers import download
from newswatch.web.pages.files import TYPES
from newswatch.web.registry import page
from newswatch.web.templating import STATES

_ROWS = 40
_LONGEST = 60
MOST_ANEW = 50
"""Units that one request judges anew, a second or two; the others wait for the next one, or for the day's first check, which judges all."""

_SORTS = {
    "xau": Sort.WORST,
    "ten": Sort.NAME,
    "tinh": Sort.PROVINCE,
    "thang": Sort.MONTH,
    "diem": Sort.SCORE,
    "cho": Sort.WAITING,
    "xem": Sort.LAST_GOOD,
}
"""Orders as the address names them. The worst first is what one sees who asks for none."""

_BY_STATE = {name: state for state, name in STATES.items()}
_SIGNS = {State.MET: "✓", State.SHORT: "▼", State.UNKNOWN: "◆", State.OPEN: "◐"}


@page("/don-vi", Action.SEE_UNITS, of_unit=False)
def show() -> ResponseReturnValue:
    """The table, forty units a page."""
    found, at = _found(), desk()
    pages = max(1, -(-len(found.lines) // _ROWS))
    number = request.args.get("trang", 1, type=int)
    if not 1 <= number <= pages:
        abort(404)
    return render_template(
        "units.html",
        found=found,
        shown=found.lines[(number - 1) * _ROWS : number * _ROWS],
        states=_tally(found.lines),
        number=number,
        pages=pages,
        asked={name: request.args.get(name, "")[:_LONGEST] for name in ("ten", "tinh", "tt", "cho")},
        sort=_sort_name(),
        reverse=request.args.get("nguoc") == "1",
        provinces=any(unit.province for unit in at.units),
        ranked=_sort() in (Sort.SCORE, Sort.MONTH),
        notes=said.notes(found.lines, found.among, found.rules, by=str(_sort())),
        lacking=_lacking(found),
        to=_to,
        cell=_cell,
        year=_year,
        score=board.score,
        terms=terms,
    )


@page("/don-vi/tai", Action.SEE_UNITS, of_unit=False)
def fetch() -> Response:
    """The same lines, all of them, as a workbook."""
    found = _found()
    notes = [*said.notes(found.lines, found.among, found.rules, by=str(_sort())), *_lacking(found)]
    body = book(found.lines, said.month(found.month), notes)
    return download(body, f"cac-don-vi-{found.month}.xlsx", next(kind for form, kind in TYPES.items() if form == "xlsx"))


def _found() -> Overview:
    """The lines that the address asks for, of the units in which the person may see them."""
    at = desk()
    wanted = Wanted(
        sort=_sort(),
        reverse=request.args.get("nguoc") == "1",
        name=request.args.get("ten", "")[:_LONGEST],
        province=request.args.get("tinh", "")[:_LONGEST],
        state=_BY_STATE.get(request.args.get("tt", "")),
        waiting=request.args.get("cho") == "1",
    )
    return overview(at.store, at.units, local_day(at.now).year, wanted, at.now, most_anew=MOST_ANEW)


def _lacking(found: Overview) -> list[str]:
    """What the table leaves out, so that nobody takes it for all there is."""
    told = (
        [f"{found.unjudged} đơn vị chưa tính xong số liệu hôm nay nên chưa có ở đây; tải lại trang để tính tiếp."] if found.unjudged else []
    )
    return told + (
        [f"{len(found.faults)} đơn vị gặp lỗi khi tính nên không có ở đây; người giữ máy xem newswatch units."] if found.faults else []
    )


def _sort_name() -> str:
    name = request.args.get("xep", "xau")
    return name if name in _SORTS else "xau"


def _sort() -> Sort:
    return _SORTS[_sort_name()]


def _to(**changes: Any) -> str:
    """This page asked for otherwise: what is not named stays, and the order or a filter begins at the first page."""
    kept = {name: text for name, text in request.args.items() if name in ("ten", "tinh", "tt", "cho", "xep", "nguoc") and text}
    return url_for(changes.pop("endpoint", "units.show"), **{**kept, **changes})


def _tally(lines: Sequence[UnitLine]) -> list[tuple[str, str, int]]:
    """How many units stand how: shape, word, number; the worst first."""
    order = (State.SHORT, State.UNKNOWN, State.OPEN, State.MET)
    months = [line.month.state for line in lines if line.month and not line.to_come]
    return [(STATES[state], terms.STATES[state], n) for state in order if (n := months.count(state))]


def _cell(line: UnitLine) -> tuple[str, str]:
    """The month of a unit: its shape, and the count with the state in words."""
    return "toi" if line.month is None or line.to_come else STATES[line.month.state], month_of(line) or "–"


def _year(line: UnitLine) -> tuple[str, str]:
    """The months of a year as signs, and the same in words."""
    begun = line.year.begun
    words = [f"{n} tháng {terms.STATES[state]}" for state in _SIGNS if (n := sum(m.state is state for m in begun))]
    return "".join(map(_sign, begun)), ", ".join(words).replace("tháng đang trong tháng", "tháng đang tính")


def _sign(month: MonthFigures) -> str:
    return _SIGNS[month.state]
