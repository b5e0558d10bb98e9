"""Vietnamese of the forms of the loudspeaker log: what the fields are called, what is wrong with one, what a row of a file becomes."""

from datetime import date

from newswatch.core.bulletin import Bulletin, RowProblem
from newswatch.errors import FieldCode, FieldFault
from newswatch.report.vi import terms
from newswatch.report.vi.reasons import technical

FIELDS = {
    "date": "Ngày phát",
    "title": "Tên mục",
    "time": "Giờ phát",
    "duration": "Thời lượng",
    "session": "Buổi phát",
    "programme": "Chương trình",
    "section": "Chuyên mục",
    "summary": "Tóm tắt",
    "script": "Lời đọc",
    "item_type": "Loại",
    "origin": "Nguồn",
    "author": "Người viết",
    "editor": "Người biên tập",
    "approver": "Người duyệt",
    "announcer": "Người đọc",
    "approved_on": "Ngày duyệt",
    "speaker_clusters": "Cụm loa",
    "status": "Đã phát hay chưa",
    "web_link": "Đường dẫn bài trên trang",
    "entered_by": "Người nhập",
    "note": "Ghi chú",
}
"""What a log tells of an airing, by the names of its fields."""

WRONG_TYPE = "Tệp phải là .xlsx, .xls, .ods hoặc .csv"
PASSWORD = "Tệp có mật khẩu; bỏ mật khẩu rồi chọn lại"
TOO_LARGE = "Tệp lớn hơn 10 MB"
GONE = "Tệp không còn được giữ (chỉ giữ 24 giờ); chọn lại tệp"
TWO_DAYS = "Ngày chọn và ngày gõ khác nhau; để trống ô Khác hoặc chọn Khác"

_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_NO_FILE = ("a PDF", "a Word document", "old Office file", "ZIP archive", "HTML or XML", "not a text file", "but a log must be", "(.xlsb)")


def full_day(day: date) -> str:
    """A day as it is echoed: `thứ sáu, 27/03/2026`."""
    return f"{_WEEKDAYS[day.weekday()]}, {terms.day(day)}"


def fault(one: FieldFault) -> str:
    """What is wrong with a field, as it stands beside it."""
    named = FIELDS.get(one.field, one.field)
    if one.code is FieldCode.NO_SUCH_DAY:
        return f"Không có ngày {one.value}"
    if one.code is FieldCode.FUTURE:
        return "Ngày phát chưa tới"
    if one.code is FieldCode.NOT_MINUTES:
        return "Thời lượng ghi bằng số phút, ví dụ 15"
    if one.code is FieldCode.MISSING:
        return {"date": "Nhập ngày phát", "title": "Nhập tên mục", "because": "Nhập lý do"}.get(one.field, f"Nhập {terms.small(named)}")
    if one.field in ("date", "approved_on"):
        return f"Chưa đọc được ngày “{one.value}”; ghi như 27/3 hoặc 27/03/2026"
    if one.field == "time":
        return f"Chưa đọc được giờ “{one.value}”; ghi như 6h30 hoặc 06:30"
    return f"{named} “{one.value}” không dùng được"


def refused(why: str) -> str:
    """Why a file as a whole can't be read."""
    if "password" in why:
        return PASSWORD
    if any(sign in why for sign in _NO_FILE):
        return WRONG_TYPE
    return terms.capital(technical(why))


def becomes(one: Bulletin) -> str:
    """What a row becomes: `tin, tự viết, 15 phút`."""
    told = [terms.TYPES[one.item_type]] if one.item_type else []
    told.append(terms.ORIGINS[one.origin])
    told += [minutes(one.duration)] if one.duration else []
    return ", ".join(told)


def minutes(seconds: int | None) -> str:
    """A length: `15 phút`, `2 phút 30 giây`."""
    if not seconds:
        return ""
    whole, rest = divmod(seconds, 60)
    return " ".join(([f"{whole} phút"] if whole else []) + ([f"{rest} giây"] if rest else []))


def problem(one: RowProblem) -> str:
    """What is wrong with a row: `Ngày phát “31/02/2026”: không có ngày này`."""
    if one.reason.startswith("no such day") and one.value:
        return f"Không có ngày {one.value}"
    reason = technical(one.reason).removeprefix(f"‘{one.value}’ ")
    place = f"{one.column} " if one.column else ""
    shown = f"“{one.value}”" if one.value else ""
    head = f"{place}{shown}".strip()
    return f"{head}: {reason}" if head else terms.capital(reason)
