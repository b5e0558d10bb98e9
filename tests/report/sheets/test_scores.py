"""Points and days are read as people write them; what is neither is told apart from nothing."""

from datetime import date
from decimal import Decimal

import pytest

from newswatch.core.assessment.sheet import Lack
from newswatch.report.sheets.grid import Cell
from newswatch.report.sheets.scores import day_of, points_of


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        (" 1,5\u00a0điểm", "1.5"),
        ("1,5đ", "1.5"),
        ("2 điểm.", "2"),
        ("1,5/2", "1.5"),
        ("1,5 / 2 điểm", "1.5"),
        ("92,63", "92.63"),
        ("-0,25", "-0.25"),
        ("−1", "-1"),
        ("１,５", "1.5"),
        ("0", "0"),
        ("2,00", "2"),
        ("-", Lack.BLANK),
        ("–", Lack.BLANK),
        ("……", Lack.BLANK),
        ("x", Lack.BLANK),
        ("\u200b ", Lack.BLANK),
        ("1,5/3", Lack.UNREADABLE),
        ("Đạt", Lack.UNREADABLE),
        ("75%", Lack.UNREADABLE),
        ("1,5,2", Lack.UNREADABLE),
        ("#REF!", Lack.UNREADABLE),
        ("không chấm", Lack.UNREADABLE),
        ("1 đến 2", Lack.UNREADABLE),
    ],
)
def test_points(text: str, points: str | Lack) -> None:
    """Comma and point, with or without `điểm`, out of the row's maximum of 2; a dash is nothing, and other words are no nought."""
    assert points_of(Cell(text), Decimal(2)) == (points if isinstance(points, Lack) else Decimal(points))


def test_numbers_lose_what_binary_made_of_them() -> None:
    """A sum of Excel that holds 92.63000000000001 is 92,63."""
    assert points_of(Cell("", Decimal("92.63000000000001"))) == Decimal("92.63")
    assert str(points_of(Cell("", Decimal("2.0")))) == "2"
    assert points_of(Cell("", Decimal("1e300"))) == Decimal("1e300")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (Cell("46315", Decimal(46315)), date(2026, 10, 20)),
        (Cell("20/10/2026"), date(2026, 10, 20)),
        (Cell("Trước ngày 20/10/2026"), date(2026, 10, 20)),
        (Cell("2026-10-20"), date(2026, 10, 20)),
        (Cell("Quý IV"), None),
        (Cell("Thường xuyên"), None),
        (Cell("5", Decimal(5)), None),
    ],
)
def test_days(cell: Cell, day: date | None) -> None:
    """A day of Excel and one written out; what names no day is none."""
    assert day_of(cell) == day
