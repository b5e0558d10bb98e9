"""How many requests a day each site may be sent, shared by all fetchers of a run: lists come before articles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock

from newswatch.core.hosts.own import said_of
from newswatch.core.identity import site_of
from newswatch.core.months import local_day
from newswatch.errors import BudgetSpent


@dataclass(slots=True)
class Budget:
    """The `limits` of single sites, 0 for none (see `hosts.own.said_of`), and that of all others (`usual`). `asked` counts the requests of each site by
    local days, those of earlier runs among them. It may be used from any thread.
    """

    limits: Mapping[str, int] = field(default_factory=dict)
    usual: int = 0
    asked: dict[tuple[str, date], int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def limit(self, site: str) -> int:
        """How many requests a day a site may be sent, 0 for any number."""
        return said_of(site, self.limits, self.usual)

    def hear(self, asked: Mapping[tuple[str, date], int]) -> None:
        """Adopts what others counted of sites of which nothing is known here."""
        with self._lock:
            self.asked = dict(asked) | self.asked

    def lend(self, sites: Iterable[str], day: date) -> dict[tuple[str, date], int]:
        """What sites were sent on a day, for others who ask them now; here they have had all of it until `settle` tells what was used."""
        with self._lock:
            limited = {(site, day): self.limit(site) for site in sites if self.limit(site)}
            lent = {key: self.asked.get(key, 0) for key in limited}
            self.asked |= limited
        return lent

    def settle(self, used: Mapping[tuple[str, date], int]) -> None:
        """What others have used of what they were lent."""
        with self._lock:
            self.asked |= used

    def take(self, named: str, target: str, at: datetime, *, kept: int = 0) -> None:
        """Counts one request. Raises BudgetSpent if it is not to be made: no more than `kept` are left of the day's."""
        site = site_of(target)
        limit = self.limit(site)
        if not limit:
            return
        with self._lock:
            used = self.asked.get((site, local_day(at)), 0)
            if used + kept >= limit:
                raise BudgetSpent(f"{named}: not asked for, since {site} has had its {limit} requests of today (fetch.requests_a_day)")
            self.asked[site, local_day(at)] = used + 1

    def give_back(self, target: str, at: datetime) -> None:
        """Takes back what was counted for a request that was not made after all."""
        key = site_of(target), local_day(at)
        with self._lock:
            if key in self.asked:
                self.asked[key] -= 1


@dataclass(slots=True)
class Share:
    """What one fetcher keeps of a budget for lists: for the one that is read, and for those after it."""

    budget: Budget
    own: int = 0
    others: int = 0

    def take(self, named: str, target: str, at: datetime, *, article: bool) -> None:
        """Counts a request; one for an article leaves what is kept. Raises BudgetSpent."""
        if article:
            self.budget.take(named, target, at, kept=self.own + self.others)
            return
        self.budget.take(named, target, at)
        self.own = max(self.own - 1, 0)
