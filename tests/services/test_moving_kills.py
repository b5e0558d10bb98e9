"""Killed with SIGKILL amid its effects, no command that moves the record loses anything, and none leaves a trace after it was done again.

Here each third effect is tried; `NEWSWATCH_EVERY_EFFECT=1` tries each.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from effects import each
from office import Office
from portal import Portal

from newswatch.core.record.files import FileKind
from newswatch.services import attach, backup, moving

WALK = Path(__file__).parents[1] / "moving_walk.py"
EVERY = each(3)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Office]:
    """An office with old and new items and a file, a backup of it, and its history."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "office").mkdir()
    with Portal() as portal:
        office = Office(folder / "office", portal)
        for n, day in enumerate(("2024-03-05", "2024-03-12")):
            office.par(n, f"{day} 08:00")
        office.polls("2024-05-02 06:30", since="2024-02-01")
        office.par(9, "2026-10-05 08:00")
        office.polls("2026-10-06 06:30")
    office.at = "2026-11-02 08:00"
    paper = folder / "giay.txt"
    paper.write_text("kịch bản", encoding="utf-8")
    with office.store() as store:
        attach.attach(store, paper, office.items()[0].id, FileKind.SCRIPT, office.now())
        made = backup.make(store, office.settings, folder / "backups", office.now())
        moving.export(store, office.unit, folder / "history.zip", office.now())
    shutil.move(made.folder, folder / "backup")
    return folder, office


def walked(world: tuple[Path, Office], verb: str) -> list[dict[str, Any]]:
    """What was found at each point."""
    folder, office = world
    done = subprocess.run(
        [sys.executable, str(WALK), str(folder), verb, office.now().isoformat(), str(EVERY)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    *lines, end = done.stdout.splitlines()
    assert end == f"end {EVERY * len(lines)} 0"
    return [json.loads(line) for line in lines]


def is_whole(databases: dict[str, dict[str, Any]], items: int) -> bool:
    """Is each database whole, with all items? The one that a history is taken into has none before."""
    return all(
        d["whole"] and not d.get("lost") and d.get("items", items) in ((0, items) if name == "anew.db" else (items,))
        for name, d in databases.items()
    )


@pytest.mark.parametrize(
    ("verb", "database"), [("backup", "backups"), ("restore", "anew/n.db"), ("replace", "office/n.db"), ("take_in", "anew.db")]
)
def test_killed_anywhere(world: tuple[Path, Office], verb: str, database: str) -> None:
    """Done again after a kill, it leaves what it makes, whole, and nothing unfinished; the database it works on is whole at every moment."""
    found = walked(world, verb)
    assert len(found) > 4
    for one in found:
        assert one["again"]["parts"] == [], one
        assert is_whole(one["again"]["databases"], 3), one
        assert any(name.startswith(database) for name in one["again"]["databases"]), one
        if verb == "take_in":
            assert one["again"]["databases"]["anew.db"]["items"] == 3, one
        if verb in ("replace", "take_in"):
            assert is_whole(one["after"]["databases"], 3), one
            assert database in one["after"]["databases"], one


def test_killed_while_pruning(world: tuple[Path, Office]) -> None:
    """At every moment the chains are whole and all items there, and pruning again ends what was begun."""
    found = walked(world, "prune")
    assert len(found) > 2
    for one in found:
        for when in ("after", "again"):
            assert is_whole(one[when]["databases"], 3), one
