"""Vietnamese of the queue of items that wait (Chờ xét): what accepting one does, what a person decided, what is missing in the form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from newswatch.core.count.settling import Settling
from newswatch.core.model import Domain, ItemType, Origin
from newswatch.errors import FieldCode, FieldFault
from newswatch.report.vi import settling, terms

READ = "đã đọc và xét trên trang"
"""The reason of a decision for which no words were typed."""

UNDO = "hoàn tác"

BUTTONS = {
    "accept": "Nhận",
    "reject": "Không tính",
    "date": "Ghi ngày",
    "not_in": "Không thuộc tháng này",
    "same": "Trùng với mục khác",
    "origin": "Ghi nguồn",
    "dead": "Bài không còn đọc được",
}
DONE = {
    "accept": "nhận",
    "reject": "ghi là không tính",
    "date": "ghi ngày cho",
    "not_in": "ghi tháng cho",
    "same": "ghi là trùng",
    "origin": "ghi nguồn cho",
    "dead": "ghi là không còn đọc được",
}
"""What was done to an item, as in `Vừa nhận “…”`."""

DENIED = "Người xét trước đã ghi ngày đăng nằm trong tháng này; hoàn tác lần ghi ngày ấy rồi ghi lại"

_FAULTS = {
    ("day", FieldCode.MISSING): "Nhập ngày đăng",
    ("because", FieldCode.MISSING): "Nhập lý do",
    ("not_in", FieldCode.MISSING): "Chọn tháng mà mục này không thuộc",
    ("origin", FieldCode.MISSING): "Chọn nguồn tin, bài",
    ("same_as", FieldCode.MISSING): "Chọn mục mà mục này trùng",
    ("same_as", FieldCode.WRONG): "Không có mục này",
}


def fault(one: FieldFault) -> str:
    """What is wrong with a field, as it stands beside it."""
    if one.code is FieldCode.NO_SUCH_DAY:
        return f"Không có ngày {one.value}"
    if one.code is FieldCode.UNREADABLE and one.field == "day":
        return f"Chưa đọc được ngày “{one.value}”; ghi như 27/3 hoặc 27/03/2026"
    return _FAULTS.get((one.field, one.code), "Giá trị này không dùng được; chọn lại")


def accepting(one: Settling, *, sure: bool) -> str:
    """What accepting an item does: `nhận mục này thì tháng 11/2026 đủ`. Where that rests on more than its one month, or is not `sure`, what it may do."""
    first = one.stakes[0] if one.stakes else None
    if sure and first and len(one.stakes) == 1 and one.line.month == first.month:
        worth = f" (giữ {terms.points(first.points)} điểm)" if first.points else ""
        if first.short == 1:
            return f"nhận mục này thì {first.month.label} đủ{worth}"
        return f"nhận mục này thì {first.month.label} còn thiếu {first.short - 1}{worth}"
    return settling.decides(one)


def records(confirmed: date | None, own: bool) -> str:
    """What accepting an item records: `là tin, bài CCHC, ngày 24/11/2026, nguồn: tự viết`."""
    told = ["là tin, bài CCHC"]
    told += [f"ngày {terms.day(confirmed)}"] if confirmed else []
    told += ["nguồn: tự viết"] if own else []
    return ", ".join(told)


def decision(row: Mapping[str, Any]) -> str:
    """What one decision on record settles: `nhận; ngày 24/11/2026`."""
    told = [{"par": "nhận là tin, bài CCHC", "other": "không tính", "unsure": "chưa rõ"}[row["verdict"]]] if row["verdict"] else []
    told += [f"lĩnh vực: {terms.DOMAINS[Domain(row['domain'])]}"] if row["domain"] and row["kind"] == "person" else []
    told += [f"ngày {terms.day(date.fromisoformat(row['published_on']))}"] if row["published_on"] else []
    told += [f"trùng với mục {row['same_as']}"] if row["same_as"] else []
    told += ["không trùng mục nào"] if row["own_story"] else []
    told += [f"nguồn: {terms.ORIGINS[Origin(row['origin'])]}"] if row["origin"] else []
    told += [f"loại: {terms.TYPES[ItemType(row['item_type'])]}"] if row["item_type"] else []
    told += [f"không đăng từ {_day(first)} đến {_day(last)}" for first, last in row["not_during"]]
    told += ["bài không còn đọc được"] if row["dead_link"] else []
    return "; ".join(told) or "không ghi gì thêm"


def _day(text: str) -> str:
    return terms.day(date.fromisoformat(text))
