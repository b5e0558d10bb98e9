"""Under which key an entry's item is known: items that moved, several articles of one address, keys of earlier versions, and on whose host they lie."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

from newswatch.core.identity import site_of
from newswatch.core.model import Entry, Place, SourceWarning, WarningKind
from newswatch.core.months import local_day
from newswatch.core.namesakes import shares_address
from newswatch.core.polling.changes import candidates
from newswatch.core.polling.follow import follow
from newswatch.services.poll.items import Opener
from newswatch.services.poll.task import Task


@dataclass(slots=True)
class Keys:
    """The keys of one poll. `moves` are those of the addresses to which known items were found to have moved, `shared` the keys of those whose address
    is not theirs alone, `strangers` the keys of entries on hosts that are not known to be the portal's.
    """

    task: Task
    opener: Opener
    moves: dict[str, str] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    strangers: dict[str, Place] = field(default_factory=dict)

    def place(self, entries: Iterable[Entry]) -> None:
        """Notes which entries lie on hosts that are not known to be the portal's."""
        self.strangers |= {e.key: place for e in entries if (place := self.task.hosts.place(e.url)) is not Place.OWN}

    def owned(self, entries: Sequence[Entry], seen: AbstractSet[str]) -> list[Entry]:
        """Entries under the keys of their items: an item keeps the key of the address it was first met at, though it moved
        since. `seen` are those that this poll has met already."""
        listed, known = seen | {entry.key for entry in entries}, self.task.known
        known.prepare([entry.key for entry in entries])
        owned = []
        for entry in entries:
            if entry.url and entry.key not in known and known.owner(entry.key) == entry.key:
                self._follow(entry, listed)
            owned.append(replace(entry, key=known.owner(entry.key)))
        return owned

    def _follow(self, entry: Entry, listed: Collection[str]) -> None:
        """Finds out whether a known item's address redirects to an entry that nobody knows."""
        for key in candidates(self.task.known.titled(entry.title), listed):
            if self.opener.leads_to(self.task.known[key], entry.url):
                self.task.known.note_move(entry.key, key)
                self.moves[key] = entry.key
                return

    def known_day(self, key: str) -> date | None:
        """The local day that earlier polls found for an item."""
        item = self.task.known.get(key)
        return local_day(item.published_at) if item and item.published_at else None

    def as_known(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Entries under the keys by which their items are known."""
        self.task.known.prepare([entry.key for entry in entries])
        return tuple(e if (key := self.known_key(e.key)) == e.key else replace(e, key=key) for e in entries)

    def known_key(self, key: str) -> str:
        """The key by which the item of an address is known, if it is known by another than it would get today."""
        return key if key in self.task.known else self.task.known.formerly(key, self.task.source.profile.id_pattern)

    def told_apart(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """The entries of a feed, under the keys of the items that they go on with."""
        told = self.as_known(entries)
        found = follow(told, self.task.known.sharing(entry.key for entry in told))
        self.shared |= found.shared
        return found.entries

    def is_shared(self, key: str) -> bool:
        """Whether several articles have the address of an item, so that the page there tells nothing of one of them."""
        return shares_address(key) or self.task.known.has_namesakes(key)

    def about_hosts(self, keys: Iterable[str] | None = None) -> tuple[SourceWarning, ...]:
        """How many of the items with these keys, by default the entries that were read, lie on each host that is not known to be the portal's."""
        kinds = {Place.UNSETTLED: WarningKind.UNSETTLED_HOST, Place.FOREIGN: WarningKind.FOREIGN_HOST}
        items = [item for key in (self.strangers if keys is None else keys) if (item := self.task.known.get(key))]
        places = [(self.task.hosts.place(item.url), item.url) for item in items]
        met = Counter((kinds[place], site_of(url)) for place, url in places if place in kinds)
        return tuple(SourceWarning(kind, count, host) for (kind, host), count in sorted(met.items()))
