"""Decides what a unit's people have to do, from its years, its sources, its log and its mails: what decides a month stands first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from newswatch.core.count.logbook import LogState
from newswatch.core.count.settling import Settling, to_settle
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.months import Month, local_day, month_of
from newswatch.core.polling.records import LastPoll

_PATIENCE = timedelta(days=1)
"""A source is polled twice a day; one that was not read well yesterday or today is told of."""


class TaskKind(StrEnum):
    """What is to be done, in the order in which it is told."""

    SETTLE_ENDED = "settle_ended"
    SETTLE_OPEN = "settle_open"
    UNREAD = "unread"
    CLOSE_LOG = "close_log"
    FILL_LOG = "fill_log"
    MEND_LOG = "mend_log"
    EVIDENCE = "evidence"
    MAILS = "mails"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: `count` items, files or mails, about these `months`. `points` are those that hang on it.

    Of a source that was not read, `since` is the local day of the last good poll (None: there was none), `name` its id, and `tried` says that somebody
    looked since. Of a log file `name` is the file's.
    """

    kind: TaskKind
    months: tuple[Month, ...] = ()
    count: int = 0
    points: Decimal = Decimal(0)
    since: date | None = None
    name: str = ""
    tried: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known besides the years: the last poll of each source, the ids of the required ones, how many bulletins of the present month are logged,
    how many items that count lack evidence that their rule asks for, the log files not taken in whole, and how many mails were refused or can't go out."""

    polls: Sequence[LastPoll] = ()
    required: Sequence[str] = ()
    aired: int = 0
    without_evidence: int = 0
    unread_logs: Sequence[str] = ()
    mails: int = 0


def present_month(years: Sequence[YearStatement], today: date) -> tuple[YearStatement, MonthStatement] | None:
    """The month in which a day lies, with the year that counts it. None if no year does."""
    for year in years:
        name = month_of(today, year.rule.cutoff_day)
        for month in year.months:
            if month.month == name:
                return year, month
    return None


def to_do(years: Sequence[YearStatement], facts: Facts, today: date) -> tuple[Task, ...]:
    """All that is to be done, what decides a month first."""
    found = [*_settling(years), *_unread(facts, today), *_logs(years, facts, today), *_others(facts)]
    return tuple(sorted(found, key=lambda task: list(TaskKind).index(task.kind)))


def _settling(years: Sequence[YearStatement]) -> Iterator[Task]:
    """The items that may change a month, by the month that hangs most on each."""
    by_month: dict[tuple[bool, Month], list[Settling]] = {}
    for one in to_settle(years):
        if one.stakes:
            first = one.stakes[0]
            by_month.setdefault((first.ended, first.month), []).append(one)
    for (ended, month), found in by_month.items():
        kind = TaskKind.SETTLE_ENDED if ended else TaskKind.SETTLE_OPEN
        yield Task(kind, (month,), len(found), max(one.worth for one in found))


def _unread(facts: Facts, today: date) -> Iterator[Task]:
    for poll in facts.polls:
        if poll.source_id not in facts.required or poll.first_at is None:
            continue
        good = local_day(poll.last_good_at) if poll.last_good_at else None
        if (poll.failed and not poll.over_budget) or good is None or today - good > _PATIENCE:
            tried = poll.polled_at is not None and (poll.last_good_at is None or poll.polled_at > poll.last_good_at)
            yield Task(TaskKind.UNREAD, since=good, name=poll.source_id, tried=tried)


def _logs(years: Sequence[YearStatement], facts: Facts, today: date) -> Iterator[Task]:
    present = present_month(years, today)
    awaited = sorted(m.month for year in years for m in year.months if _awaits_log(m) and (m.coverage.complete or _is_of(present, year)))
    if awaited:
        yield Task(TaskKind.CLOSE_LOG, tuple(awaited), len(awaited))
    if present and present[1].short and not facts.aired and present[1].log and present[1].log.state is LogState.OPEN:
        yield Task(TaskKind.FILL_LOG, (present[1].month,))


def _awaits_log(month: MonthStatement) -> bool:
    """Does the month lack items that its log may hide: open, or closed by itself and confirmed by nobody?"""
    hidden = {State.UNKNOWN: LogState.OPEN, State.SHORT: LogState.UNCONFIRMED}.get(month.state)
    return month.short > 0 and month.log is not None and month.log.state is hidden


def _is_of(present: tuple[YearStatement, MonthStatement] | None, year: YearStatement) -> bool:
    """Is it the present year? Of an earlier one with days that nobody saw no closing of the log gives a result."""
    return present is not None and present[0] is year


def _others(facts: Facts) -> Iterator[Task]:
    for name in facts.unread_logs:
        yield Task(TaskKind.MEND_LOG, name=name)
    if facts.without_evidence:
        yield Task(TaskKind.EVIDENCE, count=facts.without_evidence)
    if facts.mails:
        yield Task(TaskKind.MAILS, count=facts.mails)
