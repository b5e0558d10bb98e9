"""All that is known of one item of a unit, for a page about it: what stands, its history, its files, its duplicates, its captured page.

An item of another unit is as good as not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newswatch.config import Unit
from newswatch.core.count.reasons import Line
from newswatch.core.model import Channel, Countable
from newswatch.core.record.files import SUFFIXES, FileState, FileType
from newswatch.errors import InputError
from newswatch.services import search
from newswatch.services.copies import handed
from newswatch.services.copies.handed import Captured
from newswatch.store import files, items, page_copies, units, vault
from newswatch.store.store import Store

_MOST_ALIKE = 6
_MOST_IMAGES = 4_000_000
"""Bytes of the images of a captured page that is looked at: it comes over the network of the office."""

_SAFE_ENDS = frozenset((*SUFFIXES.values(), ".jpeg", ".xls", ".ppt", ".opus", ".oga")) - {SUFFIXES[FileType.STYLE]}
"""How the name of a file that is handed out may end: with none of them a computer runs it, or shows it as a page."""


@dataclass(frozen=True, slots=True)
class Alike:
    """An item that is the same news: what stands of it, and how it stands under the rule (None if it is of no month of the year)."""

    item: Countable
    line: Line | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """One item. `item` is None for a voided bulletin, `line` for what is of no month of a year. `title` is the last that was seen.

    `trace` is its history with its `files`, `alike` the items of the same news and how many more there are, `page` the number of the answer that holds
    its page as it was last read (0 for none), `pictures` how a browser showed its pages.
    """

    id: int
    channel: Channel
    title: str
    item: Countable | None
    line: Line | None
    trace: Mapping[str, list[dict[str, Any]]]
    alike: tuple[Alike, ...]
    more_alike: int
    page: int
    pictures: tuple[Mapping[str, Any], ...]

    @property
    def waits(self) -> bool:
        """Does it wait for a person?"""
        return bool(self.line and self.line.awaiting)


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A kept file to be handed out: where it lies, under which name, of which type, and how it was found."""

    path: Path
    name: str
    type: str
    state: FileState


def dossier(store: Store, unit: Unit, item_id: int, now: datetime) -> Dossier | None:
    """All of one item; None if the unit has none with that number. Files are looked at and not read."""
    if not is_of(store, unit, item_id):
        return None
    row = units.unit_row(store, unit)
    with store.reading():
        trace = items.history(store, item_id) | {"files": _files(store, item_id)}
        item, kept = items.countable(store, row, item_id), page_copies.pages(store, [item_id])
        pictures = tuple(one | _state(store, one) for one in page_copies.copies(store, item_id))
    line, alike, more = _standing(store, unit, item, now) if item else (None, (), 0)
    told = trace["bulletin"] or trace["observations"]
    channel = Channel(trace["item"][0]["channel"])
    title = item.title if item else told[-1]["title"] if told else ""
    return Dossier(item_id, channel, title, item, line, trace, alike, more, kept[0].answer if kept else 0, pictures)


def is_of(store: Store, unit: Unit, item_id: int) -> bool:
    """Has the unit an item with that number?"""
    found = files.item(store, item_id)
    return found is not None and found["unit"] == unit.id


def captured(store: Store, unit: Unit, item_id: int, answer: int) -> Captured | None:
    """The page of an item that came with an answer; None if there is none in the unit. Raises StoreError for bytes that are not as they were."""
    kept = page_copies.page(store, item_id, answer) if is_of(store, unit, item_id) else None
    return handed.captured(store, item_id, kept, _MOST_IMAGES) if kept else None


def attached(store: Store, unit: Unit, item_id: int, number: int) -> Mapping[str, Any]:
    """An attachment of an item, as it stands on record. Raises InputError if the unit has none such."""
    row = files.attachment(store, number)
    if row is None or row["item_id"] != item_id or row["unit"] != unit.id:
        raise InputError(f"no attached file has the number {number}; `newswatch files` shows them")
    return row


def handed_out(store: Store, unit: Unit, item_id: int, number: int) -> OnDisk:
    """The file of an attachment, which is read to see that it is what was handed in. Raises InputError if the unit has none such."""
    row = attached(store, unit, item_id, number)
    return _on_disk(store, row, row["name"])


def picture(store: Store, unit: Unit, item_id: int, number: int) -> OnDisk | None:
    """A picture or print of an item's page; None if the unit has none such."""
    rows = page_copies.copies(store, item_id) if is_of(store, unit, item_id) else []
    return next((_on_disk(store, row, f"muc-{item_id}-{row['kind']}") for row in rows if row["id"] == number), None)


def _standing(store: Store, unit: Unit, item: Countable, now: datetime) -> tuple[Line | None, tuple[Alike, ...], int]:
    """How an item stands, and the items of the same news."""
    lines = search.lines_of(store, unit, search.years_of(unit, item, now), now)
    line = lines.get(item.id)
    first = line.duplicate_of or item.id if line else item.id
    numbers = [n for n, one in lines.items() if n != item.id and first in (n, one.duplicate_of)]
    row = units.unit_row(store, unit)
    with store.reading():
        found = [one for n in numbers[:_MOST_ALIKE] if (one := items.countable(store, row, n))]
    return line, tuple(Alike(one, lines.get(one.id)) for one in found), max(0, len(numbers) - _MOST_ALIKE)


def _files(store: Store, item_id: int) -> list[dict[str, Any]]:
    return [row | _state(store, row) for row in files.of_item(store, item_id)]


def _state(store: Store, row: Mapping[str, Any]) -> dict[str, Any]:
    return {"state": str(vault.state_of(store.path, row["sha256"], row["size"], whole=False))}


def _on_disk(store: Store, row: Mapping[str, Any], name: str) -> OnDisk:
    end = SUFFIXES[FileType(row["type"])]
    named = name if Path(name).suffix.lower() in _SAFE_ENDS else f"{name}{end}"
    state = vault.state_of(store.path, row["sha256"], row["size"])
    return OnDisk(vault.place_of(store.path, row["sha256"]), named, row["type"], state)
