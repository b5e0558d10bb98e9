"""What lies in the inbox: the log files of each unit, and what of it was not taken in, with the reason."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from newswatch import private
from newswatch.config import Settings, Unit, read_toml, shipped
from newswatch.core.rights import Action, Actor
from newswatch.errors import FieldCode, FieldFault, InputError
from newswatch.services.faults import Fault, attempt
from newswatch.sources import log
from newswatch.store import audit, bulletins, columns, units, unread_files
from newswatch.store.audit import What
from newswatch.store.store import Store
from newswatch.store.unread_files import UnreadFile

if TYPE_CHECKING:
    from newswatch.core.notices.notice import UnreadLog

REMEMBERED = timedelta(days=60)
"""How long a log with bad rows is told of."""

NOT_YET = "not taken in yet; the next check does it"
GONE = "taken away before it could be read; it holds no month open any more"
_FIRST_WAIT, _GREATEST_WAIT = timedelta(minutes=10), timedelta(hours=12)
_NO_LOGS = ("thumbs.db", "desktop.ini", ".ds_store")
_ALIASES = "log_columns.toml"

Aliases = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A file of the inbox that was not taken in, and why; `unit` is empty for one that lies in no unit's folder."""

    unit: str
    path: Path
    why: str


def log_columns(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The header names a log may use, by field: those of `log_columns` in the configuration, else those shipped. Raises ConfigError."""
    own = settings.log_columns_path
    return log.reader.aliases_from_table(read_toml(own), str(own)) if own else log.reader.aliases_from_table(shipped(_ALIASES), _ALIASES)


def columns_of(store: Store, settings: Settings, unit: Unit) -> dict[str, tuple[str, ...]]:
    """The same for a unit, with what people of it said that a header of theirs means. Raises ConfigError."""
    return log.reader.with_own(log_columns(settings), columns.remembered(store, unit.id))


def prepare(settings: Settings) -> None:
    """Makes the folders that logs are laid into, where the folder above is there and lets it; nobody else does."""
    for folder in (settings.inbox, *(_folder(settings, unit) for unit in settings.units)):
        if folder.parent.is_dir():
            with suppress(OSError):
                private.make_folder(folder)


def inbox_files(settings: Settings, chosen: Sequence[Unit]) -> Iterator[tuple[Unit, Path]]:
    """The files that lie in the inbox, each with its unit. With several units each has a folder of its own there, named by its id."""
    for unit in chosen:
        yield from ((unit, path) for path in _files(_folder(settings, unit)))


def strays(settings: Settings) -> list[NotTaken]:
    """What lies in the inbox where no file is looked for: folders, and with several units files outside of their folders."""
    if not settings.inbox.is_dir():
        return []
    several, ids = len(settings.units) > 1, ", ".join(unit.id for unit in settings.units)
    homes = {_folder(settings, unit) for unit in settings.units}
    ids, found = ", ".join(unit.id for unit in settings.units), []
    for folder in sorted(folder for folder in {settings.inbox, *homes} if folder.is_dir()):
        loose = _files(folder) if several and folder == settings.inbox else ()
        found += [NotTaken("", path, f"lies in no unit's folder; put it into one of {settings.inbox}/: {ids}") for path in loose]
        inner = (p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".") and p not in homes)
        found += [
            NotTaken("", path, f"a folder, which is not looked into; put its files into {folder}") for path in sorted(inner) if _files(path)
        ]
    return found


def not_taken(store: Store, settings: Settings, unit: Unit) -> list[NotTaken]:
    """The files of a unit's inbox that were not taken in: those that can't be read, and those no check has come to yet."""
    files = list(inbox_files(settings, [unit]))
    row, aliases = units.unit_row(store, unit), columns_of(store, settings, unit) if files else {}
    return [NotTaken(unit.id, path, why) for _, path in files if (why := _why(store, row, path, aliases))]


def unread_logs(
    store: Store, settings: Settings, unit: Unit, now: datetime, astray: Sequence[NotTaken] | None = None
) -> tuple["UnreadLog", ...]:
    """The logs handed in for a unit that were not taken in whole: files of the inbox that can't be read, and those of late with bad rows.

    Those that a person told to ignore are left out. `astray` are the `strays` of the inbox, if they were looked for before: to do so for each of many
    units takes their number squared.
    """
    from newswatch.core.notices.notice import UnreadLog  # checks tell nobody

    row = units.unit_row(store, unit)
    ignored = {name for name, one in unread_files.lying(store, row).items() if one.ignored}
    lying = [UnreadLog(one.path.name, why=one.why) for one in not_taken(store, settings, unit) if one.why != NOT_YET]
    lost = [
        UnreadLog(one.path.name, why=one.why) for one in (strays(settings) if astray is None else astray) if str(one.path) not in ignored
    ]
    rows = bulletins.bad_rows(store, row, now - REMEMBERED)
    return (*(one for one in lying if one.file not in ignored), *lost, *(UnreadLog(file, n) for file, n in rows))


def ignore(store: Store, unit: Unit, file: str, by: str, because: str, now: datetime, *, actor: Actor | None = None) -> None:
    """Records a person's word that what could not be read of a log, as it is now, need not be: it is told of no more and holds no month open.

    Raises InputError, recording nothing: nobody signs, there is no reason, or no such file is known to be unread.
    """
    if not by.strip() or not because.strip():
        raise FieldFault("ignoring a log needs --by NAME and --because TEXT", "because" if by.strip() else "by", FieldCode.MISSING)
    row = units.unit_row(store, unit)
    with store.person_writing():
        known = {*bulletins.bad_logs(store, row), *unread_files.lying(store, row)}
        found = next((name for name in sorted(known) if file in (name, Path(name).name)), None)
        if found is None:
            names = ", ".join(Path(name).name for name in sorted(known)) or "none"
            raise InputError(f"{file}: no log of this name is known to be unread; known are: {names}")
        unread_files.ignore(store, row, found, by.strip(), because.strip(), now)
        audit.add(store, actor or Actor(by.strip()), What(Action.IGNORE_LOG, unit.id, found), now)


def gone(
    store: Store, chosen: Sequence[Unit], found: Sequence[tuple[Unit, Path]], lost: Sequence[NotTaken] | None
) -> list[tuple[Unit, str]]:
    """The files noted as unread that lie in the inbox no more, each with its unit. Without `lost` those of no unit's folder are not looked for."""
    there = {str(one.path) for one in lost or ()}
    left = []
    for unit in chosen:
        names = {path.name for owner, path in found if owner.id == unit.id} | there
        noted = unread_files.lying(store, units.unit_row(store, unit))
        left += [(unit, name) for name in noted if name not in names and (lost is not None or Path(name).name == name)]
    return left


def mark(path: Path) -> str:
    """What tells whether a file has changed, its rights among it."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def waits(file: UnreadFile, now: datetime) -> bool:
    """Whether it is too early to try an unchanged file again: ten minutes after the first time, then twice as long each time, up to twelve hours."""
    wait: timedelta = _FIRST_WAIT * 2 ** min(file.tries - 1, 20)
    return now < file.tried_at + min(wait, _GREATEST_WAIT)


def body_of(path: Path) -> bytes:
    """The bytes of a log file. Raises InputError if it can't be opened, or is too large for a log."""
    from newswatch.sources.log.bounds import MOST_BYTES  # most inboxes are empty

    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise InputError(f"{path.name}: has more than {MOST_BYTES // 1_000_000} MB; a log is far smaller")
        return body
    except OSError as error:
        raise InputError(f"{path}: can't be opened: {error.strerror or error}; is it open in Excel? Close it and try again") from error


def _folder(settings: Settings, unit: Unit) -> Path:
    return settings.inbox if len(settings.units) == 1 else settings.inbox / unit.id


def _files(folder: Path) -> list[Path]:
    """The files of a folder but hidden ones, and those that Windows and Office put there."""
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith(("~$", ".")) and p.name.lower() not in _NO_LOGS)


def _why(store: Store, row: int, path: Path, aliases: Aliases) -> str:
    """Why a file was not taken in; empty for one that was."""
    try:
        body = body_of(path)
        if bulletins.taken_in(store, row, hashlib.sha256(body).hexdigest()) is not None:
            return ""
        read = attempt(path.name, lambda: log.reader.read(body, path.name, aliases))
    except InputError as error:
        return str(error).removeprefix(f"{path.name}: ")
    return str(read).removeprefix(f"{path.name}: ") if isinstance(read, Fault) else NOT_YET
