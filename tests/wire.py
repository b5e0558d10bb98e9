"""A loopback server whose every byte a test chooses: what no well-behaved server library would send."""

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

_LONGEST_SILENCE = 10.0
_POLL_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came: the names of its headers in small letters, their values as bytes, `at` in monotonic seconds."""

    path: str
    headers: dict[str, bytes]
    at: float


class Wire:
    """Sends what `reply` gives for a request, piece by piece, and hangs up; an empty answer is just that. `requests` holds what was asked.

    With `tls` it speaks TLS, also after a CONNECT in the clear: so it is a proxy that answers for every host itself. It listens at `address`.
    """

    def __init__(
        self,
        reply: Callable[[Asked], bytes | Iterable[bytes]],
        tls: ssl.SSLContext | None = None,
        address: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.requests: list[Asked] = []
        self._reply, self._tls, self._address = reply, tls, address
        self._server = (_Server6 if ":" in address else _Server)((address, port), _handler_of(self))
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(_POLL_SECONDS,), name="wire", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def host(self) -> str:
        """The server's address and port, as it stands in an allow-list."""
        return f"[{self._address}]:{self.port}" if ":" in self._address else f"{self._address}:{self.port}"

    @property
    def base(self) -> str:
        """The server's address without a slash at the end."""
        return f"{'https' if self._tls else 'http'}://{self.host}"

    @property
    def paths(self) -> list[str]:
        """The paths asked for so far."""
        return [asked.path for asked in self.requests]

    def talk(self, connection: socket.socket) -> None:
        """Reads one request and sends its answer."""
        connection.settimeout(_LONGEST_SILENCE)
        if self._tls:
            if connection.recv(7, socket.MSG_PEEK) == b"CONNECT":
                _read(connection)
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            connection = self._tls.wrap_socket(connection, server_side=True)
        with connection:
            asked = _read(connection)
            self.requests.append(asked)
            reply = self._reply(asked)
            for piece in [reply] if isinstance(reply, bytes) else reply:
                connection.sendall(piece)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


class _Server6(_Server):
    address_family = socket.AF_INET6


def _handler_of(wire: Wire) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                wire.talk(self.request)

    return Handler


def _read(connection: socket.socket) -> Asked:
    with connection.makefile("rb") as stream:
        words = stream.readline().split()
        pairs = [line.partition(b":") for line in iter(lambda: stream.readline().rstrip(b"\r\n"), b"")]
    if len(words) < 2:
        raise ConnectionError("hung up without a request")
    headers = {name.decode("latin-1").lower(): value.strip() for name, _, value in pairs}
    return Asked(words[1].decode("latin-1"), headers, time.monotonic())


def answer(body: bytes = b"", /, status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; header names are written with `_` for `-`. The true Content-Length is added unless one is given."""
    return _head(status, {"Content_Length": str(len(body))} | headers) + body


def unsized(body: bytes, /, **headers: str) -> bytes:
    """An answer without a length: it ends where the connection does."""
    return _head("200 OK", headers) + body


def chunked(*pieces: bytes, end: str = "0\r\n\r\n", **headers: str) -> bytes:
    """A chunked answer; `end` stands after the pieces."""
    chunks = b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces)
    return _head("200 OK", {"Transfer_Encoding": "chunked"} | headers) + chunks + end.encode()


def _head(status: str, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Connection: close", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1")
