"""Kills whatever lays files beside the database at each of its effects: run as a program of its own, since it forks.

An effect is an SQL statement, a piece read of the file, and whatever makes, names, syncs or removes a file or folder. Point N is just before the Nth.

    files_walk.py CONFIG PRISTINE NOW ITEM [FILE]

For each point: the database is PRISTINE again and without files, a child attaches FILE to ITEM, or without one copies the pages that wait, and is killed
at the point. Then a line of JSON tells the effect, how things stand, how they stand after the next tidying, and once all was done again. The last line is
"end POINTS".
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from crash_walk import Kill, in_child, renew

from newswatch.config import Settings, load
from newswatch.core.record.files import FileKind, FileState
from newswatch.services import attach
from newswatch.services.copies import waiting
from newswatch.services.copies.run import copy_pages
from newswatch.services.opening import open_store
from newswatch.store import files, vault

CALLS = ("open", "replace", "unlink", "mkdir", "fsync", "chmod")


def watch(killer: Kill) -> None:
    """Hears of every effect from now on."""
    killer.watch()
    for name in CALLS:
        setattr(os, name, _before(killer, name, getattr(os, name)))
    read = attach._read

    def reading(named: str, file: Any) -> Iterator[bytes]:
        for piece in read(named, file):
            yield piece
            killer.effect("a piece was taken")

    attach._read = reading


def _before(killer: Kill, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def called(*args: Any, **options: Any) -> Any:
        killer.effect(f"{name} {Path(args[0]).suffix if isinstance(args[0], str | Path) else ''}")
        return call(*args, **options)

    return called


def do_it(settings: Settings, path: Path | None, item: int, now: datetime) -> None:
    """Attaches the file, or copies the pages."""
    with open_store(settings) as store:
        if path:
            attach.attach(store, path, item, FileKind.AUDIO, now)
        else:
            copy_pages(store, settings, waiting.due(store, settings, settings.units, now), lambda: now)


def standing(settings: Settings) -> dict[str, Any]:
    """How many attachments and parts of pages there are, whether each has its bytes, and what else lies in the folder."""
    with open_store(settings) as store:
        rows = [*files.of_unit(store, 1), *store.rows("SELECT DISTINCT item_id, url, sha256 FROM page_parts")]
        lost = [one.sha256 for one in files.checked(store) if one.state is not FileState.SOUND]
        strays = [path.name for path in files.without_row(store)]
    parts = [path.name for path in vault.folder_of(settings.database).rglob("*.part")]
    return {"rows": len(rows), "lost": lost, "strays": len(strays), "parts": len(parts)}


def tidied(settings: Settings) -> dict[str, Any]:
    """The same after the next process that lays files has begun."""
    with open_store(settings) as store, files.together(store):
        pass
    return standing(settings)


def walk(config: Path, pristine: Path, path: Path | None, item: int, now: datetime) -> None:
    settings, note, point = load(config), config.with_name("effect"), 0
    while True:
        shutil.rmtree(vault.folder_of(settings.database), ignore_errors=True)
        renew(settings, pristine)
        killer = Kill(point, note)

        def dying(killer: Kill = killer) -> None:
            watch(killer)
            do_it(settings, path, item, now)

        status = in_child(dying)
        found = {"after": standing(settings), "tidied": tidied(settings)}
        do_it(settings, path, item, now)
        found["again"] = standing(settings)
        if os.WIFEXITED(status):
            sys.stdout.write(f"end {point} {os.WEXITSTATUS(status)}\n")
            return
        sys.stdout.write(json.dumps({"effect": note.read_text(encoding="utf-8"), **found}) + "\n")
        point += 1


def killed(config: Path, database: Path, now: datetime, item: int, *file: Path) -> list[str]:
    """The lines of a walk of its own process, begun from a database as it lies there."""
    pristine = database.with_name("pristine.copy")
    with closing(sqlite3.connect(database)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(database, pristine)
    command = [sys.executable, __file__, str(config), str(pristine), now.isoformat(), str(item), *map(str, file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


if __name__ == "__main__":
    file = Path(sys.argv[5]) if len(sys.argv) > 5 else None
    walk(Path(sys.argv[1]), Path(sys.argv[2]), file, int(sys.argv[4]), datetime.fromisoformat(sys.argv[3]))
