"""What a person may trust of one host: an authority's file, one certificate by its SHA-256, an old protocol; of no other host, and never in silence."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import certificates
import pytest
from certificates import Shop, Signed, signed
from fetching import NOW
from wire import Wire, answer

from newswatch.config import FetchSettings, Trust
from newswatch.core.identity import site_of
from newswatch.core.model import Page
from newswatch.errors import FetchError, ParseError, TlsError, TlsFault
from newswatch.sources.http import certificate
from newswatch.sources.http.fetch import Fetcher
from newswatch.sources.http.session import certificate_of

HASTILY = FetchSettings(pace_seconds=0.0, timeout_seconds=5.0, retries=0, respect_robots=False)
USUAL = Trust()
FAULTS = {
    "self-signed": TlsFault.SELF_SIGNED,
    "unknown authority": TlsFault.NO_ISSUER,
    "incomplete chain": TlsFault.NO_ISSUER,
    "expired": TlsFault.EXPIRED,
    "misnamed": TlsFault.MISNAMED,
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Certificates of every kind."""
    return Shop(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def kinds(shop: Shop) -> dict[str, Signed]:
    """Certificates by what is wrong with them."""
    return shop.kinds()


def read(wire: Wire, trust: Trust, *, respect_robots: bool = False) -> Page:
    """One page of a server whose host is trusted so."""
    settings = replace(HASTILY, respect_robots=respect_robots)
    with Fetcher(settings, [wire.host], lambda: NOW, trust={site_of(wire.base): trust}) as fetcher:
        return fetcher.get(f"{wire.base}/tin")


def refused(wire: Wire, trust: Trust = USUAL, *, respect_robots: bool = False) -> TlsError:
    """Why a server is not asked for a page."""
    with pytest.raises(TlsError) as error:
        read(wire, trust, respect_robots=respect_robots)
    assert wire.requests == []
    return error.value


@pytest.mark.parametrize("robots", [False, True])
@pytest.mark.parametrize("kind", FAULTS)
def test_refused_then_read_after_a_word(
    shop: Shop, kinds: dict[str, Signed], kind: str, robots: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate with any fault is refused with that fault and asked for nothing; pinned by its SHA-256, the page and robots.txt are read."""
    if kind in ("expired", "misnamed"):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(shop.file(shop.root)))
    with shop.serve(kinds[kind]) as wire:
        told = refused(wire, respect_robots=robots)
        assert (told.fault, told.temporary) == (FAULTS[kind], False)
        assert f"newswatch probe '{wire.base}/tin'" in str(told)
        assert "robots.txt" not in str(told)
        assert read(wire, Trust(certificate_sha256=kinds[kind].sha256), respect_robots=robots).body == b"tin"


@pytest.mark.parametrize(
    ("kind", "named", "read_by_it"),
    [
        ("unknown authority", "root", True),
        ("incomplete chain", "root", False),
        ("incomplete chain", "between", True),
        ("self-signed", "itself", True),
        ("expired", "root", False),
        ("misnamed", "root", False),
    ],
)
def test_ca_file(shop: Shop, kinds: dict[str, Signed], kind: str, named: str, read_by_it: bool) -> None:
    """`ca_file` mends a missing authority or intermediate and trusts a certificate itself, but never an expired or misnamed one."""
    file = shop.file({"root": shop.root, "between": shop.between, "itself": kinds[kind]}[named])
    with shop.serve(kinds[kind]) as wire:
        if read_by_it:
            assert read(wire, Trust(ca_file=file)).body == b"tin"
        else:
            assert refused(wire, Trust(ca_file=file)).fault is FAULTS[kind]


def test_a_ca_file_stands_beside_the_usual_authorities(shop: Shop, kinds: dict[str, Signed], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the usual bundle trusts stays trusted beside a `ca_file`."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(shop.file(shop.root)))
    with shop.serve(kinds["unknown authority"]) as wire:
        assert read(wire, Trust(ca_file=shop.file(kinds["self-signed"]))).body == b"tin"


@pytest.mark.parametrize("content", [None, b"", b"khong phai chung thu"])
def test_a_ca_file_that_holds_none(shop: Shop, kinds: dict[str, Signed], tmp_path: Path, content: bytes | None) -> None:
    """A `ca_file` that is missing, empty or no PEM is named in the error of that source alone."""
    file = tmp_path / "office.pem"
    if content is not None:
        file.write_bytes(content)
    with shop.serve(kinds["unknown authority"]) as wire, pytest.raises(FetchError, match=r"office\.pem holds no certificate to trust"):
        read(wire, Trust(ca_file=file))


def test_a_ca_file_is_read_again_when_it_changes(shop: Shop, kinds: dict[str, Signed], tmp_path: Path) -> None:
    """A corrected `ca_file` holds from the next fetcher on, so that a daemon needs no restart."""
    file = tmp_path / "office.pem"
    file.write_bytes(kinds["self-signed"].pem)
    with shop.serve(kinds["unknown authority"]) as wire:
        refused(wire, Trust(ca_file=file))
        file.write_bytes(shop.root.pem + shop.between.pem)
        assert read(wire, Trust(ca_file=file)).body == b"tin"


def test_a_changed_pin_is_told(shop: Shop, kinds: dict[str, Signed]) -> None:
    """Another certificate than the pinned one gets no request, and the message holds the old and the new SHA-256."""
    renewed = signed("xa.example.vn", shop.root)
    with shop.serve(renewed) as wire:
        told = refused(wire, Trust(certificate_sha256=kinds["expired"].sha256))
    assert told.fault is TlsFault.PIN_CHANGED
    assert kinds["expired"].sha256 in str(told)
    assert renewed.sha256 in str(told)


def test_a_pin_is_stricter_than_the_usual_authorities(shop: Shop, kinds: dict[str, Signed], monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that the usual authorities would vouch for is refused where another one is pinned."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(shop.file(shop.root)))
    with shop.serve(kinds["unknown authority"]) as wire:
        assert refused(wire, Trust(certificate_sha256="0" * 64)).fault is TlsFault.PIN_CHANGED


def test_trust_is_that_of_one_host(shop: Shop, kinds: dict[str, Signed]) -> None:
    """A redirect to another allowed host with the same bad certificate is refused: the person trusted the first host alone."""
    pin = kinds["self-signed"]
    with shop.serve(pin) as other:
        to_other = answer(b"", "302 Found", Location=f"{other.base}/tin")
        trust = {site_of(other.base): USUAL}
        with Wire(lambda _: to_other, certificates.server(shop.folder, pin)) as wire:
            trust[site_of(wire.base)] = Trust(certificate_sha256=pin.sha256)
            with Fetcher(HASTILY, [wire.host, other.host], lambda: NOW, trust=trust) as fetcher, pytest.raises(TlsError) as error:
                fetcher.get(f"{wire.base}/")
            assert error.value.url == f"{other.base}/tin"
            assert (len(wire.requests), other.requests) == (1, [])


@pytest.fixture
def old(shop: Shop, kinds: dict[str, Signed]) -> Iterator[Wire]:
    """A server that speaks TLS 1.0 alone, with a certificate of an unknown authority."""
    certificates.needs_old_tls(shop.folder)
    with shop.serve(kinds["unknown authority"], old=True) as wire:
        yield wire


def test_tls_1_0(shop: Shop, kinds: dict[str, Signed], old: Wire) -> None:
    """TLS 1.0 is refused as an old protocol; `tls_legacy` reads it, and still refuses a certificate that nobody vouches for."""
    told = refused(old)
    assert (told.fault, told.temporary) == (TlsFault.OLD_PROTOCOL, False)
    assert "tls_legacy = true" in str(told)
    assert refused(old, Trust(tls_legacy=True)).fault is TlsFault.NO_ISSUER
    assert read(old, Trust(ca_file=shop.file(shop.root), tls_legacy=True)).body == b"tin"
    assert read(old, Trust(certificate_sha256=kinds["unknown authority"].sha256, tls_legacy=True)).body == b"tin"


@pytest.mark.parametrize("kind", FAULTS)
def test_a_certificate_is_seen_before_anything_is_asked(shop: Shop, kinds: dict[str, Signed], kind: str) -> None:
    """Whose a certificate is, who signed it, its names, days and SHA-256 are seen without a request, whatever is wrong with it."""
    with shop.serve(kinds[kind]) as wire:
        seen = certificate_of(wire.base, FetchSettings(timeout_seconds=5.0))
        assert wire.requests == []
    made = kinds[kind].certificate
    assert (seen.sha256, seen.begins, seen.ends) == (kinds[kind].sha256, made.not_valid_before_utc, made.not_valid_after_utc)
    assert seen.self_signed is (kind == "self-signed")
    assert seen.names == (("khac.example.vn",) if kind == "misnamed" else ("127.0.0.1",))
    assert seen.issuer.startswith("CN=")


def test_the_certificate_of_an_old_server(old: Wire) -> None:
    """The certificate of a server that speaks TLS 1.0 alone is seen where old protocols are allowed, else the protocol is named."""
    with pytest.raises(TlsError) as error:
        certificate_of(old.base, FetchSettings(timeout_seconds=5.0))
    assert error.value.fault is TlsFault.OLD_PROTOCOL
    assert certificate_of(old.base, FetchSettings(timeout_seconds=5.0), legacy=True).subject == "CN=xa.example.vn"


def test_no_certificate_to_see(shop: Shop) -> None:
    """An address without TLS, a dead one, and bytes that are no certificate are named."""
    with Wire(lambda _: answer(b"")) as wire:
        with pytest.raises(FetchError, match="shows no certificate"):
            certificate_of(wire.base, FetchSettings(timeout_seconds=5.0))
        dead = wire.base.replace("http://", "https://")
    with pytest.raises(FetchError, match="no connection"):
        certificate_of(dead, FetchSettings(timeout_seconds=5.0))
    with pytest.raises(ParseError, match="can't be read"):
        certificate.read(b"rac", "https://xa.vn/")
