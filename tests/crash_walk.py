"""Kills close and deliver at each of their effects: run as a program of its own, since it forks.

What a process killed with SIGKILL leaves behind is decided by what it did to the outside: the SQL statements carried out and the bytes sent. Point N
is just before the Nth such effect (for bytes sent, also just after), so that walking all points walks every state a kill can leave. Of the statements
of one transaction, which SQLite undoes together, those that begin alike are one effect; with `NEWSWATCH_EVERY_EFFECT=1` each is.

    crash_walk.py CONFIG PRISTINE NOW VERBS

For each point: the database is PRISTINE again, a child runs the VERBS and is killed at the point, another child runs close and deliver to their end;
then a line "POINT EFFECT" is printed and a line awaited. The last line is "end POINTS".
"""

import os
import shutil
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from effects import EVERY

from newswatch.config import MailSettings, Settings, load
from newswatch.services import close, deliver
from newswatch.services.opening import open_store

_READS = ("SELECT", "PRAGMA", "WITH", "--")
_ALIKE = 40
"""Letters by which statements are told apart: enough for the verb, the table and the state that is set."""


class Kill:
    """Counts effects, and kills this process just before the one asked for."""

    def __init__(self, point: int, note: Path) -> None:
        self.left = point
        self.note = note

    def effect(self, what: str) -> None:
        if self.left == 0:
            self.note.write_text(" ".join(what.split())[:60], encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def watch(self) -> None:
        """Hears of every statement of every connection made from now on, and of every byte sent."""
        connect: Callable[..., sqlite3.Connection] = sqlite3.connect
        send = socket.socket.sendall

        def connecting(*args: Any, **options: Any) -> sqlite3.Connection:
            made = connect(*args, **options)
            made.set_trace_callback(partial(self._statement, made, set()))
            return made

        def sending(sock: socket.socket, data: bytes) -> None:
            self.effect(f"before {data[:20]!r}")
            send(sock, data)
            self.effect(f"after {data[:20]!r}")

        sqlite3.connect = connecting  # type: ignore[assignment]
        socket.socket.sendall = sending  # type: ignore[assignment,method-assign]

    def _statement(self, connection: sqlite3.Connection, told: set[str], sql: str) -> None:
        kind = sql.upper()[:_ALIKE]
        if kind.startswith(_READS):
            return
        if not connection.in_transaction:
            told.clear()
        if EVERY or kind not in told:
            self.effect(sql)
        told.add(kind)


def carry_out(settings: Settings, verbs: list[str], now: datetime) -> None:
    """Runs the verbs as the command line would."""
    with open_store(settings, create=True) as store:
        for verb in verbs:
            if verb == "close":
                close.run(store, settings, settings.units, lambda: now)
            else:
                deliver.run(store, settings, lambda: now)


def in_child(work: Callable[[], None]) -> int:
    """Does the work in a forked child; gives its exit status."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:
            sys.stderr.write(f"child: {error!r}\n")
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def renew(settings: Settings, pristine: Path) -> None:
    """Puts the pristine database in place of whatever was left."""
    for left in settings.database.parent.glob(f"{settings.database.name}*"):
        left.unlink()
    shutil.copy(pristine, settings.database)


def rehearse(settings: Settings, pristine: Path, now: datetime) -> None:
    """Closes and delivers once, into a folder, so that no child has to import or prepare what all of them need."""
    renew(settings, pristine)
    with TemporaryDirectory() as folder:
        carry_out(replace(settings, mail=MailSettings(Path(folder))), ["close", "deliver"], now)


def walk(config: Path, pristine: Path, now: datetime, verbs: list[str]) -> None:
    settings, note = load(config), config.with_name("effect")
    rehearse(settings, pristine, now)
    point = 0
    while True:
        renew(settings, pristine)
        killer = Kill(point, note)

        def killed(killer: Kill = killer) -> None:
            killer.watch()
            carry_out(settings, verbs, now)

        status = in_child(killed)
        ended = os.WIFEXITED(status)
        if in_child(lambda: carry_out(settings, ["close", "deliver"], now + timedelta(hours=1))) != 0 or (ended and status):
            raise SystemExit(f"point {point}: the run after the kill failed")
        sys.stdout.write(f"end {point}\n" if ended else f"{point} {note.read_text(encoding='utf-8')}\n")
        sys.stdout.flush()
        if ended:
            return
        sys.stdin.readline()
        point += 1


if __name__ == "__main__":
    walk(Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), sys.argv[4].split(","))
