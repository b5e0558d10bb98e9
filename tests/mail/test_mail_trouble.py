"""What each failure of a server means for delivery, and what its message says."""

import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from authority import Authority
from mailing import HEAD, OFFICE, SECRETARY, failure, mail, meaning_of, settings, way
from postbox import Command, Postbox

from newswatch.config import Security
from newswatch.core.notices.notice import Recipient
from newswatch.errors import DeliveryError
from newswatch.mail import check_login

LOGIN = ("bao-tin@xa.example", "mat-khau-that")
WRONG = "mat-khau-sai"


@contextmanager
def greeting_with(greeting: bytes) -> Iterator[int]:
    """The port of a server that accepts one client, sends this, and hangs up."""

    def greet() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.sendall(greeting)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=greet, name="greeting", daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)


def encoded(text: str) -> str:
    """Text as it goes over the wire in a login."""
    return b64encode(text.encode()).decode()


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that accepts every client and sends nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_bad_address_fails_alone(postbox: Postbox) -> None:
    """A 550 for one of three mails is permanent and for this mail; the other two arrive."""
    postbox.refuses(HEAD.address, 550)
    with way(postbox) as opened:
        opened.send(mail(SECRETARY))
        error = failure(opened, mail(HEAD))
        opened.send(mail(OFFICE))
    assert meaning_of(error) == ("permanent", "mail")
    assert str(error) == (
        f"127.0.0.1:{postbox.port}: refused the recipient {HEAD.address} (550 5.1.1 <{HEAD.address}>: Recipient address rejected); "
        "check the address; `newswatch outbox retry N --to ADDRESS` sends it to the right one"
    )
    assert [m.recipients for m in postbox.mails] == [(SECRETARY.address,), (OFFICE.address,)]


def test_greylisting_passes(postbox: Postbox) -> None:
    """A 451 is temporary and for this mail; the second try succeeds."""
    postbox.refuses(SECRETARY.address, 451, times=1)
    with way(postbox) as opened:
        error = failure(opened)
        opened.send(mail())
    assert meaning_of(error) == ("temporary", "mail")
    assert str(error).endswith("it wants to be asked again later")
    assert len(postbox.mails) == 1


@pytest.mark.parametrize(
    ("command", "said", "meaning"),
    [
        ("MAIL", "550 5.1.8 Sender address rejected", ("permanent", "server")),
        ("MAIL", "530 5.7.0 Must issue a STARTTLS command first", ("permanent", "server")),
        ("MAIL", "451 4.3.2 Not now", ("temporary", "server")),
        ("MAIL", "452 4.3.1 Insufficient system storage", ("temporary", "server")),
        ("MAIL", "421 4.3.2 Shutting down", ("temporary", "server")),
        ("RCPT", "450 4.2.0 Greylisted", ("temporary", "mail")),
        ("RCPT", "452 4.2.2 Mailbox full", ("temporary", "mail")),
        ("RCPT", "421 4.7.0 Too many connections", ("temporary", "server")),
        ("RCPT", "550 No such user", ("permanent", "mail")),
        ("RCPT", "552 5.2.2 Mailbox full", ("permanent", "mail")),
        ("RCPT", "554 5.7.1 <board@xa.example>: Relay access denied", ("permanent", "server")),
        ("RCPT", "550 5.7.1 Relaying denied", ("permanent", "server")),
        ("RCPT", "550 relay not permitted", ("permanent", "server")),
        ("RCPT", "550 5.7.1 Unable to relay", ("permanent", "server")),
        ("RCPT", "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", ("permanent", "server")),
        ("RCPT", "550 5.7.64 TenantAttribution; Relay Access Denied", ("permanent", "server")),
        ("RCPT", "550 5.7.1 Access denied", ("permanent", "server")),
        ("RCPT", "550 5.7.1 <board@xa.example>: Recipient address rejected: Access denied", ("permanent", "mail")),
        ("RCPT", "550 5.7.1 This mailbox takes mail of members only", ("permanent", "mail")),
        ("RCPT", "551 User not local", ("permanent", "mail")),
        ("RCPT", "454 4.7.1 <board@xa.example>: Relay access denied", ("temporary", "server")),
        ("RCPT", "550 Sender is not allowed", ("permanent", "server")),
        ("RCPT", "554 Authentication required", ("permanent", "server")),
        ("DATA", "550 5.7.60 SMTP; Client does not have permissions to send as this sender", ("permanent", "server")),
        ("DATA", "550 Not authorized to send as bao-tin@xa.example", ("permanent", "server")),
        ("RCPT", "530 5.7.0 Authentication required", ("permanent", "server")),
        ("RCPT", "554 5.7.1 <localhost[127.0.0.1]>: Client host rejected: Access denied", ("permanent", "server")),
        ("RCPT", "553 5.7.1 <bao-tin@xa.example>: Sender address rejected: not owned by user", ("permanent", "server")),
        ("RCPT", "450 4.1.8 <bao-tin@xa.example>: Sender address rejected: Domain not found", ("temporary", "server")),
        ("DATA", "451 4.7.1 Try again later", ("temporary", "mail")),
        ("DATA", "452 4.3.1 Insufficient system storage", ("temporary", "mail")),
        ("DATA", "552 5.3.4 Message too big", ("permanent", "mail")),
        ("DATA", "554 5.7.1 Spam message rejected", ("permanent", "mail")),
        ("DATA", "421 4.3.0 Queue file write error", ("temporary", "server")),
        ("DATA", "354 What?", ("temporary", "server")),
    ],
)
def test_what_an_answer_means(postbox: Postbox, command: Command, said: str, meaning: tuple[str, str]) -> None:
    """The reply class decides how permanent a refusal is, its subject whom it concerns; the message repeats it, and the next mail goes out."""
    postbox.answers(command, said, times=1)
    with way(postbox) as opened:
        error = failure(opened)
        assert postbox.mails == []
        opened.send(mail())
    assert meaning_of(error) == meaning
    assert f"127.0.0.1:{postbox.port}: " in str(error)
    assert f"({said})" in str(error)


def test_a_connection_that_breaks_after_the_mail_leaves_it_open(postbox: Postbox) -> None:
    """Without an answer to the whole mail the server may have taken it, so the next try may repeat it under the same Message-ID."""
    postbox.drops_after_data(times=1)
    with way(postbox) as opened:
        error = failure(opened)
        opened.send(mail())
    assert meaning_of(error) == ("temporary", "server")
    assert "it hung up" in str(error) or "reset" in str(error)
    assert "which it may have taken: the next try may repeat it" in str(error)
    assert [m.message_id for m in postbox.mails] == [mail().message_id] * 2


@pytest.mark.parametrize(("command", "seconds"), [("MAIL", 0.4), ("RCPT", 0.4), ("DATA", 4)])
def test_a_slow_server_is_left_in_time(postbox: Postbox, command: Command, seconds: float) -> None:
    """A silent server fails after the time-out, and after ten time-outs once the mail is handed over."""
    postbox.is_slow(command, 30)
    with way(postbox, timeout_seconds=0.4) as opened:
        error = failure(opened)
    assert meaning_of(error) == ("temporary", "server")
    assert f"no answer within {seconds:g} s" in str(error)
    assert ("may have taken" in str(error)) == (command == "DATA")


def test_a_server_that_thinks_long_over_a_mail_gets_the_time(postbox: Postbox) -> None:
    """A scan of the mail may take longer than a command."""
    postbox.is_slow("DATA", 1.2)
    with way(postbox, timeout_seconds=0.8) as opened:
        opened.send(mail())
    assert len(postbox.mails) == 1


def test_a_server_that_says_nothing_is_left_in_time(silent: int) -> None:
    """A server without a greeting (one that wants TLS, say) gives no answer."""
    with way(host="127.0.0.1", port=silent, timeout_seconds=0.2) as opened:
        error = failure(opened)
    assert meaning_of(error) == ("temporary", "server")
    assert str(error) == f"127.0.0.1:{silent}: no answer within 0.2 s; if that lasts, check mail.host, mail.port and mail.security"


def test_a_server_that_is_down(postbox: Postbox) -> None:
    """A server that can't be reached is a temporary failure for every mail."""
    postbox.goes_down()
    with way(postbox) as opened:
        error = failure(opened)
    assert meaning_of(error) == ("temporary", "server")
    assert f"127.0.0.1:{postbox.port}: no connection (Connection refused)" in str(error)


@pytest.mark.parametrize(("host", "meaning"), [("mail.invalid", ("temporary", "server")), ("a..b", ("permanent", "server"))])
def test_a_server_nobody_finds(host: str, meaning: tuple[str, str]) -> None:
    """A name that can't be resolved is temporary; a text that is no name is permanent."""
    with way(host=host) as opened:
        error = failure(opened)
    assert (meaning_of(error), "check mail.host" in str(error)) == (meaning, True)


@pytest.mark.parametrize(
    ("greeting", "meaning"),
    [
        (b"554 5.7.1 We don't know you\r\n", ("permanent", "server")),
        (b"421 Busy\r\n", ("temporary", "server")),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", ("temporary", "server")),
        (b"220 " + b"x" * 9000 + b"\r\n", ("temporary", "server")),
        (b"", ("temporary", "server")),
    ],
)
def test_a_greeting_that_is_none(greeting: bytes, meaning: tuple[str, str]) -> None:
    """A refusal in the greeting, and an answer that is no SMTP, concern every mail."""
    with greeting_with(greeting) as port, way(host="127.0.0.1", port=port) as opened:
        assert meaning_of(failure(opened)) == meaning


def test_a_wrong_password(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused login is permanent and for every mail, and the password is not in the message."""
    monkeypatch.setenv("NEWSWATCH_SMTP_PASSWORD", WRONG)
    with Postbox(tls=authority.server(), login=LOGIN) as box, way(box, login=LOGIN[0], ca_file=authority.file) as opened:
        error = failure(opened)
    assert meaning_of(error) == ("permanent", "server")
    assert f"refused the login {LOGIN[0]} (535 5.7.8 " in str(error)
    assert "check mail.login and the password" in str(error)
    assert WRONG not in str(error)


@pytest.mark.parametrize("code", [500, 502, 504, 550])
def test_a_server_that_knows_no_extensions(postbox: Postbox, code: int) -> None:
    """A server that refuses EHLO is greeted with HELO, and takes the mail."""
    postbox.answers("EHLO", f"{code} 5.5.1 command unrecognized")
    with way(postbox) as opened:
        opened.send(mail())
        opened.send(mail(HEAD))
    assert len(postbox.mails) == 2


def test_a_server_that_can_not_greet_now(postbox: Postbox) -> None:
    """A temporary answer to EHLO is no sign of an old server."""
    postbox.answers("EHLO", "451 4.3.2 Not now")
    with way(postbox) as opened:
        assert meaning_of(failure(opened)) == ("temporary", "server")


def test_no_login_without_extensions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that knows HELO alone offers no login, so that a mail that needs one is held."""
    monkeypatch.setenv("NEWSWATCH_SMTP_PASSWORD", LOGIN[1])
    with Postbox(login=LOGIN) as box, way(box, login=LOGIN[0]) as opened:
        box.answers("EHLO", "502 5.5.1 command unrecognized")
        error = failure(opened)
    assert (meaning_of(error), "offers no login" in str(error)) == (("permanent", "server"), True)


@pytest.mark.parametrize(("password", "meaning"), [(LOGIN[1], None), (WRONG, ("permanent", "server"))], ids=["right", "wrong"])
def test_login_without_sending_the_password(monkeypatch: pytest.MonkeyPatch, password: str, meaning: tuple[str, str] | None) -> None:
    """A server that offers CRAM-MD5 alone is answered by it, with a right password and a wrong one."""
    monkeypatch.setenv("NEWSWATCH_SMTP_PASSWORD", password)
    with Postbox(login=LOGIN, ways=("CRAM-MD5",)) as box, way(box, login=LOGIN[0]) as opened:
        if meaning:
            assert meaning_of(failure(opened)) == meaning
        else:
            opened.send(mail())
            assert [m.login for m in box.mails] == [LOGIN[0]]


@pytest.mark.parametrize("ways", [("PLAIN",), ("LOGIN",)])
@pytest.mark.parametrize(("code", "meaning"), [(535, ("permanent", "server")), (454, ("temporary", "server"))])
def test_a_server_that_repeats_the_password_is_not_quoted(
    monkeypatch: pytest.MonkeyPatch, ways: tuple[str, ...], code: int, meaning: tuple[str, str]
) -> None:
    """Neither the password nor its form on the wire is in a message, whatever the server says."""
    monkeypatch.setenv("NEWSWATCH_SMTP_PASSWORD", WRONG)
    spelled = [WRONG, encoded(WRONG), encoded(f"\0{LOGIN[0]}\0{WRONG}")]
    with Postbox(login=LOGIN, ways=ways) as box, way(box, login=LOGIN[0]) as opened:
        box.answers("AUTH", f"{code} no such login: {' '.join(spelled)} \x1b[31m{'x' * 500}")
        error = failure(opened)
    assert meaning_of(error) == meaning
    assert f"({code} no such login: … … … [31mxxx" in str(error)
    assert not [s for s in spelled if s in str(error)]
    assert str(error).isprintable()
    assert len(str(error)) < 400


def test_no_password(postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a password nothing is tried, and the message names all the places for it."""
    monkeypatch.delenv("NEWSWATCH_SMTP_PASSWORD", raising=False)
    with way(postbox, login=LOGIN[0]) as opened:
        error = failure(opened)
    assert (meaning_of(error), postbox.connections) == (("permanent", "server"), 0)
    for place in ("NEWSWATCH_SMTP_PASSWORD", "NEWSWATCH_SMTP_PASSWORD_FILE", "mail.password_file", "smtp-password"):
        assert place in str(error)


def test_a_password_file_that_is_not_there(postbox: Postbox, tmp_path: Path) -> None:
    """A password file that can't be read is named."""
    with way(postbox, login=LOGIN[0], password_file=tmp_path / "none") as opened:
        error = failure(opened)
    assert (meaning_of(error), str(tmp_path / "none") in str(error)) == (("permanent", "server"), True)


def test_no_password_in_clear_text_over_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A login without encryption is refused before anything is sent, except to this computer."""
    monkeypatch.setenv("NEWSWATCH_SMTP_PASSWORD", WRONG)
    with way(host="mail.xa.example", login=LOGIN[0]) as opened:
        error = failure(opened)
    assert meaning_of(error) == ("permanent", "server")
    assert "never sent over a connection that is not encrypted" in str(error)


def test_login_where_none_is_offered(postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that offers no login is a permanent failure for every mail."""
    monkeypatch.setenv("NEWSWATCH_SMTP_PASSWORD", WRONG)
    with way(postbox, login="bao-tin") as opened:
        error = failure(opened)
    assert (meaning_of(error), "offers no login by PLAIN, LOGIN or CRAM-MD5 (none)" in str(error)) == (("permanent", "server"), True)


def test_a_login_that_is_missing() -> None:
    """A server that requires a login says so, and the failure concerns every mail."""
    with Postbox(login=LOGIN) as box, way(box) as opened:
        error = failure(opened)
    assert (meaning_of(error), "(530 5.7.0 Authentication required)" in str(error)) == (("permanent", "server"), True)


@pytest.mark.parametrize("protection", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for(authority: Authority, protection: str) -> None:
    """No mail goes to a server with an untrusted certificate."""
    with Postbox(tls=authority.server(), protection="tls" if protection == "tls" else "starttls") as box, way(box) as opened:
        error = failure(opened)
    assert meaning_of(error) == ("permanent", "server")
    assert "its certificate can't be trusted (unable to get local issuer certificate)" in str(error)
    assert "mail.ca_file" in str(error)
    assert box.mails == []


@pytest.mark.parametrize("protection", ["starttls", "tls"])
def test_a_certificate_of_somebody_else(authority: Authority, protection: str) -> None:
    """A certificate for another name is refused."""
    tls = authority.server("DNS:mail.xa.example")
    with Postbox(tls=tls, protection="tls" if protection == "tls" else "starttls") as box, way(box, ca_file=authority.file) as opened:
        error = failure(opened)
    assert meaning_of(error) == ("permanent", "server")
    assert "IP address mismatch, certificate is not valid for '127.0.0.1'" in str(error)


@pytest.mark.parametrize("content", ["no certificate", None])
def test_an_authority_that_is_none(postbox: Postbox, tmp_path: Path, content: str | None) -> None:
    """A `ca_file` that is missing or holds no certificate is named."""
    file = tmp_path / "ca.pem"
    if content:
        file.write_text(content)
    with way(postbox, security=Security.TLS, ca_file=file) as opened:
        error = failure(opened)
    assert (meaning_of(error), f"mail.ca_file {file}" in str(error)) == (("permanent", "server"), True)


def test_starttls_that_is_not_offered(postbox: Postbox) -> None:
    """A server without STARTTLS gets nothing in clear text."""
    with way(postbox, security=Security.STARTTLS) as opened:
        error = failure(opened)
    assert (meaning_of(error), "offers no STARTTLS" in str(error), postbox.mails) == (("permanent", "server"), True, [])


@pytest.mark.parametrize(("code", "meaning"), [(454, ("temporary", "server")), (501, ("permanent", "server"))])
def test_starttls_that_is_refused(authority: Authority, code: int, meaning: tuple[str, str]) -> None:
    """A refused STARTTLS is as permanent as its answer says."""
    with Postbox(tls=authority.server()) as box, way(box, ca_file=authority.file) as opened:
        box.answers("STARTTLS", f"{code} TLS not available")
        error = failure(opened)
    assert (meaning_of(error), f"refused STARTTLS ({code} TLS not available)" in str(error)) == (meaning, True)
    assert box.mails == []


def test_tls_where_none_is_spoken(postbox: Postbox) -> None:
    """TLS from the first byte to a port of clear text is a permanent failure."""
    with way(postbox, security=Security.TLS) as opened:
        error = failure(opened)
    assert meaning_of(error) == ("permanent", "server")
    assert "no TLS with it (WRONG_VERSION_NUMBER); check mail.port and mail.security" in str(error)


def test_a_server_that_breaks_off_in_the_handshake() -> None:
    """A handshake that breaks off is temporary, unlike a bad certificate."""
    with greeting_with(b"") as port, way(host="127.0.0.1", port=port, security=Security.TLS) as opened:
        assert meaning_of(failure(opened)) == ("temporary", "server")


def test_a_mail_that_is_too_big() -> None:
    """A mail above the server's size limit is not sent; the others go out."""
    with Postbox(size_limit=5000) as box, way(box) as opened:
        error = failure(opened)
    assert meaning_of(error) == ("permanent", "mail")
    assert "at most 5,000" in str(error)


def test_an_address_beyond_ascii(postbox: Postbox) -> None:
    """An address that is none is a permanent failure of its mail, without a connection."""
    with way(postbox) as opened:
        error = failure(opened, mail(Recipient("thư-ký@xa.example")))
    assert (meaning_of(error), postbox.connections) == (("permanent", "mail"), 0)


def test_a_check_fails_as_a_mail_would(postbox: Postbox) -> None:
    """`check_login` raises the error that a mail would raise."""
    postbox.goes_down()
    with pytest.raises(DeliveryError, match="no connection"):
        check_login(settings(postbox))
