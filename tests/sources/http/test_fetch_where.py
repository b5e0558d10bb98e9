"""Where a fetcher connects: to the addresses of configured hosts as they were checked, and nowhere else."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_network
from pathlib import Path

import pytest
from authority import Authority
from fetching import failure, get, hasty
from names import resolving
from wire import Wire, answer

from newswatch.config import FetchSettings
from newswatch.errors import AddressRefused, ElsewhereError, FetchError
from newswatch.sources.http.session import certificate_of

BODY = b"tin"
PORTAL = "xa.example"
LOOPBACK = (ip_network("127.0.0.1/32"),)


@pytest.fixture
def wire() -> Iterator[Wire]:
    """A server at 127.0.0.1 that answers everything."""
    with Wire(lambda _: answer(BODY)) as opened:
        yield opened


def asked_of(host: str, wire: Wire, **settings: object) -> bytes:
    """The body of a page asked of a host, which is all that is configured."""
    with hasty([f"{host}:{wire.port}"], **settings) as fetcher:
        return fetcher.get(f"http://{host}:{wire.port}/tin").body


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["::ffff:127.0.0.1"], ["127.0.0.1", "127.0.0.1"], ["169.254.169.254"], ["10.0.0.1", "0.0.0.0"]]
)
def test_a_public_name_that_leads_into_the_office_is_refused(wire: Wire, monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    """Nothing is asked of an inner address that a configured public name has; the failure is no passing one, and is met once however many tries."""
    looked_up = resolving(monkeypatch, {PORTAL: addresses})
    with pytest.raises(AddressRefused) as refused:
        asked_of(PORTAL, wire, retries=3)
    assert (refused.value.temporary, refused.value.status, looked_up, wire.requests) == (False, 0, [PORTAL], [])
    assert str(refused.value).startswith(f"http://{PORTAL}:{wire.port}/tin: its server has the address ")
    assert "networks = [" in str(refused.value)


def test_a_name_that_changes_its_mind_leads_nowhere_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was checked is the one connected to, without a second look; what the name says at the next connection is checked again."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1"]])
    looked_up = resolving(monkeypatch, {PORTAL: lambda: next(answers)})
    with Wire(lambda _: answer(BODY)) as wire, Wire(lambda _: answer(b"kin"), address="127.0.0.2", port=wire.port) as other:
        assert asked_of(PORTAL, wire, networks=LOOPBACK) == BODY
        with pytest.raises(AddressRefused, match=r"127\.0\.0\.2"):
            asked_of(PORTAL, wire, networks=LOOPBACK)
        assert asked_of(PORTAL, wire, networks=LOOPBACK) == BODY
    assert (looked_up, other.requests) == ([PORTAL] * 3, [])


@pytest.mark.parametrize("addresses", [["127.0.0.2", "127.0.0.1"], ["127.0.0.1", "127.0.0.2"], ["169.254.169.254", "::1", "127.0.0.1"]])
def test_each_address_of_a_name_is_checked(monkeypatch: pytest.MonkeyPatch, addresses: Sequence[str]) -> None:
    """Of several addresses only those are tried that may be connected to."""
    resolving(monkeypatch, {PORTAL: addresses})
    with Wire(lambda _: answer(BODY)) as wire, Wire(lambda _: answer(b"kin"), address="127.0.0.2", port=wire.port) as other:
        assert asked_of(PORTAL, wire, networks=LOOPBACK) == BODY
    assert other.requests == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "maychu", "portal.local", "www.portal.local", "127.1", "2130706433"])
def test_what_is_configured_is_allowed_as_it_is_named(wire: Wire, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    """An address, an inner name, and an odd spelling are asked if config.toml names them so."""
    resolving(monkeypatch, {"maychu": ["127.0.0.1"], "portal.local": ["127.0.0.1"], "www.portal.local": ["127.0.0.1"]})
    assert asked_of(host, wire) == BODY


def test_ipv6_is_connected_to_and_refused_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loopback address of IPv6 is asked where it is named, and refused to a public name."""
    resolving(monkeypatch, {PORTAL: ["::1"], "portal.local": ["::1"]})
    with Wire(lambda _: answer(BODY), address="::1") as wire:
        assert get(wire, "/tin").body == BODY
        assert asked_of("portal.local", wire) == BODY
        with pytest.raises(AddressRefused, match="::1, a loopback address"):
            asked_of(PORTAL, wire)
    assert len(wire.requests) == 2


def test_a_second_address_is_tried(monkeypatch: pytest.MonkeyPatch, wire: Wire) -> None:
    """Where the first address does not answer, the next one is asked."""
    resolving(monkeypatch, {"portal.local": ["127.0.0.3", "127.0.0.1"]})
    assert asked_of("portal.local", wire) == BODY


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest", "http://[::1]/", "http://2130706433/", "http://127.1/", "http://10.1.2.3/"]
)
def test_a_redirect_leads_to_no_other_host(target: str) -> None:
    """A redirect to an address that is not configured is refused before anything is resolved."""
    with Wire(lambda _: answer(status="302 Found", Location=target)) as wire:
        assert isinstance(failure(wire), ElsewhereError)


def test_a_redirect_to_a_configured_name_is_checked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A configured host that a redirect leads to is asked only at an address that it may have."""
    looked_up = resolving(monkeypatch, {PORTAL: ["127.0.0.1"]})
    with Wire(
        lambda a: answer(status="302 Found", Location=f"http://{PORTAL}:{moved.port}/moi") if a.path == "/" else answer(BODY)
    ) as moved:
        with hasty([moved.host, f"{PORTAL}:{moved.port}"]) as fetcher:
            assert fetcher.get(f"{moved.base}/khac").body == BODY
        with hasty(["localhost:1", f"{PORTAL}:{moved.port}", f"127.0.0.1:{moved.port}"]) as fetcher:
            page = fetcher.get(f"{moved.base}/")
        assert (page.body, page.final_url) == (BODY, f"http://{PORTAL}:{moved.port}/moi")
        with hasty([f"localhost:{moved.port}", f"{PORTAL}:{moved.port}"]) as fetcher, pytest.raises(AddressRefused):
            fetcher.get(f"http://localhost:{moved.port}/")
    assert looked_up == [PORTAL] * 2


@pytest.mark.parametrize(
    "target",
    [
        "http://trong.example:{port}/robots.txt",
        "http://127.0.0.2:{port}/robots.txt",
        "http://2130706433:{port}/robots.txt",
        "http://maychu:{port}/robots.txt",
        "http://169.254.169.254/robots.txt",
    ],
)
def test_a_robots_txt_leads_to_no_inner_address(monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    """A robots.txt that redirects to a host with an inner address may not be followed, so there is none; nothing in there is asked."""
    resolving(monkeypatch, {"maychu": ["127.0.0.2"], "trong.example": ["127.0.0.2"]})

    with Wire(
        lambda a: answer(status="302 Found", Location=target.format(port=site.port)) if a.path == "/robots.txt" else answer(BODY)
    ) as site:
        with Wire(lambda _: answer(b"User-agent: *\nDisallow: /"), address="127.0.0.2", port=site.port) as inner:
            assert get(site, "/tin", respect_robots=True).body == BODY
        assert inner.requests == []


def test_a_site_that_may_not_be_connected_to_has_no_robots_txt_that_is_absent(monkeypatch: pytest.MonkeyPatch, wire: Wire) -> None:
    """Where the site's own address is refused its rules are not taken for absent: the page fails for that address."""
    resolving(monkeypatch, {PORTAL: ["127.0.0.1"]})
    with pytest.raises(AddressRefused, match=r"robots\.txt: its server has the address 127\.0\.0\.1"):
        asked_of(PORTAL, wire, respect_robots=True)


def test_the_certificate_is_held_against_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is asked by the address that was checked, with the host's name in the handshake, in its certificate and in the Host header."""
    authority, seen = Authority(tmp_path), list[str | None]()
    context = authority.server(f"DNS:{PORTAL}")
    context.sni_callback = lambda _socket, name, _context: seen.append(name)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    resolving(monkeypatch, {PORTAL: ["127.0.0.1"], "khac.example": ["127.0.0.1"]})
    with (
        Wire(lambda _: answer(BODY), context) as wire,
        hasty([f"{PORTAL}:{wire.port}", f"khac.example:{wire.port}"], networks=LOOPBACK) as fetcher,
    ):
        assert fetcher.get(f"https://{PORTAL}:{wire.port}/tin").body == BODY
        with pytest.raises(FetchError, match="khac"):
            fetcher.get(f"https://khac.example:{wire.port}/tin")
    assert (seen, wire.requests[0].headers["host"]) == ([PORTAL, "khac.example"], f"{PORTAL}:{wire.port}".encode())


def test_a_look_at_a_certificate_is_checked_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No certificate is fetched from an address that may not be connected to, and none by an address without TLS."""
    resolving(monkeypatch, {PORTAL: ["127.0.0.1"]})
    with Wire(lambda _: answer(BODY), Authority(tmp_path).server()) as wire:
        for url in (f"https://{PORTAL}:{wire.port}/", f"http://{PORTAL}:{wire.port}/"):
            with pytest.raises(AddressRefused, match="a loopback address"):
                certificate_of(url, FetchSettings())
        assert certificate_of(f"https://{PORTAL}:{wire.port}/", FetchSettings(networks=LOOPBACK)).names == ("127.0.0.1",)
    assert wire.requests == []


class TestProxy:
    """A proxy that the environment names resolves the hosts itself."""

    @pytest.fixture
    def proxy(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
        """A proxy at 127.0.0.1, though no address is configured."""
        with Wire(lambda _: answer(BODY)) as opened:
            monkeypatch.setenv("http_proxy", opened.base)
            yield opened

    def test_it_is_asked_as_it_is_named(self, proxy: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
        """A public name is left to the proxy; it is not resolved here."""
        looked_up = resolving(monkeypatch, {PORTAL: ["127.0.0.1"]})
        with hasty([PORTAL]) as fetcher:
            assert fetcher.get(f"http://{PORTAL}/tin").body == BODY
        assert (looked_up, proxy.paths) == ([], [f"http://{PORTAL}/tin"])

    @pytest.mark.parametrize("host", ["169.254.169.254", "maychu.local", "127.1"])
    def test_what_a_spelling_shows_is_refused(self, proxy: Wire, host: str) -> None:
        """A host that shows itself as an inner one is asked through a proxy only if it is configured: a robots.txt must not lead there."""
        moved = answer(status="302 Found", Location=f"http://{host}/robots.txt")
        proxy._reply = lambda asked: moved if asked.path == "http://1.2.3.4/robots.txt" else answer(BODY)
        with hasty(["1.2.3.4"], respect_robots=True) as fetcher:
            assert fetcher.get("http://1.2.3.4/tin").body == BODY
        with hasty([host]) as fetcher:
            assert fetcher.get(f"http://{host}/tin").body == BODY
        assert proxy.paths == ["http://1.2.3.4/robots.txt", "http://1.2.3.4/tin", f"http://{host}/tin"]

    def test_one_that_would_connect_by_itself_is_refused(self, monkeypatch: pytest.MonkeyPatch, wire: Wire) -> None:
        """A SOCKS proxy is named as none that can be used."""
        monkeypatch.setenv("http_proxy", f"socks5://{wire.host}")
        with hasty([PORTAL]) as fetcher, pytest.raises(FetchError, match="socks5:// is none that can be used"):
            fetcher.get(f"http://{PORTAL}/tin")


def test_a_dead_server_is_told_without_the_names_of_the_program() -> None:
    """Why no connection came about is what the system says, without the object that urllib3 puts before it."""
    with Wire(lambda _: answer(BODY)) as wire:
        host = wire.host
    with hasty([host]) as fetcher, pytest.raises(FetchError) as error:
        fetcher.get(f"http://{host}/")
    assert str(error.value).startswith(f"http://{host}/: no connection: Failed to establish a new connection: [Errno ")
