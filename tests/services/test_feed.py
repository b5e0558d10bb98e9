"""Scores for other systems: what goes out and when, files whole or not at all, POSTs signed and at least once, refusals told, nothing sent elsewhere."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from command import newswatch
from feeding import fed_to
from office import Office
from portal import Portal
from receiver import SECRET, Receiver

from newswatch.config import score_schema
from newswatch.core.model import Verdict
from newswatch.core.record.feeding import FeedWay
from newswatch.errors import ConfigError, InputError
from newswatch.services import deliver, doctor, ledger, moving, outbox, statements
from newswatch.services import round as round_
from newswatch.services.deliver import Delivered
from newswatch.services.feed import delivery
from newswatch.store import feeds, gaps
from newswatch.store.store import Store

DUE = "2026-11-02 08:00"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def office(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose October is short and about to be stated; nothing is fed yet."""
    monkeypatch.setenv("NEWSWATCH_FEED_SECRET", SECRET)
    office = Office(tmp_path, portal)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-11-02 06:30", since="2026-09-01")
    office.at = DUE
    return office


def delivers(office: Office, after: timedelta = timedelta(0)) -> Delivered:
    with office.store() as store:
        return deliver.run(store, office.settings, lambda: office.now() + after)


def rows(office: Office, *, everything: bool = True) -> list[dict[str, Any]]:
    with office.store() as store:
        return feeds.listed(store, everything=everything)


def states(office: Office) -> list[str]:
    return [row["state"] for row in rows(office)]


def changes(office: Office) -> None:
    """A person rules an item out, so that October is stated anew."""
    office.decides(1, verdict=Verdict.OTHER)
    assert office.states()


# ---- when something goes out


def test_a_stated_month_goes_out_once(office: Office, receiver: Receiver) -> None:
    """What is stated is kept to be delivered, for the file and the address; delivered, nothing more goes out until a result changes."""
    fed_to(office, path="ra/{unit}-{year}.json", url=receiver.url)
    (office.folder / "ra").mkdir()
    office.states()
    assert [(row["way"], row["state"], row["year"]) for row in rows(office)] == [("file", "queued", 2026), ("post", "queued", 2026)]
    assert delivers(office).fed == delivery.Fed(sent=2)
    assert (delivers(office).fed, office.states(), len(receiver.posts)) == (delivery.Fed(), [], 1)
    changes(office)
    assert delivers(office).fed.sent == 2
    first, second = receiver.posts
    assert (json.loads(first.body)["months"][9]["counted"], json.loads(second.body)["months"][9]["counted"]) == (3, 2)
    assert first.key != second.key
    assert json.loads((office.folder / "ra" / "unit-2026.json").read_bytes()) == json.loads(second.body)


def test_what_goes_out_is_the_score_as_json(office: Office, receiver: Receiver) -> None:
    """The body is what `score --json` prints of the year at that moment, held to its schema, in UTF-8."""
    import jsonschema

    fed_to(office, url=receiver.url)
    office.states()
    delivers(office)
    (post,) = receiver.posts
    assert post.headers["content-type"] == "application/json; charset=utf-8"
    told = json.loads(post.body)
    jsonschema.validate(told, json.loads(score_schema()))
    assert (told["unit"], told["year"], told["as_of"]) == ("unit", 2026, "2026-11-02T01:00:00+00:00")


def test_who_is_named_later_gets_what_stands(office: Office, receiver: Receiver) -> None:
    """A target that is new to the settings gets the year as it stands, though nothing was stated anew; another year is not repeated."""
    office.states()
    assert rows(office) == []
    fed_to(office, url=receiver.url)
    with office.store() as store:
        assert statements.unstated(store, office.settings, office.settings.units, office.now()) == office.settings.units
        statements.restate(store, office.settings, office.unit, office.now())
        assert statements.unstated(store, office.settings, office.settings.units, office.now()) == ()
    delivers(office)
    assert len(receiver.posts) == 1


def test_the_intent_commits_with_its_statement(office: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """If what is to go out can't be kept, nothing is stated."""
    fed_to(office, url=receiver.url)

    def fails(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(feeds, "add", fails)
    with pytest.raises(OSError, match="no room"):
        office.states()
    with office.store() as store:
        assert store.rows("SELECT 1 FROM statements") == []


# ---- files


def test_a_file_is_laid_whole_for_others_to_read(office: Office) -> None:
    """It is written beside its place and renamed; whatever the umask, every account may read it, or as that of the file in its place says."""
    fed_to(office, path="diem.json")
    office.states()
    before = os.umask(0o077)
    try:
        delivers(office)
    finally:
        os.umask(before)
    path = office.folder / "diem.json"
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(0o640)
    changes(office)
    delivers(office)
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in office.folder.glob("diem*")) == ["diem.json"]


def test_a_folder_that_is_not_there_is_waited_for(office: Office) -> None:
    """Nothing is made in its place, since it may be a disk that is not mounted; once it is there, the file is written."""
    fed_to(office, path="ra/diem.json")
    office.states()
    done = delivers(office).fed
    assert (done.sent, done.put_off) == (0, 1)
    assert "there is no such folder" in done.trouble[0]
    (office.folder / "ra").mkdir()
    assert delivers(office).fed == delivery.Fed()
    assert delivers(office, timedelta(minutes=5)).fed.sent == 1


def test_a_link_at_its_place_is_replaced_not_followed(office: Office) -> None:
    """What a symbolic link in its place names stays as it is, and so does what one in the place of the unfinished file names."""
    aside = office.folder / "khac.txt"
    aside.write_text("giữ nguyên", encoding="utf-8")
    for name in ("diem.json", "diem.json.part"):
        (office.folder / name).symlink_to(aside)
    fed_to(office, path="diem.json")
    office.states()
    assert delivers(office).fed.sent == 1
    assert aside.read_text(encoding="utf-8") == "giữ nguyên"
    assert not (office.folder / "diem.json").is_symlink()


# ---- POST


def test_a_post_is_signed_over_its_time_and_body(office: Office, receiver: Receiver) -> None:
    """The receiver checks it with the secret alone; each try is signed at its own time under the same key, and numbered."""
    receiver.answers = [(500, {}, b"")]
    fed_to(office, url=receiver.url)
    office.states()
    delivers(office)
    delivers(office, timedelta(hours=1))
    first, second = receiver.posts
    assert first.is_signed
    assert second.is_signed
    assert (first.body, first.key, first.headers["newswatch-delivery"]) == (second.body, second.key, second.headers["newswatch-delivery"])
    assert first.headers["newswatch-signature"] != second.headers["newswatch-signature"]
    assert first.key.startswith("newswatch-")
    assert SECRET not in str(first.headers)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_ends_it(office: Office, receiver: Receiver, status: int) -> None:
    """Whatever stands in the body."""
    receiver.usual = (status, {}, b"" if status == 204 else "nhận rồi".encode())
    fed_to(office, url=receiver.url)
    office.states()
    assert delivers(office).fed == delivery.Fed(sent=1)
    assert [(row["state"], row["answer"]) for row in rows(office)] == [("sent", f"HTTP {status}")]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_what_may_pass_is_tried_later_and_later(office: Office, receiver: Receiver, status: int) -> None:
    """After 5, 10, 20 minutes and so on, at last every 4 hours; the status and the receiver's words are kept."""
    receiver.answers = [(status, {}, "bận".encode())] * 3
    fed_to(office, url=receiver.url)
    office.states()
    at = timedelta(0)
    for minutes in (5, 10, 20):
        assert delivers(office, at).fed.put_off == 1
        assert delivers(office, at + timedelta(minutes=minutes, seconds=-1)).fed == delivery.Fed()
        at += timedelta(minutes=minutes)
    assert f"answered HTTP {status} (bận); it is tried again" in rows(office)[0]["answer"]
    assert delivers(office, at).fed.sent == 1
    assert delivery.wait(50) == timedelta(hours=4)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 413, 422])
def test_what_is_refused_is_told_and_not_repeated(office: Office, receiver: Receiver, status: int) -> None:
    """The keeper hears of it from deliver, doctor and status; a person tries it again."""
    receiver.answers = [(status, {}, b"wrong")]
    fed_to(office, url=receiver.url)
    office.states()
    done = delivers(office).fed
    assert (done.failed, done.trouble) == (1, (f"f1: {receiver.url}: refused it: HTTP {status} (wrong)",))
    assert delivers(office, timedelta(days=3)).fed == delivery.Fed()
    findings = {f.about: f for f in doctor.run(office.settings.path, office.now, offline=True).findings}
    assert findings["chuyển kết quả"].health is doctor.Health.BAD
    assert f"từ chối: HTTP {status} (wrong)" in findings["chuyển kết quả"].found
    with office.store() as store:
        assert outbox.retry_fed(store, 1, office.now()) == 1
    assert delivers(office).fed.sent == 1
    assert receiver.posts[0].key == receiver.posts[1].key


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused(office: Office, receiver: Receiver, status: int) -> None:
    """The body goes to no other address, be it on the same host; where it leads is told."""
    with Receiver() as other:
        receiver.usual = (status, {"Location": other.url}, b"")
        fed_to(office, url=receiver.url)
        office.states()
        done = delivers(office).fed
        assert other.posts == []
    assert done.failed == 1
    assert f"redirects to another address ({other.url})" in done.trouble[0]


def test_a_public_name_that_leads_inside_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection is made to an inner address that config.toml does not name."""
    from newswatch.network import dial

    found = [(2, 1, 6, "", ("10.1.2.3", 80))]
    monkeypatch.setattr(dial, "_resolved", lambda *_: found)
    fed_to(office, url="http://so-lieu.hue.gov.vn/diem")
    office.states()
    done = delivers(office).fed
    assert done.put_off == 1
    assert "10.1.2.3" in done.trouble[0]
    assert "nothing was asked of it" in done.trouble[0]


def test_a_slow_or_endless_answer_ends_in_bounds(office: Office, receiver: Receiver) -> None:
    """Of what a receiver says only the beginning is read: its status counts, however long the rest is."""
    receiver.usual = (200, {"Content-Length": "900000000"}, b"x" * 500_000)
    fed_to(office, url=receiver.url, timeout_seconds=1)
    office.states()
    assert delivers(office).fed.sent == 1
    receiver.usual = (400, {}, b"y" * 300_000)
    changes(office)
    done = delivers(office).fed
    assert done.failed == 1
    assert len(done.trouble[0]) < 400


def test_nobody_there_holds_all_that_goes_there(office: Office, receiver: Receiver) -> None:
    """What waits for the same target waits too, tried once a time; once it answers, all of it goes, the older first."""
    fed_to(office, url=receiver.url, timeout_seconds=1)
    receiver.answers = [(503, {}, b"")]
    office.states()
    delivers(office)
    changes(office)
    assert delivers(office).fed.sent == 0, "the newer one does not overtake the older"
    assert delivers(office, timedelta(hours=5)).fed.sent == 2
    counts = [json.loads(post.body)["months"][9]["counted"] for post in receiver.posts]
    assert counts == [3, 3, 2]


def test_without_a_secret_nothing_is_posted(office: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits, and doctor says what to do; the file named as secret_file is read when it is there, and refused if everybody may read it."""
    monkeypatch.delenv("NEWSWATCH_FEED_SECRET")
    fed_to(office, url=receiver.url, secret_file="bi-mat")
    office.states()
    assert "bi-mat: the secret of the feed can't be read from it" in delivers(office).fed.trouble[0]
    fed_to(office, url=receiver.url)
    assert "there is no secret to sign it with" in delivers(office, timedelta(hours=1)).fed.trouble[0]
    about = [f for f in doctor.run(office.settings.path, office.now, offline=True).findings if f.about == "chuyển kết quả"]
    assert [f.health for f in about] == [doctor.Health.WARN, doctor.Health.WARN]
    secret = office.folder / "bi-mat"
    secret.write_text(SECRET + "\n", encoding="utf-8")
    fed_to(office, url=receiver.url, secret_file="bi-mat")
    secret.chmod(0o644)
    assert "can be read there by every account" in delivers(office, timedelta(hours=9)).fed.trouble[0]
    secret.chmod(0o600)
    assert delivers(office, timedelta(days=1)).fed.sent == 1
    assert receiver.posts[0].is_signed


def test_a_netrc_gives_no_receiver_anything(office: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A login that other programs have for the host is not sent."""
    netrc = office.folder / "netrc"
    netrc.write_text("machine 127.0.0.1 login ai password Mat-khau-9\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    fed_to(office, url=receiver.url)
    office.states()
    delivers(office)
    assert "authorization" not in receiver.posts[0].headers


def test_nothing_goes_to_who_is_named_no_more(office: Office, receiver: Receiver) -> None:
    """What waits for an address that was taken out of the settings is not sent there, and told."""
    fed_to(office, url=receiver.url)
    office.states()
    with Receiver() as other:
        fed_to(office, url=other.url)
        assert "is named in [feed] no more" in delivers(office).fed.trouble[0]
        office.states()
        delivers(office)
        assert (len(receiver.posts), len(other.posts)) == (0, 1)


# ---- what people do, and what is kept


def test_what_was_overtaken_is_not_sent_late(office: Office, receiver: Receiver) -> None:
    """A refused result after which a newer one was delivered can't be tried again, so that no receiver is set back; it can be called off."""
    receiver.answers = [(422, {}, b"")]
    fed_to(office, url=receiver.url)
    office.states()
    delivers(office)
    changes(office)
    assert delivers(office).fed.sent == 1
    with office.store() as store:
        assert outbox.retry_fed(store, None, office.now()) == 0
        with pytest.raises(InputError, match="f1 can't be tried again: a newer result was delivered"):
            outbox.retry_fed(store, 1, office.now())
        outbox.cancel_fed(store, 1, office.now())
        with pytest.raises(InputError, match="f2 can't be cancelled: it is sent"):
            outbox.cancel_fed(store, 2, office.now())
        with pytest.raises(InputError, match="nothing of the feed has the number f9"):
            outbox.cancel_fed(store, 9, office.now())
    assert states(office) == ["cancelled", "sent"]


def test_each_delivery_enters_the_ledger(office: Office, receiver: Receiver) -> None:
    """One link when it was delivered, none before; what was delivered can't be changed unseen, nor at all by newswatch."""
    fed_to(office, path="diem.json", url=receiver.url)
    office.states()
    links = "SELECT count(*) AS n FROM ledger WHERE kind = 'feeds'"
    with office.store() as store:
        assert store.rows(links)[0]["n"] == 0
    delivers(office)
    with office.store() as store:
        assert store.rows(links)[0]["n"] == 2
        assert ledger.verify(store).whole
        _rewrite(store, "UPDATE feeds SET body = x'00' WHERE way = 'post'")
        faults = ledger.verify(store).all_faults
    assert [(fault.what, fault.table, fault.says) for fault in faults] == [("changed", "feeds", f"post {receiver.url}")]


def _rewrite(store: Store, sql: str) -> None:
    with pytest.raises(Exception, match=r"stays delivered|never rewritten"), store.writing():
        store.run_sql(sql)
    for name in ("feeds_sent_is_final", "feeds_not_rewritten"):
        store.connection.execute(f"DROP TRIGGER {name}")
    store.connection.execute(sql)


def test_a_restored_database_posts_nothing_by_itself(office: Office, receiver: Receiver) -> None:
    """What waited when the backup was made, and what tells of months that had ended by then, may have been posted since: it is held until a person settles
    it, and told. A month that ended later goes out."""
    office.closes_log("2026-10", none_aired=True)
    fed_to(office, path="diem.json", url=receiver.url)
    office.states()
    with office.store() as store, store.writing():
        gaps.begin(store, office.now(), office.now() + timedelta(days=1))
    changes(office)
    assert [(row["way"], row["state"], row["in_doubt"]) for row in rows(office)] == [
        ("file", "failed", 1),
        ("post", "failed", 1),
        ("file", "queued", 0),
        ("post", "failed", 1),
    ]
    assert (delivers(office).fed.sent, receiver.posts) == (1, [])
    found = next(f for f in doctor.run(office.settings.path, office.now, offline=True).findings if f.about == "chuyển kết quả")
    assert "giữ lại vì có thể đã gửi" in found.found
    with office.store() as store:
        assert outbox.retry_fed(store, None, office.now()) == 0
        assert outbox.retry_fed(store, 4, office.now()) == 1
    assert delivers(office).fed.sent == 1
    office.polls("2026-11-20 06:30")
    office.states()
    delivers(office)
    office.polls("2026-12-02 06:30")
    office.closes_log("2026-11", none_aired=True)
    assert [str(revision.month.month) for revision in office.states()] == ["2026-11"]
    assert delivers(office).fed.sent == 2


def test_a_unit_that_is_handed_over_takes_its_feed_along(office: Office, receiver: Receiver, tmp_path: Path) -> None:
    """Its chain stays whole with what was delivered, and what waited may have been posted from there since."""
    receiver.answers = [(204, {}, b""), (503, {}, b"")]
    fed_to(office, url=receiver.url)
    office.states()
    delivers(office)
    changes(office)
    delivers(office)
    target = tmp_path / "lich-su.zip"
    with office.store() as store:
        moving.export(store, office.unit, target, office.now())
    with Store.open(tmp_path / "moi.db") as store:
        moving.take_in(store, target, office.now())
        assert ledger.verify(store).whole
        assert [(row["state"], row["in_doubt"]) for row in feeds.listed(store, everything=True)] == [("sent", 0), ("failed", 1)]


def test_the_command_line_names_scores_by_an_f(office: Office, receiver: Receiver) -> None:
    """`outbox list` shows them beside mails, `retry fN` and `cancel fN` take them, `status` and `deliver` tell of them."""
    receiver.usual = (422, {}, b"")
    fed_to(office, url=receiver.url)
    office.states()

    def run(*words: str) -> Any:
        return newswatch(*words, cwd=office.folder)

    told = run("deliver")
    assert (told.returncode, "0 scores delivered to other systems, 0 put off, 1 refused for good" in told.stdout) == (4, True)
    (row,) = json.loads(run("outbox", "list", "--json").stdout)
    assert (row["id"], row["kind"], row["address"], row["state"]) == ("f1", "feed_post", receiver.url, "failed")
    assert "Kết quả năm 2026, gửi hệ thống khác" in run("outbox", "list").stdout
    assert "Kết quả chuyển cho hệ thống khác: 1 kết quả bị từ chối" in run("status").stdout
    assert run("outbox", "retry", "f1").stdout == "1 scores are due now; `newswatch deliver` sends them\n"
    assert json.loads(run("deliver", "--json").stdout)["feed"]["failed"] == 1
    assert run("outbox", "retry").stdout == "1 scores are due now; `newswatch deliver` sends them\n"
    assert run("outbox", "cancel", "f1").stdout == "score f1 is cancelled\n"
    assert run("outbox", "cancel", "f7").returncode == 2
    assert run("outbox", "cancel", "x7").returncode == 2
    assert run("outbox", "retry", "f1", "--to", "a@xa.example").returncode == 2


def test_the_score_is_printed_for_tables_and_systems(office: Office) -> None:
    """`score --csv` prints the year as a table of twelve months, `--json` the same; both at once is a fault of usage."""
    office.states()
    told = newswatch("score", "--year", "2026", "--csv", cwd=office.folder).stdout
    assert told.removeprefix("\ufeff").startswith("unit;criterion;year;")
    assert (len(told.splitlines()), told.count(";2026-10;")) == (13, 1)
    assert json.loads(newswatch("score", "--year", "2026", "--json", cwd=office.folder).stdout)["months"][9]["counted"] == 3
    assert newswatch("score", "--json", "--csv", cwd=office.folder).returncode == 2


def test_the_daemon_s_round_delivers_it(office: Office, receiver: Receiver) -> None:
    """A score that is due is something to do, and a round says what became of it."""
    fed_to(office, url=receiver.url)
    office.states()
    said: list[str] = []
    assert round_.owed(office.settings, office.now()).mail_at == office.now()
    with office.store() as store:
        round_.Round(office.settings, office.now, Event(), said.append)._deliver(store)
    assert said == ["feed: 1 scores delivered"]
    assert round_.owed(office.settings, office.now()).mail_at is None


def test_a_file_of_the_newest_year_alone(office: Office) -> None:
    """A path without {year} has the newest year of which a month ended; with it each open year has its own."""
    fed_to(office, path="{unit}.json")
    office.polls("2027-01-04 06:30")
    office.states()
    assert [row["year"] for row in rows(office)] == [2026]
    fed_to(office, path="{unit}-{year}.json")
    office.par(9, "2027-01-06 08:00")
    office.polls("2027-02-02 06:30")
    office.states()
    assert sorted(Path(row["target"]).name for row in rows(office) if row["way"] == FeedWay.FILE) == [
        "unit-2026.json",
        "unit-2027.json",
        "unit.json",
    ]


# ---- the settings


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"url": "ftp://a.example/x"}, "feed.url: expected an address beginning with http:// or https://"),
        ({"url": "https://ai:mat@a.example/x"}, "feed.url: carries a login"),
        ({"url": "https://a.example/x?token=abcdef"}, "feed.url: carries a secret"),
        ({"url": "https://a.example/x", "secret": "abc"}, "feed.secret: a secret is never written here"),
        ({"path": "a/{nam}.json"}, "feed.path: expected no other braces"),
        ({"path": "a/{unit}}.json"}, "feed.path: expected no other braces"),
        ({"path": "a/"}, "feed.path: expected the name of a file"),
        ({"path": "."}, "feed.path: expected the name of a file"),
        ({"path": "inbox/diem.json"}, "lies in the inbox"),
        ({"paht": "a"}, "feed.paht: unknown key, did you mean 'path'?"),
    ],
)
def test_wrong_settings_are_told(office: Office, keys: dict[str, str], fault: str) -> None:
    """Each with its key, and no secret in the message."""
    with pytest.raises(ConfigError) as caught:
        fed_to(office, **keys)
    assert fault in str(caught.value)
    assert "mat@" not in str(caught.value)
    assert "abc" not in str(caught.value)


def test_several_units_have_files_of_their_own(office: Office) -> None:
    """A path without {unit} is refused where several units would write it."""
    text = office.settings.path.read_text(encoding="utf-8")
    unit = text.partition("[[units]]")[2].replace('id = "unit"', 'id = "hai"', 1)
    office.settings.path.write_text(f"{text}\n[[units]]{unit}", encoding="utf-8")
    with pytest.raises(ConfigError, match="2 units would write one file"):
        fed_to(office, path="diem.json")
