"""What looks like another shape of log than it is: rows of dates, sums of marks, days within an hour, airings within a bulletin."""

import json
from datetime import date

import pytest
from logbook import ALIASES, csv_bytes, xlsx_bytes

from newswatch.core.bulletin import LogReading
from newswatch.core.model import ItemType, Origin
from newswatch.sources.log.encoding import damage
from newswatch.sources.log.reader import read
from newswatch.sources.log.values import origin


def aired(found: LogReading) -> list[tuple[str, str]]:
    """Day and hour, and title, of each airing."""
    return [(f"{b.aired_on} {b.aired_at or ''}".strip(), b.title) for b in found.bulletins]


def test_rows_with_three_dates_are_no_weekly_grid() -> None:
    """A log with the days written, approved and aired in columns is read by the last; a row that was not aired yet is told or skipped."""
    head = ["Tít tin, bài", "Ai viết", "Ngày viết", "Ngày duyệt", "Ngày lên loa", "Giờ lên loa"]
    rows = [
        ["Khởi công trường mầm non", "Bích", date(2026, 2, 27), date(2026, 3, 2), date(2026, 3, 3), "5h00"],
        ["Cán bộ trẻ học tiếng Ê Đê", "Bích", date(2026, 3, 22), date(2026, 3, 25), date(2026, 3, 26), "5h00"],
        ["Hòa giải tranh chấp ranh đất", "Bích", date(2026, 4, 10), "", "", ""],
    ]
    found = read(xlsx_bytes({"2026": [head, *rows]}), "ctv.xlsx", ALIASES)
    assert aired(found) == [("2026-03-03 05:00:00", "Khởi công trường mầm non"), ("2026-03-26 05:00:00", "Cán bộ trẻ học tiếng Ê Đê")]
    assert [problem.row for problem in found.problems] == [4]


@pytest.mark.parametrize(("number", "airings", "problems"), [(2, 2, 0), (4, 0, 1)], ids=["the sum of its marks", "another number"])
def test_a_sum_beside_marks_is_no_number_of_airings(number: int, airings: int, problems: int) -> None:
    """ "Số lượt" that adds up the marks of a row counts nothing again; another number leaves the row to a person."""
    head = ["TT", "Tên tin, bài", "T2\n02/11", "T3\n03/11", "T4\n04/11", "Số lượt"]
    found = read(
        xlsx_bytes({"Tuần 45": [["BẢNG CHẤM TUẦN 45 NĂM 2026"], head, [1, "Khơi thông cống rãnh", "x", "x", "", number]]}),
        "cham.xlsx",
        ALIASES,
    )
    assert len(found.bulletins) == airings
    assert len({problem.row for problem in found.problems}) == problems


def test_hours_with_days_tell_the_day_beside_the_day_made() -> None:
    """An export whose only day by name is that of the making is read by its hours, if they are written with their days."""
    rows = [
        ["bulletin_title", "created_at", "start_time", "status"],
        ["Thi nấu cơm mừng lúa mới", "2026-08-04T08:30:00", "2026-08-05T17:00:00", "SUCCESS"],
        ["Mở lớp xóa mù chữ", "2026-08-06T08:30:00", "2026-08-07T05:00:00", "FAILED"],
    ]
    assert aired(read(csv_bytes(rows, ","), "log.csv", ALIASES)) == [("2026-08-05 17:00:00", "Thi nấu cơm mừng lúa mới")]


def test_airings_within_a_bulletin_are_its_days() -> None:
    """Of an export that lists the airings of each bulletin those are taken in that went on air, and never the day it was made."""

    def bulletin(name: str, *plays: tuple[str, str]) -> dict[str, object]:
        listed = [{"playedAt": at, "state": state} for at, state in plays]
        return {"name": name, "createdDate": "2026-10-30T10:00:00", "plays": listed}

    content = [
        bulletin("Thu hoạch cà phê chín", ("2026-11-05T05:00:00+07:00", "PLAYED"), ("2026-11-06T17:00:00+07:00", "PLAYED")),
        bulletin("Cấp căn cước lưu động", ("2026-11-10T05:00:00+07:00", "ERROR")),
    ]
    found = read(json.dumps({"data": {"content": content}}).encode(), "plays.json", ALIASES)
    assert aired(found) == [("2026-11-05 05:00:00", "Thu hoạch cà phê chín"), ("2026-11-06 17:00:00", "Thu hoạch cà phê chín")]


def test_days_and_sections_by_other_words() -> None:
    """ "Phát ngày" is the day aired, "Thông báo của UBND xã" a section of notices, "Bỏ, …" in a note not aired."""
    rows = [
        ["Tên tin", "Phát ngày", "Lúc", "Ghi chú"],
        ["Tiêm phòng cho trâu bò", "3/11/2026", "17 giờ", ""],
        ["Lắp camera an ninh", "4/11/2026", "17 giờ", "Bỏ, nội dung chưa được duyệt"],
        ["II. THÔNG BÁO CỦA UBND XÃ", "", "", ""],
        ["Lịch thu gom rác", "5/11/2026", "17 giờ", ""],
    ]
    found = read(csv_bytes(rows), "so.csv", ALIASES)
    assert [(b.aired_on, b.title, b.item_type) for b in found.bulletins] == [
        (date(2026, 11, 3), "Tiêm phòng cho trâu bò", None),
        (date(2026, 11, 5), "Lịch thu gom rác", ItemType.NOTICE),
    ]


def test_one_letter_of_an_old_font_is_seen() -> None:
    """TCVN3 shown as Latin may leave one letter that no Vietnamese word has."""
    assert "TCVN3" in damage("Héi ngêi cao tuæi thi cê tíng")
    assert damage("Hội người cao tuổi thi cờ tướng") == ""


def test_news_of_the_central_system_is_relayed() -> None:
    """What comes from the system of the centre was made there."""
    assert origin("HTTT nguồn trung ương") is Origin.RELAY
