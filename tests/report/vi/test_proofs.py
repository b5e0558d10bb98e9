"""What polls prove, in Vietnamese that a secretary understands."""

from datetime import date

import pytest
from worlds import moment

from newswatch.core.polling.coverage import Coverage
from newswatch.core.polling.evidence import Evidence, Watched
from newswatch.core.polling.proof import End, Gap, Order, Proof, Walk
from newswatch.report import english
from newswatch.report.vi import proofs

AT = moment("2026-04-01 07:00")
WHOLE, HALF = Coverage(31, ()), Coverage(1, tuple(date(2026, 3, day) for day in range(2, 32)))


def told(proof: Proof, coverage: Coverage = WHOLE) -> str:
    return " ".join(proofs.source(Watched("portal", coverage, Evidence("portal", AT, proof))))


@pytest.mark.parametrize("gap", list(Gap))
def test_every_gap_is_told_to_secretary_and_operator(gap: Gap) -> None:
    """Each thing that can be missing has a Vietnamese and an English sentence."""
    assert proofs.GAPS[gap]
    assert english.gap(gap)


@pytest.mark.parametrize("order", list(Order))
def test_every_order_is_told(order: Order) -> None:
    """Each order of a list has its words."""
    assert proofs.ORDERS[order] in told(Proof(order, reach=moment("2026-03-01")))


def test_a_proved_month_tells_what_it_rests_on() -> None:
    """Order, pages, end and reach of the poll that proves the month are told, and nothing is called missing."""
    proof = Proof(
        Order.NEWEST_FIRST,
        Walk.OVERLAPPED,
        End.PROVED,
        moment("2026-01-01"),
        pages=4,
        first_day=date(2026, 1, 5),
        gaps=(Gap.UNDATED_ENTRIES,),
    )
    text = told(proof)
    for part in (
        "đủ 31 ngày",
        "07:00 01/04/2026",
        "tin mới trước",
        "4 trang liền nhau",
        "hai lần xem đều thấy như nhau",
        "05/01/2026",
        "00:00 01/01/2026",
    ):
        assert part in text
    assert "Còn thiếu" not in text


def test_days_taken_back_are_told() -> None:
    """Where an end turns out to have been none, the days that it had proved are named."""
    proof = Proof(Order.NEWEST_FIRST, gaps=(Gap.NEWEST_ONLY,), refutes=(date(2026, 3, 1), date(2026, 3, 2)))
    assert "các ngày từ 01/03/2026 đến 02/03/2026 trước đây coi là đã xem hết, nay không còn chắc" in told(proof, HALF)


def test_overlap_and_displacement_are_told() -> None:
    """A month that rests on overlapping polls says so, and by how many days the reach was moved."""
    since = moment("2026-03-01")
    text = told(Proof(Order.NEWEST_FIRST, reach=since, since=since, displacement_days=3))
    assert "không lần nào đứt quãng" in text
    assert "3 ngày" in text


def test_what_is_missing_is_told_with_what_helps() -> None:
    """An unproved month names each gap of the last poll; one without a gap names the days that no poll joins."""
    text = told(Proof(gaps=(Gap.SEVERAL_LISTS, Gap.NO_PAGER)), HALF)
    assert "1/31 ngày" in text
    assert proofs.GAPS[Gap.SEVERAL_LISTS] in text
    assert proofs.GAPS[Gap.NO_PAGER] in text
    assert "02/03/2026" in told(Proof(Order.NEWEST_FIRST, reach=moment("2026-03-31 12:00")), HALF)


def test_a_source_never_polled_says_so() -> None:
    """Before the first poll there is nothing to rest on; before the month there is nothing to tell."""
    assert "Chưa có lần xem nào" in " ".join(proofs.source(Watched("portal", HALF, None)))
    assert proofs.source(Watched("portal", Coverage(0, ()), None)) == []
