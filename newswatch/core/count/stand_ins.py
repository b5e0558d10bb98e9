"""Decides which articles dated only by a change may be of an earlier month: they were published before that change, and nothing says how long before."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from newswatch.core.count.reasons import Line
from newswatch.core.model import DateOrigin
from newswatch.core.months import Month
from newswatch.core.polling.coverage import coverage, stretches
from newswatch.core.polling.sight import Sight
from newswatch.core.quota.rule import Rule


def of_months(months: Iterable[Month], lines: Iterable[Line], rule: Rule, sight: Sight) -> Mapping[Month, int]:
    """For each month how many articles dated only by a change, in a later one, may have been published in it.

    They may not if polls made before they were first seen had proved all of the month.
    """
    standing = [(line.month, line.item.first_seen_at) for line in lines if _stands_in(line) and line.month is not None]
    return {month: _of_month(month, sorted(at for stated, at in standing if stated > month), rule, sight) for month in months}


def _of_month(month: Month, seen_at: Sequence[datetime], rule: Rule, sight: Sight) -> int:
    for n, at in enumerate(seen_at):
        before = stretches([one for s in sight.proved for one in s.ended_before(at)], sight.required)
        if coverage(before, month.window(rule.cutoff_day), sight.now).complete:
            return n
    return len(seen_at)


def _stands_in(line: Line) -> bool:
    return line.item.date_origin is DateOrigin.MODIFIED and (line.counted or line.awaiting or line.duplicate_of is not None)
