"""What lies in the inbox: the log files of each unit, and what of it was not taken in, with the reason."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from newswatch.config import Settings, Unit, read_toml, shipped
from newswatch.core.notices.notice import UnreadLog
from newswatch.errors import InputError
from newswatch.sources import log
from newswatch.store import bulletins, units
from newswatch.store.store import Store

REMEMBERED = timedelta(days=60)
"""How long a log with bad rows is told of."""

NOT_YET = "not taken in yet; the next check does it"
_NO_LOGS = ("thumbs.db", "desktop.ini", ".ds_store")
_MOST_BYTES = 100_000_000
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
    found = []
    for folder in sorted({settings.inbox, *homes}):
        loose = _files(folder) if several and folder == settings.inbox else ()
        found += [NotTaken("", path, f"lies in no unit's folder; put it into one of {settings.inbox}/: {ids}") for path in loose]
        inner = (p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".") and p not in homes) if folder.is_dir() else ()
        found += [
            NotTaken("", path, f"a folder, which is not looked into; put its files into {folder}") for path in sorted(inner) if _files(path)
        ]
    return found


def not_taken(store: Store, settings: Settings, unit: Unit) -> list[NotTaken]:
    """The files of a unit's inbox that were not taken in: those that can't be read, and those no check has come to yet."""
    row, found = units.unit_row(store, unit), [path for _, path in inbox_files(settings, [unit])]
    aliases = log_columns(settings) if found else {}
    return [NotTaken(unit.id, path, why) for path in found if (why := _why(store, row, path, aliases))]


def unread_logs(store: Store, settings: Settings, unit: Unit, now: datetime) -> tuple[UnreadLog, ...]:
    """The logs handed in for a unit that were not taken in whole: files of the inbox that can't be read, and those of late with bad rows."""
    lying = [UnreadLog(one.path.name, why=one.why) for one in not_taken(store, settings, unit) if one.why != NOT_YET]
    lost = [UnreadLog(one.path.name, why=one.why) for one in strays(settings)]
    rows = bulletins.bad_rows(store, units.unit_row(store, unit), now - REMEMBERED)
    return (*lying, *lost, *(UnreadLog(file, n) for file, n in rows))


def body_of(path: Path) -> bytes:
    """The bytes of a log file. Raises InputError if it can't be opened, or is too large for a log."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path.name}: has more than {_MOST_BYTES // 1_000_000} MB; a log is far smaller")
        return path.read_bytes()
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
        log.reader.read(body, path.name, aliases)
    except InputError as error:
        return str(error).removeprefix(f"{path.name}: ")
    return NOT_YET
