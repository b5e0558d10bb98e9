"""Serves the page by waitress, until SIGTERM, Ctrl-C, or the end of whoever started it."""

import os
import signal
import socket
import sys
import threading
from dataclasses import replace
from pathlib import Path

from waitress.server import create_server

from newswatch.config import Settings, WebSettings
from newswatch.errors import ConfigError, NewswatchError
from newswatch.masking import masked
from newswatch.report.vi import setup as vi
from newswatch.services import accounts
from newswatch.services.opening import open_store
from newswatch.services.watching import Watched
from newswatch.web.app import create_app
from newswatch.web.world import World, present

_THREADS = 8
_HEADER_BYTES = 32 * 1024
_OVERHEAD_BYTES = 1024 * 1024


def say(text: str) -> None:
    """A line on standard error."""
    sys.stderr.write(f"{masked(text)}\n")
    sys.stderr.flush()


def address(web: WebSettings) -> str:
    """What a person types to reach the page on this machine."""
    host = web.hosts[0] if web.hosts else "127.0.0.1" if web.host in ("0.0.0.0", "::") else web.host
    return f"http://{f'[{host}]' if ':' in host else host}:{web.port}{web.prefix}/"


def serve(path: Path, *, host: str = "", port: int | None = None) -> None:
    """Serves the page of a configuration. Makes the database where there is none. `host` and `port` stand before those of the settings.

    Raises ConfigError if the configuration, the address or the port can't be used, StoreError if the database can't.
    """
    watched = Watched(path, say)
    settings = watched.current()
    web = at(settings, host, port)
    with open_store(settings, create=True) as store:
        token = accounts.first_link(store, present())
    if token:
        say(vi.first_manager(f"{address(web)[:-1]}{accounts.LINK_PATH}{token}"))
    serve_world(World(watched.current, say, problems=watched.problems), web)


def at(settings: Settings, host: str, port: int | None) -> WebSettings:
    """Where the page is to be served: as the settings have it unless a person says otherwise. Raises ConfigError for a host that needs names."""
    web = settings.web
    web = replace(web, host=host or web.host, port=web.port if port is None else port)
    if not web.is_local and not web.hosts:
        raise ConfigError(
            [f'--host {web.host}: name in [web] of {settings.path} what people type to reach the page, as hosts = ["192.168.1.5"]']
        )
    return web


def serve_world(world: World, web: WebSettings) -> None:
    """The same of a world. Raises ConfigError if the port can't be had."""
    application = create_app(world)
    try:
        listening = socket.create_server((web.host, web.port), family=socket.AF_INET6 if ":" in web.host else socket.AF_INET)
    except OSError as error:
        why = f"the page can't be served there: {error.strerror or error}; name another --port"
        raise ConfigError([f"{web.host}:{web.port}: {why}"]) from error
    server = create_server(
        application,
        sockets=[listening],
        threads=_THREADS,
        ident="",
        clear_untrusted_proxy_headers=False,  # `proxies` does that, for any number of them
        max_request_header_size=_HEADER_BYTES,
        max_request_body_size=web.upload_mb * 1024 * 1024 + _OVERHEAD_BYTES,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    say(vi.served(address(web)))
    server.run()


def serve_beside() -> None:
    """What `run --web` starts: serves until standard input ends, which it does with the daemon, however that ends."""
    threading.Thread(target=_watch_parent, daemon=True).start()
    try:
        serve(Path(sys.argv[1]))
    except NewswatchError as error:
        say(f"the page: {error}")
        sys.exit(2)


def _watch_parent() -> None:
    while sys.stdin.buffer.read(1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _stop(_number: int, _frame: object) -> None:
    raise SystemExit(0)
