"""What is known of a unit's items while one of its sources is polled, read item by item as the poll comes to them.

What is asked of all items is put to whoever keeps them, who names each item that may be meant (`Lookups`), and to what the poll found so far. Whoever
asked then judges the items themselves, so that nothing hangs on how they were found: items read by key are told from all items by time alone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from newswatch.core.dates.places import Places
from newswatch.core.identity import same_site, site_of
from newswatch.core.namesakes import base_of, shares_address
from newswatch.core.polling.changes import Known, by_title, caught_up
from newswatch.core.polling.follow import renamed
from newswatch.core.polling.lookups import By, Lookups
from newswatch.core.text import title_key

if TYPE_CHECKING:
    from newswatch.core.polling.out_of_place import Reading

_BATCH = 50


class KnownItems(Mapping[str, Known]):
    """The portal items of a unit by their keys, as they stand to a poll: what it learns of one takes the place of what was known.

    What is read of an item first stands, whatever others write meanwhile. Going through all reads all.
    """

    def __init__(
        self, items: Mapping[str, Known] | None = None, moved: Mapping[str, str] | None = None, lookups: Lookups | None = None
    ) -> None:
        self._lookups = lookups
        self._first: dict[str, Known | None] = dict(items or {})
        self._now: dict[str, Known] = dict(items or {})
        self._later: dict[str, int] = {}
        self._heard: set[str] = set()
        self._moved: dict[str, str | None] = dict(moved or {})
        self._begun: _Begun | None = None
        self.moves: dict[str, str] = {}

    def __getitem__(self, key: str) -> Known:
        self.fetch((key,))
        return self._now[key]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.whole().loaded)

    def __len__(self) -> int:
        return len(self.whole().loaded)

    @property
    def loaded(self) -> Mapping[str, Known]:
        """What was read or learned so far: stored items in the order of their keys, then others in the order in which they were met."""
        if self._lookups is None:
            return self._now
        return {key: self._now[key] for key in sorted(self._now, key=self._rank)}

    def fetch(self, keys: Iterable[str]) -> None:
        """Reads the items with these keys in one go."""
        if self._lookups is not None and (lacking := [key for key in keys if key not in self._first]):
            found = self._lookups.read(lacking)
            for key in lacking:
                self._take(key, found.get(key))

    def prepare(self, keys: Collection[str]) -> None:
        """Reads in one go what is known of a page's entries by their keys, and which items moved there."""
        self.fetch(keys)
        if self._lookups is not None and (lacking := [key for key in keys if key not in self._moved]):
            self._moved |= dict.fromkeys(lacking) | dict(self._lookups.moved(lacking))

    def put(self, key: str, item: Known) -> None:
        """Notes how an item stands from now on."""
        self.fetch((key,))
        if key not in self._now:
            self._later[key] = len(self._later)
        self._now[key] = item

    def hear(self, found: Mapping[str, Known], moved: Mapping[str, str]) -> None:
        """Takes over what other sources of the unit found in this run, before this one is read."""
        self.fetch(found)
        for key, item in found.items():
            self.put(key, caught_up(self._first.get(key), item))
            self._first[key] = self._now[key]
        self._heard |= found.keys()
        self._moved |= moved
        self.moves |= moved
        self._begun = None

    def whole(self) -> "KnownItems":
        """These items, once all are read: nothing is asked of anybody from then on."""
        if self._lookups is not None:
            for key, item in self._lookups.read_all().items():
                if key not in self._first:
                    self._take(key, item)
            self._moved = {**self._lookups.all_moved(), **{key: at for key, at in self._moved.items() if at is not None}}
            self._now, self._lookups, self._begun = dict(self.loaded), None, None
        return self

    def owner(self, key: str) -> str:
        """The key of the item that moved to the address with this key; that key itself where none did."""
        if self._lookups is not None and key not in self._moved:
            self._moved[key] = self._lookups.moved((key,)).get(key)
        return self._moved.get(key) or key

    def note_move(self, key: str, item: str) -> None:
        """Notes that an item moved to the address with the first key."""
        self._moved[key] = self.moves[key] = item

    def was_named(self, key: str) -> bool:
        """Whether this source named an item before this poll."""
        self.fetch((key,))
        item = self._first.get(key)
        return item is not None and bool(item.digest) and not item.unlisted

    def titled(self, title: str) -> list[str]:
        """The keys of the items that bore a title before this poll; without those that are gone or have no address."""
        key, stored = title_key(title), self._stored(By.TITLE, title_key(title))
        return sorted((*self._before.titles.get(key, ()), *by_title(stored).get(key, ())), key=self._rank)

    def formerly(self, key: str, id_pattern: str) -> str:
        """The key of the one item whose address gave another key when it was met than it gives today by the source's `id_pattern`, which is this one,
        of no item; else this one."""
        stored = self._stored(By.KEY_TODAY, key)
        found = (*self._before.renamed(id_pattern).get(key, ()), *renamed(stored, id_pattern).get(key, ()))
        return found[0] if len(found) == 1 else key

    def has_namesakes(self, key: str) -> bool:
        """Whether the address with this key was that of several items before this poll."""
        stored = self._stored(By.ADDRESS, (key,))
        return key in self._before.shared or any(shares_address(one) and base_of(one) == key for one in stored)

    def sharing(self, keys: Iterable[str]) -> Mapping[str, Known]:
        """The items that have one of the addresses with these keys."""
        bases = set(map(base_of, keys))
        self.fetch(bases)
        self._find(By.ADDRESS, tuple(bases))
        return {key: item for key, item in self.loaded.items() if base_of(key) in bases}

    def bearing(self, body: str) -> list[str]:
        """The keys of the items whose text has this digest."""
        self._find(By.BODY, body)
        return [key for key, item in self.loaded.items() if item.body == body]

    def waiting(self) -> Mapping[str, Known]:
        """All items whose article waits to be asked for, among others."""
        return self._among(By.WAITS)

    def undated(self) -> Mapping[str, Known]:
        """All items without a date that stands, and those of which one is withheld, among others."""
        return self._among(By.UNDATED)

    def elsewhere(self) -> Mapping[str, Known]:
        """All items that were not asked for because of their host, among others."""
        return self._among(By.ELSEWHERE)

    def settled(self) -> Mapping[str, Known]:
        """All items that a person dated, among others."""
        return self._among(By.SETTLED)

    def off(self, sites: Collection[str]) -> Mapping[str, Known]:
        """All items whose address lies on none of some sites, among others."""
        return self._among(By.OFF, tuple(sorted(sites)))

    def dated_at(self, places: Iterable[str]) -> Mapping[str, Known]:
        """All items that are dated by a bare day at one of some places of their pages, among others."""
        for place in sorted(places):
            self._find(By.PLACE, place)
        return self.loaded

    def since(self, at: object, besides: Collection[str], *, named: bool) -> Mapping[str, Known]:
        """All items dated from an instant on, besides some, among others; if asked for, those that this source `named` alone."""
        self._find(By.NAMED_SINCE if named else By.SINCE, at, besides)
        self._find(By.SETTLED, "", besides)
        return self.loaded

    def read_as(self, reading: "Reading") -> Iterator[Known]:
        """Items of which one may print a date that earlier polls read so, until nobody asks for more: what is loaded, then others."""
        yield from tuple(self.loaded.values())
        if self._lookups is None:
            return
        keys = self._lookups.keys(By.READING, reading)
        lacking = [key for key in (self if keys is None else keys) if key not in self._first or keys is None]
        for some in (lacking[at : at + _BATCH] for at in range(0, len(lacking), _BATCH)):
            self.fetch(some)
            yield from (self._now[key] for key in some if key in self._now)

    def places(self, url: str) -> Places:
        """What the articles on the site of an address showed before this poll of the places of their dates."""
        site = site_of(url)
        found = self._lookups.tally(site, self._heard) if self._lookups is not None else None
        if found is None:
            tally, keys = Places(), list(self.whole()._first)
        else:
            tally, keys = found.places, [*self._heard, *(key for key in found.others if key not in self._heard)]
            self.fetch(keys)
        for item in filter(None, map(self._first.get, keys)):
            if same_site(item.url, url):
                tally.add(item.dates, item.first_seen_at)
        return tally

    @property
    def _before(self) -> "_Begun":
        """The items in memory that have to be gone through, as they were before this poll: all, or what was heard."""
        if self._begun is None:
            keys = self._first if self._lookups is None else self._heard
            self._begun = _Begun({key: item for key in keys if (item := self._first.get(key)) is not None})
        return self._begun

    def _stored(self, by: By, what: object) -> Mapping[str, Known]:
        """The items that may be meant as they were before this poll, less those of `_before`."""
        found = ((key, self._first.get(key)) for key in self._find(by, what))
        return {key: item for key, item in found if item is not None and key not in self._heard}

    def _among(self, by: By, what: object = "") -> Mapping[str, Known]:
        self._find(by, what)
        return self.loaded

    def _find(self, by: By, what: object = "", besides: Collection[str] = ()) -> Sequence[str]:
        """The keys of the stored items that may be meant, which are read then; none where all were."""
        keys = self._lookups.keys(by, what) if self._lookups is not None else ()
        if keys is None:
            self.whole()
            return ()
        keys = [key for key in keys if key not in besides] if besides else keys
        self.fetch(keys)
        return keys

    def _take(self, key: str, item: Known | None) -> None:
        self._first[key] = item
        if item is not None:
            self._now[key] = item

    def _rank(self, key: str) -> tuple[int, str]:
        return self._later.get(key, -1), key


class _Begun:
    """Items as they were before a poll, arranged once by what is asked."""

    def __init__(self, items: Mapping[str, Known]) -> None:
        self._items = items
        self.titles = by_title(items)
        self.shared = {base_of(key) for key in items if shares_address(key)}
        self._renamed: dict[str, Mapping[str, Sequence[str]]] = {}

    def renamed(self, id_pattern: str) -> Mapping[str, Sequence[str]]:
        """The keys of items by those that their addresses would give today, where these differ."""
        if id_pattern not in self._renamed:
            self._renamed[id_pattern] = renamed(self._items, id_pattern)
        return self._renamed[id_pattern]
