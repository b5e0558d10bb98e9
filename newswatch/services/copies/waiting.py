"""Which pages wait to be copied: those of items that count or wait for a person, in years that are not settled."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from newswatch.config import Settings, Unit
from newswatch.core.model import LOCAL, Channel
from newswatch.services.statements import open_years, year_of
from newswatch.sources.read import chromium
from newswatch.store import page_copies, units
from newswatch.store.page_copies import Kept, Step
from newswatch.store.store import Store

MOST_TRIES = 3
"""How often a step is tried for one page. The rounds in between are hours apart."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page to be copied, the year that its item belongs to, and the steps that are left."""

    unit: Unit
    unit_row: int
    kept: Kept
    year: int
    parts: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A unit whose pages may wait: the mark under which they are all done once none of them does, and the browser they are shown in, empty for none."""

    unit: Unit
    mark: str
    browser: str


def due(store: Store, settings: Settings, chosen: Sequence[Unit], now: datetime) -> list[Due]:
    """Those of the units whose pages were not all done as they stand: nothing else than two short tables is read for it."""
    browser = chromium.installed() if settings.evidence.pictures else ""
    with store.reading():
        stamps, marks = units.items_stamps(store), page_copies.marks(store)
    rows = ((unit, units.unit_row(store, unit)) for unit in chosen)
    found = ((Due(unit, _mark(settings, unit, stamps[row], browser, now), browser), row) for unit, row in rows)
    return [one for one, row in found if marks.get(row) != one.mark]


def _mark(settings: Settings, unit: Unit, items_stamp: int, browser: str, now: datetime) -> str:
    """Changes with all that bears on which pages of a unit wait."""
    rules = [rule.digest for rule in unit.rules]
    told = (items_stamp, open_years(unit, now), rules, settings.evidence.images_mb, bool(browser), sorted(unit.hosts.own))
    return hashlib.sha256(repr(told).encode()).hexdigest()


def jobs(store: Store, settings: Settings, unit: Unit, browser: str, now: datetime) -> Iterator[Job]:
    """The pages of a unit of which something is left to be done."""
    row, years = units.unit_row(store, unit), _years(store, unit, now)
    for kept in page_copies.pages(store, years):
        parts = settings.evidence.images_mb > 0 and _is_left(store, kept, Step.PARTS)
        shown = bool(browser) and _is_left(store, kept, Step.SHOWN)
        if parts or shown:
            yield Job(unit, row, kept, years[kept.item_id], parts, shown)


def _years(store: Store, unit: Unit, now: datetime) -> dict[int, int]:
    """The portal items that count or wait, each with its year."""
    present = now.astimezone(LOCAL).year
    lines = [line for year in open_years(unit, now) for line in year_of(store, unit, year, now).lines]
    wanted = [
        line.item for line in lines if (line.counted or line.counted_on_channel or line.awaiting) and line.item.channel is Channel.PORTAL
    ]
    return {item.id: item.day.year if item.day else present for item in wanted}


def _is_left(store: Store, kept: Kept, step: Step) -> bool:
    times, done = page_copies.tried(store, kept, step)
    return not done and times < MOST_TRIES
