"""Believes `X-Forwarded-*` of the configured proxies alone: of anybody else they are taken off the request."""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from newswatch.config import WebSettings

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PREFIX")
_NEVER = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_BY", "HTTP_X_FORWARDED_SERVER")
_OF_ONE = 64
"""The bits of an IPv6 address that name the network of one household or office."""


def network(address: str) -> str:
    """From where a request comes; of IPv6 the network, for whoever has one address of it has all."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), _OF_ONE), strict=False))


class Proxies:
    """The application behind its proxies. A prefix that no proxy names is that of the settings."""

    def __init__(self, application: Wsgi, settings: WebSettings) -> None:
        self._application, self._settings = application, settings
        self._fixed = ProxyFix(self._plain, x_for=1, x_proto=1, x_host=1, x_port=0, x_prefix=1)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answers one request."""
        for name in _NEVER:
            environ.pop(name, None)
        if environ.get("REMOTE_ADDR") in self._settings.proxies:
            return self._fixed(environ, start_response)
        for name in _FORWARDED:
            environ.pop(name, None)
        return self._plain(environ, start_response)

    def _plain(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        prefix = environ.get("SCRIPT_NAME") or self._settings.prefix
        if prefix:
            environ["SCRIPT_NAME"] = prefix
            path = environ.get("PATH_INFO", "")
            if path == prefix or path.startswith(f"{prefix}/"):
                environ["PATH_INFO"] = path[len(prefix) :] or "/"
        return self._application(environ, start_response)
