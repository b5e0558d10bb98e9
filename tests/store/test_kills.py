"""kill -9 while a database is made, and while the changes of any later version are made: it is there whole, or as it was.

The changes are one transaction: if one of their statements ended it, each later kill would show. So of these each fifth is tried, of all else each;
`NEWSWATCH_EVERY_EFFECT=1` tries each.
"""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from effects import each

from newswatch.errors import StoreError
from newswatch.store.schema import migrations
from newswatch.store.store import Store

WALK = """
import os, shutil, signal, sqlite3, sys
from pathlib import Path
from newswatch.store import opening
from newswatch.store.schema import migrations
from newswatch.store.store import Store

connect, put, changes = sqlite3.connect, opening._put, list(migrations._changes)
path, known, every = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
migrations._changes[:] = changes[:known]
if known:
    Store.open(path).close()
    shutil.copy(path, path.with_name("before"))
migrations._changes[:] = changes

def walk(step):
    done = inner = 0
    def effect(sql):
        nonlocal done, inner
        if sql.upper().startswith(("SELECT", "WITH", "--")):
            return
        within = sql.upper().startswith(("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE"))
        inner += within
        done += not within or inner % every == 0
        if done > step:
            os.kill(os.getpid(), signal.SIGKILL)
    def connecting(*args, **options):
        made = connect(*args, **options)
        made.set_trace_callback(effect)
        return made
    def putting(*args):
        effect("before")
        put(*args)
        effect("after")
    sqlite3.connect, opening._put = connecting, putting
    Store.open(path).close()

step = 0
while True:
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    if known:
        shutil.copy(path.with_name("before"), path)
    child = os.fork()
    if child == 0:
        walk(step)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
    held = path.exists()
    names = []
    if held:
        db = connect(path)
        names = [name for (name,) in db.execute("SELECT name FROM _sqlite_migrations")]
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.close()
    Store.open(path).close()
    db = connect(path)
    count = db.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0]
    db.close()
    left = sorted(p.name for p in path.parent.iterdir() if p.name not in ("before", path.name))
    print(step, held, len(names), count, *left)
    step += 1
"""
EVERY = each(5)


def walked(path: Path, known: int) -> list[list[str]]:
    """Opens the file anew, killed before one effect after another, beginning with the first `known` changes; what each kill left, and the next run."""
    told = subprocess.run(
        [sys.executable, "-c", WALK, str(path), str(known), str(EVERY)], capture_output=True, encoding="utf-8", check=True
    )
    return [line.split()[1:] for line in told.stdout.splitlines()]


def test_a_kill_while_a_database_is_made_leaves_none(tmp_path: Path) -> None:
    """Until all tables are there no file has the database's name, and the next opening removes what was left beside it."""
    every = str(len(migrations._changes))
    found = walked(tmp_path / "n.db", 0)
    assert len(found) > 100 / EVERY
    assert {tuple(end) for end in found} == {("False", "0", every), ("True", every, every)}


@pytest.mark.parametrize("known", [2, len(migrations._changes) // 2, len(migrations._changes) - 1])
def test_a_kill_amid_any_changes_leaves_those_before(tmp_path: Path, known: int) -> None:
    """Whichever version made the database, a kill amid the changes since leaves it with none or all of them, and the next opening makes all."""
    every = str(len(migrations._changes))
    found = walked(tmp_path / "n.db", known)
    assert len(found) > 3
    assert {tuple(end) for end in found} <= {("True", str(known), every), ("True", every, every)}
    assert ("True", str(known), every) in {tuple(end) for end in found}


def test_who_makes_it_first_makes_it(tmp_path: Path) -> None:
    """A database that another process makes meanwhile is opened, and not made again."""
    path = tmp_path / "n.db"
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO units (key, name, kind) VALUES ('a', 'A', 'xã')")
        db.commit()
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT key FROM units").fetchall() == [("a",)]


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    """A link to a file on a disk that is not there is told, and nothing is made in its place."""
    (tmp_path / "n.db").symlink_to(tmp_path / "unmounted" / "n.db")
    with pytest.raises(StoreError, match=r"is a link to .*unmounted/n.db, which is not there; mount its disk"):
        Store.open(tmp_path / "n.db")
    assert [path.name for path in tmp_path.iterdir()] == ["n.db"]


def test_four_processes_make_one(tmp_path: Path) -> None:
    """Of several processes that find no database one makes it; all of them write to that one, and nothing is left beside it."""
    path = tmp_path / "n.db"
    code = (
        "import sys; from pathlib import Path; from newswatch.store.store import Store\n"
        "with Store.open(Path(sys.argv[1])) as store, store.writing():\n"
        "    store.run_sql('INSERT INTO units (key, name, kind) VALUES (?, ?, ?)', sys.argv[2], 'A', 'xã')\n"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(path), key]) for key in "abcd"]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    with closing(sqlite3.connect(path)) as db:
        assert {key for (key,) in db.execute("SELECT key FROM units")} == set("abcd")
    assert [left.name for left in tmp_path.iterdir()] == ["n.db"]
