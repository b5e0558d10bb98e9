"""Kills backing up, restoring, taking a history in and pruning at each of their effects: run as a program of its own, since it forks.

An effect is an SQL statement that writes, a copy of a database, and whatever makes, names, links, writes, syncs or removes a file or folder. Point N is
just before the Nth.

    moving_walk.py WORLD VERB NOW EVERY

WORLD is a folder with `office/` (a configuration and its database), `backup/` (a backup of it) and `history.zip`. For each point all is as it was, a
child does the VERB and is killed at the point, and the verb is done again to its end. A line of JSON tells the effect and what was found. The last line
is "end POINT", the first point beyond them. Of the points each EVERYth is walked.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crash_walk import Kill, in_child

from newswatch.config import load
from newswatch.services import backup, ledger, moving, prune
from newswatch.services.opening import open_store
from newswatch.store import files
from newswatch.store.store import Store

CALLS = ("open", "replace", "rename", "link", "unlink", "mkdir", "fsync", "chmod", "rmdir")


def watch(killer: Kill) -> None:
    """Hears of every effect from now on."""
    killer.watch()
    for name in CALLS:
        setattr(os, name, _before(killer, name, getattr(os, name)))
    copyfile = shutil.copyfile

    def copying(*args: Any, **options: Any) -> Any:
        killer.effect("copy a file")
        return copyfile(*args, **options)

    shutil.copyfile = copying


def _before(killer: Kill, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def called(*args: Any, **options: Any) -> Any:
        killer.effect(f"{name} {Path(args[0]).name[-20:] if isinstance(args[0], str | Path) else ''}")
        return call(*args, **options)

    return called


class World:
    """What a verb is done to, made anew for each point in `now/`."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.pristine, self.here, self.now = folder, folder / "now", now
        Store.open(folder / "empty.db").close()

    def renew(self) -> None:
        shutil.rmtree(self.here, ignore_errors=True)
        self.here.mkdir()
        for name in ("office", "backup"):
            shutil.copytree(self.pristine / name, self.here / name)
        shutil.copy(self.pristine / "history.zip", self.here)
        shutil.copy(self.pristine / "empty.db", self.here / "anew.db")

    @property
    def config(self) -> Path:
        return self.here / "office" / "config.toml"

    def backup(self) -> None:
        settings = load(self.config)
        with open_store(settings) as store:
            backup.make(store, settings, self.here / "backups", self.now)

    def restore(self) -> None:
        backup.restore(self.here / "backup", self.here / "anew" / "n.db", self.now)

    def replace(self) -> None:
        backup.restore(self.here / "backup", load(self.config).database, self.now, replace=True)

    def take_in(self) -> None:
        with Store.open(self.here / "anew.db", create=False) as store:
            moving.take_in(store, self.here / "history.zip", self.now)

    def prune(self) -> None:
        with open_store(load(self.config)) as store:
            prune.run(store, date(self.now.year - 1, 1, 1), self.now, by="Lan", because="hết hạn")

    def found(self) -> dict[str, Any]:
        """What lies there: names of unfinished things, and of each database its items, whether its chains are whole, its lost files and strays."""
        parts = [str(path.relative_to(self.here)) for path in self.here.rglob("*.part")]
        found = [path for path in sorted(self.here.rglob("*.db")) if path.parent.name != "backup" and path.parent.suffix != ".part"]
        databases = {str(path.relative_to(self.here)): _state(path) for path in found}
        return {"parts": parts, "databases": databases}


def _state(path: Path) -> dict[str, Any]:
    if path.parent.parent.name == "backups":
        return {"whole": not backup.checked(path.parent)}
    with Store.open(path, create=False) as store:
        items = store.rows("SELECT count(*) AS n FROM items")[0]["n"]
        lost = [one.sha256 for one in files.checked(store) if one.state != "sound"]
        return {"items": items, "whole": ledger.verify(store).whole, "lost": lost}


def walk(folder: Path, verb: str, now: datetime, every: int) -> None:
    world, note, point = World(folder, now), folder / "effect", 0
    while True:
        world.renew()
        killer = Kill(point, note)

        def killed(killer: Kill = killer) -> None:
            watch(killer)
            getattr(world, verb)()

        status = in_child(killed)
        after = world.found() if verb in ("replace", "prune", "take_in") else {}
        if os.WIFEXITED(status):
            sys.stdout.write(f"end {point} {os.WEXITSTATUS(status)}\n")
            return
        world.now = now.replace(second=(point + 1) % 60, minute=(point + 1) // 60 % 60)
        in_child(lambda: getattr(world, verb)())
        sys.stdout.write(json.dumps({"effect": note.read_text(encoding="utf-8"), "after": after, "again": world.found()}) + "\n")
        point += every


if __name__ == "__main__":
    walk(Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3]), int(sys.argv[4]))
