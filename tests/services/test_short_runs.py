"""Runs that end before a look is over: what was read is kept, the next run goes on from there, and repeated short runs read all."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import ClassVar

import pytest
from click.testing import CliRunner
from farm import ITEMS, Farm
from office import Office
from portal import Portal
from portal_wordpress import WordPress

from newswatch.cli import newswatch
from newswatch.config import Settings, load
from newswatch.core.answer.kinds import Answer
from newswatch.core.model import LOCAL
from newswatch.core.notices.agenda import Ending
from newswatch.services import check
from newswatch.services.check import Report
from newswatch.services.opening import open_store
from newswatch.services.poll import halt


@pytest.fixture
def farm() -> Iterator[Farm]:
    """Portals on loopback, up."""
    with Farm() as running:
        yield running


def settings(folder: Path, farm: Farm, source: str, fetch: str = "") -> Settings:
    """The settings of an office that watches one portal by one of its sources."""
    path = folder / "config.toml"
    path.write_text(farm.settings(1, f"workers = 1\nretries = 0\n{fetch}"), encoding="utf-8")
    of = load(path)
    (unit,) = of.units
    return replace(of, units=(replace(unit, sources=tuple(s for s in unit.sources if s.id == source)),))


def stopped_after(of: Settings, requests: int, at: str) -> Report:
    """One run at a local time of November 2026 that is stopped before it asks for more than so many pages."""
    stop, asked = Event(), list[str]()

    def got(url: str) -> None:
        asked.append(url)
        if len(asked) > requests:
            stop.set()

    now = datetime.fromisoformat(f"2026-11-{at}").replace(tzinfo=LOCAL)
    with open_store(of, create=True) as store:
        return check.run(store, of, lambda: now, stop=stop, on_get=got)


def opened(farm: Farm) -> Counter[str]:
    """How often each article was asked for."""
    return Counter(url for url, _ in farm.asked if "/bai-" in url)


@pytest.mark.parametrize("source", ["rss", "tin"])
def test_repeated_short_runs_read_all(tmp_path: Path, farm: Farm, source: str) -> None:
    """Each run is stopped after a list and four articles: no article is asked for twice, and the fifth run has looked at all of it."""
    of = settings(tmp_path, farm, source)
    reports = [stopped_after(of, 5, f"20 {hour:02}:00") for hour in range(8, 13)]
    assert (len(opened(farm)), set(opened(farm).values())) == (ITEMS, {1})
    assert [(one.ending, one.unfinished) for one in reports] == [*[(Ending.STOPPED, 1)] * 4, (Ending.OK, 0)]
    assert [one.poll.reach is None for report in reports for one in report.polled] == [True] * 4 + [False]


def test_what_waited_and_was_read_before_a_stop_is_not_read_again(tmp_path: Path, farm: Farm) -> None:
    """A list is as it was, and articles that no budget was left for are asked for again: short runs read each of them once too."""
    of = settings(tmp_path, farm, "rss", "requests_a_day = 5")
    with open_store(of, create=True) as store:
        check.run(store, of, lambda: datetime(2026, 11, 20, 8, tzinfo=LOCAL))
    of = replace(of, fetch=replace(of.fetch, requests_a_day=0))
    for hour in range(8, 14):
        stopped_after(of, 5, f"21 {hour:02}:00")
    assert (len(opened(farm)), set(opened(farm).values())) == (ITEMS, {1})
    with open_store(of) as store:
        assert {row["answer"] for row in store.rows("SELECT answer FROM articles")} == {Answer.ARTICLE}


def test_a_check_that_its_time_ended_is_no_sound_one(tmp_path: Path, farm: Farm) -> None:
    """`check --within` that reached nobody says so with exit code 3; one that had time enough ends with 0."""
    settings(tmp_path, farm, "rss")
    config = str(tmp_path / "config.toml")
    over = CliRunner().invoke(newswatch, ["--config", config, "check", "--within", "0"])
    assert (over.exit_code, "3 not reached" in over.stdout) == (3, True)
    well = CliRunner().invoke(newswatch, ["--config", config, "check", "--within", "10", "--json"])
    told = json.loads(well.stdout)
    assert (well.exit_code, told["unreached"], told["unfinished"]) == (0, 0, 0)


class Bell:
    """Stands in for the timer of a run: the time is over when a test says so."""

    rings: ClassVar[list[Callable[[], None]]] = []

    def __init__(self, _seconds: float, ring: Callable[[], None]) -> None:
        self.rings.append(ring)

    def start(self) -> None:
        """Nothing rings by itself."""

    def cancel(self) -> None:
        """Nothing is to be ended."""


def test_a_check_that_left_a_source_half_read_is_no_sound_one(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is over while the fourth article is asked for: three are stored, the source is not told as failed, and the exit code is 3."""
    settings(tmp_path, farm, "rss")
    real = farm.answer

    def answer(host: str, path: str, tag: str) -> tuple[int, str, str, bytes]:
        given = real(host, path, tag)
        if len(opened(farm)) == 4:
            Bell.rings[-1]()
        return given

    monkeypatch.setattr(halt, "Timer", Bell)
    monkeypatch.setattr(farm, "answer", answer)
    done = CliRunner().invoke(newswatch, ["--config", str(tmp_path / "config.toml"), "check", "--within", "10"])
    told = "1 sources looked at, 0 failed, 1 not read to the end: the next check goes on there; 3 new items, 0 changed; 2 not reached"
    assert (done.exit_code, done.stdout.startswith(told)) == (3, True)


def test_short_runs_of_a_witness_read_all_and_prove_only_at_its_end(tmp_path: Path) -> None:
    """WordPress' list for machines names six posts: three runs of it and two articles read them, each once; no day is proved before the last request."""
    with WordPress() as portal:
        office = Office(tmp_path, portal, 'id = "posts"\nkind = "wordpress"\nurl = "{portal.rest_url}"')
        for n in range(1, 7):
            office.par(n, f"2026-10-{10 + n} 08:00")
        reports = [stopped_after(office.settings, 3, f"20 {hour:02}:00") for hour in (8, 9, 10)]
        asked = Counter(portal.asked(r"/tin/"))
        assert (len(asked), set(asked.values())) == (6, {1})
        assert [(one.unfinished, one.polled[0].poll.reach) for one in reports] == [(1, None)] * 3
        (last,) = stopped_after(office.settings, 3, "20 11:00").polled
        assert (last.poll.stopped, last.poll.reach is not None) == (False, True)


def test_what_was_found_gone_before_a_stop_is_not_asked_for_again(tmp_path: Path) -> None:
    """Two articles are taken away, and a run is stopped between asking for the one and the other: the next asks for the other alone."""
    with Portal() as portal:
        office = Office(tmp_path, portal)
        portal.per_page = 20
        for n in range(1, 13):
            office.par(n, f"2026-11-{n:02} 08:00")
        office.polls("2026-11-19 09:00")
        portal.deletes(9)
        portal.deletes(11)
        before = len(portal.asked(r"/tin/"))
        first = stopped_after(office.settings, 2, "20 08:00").polled[0].poll
        second = stopped_after(office.settings, 9, "20 09:00").polled[0].poll
        assert ((first.stopped, len(first.gone), first.reach), (second.stopped, len(second.gone))) == ((True, 1, None), (False, 1))
        assert len(portal.asked(r"/tin/")) == before + 2
