"""How operators write days, hours, origins and what did not air: each row comes out right or is told, in tables of small logs."""

import pytest
from logbook import ALIASES, said

from newswatch.sources.log.reader import read

DAYS = {
    "month first": ("Ngày;Tin bài\n2/9/2026;A\n2/17/2026;B", ["2 2026-02-09 own A", "3 2026-02-17 own B"]),
    "month first by the title": ("Sổ tháng 3/2026;\nNgày;Tin bài\n3/2/2026;A\n3/5/2026;B", ["3 2026-03-02 own A", "4 2026-03-05 own B"]),
    "one date typed the wrong way round": ("Ngày;Tin bài\n3/2/2026;A\n5/2/2026;B\n2/14/2026;C", ["2 told Ngày", "3 told Ngày", "4 told Ngày"]),
    "both orders": ("Ngày;Tin bài\n3/2/2026;A\n13/2/2026;B\n2/14/2026;C", ["2 told Ngày", "3 2026-02-13 own B", "4 told Ngày"]),
    "days of months that would be one month exchanged": ("Ngày;Tin bài\n3/2/2026;A\n3/5/2026;B", ["2 told Ngày", "3 told Ngày"]),
    "exchanged before export": ("Ngày;Tin bài\n06/03/2026;A\n06/09/2026;B\n18/6/2026;C", ["2 told Ngày", "3 told Ngày", "4 2026-06-18 own C"]),
    "day first": ("Ngày;Tin bài\n3/2/2026;A\n13/2/2026;B", ["2 2026-02-03 own A", "3 2026-02-13 own B"]),
    "short, year in the title": ("Năm 2026;\nNgày;Tin bài\n5/10;A\nngày 21 tháng 5;B", ["3 2026-10-05 own A", "4 2026-05-21 own B"]),
    "days alone": ("Tháng 3/2026;\nNgày;Tin bài\n5;A\n31;B\n32;C", ["3 2026-03-05 own A", "4 2026-03-31 own B", "5 told Ngày"]),
    "no year anywhere": ("Ngày;Tin bài\n5/10;A", ["2 told Ngày"]),
    "two digits": ("Ngày;Tin bài\n03.5.26;A\n25.5.26;B", ["2 2026-05-03 own A", "3 2026-05-25 own B"]),
    "two digits that may be the day": ("Ngày;Tin bài\n25.5.26;A", ["2 told Ngày"]),
    "named months": ("Ngày;Tin bài\n02-Mar-26;A\n03-Thg3-2026;B", ["2 2026-03-02 own A", "3 2026-03-03 own B"]),
    "Roman months": ("Ngày;Tin bài\n13/V/2026;A\n1-XII-2026;B", ["2 2026-05-13 own A", "3 2026-12-01 own B"]),
    "a span": ("Ngày;Tin bài\ntừ 30/9 đến 1/10/2026;A", ["2 2026-09-30 own A", "2 2026-10-01 own A"]),
    "a second day column": ("Ngày;Tin bài;Ngày\n2/3/2026;A;5/3/2026", ["2 2026-03-02 own A", "2 2026-03-05 own A"]),
    "a list where months come first": ("Ngày;Tin bài\n3/2/2026;A\n3/14/2026;B\n3/5, 3/6/2026;C", [
        "2 2026-03-02 own A", "3 2026-03-14 own B", "4 told Ngày"]),
    "a list": ("Ngày;Tin bài\n3, 5/10/2026;A", ["2 2026-10-03 own A", "2 2026-10-05 own A"]),
    "a span that ends before it begins": ("Ngày;Tin bài\n9/10 đến 1/10/2026;A", ["2 told Ngày"]),
    "from and to": ("Từ ngày;Đến ngày;Tin bài\n2/3/2026;3/3/2026;A\n4/3/2026;;B", ["2 2026-03-02 own A", "2 2026-03-03 own A", "3 2026-03-04 own B"]),
    "from and to on some weekdays": ("Từ ngày;Đến ngày;Lặp lại;Tin bài\n2/3/2026;3/3/2026;Hằng ngày;A\n2/3/2026;13/3/2026;Thứ 2;B", [
        "2 2026-03-02 own A", "2 2026-03-03 own A", "3 told Lặp lại"]),
    "columns of their own": ("Năm;Tháng;Ngày;Tin bài\n2026;3;2;A", ["2 2026-03-02 own A"]),
    "another weekday": ("Thứ;Ngày;Tin bài\nHai;2/3/2026;A\nBa;4/3/2026;B", ["2 2026-03-02 own A", "3 told Ngày"]),
    "hour before day": ("Thời gian phát;Tin bài\n17h15 ngày 3/5/2026;A\n5h, 14/5/2026;B", ["2 2026-05-03 17:15 own A", "3 2026-05-14 05:00 own B"]),
    "outside the stated month": ("Tháng 3/2026;\nNgày;Tin bài\n2/3/2026;A\n2/4/2026;B", ["3 2026-03-02 own A", "4 told Ngày"]),
    "a block": ("Ngày;Giờ;Tin bài\n2/3/2026;5h;A\n;17h;B\n3/3/2026;5h;C\n;17h;D", [
        "2 2026-03-02 05:00 own A", "3 2026-03-02 17:00 own B", "4 2026-03-03 05:00 own C", "5 2026-03-03 17:00 own D"]),
    "hours that go back in a block": ("Ngày;Giờ;Tin bài\n2/3/2026;5h;A\n;17h;B\n;5h;C", [
        "2 2026-03-02 05:00 own A", "3 2026-03-02 17:00 own B", "4 told Ngày"]),
    "a block with day and hour on its first row": ("Ngày;Giờ;Tin bài\n2/3/2026;5h;A\n;;B\n;;C\n3/3/2026;5h;D\n;;E", [
        "2 2026-03-02 05:00 own A", "3 2026-03-02 own B", "4 2026-03-02 own C", "5 2026-03-03 05:00 own D", "6 2026-03-03 own E"]),
    "two rows without day and hour": ("Ngày;Giờ;Tin bài\n2/3/2026;5h;A\n;;B\n3/3/2026;5h;C\n;;D", [
        "2 2026-03-02 05:00 own A", "3 told Ngày", "4 2026-03-03 05:00 own C", "5 told Ngày"]),
    "days that are repeated": ("Ngày;Giờ;Tin bài\n2/3/2026;5h;A\n2/3/2026;6h;B\n;;C\n;;D\n;;E", [
        "2 2026-03-02 05:00 own A", "3 2026-03-02 06:00 own B", "4 told Ngày", "5 told Ngày", "6 told Ngày"]),
    "one lacking day": ("Ngày;Tin bài\n2/3/2026;A\n;B\n4/3/2026;C", ["2 2026-03-02 own A", "3 told Ngày", "4 2026-03-04 own C"]),
    "months as headings": ("Năm 2026;\nNgày;Tin bài\nTháng 3;\n2;A\nTháng 4;\n3;B", ["4 2026-03-02 own A", "6 2026-04-03 own B"]),
    "the day made and an unknown one": ("Ngày tạo;Ngày nọ;Tin bài\n1/3/2026;2/3/2026;A", ["1 told Ngày tạo | Ngày nọ"]),
    "the day made alone": ("Ngày tạo;Tin bài\n1/3/2026;A", ["2 2026-03-01 own A"]),
}  # fmt: skip
HOURS = {
    "span with words": ("Ngày;Giờ;Tin bài\n2/3/2026;từ 17h00 đến 17h20;A", ["2 2026-03-02 17:00 own A"]),
    "span of sessions": ("Ngày;Giờ;Tin bài\n2/3/2026;Sáng 5h00 - Chiều 17h00;A\n3/3/2026;5h00 (sáng);B", [
        "2 2026-03-02 05:00 own A", "2 2026-03-02 17:00 own A", "3 2026-03-03 05:00 own B"]),
    "a quarter to": ("Ngày;Giờ;Tin bài\n2/3/2026;17 giờ kém 15;A", ["2 2026-03-02 16:45 own A"]),
    "several": ("Ngày;Giờ;Tin bài\n2/3/2026;5h30 và 17h30;A", ["2 2026-03-02 05:30 own A", "2 2026-03-02 17:30 own A"]),
    "two columns": ("Ngày;Giờ phát 1;Giờ phát 2;Tin bài\n2/3/2026;5h;17h;A\n3/3/2026;5h;;B", [
        "2 2026-03-02 05:00 own A", "2 2026-03-02 17:00 own A", "3 2026-03-03 05:00 own B"]),
    "afternoon": ("Ngày;Buổi;Giờ;Tin bài\n2/3/2026;Chiều;5h00;A\n3/3/2026;Sáng;17h;B", ["2 2026-03-02 17:00 own A", "3 told Giờ"]),
    "parts of the day": ("Ngày;Buổi;Tin bài\n2/3/2026;Sáng, chiều;A", ["2 2026-03-02 Sáng own A", "2 2026-03-02 Chiều own A"]),
    "twice": ("Ngày;Giờ;Tin bài;Số lần\n2/3/2026;5h;A;2 lần\n3/3/2026;5h, 17h;B;3", [
        "2 2026-03-02 05:00 own A", "2 2026-03-02 own A", "3 told Số lần"]),
    "twice in the title": ("Ngày;Tin bài\n2/3/2026;A (2 lần)", ["2 2026-03-02 own A (2 lần)", "2 2026-03-02 own A (2 lần)"]),
    "beside the part of the day": ("Ngày;Buổi;Tin bài\n2/3/2026;Sáng (5h00);A\n3/3/2026;Buổi chiều lúc 17h;B\n4/3/2026;Chiều 5h;C", [
        "2 2026-03-02 05:00 own A", "3 2026-03-03 17:00 own B", "4 2026-03-04 17:00 own C"]),
    "beside the parts of the day": ("Ngày;Buổi;Tin bài\n2/3/2026;Sáng (5h00), chiều (17h15);A\n3/3/2026;Buổi sáng (từ 5h00 - 5h30);B", [
        "2 2026-03-02 05:00 own A", "2 2026-03-02 17:15 own A", "3 2026-03-03 05:00 own B"]),
    "gainsaid": ("Ngày;Buổi;Giờ;Tin bài\n2/3/2026;Sáng (5h00);5h;A\n3/3/2026;Sáng (5h00);6h;B\n4/3/2026;Sáng (17h);;C\n5/3/2026;Sáng (25h99);;D", [
        "2 2026-03-02 05:00 own A", "3 told Giờ", "4 told Giờ", "5 told Giờ"]),
    "a listed name for the day beside the day": ("Ngày phát;Thời điểm phát;Tin bài\n2/3/2026;17h00;A", ["2 2026-03-02 17:00 own A"]),
    "an English one": ("Broadcast date;Played at;Title\n2026-03-02;17:00;A", ["2 2026-03-02 17:00 own A"]),
    "an unlisted name for the day": ("Ngày lên sóng;Thời gian phát;Tin bài\n2/3/2026;17h00;A", ["2 2026-03-02 17:00 own A"]),
    "hours and lengths": ("Ngày;Giờ;Thời gian;Tin bài\n2/3/2026;17h00;5 phút;A", ["2 2026-03-02 17:00 own A"]),
    "several in one part of the day": ("Ngày;Buổi;Giờ;Tin bài\n2/3/2026;Chiều;5h, 6h;A\n3/3/2026;Chiều 5h và 6h;;B", [
        "2 2026-03-02 17:00 own A", "2 2026-03-02 18:00 own A", "3 2026-03-03 17:00 own B", "3 2026-03-03 18:00 own B"]),
    "the day's other name alone": ("Thời điểm phát;Tin bài\n17h ngày 2/3/2026;A", ["2 2026-03-02 17:00 own A"]),
    "by the values": ("Ngày;Mấy giờ;Tin bài\n2/3/2026;5h;A\n3/3/2026;17h15;B", ["2 2026-03-02 05:00 own A", "3 2026-03-03 17:15 own B"]),
    "hours of something else": ("Ngày;Phát xong;Tin bài\n2/3/2026;5h;A", ["2 2026-03-02 own A"]),
    "hours that can't be told apart": ("Ngày;Máy 1;Máy 2;Tin bài\n2/3/2026;5h;6h;A", ["2 2026-03-02 own A"]),
    "once more, in columns": ("Ngày;Giờ;Tin bài;Ngày phát lại;Giờ phát lại\n2/3/2026;5h;A;3/3/2026;17h\n3/3/2026;5h;B;;", [
        "2 2026-03-02 05:00 own A", "2 2026-03-03 17:00 rebroadcast A", "3 2026-03-03 05:00 own B"]),
    "once more, by the note": ("Ngày;Tin bài;Ghi chú\n2/3/2026;A;Phát lại lúc 17h", ["2 told Ghi chú"]),
}  # fmt: skip
AIRED = {
    "notes": ("Ngày;Tin bài;Ghi chú\n2/3/2026;A;Không phát\n3/3/2026;B;hoãn\n4/3/2026;C;mất điện\n5/3/2026;D;Hoàn thành", [
        "4 told Ghi chú", "5 2026-03-05 own D"]),
    "a part of it": ("Ngày;Tin bài;Ghi chú\n2/3/2026;A;không phát buổi chiều", ["2 told Ghi chú"]),
    "moved": ("Ngày;Tin bài;Ghi chú\n2/3/2026;A;chuyển sang ngày 5/3", ["2 told Ghi chú"]),
    "a status of another name": ("Ngày;Tin bài;Kết quả\n2/3/2026;A;Phát tốt\n3/3/2026;B;Không phát được", ["2 2026-03-02 own A"]),
    "marks": ("Ngày;Tin bài;Đã phát\n2/3/2026;A;x\n3/3/2026;B;", ["2 2026-03-02 own A", "3 told Tin bài"]),
    "yes and no": ("Ngày;Tin bài;Đã phát\n2/3/2026;A;Có\n3/3/2026;B;Không\n4/3/2026;C;tùy", ["2 2026-03-02 own A", "4 told Tin bài"]),
    "titles that name nothing": ("Ngày;Tin bài\n2/3/2026;Không phát\n3/3/2026;Mất điện\n4/3/2026;A (hoãn)\n5/3/2026;Nghỉ học vì bão", [
        "3 told Tin bài", "5 2026-03-05 own Nghỉ học vì bão"]),
    "error values": ("Ngày;Tin bài\n#REF!;A\n2/3/2026;#N/A", ["2 told Ngày", "3 told Tin bài"]),
}  # fmt: skip
MADE = {
    "by the title": ("Ngày;Tin bài\n2/3/2026;Tiếp sóng VOV1\n3/3/2026;Nâng cấp trạm tiếp sóng\n4/3/2026;A (tiếp âm)\n5/3/2026;Phát lại: A", [
        "2 2026-03-02 relay Tiếp sóng VOV1", "3 2026-03-03 own Nâng cấp trạm tiếp sóng", "4 2026-03-04 relay A (tiếp âm)",
        "5 2026-03-05 rebroadcast Phát lại: A"]),
    "by a heading": ("Số;Ngày;Tin bài\nA;;Tin địa phương\n1;2/3/2026;A\nB;;Tiếp âm đài huyện\n1;3/3/2026;B\nC;;Tuyên truyền\n1;4/3/2026;C", [
        "3 2026-03-02 own A", "5 2026-03-03 relay B", "6 told Ngày", "7 told "]),
    "taken over, by the note": ("Ngày;Tin bài;Ghi chú\n2/3/2026;A;Lấy từ báo tỉnh\n3/3/2026;B;Theo báo cáo của xã\n4/3/2026;C;Đăng lại từ trang TTĐT xã", [
        "2 2026-03-02 repost A", "3 2026-03-03 own B", "4 2026-03-04 retold C"]),
    "a station, by the note": ("Ngày;Tin bài;Ghi chú\n2/3/2026;A;Nguồn: VOV1\n3/3/2026;B;Trạm y tế cung cấp", [
        "2 2026-03-02 relay A", "3 2026-03-03 own B"]),
    "not own, by the note": ("Ngày;Tin bài;Ghi chú\n2/3/2026;A;Không phải xã viết\n3/3/2026;B;lấy lại bài cũ", ["2 told ", "3 told "]),
    "own and not own": ("Ngày;Tin bài;Nguồn;Ghi chú\n2/3/2026;A;Tự viết;Không do xã viết\n3/3/2026;B;VOV1;không phải xã viết", [
        "2 told Nguồn", "3 2026-03-03 relay B"]),
    "by another column": ("Ngày;Tin bài;Hình thức\n2/3/2026;A;Tiếp âm\n3/3/2026;B;Trực tiếp", ["2 2026-03-02 relay A", "3 2026-03-03 own B"]),
    "by marks": ("Ngày;Tin bài;Tự SX;Tiếp âm\n2/3/2026;A;x;\n3/3/2026;B;;x\n4/3/2026;C;;", [
        "2 2026-03-02 own A", "3 2026-03-03 relay B", "4 told Tin bài"]),
    "by names under a relay": ("Ngày;Tin bài;Tiếp âm\n2/3/2026;A;VOV1\n3/3/2026;B;", ["2 2026-03-02 relay A", "3 2026-03-03 own B"]),
    "said in two ways": ("Ngày;Tin bài;Nguồn\n2/3/2026;Tiếp âm VOV;Tự viết", ["2 told Nguồn"]),
    "higher portals": ("Ngày;Tin bài;Nguồn\n2/3/2026;A;Cổng TTĐT tỉnh\n3/3/2026;B;Trạm Y tế", ["2 2026-03-02 repost A", "3 2026-03-03 own B"]),
}  # fmt: skip
SHAPES = {
    "two title columns": ("Ngày;Tên tin 1;Tên tin 2\n2/3/2026;A;B", ["2 2026-03-02 own A", "2 2026-03-02 own B"]),
    "titles under two names": ("Ngày;Tên tin;Tên bài viết\n2/3/2026;A;B", ["2 told Tên tin"]),
    "days across": ("Tháng 4/2026;;;;;;;\nGiờ;1;2;3;4;5;6;7\n5h;Một;;;;;;Hai", ["3 2026-04-01 05:00 own Một", "3 2026-04-07 05:00 own Hai"]),
    "a week without its days": ("Giờ;Thứ 2;Thứ 3;Thứ 4\n5h;Một;;", ["2 told "]),
    "a matrix with weekdays below its days": (
        "Tháng 3/2026;;;;;;;\nTên tin;1;2;3;4;5;6;7\n;CN;T2;T3;T4;T5;T6;T7\nMột;;x;;;;;\nHai;x;;;;;;x",
        ["4 2026-03-02 own Một", "5 2026-03-01 own Hai", "5 2026-03-07 own Hai"]),
    "a week between long dashes": ("Tuần 1 (2/3–8/3/2026);;;\nGiờ;Thứ 2;Thứ 3;Thứ 4\n5h15;Một;;Hai", [
        "3 2026-03-02 05:15 own Một", "3 2026-03-04 05:15 own Hai"]),
    "a week by its number alone": ("Tuần 10 năm 2026;;;\nGiờ;Thứ 2;Thứ 3;Thứ 4\n5h15;Một;;Hai", ["3 told "]),
    "a grid with hours beside the parts of the day": ("Tuần (2/3 - 8/3/2026);;;\nBuổi;Thứ 2;Thứ 3;Thứ 4\nSáng (5h00);Một;;\nChiều (17h00);;Hai;", [
        "3 2026-03-02 05:00 own Một", "4 2026-03-03 17:00 own Hai"]),
    "weekdays in rows": ("Tuần 1 (2/3-8/3/2026);;\nThứ;Giờ;Nội dung\nHai;5h;A", ["3 2026-03-02 05:00 own A"]),
    "sessions across": ("Ngày;Sáng;Chiều\n2/3/2026;A;B\n3/3/2026;;-", ["2 2026-03-02 Sáng own A", "2 2026-03-02 Chiều own B"]),
    "a row above the header": ("2/3/2026;Lên trên\nNgày;Tin bài\n3/3/2026;A", ["1 told ", "3 2026-03-03 own A"]),
    "no column for the day": ("Giờ;Tin bài\n5h;A", ["1 told "]),
}  # fmt: skip
TABLES = {f"{kind}: {name}": row for kind, table in (
    ("days", DAYS), ("hours", HOURS), ("aired", AIRED), ("made", MADE), ("shapes", SHAPES)) for name, row in table.items()}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES)
def test_a_row_is_right_or_told(text: str, expected: list[str]) -> None:
    """Each row of a small log gives the airings a person reads in it, or a problem in the column that leaves it open."""
    assert said(text) == expected


@pytest.mark.parametrize(
    ("cell", "titles"),
    [
        ("1. Một\n2. Hai", ["Một", "Hai"]),
        ("1) Một; 2) Hai", ["Một", "Hai"]),
        ("Bản tin:\n- Một\n- Hai", ["Một", "Hai"]),
        ("* Một; * Hai", ["Một", "Hai"]),
        ("Xã đón đoàn\ntừ huyện bạn", ["Xã đón đoàn từ huyện bạn"]),
        ("Cắt điện; bà con chủ động", ["Cắt điện; bà con chủ động"]),
        ("Khai mạc hội trại hè\nTrao quà cho hộ nghèo", None),
        ("Khai mạc hội trại; Trao quà hộ nghèo", None),
        ("Khai mạc hội trại + Trao quà hộ nghèo", None),
    ],
)
def test_items_of_one_cell(cell: str, titles: list[str] | None) -> None:
    """Numbers and bullets part items; a wrapped title is one; lines and signs alone leave the row to a person."""
    body = f'Ngày,Tin bài\n2/3/2026,"{cell}"\n'
    reading = read(body.encode(), "log.csv", ALIASES)
    assert [b.title for b in reading.bulletins] == (titles or [])
    assert len(reading.problems) == (titles is None)


def test_a_row_that_no_table_understands_is_told() -> None:
    """A row with a day and a text that neither gives an airing nor is known not to have aired is named."""
    rows = "Lịch tuần (02/3 - 08/3/2026);;;\nGiờ;Thứ 2;Thứ 3;Thứ 4\n5h;Một;;\n;;;\n09/3/2026;;;;Chiếu phim lưu động\n"
    assert said(rows) == ["3 2026-03-02 05:00 own Một", "5 told "]


def test_an_export_says_by_true_and_false() -> None:
    """An app's export says with true and false what was played and relayed."""
    rows = '[{"title": "Một", "playedAt": "2026-03-02T05:30:00", "isRelay": true, "aired": true}, '
    rows += '{"title": "Hai", "playedAt": "2026-03-03T05:30:00", "isRelay": false, "aired": false}]'
    assert said(rows, "log.json") == ["1 2026-03-02 05:30 relay Một"]


def test_each_item_of_a_cell_speaks_for_itself() -> None:
    """A relay, or an item that was put off, among several in one cell leaves the others as they are."""
    body = 'Ngày,Tin bài\n2/3/2026,"- Một\n- Hai (hoãn)\n- Tiếp âm VOV"\n'
    found = [(b.title, str(b.origin)) for b in read(body.encode(), "log.csv", ALIASES).bulletins]
    assert found == [("Một", "own"), ("Tiếp âm VOV", "relay")]


def test_the_sheet_says_the_year_by_its_file() -> None:
    """Dates without a year take it from the file's name, and a month's name there must explain them."""
    assert said("Ngày;Tin bài\n5/10;A", "so 2026.csv") == ["2 2026-10-05 own A"]
    assert said("Ngày;Tin bài\n5/10;A", "thang 9-2026.csv") == ["2 told Ngày"]
