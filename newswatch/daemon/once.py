"""One round in this process, ended by a signal; what it has to say goes to standard error."""

import pickle
import signal
import sys
import threading
from datetime import UTC, datetime

from newswatch.config import Settings
from newswatch.core.model import LOCAL
from newswatch.services.round import Round

WRONG = 3
"""Exit code of a round in which something went wrong."""


def say(text: str) -> None:
    """A line, or a traceback, on standard error, with the local time before it."""
    sys.stderr.write(f"{present().astimezone(LOCAL):%Y-%m-%d %H:%M:%S} {text}\n")
    sys.stderr.flush()


def present() -> datetime:
    """The present instant, in UTC: the daemon's clock."""
    return datetime.now(UTC)


def once(settings: Settings) -> bool:
    """One round, ended between two units of work by SIGTERM or SIGINT; whether nothing went wrong."""
    stop = threading.Event()
    on_signal(stop)
    return Round(settings, present, stop, say).walk()


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
