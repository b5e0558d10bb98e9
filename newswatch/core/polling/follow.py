"""Decides which known item an entry goes on with, where its key alone does not tell: several articles of one address, and keys of earlier versions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from newswatch.core.identity import item_key
from newswatch.core.model import Entry
from newswatch.core.months import local_day
from newswatch.core.namesakes import base_of, own_key, shares_address
from newswatch.core.polling.changes import Known
from newswatch.core.text import same_title


@dataclass(frozen=True, slots=True)
class Followed:
    """The entries of one feed under the keys of the items that they go on with. `shared` are the keys of those whose address is not theirs alone."""

    entries: tuple[Entry, ...]
    shared: frozenset[str] = frozenset()


def follow(entries: Sequence[Entry], known: Mapping[str, Known]) -> Followed:
    """The entries of one feed, as `namesakes.apart` gives them, with the keys of the items that they go on with.

    An item is known by a name that the feed gave it before; else by what it says: an entry of the same title (and day, where several share the
    address) is the same item under a changed name. An item that no feed named yet is that of its address, however it was re-titled, unless several
    claim it.
    """
    siblings = _siblings(known)
    taken: dict[int, str] = {}
    claimed: set[str] = set()
    for choose in (_by_name, _by_words, _by_address):
        for place, entry in enumerate(entries):
            if place not in taken and (key := choose(entry, siblings.get(base_of(entry.key), ()), known)) and key not in claimed:
                taken[place] = key
                claimed.add(key)
    found = tuple(replace(e, key=taken.get(n) or _new_key(e, claimed | known.keys())) for n, e in enumerate(entries))
    alone = {base for base, keys in siblings.items() if not any(map(shares_address, keys))}
    bases = {base_of(e.key) for e in found if shares_address(e.key)} | (siblings.keys() - alone)
    return Followed(found, frozenset(e.key for e in found if base_of(e.key) in bases))


def old_keys(known: Mapping[str, Known], id_pattern: str) -> dict[str, str]:
    """The keys under which items are known whose addresses give another key today, by that key: earlier versions read addresses otherwise, or the
    profile had another `id_pattern`. A key that is known itself is not among them."""
    return {today: keys[0] for today, keys in renamed(known, id_pattern).items() if len(keys) == 1 and today not in known}


def renamed(known: Mapping[str, Known], id_pattern: str) -> dict[str, list[str]]:
    """The keys of the items whose addresses give another key today than they are known by, by that key."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, item in known.items():
        if item.url and not shares_address(key) and (today := item_key(item.url, id_pattern)) != key:
            found[today].append(key)
    return found


def _new_key(entry: Entry, others: Set[str]) -> str:
    """A key for a new item: its title tells it apart too, where the item that first bore its name goes by another one today."""
    key = own_key(entry)
    return own_key(replace(entry, name=f"{entry.name}\n{entry.title}")) if key in others else key


def _siblings(known: Mapping[str, Known]) -> dict[str, list[str]]:
    """The keys of known items by their address's own key."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in known:
        found[base_of(key)].append(key)
    return found


def _by_name(entry: Entry, siblings: Sequence[str], known: Mapping[str, Known]) -> str:
    """The item that bore the entry's name before; of an entry without a name, the one of its title and day."""
    if not entry.name:
        return entry.key if shares_address(entry.key) and entry.key in known else ""
    return next((key for key in siblings if entry.name in known[key].guids), "")


def _by_words(entry: Entry, siblings: Sequence[str], known: Mapping[str, Known]) -> str:
    """The item of the same title; and of the same day, where several entries share the address."""
    return next((key for key in siblings if _says(entry, known[key])), "")


def _by_address(entry: Entry, siblings: Sequence[str], known: Mapping[str, Known]) -> str:
    """The item of the address, for an entry that is alone there: a new one, one that no feed has named, or one that only other feeds have named,
    whose names may be of another kind, on its day."""
    if shares_address(entry.key):
        return ""
    before = known.get(entry.key)
    if before is None:
        return "" if siblings else entry.key
    unnamed = not (before.guids and entry.name) or (not before.digest and _on_one_day(entry, before))
    return entry.key if unnamed else ""


def _says(entry: Entry, item: Known) -> bool:
    return same_title(entry.title, item.title) and (not shares_address(entry.key) or _on_one_day(entry, item))


def _on_one_day(entry: Entry, item: Known) -> bool:
    return len({local_day(at) for at in (entry.published_at, item.published_at) if at}) < 2
