"""Decides which articles dated only by a change may be of an earlier month: they were published before that change, and nothing says how long before."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from newswatch.core.count.reasons import Line
from newswatch.core.model import DateOrigin
from newswatch.core.months import Month
from newswatch.core.polling.coverage import coverage, stretches
from newswatch.core.polling.records import Span
from newswatch.core.quota.rule import Rule


def of_month(month: Month, lines: Iterable[Line], rule: Rule, spans: Sequence[Span], required: Collection[str], now: datetime) -> int:
    """How many articles dated only by a change, in a later month, may have been published in this one.

    They may not if polls made before they were first seen had proved all of the month. `spans` are the polls of the `required` sources.
    """
    seen_at = sorted(line.item.first_seen_at for line in lines if _stands_in(line) and line.month is not None and line.month > month)
    window = month.window(rule.cutoff_day)
    for n, at in enumerate(seen_at):
        if coverage(stretches([one for s in spans for one in s.ended_before(at)], required), window, now).complete:
            return n
    return len(seen_at)


def _stands_in(line: Line) -> bool:
    return line.item.date_origin is DateOrigin.MODIFIED and (line.counted or line.awaiting or line.duplicate_of is not None)
