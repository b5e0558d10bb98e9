"""Vietnamese of the pages of results: months, quarters and the year as they stand."""

from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.periods import Period
from newswatch.report import figures
from newswatch.report.vi import spans, terms

_ORDER = (State.MET, State.SHORT, State.UNKNOWN, State.OPEN)


def periods(year: YearStatement) -> list[Period]:
    """The quarters and half-years whose months are all of this scoring year, and the year."""
    months = {m.month for m in year.months}
    parts = [Period(year.year, part) for part in ("Q1", "Q2", "Q3", "Q4", "H1", "H2")]
    return [*(one for one in parts if set(one.months) <= months), Period(year.year)]


def span(year: YearStatement, period: Period) -> str:
    """How the months of a quarter or year stand: `2 tháng đạt, 1 tháng thiếu; 12 tin, bài được tính`. Of one with days that nobody
    saw only what was seen is said, of one that has not begun that it is to come."""
    months = [m for m in year.months if period.whole_year or m.month in period.months]
    begun = [m for m in months if not to_come(year, m)]
    if not begun:
        return terms.TO_COME
    each = [f"{n} tháng {terms.STATES[state]}" for state in _ORDER if (n := sum(m.state is state for m in begun))]
    each += [f"{n} tháng {terms.TO_COME}"] if (n := len(months) - len(begun)) else []
    seen = sum(m.count.combined for m in months)
    told = f"{seen} tin, bài được tính" if all(m.coverage.complete for m in begun) else f"mới thấy {seen} tin, bài"
    return f"{', '.join(each).replace('tháng đang trong tháng', 'tháng đang tính')}; {told}"


def to_come(year: YearStatement, month: MonthStatement) -> bool:
    """Has the month not begun by the moment of the statement?"""
    return month.state is State.OPEN and not figures.has_begun(year.rule, month, figures.stated_on(year))


def named(period: Period) -> str:
    """The period as a heading has it: `Quý IV/2026`."""
    return terms.capital(spans.name(period.text))
