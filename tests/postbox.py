"""A mail server on loopback, real to the last byte, that takes mails or misbehaves as a test wants it to."""

import asyncio
import hmac
import socket
import ssl
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, Literal, Self, TypeVar

from aiosmtpd.smtp import MISSING, SMTP, AuthResult, Envelope, LoginPassword, Session

_LONGEST_WAIT = 10.0
_OFFERED = ("PLAIN", "LOGIN")
_EVERY_WAY = (*_OFFERED, "CRAM-MD5")
_T = TypeVar("_T")

Command = Literal["EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "RSET"]
Protection = Literal["none", "starttls", "tls"]


@dataclass(frozen=True, slots=True)
class Received:
    """A mail the server has stored, with its envelope; `login` is who sent it, `encrypted` whether it came over TLS."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    login: str
    encrypted: bool

    @property
    def message(self) -> EmailMessage:
        """The mail as today's mail programs read it."""
        return message_from_bytes(self.content, policy=default)

    @property
    def message_id(self) -> str:
        """The mail's Message-ID."""
        return str(self.message["Message-ID"])


@dataclass(slots=True)
class _Fault:
    answer: str
    left: float

    def strikes(self) -> bool:
        self.left -= 1
        return self.left >= 0


class Postbox:
    """A mail server, up from `with` until its end, on a free `port` of 127.0.0.1. `mails` are those it has stored, oldest first.

    With `tls` it has STARTTLS, or with `protection` "tls" speaks TLS from the first byte. With `login` (a name and its password) it takes
    mail only from who is logged in, by one of the `ways`. `connections` counts those made. `times` of a fault says how often it comes.
    """

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        protection: Protection | None = None,
        login: tuple[str, str] | None = None,
        ways: tuple[str, ...] = _OFFERED,
        port: int = 0,
        size_limit: int = 2**25,
    ) -> None:
        self.mails: list[Received] = []
        self.connections = 0
        self.tls, self.login, self.ways, self.size_limit = tls, login, ways, size_limit
        self.protection: Protection = protection or ("starttls" if tls else "none")
        self._faults: dict[tuple[Command, str], _Fault] = {}
        self._slow: dict[Command, float] = {}
        self._drops: float = 0
        self.open: set[_Connection] = set()
        self._server: asyncio.Server | None = None
        self._held = _bound(port)
        self.port: int = self._held.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="postbox", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.comes_back()
        return self

    def __exit__(self, *_: object) -> None:
        self.goes_down()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_LONGEST_WAIT)
        self._loop.close()
        self._held.close()

    def refuses(self, address: str, code: int = 550, *, times: float = float("inf")) -> None:
        """Says no to a recipient: 550 for good, 451 for greylisting."""
        self.answers("RCPT", f"{code} {_class(code)}.1.1 <{address}>: Recipient address rejected", address=address, times=times)

    def refuses_sender(self, code: int = 550, *, times: float = float("inf")) -> None:
        """Says no to whoever sends."""
        self.answers("MAIL", f"{code} {_class(code)}.1.8 Sender address rejected", times=times)

    def refuses_mails(self, code: int = 554, *, times: float = float("inf")) -> None:
        """Says no after it has seen the whole mail."""
        self.answers("DATA", f"{code} {_class(code)}.7.1 Mail refused", times=times)

    def answers(self, command: Command, answer: str, *, address: str = "", times: float = float("inf")) -> None:
        """Answers a command in these words; to RCPT of one address, or of every one."""
        self._faults[command, address.lower()] = _Fault(answer, times)

    def relents(self) -> None:
        """Forgets every fault: it takes all mail again, at once."""
        self._faults.clear()
        self._slow.clear()
        self._drops = 0

    def drops_after_data(self, *, times: float = float("inf")) -> None:
        """Stores a mail, then breaks the connection instead of saying so."""
        self._drops = times

    def is_slow(self, command: Command, seconds: float) -> None:
        """Lets a client wait before it answers a command; to DATA, before it answers to the mail."""
        self._slow[command] = seconds

    def hangs_up(self) -> None:
        """Breaks every open connection, and goes on."""
        self._do(self._abort())

    def goes_down(self) -> None:
        """Breaks every connection and refuses new ones, until `comes_back`. The port stays its own."""
        self._do(self._close())

    def comes_back(self) -> None:
        """Takes connections again, at the same port."""
        if self._server is None:
            self._do(self._listen())

    def knows(self, _way: str, name: bytes, password: bytes) -> bool:
        """Is this the login?"""
        return self.login == (name.decode(), password.decode())

    async def answer(self, command: Command, address: str = "") -> str:
        """After the wait it takes, the answer that is set for a command; empty for yes."""
        await self.wait(command)
        return self.refusal(command, address) or self.refusal(command)

    async def wait(self, command: Command) -> None:
        """Lets as much time pass as is set for a command."""
        await asyncio.sleep(self._slow.get(command, 0))

    def refusal(self, command: Command, address: str = "") -> str:
        """The answer that is set for a command, once less from now on; empty for yes."""
        fault = self._faults.get((command, address.lower()))
        return fault.answer if fault and fault.strikes() else ""

    def drops(self) -> bool:
        """Is this connection to break now?"""
        self._drops -= 1
        return self._drops >= 0

    def _do(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_LONGEST_WAIT)

    async def _listen(self) -> None:
        tls = self.tls if self.protection == "tls" else None
        self._server = await self._loop.create_server(self._connection, sock=_bound(self.port), ssl=tls)

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        await self._abort()
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=_LONGEST_WAIT)

    async def _abort(self) -> None:
        for connection in list(self.open):
            connection.break_off()
        while self.open:
            await asyncio.sleep(0)

    def _connection(self) -> SMTP:
        self.connections += 1
        return _Connection(self)


class _Connection(SMTP):
    def __init__(self, box: Postbox) -> None:
        self._box = box
        super().__init__(
            _Handler(box),
            hostname="postbox.example",
            data_size_limit=box.size_limit,
            tls_context=box.tls if box.protection == "starttls" else None,
            auth_require_tls=box.protection == "starttls",
            auth_exclude_mechanism=[way for way in _EVERY_WAY if box.login is None or way not in box.ways],
            auth_callback=box.knows,
            loop=asyncio.get_running_loop(),
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._box.open.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._box.open.discard(self)

    async def smtp_EHLO(self, hostname: str) -> None:
        """Greets as a server with extensions, unless it is to say no."""
        if refusal := await self._box.answer("EHLO"):
            await self.push(refusal)
        else:
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:
        """Begins TLS, unless it is to say no."""
        if refusal := await self._box.answer("STARTTLS"):
            await self.push(refusal)
        else:
            await super().smtp_STARTTLS(arg)

    @property
    def is_encrypted(self) -> bool:
        """Does it run over TLS?"""
        return self.transport is not None and self.transport.get_extra_info("cipher") is not None

    def break_off(self) -> None:
        """Breaks the connection as a fallen server does."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()


class _Handler:
    """What aiosmtpd asks at each command; an answer without having noted the address means that it is not taken."""

    def __init__(self, box: Postbox) -> None:
        self._box = box

    async def handle_EHLO(self, _server: SMTP, session: Session, _envelope: Envelope, name: str, lines: list[str]) -> list[str]:
        session.host_name = name
        return [line for line in lines if line.rstrip() != "250-AUTH"]

    async def handle_AUTH(self, _server: SMTP, _session: Session, _envelope: Envelope, _arguments: list[str]) -> object:
        return await self._box.answer("AUTH") or MISSING

    async def auth_CRAM__MD5(self, server: SMTP, _arguments: list[str]) -> AuthResult:
        """The login by which the password itself never goes over the wire (RFC 2195)."""
        assert self._box.login is not None
        name, password = self._box.login
        asked = b"<1896.697170952@postbox.example>"
        given = await server.challenge_auth(asked)
        right = f"{name} {hmac.new(password.encode(), asked, 'md5').hexdigest()}".encode()
        return AuthResult(success=given == right, handled=False, auth_data=LoginPassword(name.encode(), b""))

    async def handle_RSET(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:
        return await self._box.answer("RSET") or "250 2.0.0 Ok"

    async def handle_MAIL(self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:
        if self._box.login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if refusal := await self._box.answer("MAIL"):
            return refusal
        envelope.mail_from = address
        return "250 2.1.0 Ok"

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:
        if refusal := await self._box.answer("RCPT", address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: _Connection, session: Session, envelope: Envelope) -> str:
        if refusal := self._box.refusal("DATA"):
            return refusal
        login = session.auth_data.login.decode() if isinstance(session.auth_data, LoginPassword) else ""
        content = envelope.original_content or b""
        encrypted = server.is_encrypted
        self._box.mails.append(Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), content, login, encrypted))
        if self._box.drops():
            server.break_off()
        await self._box.wait("DATA")
        return f"250 2.0.0 Ok: stored as {len(self._box.mails)}"


def _bound(port: int) -> socket.socket:
    """A socket that holds a port, so that nobody else is given it; another such one may listen there."""
    held = socket.socket(proto=socket.IPPROTO_TCP)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", port))
    return held


def _class(code: int) -> int:
    return code // 100
