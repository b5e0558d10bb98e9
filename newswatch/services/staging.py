"""A log file that a person hands in at the page: laid aside, looked at row by row, its unknown headers named, then taken in whole.

    bytes → staged (24 hours) → preview: what each row becomes, what is wrong → one transaction

Nothing of it counts before it is taken in. What a header means is remembered for the unit, for its next files and for its inbox, too.
"""

import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import BinaryIO

from newswatch.config import Settings, Unit
from newswatch.core.bulletin import Bulletin, LogReading, RowProblem
from newswatch.core.rights import Action, Actor
from newswatch.core.text import clean, printable
from newswatch.errors import FieldCode, FieldFault, InputError
from newswatch.report.overview import returned
from newswatch.services import by_hand, passwords
from newswatch.services.faults import Fault, attempt
from newswatch.services.inbox import columns_of
from newswatch.services.log_files import Ready, TakenIn, read_bytes
from newswatch.sources import log
from newswatch.store import audit, bulletins, columns, staged, units
from newswatch.store.audit import What
from newswatch.store.store import Store

KEPT = timedelta(hours=24)
MOST_BYTES = 10_000_000
"""Of a file that a browser sends: a log of years has a tenth of that. (The inbox takes three times as much.)"""

MOST_KEPT = 30
"""Of a unit's files at once; the one laid aside first goes. Without a bound a day of uploads could fill the disk, and the watching would stop."""

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a file: the bulletin it becomes, and whether that is new; or what is wrong with it."""

    row: int
    bulletin: Bulletin | None = None
    new: bool = False
    problem: RowProblem | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A staged file as it would be taken in: its rows in their order, the headers that mean nothing yet (`unknown`), and each field's header.

    `refused` says why the file as a whole can't be read, `before` that it was taken in to the letter. `skipped` rows are no bulletins.
    """

    token: str
    name: str
    rows: tuple[SheetRow, ...] = ()
    unknown: tuple[str, ...] = ()
    columns: Mapping[str, str] | None = None
    skipped: int = 0
    refused: str = ""
    before: bool = False

    @property
    def new(self) -> int:
        """How many bulletins would be taken in. Two rows that say the same are one."""
        return len({row.bulletin.key for row in self.rows if row.bulletin and row.new})

    @property
    def known(self) -> int:
        """How many rows are bulletins that are there already, or stand twice in the file."""
        return sum(1 for row in self.rows if row.bulletin) - self.new

    @property
    def bad(self) -> int:
        """How many rows can't be taken in."""
        return sum(1 for row in self.rows if row.problem)


def fields() -> tuple[str, ...]:
    """What a header may mean."""
    return log.reader.FIELDS


def stage(store: Store, unit: Unit, name: str, stream: BinaryIO, now: datetime) -> str:
    """Lays a file aside for a unit; gives the token by which it is found for 24 hours, or until thirty others came.

    Raises FieldFault for one that is empty or too large.
    """
    body = stream.read(MOST_BYTES + 1)
    if not body:
        raise FieldFault("the file is empty", "file", FieldCode.MISSING, name)
    if len(body) > MOST_BYTES:
        raise FieldFault(f"the file has more than {MOST_BYTES // 1_000_000} MB; a log is far smaller", "file", FieldCode.TOO_LONG, name)
    token = passwords.token()
    shown = printable(name, _LONGEST_NAME) or "so"
    with store.person_writing():
        staged.sweep(store, now - KEPT)
        staged.keep_last(store, unit.id, MOST_KEPT - 1)
        staged.add(store, passwords.digest(token), unit.id, shown, zlib.compress(body, 1), now)
    return token


def held(store: Store, unit: Unit, token: str, now: datetime) -> tuple[str, bytes]:
    """The name and the bytes of a staged file. Raises InputError if it is not there (any more), or another unit's."""
    found = staged.found(store, passwords.digest(token), unit.id, now - KEPT)
    if found is None:
        raise InputError("the file is not kept any more; choose it again")
    return found[0], zlib.decompress(found[1])


def preview(store: Store, settings: Settings, unit: Unit, token: str, now: datetime) -> Sheet:
    """What a staged file would bring, recorded nowhere. Raises InputError if it is not there (any more), or another unit's."""
    name, body = held(store, unit, token, now)
    aliases = columns_of(store, settings, unit)
    settled = {log.reader.header_key(header) for header in columns.remembered(store, unit.id)}
    strange = attempt(name, partial(log.reader.strange_headers, body, name, aliases))
    unknown = () if isinstance(strange, Fault) else tuple(header for header in strange if log.reader.header_key(header) not in settled)
    try:
        reading = attempt(name, partial(log.reader.read, body, name, aliases))
    except InputError as error:
        return Sheet(token, name, unknown=unknown, refused=str(error).removeprefix(f"{name}: "))
    if isinstance(reading, Fault):
        return Sheet(token, name, unknown=unknown, refused=str(reading).removeprefix(f"{name}: "))
    row = units.unit_row(store, unit)
    before = bulletins.taken_in(store, row, hashlib.sha256(body).hexdigest()) is not None
    return Sheet(token, name, _rows(store, row, reading), unknown, reading.columns, reading.skipped, before=before)


def remember(store: Store, unit: Unit, meant: Mapping[str, str], now: datetime, actor: Actor) -> None:
    """Settles what headers of a unit's logs mean (header → field, empty for nothing). Raises FieldFault for no such field, or for one named twice."""
    for header, field in meant.items():
        if field and field not in log.reader.FIELDS:
            raise FieldFault(
                f"{header!r}: no such field {field!r}; known are {', '.join(log.reader.FIELDS)}", header, FieldCode.WRONG, field
            )
    chosen = [field for field in meant.values() if field]
    for header, field in meant.items():
        if chosen.count(field) > 1:
            raise FieldFault(f"{header!r}: two headers can't both be {field}", header, FieldCode.TAKEN, field)
    with store.person_writing():
        for header, field in meant.items():
            columns.remember(store, unit.id, clean(header), field, actor.name, now)
        told = ", ".join(f"{clean(header)} = {field or 'nothing'}" for header, field in meant.items())
        audit.add(store, actor, What(Action.IMPORT, unit.id, f"columns: {told}"), now)


def take_in(store: Store, settings: Settings, unit: Unit, token: str, now: datetime, actor: Actor) -> TakenIn:
    """Takes in the good rows of a staged file in one transaction; it stays staged, so that its bad rows can be shown.

    One that was taken in before brings nothing (`before`). Raises InputError as `preview` does, StoreError.
    """
    name, body = held(store, unit, token, now)
    found = read_bytes(store, settings, unit, name, body)
    if not isinstance(found, Ready):
        return found
    with by_hand.by_hand(store, now) as run:
        return by_hand.enter_file(store, unit, name, found, run, now, actor)


def bad_rows(store: Store, settings: Settings, unit: Unit, token: str, now: datetime, told: Callable[[RowProblem], str]) -> bytes:
    """The rows of a staged file that can't be taken in as an .xlsx file, each as it was, with what is wrong (`told`). Raises InputError."""
    name, body = held(store, unit, token, now)
    aliases = columns_of(store, settings, unit)
    reading = log.reader.read(body, name, aliases)
    found = log.reader.returned(body, name, aliases, reading.problems)
    return returned.book([(one.headers, [(cells, told(problem)) for cells, problem in one.rows]) for one in found])


def _rows(store: Store, unit_row: int, reading: LogReading) -> tuple[SheetRow, ...]:
    there = bulletins.known(store, unit_row, [one.key for one in reading.bulletins])
    rows = [SheetRow(one.row, one, one.key not in there) for one in reading.bulletins]
    rows += [SheetRow(one.row, problem=one) for one in reading.problems]
    return tuple(sorted(rows, key=lambda row: row.row))
