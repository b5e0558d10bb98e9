"""Mail goes only where it may, and no server holds up the others by talking without end."""

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_network
from pathlib import Path

import pytest
from authority import Authority
from mailing import failure, mail, meaning_of, settings, way
from names import resolving
from postbox import Postbox

from newswatch.errors import DeliveryError
from newswatch.mail import check_login

SERVER = "mail.example"
BEAT, LONG = 0.02, 2000


@contextmanager
def talking(*answers: bytes | Callable[[], Iterator[bytes]]) -> Iterator[tuple[int, list[int]]]:
    """The port of a server that gives these answers, one for each line it reads, and how many pieces of the longest one it sent."""
    sent = [0]

    def run() -> None:
        connection, _ = listening.accept()
        with connection, suppress(OSError), connection.makefile("rb") as lines:
            for answer in answers:
                for piece in [answer] if isinstance(answer, bytes) else answer():
                    connection.sendall(piece)
                    sent[0] += 1
                lines.readline()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=run, name="talking", daemon=True)
        thread.start()
        yield listening.getsockname()[1], sent
    thread.join(10)


def drip(start: bytes) -> Callable[[], Iterator[bytes]]:
    """An answer that comes byte by byte."""

    def pieces() -> Iterator[bytes]:
        yield start
        for _ in range(LONG):
            time.sleep(BEAT)
            yield b"x"

    return pieces


@pytest.mark.parametrize("answers", [(drip(b"220 "),), (b"220 xa\r\n", drip(b"250-"))], ids=["greeting", "EHLO"])
def test_an_answer_that_drips_is_left_in_time(answers: tuple[bytes | Callable[[], Iterator[bytes]], ...]) -> None:
    """A server whose answer comes byte by byte, none of them late, is left after the time-out, and hopefully."""
    with talking(*answers) as (port, sent), way(host="127.0.0.1", port=port, timeout_seconds=0.4) as opened:
        error = failure(opened)
    assert meaning_of(error) == ("temporary", "server")
    assert "no answer within 0.4 s" in str(error)
    assert sent[0] < LONG / 2


def test_an_answer_without_end_is_left() -> None:
    """A server that answers a command with line after line is left after 65,536 bytes."""
    with (
        talking(b"220 xa\r\n", lambda: itertools.repeat(b"250-xa.example\r\n" * 100)) as (port, _),
        way(host="127.0.0.1", port=port) as opened,
    ):
        error = failure(opened)
    assert meaning_of(error) == ("temporary", "server")
    assert "answered with more than 65536 bytes at the connection" in str(error)


def test_a_server_in_the_office_is_reached_as_it_is_named(postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address, an inner name, and a public name that leads into a named network take mail; each is resolved once for a connection."""
    looked_up = resolving(monkeypatch, {"maychu.local": ["127.0.0.1"], SERVER: ["127.0.0.1"]})
    for host, networks in (("127.0.0.1", ()), ("localhost", ()), ("maychu.local", ()), (SERVER, (ip_network("127.0.0.0/8"),))):
        with way(postbox, host=host, networks=networks) as opened:
            opened.send(mail())
    assert (len(postbox.mails), looked_up) == (4, ["maychu.local", SERVER])


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "::1", "10.1.2.3"])
def test_a_public_name_leads_no_mail_into_the_office(postbox: Postbox, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Nothing is said to a server whose public name has an inner address; the mail waits until a person names it."""
    resolving(monkeypatch, {SERVER: [address]})
    with way(postbox, host=SERVER) as opened:
        error = failure(opened)
    assert (meaning_of(error), postbox.connections) == (("permanent", "server"), 0)
    assert str(error).startswith(f"{SERVER}:{postbox.port}: its server has the address {address}, ")
    assert f"networks = ['{address}']" in str(error)


@pytest.mark.parametrize("protection", ["starttls", "tls"])
def test_an_encrypted_line_is_bounded_and_checked_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protection: str) -> None:
    """With STARTTLS and with TLS from the first byte the certificate is held against the server's name, and the time-out holds for an answer."""
    authority = Authority(tmp_path)
    resolving(monkeypatch, {SERVER: ["127.0.0.1"], "khac.example": ["127.0.0.1"]})
    named = {"ca_file": authority.file, "networks": (ip_network("127.0.0.1"),)}
    with Postbox(tls=authority.server(f"DNS:{SERVER}"), protection=protection) as box:  # type: ignore[arg-type]
        assert "reached, TLS" in check_login(settings(box, host=SERVER, **named))
        with pytest.raises(DeliveryError, match="certificate can't be trusted"):
            check_login(settings(box, host="khac.example", **named))
        with pytest.raises(DeliveryError, match="a loopback address"):
            check_login(settings(box, host=SERVER, ca_file=authority.file))
        box.is_slow("MAIL", 1.0)
        with way(box, host=SERVER, timeout_seconds=0.3, **named) as opened:
            assert "no answer within 0.3 s" in str(failure(opened))
