"""Connects to a host: resolves it once, checks each address, and connects to exactly the one that was checked."""

import socket
from collections.abc import Iterable, Iterator
from threading import Thread
from typing import Any

from newswatch.core.hosts.inner import Named, literal
from newswatch.errors import AddressRefused
from newswatch.network.bounds import Bounds, Overdue
from newswatch.network.sockets import Plain

Found = tuple[socket.AddressFamily, socket.SocketKind, int, str, Any]


class Dialer:
    """The way to the hosts of one talk, within its `bounds`. `named` says which inner addresses a person allowed."""

    def __init__(self, named: Named, bounds: Bounds) -> None:
        self.named, self.bounds = named, bounds

    def connect(self, host: str, port: int, options: Iterable[tuple[Any, ...]] = (), *, proxy: bool = False) -> Plain:
        """A connection to a host, the time of each address within the bounds of the talk. A `proxy` is named by the environment, as it is.

        Raises AddressRefused if no address of the host may be connected to, socket.gaierror if it has none, OSError if none answers.
        """
        host = host.strip("[]")
        last: OSError | None = None
        for family, kind, protocol, _, place in self._checked(host, port, proxy):
            connection = Plain(family, kind, protocol)
            connection.bounds = self.bounds
            try:
                for option in options:
                    connection.setsockopt(*option)
                connection.settimeout(self.bounds.wait())
                connection.connect(place)
            except OSError as error:
                connection.close()
                last = error
            else:
                return connection
        raise last or OSError("the name has no address")

    def _checked(self, host: str, port: int, proxy: bool) -> Iterator[Found]:
        found = _resolved(host, port, self.bounds.wait())
        if proxy:
            return iter(found)
        refused = [self.named.refusal(host, one[4][0]) for one in found]
        if found and all(refused):
            address = found[0][4][0]
            raise AddressRefused(_told(host, address, refused[0]), host)
        return (one for one, why in zip(found, refused, strict=True) if not why)


def _told(host: str, address: str, kind: str) -> str:
    led = f"its server has the address {address}, {kind}" if address != host else f"{address} is {kind}"
    return f"{led}; nothing was asked of it; if it is meant, name it in config.toml, as networks = ['{address}']"


def _resolved(host: str, port: int, seconds: float | None) -> list[Found]:
    """What the system's resolver finds. It knows no time-out of its own and can't be stopped, so it is left behind once the time is over."""
    if literal(host):
        return _look(host, port)
    answers: list[list[Found] | Exception] = []

    def ask() -> None:
        try:
            answers.append(_look(host, port))
        except (OSError, UnicodeError) as error:
            answers.append(error)

    resolver = Thread(target=ask, name="resolver", daemon=True)
    resolver.start()
    resolver.join(seconds)
    if not answers:
        raise Overdue("timed out")
    if isinstance(answers[0], Exception):
        raise answers[0]
    return answers[0]


def _look(host: str, port: int) -> list[Found]:
    return list(socket.getaddrinfo(host, port, socket.AF_UNSPEC, socket.SOCK_STREAM))
