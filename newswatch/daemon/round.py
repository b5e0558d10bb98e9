"""One walk through all that is due."""

import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

from newswatch.config import Settings
from newswatch.core.model import LOCAL
from newswatch.core.notices.agenda import Duty
from newswatch.errors import NewswatchError, RunOpenError
from newswatch.store import duties
from newswatch.store.store import Store

WRONG = 3
"""Exit code of a round in which something went wrong."""

Say = Callable[[str], None]


def say(text: str) -> None:
    """A line, or a traceback, on standard error, with the local time before it."""
    sys.stderr.write(f"{present().astimezone(LOCAL):%Y-%m-%d %H:%M:%S} {text}\n")
    sys.stderr.flush()


def present() -> datetime:
    """The present instant, in UTC: the daemon's clock."""
    return datetime.now(UTC)


class Round:
    """One walk through all that is due now, in this process: inbox, check, close, deliver.

    What goes wrong with one of them is told through `say`, and the others go on. `stop` ends it between two units of work (a source, a unit, a mail).
    """

    def __init__(self, settings: Settings, now: Callable[[], datetime], stop: threading.Event, say: Say = say) -> None:
        self._settings, self._now, self._stop, self._say = settings, now, stop, say
        self._well = True

    def walk(self) -> bool:
        """Does what is due; whether nothing went wrong."""
        self._well = True
        self._try("database", self._walk)
        return self._well

    def _walk(self) -> None:
        with Store.open(self._settings.database) as store:
            self._try("inbox", lambda: self._inbox(store))
            due = duties.due(store, self._settings, self._now())
            if Duty.CHECK in due:
                self._try("check", lambda: self._check(store))
                self._try("restate", lambda: self._reconcile(store))
            if Duty.CLOSE in due:
                self._try("close", lambda: self._close(store))
            self._try("deliver", lambda: self._deliver(store))

    def _try(self, duty: str, work: Callable[[], None]) -> None:
        if self._stop.is_set():
            return
        try:
            work()
        except RunOpenError as error:
            self._trouble(f"{duty}: put off: {error}")
        except NewswatchError as error:
            self._trouble(f"{duty}: {error}")
        except Exception:
            self._trouble(f"{duty}: a fault nobody foresaw; please report it\n{traceback.format_exc()}")

    def _trouble(self, text: str) -> None:
        self._well = False
        self._say(text)

    def _inbox(self, store: Store) -> None:
        from newswatch.services import intake

        for file in intake.sweep_inbox(store, self._settings, self._settings.units, self._now):
            self._say(
                f"inbox {file.file}: " + (file.refused or f"{file.added} new bulletins, {file.known} known, {file.skipped} rows skipped")
            )
            for problem in file.problems:
                self._say(f"inbox {file.file}: {problem}")

    def _check(self, store: Store) -> None:
        from newswatch.services import check

        report = check.run(store, self._settings, self._now, stop=self._stop)
        for one in report.polled:
            if one.failed:
                self._say(f"check {one.unit}/{one.source}: {one.poll.outcome}: {one.poll.error}")
        new, changed = sum(x.new for x in report.polled), sum(x.changed for x in report.polled)
        self._say(f"check: {report.state}, {len(report.polled)} sources, {new} new items, {changed} changed")

    def _reconcile(self, store: Store) -> None:
        from newswatch.services import reconcile

        for one in reconcile.run(store, self._settings, self._settings.units, self._now()):
            for cause in one.revision.causes:
                self._say(f"restate {one.unit}: {one.revision.month.month} revised: {cause}")

    def _close(self, store: Store) -> None:
        from newswatch.services import close

        closed = close.run(store, self._settings, self._settings.units, self._now, stop=self._stop.is_set)
        for one in closed:
            for notice, recipients in one.notices:
                self._say(f"close {one.unit}: {notice.kind} {notice.period}, {len(recipients)} recipients")
        self._say(f"close: {len(closed)} units")

    def _deliver(self, store: Store) -> None:
        from newswatch.services import deliver

        done = deliver.run(store, self._settings, self._now, stop=self._stop.is_set)
        if done.sent or done.put_off or done.failed:
            self._say(f"deliver: {done.sent} sent, {done.put_off} put off, {done.failed} refused")
        if done.trouble:
            self._trouble(f"deliver: {done.trouble}")


def once(settings: Settings) -> bool:
    """One round, ended between two units of work by SIGTERM or SIGINT; whether nothing went wrong."""
    stop = threading.Event()
    on_signal(stop)
    return Round(settings, present, stop).walk()


def once_as_given() -> None:
    """One round with the pickled settings on standard input: what the daemon starts, so that its own memory stays small."""
    sys.exit(0 if once(pickle.load(sys.stdin.buffer)) else WRONG)


def on_signal(stop: threading.Event) -> None:
    """The first SIGTERM or SIGINT sets `stop`, the next does what it always did. (Set in the handler itself, the event could wait for itself.)"""

    def handle(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        threading.Thread(target=stop.set).start()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)
