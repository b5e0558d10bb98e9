"""Reads from config.toml where the board's page is served, by which names it is asked for, and which proxies stand before it."""

from dataclasses import dataclass
from ipaddress import ip_address

from newswatch.config.addresses import is_host
from newswatch.core.table import Table

_MOST_PORT = 65_535
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Where the page is served: at `host` and `port` of this machine. It answers to the names `hosts` alone; none means those of this machine.

    Only from the addresses `proxies` is it believed for whom, by which name and under which path it is asked (`X-Forwarded-*`). `prefix` is the path
    under which it lies where no proxy says so. An upload has at most `upload_mb` megabytes.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    prefix: str = ""
    upload_mb: int = 50

    @property
    def is_local(self) -> bool:
        """Is the page served to this machine alone?"""
        return self.host in _HERE

    @property
    def names(self) -> tuple[str, ...]:
        """The names it answers to; an address of version 6 as it stands in a browser, in brackets."""
        return tuple(f"[{name}]" if ":" in name else name for name in (*self.hosts, *_HERE))


THIS_MACHINE = WebSettings()
"""The page as it is served where nothing is said of it: to this machine alone."""


def web_settings(table: Table) -> WebSettings:
    """Reads the [web] table."""
    default = WebSettings()
    settings = WebSettings(
        host=_address(table, "host", table.text("host", default.host)),
        port=table.whole("port", default.port, most=_MOST_PORT),
        hosts=_hosts(table),
        proxies=tuple(_address(table, "proxies", one) for one in table.texts("proxies")),
        prefix=_prefix(table),
        upload_mb=table.whole("upload_mb", default.upload_mb, least=1, most=2_000),
    )
    if not settings.hosts and not settings.is_local:
        table.problem(
            "hosts", f"is missing; with host = {settings.host!r} name what people type to reach the page, such as ['192.168.1.5']"
        )
    table.finish()
    return settings


def _hosts(table: Table) -> tuple[str, ...]:
    found = table.texts("hosts")
    for name in found:
        if not is_host(name) and not _is_address(name):
            table.problem("hosts", f"expected a name such as 'par.xa.gov.vn', without http:// and port, found {name!r}")
    return tuple(name.lower() for name in found)


def _address(table: Table, key: str, text: str) -> str:
    if text != "localhost" and not _is_address(text):
        table.problem(key, f"expected an address such as '127.0.0.1', found {text!r}")
    return text


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _prefix(table: Table) -> str:
    text = table.text("prefix", "")
    if text and (not text.startswith("/") or text.endswith("/") or "//" in text or not text.isprintable()):
        table.problem("prefix", f"expected a path such as '/newswatch', found {text!r}")
        return ""
    return text
