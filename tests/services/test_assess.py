"""The self-score of a year goes into the office's own sheet with all that limits it, and never without a reason where it isn't sure."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sheets
import worlds
from command import newswatch
from office import Office
from portal import Portal
from rule_tables import rule

from newswatch.core.count.statement import State
from newswatch.core.model import Channel
from newswatch.errors import InputError
from newswatch.report.sheets.filling import Filled
from newswatch.report.vi import assess as said
from newswatch.services import assess
from newswatch.services.assess import Asked

RULE = """
id = "xa-9"
criterion = "1.3.3"
title = "Số lượng tin, bài"
effective_from = 2020-01-02
verified = {verified}
quota = 2
channels = ["portal"]
max_points = {most}
penalty = 0.5
reading = "A_cumulative"
{reading}
[legal_basis]
number = "9/QĐ-UBND"
date = 2020-01-02
issuer = "UBND tỉnh"
verified = true
"""
CONFIRMED = 'reading_status = "confirmed"\nconfirmed_by = "Công văn 5/PNV"'
UNTIL = date(2026, 10, 31)


class Desk:
    """An office whose October has one item of two, looked at since September, and the sheet it is to hand in."""

    def __init__(self, folder: Path, portal: Portal) -> None:
        self.office = Office(folder, portal)
        for n in range(3):
            self.office.par(n, f"2026-{9 + n // 2:02d}-{5 + n:02d} 08:00")
        self.folder = folder
        self.has_rule()
        self.office.polls("2026-10-20 06:30", since="2026-01-01")
        self.office.polls("2026-11-02 06:30")
        self.sheet = folder / "biểu.xlsx"
        self.sheet.write_bytes(sheets.workbook())

    def has_rule(self, *, verified: str = "true", most: str = "2", reading: str = CONFIRMED) -> None:
        """Puts a rule in force."""
        (self.folder / "rule.toml").write_text(RULE.format(verified=verified, most=most, reading=reading), encoding="utf-8")
        path = self.office.settings.path
        path.write_text(path.read_text(encoding="utf-8").replace('"quang-dien-2614"', '"rule.toml"'), encoding="utf-8")
        self.office.reads_settings()

    def fills(self, name: str = "ra.xlsx", **asked: Any) -> Filled:
        """Fills the sheet in for 2026."""
        values: dict[str, Any] = {"year": 2026, "until": UNTIL, "provisional": "biểu nộp trước kỳ hạn"} | asked
        wanted = Asked(**values)
        with self.office.store() as store:
            return assess.fill(store, self.office.unit, self.sheet, self.folder / name, wanted, self.office.now())


@pytest.fixture
def desk(tmp_path: Path, portal: Portal) -> Desk:
    return Desk(tmp_path, portal)


def explained(filled: Filled) -> str:
    """The explanation that was put in."""
    return dict(filled.put)["G4"]


def test_the_year_so_far_is_filled_in(desk: Desk) -> None:
    """The score stands in a copy with its evidence, what is short and what is open; the sheet handed in is left as it is."""
    before = desk.sheet.read_bytes()
    filled = desk.fills()
    held = sheets.values((desk.folder / "ra.xlsx").read_bytes())
    year = desk.office.year()
    assert desk.sheet.read_bytes() == before
    assert held["D4"] == float(year.score or 0)
    assert explained(filled).startswith("Theo newswatch, tính đến hết ngày 31/10/2026: Tiêu chí 1.3.3: ")
    assert "Chưa tính các tháng chưa kết thúc: 11/2026, 12/2026." in explained(filled)
    assert "Cách tính A. cộng dồn từng tin, bài thiếu trong năm; xác nhận tại Công văn 5/PNV." in explained(filled)
    assert "Số liệu tạm tính, lý do: biểu nộp trước kỳ hạn." in explained(filled)


def test_months_after_the_day_are_left_out() -> None:
    """A month whose window ends after the day is open in the year so far, and the score is that of the months before."""
    items = [worlds.countable(n, f"Cải cách hành chính {n}", f"2026-01-{5 + n:02d}") for n in range(4)]
    year = worlds.year_of(items, rule(channels=["portal"]))
    so_far = assess.so_far(year, date(2026, 2, 27))
    assert [m.state for m in so_far.months] == [State.MET, *[State.OPEN] * 11]
    assert so_far.score == Decimal(2)
    assert assess.so_far(year, date(2026, 2, 28)).score == Decimal(0)
    assert assess.so_far(year, date(2026, 12, 31)).score == year.score


def test_the_evidence_names_the_items_that_count() -> None:
    """The evidence counts the items of known months in each channel, by their numbers, runs as ranges."""
    portal = [worlds.countable(n, f"Thủ tục hành chính {n}", f"2026-01-{5 + n:02d}") for n in (1, 2, 3, 7)]
    aired = [worlds.bulletin(9, "Cải cách hành chính trên loa", "2026-01-20")]
    told = said.evidence(worlds.year_of([*portal, *aired]))
    assert "5 mục được tính" in told
    assert told.endswith("Trang TTĐT 4 mục (1–3, 7); Truyền thanh 1 mục (9).")
    assert Channel.PORTAL in rule().channels
    assert said.evidence(worlds.year_of([])) == "không có tin, bài nào được tính trong các tháng đã rõ của năm 2026."


def test_an_assumed_reading_fills_and_says_so() -> None:
    """Of a reading that no document confirms the explanation says so, with what the others would give, and may not be left out."""
    items = [
        worlds.countable(n, f"Thủ tục hành chính {n}", f"2026-{m:02d}-{5 + n % 4:02d}")
        for m in range(1, 13)
        for n in range(4 * m, 4 * m + 3)
    ]
    year = worlds.year_of(items, rule(channels=["portal"]))
    told = said.explanation(year, [], "")
    assert "chưa có văn bản xác nhận cách tính này. Theo các cách tính khác nhau: 0–1,5 điểm." in told
    assert said.limited(year)


PROBLEMS = {
    "unverified": ({"verified": "false"}, "nobody has read its clause", "chưa được đối chiếu với văn bản gốc"),
    "other maximum": ({"most": "3"}, "states at most 2 points, rule xa-9 3", "điểm tối đa trong biểu là 2, theo quy định đang dùng là 3"),
    "unknown months": ({}, "it isn't known whether", "có tháng chưa rõ:"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_not_sure_needs_a_reason(desk: Desk, name: str) -> None:
    """An unverified rule, another maximum and unknown months are refused without --provisional; with it all stands in the explanation."""
    keys, english, vietnamese = PROBLEMS[name]
    desk.has_rule(**keys)
    with pytest.raises(InputError, match=english) as refused:
        desk.fills(provisional="")
    assert "--provisional REASON" in str(refused.value)
    assert not (desk.folder / "ra.xlsx").exists()
    assert vietnamese in explained(desk.fills())


def test_a_rule_not_in_force_at_the_years_end_needs_a_reason(desk: Desk) -> None:
    """The rule must be in force at the end of the scored year, not only on the last day that counts."""
    path = desk.folder / "rule.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("verified = true\nquota", "verified = true\neffective_to = 2026-11-30\nquota"),
        encoding="utf-8",
    )
    desk.office.reads_settings()
    with pytest.raises(InputError, match="is not in force on 31/12/2026"):
        desk.fills(provisional="")
    assert "quy định 9/QĐ-UBND không có hiệu lực vào cuối năm 2026" in explained(desk.fills())


def test_a_row_of_another_code_needs_a_reason(desk: Desk) -> None:
    """A row named by --code that is not the rule's criterion is filled in with a reason alone, and the explanation says which it is."""
    with pytest.raises(InputError, match=r"is of criterion 1\.4, rule xa-9 of 1\.3\.3"):
        desk.fills(code="1.4", provisional="")
    told = desk.fills(code="1.4").put
    assert told[0][0] == "D5"
    assert "điền vào dòng mã 1.4; quy định đang dùng ghi tiêu chí 1.3.3" in told[2][1]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"until": None}, "2026 ends on 31/12/2026; name the last day"),
        ({"until": date(2026, 11, 3)}, "has not come yet"),
        ({"until": date(2025, 12, 31)}, "lies before 2026"),
        ({"until": date(2026, 1, 30)}, "no month of 2026 that ended by 2026-01-30 is known"),
        ({"name": "ra.docx"}, "must end with .xlsx"),
        ({"name": "biểu.xlsx"}, "lies there already"),
        ({"name": "không/ra.xlsx"}, "can't be written"),
    ],
)
def test_what_cannot_be_stated_is_refused(desk: Desk, asked: dict[str, Any], reason: str) -> None:
    """A year that isn't over without a day, a day that has not come or lies before, a year without a known month, and a wrong target are refused."""
    with pytest.raises(InputError, match=reason):
        desk.fills(**asked)
    assert sorted(path.name for path in desk.folder.glob("*.part")) == []


def test_a_target_without_points_has_no_self_score(desk: Desk) -> None:
    """A rule that sets a target without points fills in nothing, with a reason or without."""
    path = desk.folder / "rule.toml"
    text = path.read_text(encoding="utf-8").replace("max_points = 2\npenalty = 0.5\n", "")
    path.write_text(text.replace(CONFIRMED, "").replace('reading = "A_cumulative"\n', ""), encoding="utf-8")
    desk.office.reads_settings()
    with pytest.raises(InputError, match="sets a target without points"):
        desk.fills()


def test_the_command_fills_a_word_file_and_tells_what_it_put(desk: Desk) -> None:
    """`assess fill` writes the copy, prints where and what, and refuses with exit code 2 and the file's name."""
    (desk.folder / "biểu.docx").write_bytes(sheets.document())
    words = ("assess", "fill", "biểu.docx", "--year", "2026", "--until", "2026-10-31", "--out", "ra.docx")
    refused = newswatch(*words, cwd=desk.folder)
    assert (refused.returncode, "--provisional REASON" in refused.stderr) == (2, True)
    done = newswatch(*words, "--provisional", "biểu nộp sớm", cwd=desk.folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("ra.docx: table 1, row 3\n  self-score: ")
    row = sheets.word_rows((desk.folder / "ra.docx").read_bytes())[2]
    assert "lý do: biểu nộp sớm" in row[6]
    missing = newswatch("assess", "fill", "không.xlsx", "--year", "2026", "--out", "x.xlsx", cwd=desk.folder)
    assert (missing.returncode, "không.xlsx: can't be read" in missing.stderr) == (2, True)
