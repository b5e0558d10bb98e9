"""Makes a backup while newswatch runs: the database at one moment, the files it names, the settings."""

import json
import shutil
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newswatch import __version__, private
from newswatch.config import Settings
from newswatch.core.record.files import FileState
from newswatch.errors import InputError
from newswatch.services.backup.checking import broken
from newswatch.services.backup.layout import CONFIG, DATABASE, FACTS, FILES, PART, SUMS, linked, paths, write
from newswatch.store import copying, files, vault
from newswatch.store.files import KeptFile
from newswatch.store.locks import Lock
from newswatch.store.store import Store

_LOCK = "backup"
_NAMES = "newswatch-*Z"
_ROOM = 20_000_000
"""Bytes that must be free besides those of the database."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: its folder, its bytes, how many files of evidence it holds, the hashes of those that are missing or changed beside the
    database (`wrong`; the last backup may have given them) and of those that it lacks, the files of the settings that lie elsewhere, and what was wrong
    with the record already (`problems`)."""

    folder: Path
    size: int
    files: int
    wrong: tuple[str, ...]
    missing: tuple[str, ...]
    left_out: tuple[Path, ...]
    problems: tuple[str, ...]


def make(store: Store, settings: Settings, target: Path, now: datetime) -> Backup:
    """Makes a backup in a folder of its own within `target`, and verifies it; others go on writing meanwhile. It is there whole or not at all.

    Raises InputError if there is no room or the folder can't be written, StoreError for the database, RunOpenError if another backup is being made.
    """
    name = f"newswatch-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    with copying.told(target), Lock(store.path, _LOCK).alone() if store.writable else nullcontext():
        private.make_folder(target)
        _sweep(target)
        _check_room(store, target)
        if (target / name).exists():
            raise InputError(f"{target / name}: is there already; wait a second, then try again")
        part = target / f"{name}{PART}"
        private.make_folder(part)
        copying.copy(store.path, part / DATABASE)
        kept, wrong, missing = _copy_files(store.path, part, _last(target))
        taken, left_out = _copy_settings(settings, part / CONFIG)
        facts = {"made_at": now.astimezone(UTC).isoformat(timespec="seconds"), "program": __version__, "config": taken, "missing": missing}
        write(part / FACTS, json.dumps(facts, ensure_ascii=False, indent=2).encode())
        size = _sum_up(part)
        part.rename(target / name)
        private.sync(target)
        problems = broken(target / name, target)
    return Backup(target / name, size, kept, tuple(wrong), tuple(missing), tuple(left_out), tuple(problems))


def _sum_up(part: Path) -> int:
    """Writes the SHA-256 of each file, as `sha256sum -c` reads them; gives the bytes of all."""
    names = paths(part)
    write(part / SUMS, "".join(f"{_digest(part, name)}  {name}\n" for name in names).encode())
    return sum((part / name).stat().st_size for name in names)


def _digest(part: Path, name: str) -> str:
    """The SHA-256 of a file of a backup; that of a file of evidence is its name, which was held against it."""
    return name.rpartition("/")[2] if name.startswith(f"{FILES}/") else copying.digest(part / name)


def _copy_files(database: Path, part: Path, last: Path | None) -> tuple[int, list[str], list[str]]:
    """Copies each file that a row of the copied database names; gives how many, and the hashes of those that are wrong beside it and of those lacking."""
    with Store.open(part / DATABASE, create=False) as store:
        named = list(files.all_files(store))
    copying.settle(part / DATABASE)
    wrong = [one.sha256 for one in named if vault.state_of(database, one.sha256, one.size) is not FileState.SOUND]
    missing = [one.sha256 for one in named if not _copied(one, database, part, last)]
    return len(named) - len(missing), wrong, missing


def _copied(one: KeptFile, database: Path, part: Path, last: Path | None) -> bool:
    """Copies one file, if it is as it was kept; one that the last backup holds takes no room again."""
    target = vault.place_in(part / FILES, one.sha256)
    if last is None or not linked(vault.place_in(last / FILES, one.sha256), target):
        try:
            private.copy(vault.place_of(database, one.sha256), target)
        except FileNotFoundError:
            target.unlink(missing_ok=True)
            return False
    if copying.digest(target) == one.sha256:
        return True
    target.unlink()
    return last is not None and _copied(one, database, part, None)


def _copy_settings(settings: Settings, into: Path) -> tuple[list[str], list[Path]]:
    """Copies the files of the settings that lie in the main one's folder; gives their names, and the others."""
    base, taken, left_out = settings.path.parent, list[str](), list[Path]()
    for path in settings.files:
        if not path.is_relative_to(base) or ".." in path.relative_to(base).parts:
            left_out.append(path)
            continue
        name = path.relative_to(base).as_posix()
        private.copy(path, into / name)
        taken.append(name)
    return taken, left_out


def _check_room(store: Store, target: Path) -> None:
    needed = 2 * store.path.stat().st_size + _ROOM  # the copy, and one more of it while it is verified
    if (free := shutil.disk_usage(target).free) < needed:
        raise InputError(
            f"{target}: only {free:,} bytes are free there, and at least {needed:,} are needed; make room, or name another disk"
        )


def _last(target: Path) -> Path | None:
    """The newest backup in a folder."""
    found = sorted(path for path in target.glob(_NAMES) if (path / SUMS).is_file())
    return found[-1] if found else None


def _sweep(target: Path) -> None:
    """Removes what a backup that was broken off left."""
    for left in (*target.glob(f"{_NAMES}{PART}"), *target.glob(".newswatch-*")):
        shutil.rmtree(left)
