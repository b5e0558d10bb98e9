"""The commands around the office's sheet: a fresh one, checked, compared, ranked; a file that can't be read stops no other."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
import sheets
from command import newswatch
from openpyxl import load_workbook
from wording import MARKS, english

from newswatch.services.assess import reading

SCORES = {"1.3.3": 1.5, "1.4": 5, "2.1": 10, "2.1.1.1": 1, "2.1.3": 3.5}
OTHERS = ("91.2", "90", "88.5", "88.5", "87.25", "86", "85", "84.1", "80", "70.5")
SET = ("--criteria", "quang-dien-2614")


class Office:
    """A folder in which sheets of the seed's set are made by the command and filled in as people do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        done = newswatch("assess", "new", *SET, "--year", "2019", "--out", "biểu.xlsx", cwd=folder)
        assert done.returncode == 0, done.stderr
        self.blank = (folder / "biểu.xlsx").read_bytes()

    def scores(self, name: str, total: float | None, unit: str, scores: dict[str, float | None] | None = None) -> Path:
        """Lays a sheet scored so, by the unit and in appraisal alike."""
        book = load_workbook(io.BytesIO(self.blank))
        sheet: Any = book.worksheets[0]
        sheet["A2"] = f"Đơn vị: {unit}"
        given = SCORES | (scores or {})
        for row in sheet.iter_rows(min_row=6):
            if row[0].value in given:
                row[3].value = row[4].value = given[row[0].value]
                row[6].value, row[7].value = "Công văn 1/UBND", "Đã giải trình"
            elif row[1].value == "Tổng cộng":
                row[3].value = row[4].value = total
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(sheets.saved(book))
        return path

    def says(self, *words: str, code: int = 0) -> str:
        """What a command prints, ended with this code."""
        done = newswatch("assess", *words, cwd=self.folder)
        assert done.returncode == code, done.stderr or done.stdout
        return done.stdout

    def tells(self, *words: str, code: int = 0) -> Any:
        """The same as JSON."""
        return json.loads(self.says(*words, "--json", code=code))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def eleven(office: Office) -> None:
    """The sheets of the district's eleven communes of 2019, Quảng Thọ's among them."""
    office.scores("2019/quang-tho.xlsx", 92.63, "xã Quảng Thọ")
    for n, total in enumerate(OTHERS):
        office.scores(f"2019/xa-{n}.xlsx", float(total), f"xã {n}", {"1.4": 4})


def test_the_seeds_year(office: Office) -> None:
    """The seed's table comes back: 92,63 of 100 checked, 4,47 more than 2018, first of eleven."""
    eleven(office)
    checked = office.says("check", "2019/quang-tho.xlsx", *SET)
    assert "Tổng cộng: điểm tối đa 100; điểm tự chấm 92,63; điểm thẩm định 92,63." in checked
    assert "tổng mất 7,37 điểm, các dòng đã biết mất 2,5; còn 4,87 điểm" in checked
    assert "Không thấy lỗi nào." in checked
    office.scores("2018.xlsx", 88.16, "xã Quảng Thọ")
    assert "88,16" in (compared := office.says("compare", "2018.xlsx", "2019/quang-tho.xlsx", *SET))
    assert "chênh lệch +4,47." in compared
    ranking = office.says("rank", "2019", "--out", "xep-hang.xlsx")
    assert "Xếp hạng 11/11" in ranking
    first = next(line for line in ranking.splitlines() if "01/11" in line)
    assert "xã Quảng Thọ" in first
    assert "92,63/100" in first
    rows = list(load_workbook(office.folder / "xep-hang.xlsx").worksheets[0].values)
    at = next(n for n, row in enumerate(rows) if row[0] == "Hạng trên 11")
    assert rows[at + 1][:4] == (1, "xã Quảng Thọ", 92.63, 100)
    assert [row[0] for row in rows[at + 1 : at + 12]] == [1, 2, 3, 4, 4, 6, 7, 8, 9, 10, 11]


def test_a_file_that_cannot_be_read_stops_no_other(office: Office) -> None:
    """Each file without a sure total is told with its reason in Vietnamese, has no rank, and is never 0; the others are ranked, with exit code 3."""
    folder = office.scores("h/a.xlsx", 90, "xã A").parent
    office.scores("h/b.xlsx", 80, "xã B")
    (folder / "bản sao.xlsx").write_bytes((folder / "a.xlsx").read_bytes())
    office.scores("h/c1.xlsx", 95, "xã C")
    office.scores("h/c2.xlsx", 85, "Xã  C")
    for name, raw in {
        "d.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "đ.pdf": b"%PDF-1.7",
        "e.xlsx": b"PK\x05\x06" + bytes(18),
    }.items():
        (folder / name).write_bytes(raw)
    office.scores("h/g.xlsx", None, "xã A")
    (folder / "~$a.xlsx").write_bytes(b"lock")
    found = office.tells("rank", "h", "--by", "self", code=3)
    told = {one["file"]: (one["rank"], one["doubt"]) for one in found["units"]}
    assert told == {
        "a.xlsx": (1, None),
        "b.xlsx": (2, None),
        "bản sao.xlsx": (None, "same_file"),
        "c1.xlsx": (None, "same_unit"),
        "c2.xlsx": (None, "same_unit"),
        "d.xls": (None, "unread"),
        "đ.pdf": (None, "unread"),
        "e.xlsx": (None, "unread"),
        "g.xlsx": (None, "blank"),
    }
    assert (found["complete"], found["among"]) == (False, 2)
    for one in found["units"]:
        if one["doubt"]:
            assert one["total"] != "0"
            assert MARKS.search(one["told"])
            assert english(one["told"]) == [], one["told"]
    assert "7 tệp không xếp hạng được, không tính là 0 điểm" in office.says("rank", "h", "--out", "h/xep-hang.xlsx", code=3)


def test_what_is_wrong_is_told_with_its_cell(office: Office) -> None:
    """`check` names cell, criterion and fault, ends with exit code 3, and says the same as JSON."""
    office.scores("x.xlsx", 92.63, "xã A", {"1.3.3": 2.5, "1.4": None, "2.1": 10.8})
    said = office.says("check", "x.xlsx", *SET, code=3)
    assert "Tự chấm điểm!D6, tiêu chí 1.3.3: điểm tự chấm 2,5 cao hơn điểm tối đa 2" in said
    assert "Tự chấm điểm!D7, tiêu chí 1.4: điểm tự chấm để trống" in said
    assert "Tự chấm điểm!D8, tiêu chí 2.1: điểm tự chấm mất 0,2 điểm, riêng các dòng dưới đã mất 1" in said
    found = office.tells("check", "x.xlsx", *SET, code=3)
    assert found["total"] == {"maximum": "100", "self-score": "92.63", "appraised": "92.63"}
    first = found["findings"][0]
    assert (first["fault"], first["code"], first["cell"], first["found"], first["expected"]) == ("above_maximum", "1.3.3", "D6", "2.5", "2")
    assert english(" ".join(one["told"] for one in found["findings"])) == []


def test_without_its_set_a_sheet_known_in_part_is_incomplete(office: Office) -> None:
    """A sheet stands for itself: without the set that says so, nobody knows that its rows are but a part."""
    office.scores("x.xlsx", 92.63, "xã A")
    assert "Tự chấm điểm!C11, dòng tổng: điểm tối đa ghi 100, cộng các dòng dưới được 19" in office.says("check", "x.xlsx", code=3)


def test_one_file_is_compared_with_its_appraisal(office: Office) -> None:
    """Of one file the self-scores are held against the appraisal: what was lost, and whose it is."""
    path = office.scores("x.xlsx", 93, "xã A")
    book = load_workbook(path)
    sheet: Any = book.worksheets[0]
    sheet["E6"], sheet["E7"], sheet["E11"] = 1, None, 92.5
    book.save(path)
    found = office.tells("compare", "x.xlsx", *SET)
    assert (found["old_column"], found["new_column"], found["difference"], found["known_difference"]) == (
        "self-score",
        "appraised",
        None,
        "-0.5",
    )
    assert [(one["code"], one["difference"], one["unit"]) for one in found["criteria"]] == [
        ("1.3.3", "-0.5", "Ban biên tập trang TTĐT xã"),
        ("2.1.3", "0", "Tư pháp"),
        ("2.1.1.1", "0", "Tư pháp"),
        ("1.4", None, "Đoàn kiểm tra CCHC xã"),
    ]
    said = office.says("compare", "x.xlsx")
    assert "1 tiêu chí chưa rõ điểm ở một bên, không tính là 0. Cộng các tiêu chí rõ điểm ở cả hai bên: -0,5." in said
    assert english(said.replace("x (", "(")) == []


def test_two_years_in_one_file(office: Office) -> None:
    """A file with columns of two years is compared with itself by the years named."""
    head = ("Mã", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm 2025", "Điểm tự chấm 2026")
    (office.folder / "hai.xlsx").write_bytes(sheets.workbook(head=head, rows=[("1", "Tin, bài", 2, 1.5, 1), ("", "Tổng cộng", 2, 1.5, 1)]))
    found = office.tells("compare", "hai.xlsx", "--old-year", "2025", "--new-year", "2026")
    assert (found["old_total"], found["new_total"], found["difference"]) == ("1.5", "1", "-0.5")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("new", *SET, "--out", "biểu.xlsx"), "biểu.xlsx: lies there already"),
        (("new", *SET, "--out", "x.docx"), "x.docx: must end with .xlsx; a sheet in Word is filled in, checked and ranked, but not made"),
        (("new", "--criteria", "hue", "--out", "x.xlsx"), "no set of criteria 'hue'"),
        (("check", "không.xlsx"), "không.xlsx: can't be read"),
        (("rank", "trống"), "trống: holds 0 files"),
        (("rank", ".", "--out", "biểu.xlsx"), "holds 0 files"),
        (("compare", "một.xlsx"), "một.xlsx: has no column of appraised points; name another one with --old and --new"),
    ],
)
def test_what_cannot_be_done_is_refused(office: Office, words: tuple[str, ...], reason: str) -> None:
    """A file that is there, a Word file, a set or a file that is not there, an empty folder, a column that is missing: exit code 2, what to do."""
    (office.folder / "trống").mkdir()
    if words[0] == "compare":
        (office.folder / "một.xlsx").write_bytes(sheets.workbook(head=sheets.HEAD[:4]))
    refused = newswatch("assess", *words, cwd=office.folder)
    assert (refused.returncode, reason in refused.stderr) == (2, True), refused.stderr


def test_a_folder_of_too_many_files_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """More files than a nation has communes are no folder of sheets, and none of them is opened."""
    monkeypatch.setattr(reading, "_MOST_FILES", 2)
    for n in range(3):
        (office.folder / f"{n}.xlsx").write_bytes(office.blank)
    refused = newswatch("assess", "rank", ".", cwd=office.folder)
    assert (refused.returncode, "holds 4 files; name a folder of 1 to 2 sheets" in refused.stderr) == (2, True)


def test_a_fresh_sheet_is_made_for_the_configured_unit(office: Office) -> None:
    """With a configuration the sheet bears its unit's name and what is known of it; without one the name is left to be written."""
    repository = Path(__file__).parents[2]
    assert "Đơn vị: ……" in office.says("new", *SET, "--year", "2020", "--out", "a.xlsx")
    (office.folder / "config.toml").write_text((repository / "config.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert "Đơn vị: Xã Quảng Thọ" in office.says("new", *SET, "--year", "2020", "--out", "b.xlsx")
    assert "Năm 2019: 92,63/100 điểm, xếp thứ 01/11." in sheets.values((office.folder / "b.xlsx").read_bytes(), "Tự chấm điểm").values()
