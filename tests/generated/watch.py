"""Lets the real program watch a generated world and holds each of its statements against the truth.

The law. At every visit with a right clock, and once later without a visit, the program states the months of the year. A month that ended and is
stated *short* is false if it has its quota of posts that the program must not overlook: PAR posts published in it that any answer ever named to a
visit, whether or not they were taken down since, and those that are still up and on the list. A post that was taken down before any visit was shown
it, or that no list names, nobody could know of; it does not count against the program. Nor does one that fell off the end of a list with pages
before any post was seen to fall off it. A month stated *met* is false if fewer PAR posts than
the quota were published in it, all of them reckoned. What is stated *unknown* is never false.

A clock that is wrong can't be told from a right one while it is wrong, so what is stated then is not judged, only what is stated afterwards.
"""

import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from generated import pages
from generated.site import Site, Worlds, clock
from generated.world import QUOTA, Visit, World
from newswatch.config import Settings, Source, SourceKind, Unit, load
from newswatch.core.count.statement import MonthStatement, State
from newswatch.core.model import LOCAL
from newswatch.core.months import Month, local_day
from newswatch.core.polling.coverage import midnight
from newswatch.services import check, statements
from newswatch.services.opening import open_store
from newswatch.store import texts
from newswatch.store.store import Store

_IMPATIENT = 0.2
_CONFIG = """database = "n.db"
[fetch]
pace_seconds = 0
retries = 0
timeout_seconds = 5
max_bytes = 300000
workers = 1
respect_robots = false
[[units]]
id = "unit"
name = "Thử"
kind = "xã"
rules = ["phuoc-an-2026"]
[[units.sources]]
id = "list"
kind = "listing"
url = "http://127.0.0.1/"
[units.sources.profile]
entry = "li"
"""


@dataclass(frozen=True, slots=True)
class Stated:
    """A month as it was stated: when, what was counted, and how many PAR posts there were, at least and at most."""

    month: Month
    state: State
    counted: int
    owed: int
    most: int
    at: datetime

    @property
    def false(self) -> bool:
        """Does the statement go against the truth?"""
        return (self.state is State.SHORT and self.owed >= QUOTA) or (self.state is State.MET and self.most < QUOTA)

    def __str__(self) -> str:
        verdict = "FALSE " if self.false else ""
        return f"{verdict}{self.at.astimezone(LOCAL):%d/%m %H:%M} {self.month} {self.state} counted {self.counted}, true {self.owed}..{self.most}"


@dataclass(slots=True)
class Watched:
    """What came of watching a world. `known` are the months, of those that could be proved by the last visit, which were known by then."""

    world: World
    site: Site
    stated: list[Stated] = field(default_factory=list)
    ended: int = 0
    ended_known: int = 0
    provable: int = 0
    known: int = 0
    polls: list[str] = field(default_factory=list)

    @property
    def false(self) -> list[Stated]:
        """The statements that go against the truth."""
        return [s for s in self.stated if s.false]


def watch(world: World, server: Worlds) -> Watched:
    """Runs every visit of a world through the program and judges what it states."""
    site = server.shows(world)
    seen = Watched(world, site)
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder:
        settings = _settings(world, site, Path(folder))
        settings.database.write_bytes(empty_database())
        with open_store(settings, create=True) as store:
            for visit in world.visits:
                _visit(seen, store, settings, visit)
            _count_known(seen)
            looked_at, site.now = site.now, world.later
            if not world.visits[-1].skew:
                _judge(seen, store, settings.units[0], world.later, looked_at)
    return seen


def _visit(seen: Watched, store: Store, settings: Settings, visit: Visit) -> None:
    site = seen.site
    site.begins(visit)
    report = check.run(store, settings, lambda: clock(site), since=midnight(visit.since) if visit.since else None)
    seen.polls += [
        f"{visit.at:%d/%m %H:%M} {p.source} {p.poll.outcome} reach {p.poll.reach} {p.poll.error}".rstrip() for p in report.polled
    ]
    if not visit.skew:
        _judge(seen, store, settings.units[0], site.now, site.now)


def _judge(seen: Watched, store: Store, unit: Unit, now: datetime, looked_at: datetime) -> None:
    for month in statements.year_of(store, unit, 2026, now).months:
        if month.state is not State.OPEN:
            seen.stated.append(_stated(seen, month, now, looked_at))


def _stated(seen: Watched, month: MonthStatement, now: datetime, looked_at: datetime) -> Stated:
    world = seen.world
    owed, most = world.owed(month.month, now, looked_at, seen.site.shown), world.most(month.month)
    return Stated(month.month, month.state, month.count.combined, owed, most, now)


def _count_known(seen: Watched) -> None:
    """Counts the known months of the last judged visit, of those from the first post on, and of those that could be proved."""
    begun = min(p.month for p in seen.world.posts)
    last = seen.stated[-1].at if seen.stated else seen.world.later
    final = {s.month: s.state is not State.UNKNOWN for s in seen.stated if s.at == last and s.month >= begun}
    provable = seen.world.provable() & final.keys() if local_day(last) == local_day(seen.site.now) else set()
    seen.ended, seen.ended_known = len(final), sum(final.values())
    seen.provable, seen.known = len(provable), sum(final[m] for m in provable)


def _settings(world: World, site: Site, folder: Path) -> Settings:
    settings = template()
    unit, profile = settings.units[0], pages.profile(world.layout)
    sources = []
    if world.feed is None or not world.feed.alone:
        sources.append(Source("list", SourceKind.LISTING, site.base, profile, True))
    if world.feed:
        sources.append(Source("feed", SourceKind.FEED, f"{site.base}rss", profile, world.feed.required))
    silent = any(trouble.how == "timeout" for visit in world.visits for trouble in visit.troubles)
    fetch = replace(settings.fetch, timeout_seconds=_IMPATIENT) if silent else settings.fetch
    return replace(settings, database=folder / "n.db", fetch=fetch, units=(replace(unit, sources=tuple(sources)),))


@cache
def empty_database() -> bytes:
    """A database without units that knows the lexicon; making one costs more than a small world."""
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(template(), database=Path(folder) / "n.db", units=())
        with open_store(settings, create=True) as store, store.writing():
            texts.keep_lexicon(store, settings.lexicon, datetime(2026, 1, 1, tzinfo=LOCAL))
        return settings.database.read_bytes()


@cache
def template() -> Settings:
    """A unit with one source, held to two portal items a month, and a hasty fetcher."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_text(_CONFIG, encoding="utf-8")
        return load(path)


def fast_folder() -> str | None:
    """A folder in memory, where there is one: thousands of databases are made and dropped."""
    shared = Path("/dev/shm")
    return str(shared) if shared.is_dir() else None
