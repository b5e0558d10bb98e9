"""The head of a ledger stamped with the time by an authority made with openssl: kept, checked by its certificate alone, and never waited for."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import needs
import pytest
from command import newswatch
from ledgered import by_other_hands, verified
from office import Office
from portal import Portal
from tsa import StampAuthority

from newswatch.config import TsaSettings, load
from newswatch.core.record.ledger import Broken, Verified
from newswatch.errors import ConfigError, FetchError, ParseError
from newswatch.services import ledger, stamping
from newswatch.services.opening import open_as_it_is
from newswatch.services.round import Round
from newswatch.sources.http import timestamps


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[StampAuthority]:
    """An authority, up."""
    if not timestamps.is_there():
        needs.missing("needs the package rfc3161-client; pip install newswatch[tsa]")
    with StampAuthority(tmp_path / "tsa") as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, portal: Portal, authority: StampAuthority) -> Office:
    """An office that has stated its months, with the authority in its configuration."""
    office = Office(tmp_path, portal)
    office.par(1, "2026-10-03 08:00")
    office.polls("2026-11-02 09:00")
    office.states()
    names(office, authority.url, authority.root)
    return office


def names(office: Office, url: str, certificate: Path) -> None:
    """Names an authority in the configuration."""
    text = office.settings.path.read_text(encoding="utf-8").partition("[tsa]")[0]
    office.settings.path.write_text(f'{text}\n[tsa]\nurl = "{url}"\ncertificate = "{certificate}"\ntimeout_seconds = 2\n', encoding="utf-8")
    office.reads_settings()


def stamps(office: Office) -> stamping.Stamped:
    """Has the heads stamped."""
    with office.store() as store:
        return stamping.stamp(store, office.settings, office.settings.units, office.now)


def checked(office: Office) -> Verified:
    """What verifying finds, the stamps among it."""
    with open_as_it_is(office.settings) as store:
        return ledger.verify(store, None, office.settings.tsa)


def test_a_stamped_head_is_checked_without_asking_anybody(office: Office, authority: StampAuthority) -> None:
    """The stamp says when the head stood; it is checked by the root certificate while the authority is not asked."""
    before = datetime.now(UTC) - timedelta(seconds=5)
    assert stamps(office) == stamping.Stamped(1)
    asked = authority.asked
    found = checked(office)
    ((link, at),) = found.chains[0].stamps
    assert (found.whole, link, authority.asked) == (True, found.chains[0].links, asked)
    assert before <= at <= datetime.now(UTC) + timedelta(seconds=5)
    done = newswatch("verify", cwd=office.folder)
    assert f"1 dấu thời gian được xác nhận; dấu sau cùng: mắt xích {link}" in done.stdout
    assert json.loads(newswatch("verify", "--json", cwd=office.folder).stdout)["chains"][0]["stamps"]["held"][0]["link"] == link


def test_a_head_is_stamped_once_until_a_month_is_stated_anew(office: Office, authority: StampAuthority) -> None:
    """Twice in a row asks for nothing the second time; a revision is stamped again."""
    assert [stamps(office).heads, stamps(office).heads, authority.asked] == [1, 0, 1]
    office.par(2, "2026-10-05 08:00")
    office.polls("2026-11-03 09:00")
    office.states()
    assert stamps(office).heads == 1
    assert len(checked(office).chains[0].stamps) == 2


@pytest.mark.parametrize(
    ("answer", "said"),
    [((500, b""), "HTTP 500"), ((200, b"<html>"), "no time stamp that can be trusted"), ((200, b"x" * 70_000), "too large or too slow")],
)
def test_an_authority_that_gives_no_stamp_is_told(office: Office, authority: StampAuthority, answer: tuple[int, bytes], said: str) -> None:
    """What is no stamp is not kept, and what is wrong is said."""
    authority.answer = answer
    done = stamps(office)
    assert done.heads == 0
    assert said in done.trouble
    assert checked(office).chains[0].stamps == ()


def test_an_authority_that_is_away_delays_nothing(office: Office, authority: StampAuthority) -> None:
    """A round closes as ever, says that no head was stamped, and is well."""
    names(office, "http://127.0.0.1:9/", authority.root)
    office.at = "2026-11-20 09:00"
    said: list[str] = []
    assert Round(office.settings, office.now, Event(), said.append).walk()
    assert any(line.startswith("stamp: 0 heads stamped; the ledger's head was not stamped") for line in said)
    done = newswatch("stamp", cwd=office.folder)
    assert (done.returncode, done.stdout) == (3, "0 heads stamped\n")
    assert "does not answer" in done.stderr


def test_a_round_has_the_heads_stamped_when_it_has_closed(office: Office) -> None:
    """Once a day, with the closing."""
    office.at = "2026-11-20 09:00"
    said: list[str] = []
    assert Round(office.settings, office.now, Event(), said.append).walk()
    assert "stamp: 1 heads stamped" in said


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE stamps SET head = CASE substr(head, 1, 1) WHEN 'e' THEN 'f' ELSE 'e' END || substr(head, 2)",
        "UPDATE stamps SET link = link - 1",
    ],
)
def test_a_stamp_of_another_head_is_named(office: Office, change: str) -> None:
    """A stamp vouches for the head that it was asked for, at the link where it stood."""
    stamps(office)
    with by_other_hands(office.settings.database) as db:
        db.execute(change)
    assert [(f.what, f.table, f.row) for f in checked(office).chains[0].faults] == [(Broken.STAMP, "stamps", "1")]


def test_a_changed_stamp_is_named(office: Office) -> None:
    """Nor does a stamp hold of which a byte was changed."""
    stamps(office)
    with by_other_hands(office.settings.database) as db:
        ((answer,),) = db.execute("SELECT answer FROM stamps")
        db.execute("UPDATE stamps SET answer = ?", (answer[:-9] + bytes([answer[-9] ^ 1]) + answer[-8:],))
    assert [f.what for f in checked(office).chains[0].faults] == [Broken.STAMP]


def test_a_stamp_of_another_authority_is_not_taken(office: Office, tmp_path: Path) -> None:
    """Only the certificate that a person named vouches for stamps, old ones and new ones."""
    stamps(office)
    other = StampAuthority(tmp_path / "other")
    names(office, office.settings.tsa.url, other.root)
    assert [f.what for f in checked(office).chains[0].faults] == [Broken.STAMP]
    with pytest.raises(ParseError):
        timestamps.ask(office.settings.tsa, b"\x01" * 32)


def test_without_a_certificate_stamps_are_told_as_unchecked(office: Office) -> None:
    """What can't be checked is neither whole nor broken."""
    stamps(office)
    found = verified(office)
    assert (found.whole, found.chains[0].unchecked) == (True, 1)
    with pytest.raises(FetchError, match="does not answer"):
        timestamps.ask(TsaSettings("http://127.0.0.1:9/", office.settings.tsa.certificate, 1), b"\x01" * 32)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('url = "tsa.example"', "tsa.url: expected an address beginning with http"),
        ('url = "http://tsa.example/"', "tsa.certificate: is missing"),
        ('url = "http://tsa.example/"\ncertificate = "root.pem"', "root.pem is not there"),
        ('adress = "x"', "tsa.adress"),
    ],
)
def test_a_wrong_table_is_told(tmp_path: Path, portal: Portal, table: str, said: str) -> None:
    """Each fault of the table is told under its path."""
    office = Office(tmp_path, portal)
    with office.settings.path.open("a", encoding="utf-8") as file:
        file.write(f"\n[tsa]\n{table}\n")
    with pytest.raises(ConfigError, match=said.replace(".", r"\.")):
        load(office.settings.path)
