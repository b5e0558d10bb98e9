"""Marks of a unit's items: as long as the mark is the same, nothing that bears on their next poll has changed."""

from newswatch import __version__
from newswatch.core.count.revision import PROOF_VERSION
from newswatch.core.hosts.own import Hosts
from newswatch.core.identity import digest


def mark_of(hosts: Hosts, stamp: int, *, settled: bool) -> str:
    """A mark that changes with a unit's items, the hosts that people settled, and the program; empty where people gave dates to items."""
    if settled:
        return ""
    named = (",".join(sorted(some)) for some in (hosts.own, hosts.foreign))
    return digest((str(stamp), *named, __version__, str(PROOF_VERSION)))
