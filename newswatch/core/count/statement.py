"""Decides what can be said of a month and a year: what counts, whether the quota is met, what awaits a person, which days no poll covers."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from newswatch.core.count import stand_ins
from newswatch.core.count.duplicates import Related, relate
from newswatch.core.count.evidenced import Evidence, wanting, with_lacks, without
from newswatch.core.count.judgement import judge
from newswatch.core.count.logbook import Logbook, LogState, MonthLog
from newswatch.core.count.possible import leaves_unsure, raised, unsettled
from newswatch.core.count.reasons import Line
from newswatch.core.model import LOCAL, Channel, Countable
from newswatch.core.months import Month, months_of_year
from newswatch.core.polling.coverage import UNASKED, Coverage, Stretches, coverage
from newswatch.core.polling.records import Span
from newswatch.core.polling.sight import Sight
from newswatch.core.polling.witness import Witnesses
from newswatch.core.quota.clause import Reading, ReadingStatus
from newswatch.core.quota.readings import MonthCount, met, month_deduction, score, shortfall, spread
from newswatch.core.quota.rule import Rule, official_problem


class State(StrEnum):
    """What can be said of a month: met, short, still open, or unknown.

    It is unknown where days no poll covers, an open log, or items that were not read or have no sure date could change what is missing.
    """

    MET = "met"
    SHORT = "short"
    UNKNOWN = "unknown"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class MonthStatement:
    """One month. `count` is what the rule judges, `short` are the items missing so far, `deduction` is what they cost if the month is short.

    `log` is how its loudspeaker log stands, None if the rule counts no broadcasts. `elsewhere` are waiting items that may be of it, though they have no
    day or one of another month, `movable` are the ids of those that count and may turn out to be of an earlier month. `stand_ins` counts the articles of
    later months that may be of this one, since only the date of a change is known of them. `unevidenced` counts the items that count and lack evidence
    that the rule asks for.
    """

    month: Month
    count: MonthCount
    short: int
    deduction: Decimal
    state: State
    awaiting: int
    lines: tuple[Line, ...]
    coverage: Coverage
    log: MonthLog | None
    elsewhere: tuple[Line, ...] = ()
    movable: frozenset[int] = frozenset()
    stand_ins: int = 0
    unevidenced: int = 0


@dataclass(frozen=True, slots=True)
class YearStatement:
    """One year under one rule, as it could be applied (`Logbook.applied`).

    `score` covers the ended months that are known, `by_reading` gives it under each reading. `low` and `high` bound what the appraiser may give.
    They span all readings (or the confirmed one alone), with each unknown month once as it was seen and once as met. They are None where the rule
    has no points or no month has ended. `if_accepted` is the score if people accept all that awaits them, `if_evidenced_only` the score without the
    items that lack evidence that the rule asks for, `provisional` says why the score can't be called official.
    """

    year: int
    rule: Rule
    months: tuple[MonthStatement, ...]
    score: Decimal | None
    deduction: Decimal | None
    by_reading: Mapping[Reading, Decimal]
    low: Decimal | None
    high: Decimal | None
    if_accepted: Decimal | None
    if_evidenced_only: Decimal | None
    undated: tuple[Line, ...]
    provisional: str | None
    as_of: datetime

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every item of the year, month by month, those without a date last."""
        return (*(line for month in self.months for line in month.lines), *self.undated)


_ALONE = 'nobody logs what the loudspeakers air (broadcasts = "unwatched"), so it is stated of the portal alone'
_NOT_CLOSED = Logbook()
_NO_WITNESS = Witnesses({})
_NO_EVIDENCE: Evidence = {}


def state_year(
    year: int,
    rule: Rule,
    items: Sequence[Countable],
    spans: Sequence[Span],
    required: Collection[str],
    now: datetime,
    *,
    witnesses: Witnesses = _NO_WITNESS,
    exists: tuple[date | None, date | None] = (None, None),
    related: Related | None = None,
    logbook: Logbook = _NOT_CLOSED,
    evidence: Evidence = _NO_EVIDENCE,
) -> YearStatement:
    """All that is known of a year at `now`. `spans` are the unit's polls, `required` the ids of the sources that must cover each day.
    `witnesses` are the second witnesses, whose polls stand for other sources too.

    `exists` are the unit's first and last day. Months that it did not live through whole are left out: a unit formed on 1/7/2025, when communes
    were merged, is judged from July on. `related` are the items' duplicates, if they were worked out before.
    `logbook` tells how the loudspeaker log is kept; by default it is, and nobody has closed a month. `evidence` is what is kept of the items.
    """
    sight, related = Sight(tuple(spans), witnesses, tuple(required), now), related or relate(items)
    lines = with_lacks(judge(items, logbook.applied(rule), sight.earlier, related), rule, evidence)
    return state_lines(year, rule, lines, related, sight, exists=exists, logbook=logbook)


def state_lines(
    year: int,
    rule: Rule,
    lines: Sequence[Line],
    related: Related,
    sight: Sight,
    *,
    exists: tuple[date | None, date | None] = (None, None),
    logbook: Logbook = _NOT_CLOSED,
) -> YearStatement:
    """The same of items that were judged already, under the rule as the log lets it be applied."""
    clause, rule, now, seen = rule, logbook.applied(rule), sight.now, sight.covered
    by_month = _by_month(lines)
    names = months_lived(year, rule, exists)
    logs = {m: logbook.of_month(m, clause, (line.item for line in by_month.get(m, [])), now) for m in names}
    later = stand_ins.of_months(names, lines, rule, sight)
    others, moved = unsettled(lines, names, rule, sight, related)
    months = tuple(_state_month(m, rule, by_month.get(m, []), others.get(m, ()), moved, seen, now, logs[m], later[m]) for m in names)
    return of_months(year, rule, months, tuple(by_month.get(None, [])), now)


def of_months(year: int, rule: Rule, months: tuple[MonthStatement, ...], undated: tuple[Line, ...], now: datetime) -> YearStatement:
    """The year that such months are, under a rule as it can be applied."""
    known = [m for m in months if m.state in (State.MET, State.SHORT)]
    decided = [m.count for m in known]
    result = score(rule, decided)
    waiting = any(line.awaiting for m in known for line in m.lines)
    if_accepted = score(rule, [accepted(m) for m in known]).points if waiting else result.points
    by_reading, problem = spread(rule, decided).points, _problem(rule, months)
    evidenced = score(rule, [without(m.count, m.lines) for m in known]).points
    low, high = _range(rule, months, by_reading)
    return YearStatement(
        year, rule, months, result.points, result.deduction, by_reading, low, high, if_accepted, evidenced, undated, problem, now
    )


def _problem(rule: Rule, months: Sequence[MonthStatement]) -> str | None:
    """Why a score is not official, if it isn't."""
    last = months[-1].month.window(rule.cutoff_day).last if months else None
    return official_problem(rule, last) or _alone(rule, months)


def _alone(rule: Rule, months: Sequence[MonthStatement]) -> str | None:
    return f"rule {rule.id}: {_ALONE}" if any(m.log and m.log.state is LogState.UNWATCHED for m in months) else None


def months_lived(year: int, rule: Rule, exists: tuple[date | None, date | None]) -> list[Month]:
    """The months of a scoring year that a unit lived through whole, from its first to its last day."""
    first, last = exists
    windows = {m: m.window(rule.cutoff_day) for m in months_of_year(year, rule.window_start, rule.window_end, rule.cutoff_day)}
    return [m for m, w in windows.items() if (first is None or first <= w.first) and (last is None or w.last <= last)]


def _state_month(
    month: Month,
    rule: Rule,
    lines: Sequence[Line],
    others: Sequence[Line],
    movable: frozenset[int],
    seen: Sequence[Stretches],
    now: datetime,
    log: MonthLog | None,
    later: int,
) -> MonthStatement:
    count = _count(month, rule, lines)
    covered = coverage(seen, month.window(rule.cutoff_day), now) if Channel.PORTAL in rule.channels else UNASKED
    short = shortfall(rule, count)
    watched = covered.complete
    unsure = [line for line in (*lines, *others) if leaves_unsure(line)]
    settled = shortfall(rule, raised(count, unsure)) == short and not later
    mine = frozenset(line.item.id for line in lines if line.item.id in movable and (line.counted or line.counted_on_channel))
    sure = shortfall(rule, _least(count, lines, mine)) == short and (not short or (watched and settled and not _may_hide(rule, log)))
    state = _state(ended=month.ended(now.astimezone(LOCAL).date(), rule.cutoff_day), short=short, sure=sure)
    deduction = month_deduction(rule, count) if state is State.SHORT else Decimal(0)
    awaiting = sum(1 for line in lines if line.awaiting)
    bare = len(wanting(rule, lines))
    return MonthStatement(month, count, short, deduction, state, awaiting, tuple(lines), covered, log, tuple(others), mine, later, bare)


def _may_hide(rule: Rule, log: MonthLog | None) -> bool:
    """Whether broadcasts that count may be missing from the log: it is open, or nobody keeps it though nothing else counts."""
    return (log is not None and log.state is LogState.OPEN) or unkept(rule, log)


def unkept(rule: Rule, log: MonthLog | None) -> bool:
    """Whether nobody keeps the log though a rule, as it can be applied, counts nothing else."""
    return log is not None and log.state is LogState.UNWATCHED and Channel.PORTAL not in rule.channels


def _by_month(lines: Sequence[Line]) -> dict[Month | None, list[Line]]:
    found: dict[Month | None, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.month].append(line)
    return found


def _state(*, ended: bool, short: int, sure: bool) -> State:
    if not ended:
        return State.OPEN
    if not sure:
        return State.UNKNOWN
    return State.SHORT if short else State.MET


def _count(month: Month, rule: Rule, lines: Sequence[Line]) -> MonthCount:
    by_channel: dict[Channel, int] = dict.fromkeys(rule.channels, 0)
    for line in lines:
        if line.counted_on_channel:
            by_channel[line.item.channel] += 1
    return MonthCount(month, sum(1 for line in lines if line.counted), by_channel)


def accepted(month: MonthStatement) -> MonthCount:
    """A month's count if people accepted all that awaits them in it."""
    return raised(month.count, [line for line in month.lines if line.awaiting])


def sure_count(month: MonthStatement) -> MonthCount:
    """What counts in a month whatever becomes of items that may be of an earlier one."""
    return _least(month.count, month.lines, month.movable)


def _least(count: MonthCount, lines: Sequence[Line], movable: frozenset[int]) -> MonthCount:
    """A month's count if all that may be of an earlier month were."""
    if not movable:
        return count
    gone = [line for line in lines if line.item.id in movable]
    by_channel = {c: n - sum(line.counted_on_channel and line.item.channel is c for line in gone) for c, n in count.by_channel.items()}
    return MonthCount(count.month, count.combined - sum(line.counted for line in gone), by_channel)


def _range(rule: Rule, months: Sequence[MonthStatement], by_reading: Mapping[Reading, Decimal]) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of what the appraiser may give; `by_reading` is what each reading makes of the months that are known."""
    readings = [rule.reading] if rule.reading_status is ReadingStatus.CONFIRMED else list(Reading)
    if not any(m.state is State.UNKNOWN for m in months):
        points = [by_reading[r] for r in readings if r in by_reading]
        return min(points, default=None), max(points, default=None)
    ended = [m for m in months if m.state is not State.OPEN]
    as_seen = [sure_count(m) if m.state is State.UNKNOWN else m.count for m in ended]
    at_best = [met(rule, m.count) if m.state is State.UNKNOWN else m.count for m in ended]
    lows = [p for r in readings if (p := score(rule, as_seen, r).points) is not None]
    highs = [p for r in readings if (p := score(rule, at_best, r).points) is not None]
    return min(lows, default=None), max(highs, default=None)
