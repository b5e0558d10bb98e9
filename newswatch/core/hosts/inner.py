"""Decides which network addresses may be connected to: public ones, and inner ones that a person named. No name is resolved here.

The ranges are those of the IANA registries of special-purpose addresses (RFC 6890, and RFC 9637 for 3fff::/20). They stand here, since
`ipaddress.is_global` changed between the patch versions of Python.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_OFFICE = {
    "127.0.0.0/8": "a loopback address",
    "10.0.0.0/8": "a private address",
    "172.16.0.0/12": "a private address",
    "192.168.0.0/16": "a private address",
    "100.64.0.0/10": "a provider's inner address",
    "::1/128": "a loopback address",
    "fc00::/7": "a private address",
}
"""Ranges in which an office's own servers lie: RFC 1122, 1918, 6598, 4291, 4193."""

_NOWHERE = {
    "0.0.0.0/8": "an unspecified address",
    "169.254.0.0/16": "a link-local address, where clouds keep their metadata",
    "168.63.129.16/32": "a cloud's metadata address",
    "192.0.0.0/24": "a reserved address",
    "192.0.2.0/24": "an address for documentation",
    "198.51.100.0/24": "an address for documentation",
    "203.0.113.0/24": "an address for documentation",
    "192.88.99.0/24": "a 6to4 address",
    "198.18.0.0/15": "an address for measurements",
    "224.0.0.0/4": "a multicast address",
    "240.0.0.0/4": "a reserved address",
    "fd00:ec2::/32": "a cloud's metadata address",
    "::/128": "an unspecified address",
    "fe80::/10": "a link-local address",
    "ff00::/8": "a multicast address",
    "2001::/32": "a Teredo address",
    "2001::/23": "a reserved address",
    "2001:db8::/32": "an address for documentation",
    "2002::/16": "a 6to4 address",
    "3fff::/20": "an address for documentation",
}
"""Ranges in which no server of an office or a portal lies. Azure's metadata has a public address (168.63.129.16), Amazon's a private one besides
(fd00:ec2::254): it stands here, so that it is refused even to a host with an inner name."""

_TABLES = [(ip_network(text), kind, table is _OFFICE) for table in (_NOWHERE, _OFFICE) for text, kind in table.items()]
_PUBLIC_V6 = IPv6Network("2000::/3")  # all that IANA has given out for the public network
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last four bytes are the address that is meant
_INNER_NAMES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa")
"""Ends of names that no public server has: RFC 6761, 6762, 8375, and those that ICANN keeps out of the root for their use in offices."""

_WWW = re.compile(r"^(?:www\.)+(?=[^.])")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """What a person named in config.toml, and so may be connected to although it is no public address: hosts, addresses and networks."""

    hosts: frozenset[str] = frozenset()
    addresses: frozenset[Address] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, hosts: Iterable[str], networks: Iterable[Network] = ()) -> "Named":
        """What host names, addresses of pages, or both name."""
        bare = frozenset(filter(None, map(_bare_host, hosts)))
        return cls(bare, frozenset(found for host in bare if (found := literal(host))), tuple(networks))

    def refusal(self, host: str, address: str) -> str:
        """What the address that a host resolved to is, if it may not be connected to. Empty if it may.

        A public address may, and one that is named, or lies in a named network. So may an office's address if the host is named and its name is an
        inner one (`localhost`, `maychu`, `portal.local`): it says that it lies in there, as a public name does not.
        """
        host, found = _plain_host(host), literal(address)
        if found is None:
            return "no address"
        if found in self.addresses or any(found.version == net.version and found in net for net in self.networks):
            return ""
        odd, named = is_oddly_spelt(host), host in self.hosts
        kind, office = _kind(found)
        if odd:
            return "" if named else f"an odd spelling of {found}"
        return "" if not kind or (office and named and is_inner_name(host)) else kind

    def refusal_unresolved(self, host: str) -> str:
        """The same as far as it can be said of a host that a proxy resolves: of an address, an odd spelling, or an inner name."""
        host = _plain_host(host)
        if literal(host):
            return self.refusal(host, host)
        if host in self.hosts:
            return ""
        return "an odd spelling of an address" if is_oddly_spelt(host) else "an inner name" if is_inner_name(host) else ""


def literal(host: str) -> Address | None:
    """The address that a host is, in the usual spelling. One that carries an IPv4 address for a translator is that address. None for a name."""
    try:
        found = ip_address(_plain_host(host))
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return found.ipv4_mapped
        if found in _NAT64:
            return IPv4Address(int(found) & 0xFFFFFFFF)
    return found


def is_link_local(host: str) -> bool:
    """Is this an address that leads no further than this machine's own wire, such as that of a cloud's metadata? No portal has one."""
    found = literal(host)
    return found is not None and (found.is_link_local or str(found) == "fd00:ec2::254")


def is_oddly_spelt(host: str) -> bool:
    """Is this an IPv4 address as only old libraries read it: `2130706433`, `0x7f.1`, `127.1`, `0177.0.0.1`? Browsers take a last number for its mark."""
    host = _plain_host(host)
    return literal(host) is None and _NUMBER.fullmatch(host.rpartition(".")[2]) is not None


def is_inner_name(host: str) -> bool:
    """Is this a name that no public server has: a single word, or one that ends in .local and the like?"""
    host = _plain_host(host)
    return bool(host) and literal(host) is None and not is_oddly_spelt(host) and ("." not in host or host.endswith(_INNER_NAMES))


def is_inner(host: str) -> bool:
    """Does a host lie outside the public network, as far as its spelling shows?"""
    found = literal(host)
    return _kind(found)[0] != "" if found else is_oddly_spelt(host) or is_inner_name(host)


def office_network(text: str) -> Network | None:
    """A network or an address of an office, such as `10.20.0.0/16`. None for anything else, also for a wider one."""
    try:
        found = ip_network(text.strip())
    except ValueError:
        return None
    offices = (net for net, _, office in _TABLES if office)
    return found if any(found.version == net.version and found.subnet_of(net) for net in offices) else None  # type: ignore[arg-type]


def _kind(address: Address) -> tuple[str, bool]:
    """What an address is if it is no public one, and whether an office's servers may lie there."""
    for network, kind, office in _TABLES:
        if address.version == network.version and address in network:
            return kind, office
    return ("a reserved address", False) if isinstance(address, IPv6Address) and address not in _PUBLIC_V6 else ("", False)


def _bare_host(host: str) -> str:
    """The host of a host name with or without a port, or of the address of a page."""
    try:
        return _plain_host(urlsplit(host if "//" in host else f"//{host}").hostname or "")
    except ValueError:
        return ""


def _plain_host(host: str) -> str:
    """A host without what makes no other site of it (see `identity.site_of`)."""
    return _WWW.sub("", host.lower().strip("[]").rstrip("."))
