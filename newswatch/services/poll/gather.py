"""What a poll gathers from the entries of a source: articles opened and classified, dates noted, failures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Literal

from newswatch.core.model import Entry, Page, SourceWarning
from newswatch.core.months import local_day
from newswatch.core.polling.changes import Known, diff, missing
from newswatch.core.polling.prove import Shown
from newswatch.core.polling.records import ItemUpdate
from newswatch.core.polling.witness import hidden
from newswatch.services.poll.items import Opener
from newswatch.services.poll.task import Task
from newswatch.sources.http.fetch import Fetcher

_FRESH = timedelta(days=3)
_MOST_RECHECKS = 40


@dataclass(slots=True)
class Gathered:
    """What a poll has gathered so far; `troubles` are failures that trying again can mend, `named` the keys that the source named in earlier polls,
    `found` the updates of items that no source had named."""

    task: Task
    fetcher: Fetcher
    opener: Opener
    named: frozenset[str]
    updates: list[ItemUpdate] = field(default_factory=list)
    found: list[ItemUpdate] = field(default_factory=list)
    sighted: list[Entry] = field(default_factory=list)
    days: dict[str, datetime] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)
    warnings: list[SourceWarning] = field(default_factory=list)

    @classmethod
    def begin(cls, task: Task, fetcher: Fetcher, opener: Opener) -> "Gathered":
        """Before anything is read."""
        return cls(task, fetcher, opener, frozenset(key for key, known in task.known.items() if known.digest and not known.unlisted))

    def take(self, entries: Sequence[Entry], page: Page | None) -> None:
        """Notes the entries of one page; opens the articles of those that are new or changed."""
        known = self.task.known
        changes = diff([e for e in entries if e.key not in self.seen], known)
        for entry in (*changes.same, *changes.sighted):
            before = known[entry.key]
            doubtful = before.doubtful or _differ(entry.published_at, before.published_at)
            self._note(entry, entry.published_at or before.published_at, self.fetcher.now(), doubtful=doubtful)
        self.sighted += changes.sighted
        for entry in (*changes.new, *changes.changed):
            self._open(entry, page)

    def known_day(self, key: str) -> date | None:
        """The local day that earlier polls found for an item."""
        item = self.task.known.get(key)
        return local_day(item.published_at) if item and item.published_at else None

    def warn(self, warnings: Sequence[SourceWarning]) -> None:
        """Notes warnings, each once."""
        self.warnings += [w for w in warnings if w not in self.warnings]

    def shown(self, entries: Sequence[Entry]) -> tuple[Shown, ...]:
        """Entries that were taken, with what is known of their dates."""
        return tuple(Shown(e.key, self.days.get(e.key), e.key in self.doubtful, e.key in self.named) for e in entries)

    def recheck(self, reach: datetime | None) -> tuple[list[str], list[str]]:
        """Asks for the items from `reach` on that this source named before but names no more: keys of those gone, and of those only unlisted."""
        gone: list[str] = []
        unlisted: list[str] = []
        if reach is None:
            return gone, unlisted
        for key in missing(self.seen, self.task.known, reach)[:_MOST_RECHECKS]:
            state, update = self.opener.reopen(key, self.task.known[key])
            if state == "gone":
                gone.append(key)
            elif state == "there":
                unlisted.append(key)
                self.updates += filter(None, [update])
        return gone, unlisted

    def refutes(self) -> tuple[date, ...]:
        """The days of which items were found that the lists of the site had not shown, though they were proved."""
        return hidden((update.published_at for update in self.found if update.published_at), self.task.claims)

    def discover(self, key: str, url: str, page: Page) -> Literal["there", "undated", "gone", "unsure"]:
        """Opens an address that nobody knows and that nothing but the address tells of. It is an item if there is an article with a date.

        Where the profile tells articles by their addresses, an article without a date is one too.
        """
        state, update = self.opener.look(key, url)
        if update is None:
            return state
        if update.published_at is None and not self.task.source.profile.id_pattern:
            return "undated"
        self._keep(replace(update, named_on=page), None, doubtful=False)
        return "there"

    def lacks(self, since: datetime, concerns: Callable[[str], bool]) -> bool:
        """Whether items dated from `since` on that this poll did not name still stand at their addresses; of those, the ones that concern it."""
        found = (
            (key, item)
            for key, item in self.task.known.items()
            if key not in self.seen and not item.gone and item.published_at and item.published_at >= since and concerns(item.url)
        )
        return any(self.opener.reopen(key, item)[0] == "there" for key, item in islice(found, _MOST_RECHECKS))

    def _open(self, entry: Entry, page: Page | None) -> None:
        known = self.task.known
        before = known.get(entry.key)
        opened = self.opener.open(entry, fresh=self._is_fresh(entry))
        update = replace(opened.update, named_on=page if before is None else None)
        self.troubles += filter(None, [opened.trouble])
        self.warnings += filter(None, [opened.warning])
        redated = before is not None and (before.doubtful or _differ(update.published_at, before.published_at))
        contradicted = len({day for _, day in update.stated}) > 1
        self._keep(update, before, doubtful=redated or contradicted)

    def _keep(self, update: ItemUpdate, before: Known | None, *, doubtful: bool) -> None:
        self.updates.append(update)
        if before is None:
            self.found.append(update)
        self._note(update.entry, update.published_at, update.seen_at, doubtful=doubtful)
        first_seen, key = before.first_seen_at if before else update.seen_at, update.entry.key
        self.task.known[key] = Known(0, "", first_seen, update.title, update.entry.url, update.published_at, update.whole)

    def _note(self, entry: Entry, published_at: datetime | None, now: datetime, *, doubtful: bool) -> None:
        """Notes an entry and its date; one in the future tells nothing of how far back the page goes."""
        self.seen.add(entry.key)
        if doubtful:
            self.doubtful.add(entry.key)
        if published_at is not None and published_at <= now:
            self.days[entry.key] = published_at

    def _is_fresh(self, entry: Entry) -> bool:
        """Whether a complete poll shortly before did not have the entry: then it can have been published today."""
        past, known = self.task.past, self.task.known
        complete = past is not None and past.reach is not None and self.fetcher.now() - past.fetched_at <= _FRESH
        return complete and not self.task.new_ground and entry.key not in known


def _differ(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and local_day(one) != local_day(other)
