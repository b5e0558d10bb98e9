"""A date column read together: month-first files, contradictions, and spreadsheets that exchanged day and month."""

import pytest
from logbook import ALIASES

from newswatch.core.bulletin import LogReading
from newswatch.sources.log import reader


def log(*days: str) -> LogReading:
    """A CSV log with these date cells."""
    rows = "".join(f'"{day}",05:30,Xã công khai thủ tục hành chính đợt {n}\n' for n, day in enumerate(days))
    return reader.read(f"Ngày phát,Giờ,Tên tin bài\n{rows}".encode(), "so.csv", ALIASES)


def aired(found: LogReading) -> list[str]:
    return [f"{bulletin.aired_on:%d/%m}" for bulletin in found.bulletins]


def test_a_month_first_column_is_read_as_one() -> None:
    """One date that can't begin with the day tells the order of the whole column."""
    found = log("3/2/2026", "3/5/2026", "3/13/2026", "3/25/2026")
    assert (aired(found), found.problems) == (["02/03", "05/03", "13/03", "25/03"], ())


def test_a_column_that_contradicts_itself_is_asked_about_row_by_row() -> None:
    """Rows that say the same in either order, or begin with the day as the law has it, are taken in; the others are told, with what to write."""
    found = log("25/11/2026", "11/25/2026", "05/11/2026", "07/07/2026", "31/02/2026")
    assert aired(found) == ["25/11", "07/07"]
    assert [(p.row, p.value) for p in found.problems] == [(3, "11/25/2026"), (4, "05/11/2026"), (6, "31/02/2026")]
    assert "write dd/mm/yyyy in all rows" in found.problems[1].reason


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        # typed day first into a spreadsheet that expects the month first
        (("2026-01-03", "2026-05-03", "13/03/2026", "2026-12-03", "20/03/2026"), ["2026-01-03", "2026-05-03", "2026-12-03"]),
        # typed month first into one that expects the day first
        (("2026-05-03 05:30", "3/13/2026"), ["2026-05-03 05:30"]),
        # the same day both ways
        (("2026-03-03", "13/03/2026"), []),
        # a date cell with a day above 12, or a text with one below 13, shows that nothing was exchanged
        (("2026-01-03", "2026-03-25", "13/03/2026"), []),
        (("2026-01-03", "13/03/2026", "05/03/2026"), []),
        # one kind of cell alone
        (("2026-01-03", "2026-05-03"), []),
        (("13/03/2026", "20/03/2026"), []),
    ],
)
def test_cells_in_which_a_spreadsheet_may_have_exchanged_day_and_month_are_asked_about(cells: tuple[str, ...], refused: list[str]) -> None:
    """Date cells of days up to 12 beside text cells of later days are the mark of it; none of them is filed."""
    found = log(*cells)
    assert [p.value for p in found.problems] == refused
    assert len(found.bulletins) == len(cells) - len(refused)
