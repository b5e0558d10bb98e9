"""Statements in a terminal."""

from datetime import UTC, date, datetime

import pytest
from letter_worlds import counting, unit, waiting
from rich.console import Console
from rule_tables import rule, shipped_rule
from worlds import ALL_YEAR, month_in, year_of

from newswatch.core.polling.proof import Gap, Proof
from newswatch.core.polling.records import LastPoll, PollOutcome
from newswatch.core.quota.rule import Rule
from newswatch.report.terminal import explain, tables


def shown(under: Rule) -> str:
    """The year under a rule as a wide terminal shows it."""
    console = Console(width=200)
    statement = year_of([*counting(1, 1), waiting(170, "2026-01-20")], under)
    with console.capture() as captured:
        console.print(tables.year(unit(under), statement))
    return captured.get()


@pytest.mark.parametrize(
    ("under", "heading", "costly"),
    [
        (rule(), "Xã Quảng Thọ – tiêu chí 9.9, năm 2026", True),
        (shipped_rule("phuoc-an-2026"), "Xã Quảng Thọ – chỉ tiêu kế hoạch năm 2026, năm 2026", False),
    ],
)
def test_a_year_is_headed_by_its_criterion(under: Rule, heading: str, costly: bool) -> None:
    """A criterion with a name of its own is not called one twice, and a target without points has no column for them."""
    text = shown(under)
    assert heading in text
    assert ("Trừ điểm" in text) is costly


def test_the_terminal_says_how_to_settle_what_waits() -> None:
    """Whoever sits at the terminal is told the command."""
    assert "chờ xét (newswatch review)" in shown(rule())


def test_sources_that_contradict_each_other_are_told() -> None:
    """A witness that was read but names what a list hides says so, with the day, beside its last poll."""
    at = datetime(2026, 11, 20, tzinfo=UTC)
    proof = Proof(gaps=(Gap.WITNESS_CONTRADICTS,), refutes=(date(2026, 10, 20),))
    console = Console(width=300)
    with console.capture() as captured:
        console.print(tables.sources([LastPoll("posts", "https://xa.example.vn/", at, PollOutcome.OK, proof=proof)]))
    assert "có bài mà danh sách không hiện ra (20/10/2026); chờ lần xem sau" in captured.get()


@pytest.mark.parametrize(
    ("outcome", "error", "told"),
    [
        (PollOutcome.FAILED, "no connection: timed out", "không kết nối hoặc không đọc được trang: không kết nối được: quá lâu không trả lời"),
        (PollOutcome.SUSPECT, "https://xa.example/: the page has 1 entries, usually 20; the layout or address may have changed: "
         "run `newswatch probe https://xa.example/` and compare its profile with the one in config.toml", "trang chỉ có 1 mục, thường có 20"),
    ],
)  # fmt: skip
def test_why_a_source_was_not_read_is_vietnamese(outcome: PollOutcome, error: str, told: str) -> None:
    """The technical reason beside a source's last poll is Vietnamese."""
    console = Console(width=600)
    last = LastPoll("list", "https://xa.example/", datetime(2026, 11, 20, 2, tzinfo=UTC), outcome, error=error)
    with console.capture() as captured:
        console.print(tables.sources([last]))
    assert told in captured.get()


def test_what_was_not_looked_at_is_no_want_of_news() -> None:
    """Of a month that goes on, the line of a unit and the account of the month say what was seen, and that days were not looked at where some were not."""
    seen, blind = (year_of(counting(11, 1), spans=spans, now="2026-11-20 09:00") for spans in (ALL_YEAR, ()))
    for statement, line, told in (
        (seen, "1/4", "Còn thiếu 3 tin, bài; theo"),
        (blind, "thấy 1/4, chưa xem đủ", "còn thiếu 3 tin, bài; có 19 ngày chưa xem được nên số thật có thể cao hơn"),
    ):
        console = Console(width=200)
        with console.capture() as captured:
            console.print(tables.overview([(unit(), statement, [])]))
        assert line in captured.get()
        assert ("chưa xem đủ" in captured.get()) is (statement is blind)
        assert told in "\n".join(explain.month(statement, month_in(statement, 11)))
