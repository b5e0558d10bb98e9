"""Decides whether an item lies on its unit's portal: on a host that people named as the portal's, as somebody else's, or not at all."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from newswatch.core.identity import site_of
from newswatch.core.model import Channel, Countable, Place

_PORT = re.compile(r":\d+$")
_Said = TypeVar("_Said")


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts that people settled, as `site_of` gives them: `own` are those of the unit's portal, `foreign` those that are not."""

    own: frozenset[str]
    foreign: frozenset[str] = frozenset()

    @classmethod
    def named(cls, own: Iterable[str], foreign: Iterable[str] = ()) -> "Hosts":
        """The hosts of addresses and of host names, as they stand in a configuration."""
        return cls(frozenset(filter(None, map(named_site, own))), frozenset(filter(None, map(named_site, foreign))))

    def place(self, url: str) -> Place:
        """Where an address lies. Without one, an item is known by what the portal itself says."""
        site = site_of(url)
        if site in self.foreign:
            return Place.FOREIGN
        return Place.OWN if site in self.own or not url else Place.UNSETTLED


def named_site(host: str) -> str:
    """The site of a host name, with its port if that is odd, or of an address. Empty for neither."""
    return site_of(host if "//" in host else f"//{host}")


def all_ports(site: str) -> str:
    """The host of a site without a port, which stands for every port of it."""
    return _PORT.sub("", site)


def said_of(site: str, said: Mapping[str, _Said], usual: _Said) -> _Said:
    """What people said of a site: by its own name, else by that of its host, which holds for every port of it; `usual` where they said nothing."""
    return said.get(site, said.get(all_ports(site), usual))


def placed(items: Iterable[Countable], hosts: Hosts) -> tuple[Countable, ...]:
    """Items with the place that they have by what people settled since they were seen.

    What was read on its own page while its host was allowed stays the portal's, unless that host was named as foreign.
    """
    return tuple(_placed(item, hosts) if item.channel is Channel.PORTAL else item for item in items)


def _placed(item: Countable, hosts: Hosts) -> Countable:
    if item.place is Place.OWN and not hosts.foreign:
        return item
    now = hosts.place(item.url)
    now = now if now is Place.FOREIGN or item.place is Place.UNSETTLED else Place.OWN
    return item if now is item.place else replace(item, place=now)
