"""One round in this process, ended by a signal; what it has to say goes to standard error."""

import pickle
import sys
from datetime import UTC, datetime

from newswatch.config import Settings
from newswatch.core.model import LOCAL
from newswatch.daemon.signals import Signals
from newswatch.masking import masked
from newswatch.services.round import Round

WRONG = 3
"""Exit code of a round in which something went wrong."""


def say(text: str) -> None:
    """A line, or a traceback, on standard error, with the local time before it."""
    sys.stderr.write(f"{present().astimezone(LOCAL):%Y-%m-%d %H:%M:%S} {masked(text)}\n")
    sys.stderr.flush()


def present() -> datetime:
    """The present instant, in UTC: the daemon's clock."""
    return datetime.now(UTC)


def once(settings: Settings) -> bool:
    """One round, ended between two units of work by SIGTERM or SIGINT; whether nothing went wrong."""
    with Signals() as signals:
        return Round(settings, present, signals.stop, say).walk()


def once_as_given() -> None:
    """One round with the pickled settings on standard input: what the daemon starts, so that its own memory stays small."""
    sys.exit(0 if once(pickle.load(sys.stdin.buffer)) else WRONG)
