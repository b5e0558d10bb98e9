"""Hands an evidence pack to somebody at the page: made beside the database in a folder of its own, read once, and removed.

One pack is made at a time, and two lie there at most, so that no number of clicks fills the disk. What a killed process left is removed by the next.
"""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from threading import BoundedSemaphore

from newswatch import private
from newswatch.config import Settings
from newswatch.errors import InputError, RunOpenError
from newswatch.report.vi import spans
from newswatch.services.evidence.making import Asked, make
from newswatch.store.copying import told
from newswatch.store.store import Store

MOST = 2
_ROOM = 1_000_000_000
"""Bytes of the disk that must be free before a pack is begun: the database next to it needs some of them."""

_LEFT = timedelta(hours=6)
_places = BoundedSemaphore(MOST)


@dataclass
class Handed:
    """A pack that lies there until it is closed. `name` is what the file is called where it is saved."""

    path: Path
    name: str
    open: bool = True

    def close(self) -> None:
        """Removes it; a second time does nothing."""
        if self.open:
            self.open = False
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
            _places.release()


def folder_of(settings: Settings) -> Path:
    """Where packs lie while they are handed over: beside the database."""
    return settings.database.with_name(f"{settings.database.name}-packs")


def hand(store: Store, settings: Settings, asked: Asked, now: datetime) -> Handed:
    """Makes the pack of a unit and period as an archive; whoever gets it closes it.

    Raises RunOpenError while another is being made or two are being fetched, InputError where the disk has no room, and as `making.make` does.
    """
    if not _places.acquire(blocking=False):
        raise RunOpenError("two packs are being fetched just now; wait for one to end")
    try:
        return _handed(store, settings, asked, now)
    except BaseException:
        _places.release()
        raise


def _handed(store: Store, settings: Settings, asked: Asked, now: datetime) -> Handed:
    folder = folder_of(settings)
    with told(folder):
        private.make_folder(folder)
        _sweep(folder, now)
        free = shutil.disk_usage(folder).free
    if free < _ROOM:
        raise InputError(f"{folder}: only {free // 1_000_000} MB are free on the disk, and a pack may need {_ROOM // 1_000_000}; make room")
    path = folder / f"{os.getpid()}-{token_hex(8)}.zip"
    try:
        made = make(store, settings, asked, path, now)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Handed(made.path, f"minh-chung-{spans.slug(asked.unit.name)}-{asked.period.text.lower()}.zip")


def _sweep(folder: Path, now: datetime) -> None:
    """Removes what a process left that is no more, and what lies there for hours."""
    for left in folder.iterdir():
        process = left.name.partition("-")[0]
        if not process.isdigit() or not private.is_running(int(process)) or now.timestamp() - left.stat().st_mtime > _LEFT.total_seconds():
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
