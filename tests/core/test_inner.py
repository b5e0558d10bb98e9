"""Which addresses may be connected to: the public ones, and those that a person named as they are named."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.hosts.inner import Named, is_inner, is_inner_name, is_oddly_spelt, literal, office_network

PORTAL = "xa.example.gov.vn"

INNER = {
    "0.0.0.0": "unspecified",
    "0.1.2.3": "unspecified",
    "10.0.0.1": "private",
    "10.255.255.255": "private",
    "100.64.0.1": "provider",
    "100.100.100.200": "provider",  # Alibaba's metadata
    "100.127.255.255": "provider",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "169.254.0.1": "link-local",
    "169.254.169.254": "link-local",  # the metadata of Amazon, Google, Azure, OpenStack
    "168.63.129.16": "metadata",  # Azure's
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.0.0.192": "reserved",  # Oracle's metadata
    "192.0.2.1": "documentation",
    "192.88.99.1": "6to4",
    "192.168.0.1": "private",
    "198.18.0.1": "measurements",
    "198.51.100.7": "documentation",
    "203.0.113.9": "documentation",
    "224.0.0.1": "multicast",
    "239.255.255.255": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "reserved",
    "::": "unspecified",
    "::1": "loopback",
    "::127.0.0.1": "reserved",  # IPv4-compatible, RFC 4291 2.5.5.1
    "::ffff:127.0.0.1": "loopback",
    "::ffff:7f00:1": "loopback",
    "::ffff:169.254.169.254": "link-local",
    "::ffff:0:127.0.0.1": "reserved",  # IPv4-translated, RFC 2765
    "64:ff9b::10.0.0.1": "private",
    "64:ff9b::a9fe:a9fe": "link-local",
    "64:ff9b:1::1": "reserved",  # a local NAT64, RFC 8215
    "100::1": "reserved",
    "2001::1": "Teredo",
    "2001:0:53aa:64c::1": "Teredo",
    "2001:10::1": "reserved",
    "2001:db8::1": "documentation",
    "2002:7f00:1::": "6to4",
    "2002:a9fe:a9fe::1": "6to4",
    "3fff::1": "documentation",
    "4000::1": "reserved",
    "fc00::1": "private",
    "fd00:ec2::254": "metadata",  # Amazon's
    "fd12:3456::1": "private",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "fec0::1": "reserved",
    "ff02::1": "multicast",
}

PUBLIC = (
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "168.63.129.15",
    "169.253.255.255",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "192.169.0.0",
    "203.162.0.1",
    "223.255.255.255",
    "2001:200::1",
    "2400:cb00::1",
    "2606:4700::1111",
    "::ffff:203.162.0.1",
    "64:ff9b::203.162.0.1",
)

ODD = (
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "127.1",
    "127.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.01",
    "127.0.0.1.5",
    "0",
    "0x",
)


@pytest.mark.parametrize(("address", "kind"), INNER.items())
def test_an_inner_address_is_refused_to_a_public_name(address: str, kind: str) -> None:
    """No address outside the public network, in any form that IPv6 gives it, is one that a public name of config.toml may lead to."""
    assert kind in Named.of([f"https://{PORTAL}/"]).refusal(PORTAL, address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_allowed(address: str) -> None:
    """The addresses beside each refused range, and translations of public ones, are allowed, whoever names the host."""
    assert Named().refusal(PORTAL, address) == ""


@pytest.mark.parametrize("address", [a for a in INNER if "%" not in a])
def test_an_address_that_is_named_is_allowed_as_it_is(address: str) -> None:
    """Whatever address config.toml names itself is allowed, and its neighbour is not."""
    host = f"[{address}]" if ":" in address else address
    named = Named.of([f"http://{host}:8080/tin"])
    assert named.refusal(address, address) == ""
    assert named.refusal("127.9.9.9", "127.9.9.9")


@pytest.mark.parametrize(
    "host", ["localhost", "portal.localhost", "maychu", "portal.local", "xa.lan", "tin.intranet", "xa.internal", "xa.home.arpa"]
)
def test_an_inner_name_that_is_named_may_lie_in_the_office(host: str) -> None:
    """A name that says that it is an office's own may lead to that office once it is named; never to metadata, and never unnamed."""
    named = Named.of([f"http://{host}/"])
    for address in ("127.0.0.1", "192.168.1.5", "10.1.2.3", "::1", "fd12::1"):
        assert (named.refusal(host, address), bool(Named().refusal(host, address))) == ("", True)
    for address in ("169.254.169.254", "fe80::1", "fd00:ec2::254", "0.0.0.0", "::ffff:169.254.169.254"):
        assert named.refusal(host, address)


@pytest.mark.parametrize(
    ("named", "host"), [("portal.local", "www.portal.local"), ("www.maychu", "maychu"), ("http://www.maychu:8080/", "www.maychu.")]
)
def test_a_site_is_the_same_with_www(named: str, host: str) -> None:
    """A host is named with or without `www.`, as sites are told apart everywhere else."""
    assert Named.of([named]).refusal(host, "192.168.1.5") == ""
    assert Named.of([named]).refusal(host, "169.254.169.254")


@pytest.mark.parametrize("spelling", ODD)
def test_an_odd_spelling_is_refused_unless_it_is_named(spelling: str) -> None:
    """An address spelt as only old libraries read it is refused, to a public address too, unless config.toml spells it so."""
    assert is_oddly_spelt(spelling)
    assert not is_inner_name(spelling)
    assert is_inner(spelling)
    for address in ("127.0.0.1", "203.162.0.1"):
        assert "odd spelling" in Named().refusal(spelling, address)
        assert Named.of([f"http://{spelling}/"]).refusal(spelling, address) == ""
    assert Named.of(["127.0.0.1"]).refusal_unresolved(spelling)


def test_what_a_proxy_resolves_is_judged_by_its_spelling() -> None:
    """Of a host that a proxy resolves, an unnamed inner name and an inner or odd address are refused; a public name is left to the proxy."""
    named = Named.of([f"https://{PORTAL}/", "http://maychu/", "http://10.1.2.3/"])
    refused = ["localhost", "khac.local", "169.254.169.254", "[::1]", "::1", "127.1", "10.1.2.4"]
    assert [host for host in refused if not named.refusal_unresolved(host)] == []
    assert [host for host in (PORTAL, "tinh.gov.vn", "maychu", "10.1.2.3", "203.162.0.1") if named.refusal_unresolved(host)] == []


def test_a_named_network_opens_itself_alone() -> None:
    """A public name may lead into a network that a person named, and into no other."""
    named = Named.of([PORTAL], [ipaddress.ip_network("10.20.0.0/16"), ipaddress.ip_network("fd12::/64")])
    assert [named.refusal(PORTAL, a) for a in ("10.20.0.1", "10.20.255.255", "fd12::9", "::ffff:10.20.0.1")] == [""] * 4
    assert all(named.refusal(PORTAL, a) for a in ("10.21.0.0", "10.19.255.255", "127.0.0.1", "169.254.169.254", "fd12:0:0:1::9"))


@pytest.mark.parametrize("text", ["10.20.0.0/16", "192.168.1.5", "127.0.0.1/32", " 100.64.0.0/10 ", "fd12::/64", "::1"])
def test_an_office_names_its_networks(text: str) -> None:
    """Private, loopback and provider-inner networks and addresses can be named."""
    assert office_network(text) == ipaddress.ip_network(text.strip())


@pytest.mark.parametrize(
    "text",
    ["0.0.0.0/0", "10.0.0.0/7", "169.254.0.0/16", "203.162.0.0/16", "::/0", "fe80::/10", "10.20.0.1/16", "xa.vn", "", "2130706433", "10.1"],
)
def test_no_more_than_an_office_is_named(text: str) -> None:
    """A network that holds public, link-local or metadata addresses can't be named, nor anything that is none."""
    assert office_network(text) is None


@given(st.ip_addresses())
def test_nothing_inner_passes_by_python_s_own_book(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """Whatever is allowed unnamed is a public unicast address by Python's registry as well."""
    if Named().refusal(PORTAL, str(address)) == "":
        held = literal(str(address))
        assert held is not None
        assert held.is_global
        assert not any((held.is_multicast, held.is_reserved, held.is_unspecified, held.is_loopback, held.is_link_local))
