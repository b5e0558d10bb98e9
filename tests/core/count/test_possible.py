"""Items that were not read or have no sure date leave every month unknown that they may be of, and no other."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from item_worlds import worlds
from rule_tables import rule
from worlds import ALL_YEAR, bulletin, countable, moment, month_in, watched, year_of

from newswatch.core.count.duplicates import relate
from newswatch.core.count.possible import leaves_unsure
from newswatch.core.count.statement import State, YearStatement
from newswatch.core.model import Channel, Countable, DateOrigin, Verdict

SEPTEMBER, OCTOBER, NOVEMBER = 9, 10, 11
NOT_OCTOBER = ((date(2026, 10, 1), date(2026, 10, 31)),)


def articles(*numbers: int, month: int = OCTOBER) -> list[Countable]:
    """One article a number, on the first days of a month."""
    return [countable(month * 100 + n, f"Tin số {n} của tháng {month}", f"2026-{month:02d}-{n:02d}") for n in numbers]


def stated(*days: str) -> tuple[tuple[DateOrigin, date], ...]:
    """What places state of an item's day: its page first, then its list."""
    return tuple(zip((DateOrigin.PAGE, DateOrigin.LISTING), map(date.fromisoformat, days), strict=False))


def states(*waiting: Countable, threes: bool = True) -> dict[int, State]:
    """The states of September, October and November, each one item short, beside what waits."""
    each = (1, 2, 3) if threes else (1,)
    items = [item for month in (SEPTEMBER, OCTOBER, NOVEMBER) for item in articles(*each, month=month)]
    year = year_of([*items, *waiting])
    return {month: month_in(year, month).state for month in (SEPTEMBER, OCTOBER, NOVEMBER)}


def unknown(*waiting: Countable, threes: bool = True) -> list[int]:
    """Which of the three months are unknown."""
    return [month for month, state in states(*waiting, threes=threes).items() if state is State.UNKNOWN]


WAITING: list[tuple[str, str | None, dict[str, Any], list[int]]] = [
    ("undated and surely PAR", None, {"first_seen_at": "2026-10-20"}, [9, 10]),
    ("undated and unsure", None, {"first_seen_at": "2026-10-20", "verdict": Verdict.UNSURE}, [9, 10]),
    ("undated and other news", None, {"first_seen_at": "2026-10-20", "verdict": Verdict.OTHER}, []),
    ("undated and unread", None, {"first_seen_at": "2026-10-20", "verdict": Verdict.UNSURE, "whole": False}, [9, 10]),
    ("undated, not of October by a person's word", None, {"first_seen_at": "2026-10-20", "not_during": NOT_OCTOBER}, [9]),
    ("dated and unread", "2026-10-20", {"verdict": Verdict.UNSURE, "whole": False}, [10]),
    ("dated and unread, its link dead", "2026-10-20", {"verdict": Verdict.UNSURE, "whole": False, "dead_link": True}, []),
    ("undated, its link dead", None, {"first_seen_at": "2026-10-20", "whole": False, "dead_link": True}, []),
    ("dated, read and unsure", "2026-10-20", {"verdict": Verdict.UNSURE}, []),
    ("its places state two months", "2026-10-05", {"stated": stated("2026-10-05", "2026-09-20")}, [9, 10]),
    ("two months and unsure", "2026-10-05", {"stated": stated("2026-10-05", "2026-11-20"), "verdict": Verdict.UNSURE}, [10, 11]),
    ("two months, one of them denied", "2026-10-05", {"stated": stated("2026-10-05", "2026-09-20"), "not_during": NOT_OCTOBER}, [9]),
    ("seen before the day that it states", "2026-11-05", {"first_seen_at": "2026-10-20"}, [9, 10, 11]),
    ("dated in a month that a person denies", "2026-10-05", {"first_seen_at": "2026-10-05", "not_during": NOT_OCTOBER}, [9]),
]


@pytest.mark.parametrize(("case", "at", "changes", "expected"), WAITING, ids=[case[0] for case in WAITING])
def test_a_month_is_unknown_if_an_item_that_waits_may_be_of_it(
    case: str, at: str | None, changes: dict[str, Any], expected: list[int]
) -> None:
    """An item leaves the months unknown that it may be of, be it enough to fill them or only to change what they lack, and no other month."""
    seen = {"first_seen_at": moment(changes["first_seen_at"])} if "first_seen_at" in changes else {}
    item = countable(9, "Tin chờ xét", at, **(changes | seen))
    assert unknown(item) == expected, case
    assert unknown(item, threes=False) == expected, case


def test_an_item_put_up_under_a_past_date_may_be_of_that_month_and_of_those_in_which_it_appeared() -> None:
    """A back-dated item, which a poll had missed, leaves the month unknown that it states, and those that polls had not seen whole before it came."""
    spans = (watched("2026-08-01", "2026-11-02"), watched("2025-12-01", "2027-01-04"))
    late = countable(9, "Tin ghi lùi ngày", "2026-09-15", first_seen_at=moment("2026-12-10 08:00"), first_source="site")
    months = [item for month in (8, SEPTEMBER, OCTOBER, NOVEMBER) for item in articles(1, 2, 3, month=month)]
    year = year_of([*months, late], spans=spans)
    assert [m.month.month for m in year.months if m.count.combined and m.state is State.UNKNOWN] == [9, 11]


def test_what_cannot_change_a_month_leaves_it_known() -> None:
    """Where each channel must reach the quota, an undated article changes nothing of a month whose portal has reached it."""
    each = rule(scope="each_channel")
    undated = countable(9, "Tin không ngày", None, first_seen_at=moment("2026-10-20"))
    full, three = articles(1, 2, 3, 4), articles(1, 2, 3)
    assert month_in(year_of([*full, undated], each), OCTOBER).state is State.SHORT
    assert month_in(year_of([*three, undated], each), OCTOBER).state is State.UNKNOWN


def retold(day: str | None, **changes: Any) -> YearStatement:
    """October with four items, of which the last tells the story of an article that waits."""
    link = "https://xa.example.vn/tin/1004.html"
    airing = bulletin(5, "Phát lại chuyện ấy", "2026-10-09", url=link)
    waiting = countable(6, "Chuyện ấy", day, url=link, **changes)
    return year_of([*articles(1, 2, 3), airing, waiting, *articles(1, 2, 3, month=SEPTEMBER)])


def test_a_month_that_an_undated_repetition_may_take_an_item_from_is_not_called_met() -> None:
    """The fourth item of October tells a story that an undated article may have told in September: either month hangs on it, and the range knows it."""
    year = retold(None, first_seen_at=moment("2026-10-20"))
    assert [month_in(year, m).state for m in (SEPTEMBER, OCTOBER)] == [State.UNKNOWN, State.UNKNOWN]
    assert month_in(year, OCTOBER).movable == {5}
    denied = retold(None, first_seen_at=moment("2026-10-20"), not_during=((date(2026, 1, 1), date(2026, 9, 30)),))
    assert [month_in(denied, m).state for m in (SEPTEMBER, OCTOBER)] == [State.SHORT, State.MET]
    assert year.low is not None
    assert denied.low is not None
    assert year.low <= denied.low


def test_settled_the_months_are_known_again() -> None:
    """Dated by a person the item counts in its month, and all three months are known."""
    item = countable(9, "Tin chờ xét", None, first_seen_at=moment("2026-10-20"))
    dated = replace(item, published_at=moment("2026-09-15"), date_origin=DateOrigin.PERSON)
    assert states(dated) == {SEPTEMBER: State.MET, OCTOBER: State.SHORT, NOVEMBER: State.SHORT}


def test_a_month_tells_which_items_of_others_may_be_its_own() -> None:
    """Each month names the waiting items that have no day, or one of another month, and may be of it."""
    undated = countable(8, "Tin không ngày", None, first_seen_at=moment("2026-10-20"))
    two = countable(9, "Hai ngày", "2026-10-05", stated=stated("2026-10-05", "2026-11-20"))
    year = year_of([undated, two], spans=ALL_YEAR)
    found = {m.month.month: sorted(line.item.id for line in m.elsewhere) for m in year.months if m.elsewhere}
    assert found == {**{month: [8] for month in range(1, 11)}, 11: [9]}
    assert all(line.item.channel is Channel.PORTAL for m in year.months for line in m.elsewhere)


@given(worlds(), st.randoms(use_true_random=False))
def test_no_known_month_changes_however_an_item_is_settled(items: list[Countable], chance: Random) -> None:
    """Whatever day a person gives to an item that waits, of those that it may have, no month that was stated met or short turns out otherwise."""
    quota = rule(quota=2)
    before = year_of(items, quota, now="2026-12-20 08:00")
    unsure = [line for line in before.lines if leaves_unsure(line)]
    if not unsure:
        return
    item = chance.choice(unsure).item
    may_be = [m.month for m in before.months if item.id in {line.item.id for line in (*m.lines, *m.elsewhere)}]
    if not may_be:
        return
    day = chance.choice(may_be).window(None).first
    settled = replace(item, published_at=moment(str(day)), date_origin=DateOrigin.PERSON, verdict=Verdict.PAR, whole=True)
    after = year_of([settled if i.id == item.id else i for i in items], quota, now="2026-12-20 08:00", related=relate(items))
    found = {m.month: (m.state, m.short) for m in after.months}
    assert all(
        found[m.month] in ((m.state, m.short), (State.UNKNOWN, m.short)) for m in before.months if m.state in (State.MET, State.SHORT)
    )


def test_an_airing_under_the_title_of_an_undated_article_may_be_of_an_earlier_month() -> None:
    """A month that counts an airing is not called met while an undated article of that title may turn out to have told the story the month before."""
    undated = countable(9, "Chuyện ấy", None, first_seen_at=moment("2026-10-20"))
    year = year_of([*articles(1, 2, 3), bulletin(5, "Chuyện ấy", "2026-10-09"), undated])
    assert (month_in(year, OCTOBER).state, month_in(year, OCTOBER).movable) == (State.UNKNOWN, frozenset({5}))
