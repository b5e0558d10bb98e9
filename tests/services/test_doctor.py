"""The doctor: it finds what is wrong, says what to do, and falls ill of nothing itself."""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import outboxes
import pytest
from arranged import Arranged
from authority import Authority
from command import newswatch
from office import FEED, LISTING, Office
from portal import Portal
from postbox import Postbox
from wording import english

from newswatch.config import load
from newswatch.core.notices.notice import Recipient
from newswatch.daemon.once import present
from newswatch.services import close, deliver, doctor, outbox
from newswatch.services.doctor import Examination, Finding, Health
from newswatch.services.doctor.machine import room
from newswatch.services.round import Round
from newswatch.store.runs import DAEMON
from newswatch.store.store import Store

BOARD = '\n[[units.board]]\naddress = "thuky@xa.example"\n'
FREE = 1_000_000


@pytest.fixture(autouse=True)
def vietnamese_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose zone is that of Việt Nam."""
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with a board, after a check and a close at nine in the morning."""
    office = Office(tmp_path, portal, LISTING, FEED)
    adds(office, BOARD)
    office.settings.path.chmod(0o600)
    office.par(1, "2026-11-02 08:00")
    office.polls("2026-11-20 09:00")
    with office.store() as store:
        close.run(store, office.settings, office.settings.units, office.now)
        deliver.run(store, office.settings, office.now)
    return office


def adds(office: Office, text: str) -> None:
    """Appends to config.toml, and reads it anew."""
    with office.settings.path.open("a", encoding="utf-8") as file:
        file.write(text)
    office.settings = load(office.settings.path)


def examined(office: Office, at: str = "2026-11-20 10:00", *, offline: bool = True) -> Examination:
    """The examination at a local time."""
    office.at = at
    return doctor.run(office.settings.path, office.now, offline=offline)


def finding(examination: Examination, about: str, number: int = -1) -> Finding:
    """One finding about a thing, the last unless said otherwise."""
    found = [f for f in examination.findings if f.about == about]
    assert found, [f.about for f in examination.findings]
    return found[number]


def test_healthy_office(office: Office) -> None:
    """Where all is well nothing is bad; the one thing to look at is that no mail server is named."""
    examination = examined(office, offline=False)
    assert [f for f in examination.findings if f.health is not Health.OK] == [finding(examination, "máy chủ thư")]
    assert (examination.sound, examination.configured) == (True, True)
    assert all(f.advice for f in examination.findings if f.health is not Health.OK)
    assert "trang đầu có 1 mục" in finding(examination, "đọc thử unit/list").found


def test_findings_are_vietnamese(office: Office, portal: Portal) -> None:
    """What the keeper reads of a healthy office, and of one whose portal is down, has no English words besides commands and keys."""
    healthy = examined(office, offline=False)
    portal.goes_down()
    office.polls("2026-11-24 06:30")
    for found in (*healthy.findings, *examined(office, "2026-11-27 09:00", offline=False).findings):
        assert english(f"{found.about}: {found.found}; {found.advice}") == [], found


def test_broken_configuration_is_the_first_line(office: Office) -> None:
    """A configuration that can't be used is told first with every fault, and the database it names is examined all the same."""
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text(text.replace('kind = "xã"', 'kind = "xã"\nfoo = 1\nbar = 2'), encoding="utf-8")
    examination = examined(office)
    first = examination.findings[0]
    assert (first.about, first.health, examination.configured) == ("cấu hình", Health.BAD, False)
    assert "foo" in first.found
    assert "bar" in first.found
    assert "nguyên vẹn" in finding(examination, "cơ sở dữ liệu").found


def test_configuration_that_is_no_toml(tmp_path: Path, office: Office) -> None:
    """A file that is no TOML, or not there, is a finding, too."""
    office.settings.path.write_text("= nonsense", encoding="utf-8")
    assert "không phải TOML" in examined(office).findings[0].found
    office.settings.path.unlink()
    assert "không có tệp này" in examined(office).findings[0].found


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_secrets_that_others_can_read(office: Office, tmp_path: Path) -> None:
    """A configuration everybody may read is to be looked at; a password everybody may read is bad."""
    secret = tmp_path / "password"
    secret.write_text("bí mật", encoding="utf-8")
    secret.chmod(0o644)
    adds(office, f'\n[mail]\nhost = "mail.example"\nsender = "a@xa.example"\nlogin = "a"\npassword_file = "{secret}"\n')
    office.settings.path.chmod(0o644)
    examination = examined(office)
    assert finding(examination, "cấu hình").health is Health.WARN
    assert finding(examination, "mật khẩu thư").health is Health.BAD
    assert "bí mật" not in str(examination)


def test_database_that_is_not_there_yet(tmp_path: Path, portal: Portal) -> None:
    """Before the first check the doctor says which command makes the database, and makes none itself."""
    office = Office(tmp_path, portal)
    found = finding(examined(office), "cơ sở dữ liệu")
    assert (found.health, "newswatch check" in found.advice) == (Health.WARN, True)
    assert not office.settings.database.exists()


def test_damaged_database(office: Office) -> None:
    """Pages overwritten in the middle of the file are found; what would have to be read from it is left out."""
    with sqlite3.connect(office.settings.database) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'observations_of_item'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    db.close()
    with office.settings.database.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    found = finding(examined(office), "cơ sở dữ liệu")
    assert (found.health, "bị hỏng" in found.found) == (Health.BAD, True)


def test_file_that_is_no_database(office: Office) -> None:
    """Another file in the place of the database is bad, and no crash."""
    office.settings.database.write_text("không phải cơ sở dữ liệu " * 100, encoding="utf-8")
    assert finding(examined(office), "cơ sở dữ liệu").health is Health.BAD


def test_clock_that_went_back(office: Office) -> None:
    """What was stored at an instant still to come shows that the clock is wrong."""
    assert finding(examined(office, "2026-11-20 08:58"), "đồng hồ").health is Health.OK
    found = finding(examined(office, "2026-11-19 09:00"), "đồng hồ")
    assert (found.health, "20/11/2026 09:00" in found.found) == (Health.BAD, True)


@pytest.mark.parametrize(
    ("at", "health"),
    [("2026-11-20 09:00", Health.OK), ("2026-12-01 09:00", Health.WARN), ("2027-03-01 09:00", Health.WARN)],
    ids=["announced", "the next year's is not yet", "this year's is not"],
)
def test_holidays_that_nobody_announced(office: Office, at: str, health: Health) -> None:
    """From December on the next year's holidays are asked for until the file holds those announced."""
    assert finding(examined(office, at), "ngày nghỉ lễ").health is health


def test_machine_in_another_zone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that keeps another zone is told of, and that nothing depends on it: cron, too, only looks for what is due."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    found = finding(examined(office), "đồng hồ")
    assert (found.health, "UTC+0000" in found.found, found.advice) == (Health.OK, True, "")


@pytest.mark.parametrize(
    ("at", "told"),
    [("2026-11-20 17:00", "tốt"), ("2026-11-20 18:00", "tốt"), ("2026-11-20 19:00", "quá giờ"), ("2026-11-25 10:00", "quá giờ")],
)
def test_check_that_should_have_been(office: Office, at: str, told: str) -> None:
    """A check planned for 17:30, with ten minutes of jitter, is overdue an hour later."""
    found = finding(examined(office, at), "lần xem nguồn tin gần nhất")
    assert told in found.found
    assert (found.health is Health.OK) is (told == "tốt")


def test_run_left_by_a_crash_and_daemon_at_work(office: Office) -> None:
    """An open run nobody holds was left by a crash, one that is held is at work; a daemon's lock shows that it runs."""
    assert "không chạy" in finding(examined(office), "chương trình thường trực").found
    with office.store() as store, store.writing():
        store.run_sql("INSERT INTO runs (verb, started_at, state) VALUES ('close', '2026-11-20T02:30:00+00:00', 'open')")
    assert "bỏ dở do sự cố" in finding(examined(office), "lượt chạy chưa xong").found
    with Store.open(office.settings.database) as store, store.alone(DAEMON), store.alone():
        examination = examined(office)
        assert finding(examination, "chương trình thường trực").found.startswith("đang chạy; việc kế tiếp lúc 20/11/2026")
        assert "đang làm" in finding(examination, "lượt chạy chưa xong").found


def test_source_that_can_not_be_read(office: Office, portal: Portal) -> None:
    """A portal that is down is bad, with what it said; after days without a good look the record is bad, too."""
    portal.goes_down()
    office.polls("2026-11-24 06:30")
    examination = examined(office, "2026-11-24 09:00", offline=False)
    assert finding(examination, "đọc thử unit/list").health is Health.BAD
    assert finding(examination, "đọc thử unit/feed").health is Health.WARN
    found = finding(examination, "nguồn tin unit/list")
    assert (found.health, "4 ngày trước" in found.found) == (Health.BAD, True)
    assert not examination.sound


def test_source_that_lists_nothing(office: Office, portal: Portal) -> None:
    """A page that answers without a single entry is bad."""
    portal.serves("/", "<html><body>Bảo trì</body></html>")
    found = finding(examined(office, offline=False), "đọc thử unit/list")
    assert (found.health, "không có mục nào" in found.found) == (Health.BAD, True)


def test_source_never_looked_at(office: Office) -> None:
    """A source that was added and not yet looked at is told."""
    adds(office, '\n[[units.sources]]\nid = "new"\nkind = "feed"\nurl = "http://127.0.0.1:9/rss"\n[units.sources.profile]\n')
    assert finding(examined(office), "nguồn tin unit/new").found == "chưa xem lần nào"


@pytest.mark.parametrize("notices", [None, '["trouble"]'], ids=["no board", "board that hears of trouble only"])
def test_nobody_gets_the_mail(tmp_path: Path, portal: Portal, notices: str | None) -> None:
    """A unit whose monthly mail would reach nobody is told."""
    office = Office(tmp_path, portal)
    if notices:
        adds(office, f"{BOARD}notices = {notices}\n")
    assert finding(examined(office), "Ban biên tập unit").health is Health.WARN


@pytest.mark.parametrize(("password", "health"), [("đúng", Health.OK), ("sai", Health.BAD), (None, Health.WARN)])
def test_mail_login(office: Office, authority: Authority, tmp_path: Path, password: str | None, health: Health) -> None:
    """The doctor logs in to the mail server: a wrong password is bad, one that can't be seen from here is told, and none is ever shown."""
    with Postbox(tls=authority.server(), login=("newswatch", "đúng")) as box:
        mail = (
            f'\n[mail]\nhost = "127.0.0.1"\nport = {box.port}\nsender = "a@xa.example"\nlogin = "newswatch"\nca_file = "{authority.file}"\n'
        )
        if password:
            (tmp_path / "password").write_text(password, encoding="utf-8")
            (tmp_path / "password").chmod(0o600)
            mail += 'password_file = "password"\n'
        adds(office, mail)
        examination = examined(office, offline=False)
    assert finding(examination, "máy chủ thư").health is health
    assert not password or password not in finding(examination, "máy chủ thư").found
    assert box.mails == []


def test_outbox_that_is_held_and_mail_that_is_refused(office: Office, postbox: Postbox) -> None:
    """Mails held back by a dead server, and one refused for good, are bad, with what the server said."""
    adds(office, f'\n[mail]\nhost = "127.0.0.1"\nport = {postbox.port}\nsecurity = "none"\nsender = "a@xa.example"\n')
    with office.store() as store:
        outboxes.keep(store, office.settings.mail, ["2026-03"])
        postbox.goes_down()
        deliver.run(store, office.settings, office.now)
        held = finding(examined(office), "thư chờ gửi")
        assert (held.health, "3 thư bị giữ lại" in held.found) == (Health.BAD, True)
        postbox.comes_back()
        postbox.refuses("vanphong@xa.example")
        office.at = "2026-11-20 13:00"
        deliver.run(store, office.settings, office.now)
    refused = finding(examined(office, "2026-11-20 13:00"), "thư chờ gửi")
    assert (refused.health, "1 thư bị từ chối hẳn" in refused.found) == (Health.BAD, True)


def test_mailbox_that_was_refused_is_not_called_reached(office: Office, postbox: Postbox) -> None:
    """A member of the board whose mail got a 550 is named, and not counted among those who get the monthly mail."""
    adds(office, f'\n[mail]\nhost = "127.0.0.1"\nport = {postbox.port}\nsecurity = "none"\nsender = "a@xa.example"\n')
    with office.store() as store:
        outboxes.keep(store, office.settings.mail, ["2026-03"], board=(Recipient("ThuKy@xa.example"),))
        postbox.refuses("thuky@xa.example")
        postbox.refuses("ThuKy@xa.example")
        deliver.run(store, office.settings, office.now)
    board = next(f for f in examined(office).findings if f.about.startswith("Ban biên tập"))
    assert (board.health, "thuky@xa.example bị từ chối hẳn; 0 người khác" in board.found) == (Health.BAD, True)


def test_mailbox_that_was_corrected_is_asked_about(office: Office) -> None:
    """A mail still on its way to a mailbox that the settings name no more is told, by doctor and in the list, with the command that mends it."""
    with office.store() as store:
        outboxes.keep(store, office.settings.mail, ["2026-03"], board=(Recipient("sai@xa.example", "Sai"),))
        stray = [(s.address, s.others) for s in outbox.strays(store, office.settings)]
        number = outbox.strays(store, office.settings)[0].mail_id
    assert stray == [("sai@xa.example", ("thuky@xa.example",))]
    command = f"newswatch outbox retry {number} --to thuky@xa.example"
    told = [f for f in examined(office).findings if "sai@xa.example" in f.found]
    assert [(f.health, command in f.advice) for f in told] == [(Health.WARN, True)]
    listed = newswatch("outbox", "list", cwd=office.folder)
    assert command in listed.stdout


@pytest.mark.parametrize(
    ("free", "health"),
    [(200 * FREE, Health.OK), (200 * FREE - 1, Health.WARN), (20 * FREE, Health.WARN), (20 * FREE - 1, Health.BAD), (0, Health.BAD)],
)
def test_room_on_the_disk(tmp_path: Path, free: int, health: Health) -> None:
    """Less than 200 MB is to be looked at, less than 20 MB is bad."""
    found = room("disk", tmp_path, free)
    assert found.health is health
    assert found.found == f"{tmp_path}: {free / FREE:.0f} MB còn trống"
    assert room("disk", tmp_path, 79_024 * FREE).found == f"{tmp_path}: 79.024 MB còn trống"


@pytest.mark.parametrize(("fault", "code"), [("none", 0), ("configuration", 2), ("database", 3)])
def test_exit_codes_and_json(tmp_path: Path, portal: Portal, fault: str, code: int) -> None:
    """The command ends with 0 if nothing is bad, 2 for the configuration, 3 for anything else; --json says the same."""
    office = Office(tmp_path, portal)
    office.par(1, "2025-01-02 08:00")
    assert Round(office.settings, present, threading.Event(), print).walk()
    if fault == "configuration":
        office.settings.path.write_text("foo = 1", encoding="utf-8")
    if fault == "database":
        office.settings.database.write_text("nothing " * 200, encoding="utf-8")
    text, told = (newswatch("doctor", "--offline", *option, cwd=tmp_path) for option in ((), ("--json",)))
    assert (text.returncode, told.returncode) == (code, code), text.stderr
    shown = json.loads(told.stdout)
    assert shown["sound"] is (code == 0)
    assert any(f["health"] == "bad" for f in shown["findings"]) is (code != 0)
    assert text.stdout.startswith("lỗi" if fault == "configuration" else "ổn")


def test_a_source_that_can_prove_no_day_is_told_with_what_would_help(tmp_path: Path) -> None:
    """A list that is sorted oldest first and leads to no second page proves nothing: after some days the doctor says so, and what to do."""
    with Arranged() as arranged:
        office = Office(tmp_path, arranged, LISTING)
        arranged.arrange, arranged.per_page = lambda posts: posts[::-1], 50
        for n in range(1, 9):
            office.par(n, f"2026-11-{n:02} 08:00")
        for at in ("2026-11-20 09:00", "2026-11-24 09:00"):
            office.polls(at)
        told = finding(examined(office, "2026-11-24 10:00"), "nguồn tin unit/list")
    assert (told.health, "không chứng minh được ngày nào" in told.found) == (Health.WARN, True)
    assert "page_pattern" in told.advice
