"""A loudspeaker log gives the same bulletins from every kind of file, and each row that is none is named with its reason."""

import json
import subprocess
import sys
from dataclasses import fields
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logbook import ALIASES, HEADER, ROWS, csv_bytes, meaning, xlsx_bytes

from newswatch.core.bulletin import Bulletin, RowProblem
from newswatch.core.model import ItemType, Origin
from newswatch.errors import InputError
from newswatch.sources.log.reader import FIELDS, bulletin_of, read

LOGS = Path(__file__).parent / "samples"
SOUND = {"date": "04/05/2027", "time": "05:30", "title": "Đổi giờ làm việc ở bộ phận tiếp công dân"}


def said(bulletin: Bulletin) -> dict[str, object]:
    """The filled fields of a bulletin as an expectation file writes them."""
    values = {field.name: getattr(bulletin, field.name) for field in fields(bulletin) if field.name not in ("key", "file")}
    return {name: value if isinstance(value, int) else str(value) for name, value in values.items() if value not in (None, "")}


@pytest.mark.parametrize("name", ["station.csv", "banner.csv", "app.json"])
def test_a_log_reads_as_its_expectation_says(name: str) -> None:
    """A station's odd log, a log below banners without diacritics, and an app's export give exactly what is written beside them."""
    reading = read((LOGS / name).read_bytes(), name, ALIASES)
    assert {
        "bulletins": [said(bulletin) for bulletin in reading.bulletins],
        "problems": [[problem.row, problem.column, problem.reason] for problem in reading.problems],
        "skipped": reading.skipped,
    } == json.loads((LOGS / f"{name}.expected.json").read_text("utf-8"))
    assert {bulletin.file for bulletin in reading.bulletins} == {name}


def test_every_log_has_an_expectation() -> None:
    """The test above reads every log in the folder."""
    assert {path.name for path in LOGS.iterdir()} == {
        n + end for n in ("station.csv", "banner.csv", "app.json") for end in ("", ".expected.json")
    }


def test_columns_show_how_the_header_was_read() -> None:
    """The reading names each field with the header it was found under, and leaves unknown headers out."""
    reading = read(csv_bytes([("STT", "NGAY  PHAT", "Tiêu đề:", "Mã số")]), "log.csv", ALIASES)
    assert reading.columns == {"date": "NGAY PHAT", "title": "Tiêu đề:"}
    assert (reading.bulletins, reading.problems, reading.skipped) == ((), (), 0)


@given(order=st.permutations(range(len(HEADER))), delimiter=st.sampled_from(";,\t|"))
def test_order_of_columns_does_not_matter(order: list[int], delimiter: str) -> None:
    """Any order of columns and any delimiter give the same bulletins."""
    rows = [[row[place] for place in order] for row in (HEADER, *ROWS)]
    expected = [meaning(bulletin) for bulletin in read(csv_bytes([HEADER, *ROWS]), "log.csv", ALIASES).bulletins]
    assert len(expected) == len(ROWS)
    assert [meaning(bulletin) for bulletin in read(csv_bytes(rows, delimiter), "log.csv", ALIASES).bulletins] == expected


@given(
    rows=st.lists(
        st.tuples(
            st.dates(date(2020, 1, 1), date(2030, 12, 31)).filter(lambda day: day.day > 12),  # earlier ones may be month first
            st.times().map(lambda t: t.replace(second=0, microsecond=0)),
            st.text("abc đêôư;,\"'!\n", min_size=1, max_size=30).map(lambda t: f"Tin {t}"),
            st.sampled_from(["Tự viết", "Tiếp âm", "Phát lại", ""]),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_keys_agree_between_csv_xlsx_and_json(rows: list[tuple[date, time, str, str]]) -> None:
    """The same rows as text in a CSV, as real dates and times in a workbook and as JSON objects have the same keys."""
    header = ("Ngày", "Giờ", "Tiêu đề", "Nguồn")
    typed = [(f"{day:%d/%m/%Y}", f"{at:%H:%M}", title, origin) for day, at, title, origin in rows]
    objects = [dict(zip(header, row, strict=True)) for row in typed]
    by_csv = read(csv_bytes([header, *typed]), "log.csv", ALIASES)
    by_xlsx = read(xlsx_bytes({"Sổ": [header, *rows]}), "log.xlsx", ALIASES)
    by_json = read(json.dumps(objects).encode(), "log.json", ALIASES)
    keys = [bulletin.key for bulletin in by_csv.bulletins]
    assert len(keys) == len(rows)
    assert [bulletin.key for bulletin in by_xlsx.bulletins] == keys
    assert [bulletin.key for bulletin in by_json.bulletins] == keys


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"title": "ĐỔI GIỜ LÀM VIỆC ở bộ phận  tiếp công dân"}, True),
        ({"author": "Lê Thị Mận", "note": "phát đủ", "duration": "2 phút"}, True),
        ({"time": "5h30"}, True),
        ({"origin": "Tự sản xuất"}, True),
        ({"time": "17:30"}, False),
        ({"date": "05/05/2027"}, False),
        ({"origin": "Phát lại"}, False),
        ({"speaker_clusters": "Cụm 2"}, False),
        ({"title": "Đổi giờ làm việc ở bộ phận tiếp dân"}, False),
    ],
)
def test_key_names_an_airing_by_its_meaning(changed: dict[str, str], same: bool) -> None:
    """Day, time, title, origin and speakers make the key; their spelling and the other fields don't."""
    first, second = (bulletin_of(texts, file="f", row=1) for texts in (SOUND, SOUND | changed))
    assert isinstance(first, Bulletin)
    assert isinstance(second, Bulletin)
    assert len(first.key) == 32
    assert (first.key == second.key) is same


def test_command_line_fields_make_a_whole_bulletin() -> None:
    """Texts by field identifier fill every field of a bulletin."""
    same = {
        "session": "Chiều", "programme": "Bản tin xã", "section": "Cải cách", "author": "A", "editor": "B", "approver": "C",
        "entered_by": "D", "announcer": "giọng máy", "speaker_clusters": "Cụm 1", "web_link": "https://xa.example.gov.vn/1", "note": "ghi",
    }  # fmt: skip
    read_into = {
        "date": "Thứ Ba, 04/05/2027", "title": " Đổi giờ\nlàm việc ", "time": "17 giờ 15", "duration": "3'20\"", "summary": "Tóm\n\n tắt",
        "script": "Câu một.\r\nCâu hai.", "item_type": "Bài viết", "origin": "CTV", "approved_on": "3/5/2027", "status": "Đã phát",
    }  # fmt: skip
    assert {*same, *read_into} == set(FIELDS)
    found = bulletin_of(same | read_into, file="command line", row=0)
    assert isinstance(found, Bulletin)
    assert found == Bulletin(
        key=found.key,
        aired_on=date(2027, 5, 4),
        title="Đổi giờ làm việc",
        aired_at=time(17, 15),
        duration=200,
        summary="Tóm\ntắt",
        script="Câu một.\nCâu hai.",
        item_type=ItemType.BAI,
        origin=Origin.OWN,
        origin_raw="CTV",
        approved_on=date(2027, 5, 3),
        file="command line",
        row=0,
        **same,
    )


@pytest.mark.parametrize(
    ("fields_given", "column", "reason"),
    [
        ({}, "date", "no date"),
        ({"date": "31/02/2027"}, "date", "no such day: 31/02/2027"),
        ({"date": "ngày 31 tháng 4 năm 2027"}, "date", "no such day"),
        ({"date": "2027-13-01"}, "date", "no such day"),
        ({"date": "04/05"}, "date", "no year"),
        ({"date": "04/05/27"}, "date", "four digits"),
        ({"date": "04/05/0227"}, "date", "no plausible year"),
        ({"date": "Thứ Hai, 04/05/2027"}, "date", "not one day for sure"),
        ({"date": "4-5/05/2027"}, "date", "not one day for sure"),
        ({"date": "hôm qua"}, "date", "not a date"),
        ({"date": "04/05/2027"}, "title", "no title"),
        (SOUND | {"title": " - "}, "title", "no title"),
        (SOUND | {"title": "C¶i c¸ch hµnh chÝnh"}, "title", "old font"),
        (SOUND | {"title": "Caûi caùch haønh chính"}, "title", "old font"),
        (SOUND | {"title": "Xã \ud800 h\ufffdp"}, "title", "letters are lost"),
        (SOUND | {"time": "giờ ăn"}, "time", "not a time of day"),
        (SOUND | {"time": "24:00"}, "time", "not a time of day"),
        (SOUND | {"time": "5h30, xế"}, "time", "not a time of day"),
        (SOUND | {"status": "hủy"}, "status", "did not go on air"),
        (SOUND | {"status": "xem sổ"}, "status", "not known whether"),
        (SOUND | {"titel": "x"}, "titel", "no such field"),
    ],
)
def test_faults_are_named_by_field_and_reason(fields_given: dict[str, str], column: str, reason: str) -> None:
    """A row that can't be read is a problem with its field, the value as given and a reason."""
    found = bulletin_of(fields_given, file="command line", row=7)
    assert isinstance(found, RowProblem)
    assert (found.file, found.row, found.column, found.value) == ("command line", 7, column, fields_given.get(column, "").strip())
    assert reason in found.reason


@pytest.mark.parametrize(
    ("given_date", "given_time", "aired_on", "aired_at", "session"),
    [
        ("12/03/2026 05:30", "", date(2026, 3, 12), time(5, 30), ""),
        ("12/03/2026 05:30", "17h", date(2026, 3, 12), time(17, 0), ""),
        ("2026-03-12T22:30:00Z", "", date(2026, 3, 13), time(5, 30), ""),
        ("1773268200000", "", date(2026, 3, 12), time(5, 30), ""),
        ("1773268200", "", date(2026, 3, 12), time(5, 30), ""),
        ("46093", "", date(2026, 3, 12), None, ""),
        ("46093.229166666664", "", date(2026, 3, 12), time(5, 30), ""),
        ("12.3.2026", "0.22916666666666666", date(2026, 3, 12), time(5, 30), ""),
        ("12-3-2026", "2026-03-12 05:30:00", date(2026, 3, 12), time(5, 30), ""),
        ("12/03/2026", "5h30-5h45", date(2026, 3, 12), time(5, 30), ""),
        ("12/03/2026", "05:30 đến 05:45", date(2026, 3, 12), time(5, 30), ""),
        ("12/03/2026", "5h30/17h30", date(2026, 3, 12), time(5, 30), ""),
        ("12/03/2026", "5h30 và 17h30", date(2026, 3, 12), time(5, 30), ""),
        ("12/03/2026", "Buổi sáng", date(2026, 3, 12), None, "Buổi sáng"),
        ("12/03/2026", "SANG, CHIEU", date(2026, 3, 12), None, "SANG, CHIEU"),
    ],
)
def test_days_and_times_as_logs_write_them(given_date: str, given_time: str, aired_on: date, aired_at: time | None, session: str) -> None:
    """Dates with times, serial numbers, epochs, spans and parts of the day are read; instants of other zones become local."""
    found = bulletin_of({"date": given_date, "time": given_time, "title": "Tin"}, file="f", row=1)
    assert isinstance(found, Bulletin)
    assert (found.aired_on, found.aired_at, found.session) == (aired_on, aired_at, session)


@pytest.mark.parametrize(
    ("header", "text", "seconds", "note"),
    [
        ("Thời lượng", "2 phút 30 giây", 150, ""),
        ("Thời lượng", "04:10", 250, ""),
        ("Thời lượng", "0.00231481481481481", 200, ""),
        ("Thời lượng (phút)", "3", 180, ""),
        ("Thời lượng (phút)", "2,5", 150, ""),
        ("Thời lượng (phút)", "04:10", 250, ""),
        ("Thời lượng (giây)", "95", 95, ""),
        ("Thời lượng", "3", None, "Thời lượng: 3"),
        ("Thời lượng", "0.5", None, "Thời lượng: 0.5"),
        ("Thời lượng", "hơi dài", None, "Thời lượng: hơi dài"),
        ("Thời lượng", "", None, ""),
    ],
)
def test_lengths_take_their_unit_from_the_header(header: str, text: str, seconds: int | None, note: str) -> None:
    """A bare number has the unit that its header names; an unreadable length goes into the note and the item still counts."""
    reading = read(csv_bytes([("Ngày", "Tiêu đề", header), ("04/05/2027", "Tin", text)]), "log.csv", ALIASES)
    assert [(bulletin.duration, bulletin.note) for bulletin in reading.bulletins] == [(seconds, note)]


def test_openpyxl_is_loaded_for_workbooks_alone() -> None:
    """Importing the module and reading a CSV leave the slow workbook library out."""
    code = "from newswatch.sources.log.reader import read; read(b'date;title', 'a.csv', {})"
    check = "; import sys; sys.exit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code + check], check=False).returncode == 0


def test_a_cell_with_several_items_is_several_bulletins() -> None:
    """A numbered list in one title cell is an airing of each item; the length of the whole is that of none."""
    rows = [HEADER[:4], ("04/05/2027", "05:30", "5 phút", "1. Mở lớp học chữ\n2. Cắt điện luân phiên")]
    reading = read(csv_bytes(rows), "log.csv", ALIASES)
    found = [(bulletin.row, bulletin.title, bulletin.duration) for bulletin in reading.bulletins]
    assert found == [(2, "Mở lớp học chữ", None), (2, "Cắt điện luân phiên", None)]


def test_bad_rows_under_the_signatures_still_show() -> None:
    """Only rows with few cells are taken for signatures; a full row after them is a bulletin or a problem."""
    late = ("09/05/2027", "05:30", "2 phút", "Ghi thêm sau khi ký", "Tin", "Tự viết")
    bad = ("tuần sau", "05:30", "2 phút", "Ghi thêm", "Tin", "Tự viết")
    foot = [
        ("", "", "", "Tân Phong, ngày 31 tháng 5 năm 2027", "", ""),
        ("Người lập biểu", "", "", "", "TM. UBND XÃ", ""),
        ("", "", "", "Lê Thị Mận", "Võ Hoài", ""),
    ]
    reading = read(csv_bytes([HEADER, *ROWS, *foot, bad, late]), "log.csv", ALIASES)
    assert [bulletin.row for bulletin in reading.bulletins] == [2, 3, 4, 9]
    assert [problem.row for problem in reading.problems] == [8]
    assert reading.skipped == 3


@pytest.mark.parametrize(
    ("title", "is_total"),
    [("Tổng cộng", True), ("CỘNG:", True), ("Tổng số: 12 tin, 3 bài", True), ("Tổng cộng tháng 5: 15", True)]
    + [(title, False) for title in ("Tổng kết phong trào thi đua", "Cộng đồng chung tay", "Tổng số hộ nghèo của xã giảm")],
)
def test_totals_lines_are_no_titles(title: str, is_total: bool) -> None:
    """A totals line is skipped; an undated item whose title merely begins alike is a problem."""
    reading = read(csv_bytes([HEADER, *ROWS, ("", "", "", title, "", "")]), "log.csv", ALIASES)
    assert (reading.skipped, len(reading.problems)) == ((1, 0) if is_total else (0, 1))


def test_a_second_header_with_another_order_holds_for_its_rows() -> None:
    """Rows below a further header are read by that header."""
    swapped = [[row[3], *row[:3], *row[4:]] for row in (HEADER, *ROWS)]
    later = [[row[0], row[1].replace("/05/", "/06/"), *row[2:]] for row in swapped]
    reading = read(csv_bytes([HEADER, *ROWS, *later]), "log.csv", ALIASES)
    assert [bulletin.aired_on.month for bulletin in reading.bulletins] == [5, 5, 5, 6, 6, 6]
    assert [bulletin.title for bulletin in reading.bulletins] == [row[3] for row in ROWS] * 2
    assert (reading.problems, reading.skipped) == ((), 1)


def test_more_cells_than_headers_is_a_problem_in_csv() -> None:
    """A delimiter in a text without quotation marks shifts the cells, so the row is a problem."""
    body = b"Ng\xc3\xa0y;Ti\xc3\xaau \xc4\x91\xe1\xbb\x81;Ngu\xe1\xbb\x93n\n04/05/2027;m\xe1\xbb\x99t; hai;T\xe1\xbb\xb1 vi\xe1\xba\xbft\n"
    reading = read(body, "log.csv", ALIASES)
    assert reading.bulletins == ()
    assert [(problem.row, problem.value) for problem in reading.problems] == [(2, "Tự viết")]
    assert "quotation marks" in reading.problems[0].reason


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("Họ tên", "Chức vụ")], "'Họ tên', 'Chức vụ'"),
        ([("Ngày phát", "Thời lượng"), ("04/05/2027", "2 phút")], "'Ngày phát', 'Thời lượng'"),
    ],
)
def test_a_file_without_header_says_what_it_found_and_needs(rows: list[tuple[str, str]], found: str) -> None:
    """A file without columns for date and title is refused, with the headers found and the ones that would do."""
    with pytest.raises(InputError, match="no header row") as caught:
        read(csv_bytes(rows), "log.csv", ALIASES)
    assert found in str(caught.value)
    assert "date ('Ngày phát'" in str(caught.value)
    assert "title ('Tên tin, bài'" in str(caught.value)
