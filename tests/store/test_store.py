"""The database: what it refuses, what it keeps, and what a crash leaves."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from new_databases import copied
from office import Office
from old_databases import content
from portal import Portal

from newswatch.core.model import ItemType
from newswatch.errors import StoreError
from newswatch.services import review
from newswatch.store.store import Store
from newswatch.store.units import enroll


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with one article looked at, a stated month, and a decision that was withdrawn."""
    office = Office(tmp_path, portal)
    office.par(1, "2026-10-03 08:00")
    office.polls()
    office.states()
    office.decides(office.items()[0].id, item_type=ItemType.TIN)
    with office.store() as store:
        review.withdraw(store, office.unit, 2, "Thư ký", "nhầm", office.now())
    return office


def test_a_copied_database_is_as_one_made(tmp_path: Path) -> None:
    """The databases that other tests copy hold to the last statement what one that is made holds, but for the times of the changes."""

    def made(name: str) -> tuple[list[str], list[object]]:
        Store.open(tmp_path / name).close()
        with closing(sqlite3.connect(tmp_path / name)) as db:
            marks = [db.execute(f"PRAGMA {mark}").fetchone() for mark in ("application_id", "user_version", "encoding", "journal_mode")]
        return content(tmp_path / name), [*marks, (tmp_path / name).stat().st_mode]

    of_its_own = made("own.db")
    (tmp_path / "copied").mkdir()
    with copied(tmp_path / "copied"):
        assert made("first.db") == made("second.db") == of_its_own
    assert len(of_its_own[0]) > 100


@pytest.mark.parametrize("table", ["observations", "decisions", "captures", "statements", "answers", "namings", "origins", "withdrawals"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
def test_what_was_seen_and_decided_is_append_only(office: Office, table: str, verb: str) -> None:
    """What was seen, received, decided, withdrawn and stated can be neither changed nor deleted, by anybody."""
    with sqlite3.connect(office.settings.database) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(verb.format(table))
    db.close()


def test_bulletins_are_voided_never_deleted_or_rewritten(office: Office) -> None:
    """A bulletin's content can't be changed nor its row deleted."""
    office.takes_in("so.csv", "Ngày phát,Tên tin\n05/11/2026,Cải cách hành chính\n")
    with sqlite3.connect(office.settings.database) as db:
        for statement in ("DELETE FROM bulletins", "UPDATE bulletins SET title = 'x'", "UPDATE bulletins SET aired_on = '2026-01-01'"):
            with pytest.raises(sqlite3.IntegrityError, match="voided, never"):
                db.execute(statement)
    db.close()


def test_rows_are_typed_and_tied(office: Office) -> None:
    """A text where a number belongs and a row that names no existing item are refused."""
    with office.store() as store:
        with pytest.raises(StoreError, match="cannot store TEXT"), store.writing():
            store.run_sql(
                "INSERT INTO fetches (run_id, source_id, fetched_at, outcome, ended, pages, entries) VALUES (1, 1, 'x', 'ok', 0, 'many', 0)"
            )
        with pytest.raises(StoreError, match="FOREIGN KEY"), store.writing():
            store.run_sql("INSERT INTO sightings (source_id, item_id, first_at, digest) VALUES (1, 999, 'x', 'y')")


def write_half(store: Store) -> None:
    """Writes a row and then fails, in one transaction."""
    with store.writing():
        store.run_sql("INSERT INTO units (key, name, kind) VALUES ('a', 'A', 'xã')")
        store.run_sql("INSERT INTO nowhere VALUES (1)")


def test_transaction_is_all_or_nothing(office: Office) -> None:
    """A failure inside a transaction leaves nothing of it behind."""
    with office.store() as store:
        with pytest.raises(StoreError, match="no such table"):
            write_half(store)
        assert store.rows("SELECT count(*) AS n FROM units")[0]["n"] == 1


def test_units_and_sources_are_mirrored_once(office: Office) -> None:
    """Enrolling the same configuration again gives the same ids and writes nothing."""
    with office.store() as store:
        first = store.enrolled
        changes = store.rows("SELECT total_changes() AS n")[0]["n"]
        enroll(store, office.settings.units)
        assert store.enrolled == first
        assert store.rows("SELECT total_changes() AS n")[0]["n"] == changes


def test_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    """A database in a place where none can be is a StoreError that names it."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file/n\.db: can't be opened"):
        Store.open(tmp_path / "file" / "n.db")


def test_several_units_live_in_one_database(tmp_path: Path, portal: Portal) -> None:
    """Two units that watch the same portal have their own items, decisions and counts."""
    office = Office(tmp_path, portal)
    office.par(1, "2026-11-03 08:00")
    text = (tmp_path / "config.toml").read_text(encoding="utf-8")
    units = text[text.index("[[units]]") :]
    (tmp_path / "config.toml").write_text(text + "\n" + units.replace('id = "unit"', 'id = "other"'), encoding="utf-8")
    from newswatch.config import load
    from newswatch.core.model import Verdict
    from newswatch.services.statements import year_of

    office.settings = load(tmp_path / "config.toml")
    office.polls()
    item = office.items()[0]
    office.decides(item.id, verdict=Verdict.OTHER)
    with office.store() as store:
        counts = [year_of(store, unit, 2026, office.now()).months[10].count.combined for unit in office.settings.units]
    assert counts == [0, 1]


CRASH = """
import os, signal, sys
from newswatch.store import observations
from newswatch.store.observations import write as real
count = 0
def dying(*args):
    global count
    count += 1
    if count == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args)
observations.write = dying
sys.argv = ["newswatch", "backfill", "--since", "2026-01-01"]
from newswatch.cli import main
main()
"""


def test_killed_in_the_middle_of_a_transaction(tmp_path: Path, portal: Portal) -> None:
    """A process killed while it writes leaves a sound database without half a look; the next run carries on from it."""
    office = Office(tmp_path, portal)
    for n in range(5):
        office.par(n, f"2026-10-{3 + n:02d} 08:00")
    killed = subprocess.run([sys.executable, "-c", CRASH], cwd=tmp_path, env=os.environ, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert office.items() == []
    office.polls(since="2026-01-01")
    with office.store() as store:
        assert store.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert [r["state"] for r in store.rows("SELECT state FROM runs ORDER BY id")] == ["failed", "ok"]
    assert office.counted() == {"2026-10": 5}
