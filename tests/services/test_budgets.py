"""How many requests a host is sent a day: what is not asked for is not looked at and told so, lists come first, and the rest follows on later days."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from farm import Farm
from hands import Hands

from newswatch.config import Settings, load
from newswatch.core.answer.kinds import Answer
from newswatch.core.count.statement import State
from newswatch.core.model import LOCAL
from newswatch.core.polling.proof import Gap
from newswatch.core.polling.records import PollOutcome
from newswatch.errors import BudgetSpent, ConfigError
from newswatch.services import check, statements
from newswatch.services.check import Report
from newswatch.services.opening import open_store
from newswatch.sources.http.budget import Budget, Share


@pytest.fixture
def farm() -> Iterator[Farm]:
    """Portals on loopback, up."""
    with Farm() as running:
        yield running


def settings(folder: Path, farm: Farm, portals: int, fetch: str) -> Settings:
    """The settings of an office that watches so many portals."""
    path = folder / "config.toml"
    path.write_text(farm.settings(portals, f"workers = 2\nretries = 0\n{fetch}"), encoding="utf-8")
    return load(path)


def polled(of: Settings, at: str, **options: Any) -> Report:
    """One run at a local time of November 2026."""
    with open_store(of, create=True) as store:
        return check.run(store, of, lambda: datetime.fromisoformat(f"2026-11-{at}").replace(tzinfo=LOCAL), **options)


def asked(farm: Farm) -> Counter[str]:
    """How often each host was asked, and nothing of it any more."""
    found, farm.asked = farm.asked, []
    return Counter(url.split("/")[2] for url, _ in found)


def answers(of: Settings) -> Counter[str]:
    """How many items have each answer."""
    with open_store(of, create=True) as store:
        return Counter(row["answer"] for row in store.rows("SELECT answer FROM articles"))


def test_a_host_is_sent_no_more_than_its_budget_whatever_the_runs_of_a_day(tmp_path: Path, farm: Farm) -> None:
    """Three runs of one local day send each host its ten requests at most; the next day it gets as many again."""
    of = settings(tmp_path, farm, 2, "requests_a_day = 10")
    for at in ("20 08:00", "20 12:00", "20 23:59"):
        polled(of, at)
    assert asked(farm) == {farm.host(0): 10, farm.host(1): 10}
    polled(of, "21 00:00")
    assert asked(farm) == {farm.host(0): 10, farm.host(1): 10}


def test_lists_come_before_articles_and_the_articles_follow(tmp_path: Path, farm: Farm) -> None:
    """With few requests all three lists are read and their items known, but not their articles, which say why; all are read within days."""
    of = settings(tmp_path, farm, 1, "max_pages = 2\nrequests_a_day = 12")
    report = polled(of, "16 08:00")
    assert [(one.source, one.poll.entries, one.poll.outcome) for one in report.polled] == [
        ("rss", 20, PollOutcome.OK),
        ("tin", 20, PollOutcome.OK),
        ("thong-bao", 20, PollOutcome.OK),
    ]
    assert answers(of)[Answer.OVER_BUDGET] >= 30
    assert any("requests of today" in warning.text for one in report.polled for warning in one.poll.warnings)
    for day in range(17, 25):
        polled(of, f"{day} 08:00")
    assert set(answers(of)) == {Answer.ARTICLE}


def test_what_was_not_looked_at_is_told_and_leaves_its_days_unproved(tmp_path: Path, farm: Farm) -> None:
    """A list that gets no request any more has failed for a reason of its own, and proves nothing until it is looked at; no month is stated short."""
    of = settings(tmp_path, farm, 1, "requests_a_day = 2")
    report = polled(of, "20 08:00")
    (last,) = [one for one in report.polled if one.source == "thong-bao"]
    assert (last.poll.outcome, last.poll.reach) == (PollOutcome.FAILED, None)
    assert last.poll.proof is not None
    assert {Gap.FAILED, Gap.OVER_BUDGET} <= set(last.poll.proof.gaps)
    with open_store(of, create=True) as store:
        year = statements.year_of(store, of.units[0], 2026, datetime(2026, 12, 2, tzinfo=LOCAL))
    assert State.SHORT not in {month.state for month in year.months}


def test_a_run_that_is_killed_has_used_what_it_held(tmp_path: Path, farm: Farm) -> None:
    """While a host is asked its whole budget is stored as used: a process that dies leaves no request uncounted. A run that ends gives back the rest,
    and so does one that is stopped."""
    of = settings(tmp_path, farm, 1, "requests_a_day = 1000")
    held: list[list[dict[str, Any]]] = []

    def rows() -> list[dict[str, Any]]:
        with open_store(of) as store:
            return store.rows("SELECT asked FROM requests")

    stop = Event()

    def got(url: str) -> None:
        if not held:
            held.append(rows())
        if "tin" in url:
            stop.set()

    polled(of, "20 08:00", on_get=got, stop=stop)
    assert held == [[{"asked": 1000}]]
    assert rows() == [{"asked": sum(asked(farm).values())}]


def test_without_a_budget_nothing_is_counted_or_stored(tmp_path: Path, farm: Farm) -> None:
    """An office that sets none has no rows of requests."""
    of = settings(tmp_path, farm, 1, "")
    polled(of, "20 08:00")
    with open_store(of) as store:
        assert store.rows("SELECT * FROM requests") == []


def test_a_host_can_have_a_budget_and_a_pace_of_its_own(tmp_path: Path, farm: Farm) -> None:
    """The table of one host overrides what holds for all; what it leaves out is as for all."""
    of = settings(tmp_path, farm, 2, f'requests_a_day = 7\n[fetch.hosts."{farm.host(1)}"]\nrequests_a_day = 4')
    assert (of.fetch.requests_a_day, of.fetch.budgets, of.fetch.hosts) == (7, {farm.host(1): 4}, {farm.host(1): of.fetch.pace_seconds})
    polled(of, "20 08:00")
    assert asked(farm) == {farm.host(0): 7, farm.host(1): 4}


def test_a_host_without_a_port_has_its_budget_on_any(tmp_path: Path, farm: Farm) -> None:
    """The table of a host holds for a portal of it on an odd port too."""
    polled(
        settings(tmp_path, farm, 2, f'requests_a_day = 7\n[fetch.hosts."{farm.host(1).partition(":")[0]}"]\nrequests_a_day = 4'), "20 08:00"
    )
    assert asked(farm) == {farm.host(0): 7, farm.host(1): 4}


def test_a_budget_below_none_is_refused(tmp_path: Path, farm: Farm) -> None:
    """A negative number is named with its place."""
    with pytest.raises(ConfigError, match="requests_a_day"):
        settings(tmp_path, farm, 1, "requests_a_day = -1")


def test_articles_leave_what_lists_need() -> None:
    """Of six requests three are kept for lists: three articles are asked for, then lists alone, one of which uses up what was kept for it."""
    share = Share(Budget(usual=6), own=2, others=1)
    now, url = datetime(2026, 11, 20, 12, tzinfo=LOCAL), "http://a.example.vn/"
    for _ in range(3):
        share.take(url, url, now, article=True)
    with pytest.raises(BudgetSpent):
        share.take(url, url, now, article=True)
    for _ in range(3):
        share.take(url, url, now, article=False)
    with pytest.raises(BudgetSpent):
        share.take(url, url, now, article=False)
    assert share.budget.asked == {("a.example.vn", date(2026, 11, 20)): 6}


def test_budgets_hold_where_others_poll(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Polled by the workers of a cluster, three runs of one day send each host no more than its budget, and as much as runs made here."""
    Hands().install(monkeypatch)
    found = []
    for name, cluster in (("here", ""), ("there", 'cluster = "tcp://192.0.2.1:8786"')):
        (tmp_path / name).mkdir()
        of = settings(tmp_path / name, farm, 2, f"requests_a_day = 10\n{cluster}")
        for hour in (8, 9, 10):
            polled(of, f"20 {hour:02}:00")
        found.append((asked(farm), answers(of)))
        assert set(found[-1][0].values()) == {10}
    assert found[0] == found[1]
