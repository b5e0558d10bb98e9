"""What a run does at all: requests, readings, classifications, compressions, rows. What did not change is done once, and a dead host holds up nobody."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Event, Lock
from typing import Any

import pytest
from farm import ITEMS, Farm

from newswatch.config import Settings, load
from newswatch.core.model import LOCAL
from newswatch.services import check
from newswatch.services.check import Report
from newswatch.services.opening import open_store
from newswatch.services.poll import Window, marks

WORK = {
    "looked into": "newswatch.store.found_items.FoundItems",
    "items read": "newswatch.store.known_items._known",
    "lists": "newswatch.sources.listing.read",
    "feeds": "newswatch.sources.feed.read",
    "classified": "newswatch.services.poll.made.classify_item",
    "compressed": "newswatch.store.captures.gzip.compress",
    "articles": "newswatch.services.poll.receive.read_answer",
}


@pytest.fixture
def farm() -> Iterator[Farm]:
    """Portals on loopback, up."""
    with Farm() as running:
        yield running


class Work:
    """Counts what is done between two looks at it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = Lock()
        for name, path in WORK.items():
            patch.setattr(path, self._counting(name, _at(path)))

    def done(self) -> dict[str, int]:
        """What was done since the last time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        return dict(counts)

    def _counting(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **options: Any) -> Any:
            with self._lock:
                self._counts[name] += 1
            return real(*args, **options)

        return counted


def _at(path: str) -> Any:
    module, _, name = path.removesuffix(".gzip.compress").rpartition(".")
    if path.endswith("gzip.compress"):
        import gzip

        return gzip.compress
    return getattr(__import__(module, fromlist=[name]), name)


def settings(folder: Path, farm: Farm, portals: int, fetch: str = "workers = 3\nretries = 0") -> Settings:
    """The settings of an office that watches so many portals."""
    path = folder / "config.toml"
    path.write_text(farm.settings(portals, fetch), encoding="utf-8")
    return load(path)


def polled(of: Settings, at: str, **options: Any) -> Report:
    """One run at a local time."""
    with open_store(of, create=True) as store:
        return check.run(store, of, lambda: datetime.fromisoformat(f"2026-11-{at}").replace(tzinfo=LOCAL), **options)


def rows(of: Settings, sql: str) -> list[dict[str, Any]]:
    with open_store(of, create=False) as store:
        return store.rows(sql)


def test_what_did_not_change_is_asked_for_and_no_more(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a poll went over all items and found none that waits, the polls after it ask for each source, read nothing, and add no row, be it that the
    server says that nothing changed, or that the page differs in a counter."""
    of, work = settings(tmp_path, farm, 3), Work(monkeypatch)
    polled(of, "20 08:00")
    assert work.done() == {"looked into": 9, "lists": 6, "feeds": 3, "classified": 120, "compressed": 126, "articles": 120}
    polled(of, "20 09:00")
    assert work.done() == {"looked into": 9}
    for hour, bodies in ((10, False), (11, True), (12, True), (13, False)):
        farm.bodies, farm.asked = bodies, []
        before = rows(of, "SELECT count(*) AS n FROM fetches")
        report = polled(of, f"20 {hour}:00")
        assert (work.done(), len(farm.asked), len(report.polled)) == ({}, 3 + 9, 9)
        assert rows(of, "SELECT count(*) AS n FROM fetches") == before
    assert rows(of, "SELECT times, finished FROM fetches WHERE outcome = 'not_modified'") == [{"times": 5, "finished": 0}] * 9


def test_one_new_item_is_one_items_work(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several portals one has a new article: it alone is opened, classified and kept, and no other portal's page is read. Of the items that are
    known those alone are read that the pages name."""
    of, work = settings(tmp_path, farm, 3), Work(monkeypatch)
    for hour in (8, 9, 10):
        polled(of, f"20 {hour:02}:00")
    work.done()
    farm.grown, farm.asked = {farm.host(1)}, []
    report = polled(of, "20 11:00")
    assert [(one.unit, one.source, one.new) for one in report.polled if one.new] == [("xa-1", "rss", 1)]
    assert sum("/bai-" in url for url, _ in farm.asked) == 1
    assert work.done() == {
        "looked into": 3,
        "items read": 2 * ITEMS,
        "lists": 1,
        "feeds": 1,
        "classified": 1,
        "compressed": 2,
        "articles": 1,
    }


def test_an_article_of_two_lists_is_opened_once(tmp_path: Path, farm: Farm) -> None:
    """What one source of a unit found the next one knows, also where a person has given an item of the unit its date."""
    of = settings(tmp_path, farm, 1)
    for hour in (8, 9):
        polled(of, f"20 {hour:02}:00")
    with open_store(of, create=False) as store, store.writing():
        store.run_sql(
            "INSERT INTO decisions (item_id, decided_at, kind, decided_by, published_on) "
            "VALUES (1, '2026-11-20', 'person', 'Hoa', '2026-11-18')"
        )
    farm.grown, farm.asked = {farm.host(0)}, []
    polled(of, "20 10:00")
    assert [url for url, _ in farm.asked if "/bai-" in url] == [f"{farm.base(0)}/bai-9999.html"]


def test_a_person_who_settles_something_ends_the_quiet(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """What people decide of an item is known to the next poll of each of its unit's sources, also where nothing changed on the portal."""
    of, work = settings(tmp_path, farm, 2), Work(monkeypatch)
    for hour in (8, 9, 10):
        polled(of, f"20 {hour:02}:00")
    work.done()
    with open_store(of, create=False) as store, store.writing():
        store.run_sql(
            "INSERT INTO decisions (item_id, decided_at, kind, decided_by, dead_link) VALUES (1, '2026-11-20', 'person', 'Hoa', 1)"
        )
    polled(of, "20 11:00")
    assert work.done() == {"looked into": 3}
    polled(of, "20 12:00")
    assert work.done() == {}


def test_an_upgrade_or_another_host_ends_the_quiet(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the program, and a host that people settled, go over all items once more."""
    of, work = settings(tmp_path, farm, 1), Work(monkeypatch)
    for hour in (8, 9, 10):
        polled(of, f"20 {hour:02}:00")
    work.done()
    monkeypatch.setattr(marks, "__version__", "99")
    polled(of, "20 11:00")
    assert work.done() == {"looked into": 3}
    text = of.path.read_text(encoding="utf-8")
    of.path.write_text(text.replace('kind = "feed"\n', 'kind = "feed"\nforeign_hosts = ["bao.vn"]\n', 1), encoding="utf-8")
    polled(load(of.path), "20 12:00")
    assert work.done() == {"looked into": 3}


def test_a_dead_host_holds_up_no_other(tmp_path: Path, farm: Farm) -> None:
    """The first of a dozen portals takes the connection and never answers: with one worker alone the others are polled and stored while it is waited
    for. Its three sources fail, after one request more than `retries` allows for the first of them and one alone for the second."""
    of = settings(tmp_path, farm, 12, "workers = 1\nretries = 1\ntimeout_seconds = 1")
    farm.dead = {farm.host(0)}
    heard: list[str] = []
    report = polled(of, "20 08:00", on_source=lambda one: heard.append(one.unit))
    assert (heard[:3], heard.count("xa-0")) == (["xa-1"] * 3, 3)
    assert [one.unit for one in report.polled if one.failed] == ["xa-0"] * 3
    assert [one.new for one in report.polled if not one.failed and one.source != "tin"] == [20] * 22
    assert [url for url, _ in farm.asked if farm.host(0) in url] == [f"{farm.base(0)}/robots.txt"] * 4


def test_results_are_let_go_as_they_come() -> None:
    """No more results wait to be stored than there are workers, however slow the storing is, and a Ctrl-C while one is stored loses none."""
    held, most, entered, interrupted = 0, 0, list[int](), list[int]()
    lock, slow = Lock(), Event()

    def turn(host: int, give: Callable[[int], None], patiently: bool) -> bool:
        nonlocal held, most
        for result in range(3):
            with lock:
                held += 1
                most = max(most, held)
            give(host * 10 + result)
        return not patiently and host == 4

    def enter(result: int) -> None:
        nonlocal held
        slow.wait(0.005)
        if result == 71 and not interrupted:
            interrupted.append(result)
            raise KeyboardInterrupt
        entered.append(result)
        with lock:
            held -= 1

    halt = Event()
    with pytest.raises(KeyboardInterrupt):
        Window(2, halt, turn, enter).run(iter(range(1, 40)))
    assert most <= 2 * 2 + 1
    assert halt.is_set()
    assert 71 in entered
    assert held == 0
