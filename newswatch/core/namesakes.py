"""Decides which entries of one feed are of one article though they state one address, and the key of each where they are not.

A portal may link all its news to one page: what tells them apart then is the name (guid, id) that the feed gives to each.
"""

from collections.abc import Iterable
from dataclasses import replace

from newswatch.core.identity import canonical_url, digest
from newswatch.core.model import Entry
from newswatch.core.months import local_day
from newswatch.core.text import clean, same_title, title_key

_MARK = "#guid:"
_DIGITS = 16


def name_of(guid: str, url: str) -> str:
    """What tells an entry from others of its address: its guid, else its link if that has a fragment. Empty if neither says more than the address."""
    if guid and guid != url and ("#" in guid or canonical_url(guid) != canonical_url(url)):
        return canonical_url(guid) if guid.startswith(("http://", "https://")) and "#" not in guid else guid
    return url if "#" in url else ""


def apart(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries of one feed in their order, each article once. Several articles of one address get keys of their own."""
    groups: dict[str, list[Entry]] = {}
    found = [entry for entry in entries if _joins(groups.setdefault(entry.key, []), entry)]
    return tuple(replace(entry, key=own_key(entry)) if len(groups[entry.key]) > 1 else entry for entry in found)


def own_key(entry: Entry) -> str:
    """The key of an entry that shares its address with other articles: its name, else its title and day, stand beside the address."""
    stated = entry.published_at.isoformat() if entry.published_at else entry.published_raw
    told = (entry.name,) if entry.name else (title_key(entry.title), stated)
    return f"{base_of(entry.key)}{_MARK}{digest(told)[:_DIGITS]}"


def base_of(key: str) -> str:
    """A key without what tells articles of one address apart."""
    return key.partition(_MARK)[0]


def shares_address(key: str) -> bool:
    """Whether a key is that of one of several articles of one address."""
    return _MARK in key


def _joins(group: list[Entry], entry: Entry) -> bool:
    """Adds an entry to those of its address, unless one of them is of the same article."""
    if any(_same(entry, other) for other in group):
        return False
    group.append(entry)
    return True


def _same(one: Entry, other: Entry) -> bool:
    """Whether two entries of one address are of one article: they have one name, or say the same, or nothing but the title tells them apart."""
    if one.name and one.name == other.name:
        return True
    named = one.name and other.name
    days = [local_day(at) for at in (one.published_at, other.published_at) if at]
    if not named:
        return len(set(days)) < 2 or same_title(one.title, other.title)
    return len(set(days)) < 2 and _said(one) == _said(other)


def _said(entry: Entry) -> tuple[str, str, str]:
    return title_key(entry.title), clean(entry.summary), clean(entry.text)
