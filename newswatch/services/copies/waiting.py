"""Which pages wait to be copied: those of items that count or wait for a person, in years that are not settled."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from newswatch.config import Settings, Unit
from newswatch.core.model import LOCAL, Channel
from newswatch.services.statements import open_years, year_of
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


def mark(store: Store, settings: Settings, unit: Unit, browser: str, now: datetime) -> str:
    """Changes with all that bears on which pages of a unit wait."""
    row = units.unit_row(store, unit)
    rules = [rule.digest for rule in unit.rules]
    told = (
        units.items_stamps(store)[row],
        open_years(unit, now),
        rules,
        settings.evidence.images_mb,
        bool(browser),
        sorted(unit.hosts.own),
    )
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
