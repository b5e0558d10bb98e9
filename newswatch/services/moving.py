"""A unit's whole history in one file, for the successor of a commune that was merged: its rows, its chain, the files beside them.

unit → rows in a database of their own, files by hash, facts → one ZIP file → checked → taken in under new numbers, chain whole
"""

import hashlib
import json
import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newswatch import __version__, private
from newswatch.config import Unit
from newswatch.errors import InputError, StoreError
from newswatch.services import ledger
from newswatch.store import copying, files, handing_over, ledger_heads, units, vault
from newswatch.store.locks import Lock
from newswatch.store.store import Store

_DATABASE, _FACTS, _PART = "unit.db", "history.json", ".part"
_FILE = re.compile(r"files/[0-9a-f]{2}/([0-9a-f]{64})")
_LONGEST_FACTS = 100_000
_ROOM = 20_000_000
_MOST_TIMES = 100
"""How many times its size an entry may unpack to. Databases of histories are packed to a quarter."""

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class History:
    """A unit's history in a file: whose, when it was handed over (UTC), how many links its chain has and its head (hex), and its files of evidence."""

    unit: str
    handed_at: datetime
    links: int
    head: str
    files: int


def export(store: Store, unit: Unit, target: Path, now: datetime) -> History:
    """Writes a unit's history into a file, whole or not at all; nothing is taken away here.

    Raises InputError if something lies there, a file of evidence is missing, or it can't be written; RunOpenError while a run is open; StoreError.
    """
    if target.exists():
        raise InputError(f"{target}: lies there already; name a file that is not there")
    part = target.with_name(f"{target.name}{_PART}")
    with copying.told(target), store.alone(), copying.workplace(target.with_name(f"{target.name}.work{_PART}")) as folder:
        database = folder / _DATABASE
        handing_over.extract(store, units.unit_row(store, unit), database)
        if faults := copying.faults(database):
            raise InputError(f"{unit.id}: its rows can't stand alone: {'; '.join(faults)}")
        with Store.open(database, create=False) as alone:
            head, named = ledger_heads.head(alone, handing_over.only_unit(alone)), list(files.all_files(alone))
        copying.settle(database)
        history = History(unit.id, now, head.links, head.head, len(named))
        part.unlink(missing_ok=True)
        private.make_file(part)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, allowZip64=True) as packed:
            packed.writestr(_FACTS, json.dumps(_told_of(history), ensure_ascii=False, indent=2))
            packed.write(database, _DATABASE, zipfile.ZIP_DEFLATED)
            for one in named:
                _pack(packed, vault.place_of(store.path, one.sha256), one.sha256)
        private.sync(part)
        part.replace(target)
        private.sync(target.absolute().parent)
    return history


def take_in(store: Store, source: Path, now: datetime) -> History:
    """Takes a unit's history into this database, in one transaction, with its files; a file that was taken in already changes nothing.

    Raises InputError: the file is no history or is damaged, its chain is not whole, or something is known of the unit here. Raises RunOpenError while
    a run is open, StoreError.
    """
    work = store.path.with_name(f"{store.path.name}.work{_PART}")
    with copying.told(source), store.alone(), copying.workplace(work) as folder:
        history = _unpack(source, folder)
        database = folder / _DATABASE
        _check_whole(source, database, history)
        if _is_here(store, history):
            return history
        laid = list[Path]()
        try:
            with Lock(store.path, "files").alone():
                for path in vault.folder_of(database).glob("*/*"):
                    if vault.lay(store.path, path):
                        laid.append(vault.place_of(store.path, path.name))
                handing_over.absorb(store, database, history.handed_at, now)
        except BaseException:
            for path in laid:
                path.unlink()
            raise
    return history


def _check_whole(source: Path, database: Path, history: History) -> None:
    """Raises InputError if what a file holds is not whole, or not what it states of itself."""
    try:
        if faults := copying.faults(database):
            raise InputError(f"{source}: its database is damaged: {'; '.join(faults)}")
        with Store.open(database, create=False) as alone:
            head = ledger_heads.head(alone, handing_over.only_unit(alone))
            broken = ledger.verify(alone).all_faults
    except StoreError as error:
        raise InputError(
            f"{source}: its database can't be read: {error.__cause__ or 'it is none of newswatch'}; ask for the file once more"
        ) from error
    copying.settle(database)
    if broken:
        told = "; ".join(f"{fault.table} {fault.row} ({fault.what})" for fault in broken[:3])
        raise InputError(f"{source}: its record is not whole: {told}; `newswatch verify` where it comes from tells more")
    if (head.links, head.head) != (history.links, history.head):
        raise InputError(f"{source}: its chain has another head than the file states; ask for the file once more")


def _is_here(store: Store, history: History) -> bool:
    """Was this history taken in before? Its head stands in the chain then."""
    return any(stood.unit == history.unit and stood.link == history.links for stood in ledger_heads.stood(store, history.head))


def _told_of(history: History) -> dict[str, object]:
    handed_at = history.handed_at.astimezone(UTC).isoformat(timespec="seconds")
    return {"unit": history.unit, "handed_at": handed_at, "links": history.links, "head": history.head, "program": __version__}


def _pack(packed: zipfile.ZipFile, path: Path, sha256: str) -> None:
    if not path.is_file() or copying.digest(path) != sha256:
        raise InputError(f"{path}: a file of evidence is missing or was changed; `newswatch doctor` tells which, restore it first")
    packed.write(path, f"files/{sha256[:2]}/{sha256}")


def _unpack(source: Path, folder: Path) -> History:
    """Writes what a file holds into a folder; nothing that a history would not hold. Raises InputError."""
    try:
        with zipfile.ZipFile(source) as packed:
            found = packed.infolist()
            if strangers := [i.filename for i in found if i.filename not in (_DATABASE, _FACTS) and not _FILE.fullmatch(i.filename)]:
                raise InputError(f"{source}: is no history of a unit: it holds {strangers[0]}")
            needed = sum(i.file_size for i in found) + _ROOM
            if (free := shutil.disk_usage(folder).free) < needed:
                raise InputError(f"{folder}: only {free:,} bytes are free there, and {needed:,} are needed to take {source} in")
            for info in found:
                _unpack_one(packed, info, folder)
        return _history(source, folder)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        RecursionError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        zlib.error,
    ) as error:
        raise InputError(f"{source}: is no history of a unit, or is damaged: {error}; name the file `newswatch export` wrote") from error


def _unpack_one(packed: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path) -> None:
    """Writes one file, and no more of it than the directory states."""
    if info.file_size > _MOST_TIMES * info.compress_size + _ROOM:
        raise ValueError(f"{info.filename} unpacks to more than {_MOST_TIMES} times its size")
    named = _FILE.fullmatch(info.filename)
    target = vault.place_of(folder / _DATABASE, named[1]) if named else folder / info.filename
    digest, left = hashlib.sha256(), info.file_size
    private.make_folder(target.parent)
    private.make_file(target)
    with packed.open(info) as read, target.open("wb") as write:
        while piece := read.read(min(_PIECE, left + 1)):
            left -= len(piece)
            if left < 0:
                raise ValueError(f"{info.filename} is longer than it states")
            digest.update(piece)
            write.write(piece)
    if named and digest.hexdigest() != named[1]:
        raise ValueError(f"{info.filename} has other content than its name says")


def _history(source: Path, folder: Path) -> History:
    whole = all((folder / name).is_file() for name in (_FACTS, _DATABASE))
    if not whole or (folder / _FACTS).stat().st_size > _LONGEST_FACTS:
        raise InputError(f"{source}: is no history of a unit; name the file `newswatch export` wrote")
    told = json.loads((folder / _FACTS).read_bytes())
    count = sum(1 for _ in vault.folder_of(folder / _DATABASE).glob("*/*"))
    return History(str(told["unit"]), datetime.fromisoformat(told["handed_at"]), int(told["links"]), str(told["head"]), count)
