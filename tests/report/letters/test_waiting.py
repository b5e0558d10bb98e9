"""What waits for a person reads alike everywhere: letter, chat text, status, explain and JSON say why a month is unknown and what an item may change."""

import pytest
from letter_worlds import EARLIER, counting, flat, letter, march, unit, waiting
from rich.console import Console
from rule_tables import rule
from worlds import countable, moment, month_in, year_of

from newswatch.core.count.settling import of_month, to_settle
from newswatch.core.count.statement import YearStatement
from newswatch.core.model import Countable, Place
from newswatch.report import json_shapes, score_feed
from newswatch.report.terminal import explain, tables
from newswatch.report.terminal.settling import listing
from newswatch.report.vi import sentences, settling

UNDATED = countable(391, "Xã công khai thủ tục hành chính tại nhà văn hóa thôn", None, first_seen_at=moment("2026-03-20 08:00"))
UNREAD = waiting(392, "2026-03-21", "Xã họp tổ một cửa", whole=False)
TWICE = "chưa rõ, có 1 bài chưa rõ ngày đăng, có thể thuộc tháng này"


def of_march(*items: Countable, n: int = 3) -> YearStatement:
    """The year on 1 April, with so many articles in March."""
    return year_of([*EARLIER, *counting(3, n), *items], now="2026-04-01 08:00")


def printed(*things: object) -> str:
    """What a terminal shows, on one line."""
    console = Console(width=400, markup=False)
    with console.capture() as caught:
        for thing in things:
            console.print(thing)
    return " ".join(caught.get().split())


def test_letter_chat_status_explain_and_json_say_alike_that_an_undated_article_leaves_the_month_unknown() -> None:
    """None states the month short; all say that an article without a day may belong to it, and the range holds both ends."""
    year = of_march(UNDATED)
    month, notice = month_in(year, 3), letter(march([*EARLIER, *counting(3, 3), UNDATED]))
    board = flat(notice)
    assert TWICE in notice.subject
    assert TWICE in board
    assert TWICE in notice.short_text
    assert not any("thiếu 1" in text for text in (notice.subject, notice.short_text))
    assert "Mục 391: không rõ ngày đăng; có thể đủ tháng 03/2026, 0,5 điểm" in board
    assert "Chỉ biết không đăng trong tháng nào: newswatch review --settle SỐ_MỤC --not-in NĂM-THÁNG" in board
    assert "03/2026 │ 3" in printed(tables.year(unit(), year))
    assert "Chưa rõ: tháng 03/2026; có bài chưa đọc được hoặc chưa rõ ngày đăng nên chưa kết luận, chờ xét." in sentences.unknown(year)
    told = explain.month(year, month)
    assert "Chưa kết luận vì có 1 bài chưa rõ ngày đăng, có thể thuộc tháng này." in told
    assert "Có thể cũng thuộc tháng này, chờ xét: mục 391." in told
    assert score_feed.month(month) | {"state": "unknown", "deduction": "0", "may_belong": 1} == score_feed.month(month)
    assert (json_shapes.points(year.low), json_shapes.points(year.high)) == ("1.5", "2")


def test_an_article_of_which_no_month_hangs_is_not_told_of_in_a_months_letter() -> None:
    """An undated article seen before the month began is none of the month's, so its letter keeps silent about it."""
    early = countable(393, "Tin không ngày từ trước", None, first_seen_at=moment("2026-02-10 08:00"))
    notice = letter(march([*EARLIER, *counting(3, 3), early]))
    assert "thiếu 1" in notice.subject
    assert "Mục 393" not in notice.text


@pytest.mark.parametrize(
    ("items", "n", "told"),
    [
        ((UNDATED,), 3, "có thể đủ tháng 03/2026, 0,5 điểm"),
        ((UNREAD,), 2, "có thể thuộc tháng 03/2026 (còn thiếu 2), 0,5 điểm"),
        ((waiting(394, "2026-04-01"),), 4, "có thể thêm cho tháng 04/2026 chưa hết (còn thiếu 4), 0,5 điểm"),
        ((waiting(395, "2026-01-20"),), 4, "không làm đổi kết quả tháng nào"),
    ],
    ids=["fills", "adds", "open", "nothing"],
)
def test_each_item_says_what_it_may_change(items: tuple[Countable, ...], n: int, told: str) -> None:
    """An item fills an ended month, adds to it or to an open one, or changes nothing; the list for a terminal says so."""
    (one,) = to_settle([of_march(*items, n=n)])
    assert settling.decides(one) == told
    assert told in printed(listing([one]))


def test_an_item_of_many_months_names_the_nearest_first() -> None:
    """Of an item that may be of many months the one that it decides most is told, then three more, then how many others."""
    undated = countable(396, "Tin không ngày", None, first_seen_at=moment("2026-06-20 08:00"))
    (one,) = to_settle([year_of([*counting(2, 3), undated], now="2026-07-01 08:00")])
    assert settling.decides(one) == "có thể đủ tháng 02/2026, 0,5 điểm; hoặc thuộc tháng 01/2026, 03/2026, 04/2026 và 2 tháng khác"
    bare = year_of([*counting(2, 3), undated], rule(max_points=None, penalty=None), now="2026-07-01 08:00")
    assert settling.decides(to_settle([bare])[0]).startswith("có thể đủ tháng 02/2026; hoặc thuộc tháng")


def test_unread_and_undated_are_counted_apart() -> None:
    """A month that hangs on an unread article and one without a day tells of each, and the unread one may be called dead."""
    year = of_march(UNDATED, UNREAD)
    assert sentences.unseen_parts(month_in(year, 3)) == ["1 bài chưa đọc được", "1 bài chưa rõ ngày đăng, có thể thuộc tháng này"]
    assert [one.line.item.id for one in of_month(year, month_in(year, 3))] == [391, 392]
    assert "Bài không còn đọc được, không tính nữa" in flat(letter(march([*EARLIER, *counting(3, 3), UNDATED, UNREAD])))


def test_what_to_write_into_the_settings_stands_in_the_keepers_part() -> None:
    """Of an article on another host the board reads where it lies; the keys of config.toml stand in the keeper's part, once for each host."""
    on_host = {"place": Place.UNSETTLED, "url": "https://tin.tinh.example/a"}
    notice = letter(
        march([*EARLIER, *counting(3, 3), *(waiting(n, "2026-03-21", f"Xã họp tổ một cửa lần {n}", **on_host) for n in (394, 395))])
    )
    board, _, keeper = flat(notice).partition("CÁN BỘ PHỤ TRÁCH KỸ THUẬT")
    assert "nằm trên máy chủ tin.tinh.example, chưa rõ có thuộc trang TTĐT của đơn vị không" in board
    assert "config.toml" not in board
    assert keeper.count('hosts = ["tin.tinh.example"] nếu thuộc, ghi foreign_hosts = ["tin.tinh.example"] nếu không thuộc') == 1
