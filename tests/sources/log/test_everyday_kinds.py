"""Kinds of logs that ordinary offices keep: each airing comes out right, or its row is told, in tables of small logs."""

import json
from datetime import date
from typing import Any

import pytest
from logbook import ALIASES, csv_bytes, said, xlsx_bytes

from newswatch.core.model import ItemType
from newswatch.sources.log.reader import read

MARKS = {
    "ditto marks": (
        'Ngày;Giờ;Nội dung;Nguồn\n2/3/2026;5h;Một;Tiếp âm\n"""";17h;Hai;-nt-\nnhư trên;19h;Ba;//',
        ["2 2026-03-02 05:00 relay Một", "3 2026-03-02 17:00 relay Hai", "4 2026-03-02 19:00 relay Ba"],
    ),
    "a ditto mark under a header": ('Ngày;Nội dung\n"""";Một\n3/3/2026;Hai', ["2 told Ngày", "3 2026-03-03 own Hai"]),
    "a ditto mark under a blank": ("Ngày;Giờ;Nội dung\n2/3/2026;;Một\n3/3/2026;nt;Hai", ["2 2026-03-02 own Một", "3 told Giờ"]),
}
HOURS = {
    "hour before day": (
        "Thời gian phát;Tin bài\n5h00 - 06/8/2026;A\n5h00-5h15 ngày 13/8/2026;B",
        ["2 2026-08-06 05:00 own A", "3 2026-08-13 05:00 own B"],
    ),
    "hour in brackets": (
        "Thời gian phát;Tin bài\n14/8/2026 (5h00-5h15);A\n17h00, 15/8/2026;B",
        ["2 2026-08-14 05:00 own A", "3 2026-08-15 17:00 own B"],
    ),
    "a day after an hour": ("Thời gian phát;Tin bài\n9h 12-03-2026;A", ["2 2026-03-12 09:00 own A"]),
    "in words": (
        "Ngày;Giờ;Tin bài\n2/3/2026;năm giờ sáng;A\n3/3/2026;mười bảy giờ;B\n4/3/2026;5 rưỡi sáng;C\n5/3/2026;mười lăm giờ rưỡi;D",
        ["2 2026-03-02 05:00 own A", "3 2026-03-03 17:00 own B", "4 2026-03-04 05:30 own C", "5 2026-03-05 15:30 own D"],
    ),
    "hour and minute apart": ("Ngày;Giờ;Phút;Tin bài\n2/3/2026;17;5;A", ["2 2026-03-02 17:05 own A"]),
    "beginning and end": ("Ngày;Giờ BĐ;Giờ KT;Tin bài\n2/3/2026;5h00;5h20;A", ["2 2026-03-02 05:00 own A"]),
    "an hour of another kind": ("Ngày;Giờ phát;Giờ khác;Tin bài\n2/3/2026;5h00;17h00;A", ["2 told Giờ phát"]),
    "several hours by name": (
        "Ngày;Giờ lần 1;Giờ lần 2;Tin bài\n2/3/2026;5h00;17h00;A",
        ["2 2026-03-02 05:00 own A", "2 2026-03-02 17:00 own A"],
    ),
    "part of the day with its hour": (
        "Ngày;Buổi, giờ phát;Tin bài\n2/3/2026;Sáng (5h30);A\n3/3/2026;Chiều (17h);B",
        ["2 2026-03-02 05:30 own A", "3 2026-03-03 17:00 own B"],
    ),
    "part of the day by its values": (
        "Ngày;Lượt loa;Tin bài\n2/3/2026;Sáng (5h30);A\n3/3/2026;Chiều lúc 17h;B",
        ["2 2026-03-02 05:30 own A", "3 2026-03-03 17:00 own B"],
    ),
    "start and stop of a media program": (
        "Media;Media type;Start;Stop\nA;audio;9/14/2026 5:00:00 AM;9/14/2026 5:05:10 AM\nB;audio;9/3/2026 5:00:00 PM;9/3/2026 5:05:10 PM",
        ["2 2026-09-14 05:00 own A", "3 2026-09-03 17:00 own B"],
    ),
    "hours of the one day in the title": (
        "Lịch phát thanh ngày 5/8/2026;\nThời gian;Nội dung\n5h30 - 5h45;A\n17h30;B",
        ["3 2026-08-05 05:30 own A", "4 2026-08-05 17:30 own B"],
    ),
}
NOTHING = {
    "nothing aired, and why": (
        "Ngày;Tin bài\n2/3/2026;Không phát (bảo trì máy)\n3-5/3/2026;Nghỉ Tết Nguyên đán, không phát thanh\n6/3/2026;Mất điện toàn xã không phát\n"
        "7/3/2026;Tạm dừng phát sóng do hỏng loa\n8/3/2026;Xã không phát sinh ca sốt xuất huyết\n9/3/2026;Không phát hiện vi phạm do mưa bão",
        ["6 2026-03-08 own Xã không phát sinh ca sốt xuất huyết", "7 2026-03-09 own Không phát hiện vi phạm do mưa bão"],
    ),
    "letters among the crosses of a month": (
        "Phát thanh tháng 10/2026\nTT;Chương trình, tin bài;Nguồn;" + ";".join(map(str, range(1, 32))) + "\n"
        "1;Bản tin một hai ba;tự SX;x;;KP;MĐ\n2;Bản tin bốn năm sáu;CTV;;x;x;\n;Ghi chú: KP: không phát. MĐ: mất điện",
        [
            "3 2026-10-01 own Bản tin một hai ba",
            "3 told ",
            "4 2026-10-02 own Bản tin bốn năm sáu",
            "4 2026-10-03 own Bản tin bốn năm sáu",
        ],
    ),
    "whose it is, in brief": (
        "Ngày;Tin bài;Nguồn;Ghi chú\n2/3/2026;A;Khai thác Báo Huế;\n3/3/2026;B;CTV;\n4/3/2026;C;;PL\n5/3/2026;D;Khai thác trang TTĐT xã;",
        ["2 2026-03-02 repost A", "3 2026-03-03 own B", "4 2026-03-04 rebroadcast C", "5 2026-03-05 retold D"],
    ),
}
DAYS = {
    "planned beside aired": (
        "Ngày dự kiến phát;Ngày phát thực tế;Tin bài\n1/3/2026;2/3/2026;A\n3/3/2026;;B",
        ["2 2026-03-02 own A", "3 told Ngày phát thực tế"],
    ),
    "first and second airing": (
        "Tin bài;Phát lần 1;Phát lần 2\nA;5h00 2/3/2026;17h00 3/3/2026",
        ["2 2026-03-02 05:00 own A", "2 2026-03-03 17:00 rebroadcast A"],
    ),
    "a third airing and more": (
        "TT;Tin bài;Phát lần 1;Phát lần 2;Phát lần 3;Lần 4\n1;Bản tin một hai;2/3/2026;4/3/2026;9/3/2026;11/3/2026\n2;Bản tin ba bốn;3/3/2026;;;",
        [
            "2 2026-03-02 own Bản tin một hai",
            "2 2026-03-04 rebroadcast Bản tin một hai",
            "2 2026-03-09 rebroadcast Bản tin một hai",
            "2 2026-03-11 rebroadcast Bản tin một hai",
            "3 2026-03-03 own Bản tin ba bốn",
        ],
    ),
    "a day under an unknown header": (
        "Tin bài;Ngày phát;Phát ở cụm loa khác\nA;2/3/2026;4/3/2026\nB;3/3/2026;",
        ["2 2026-03-02 own A", "2 told Ngày phát", "3 2026-03-03 own B"],
    ),
    "a number of airings that is that of the days": (
        "Ngày;Tin bài;Số lần phát\n3, 5/3/2026;A;2\n6, 7/3/2026;B;3",
        ["2 2026-03-03 own A", "2 2026-03-05 own A", "3 told Số lần phát"],
    ),
    "a month on the first row of a block": (
        "Sổ năm 2026;;\nTháng;Ngày;Tin bài\n1;5;Một\n;12;Hai\n2;2;Ba\n;9;Bốn",
        ["3 2026-01-05 own Một", "4 2026-01-12 own Hai", "5 2026-02-02 own Ba", "6 2026-02-09 own Bốn"],
    ),
    "a weekday on the first row of a block": (
        "Lịch tuần (02/3 - 08/3/2026);;\nThứ;Giờ;Nội dung\nThứ 2;5h;A\n;17h;B\nThứ 3;5h;C",
        ["3 2026-03-02 05:00 own A", "4 2026-03-02 17:00 own B", "5 2026-03-03 05:00 own C"],
    ),
    "a row with a day alone": (
        "Ngày;Giờ;Tin bài\n2/3/2026;;\n;5h;A\n;17h;B\n3/3/2026;5h;C",
        ["3 2026-03-02 05:00 own A", "4 2026-03-02 17:00 own B", "5 2026-03-03 05:00 own C"],
    ),
    "lines below a table inherit no day": (
        "Ngày;Giờ;Tin bài\n2/3/2026;5h;A\n;17h;B\n3/3/2026;5h;C\n;17h;D\n;;Trong tháng phát đủ bốn tin",
        ["2 2026-03-02 05:00 own A", "3 2026-03-02 17:00 own B", "4 2026-03-03 05:00 own C", "5 2026-03-03 17:00 own D", "6 told Ngày"],
    ),
}
SHAPES = {
    "hours under headings of days": (
        "Lịch tuần 2 tháng 9/2026;\nThời gian;Nội dung\nTHỨ HAI (07/9);\n5h00;Một\n17h00;Hai\nTHỨ BA (08/9);\n5h00;Ba",
        ["4 2026-09-07 05:00 own Một", "5 2026-09-07 17:00 own Hai", "7 2026-09-08 05:00 own Ba"],
    ),
    "titles under kinds": (
        "Tháng 3/2026;;;\nNgày;Giờ;Tin;Bài\n2/3;5h;Một hai;\n3/3;5h;;Ba bốn\n4/3;5h;;2",
        ["3 2026-03-02 05:00 own Một hai", "4 2026-03-03 05:00 own Ba bốn", "5 told "],
    ),
    "titles under who made them": (
        "Ngày;Tin tự viết;Tin tiếp âm\n2/3/2026;Một hai;Ba bốn",
        ["2 2026-03-02 own Một hai", "2 2026-03-02 relay Ba bốn"],
    ),
    "a form that numbers its columns": (
        "TT;Ngày;Giờ;Tin bài;Loại;Nguồn;Người đọc;Ghi chú\n(1);(2);(3);(4);(5);(6);(7);(8)\n1;2/3/2026;5h;Một;Tin;Tự viết;Mai;",
        ["3 2026-03-02 05:00 own Một"],
    ),
    "a calendar": (
        'Lịch tháng 6/2026;;\nThứ 2;Thứ 3;Thứ 4\n"1\nMột hai";"2\nBa bốn";3',
        ["3 2026-06-01 own Một hai", "3 2026-06-02 own Ba bốn", "3 told "],
    ),
    "a day without its header": (
        "Lịch tuần (02/3 - 08/3/2026);;;;\nBuổi;Thứ 2;Thứ 3;Thứ 4;\nSáng;Một;Hai;Ba;Mở lớp học nghề may",
        ["3 2026-03-02 Sáng own Một", "3 2026-03-03 Sáng own Hai", "3 2026-03-04 Sáng own Ba", "3 told "],
    ),
    "a column that names no part of the day": (
        "Ngày;Sáng;Chiều;Phát thêm\n2/3/2026;Một;Hai;Mở lớp học nghề may",
        ["2 2026-03-02 Sáng own Một", "2 2026-03-02 Chiều own Hai", "2 told "],
    ),
    "a heading before the sum of a page": (
        "TT;Ngày;Tin bài\n1;2/3/2026;Một\nII. Tiếp âm đài tỉnh;;\n;Cộng trang;\nTT;Ngày;Tin bài\n2;3/3/2026;Hai",
        ["2 2026-03-02 own Một", "6 2026-03-03 relay Hai"],
    ),
    "a heading that says not aired": (
        "TT;Ngày;Tin bài\nA;Tin đã phát;\n1;2/3/2026;Một\nB;Tin chưa phát;\n1;3/3/2026;Hai",
        ["3 2026-03-02 own Một"],
    ),
    "a dateline under a weekly grid": (
        "Lịch tuần (02/3 - 08/3/2026);;;\nBuổi;Thứ 2;Thứ 3;Thứ 4\nSáng;Một;Hai;Ba\n;;;Phú Hòa, ngày 28 tháng 02 năm 2026",
        ["3 2026-03-02 Sáng own Một", "3 2026-03-03 Sáng own Hai", "3 2026-03-04 Sáng own Ba"],
    ),
    "who read it, below": ("Lịch phát thanh ngày 5/8/2026;;\nTT;Giờ;Nội dung\n1;5h;Một\n;;Người đọc: Mai", ["3 2026-08-05 05:00 own Một"]),
}
SHAPES["a table of sums below"] = (
    "Tháng 3/2026;\nNgày;Tin bài\n2;Một\n;\nLoại;Số lượng\n3;Tin\n5;Tiếp âm",
    ["3 2026-03-02 own Một", "5 told Ngày", "6 told Tin bài", "7 told Tin bài"],
)
ITEMS = {
    "hours before titles": (
        'Ngày;Nội dung\n2/3/2026;"5h00: Một\n17h00: Hai"',
        ["2 2026-03-02 05:00 own Một", "2 2026-03-02 17:00 own Hai"],
    ),
    "parts of the day before titles": (
        'Ngày;Nội dung\n2/3/2026;"Sáng: Một\nChiều: Hai"',
        ["2 2026-03-02 Sáng own Một", "2 2026-03-02 Chiều own Hai"],
    ),
    "another hour before a title": ("Ngày;Giờ;Nội dung\n2/3/2026;5h;17h00: Một", ["2 told Nội dung"]),
    "an aside on a line of its own": ('Ngày;Nội dung\n2/3/2026;"Một hai\n(phát lại)"', ["2 2026-03-02 rebroadcast Một hai (phát lại)"]),
    "a title beside its kind": ("Ngày;Nội dung;;Ghi chú\n2/3/2026;Tin;Mở lớp học nghề may;", ["2 told Nội dung"]),
}
AIRED = {
    "no trouble": (
        "Ngày;Tin bài;Ghi chú\n2/3/2026;A;Không có sự cố\n3/3/2026;B;Không gặp trục trặc gì\n4/3/2026;C;Có sự cố",
        ["2 2026-03-02 own A", "3 2026-03-03 own B", "4 told Ghi chú"],
    ),
    "no trouble as a status": ("Ngày;Tin bài;Trạng thái\n2/3/2026;A;Không lỗi\n3/3/2026;B;Lỗi", ["2 2026-03-02 own A"]),
    "a poor airing": ("Ngày;Tin bài;Đánh giá\n2/3/2026;A;Tốt\n3/3/2026;B;Không đạt", ["2 2026-03-02 own A", "3 told "]),
    "beside the table": ("Ngày;Tin bài;\n2/3/2026;A;\n3/3/2026;B;không phát", ["2 2026-03-02 own A"]),
    "days off": (
        "Ngày;Tin bài\n2/9/2026;Nghỉ lễ Quốc khánh\n3/9/2026;Nghỉ do mưa bão\n4/9/2026;Nghị quyết mới",
        ["3 told Tin bài", "4 2026-09-04 own Nghị quyết mới"],
    ),
}
KINDS = {"marks": MARKS, "hours": HOURS, "days": DAYS, "shapes": SHAPES, "items": ITEMS, "aired": AIRED, "nothing": NOTHING}
TABLES = {f"{kind}: {name}": row for kind, table in KINDS.items() for name, row in table.items()}


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES)
def test_a_row_is_right_or_told(text: str, expected: list[str]) -> None:
    """Each row of a small log gives the airings a person reads in it, or a problem in the column that leaves it open."""
    assert said(text) == expected


def test_parts_of_the_day_tell_airings_apart() -> None:
    """One item in the morning and in the afternoon, a row each and no hours, is two airings; the same row twice is one."""
    rows = [["Ngày", "Buổi", "Tin bài"], ["2/3/2026", "Sáng", "A"], ["2/3/2026", "Chiều", "A"], ["2/3/2026", "Sáng", "A"]]
    keys = [bulletin.key for bulletin in read(csv_bytes(rows), "log.csv", ALIASES).bulletins]
    assert (len(keys), len(set(keys))) == (3, 2)


def test_a_part_of_the_day_keeps_the_key_of_a_lone_airing() -> None:
    """The first airing of an item on a day has the key it would have without its part of the day, whatever was taken in before."""
    with_part, without = (
        read(csv_bytes([["Ngày", "Buổi", "Tin bài"], ["2/3/2026", part, "A"]]), "log.csv", ALIASES).bulletins[0].key
        for part in ("Chiều", "")
    )
    assert with_part == without


def test_a_legend_spells_out_abbreviations() -> None:
    """Kinds and origins written as letters are what the legend below the table says; those it does not explain stay."""
    rows = [
        ["Ngày PS", "Tên T/B", "TL", "Nguồn"],
        ["2/3/2026", "Một", "T", "TSX"],
        ["3/3/2026", "Hai", "B", "TA"],
        ["4/3/2026", "Ba", "TB", "TSX"],
    ]
    legend = [[], ["Ghi chú: T: tin; B: bài; TB: thông báo; TSX: tự sản xuất; TA: tiếp âm"]]
    found = read(csv_bytes([*rows, *legend], "\t"), "nk.csv", ALIASES)
    assert [(str(b.origin), b.item_type) for b in found.bulletins] == [
        ("own", ItemType.TIN),
        ("relay", ItemType.BAI),
        ("own", ItemType.NOTICE),
    ]
    assert not found.problems


def test_kinds_that_hold_titles_are_the_kinds_of_their_items() -> None:
    """Below "Tin", "Bài" and "Thông báo" stand the titles of such items."""
    rows = [["Ngày", "Tin", "Bài", "Thông báo"], ["2/3/2026", "Một hai", "", ""], ["3/3/2026", "", "Ba bốn", "Năm sáu"]]
    found = read(xlsx_bytes({"T3": rows}), "nk.xlsx", ALIASES).bulletins
    assert [(b.title, b.item_type) for b in found] == [("Một hai", ItemType.TIN), ("Ba bốn", ItemType.BAI), ("Năm sáu", ItemType.NOTICE)]


APPS = {
    "a start that holds the day": [["title", "startTime", "endTime"], ["Một", "2026-03-01T22:00:00Z", "2026-03-01T22:05:00Z"]],
    "American with half days": [
        ["#", "Date/Time", "Bulletin", "Result"],
        ["1", "3/2/26 5:00 AM", "Một", "Completed"],
        ["2", "3/30/26 5:00 AM", "Hai", "Failed"],
    ],
    "a schedule": [
        ["ID", "Schedule Name", "Start Date", "End Date", "Play Time", "Repeat"],
        ["1", "Một", "2026-03-02", "2026-03-02", "05:00:00", "Once"],
    ],
    "seconds of the epoch": [["id", "content_name", "start_ts", "end_ts", "status"], ["1", "Một", "1772402400", "1772402700", "finished"]],
    "a status in numbers and in words": [
        ["title", "playTime", "status", "statusText"],
        ["Một", "2026-03-02T05:00:00", "1", "SUCCESS"],
        ["Hai", "2026-03-03T05:00:00", "0", "FAILED"],
    ],
}


@pytest.mark.parametrize("rows", APPS.values(), ids=APPS)
def test_exports_of_programs_are_read(rows: list[list[str]]) -> None:
    """An export is read by what its columns hold, whatever it calls them."""
    assert said(csv_bytes(rows, ",")) == ["2 2026-03-02 05:00 own Một"]


DOCUMENTS = {
    "a record on each line": '{"date": "2026-03-02", "time": "05:00", "title": "Một"}\n{"date": "2026-03-03", "time": "05:00", "title": "Hai"}',
    "lists within lists": json.dumps(
        {
            "days": [
                {"date": f"2026-03-0{day}", "programs": [{"start": "05:00", "items": [{"name": name}]}]}
                for day, name in ((2, "Một"), (3, "Hai"))
            ]
        }
    ),
    "airings of a bulletin": json.dumps(
        {
            "history": [
                {
                    "bulletin": {"title": name},
                    "plays": [{"at": f"2026-03-0{day}T05:00:00", "ok": True}, {"at": "2026-03-09T05:00:00", "ok": False}],
                }
                for day, name in ((2, "Một"), (3, "Hai"))
            ]
        }
    ),
}


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_json_is_read_however_deep_its_records_lie(text: str) -> None:
    """Records on lines of their own, and records within the records of lists, are rows with what stands above them."""
    found = read(text.encode(), "log.json", ALIASES)
    assert [(str(b.aired_on), str(b.aired_at), b.title) for b in found.bulletins] == [
        ("2026-03-02", "05:00:00", "Một"),
        ("2026-03-03", "05:00:00", "Hai"),
    ]
    assert not found.problems


def test_a_list_beside_the_log_is_named() -> None:
    """A second list of a JSON export that looks like airings and is not understood is told, and the first is read."""
    document = {"news": [{"title": "Một", "broadcastDate": "2026-03-02"}], "khac": [{"ten": "Hai ba bốn năm", "luc": "2026-03-03"}]}
    found = read(json.dumps(document).encode(), "log.json", ALIASES)
    assert [b.title for b in found.bulletins] == ["Một"]
    assert len(found.problems) == 1


def test_a_ditto_under_a_real_date_is_that_date() -> None:
    """A ditto mark below a date that Excel stored is read as that date, not as a text in another order."""
    rows: list[list[Any]] = [["Ngày", "Giờ", "Nội dung"], [date(2026, 3, 2), "5h", "Một"], ['"', "17h", "Hai"]]
    assert said(xlsx_bytes({"T3": rows}), "log.xlsx") == ["2 2026-03-02 05:00 own Một", "3 2026-03-02 17:00 own Hai"]
