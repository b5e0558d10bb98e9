"""The daemon: it does what is due whatever goes wrong, ends when told to, and is no burden in between."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import outboxes
import pytest
from daemons import DaemonProcess, Ear
from office import FEED, LISTING, Office
from portal import Portal
from postbox import Postbox

import newswatch
from newswatch.config import Settings, load
from newswatch.core.model import LOCAL
from newswatch.core.notices.agenda import Duty, Ending
from newswatch.daemon.notify import Notifier
from newswatch.daemon.serving import Pulse
from newswatch.daemon.watching import Inbox, Watched
from newswatch.errors import ConfigError, InputError, RunOpenError
from newswatch.services import check, close
from newswatch.services.duties import owing
from newswatch.services.round import Round
from newswatch.store import units
from newswatch.store.store import Store

LOG = "Ngày phát;Giờ phát;Tên tin, bài;Thể loại;Nguồn\n05/10/2026;05:30;Công khai thủ tục hành chính tại bộ phận một cửa xã;Tin;Tự viết\n"
HOUR = 3600.0


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with two sources and two articles."""
    office = Office(tmp_path, portal, LISTING, FEED)
    office.par(1, hours_ago(50))
    office.par(2, hours_ago(30))
    return office


def hours_ago(hours: int) -> str:
    """A moment shortly before the present, in local time, for daemons that live in it."""
    return f"{datetime.now(LOCAL) - timedelta(hours=hours):%Y-%m-%d %H:%M}"


def runs(office: Office) -> list[tuple[str, str]]:
    """The verb and state of every run, oldest first."""
    with office.store() as store:
        return [(r["verb"], r["state"]) for r in store.rows("SELECT verb, state FROM runs ORDER BY id")]


def mails(office: Office) -> list[str]:
    """Where each mail of the outbox stands."""
    with office.store() as store:
        return [r["state"] for r in store.rows("SELECT state FROM deliveries ORDER BY id")]


def newswatch_cli(office: Office, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs a command as its own process."""
    command = [sys.executable, "-m", "newswatch.cli", "--config", str(office.settings.path), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def queue(office: Office) -> None:
    """Puts one notice with three recipients into the outbox."""
    with office.store() as store:
        outboxes.keep(store, office.settings.mail, ["2026-03"])


def lay(office: Office, name: str, text: str) -> None:
    """Lays a file into the inbox."""
    office.settings.inbox.mkdir(exist_ok=True)
    (office.settings.inbox / name).write_text(text, encoding="utf-8")


def edit(office: Office, text: str) -> None:
    """Appends to config.toml."""
    with office.settings.path.open("a", encoding="utf-8") as file:
        file.write(text)


@pytest.fixture
def walk(office: Office) -> Callable[..., tuple[bool, str]]:
    """Walks one round at a local time; gives whether all went well, and the log."""

    def walk(at: str, *, stop: bool = False) -> tuple[bool, str]:
        office.at = at
        event, told = threading.Event(), list[str]()
        if stop:
            event.set()
        return Round(office.settings, office.now, event, told.append).walk(), "\n".join(told)

    return walk


def test_daemon_does_what_is_due_and_ends_when_told(office: Office, postbox: Postbox, tmp_path: Path) -> None:
    """A daemon started on nothing says it is ready, looks, takes in the inbox, closes and delivers; SIGTERM ends it with 0 and no run open. Ticks that
    come while a round goes on are no news."""
    edit(office, f'\n[mail]\nhost = "127.0.0.1"\nport = {postbox.port}\nsecurity = "none"\nsender = "newswatch@xa.example"\n')
    queue(office)
    lay(office, "so.csv", LOG)
    with Ear(str(tmp_path / "notify")) as ear, DaemonProcess(office.settings.path, environment={"NOTIFY_SOCKET": ear.address}) as daemon:
        daemon.reaches(lambda: ear.hears("READY=1"), "READY=1")
        daemon.reaches(lambda: len(postbox.mails) >= 3, "mails")
        daemon.says("deliver: 3 sent")
        assert daemon.stops() == 0
        assert ear.hears("STOPPING=1")
        assert any(line.startswith("STATUS=") for line in ear.heard)
    assert runs(office) == [("intake", "ok"), ("check", "ok"), ("close", "ok")]
    assert len(office.items()) == 3
    assert set(mails(office)) == {"sent"}
    assert "maximum number of running instances" not in daemon.log


def test_watchdog_is_fed_while_all_is_well(office: Office) -> None:
    """Under a watchdog, and at an abstract address, the daemon says again and again that it is alive."""
    with Ear(f"@newswatch-test-{os.getpid()}") as ear:
        environment = {"NOTIFY_SOCKET": ear.address, "WATCHDOG_USEC": "300000"}
        with DaemonProcess(office.settings.path, environment=environment) as daemon:
            daemon.reaches(lambda: ear.hears("WATCHDOG=1", times=3), "WATCHDOG=1")
            assert daemon.stops(signal.SIGINT) == 0


def test_second_daemon_is_refused(office: Office) -> None:
    """A second daemon on the same database ends at once with 5, a check beside the first works, and after a kill -9 the next one starts."""
    with DaemonProcess(office.settings.path) as daemon:
        daemon.says("close:")
        second = newswatch_cli(office, "run")
        assert (second.returncode, "another daemon" in second.stderr) == (5, True)
        assert newswatch_cli(office, "check").returncode == 0
        daemon.process.kill()
    with DaemonProcess(office.settings.path) as daemon:
        daemon.says("the daemon is up")
        assert daemon.stops() == 0


def test_stop_in_the_middle_of_a_check(office: Office, portal: Portal) -> None:
    """SIGTERM while a portal keeps a check waiting ends the daemon with 0: no further article is asked for, what was read is kept, the run is closed."""
    for n in range(1, 11):
        office.par(n, hours_ago(20 - n))
    portal.fails(r"/tin/.*-[1-8]\.html", "timeout")
    with DaemonProcess(office.settings.path) as daemon:
        daemon.reaches(lambda: len([r for r in portal.requests if r.path.startswith("/tin/")]) >= 3, "request for an article that hangs")
        assert daemon.stops() == 0
    assert runs(office)[0] == ("check", "failed")
    assert all(state != "open" for _, state in runs(office))
    assert [item.whole for item in office.items()].count(True) == 2
    assert len([r for r in portal.requests if r.path.startswith("/tin/")]) < 10


def test_broken_edit_leaves_the_old_settings_in_force(office: Office) -> None:
    """A config.toml that was broken while the daemon runs is told once and stops nothing; once mended it is read anew."""
    sound = office.settings.path.read_text(encoding="utf-8")
    with DaemonProcess(office.settings.path) as daemon:
        daemon.says("close:")
        edit(office, "\nnonsense = [")
        daemon.says("stay in force")
        lay(office, "so.csv", LOG)
        daemon.says("1 new bulletins")
        office.settings.path.write_text(sound + "\n# mended\n", encoding="utf-8")
        daemon.says("read anew")
        assert daemon.stops() == 0
    assert daemon.log.count("stay in force") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_idle_daemon_is_no_burden(office: Office) -> None:
    """After a round with everything in it the daemon holds at most 80 MB and next to no processor time."""
    queue(office)
    with DaemonProcess(office.settings.path, tick_seconds=30) as daemon:
        daemon.says("deliver: 3")
        time.sleep(1)
        before, _ = daemon.measured()
        time.sleep(3)
        used, resident = daemon.measured()
        assert daemon.stops() == 0
    assert used - before < 0.3
    assert resident <= 80


def test_catch_up_is_one_check_and_one_close(office: Office, walk: Callable[..., tuple[bool, str]]) -> None:
    """After days off a round checks once, then closes once; the next minutes nothing is due."""
    walk("2026-11-20 09:00")
    walk("2026-11-26 11:00")
    assert runs(office)[2:] == [("check", "ok"), ("close", "ok")]
    walk("2026-11-26 11:01")
    assert len(runs(office)) == 4


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (ZeroDivisionError("planted"), "nobody foresaw"),
        (InputError("planted"), "check: planted"),
        (RunOpenError("planted"), "check: put off: planted"),
    ],
    ids=["bug", "foreseen", "another run"],
)
@pytest.mark.parametrize("broken", [check, close], ids=["check", "close"])
def test_fault_of_one_duty_silences_no_mail(
    office: Office, walk: Callable[..., tuple[bool, str]], monkeypatch: pytest.MonkeyPatch, broken: Any, fault: Exception, told: str
) -> None:
    """Whatever one duty meets, a bug included, the others are done, the mails go out, and the log tells what happened."""

    def fails(*_: object, **__: object) -> None:
        raise fault

    queue(office)
    monkeypatch.setattr(broken, "run", fails)
    well, log = walk("2026-11-20 09:00")
    assert not well
    assert told.replace("check:", f"{broken.__name__.rpartition('.')[2]}:") in log
    assert [verb for verb, _ in runs(office)] == ["close" if broken is check else "check"]
    assert mails(office)[:3] == ["sent"] * 3


def left_open(store: Store, unit_row: int, began: datetime) -> None:
    """What a check leaves whose process was killed."""
    with store.writing():
        run = store.run_sql("INSERT INTO runs (verb, started_at, state) VALUES ('check', ?, 'open')", began.isoformat())
        store.run_sql("UPDATE duties SET run_id = ? WHERE unit_id = ? AND verb = 'check'", run, unit_row)


def test_check_broken_off_is_made_up_for_before_anything_is_closed(office: Office, walk: Callable[..., tuple[bool, str]]) -> None:
    """After a check that was stopped, or killed, the next round checks anew before it closes; a check still at work is left alone."""
    began = datetime(2026, 11, 20, 1, 50, tzinfo=UTC)
    with office.store() as store:
        rows = [units.unit_row(store, office.unit)]
        with store.run("check", lambda: began, rows) as run:
            run.ending = Ending.STOPPED
        assert list(owing(store, office.settings, began + timedelta(minutes=10))) == [Duty.CHECK, Duty.CLOSE]
        left_open(store, rows[0], began)
        assert list(owing(store, office.settings, began + timedelta(minutes=10))) == [Duty.CHECK, Duty.CLOSE]
        with store.alone():
            assert list(owing(store, office.settings, began + timedelta(minutes=10))) == [Duty.CLOSE]
    walk("2026-11-20 09:00")
    assert [verb for verb, _ in runs(office)][-2:] == ["check", "close"]


def test_round_that_reaches_no_mail_server_is_not_well(office: Office, walk: Callable[..., tuple[bool, str]], postbox: Postbox) -> None:
    """A round whose mails wait for a server that is down says so in its exit code."""
    office.has_board(postbox, "thuky@xa.example")
    queue(office)
    postbox.goes_down()
    well, log = walk("2026-11-20 09:00")
    assert (well, "deliver: 127.0.0.1" in log) == (False, True)


def test_round_told_to_stop_begins_nothing(office: Office, walk: Callable[..., tuple[bool, str]]) -> None:
    """A round whose stop is set does nothing, and that is no fault."""
    assert walk("2026-11-20 09:00", stop=True) == (True, "")
    assert runs(office) == []


def test_database_that_can_not_be_opened_is_told(office: Office, walk: Callable[..., tuple[bool, str]]) -> None:
    """A round on a file that is no database says so and ends."""
    office.settings.database.write_text("Đây là một tệp văn bản, không phải cơ sở dữ liệu. " * 20, encoding="utf-8")
    well, log = walk("2026-11-20 09:00")
    assert (well, "is no database" in log) == (False, True)


@pytest.mark.parametrize("sound", [True, False], ids=["sound", "broken"])
def test_one_round_from_the_command_line(office: Office, sound: bool) -> None:
    """`run --once` walks one round and ends with 0, or 3 if something went wrong."""
    if not sound:
        office.settings.database.write_text("no database " * 100, encoding="utf-8")
    result = newswatch_cli(office, "run", "--once")
    assert result.returncode == (0 if sound else 3), result.stderr
    if sound:
        assert runs(office) == [("check", "ok"), ("close", "ok")]


_SHIPPED = ("log_columns.toml", "holidays.toml", "lexicon.toml")


def test_settings_follow_their_files(tmp_path: Path, office: Office) -> None:
    """An edit of config.toml or of a rule file it names is taken over; one that names another database waits for a new start."""
    told: list[str] = []
    path = office.settings.path
    rule = (Path(newswatch.__file__).parent / "data" / "rules" / "quang-dien-2614.toml").read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(rule, encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace('"quang-dien-2614"', '"own.toml"'), encoding="utf-8")
    watched = Watched(path, told.append)
    first = watched.current()
    assert watched.current() is first
    (tmp_path / "own.toml").write_text(rule + "\n# checked\n", encoding="utf-8")
    assert watched.current() is not first
    path.write_text(path.read_text(encoding="utf-8").replace('"n.db"', '"other.db"'), encoding="utf-8")
    assert watched.current().database.name == "n.db"
    assert [line.rpartition(": ")[2] for line in told[:1]] == ["read anew"]
    assert "another database" in told[1]


@pytest.mark.parametrize("file", ["units.csv", "of-rows.toml", "log_columns.toml", "holidays.toml", "lexicon.toml", "ca.pem"])
def test_settings_follow_all_files_they_are_made_of(tmp_path: Path, file: str) -> None:
    """Whatever file settings rest on, an edit of it is taken over: rows of units and the rules that they name among them."""
    data = Path(newswatch.__file__).parent / "data"
    for name, source in (("of-rows.toml", "rules/quang-dien-2614.toml"), *((name, name) for name in _SHIPPED)):
        (tmp_path / name).write_bytes((data / source).read_bytes())
    (tmp_path / "ca.pem").write_text("none yet", encoding="utf-8")
    row = "xa-hai,Hai,xã,of-rows.toml,tin,feed,https://hai.example/rss,ca.pem"
    (tmp_path / "units.csv").write_text(f"id,name,kind,rules,source.id,source.kind,source.url,source.ca_file\n{row}\n", encoding="utf-8")
    named = "".join(f'{key} = "{key}.toml"\n' for key in ("lexicon", "holidays", "log_columns"))
    (tmp_path / "config.toml").write_text(f'units_file = "units.csv"\n{named}', encoding="utf-8")
    watched = Watched(tmp_path / "config.toml", lambda _: None)
    first = watched.current()
    assert watched.current() is first
    with (tmp_path / file).open("a", encoding="utf-8") as edited:
        edited.write("\n")
    assert watched.current() is not first


def test_an_edit_during_the_reading_is_taken_over_next(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is saved again while the settings are read anew is read once more."""
    path, told, saved = office.settings.path, list[str](), list[str]()
    watched = Watched(path, told.append)

    def load_slowly(of: Path) -> Settings:
        found = load(of)
        if not saved:
            saved.append(path.read_text(encoding="utf-8"))
            path.write_text(f"{saved[0]}\n# the second edit", encoding="utf-8")
        return found

    monkeypatch.setattr("newswatch.config.load", load_slowly)
    path.write_text(f"{path.read_text(encoding='utf-8')}\n# the first", encoding="utf-8")
    first = watched.current()
    assert watched.current() is not first
    assert len(told) == 2


@pytest.mark.parametrize("at_the_start", [True, False], ids=["at the start", "of a file that is named only now"])
def test_an_edit_during_the_first_reading_of_a_file_is_taken_over(
    tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch, at_the_start: bool
) -> None:
    """A rule's file that is saved again just after it was read for the first time is read once more."""
    path, rule = office.settings.path, tmp_path / "own.toml"
    text = (Path(newswatch.__file__).parent / "data" / "rules" / "quang-dien-2614.toml").read_text(encoding="utf-8")
    plain = path.read_text(encoding="utf-8")
    named, saved = plain.replace('"quang-dien-2614"', '"own.toml"'), list[Path]()
    rule.write_text(text, encoding="utf-8")

    def load_slowly(of: Path) -> Settings:
        found = load(of)
        if rule in found.files and not saved:
            saved.append(rule)
            rule.write_text(text.replace("quota = 4", "quota = 6"), encoding="utf-8")
        return found

    path.write_text(named if at_the_start else plain, encoding="utf-8")
    monkeypatch.setattr("newswatch.config.load", load_slowly)
    watched = Watched(path, lambda _: None)
    if not at_the_start:
        path.write_text(named, encoding="utf-8")
    for _ in range(2):
        current = watched.current()
    assert current.units[0].rules[0].quota == 6


def test_first_settings_must_be_sound(tmp_path: Path) -> None:
    """A daemon does not start on a configuration that can't be used."""
    (tmp_path / "config.toml").write_text("nonsense = 1", encoding="utf-8")
    with pytest.raises(ConfigError):
        Watched(tmp_path / "config.toml")


def test_inbox_is_swept_when_a_change_has_settled(office: Office) -> None:
    """A file is news once it has stopped growing, until a round took it in, and again when it changes."""
    inbox = Inbox()
    assert not inbox.changed(office.settings)
    lay(office, "so.csv", LOG[:40])
    assert not inbox.changed(office.settings)
    lay(office, "so.csv", LOG)
    assert not inbox.changed(office.settings)
    assert inbox.changed(office.settings)
    inbox.taken()
    assert not inbox.changed(office.settings)
    lay(office, "~$so.csv", "khóa của Excel")
    assert not inbox.changed(office.settings)
    assert not inbox.changed(office.settings)


@pytest.mark.parametrize(
    ("after", "lively"),
    [("nothing for 5 minutes", True), ("nothing for 12 minutes", False), ("a round for 2 hours", True), ("a round for 3 hours", False)],
)
def test_pulse_tells_stuck_from_busy(after: str, lively: bool) -> None:
    """A daemon that waits for a long round is alive; one whose thread no longer ticks, or whose round never ends, is not."""
    pulse = Pulse(1000.0, 30.0)
    pulse.begins(1000.0)
    pulse.ticks(1100.0)
    number, unit = after.split()[-2:]
    if after.startswith("a round"):
        pulse.begins(1100.0)
    assert pulse.lively(1100.0 + int(number) * (HOUR if unit == "hours" else 60)) is lively
    assert (pulse.overdue(1100.0 + 3 * HOUR) > 0) is after.startswith("a round")


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, 0),
        ({"WATCHDOG_USEC": "300000000"}, 300),
        ({"WATCHDOG_USEC": "300000000", "WATCHDOG_PID": str(os.getpid())}, 300),
        ({"WATCHDOG_USEC": "300000000", "WATCHDOG_PID": "1"}, 0),
        ({"WATCHDOG_USEC": "soon"}, 0),
    ],
)
def test_watchdog_of_another_process_is_not_ours(environment: dict[str, str], seconds: float) -> None:
    """Only a watchdog set for this very process is fed."""
    assert Notifier(environment).watchdog_seconds == seconds


def test_systemd_that_can_not_hear_stops_nothing(tmp_path: Path) -> None:
    """A notify socket that is gone is no fault of the daemon's."""
    Notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")}).tell("READY=1")


def test_mail_left_by_a_killed_process_goes_out_at_the_start(office: Office) -> None:
    """What a process was handing over when it died is delivered by the next daemon, though nothing is due by the clock."""
    queue(office)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with Store.open(office.settings.database) as store, store.writing():
        for verb in ("check", "close"):
            store.run_sql("INSERT INTO runs (verb, started_at, finished_at, state) VALUES (?, ?, ?, 'ok')", verb, at, at)
        store.run_sql("UPDATE deliveries SET state = 'sending', attempts = 1")
    with DaemonProcess(office.settings.path) as daemon:
        daemon.says("deliver: 3 sent")
        assert daemon.stops() == 0
    assert mails(office) == ["sent"] * 3
