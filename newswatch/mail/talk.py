"""Opens, encrypts and logs in a connection to a mail server, and says what each of its answers and failures means for delivery (smtplib)."""

import hmac
import smtplib
import socket
import ssl
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address

from newswatch.config import MailSettings, Security, mail_password
from newswatch.errors import AddressRefused, ConfigError, DeliveryError
from newswatch.mail.line import MOST_ANSWERED, Line, TlsLine, context, dialer
from newswatch.network import Flood, bind

_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
_LONGEST_SAID = 200
_UNKNOWN_COMMAND = (500, 501, 502, 504, 550)
"""Replies to EHLO after which HELO may work: RFC 5321, 4.1.4 names 500, 501, 502, 504 and 550."""

_SHORTEST_SECRET = 4
"""Characters. A shorter password is not masked in answers: it would mask parts of ordinary words."""

Command = Callable[[], tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an SMTP session: its name, whether a refusal in it holds for every mail (`server`), and what to do about one that lasts."""

    name: str
    server: bool
    way_out: str


_GREETING = Step("the connection", True, "ask its keeper whether this computer may send through it")
_TLS = Step("STARTTLS", True, "ask its keeper, or see whether it speaks TLS from the first byte (mail.security = 'tls')")
_LOGIN = Step("the login", True, "check mail.login and the password; some providers want an app password made for this")


class Gone(DeliveryError):
    """The server can't be reached, hung up or is about to (421), fell silent, or speaks no SMTP. Another connection may work."""

    def __init__(self, message: str) -> None:
        super().__init__(message, temporary=True, server=True)


class Refused(DeliveryError):
    """The server refused: `code` is its reply code, `said` its text with the code (RFC 5321, 4.2)."""

    def __init__(self, message: str, code: int, said: str, *, server: bool) -> None:
        super().__init__(message, temporary=code // 100 == 4, server=server)
        self.code = code
        self.said = said


class Talk:
    """A connection on which mails can be sent. `smtp` has the commands; `ask` runs one and checks the answer.

    The constructor connects and logs in, and raises DeliveryError.
    """

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._port = settings.port or _PORTS[settings.security]
        password = self._password() if settings.login else ""
        self._secrets = tuple(_spellings(settings.login, password))
        self._dialer = dialer(settings.host, settings.networks)
        self.smtp = self._connect()
        try:
            self._greet(password)
        except BaseException:
            self.smtp.close()
            raise

    @property
    def place(self) -> str:
        """The server's name and port."""
        host = self._settings.host
        return f"[{host}]:{self._port}" if ":" in host else f"{host}:{self._port}"

    @property
    def protection(self) -> str:
        """How the connection is encrypted: `TLSv1.3`, or `not encrypted`."""
        return (self.smtp.sock.version() if isinstance(self.smtp.sock, ssl.SSLSocket) else None) or "not encrypted"

    def ask(self, step: Step, command: Command, *, named: str = "", good: int = 2, lost: str = "", patience: int = 1) -> str:
        """The server's answer to a command. `patience` multiplies the time-out.

        An answer outside the reply class `good` raises Refused, for this mail or for every mail as `step` says; `named` is whom or what it
        concerns. A failed connection raises Gone; `lost` says what it interrupted.
        """
        what = f"{step.name} {named}".strip()
        with self.waiting(lost or f"at {what}", patience):
            code, answer = command()
        said = self._said(code, answer)
        if code // 100 == good:
            return said
        error = self.refusal(step, what, code, said)
        if isinstance(error, Gone):
            self.smtp.close()
        raise error

    @contextmanager
    def waiting(self, when: str = "", patience: int = 1) -> Iterator[None]:
        """Turns every failure of the connection inside into Gone, or into DeliveryError if it will not pass by itself; `when` is when it happened.

        All that happens inside, however many reads it takes, may take the time-out, times `patience`.
        """
        bounds, seconds = self._dialer.bounds, self._settings.timeout_seconds * patience
        bounds.left = bounds.silence = seconds
        try:
            with bounds.running(MOST_ANSWERED):
                yield
        except (OSError, UnicodeError) as error:
            raise self._failure(error, f" {when}".rstrip(), seconds) from None

    def refusal(self, step: Step, what: str, code: int, said: str) -> DeliveryError:
        """The error that an answer in a step means."""
        if code == 421 or code // 100 not in (4, 5):
            return Gone(f"{self.place}: broke off at {what} ({said}); if that lasts, ask its keeper")
        way_out = "it wants to be asked again later" if code // 100 == 4 else step.way_out
        return Refused(f"{self.place}: refused {what} ({said}); {way_out}", code, said, server=step.server)

    def _connect(self) -> smtplib.SMTP:
        settings, ours = self._settings, "[127.0.0.1]"  # RFC 5321, 4.1.4: a computer without a name of its own gives its address
        trust = self._trust() if settings.security is Security.TLS else None
        try:
            with self.waiting():
                if trust:
                    return TlsLine(self._dialer, settings.host, self._port, ours, trust)
                return Line(self._dialer, settings.host, self._port, ours)
        except AddressRefused as error:
            raise self._stays(str(error)) from None

    def _greet(self, password: str) -> None:
        if self.smtp.sock:
            address = self.smtp.sock.getsockname()[0]
            self.smtp.local_hostname = f"[IPv6:{address}]" if ":" in address else f"[{address}]"
        self._hello()
        if self._settings.security is Security.STARTTLS:
            self._start_tls()
        if self._settings.login:
            self._log_in(self._settings.login, password)

    def _hello(self) -> None:
        """EHLO, or HELO to a server that knows no extensions (RFC 5321, 3.2)."""
        try:
            self.ask(_GREETING, self.smtp.ehlo)
        except Refused as refusal:
            if refusal.code not in _UNKNOWN_COMMAND:
                raise
            self.ask(_GREETING, self.smtp.helo)

    def _start_tls(self) -> None:
        if not self.smtp.has_extn("starttls"):
            way_out = "nothing is sent in clear text instead; check mail.port, or ask its keeper which mail.security it wants"
            raise self._stays(f"offers no STARTTLS, and {way_out}")
        trust = self._trust()

        def start() -> tuple[int, bytes]:
            try:
                answer = self.smtp.starttls(context=trust)
                bind(self.smtp.sock, self._dialer.bounds)
                return answer
            except smtplib.SMTPResponseException as refusal:
                return refusal.smtp_code, _bytes(refusal.smtp_error)

        self.ask(_TLS, start)
        self._hello()

    def _log_in(self, login: str, password: str) -> None:
        """Logs in by PLAIN, LOGIN or CRAM-MD5. smtplib's own login takes only ASCII passwords, and repeats a wrong one by every method offered."""
        offered = self.smtp.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            self.ask(_LOGIN, lambda: self.smtp.docmd("AUTH", f"PLAIN {_base64(_plain(login, password))}"), named=login)
        elif "LOGIN" in offered:
            self.ask(_LOGIN, lambda: self.smtp.docmd("AUTH", f"LOGIN {_base64(login)}"), named=login, good=3)
            self.ask(_LOGIN, lambda: self.smtp.docmd(_base64(password)), named=login)
        elif "CRAM-MD5" in offered:
            challenge = self.ask(_LOGIN, lambda: self.smtp.docmd("AUTH", "CRAM-MD5"), named=login, good=3).partition(" ")[2]
            self.ask(_LOGIN, lambda: self.smtp.docmd(_base64(_cram_md5(login, password, challenge))), named=login)
        else:
            ways = f"only {' '.join(offered)}" if offered else "none"
            raise self._stays(
                f"offers no login by PLAIN, LOGIN or CRAM-MD5 ({ways}); check mail.port and mail.security, or leave mail.login empty"
            )

    def _password(self) -> str:
        settings = self._settings
        if settings.security is Security.NONE and not _is_loopback(settings.host):
            raise self._stays("a password is never sent over a connection that is not encrypted; set mail.security to 'starttls' or 'tls'")
        try:
            password = mail_password(settings)
        except ConfigError as error:
            raise self._stays(f"no login as {settings.login}: {error}") from None
        if password is None:
            ways = "set NEWSWATCH_SMTP_PASSWORD or NEWSWATCH_SMTP_PASSWORD_FILE, name mail.password_file, or give the systemd credential smtp-password"
            raise self._stays(f"there is no password for the login {settings.login}; {ways}")
        return password

    def _trust(self) -> ssl.SSLContext:
        found = context()
        if file := self._settings.ca_file:
            try:
                found.load_verify_locations(file)
            except OSError as error:
                raise self._stays(
                    f"mail.ca_file {file} holds no certificate to trust ({error.strerror or error}); expected a PEM file"
                ) from None
        return found

    def _failure(self, error: OSError | UnicodeError, when: str, seconds: float) -> DeliveryError:
        match error:
            case smtplib.SMTPConnectError():
                return self.refusal(_GREETING, _GREETING.name, error.smtp_code, self._said(error.smtp_code, _bytes(error.smtp_error)))
            case ssl.SSLCertVerificationError():
                way_out = "set mail.host to the name it is made for, or name its authority's certificate as mail.ca_file"
                return self._stays(f"its certificate can't be trusted ({error.verify_message}); {way_out}")
            case ssl.SSLError() if not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
                return self._stays(f"no TLS with it ({error.reason or error}); check mail.port and mail.security")
            case UnicodeError():
                return self._stays("that is no name of a server; check mail.host")
            case socket.gaierror():
                return Gone(f"{self.place}: the name can't be resolved ({error.strerror}); check mail.host and this computer's network")
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            return Gone(f"{self.place}: no answer within {seconds:g} s{when}; if that lasts, check mail.host, mail.port and mail.security")
        if isinstance(error.__context__, Flood):
            return Gone(f"{self.place}: answered with more than {MOST_ANSWERED} bytes{when}; if that lasts, ask its keeper")
        why = "it hung up" if isinstance(error, smtplib.SMTPServerDisconnected | ssl.SSLError) else error.strerror or error
        return Gone(
            f"{self.place}: no connection{when} ({why}); if that lasts, check mail.host and mail.port, and whether the server is up"
        )

    def _stays(self, message: str) -> DeliveryError:
        return DeliveryError(f"{self.place}: {message}", temporary=False, server=True)

    def _said(self, code: int, answer: bytes) -> str:
        """An answer on one line, without the secrets that a server may repeat in it."""
        text = answer.decode("utf-8", "replace")
        for secret in self._secrets:
            text = text.replace(secret, "…")
        line = " ".join("".join(c if c.isprintable() else " " for c in (f"{code} {text}" if code > 0 else text)).split())
        return line if len(line) <= _LONGEST_SAID else line[: _LONGEST_SAID - 1] + "…"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _spellings(login: str, password: str) -> Iterator[str]:
    """The forms in which a password goes over the wire, the longest first."""
    for secret in (_base64(_plain(login, password)), _base64(password), password):
        if len(password) >= _SHORTEST_SECRET:
            yield secret


def _plain(login: str, password: str) -> str:
    return f"\0{login}\0{password}"  # RFC 4616


def _cram_md5(login: str, password: str, challenge: str) -> str:
    try:
        asked = b64decode(challenge, validate=True)
    except ValueError:
        asked = challenge.encode()
    return f"{login} {hmac.new(password.encode(), asked, 'md5').hexdigest()}"  # RFC 2195


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def _bytes(said: bytes | str) -> bytes:
    return said.encode() if isinstance(said, str) else said
