"""The budgets of a run: what earlier runs of the day used is read before, what this one used is stored for those after it.

While a host is asked its whole budget is stored as used, so that a process that is killed leaves no request uncounted.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from newswatch.config import FetchSettings
from newswatch.core.months import local_day
from newswatch.services.poll import Job
from newswatch.sources.http.budget import Budget
from newswatch.store import budgets
from newswatch.store.store import Store


@dataclass(slots=True)
class Ledger:
    """Who is being asked. All but the budget itself is used by the one thread that writes."""

    store: Store
    budget: Budget
    now: Callable[[], datetime]
    _left: Counter[str] = field(default_factory=Counter)

    def hold(self, jobs: Sequence[Job]) -> None:
        """Stores the budgets of the hosts that these jobs may ask as used, before they are begun."""
        sites = Counter(site for job in jobs for site in _limited(job, self.budget))
        if fresh := [site for site in sites if not self._left[site]]:
            today = local_day(self.now())
            budgets.note(self.store, {(site, today): self.budget.limit(site) for site in fresh})
        self._left += sites

    def settle(self, job: Job) -> None:
        """Stores what was used of the hosts that no job is left for."""
        sites = _limited(job, self.budget)
        self._left -= Counter(sites)
        self.write([site for site in sites if not self._left[site]])

    def write(self, sites: Sequence[str]) -> None:
        """Stores what was used of sites, on this day and on that before, if the run began on it."""
        today = local_day(self.now())
        used = {(site, today): self.budget.asked.get((site, today), 0) for site in sites}
        used |= {key: count for key, count in self.budget.asked.items() if key[0] in sites}
        if used:
            budgets.note(self.store, used)

    def close(self) -> None:
        """Stores what was used of the hosts whose jobs were not all done."""
        self.write([site for site, left in self._left.items() if left])


@contextmanager
def ledger(store: Store, fetch: FetchSettings, now: Callable[[], datetime]) -> Iterator[Ledger]:
    """The budgets within one run. Without any set, nothing is read or written."""
    budget, today = Budget(fetch.budgets, fetch.requests_a_day), local_day(now())
    if fetch.requests_a_day or any(fetch.budgets.values()):
        _forget(store, today)
        budget.asked.update(budgets.asked(store, today))
    found = Ledger(store, budget, now)
    try:
        yield found
    finally:
        found.close()


@contextmanager
def lent(store: Store, fetch: FetchSettings, now: Callable[[], datetime], sites: Collection[str]) -> Iterator[Budget]:
    """The budgets of sites that are asked for something else than polls, outside a run."""
    with ledger(store, fetch, now) as found:
        limited = [site for site in sites if found.budget.limit(site)]
        if limited:
            budgets.note(store, {(site, local_day(now())): found.budget.limit(site) for site in limited})
        try:
            yield found.budget
        finally:
            found.write(limited)


def _forget(store: Store, today: date) -> None:
    budgets.forget(store, today - timedelta(days=31))


def _limited(job: Job, budget: Budget) -> list[str]:
    return sorted(site for site in job.task.hosts.own if budget.limit(site))
