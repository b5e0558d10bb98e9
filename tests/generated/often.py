"""Polls a generated world by the daemon's plan for weeks, once with every check and once adaptively, and tells whether both state the same.

Both hold the same until items are lost: posts that are taken down between two checks, or fail one of them. Kinds of worlds with such posts can differ.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from generated.make import make
from generated.pools import Pool
from generated.site import Site, Worlds, clock
from generated.watch import _settings, empty_database, fast_folder
from generated.world import Visit, World
from newswatch.config import Settings
from newswatch.core.count.statement import State, YearStatement
from newswatch.core.model import LOCAL
from newswatch.core.months import local_day
from newswatch.core.polling.adaptive import is_decisive
from newswatch.core.polling.coverage import midnight
from newswatch.services import check, statements
from newswatch.services.opening import open_store
from newswatch.store.store import Store

TWICE = (time(6, 30), time(17, 30))
OFTEN = (time(5), time(8), time(11), time(14), time(17), time(20))
Said = dict[datetime, object]


@dataclass
class Compared:
    """What came of a world: how often sources were polled by all checks and adaptively, and the moments at which something else was stated."""

    world: World
    every: int = 0
    adaptive: int = 0
    differs: list[tuple[datetime, object, object]] = field(default_factory=list)


def compare(seed: int, kind: str | None, server: Worlds, plan: Sequence[time] = TWICE, days: int = 45, pool: Pool = "lists") -> Compared:
    """Polls the world of a seed both ways, from its first visit on, beginning with a backfill."""
    world = make(seed, kind, pool)
    first = world.visits[0].at
    since = min(post.at for post in world.posts).date().replace(day=1)
    world.visits = list(_visits(first, since, plan, days))
    found = Compared(world)
    every, found.every = _watched(world, server, plan, adaptive=False)
    thinned, found.adaptive = _watched(world, server, plan, adaptive=True)
    found.differs = [(at, every[at], thinned[at]) for at in every if every[at] != thinned[at]]
    return found


def _visits(first: datetime, since: date, plan: Sequence[time], days: int) -> Iterator[Visit]:
    begin = max(since, date(2026, 1, 1))
    yield Visit(first, since=begin)
    for n in range(1, days):
        for at in plan:
            yield Visit(datetime.combine(local_day(first) + timedelta(days=n), at, LOCAL))


def _watched(world: World, server: Worlds, plan: Sequence[time], *, adaptive: bool) -> tuple[Said, int]:
    site = server.shows(world)
    said, polled = Said(), 0
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder:
        settings = _planned(_settings(world, site, Path(folder)), plan)
        settings.database.write_bytes(empty_database())
        with open_store(settings, create=True) as store:
            for visit in world.visits:
                polled += _visit(site, store, settings, visit, adaptive=adaptive)
                if _is_judged(visit, plan):
                    said[visit.at] = _said(statements.year_of(store, settings.units[0], 2026, site.now))
    return said, polled


def _planned(settings: Settings, plan: Sequence[time]) -> Settings:
    return replace(settings, schedule=replace(settings.schedule, checks=tuple(plan), jitter_minutes=0))


def _visit(site: Site, store: Store, settings: Settings, visit: Visit, *, adaptive: bool) -> int:
    site.begins(visit)
    since = midnight(visit.since) if visit.since else None
    return len(check.run(store, settings, lambda: clock(site), since=since, adaptive=adaptive and not since).polled)


def _is_judged(visit: Visit, plan: Sequence[time]) -> bool:
    """After a day's last check, and after each one on the days on which every check counts."""
    return visit.at.timetz().replace(tzinfo=None) == plan[-1] or is_decisive(local_day(visit.at), None, (10, 20, 25))


def _said(year: YearStatement) -> object:
    """All that is stated of a year's months, but for whether an item that counts was late."""
    months = [
        (str(m.month), str(m.state), m.count.combined, m.short, m.awaiting, m.coverage.blind if m.state is not State.OPEN else (),
         sorted((line.item.url, line.item.title, line.counted, *(str(reason.why) for reason in line.because)) for line in m.lines))
        for m in year.months
    ]  # fmt: skip
    return months, year.score, year.low, year.high
