"""Letting go of the bodies of old pages: counts, chains and rows stay, and who did it is on record."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command import newswatch
from office import Office
from portal import Portal

from newswatch.core.model import Page
from newswatch.errors import InputError
from newswatch.services import backup, ledger, prune
from newswatch.services.prune import Pruned
from newswatch.store import captures

DAY = "2025-01-01"
SIGNED = ("--by", "Lan", "--because", "hết hạn lưu")


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office that has watched since 2024; it is 2026."""
    office = Office(tmp_path, portal)
    for n, day in enumerate(("2024-03-05", "2024-03-12", "2024-04-02")):
        office.par(n, f"{day} 08:00")
    office.polls("2024-05-02 06:30", since="2024-02-01")
    office.par(9, "2026-10-05 08:00")
    office.polls("2026-10-06 06:30")
    office.at = "2026-11-02 08:00"
    return office


def bodies(office: Office) -> list[tuple[str, int, int]]:
    """When each captured body was first received, its size as stated, and as stored."""
    with closing(sqlite3.connect(office.settings.database)) as db:
        return db.execute("SELECT fetched_at, size, length(body) FROM captures ORDER BY fetched_at, sha256").fetchall()


def run(office: Office, before: str = DAY, *words: str) -> dict[str, object]:
    done = newswatch("prune", "--before", before, *words, "--json", cwd=office.folder)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_only_bodies_go(office: Office) -> None:
    """Bodies last received before the day are dropped; their rows, digests and sizes, the counts and the chain stay, and the chain is whole."""
    before, counts = bodies(office), {year: office.counted(year) for year in (2024, 2026)}
    with office.store() as store:
        head = ledger.verify(store).chains[0].head
    with closing(sqlite3.connect(office.settings.database)) as db:
        received = dict(db.execute("SELECT sha256, max(fetched_at) FROM answers GROUP BY sha256"))
        old = {sha256 for sha256, at in received.items() if at < DAY}
    assert run(office, DAY, *SIGNED)["bodies"] == len(old) > 0
    with closing(sqlite3.connect(office.settings.database)) as db:
        assert {sha256 for (sha256,) in db.execute("SELECT sha256 FROM captures WHERE body = x''")} == old
    assert [row[:2] for row in bodies(office)] == [row[:2] for row in before]
    assert {year: office.counted(year) for year in (2024, 2026)} == counts
    with office.store() as store:
        found = ledger.verify(store)
    assert found.whole
    assert found.chains[0].head == head


def test_a_dry_run_changes_nothing(office: Office) -> None:
    """With --dry-run it is only said how much it would be."""
    before = office.settings.database.read_bytes()
    told = run(office, DAY, "--dry-run")
    assert told["bodies"]
    assert not told["dropped"]
    assert office.settings.database.read_bytes() == before
    assert run(office, DAY, *SIGNED)["bodies"] == told["bodies"]


def test_a_page_received_again_is_kept_again(office: Office) -> None:
    """A body that was dropped is told as dropped, and stored once more when it is received once more."""
    with office.store() as store:
        [sha256] = [row["sha256"] for row in store.rows("SELECT sha256 FROM captures ORDER BY fetched_at, sha256 LIMIT 1")]
        page = Page("http://127.0.0.1/", "http://127.0.0.1/", 200, captures.body(store, sha256), "text/html", office.now(), sha256=sha256)
    run(office, DAY, *SIGNED)
    with office.store() as store:
        assert not captures.has(store, sha256)
        with pytest.raises(InputError, match="was dropped by `newswatch prune`"):
            captures.body(store, sha256)
        with store.writing():
            captures.keep(store, page, {})
        assert captures.has(store, sha256)
        assert captures.body(store, sha256) == page.body


def test_who_dropped_them_is_on_record(office: Office) -> None:
    """Who let pages go, when and why is kept, and nothing is dropped without that."""
    refused = newswatch("prune", "--before", DAY, cwd=office.folder)
    assert refused.returncode == 2
    assert "--by NAME" in refused.stderr
    run(office, DAY, *SIGNED)
    with closing(sqlite3.connect(office.settings.database)) as db:
        assert db.execute("SELECT pruned_by, because FROM prunings").fetchall() == [("Lan", "hết hạn lưu")]
        [(dropped,)] = db.execute("SELECT count(*) FROM pruned").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute("UPDATE captures SET body = x'' WHERE body <> x''")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute("DELETE FROM pruned")
    told = newswatch("verify", cwd=office.folder)
    assert told.returncode == 0, told.stdout
    assert f"{dropped} trang không còn giữ nội dung, do Lan bỏ" in told.stdout


@pytest.mark.parametrize(("day", "kept"), [("2025-01-01", False), ("2025-01-02", True), ("2026-01-01", True), ("2027-01-01", True)])
def test_this_year_and_last_year_stay(office: Office, day: str, kept: bool) -> None:
    """A day after the first of January of last year is refused."""
    done = newswatch("prune", "--before", day, "--dry-run", cwd=office.folder)
    assert (done.returncode == 2) == kept
    assert ("the latest day is 2025-01-01" in done.stderr) == kept


def test_a_backup_without_bodies_is_whole(office: Office) -> None:
    """A backup of a pruned database is whole, and pruning a second time finds nothing."""
    run(office, DAY, *SIGNED)
    with office.store() as store:
        assert backup.checked(backup.make(store, office.settings, office.folder / "backups", office.now()).folder) == []
    assert run(office, DAY, *SIGNED)["bodies"] == 0
    with office.store() as store:
        assert prune.run(store, office.now().date().replace(year=2025, month=1, day=1), office.now(), dry=True) == Pruned(0, 0)


@pytest.mark.parametrize("before", ["2030-01-01T00:00:00+00:00", "2024-12-31T17:00:00+00:00"])
def test_a_pruning_that_nobody_could_make_is_a_fault(office: Office, before: str) -> None:
    """A body that is said to be dropped though it was received after that day, or though its year stays, is missing."""
    with closing(sqlite3.connect(office.settings.database)) as db:
        sql = "INSERT INTO prunings (before, pruned_at, pruned_by, because) VALUES (?, '2026-11-02T01:00:00+00:00', 'Lan', 'x')"
        db.execute(sql, (before,))
        db.execute("INSERT INTO pruned SELECT capture, 1 FROM observations ORDER BY id DESC LIMIT 1")
        db.execute("UPDATE captures SET body = x'' WHERE sha256 IN (SELECT sha256 FROM pruned)")
        db.commit()
    with office.store() as store:
        assert not ledger.verify(store).whole
