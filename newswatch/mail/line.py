"""The line to a mail server (smtplib), connected by a `Dialer` alone."""

import smtplib
import ssl
from typing import Any

from newswatch.core.hosts.inner import Named
from newswatch.network import Bounds, Dialer, Tls, bind

MOST_ANSWERED = 65_536
"""Bytes of a server's answer to one command. RFC 5321 (4.5.3.1.5) gives a line 512; the longest answer, that to EHLO, has a few dozen of them."""


class Line(smtplib.SMTP):
    """A connection in clear text, which STARTTLS may encrypt."""

    def __init__(self, dialer: Dialer, host: str, port: int, name: str) -> None:
        self._dialer = dialer
        super().__init__(host, port, name)

    def _get_socket(self, host: str, port: int, _timeout: Any) -> Any:
        return self._dialer.connect(host, port)


class TlsLine(smtplib.SMTP_SSL):
    """A connection that is encrypted from the first byte."""

    def __init__(self, dialer: Dialer, host: str, port: int, name: str, context: ssl.SSLContext) -> None:
        self._dialer = dialer
        super().__init__(host, port, name, context=context)

    def _get_socket(self, host: str, port: int, _timeout: Any) -> Any:
        encrypted = self.context.wrap_socket(self._dialer.connect(host, port), server_hostname=host)
        bind(encrypted, self._dialer.bounds)
        return encrypted


def dialer(host: str, networks: Any) -> Dialer:
    """The way to a mail server. `host` is named by a person, who may have named the office's `networks` too."""
    return Dialer(Named.of([f"[{host}]" if ":" in host else host], networks), Bounds())


def context() -> ssl.SSLContext:
    """A TLS context that trusts what the system does."""
    found = ssl.create_default_context()
    found.sslsocket_class = Tls
    return found
