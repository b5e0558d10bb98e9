"""Decides what the year of a merged unit is if the months of the units it was made of are counted with it (`Merge.SUM`)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from newswatch.core.count.logbook import LogState, MonthLog
from newswatch.core.count.statement import MonthStatement, State, YearStatement, of_months, sure_count
from newswatch.core.months import Month
from newswatch.core.polling.coverage import Coverage
from newswatch.core.quota.readings import MonthCount, month_deduction, shortfall
from newswatch.core.quota.rule import Rule

_KNOWN = (State.MET, State.SHORT)
_UNCONFIRMED = "months before the merger are counted as the sum of the merged units, which no document confirms"


class Merge(StrEnum):
    """How the year in which a unit was formed takes the units it was made of: not at all, their counts of each month added up, or each told by itself.

    No document read so far says how the months before 1/7/2025 are carried over.
    """

    NEW_ONLY = "new_only"
    SUM = "sum"
    BY_UNIT = "by_unit"


def summed(own: YearStatement, before: Sequence[YearStatement]) -> YearStatement:
    """The year of a unit with the months before its first one, in which the units it was made of face the quota together.

    All are judged under the same rule. A month that one of them did not live through whole is left out, since its part of the sum is missing.
    """
    first = min((m.month for m in own.months), default=None)
    earlier = [month for month in _shared(before) if first is None or month < first]
    months = tuple(_month(own.rule, month, [_of(year, month) for year in before]) for month in earlier)
    undated = (*own.undated, *(line for year in before for line in year.undated))
    made = of_months(own.year, own.rule, (*months, *own.months), undated, own.as_of)
    return replace(made, provisional=made.provisional or _UNCONFIRMED)


def _shared(years: Sequence[YearStatement]) -> list[Month]:
    each = [{m.month for m in year.months} for year in years]
    return sorted(set.intersection(*each)) if each else []


def _of(year: YearStatement, month: Month) -> MonthStatement:
    return next(m for m in year.months if m.month == month)


def _month(rule: Rule, month: Month, parts: Sequence[MonthStatement]) -> MonthStatement:
    count = _added(rule, month, [m.count for m in parts])
    short, state = shortfall(rule, count), _state(rule, month, parts)
    return MonthStatement(
        month=month,
        count=count,
        short=short,
        deduction=month_deduction(rule, count) if state is State.SHORT else Decimal(0),
        state=state,
        awaiting=sum(m.awaiting for m in parts),
        lines=tuple(line for m in parts for line in m.lines),
        coverage=Coverage(min(m.coverage.watched for m in parts), tuple(sorted({day for m in parts for day in m.coverage.blind}))),
        log=_log(parts),
        elsewhere=tuple(line for m in parts for line in m.elsewhere),
        movable=frozenset[int]().union(*(m.movable for m in parts)),
        stand_ins=sum(m.stand_ins for m in parts),
        unevidenced=sum(m.unevidenced for m in parts),
    )


def _state(rule: Rule, month: Month, parts: Sequence[MonthStatement]) -> State:
    """Met if what is sure is enough, and short only if every part is known: a part that could not be seen may hold what is missing."""
    if any(m.state is State.OPEN for m in parts):
        return State.OPEN
    if not shortfall(rule, _added(rule, month, [sure_count(m) for m in parts])):
        return State.MET
    return State.SHORT if all(m.state in _KNOWN for m in parts) else State.UNKNOWN


def _added(rule: Rule, month: Month, counts: Sequence[MonthCount]) -> MonthCount:
    by_channel = {channel: sum(count.by_channel.get(channel, 0) for count in counts) for channel in rule.channels}
    return MonthCount(month, sum(count.combined for count in counts), by_channel)


def _log(parts: Sequence[MonthStatement]) -> MonthLog | None:
    """The loudspeaker log that keeps the month open, else the first one's."""
    return next((m.log for m in parts if m.log and m.log.state is LogState.OPEN), parts[0].log)
