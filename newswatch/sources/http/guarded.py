"""The connections of urllib3, made by a `Dialer`: what it refuses is never connected to, and all it connects keeps to its bounds."""

import socket
from functools import partial
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from newswatch.network import Dialer, bind


def connect_by(manager: PoolManager, dialer: Dialer) -> None:
    """Makes all connections of a pool manager, or of one for a proxy, by a dialer."""
    manager.pool_classes_by_scheme = {"http": partial(_HttpPool, dialer), "https": partial(_HttpsPool, dialer)}  # type: ignore[dict-item]


class _HttpConnection(HTTPConnection):
    def __init__(self, dialer: Dialer, *args: Any, **named: Any) -> None:
        self._dialer = dialer
        super().__init__(*args, **named)

    def _new_conn(self) -> socket.socket:
        return _dialled(self, self._dialer)


class _HttpsConnection(HTTPSConnection):
    def __init__(self, dialer: Dialer, *args: Any, **named: Any) -> None:
        self._dialer = dialer
        super().__init__(*args, **named)

    def _new_conn(self) -> socket.socket:
        return _dialled(self, self._dialer)

    def connect(self) -> None:
        super().connect()
        bind(self.sock, self._dialer.bounds)


class _HttpPool(HTTPConnectionPool):
    def __init__(self, dialer: Dialer, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.ConnectionCls = partial(_HttpConnection, dialer)  # type: ignore[assignment]


class _HttpsPool(HTTPSConnectionPool):
    def __init__(self, dialer: Dialer, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.ConnectionCls = partial(_HttpsConnection, dialer)  # type: ignore[assignment]


def _dialled(connection: HTTPConnection, dialer: Dialer) -> socket.socket:
    """The socket of a connection, its failures told as urllib3 tells its own. The name keeps the dot at its end, which the resolver is to see."""
    try:
        return dialer.connect(connection._dns_host, connection.port, connection.socket_options or (), proxy=connection.proxy is not None)
    except socket.gaierror as error:
        raise NameResolutionError(connection.host, connection, error) from error
    except TimeoutError as error:
        raise ConnectTimeoutError(connection, f"Connection to {connection.host} timed out.") from error
    except OSError as error:
        raise NewConnectionError(connection, f"Failed to establish a new connection: {error}") from error
