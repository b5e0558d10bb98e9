"""What config.toml may say of certificates and protocols, and of the name that is sent: checked, shared by the sources of one host, shown."""

import json
from pathlib import Path

import pytest
from command import newswatch

from newswatch.config import USUAL, Trust, fingerprint, load
from newswatch.errors import ConfigError

PIN = "0123456789abcdef" * 4
COLONS = ":".join(PIN[at : at + 2] for at in range(0, 64, 2)).upper()
SOURCE = '[[units.sources]]\nid = "{id}"\nkind = "feed"\nurl = "{url}"\n{keys}\n'


def written(folder: Path, *sources: tuple[str, str], fetch: str = "") -> Path:
    path = folder / "config.toml"
    tables = "".join(SOURCE.format(id=f"s{n}", url=url, keys=keys) for n, (url, keys) in enumerate(sources))
    path.write_text(f'[fetch]\n{fetch}\n[[units]]\nid = "xa"\nname = "Thử"\nrules = ["quang-dien-2614"]\n{tables}', encoding="utf-8")
    return path


def trusted(path: Path) -> list[Trust]:
    return [source.trust for source in load(path).units[0].sources]


@pytest.mark.parametrize("said", [PIN, PIN.upper(), COLONS, f" {COLONS.lower()} "])
def test_a_fingerprint_in_any_form(tmp_path: Path, said: str) -> None:
    """A SHA-256 is read with or without colons, in small or capital digits, as browsers and openssl print it."""
    assert fingerprint(said) == PIN
    assert trusted(written(tmp_path, ("https://xa.vn/rss", f'certificate_sha256 = "{said}"'))) == [Trust(certificate_sha256=PIN)]


@pytest.mark.parametrize("said", ["00", PIN[:-1], PIN + "0", "g" * 64, "sha1"])
def test_what_is_no_fingerprint(tmp_path: Path, said: str) -> None:
    """A text that is no SHA-256 is a fault under its key."""
    with pytest.raises(ConfigError, match=r"sources\[1\]\.certificate_sha256: expected 64 hex digits"):
        load(written(tmp_path, ("https://xa.vn/rss", f'certificate_sha256 = "{said}"')))


def test_what_one_source_says_holds_for_its_host(tmp_path: Path) -> None:
    """The sources of one host, `www.` or not, share what any of them says; other hosts keep to the usual; `ca_file` lies beside config.toml."""
    path = written(
        tmp_path,
        ("https://xa.vn/rss", 'ca_file = "xa.pem"'),
        ("https://www.xa.vn/tin", "tls_legacy = true"),
        ("https://khac.vn/rss", ""),
    )
    assert trusted(path) == [Trust(tmp_path / "xa.pem", "", True)] * 2 + [USUAL]


@pytest.mark.parametrize(
    ("one", "other", "named"),
    [
        (f'certificate_sha256 = "{PIN}"', f'certificate_sha256 = "{PIN[::-1]}"', "say different things as certificate_sha256"),
        ('ca_file = "a.pem"', 'ca_file = "b.pem"', "say different things as ca_file"),
        ('ca_file = "a.pem"', f'certificate_sha256 = "{PIN}"', "one says ca_file, the other certificate_sha256"),
        (f'certificate_sha256 = "{PIN}"', 'ca_file = "a.pem"', "one says certificate_sha256, the other ca_file"),
    ],
)
def test_sources_of_one_host_that_contradict(tmp_path: Path, one: str, other: str, named: str) -> None:
    """Two sources of one host that trust different things are a fault that names both and the host."""
    with pytest.raises(ConfigError, match=rf"sources xa/s0 and xa/s1 lie on one host \(xa\.vn\), but {named}"):
        load(written(tmp_path, ("https://xa.vn/rss", one), ("https://xa.vn/tin", other)))


def test_one_source_with_both(tmp_path: Path) -> None:
    """A source that names an authority and a single certificate is told to take one out."""
    with pytest.raises(ConfigError, match="take one of them out"):
        load(written(tmp_path, ("https://xa.vn/rss", f'ca_file = "a.pem"\ncertificate_sha256 = "{PIN}"')))


@pytest.mark.parametrize(("said", "sound"), [("Mozilla/5.0 (X11; Linux x86_64)", True), ("Xã Thử", False), ("a\\nb", False)])
def test_user_agent(tmp_path: Path, said: str, sound: bool) -> None:
    """`user_agent` is printable ASCII on one line; anything else is a fault, as no server could be sent it."""
    path = written(tmp_path, ("https://xa.vn/rss", ""), fetch=f'user_agent = "{said}"')
    if sound:
        assert load(path).fetch.user_agent == said
    else:
        with pytest.raises(ConfigError, match=r"fetch\.user_agent: expected printable ASCII"):
            load(path)


def test_what_is_trusted_is_shown(tmp_path: Path) -> None:
    """`newswatch config` shows what a person trusts of a host, in its text and its JSON."""
    written(tmp_path, ("https://xa.vn/rss", f'certificate_sha256 = "{PIN}"\ntls_legacy = true'))
    assert f"được tin riêng cho máy chủ này: certificate_sha256 {PIN}, tls_legacy true" in newswatch("config", cwd=tmp_path).stdout
    (source,) = json.loads(newswatch("config", "--json", cwd=tmp_path).stdout)["units"][0]["sources"]
    trusted = {"ca_file": None, "certificate_sha256": PIN, "tls_legacy": True, "login": None, "password_file": None}
    assert source["trust"] == trusted
