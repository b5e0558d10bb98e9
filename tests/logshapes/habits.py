"""Habits of hand: how days and hours are written, where it is said that something was relayed or not aired, several items in a cell."""

from logshapes.books import TITLES as T
from logshapes.truth import Shape, air, shape
from newswatch.core.model import Origin


def dotted_years() -> Shape:
    """Two digits of the year, dots, dashes; hours with the part of the day."""
    text = f"Ngày phát;Giờ phát;Tên tin\n03.5.26;4h30 chiều;{T[0]}\n13.5.26;5h sáng;{T[1]}\n25.5.26;17 giờ kém 15;{T[2]}\n"
    truth = [air(2, "2026-05-03 16:30", T[0]), air(3, "2026-05-13 05:00", T[1]), air(4, "2026-05-25 16:45", T[2])]
    return shape("thang5-2026.csv", text, truth)


def spoken_dates() -> Shape:
    """Days written out, the year in the first line."""
    text = f"Nhật ký phát thanh năm 2026,,\nNgày,Giờ,Nội dung\nngày 5 tháng 3,5h,{T[3]}\nngày 21 tháng 5,5h,{T[4]}\n1 tháng 6,17h,{T[5]}\n"
    truth = [air(3, "2026-03-05 05:00", T[3]), air(4, "2026-05-21 05:00", T[4]), air(5, "2026-06-01 17:00", T[5])]
    return shape("nhat ky.csv", text, truth)


def roman_months() -> Shape:
    """Months in Roman numbers."""
    text = f"Ngày phát,Tiêu đề\n13/V/2026,{T[6]}\n2/VI/2026,{T[7]}\n28/XII/2026,{T[8]}\n"
    return shape("la ma.csv", text, [air(2, "2026-05-13", T[6]), air(3, "2026-06-02", T[7]), air(4, "2026-12-28", T[8])])


def spans_and_lists() -> Shape:
    """A span of days and a list of days are an airing on each."""
    text = f'Ngày phát,Giờ,Tên tin\ntừ 20 đến 22/10/2026,5h30,{T[0]}\n"3, 5, 7/11/2026",5h30,{T[1]}\n12-13/11/2026,5h30,{T[2]}\n'
    truth = [
        *(air(2, f"2026-10-{day} 05:30", T[0]) for day in (20, 21, 22)),
        *(air(3, f"2026-11-{day:02} 05:30", T[1]) for day in (3, 5, 7)),
        *(air(4, f"2026-11-{day} 05:30", T[2]) for day in (12, 13)),
    ]
    return shape("dot.csv", text, truth)


def spans_of_hours() -> Shape:
    """From and to, with words."""
    text = f"Ngày phát,Thời gian,Tên bài\n4/8/2026,từ 17h00 đến 17h20,{T[3]}\n5/8/2026,05:00 - 05:15,{T[4]}\n6/8/2026,Lúc 5 giờ 15 phút,{T[5]}\n"
    truth = [air(2, "2026-08-04 17:00", T[3]), air(3, "2026-08-05 05:00", T[4]), air(4, "2026-08-06 05:15", T[5])]
    return shape("tu-den.csv", text, truth)


def afternoon_by_session() -> Shape:
    """The session says that five is in the afternoon."""
    text = f"Ngày phát,Buổi,Giờ,Tên tin\n3/2/2026,Chiều,5h00,{T[6]}\n4/2/2026,Sáng,5h00,{T[7]}\n5/2/2026,Tối,7h,{T[8]}\n"
    truth = [air(2, "2026-02-03 17:00", T[6]), air(3, "2026-02-04 05:00", T[7]), air(4, "2026-02-05 19:00", T[8])]
    return shape("buoi.csv", text, truth)


def not_aired_in_notes() -> Shape:
    """Notes say what was put off, not aired or aired after all."""
    text = (
        f"Ngày phát,Tên tin,Ghi chú\n2/3/2026,{T[0]},\n3/3/2026,{T[1]},Không phát do mất điện\n4/3/2026,{T[2]},Hoãn\n"
        f"5/3/2026,{T[3]},Phát đủ\n6/3/2026,{T[4]},Loa hỏng nên chưa phát được\n9/3/2026,{T[5]},không có ý kiến\n"
    )
    truth = [air(2, "2026-03-02", T[0]), air(5, "2026-03-05", T[3]), air(7, "2026-03-09", T[5])]
    return shape("ghi chu.csv", text, truth, (T[1], T[2], T[4]))


def result_by_values() -> Shape:
    """A column of another name holds the result."""
    text = f"Ngày phát,Tên tin,Đánh giá\n6/4/2026,{T[6]},Phát tốt\n7/4/2026,{T[7]},Đạt\n8/4/2026,{T[8]},Không phát được\n9/4/2026,{T[9]},Phát tốt\n"
    return shape("danh gia.csv", text, [air(2, "2026-04-06", T[6]), air(3, "2026-04-07", T[7]), air(5, "2026-04-09", T[9])], (T[8],))


def relays() -> Shape:
    """Relay in the title, in a section row, in the source."""
    text = (
        "Số;Ngày phát;Giờ;Tên tin bài;Nguồn\n"
        "I;;;Tin địa phương;\n"
        f"1;4/5/2026;5h;{T[0]};Trạm Y tế xã\n"
        f"2;5/5/2026;5h;{T[1]};BBT\n"
        "3;6/5/2026;6h;Tiếp sóng Đài Tiếng nói Việt Nam;\n"
        "II;;;Tiếp âm đài cấp trên;\n"
        "1;7/5/2026;6h;Câu chuyện nông thôn;\n"
        "2;8/5/2026;6h;Dân ca và nhạc cổ truyền;\n"
    )
    truth = [
        air(3, "2026-05-04 05:00", T[0]), air(4, "2026-05-05 05:00", T[1]),
        air(5, "2026-05-06 06:00", "Tiếp sóng Đài Tiếng nói Việt Nam", Origin.RELAY),
        air(7, "2026-05-07 06:00", "Câu chuyện nông thôn", Origin.RELAY),
        air(8, "2026-05-08 06:00", "Dân ca và nhạc cổ truyền", Origin.RELAY),
    ]  # fmt: skip
    return shape("nguon.csv", text, truth)


def several_items() -> Shape:
    """Bullets, numbers and line breaks hold several items; a wrapped title is one."""
    text = (
        "Ngày phát;Giờ;Nội dung phát\n"
        f'1/6/2026;5h;"1. {T[0]}\n2. {T[1]}"\n'
        f'2/6/2026;5h;"- {T[2]}\n- {T[3]}\n- {T[4]}"\n'
        f'3/6/2026;5h;"Hội thi trâu cày\ncủa thôn Phú Lương"\n'
        f"4/6/2026;5h;1) {T[5]}; 2) {T[6]}\n"
    )
    truth = [
        air(2, "2026-06-01 05:00", T[0]), air(2, "2026-06-01 05:00", T[1]), *(air(3, "2026-06-02 05:00", T[n]) for n in (2, 3, 4)),
        air(4, "2026-06-03 05:00", "Hội thi trâu cày của thôn Phú Lương"), air(5, "2026-06-04 05:00", T[5]), air(5, "2026-06-04 05:00", T[6]),
    ]  # fmt: skip
    return shape("nhieu tin.csv", text, truth)


def hour_before_day() -> Shape:
    """One column with the hour before the day."""
    text = f'STT,Thời gian phát thanh,Tên tin\n1,17h15 ngày 03/5/2026,{T[7]}\n2,5h15 ngày 04/5/2026,{T[8]}\n3,"05h00, 14/5/2026",{T[9]}\n'
    truth = [air(2, "2026-05-03 17:15", T[7]), air(3, "2026-05-04 05:15", T[8]), air(4, "2026-05-14 05:00", T[9])]
    return shape("gio-ngay.csv", text, truth)


def one_broken_letter() -> Shape:
    """One letter of an old encoding in a file that is otherwise UTF-8."""
    body = f"Ngày phát,Tên tin\n1/7/2026,{T[0]}\n2/7/2026,Gi¶i @ bóng chuyền\n3/7/2026,{T[1]}\n".replace("@", "x").encode()
    body = body.replace("Gi¶i".encode(), b"Gi\xb6i")
    truth = [air(2, "2026-07-01", T[0]), air(3, "2026-07-02", "Giải x bóng chuyền"), air(4, "2026-07-03", T[1])]
    return shape("chu hong.csv", body, truth)


def outside_the_month() -> Shape:
    """A row of another year than the title states."""
    text = f"SỔ PHÁT THANH THÁNG 01/2026,\nNgày phát,Tên tin\n05/01/2026,{T[2]}\n06/01/2025,{T[3]}\n07/01/2026,{T[4]}\n"
    return shape("t1.csv", text, [air(3, "2026-01-05", T[2]), air(4, "2026-01-06", T[3]), air(5, "2026-01-07", T[4])])


SHAPES = (
    dotted_years(), spoken_dates(), roman_months(), spans_and_lists(), spans_of_hours(), afternoon_by_session(), not_aired_in_notes(),
    result_by_values(), relays(), several_items(), hour_before_day(), one_broken_letter(), outside_the_month(),
)  # fmt: skip
