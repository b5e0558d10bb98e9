"""A fresh assessment sheet from a set of criteria: nothing scored yet, parents as sums of what is below them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from newswatch.core.assessment.criteria import Criteria, Criterion, Result, Scored
from newswatch.core.text import fold
from newswatch.report.sheets.addresses import address_of
from newswatch.report.sheets.made import Formula, Limits, Line, Page, Value, made
from newswatch.report.vi import findings, terms

_COLUMNS = (
    *(("Mã", 9), ("Lĩnh vực / tiêu chí / tiêu chí thành phần", 44), ("Điểm tối đa", 8), ("Điểm tự chấm", 8), ("Điểm thẩm định", 8)),
    *(("Cách tính / thang điểm", 28), ("Tài liệu kiểm chứng (số, ký hiệu, ngày / đường dẫn)", 30), ("Giải trình", 30)),
    *(("Bộ phận tham mưu", 17), ("Thời hạn", 12), ("Ghi chú", 24)),
)
_MOST, _SELF, _APPRAISED, _DEADLINE = 2, 3, 4, 9
_BETWEEN = "Điểm phải từ {least} đến điểm tối đa của dòng."
_SHUT = {Scored.SURVEY: "Chấm qua điều tra xã hội học, đơn vị không tự chấm.", Scored.APPRAISED: "Cấp trên chấm, đơn vị không tự chấm."}
_NOT_ALL = "Các dòng dưới tiêu chí này chưa biết hết: ghi thẳng điểm, không cộng."


@dataclass(frozen=True, slots=True)
class Form:
    """Which sheet is wanted: of which set, for which year, and for whom (empty: to be written in)."""

    criteria: Criteria
    year: int
    unit: str


def fresh(form: Form, at: datetime) -> bytes:
    """The sheet as an .xlsx file."""
    dated = any(row.deadline for row in form.criteria.rows)
    shown = [n for n in range(len(_COLUMNS)) if dated or n != _DEADLINE]
    page = Page(
        name="Tự chấm điểm",
        title=f"BẢNG TỰ CHẤM ĐIỂM CẢI CÁCH HÀNH CHÍNH NĂM {form.year}",
        said=tuple(said(form)),
        columns=[_COLUMNS[n] for n in shown],
        lines=[],
        signed=("NGƯỜI LẬP BIỂU", "TM. ỦY BAN NHÂN DÂN"),
    )
    first = page.head  # the row after the head, from 0
    lines = [*_Lines(form, first).all(), _total(form, first)]
    cut = [Line(tuple(line.values[n] for n in shown), line.bold, line.limits) for line in lines]
    return made(Page(name=page.name, title=page.title, said=page.said, columns=page.columns, lines=cut, signed=page.signed), at)


def said(form: Form) -> Iterator[str]:
    """What stands over the table: whose it is, the set, and what limits it."""
    criteria = form.criteria
    yield f"Đơn vị: {terms.capital(form.unit) or '……………………………………'}"
    yield f"{terms.capital(findings.set_of(criteria))}: {criteria.title}."
    if criteria.partial:
        listed = sum((criteria.rows[n].most for n in criteria.below(None)), Decimal(0))
        yield (
            f"Lưu ý: biểu chỉ có các dòng đã biết, {findings.points(listed)}/{findings.points(criteria.total)} điểm; các dòng khác phải bổ sung theo "
            "phụ lục của văn bản. Dòng “Tổng cộng” ghi thẳng tổng điểm, không cộng từ các dòng trong biểu."
        )
    if not criteria.in_force(date(form.year, 12, 31)):
        until = f" đến {terms.day(criteria.effective_to)}" if criteria.effective_to else ""
        yield f"Lưu ý: bộ tiêu chí có hiệu lực từ {terms.day(criteria.effective_from)}{until}, không có hiệu lực vào cuối năm {form.year}."
    own = sum((row.most for n, row in enumerate(criteria.rows) if row.scored is Scored.SELF and not criteria.below(n)), Decimal(0))
    if not criteria.partial and own < criteria.total:
        yield f"Phần đơn vị tự chấm: {findings.points(own)}/{findings.points(criteria.total)} điểm; phần còn lại để trống ở cột tự chấm."


class _Lines:
    """The rows of a set as lines of the table; `first` is the row of the first one, from 0."""

    def __init__(self, form: Form, first: int) -> None:
        self.form, self.first, self.criteria = form, first, form.criteria
        self.result = last_result(form)

    def all(self) -> Iterator[Line]:
        """A line for each row."""
        for n, row in enumerate(self.criteria.rows):
            below = self.criteria.below(n)
            adds_up = bool(below) and not row.partial
            yield self._line(n, row, below if adds_up else [], is_parent=bool(below))

    def _line(self, n: int, row: Criterion, below: Sequence[int], *, is_parent: bool) -> Line:
        due = row.due(self.form.year)
        values: tuple[Value, ...] = (
            *(row.code, row.title, *_figures(self.criteria, self.first, below, row.most)),
            *(row.method or None, None, None, row.unit or None),
            terms.day(due) if due else None,
            " ".join(self._notes(row)) or None,
        )
        return Line(values, is_parent, {} if below else _limits(row, self.first + n, is_surveyed=is_not_own(self.criteria, n)))

    def _notes(self, row: Criterion) -> Iterator[str]:
        if row.scored in _SHUT:
            yield _SHUT[row.scored]
        if row.partial:
            yield _NOT_ALL
        if row.evidence:
            yield f"Tài liệu cần có: {row.evidence}."
        if self.result and (score := self.result.scores.get(row.code)) is not None:
            yield f"Năm {self.result.year}: {findings.points(score)}/{findings.points(row.most)} điểm."


def is_not_own(criteria: Criteria, number: int) -> bool:
    """Does the unit not score a row itself? One over such rows alone is none of its own either."""
    below = criteria.below(number)
    if below and not criteria.rows[number].partial:
        return all(is_not_own(criteria, n) for n in below)
    return criteria.rows[number].scored is not Scored.SELF


def last_result(form: Form) -> Result | None:
    """What is known of the unit's last year before this one."""
    known = [one for one in form.criteria.results if form.unit and fold(one.unit) == fold(form.unit) and one.year < form.year]
    return max(known, key=lambda one: one.year, default=None)


def _figures(criteria: Criteria, first: int, below: Sequence[int], most: Decimal) -> tuple[Value, Value, Value]:
    """Maximum, self-score and appraised score: of a parent its sums, which stay empty until all that they add up is there."""
    if not below:
        return most, None, None
    own = [n for n in below if not is_not_own(criteria, n)]
    return (
        Formula(f"SUM({_cells(first, below, _MOST)})", most),
        _once_known(first, own, _SELF) if own else None,
        _once_known(first, below, _APPRAISED),
    )


def _once_known(first: int, rows: Sequence[int], column: int) -> Formula:
    cells = _cells(first, rows, column)
    return Formula(f'IF(COUNT({cells})<{len(rows)},"",SUM({cells}))', None)


def _cells(first: int, rows: Sequence[int], column: int) -> str:
    """`D6,D9:D11` of rows of the set."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    named = [[address_of((first + row, column)) for row in (run[0], run[-1])] for run in runs]
    return ",".join(one if one == last else f"{one}:{last}" for one, last in named)


def _limits(row: Criterion, at: int, *, is_surveyed: bool) -> dict[int, Limits]:
    between = Limits(row.least, address_of((at, _MOST)), _BETWEEN.format(least=findings.points(row.least)))
    shut = Limits(row.least, "", _SHUT.get(row.scored, _SHUT[Scored.SURVEY]))
    return {_SELF: shut if is_surveyed else between, _APPRAISED: between}


def _total(form: Form, first: int) -> Line:
    criteria, result = form.criteria, last_result(form)
    below = [] if criteria.partial else criteria.below(None)
    figures = _figures(criteria, first, below, criteria.total)
    at = first + len(criteria.rows)
    limits = {} if below else {n: Limits(Decimal(0), address_of((at, _MOST)), _BETWEEN.format(least=0)) for n in (_SELF, _APPRAISED)}
    return Line((None, "Tổng cộng", *figures, None, None, None, None, None, _last_total(result, criteria)), True, limits)


def _last_total(result: Result | None, criteria: Criteria) -> str | None:
    if result is None or result.total is None:
        return None
    rank = f", xếp thứ {result.rank:02d}" + (f"/{result.among:02d}" if result.among else "") if result.rank else ""
    return f"Năm {result.year}: {findings.points(result.total)}/{findings.points(criteria.total)} điểm{rank}."
