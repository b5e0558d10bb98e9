"""What `newswatch service` prints: files that systemd, a shell and the Task Scheduler take as they are."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import needs
import pytest
from office import Office
from portal import Portal

from newswatch.cli.run import HEADING
from newswatch.config import load
from newswatch.deploy import cron, systemd, windows
from newswatch.deploy.place import Place

NASTY = "Xã Quảng Thọ 100% $HOME 'a;b'"
TASKS = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def newswatch(office: Office, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the program as its own process."""
    command = [sys.executable, "-m", "newswatch.cli", "--config", str(office.settings.path), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def printed(office: Office, *arguments: str) -> str:
    """What a command prints."""
    result = newswatch(office, *arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout


def values(unit: str, key: str) -> list[str]:
    """What a key of a unit file is set to."""
    return re.findall(rf"^{key}=(.*)$", unit, re.MULTILINE)


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose folder has blanks, marks and every sign that means something to somebody."""
    (tmp_path / NASTY).mkdir()
    return Office(tmp_path / NASTY, portal)


@pytest.fixture
def analyze() -> str:
    """What systemd itself says of a unit."""
    return needs.program("systemd-analyze", package="systemd")


def place(office: Office, tables: str = "", keys: str = "") -> Place:
    """Where newswatch would run with some more tables and top-level keys in config.toml."""
    path = office.settings.path.with_name("more.toml")
    path.write_text(f"{keys}\n{office.settings.path.read_text(encoding='utf-8')}\n{tables}\n", encoding="utf-8")
    return Place(("/opt/newswatch/bin/newswatch",), "newswatch", (Path("/opt/newswatch"),), load(path))


@pytest.mark.parametrize("option", [[], ["--timer"]], ids=["daemon", "timer"])
def test_units_pass_systemd_analyze(office: Office, analyze: str, tmp_path: Path, option: list[str]) -> None:
    """`systemd-analyze verify` has nothing to say about the units, whatever the paths look like."""
    folder = tmp_path / "units"
    folder.mkdir()
    printed(office, "service", "systemd", *option, "--into", str(folder))
    units = [str(unit) for unit in folder.iterdir()]
    assert len(units) == 1 + len(option)
    result = subprocess.run([analyze, "verify", *units], capture_output=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_bad_unit_fails_systemd_analyze(office: Office, analyze: str, tmp_path: Path) -> None:
    """The check above can fail: systemd names a key that it doesn't know."""
    unit = tmp_path / "newswatch.service"
    unit.write_text(printed(office, "service", "systemd").replace("UMask=", "Umask="), encoding="utf-8")
    result = subprocess.run([analyze, "verify", str(unit)], capture_output=True, encoding="utf-8", check=False)
    assert "Umask" in result.stderr


def test_daemon_unit_is_confined_to_its_folders(office: Office) -> None:
    """The unit has a watchdog, sees the system read-only, writes only to the folders of database, inbox and mails, and sees nothing it doesn't need."""
    unit = systemd.daemon(place(office, '[mail]\nfolder = "/srv/thu"', 'inbox = "/srv/hộp thư"'))["newswatch.service"]
    assert (values(unit, "Type"), values(unit, "NotifyAccess"), values(unit, "WatchdogSec")) == (["notify"], ["main"], ["5min"])
    assert values(unit, "ProtectSystem") == ["strict"]
    assert values(unit, "CapabilityBoundingSet") == [""]
    assert values(unit, "StateDirectory") == ["newswatch"]
    assert values(unit, "User") == ["newswatch"]
    folder = str(office.folder).replace("%", "%%")
    assert values(unit, "ReadWritePaths") == ['"/srv/hộp thư"', "/srv/thu", f'"{folder}"']


def test_a_unit_may_write_where_the_feed_goes(office: Office) -> None:
    """It writes to the folder in which the files of the feed lie, and is given the secret that signs what is posted."""
    table = '[feed]\npath = "/srv/chuyen/{unit}/{year}.json"\nurl = "https://a.example/"\nsecret_file = "/etc/newswatch/feed-secret"'
    unit = systemd.daemon(place(office, table))["newswatch.service"]
    assert "/srv/chuyen" in values(unit, "ReadWritePaths")
    assert values(unit, "LoadCredential") == ["feed-secret:/etc/newswatch/feed-secret"]
    assert "feed-secret" not in systemd.daemon(place(office, table.replace("url", "# url")))["newswatch.service"]


def test_command_line_of_a_unit_is_quoted(office: Office) -> None:
    """In ExecStart blanks are quoted, and % and $ doubled, so that systemd replaces nothing."""
    unit = systemd.daemon(place(office))["newswatch.service"]
    config = str(office.folder / "more.toml").replace("%", "%%").replace("$", "$$")
    assert values(unit, "ExecStart") == [f'/opt/newswatch/bin/newswatch --config "{config}" run']


@pytest.mark.parametrize(
    ("code", "home", "temporary"),
    [("/opt/newswatch", "yes", "yes"), ("/home/xa/venv", "read-only", "yes"), ("/tmp/venv", "yes", "no")],
)
def test_what_it_needs_is_not_hidden(tmp_path: Path, portal: Portal, code: str, home: str, temporary: str) -> None:
    """Home folders and /tmp are hidden unless newswatch itself or its files lie there."""
    office = Office(tmp_path, portal)
    settings = load(office.settings.path)
    elsewhere = Path("/srv/newswatch")
    moved = replace(settings, path=elsewhere / "config.toml", database=elsewhere / "n.db", inbox=elsewhere / "inbox")
    moved = replace(moved, mail=replace(moved.mail, folder=elsewhere / "outbox"))
    unit = systemd.daemon(Place(("/usr/bin/newswatch",), "", (Path(code),), moved))["newswatch.service"]
    assert (values(unit, "ProtectHome"), values(unit, "PrivateTmp")) == ([home], [temporary])
    assert values(unit, "ReadWritePaths") == ["/srv/newswatch"]
    assert "Better not as root" in unit


@pytest.mark.parametrize(
    ("login", "credential"),
    [
        ("", []),
        ('login = "u"', ["smtp-password:/etc/newswatch/smtp-password"]),
        ('login = "u"\npassword_file = "/srv/mật khẩu 5%"', ["smtp-password:/srv/mật khẩu 5%%"]),
    ],
    ids=["no login", "login", "password file"],
)
def test_password_is_a_credential(office: Office, login: str, credential: list[str]) -> None:
    """With a mail login the unit loads the password as a credential from the file the settings name; without a login it only tells how."""
    mail = f'[mail]\nhost = "mail.example"\nsender = "xa@xa.example"\n{login}'
    unit = systemd.daemon(place(office, mail))["newswatch.service"]
    assert values(unit, "LoadCredential") == credential


@pytest.mark.parametrize(
    ("minutes", "calendar", "hours"),
    [(5, "0/5", "*/5"), (7, "0/6", "*/6"), (1, "0/1", "*/1"), (90, "00", "0")],
)
def test_timer_and_crontab_fit_the_hour(office: Office, minutes: int, calendar: str, hours: str) -> None:
    """The timer ticks in Vietnamese time at the pace of deliveries, or the next one that divides an hour, and makes up for time off."""
    at = place(office, f"[schedule]\ndeliver_minutes = {minutes}")
    timer = systemd.timer(at)["newswatch.timer"]
    assert values(timer, "OnCalendar") == [f"*-*-* *:{calendar}:00 Asia/Ho_Chi_Minh"]
    assert values(timer, "Persistent") == ["true"]
    assert f"\n{hours} * * * * /opt" in cron.crontab(at)["newswatch.cron"]


def test_crontab_looks_for_what_is_due(office: Office) -> None:
    """One line walks through what is due, by the times of the settings; the zone of the machine does not matter."""
    text = cron.crontab(place(office, '[schedule]\nchecks = ["05:15", "18:45"]\nclose = "07:50"'))["newswatch.cron"]
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines[0] == "MAILTO=root"
    assert [(line.split(" /opt")[0], line.split()[-2:]) for line in lines[1:]] == [("*/5 * * * *", ["run", "--once"])]


def test_line_of_the_crontab_works_in_a_shell(office: Office) -> None:
    """The command of a crontab line, as cron hands it to sh, runs and finds its configuration."""
    line = next(line for line in printed(office, "service", "cron").splitlines() if line.endswith(" run --once"))
    command = line.split(" ", 5)[5]
    assert not re.search(r"(?<!\\)%", command)
    result = subprocess.run(["/bin/sh", "-c", command.replace("\\%", "%")], capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    assert office.settings.database.exists()


def test_task_of_windows(office: Office) -> None:
    """The task is well-formed, starts the command file, makes up for a missed start and needs no administrator; the command doubles each %."""
    files = windows.task(place(office))
    task = ElementTree.fromstring(files["newswatch.xml"])
    told = {element.tag.removeprefix(TASKS): element.text for element in task.iter()}
    assert told["Command"] == f'"{office.folder}/newswatch.cmd"'
    assert (told["StartWhenAvailable"], told["RunLevel"], told["MultipleInstancesPolicy"]) == ("true", "LeastPrivilege", "IgnoreNew")
    assert str(told["StartBoundary"]).endswith("+07:00")
    doubled = str(office.folder).replace("%", "%%")
    assert f'"--config" "{doubled}/more.toml" "run" "--once"' in files["newswatch.cmd"]
    assert files["newswatch.cmd"].startswith("@echo off\r\n")
    assert "schtasks /Create" in files["how.txt"]


def test_printed_as_one_text_or_written_as_files(office: Office, tmp_path: Path) -> None:
    """Several files are printed one after another under their names, or written into a folder; --timer is for systemd alone."""
    text = printed(office, "service", "windows")
    assert re.findall(rf"^{HEADING}(.*)$", text, re.MULTILINE) == ["newswatch.cmd", "newswatch.xml", "how.txt"]
    assert HEADING not in printed(office, "service", "systemd")
    printed(office, "service", "windows", "--into", str(tmp_path))
    assert "Quảng Thọ" in (tmp_path / "newswatch.cmd").read_text(encoding="utf-8")
    assert newswatch(office, "service", "cron", "--timer").returncode == 2
