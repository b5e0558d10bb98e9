"""What travels when sources are polled elsewhere, what is sent again, and that nothing of it counts twice or is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from command import newswatch
from contents import differences
from farm import Farm
from farming import polled, settings, told
from hands import Hands
from services.test_nothing_twice import Work, rows

from newswatch.config import Member, Trust
from newswatch.core.notices.agenda import Ending
from newswatch.errors import ClusterError, ConfigError
from newswatch.services import check
from newswatch.services.opening import open_store
from newswatch.services.poll import parcel
from newswatch.services.poll.parcel import unpacked

AWAY = "tcp://192.0.2.1:8786"


@pytest.fixture
def farm() -> Iterator[Farm]:
    """Portals on loopback, up."""
    with Farm() as running:
        yield running


def test_only_what_is_wanted_travels(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quiet sources travel without what is known of their items. A portal that turns out to have something new gets it then, and goes on with the page
    that it was given: nothing is asked for twice but its robots.txt."""
    Hands().install(monkeypatch)
    of, work = settings(tmp_path, farm, 3, AWAY), Work(monkeypatch)
    for hour in (8, 9):
        polled(of, f"20 {hour:02}:00")
        assert work.done()["looked into"] == 9
    farm.asked = []
    polled(of, "20 10:00")
    assert (work.done(), len(farm.asked)) == ({}, 3 + 9)
    farm.grown, farm.asked = {farm.host(1)}, []
    report = polled(of, "20 11:00")
    assert [(one.unit, one.source, one.new) for one in report.polled if one.new] == [("xa-1", "rss", 1)]
    asked = [url for url, _ in farm.asked]
    assert (len(asked), len(set(asked))) == (3 + 9 + 2, 3 + 9 + 1)
    assert work.done() == {"looked into": 3, "items read": 3 * 40, "lists": 1, "feeds": 1, "classified": 1, "compressed": 2, "articles": 1}


def test_no_person_and_no_secret_travels(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parcel holds neither the members of a board nor anything of the mail settings; of a file with certificates it holds the bytes."""
    hands = Hands().install(monkeypatch)
    authorities = tmp_path / "ca.pem"
    authorities.write_bytes(b"-----BEGIN CERTIFICATE-----")
    of = settings(tmp_path / "there", farm, 1, AWAY)
    unit = of.units[0]
    trusting = tuple(replace(one, trust=Trust(ca_file=authorities)) for one in unit.sources)
    unit = replace(unit, board=(Member("hoa@xa.example", "Hoa"),), sources=trusting)
    of = replace(of, units=(unit,))
    polled(of, "20 08:00")
    sent = [job.unit for one in hands.parcels for visit in one.visits for job in unpacked(visit).jobs]
    assert {(one.id, one.board, one.rules) for one in sent} == {("xa-0", (), ())}
    (kept,) = hands.parcels[0].trust.values()
    authorities.unlink()
    here = parcel._here(kept).ca_file
    assert here is not None
    assert here.read_bytes() == b"-----BEGIN CERTIFICATE-----"


def test_a_full_reply_leaves_the_other_hosts(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hosts whose turn has not begun when a reply is full are sent again: each is polled, once."""
    monkeypatch.setattr(parcel, "MOST_BROUGHT", 1)
    hands = Hands(1).install(monkeypatch)
    report = polled(settings(tmp_path, farm, 12, AWAY), "20 08:00")
    assert (report.ending, len(report.polled)) == (Ending.OK, 36)
    assert sum(len(one.visits) for one in hands.parcels) > 12
    assert len({url for url, _ in farm.asked}) == len(farm.asked)


def test_a_silent_host_is_asked_last(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that does not answer is asked with patience once all others are polled; it fails as it does here, and they don't."""
    hands = Hands(1).install(monkeypatch)
    of = settings(tmp_path, farm, 6, AWAY)
    of = replace(of, fetch=replace(of.fetch, retries=1, timeout_seconds=0.5))
    farm.dead = {farm.host(0)}
    heard: list[str] = []
    report = polled(of, "20 08:00", on_source=lambda one: heard.append(one.unit))
    assert (heard[-3:], len(heard)) == (["xa-0"] * 3, 18)
    assert {one.unit for one in report.polled if one.failed} == {"xa-0"}
    assert [len(one.visits) for one in hands.parcels][-1] == 1
    assert [url for url, _ in farm.asked if farm.host(0) in url] == [f"{farm.base(0)}/robots.txt"] * 4


def test_a_stop_keeps_what_was_read(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the run is told to stop no parcel is sent and no request made, what was read is stored, and the next run finds the rest."""
    Hands(1).install(monkeypatch)
    of, stop = settings(tmp_path, farm, 8, AWAY), Event()
    report = polled(of, "20 08:00", on_source=lambda _: stop.set(), stop=stop)
    assert report.ending is Ending.STOPPED
    stored = rows(of, "SELECT count(*) AS n FROM fetches")[0]["n"]
    assert stored == len(report.polled)
    assert 0 < stored < 24
    polled(of, "20 09:00")
    assert rows(of, "SELECT count(*) AS n FROM items") == [{"n": 8 * 40}]


def test_ctrl_c_while_a_poll_is_stored_loses_none(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """The poll whose storing a Ctrl-C breaks off is stored, once, and so are all that came with it."""
    Hands(1).install(monkeypatch)
    of, heard = settings(tmp_path, farm, 4, AWAY), list[str]()

    def interrupts(one: check.Polled) -> None:
        heard.append(f"{one.unit}/{one.source}")
        if len(heard) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        polled(of, "20 08:00", on_source=interrupts)
    stored = [row["n"] for row in rows(of, "SELECT count(*) AS n FROM fetches GROUP BY source_id")]
    assert set(stored) == {1}
    assert len(stored) == len(heard) >= 3
    with open_store(of, create=False) as store:
        assert [row["ending"] for row in store.rows("SELECT ending FROM runs WHERE verb = 'check'")] == ["stopped"]


def test_a_backfill_through_parcels_is_a_backfill(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk back to a day that is made in parcels leaves what one of this machine leaves."""
    Hands().install(monkeypatch)
    here, there = settings(tmp_path / "here", farm, 2), settings(tmp_path / "there", farm, 2, AWAY)
    since = datetime.fromisoformat("2026-11-01T00:00+07:00")
    found = [told(polled(one, "20 08:00", since=since)) for one in (here, there)]
    assert found[0] == found[1]
    assert differences(here.database, there.database) == {}


def test_a_cluster_without_workers_is_not_waited_for(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no worker is there for a while, the run has failed and says so."""
    Hands(0).install(monkeypatch)
    monkeypatch.setattr("newswatch.services.poll.post._PATIENCE", 0.3)
    with pytest.raises(ClusterError, match=r"no worker has been there for 0\.3 s"):
        polled(settings(tmp_path, farm, 1, AWAY), "20 08:00")


ADDRESSES = {
    "tcp://10.0.0.7:8786": True,
    "tls://dask.xa.example:8786": True,
    "tcp://[fd00::7]:8786": True,
    "10.0.0.7:8786": False,
    "http://10.0.0.7:8786": False,
    "tcp://10.0.0.7": False,
    "tcp://10.0.0.7:99999": False,
    "tcp://:8786": False,
}


@pytest.mark.parametrize(("said", "sound"), ADDRESSES.items())
def test_the_setting_is_the_address_of_a_scheduler(tmp_path: Path, farm: Farm, said: str, sound: bool) -> None:
    """`cluster` is an address that dask understands, with its port; anything else is a fault of the settings."""
    if sound:
        assert settings(tmp_path, farm, 1, said).fetch.cluster == said
    else:
        with pytest.raises(ConfigError, match=r"fetch\.cluster: expected the address of a dask scheduler such as"):
            settings(tmp_path, farm, 1, said)


def test_the_option_wins(tmp_path: Path, farm: Farm) -> None:
    """`--cluster ''` polls here whatever the settings say, `--cluster` with anything that is no address is refused."""
    settings(tmp_path, farm, 1, AWAY)
    refused = newswatch("check", "--cluster", "10.0.0.7", cwd=tmp_path)
    assert refused.returncode == 2
    assert "expected the address of a dask scheduler" in refused.stderr
    assert farm.asked == []
    newswatch("check", "--cluster", "", cwd=tmp_path)
    assert len(farm.asked) == 44
