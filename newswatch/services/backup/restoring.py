"""Puts a backup back: its database in place of what lies there, its files beside it, its settings into a folder."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newswatch import private
from newswatch.errors import InputError
from newswatch.services.backup.checking import astray, broken, facts_of, problems, put_files
from newswatch.services.backup.layout import CONFIG, DATABASE, PART
from newswatch.store import accounts, copying, gaps
from newswatch.store.locks import Lock
from newswatch.store.store import Store


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: where the database lies, when its backup was made (UTC), the files of evidence, the mails that may have been sent since, the
    database that lay there before, if there was one, and what was wrong with the record already when the backup was made (`problems`)."""

    database: Path
    made_at: datetime
    files: int
    doubted: int
    aside: Path | None
    problems: tuple[str, ...]


def restore(place: Path, database: Path, now: datetime, *, replace: bool = False) -> Restored:
    """Puts a backup back as `database`, with the files beside it. A database that lies there is refused or, with `replace`, laid aside under another
    name; at every moment one of the two is there.

    What may have been done since the backup was made is in doubt afterwards (`store.gaps`). Raises InputError if the backup is not sound or a
    database lies there, RunOpenError while another run is open, StoreError.
    """
    facts = facts_of(place)
    _refuse(place, problems(place))
    already = broken(place)
    with copying.told(database):
        private.make_folder(database.parent)
        with Lock(database, "").alone(), Lock(database, "files").alone():
            aside = _room_for(database, now, replace=replace)
            part = database.with_name(f"{database.name}{PART}")
            _discard(part)
            copying.copy(place / DATABASE, part)
            kept = put_files(place, database)
            with Store.open(part, create=False) as store, store.writing():
                doubted = gaps.begin(store, facts.made_at, now)
                accounts.end_all(store)  # whoever was signed out since would be signed in again
            copying.settle(part)
            copying.put_in_place(part, database, aside)
    return Restored(database, facts.made_at, kept, doubted, aside, tuple(already))


def restore_settings(place: Path, folder: Path) -> Path:
    """Puts the settings of a backup into a folder; gives the main file. Raises InputError if another file lies there, or the backup has none."""
    facts = facts_of(place)
    _refuse(place, list(astray(place, f"{CONFIG}/")))
    if not facts.config:
        raise InputError(f"{place}: holds no settings; restore it with --config FILE")
    with copying.told(folder):
        for name in facts.config:
            held = folder / name
            if held.exists() and held.read_bytes() != (place / CONFIG / name).read_bytes():
                raise InputError(f"{held}: lies there with other content; restore into an empty folder, or leave out --to")
        for name in facts.config:
            part = folder / f"{name}{PART}"
            private.copy(place / CONFIG / name, part)
            part.replace(folder / name)
    return folder / facts.config[0]


def _room_for(database: Path, now: datetime, *, replace: bool) -> Path | None:
    """The name under which a database that lies there is laid aside. Raises InputError if none may be."""
    if not database.exists():
        return None
    if not replace:
        raise InputError(f"{database}: a database lies there; --replace lays it aside under another name and puts the backup in its place")
    copying.settle(database)
    aside = database.with_name(f"{database.name}.before-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    if aside.exists():
        raise InputError(f"{aside}: is there already; move it away, then try again")
    return aside


def _discard(part: Path) -> None:
    for left in (part, *(part.with_name(f"{part.name}{end}") for end in ("-wal", "-shm", "-journal"))):
        left.unlink(missing_ok=True)


def _refuse(place: Path, found: list[str]) -> None:
    """Raises InputError if something is wrong with a backup."""
    if found:
        raise InputError(f"{place}: is not as it was made, so it is not put back: {'; '.join(found[:3])}")
