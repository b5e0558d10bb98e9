"""The resident process: small, idle, and never busy itself. Rounds run in a process of their own, so that neither their memory nor a crash stays."""

import logging
import os
import pickle
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from newswatch.config import Settings
from newswatch.core.model import LOCAL
from newswatch.daemon.notify import VARIABLES, Notifier
from newswatch.daemon.once import present, say
from newswatch.daemon.signals import Signals
from newswatch.daemon.watching import Inbox, Watched
from newswatch.errors import NewswatchError
from newswatch.services.round import alone, owed

TICK_SECONDS = 30.0
_LONGEST_ROUND = 2 * 3600.0
_LONGEST_SILENCE = 600.0
_GRACE = 60.0
_PAUSE = 300.0
_BLINK = 1.0


def serve(path: Path, *, tick_seconds: float = TICK_SECONDS, environment: Mapping[str, str] = os.environ) -> None:
    """Runs the daemon until SIGTERM or SIGINT; a second signal ends it at once.

    Raises ConfigError if the configuration can't be used, StoreError if the database can't, RunOpenError if another daemon is on it.
    """
    Daemon(Watched(path), tick_seconds, Notifier(environment)).serve()


def _stopped_within(seconds: float, stop: threading.Event) -> bool:
    """Whether `stop` was set within some seconds. A signal that comes just as a wait begins does not end it, and its handler runs after it: so waits are
    short."""
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        if stop.wait(min(left, _BLINK)):
            return True
    return stop.is_set()


class Worker:
    """The process a round runs in. It is in a session of its own, so that Ctrl-C reaches it through the daemon only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def walk(self, settings: Settings) -> int:
        """Runs one round to its end; gives its exit code."""
        command = [sys.executable, "-P", "-c", "from newswatch.daemon.once import once_as_given; once_as_given()"]
        environment = {k: v for k, v in os.environ.items() if k not in VARIABLES}
        with self._lock:
            if self._stopped:
                return 0
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, start_new_session=True)
        self._process.communicate(pickle.dumps(settings))
        return self._process.returncode

    def end(self) -> None:
        """Asks the running round to end after the unit of work it is at."""
        with self._lock:
            if self._process:
                self._process.terminate()

    def stop(self) -> None:
        """Lets no round begin any more, and asks the running one to end."""
        self._stopped = True
        self.end()

    def kill(self) -> None:
        """Ends the running round at once; the next one carries on from there."""
        with self._lock:
            if self._process:
                self._process.kill()


class Pulse:
    """Whether the scheduler's thread is alive: it ticks, or waits for a round. All times are of `time.monotonic`, in seconds."""

    def __init__(self, at: float, tick_seconds: float) -> None:
        self._ticked_at, self._began_at = at, 0.0
        self._silence = tick_seconds + _LONGEST_SILENCE

    def ticks(self, at: float) -> None:
        """A tick has ended, and with it the round it may have begun."""
        self._ticked_at, self._began_at = at, 0.0

    def begins(self, at: float) -> None:
        """A round begins."""
        self._began_at = at

    def overdue(self, at: float) -> float:
        """For how long the round has been going on longer than it may."""
        return max(at - self._began_at - _LONGEST_ROUND, 0.0) if self._began_at else 0.0

    def lively(self, at: float) -> bool:
        """Neither silent nor stuck?"""
        return self.overdue(at) < self._silence if self._began_at else at - self._ticked_at < self._silence


class Daemon:
    """Asks every `tick_seconds` whether anything is due, and has it done.

    The main thread waits for signals and feeds the watchdog; the scheduler's thread ticks, and waits for the round it began.
    """

    def __init__(self, watched: Watched, tick_seconds: float, notifier: Notifier) -> None:
        self._watched, self._tick_seconds, self._notifier = watched, tick_seconds, notifier
        self._worker, self._inbox = Worker(), Inbox()
        self._rounds = 0
        self._rest_until = self._mails_after = time.monotonic()
        self._pulse = Pulse(time.monotonic(), tick_seconds)

    def serve(self) -> None:
        """See the function of that name."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that finds a round going on is left out, and that is no news
        with alone(self._watched.current()), Signals() as signals:
            scheduler = BackgroundScheduler(timezone=UTC)
            scheduler.add_job(
                self._tick,
                "interval",
                seconds=self._tick_seconds,
                next_run_time=present(),
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
            scheduler.start()
            say(f"{self._watched.current().path}: the daemon is up")
            self._notifier.tell("READY=1")
            self._watch(signals.stop)
            self._notifier.tell("STOPPING=1", "STATUS=stopping")
            self._worker.stop()
            killer = threading.Timer(_GRACE, self._worker.kill)
            killer.start()
            scheduler.shutdown()
            killer.cancel()
        say("the daemon has stopped")

    def _watch(self, stop: threading.Event) -> None:
        """Until `stop`: tells systemd that all is well while it is, and ends a round that takes too long."""
        pause = min(self._notifier.watchdog_seconds / 3 or _PAUSE, _PAUSE)
        while not _stopped_within(pause, stop):
            at = time.monotonic()
            if over := self._pulse.overdue(at):
                say(f"a round takes more than {_LONGEST_ROUND / 3600:g} hours and is being ended")
                self._worker.kill() if over > _PAUSE else self._worker.end()
            if self._pulse.lively(at):
                self._notifier.tell("WATCHDOG=1")

    def _tick(self) -> None:
        """The scheduler's one job."""
        try:
            self._walk_if_due()
        except NewswatchError as error:
            say(f"database: {error}")
        except Exception:
            say(f"tick: a fault nobody foresaw; please report it\n{traceback.format_exc()}")
        self._pulse.ticks(time.monotonic())

    def _walk_if_due(self) -> None:
        settings = self._watched.current()
        wanted = self._wanted(settings)
        if not wanted:
            return
        self._notifier.tell(f"STATUS=at work: {wanted}")
        self._pulse.begins(time.monotonic())
        code = self._worker.walk(settings)
        self._rounds += 1
        self._mails_after = time.monotonic() + settings.schedule.deliver_minutes * 60
        if code:
            self._rest_until = time.monotonic() + _PAUSE
        else:
            self._inbox.taken()
        self._notifier.tell(
            f"STATUS=waiting; last at work {present().astimezone(LOCAL):%d/%m %H:%M}: {wanted}{', with trouble' if code else ''}"
        )

    def _wanted(self, settings: Settings) -> str:
        """Why a round is to be walked now; empty if it isn't. The first one is always, for what a crash may have left."""
        lying = self._inbox.changed(settings)
        if not self._rounds:
            return "start"
        if time.monotonic() < self._rest_until:
            return ""
        if lying:
            return "inbox"
        due = owed(settings, present())
        if due.duties:
            return ", ".join(map(str, due.duties))
        return "mail" if self._may_mail(due.mail_at) else ""

    def _may_mail(self, due_at: datetime | None) -> bool:
        return due_at is not None and due_at <= present() and time.monotonic() >= self._mails_after
