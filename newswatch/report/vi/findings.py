"""What is wrong in an assessment sheet, in Vietnamese, and as JSON."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from newswatch.core.assessment.checking import known_losses
from newswatch.core.assessment.criteria import Criteria, Scored
from newswatch.core.assessment.sheet import At, Column, Fault, Figure, Finding, Lack, Sheet
from newswatch.report.vi import terms

COLUMNS = {
    Column.CODE: "mã",
    Column.TITLE: "tên tiêu chí",
    Column.MOST: "điểm tối đa",
    Column.SELF: "điểm tự chấm",
    Column.APPRAISED: "điểm thẩm định",
    Column.EVIDENCE: "tài liệu kiểm chứng",
    Column.EXPLANATION: "giải trình",
    Column.UNIT: "bộ phận tham mưu",
    Column.DEADLINE: "thời hạn",
    Column.NOTE: "ghi chú",
}
LACKS = {
    Lack.BLANK: "để trống",
    Lack.UNCALCULATED: "chưa được Excel tính",
    Lack.UNREADABLE: "không đọc được thành điểm",
    Lack.MERGED: "ô gộp với dòng trên",
    Lack.NO_COLUMN: "không có cột",
}
_SAID: dict[Fault, str] = {
    Fault.SUM: "{column} ghi {found}, cộng các dòng dưới được {expected}",
    Fault.LOSS: "{column} mất {found} điểm, riêng các dòng dưới đã mất {expected}",
    Fault.ABOVE_MOST: "{column} {found} cao hơn điểm tối đa {expected}",
    Fault.BELOW_LEAST: "{column} {found} thấp hơn mức thấp nhất {expected}; bộ tiêu chí nào cho điểm âm thì ghi min của dòng đó trong tệp tiêu chí",
    Fault.BLANK: "{column} để trống",
    Fault.UNCALCULATED: "{column} là công thức chưa được Excel tính; mở tệp bằng Excel, lưu lại rồi kiểm tra lại",
    Fault.UNREADABLE: "{column} ghi “{text}”, không đọc được thành điểm",
    Fault.MERGED: "{column} là ô gộp với dòng trên, không biết điểm riêng của dòng này",
    Fault.NO_CODE: "{column} {found} ở dòng không có mã (“{text}”), không cộng vào đâu được",
    Fault.DUPLICATE: "mã này đã có ở dòng {text}",
    Fault.NO_PARENT: "không có dòng cha mã {text}",
    Fault.NO_TOTAL: "biểu không có dòng “Tổng cộng”",
    Fault.TWO_TOTALS: "có hai dòng tổng: {column} ở đây {found}, ở dòng tổng cuối {expected}",
    Fault.NO_UNIT: "chưa ghi bộ phận tham mưu",
    Fault.NO_EVIDENCE: "tự chấm {found} điểm mà không có tài liệu kiểm chứng",
    Fault.NO_EXPLANATION: "mất {found} điểm mà không có giải trình",
    Fault.DEADLINE: "đã quá hạn {day} mà chưa có điểm hoặc tài liệu kiểm chứng",
    Fault.HIDDEN: "dòng đang bị ẩn",
    Fault.UNKNOWN_ROW: "bộ tiêu chí không có mã này (“{text}”)",
    Fault.MISSING_ROW: "biểu thiếu tiêu chí này: {text}",
}


_OF_TOTAL = (Fault.SUM, Fault.LOSS, Fault.BLANK, Fault.OTHER_MOST)
"""What is told of a table's total where no criterion is named."""


def address(at: At) -> str:
    """`Tự chấm!D5`, `Tự chấm, dòng 5`, `bảng 1, dòng 3, cột 4`."""
    table = f"bảng {at.table.removeprefix('table ')}" if at.in_word else at.table
    if at.cell:
        return f"{table}!{at.cell}"
    return f"{table}, dòng {at.row + 1}" + (f", cột {at.column + 1}" if at.column is not None else "")


def finding(given: Finding) -> str:
    """One finding: where, which criterion, what is wrong."""
    where = address(given.at) if given.at else ""
    named = f"tiêu chí {given.code}" if given.code else ("dòng tổng" if given.fault in _OF_TOTAL else "")
    return ": ".join(filter(None, (", ".join(filter(None, (where, named))), _what(given))))


def _what(given: Finding) -> str:
    column = COLUMNS[given.column] if given.column else ""
    if given.fault is Fault.NO_COLUMN:
        return f"biểu không có cột {column}"
    if given.fault is Fault.NOT_SELF_SCORED:
        why = "chấm qua điều tra xã hội học" if given.text == Scored.SURVEY else "chỉ do cấp trên chấm"
        return f"tiêu chí {why}, đơn vị không tự chấm"
    if given.fault is Fault.UNREAD_TABLE:
        return f"bảng có mã tiêu chí nhưng không đọc, vì {'đang bị ẩn' if given.text else 'không có dòng tiêu đề với cột điểm'}"
    if given.fault is Fault.OTHER_MOST:
        return f"điểm tối đa ghi {points(given.found)}, theo bộ tiêu chí là {points(given.expected)}"
    told = _SAID[given.fault].format(
        column=column, found=points(given.found), expected=points(given.expected), text=given.text, day=terms.day(given.day)
    )
    return told + (
        f" (cộng các dòng dưới được {points(given.expected)})" if given.fault is Fault.BLANK and given.expected is not None else ""
    )


def points(amount: Decimal | None) -> str:
    """Points with a comma, as exact as they are stated: `92,63`."""
    return terms.points(amount, 4)


def figure(given: Figure) -> str:
    """The points, or in brackets why there are none."""
    return points(given.amount) if given.amount is not None else f"({LACKS[given.lack or Lack.BLANK]})"


def checked(found: Sequence[Finding], sheet: Sheet, criteria: Criteria | None) -> Iterator[str]:
    """Everything that `assess check` says."""
    yield f"Đã đọc {len(sheet.rows)} tiêu chí" + (
        f", đối chiếu với {set_of(criteria)}." if criteria else ", không đối chiếu với bộ tiêu chí nào."
    )
    total = sheet.total
    if total is not None:
        told = (
            f"{COLUMNS[column]} {figure(total.figures[column])}"
            for column in (Column.MOST, Column.SELF, Column.APPRAISED)
            if column in total.figures
        )
        yield f"Tổng cộng: {'; '.join(told)}."
    if criteria and criteria.partial:
        yield from _partial(sheet)
    if not found:
        yield "Không thấy lỗi nào."
        return
    yield f"Có {len(found)} điểm cần xem lại:"
    yield from (f"  {finding(one)}" for one in found)


def set_of(criteria: Criteria) -> str:
    """The set by its document, and what limits it."""
    basis = criteria.legal_basis
    limits = [
        *(["mới biết một phần các dòng"] if criteria.partial else []),
        *([] if criteria.verified else ["chưa đối chiếu với văn bản gốc"]),
    ]
    return f"bộ tiêu chí {basis.number or criteria.id} ({basis.issuer}" + "".join(f"; {limit}" for limit in limits) + ")"


def _partial(sheet: Sheet) -> Iterator[str]:
    """How much of what the total lost is accounted for by the rows that are known."""
    for column in (Column.SELF, Column.APPRAISED):
        if losses := known_losses(sheet, column):
            known, lost = losses
            rest = f"; còn {points(lost - known)} điểm mất ở các dòng chưa biết" if lost > known else ""
            yield f"Theo {COLUMNS[column]}, tổng mất {points(lost)} điểm, các dòng đã biết mất {points(known)}{rest}."


def shape(found: Sequence[Finding], sheet: Sheet, criteria: Criteria | None) -> dict[str, Any]:
    """The same as JSON; points are texts with a full stop, so that none is rounded."""
    total = sheet.total
    return {
        "criteria": criteria.id if criteria else None,
        "rows": len(sheet.rows),
        "total": {str(column): plain(total.amount(column)) for column in total.figures} if total else None,
        "findings": [_shape(one) for one in found],
    }


def _shape(one: Finding) -> dict[str, Any]:
    return {
        "fault": str(one.fault),
        "code": one.code or None,
        "column": str(one.column) if one.column else None,
        "table": one.at.table if one.at else None,
        "row": one.at.row + 1 if one.at else None,
        "cell": (one.at.cell or None) if one.at else None,
        "found": plain(one.found),
        "expected": plain(one.expected),
        "told": finding(one),
    }


def plain(amount: Decimal | None) -> str | None:
    """Points for machines: `1.5`; None if unknown."""
    return None if amount is None else f"{amount.normalize() + 0:f}"
