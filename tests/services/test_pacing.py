"""Who is asked in a run and in which order: the quiet wait for a later check, those that waited longest come first, and nobody is starved."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event

import pytest
from farm import Farm
from generated.often import compare
from generated.site import Worlds

from newswatch.config import Settings, load
from newswatch.core.model import LOCAL
from newswatch.core.notices.agenda import Ending
from newswatch.services import check, statements
from newswatch.services.check import Report
from newswatch.services.opening import open_store

QUIET = "22 06:30"
"""A morning on which the farm has brought nothing for two days, far from the ends of months."""


@pytest.fixture
def farm() -> Iterator[Farm]:
    """Portals on loopback, up."""
    with Farm() as running:
        yield running


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    """The server of generated worlds."""
    with Worlds() as server:
        yield server


def settings(folder: Path, farm: Farm, portals: int, fetch: str = "workers = 1\nretries = 0") -> Settings:
    """The settings of an office that watches so many portals."""
    path = folder / "config.toml"
    path.write_text(farm.settings(portals, fetch), encoding="utf-8")
    of = load(path)
    return replace(of, schedule=replace(of.schedule, jitter_minutes=0))


def polled(of: Settings, at: str, **options: object) -> Report:
    """One run at a local time of November 2026, after which months are stated."""
    now = datetime.fromisoformat(f"2026-11-{at}").replace(tzinfo=LOCAL)
    with open_store(of, create=True) as store:
        report = check.run(store, of, lambda: now, **options)  # type: ignore[arg-type]
        for unit in of.units:
            statements.reconcile(store, of, unit, now)
    return report


def quiet_office(folder: Path, farm: Farm, portals: int = 2) -> Settings:
    """An office all of whose portals have been quiet for four days, with checks at 6:30 and 17:30."""
    of = settings(folder, farm, portals)
    for at in ("11 17:30", "12 17:30", "20 17:30", "21 17:30"):
        polled(of, at)
    return of


def test_a_quiet_unit_waits_for_the_last_check_of_the_day(tmp_path: Path, farm: Farm) -> None:
    """Quiet portals are not asked in the morning and all asked in the evening; a person's check asks all of them at any time."""
    of = quiet_office(tmp_path, farm)
    farm.asked.clear()
    morning = polled(of, QUIET, adaptive=True)
    assert (morning.polled, morning.waiting, farm.asked) == ((), 6, [])
    assert len(polled(of, "22 17:30", adaptive=True).polled) == 6
    assert len(polled(of, "23 06:30").polled) == 6


def test_who_brought_news_lately_is_asked_every_time(tmp_path: Path, farm: Farm) -> None:
    """One of two portals puts something up: it alone is asked the next morning."""
    of = quiet_office(tmp_path, farm)
    farm.grown = {farm.host(1)}
    polled(of, "22 17:30", adaptive=True)
    polled(of, "22 20:00")
    assert {one.unit for one in polled(of, "23 06:30", adaptive=True).polled} == {"xa-1"}


@pytest.mark.parametrize("at", ["20 06:30", "28 06:30"])
def test_nobody_waits_where_a_month_is_decided(tmp_path: Path, farm: Farm, at: str) -> None:
    """On a day on which the board is warned, and near a month's end, each check asks everybody."""
    of = settings(tmp_path, farm, 1)
    day = int(at[:2])
    for one in ("08 17:30", "09 17:30", f"{day - 1} 17:30"):
        polled(of, one)
    assert len(polled(of, at, adaptive=True).polled) == 3


def test_a_month_that_hangs_on_one_item_is_looked_at_every_time(tmp_path: Path, farm: Farm) -> None:
    """The same quiet portal is asked each time while its present month lacks one item of its quota, and where nothing is kept that tells."""
    of = quiet_office(tmp_path, farm, 1)
    unit = of.units[0]
    with open_store(of, create=True) as store:
        now = datetime(2026, 11, 21, 18, tzinfo=LOCAL)
        held = next(m for m in statements.year_of(store, unit, 2026, now).months if m.month.month == 11)
        store.run_sql("DELETE FROM kept")
    assert held.short != 1
    assert len(polled(of, QUIET, adaptive=True).polled) == 3
    lacking = replace(unit, rules=tuple(replace(rule, quota=held.count.combined + 1) for rule in unit.rules))
    short = replace(of, units=(lacking,))
    polled(short, "22 17:30")
    assert len(polled(short, "23 06:30", adaptive=True).polled) == 3


@pytest.mark.parametrize(("why", "how"), [("setting", "adaptive"), ("failed", "dead"), ("person", "dated"), ("host", "hosts")])
def test_whatever_is_left_to_do_ends_the_wait(tmp_path: Path, farm: Farm, why: str, how: str) -> None:
    """Nobody waits if the settings say so, where the last poll failed, after a person settled anything, or once another host is named."""
    of = quiet_office(tmp_path, farm, 1)
    if how == "adaptive":
        of = replace(of, fetch=replace(of.fetch, adaptive=False))
    if how == "dead":
        farm.dead = {farm.host(0)}
        polled(replace(of, fetch=replace(of.fetch, timeout_seconds=0.2)), "21 18:00")
        farm.dead = set()
    if how == "dated":
        with open_store(of, create=True) as store:
            store.run_sql(
                "INSERT INTO decisions (item_id, decided_at, kind, decided_by, dead_link) VALUES (1, '2026-11-21', 'person', 'Hoa', 1)"
            )
    if how == "hosts":
        source = replace(of.units[0].sources[0], hosts=("other.example.vn",))
        of = replace(of, units=(replace(of.units[0], sources=(source, *of.units[0].sources[1:])),))
    assert len(polled(of, QUIET, adaptive=True).polled) == 3, why


@pytest.mark.parametrize(("kind", "seed"), [("ordinary", 3), ("duplicates", 3), ("pins_head", 2), ("holes", 6)])
def test_adaptive_polls_state_the_same(worlds: Worlds, kind: str, seed: int) -> None:
    """Weeks of a generated portal, polled by every check of the plan and adaptively: after each day's last check and on each decisive day the same is
    stated of every month and item, with fewer polls. More worlds: `tests/heavy/often.py`."""
    found = compare(seed, kind, worlds, days=24)
    assert found.differs == []
    assert found.adaptive < found.every


@pytest.mark.parametrize(("portals", "reached"), [(7, 2), (6, 3), (5, 1)])
def test_with_a_stop_after_k_hosts_all_are_reached_in_n_by_k_runs(tmp_path: Path, farm: Farm, portals: int, reached: int) -> None:
    """Each run is stopped after k of n hosts; those not reached come first the next time, so that the n-th part of the runs reach all."""
    of = settings(tmp_path, farm, portals)
    found: list[set[str]] = []
    for run in range(-(-portals // reached)):
        stop, done = Event(), count(1)

        def heard(one: object, stop: Event = stop, done: Iterator[int] = done) -> None:
            if next(done) == reached * 3:
                stop.set()

        report = polled(of, f"{10 + run} 08:00", stop=stop, on_source=heard)
        found.append({one.unit for one in report.polled})
    assert set().union(*found) == {f"xa-{n}" for n in range(portals)}
    assert all(len(some) >= min(reached, portals) for some in found[:-1])


def test_a_host_that_always_hangs_starves_nobody(tmp_path: Path, farm: Farm) -> None:
    """One of four portals holds up its turn until the run is stopped, each time before it was read: the others are all reached all the same."""
    of = settings(tmp_path, farm, 4, "workers = 1\nretries = 0\ntimeout_seconds = 30")
    farm.dead = {farm.host(0)}
    found: set[str] = set()
    for run in range(4):
        stop, asked = Event(), list[str]()

        def got(url: str, stop: Event = stop, asked: list[str] = asked) -> None:
            asked.append(url)
            if farm.host(0) in url or len(asked) > 60:
                stop.set()

        found |= {one.unit for one in polled(of, f"{10 + run} 08:00", stop=stop, on_get=got).polled}
    assert found == {"xa-1", "xa-2", "xa-3"}


def test_a_time_limit_leaves_the_rest_for_the_next_check(tmp_path: Path, farm: Farm) -> None:
    """A run whose time is over before it begins reaches nobody, says so, and ends as stopped, so that it is due again; without a limit all are
    reached."""
    of = settings(tmp_path, farm, 2)
    over = polled(of, "20 08:00", within=timedelta(0))
    assert over.unreached + len(over.polled) == 6
    assert over.ending is Ending.STOPPED
    rest = polled(of, "20 09:00", within=timedelta(hours=1))
    assert (rest.unreached, len(rest.polled), rest.ending) == (0, 6, Ending.OK)


@pytest.mark.parametrize("workers", [1, 4])
def test_a_dead_host_among_forty_ends_nobodys_poll_later(tmp_path: Path, farm: Farm, workers: int) -> None:
    """Three of forty portals never answer. From the second run on nobody waits for them: they are asked when all others have begun, with one worker
    when all others were asked, and stored after them. Those that answer again are read in the run after."""
    of = settings(tmp_path, farm, 40, f"workers = {workers}\nretries = 0\ntimeout_seconds = 1")
    of = replace(of, units=tuple(replace(unit, sources=unit.sources[:1]) for unit in of.units))
    dead = [farm.host(n) for n in (0, 7, 21)]
    farm.dead = set(dead)
    assert len([one for one in polled(of, "20 08:00").polled if not one.failed]) == 37
    farm.asked.clear()
    heard: list[str] = []
    report = polled(of, "20 17:30", on_source=lambda one: heard.append(one.unit))
    hosts = [url.split("/")[2] for url, _ in farm.asked]
    first_dead = min(n for n, host in enumerate(hosts) if host in dead)
    slack = workers if workers == 1 else 4 * workers  # what the other workers have begun may come in a little later on a busy machine
    assert len(set(hosts[: first_dead + slack]) - set(dead)) == 37
    assert set(hosts[first_dead + slack * 2 :]) <= set(dead)
    assert set(heard[-3:]) == {"xa-0", "xa-7", "xa-21"}
    assert len([one for one in report.polled if one.failed]) == 3
    farm.dead = set()
    assert len([one for one in polled(of, "21 08:00").polled if not one.failed]) == 40


def test_a_host_that_was_read_in_vain_is_not_starved(tmp_path: Path, farm: Farm) -> None:
    """With room for one of three portals a run, all are asked in four runs, the dead one twice: it has its turn as the others have theirs."""
    of = settings(tmp_path, farm, 3, "workers = 1\nretries = 0\ntimeout_seconds = 0.3")
    farm.dead = {farm.host(0)}
    found: list[str] = []
    for run in range(4):
        stop, first = Event(), list[str]()

        def heard(one: check.Polled, stop: Event = stop, first: list[str] = first) -> None:
            first.append(one.unit)
            stop.set()

        polled(of, f"{10 + run} 08:00", stop=stop, on_source=heard)
        found += first[:1]
    assert set(found) == {"xa-0", "xa-1", "xa-2"}
