"""Months that were stated: what changes one later is recorded with its cause."""

from datetime import date
from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.core.count.statement import State
from newswatch.core.model import Verdict
from newswatch.report import english


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose October has three items, looked at on 2 November and stated."""
    office = Office(tmp_path, portal)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-10-20 06:30", since="2026-01-01")
    office.polls("2026-11-02 06:30")
    office.states()
    return office


def causes(office: Office) -> list[tuple[str, list[str]]]:
    """What is restated now: the month, and each cause."""
    return [(str(r.month.month), [english.cause(c) for c in r.causes]) for r in office.states()]


def test_stating_twice_changes_nothing(office: Office) -> None:
    """Each ended month is stated once; stating again, or looking again at the same, adds no revision."""
    office.polls("2026-11-03 06:30")
    assert causes(office) == []


def test_item_found_in_the_late_sweep(office: Office) -> None:
    """An item of October that a look of early November finds revises October, naming the item and the day it was seen."""
    office.par(9, "2026-11-01 20:00")
    office.par(8, "2026-10-31 20:00")
    office.polls("2026-11-04 06:30")
    item = office.item("Xã 8 ")
    assert office.month("2026-10").awaiting == 1
    office.decides(item.id, published_on=date(2026, 10, 31))
    assert causes(office) == [("2026-10", [f"item {item.id} now counts (2026-11-04)"])]
    assert office.month("2026-10").state is State.MET


def test_rejected_by_a_person(office: Office) -> None:
    """An item a person rejects after the month was stated revises it."""
    item = office.item("Xã 1 ")
    office.decides(item.id, verdict=Verdict.OTHER)
    assert causes(office) == [("2026-10", [f"item {item.id} counts no more: not PAR news"])]


def test_moved_to_another_month(office: Office) -> None:
    """An item a person dates into another ended month revises both."""
    item = office.item("Xã 1 ")
    office.decides(item.id, published_on=date(2026, 9, 30))
    assert causes(office) == [
        ("2026-09", [f"item {item.id} now counts (2026-10-20)"]),
        ("2026-10", [f"item {item.id} is in another month now, or void"]),
    ]


def test_month_that_was_unknown_becomes_known(tmp_path: Path, portal: Portal) -> None:
    """A month stated as unknown is revised once the days nobody could look at were seen."""
    office = Office(tmp_path, portal)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-10-20 06:30", since="2026-01-01")
    portal.goes_down()
    office.polls("2026-11-02 06:30")
    office.closes_log("2026-10")
    office.states()
    portal.comes_back()
    office.polls("2026-11-03 06:30")
    assert causes(office) == [("2026-10", ["days or articles were looked at that had not been"])]
    assert office.month("2026-10").state is State.SHORT
