"""Books with a row for each airing, as kept in Excel: short dates, days alone, blocks of a day, several tables and sheets."""

from datetime import date, datetime, time

from logshapes.truth import Shape, air, book, put, shape
from newswatch.core.model import Origin

TITLES = (
    "Lịch tiêm vắc xin cho trẻ tại trạm",
    "Bộ phận một cửa thêm quầy nhận hồ sơ đất đai",
    "Hội nông dân trao bò giống cho ba hộ nghèo",
    "Nộp hồ sơ trực tuyến được giảm nửa lệ phí",
    "Thanh niên dọn rác ven sông Bồ",
    "Khai trương thư viện thôn Phú Lương",
    "Cảnh báo lừa đảo qua điện thoại",
    "Kết quả giải quyết hồ sơ đúng hẹn quý một",
    "Họp bàn xây dựng kênh mương nội đồng",
    "Tuyên truyền luật căn cước",
)
T = TITLES


def short_dates() -> Shape:
    """Day and month alone, the year in the book's title; spans of time; abbreviated headers."""
    rows = [
        ("UBND XÃ HÒA AN",),
        ("SỔ THEO DÕI PHÁT THANH THÁNG 3 NĂM 2026",),
        (),
        ("TT", "Ngày, tháng", "TG phát", "ND tin, bài", "Thể loại", "Ghi chú"),
        (1, "2/3", "5h00 - 5h15", T[0], "Tin", None),
        (2, "4/3", "5h00 - 5h15", T[1], "Tin", None),
        (3, "14/3", "17h00 - 17h15", T[2], "Bài", "Phát lại"),
    ]
    truth = [
        air(5, "2026-03-02 05:00", T[0]),
        air(6, "2026-03-04 05:00", T[1]),
        air(7, "2026-03-14 17:00", T[2], Origin.REBROADCAST),
    ]
    return shape("so thang 3.xlsx", book(rows, merged=["A1:F1", "A2:F2"])[0], truth)


def days_alone() -> Shape:
    """A number is the day; month and year stand in the title."""
    rows = [
        ("NHẬT KÝ TRUYỀN THANH THÁNG 04/2026",),
        ("Ngày", "Giờ", "Nội dung phát thanh", "Người đọc"),
        (1, time(5, 30), T[3], "Mai"),
        (3, time(17, 30), T[4], "Mai"),
        (28, time(5, 30), T[5], "Hùng"),
    ]
    truth = [air(3, "2026-04-01 05:30", T[3]), air(4, "2026-04-03 17:30", T[4]), air(5, "2026-04-28 05:30", T[5])]
    return shape("nhat ky.xlsx", book(rows)[0], truth)


def first_row_of_block() -> Shape:
    """The day stands on the first row of its block alone, not merged."""
    rows = [
        ("Ngày phát", "Giờ phát", "Tên tin bài", "Nguồn"),
        (date(2026, 5, 4), "5h15", T[0], "Tự viết"),
        (None, "5h20", T[1], "Tự viết"),
        (None, "17h15", T[2], "Tiếp âm đài tỉnh"),
        (date(2026, 5, 6), "5h15", T[3], "Tự viết"),
        (None, "5h20", T[4], "Tự viết"),
    ]
    truth = [
        air(2, "2026-05-04 05:15", T[0]),
        air(3, "2026-05-04 05:20", T[1]),
        air(4, "2026-05-04 17:15", T[2], Origin.RELAY),
        air(5, "2026-05-06 05:15", T[3]),
        air(6, "2026-05-06 05:20", T[4]),
    ]
    return shape("log5.xlsx", book(rows)[0], truth)


def day_as_section() -> Shape:
    """A line across the table names the day of the rows under it."""
    rows = [
        ("Giờ phát", "Nội dung phát sóng", "Thời lượng"),
        ("Thứ Sáu, ngày 03 tháng 4 năm 2026", None, None),
        ("5h00", T[5], "3 phút"),
        ("17h00", T[6], "2 phút"),
        ("Thứ Hai, ngày 06 tháng 4 năm 2026", None, None),
        ("5h00", T[7], "4 phút"),
    ]
    truth = [air(3, "2026-04-03 05:00", T[5]), air(4, "2026-04-03 17:00", T[6]), air(6, "2026-04-06 05:00", T[7])]
    return shape("theo ngay.xlsx", book(rows, merged=["A2:C2", "A5:C5"])[0], truth)


def one_below_another() -> Shape:
    """Two tables on a sheet, each with its own heading and header."""
    rows = [
        ("I. TIN TỰ SẢN XUẤT",),
        ("Ngày phát", "Tên tin", "Người viết"),
        ("02/6/2026", T[0], "Lan"),
        ("05/6/2026", T[1], "Lan"),
        (),
        ("II. CHƯƠNG TRÌNH TIẾP ÂM",),
        ("STT", "Ngày phát", "Giờ", "Tên chương trình"),
        (1, "03/6/2026", "6h00", "Thời sự buổi sáng"),
        (2, "06/6/2026", "6h00", "Nông thôn ngày mới"),
    ]
    truth = [
        air(3, "2026-06-02", T[0]),
        air(4, "2026-06-05", T[1]),
        air(8, "2026-06-03 06:00", "Thời sự buổi sáng", Origin.RELAY),
        air(9, "2026-06-06 06:00", "Nông thôn ngày mới", Origin.RELAY),
    ]
    return shape("hai bang.xlsx", book(rows)[0], truth)


def side_by_side() -> Shape:
    """Morning and evening tables next to each other, the session named above each."""
    rows = [
        ("BUỔI SÁNG", None, None, None, "BUỔI CHIỀU", None, None),
        ("Ngày", "Giờ", "Tên tin", None, "Ngày", "Giờ", "Tên tin"),
        ("09/3/2026", "5h30", T[2], None, "09/3/2026", "17h30", T[3]),
        ("10/3/2026", "5h30", T[4], None, "12/3/2026", "17h30", T[5]),
    ]
    truth = [
        air(3, "2026-03-09 05:30", T[2]),
        air(3, "2026-03-09 17:30", T[3]),
        air(4, "2026-03-10 05:30", T[4]),
        air(4, "2026-03-12 17:30", T[5]),
    ]
    return shape("sang chieu.xlsx", book(rows, merged=["A1:C1", "E1:G1"])[0], truth)


def sheet_for_each_month() -> Shape:
    """A sheet for each month with short dates; the year in the file's name; a list of staff that is no log."""
    made, first = book([("Ngày", "Tin bài"), ("5/1", T[0]), ("20/1", T[1])], "Tháng 1")
    put(made.create_sheet("Tháng 2"), [("Ngày", "Tin bài"), ("3/2", T[2]), ("24/2", T[3])])
    put(made.create_sheet("Danh sách"), [("Họ và tên", "Chức danh"), ("Lê Văn A", "Trưởng đài")])
    assert first.title == "Tháng 1"
    truth = [air(2, "2026-01-05", T[0]), air(3, "2026-01-20", T[1]), air(2, "2026-02-03", T[2]), air(3, "2026-02-24", T[3])]
    return shape("So phat thanh nam 2026.xlsx", made, truth)


def two_row_header() -> Shape:
    """Time over day and hour, producer over author and reader."""
    rows = [
        ("Số TT", "Thời gian phát", None, "Nội dung phát", "Thực hiện", None),
        (None, "Ngày", "Giờ", None, "Biên tập", "Đọc"),
        (1, "11/5/2026", "17h00", T[6], "Bình", "Hoa"),
        (2, "12/5/2026", "17h00", T[7], "Bình", "Hoa"),
    ]
    merged = ["A1:A2", "B1:C1", "D1:D2", "E1:F1"]
    truth = [air(3, "2026-05-11 17:00", T[6]), air(4, "2026-05-12 17:00", T[7])]
    return shape("mau moi.xlsx", book(rows, merged=merged)[0], truth)


def sessions_marked() -> Shape:
    """Crosses under morning, noon and evening: one airing for each."""
    rows = [
        ("Ngày phát", "Tên tin, bài", "Buổi phát", None, None),
        (None, None, "Sáng", "Trưa", "Chiều"),
        ("13/4/2026", T[8], "x", None, "x"),
        ("14/4/2026", T[9], None, "x", None),
    ]
    truth = [air(3, "2026-04-13", T[8]), air(3, "2026-04-13", T[8]), air(4, "2026-04-14", T[9])]
    return shape("danh dau.xlsx", book(rows, merged=["A1:A2", "B1:B2", "C1:E1"])[0], truth)


def clocks_as_headers() -> Shape:
    """Crosses under the hours of the day."""
    rows = [
        ("Ngày", "Tên bài", "5h00", "11h00", "17h00"),
        (datetime(2026, 7, 6), T[0], "x", None, "x"),  # noqa: DTZ001
        (datetime(2026, 7, 7), T[1], None, "x", None),  # noqa: DTZ001
    ]
    truth = [air(2, "2026-07-06 05:00", T[0]), air(2, "2026-07-06 17:00", T[0]), air(3, "2026-07-07 11:00", T[1])]
    return shape("gio phat.xlsx", book(rows)[0], truth)


SHAPES = (
    short_dates(), days_alone(), first_row_of_block(), day_as_section(), one_below_another(), side_by_side(), sheet_for_each_month(),
    two_row_header(), sessions_marked(), clocks_as_headers(),
)  # fmt: skip
