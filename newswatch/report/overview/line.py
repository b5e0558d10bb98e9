"""One unit as a line of the table of all units, with the words that text and workbook share."""

from dataclasses import dataclass
from datetime import datetime

from newswatch.config import Unit
from newswatch.core.bulletin import Broadcasts
from newswatch.core.count.figures import MonthFigures, YearFigures
from newswatch.core.count.ranking import Trend, sure_month, sure_year
from newswatch.core.count.statement import State
from newswatch.core.model import Channel
from newswatch.core.months import local_day
from newswatch.report.vi import sentences, terms

TRENDS = {Trend.UP: "tăng", Trend.DOWN: "giảm", Trend.STEADY: "ngang", None: "–"}
AT_LEAST = "ít nhất"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's year in figures. `month` is the one asked about, None if the unit was not there in it. `last_good_at` is since when its required
    sources have not all been read well again (UTC), None if one never was. `rank` is None where nothing is sure enough for one."""

    unit: Unit
    year: YearFigures
    month: MonthFigures | None
    trend: Trend | None
    last_good_at: datetime | None
    rank: int | None = None

    @property
    def to_come(self) -> bool:
        """Has the month not begun yet?"""
        return self.month is not None and not self.year.has_begun(self.month)

    @property
    def counted(self) -> int | None:
        """The items of the year that count so far; None where no month was there to be judged."""
        return sum(m.combined for m in self.year.begun) if self.year.begun else None

    @property
    def sure_month(self) -> int | None:
        """What counts in the month, if nothing but news to come can change it."""
        return sure_month(self.year, self.month) if self.month and self.looked_at else None

    @property
    def sure_year(self) -> int | None:
        """What counts in the year so far, if nothing but news to come can change it."""
        return None if self.nobody_looks else sure_year(self.year)

    @property
    def sure(self) -> bool:
        """Can nothing but news to come change what counts in the year?"""
        return self.sure_year is not None

    @property
    def least(self) -> int | None:
        """What counts in the year whatever becomes of that of which it is not sure; None where no month was there to be judged."""
        return self.counted if self.sure or self.counted is None else sum(m.least for m in self.year.begun)

    @property
    def waiting(self) -> int:
        """The items that wait for a person."""
        return self.year.waiting

    @property
    def looked_at(self) -> bool:
        """Is each day of the month, so far, one on which all required sources were looked at? Not where the portal counts and none is there to look at. On
        its first day: were they all read well on that day?"""
        if self.month is None or self.to_come or self.nobody_looks:
            return False
        first, today = self.month.month.window(self.year.rule.cutoff_day).first, local_day(self.year.as_of)
        read = self.last_good_at is not None and local_day(self.last_good_at) >= first
        return self.month.looked_at and (first < today or read or Channel.PORTAL not in self.year.rule.channels)

    @property
    def nobody_looks(self) -> bool:
        """Has it no source to look at though its portal counts, or no log where nothing else does? Then what counts so far is the least there is."""
        portal = Channel.PORTAL in self.year.rule.channels
        return not self.unit.watched if portal else self.unit.broadcasts is Broadcasts.UNWATCHED

    @property
    def never_good(self) -> str:
        """What stands in the place of `last_good_at`, if there is none: that they were never read, or that there are none."""
        return "chưa lần nào" if self.unit.watched else "không có nguồn"

    def months(self, state: State) -> int:
        """How many months stand so."""
        return sum(m.state is state for m in self.year.months)


def month_of(line: UnitLine) -> str:
    """What is seen of the month and how it stands: `3/4 đang trong tháng`, `thấy 0/4, chưa xem đủ`, `chưa tới`; empty where the unit was not there."""
    if line.month is None or line.to_come:
        return terms.TO_COME if line.month else ""
    tally = sentences.tally(line.year.rule, line.month.counted_by(line.year.rule))
    if line.month.state is State.OPEN and not line.looked_at:
        return terms.partly_seen(tally)
    return f"{tally} {terms.STATES[line.month.state]}"


def points_of(year: YearFigures) -> str:
    """The points of a year with their range in a few words; the range alone where no month is known."""
    if year.score is not None:
        return sentences.in_brief(year)
    return "" if year.low is None else f"từ {terms.points(year.low)} đến {terms.points(year.high)} điểm"
