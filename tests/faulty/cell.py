"""One cell of the matrix: a fresh database, a year of weekly polls, a fault in its middle, and each statement held against the truth."""

import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from generated import pages
from generated.watch import empty_database, fast_folder, template
from generated.world import QUOTA

from faulty.faults import OF_DATES
from faulty.line import BEGINS, ENDS, IMPATIENT, Line
from faulty.year import Target
from newswatch.config import Settings, Source, SourceKind
from newswatch.core.count.statement import MonthStatement, State
from newswatch.core.model import LOCAL
from newswatch.core.months import Month
from newswatch.services import check, statements
from newswatch.services.opening import open_store
from newswatch.store.store import Store

_FIRST, _LAST = datetime(2026, 1, 5, 9, tzinfo=LOCAL), datetime(2026, 12, 28, 9, tzinfo=LOCAL)
_EVERY = timedelta(days=7)

Counts = dict[Month, tuple[State, int]]


@dataclass(slots=True)
class Cell:
    """What came of one fault. `during` and `later` are the false statements made while it lasted and after it, each once; `counts` the last word on
    each ended month, `polls_to_agree` how many polls after the fault it took until all was as it would have been without it."""

    fault: str
    target: Target
    during: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    by_poll: dict[datetime, Counts] = field(default_factory=dict)
    differs: list[str] = field(default_factory=list)
    polls_to_agree: int = 0

    @property
    def counts(self) -> Counts:
        """The months as they were stated last."""
        return self.by_poll[max(self.by_poll)]

    @property
    def is_true(self) -> bool:
        """Was nothing stated falsely, and is all as it would have been without the fault?"""
        return not (self.during or self.later or self.differs)


def run(fault: str, target: Target) -> Cell:
    """Watches the year with a fault, and compares it with the same year without one."""
    dated = not (target == "article" and fault in OF_DATES)
    cell = _year(fault, target, list_dates=dated)
    sound = _sound_year(target, dated)
    late = [at for at in cell.by_poll if at >= ENDS]
    cell.differs = [
        f"{month} {_said(*cell.counts[month])}, without the fault {_said(*right)}"
        for month, right in sound.counts.items()
        if cell.counts[month] != right
    ]
    unlike = [n for n, at in enumerate(late, 1) if cell.by_poll[at] != sound.by_poll[at]]
    cell.polls_to_agree = max(unlike, default=0) + 1
    return cell


@cache
def _sound_year(target: Target, list_dates: bool) -> Cell:
    """The year without a fault: all of it is known and true."""
    cell = _year("", target, list_dates=list_dates)
    assert not cell.during + cell.later
    assert all(state is not State.UNKNOWN for state, _ in cell.counts.values()), cell.counts
    return cell


def _year(fault: str, target: Target, *, list_dates: bool) -> Cell:
    cell = Cell(fault, target)
    with Line(fault, target, _FIRST, list_dates) as line, tempfile.TemporaryDirectory(dir=fast_folder()) as folder:
        settings = _settings(line, Path(folder))
        settings.database.write_bytes(empty_database())
        with open_store(settings, create=True) as store:
            while line.now <= _LAST:
                _poll(cell, line, store, settings)
                line.now += _EVERY
    return cell


def _settings(line: Line, folder: Path) -> Settings:
    settings = template()
    kind, path = (SourceKind.FEED, "rss") if line.target == "feed" else (SourceKind.LISTING, "")
    source = Source("news", kind, f"{line.portal.base}{path}", pages.profile(line.portal.layout), required=True)
    return replace(settings, database=folder / "n.db", units=(replace(settings.units[0], sources=(source,)),))


def _poll(cell: Cell, line: Line, store: Store, settings: Settings) -> None:
    """One poll and what is stated after it."""
    impatient = replace(settings, fetch=replace(settings.fetch, timeout_seconds=IMPATIENT))
    check.run(store, impatient if line.is_slow else settings, lambda: line.now)
    months = statements.year_of(store, settings.units[0], 2026, line.now).months
    ended = [month for month in months if month.state is not State.OPEN]
    cell.by_poll[line.now] = {month.month: (month.state, month.count.combined) for month in ended}
    if line.now >= BEGINS:
        told = cell.during if line.is_faulty else cell.later
        told += [said for month in ended if (said := falsehood(month, line.portal.truth(month.month))) and said not in told]


def falsehood(month: MonthStatement, truth: int) -> str:
    """What is false in a statement of an ended month, if anything: its state, or a count that the state makes sure or that is too high."""
    counted = month.count.combined
    wrong_state = (month.state is State.SHORT and truth >= QUOTA) or (month.state is State.MET and truth < QUOTA)
    if wrong_state or counted > truth or (month.state is State.SHORT and counted != truth):
        return f"{month.month} {_said(month.state, counted)} of {truth}"
    return ""


def _said(state: State, counted: int) -> str:
    return f"{state} {counted}"
