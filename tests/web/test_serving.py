"""The page as a server: started, asked, stopped, beside the daemon or alone."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from threading import Event

import pytest
from command import newswatch

from newswatch.cli.context import needs_web
from newswatch.errors import ConfigError, InputError
from newswatch.web.beside import Beside
from newswatch.web.serving import address, at
from web.pages import Clock, Site, furnish


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(port: int, until: float = 30.0) -> bool:
    """Whether the page answers within a while."""
    ends = time.monotonic() + until
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/dang-nhap", timeout=5) as got:
                return bool(got.status == 200)
        except OSError:
            time.sleep(0.05)
    return False


def is_silent(port: int, until: float = 15.0) -> bool:
    """Whether nobody answers any more within a while."""
    ends = time.monotonic() + until
    while time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, int]:
    """A configuration whose page has a port of its own, and that port."""
    furnish(tmp_path, roles=())
    port, path = free_port(), tmp_path / "config.toml"
    path.write_text(path.read_text(encoding="utf-8") + f"\n[web]\nport = {port}\n", encoding="utf-8")
    return path, port


def test_the_daemon_and_its_page_stop_together(place: tuple[Path, int]) -> None:
    """`run --web` serves the page beside the daemon; a page that is killed comes again, and when the daemon is killed the page ends."""
    path, port = place
    words = [sys.executable, "-m", "newswatch.cli", "--config", str(path), "run", "--web"]
    daemon = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert answers(port)
        assert daemon.poll() is None
    finally:
        daemon.kill()
        _, told = daemon.communicate()
    assert is_silent(port)
    assert "/lien-ket/" in told
    assert "Trang ở http://127.0.0.1:" in told


def test_a_page_that_falls_is_started_again(place: tuple[Path, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stands beside the page is told that it ended and when it is started again; leaving ends it for good."""
    path, port = place
    said: list[str] = []
    told = Event()
    monkeypatch.setattr("newswatch.web.beside._PAUSES", (0.1,))

    def say(text: str) -> None:
        said.append(text)
        told.set()

    with Beside(path, say) as beside:
        assert answers(port)
        assert beside.process is not None
        os.kill(beside.process.pid, signal.SIGKILL)
        assert told.wait(10)
        assert answers(port)
    assert said == ["the page ended (exit code -9); it is started again in 0.1 seconds"]
    assert is_silent(port)


def test_a_page_that_cannot_be_started_is_tried_again(place: tuple[Path, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine can't start another process that is told, and it is tried again until it can."""
    path, port = place
    program, real = path.parent / "python", sys.executable
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr("newswatch.web.beside._PAUSES", (0.1,))
    said: list[str] = []
    told = Event()

    def say(text: str) -> None:
        said.append(text)
        program.write_text(f'#!/bin/sh\nexec {real} "$@"\n')
        program.chmod(0o755)
        told.set()

    with Beside(path, say):
        assert told.wait(10)
        assert answers(port)
    assert said == ["the page can't be started (No such file or directory); it is started again in 0.1 seconds"]


def test_serve_refuses_what_is_no_database_of_ours(place: tuple[Path, int]) -> None:
    """A database that can't be used is told at the start, with exit code 2."""
    path, _ = place
    for file in path.parent.glob("n.db*"):
        file.unlink()
    (path.parent / "n.db").write_bytes(b"nothing of this is a database" * 400)
    ended = newswatch("serve", cwd=path.parent)
    assert ended.returncode == 2
    assert "n.db" in ended.stderr


def test_a_port_that_is_taken_is_named(place: tuple[Path, int]) -> None:
    """A port that somebody else has is named, with what to do."""
    path, _ = place
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ended = newswatch("serve", "--port", str(other.getsockname()[1]), cwd=path.parent)
    assert ended.returncode == 2
    assert "name another --port" in ended.stderr


def test_serving_to_others_needs_names(place: tuple[Path, int]) -> None:
    """Whoever serves the page beyond this machine says by which names it is asked for."""
    site = Site.of(place[0], Clock())
    with pytest.raises(ConfigError, match="hosts ="):
        at(site.settings, "0.0.0.0", None)
    site.has_web(hosts=("192.168.1.5",), prefix="/cchc")
    assert address(at(site.settings, "0.0.0.0", 81)) == "http://192.168.1.5:81/cchc/"


def test_once_and_the_page_do_not_go_together(place: tuple[Path, int]) -> None:
    """`run --once --web` is refused: what ends at once serves nothing."""
    ended = newswatch("run", "--once", "--web", cwd=place[0].parent)
    assert ended.returncode == 2
    assert "no page stays" in ended.stderr


def test_without_its_packages_the_page_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra `web` is not installed, the error names what is missing and the command that installs it."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "waitress" else name)
    with pytest.raises(InputError, match=r"not installed \(waitress\).*newswatch\[web\]"):
        needs_web()
