"""Reads a log file as it is to be taken in. It writes nothing, and nothing is locked however long that takes.

file → bytes → rows → bulletins → classifications
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

from newswatch.config import Settings, Unit
from newswatch.core.bulletin import Bulletin
from newswatch.core.classify import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Channel, Classification
from newswatch.errors import InputError
from newswatch.services.faults import Fault, attempt
from newswatch.services.inbox import GONE, body_of, columns_of
from newswatch.sources import log
from newswatch.store import bulletins, units
from newswatch.store.store import Store


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What one file brought: rows new to us, rows known before, rows that were no bulletins, problems of bad rows.

    `refused` says why the file as a whole could not be read; `before` that it was taken in earlier, to the letter; `again` that nothing is new of it:
    it was refused before as it is, and is not tried again yet; `gone` that it was taken away before it could be read. `fault` is the exception nobody
    foresaw that it was refused for; its traceback is for the log.
    """

    file: str
    added: int = 0
    known: int = 0
    skipped: int = 0
    problems: tuple[str, ...] = ()
    refused: str = ""
    before: bool = False
    again: bool = False
    gone: bool = False
    fault: Fault | None = None

    @property
    def told(self) -> str:
        """What became of the file, in a line for the log."""
        return self.refused or (GONE if self.gone else f"{self.added} new bulletins, {self.known} known, {self.skipped} rows skipped")

    @property
    def shape(self) -> dict[str, Any]:
        """The file as JSON."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("again", "gone", "fault")}


@dataclass(frozen=True, slots=True)
class Ready:
    """A log file that was read: what it brings for the unit in `row`, and how many rows were no bulletins."""

    unit_row: int
    intake: bulletins.Intake
    rows: list[tuple[Bulletin, Classification]]
    skipped: int


def read(store: Store, settings: Settings, unit: Unit, path: Path) -> TakenIn | Ready:
    """A file as it is to be taken in, or what became of it at once. Nothing is locked, however long that takes."""
    return _attempted(path.name, partial(_read_file, store, settings, unit, path))


def read_bytes(store: Store, settings: Settings, unit: Unit, name: str, body: bytes) -> TakenIn | Ready:
    """The same of a file's bytes."""
    return _attempted(name, partial(_read_whole, store, settings, unit, name, body))


def _attempted(name: str, work: Callable[[], TakenIn | Ready]) -> TakenIn | Ready:
    done = attempt(name, work)
    return TakenIn(name, refused=str(done), fault=done) if isinstance(done, Fault) else done


def _read_file(store: Store, settings: Settings, unit: Unit, path: Path) -> TakenIn | Ready:
    try:
        body = body_of(path)
    except InputError as error:
        return TakenIn(path.name, refused=str(error))
    return _read_whole(store, settings, unit, path.name, body)


def _read_whole(store: Store, settings: Settings, unit: Unit, name: str, body: bytes) -> TakenIn | Ready:
    unit_row, sha256 = units.unit_row(store, unit), hashlib.sha256(body).hexdigest()
    told = bulletins.taken_in(store, unit_row, sha256)
    if told is not None:
        return TakenIn(name, problems=told, before=True)
    try:
        reading = log.reader.read(body, name, columns_of(store, settings, unit))
    except InputError as error:
        return TakenIn(name, refused=str(error))
    problems = tuple(map(str, reading.problems))
    intake = bulletins.Intake(body, sha256, name, len(reading.bulletins), problems)
    return Ready(unit_row, intake, classified(reading.bulletins, settings.lexicon), reading.skipped)


def classified(rows: Sequence[Bulletin], lexicon: Lexicon) -> list[tuple[Bulletin, Classification]]:
    """Bulletins with what the lexicon says of them."""
    return [(b, classify_item(Channel.LOUDSPEAKER, b.title, "\n".join(filter(None, (b.script, b.summary))), lexicon)) for b in rows]
