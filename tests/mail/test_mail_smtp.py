"""Mails to a real server: connection, encryption, login, and one connection for many mails."""

from pathlib import Path

import pytest
from authority import Authority
from mailing import HEAD, OFFICE, SECRETARY, failure, mail, mail_to, meaning_of, settings, way
from postbox import Postbox

from newswatch.config import Security
from newswatch.mail import check_login, compose

LOGIN = ("bao-tin@xa.example", "mật khẩu 123")


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> str:
    """The right password, in the environment."""
    monkeypatch.setenv("NEWSWATCH_SMTP_PASSWORD", LOGIN[1])
    return LOGIN[1]


def test_a_mail_arrives_byte_for_byte(postbox: Postbox) -> None:
    """The server stores what was composed, lines that begin with a dot included; the envelope names the one recipient."""
    with way(postbox) as opened:
        answer = opened.send(mail(OFFICE))
    [stored] = postbox.mails
    assert answer == "250 2.0.0 Ok: stored as 1"
    assert stored.content == compose(mail(OFFICE), settings(postbox))
    assert (stored.sender, stored.recipients, stored.login, stored.encrypted) == ("bao-tin@xa.example", (OFFICE.address,), "", False)


@pytest.mark.parametrize("protection", ["starttls", "tls"])
@pytest.mark.parametrize("ways", [("PLAIN", "LOGIN"), ("LOGIN",)])
def test_encrypted_with_login(authority: Authority, password: str, protection: str, ways: tuple[str, ...]) -> None:
    """A mail arrives by STARTTLS and by TLS from the first byte, by PLAIN and by LOGIN, with a password beyond ASCII."""
    tls = authority.server()
    with (
        Postbox(tls=tls, protection="tls" if protection == "tls" else "starttls", login=LOGIN, ways=ways) as box,
        way(box, login=LOGIN[0], ca_file=authority.file) as opened,
    ):
        opened.send(mail())
    assert [(m.login, m.encrypted) for m in box.mails] == [(LOGIN[0], True)]


def test_mails_share_one_connection(postbox: Postbox) -> None:
    """Three mails, one of them refused, use one connection, and nothing of one reaches the next."""
    postbox.refuses(HEAD.address)
    with way(postbox) as opened:
        opened.send(mail(SECRETARY))
        failure(opened, mail(HEAD))
        opened.send(mail(OFFICE))
    assert (postbox.connections, [m.recipients for m in postbox.mails]) == (1, [(SECRETARY.address,), (OFFICE.address,)])


def test_nothing_is_opened_before_the_first_mail(postbox: Postbox) -> None:
    """A carrier without mails does not connect."""
    with way(postbox):
        pass
    assert postbox.connections == 0


def test_leave_is_taken(postbox: Postbox) -> None:
    """`close` ends the connection on the server's side too, and a closed carrier opens again."""
    with way(postbox) as opened:
        opened.send(mail(SECRETARY))
        opened.close()
        opened.send(mail(HEAD))
    assert (postbox.connections, len(postbox.mails)) == (2, 2)


def test_an_idle_connection_that_was_closed_is_made_anew(postbox: Postbox) -> None:
    """Both mails arrive if the server hangs up between them."""
    with way(postbox) as opened:
        opened.send(mail(SECRETARY))
        postbox.hangs_up()
        opened.send(mail(HEAD))
    assert (postbox.connections, len(postbox.mails)) == (2, 2)


@pytest.mark.parametrize("command", ["RSET", "MAIL"])
def test_a_server_that_wants_a_new_connection_gets_one(postbox: Postbox, command: str) -> None:
    """A 421 on an old connection (limit of mails, shutdown) leads to a new connection."""
    with way(postbox) as opened:
        opened.send(mail(SECRETARY))
        postbox.answers("RSET" if command == "RSET" else "MAIL", "421 4.7.0 Too many mails on one connection", times=1)
        opened.send(mail(HEAD))
    assert (postbox.connections, len(postbox.mails)) == (2, 2)


def test_a_server_that_comes_back_is_used_again(postbox: Postbox) -> None:
    """A carrier works again after the server was down."""
    with way(postbox) as opened:
        opened.send(mail(SECRETARY))
        postbox.goes_down()
        assert meaning_of(failure(opened)) == ("temporary", "server")
        postbox.comes_back()
        opened.send(mail(HEAD))
    assert len(postbox.mails) == 2


def test_a_login_is_tried_without_a_mail(authority: Authority, password: str) -> None:
    """`check_login` says what it reached, and sends nothing."""
    with Postbox(tls=authority.server(), login=LOGIN) as box:
        line = check_login(settings(box, login=LOGIN[0], ca_file=authority.file))
    assert line == f"127.0.0.1:{box.port}: reached, TLSv1.3, logged in as {LOGIN[0]}"
    assert box.mails == []


def test_a_server_without_login_is_reached(postbox: Postbox) -> None:
    """A relay inside an office network needs neither login nor encryption."""
    assert check_login(settings(postbox)) == f"127.0.0.1:{postbox.port}: reached, not encrypted, no login"


def test_a_login_over_loopback_needs_no_encryption(password: str) -> None:
    """A password may go in clear to the computer itself."""
    with Postbox(login=LOGIN) as box, way(box, login=LOGIN[0]) as opened:
        opened.send(mail())
    assert [m.login for m in box.mails] == [LOGIN[0]]


def test_a_password_from_a_file(tmp_path: Path) -> None:
    """A password in `password_file` of the settings is used."""
    file = tmp_path / "password"
    file.write_text(LOGIN[1] + "\n", encoding="utf-8")
    file.chmod(0o600)
    with Postbox(login=LOGIN) as box, way(box, login=LOGIN[0], password_file=file) as opened:
        opened.send(mail())
    assert len(box.mails) == 1


@pytest.mark.parametrize(("security", "port"), [(Security.STARTTLS, 587), (Security.TLS, 465), (Security.NONE, 25)])
def test_the_usual_ports(security: Security, port: int) -> None:
    """Without a port the usual one of the security is used."""
    with way(host="mail.invalid", security=security) as opened:
        assert str(failure(opened)).startswith(f"mail.invalid:{port}: ")


def test_each_mail_goes_to_its_own_mailbox(postbox: Postbox) -> None:
    """Several mails arrive in order, each in its own mailbox."""
    addresses = [f"nguoi-{n}@xa.example" for n in range(20)]
    with way(postbox) as opened:
        for sent in mail_to(*addresses):
            opened.send(sent)
    assert [m.recipients for m in postbox.mails] == [(a,) for a in addresses]
    assert len({m.message_id for m in postbox.mails}) == 20
