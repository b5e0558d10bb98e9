"""Polls made by the workers of a dask scheduler leave what polls of this machine leave, whoever breaks off meanwhile."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from signal import SIGKILL
from threading import Event, Thread

import pytest
from contents import differences
from farm import Farm
from farming import polled, settings, told
from workers import Workers

from newswatch.config import Settings
from newswatch.core.notices.agenda import Ending
from newswatch.errors import ClusterError
from newswatch.report.vi.reasons import technical
from newswatch.services.opening import open_store


@pytest.fixture
def farm() -> Iterator[Farm]:
    """Portals on loopback, up."""
    with Farm() as running:
        yield running


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with two workers, for all tests that lose none."""
    with Workers(tmp_path_factory.mktemp("dask"), 2) as running:
        yield running.address


def test_a_cluster_leaves_what_this_machine_leaves(tmp_path: Path, farm: Farm, address: str) -> None:
    """A first look, quiet ones, pages that differ in a counter and portals with one item more: rows, proofs and counts are the same, but for the second
    of the hour."""
    here, there = settings(tmp_path / "here", farm, 4), settings(tmp_path / "there", farm, 4, address)
    for hour in range(8, 13):
        farm.bodies, farm.grown = hour == 11, {farm.host(1), farm.host(3)} if hour > 11 else set()
        found = [told(polled(one, f"20 {hour:02}:00")) for one in (here, there)]
        assert found[0] == found[1]
    assert differences(here.database, there.database, apart=["fetches.sha256"]) == {}


def test_a_worker_that_is_killed_changes_nothing(tmp_path: Path, farm: Farm) -> None:
    """One of two workers is killed in the middle of a first look: what it had begun is polled again by the other, and rows and counts are the same."""
    here = settings(tmp_path / "here", farm, 8)
    found = told(polled(here, "20 08:00"))
    usual, farm.asked = len(farm.asked), []
    with Workers(tmp_path, 2) as running:
        there = settings(tmp_path / "there", farm, 8, running.address)
        killer = Thread(target=once_asked, args=(farm, 60, running.workers[0].kill))
        killer.start()
        assert told(polled(there, "20 08:00")) == found
        killer.join()
        assert (running.workers[0].wait(), running.workers[1].poll()) == (-SIGKILL, None)
    assert len(farm.asked) > usual
    assert differences(here.database, there.database) == {}


POISON = """
import os
from newswatch.services.poll.turn import Turns

def deadly(self, jobs, *args, take=Turns.take):
    if jobs[0].unit.id == "xa-1":
        os._exit(1)
    return take(self, jobs, *args)

if Turns.take.__name__ != "deadly":
    Turns.take = deadly
"""


def test_a_host_that_ends_every_worker_has_failed_alone(tmp_path: Path, farm: Farm) -> None:
    """A portal whose pages end each worker that reads them has failed polls that say so; those that shared its parcel are polled, and stored once."""
    with Workers(tmp_path, 3, preload=POISON, failures=0) as running:
        there = settings(tmp_path / "there", farm, 4, running.address)
        report = polled(there, "20 08:00")
    failed = {f"{one.unit}/{one.source}": one.poll.error for one in report.polled if one.failed}
    assert failed == {
        f"xa-1/{source}": f"{farm.base(1)}{path}: could not be polled on another machine: each worker that began with it broke off, once"
        for source, path in (("rss", "/rss"), ("tin", "/tin"), ("thong-bao", "/thong-bao"))
    }
    assert sorted(one.new for one in report.polled if not one.failed) == [0] * 3 + [20] * 6
    assert technical(failed["xa-1/rss"]) == f"{farm.base(1)}/rss: máy khác không đọc được nguồn này: tiến trình nhận việc bị đứt giữa chừng"


def test_no_scheduler_is_told_at_once(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no scheduler answers, the run has failed with the address and what to look at, and nothing is polled."""
    of = settings(tmp_path / "there", farm, 1, "tcp://127.0.0.1:1")
    monkeypatch.setattr("newswatch.services.poll.cluster.CONNECTING", 0.5)
    with pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:1: no dask scheduler answers there within 0\.5 s"):
        polled(of, "20 08:00")
    assert farm.asked == []
    with open_store(of, create=False) as store:
        assert [row["ending"] for row in store.rows("SELECT ending FROM runs WHERE verb = 'check'")] == ["failed"]


def test_a_worker_of_another_program_is_refused(tmp_path: Path, farm: Farm, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker whose code is not this machine's polls nothing, since both would not say the same of a page."""
    monkeypatch.setattr("newswatch.services.poll.cluster.edition", lambda: "another")
    with pytest.raises(ClusterError, match="runs another newswatch"):
        polled(settings(tmp_path / "there", farm, 1, address), "20 08:00")
    assert farm.asked == []


def test_without_dask_the_extra_is_named(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where dask is not installed, a check on a cluster says what to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "newswatch.services.poll.cluster", raising=False)
    with pytest.raises(ClusterError, match=r"pip install 'newswatch\[cluster\]'"):
        polled(settings(tmp_path / "there", farm, 1, "tcp://127.0.0.1:1"), "20 08:00")


def test_a_stop_reaches_the_workers(tmp_path: Path, farm: Farm, address: str) -> None:
    """Once the run is told to stop, the workers make no further request, and the run ends as stopped."""
    of, stop = paced(settings(tmp_path, farm, 8, address)), Event()
    stopper = Thread(target=once_asked, args=(farm, 20, stop.set))
    stopper.start()
    assert polled(of, "20 08:00", stop=stop).ending is Ending.STOPPED
    stopper.join()
    assert still(farm) < 8 * 44


def test_workers_whose_sender_died_stop(tmp_path: Path, farm: Farm, address: str) -> None:
    """Where the process that sent them is killed, the workers make no further request, so that the next run asks no portal beside them."""
    of = settings(tmp_path, farm, 8, address)
    of.path.write_text(of.path.read_text(encoding="utf-8").replace("pace_seconds = 0", "pace_seconds = 0.2"), encoding="utf-8")
    command = [sys.executable, "-m", "newswatch.cli", "--config", str(of.path), "check"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        once_asked(farm, 20, process.kill)
    assert still(farm) < 8 * 44


def test_a_lost_scheduler_ends_the_run(tmp_path: Path, farm: Farm) -> None:
    """Where the scheduler dies in the middle, the run has failed with that as its note, and a check of this machine does what is left."""
    with Workers(tmp_path, 1) as running:
        of = paced(settings(tmp_path / "there", farm, 4, running.address))
        killer = Thread(target=once_asked, args=(farm, 60, running.scheduler.kill))
        killer.start()
        with pytest.raises(ClusterError, match="the scheduler was lost"):
            polled(of, "20 08:00")
        killer.join()
    here = settings(tmp_path / "there", farm, 4)
    assert polled(here, "20 09:00").ending is Ending.OK
    with open_store(here, create=False) as store:
        assert store.rows("SELECT count(*) AS n FROM items") == [{"n": 4 * 40}]
        assert [row["ending"] for row in store.rows("SELECT ending FROM runs WHERE verb = 'check'")] == ["failed", "ok"]


def paced(of: Settings) -> Settings:
    """The settings with a pause between requests, so that there is a middle to break off in."""
    return replace(of, fetch=replace(of.fetch, pace_seconds=0.1))


def once_asked(farm: Farm, requests: int, deed: Callable[[], object]) -> None:
    """Does something once so many requests were made."""
    until = time.monotonic() + 60
    while len(farm.asked) < requests and time.monotonic() < until:
        time.sleep(0.02)
    deed()


def still(farm: Farm) -> int:
    """How many requests were made, once none is made for two seconds."""
    asked, until = -1, time.monotonic() + 60
    while asked != len(farm.asked) and time.monotonic() < until:
        asked = len(farm.asked)
        time.sleep(2)
    return asked
