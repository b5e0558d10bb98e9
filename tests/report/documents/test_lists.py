"""The list as CSV: for Excel in Việt Nam, with the rows of the workbook, and nothing in it that a spreadsheet would carry out."""

import csv
import io
import time
from datetime import UTC, datetime
from typing import Any

import papers
import pytest
import time_machine
from letter_worlds import counting, march, unit
from openpyxl import load_workbook
from worlds import countable

from newswatch.report.books import items as listing
from newswatch.report.documents.plain import csv_list
from newswatch.report.letters import workbook


def rows(raw: bytes) -> list[list[str]]:
    """The cells of a CSV file."""
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_is_as_excel_takes_it() -> None:
    """A byte-order mark, semicolons, days as people write them, and the numbers of the workbook."""
    what = papers.paper("2026-Q1")
    raw = csv_list(what.year, what.months)
    assert raw.startswith(b"\xef\xbb\xbfTT;Ng")
    assert b"\r\n" in raw
    head, *body = rows(raw)
    assert head == [name for name, _ in listing.ITEMS if name != "Đường dẫn"]
    assert [(row[0], row[-1]) for row in body] == [(str(row[0]), str(row[-1])) for row in listing.item_rows(what.year, what.months)]
    assert body[0][1] == "03/01/2026"
    assert body[0][-2] == "https://xa.example.vn/tin/100.html"


@pytest.mark.parametrize("title", ['=HYPERLINK("http://x")', "+84 5", "-1", "@SUM(A1)", "＝1+1", "\t=1", "=cmd|' /C calc'!A0"])
def test_a_title_is_never_a_formula(title: str) -> None:
    """What begins like a formula gets an apostrophe before it; quotes and semicolons stay within their cell."""
    what = papers.paper(items=[countable(1, f'{title}; "a"', "2026-03-05")])
    (_, row) = rows(csv_list(what.year, what.months))
    assert row[3] == f'\'{title.strip()}; "a"'


def test_lists_are_byte_identical_in_any_zone_and_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the clock nor the time zone of the computer leaves a trace in workbook or CSV."""
    made = set()
    for zone, year in (("Asia/Ho_Chi_Minh", 2026), ("America/New_York", 2040)):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        with time_machine.travel(datetime(year, 5, 6, 23, 8, 9, tzinfo=UTC), tick=False):
            what = papers.paper("2026-Q1")
            made.add((listing.book(what.unit, what.year, what.months, what.name), csv_list(what.year, what.months)))
    monkeypatch.undo()
    time.tzset()
    assert len(made) == 1


def test_the_mail_carries_the_same_list() -> None:
    """The workbook of a letter is the list of its months, byte for byte."""
    items = counting(3, 3)
    briefing = march(items)
    listed = listing.book(unit(), briefing.year, [m for m in briefing.year.months if m.month.month == 3], "tháng 03/2026")
    assert workbook.book(unit(), briefing).body == listed


def test_printed_sheets_have_room_for_the_pages_number() -> None:
    """The foot lies a line and more within the lower margin: LibreOffice prints no number where both are equal, as openpyxl sets them."""
    what = papers.paper("2026-Q1")
    for sheet in load_workbook(io.BytesIO(listing.book(what.unit, what.year, what.months, what.name))).worksheets:
        foot: Any = sheet.oddFooter
        assert foot.center.text == "Trang &P/&N"
        assert sheet.page_margins.bottom - sheet.page_margins.footer >= 0.3
