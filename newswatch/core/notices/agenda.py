"""Decides which daily duties are due, from their times and when each was done last. It reads no clock, so the daemon, cron and a person agree.

Which notices are due once `close` runs is decided in `due`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256

from newswatch.core.model import LOCAL
from newswatch.core.polling.adaptive import Checks

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)  # until a failed run is tried again, and how far a clock may be set back unnoticed; chosen by hand


class Ending(StrEnum):
    """How a run ended: well, in part, not at all, told to stop, or with its process. `OPEN` is one that has not."""

    OPEN = "open"
    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"
    STOPPED = "stopped"
    CRASHED = "crashed"

    @property
    def broken_off(self) -> bool:
        """Was it stopped or killed? Then nothing speaks against doing it again at once."""
        return self in (Ending.STOPPED, Ending.CRASHED)

    @property
    def in_doubt(self) -> bool:
        """Has it failed or not ended yet? Then it is done again after an hour."""
        return self in (Ending.FAILED, Ending.OPEN)


class Duty(StrEnum):
    """What is done at set times, in the order in which it is done. Each is named as the command that does it."""

    CHECK = "check"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Ran:
    """The last run of a duty (UTC)."""

    started_at: datetime
    ending: Ending


@dataclass(frozen=True, slots=True)
class Agenda:
    """The times of the daily duties, local (UTC+7).

    A check is planned up to `jitter_minutes` after its time, so that communes don't all ask their servers in the same minute. How much later is drawn
    from `seed`, the day and the time, so it is the same whenever it is asked for.
    """

    checks: tuple[time, ...]
    jitter_minutes: int
    close: time
    seed: str

    def due(self, now: datetime, last: Mapping[Duty, Ran]) -> tuple[Duty, ...]:
        """The duties that are due, in order. Raises ValueError for a `now` without time zone.

        A duty is due if it has never run, or if an instant planned for it has passed since its last run began; many such instants make it due once.
        It is also due one hour after the start of a run that failed or has not ended, and at once after one that was broken off. A last run more
        than an hour in the future was dated by a clock that has been set back since. It counts for nothing.
        """
        local = _local(now)
        return tuple(duty for duty in Duty if self._is_due(duty, local, last.get(duty)))

    def next(self, now: datetime, last: Mapping[Duty, Ran]) -> datetime:
        """The first instant from `now` on at which something is due, if nothing runs until then. Raises ValueError for a `now` without time zone."""
        local = _local(now)
        return local if self.due(local, last) else min(self._becomes_due(duty, local, last[duty]) for duty in Duty)

    def _is_due(self, duty: Duty, now: datetime, last: Ran | None) -> bool:
        if last is None or last.started_at > now + _HOUR or last.ending.broken_off:
            return True
        if last.ending.in_doubt and last.started_at + _HOUR <= now:
            return True
        return any(last.started_at < planned <= now for planned in self._planned(duty, now.date() - 2 * _DAY, 3))

    def _becomes_due(self, duty: Duty, now: datetime, last: Ran) -> datetime:
        done = max(now, last.started_at.astimezone(LOCAL))
        planned = min(at for at in self._planned(duty, done.date() - _DAY, 3) if at > done)
        return min(planned, last.started_at.astimezone(LOCAL) + _HOUR) if last.ending.in_doubt else planned

    def checks_around(self, now: datetime) -> Checks:
        """The last check planned for the local days before that of `now`, and whether another one is planned for later on it.

        Raises ValueError for a `now` without time zone.
        """
        local = _local(now)
        planned = list(self._planned(Duty.CHECK, local.date() - 3 * _DAY, 4))
        before = max(at for at in planned if at.date() < local.date())
        return Checks(before.astimezone(UTC), any(local < at and at.date() == local.date() for at in planned))

    def _planned(self, duty: Duty, first: date, days: int) -> Iterator[datetime]:
        """The instants planned for some days. A check of the late evening may be planned for the next day."""
        times = self.checks if duty is Duty.CHECK else (self.close,)
        for day in (first + n * _DAY for n in range(days)):
            for at in times:
                yield datetime.combine(day, at, LOCAL) + (self._jitter(day, at) if duty is Duty.CHECK else timedelta())

    def _jitter(self, day: date, at: time) -> timedelta:
        drawn = int.from_bytes(sha256(f"{self.seed} {day} {at}".encode()).digest())
        return timedelta(seconds=drawn % (self.jitter_minutes * 60 + 1))


def _local(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise ValueError(f"{now} has no time zone")
    return now.astimezone(LOCAL)
