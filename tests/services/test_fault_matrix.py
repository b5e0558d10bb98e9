"""A slice of the matrix of faults: nothing false is stated while one lasts, and nothing is left of it afterwards. The whole: `tests/heavy/faults.py`."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from faulty.cell import falsehood, run
from faulty.faults import FAULTS, Call
from faulty.line import BEGINS, ENDS
from faulty.year import TARGETS, Portal, Target, target_of

from newswatch.core.count.statement import State
from newswatch.core.model import LOCAL
from newswatch.core.months import Month

CELLS: tuple[tuple[str, Target], ...] = (
    ("404", "article"),
    ("410", "listing"),
    ("slow drip", "article"),
    ("reset in mid-body", "listing"),
    ("truncated gzip", "feed"),
    ("redirect to home", "feed"),
    ("home page instead", "listing"),
    ("other article instead", "listing"),
    ("frozen 304", "listing"),
    ("nothing in it", "feed"),
    ("another template", "listing"),
    ("maintenance page", "feed"),
    ("maintenance page", "article"),
    ("challenge page", "article"),
    ("home page instead", "article"),
    ("false charset", "listing"),
    ("stale copy", "listing"),
    ("broken markup", "feed"),
    ("all dates today", "feed"),
    ("dates removed", "article"),
    ("day and month flipped", "feed"),
)
"""Faults that look like an answer, one that lasts long, and one that lets an address seem gone; each is put in mid-year for six weekly polls."""

AMID = datetime(2026, 6, 1, 9, tzinfo=LOCAL)
PATHS: dict[Target, str] = {"feed": "rss", "listing": "", "article": "tin-14.html"}


@pytest.mark.parametrize(("fault", "target"), CELLS)
def test_fault_changes_no_count(fault: str, target: Target) -> None:
    """While a fault lasts nothing false is stated of an ended month; after it the year's counts are those of the year without it."""
    cell = run(fault, target)
    assert cell.during == []
    assert cell.later == []
    assert cell.differs == []


@pytest.mark.parametrize("target", TARGETS)
def test_each_fault_is_one(target: Target) -> None:
    """Every fault answers every kind of address otherwise than a sound server does."""
    portal = Portal("http://127.0.0.1/")
    assert target_of(PATHS[target]) == target
    sound = portal.answer(PATHS[target], AMID)
    assert sound.status == 200
    assert [name for name, fault in FAULTS.items() if fault(Call(portal, PATHS[target], AMID)) == sound] == []


def test_the_year_has_months_of_every_kind() -> None:
    """Around the fault lie a month that met its quota with a post put up meanwhile, a short one and an empty one."""
    portal = Portal("http://127.0.0.1/")
    assert [portal.truth(Month(2026, n)) for n in (5, 6, 7)] == [2, 1, 0]
    assert [f"{p.at:%d/%m}" for p in portal.posts if p.par and BEGINS <= p.at < ENDS] == ["29/05", "09/06"]


def statement(state: State, combined: int) -> Any:
    """As much of a month's statement as the judge reads."""
    return SimpleNamespace(month=Month(2026, 5), state=state, count=SimpleNamespace(combined=combined))


@pytest.mark.parametrize(
    ("state", "counted", "truth", "is_false"),
    [
        (State.SHORT, 1, 1, False),
        (State.SHORT, 0, 1, True),
        (State.SHORT, 1, 2, True),
        (State.MET, 2, 2, False),
        (State.MET, 2, 3, False),
        (State.MET, 3, 2, True),
        (State.MET, 2, 1, True),
        (State.UNKNOWN, 0, 2, False),
        (State.UNKNOWN, 2, 1, True),
    ],
)
def test_what_is_false(state: State, counted: int, truth: int, is_false: bool) -> None:
    """A state against the truth is false, and so is a count that is too high or that a short month makes sure and wrong; a met month may have more."""
    assert bool(falsehood(statement(state, counted), truth)) is is_false
