"""How the loudspeaker log stands, in the terminal and in JSON."""

import io

import pytest
from letter_worlds import EARLIER, counting, unit
from rich.console import Console
from worlds import moment, month_in, year_of

from newswatch.core.bulletin import Broadcasts, Closing
from newswatch.core.count.logbook import Logbook
from newswatch.core.months import Month
from newswatch.report import json_shapes, score_feed
from newswatch.report.terminal import explain, tables

MARCH = Month(2026, 3)
BY_HOA = Logbook(closings={MARCH: Closing(MARCH, "Hoa", moment("2026-04-02 09:00"))})


@pytest.mark.parametrize(
    ("logbook", "now", "cell"),
    [
        (Logbook(), "2026-04-01", "chưa chốt sổ"),
        (Logbook(), "2026-04-10", "tự chốt, không ai xác nhận"),
        (BY_HOA, "2026-04-03", "đã chốt sổ"),
    ],
)
def test_status_has_a_column_for_the_log(logbook: Logbook, now: str, cell: str) -> None:
    """The year's table tells of each month how its log stands."""
    out = io.StringIO()
    Console(file=out, width=200).print(tables.year(unit(), year_of(counting(3, 3), now=f"{now} 08:00", logbook=logbook)))
    (row,) = (line for line in out.getvalue().splitlines() if line.startswith("03/2026"))
    assert "Sổ phát thanh" in out.getvalue()
    assert cell in row


def test_status_of_an_unwatched_unit_speaks_of_the_portal_alone() -> None:
    """Without a log there is no column for it, and a line says what is left out."""
    out = io.StringIO()
    Console(file=out, width=200).print(
        tables.year(unit(), year_of(counting(3, 3), now="2026-04-01 08:00", logbook=Logbook(Broadcasts.UNWATCHED)))
    )
    assert "kết quả chỉ nói về trang TTĐT" in out.getvalue()
    assert "Truyền thanh  " not in out.getvalue()


def test_explain_tells_what_an_open_log_leaves_open_and_how_to_close_it() -> None:
    """Of an open month it says when the log closes by itself, what would be missing then, and the command."""
    year = year_of([*EARLIER, *counting(3, 3)], now="2026-04-01 08:00", logbook=Logbook())
    text = "\n".join(explain.month(year, month_in(year, 3)))
    assert "Sổ phát thanh tháng 03/2026: chưa chốt; nếu không ai chốt thì ngày 10/04/2026 sổ tự chốt" in text
    assert "Nếu ngoài ra không phát tin, bài nào nữa thì thiếu 1, trừ 0,5 điểm." in text
    assert "newswatch bulletin close --month 2026-03 --by TÊN" in text


def test_explain_tells_who_closed_the_log() -> None:
    """Of a closed month it names the person and the day, and no command."""
    year = year_of(counting(3, 3), now="2026-04-03 08:00", logbook=BY_HOA)
    text = "\n".join(explain.month(year, month_in(year, 3)))
    assert "Sổ phát thanh tháng 03/2026: Hoa chốt sổ ngày 02/04/2026." in text
    assert "newswatch bulletin close" not in text


def test_json_months_and_items_tell_the_log() -> None:
    """A month of the score feed holds its log with who closed it and when (UTC); each item the state of its month's log."""
    year = year_of(counting(3, 3, 1), now="2026-04-03 08:00", logbook=BY_HOA)
    score = score_feed.score(unit(), year)
    assert score["months"][2]["log"] == {
        "state": "closed",
        "closed_by": "Hoa",
        "closed_at": "2026-04-02T02:00:00+00:00",
        "closes_on": "2026-04-10",
        "late": 0,
    }
    assert [score["months"][m]["log"]["state"] for m in (0, 3)] == ["unconfirmed", "open"]
    assert {i["log"] for i in json_shapes.items(year, month_in(year, 3).lines)} == {"closed"}
