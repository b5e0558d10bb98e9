"""What a poll gathers from the entries of a source: articles opened and classified, dates noted, failures."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Literal

from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.dates.memory import stood
from newswatch.core.dates.places import Places
from newswatch.core.identity import same_site, site_of
from newswatch.core.model import DateOrigin, Entry, Page, Place, SourceWarning, WarningKind
from newswatch.core.months import local_day
from newswatch.core.namesakes import base_of, shares_address
from newswatch.core.polling.changes import Known, by_title, candidates, diff, missing
from newswatch.core.polling.follow import follow, old_keys
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
    `found` the updates of items that no source had named, `moves` the keys of the addresses to which known items were found to have moved, `titles`
    the keys of what was known by titles, once they are asked for, `shared` the keys of those whose address is not theirs alone, `strangers` the keys
    of entries on hosts that are not known to be the portal's.
    """

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
    moves: dict[str, str] = field(default_factory=dict)
    titles: dict[str, list[str]] | None = None
    troubles: list[str] = field(default_factory=list)
    warnings: list[SourceWarning] = field(default_factory=list)
    shared: set[str] = field(default_factory=set)
    strangers: dict[str, Place] = field(default_factory=dict)
    _bases: frozenset[str] = frozenset()
    _old_keys: dict[str, str] | None = None

    @classmethod
    def begin(cls, task: Task, fetcher: Fetcher, lexicon: Lexicon) -> "Gathered":
        """Before anything is read. Items that were left undated until their site's pages were known are to be read again once they are."""
        site = [known for known in task.known.values() if same_site(known.url, task.source.url)]
        places = Places.of(known.dates.bare_place for known in site)
        for key, known in task.known.items():
            if known.published_at is None and known.dates.bare_at and places.is_usual(known.dates.bare_place):
                task.known[key] = replace(known, withheld=True)
        named = frozenset(key for key, known in task.known.items() if known.digest and not known.unlisted)
        bases = frozenset(base_of(key) for key in task.known if shares_address(key))
        return cls(task, fetcher, Opener(task.source.profile, fetcher, lexicon, places, task.hosts), named, _bases=bases)

    def take(self, entries: Sequence[Entry], page: Page | None) -> None:
        """Notes the entries of one page; opens the articles of those that are new or changed."""
        known = self.task.known
        fresh = [e for e in self._owned(entries) if e.key not in self.seen]
        self.strangers |= {e.key: place for e in fresh if (place := self.task.hosts.place(e.url)) is not Place.OWN}
        changes = diff(fresh, known, [e.key for e in fresh if self.task.to_be_read(e.key)])
        for entry in (*changes.same, *changes.sighted):
            before = known[entry.key]
            doubtful = before.doubtful or _differ(entry.published_at, before.published_at)
            self._note(entry, entry.published_at or before.published_at, self.fetcher.now(), doubtful=doubtful)
        self.sighted += changes.sighted
        moved = [e for e in (*changes.same, *changes.sighted) if e.key in self.moves]
        for entry in (*changes.new, *changes.changed, *moved):
            self._open(entry, page)

    def _owned(self, entries: Sequence[Entry]) -> list[Entry]:
        """Entries under the keys of their items: an item keeps the key of the address it was first met at, though it moved since."""
        listed = self.seen | {entry.key for entry in entries}
        owned = []
        for entry in entries:
            if entry.url and entry.key not in self.task.known and entry.key not in self.task.moved:
                self._follow(entry, listed)
            owned.append(replace(entry, key=self.task.moved.get(entry.key, entry.key)))
        return owned

    def _follow(self, entry: Entry, listed: Collection[str]) -> None:
        """Finds out whether a known item's address redirects to an entry that nobody knows."""
        if self.titles is None:
            self.titles = by_title(self.task.known)
        for key in candidates(entry, self.titles, listed):
            if self.opener.leads_to(self.task.known[key], entry.url):
                self.task.moved[entry.key], self.moves[key] = key, entry.key
                return

    def known_day(self, key: str) -> date | None:
        """The local day that earlier polls found for an item."""
        item = self.task.known.get(key)
        return local_day(item.published_at) if item and item.published_at else None

    def warn(self, warnings: Sequence[SourceWarning]) -> None:
        """Notes warnings, each once."""
        self.warnings += [w for w in warnings if w not in self.warnings]

    def as_known(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Entries under the keys by which their items are known."""
        return tuple(e if (key := self.known_key(e.key)) == e.key else replace(e, key=key) for e in entries)

    def known_key(self, key: str) -> str:
        """The key by which the item of an address is known, if it is known by another than it would get today."""
        if key in self.task.known:
            return key
        if self._old_keys is None:
            self._old_keys = old_keys(self.task.known, self.task.source.profile.id_pattern)
        return self._old_keys.get(key, key)

    def told_apart(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """The entries of a feed, under the keys of the items that they go on with."""
        found = follow(self.as_known(entries), self.task.known)
        self.shared |= found.shared
        return found.entries

    def is_shared(self, key: str) -> bool:
        """Whether several articles have the address of an item, so that the page there tells nothing of one of them."""
        return shares_address(key) or key in self._bases

    def shown(self, entries: Sequence[Entry]) -> tuple[Shown, ...]:
        """Entries that were taken, with what is known of their dates. What a person named as foreign tells nothing of the portal."""
        own = [self.task.moved.get(e.key, e.key) for e in entries]
        ours = [key for key in own if self.strangers.get(key) is not Place.FOREIGN]
        return tuple(Shown(key, self.days.get(key), key in self.doubtful, key in self.named) for key in ours)

    def about_hosts(self, keys: Iterable[str] | None = None) -> tuple[SourceWarning, ...]:
        """How many of the items with these keys, by default the entries that were read, lie on each host that is not known to be the portal's."""
        kinds = {Place.UNSETTLED: WarningKind.UNSETTLED_HOST, Place.FOREIGN: WarningKind.FOREIGN_HOST}
        items = [item for key in (self.strangers if keys is None else keys) if (item := self.task.known.get(key))]
        places = [(self.task.hosts.place(item.url), item.url) for item in items]
        met = Counter((kinds[place], site_of(url)) for place, url in places if place in kinds)
        return tuple(SourceWarning(kind, count, host) for (kind, host), count in sorted(met.items()))

    def recheck(self, reach: datetime | None) -> tuple[list[str], list[str]]:
        """Asks for the items from `reach` on that this source named before but names no more: keys of those gone, and of those only unlisted."""
        gone: list[str] = []
        unlisted: list[str] = []
        left = [key for key, item in self.task.known.items() if key not in self.seen and item.digest and self.task.to_be_read(key)]
        asked = [*left, *(missing(self.seen, self.task.known, reach) if reach else ())]
        for key in list(dict.fromkeys(asked))[:_MOST_RECHECKS]:
            if self.is_shared(key):
                unlisted.append(key)
                continue
            state, update = self.opener.reopen(key, self.task.known[key])
            if state == "gone":
                gone.append(key)
            elif state == "there":
                unlisted.append(key)
                self.updates += filter(None, [update])
        return gone, unlisted

    def settle_places(self) -> None:
        """Dates what was left undated before enough articles had shown where the site prints its dates."""
        for n, update in enumerate(self.updates):
            self.updates[n] = dated = self.opener.redate(update)
            if dated is not update:
                self._note(dated.entry, dated.published_at, dated.seen_at, doubtful=False)

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
            if key not in self.seen
            and not self.is_shared(key)
            and not item.gone
            and item.published_at
            and item.published_at >= since
            and concerns(item.url)
        )
        return any(self.opener.reopen(key, item)[0] == "there" for key, item in islice(found, _MOST_RECHECKS))

    def _open(self, entry: Entry, page: Page | None) -> None:
        known = self.task.known
        before = known.get(entry.key)
        if before is not None and before.whole and not before.elsewhere and entry.key in self.strangers:
            self._note(entry, entry.published_at or before.published_at, self.fetcher.now(), doubtful=before.doubtful)
            self.sighted.append(entry)
            return
        opened = self.opener.open(entry, before, fresh=self._is_fresh(entry), shared=entry.key in self.shared)
        update = replace(opened.update, named_on=page if before is None else None, moved_to=self.moves.get(entry.key, ""))
        self.troubles += filter(None, [opened.trouble])
        self.warnings += filter(None, [opened.warning])
        redated = before is not None and (before.doubtful or _differ(update.published_at, before.published_at))
        contradicted = len({day for _, day in update.stated}) > 1
        self._keep(update, before, doubtful=redated or contradicted)

    def _keep(self, update: ItemUpdate, before: Known | None, *, doubtful: bool) -> None:
        self.updates.append(update)
        if before is None:
            self.found.append(update)
        at = update.published_at or (before.published_at if before and before.settled_at else None)
        self._note(update.entry, at, update.seen_at, doubtful=doubtful)
        first_seen, key = before.first_seen_at if before else update.seen_at, update.entry.key
        names = (before.guids if before else frozenset()) | ({update.entry.name} if update.entry.name else set())
        dates, settled_at = stood(update.dates, update.stated), before.settled_at if before else None
        now = Known(0, "", first_seen, update.title, update.entry.url, at, update.whole, dates=dates)
        self.task.known[key] = replace(now, elsewhere=update.elsewhere, guids=names, settled_at=settled_at)

    def _note(self, entry: Entry, published_at: datetime | None, now: datetime, *, doubtful: bool) -> None:
        """Notes an entry and its date; one in the future tells nothing of how far back the page goes.

        A source that states changes alone is sorted by them, if by any date: they tell its order, though they date no item.
        """
        self.seen.add(entry.key)
        if entry.date_origin is DateOrigin.MODIFIED:
            published_at = entry.published_at
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
