"""nginx before the farm of `bench_farm`: it takes the connections of all portals, as real servers do, and asks the farm for each page."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

_CONF = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off; keepalive_timeout 15s; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream farm {{ server 127.0.0.1:{farm}; keepalive 32; }}
    server {{
        listen 0.0.0.0:{front} backlog=1024;
        location / {{ proxy_pass http://farm; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host; }}
    }}
}}
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("0.0.0.0", 0))
        return int(probe.getsockname()[1])


def found() -> str:
    """The path of nginx, empty if there is none."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/bin") or ""


@contextmanager
def nginx(farm: int, front: int) -> Iterator[None]:
    """nginx on all of loopback at the port `front`, up within the block."""
    with TemporaryDirectory() as folder:
        conf = Path(folder) / "nginx.conf"
        conf.write_text(_CONF.format(folder=folder, farm=farm, front=front), encoding="utf-8")
        with subprocess.Popen([found(), "-c", str(conf), "-e", f"{folder}/error.log"]) as process:
            _wait_for(front)
            try:
                yield
            finally:
                process.terminate()


def _wait_for(port: int) -> None:
    until = monotonic() + 10
    while monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            sleep(0.05)
    raise SystemExit(f"nginx does not listen on port {port}")
