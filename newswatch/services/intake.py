"""Take in bulletins: one, a file, or what lies in the inbox; close the log of a month.

file → bytes → rows → bulletins → classifications → one transaction a file
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from newswatch.config import Settings, Unit
from newswatch.core.bulletin import Broadcasts, Bulletin, Closing, RowProblem
from newswatch.core.count.statement import months_lived
from newswatch.core.model import Channel
from newswatch.core.months import Month, Window, local_day
from newswatch.core.notices.agenda import Ending
from newswatch.core.quota.rule import Rule
from newswatch.core.rights import Action, Actor
from newswatch.errors import FieldCode, FieldFault, InputError
from newswatch.services import by_hand, inbox
from newswatch.services.faults import Fault, attempt
from newswatch.services.inbox import GONE, body_of, columns_of, inbox_files, strays
from newswatch.services.log_files import Ready, TakenIn, read
from newswatch.sources import log
from newswatch.store import audit, bulletins, closings, units, unread_files
from newswatch.store.audit import What
from newswatch.store.store import Run, Store
from newswatch.store.unread_files import UnreadFile

_MOST_AT_ONCE = 50_000
"""Bulletins of files that are held in memory until they are written."""


def add(store: Store, settings: Settings, unit: Unit, fields: Mapping[str, str], now: Callable[[], datetime]) -> int | None:
    """Takes in one bulletin from fields as a person types them; gives its id, or None if this airing was recorded before.

    One that was voided is taken in anew. It waits for no run, and for one transaction at most two seconds. Raises InputError naming the field that
    is wrong, StoreError if another transaction takes longer, recording nothing.
    """
    made = log.reader.bulletin_of(fields, file="", row=0)
    if isinstance(made, RowProblem):
        raise InputError(f"--{made.column.replace('_', '-')} {made.value!r}: {made.reason}")
    return by_hand.enter(store, settings, unit, made, now())


def listed(store: Store, unit: Unit) -> list[dict[str, Any]]:
    """Every bulletin of a unit by airing, the voided ones too, as stored."""
    return bulletins.listed(store, units.unit_row(store, unit))


def on_days(store: Store, unit: Unit, days: Window) -> list[dict[str, Any]]:
    """The bulletins of a unit on some local days by airing, the voided ones too, without the texts that were read."""
    return bulletins.on_days(store, units.unit_row(store, unit), days)


def read_file(store: Store, settings: Settings, unit: Unit, path: Path, now: Callable[[], datetime]) -> TakenIn:
    """Takes in one log file: the good rows go in, the bad ones are told with row, column and reason.

    It waits for no run, and for one transaction at most two seconds. Raises StoreError if that takes longer, taking in nothing of this file.
    """
    return _add(store, partial(by_hand.by_hand, store, now()), unit, path, read(store, settings, unit, path), now(), by_hand.AT_THE_MACHINE)


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking in a file would bring, recorded nowhere: the same counts and problems, and its bulletins, each with whether it is new."""

    taken: TakenIn
    bulletins: tuple[tuple[Bulletin, bool], ...] = ()

    @property
    def shape(self) -> dict[str, Any]:
        """The preview as JSON: the file as taken in, with its bulletins."""
        rows = [
            {
                "file": b.file,
                "row": b.row,
                "aired_on": b.aired_on.isoformat(),
                "aired_at": b.aired_at.isoformat("minutes") if b.aired_at else None,
                "session": b.session,
                "title": b.title,
                "item_type": str(b.item_type) if b.item_type else None,
                "origin": str(b.origin),
                "new": new,
            }
            for b, new in self.bulletins
        ]
        return self.taken.shape | {"bulletins": rows}


def preview(store: Store, settings: Settings, unit: Unit, path: Path) -> Preview:
    """What `read_file` would take in of a log file, recording nothing."""
    row = units.unit_row(store, unit)
    try:
        body = body_of(path)
        reading = log.reader.read(body, path.name, columns_of(store, settings, unit))
    except InputError as error:
        return Preview(TakenIn(path.name, refused=str(error)))
    before = bulletins.taken_in(store, row, hashlib.sha256(body).hexdigest()) is not None
    there = bulletins.known(store, row, [b.key for b in reading.bulletins])
    found = tuple((b, b.key not in there) for b in reading.bulletins)
    added = len({b.key for b, new in found if new})
    problems = tuple(map(str, reading.problems))
    return Preview(TakenIn(path.name, added, len(found) - added, reading.skipped, problems, before=before), found)


def complete(
    store: Store, settings: Settings, unit: Unit, paths: Sequence[Path], month: Month, by: str, now: Callable[[], datetime]
) -> tuple[list[TakenIn], bool]:
    """Takes in log files that complete the log of a month, and closes it. Gives what the files brought, and whether the log is closed.

    It stays open if a file or a row could not be taken in. Raises InputError as `close_log` does, before anything is taken in.
    """
    _check_closable(store, unit, month, by, none_aired=False, now=now())
    taken = [read_file(store, settings, unit, path, now) for path in paths]
    if any(file.refused or file.problems for file in taken):
        return taken, False
    close_log(store, unit, month, by, none_aired=False, now=now())
    return taken, True


def close_log(
    store: Store, unit: Unit, month: Month, by: str, *, none_aired: bool, now: datetime, actor: Actor | None = None
) -> Closing | None:
    """Records a person's word that the log of a month is complete, or that nothing was aired in it; None if the same was recorded before.

    What is logged afterwards counts as ever; the month is then revised. Raises InputError, recording nothing: nobody signs, the month has not
    ended or belongs to no scoring year, its broadcasts don't count or aren't logged, or bulletins speak against `none_aired`.
    """
    row = units.unit_row(store, unit)
    with store.person_writing():
        _check_closable(store, unit, month, by, none_aired=none_aired, now=now)
        before = closings.standing(store, row).get(month)
        if before and before.none_aired == none_aired:
            return None
        closing = Closing(month, by.strip(), now, none_aired)
        closings.add(store, row, closing)
        audit.add(store, actor or Actor(by.strip()), What(Action.CLOSE_LOG, unit.id, f"{month}{', none aired' if none_aired else ''}"), now)
    return closing


def sweep_inbox(
    store: Store, settings: Settings, chosen: Sequence[Unit], now: Callable[[], datetime], *, patient: bool = False
) -> list[TakenIn]:
    """Takes in every log file of the inbox that was not taken in before; files stay where they are, known by their content.

    Gives a result for each file with something to tell. A file that can't be read, for whatever reason, is refused, and noted for as long as it lies
    there; the others are taken in. `patient` waits longer and longer before it tries one again that has not changed (`inbox.waits`).
    Being part of a round it holds the run lock while it writes, and none while it reads. Raises RunOpenError if another run is open.
    """
    inbox.prepare(settings)
    found = list(inbox_files(settings, chosen))
    lost = strays(settings) if len(chosen) == len(settings.units) else None
    left = inbox.gone(store, chosen, found, lost)
    if not found and not lost and not left:
        return []
    results: list[TakenIn] = []
    for batch in _batches(store, settings, found, now(), patient) or [[]]:
        with store.run("intake", now) as run:
            brought = [_left(store, unit, file, now()) for unit, file in left]
            brought += [_stray(store, chosen, one, now()) for one in lost or ()]
            brought += [_entered(store, run, one, now()) for one in batch]
            if any(r.refused or (r.problems and not r.before) for r in brought):
                run.ending = Ending.PARTIAL
            run.note = "; ".join(r.refused or f"{r.file}: {GONE}" for r in brought if r.refused or r.gone)
        results, left, lost = results + brought, [], None
    return [r for r in results if not r.before]


@dataclass(frozen=True, slots=True)
class _Lying:
    """One file of the inbox, read while nothing is locked; `known` is what was noted of it before."""

    unit: Unit
    path: Path
    mark: str
    known: UnreadFile | None
    read: "TakenIn | Ready"


def _batches(store: Store, settings: Settings, found: Sequence[tuple[Unit, Path]], now: datetime, patient: bool) -> Iterator[list[_Lying]]:
    """The files of the inbox, read, so many at a time as memory holds; those that a person told to ignore as they are left out."""
    batch, rows = list[_Lying](), 0
    for unit, path in found:
        one = _looked_at(store, settings, unit, path, now, patient)
        if one is not None:
            batch.append(one)
            rows += len(one.read.rows) if isinstance(one.read, Ready) else 0
        if rows > _MOST_AT_ONCE:
            yield batch
            batch, rows = [], 0
    yield batch


def _looked_at(store: Store, settings: Settings, unit: Unit, path: Path, now: datetime, patient: bool) -> _Lying | None:
    mark = inbox.mark(path)
    known = unread_files.lying(store, units.unit_row(store, unit)).get(path.name)
    if known and known.mark == mark and known.ignored:
        return None
    if known and known.mark == mark and patient and inbox.waits(known, now):
        return _Lying(unit, path, mark, known, TakenIn(path.name, refused=known.why, again=True))
    return _Lying(unit, path, mark, known, read(store, settings, unit, path))


def _entered(store: Store, run: Run, one: _Lying, now: datetime) -> TakenIn:
    """What one file of the inbox brought, noted if it could not be read."""
    row, taken = units.unit_row(store, one.unit), _add(store, partial(_within, store, run), one.unit, one.path, one.read, now)
    if (taken.refused or one.known) and not taken.again:
        with store.writing():
            if taken.refused:
                unread_files.note(store, row, one.path.name, one.mark, taken.refused, now)
            else:
                unread_files.end(store, row, one.path.name, now, sound=not taken.problems)
    return taken


def _stray(store: Store, chosen: Sequence[Unit], one: inbox.NotTaken, now: datetime) -> TakenIn:
    """A file where no unit's are looked for: it may be the log of any."""
    with store.writing():
        for unit in chosen:
            unread_files.note(store, units.unit_row(store, unit), str(one.path), inbox.mark(one.path), one.why, now)
    return TakenIn(one.path.name, refused=f"{one.path}: {one.why}")


def _left(store: Store, unit: Unit, file: str, now: datetime) -> TakenIn:
    with store.writing():
        unread_files.end(store, units.unit_row(store, unit), file, now, sound=True)
    return TakenIn(file, gone=True)


def _check_closable(store: Store, unit: Unit, month: Month, by: str, *, none_aired: bool, now: datetime) -> None:
    if not by.strip():
        raise FieldFault("closing a log needs --by NAME", "by", FieldCode.MISSING)
    rule = _rule_of(unit, month)
    window = month.window(rule.cutoff_day)
    if Channel.LOUDSPEAKER not in rule.channels:
        raise InputError(f"{month}: rule {rule.id} counts no broadcasts; there is no log to close")
    if unit.broadcasts is Broadcasts.UNWATCHED:
        raise InputError(f'{month}: {unit.id} has broadcasts = "unwatched"; take that out of config.toml before closing a log')
    if not month.ended(local_day(now), rule.cutoff_day):
        raise InputError(f"{month} has not ended; its log can be closed once {window.last:%d/%m/%Y} is over")
    if none_aired and (logged := bulletins.aired(store, units.unit_row(store, unit), window)):
        raise InputError(f"{month}: {logged} bulletins are logged, so something was aired; close it without --none-aired, or void them")


def _rule_of(unit: Unit, month: Month) -> Rule:
    """The rule of the scoring year that counts a month, which may begin in the calendar year before."""
    for rule, year in ((unit.rule_for(year), year) for year in (month.year, month.year + 1)):
        if month in months_lived(year, rule, (unit.valid_from, unit.valid_to)):
            return rule
    raise InputError(f"--month: {month} is counted in no scoring year of this unit")


@contextmanager
def _within(store: Store, run: Run) -> Iterator[Run]:
    """A transaction of a run that is open."""
    with store.writing():
        yield run


_Begin = Callable[[], AbstractContextManager[Run]]


def _add(store: Store, begin: _Begin, unit: Unit, path: Path, found: TakenIn | Ready, now: datetime, actor: Actor | None = None) -> TakenIn:
    """Takes in one file that was read in a transaction that `begin` opens."""
    if isinstance(found, TakenIn):
        return found
    taken = attempt(path.name, partial(_add_whole, store, begin, unit, path, found, now, actor))
    return TakenIn(path.name, refused=str(taken), fault=taken) if isinstance(taken, Fault) else taken


def _add_whole(store: Store, begin: _Begin, unit: Unit, path: Path, found: Ready, now: datetime, actor: Actor | None) -> TakenIn:
    with begin() as run:
        return by_hand.enter_file(store, unit, path.name, found, run, now, actor)
