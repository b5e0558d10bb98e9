"""The figures of a statement that every reader is given alike: what counts, what faces the quota, what a short month costs. No words."""

from datetime import date
from decimal import Decimal

from newswatch.core.count.figures import YearFigures
from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, State, YearStatement, accepted
from newswatch.core.model import LOCAL
from newswatch.core.notices.due import at_risk
from newswatch.core.quota.clause import Reading, Scope
from newswatch.core.quota.readings import MonthCount, month_deduction, rounded, shortfall
from newswatch.core.quota.rule import Rule

NOTHING = Decimal(0)
_MONTH_BY_MONTH = (Reading.A_CUMULATIVE, Reading.B_DEFICIENT_MONTHS)


def counts(rule: Rule, line: Line) -> bool:
    """Does an item count as the rule's scope takes it: among all together, or among its own channel's?"""
    return line.counted if rule.scope is Scope.COMBINED else line.counted_on_channel


def person_decided(line: Line) -> bool:
    """Does a person's verdict stand on the item, rather than the lexicon's?"""
    return line.item.decided_by.is_person


def by_channel(rule: Rule, count: MonthCount) -> tuple[int, ...]:
    """The count of each channel of the rule, in the rule's order."""
    return tuple(count.by_channel.get(channel, 0) for channel in rule.channels)


def faced(rule: Rule, count: MonthCount) -> tuple[int, ...]:
    """The counts that each face the quota: one of all channels together, one a channel, or the best channel's."""
    if rule.scope is Scope.COMBINED:
        return (count.combined,)
    each = by_channel(rule, count)
    return each if rule.scope is Scope.EACH_CHANNEL else (max(each),)


def still_short(rule: Rule, month: MonthStatement) -> int:
    """How many items would be missing if all that awaits a person were taken."""
    return shortfall(rule, accepted(month))


def cost(statement: YearStatement, month: MonthStatement) -> Decimal:
    """The points a short month costs by the rule's reading."""
    return would_cost(statement, month) if month.state is State.SHORT else Decimal(0)


def would_cost(statement: YearStatement, month: MonthStatement) -> Decimal:
    """The points a month costs by the rule's reading if nothing more is found of it.

    It is the month's own deduction where the reading judges each month by itself, at most what earlier short months left of the points, else what the
    year would gain if the month were met.
    """
    rule = statement.rule
    if not month.short or rule.max_points is None:
        return Decimal(0)
    if rule.reading not in _MONTH_BY_MONTH:
        return at_risk(statement, month) or Decimal(0)
    before = [m for m in statement.months if m.month < month.month and m.state is State.SHORT]
    left = rule.max_points - rule.min_points - sum((_own_cost(rule, m) for m in before), start=Decimal(0))
    return max(Decimal(0), min(_own_cost(rule, month), left))


def _own_cost(rule: Rule, month: MonthStatement) -> Decimal:
    return month_deduction(rule, month.count) if rule.reading is Reading.A_CUMULATIVE else rule.penalty


def at_floor(statement: YearStatement) -> bool:
    """Does the year stand at the fewest points the criterion can give?"""
    return statement.score is not None and statement.score == statement.rule.min_points


def has_begun(rule: Rule, month: MonthStatement, today: date) -> bool:
    """Does `today` lie in the month's window or after it?"""
    return month.month.window(rule.cutoff_day).first <= today


def stated_on(statement: YearStatement | YearFigures) -> date:
    """The local day a statement was made."""
    return statement.as_of.astimezone(LOCAL).date()


def plain_points(amount: Decimal, decimals: int = 2) -> str:
    """Points for machines, without needless zeros: `1.5`."""
    text = f"{rounded(amount, decimals):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
