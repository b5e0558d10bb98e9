"""One unit as a line of the table of all units, with the words that text and workbook share."""

from dataclasses import dataclass
from datetime import datetime

from newswatch.config import Unit
from newswatch.core.bulletin import Broadcasts
from newswatch.core.count.figures import MonthFigures, YearFigures
from newswatch.core.count.ranking import Trend
from newswatch.core.count.statement import State
from newswatch.core.model import Channel
from newswatch.report.vi import sentences, terms

TRENDS = {Trend.UP: "tăng", Trend.DOWN: "giảm", Trend.STEADY: "ngang", None: "–"}


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
    def counted(self) -> int:
        """The items of the year that count so far."""
        return sum(m.combined for m in self.year.months)

    @property
    def waiting(self) -> int:
        """The items that wait for a person."""
        return self.year.waiting

    @property
    def looked_at(self) -> bool:
        """Is each day of the month, so far, one on which all required sources were looked at? Not where the portal counts and none is there to look at."""
        return self.month is not None and self.month.looked_at and not self.nobody_looks

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
    """What is seen of the month and how it stands: `3/4 đang trong tháng`, `thấy 0/4, chưa xem đủ`; empty where the unit was not there."""
    if line.month is None:
        return ""
    tally = sentences.tally(line.year.rule, line.month.counted_by(line.year.rule))
    if line.month.state is State.OPEN and not line.looked_at:
        return f"thấy {tally}, chưa xem đủ"
    return f"{tally} {terms.STATES[line.month.state]}"


def points_of(year: YearFigures) -> str:
    """The points of a year with their range in a few words; the range alone where no month is known."""
    if year.score is not None:
        return sentences.in_brief(year)
    return "" if year.low is None else f"từ {terms.points(year.low)} đến {terms.points(year.high)} điểm"
