"""Decides in which months an item that waits for a person may have been published, and whether it leaves a month unsure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

from newswatch.core.count.duplicates import Related
from newswatch.core.count.reasons import Line, Why, denied, is_untimed, stated_months
from newswatch.core.months import Month, local_day
from newswatch.core.polling.coverage import coverage, stretches
from newswatch.core.polling.sight import Sight
from newswatch.core.quota.readings import MonthCount
from newswatch.core.quota.rule import Rule
from newswatch.core.text import title_key

_JUDGED = {Why.UNSURE, Why.ORIGIN_DOUBT, Why.RETOLD, Why.NO_FIRST_AIRING}
"""What only a person can judge of an item that was read and is dated. Nothing of what happened is unknown then."""


def leaves_unsure(line: Line) -> bool:
    """Whether an item leaves the months unknown that it may be of: it waits for a person, and was not read or has no sure date."""
    return line.awaiting and (not line.item.whole or any(reason.why not in _JUDGED for reason in line.because))


def possible_months(lines: Iterable[Line], months: Sequence[Month], rule: Rule, sight: Sight) -> Mapping[int, frozenset[Month]]:
    """For each item that waits for a person, by its id, the months that it may be of: those that its date and what speaks against it name.

    If its day is open it may also be of any month that had begun when it was first seen, unless earlier polls had proved all of that month.
    People's word that it was not published in a month stands above either.
    """
    cutoff = rule.cutoff_day

    @cache
    def appeared(seen_at: datetime) -> tuple[Month, ...]:
        earlier = stretches([s for s in sight.proved if s.end < seen_at], sight.required)
        begun = [m for m in months if local_day(seen_at) >= m.window(cutoff).first]
        return tuple(m for m in begun if not earlier or not coverage(earlier, m.window(cutoff), sight.now).complete)

    found: dict[int, frozenset[Month]] = {}
    for line in lines:
        if line.awaiting:
            open_ = appeared(line.item.first_seen_at) if is_untimed(line.because) else ()
            stated = stated_months(line.item, line.because, cutoff)
            found[line.item.id] = stated | {m for m in open_ if not denied(line.item, m.window(cutoff))}
    return found


def unsettled(
    lines: Sequence[Line], months: Sequence[Month], rule: Rule, sight: Sight, related: Related
) -> tuple[Mapping[Month, tuple[Line, ...]], frozenset[int]]:
    """What leaves months unsure beside their own items: for each the waiting items that may be of it, and the items that may be of an earlier one."""
    possible = possible_months(lines, months, rule, sight)
    return _elsewhere(lines, possible), _movable(lines, possible, related.clusters)


def _elsewhere(lines: Iterable[Line], possible: Mapping[int, frozenset[Month]]) -> Mapping[Month, tuple[Line, ...]]:
    """For each month the waiting items that may be of it, though they have no day or one of another month."""
    found: dict[Month, list[Line]] = defaultdict(list)
    for line in lines:
        for month in possible.get(line.item.id, frozenset()):
            if month != line.month:
                found[month].append(line)
    return {month: tuple(its) for month, its in found.items()}


def raised(count: MonthCount, lines: Iterable[Line]) -> MonthCount:
    """A month's count with these items on top of it."""
    by_channel, combined = dict(count.by_channel), count.combined
    for line in lines:
        combined += not line.counted
        if not line.counted_on_channel:
            by_channel[line.item.channel] = by_channel.get(line.item.channel, 0) + 1
    return MonthCount(count.month, combined, by_channel)


def _movable(lines: Sequence[Line], possible: Mapping[int, frozenset[Month]], clusters: Mapping[int, Collection[int]]) -> frozenset[int]:
    """The ids of the items whose story may turn out to be one of an earlier month, since another item that tells it may be of that month.

    Items under one title may tell the same news once their days are near, so one without a sure day may do so.
    """
    unsure = [line for line in lines if leaves_unsure(line)]
    titled: dict[str, list[int]] = defaultdict(list)
    for line in lines if unsure else ():
        titled[title_key(line.item.title)].append(line.item.id)
    first: dict[int, Month] = {}
    for line in unsure:
        namesakes = titled[title_key(line.item.title)] if len(possible[line.item.id]) > 1 else []
        for id_ in {*clusters.get(line.item.id, ()), *namesakes}:
            months = [*possible[line.item.id], *([first[id_]] if id_ in first else [])]
            if months:
                first[id_] = min(months)
    return frozenset(line.item.id for line in lines if line.month and line.item.id in first and first[line.item.id] < line.month)
