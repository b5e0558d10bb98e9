"""The year as bars against the quota's line: where each rectangle stands, in the units of an SVG of 12 columns. No colours, no words."""

from dataclasses import dataclass

from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.quota.clause import Scope
from newswatch.report import figures

COLUMN, BAR = 46, 32
_TOP, _BASE, _MARK = 30, 150, 9
_HIGHEST = 2.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: its count as it faces the quota, the bar's `top` and `height`, the gap up to the line, and where its mark stands. All in SVG units."""

    month: MonthStatement
    number: int
    x: float
    count: int
    state: str
    top: float
    height: float
    gap: float
    mark_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of a year; the quota's line is at `line`."""

    bars: tuple[Bar, ...]
    line: float
    quota: int
    base: float = _BASE


def chart(year: YearStatement, states: dict[State, str]) -> Chart:
    """Where the bars of a year stand. A count of more than twice the quota is drawn as twice."""
    quota = year.rule.quota or 1
    most = min(max([quota, *(_count(year, m) for m in year.months)]), quota * _HIGHEST)
    scale = (_BASE - _TOP) / (most or 1)
    line = _BASE - quota * scale
    today = figures.stated_on(year)
    return Chart(tuple(_bar(year, n, m, scale, line, _state(year, m, today, states)) for n, m in enumerate(year.months)), line, quota)


def _state(year: YearStatement, month: MonthStatement, today: object, states: dict[State, str]) -> str:
    begun = month.state is not State.OPEN or figures.has_begun(year.rule, month, today)  # type: ignore[arg-type]
    return states[month.state] if begun else "toi"


def _bar(year: YearStatement, n: int, month: MonthStatement, scale: float, line: float, state: str) -> Bar:
    count = _count(year, month)
    height = round(min(count * scale, _BASE - _TOP), 1)
    top = round(_BASE - height, 1)
    gap = round(max(0.0, top - line), 1) if state != "toi" else 0.0
    x = COLUMN * n + (COLUMN - BAR) / 2
    return Bar(month, month.month.month, x, count, state, top, height, gap, round(min(top, line) - _MARK - 4, 1))


def _count(year: YearStatement, month: MonthStatement) -> int:
    """The count that decides: where each channel has a quota of its own, that of the weakest."""
    faced = figures.faced(year.rule, month.count)
    return min(faced) if year.rule.scope is Scope.EACH_CHANNEL else sum(faced)
