"""Reads what a backup is, and holds it against what was written."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from newswatch.errors import InputError
from newswatch.services import ledger
from newswatch.services.backup.layout import DATABASE, FACTS, FILES, SUMS, paths
from newswatch.store import copying, vault
from newswatch.store.store import Store

_LONGEST_FACTS = 50_000_000
"""Bytes. A hash of a missing file takes 70; no office has lost half a million of them."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a backup says of itself: when it was made (UTC), by which version, its files of settings, the main one first, and the hashes of the files of
    evidence that it lacks."""

    made_at: datetime
    program: str
    config: tuple[str, ...]
    missing: tuple[str, ...] = ()


def facts_of(place: Path) -> Facts:
    """What a backup says of itself. Raises InputError if the folder is none."""
    try:
        if (place / FACTS).stat().st_size > _LONGEST_FACTS:
            raise ValueError("it is too large")
        told = json.loads((place / FACTS).read_bytes())
        names = tuple(str(name) for name in told["config"])
        if any(_leads_out(name) for name in names):
            raise ValueError("it names files outside its folder")
        missing = tuple(str(one) for one in told["missing"])
        return Facts(datetime.fromisoformat(told["made_at"]).astimezone(UTC), str(told["program"]), names, missing)
    except OSError as error:
        raise InputError(
            f"{place}: is no backup, since {FACTS} in it can't be read: {error.strerror}; name the folder `newswatch backup` printed"
        ) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{place / FACTS}: is not as `newswatch backup` wrote it: {error}") from error


def problems(place: Path) -> list[str]:
    """What is wrong with a backup's files and its database, in sentences; empty if all of it is as it was made. Nothing is written there.

    Raises InputError if the folder is no backup.
    """
    facts_of(place)
    found = list(astray(place))
    database = place / DATABASE
    if not found:
        found += [f"{DATABASE}: {fault}" for fault in copying.faults(database)]
    return found


def checked(place: Path) -> list[str]:
    """What is wrong with a backup, in sentences: its files, its database and, once it is restored into a temporary place, the chains and bodies.

    Empty if all is whole. Raises InputError if the folder is no backup, StoreError.
    """
    return problems(place) or broken(place)


def broken(place: Path, within: Path | None = None) -> list[str]:
    """What was wrong with the record already when a sound backup was made, in sentences. The database is opened as a copy in a temporary folder.

    That folder lies `within` another one (default: where the system keeps such). Raises StoreError.
    """
    with opened(place, within) as store:
        faults = ledger.verify(store).all_faults
    missing = [f"file {sha256} was missing when it was made" for sha256 in facts_of(place).missing]
    return missing + [f"{fault.unit or 'all units'}: {fault.table} {fault.row} ({fault.what})" for fault in faults]


@contextmanager
def opened(place: Path, within: Path | None = None) -> Iterator[Store]:
    """The backup restored into a temporary place, open; all of it is gone afterwards. Its files are read where they lie, if the system can name a folder
    twice. Raises InputError or StoreError."""
    with TemporaryDirectory(prefix=".newswatch-", dir=within) as folder, copying.told(place):
        target = Path(folder) / DATABASE
        copying.copy(place / DATABASE, target)
        try:
            vault.folder_of(target).symlink_to((place / FILES).absolute(), target_is_directory=True)
        except OSError:
            put_files(place, target)
        with Store.open(target, create=False) as store:
            yield store


def put_files(place: Path, database: Path) -> int:
    """Lays the files of a backup beside a database; gives how many there are. Raises OSError."""
    found = [path for path in (place / FILES).glob("*/*") if path.is_file()]
    for path in found:
        vault.lay(database, path)
    return len(found)


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts


def astray(place: Path, under: str = "") -> Iterator[str]:
    """The files that are not as they were written, missing, or not of the backup; of those alone whose names begin so."""
    try:
        lines = (place / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        yield f"{SUMS}: can't be read: {error}"
        return
    stated = {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name.startswith(under)}
    there = {path for path in paths(place) if path != SUMS and path.startswith(under)}
    yield from (f"{path}: is missing" for path in sorted(stated.keys() - there))
    yield from (f"{path}: is none of the files that were written" for path in sorted(there - stated.keys()))
    yield from (
        f"{path}: has other content than was written"
        for path in sorted(stated.keys() & there)
        if copying.digest(place / path) != stated[path]
    )
