"""Certificates and old protocols from the first look to the daily check: refused, told in Vietnamese, read after a person's word, told when changed."""

from pathlib import Path

import certificates
import pytest
from certificates import Shop, Signed, signed
from command import newswatch
from fetching import sleepless
from portal_tls import DAYS, TlsPortal

INIT = ("init", "--name", "Thử", "--kind", "xã", "--rule", "quang-dien-2614", "--url")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Certificates of every kind."""
    return Shop(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def kinds(shop: Shop) -> dict[str, Signed]:
    """Certificates by what is wrong with them."""
    return shop.kinds()


@pytest.fixture(autouse=True)
def root_is_known(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The root that signed the expired and the misnamed certificate is trusted, so that nothing else is wrong with them; and nobody waits."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(shop.file(shop.root)))
    sleepless(monkeypatch)


TOLD = {
    "self-signed": "tự ký",
    "incomplete chain": "thiếu chứng thư trung gian",
    "expired": "đã hết hạn",
    "misnamed": "cấp cho tên miền khác",
}


def serving(shop: Shop, shown: Signed, *, old: bool = False) -> TlsPortal:
    return TlsPortal(certificates.server(shop.folder, shown, old=old))


@pytest.mark.parametrize("kind", TOLD)
def test_init_refuses_tells_and_reads_after_a_word(shop: Shop, kinds: dict[str, Signed], kind: str, tmp_path: Path) -> None:
    """Where nobody can be asked `init` shows the certificate and the command that trusts it, and writes nothing; with that a check reads."""
    with serving(shop, kinds[kind]) as portal:
        refused = newswatch(*INIT, f"{portal.base}/", cwd=tmp_path)
        assert (refused.returncode, (tmp_path / "config.toml").exists(), portal.requests) == (4, False, [])
        assert TOLD[kind] in refused.stderr
        assert kinds[kind].sha256 in refused.stderr
        assert "hiệu lực" in refused.stderr
        command = next(line for line in refused.stderr.splitlines() if line.strip().startswith("newswatch init"))
        assert f"--certificate-sha256 {kinds[kind].sha256}" in command
        done = newswatch(*INIT, f"{portal.base}/", "--certificate-sha256", kinds[kind].sha256, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert f'certificate_sha256 = "{kinds[kind].sha256}"' in (tmp_path / "config.toml").read_text(encoding="utf-8")
        hasten(tmp_path)
        check = newswatch("check", cwd=tmp_path)
        assert (check.returncode, f"{len(DAYS)} new" in check.stdout) == (0, True), check.stdout + check.stderr


def hasten(folder: Path) -> None:
    """Takes the pause between requests out of a configuration."""
    path = folder / "config.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("pace_seconds = 1.0", "pace_seconds = 0.0"), encoding="utf-8")


def set_up(portal: TlsPortal, folder: Path, *options: str) -> None:
    """Writes a configuration by `init`, and takes the pause out of it."""
    done = newswatch(*INIT, f"{portal.base}/", *options, cwd=folder)
    assert done.returncode == 0, done.stderr
    hasten(folder)


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 4), ("\n", 4)])
def test_a_person_is_asked_at_a_terminal(shop: Shop, kinds: dict[str, Signed], tmp_path: Path, typed: str, code: int) -> None:
    """At a terminal the certificate is shown and the person asked; only a yes trusts it, and without one nothing is asked of the server."""
    with serving(shop, kinds["expired"]) as portal:
        done = newswatch(*INIT, f"{portal.base}/", cwd=tmp_path, typed=typed)
        assert (done.returncode, bool(portal.requests)) == (code, code == 0), done.stderr
    assert "Tin chứng thư này cho riêng máy chủ này?" in done.stderr
    assert (tmp_path / "config.toml").exists() is (code == 0)


def test_probe_asks_too_and_says_what_to_run(shop: Shop, kinds: dict[str, Signed], tmp_path: Path) -> None:
    """`probe` shows the certificate, and reads the page after a yes; where nobody can be asked it tells the command."""
    pin = kinds["self-signed"].sha256
    with serving(shop, kinds["self-signed"]) as portal:
        told = newswatch("probe", f"{portal.base}/", cwd=tmp_path)
        assert (told.returncode, f"newswatch probe {portal.base}/ --certificate-sha256 {pin}" in told.stderr) == (4, True)
        assert "--ca-file" in told.stderr
        assert f"{len(DAYS)} entries" in newswatch("probe", f"{portal.base}/", cwd=tmp_path, typed="y\n").stdout
        assert f"{len(DAYS)} entries" in newswatch("probe", f"{portal.base}/", "--certificate-sha256", pin, cwd=tmp_path).stdout


def test_a_missing_intermediate_in_a_file(shop: Shop, kinds: dict[str, Signed], tmp_path: Path) -> None:
    """`--ca-file` with the missing intermediate reads the portal, and config.toml names the file."""
    file = shop.file(shop.between)
    with serving(shop, kinds["incomplete chain"]) as portal:
        set_up(portal, tmp_path, "--ca-file", str(file))
        assert f'ca_file = "{file}"' in (tmp_path / "config.toml").read_text(encoding="utf-8")
        assert newswatch("check", cwd=tmp_path).returncode == 0


def test_tls_1_0_from_init_to_check(shop: Shop, kinds: dict[str, Signed], tmp_path: Path) -> None:
    """An old protocol and then a bad certificate are asked about one after the other; what a person allows stands in config.toml and reads."""
    certificates.needs_old_tls(shop.folder)
    with serving(shop, kinds["misnamed"], old=True) as portal:
        told = newswatch(*INIT, f"{portal.base}/", cwd=tmp_path)
        assert (told.returncode, "giao thức mã hóa cũ" in told.stderr, "--tls-legacy" in told.stderr) == (4, True, True)
        done = newswatch(*INIT, f"{portal.base}/", cwd=tmp_path, typed="y\ny\n")
        assert done.returncode == 0, done.stderr
        text = (tmp_path / "config.toml").read_text(encoding="utf-8")
        assert "tls_legacy = true" in text
        assert kinds["misnamed"].sha256 in text
        hasten(tmp_path)
        assert newswatch("check", cwd=tmp_path).returncode == 0


def test_a_changed_certificate_is_told_everywhere(shop: Shop, kinds: dict[str, Signed], tmp_path: Path) -> None:
    """After the pinned certificate was replaced `check`, `status` and `doctor` tell it with the old and the new SHA-256, and nothing is read."""
    with serving(shop, kinds["expired"]) as portal:
        set_up(portal, tmp_path, "--certificate-sha256", kinds["expired"].sha256)
        newswatch("check", cwd=tmp_path)
        renewed = signed("xa.example.vn", shop.root, ended=True)
        portal.shows(certificates.server(shop.folder, renewed))
        portal.requests.clear()
        told = {words: newswatch(*words, cwd=tmp_path) for words in (("check",), ("status",), ("doctor",))}
        assert portal.requests == []
    for result in told.values():
        said = "".join((result.stdout + result.stderr).split())
        assert kinds["expired"].sha256 in said
        assert renewed.sha256 in said
    assert told[("check",)].returncode == 4
    assert "chứng thư số khác với chứng thư đã được tin" in told[("status",)].stdout
    assert "certificate_sha256" in told[("doctor",)].stdout


def test_one_word_for_all_sources_of_a_host(shop: Shop, kinds: dict[str, Signed], tmp_path: Path) -> None:
    """What the list's source says of the certificate holds for the feed, the articles and robots.txt of the same host."""
    with serving(shop, kinds["misnamed"]) as portal:
        portal.robots = "User-agent: *\nDisallow: /cam/"
        set_up(portal, tmp_path, "--certificate-sha256", kinds["misnamed"].sha256)
        feed = f'[[units.sources]]\nid = "rss"\nkind = "feed"\nurl = "{portal.base}/rss.xml"\n'
        with (tmp_path / "config.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n{feed}")
        portal.requests.clear()
        check = newswatch("check", cwd=tmp_path)
        assert check.returncode == 0, check.stdout + check.stderr
        assert {"/robots.txt", "/", "/rss.xml", f"/tin-{DAYS[0]}.html"} <= set(portal.paths)


def test_what_another_source_says_of_a_host(shop: Shop, kinds: dict[str, Signed], tmp_path: Path) -> None:
    """A list that may redirect to another host is read there under what that host's own source says of it, and refused without such a word."""
    with serving(shop, kinds["expired"]) as there, TlsPortal(None) as here:
        set_up(here, tmp_path)
        path = tmp_path / "config.toml"
        path.write_text(
            path.read_text(encoding="utf-8").replace(f'url = "{here.base}/"', f'url = "{here.base}/"\nhosts = ["{there.host}"]')
        )
        here.moved = there.base
        assert newswatch("check", cwd=tmp_path).returncode == 4
        with path.open("a", encoding="utf-8") as file:
            keys = f'url = "{there.base}/rss.xml"\ncertificate_sha256 = "{kinds["expired"].sha256}"'
            file.write(f'\n[[units.sources]]\nid = "rss"\nkind = "feed"\n{keys}\n')
        portal = newswatch("check", cwd=tmp_path)
        assert "certificate can't be trusted" not in portal.stdout + portal.stderr
        assert "/" in there.paths


@pytest.mark.parametrize(("typed", "code"), [(None, 4), ("n\n", 4), ("y\n", 0), ("\n", 0)])
def test_a_redirect_to_another_host(tmp_path: Path, typed: str | None, code: int) -> None:
    """`init` follows a redirect to another host on a person's word, and reads that address; else it tells the command, and speaks of no config.toml."""
    with TlsPortal(None) as there, TlsPortal(None) as here:
        here.moved = there.base
        done = newswatch(*INIT, f"{here.base}/", cwd=tmp_path, typed=typed)
        assert (done.returncode, (tmp_path / "config.toml").exists()) == (code, code == 0), done.stderr
        assert f"chuyển sang máy chủ khác: {there.base}/" in done.stderr
        if code == 0:
            assert f'url = "{there.base}/"' in (tmp_path / "config.toml").read_text(encoding="utf-8")
        else:
            assert "`hosts`" not in done.stderr
        if typed is None:
            assert f"--url {there.base}/" in done.stderr


def test_trust_does_not_follow_a_redirect(shop: Shop, kinds: dict[str, Signed], tmp_path: Path) -> None:
    """The host that an address redirects to is trusted for itself alone: its bad certificate is asked about anew."""
    with serving(shop, kinds["misnamed"]) as there, serving(shop, kinds["misnamed"]) as here:
        here.moved = there.base
        options = ("--certificate-sha256", kinds["misnamed"].sha256)
        done = newswatch(*INIT, f"{here.base}/", *options, cwd=tmp_path, typed="y\nn\n")
        assert (done.returncode, there.requests) == (4, []), done.stderr
        assert done.stderr.count("Tin chứng thư này cho riêng máy chủ này?") == 1


@pytest.mark.parametrize("words", [("probe",), INIT])
def test_what_cannot_be_trusted_both_ways(words: tuple[str, ...], tmp_path: Path) -> None:
    """A file and a single certificate together, and a text that is no SHA-256, are usage errors."""
    (tmp_path / "a.pem").write_text("x", encoding="utf-8")
    both = newswatch(*words, "https://xa.invalid/", "--ca-file", "a.pem", "--certificate-sha256", "0" * 64, cwd=tmp_path)
    assert (both.returncode, "not both" in both.stderr) == (2, True)
    bad = newswatch(*words, "https://xa.invalid/", "--certificate-sha256", "12:34", cwd=tmp_path)
    assert (bad.returncode, "64 hex digits" in bad.stderr) == (2, True)
