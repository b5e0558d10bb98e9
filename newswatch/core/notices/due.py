"""Decides which notices are due: from the statements as they stand and what the board was told before.

A month's result is due on the first working day after its window. While its loudspeaker log is open and could hide what is missing, that letter says
so, and the result follows once, when the log is closed. What was missed is made up for later, once. Digests follow the rhythm of periodic reports
(Nghị định 09/2019/NĐ-CP: quarter, six months, nine months, year): Q1, H1, Q3 and the year, each with its last month's result; they wait for a log
that closes by itself. The working day and the warning days fit how editorial boards work: they meet in the middle of a month, or on the first of
the next.

How a notice is worded is decided in report.letters, when the program looks for due ones in `agenda`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from newswatch.core.count.logbook import LogState
from newswatch.core.count.revision import Cause, Kind, Stated
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.months import Month, local_day, month_of
from newswatch.core.notices import decisive
from newswatch.core.notices.notice import Briefing, Change, DueNotice, NoticeKind, Recovered, Unreadable
from newswatch.core.notices.workdays import Holidays
from newswatch.core.quota.forecast import Forecast, forecast
from newswatch.core.quota.readings import MonthCount, met, score
from newswatch.core.quota.rule import Rule

_DIGESTS = {3: (NoticeKind.QUARTER, "Q1", 3), 6: (NoticeKind.HALF_YEAR, "H1", 6), 9: (NoticeKind.QUARTER, "Q3", 3)}
_TOMORROW = timedelta(days=1)
_NEWS_DAYS = 7
_FLOOD = 2  # months: one alone is told as any revision is


@dataclass(frozen=True, slots=True)
class Habits:
    """When a unit's board is written to.

    `first_warning` (if the month has no item yet) and `warnings` (while items are missing) are days of the month's window, counted from 1; 0 turns
    the first off. A source that couldn't be read for `trouble_days` days is told of. `exists` are the unit's first and last day. `when_met` says
    that the result of a met month, and its revisions, are mailed too.
    """

    holidays: Holidays
    first_warning: int = 10
    warnings: tuple[int, ...] = (20, 25)
    trouble_days: int = 3
    when_met: bool = False
    exists: tuple[date | None, date | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Told:
    """What the board of a unit was told: the notices given, and for each month the revision of the statement told last.

    `since` is the first month told of: the last one that had ended when the board was first written to. Digests tell only of what ends after it.
    While nothing was ever `seen` of the unit, only troubles are told.
    """

    since: Month
    given: frozenset[tuple[NoticeKind, str, int]]
    revisions: Mapping[Month, int]
    seen: bool = True

    def has(self, due_notice: DueNotice) -> bool:
        """Whether this notice was given."""
        return (due_notice.kind, due_notice.period, due_notice.revision) in self.given


@dataclass(frozen=True, slots=True)
class Trail:
    """Every statement of a month, oldest first, with the causes of each."""

    stated: tuple[Stated, ...]
    causes: tuple[tuple[Cause, ...], ...]


def due_notices(
    years: Sequence[YearStatement],
    trails: Mapping[Month, Trail],
    sources: Sequence[Unreadable],
    told: Told,
    habits: Habits,
    today: date,
    recovered: Sequence[Recovered] = (),
) -> list[DueNotice]:
    """The notices that are due on the local day `today` and were not given yet. `recovered` are the troubles told that have ended."""
    found = [*_troubles(sources, habits, today), *_recoveries(recovered, habits, today)]
    if told.seen:
        found = [
            *_results(years, told, habits, today),
            *_revisions(years, trails, told, habits, today),
            *_digests(years, told, habits, today),
            *_warnings(years, told, habits, today),
            *found,
        ]
    return [due_notice for due_notice in found if not told.has(due_notice)]


def due_notice(
    kind: NoticeKind, month: Month, years: Sequence[YearStatement], trail: Trail | None, sources: Sequence[Unreadable]
) -> DueNotice:
    """The notice of a kind for a month, due or not, to see what it would say. A digest is the one whose time holds the month.

    Raises ValueError if the month belongs to none of these years.
    """
    year = next((y for y in years if any(m.month == month for m in y.months)), None)
    if year is None:
        raise ValueError(f"{month} belongs to no year that is judged")
    if kind is NoticeKind.TROUBLE:
        return DueNotice(kind, min((s.since for s in sources), default=year.as_of.date()).isoformat(), sources=tuple(sources))
    if kind is NoticeKind.REVISION and trail is not None:
        before, causes = trail.stated[:-1][-1:] or trail.stated, trail.causes[-1]
        return DueNotice(kind, str(month), (month,), trail.stated[-1].revision, before[0], causes)
    if kind in (NoticeKind.QUARTER, NoticeKind.HALF_YEAR):
        length, letter = (3, "Q") if kind is NoticeKind.QUARTER else (6, "H")
        number = (month.month - 1) // length
        months = tuple(m.month for m in year.months if m.month.year == month.year and (m.month.month - 1) // length == number)
        return DueNotice(kind, f"{month.year}-{letter}{number + 1}", months)
    if kind is NoticeKind.YEAR:
        return DueNotice(kind, str(year.year), tuple(m.month for m in year.months))
    return DueNotice(kind, f"{month}-20" if kind is NoticeKind.WARNING else str(month), (month,))


def mailed(due_notice: DueNotice, year: YearStatement, habits: Habits) -> bool:
    """Whether the board gets this notice. The result of a met month is mailed only if the board wants it, or waits for it since a letter told that
    the log was open; the notice is kept all the same."""
    if due_notice.kind is not NoticeKind.SHORTFALL or due_notice.before is not None:
        return True
    return habits.when_met or _month(year, due_notice.months[-1]).state is not State.MET


def brief(due_notice: DueNotice, years: Sequence[YearStatement], habits: Habits, today: date) -> Briefing:
    """All that the letter of a due notice may say."""
    watched = _holding(years, today)
    year = next((y for y in years if due_notice.months and any(m.month == due_notice.months[-1] for m in y.months)), watched or years[-1])
    elsewhere = watched if watched is not None and watched is not year else None
    if watched is None:
        return Briefing(due_notice, year, today)
    present = _month(watched, month_of(today, watched.rule.cutoff_day))
    last = present.month.window(watched.rule.cutoff_day).last
    return Briefing(
        due_notice,
        year,
        today,
        forecast=_forecast(years, watched.rule, present, (last - today).days),
        at_risk=at_risk(watched, present),
        days_left=(last - today).days,
        working_days_left=habits.holidays.working_days(today + _TOMORROW, last),
        rests=habits.holidays.rests(today + _TOMORROW, last),
        watched=elsewhere,
    )


def at_risk(year: YearStatement, month: MonthStatement) -> Decimal | None:
    """The points that the year loses by the rule's reading if the month ends as it stands instead of met. None if the rule has no points."""
    known = [m.count for m in year.months if m.state in (State.MET, State.SHORT) and m.month != month.month]
    as_is, at_best = score(year.rule, [*known, month.count]).points, score(year.rule, [*known, met(year.rule, month.count)]).points
    return None if as_is is None or at_best is None else at_best - as_is


def _results(years: Sequence[YearStatement], told: Told, habits: Habits, today: date) -> Iterator[DueNotice]:
    for year in years:
        for month in year.months:
            if month.month >= told.since and _due(year, month, habits, today):
                yield DueNotice(NoticeKind.SHORTFALL, str(month.month), (month.month,))


def _due(year: YearStatement, month: MonthStatement, habits: Habits, today: date) -> bool:
    last = month.month.window(year.rule.cutoff_day).last
    return month.state is not State.OPEN and today >= habits.holidays.first_working_day(last)


def _revisions(
    years: Sequence[YearStatement], trails: Mapping[Month, Trail], told: Told, habits: Habits, today: date
) -> Iterator[DueNotice]:
    """A notice for each month that stands otherwise than told: a result where the log was open then. An upgrade is no flood: what it changed is told
    in one notice."""
    changes = list(_changes(years, trails, told, habits))
    upgraded = [c for c in changes if any(cause.kind is Kind.UPGRADE for cause in c.causes)]
    for c in changes if len(upgraded) < _FLOOD else [c for c in changes if c not in upgraded]:
        kind = NoticeKind.SHORTFALL if c.before.awaits_log else NoticeKind.REVISION
        yield DueNotice(kind, str(c.month), (c.month,), c.revision, c.before, c.causes)
    if len(upgraded) >= _FLOOD:
        yield DueNotice(NoticeKind.REVISION, today.isoformat(), tuple(c.month for c in upgraded), changes=tuple(upgraded))


def _changes(years: Sequence[YearStatement], trails: Mapping[Month, Trail], told: Told, habits: Habits) -> Iterator[Change]:
    for month in (m.month for year in years for m in year.months):
        if month not in told.revisions or month not in trails:
            continue
        trail = trails[month]
        before = next(s for s in trail.stated if s.revision == told.revisions[month])
        now = trail.stated[-1]
        if _differs(before, now, habits):
            causes = [cause for s, found in zip(trail.stated, trail.causes, strict=True) if s.revision > before.revision for cause in found]
            yield Change(month, before, now, tuple(dict.fromkeys(causes)))


def _differs(before: Stated, now: Stated, habits: Habits) -> bool:
    """Whether the board needs to hear of the difference. A met month that stays met is told of only if met months are; one whose log is open, once
    there is a result."""
    if before.awaits_log:
        return not now.awaits_log
    if before.state is State.MET and now.state is State.MET and not habits.when_met:
        return False
    return (before.state, before.counted) != (now.state, now.counted)


def _digests(years: Sequence[YearStatement], told: Told, habits: Habits, today: date) -> Iterator[DueNotice]:
    for year in years:
        for at, last in enumerate(year.months):
            if last.month <= told.since or not _due(year, last, habits, today) or _awaits_log(last):
                continue
            names = [m.month for m in year.months[: at + 1]]
            if at == len(year.months) - 1:
                yield DueNotice(NoticeKind.YEAR, str(year.year), tuple(names))
            elif last.month.month in _DIGESTS:
                kind, name, length = _DIGESTS[last.month.month]
                first = last.month.plus(1 - length)
                yield DueNotice(kind, f"{last.month.year}-{name}", tuple(m for m in names if m >= first))


def _awaits_log(month: MonthStatement) -> bool:
    """Whether a month's result waits for a log that will close by itself."""
    log = month.log
    return month.state is State.UNKNOWN and log is not None and log.state is LogState.OPEN and log.closes_on is not None


def _warnings(years: Sequence[YearStatement], told: Told, habits: Habits, today: date) -> Iterator[DueNotice]:
    given = {period for kind, period, _ in told.given if kind is NoticeKind.WARNING}
    for year in years:
        for month in year.months:
            window = month.month.window(year.rule.cutoff_day)
            if today not in window or not month.short or not _lives(habits, today):
                continue
            number = (today - window.first).days + 1
            passed = [day for day in (habits.first_warning, *habits.warnings) if 0 < day <= number]
            by_day = {day: f"{month.month}-{day:02d}" for day in passed}
            due = {max(passed)} if passed and (max(passed) in habits.warnings or not month.count.combined) else set()
            yield from (DueNotice(NoticeKind.WARNING, by_day[day], (month.month,)) for day in due)
            warned = [window.first + (day - 1) * _TOMORROW for day, period in by_day.items() if day in due or period in given]
            yield from decisive.waiting(year, month, given, warned, habits.holidays, today)


def _troubles(sources: Sequence[Unreadable], habits: Habits, today: date) -> Iterator[DueNotice]:
    if not _lives(habits, today):
        return
    for since in sorted({s.since for s in sources if (today - s.since).days >= habits.trouble_days}):
        yield DueNotice(NoticeKind.TROUBLE, since.isoformat(), sources=tuple(s for s in sources if s.since == since))


def _recoveries(recovered: Sequence[Recovered], habits: Habits, today: date) -> Iterator[DueNotice]:
    """The end of each trouble that was told, as long as it is news."""
    for one in recovered:
        if _lives(habits, today) and (today - local_day(one.at)).days <= _NEWS_DAYS:
            yield DueNotice(NoticeKind.TROUBLE, one.period, revision=1, recovered=one)


def _lives(habits: Habits, today: date) -> bool:
    first, last = habits.exists
    return (first is None or first <= today) and (last is None or today <= last)


def _holding(years: Sequence[YearStatement], today: date) -> YearStatement | None:
    """The scoring year whose months hold a day. None if there is none."""
    return next((y for y in years if any(m.month == month_of(today, y.rule.cutoff_day) for m in y.months)), None)


def _month(year: YearStatement, month: Month) -> MonthStatement:
    return next(m for m in year.months if m.month == month)


def _forecast(years: Iterable[YearStatement], rule: Rule, present: MonthStatement, days_left: int) -> Forecast | None:
    known: dict[Month, MonthCount] = {}
    for year in years:
        known |= {m.month: m.count for m in year.months if m.state in (State.MET, State.SHORT)}
    past = [known[month] for month in sorted(known) if month < present.month]
    return forecast(rule, present.count, past, days_left)
