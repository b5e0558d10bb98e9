"""Delivering: what each failure of the way, the server or one recipient comes to, and that nothing is ever lost."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes as parsed
from pathlib import Path

import pytest
from authority import Authority
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from outboxes import BOARD, NOON, keep, outbox
from postbox import Postbox

from newswatch.cli import newswatch
from newswatch.config import Security, Settings, load
from newswatch.errors import DeliveryError, InputError, StoreError
from newswatch.mail import smtp
from newswatch.services import doctor
from newswatch.services import outbox as service
from newswatch.services.deliver import Delivered, run, wait
from newswatch.store import deliveries
from newswatch.store.store import Store

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Desk:
    """An outbox with one notice to a board of three, the settings of its way out, and a clock."""

    def __init__(self, folder: Path, mail: str) -> None:
        path = folder / "config.toml"
        path.write_text(
            f'database = "n.db"\n[mail]\nsender = "nw@xa.example"\ntimeout_seconds = 2\n{mail}\n'
            '[[units]]\nid = "unit"\nname = "Thử"\nrules = ["quang-dien-2614"]\n',
            encoding="utf-8",
        )
        self.settings: Settings = load(path)
        self.at: datetime = NOON
        self.store: Store = outbox(self.settings.database, self.settings.mail, ["2026-03"])

    def trusts(self, file: Path) -> None:
        """Has the certificates of a file trusted from now on."""
        self.settings = replace(self.settings, mail=replace(self.settings.mail, ca_file=file))

    def delivers(self, after: timedelta = timedelta()) -> Delivered:
        """Delivers what is due, some time later."""
        self.at += after
        return run(self.store, self.settings, lambda: self.at)

    def states(self) -> list[str]:
        """Where the mails stand, in the order of the board."""
        return [row["state"] for row in deliveries.listed(self.store, everything=True)]

    def answers(self) -> list[str]:
        """What was said last of each mail."""
        return [row["answer"] for row in deliveries.listed(self.store, everything=True)]


def server(box: Postbox, security: Security = Security.NONE, more: str = "") -> str:
    """The lines of [mail] that lead to a server."""
    return f'host = "127.0.0.1"\nport = {box.port}\nsecurity = "{security}"\n{more}'


@pytest.fixture
def desk(tmp_path: Path, postbox: Postbox) -> Desk:
    """A desk whose mail goes to the server on loopback."""
    return Desk(tmp_path, server(postbox))


def arrived(box: Postbox) -> list[str]:
    return [mail.recipients[0] for mail in box.mails]


def test_each_of_the_board_gets_its_own_mail(desk: Desk, postbox: Postbox) -> None:
    """Each recipient gets one mail with a Message-ID of its own, over one connection; delivering again sends nothing."""
    assert desk.delivers() == Delivered(sent=3)
    assert arrived(postbox) == [r.address for r in BOARD]
    assert len({mail.message_id for mail in postbox.mails}) == 3
    assert postbox.connections == 1
    assert desk.delivers(DAY) == Delivered()
    assert len(postbox.mails) == 3


def test_server_down_for_three_days(desk: Desk, postbox: Postbox) -> None:
    """While the server is down every mail waits; tried hourly, all arrive once within an hour of its return, and none is marked refused."""
    postbox.goes_down()
    tries = 0
    for _ in range(3 * 24 * 12):
        result = desk.delivers(5 * MINUTE)
        tries += result.put_off
        assert result.sent == result.failed == 0
    assert set(desk.states()) == {"queued"}
    assert deliveries.summary(desk.store).held == 3
    assert 70 < tries < 90
    postbox.comes_back()
    sent = sum(desk.delivers(5 * MINUTE).sent for _ in range(13))
    assert (sent, sorted(arrived(postbox))) == (3, sorted(r.address for r in BOARD))


def test_greylisted_mail_arrives_later(desk: Desk, postbox: Postbox) -> None:
    """A 451 for one recipient puts off that mail alone, for five minutes; then it arrives."""
    postbox.refuses(BOARD[1].address, 451, times=1)
    assert desk.delivers() == Delivered(sent=2, put_off=1)
    assert "451" in desk.answers()[1]
    assert desk.delivers(4 * MINUTE) == Delivered()
    assert desk.delivers(MINUTE) == Delivered(sent=1)
    assert arrived(postbox) == [BOARD[0].address, BOARD[2].address, BOARD[1].address]


def test_bad_address_holds_up_nobody(desk: Desk, postbox: Postbox) -> None:
    """A 550 for one of three is refused for good and never tried again in silence; the other two arrive."""
    postbox.refuses(BOARD[0].address, 550)
    assert desk.delivers() == Delivered(sent=2, failed=1)
    assert desk.delivers(30 * DAY) == Delivered()
    assert desk.states() == ["failed", "sent", "sent"]
    assert "550" in desk.answers()[0]
    postbox.relents()
    deliveries.retry(desk.store, 1, desk.at)
    assert desk.delivers() == Delivered(sent=1)


@pytest.mark.parametrize(
    "said", ["550 5.7.1 Relaying denied", "554 5.7.1 Client host rejected: Access denied", "530 5.7.0 Authentication required"]
)
def test_refusal_of_this_computer_loses_no_mail(desk: Desk, postbox: Postbox, said: str) -> None:
    """A server that relays for nobody yet holds all mails as its own trouble, and gets each once when it does."""
    postbox.answers("RCPT", said)
    held = desk.delivers()
    assert (held.put_off, held.failed, desk.states()) == (1, 0, ["queued"] * 3)
    assert said in held.trouble
    postbox.relents()
    desk.delivers(12 * HOUR)
    assert sorted(arrived(postbox)) == sorted(r.address for r in BOARD)


def test_mailbox_that_looks_like_a_closed_server_holds_up_nobody_for_good(desk: Desk, postbox: Postbox) -> None:
    """Where one recipient alone is answered as if this computer were refused, the others get their mails at the next try."""
    postbox.answers("RCPT", "550 5.7.1 Access denied", address=BOARD[0].address)
    desk.delivers()
    assert arrived(postbox) == []
    desk.delivers(12 * HOUR)
    assert arrived(postbox) == [BOARD[1].address, BOARD[2].address]


def test_dropped_after_the_mail_repeats_under_the_same_id(desk: Desk, postbox: Postbox) -> None:
    """A connection that drops after a mail was taken repeats that one mail, under the same Message-ID and with the same bytes, and loses none."""
    postbox.drops_after_data(times=1)
    first = desk.delivers()
    assert (first.sent, first.put_off) == (0, 1)
    assert "may have" in first.trouble
    assert desk.delivers(5 * MINUTE) == Delivered(sent=3)
    assert arrived(postbox).count(BOARD[0].address) == 2
    repeated = [mail for mail in postbox.mails if mail.recipients == (BOARD[0].address,)]
    assert repeated[0].message_id == repeated[1].message_id
    assert repeated[0].content == repeated[1].content


def test_untrusted_certificate_sends_nothing(tmp_path: Path, authority: Authority) -> None:
    """With a certificate nobody vouches for, no mail goes out, all wait, and the reason says what to do; once it is trusted they go."""
    with Postbox(tls=authority.server()) as box:
        desk = Desk(tmp_path, server(box, Security.STARTTLS))
        result = desk.delivers()
        assert (result.sent, result.put_off, box.mails) == (0, 1, [])
        assert "ca_file" in result.trouble
        assert desk.delivers(30 * MINUTE) == Delivered()
        desk.trusts(authority.file)
        assert desk.delivers(30 * MINUTE).sent == 3


def test_wrong_password_is_tried_seldom(tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused login holds all mails and is tried at most five times in a day, lest the account be locked; the right password lets all go."""
    monkeypatch.setenv("NEWSWATCH_SMTP_PASSWORD", "sai-mat-khau")
    with Postbox(tls=authority.server(), login=("nw", "dung-mat-khau")) as box:
        desk = Desk(tmp_path, server(box, Security.STARTTLS, f'login = "nw"\nca_file = "{authority.file}"'))
        for _ in range(24 * 12):
            assert desk.delivers(5 * MINUTE).sent == 0
        assert box.connections <= 5
        assert set(desk.states()) == {"queued"}
        assert all("535" in answer and "sai-mat-khau" not in answer for answer in desk.answers())
        monkeypatch.setenv("NEWSWATCH_SMTP_PASSWORD", "dung-mat-khau")
        deliveries.retry(desk.store, None, desk.at)
        assert desk.delivers() == Delivered(sent=3)


def test_without_a_server_mails_are_files(tmp_path: Path) -> None:
    """With no server each mail is an .eml file in the folder; a mail delivered again, as after a crash, replaces its own file."""
    desk = Desk(tmp_path, "")
    assert desk.delivers() == Delivered(sent=3)
    files = sorted((tmp_path / "outbox").glob("*.eml"))
    assert len(files) == 3
    listed = CliRunner().invoke(newswatch, ["--config", str(desk.settings.path), "outbox", "list", "--all"], env={"COLUMNS": "300"}).output
    assert (listed.count("đã ghi ra tệp, chưa gửi"), "đã gửi" in listed) == (4, False)
    with desk.store.writing():
        desk.store.run_sql("DROP TRIGGER deliveries_sent_is_final")
        desk.store.run_sql("UPDATE deliveries SET state = 'queued', sent_at = NULL WHERE id = 1")
    assert desk.delivers() == Delivered(sent=1)
    assert sorted((tmp_path / "outbox").glob("*.eml")) == files


def test_folder_that_is_full_keeps_the_mails(tmp_path: Path) -> None:
    """Where a file can't be written the mails wait, and are written once it can."""
    desk = Desk(tmp_path, "")
    (tmp_path / "outbox").write_text("in the way", encoding="utf-8")
    result = desk.delivers()
    assert (result.sent, result.put_off) == (0, 1)
    assert str(tmp_path / "outbox") in result.trouble
    (tmp_path / "outbox").unlink()
    assert desk.delivers(HOUR) == Delivered(sent=3)


FULL_DISK = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from newswatch.services import deliver
from newswatch.config import load
from newswatch.errors import StoreError
from newswatch.store.store import Store

settings = load(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Store.open(settings.database) as store:
    size = Path(f"{settings.database}-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        deliver.run(store, settings, lambda: datetime(2026, 4, 1, 5, tzinfo=UTC))
    except StoreError as error:
        print(error)
"""


def test_full_disk_hands_nothing_over(tmp_path: Path, desk: Desk, postbox: Postbox) -> None:
    """Where the claim can't be written because the disk is full, no mail is handed over; with room again each goes once."""
    ended = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path / "config.toml")], capture_output=True, encoding="utf-8", check=True
    )
    assert "is the disk full" in ended.stdout
    assert postbox.mails == []
    assert desk.delivers() == Delivered(sent=3)


def test_scarce_room_hands_nothing_over(desk: Desk, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """With less room on the disk than marking a mail may take, no mail is handed over, for it could go out again and again."""
    monkeypatch.setattr("newswatch.services.deliver._ROOM", 10**18)
    with pytest.raises(StoreError, match="no mail is handed over"):
        desk.delivers()
    assert (postbox.mails, desk.states()) == ([], ["queued"] * 3)


def test_stopping_ends_between_two_mails(desk: Desk, postbox: Postbox) -> None:
    """Told to stop, it ends after the mail under way; the others go the next time."""
    asked = iter([False, True])
    assert run(desk.store, desk.settings, lambda: desk.at, stop=lambda: next(asked, True)) == Delivered(sent=1)
    assert desk.states() == ["sent", "queued", "queued"]
    assert desk.delivers() == Delivered(sent=2)
    assert len(postbox.mails) == 3


def test_oldest_mail_goes_first(desk: Desk, postbox: Postbox) -> None:
    """Mails go in the order in which they were written."""
    keep(desk.store, desk.settings.mail, ["2026-04"], BOARD[:1], NOON + HOUR)
    desk.delivers(2 * HOUR)
    assert ["2026-04" in mail.message_id for mail in postbox.mails] == [False, False, False, True]


def breaks_once(patch: pytest.MonkeyPatch, where: object, name: str, marked: Callable[[object], bool]) -> None:
    """Makes a function break the first time it is called for what is marked."""
    real, left = getattr(where, name), [1]

    def broken(*given: object) -> object:
        if left[0] and marked(given[-1] if name == "load" else given[0]):
            left[0] -= 1
            raise ZeroDivisionError("planted")
        return real(*given)

    patch.setattr(where, name, broken)


@pytest.mark.parametrize("place", ["loading", "composing", "sending"])
def test_fault_of_one_mail_puts_that_one_off(desk: Desk, postbox: Postbox, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """A fault nobody foresaw in one mail puts it off with the reason and the traceback; the others go, and it goes when it is due again."""
    where, name = {"loading": (deliveries, "load"), "composing": (smtp, "compose"), "sending": (smtp.Smtp, "_fits")}[place]
    first = {"loading": lambda claim: claim.id == 1, "composing": lambda mail: mail.recipient == BOARD[0], "sending": lambda _: True}[place]
    breaks_once(monkeypatch, where, name, first)
    result = desk.delivers()
    assert (result.sent, result.put_off, result.trouble) == (2, 1, "")
    assert desk.states() == ["queued", "sent", "sent"]
    said = f"mail 1 to {BOARD[0].address}: a fault nobody foresaw (ZeroDivisionError: planted); please report it"
    assert (desk.answers()[0], [str(f) for f in result.faults]) == (said, [said])
    assert "Traceback (most recent call last)" in result.faults[0].traceback
    assert desk.delivers(4 * MINUTE) == Delivered()
    assert desk.delivers(MINUTE) == Delivered(sent=1)
    assert sorted(arrived(postbox)) == sorted(r.address for r in BOARD)


def test_fault_of_one_mail_is_exit_3_with_its_traceback_in_the_log(
    tmp_path: Path, desk: Desk, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`deliver` sends the other mails, writes the traceback to standard error, and ends with 3."""
    breaks_once(monkeypatch, smtp, "compose", lambda _: True)
    result = CliRunner().invoke(newswatch, ["--config", str(tmp_path / "config.toml"), "deliver"])
    assert (result.exit_code, "2 mails delivered, 1 put off" in result.stdout) == (3, True)
    assert "ZeroDivisionError: planted" in result.stderr
    assert "Traceback (most recent call last)" in result.stderr


def test_mail_that_can_not_be_read_holds_up_nobody(desk: Desk, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail on a damaged page of the database is put off with what is wrong; the others go."""
    real = deliveries.load

    def load(store: Store, claim: deliveries.Claim) -> deliveries.Delivery:
        if claim.id == 1:
            raise StoreError("n.db: can't be read: database disk image is malformed")
        return real(store, claim)

    monkeypatch.setattr(deliveries, "load", load)
    assert desk.delivers() == Delivered(sent=2, put_off=1)
    assert desk.answers()[0].endswith("malformed")


@pytest.mark.parametrize(
    ("temporary", "server", "minutes"),
    [
        (True, False, [5, 10, 20, 40, 80, 160, 240, 240]),
        (True, True, [5, 10, 20, 40, 60, 60]),
        (False, True, [60, 120, 240, 480, 720, 720]),
    ],
    ids=["one recipient", "server out of reach", "login refused"],
)
def test_waits(temporary: bool, server: bool, minutes: list[int]) -> None:
    """The waits double from five minutes to four hours, to one for a server out of reach, from one hour to twelve for a refused login."""
    error = DeliveryError("", temporary=temporary, server=server)
    assert [wait(n, error) // MINUTE for n in range(1, len(minutes) + 1)] == minutes


@given(st.integers(1, 10**6), st.booleans(), st.booleans())
def test_waits_end(attempts: int, temporary: bool, server: bool) -> None:
    """However often a mail was tried, it is tried again within twelve hours."""
    assert timedelta() < wait(attempts, DeliveryError("", temporary=temporary, server=server)) <= 12 * HOUR


def test_mails_laid_before_a_server_was_set_are_sent_later_each_once(tmp_path: Path, postbox: Postbox) -> None:
    """Laid into files, then a server is set: nothing goes by itself; doctor, status and list name the command, which sends each once, as it was."""
    desk = Desk(tmp_path, "")
    assert desk.delivers().sent == 3
    with pytest.raises(InputError, match=r"mail\.host: no mail server is set"):
        service.send_laid(desk.store, desk.settings, None, desk.at)
    files = {parsed(path.read_bytes())["Message-ID"]: parsed(path.read_bytes()) for path in desk.settings.mail.folder.glob("*.eml")}
    text = desk.settings.path.read_text(encoding="utf-8")
    desk.settings.path.write_text(text.replace("[mail]", f"[mail]\n{server(postbox)}"), encoding="utf-8")
    desk.settings = load(desk.settings.path)
    assert (desk.delivers().sent, len(postbox.mails)) == (0, 0)
    told = doctor.records.outbox(desk.store, desk.settings, desk.at)
    assert ("3 thư đã ghi ra tệp, chưa gửi" in told.found, "newswatch outbox send-laid" in told.advice) == (True, True)
    for command in (["outbox", "list"], ["status"]):
        shown = CliRunner().invoke(newswatch, ["--config", str(desk.settings.path), *command]).stdout
        assert "3 thư đã ghi ra tệp, chưa gửi" in " ".join(shown.split()), shown
    sent = CliRunner().invoke(newswatch, ["--config", str(desk.settings.path), "outbox", "send-laid"])
    assert sent.stdout == "3 mails are due now; `newswatch deliver` sends them\n"
    assert desk.delivers(20000 * DAY).sent == 3
    got = [parsed(mail.content) for mail in postbox.mails]
    assert {(m["Message-ID"], m["Date"]) for m in got} == {(m["Message-ID"], m["Date"]) for m in files.values()}
    assert service.send_laid(desk.store, desk.settings, None, desk.at) == 0
    assert service.laid(desk.store) == 0
