"""Secrets are planted wherever a person may put them, everything is run, well and failing, and all that comes of it is searched for them."""

import gzip
import os
import sqlite3
import stat
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, redirect_stderr
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from command import newswatch
from daemons import DaemonProcess
from guarded import GuardedPortal
from portal import Portal, profile_toml
from postbox import Postbox

from newswatch.cli import _told_masked
from newswatch.core.identity import site_of

BODY = "Ủy ban nhân dân xã kiểm tra công tác cải cách hành chính; hồ sơ thủ tục hành chính trả đúng hẹn, dịch vụ công trực tuyến tăng."
MAIL, SOURCE, SECOND, BEAT, PROXY = "Mail-Kqz71Vw", "Cong-Trx82Lm", "Cong2-Bnv93Pd", "beat-8f1e2d3c", "Proxy-Jhg64Ws"
IN_LINK, IN_REDIRECT, IN_FAULT, IN_CONFIG = "Link-Plm45Zx", "Redirect-Qaz58Ed", "Fault-Wsx67Rf", "Config-Uyt19Bn"
FEED_SECRET = "Kenh-Vbn73Hy"
SECRETS = (FEED_SECRET, MAIL, SOURCE, SECOND, BEAT, PROXY, IN_LINK, IN_REDIRECT, IN_FAULT, IN_CONFIG)
KEPT_APART = ("config.toml", "mail-password", "source-password", "feed-secret")
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Xã</title><link>{base}/</link>
<item><title>Xã đẩy mạnh cải cách hành chính tại bộ phận một cửa</title><link>http://ai:{secret}@{host}/tin-9.html</link>
<guid>http://ai:{secret}@{host}/tin-9.html</guid><pubDate>Thu, 05 Nov 2026 08:00:00 +0700</pubDate></item></channel></rss>"""


def spellings(secret: str) -> set[str]:
    """The forms in which a secret may stand somewhere."""
    names = ("thuky", "vanthu", "ai", "u")
    pairs = {b64encode(f"{name}:{secret}".encode()).decode() for name in names} | {b64encode(f"\0newswatch\0{secret}".encode()).decode()}
    return {secret, quote(secret), b64encode(secret.encode()).decode(), *pairs}


def found_in(text: str) -> set[str]:
    """The secrets that stand in a text."""
    return {secret for secret in SECRETS for spelled in spellings(secret) if spelled in text}


class Place:
    """An office with a login at its mail server and at two portals, a heartbeat and a proxy; `said` is all that commands printed."""

    def __init__(self, folder: Path, portal: GuardedPortal, second: GuardedPortal, postbox: Postbox, watcher: Portal) -> None:
        self.folder, self.portal, self.second, self.postbox, self.watcher = folder, portal, second, postbox, watcher
        self.said: list[tuple[str, str]] = []
        self.codes: set[int] = set()
        for name, secret in (("mail-password", MAIL), ("source-password", SOURCE), ("feed-secret", FEED_SECRET)):
            self.secret_file(name, secret)
        self.writes(self.config())

    def secret_file(self, name: str, secret: str) -> None:
        (self.folder / name).write_text(f"{secret}\n", encoding="utf-8")
        (self.folder / name).chmod(0o600)

    def writes(self, text: str) -> None:
        (self.folder / "config.toml").write_text(text, encoding="utf-8")
        (self.folder / "config.toml").chmod(0o600)

    def config(self, *, mail: str = "", source: str = "", top: str = "") -> str:
        """The configuration; what is given stands at the end of a table."""
        profile = profile_toml()
        return (
            f'database = "n.db"\n{top}\n[fetch]\npace_seconds = 0\nretries = 0\ntimeout_seconds = 2\n'
            f'[schedule]\nheartbeat = "{self.watcher.base}/ping/{BEAT}"\n'
            f'[feed]\npath = "diem-{{unit}}.json"\nurl = "{self.watcher.base}/diem"\nsecret_file = "feed-secret"\ntimeout_seconds = 5\n'
            f'[mail]\nhost = "127.0.0.1"\nport = {self.postbox.port}\nsecurity = "none"\nsender = "nw@xa.example"\nlogin = "newswatch"\n'
            f'password_file = "mail-password"\ntimeout_seconds = 5\n{mail}\n'
            '[[units]]\nid = "unit"\nname = "Thử"\nkind = "xã"\nrules = ["quang-dien-2614"]\n'
            '[[units.board]]\naddress = "thuky@xa.example"\n'
            f'[[units.sources]]\nid = "portal"\nkind = "listing"\nurl = "{self.portal.listing_url}"\nlogin = "thuky"\n'
            f'password_file = "source-password"\n{source}\n[units.sources.profile]\n{profile}\n'
            f'[[units.sources]]\nid = "second"\nkind = "feed"\nurl = "{self.second.feed_url}"\nlogin = "vanthu"\nrequired = true\n'
        )

    def runs(self, *words: str) -> str:
        """Runs a command; gives what it printed, also of a fault nobody foresaw."""
        try:
            result = newswatch(*words, cwd=self.folder)
            told, code = result.stdout + result.stderr, result.returncode
        except ZeroDivisionError as error:
            with redirect_stderr(StringIO()) as err:
                _told_masked(type(error), error, error.__traceback__)
            told, code = err.getvalue(), 1
            assert "ZeroDivisionError: at http://…@xa.example/" in told
        self.said.append((" ".join(words), told))
        self.codes.add(code)
        return told

    def runs_all(self) -> None:
        """Runs everything that reads the settings, asks, stores, tells or sends."""
        for words in (
            "config",
            "config --json",
            "check",
            "check --json",
            "backfill --since 2026-11-01",
            "status",
            "status --json",
            "units --json",
            "items --json",
            "explain --month 2026-11",
            "explain --item 1 --json",
            "score --json",
            "review",
            "close --json",
            "deliver --json",
            "mail preview --out mails",
            "mail preview --kind trouble --out mails",
            "mail test --to thuky@xa.example",
            "outbox list --json",
            "run --once",
            "doctor",
            "doctor --json",
            "service systemd",
            "service cron",
            "service windows",
            "rebuild",
            f"probe --login thuky --password-file source-password --fixture fixture {self.portal.listing_url}",
            f"probe --login thuky --password-file source-password --json {self.portal.url_of(1)}",
            f"init --login thuky --password-file source-password --name Thử --kind xã --rule hue-3241 --out new.toml --url {self.portal.listing_url}",
        ):
            self.runs(*words.split())

    def left(self) -> Iterator[tuple[str, str]]:
        """All that lies in the folder and in mailboxes: bytes of files, values and bodies of the database, parts of mails."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path.name not in KEPT_APART:
                yield path.name, path.read_bytes().decode("utf-8", "replace")
        with closing(sqlite3.connect(self.folder / "n.db")) as db:
            yield "n.db, dumped", "\n".join(db.iterdump())
            for body, url in db.execute("SELECT body, url FROM captures"):
                yield f"body of {url}", gzip.decompress(body).decode("utf-8", "replace")
        for mail in self.postbox.mails:
            yield "mail", mail.content.decode("utf-8", "replace")
            for part in mail.message.walk():
                content = part.get_payload(decode=True)
                yield "part of a mail", content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """The office with two portals of PAR news, one of whose feeds has a login in its links; a proxy that is for neither."""
    with (
        GuardedPortal(("thuky", SOURCE)) as portal,
        GuardedPortal(("vanthu", SECOND)) as second,
        Postbox(login=("newswatch", MAIL)) as postbox,
        Portal() as watcher,
    ):
        for n in range(4):
            portal.article(n, title=f"Xã đẩy mạnh cải cách hành chính, đợt {n}", date=f"2026-10-{5 + n:02d} 08:00", body=BODY)
        second.article(9, title="Xã đẩy mạnh cải cách hành chính tại bộ phận một cửa", date="2026-11-05 08:00", body=BODY)
        second.serves("/rss", FEED.format(base=second.base, host=site_of(second.base), secret=IN_LINK), "application/rss+xml")
        second.serves("/tin-9.html", "", status=302, headers={"Location": f"http://ai:{IN_REDIRECT}@{site_of(second.base)}/tin-10.html"})
        second.serves("/tin-10.html", f"<h1>Xã đẩy mạnh cải cách hành chính tại bộ phận một cửa</h1><p>{BODY}</p>")
        host = site_of(second.base).replace(".", "_").replace(":", "_")
        monkeypatch.setenv(f"NEWSWATCH_SOURCE_PASSWORD_{host}", SECOND)
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://u:{PROXY}@127.0.0.1:9")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield Place(tmp_path, portal, second, postbox, watcher)


def nothing_of_them(place: Place) -> None:
    """No secret stands in anything that was printed, stored, written or mailed."""
    assert {words: found for words, told in place.said if (found := found_in(told))} == {}
    bodies = {name: found_in(text) for name, text in place.left()}
    of_pages = {name: found - {IN_LINK} for name, found in bodies.items() if name.startswith("body of ")}
    assert {name: found for name, found in (bodies | of_pages).items() if found} == {}


def test_when_all_is_well(place: Place) -> None:
    """Sources, mails, watcher are reached with their secrets, and nothing says any of them."""
    place.runs_all()
    assert "2 sources looked at, 0 failed" in dict(place.said)["check"]
    assert place.postbox.mails
    assert [r.path for r in place.watcher.requests if BEAT in r.path]
    assert place.portal.header in {r.headers.get("authorization") for r in place.portal.requests}
    assert (place.folder / "new.toml").exists()
    assert list((place.folder / "fixture").iterdir())
    nothing_of_them(place)


def refused(place: Place, _: pytest.MonkeyPatch) -> None:
    """Servers refuse the passwords, and repeat them."""
    place.portal.login, place.second.login = ("thuky", "x"), ("vanthu", "x")
    place.postbox.answers("AUTH", f"535 5.7.8 {MAIL} is no password of newswatch")


def down(place: Place, _: pytest.MonkeyPatch) -> None:
    """No server is there."""
    for server in (place.portal, place.second, place.watcher):
        server.goes_down()
    place.postbox.goes_down()


def without_tls(place: Place, _: pytest.MonkeyPatch) -> None:
    """The sources and the watcher are asked by https, and speak none."""
    text = (place.folder / "config.toml").read_text(encoding="utf-8")
    place.writes(text.replace("http://", "https://"))


def by_proxy(_: Place, patch: pytest.MonkeyPatch) -> None:
    """All goes by a proxy that is not there."""
    for name in ("NO_PROXY", "no_proxy"):
        patch.setenv(name, "")


def by_odd_proxy(place: Place, patch: pytest.MonkeyPatch) -> None:
    """All goes by a proxy whose address is none."""
    by_proxy(place, patch)
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        patch.setenv(name, f"http://u:{PROXY}@[127.0.0.1:cong")


def with_a_fault(_: Place, patch: pytest.MonkeyPatch) -> None:
    """A fault nobody foresaw, whose text holds an address with a login, hits each list, mail and unit."""

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError(f"at http://u:{IN_FAULT}@xa.example/")

    for name in (
        "newswatch.sources.listing.read",
        "newswatch.sources.feed.read",
        "newswatch.mail.smtp.compose",
        "newswatch.services.close._Desk.close",
    ):
        patch.setattr(name, fails)


def repeated(place: Place, _: pytest.MonkeyPatch) -> None:
    """Pages repeat the login that they were asked with."""
    place.portal.repeats = place.second.repeats = True


def readable(place: Place, _: pytest.MonkeyPatch) -> None:
    """The files with the secrets can be read by every account."""
    for name in KEPT_APART[1:]:
        (place.folder / name).chmod(0o644)


def odd(place: Place, _: pytest.MonkeyPatch) -> None:
    """The files with the secrets hold more than one line."""
    for name, secret in (("mail-password", MAIL), ("source-password", SOURCE), ("feed-secret", FEED_SECRET)):
        place.secret_file(name, f"{secret}\n{secret}")


@pytest.mark.parametrize(
    "trouble", [refused, down, without_tls, by_proxy, by_odd_proxy, with_a_fault, repeated, readable, odd], ids=lambda f: f.__name__
)
def test_when_something_fails(place: Place, monkeypatch: pytest.MonkeyPatch, trouble: object) -> None:
    """Whatever fails is told, and nothing that is said of it, stored or mailed holds a secret."""
    assert callable(trouble)
    trouble(place, monkeypatch)
    place.runs_all()
    assert place.codes & {3, 4}
    nothing_of_them(place)


PLANTED = {
    "a login in the address": ("source", 'url = "http://u:{s}@127.0.0.1/"', "carries a login"),
    "one whose password has a slash": ("source", 'url = "http://u:a/{s}@127.0.0.1/"', "carries a login"),
    "one without a scheme": ("source", 'url = "u:{s}@xa.vn/tin"', "carries a login"),
    "a token in the address": ("source", 'url = "https://xa.vn/rss?access_token={s}"', "carries a secret as its parameter 'access_token'"),
    "a password beside it": ("source", 'url = "https://xa.vn/"\npassword = "{s}"', "a password is never written here"),
    "a password in the login": ("source", 'url = "https://xa.vn/"\nlogin = "u:{s}"', "expected the name alone, without a colon"),
    "a login without TLS": ("source", 'url = "http://xa.vn/"\nlogin = "u"\npassword_file = "f"', "write url with https://"),
    "a password of nobody": ("source", 'url = "https://xa.vn/"\npassword_file = "f"', "stands without a login"),
    "a login in hosts": ("source", 'url = "https://xa.vn/"\nhosts = ["u:{s}@tin.xa.vn"]', "names a host with a login"),
    "a login in foreign hosts": ("source", 'url = "https://xa.vn/"\nforeign_hosts = ["http://u:{s}@la.vn"]', "names a host with a login"),
    "a login in a pace": ("top", '[fetch.hosts."u:{s}@xa.vn"]\npace_seconds = 2', "names a host with a login"),
    "a login in the heartbeat": ("top", '[schedule]\nheartbeat = "https://u:{s}@hc.example/x"', "carries a login"),
    "a heartbeat that is none": ("top", '[schedule]\nheartbeat = "hc.example/{s}"', "may be a secret"),
    "a mail password": ("top", '[mail]\npassword = "{s}"', "a password is never written here"),
    "a login in the mail host": ("top", '[mail]\nhost = "u:{s}@smtp.xa.vn"', "without port or login"),
    "a CSV file": ("csv", "http://u:{s}@xa.vn/rss", "row 2, column source.url: carries a login"),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_secret_in_the_settings_is_refused(tmp_path: Path, kind: str) -> None:
    """Each is refused by every command that reads the settings, with what to write, by name and column, and without the secret."""
    where, text, told = PLANTED[kind]
    planted = text.format(s=IN_CONFIG)
    unit = '[[units]]\nid = "unit"\nname = "Thử"\nkind = "xã"\nrules = ["quang-dien-2614"]\n'
    source = '[[units.sources]]\nid = "rss"\nkind = "feed"\n'
    parts = {
        "source": f"{unit}{source}{planted}\n",
        "top": f'{planted}\n{unit}{source}url = "https://xa.vn/"\n',
        "csv": 'units_file = "units.csv"\n',
    }
    (tmp_path / "config.toml").write_text(parts[where], encoding="utf-8")
    (tmp_path / "config.toml").chmod(0o600)
    (tmp_path / "units.csv").write_text(
        f"id;name;kind;rules;source.id;source.kind;source.url\na;A;xã;hue-3241;rss;feed;{planted}\n", encoding="utf-8"
    )
    for words in (("config",), ("check",), ("status", "--json"), ("run", "--once"), ("doctor", "--offline")):
        result = newswatch(*words, cwd=tmp_path)
        assert result.returncode == 2
        assert found_in(result.stdout + result.stderr) == set()
        assert words[0] == "doctor" or told in result.stderr, result.stderr


@pytest.mark.parametrize("words", [("probe",), ("init", "--name", "A", "--kind", "xã", "--rule", "hue-3241", "--url")])
def test_a_login_in_an_address_on_the_command_line_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    """`probe` and `init` refuse an address with a login, and say how it is given instead."""
    result = newswatch(*words, f"http://u:{IN_CONFIG}@127.0.0.1:9/", cwd=tmp_path)
    assert result.returncode == 2
    assert "password_file" in result.stderr
    assert found_in(result.stdout + result.stderr) == set()


def test_a_heartbeat_in_a_file_that_all_can_read_is_refused(place: Place) -> None:
    """The address of the heartbeat is a secret, so that config.toml with one has to be closed to others; doctor says so, too."""
    (place.folder / "config.toml").chmod(0o644)
    assert "chmod o-r" in place.runs("status")
    assert "chmod o-r" in place.runs("doctor", "--offline")
    (place.folder / "config.toml").chmod(0o640)
    assert "chmod o-r" not in place.runs("config")


def test_nothing_shows_in_the_list_of_processes(place: Place) -> None:
    """Neither the daemon nor the process of its round has a secret among its words, and the daemon's log none either."""
    place.portal.fails("", "timeout", times=1)
    with DaemonProcess(place.folder / "config.toml") as daemon:
        daemon.reaches(lambda: bool(place.portal.requests), "request of the round")
        children = Path(f"/proc/{daemon.process.pid}/task/{daemon.process.pid}/children").read_text(encoding="ascii").split()
        ids = [str(daemon.process.pid), *children, *_of_threads(daemon.process.pid)]
        shown = "".join(
            Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ") for pid in ids if Path(f"/proc/{pid}").exists()
        )
        daemon.stops()
    assert "once_as_given" in shown
    assert found_in(shown + daemon.log) == set()


def _of_threads(pid: int) -> list[str]:
    return [child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text(encoding="ascii").split()]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_what_is_made_is_closed_to_others(place: Place, umask: int) -> None:
    """Database, log, locks, outbox, previews, fixtures and configurations are 0600, their folders 0700, whatever the umask. What is laid for other systems
    to read can be read."""
    text = (place.folder / "config.toml").read_text(encoding="utf-8").replace('host = "127.0.0.1"\n', "").replace('"n.db"', '"data/n.db"')
    place.writes(text)
    before = os.umask(umask)
    try:
        place.runs_all()
        with closing(sqlite3.connect(place.folder / "data" / "n.db")) as db:
            db.execute("UPDATE units SET stamp = stamp")
            db.commit()
            modes = {p.relative_to(place.folder): stat.S_IMODE(p.stat().st_mode) for p in place.folder.rglob("*")}
    finally:
        os.umask(before)
    assert modes.pop(Path("diem-unit.json")) == 0o644
    names = {path.name for path in modes}
    assert {"n.db", "n.db-wal", "n.db-lock", "outbox", "mails", "fixture", "new.toml", "data"} <= names
    assert {str(p): oct(mode) for p, mode in modes.items() if mode != (0o700 if (place.folder / p).is_dir() else 0o600)} == {}


def test_doctor_tells_what_is_open_to_others(place: Place) -> None:
    """What an earlier version, or a person, left open is told with the command that closes it, and left as it is."""
    place.runs("check")
    (place.folder / "n.db").chmod(0o644)
    told = place.runs("doctor", "--offline")
    assert f"chmod 600 '{place.folder / 'n.db'}'" in told
    assert stat.S_IMODE((place.folder / "n.db").stat().st_mode) == 0o644
    (place.folder / "n.db").chmod(0o600)
    assert "chmod" not in place.runs("doctor", "--offline")
