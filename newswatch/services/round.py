"""One walk through all that is due: inbox → check → reconcile → close → deliver. The only place where these services follow one another."""

import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from newswatch.config import Settings, Unit
from newswatch.core.notices.agenda import Duty, Ending
from newswatch.errors import NewswatchError, RunOpenError
from newswatch.services import check, intake, statements
from newswatch.services.check import Polled, Report
from newswatch.services.duties import owing
from newswatch.services.faults import Fault, attempt
from newswatch.services.heartbeat import beat
from newswatch.services.log_files import TakenIn
from newswatch.services.opening import open_store
from newswatch.services.statements import Reconciled
from newswatch.store import deliveries, feeds, runs
from newswatch.store.store import Store

if TYPE_CHECKING:
    from newswatch.services.copies.run import Copied

Say = Callable[[str], None]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be done: the duties that are due, and when the next mail or score for another system is (UTC; None if none waits)."""

    duties: tuple[Duty, ...]
    mail_at: datetime | None


def owed(settings: Settings, now: datetime) -> Owed:
    """What is to be done now. Raises StoreError."""
    with open_store(settings, create=True) as store:
        due = filter(None, (deliveries.next_due(store), feeds.next_due(store)))
        return Owed(tuple(owing(store, settings, now)), min(due, default=None))


def alone(settings: Settings) -> AbstractContextManager[None]:
    """Holds the lock of a running daemon, so that there is one. Raises RunOpenError, or StoreError."""
    with Store.open(settings.database) as store:
        return store.alone(runs.DAEMON)


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears of what a walk brings, as it comes: a file of the inbox, a source, each address before it is asked for (from any thread), the whole
    check, a unit's months stated anew, the copies made of pages, and before that how many pages wait.

    `fault` hears of the exceptions nobody foresaw that hit one unit, or one file; their tracebacks have to be written to the log.
    """

    fault: Callable[[Fault], None]
    file: Callable[[TakenIn], None] = lambda _: None
    source: Callable[[Polled], None] = lambda _: None
    get: Callable[[str], None] = lambda _: None
    report: Callable[[Report], None] = lambda _: None
    reconciled: Callable[[Reconciled], None] = lambda _: None
    copied: Callable[["Copied"], None] = lambda _: None
    copying: Callable[[int], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a walk goes over: the units to poll, those whose inbox is taken in (usually the same), and whether months are stated anew.

    `since` and `sweep` say how far back, `adaptive` and `within` who may wait and how long it may take, as in `check.run`.
    """

    units: tuple[Unit, ...]
    since: datetime | None = None
    sweep: bool = False
    state: bool = True
    inbox: tuple[Unit, ...] | None = None
    adaptive: bool = False
    within: timedelta | None = None


def _at_once(_: str, work: Callable[[], _T]) -> _T:
    return work()


class Watch:
    """Inbox → check → reconcile.

    `step` runs each of them by its name. By default what goes wrong with one is raised, and ends the walk. Once `stop` is set no further one begins.
    What goes wrong with one source, file or unit alone ends nothing (see `check.run`, `intake.sweep_inbox`). One that is walked every few minutes is
    `patient` with files that can't be read.
    """

    def __init__(
        self, store: Store, settings: Settings, now: Callable[[], datetime], *, stop: Event | None = None, patient: bool = False
    ) -> None:
        self._store, self._settings, self._now, self._stop, self._patient = store, settings, now, stop or Event(), patient

    def walk(self, scope: Scope, listener: Listener, step: Callable[[str, Callable[[], None]], None] = _at_once) -> None:
        """Does them in their order; the listener hears what each brings."""
        step("inbox", lambda: self._inbox(scope, listener))
        if scope.units and not self._stop.is_set():
            step("check", lambda: self._check(scope, listener))
        if scope.units and scope.state and not self._stop.is_set():
            step("reconcile", lambda: self._reconcile(scope, listener))

    def copy(self, chosen: Sequence[Unit], listener: Listener) -> None:
        """Copies the pages of the units that wait for it: no part of `walk`, since mail is due before it."""
        from newswatch.services.copies.waiting import due

        waiting = due(self._store, self._settings, chosen, self._now())
        if not waiting:
            return
        from newswatch.services.copies.run import copy_pages  # with it comes all that reads a page

        copied = copy_pages(
            self._store, self._settings, waiting, self._now, stop=self._stop, on_get=listener.get, on_begin=listener.copying
        )
        listener.copied(copied)
        for fault in copied.faults:
            listener.fault(fault)

    def _inbox(self, scope: Scope, listener: Listener) -> None:
        chosen = scope.units if scope.inbox is None else scope.inbox
        for file in intake.sweep_inbox(self._store, self._settings, chosen, self._now, patient=self._patient):
            listener.file(file)
            if file.fault:
                listener.fault(file.fault)

    def _check(self, scope: Scope, listener: Listener) -> None:
        report = check.run(
            self._store,
            self._settings,
            self._now,
            only=scope.units,
            since=scope.since,
            sweep=scope.sweep,
            on_source=listener.source,
            on_get=listener.get,
            stop=self._stop,
            adaptive=scope.adaptive,
            within=scope.within,
        )
        listener.report(report)
        for fault in report.faults:
            listener.fault(fault)

    def _reconcile(self, scope: Scope, listener: Listener) -> None:
        """A unit that a fault nobody foresaw hits stays as it was stated. A run of this name records the fault, and the others go on.

        Units of which nothing has changed since they were stated are left alone.
        """
        faults = []
        for unit in statements.unstated(self._store, self._settings, scope.units, self._now()):
            if self._stop.is_set():
                break
            done = attempt(f"unit {unit.id}", partial(statements.restate, self._store, self._settings, unit, self._now()))
            if isinstance(done, Fault):
                faults.append(done)
                listener.fault(done)
            elif done is not None:
                listener.reconciled(done)
        if faults:
            with self._store.writing():
                self._store.note_run("reconcile", self._now(), Ending.PARTIAL, "; ".join(map(str, faults)))


class Round:
    """One walk through all that is due now, in this process.

    What goes wrong with one of its steps is told through `say`, and the others go on. `stop` ends it between two units of work (a source, a unit,
    a mail).
    """

    def __init__(self, settings: Settings, now: Callable[[], datetime], stop: Event, say: Say) -> None:
        self._settings, self._now, self._stop, self._say = settings, now, stop, say
        self._well = True

    def walk(self) -> bool:
        """Does what is due; whether nothing went wrong."""
        self._well = True
        self._attempt("database", self._walk)
        url, fetch = self._settings.schedule.heartbeat, self._settings.fetch
        if url and not self._stop.is_set() and (told := beat(url, fetch, self._now, self._stop, well=self._well)):
            self._say(told)
        return self._well

    def _walk(self) -> None:
        with open_store(self._settings, create=True) as store:
            due = owing(store, self._settings, self._now())
            scope = Scope(due.get(Duty.CHECK, ()), inbox=self._settings.units, adaptive=True)
            watch, listener = Watch(store, self._settings, self._now, stop=self._stop, patient=True), self._listener()
            watch.walk(scope, listener, self._attempt)
            if Duty.CLOSE in due:
                self._attempt("close", lambda: self._close(store, due[Duty.CLOSE]))
            self._attempt("deliver", lambda: self._deliver(store))
            if Duty.CLOSE in due and self._settings.tsa.url:
                self._attempt("stamp", lambda: self._stamp(store))
            if scope.units:
                self._attempt("copies", lambda: watch.copy(scope.units, listener))

    def _listener(self) -> Listener:
        files, reports = self._tell_file, self._tell_report
        return Listener(self._tell_fault, file=files, report=reports, reconciled=self._tell_reconciled, copied=self._tell_copied)

    def _attempt(self, step: str, work: Callable[[], None]) -> None:
        if self._stop.is_set():
            return
        try:
            work()
        except RunOpenError as error:
            self._trouble(f"{step}: put off: {error}")
        except NewswatchError as error:
            self._trouble(f"{step}: {error}")
        except Exception:
            self._trouble(f"{step}: a fault nobody foresaw; please report it\n{traceback.format_exc()}")

    def _trouble(self, text: str) -> None:
        self._well = False
        self._say(text)

    def _close(self, store: Store, chosen: Sequence[Unit]) -> None:
        from newswatch.services import close  # with it come the letters, which `check` and most rounds do without

        closed = close.run(store, self._settings, chosen, self._now, brief=True, stop=self._stop.is_set)
        for one in closed:
            for notice, recipients in one.notices:
                self._say(f"close {one.unit}: {notice.kind} {notice.period}, {len(recipients)} recipients")
            if one.fault:
                self._tell_fault(one.fault)
        self._say(f"close: {len(closed)} units")

    def _deliver(self, store: Store) -> None:
        from newswatch.services import deliver  # with it come mail and its encryption, which `check` does without

        done = deliver.run(store, self._settings, self._now, stop=self._stop.is_set)
        if done.sent or done.put_off or done.failed:
            self._say(f"deliver: {done.sent} sent, {done.put_off} put off, {done.failed} refused")
        if done.trouble:
            self._trouble(f"deliver: {done.trouble}")
        if done.fed.sent:
            self._say(f"feed: {done.fed.sent} scores delivered")
        for text in done.fed.trouble:
            self._trouble(f"feed: {text}")
        for fault in (*done.faults, *done.fed.faults):
            self._tell_fault(fault)

    def _stamp(self, store: Store) -> None:
        """That nobody stamps the heads harms nothing here, and is told."""
        from newswatch.services import stamping  # with it comes requests

        done = stamping.stamp(store, self._settings, self._settings.units, self._now)
        if done.heads or done.trouble:
            self._say(f"stamp: {done.heads} heads stamped{'; ' if done.trouble else ''}{done.trouble}")

    def _tell_fault(self, fault: Fault) -> None:
        self._trouble(fault.told)

    def _tell_file(self, file: TakenIn) -> None:
        if file.again:
            return
        self._say(f"inbox {file.file}: {file.told}")
        for problem in file.problems:
            self._say(f"inbox {file.file}: {problem}")

    def _tell_report(self, report: Report) -> None:
        for one in report.polled:
            if one.failed:
                tell = self._trouble if one.poll.traceback else self._say
                tell(f"check {one.unit}/{one.source}: {one.poll.outcome}: {one.poll.error}")
        new, changed = sum(x.new for x in report.polled), sum(x.changed for x in report.polled)
        left = f", {report.waiting} sources wait for a later check" if report.waiting else ""
        self._say(f"check: {report.ending}, {len(report.polled)} sources, {new} new items, {changed} changed{left}")

    def _tell_copied(self, copied: "Copied") -> None:
        if copied.kept or copied.failed or copied.shown:
            self._say(f"copies: {copied.kept} images and style sheets kept, {copied.failed} not had, {copied.shown} pages shown")
        for text in copied.told:
            self._say(f"copies: {text}")

    def _tell_reconciled(self, one: Reconciled) -> None:
        from newswatch.report import english  # with it come the nouns of all that may be told

        for revision in one.revisions:
            for cause in revision.causes:
                self._say(f"reconcile {one.unit}: {revision.month.month} revised: {english.cause(cause)}")
