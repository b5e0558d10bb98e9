"""What people should settle first: the items on which ended months hang, then those that an open month may gain, then the rest."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from item_worlds import worlds
from rule_tables import rule
from worlds import countable, moment, month_in, year_of

from newswatch.core.count.settling import Decides, Settling, of_month, to_settle, waiting_in
from newswatch.core.model import Countable, Verdict
from newswatch.core.quota.clause import Reading


def articles(n: int, month: int) -> list[Countable]:
    """So many articles of a month."""
    return [countable(month * 100 + k, f"Tin số {k} của tháng {month}", f"2026-{month:02d}-{k:02d}") for k in range(1, n + 1)]


def unsure(id_: int, at: str | None, **changes: Any) -> Countable:
    """An item that waits for a verdict."""
    return countable(id_, f"Tin chờ số {id_}", at, verdict=Verdict.UNSURE, **changes)


ITEMS = [
    *[item for month in range(1, 11) for item in articles({3: 3, 5: 1, 7: 3}.get(month, 4), month)],
    *articles(1, 11),
    unsure(1, "2026-11-03"),
    unsure(2, "2026-05-20"),
    unsure(3, "2026-03-20"),
    unsure(4, "2026-07-20"),
    unsure(5, "2026-07-21"),
    unsure(6, "2026-02-20"),
    unsure(7, None, first_seen_at=moment("2026-06-10 08:00")),
]


def order(found: tuple[Settling, ...]) -> list[int]:
    """The items in order."""
    return [one.line.item.id for one in found]


def test_what_waits_comes_in_the_order_of_what_it_decides() -> None:
    """Items that may fill an ended month lead, those of fewer months and fewer rivals before others; then months that lack more; then the open month;
    last what changes nothing."""
    found = to_settle([year_of(ITEMS, now="2026-11-15")])
    assert order(found) == [3, 4, 5, 7, 2, 1, 6]
    assert [str(one.decides) for one in found] == ["ended"] * 5 + ["open", "nothing"]
    by_id = {one.line.item.id: one for one in found}
    assert [str(s.month) for s in by_id[7].stakes] == ["2026-03", "2026-05"]
    assert (by_id[3].stakes[0].short, by_id[3].worth, by_id[3].stakes[0].rivals) == (1, Decimal("0.5"), 1)
    assert (by_id[6].stakes, by_id[6].decides) == ((), Decides.NOTHING)


@pytest.mark.parametrize(
    ("reading", "worth"),
    [
        (Reading.A_CUMULATIVE, {3: "0.5", 2: "0.5"}),
        (Reading.B_DEFICIENT_MONTHS, {3: "0.5", 2: "0"}),
        (Reading.E_ANNUAL_TOTAL, {3: "0", 2: "0"}),
    ],
)
def test_points_are_those_of_the_rules_reading(reading: Reading, worth: dict[int, str]) -> None:
    """Each missing item costs under A, only the last one under B, and other readings don't tell it month by month."""
    found = {one.line.item.id: one for one in to_settle([year_of(ITEMS, rule(reading=reading), now="2026-11-15")])}
    assert {id_: found[id_].worth for id_ in worth} == {id_: Decimal(points) for id_, points in worth.items()}


def test_a_month_lists_what_may_be_of_it() -> None:
    """Of one month those items are listed that it holds, or that may be of it without a day; none of another month."""
    year = year_of(ITEMS, now="2026-11-15")
    assert [order(of_month(year, month_in(year, number))) for number in (3, 5, 7, 11, 12)] == [[3, 7], [7, 2], [4, 5], [1], []]


def test_items_of_two_years_are_listed_once() -> None:
    """An undated item that may be of two years is one item, with the months of both."""
    item = [unsure(1, None, first_seen_at=moment("2027-02-10 08:00"))]
    years = [year_of(item, now="2027-02-20", spans=())]
    assert len(to_settle([*years, *years], [line for y in years for line in y.undated])) == 1


@given(worlds())
def test_every_item_that_waits_is_listed_once(items: list[Countable]) -> None:
    """Whatever waits in a year stands in the list once, and what may change an ended month before all else."""
    year = year_of(items, now="2026-11-15")
    found = to_settle([year])
    assert sorted(order(found)) == sorted(line.item.id for line in year.lines if line.awaiting)
    ranks = [list(Decides).index(one.decides) for one in found]
    assert ranks == sorted(ranks)
    assert {line.item.id for line in waiting_in(year)} <= set(order(found))
