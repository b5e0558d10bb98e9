"""Ctrl-C and SIGTERM: a run ends soon, keeps what was read, records no poll twice, and says that it was stopped."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest
from neighbours import neighbours, runs
from office import FEED, LISTING, Office
from portal import Portal

from newswatch.core.notices.agenda import Ending
from newswatch.core.polling.records import Poll
from newswatch.services import check
from newswatch.services.check import Polled, Report
from newswatch.services.poll import poll
from newswatch.services.poll.halt import Halt
from newswatch.sources.http.pace import Pace
from newswatch.store import polls

SOON = 10.0
"""Seconds. A process that pauses for 30 or 50 seconds has to end within so many, on a busy machine too."""


@pytest.fixture
def other() -> Iterator[Portal]:
    """A second portal on loopback, up and empty."""
    with Portal() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose portal has thirty articles."""
    office = Office(tmp_path, portal)
    for n in range(30):
        office.par(n, f"2026-10-{n + 1:02d} 08:00")
    return office


def paced(office: Office, **fetch: float) -> None:
    """Puts other settings of fetching in force."""
    text = office.settings.path.read_text(encoding="utf-8")
    for name, value in fetch.items():
        before = {"pace_seconds": 0, "retries": 0}[name]
        text = text.replace(f"{name} = {before}\n", f"{name} = {value}\n")
    office.settings.path.write_text(text, encoding="utf-8")
    office.reads_settings()


def stopped(office: Office, number: signal.Signals, when: Callable[[], bool], *words: str) -> tuple[int, float, str]:
    """A command's exit code, how many seconds it took to end after a signal sent at a certain moment, and what it said."""
    command = [sys.executable, "-m", "newswatch.cli", *words]
    with subprocess.Popen(command, cwd=office.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8") as process:
        until = time.monotonic() + 60
        while not when() and time.monotonic() < until:
            time.sleep(0.02)
        began = time.monotonic()
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
        return process.returncode, time.monotonic() - began, said


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signal_keeps_what_was_read(office: Office, portal: Portal, number: signal.Signals, code: int) -> None:
    """A backfill ends before its next request; the articles read so far are stored whole, the run is stopped, and the poll is recorded once."""
    paced(office, pace_seconds=0.3)
    ended, _, said = stopped(office, number, lambda: len(portal.asked(r"/tin/")) >= 3, "backfill", "--since", "2026-01-01")
    assert (ended, "what was read is kept" in said, "Traceback" in said) == (code, True, False)
    items = office.items()
    assert 2 <= len(items) < 30
    assert all(item.whole for item in items)
    assert [(verb, ending) for verb, ending, _ in runs(office)] == [("backfill", "stopped")]
    with office.store() as store:
        assert store.rows("SELECT outcome FROM fetches") == [{"outcome": "failed"}]
    assert office.polls(since="2026-01-01").ending is Ending.OK
    assert len(office.items()) == 30


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_pace_ends_with_the_signal(office: Office, portal: Portal, number: signal.Signals) -> None:
    """A check that pauses for half a minute between two requests ends long before."""
    paced(office, pace_seconds=30)
    portal.robots("User-agent: *\nAllow: /\n")
    _, took, _ = stopped(office, number, lambda: bool(portal.asked("robots")), "check")
    assert took < SOON
    assert [ending for _, ending, _ in runs(office)] == ["stopped"]


def test_wait_that_the_server_asked_for_ends_with_the_signal(office: Office, portal: Portal) -> None:
    """A check that was told to try again after 50 seconds ends long before; nothing was read, so no poll is recorded."""
    paced(office, retries=3)
    portal.serves("/", "", status=503, headers={"Retry-After": "50"})
    _, took, _ = stopped(office, signal.SIGTERM, lambda: bool(portal.asked(r"^/$")), "check")
    assert took < SOON
    with office.store() as store:
        assert store.rows("SELECT * FROM fetches") == []


def test_crawl_delay_ends_with_the_signal(office: Office, portal: Portal) -> None:
    """A check of a site whose robots.txt asks for 25 seconds between two requests ends long before."""
    portal.robots("User-agent: *\nCrawl-delay: 25\n")
    _, took, _ = stopped(office, signal.SIGINT, lambda: bool(portal.asked(r"^/$")), "check")
    assert took < SOON


def test_second_signal_ends_at_once(office: Office, portal: Portal) -> None:
    """A second Ctrl-C ends a check that waits for an answer; the next run closes what was left open."""
    portal.fails(r"^/$", "timeout")
    text = office.settings.path.read_text(encoding="utf-8").replace("timeout_seconds = 2", "timeout_seconds = 50")
    office.settings.path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "newswatch.cli", "check"]
    with subprocess.Popen(command, cwd=office.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not portal.asked(r"^/$"):
            time.sleep(0.02)
        began = time.monotonic()
        while process.poll() is None and time.monotonic() - began < 40:
            process.send_signal(signal.SIGINT)
            time.sleep(0.5)
        assert process.wait(1) == -signal.SIGINT
    assert time.monotonic() - began < SOON
    portal.heals()
    office.polls()
    assert [ending for _, ending, _ in runs(office)] == ["crashed", "ok"]


PAUSES: dict[str, Callable[[Pace], object]] = {
    "pace": lambda pace: [turn() for turn in (pace.take_turn, pace.take_turn)],
    "back-off": lambda pace: pace.back_off(0, 0.0),
    "retry-after": lambda pace: pace.back_off(0, 55.0),
}


@pytest.mark.parametrize("pause", PAUSES)
def test_pauses_end_soon_after_the_stop(pause: str) -> None:
    """A pause of 30 seconds and more ends a moment after the run is told to stop."""
    stop = Event()
    timer = Timer(0.3, stop.set)
    began = time.monotonic()
    timer.start()
    PAUSES[pause](Pace(30.0, Halt(stop)))
    assert 0.3 <= time.monotonic() - began < 3
    timer.join()


def test_page_that_drips_is_not_waited_for(office: Office, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that comes piece by piece is not read on once the run is told to stop."""
    stop, pieces = Event(), 0

    def drips(*_: Any) -> Iterator[bytes]:
        nonlocal pieces
        while pieces < 1000:
            pieces += 1
            stop.set()
            yield b"<p>"

    source = drips()
    monkeypatch.setattr("urllib3.response.HTTPResponse.read1", lambda *_, **__: next(source, b""))
    with office.store() as store:
        report = check.run(store, office.settings, office.now, stop=stop)
    assert (report.ending, report.polled, pieces) == (Ending.STOPPED, (), 1)


def polled_with(office: Office, on_source: Callable[[Polled], None], stop: Event | None = None) -> Report:
    """A check that a listener may break off."""
    with office.store() as store:
        return check.run(store, office.settings, office.now, on_source=on_source, stop=stop)


def outcomes(office: Office) -> list[tuple[str, int]]:
    """The outcome of each poll recorded, and how many there are of its source and run."""
    with office.store() as store:
        rows = store.rows("SELECT min(outcome) AS outcome, count(*) AS n FROM fetches GROUP BY run_id, source_id ORDER BY source_id")
    return [(row["outcome"], row["n"]) for row in rows]


class Finished:
    """Knows when two polls have been made, whoever has heard of them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._polls, self._both = 0, Event()
        patch.setattr("newswatch.services.poll.turn.poll", self._poll)

    def _poll(self, *given: Any) -> Poll:
        seen = poll(*given)
        self._polls += 1
        if self._polls == 2:
            self._both.set()
        return seen

    def awaits(self) -> None:
        """Waits for both."""
        assert self._both.wait(60)


@pytest.mark.parametrize("sources", [(LISTING, FEED), (LISTING,)], ids=["one host", "two hosts"])
def test_interrupt_while_a_poll_is_stored_loses_and_doubles_none(
    tmp_path: Path, portal: Portal, other: Portal, monkeypatch: pytest.MonkeyPatch, sources: tuple[str, ...]
) -> None:
    """A KeyboardInterrupt after the first of two polls was stored: the second, which was finished, is stored too, and each once."""
    office, finished = Office(tmp_path, portal, *sources), Finished(monkeypatch)
    if len(sources) == 1:
        neighbours(office, other)
        other.article(1, date="2026-11-03 08:00")
    office.par(1, "2026-11-03 08:00")
    heard: list[Polled] = []

    def interrupt(polled: Polled) -> None:
        heard.append(polled)
        if len(heard) == 1:
            finished.awaits()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        polled_with(office, interrupt)
    assert outcomes(office) == [("ok", 1), ("ok", 1)]
    assert len({(x.unit, x.source) for x in heard}) == len(heard) == 2
    assert [ending for _, ending, _ in runs(office)] == ["stopped"]


def test_interrupt_within_a_transaction_stores_that_poll_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A KeyboardInterrupt in the middle of storing a poll takes that back; it is stored whole before the run ends."""
    real, left = polls._write_fetch, [1]

    def interrupted(*given: Any) -> bool:
        written = real(*given)
        if left[0]:
            left[0] -= 1
            raise KeyboardInterrupt
        return written

    monkeypatch.setattr(polls, "_write_fetch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        polled_with(office, lambda _: None)
    assert outcomes(office) == [("ok", 1)]
    assert len(office.items()) == 30


def test_source_that_failed_before_the_stop_is_recorded(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stop forgets no poll that was finished before it, also one that failed without having read anything."""
    office, finished, stop = Office(tmp_path, portal, LISTING, FEED), Finished(monkeypatch), Event()
    office.par(1, "2026-11-03 08:00")
    portal.fails("/rss", 500)

    def stops(_: Polled) -> None:
        finished.awaits()
        stop.set()

    report = polled_with(office, stops, stop)
    assert (report.ending, outcomes(office)) == (Ending.STOPPED, [("ok", 1), ("failed", 1)])


def test_stop_before_the_first_request_leaves_nothing(office: Office) -> None:
    """A check that is told to stop before it begins asks for nothing, records no poll, and is stopped."""
    stop = Event()
    stop.set()
    report = polled_with(office, lambda _: None, stop)
    assert (report.ending, report.polled, office.portal.requests) == (Ending.STOPPED, (), [])
