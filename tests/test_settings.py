"""Settings of mail, times, boards and holidays: each fault under its dotted path, and no password anywhere."""

import os
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from newswatch.cli import newswatch
from newswatch.config import EvidenceSettings, MailSettings, Member, Schedule, Security, Settings, load, mail_password
from newswatch.config.mailing import mail_settings
from newswatch.core.notices.notice import NoticeKind, Recipient, Role
from newswatch.core.table import Table
from newswatch.errors import ConfigError

UNIT = """
[[units]]
id = "quang-tho"
name = "Quảng Thọ"
rules = ["quang-dien-2614"]
[[units.sources]]
id = "feed"
kind = "feed"
url = "http://127.0.0.1/rss"
"""
MEMBER = '[[units.board]]\naddress = "{}"\n'
SECRET = "Mật khẩu 4 thư"
NOBODY = 65534


def settings(folder: Path, head: str = "", tail: str = "") -> Settings:
    path = folder / "config.toml"
    path.write_text(head + UNIT + tail, encoding="utf-8")
    return load(path)


def faults(folder: Path, head: str = "", tail: str = "") -> list[str]:
    with pytest.raises(ConfigError) as raised:
        settings(folder, head, tail)
    begin = f"{folder / 'config.toml'}: "
    assert all(problem.startswith(begin) for problem in raised.value.problems)
    return [problem.removeprefix(begin) for problem in raised.value.problems]


def secret_file(folder: Path, content: str = SECRET, name: str = "secret") -> Path:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content.encode())
    file.chmod(0o600)
    return file


def test_nothing_said_means_the_defaults(tmp_path: Path) -> None:
    """Without [mail] and [schedule] mails go into a folder beside the file, and the times are the usual ones."""
    found = settings(tmp_path)
    assert found.mail == MailSettings(tmp_path / "outbox")
    assert found.schedule == Schedule((time(6, 30), time(17, 30)), 10, time(8), 5, 10, (20, 25), 3)
    assert (found.units[0].board, found.holidays_path) == ((), None)
    assert 2026 in found.holidays.announced


def test_all_that_may_be_said_is_heard(tmp_path: Path) -> None:
    """Each key reaches its place, paths start from the file's folder, and times and days are sorted and unique."""
    head = """
[mail]
folder = "thư đi"
host = "smtp.hue.gov.vn"
port = 465
security = "tls"
login = "xa"
password_file = "bí mật/smtp"
ca_file = "/etc/office.pem"
sender = "xa@hue.gov.vn"
sender_name = "UBND xã Quảng Thọ"
unsubscribe = "thoi@hue.gov.vn"
timeout_seconds = 5
[schedule]
checks = ["17:00", "05:15", "17:00"]
jitter_minutes = 0
close = "09:05"
deliver_minutes = 1
first_warning = 0
warnings = [28, 15, 28]
trouble_days = 7
"""
    found = settings(tmp_path, head)
    assert found.mail == MailSettings(
        tmp_path / "thư đi", "smtp.hue.gov.vn", 465, Security.TLS, "xa", tmp_path / "bí mật" / "smtp", Path("/etc/office.pem"),
        "xa@hue.gov.vn", "UBND xã Quảng Thọ", "thoi@hue.gov.vn", 5.0,
    )  # fmt: skip
    assert found.schedule == Schedule((time(5, 15), time(17)), 0, time(9, 5), 1, 0, (15, 28), 7)


def test_a_host_may_have_a_pause_of_its_own(tmp_path: Path) -> None:
    """Hosts are named with or without `www.`; what is no host, no pause or no known key is a fault under its path."""
    head = '[fetch.hosts."www.xa.example"]\npace_seconds = 5\n[fetch.hosts."tin.example"]\n'
    assert settings(tmp_path, head).fetch.hosts == {"xa.example": 5.0, "tin.example": 1.0}
    with pytest.raises(ConfigError) as raised:
        settings(tmp_path, '[fetch.hosts.":"]\npace_seconds = 99\npace = 1\n')
    assert [problem.partition("config.toml: ")[2] for problem in raised.value.problems] == [
        "fetch.hosts.:: expected a host name such as 'tin.xa.gov.vn', found ':'",
        "fetch.hosts.:.pace_seconds: expected 0 to 60, found 99",
        "fetch.hosts.:.pace: unknown key",
    ]


def test_networks_of_the_office_are_heard_by_pages_and_mail(tmp_path: Path) -> None:
    """Networks that a person names hold for all connections; one that is no office's is a fault that says what was found."""
    found = settings(tmp_path, 'networks = ["10.20.0.0/16", "192.168.1.5"]\n')
    assert [str(net) for net in found.fetch.networks] == ["10.20.0.0/16", "192.168.1.5/32"]
    assert found.mail.networks == found.fetch.networks
    assert [fault.partition(", within")[0] for fault in faults(tmp_path, 'networks = ["0.0.0.0/0", "10.0.0.0/8", "xa.vn"]\n')] == [
        "networks: expected addresses and networks of an office"
    ] * 2


def test_a_path_may_begin_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`~` means the home folder in each path of [mail]."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    found = settings(tmp_path, '[mail]\nfolder = "~/mail"\npassword_file = "~/p"\nca_file = "~/ca.pem"\n').mail
    assert [found.folder, found.password_file, found.ca_file] == [tmp_path / "home" / name for name in ("mail", "p", "ca.pem")]


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [("xã", "xã An Phước", "xã An Phước"), ("xã", "Xã An Phước", "xã An Phước"), ("xã", "Xãm Cái", "xã Xãm Cái"),
     ("thị trấn", "thị trấn Sịa", "thị trấn Sịa"), ("đặc khu", "Phú Quốc", "đặc khu Phú Quốc"), ("phường", "phường", "phường phường")],
)  # fmt: skip
def test_a_name_typed_with_its_kind_is_the_name(tmp_path: Path, kind: str, name: str, title: str) -> None:
    """The kind stands once before the name, however it was typed."""
    path = tmp_path / "config.toml"
    path.write_text(UNIT.replace('name = "Quảng Thọ"', f'name = "{name}"\nkind = "{kind}"'), encoding="utf-8")
    assert load(path).units[0].title == title


def test_a_kind_without_its_marks_is_a_fault(tmp_path: Path) -> None:
    """A kind stands in letters, so it is written as Vietnamese writes it."""
    found = faults(tmp_path, tail=UNIT.replace('name = "Quảng Thọ"', 'name = "An Phước"\nkind = "xa"').replace("quang-tho", "an-phuoc"))
    assert found == ["units[2].kind: expected 'xã', 'phường', 'thị trấn', 'đặc khu', found 'xa'"]


def test_the_board_is_read_and_asked_by_kind_of_notice(tmp_path: Path) -> None:
    """A member is the secretary and gets every notice unless the file says otherwise."""
    tail = f"""{MEMBER.format("thu.ky@hue.gov.vn")}name = "Lê Thị Thư"
{MEMBER.format("pho@hue.gov.vn")}role = "deputy"
notices = ["shortfall", "year"]
"""
    unit = settings(tmp_path, tail=tail).units[0]
    secretary = Recipient("thu.ky@hue.gov.vn", "Lê Thị Thư", Role.SECRETARY)
    deputy = Recipient("pho@hue.gov.vn", "", Role.DEPUTY)
    assert unit.board[1] == Member("pho@hue.gov.vn", "", Role.DEPUTY, (NoticeKind.SHORTFALL, NoticeKind.YEAR))
    assert unit.recipients(NoticeKind.SHORTFALL) == (secretary, deputy)
    assert unit.recipients(NoticeKind.WARNING) == (secretary,)
    assert [r.role.addressed for r in (secretary, deputy)] == [True, False]


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ('[mail]\nhost = "smtp.hue.gov.vn"', "mail.sender: is missing; a mail server takes mail only from an address"),
        ('[mail]\nhost = "smtp.hue.gov.vn:587"\nsender = "a@b.vn"', "mail.host: expected the name of a mail server"),
        ('[mail]\nhost = "smtp://hue.gov.vn"\nsender = "a@b.vn"', "mail.host: expected the name of a mail server"),
        ('[mail]\nhost = "hue..vn"\nsender = "a@b.vn"', "mail.host: expected the name of a mail server"),
        ("[mail]\nport = 65536", "mail.port: expected 0 to 65535, found 65536"),
        ('[mail]\nport = "587"', "mail.port: expected a whole number, found '587'"),
        ('[mail]\nsecurity = "ssl"', "mail.security: expected one of starttls, tls, none, found 'ssl'"),
        ('[mail]\nlogin = "xa\\r\\nQUIT"', "mail.login: expected one line of text"),
        ('[mail]\nsender = "Xã Quảng Thọ"', "mail.sender: expected a mail address such as xa@hue.gov.vn, found 'Xã Quảng Thọ'"),
        ('[mail]\nsender = "a@b.vn\\nBcc: x@y.vn"', "mail.sender: expected a mail address"),
        ('[mail]\nsender = "a@b.vn\\n"', "mail.sender: expected a mail address"),
        ('[mail]\nsender_name = "Xã\\r\\nBcc: x@y.vn"', "mail.sender_name: expected one line of text, found 'Xã\\r\\nBcc: x@y.vn'"),
        ('[mail]\nsender_name = "Xã\\u2028Bcc: x@y.vn"', "mail.sender_name: expected one line of text"),
        ('[mail]\nunsubscribe = "https://hue.gov.vn"', "mail.unsubscribe: expected a mail address"),
        ("[mail]\ntimeout_seconds = 0", "mail.timeout_seconds: expected 0.1 to 600, found 0"),
        ('[mail]\nuser = "xa"', "mail.user: unknown key"),
        ('[mail]\npassword-file = "p"', "mail.password-file: unknown key, did you mean 'password_file'?"),
        ('mail = "xa@hue.gov.vn"', "mail: expected a table, found 'xa@hue.gov.vn'"),
        ("[schedule]\nchecks = []", "schedule.checks: is empty; name at least one time such as 06:30"),
        ('[schedule]\nchecks = "06:30"', "schedule.checks: expected a list, found '06:30'"),
        ('[schedule]\nchecks = ["6:30"]', "schedule.checks: expected a time of day such as 06:30, found '6:30'"),
        ('[schedule]\nchecks = ["24:00"]', "schedule.checks: expected a time of day such as 06:30, found '24:00'"),
        ('[schedule]\nchecks = ["٠٦:٣٠"]', "schedule.checks: expected a time of day such as 06:30"),
        ("[schedule]\nchecks = [630]", "schedule.checks: expected texts, found 630"),
        ('[schedule]\nclose = "08:00:00"', "schedule.close: expected a time of day such as 06:30, found '08:00:00'"),
        ('[schedule]\nclose = ""', "schedule.close: expected a time of day such as 06:30, found ''"),
        ("[schedule]\nclose = 08:00:00", "schedule.close: expected a text, found datetime.time(8, 0)"),
        ("[schedule]\njitter_minutes = 121", "schedule.jitter_minutes: expected 0 to 120, found 121"),
        ("[schedule]\ndeliver_minutes = 0", "schedule.deliver_minutes: expected 1 to 1440, found 0"),
        ("[schedule]\nfirst_warning = 32", "schedule.first_warning: expected 0 to 28, found 32"),
        ("[schedule]\nwarnings = [20, 32]", "schedule.warnings: expected days that every month has, 1 to 28, found 32"),
        ("[schedule]\nwarnings = [0]", "schedule.warnings: expected days that every month has, 1 to 28, found 0"),
        ("[schedule]\nwarnings = [-5]", "schedule.warnings: expected whole numbers from 0 on, found -5"),
        ("[schedule]\nwarnings = 20", "schedule.warnings: expected a list, found 20"),
        ("[schedule]\ntrouble_days = 0", "schedule.trouble_days: expected 1 to 366, found 0"),
        ('[schedule]\ncheck = ["06:30"]', "schedule.check: unknown key, did you mean 'checks'?"),
        ('holidays = "nghi.toml"', "holidays: {folder}/nghi.toml: there is no such file"),
    ],
)
def test_a_fault_of_mail_or_schedule_is_reported_once(head: str, fault: str, tmp_path: Path) -> None:
    """A fault is named with its dotted path and what was found."""
    found = faults(tmp_path, head)
    assert len(found) == 1
    assert found[0].startswith(fault.replace("{folder}", str(tmp_path)))


@pytest.mark.parametrize(
    ("tail", "fault"),
    [
        (MEMBER.format("thuky"), "units[1].board[1].address: expected a mail address such as xa@hue.gov.vn, found 'thuky'"),
        (MEMBER.format(""), "units[1].board[1].address: is empty"),
        ('[[units.board]]\nname = "Thư"', "units[1].board[1].address: is missing; expected a text"),
        (MEMBER.format("a@b.vn, c@d.vn"), "units[1].board[1].address: expected a mail address"),
        (MEMBER.format("Thư <a@b.vn>"), "units[1].board[1].address: expected a mail address"),
        (MEMBER.format("a@b.vn\\r\\nBcc: c@d.vn"), "units[1].board[1].address: expected a mail address"),
        (MEMBER.format("a..b@c.vn"), "units[1].board[1].address: expected a mail address"),
        (MEMBER.format("a@b..vn"), "units[1].board[1].address: expected a mail address"),
        (MEMBER.format("a@-b.vn"), "units[1].board[1].address: expected a mail address"),
        (MEMBER.format("a" * 65 + "@b.vn"), "units[1].board[1].address: expected a mail address"),
        (MEMBER.format("a@" + "b." * 126 + "vn"), "units[1].board[1].address: expected a mail address"),
        (MEMBER.format("a@b.vn") + 'name = "Thư\\nBcc: c@d.vn"', "units[1].board[1].name: expected one line of text"),
        (MEMBER.format("a@b.vn") + 'role = "chief"', "units[1].board[1].role: expected one of secretary, head, deputy, editor, contributor, office"),
        (MEMBER.format("a@b.vn") + 'notices = ["monthly"]', "units[1].board[1].notices: expected one of shortfall, warning, revision, trouble"),
        (MEMBER.format("a@b.vn") + 'notices = "year"', "units[1].board[1].notices: expected a list, found 'year'"),
        (MEMBER.format("a@b.vn") + 'mail = "x"', "units[1].board[1].mail: unknown key"),
        (MEMBER.format("a@b.vn") + MEMBER.format("A@B.vn"), "units[1].board[2].address: A@B.vn stands already in units[1].board[1]"),
        ('[units.board]\naddress = "a@b.vn"', "units[1].board: expected a list"),
    ],
)  # fmt: skip
def test_a_fault_of_the_board_is_reported_once(tail: str, fault: str, tmp_path: Path) -> None:
    """A fault of a board is named with the number of the unit and of the member."""
    found = faults(tmp_path, tail=tail)
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    """Faults of mail, schedule, board and holidays are reported together."""
    (tmp_path / "nghi.toml").write_text('[[fixed]]\nname = "x"\nday = "2/9"\n[years.tet]\n', encoding="utf-8")
    found = faults(tmp_path, 'holidays = "nghi.toml"\n[mail]\nport = -1\n[schedule]\nclose = "8h"\n', MEMBER.format("x"))
    assert [problem.split(": ")[0] for problem in found] == [
        "mail.port",
        "schedule.close",
        "units[1].board[1].address",
        "holidays",
        "holidays",
    ]
    assert f"holidays: {tmp_path / 'nghi.toml'}: fixed[1].day: expected month and day such as 09-02, found '2/9'" in found


def test_an_office_may_correct_the_holidays(tmp_path: Path) -> None:
    """A holidays file replaces the shipped one, and a day that it doesn't list is a working day."""
    (tmp_path / "nghi.toml").write_text('[[fixed]]\nname = "Hội làng"\nday = "02-10"\n', encoding="utf-8")
    found = settings(tmp_path, 'holidays = "nghi.toml"\n')
    assert found.holidays_path == tmp_path / "nghi.toml"
    assert [found.holidays.is_working(date(2026, 2, day)) for day in (10, 17)] == [False, True]


@pytest.mark.parametrize(
    "address", ["xa@hue.gov.vn", "thu.ky+cchc@quangdien.hue.gov.vn", "o'hara@b.vn", "a@localhost", "a@127.0.0.1", "x" * 64 + "@b.vn"]
)
def test_usual_addresses_are_taken(address: str, tmp_path: Path) -> None:
    """Official and personal mailboxes are accepted unchanged."""
    assert settings(tmp_path, tail=MEMBER.format(address)).units[0].board[0].address == address


@pytest.mark.parametrize("host", ["smtp.hue.gov.vn", "localhost", "127.0.0.1", "::1", "mail.hue.gov.vn."])
def test_usual_servers_are_taken(host: str, tmp_path: Path) -> None:
    """A name and an IP address of either version are accepted unchanged."""
    assert settings(tmp_path, f'[mail]\nhost = "{host}"\nsender = "a@b.vn"').mail.host == host


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_no_line_end_gets_into_a_header(text: str) -> None:
    """Any login, name or address is a fault or one line."""
    problems: list[str] = []
    found = mail_settings(Table(dict.fromkeys(("login", "sender", "sender_name", "unsubscribe"), text), "mail", problems), Path("/x"))
    lines = [value.splitlines() for value in (found.login, found.sender, found.sender_name, found.unsubscribe)]
    assert problems or all(len(value) <= 1 for value in lines)


@pytest.mark.parametrize("value", [f'"{SECRET}"', "4711", '["4711"]', '""'])
def test_a_password_in_the_file_is_refused_without_being_shown(value: str, tmp_path: Path) -> None:
    """The message says where a password belongs and shows nothing of it, whatever its type."""
    found = faults(tmp_path, f"[mail]\npassword = {value}\n")
    assert len(found) == 1
    assert found[0].startswith("mail.password: a password is never written here; put it into a file")
    assert SECRET not in found[0]
    assert "4711" not in found[0]


def test_a_password_in_the_host_is_not_shown(tmp_path: Path) -> None:
    """A host of the form user:password@host is refused and not repeated."""
    assert "4711" not in faults(tmp_path, '[mail]\nhost = "xa:4711@smtp.hue.gov.vn"\nsender = "a@b.vn"\n')[0]


def test_where_the_password_comes_from(tmp_path: Path) -> None:
    """The environment comes first, then the file that it names, then the systemd credential, then password_file."""
    mail = MailSettings(tmp_path, password_file=secret_file(tmp_path, "four"))
    secret_file(tmp_path, "three", "credentials/smtp-password")
    environment = {
        "NEWSWATCH_SMTP_PASSWORD": "one",
        "NEWSWATCH_SMTP_PASSWORD_FILE": str(secret_file(tmp_path, "two", "two")),
        "CREDENTIALS_DIRECTORY": str(tmp_path / "credentials"),
    }
    found = []
    for name in [*environment, "at last"]:
        found.append(mail_password(mail, environment))
        environment.pop(name, None)
    assert found == ["one", "two", "three", "four"]
    assert mail_password(replace(mail, password_file=None), {}) is None


@pytest.mark.parametrize("place", ["nowhere", "credentials"])
def test_a_service_without_that_credential_uses_the_next_place(place: str, tmp_path: Path) -> None:
    """A credentials folder of systemd without this credential, or a missing one, is no fault."""
    (tmp_path / "credentials").mkdir()
    mail = MailSettings(tmp_path, password_file=secret_file(tmp_path))
    assert mail_password(mail, {"CREDENTIALS_DIRECTORY": str(tmp_path / place), "NEWSWATCH_SMTP_PASSWORD": ""}) == SECRET


@pytest.mark.parametrize("content", [SECRET, f"{SECRET}\n", f"{SECRET}\r\n", f"\ufeff{SECRET}\r\n"])
def test_a_line_end_is_no_part_of_the_password(content: str, tmp_path: Path) -> None:
    """The byte-order mark of Windows and the line end do not belong to a password; blanks and diacritics inside it do."""
    assert mail_password(MailSettings(tmp_path, password_file=secret_file(tmp_path, content)), {}) == SECRET


@pytest.mark.parametrize("content", ["", "\n", f"{SECRET}\nanother line\n"])
def test_a_file_without_one_line_is_refused(content: str, tmp_path: Path) -> None:
    """An empty file is a fault, and so is one with several lines, of which nothing is shown."""
    file = secret_file(tmp_path, content)
    with pytest.raises(ConfigError) as raised:
        mail_password(MailSettings(tmp_path, password_file=file), {})
    assert str(raised.value).startswith(f"{file}: expected the mail password as its one line of text")
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("variable", [None, "NEWSWATCH_SMTP_PASSWORD_FILE"])
def test_a_named_file_that_cannot_be_read_is_an_error(variable: str | None, tmp_path: Path) -> None:
    """A named file that is missing, or a folder in its place, is a fault with the path."""
    for file in (tmp_path / "missing", tmp_path):
        mail = MailSettings(tmp_path, password_file=None if variable else file)
        with pytest.raises(ConfigError, match="the mail password can't be read from it") as raised:
            mail_password(mail, {variable: str(file)} if variable else {})
        assert str(raised.value).startswith(f"{file}: ")


def test_a_file_without_leave_to_read_is_an_error(tmp_path: Path) -> None:
    """A password file or a credential that can't be read is a fault."""
    file = secret_file(tmp_path, SECRET, "smtp-password")
    file.chmod(0)
    user = os.geteuid()
    os.seteuid(user or NOBODY)
    try:
        for mail, environment in (
            (MailSettings(tmp_path, password_file=file), {}),
            (MailSettings(tmp_path), {"CREDENTIALS_DIRECTORY": str(tmp_path)}),
        ):
            with pytest.raises(ConfigError, match="Permission denied"):
                mail_password(mail, environment)
    finally:
        os.seteuid(user)


def test_bytes_that_are_no_text_are_not_shown(tmp_path: Path) -> None:
    """A password file in another encoding is refused and no byte of it shown."""
    file = tmp_path / "secret"
    file.write_bytes("bí mật".encode("cp1258", "replace") + b"\xe9\xff")
    file.chmod(0o600)
    with pytest.raises(ConfigError) as raised:
        mail_password(MailSettings(tmp_path, password_file=file), {})
    assert str(raised.value) == f"{file}: the mail password can't be read from it: it is no UTF-8 text"
    assert raised.value.__cause__ is None


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_neither_settings_nor_config_show_the_password(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the settings nor `newswatch config` show the password."""
    monkeypatch.setenv("NEWSWATCH_SMTP_PASSWORD", SECRET)
    head = f'[mail]\nhost = "localhost"\nlogin = "xa"\nsender = "a@b.vn"\npassword_file = "{secret_file(tmp_path).name}"\n'
    found = settings(tmp_path, head, MEMBER.format("a@b.vn"))
    assert mail_password(found.mail) == SECRET
    shown = CliRunner().invoke(newswatch, ["--config", str(found.path), "config", *options])
    assert shown.exit_code == 0
    assert SECRET not in repr(found) + str(found.mail) + shown.output


def test_what_is_kept_of_pages_is_set_and_bounded(tmp_path: Path) -> None:
    """Without [evidence] 200 MB of images a unit and year are kept, and pictures where there is a browser; faults are named by their path."""
    assert settings(tmp_path).evidence == EvidenceSettings(200, True)
    assert settings(tmp_path, "[evidence]\nimages_mb = 0\npictures = false\n").evidence == EvidenceSettings(0, False)
    assert faults(tmp_path, '[evidence]\nimages_mb = -1\npictures = "no"\nimage_mb = 3\n') == [
        "evidence.images_mb: expected 0 to 100000, found -1",
        "evidence.pictures: expected true or false, found 'no'",
        "evidence.image_mb: unknown key, did you mean 'images_mb'?",
    ]
