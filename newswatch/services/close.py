"""State every month that is due, and write the notices the board is to get.

items, polls → statements → due notices → letters → one transaction a unit
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, cached_property, partial
from pathlib import Path

from newswatch import mail
from newswatch.config import Settings, Source, Unit, load_rule, shipped_rules
from newswatch.core.count.revision import Revision
from newswatch.core.count.statement import State, YearStatement
from newswatch.core.months import Month, local_day, month_of
from newswatch.core.notices import due
from newswatch.core.notices.agenda import Ending
from newswatch.core.notices.doubt import may_have_been_sent
from newswatch.core.notices.due import Habits
from newswatch.core.notices.notice import Briefing, DueNotice, Notice, NoticeKind, Recipient, Recovered, Unreadable, UnreadLog
from newswatch.core.polling.records import LastPoll
from newswatch.core.quota.rule import Rule
from newswatch.errors import InputError
from newswatch.report import letters
from newswatch.services import kept
from newswatch.services.faults import Fault, attempt
from newswatch.services.inbox import NotTaken, strays, unread_logs
from newswatch.services.statements import Reconciled, basis_of, brief_of, reconcile, standing, unstated, until_it_stands
from newswatch.store import gaps, ledger_heads, notices, polls, sound, statements, units
from newswatch.store.notices import Addressed
from newswatch.store.store import Run, Store

_CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing did for one unit: months stated for the first time or otherwise than before, and the notices written, each with its recipients.

    `fault` is an exception nobody foresaw that ended it; its traceback is for the log.
    """

    unit: str
    revisions: tuple[Revision, ...]
    notices: tuple[tuple[Notice, tuple[Recipient, ...]], ...]
    fault: Fault | None = None

    def in_brief(self) -> "Closed":
        """The same without HTML, enclosed bytes and items, which the database keeps: those of thousands of units would fill the memory."""
        revisions = tuple(replace(r, month=replace(r.month, lines=(), elsewhere=())) for r in self.revisions)
        notices = tuple((replace(n, html="", enclosures=tuple(replace(e, body=b"") for e in n.enclosures)), to) for n, to in self.notices)
        return replace(self, revisions=revisions, notices=notices)


def run(
    store: Store,
    settings: Settings,
    chosen: Sequence[Unit],
    now: Callable[[], datetime],
    *,
    brief: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> list[Closed]:
    """States the months of each unit and keeps every notice that is due, with a mail for each recipient. Doing it twice changes nothing.

    What is told of each is told in `brief` for thousands of units. `stop` is asked between units. A unit that a fault nobody foresaw hits is not closed,
    and the others are; the run is then closed as partial, or as failed if all were hit, with the fault in its note. Raises RunOpenError if another run
    is open.
    """
    closed, astray = [], _Astray(settings)
    idle, stated = (
        _idle(store, settings, chosen, now()),
        {unit.id for unit in chosen} - {u.id for u in unstated(store, settings, chosen, now())},
    )
    if len(idle) < len(chosen):
        sound.refuse_damaged_counts(store)
    with store.run("close", now, [units.unit_row(store, unit) for unit in chosen]) as run_:
        for unit in chosen:
            if stop():
                run_.ending, run_.note = Ending.STOPPED, "stopped before all units were closed"
                break
            if unit.id in idle:
                closed.append(Closed(unit.id, (), ()))
                continue
            done = attempt(f"unit {unit.id}", partial(_close, store, settings, unit, now(), astray, unit.id in stated))
            told = Closed(unit.id, (), (), done) if isinstance(done, Fault) else done
            closed.append(told.in_brief() if brief else told)
        _note_faults(run_, [one.fault for one in closed if one.fault], len(closed))
    return closed


def _idle(store: Store, settings: Settings, chosen: Sequence[Unit], now: datetime) -> frozenset[str]:
    """The ids of the units for which nothing was due the last time, and of which nothing has changed since that bears on what is due.

    A unit whose rows were restored is none: what was due since the backup has yet to be found.
    """
    with store.reading():
        stated, told, restored = statements.last_rows(store), notices.last_rows(store), gaps.open_units(store)
        chosen = [unit for unit in chosen if units.unit_row(store, unit) not in restored]
        return kept.done(store, _CLOSE, chosen, now, lambda unit, row: _due_rests_on(settings, unit, stated.get(row, 0), told.get(row, 0)))


def _due_rests_on(settings: Settings, unit: Unit, stated: int, told: int) -> Sequence[object]:
    """What bears on what is due to a unit besides its years and polls: the last statement and the last notice (their rows), and the habits."""
    return basis_of(settings), _habits(settings, unit), stated, told


def _close(store: Store, settings: Settings, unit: Unit, now: datetime, astray: "_Astray", stated: bool) -> Closed:
    return _Desk(store, settings, unit, now, astray).close(stated=stated)


class _Astray:
    """What lies in the inbox where no file is looked for, looked for once for all units of a run."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def files(self) -> list[NotTaken]:
        return strays(self._settings)


def _note_faults(run_: Run, faults: Sequence[Fault], units: int) -> None:
    if faults and run_.ending is Ending.OK:
        run_.ending = Ending.FAILED if len(faults) == units else Ending.PARTIAL
    run_.note = "; ".join(filter(None, (run_.note, *map(str, faults))))


def preview(store: Store, settings: Settings, unit: Unit, kind: NoticeKind, month: Month | None, now: datetime) -> Notice:
    """The notice of a kind as it would be written now, kept nowhere: of `month`, else of the last month that has ended, the present one for a warning.

    Raises InputError if the month belongs to no year the unit is judged in.
    """
    desk = _Desk(store, settings, unit, now)
    years = standing(store, unit, now, also=month.year if month else None)
    present = month_of(desk.today, unit.rule_for(desk.today.year).cutoff_day)
    told_of = month or _usual_month(years, kind, present)
    if kind is NoticeKind.WARNING and told_of != present:
        raise InputError(f"--month {told_of}: a warning is written while its month runs, so only of {present}")
    sources = desk.unreadable(desk.today)
    if kind is NoticeKind.TROUBLE:
        patience = desk.habits.trouble_days
        sources = [s for s in sources if (desk.today - s.since).days >= patience]
        if not sources:
            raise InputError(f"{unit.id}: every source was read within {patience} days, so there is no such letter to show")
    try:
        due_notice = due.due_notice(kind, told_of, years, notices.trails(store, desk.row, [told_of]).get(told_of), sources)
    except ValueError as error:
        raise InputError(f"{unit.id}: {error}") from error
    return letters.write(unit, desk.briefing(due_notice, years), _shipped_rules(), preview=True)


def _usual_month(years: Sequence[YearStatement], kind: NoticeKind, present: Month) -> Month:
    """The month a preview is about unless one is named: the present one for a warning, else the last judged one that has ended."""
    ended = [m.month for year in years for m in year.months if m.state is not State.OPEN]
    return present if kind is NoticeKind.WARNING else max(ended, default=present)


class _Desk:
    """One unit being closed: its row, the local day, and the habits of writing to its board."""

    def __init__(self, store: Store, settings: Settings, unit: Unit, now: datetime, astray: _Astray | None = None) -> None:
        self.astray = astray or _Astray(settings)
        self.store, self.settings, self.unit, self.row = store, settings, unit, units.unit_row(store, unit)
        self.now, self.today = now, local_day(now)
        self.habits = _habits(settings, unit)

    def close(self, *, stated: bool = False) -> Closed:
        """States the months and keeps what is due, all notices in one transaction; telling begins once there is a board to tell.

        What is told rests on the statement just made: if anything was written in the meantime that bears on the count, all is done again. Where
        nothing has changed since the months were `stated`, the years in brief tell whether anything is due, and mostly nothing is.
        """
        if stated and (closed := self._close(brief_of(self.store, self.unit, self.now), only_if_nothing=True)) is not None:
            return closed
        return until_it_stands(self.store, lambda: self._close(reconcile(self.store, self.settings, self.unit, self.now)))

    def _close(self, anew: Reconciled, *, only_if_nothing: bool = False) -> Closed | None:
        """The same, once; None if something was written in the meantime, or is due though nothing was to be."""
        if not self.unit.board:
            return Closed(self.unit.id, anew.revisions, ())
        with self.store.reading():
            began, found = self._due(anew.years)
            rows = statements.last_row(self.store, self.row), notices.last_row(self.store, self.row)
        if only_if_nothing and found:
            return None
        addressed = [self._addressed(due_notice, anew.years) for due_notice in found]
        with self.store.writing_inside():
            if units.stamp_of(self.store, self.row) != anew.stamp:
                return None
            added = notices.add(self.store, self.row, began, addressed, self.now)
            if not addressed:
                kept.note_done(self.store, self.unit, _CLOSE, anew.at, *_due_rests_on(self.settings, self.unit, *rows))
        return Closed(self.unit.id, anew.revisions, tuple((one.notice, tuple(r for r, _ in one.mails)) for one in added))

    def _due(self, years: Sequence[YearStatement]) -> tuple[date, list[DueNotice]]:
        """Since when the board is told, and what it is to be told now."""
        began = notices.began_on(self.store, self.row, self.today)
        since = month_of(began, self.unit.rule_for(began.year).cutoff_day).previous()
        told = notices.told(self.store, self.row, since)
        present = {month.month for year in years for month in year.months}
        trails = notices.trails(self.store, self.row, present & told.revisions.keys())
        return began, due.due_notices(years, trails, self.unreadable(began), told, self.habits, self.today, self.recovered())

    def unreadable(self, began: date) -> list[Unreadable]:
        """The configured sources, each with the local day of its last good poll; one never read well counts from its first poll."""
        known = {last.source_id: last for last in polls.last_polls(self.store, self.row) if last.polled_at}
        asked = [source for source in self.unit.sources if source.id in known] or list(self.unit.sources)
        return [_unreadable(source, known.get(source.id), began) for source in asked]

    def recovered(self) -> list[Recovered]:
        """The troubles told of whose sources have all been read well since; sources that are configured no more are left out."""
        present = {source.id for source in self.unit.sources}
        found = []
        for period, told_at, sources in notices.open_troubles(self.store, self.row):
            again = polls.read_again(self.store, self.row, told_at)
            left = tuple(source for source in sources if source in present)
            if left and all(source in again for source in left):
                found.append(Recovered(period, left, max(again[source] for source in left)))
        return found

    def briefing(self, due_notice: DueNotice, years: Sequence[YearStatement]) -> Briefing:
        """All that the letter may say."""
        head = ledger_heads.head(self.store, self.row).head
        return replace(due.brief(due_notice, years, self.habits, self.today), unread_logs=self._unread_logs, head=head)

    @cached_property
    def _unread_logs(self) -> tuple[UnreadLog, ...]:
        return unread_logs(self.store, self.settings, self.unit, self.now, self.astray.files)

    def _addressed(self, due_notice: DueNotice, years: Sequence[YearStatement]) -> Addressed:
        briefing = self.briefing(due_notice, years)
        recipients = self.unit.recipients(due_notice.kind) if due.mailed(due_notice, briefing.year, self.habits) else ()
        domain = mail.domain_of(self.settings.mail)
        ids = (
            mail.message_id(self.unit.id, due_notice.kind, due_notice.period, due_notice.revision, r.address, domain) for r in recipients
        )
        return Addressed(
            letters.write(self.unit, briefing, _shipped_rules()),
            briefing.year.year,
            self._stated(due_notice),
            tuple(zip(recipients, ids, strict=True)),
            self._doubted_since(due_notice),
        )

    def _doubted_since(self, due_notice: DueNotice) -> str:
        """When the backup was made since which a notice may have been sent, if the unit's rows were restored from one."""
        gap = gaps.of_unit(self.store, self.row)
        if gap is None:
            return ""
        may = may_have_been_sent(due_notice.kind, due_notice.period, local_day(gap.restored_at), self.today, told=gap.told)
        return gap.from_at if may else ""

    def _stated(self, due_notice: DueNotice) -> int | None:
        """The statement revision a notice tells, of those that tell one."""
        if due_notice.kind not in (NoticeKind.SHORTFALL, NoticeKind.REVISION) or due_notice.changes:
            return None
        month = due_notice.months[-1]
        return notices.trails(self.store, self.row, [month])[month].stated[-1].revision


def _unreadable(source: Source, last: LastPoll | None, began: date) -> Unreadable:
    since = (last.last_good_at or last.first_at) if last else None
    error = (last.error or "") if last and last.failed else ""
    good, polled = (last.last_good_at, last.polled_at) if last else (None, None)
    tried = polled is not None and (good is None or polled > good)
    return Unreadable(source.id, source.url, local_day(since) if since else began, error, source.required, good, tried)


@cache
def _shipped_rules() -> tuple[Rule, ...]:
    """The rules that come with newswatch: a result told before may rest on one that the unit no longer has."""
    return tuple(load_rule(name, Path()) for name in shipped_rules())


def _habits(settings: Settings, unit: Unit) -> Habits:
    schedule = settings.schedule
    return Habits(
        settings.holidays,
        schedule.first_warning,
        schedule.warnings,
        schedule.trouble_days,
        unit.when_met,
        (unit.valid_from, unit.valid_to),
    )
