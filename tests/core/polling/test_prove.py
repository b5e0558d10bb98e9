"""What one poll proves, by what its pages showed and what earlier polls left."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from worlds import moment

from newswatch.core.polling.proof import End, Gap, Order, Proof, Walk
from newswatch.core.polling.prove import Shown, Walked, extends, prove
from newswatch.core.polling.records import Past

NOW = moment("2026-03-31 09:00")


def entry(key: str, day: int | None, **changes: bool) -> Shown:
    """An entry dated so many days before the poll."""
    return Shown(key, None if day is None else NOW - timedelta(days=day, minutes=1), **changes)


def page(*ages: int, named: bool = False) -> tuple[Shown, ...]:
    """Entries by their age in days, which is their key too."""
    return tuple(entry(f"{age}", age, named=named) for age in ages)


def past(proof: Proof, at: datetime = NOW - timedelta(days=1), **changes: object) -> Past:
    """What an earlier poll left."""
    base = Past(at, proof.reach, "", "", "", 10, proof.reach, proof=proof, end=proof if proof.end is not End.NOT_REACHED else None)
    return replace(base, **changes)  # type: ignore[arg-type]


def age_of(at: datetime | None) -> int | None:
    """How many days before the poll an instant lies."""
    return None if at is None else round((NOW - at) / timedelta(days=1))


def test_the_last_half_of_the_last_page_tells_how_far_back_a_newest_first_list_goes() -> None:
    """Of the second page the last half is taken, since fewer than half of a page can be pinned there."""
    proof = prove(Walked((page(1, 2, 3, 4), page(5, 6, 7, 8))), None, NOW)
    assert (proof.order, proof.walk, age_of(proof.reach)) == (Order.NEWEST_FIRST, Walk.OVERLAPPED, 6)


def test_the_first_page_of_several_proves_nothing_alone() -> None:
    """What stands at the foot of page 1 may be pinned there; page 2 tells."""
    assert prove(Walked((page(1, 2, 3, 400, 500, 600),)), None, NOW).reach is None


def test_pins_at_the_foot_of_each_page_prove_nothing() -> None:
    """Old entries that every page shows again are left out, however many."""
    pins = page(300, 301, 302, 303, 304)
    proof = prove(Walked(((*page(1, 2, 3), *pins), (*page(4, 5, 6), *pins))), None, NOW)
    assert (proof.order, age_of(proof.reach), proof.displacement_days) == (Order.NEWEST_FIRST, 4, 0)


@pytest.mark.parametrize(("doubtful", "age"), [(False, 5), (True, 8)])
def test_young_entries_standing_low_move_the_reach(doubtful: bool, age: int) -> None:
    """The reach is later by the largest displacement; a date that changed or is contradicted says nothing of it."""
    young = entry("low", 2, doubtful=doubtful)
    proof = prove(Walked(((*page(1, 3, 4, 5), young), page(6, 7, 8, 9, 10))), None, NOW)
    assert (proof.displacement_days, age_of(proof.reach)) == (0 if doubtful else 3, age)


def test_displacement_is_remembered() -> None:
    """The largest displacement of twelve months counts, though this poll shows none."""
    walked = Walked((page(1, 2, 3, 4), page(5, 6, 7, 8)))
    before = past(Proof(Order.NEWEST_FIRST), displacement_days=3)
    assert age_of(prove(walked, before, NOW).reach) == 3


def test_oldest_first_proves_nothing_until_its_end_is_agreed() -> None:
    """The newest stand on the last page: only an end that two polls saw proves the days, from the first item's month on."""
    walked = Walked((page(80, 70, 60), page(50, 40, 30)), ended=True)
    first = prove(walked, None, NOW)
    assert (first.order, first.end, first.reach, Gap.END_NOT_AGREED in first.gaps) == (Order.OLDEST_FIRST, End.CLAIMED, None, True)
    second = prove(walked, past(first), NOW)
    assert (second.end, second.reach) == (End.PROVED, moment("2026-01-01"))
    shorter = Walked((page(80, 70, 60),), ended=True)
    assert prove(shorter, past(second), NOW).reach is None


def test_an_end_that_comes_elsewhere_is_claimed_anew() -> None:
    """A later poll agrees only if the archive begins with the same day."""
    first = prove(Walked((page(1, 2, 3), page(4, 5, 6)), ended=True), None, NOW)
    again = prove(Walked((page(1, 2, 3), page(4, 5, 60)), ended=True), past(first), NOW)
    assert (first.end, again.end) == (End.CLAIMED, End.CLAIMED)


def test_an_end_that_moves_on_was_none() -> None:
    """A list whose last entry is younger than at the end before shows its newest alone: the end is none, and the days it had proved are taken back."""
    first = Walked((page(1, 2, 3), page(4, 5, 20)), ended=True)
    claimed = prove(first, None, NOW)
    proved = prove(first, past(claimed), NOW)
    assert (proved.end, proved.reach, proved.refutes) == (End.PROVED, moment("2026-03-01"), ())
    moved = Walked((page(0, 1, 2), page(3, 4, 5)), ended=True)
    slid = prove(moved, past(proved), NOW)
    assert (slid.end, Gap.NEWEST_ONLY in slid.gaps) == (End.CLAIMED, True)
    assert slid.refutes == tuple(moment(f"2026-03-{n:02}").date() for n in range(1, 12))
    assert prove(moved, past(slid), NOW).end is End.CLAIMED


def test_days_that_polls_overlapped_are_not_taken_back_with_an_end() -> None:
    """What was seen as it was put up stays seen, though it falls off the end of the list later."""
    before = past(Proof(Order.NEWEST_FIRST, end=End.PROVED, first_day=moment("2026-03-11").date(), since=moment("2026-03-05")))
    assert len(prove(Walked((page(0, 1, 2), page(3, 4, 5)), ended=True), before, NOW).refutes) == 4


def test_a_list_that_grew_beyond_its_end_shows_all() -> None:
    """A first entry that was taken down looks like one that fell off, until the list has grown by a page above an end that stayed."""
    slid = Proof(Order.NEWEST_FIRST, end=End.CLAIMED, first_day=moment("2026-03-26").date(), pages=2, gaps=(Gap.NEWEST_ONLY,))
    longer = Walked((page(0, 1), page(2, 3), page(4, 5)), ended=True)
    assert prove(longer, past(slid), NOW).end is End.PROVED


def test_a_hole_is_no_end() -> None:
    """A page that can't be read as one of the list ends no archive."""
    proof = prove(Walked((page(1, 2, 3), page(4, 5, 6)), missing=True), None, NOW)
    assert (proof.end, Gap.PAGE_MISSING in proof.gaps) == (End.NOT_REACHED, True)


@pytest.mark.parametrize("how", ["several", "slipped", "broken"])
def test_several_lists_slipping_entries_and_a_damaged_feed_prove_nothing(how: str) -> None:
    """Neither a page of several lists nor one whose entries kept moving nor a feed that is damaged proves a day, whatever its dates and overlap."""
    walked = Walked((page(1, 2, 3, named=True),), alone=True)
    before = past(Proof(Order.NEWEST_FIRST, since=NOW - timedelta(days=9), heads=("1", "2")))
    assert prove(walked, before, NOW).reach is not None
    proof = prove(replace(walked, **{how: True}), before, NOW)  # type: ignore[arg-type]
    assert proof.reach is None


def test_one_page_stays_known_while_an_entry_of_the_last_poll_is_on_it() -> None:
    """A page alone proves everything since the polls began to overlap, though its dates go back three days only."""
    since = NOW - timedelta(days=30)
    before = past(Proof(Order.NEWEST_FIRST, since=since, heads=("3", "4", "5")))
    walked = Walked(((*page(0, 1, 2), *page(3, named=True)),), alone=True)
    assert prove(walked, before, NOW).reach == since
    gone = Walked((page(0, 1, 2),), alone=True)
    assert age_of(prove(gone, before, NOW).reach) == 1


def test_few_entries_in_order_show_no_order() -> None:
    """Four entries that descend may do so by chance: they are no proof before new ones came on top three times, or an earlier poll showed more."""
    walked = Walked((page(1, 2, 3, 4, named=True),), alone=True)
    assert prove(walked, None, NOW).order is Order.UNKNOWN
    assert prove(walked, past(Proof(heads=("1", "2"), arrivals=3)), NOW).order is Order.NEWEST_FIRST
    assert prove(walked, past(Proof(Order.NEWEST_FIRST)), NOW).order is Order.NEWEST_FIRST
    assert prove(Walked((page(1, 2, 3, 4, 5),), alone=True), None, NOW).order is Order.NEWEST_FIRST


def test_a_pin_on_top_is_no_overlap() -> None:
    """An old entry that leads the page for good doesn't show that nothing was missed below it."""
    pin = entry("pin", 300, named=True)
    before = past(Proof(Order.NEWEST_FIRST, since=NOW - timedelta(days=30), heads=("pin", "9")))
    proof = prove(Walked(((pin, *page(0, 1, 2, 3)),), alone=True), before, NOW)
    assert proof.reach == proof.foot


def undated(*keys: str, named: str = "") -> tuple[Shown, ...]:
    return tuple(Shown(key, None, named=key in named) for key in keys)


def test_arrival_is_shown_by_new_entries_above_all_known_ones() -> None:
    """Without dates nothing is proved until new entries stood on top in three polls; then all is proved since the polls began to overlap."""
    found, began = None, NOW - timedelta(days=9)
    for n, keys in enumerate(("cba", "cba", "dcb", "edc", "edc", "fed")):
        named = "abcdefgh"[: "abcdefgh".index(keys[0]) if found and keys[0] not in found.heads else 9] if found else ""
        before = past(found, began + timedelta(days=n - 1)) if found else None
        found = prove(Walked((undated(*keys, named=named),), alone=True), before, began + timedelta(days=n))
        assert (found.order, found.reach) == ((Order.ARRIVAL, began) if n == 5 else (Order.UNKNOWN, None))
    assert found is not None
    quiet = prove(Walked((undated("f", "e", "d", named="def"),), alone=True), past(found), NOW)
    assert (quiet.order, quiet.reach) == (Order.ARRIVAL, began)


@pytest.mark.parametrize(
    ("case", "keys"),
    [
        ("new ones at the foot, where the last is a leading one", ("c", "b", "x")),
        ("new ones between known ones", ("c", "x", "b")),
        ("none of the known ones", ("x", "y", "z")),
        ("a known one above new ones", ("c", "x", "y")),
    ],
)
def test_undated_entries_elsewhere_show_no_arrival(case: str, keys: tuple[str, ...]) -> None:
    """New entries anywhere but on top break the proof by arrival."""
    before = past(Proof(Order.ARRIVAL, since=NOW - timedelta(days=9), arrivals=5, heads=("c", "b")))
    proof = prove(Walked((undated(*keys, named="abc"),), alone=True), before, NOW)
    assert (proof.order, proof.reach) == (Order.UNKNOWN, None), case


@pytest.mark.parametrize(
    ("proof", "extended"),
    [
        (Proof(Order.NEWEST_FIRST, reach=NOW, front=NOW - timedelta(days=5)), True),
        (Proof(Order.ARRIVAL, reach=NOW), True),
        (Proof(Order.NEWEST_FIRST, reach=NOW, front=NOW + timedelta(days=5)), False),
        (Proof(Order.NEWEST_FIRST, reach=None, front=NOW - timedelta(days=5)), False),
        (Proof(Order.OLDEST_FIRST, reach=NOW), False),
        (Proof(Order.UNKNOWN, reach=NOW), False),
    ],
    ids=["newest", "arrival", "displaced beyond page 1", "unproved", "oldest", "unknown"],
)
def test_an_unchanged_page_extends_a_proof_only_where_the_newest_leads(proof: Proof, extended: bool) -> None:
    """A server that says "not modified" proves nothing of a list whose newest stand elsewhere."""
    assert extends(past(proof), proof) is extended


def test_a_list_read_from_its_end_reaches_back_from_there() -> None:
    """Of an oldest-first list the last pages suffice once two polls agree which page is the last."""
    walked = Walked((page(1, 2, 3), page(4, 5, 6)), ended=True, backwards=True, last=9)
    first = prove(walked, None, NOW)
    assert (first.order, first.end, first.reach) == (Order.OLDEST_FIRST, End.CLAIMED, None)
    second = prove(walked, past(first), NOW)
    assert (second.end, age_of(second.reach)) == (End.PROVED, 4)


def rows(*ages: tuple[int, ...]) -> tuple[Shown, ...]:
    """A page of several containers, each with entries so many days old."""
    return tuple(replace(e, row=number) for number, row in enumerate(ages) for e in page(*row))


@pytest.mark.parametrize(
    ("pages", "columns"),
    [
        ((rows((1, 2), (3, 4)), rows((5, 6), (7, 8)), page(9, 10)), False),
        ((rows((1, 5), (3, 7)), page(9, 11), page(13, 15)), True),
        ((rows((1, 2), (8, 9)), page(4, 5), page(6, 7)), True),
        ((rows((1, 2), (3, 4)), page(5, 6), page(7, 8)), True),
    ],
    ids=["rows of a grid", "the second begins younger", "the next page goes on above the second", "only the first page has two"],
)
def test_containers_are_columns_where_they_cannot_be_rows_of_one_list(pages: tuple[tuple[Shown, ...], ...], columns: bool) -> None:
    """Containers of one page are rows of its list only if the entries after each are older, on the next page too, and each page holds as many."""
    proof = prove(Walked(pages), None, NOW)
    assert (Gap.SEVERAL_LISTS in proof.gaps, proof.reach is None) == (columns, columns)


def test_columns_seen_once_are_there_still() -> None:
    """A source that showed columns proves no day later either, though its dates fit one list that day."""
    before = prove(Walked((rows((1, 5), (3, 7)), page(9, 11), page(13, 15))), None, NOW)
    again = prove(Walked((rows((1, 2), (3, 4)), rows((5, 6), (7, 8)), page(9, 10))), past(before), NOW)
    assert (Gap.SEVERAL_LISTS in again.gaps, again.reach) == (True, None)


@pytest.mark.parametrize("flawed", [False, True])
def test_an_oldest_first_list_is_more_than_chance(flawed: bool) -> None:
    """A few ascending entries at the end of a list that is in no order prove nothing, though its end was reached before."""
    before = Proof(Order.UNKNOWN if flawed else Order.OLDEST_FIRST, end=End.CLAIMED, pages=9)
    proof = prove(Walked((page(1), page(155, 157)), ended=True, backwards=True, last=12), past(before), NOW)
    assert (proof.order, proof.reach is None) == (Order.UNKNOWN if flawed else Order.OLDEST_FIRST, flawed)
    assert (Gap.ORDER_UNKNOWN in proof.gaps) is flawed
