"""Sockets that keep to the bounds of a talk at each read and write."""

import socket
import ssl
from typing import Any

from newswatch.network.bounds import Bounds


class _Bounded:
    """Reads and writes of a socket; each raises Overdue once the time of its talk is used up, reading also Flood."""

    bounds: Bounds | None = None

    def recv_into(self, *args: Any, **named: Any) -> int:
        self._wait()
        return self._took(super().recv_into(*args, **named))  # type: ignore[misc]

    def recv(self, *args: Any, **named: Any) -> bytes:
        self._wait()
        piece: bytes = super().recv(*args, **named)  # type: ignore[misc]
        self._took(len(piece))
        return piece

    def send(self, *args: Any, **named: Any) -> int:
        self._wait()
        return super().send(*args, **named)  # type: ignore[misc,no-any-return]

    def sendall(self, *args: Any, **named: Any) -> None:
        self._wait()
        super().sendall(*args, **named)  # type: ignore[misc]

    def _wait(self) -> None:
        if self.bounds:
            self.settimeout(self.bounds.wait())  # type: ignore[attr-defined]

    def _took(self, count: int) -> int:
        if self.bounds:
            self.bounds.took(count)
        return count


class Plain(_Bounded, socket.socket):
    """A TCP socket within the bounds of a talk."""


class Tls(_Bounded, ssl.SSLSocket):
    """A TLS socket within the bounds of a talk, for `SSLContext.sslsocket_class`. The handshake as a whole keeps to the time-out it is begun with."""


def bind(connection: Any, bounds: Bounds) -> None:
    """Puts a connection under the bounds of a talk; one through an encrypted proxy holds its socket within."""
    for held in (connection, getattr(connection, "socket", None)):
        if isinstance(held, Plain | Tls):
            held.bounds = bounds
