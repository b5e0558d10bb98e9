"""Backups: made while newswatch runs, checked, put back, and what is in doubt afterwards."""

import json
import shutil
import sqlite3
import stat
import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from command import newswatch
from office import Office
from portal import Portal
from postbox import Postbox

from newswatch.config import load
from newswatch.core.model import Verdict
from newswatch.core.record.files import FileKind
from newswatch.core.record.ledger import Verified
from newswatch.errors import InputError, RunOpenError, StoreError
from newswatch.report.vi.reasons import technical
from newswatch.services import attach, backup, check, close, deliver, ledger, moving, outbox
from newswatch.services.opening import open_store
from newswatch.store import deliveries, files
from newswatch.store.store import Store

BOARD = ("thu-ky@xa.example", "truong-ban@xa.example")
DUE = "2026-11-03 08:00"


@pytest.fixture
def office(tmp_path: Path, portal: Portal, postbox: Postbox) -> Office:
    """An office whose October is short, about to be closed, with a board of two."""
    folder = tmp_path / "office"
    folder.mkdir()
    office = Office(folder, portal)
    office.has_board(postbox, *BOARD)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-11-02 06:30", since="2026-09-01")
    office.at = DUE
    return office


def made(office: Office, to: str = "backups") -> Path:
    with office.store() as store:
        return backup.make(store, office.settings, office.folder.parent / to, office.now()).folder


def restored(office: Office, place: Path, name: str = "anew") -> Office:
    """The office as a backup put it into an empty folder."""
    other = object.__new__(Office)
    other.__dict__.update(office.__dict__)
    other.folder = office.folder.parent / name
    other.settings = load(backup.restore_settings(place, other.folder))
    backup.restore(place, other.settings.database, office.now())
    return other


def verified(office: Office) -> Verified:
    with office.store() as store:
        return ledger.verify(store)


def closes_and_delivers(office: Office) -> None:
    with office.store() as store:
        close.run(store, office.settings, office.settings.units, office.now)
        deliver.run(store, office.settings, office.now)


def test_what_is_put_back_is_what_was_kept(office: Office) -> None:
    """A restored database has the same counts, chains and files, and a backup is whole by the command that checks it."""
    recording = office.folder / "ghi-am.txt"
    recording.write_text("Bản tin ngày 5/10", encoding="utf-8")
    with office.store() as store:
        attach.attach(store, recording, office.items()[0].id, FileKind.SCRIPT, office.now(), by="Lan")
    place = made(office)
    assert backup.checked(place) == []
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=place, check=True)
    other = restored(office, place)
    assert other.counted() == office.counted() == {"2026-10": 3}
    assert verified(other).whole
    assert [c.head for c in verified(other).chains] == [c.head for c in verified(office).chains]
    with other.store() as store:
        assert [one.state for one in files.checked(store)] == ["sound"]


def test_while_others_write(office: Office, postbox: Postbox) -> None:
    """Backups made while checks, closing and delivering are under way are whole, have the same counts once restored, and send no mail a second time."""
    office.at, places, ended = DUE, list[Path](), threading.Event()

    def works() -> None:
        try:
            for _ in range(3):
                with open_store(office.settings) as store:
                    check.run(store, office.settings, office.now)
                closes_and_delivers(office)
        finally:
            ended.set()

    worker = threading.Thread(target=works)
    worker.start()
    n = 0
    while not ended.is_set() or not places:
        places.append(made(office, f"backups-{n}"))
        n += 1
    worker.join()
    counts = office.counted()
    assert len(postbox.mails) == len(BOARD)
    for n, place in enumerate(places):
        assert backup.checked(place) == []
        other = restored(office, place, f"anew-{n}")
        assert other.counted() == counts
        closes_and_delivers(other)
        assert verified(other).whole
    assert set(Counter(mail.message_id for mail in postbox.mails).values()) == {1}


def test_a_mail_that_waited_is_held_until_a_person_says_so(office: Office, postbox: Postbox) -> None:
    """A mail that waited when the backup was made is sent from the restored database only if a person says so, and the outbox tells why."""
    with office.store() as store:
        close.run(store, office.settings, office.settings.units, office.now)
    place = made(office)
    closes_and_delivers(office)
    other = restored(office, place)
    closes_and_delivers(other)
    assert len(postbox.mails) == len(BOARD)
    with other.store() as store:
        rows = outbox.listed(store, everything=False)
        assert {(row["state"], row["in_doubt"]) for row in rows} == {("failed", 1)}
        assert deliveries.summary(store).in_doubt == len(BOARD)
        assert outbox.retry(store, None, other.now()) == 0
        assert outbox.retry(store, rows[0]["id"], other.now()) == 1
        deliver.run(store, other.settings, other.now)
    assert len(postbox.mails) == len(BOARD) + 1
    listed = newswatch("--config", other.settings.path, "outbox", "list", cwd=other.folder)
    assert "giữ lại: có thể đã gửi" in listed.stdout
    assert "khôi phục từ bản sao lưu lúc" in listed.stdout
    assert "có thể đã gửi trước khi khôi phục" in newswatch("--config", other.settings.path, "status", cwd=other.folder).stdout


def test_a_mail_that_waited_where_a_unit_came_from_is_held(office: Office) -> None:
    """A mail that waited when its unit was handed over is held in the successor's database, which says why in Vietnamese."""
    history = office.folder.parent / "history.zip"
    with office.store() as store:
        close.run(store, office.settings, office.settings.units, office.now)
        moving.export(store, office.unit, history, office.now())
    with Store.open(office.folder.parent / "successor.db") as store:
        moving.take_in(store, history, office.now())
        rows = outbox.listed(store, everything=False)
    assert [(row["state"], row["in_doubt"]) for row in rows] == [("failed", 1)] * len(BOARD)
    assert technical(rows[0]["answer"]).startswith("nhận cùng lịch sử của đơn vị lúc")


def test_what_is_due_after_a_gap_is_held_once(office: Office, postbox: Postbox) -> None:
    """Of what the board is told after a restoring the first notices are held, since they may have been sent in the gap; later ones go out."""
    place = made(office)
    closes_and_delivers(office)
    other = restored(office, place)
    closes_and_delivers(other)
    assert len(postbox.mails) == len(BOARD)
    with other.store() as store:
        assert deliveries.summary(store).in_doubt == len(BOARD)
    other.polls("2026-12-01 07:00")
    other.at = "2026-12-03 08:00"
    closes_and_delivers(other)
    later = [mail for mail in postbox.mails if "11/2026" in str(mail.message["Subject"])]
    assert len(later) == len(BOARD)


def test_a_gap_in_which_nothing_was_due_ends(office: Office, postbox: Postbox) -> None:
    """Where nothing is due after a restoring the next notice goes out."""
    closes_and_delivers(office)
    other = restored(office, made(office))
    closes_and_delivers(other)
    other.polls("2026-12-01 07:00")
    other.at = "2026-12-03 08:00"
    closes_and_delivers(other)
    assert len([mail for mail in postbox.mails if "11/2026" in str(mail.message["Subject"])]) >= len(BOARD)
    with other.store() as store:
        assert not [row for row in outbox.listed(store, everything=False) if row["in_doubt"] and row["period"] > "2026-10"]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def _turned(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [_cut, _turned, Path.unlink])
@pytest.mark.parametrize("name", ["newswatch.db", "backup.json", "config/config.toml", "SHA256SUMS"])
def test_a_damaged_backup_is_told_and_never_put_back(office: Office, name: str, harm: Callable[[Path], None]) -> None:
    """A backup with any file cut, changed or missing is not whole, and nothing of it is put back."""
    place = made(office)
    harm(place / name)
    done = newswatch("backup", "--check", place, cwd=office.folder)
    assert done.returncode in (2, 3)
    assert name in done.stderr or name == "SHA256SUMS"
    target = office.folder.parent / "anew" / "n.db"
    with pytest.raises(InputError):
        backup.restore(place, target, office.now())
    assert not target.exists()


def test_a_database_that_lies_there_stays(office: Office) -> None:
    """Restoring over a database is refused; with --replace it is laid aside, whole, under another name."""
    place = made(office)
    office.decides(office.items()[0].id)
    head = verified(office).chains[0].head
    refused = newswatch("restore", place, cwd=office.folder)
    assert refused.returncode == 2
    assert "--replace" in refused.stderr
    assert verified(office).chains[0].head == head
    done = newswatch("restore", place, "--replace", "--json", cwd=office.folder)
    assert done.returncode == 0, done.stderr
    assert verified(office).chains[0].head != head
    aside = Path(json.loads(done.stdout)["aside"])
    shutil.copy(aside, office.settings.database)
    assert verified(office).chains[0].head == head


def test_a_database_in_use_is_not_replaced(office: Office) -> None:
    """While a run is open, or another program has the database open, nothing is put in its place."""
    place = made(office)
    before = office.settings.database.read_bytes()
    with office.store() as store, store.alone(), pytest.raises(RunOpenError):
        backup.restore(place, office.settings.database, office.now(), replace=True)
    with closing(sqlite3.connect(office.settings.database)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM units").fetchone()
        with pytest.raises(StoreError, match=r"has it open|can't be closed"):
            backup.restore(place, office.settings.database, office.now(), replace=True)
    assert office.settings.database.read_bytes() == before


def test_missing_evidence_is_told(office: Office) -> None:
    """A file of evidence that is missing or was changed is named and not in the backup, which is made all the same; exit code 3."""
    paper = office.folder / "giay.txt"
    with office.store() as store:
        for text in ("một", "hai"):
            paper.write_text(text, encoding="utf-8")
            attach.attach(store, paper, office.items()[0].id, FileKind.SCRIPT, office.now())
        lost, changed = (one.path for one in files.checked(store))
    lost.unlink()
    changed.write_text("khác", encoding="utf-8")
    done = newswatch("backup", "../backups", cwd=office.folder)
    assert done.returncode == 3
    assert lost.name in done.stderr
    assert changed.name in done.stderr


def test_nobody_else_may_read_it(office: Office) -> None:
    """A backup is its owner's alone, and a file that the last one holds takes no room again."""
    paper = office.folder / "giay.txt"
    paper.write_text("kịch bản", encoding="utf-8")
    with office.store() as store:
        attach.attach(store, paper, office.items()[0].id, FileKind.SCRIPT, office.now())
    first = made(office)
    office.at = "2026-11-03 08:01"
    second = made(office)
    paths = [second, *second.rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600, 0o700}
    names = [next(path for path in place.glob("files/*/*")) for place in (first, second)]
    assert names[0].samefile(names[1])


def test_settings_that_lie_elsewhere_are_told(office: Office) -> None:
    """Of the files of settings those in the folder of config.toml are in the backup; others are named, and passwords are none of them."""
    rule = office.folder.parent / "quy-dinh.toml"
    shutil.copy(Path(__file__).parents[2] / "newswatch/data/rules/quang-dien-2614.toml", rule)
    own = office.folder / "cua-xa.toml"
    shutil.copy(rule, own)
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text(text.replace('["quang-dien-2614"]', '["cua-xa.toml"]'), encoding="utf-8")
    (office.folder / "mat-khau").write_text("bí mật", encoding="utf-8")
    office.reads_settings()
    place = made(office)
    assert sorted(path.name for path in (place / "config").iterdir()) == ["config.toml", "cua-xa.toml"]
    office.settings.path.write_text(text.replace('["quang-dien-2614"]', '["../quy-dinh.toml"]'), encoding="utf-8")
    done = newswatch("backup", "../others", cwd=office.folder)
    assert "quy-dinh.toml: lies outside" in done.stderr


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


HARMS: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:50_000]),
    "middle": lambda path: path.write_bytes(path.read_bytes()[:20_000] + b"x" * 30_000 + path.read_bytes()[50_000:]),
    "text": lambda path: path.write_text("xin chào", encoding="utf-8"),
    "empty": lambda path: path.write_bytes(b""),
    "a folder": _folder,
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("log", [False, True], ids=["alone", "with a log"])
def test_whatever_lies_there_is_laid_aside(office: Office, harm: str, log: bool) -> None:
    """A damaged database, or what is none, is laid aside with its logs, and the backup stands in its place: that is what it was made for."""
    place, path = made(office), office.settings.database
    HARMS[harm](path)
    if log:
        path.with_name(f"{path.name}-wal").write_bytes(b"w" * 5000)
    done = newswatch("restore", place, "--replace", "--json", cwd=office.folder)
    assert done.returncode == 0, done.stderr
    assert office.counted() == {"2026-10": 3}
    aside = json.loads(done.stdout)["aside"]
    assert (aside is not None and Path(aside).exists()) == (harm != "gone")


def test_what_is_entered_anew_tells_the_board_nothing_twice(office: Office, postbox: Postbox) -> None:
    """A decision that was lost with the database and is entered anew makes its revision anew: that mail is held, also after a closing without any."""
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text(text.replace('2614"]', '2614"]\nbroadcasts = "unwatched"', 1), encoding="utf-8")
    office.reads_settings()
    closes_and_delivers(office)
    place, item = made(office), office.items()[0].id
    office.decides(item, verdict=Verdict.OTHER)
    closes_and_delivers(office)
    told = len(postbox.mails)
    assert told == 2 * len(BOARD)
    other = restored(office, place)
    closes_and_delivers(other)
    other.decides(item, verdict=Verdict.OTHER)
    closes_and_delivers(other)
    assert len(postbox.mails) == told
    with other.store() as store:
        assert deliveries.summary(store).in_doubt == len(BOARD)


def test_a_broken_record_is_told_when_it_is_copied_and_put_back(office: Office) -> None:
    """A backup of a record that was changed is made and put back, and each says so with exit code 3."""
    with closing(sqlite3.connect(office.settings.database)) as db:
        db.execute("DROP TRIGGER observations_not_updated")
        db.execute("UPDATE observations SET title = 'khác' WHERE id = 1")
        db.commit()
    done = newswatch("backup", "../backups", "--json", cwd=office.folder)
    assert done.returncode == 3
    assert "observations 1 (changed)" in done.stderr
    back = newswatch("restore", json.loads(done.stdout)["folder"], "--replace", cwd=office.folder)
    assert back.returncode == 3
    assert "observations 1 (changed)" in back.stderr
