"""Vietnamese of people: members of a board and what they get, accounts with their roles, and the list of writes."""

import re

from newswatch.core.notices.board import NoticeKind
from newswatch.core.notices.board import Role as Member
from newswatch.core.rights import ALL_UNITS, Action, Grant, Role

ROLES = {
    Role.VIEWER: "Người xem",
    Role.EDITOR: "Người nhập và xét",
    Role.MANAGER: "Người quản lý",
    Role.APPRAISER: "Người thẩm định",
}
MAY = {
    Role.VIEWER: "xem, tải về",
    Role.EDITOR: "xem, nhập sổ, xét tin, bài, ký xác nhận",
    Role.MANAGER: "mọi việc, cả tài khoản và cài đặt",
    Role.APPRAISER: "xem mọi đơn vị, ghi điểm thẩm định",
}
BOARD = {
    Member.SECRETARY: "thư ký",
    Member.HEAD: "trưởng ban",
    Member.DEPUTY: "phó trưởng ban",
    Member.EDITOR: "biên tập viên",
    Member.CONTRIBUTOR: "cộng tác viên",
    Member.OFFICE: "văn phòng",
}
NOTICES = {
    NoticeKind.SHORTFALL: "kết quả tháng",
    NoticeKind.WARNING: "cảnh báo thiếu",
    NoticeKind.REVISION: "số liệu đổi",
    NoticeKind.TROUBLE: "không đọc được trang",
    NoticeKind.QUARTER: "quý",
    NoticeKind.HALF_YEAR: "6 tháng",
    NoticeKind.YEAR: "năm",
}
EVERYWHERE = "mọi đơn vị"
ACTIONS = {
    Action.REVIEW: "Xét tin, bài",
    Action.WITHDRAW: "Rút lại quyết định",
    Action.LOG: "Nhập mục phát thanh",
    Action.IMPORT: "Nhập sổ từ tệp",
    Action.VOID: "Hủy mục phát thanh",
    Action.CLOSE_LOG: "Chốt sổ phát thanh",
    Action.IGNORE_LOG: "Bỏ qua tệp sổ",
    Action.ATTACH: "Đính kèm tài liệu",
    Action.VOID_FILE: "Hủy tài liệu",
    Action.SIGN: "Ký xác nhận",
    Action.FILL_SHEET: "Điền biểu tự chấm",
    Action.APPRAISE: "Ghi điểm thẩm định",
    Action.SEND_MAIL: "Gửi thư",
    Action.SETTINGS: "Đổi cài đặt",
    Action.ACCOUNTS: "Đổi tài khoản",
    Action.OWN_ACCOUNT: "Tài khoản của mình",
}
_WORDS = tuple(
    (re.compile(english, re.ASCII | re.DOTALL), vietnamese)
    for english, vietnamese in (
        (r"item (\d+), decision (\d+)", r"mục \1, quyết định \2"),
        (r"item (\d+), file (\d+)", r"mục \1, tài liệu \2"),
        (r"bulletin (\d+)", r"mục \1"),
        (r"(.*): (\d+) bulletins", r"\1: \2 mục"),
        (r"columns: (.*)", r"cột của tệp: \1"),
        (r"(\d{4})-(\d\d), none aired", r"tháng \2/\1, không phát"),
        (r"(\d{4})-(\d\d)", r"tháng \2/\1"),
        (r"(\d{4})-(\d\d) revision 0 as secretary", r"tháng \2/\1, số chốt lần đầu, thư ký"),
        (r"(\d{4})-(\d\d) revision 0 as head", r"tháng \2/\1, số chốt lần đầu, trưởng ban"),
        (r"(\d{4})-(\d\d) revision (\d+) as secretary", r"tháng \2/\1, số sửa lần \3, thư ký"),
        (r"(\d{4})-(\d\d) revision (\d+) as head", r"tháng \2/\1, số sửa lần \3, trưởng ban"),
        (r"sign in", "đăng nhập"),
        (r"sign out", "đăng xuất"),
        (r"sign out everywhere, account \d+", "đăng xuất khỏi mọi máy"),
        (r"password (.*) by a one-time link", r"đặt mật khẩu của \1 bằng đường dẫn một lần"),
        (r"password (.*)", r"đổi mật khẩu của \1"),
        (r"add (.*)", r"thêm \1"),
        (r"disable (.*)", r"khóa \1"),
        (r"enable (.*)", r"mở lại \1"),
        (r"link (.*)", r"đường dẫn đặt mật khẩu cho \1"),
        *(
            (rf"{verb} {role} in {place} (\S.*)", rf"{done} “{ROLES[role]}” ({where}) {of} {name}")
            for verb, done, of in (("grant", "giao quyền", "cho"), ("revoke", "bỏ quyền", "của"))
            for role in Role
            for place, where, name in (("all units", EVERYWHERE, r"\1"), (r"(\S+)", r"\1", r"\2"))
        ),
    )
)


def about(text: str) -> str:
    """What a write is about, as the list of writes stores it; a text that nobody foresaw as it is."""
    for pattern, wording in _WORDS:
        if found := pattern.fullmatch(text):
            return found.expand(wording)
    return text


def grant(given: Grant, unit: str = "") -> str:
    """A role with where it holds: `Người quản lý, mọi đơn vị`. `unit` is the unit's name."""
    return f"{ROLES[given.role]}, {EVERYWHERE if given.unit == ALL_UNITS else unit or given.unit}"
