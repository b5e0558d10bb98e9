"""What a unit's people see first: how the month stands, what is to be done, the year, the sources and the mails. All of it from what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from newswatch.config import Settings, Unit
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.model import LOCAL
from newswatch.core.months import local_day
from newswatch.core.notices.due import at_risk
from newswatch.core.notices.to_do import Facts, Task, present_month, to_do
from newswatch.core.polling.records import LastPoll
from newswatch.services import kept
from newswatch.services.inbox import strays, unread_logs
from newswatch.services.statements import open_years
from newswatch.store import bulletins, deliveries, polls, units
from newswatch.store.store import Store

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mails:
    """The unit's mails: how many wait, how many were refused or can't go out, and when the last one went (UTC)."""

    waiting: int
    stuck: int
    last_sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Board:
    """How a unit stands. `year` is the scoring year that holds today, else the calendar year; `month` the present one of it, None if it holds none.

    `days_left` and `working_days_left` count the days of the month after today, `at_risk` are the points its missing items would cost. `first_check`
    is when the sources are looked at first, None once one was. `waiting` counts the items of the open years that wait for a person.
    """

    unit: Unit
    year: YearStatement
    month: MonthStatement | None
    today: date
    days_left: int
    working_days_left: int
    at_risk: Decimal | None
    tasks: tuple[Task, ...]
    polls: tuple[LastPoll, ...]
    mails: Mails
    first_check: datetime | None
    waiting: int


def board(store: Store, settings: Settings, unit: Unit, now: datetime) -> Board:
    """How a unit stands, as known at `now`. Raises StoreError if the database can't be read."""
    today, row = local_day(now), units.unit_row(store, unit)
    with store.reading():
        years = kept.look(store, unit, open_years(unit, now), now, brief=True)
        found = tuple(polls.last_polls(store, row))
        mails = _mails(store, unit)
        facts = _facts(store, settings, unit, row, found, mails, years.statements, now)
    kept.keep(store, unit, years)
    present = present_month(years.statements, today)
    year = present[0] if present else next(y for y in years.statements if y.year == today.year)
    month = present[1] if present else None
    last = month.month.window(year.rule.cutoff_day).last if month else today
    return Board(
        unit,
        year,
        month,
        today,
        (last - today).days,
        settings.holidays.working_days(today + _DAY, last) if last > today else 0,
        at_risk(year, month) if month else None,
        to_do(years.statements, facts, today),
        found,
        mails,
        None if not unit.sources or any(poll.first_at for poll in found) else _first_check(settings, now),
        waiting_in(years.statements),
    )


def waiting(store: Store, unit: Unit, now: datetime) -> int:
    """How many items of the open years wait for a person."""
    return waiting_in(kept.years(store, unit, open_years(unit, now), now, brief=True).statements)


def waiting_in(years: Sequence[YearStatement]) -> int:
    """How many items of some years wait for a person, each counted once."""
    lines = (line for year in years for line in (*year.lines, *(line for m in year.months for line in m.elsewhere)))
    return len({line.item.id for line in lines if line.awaiting})


def _facts(
    store: Store,
    settings: Settings,
    unit: Unit,
    row: int,
    found: Sequence[LastPoll],
    mails: Mails,
    years: Sequence[YearStatement],
    now: datetime,
) -> Facts:
    present = present_month(years, local_day(now))
    window = present[1].month.window(present[0].rule.cutoff_day) if present else None
    return Facts(
        polls=found,
        required=[source.id for source in unit.sources if source.required],
        aired=bulletins.aired(store, row, window) if window else 0,
        without_evidence=sum(month.unevidenced for year in years for month in year.months),
        unread_logs=[log.file for log in unread_logs(store, settings, unit, now, strays(settings))],
        mails=mails.stuck,
    )


def _mails(store: Store, unit: Unit) -> Mails:
    waiting, stuck, last = deliveries.of_unit(store, units.unit_row(store, unit))
    return Mails(waiting, stuck, last)


def _first_check(settings: Settings, now: datetime) -> datetime:
    """The next time of day at which a check is planned."""
    local = now.astimezone(LOCAL)
    planned = (datetime.combine(local.date() + n * _DAY, at, LOCAL) for n in (0, 1) for at in settings.schedule.checks)
    return min((at for at in planned if at > local), default=local)
