"""What is kept for later: the answers of servers, the list that first named an item, the origin decided, one poll of a source a run."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import portal_pages
import pytest
from office import FEED, LISTING, PAR_BODY, Office
from portal import Portal

from newswatch.core.model import Origin
from newswatch.core.polling.records import Poll, PollOutcome
from newswatch.store import captures, polls, units

BODY = "Ủy ban nhân dân xã kiểm tra công tác cải cách hành chính tại bộ phận một cửa.\nHồ sơ được trả đúng hẹn."
CREDIT = "\nTheo Báo Thừa Thiên Huế"


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose portal has three articles, two on the first page of its list."""
    office = Office(tmp_path, portal)
    for n in (1, 2, 3):
        office.par(n, f"2026-11-{n + 1:02d} 08:00")
    return office


def rows(office: Office, sql: str, *params: object) -> list[dict[str, Any]]:
    """The rows of a query."""
    with office.store() as store:
        return store.rows(sql, *params)


def cited(office: Office, part: str) -> list[dict[str, Any]]:
    """The answers that the observations of an item cite, oldest first."""
    sql = "SELECT a.* FROM observations o JOIN answers a ON a.id = o.answer AND a.sha256 = o.capture WHERE o.item_id = ? ORDER BY o.id"
    return rows(office, sql, office.item(part).id)


def fixed(office: Office, path: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
    """Serves an article's page as it is, without counter and clock."""
    office.portal.serves(path, body, headers=headers)


def path_of(office: Office, post: int) -> str:
    return office.portal.url_of(post).removeprefix(office.portal.base)


def test_an_answer_is_kept_with_all_that_was_said(office: Office) -> None:
    """An article reached over a redirect is kept with both addresses, the status, the server's headers and the time it was received."""
    named, moved = path_of(office, 1), "/luu/bai-1.html"
    fixed(office, moved, article(), {"X-Served-By": "lb-2", "Last-Modified": "Mon, 02 Nov 2026 01:00:00 GMT"})
    office.portal.serves(named, b"", status=302, headers={"Location": moved})
    office.polls("2026-11-05 06:30")
    (answer,) = cited(office, "Xã 1 ")
    assert (answer["url"], answer["final_url"]) == (office.portal.base + named, office.portal.base + moved)
    assert (answer["status"], answer["content_type"]) == (200, "text/html; charset=utf-8")
    assert answer["fetched_at"] == "2026-11-04T23:30:00+00:00"
    headers = {name.lower(): value for name, value in json.loads(answer["headers"])}
    assert (headers["x-served-by"], headers["last-modified"]) == ("lb-2", "Mon, 02 Nov 2026 01:00:00 GMT")


def article() -> bytes:
    """The page of an article with a fixed text."""
    return portal_pages.article(portal_pages.Post(1, "Xã 1 cải cách hành chính", None, BODY, "Tin tức", "xa-1"), [], "").encode()


def test_one_body_at_two_addresses_is_kept_once_and_answered_twice(office: Office) -> None:
    """Two addresses that serve the same bytes share the body; each has its own answer, and each item's page is read as that of its own address."""
    for post in (1, 2):
        fixed(office, path_of(office, post), article())
    office.polls("2026-11-05 06:30")
    first, second = cited(office, "Xã 1 ")[0], cited(office, "Xã 2 ")[0]
    assert first["sha256"] == second["sha256"]
    assert [first["url"], second["url"]] == [office.portal.url_of(1), office.portal.url_of(2)]
    with office.store() as store:
        behind = [captures.behind(store, office.item(part).id) for part in ("Xã 1 ", "Xã 2 ")]
    assert [page and page.url for page in behind] == [office.portal.url_of(1), office.portal.url_of(2)]


def test_the_same_body_at_another_time_is_another_answer(office: Office) -> None:
    """A page that is unchanged when it is cited again is not kept twice; that it was still there, and when, is."""
    fixed(office, path_of(office, 1), article())
    office.polls("2026-11-05 06:30")
    office.portal.redates(1, "2026-11-03 09:00")
    office.polls("2026-11-06 06:30")
    answers = cited(office, "Xã 1 ")
    assert [answer["fetched_at"] for answer in answers] == ["2026-11-04T23:30:00+00:00", "2026-11-05T23:30:00+00:00"]
    assert len({answer["sha256"] for answer in answers}) == 1


def namings(office: Office) -> dict[str, str]:
    """The path of the page that first named each item, by the item's title; its body names the item."""
    sql = """SELECT o.title, a.url, c.body FROM namings n JOIN answers a ON a.id = n.answer JOIN captures c USING (sha256)
             JOIN observations o ON o.item_id = n.item_id GROUP BY n.item_id"""
    found = rows(office, sql)
    assert all(row["title"][:5] in gzip.decompress(row["body"]).decode() for row in found)
    return {row["title"][:4]: row["url"].removeprefix(office.portal.base) for row in found}


def test_the_list_that_first_named_an_item_is_kept(office: Office) -> None:
    """Each item has the page of the list that named it first, as it was received; where it stands later changes nothing."""
    office.polls("2026-11-05 06:30", since="2026-11-01")
    assert namings(office) == {"Xã 3": "/", "Xã 2": "/", "Xã 1": "/trang-2.html"}
    kept = rows(office, "SELECT * FROM namings ORDER BY item_id")
    office.par(4, "2026-11-06 08:00")
    office.portal.redates(1, "2026-11-07 08:00")
    office.polls("2026-11-08 06:30")
    assert namings(office)["Xã 4"] == "/"
    assert rows(office, "SELECT * FROM namings ORDER BY item_id")[:3] == kept
    one_page = "SELECT count(DISTINCT answer) AS pages, count(*) AS items FROM namings"
    assert rows(office, one_page) == [{"pages": 3, "items": 4}]


def test_of_two_sources_the_first_to_name_an_item_is_kept(tmp_path: Path, portal: Portal) -> None:
    """An item that the feed named first, and the list later, is kept with the feed's page."""
    office = Office(tmp_path, portal, FEED, LISTING)
    office.par(1, "2026-11-02 08:00")
    office.polls("2026-11-05 06:30")
    assert namings(office) == {"Xã 1": "/rss"}


def origin(office: Office) -> tuple[Origin, bool]:
    """The origin of the first article, and whether a sign of it is on record."""
    item = office.item("Xã 1 ")
    found = rows(office, "SELECT sign FROM origins WHERE item_id = ?", item.id)
    return item.origin, bool(found and found[0]["sign"])


@pytest.mark.parametrize(
    ("before", "after", "decided"),
    [(BODY, BODY + CREDIT, (Origin.OWN, False)), (BODY + CREDIT, BODY, (Origin.REPOST, True))],
    ids=["credited later", "credit taken away"],
)
def test_the_origin_is_decided_once(office: Office, before: str, after: str, decided: tuple[Origin, bool]) -> None:
    """What an article showed when it was first read stands, though a credit is added or taken away later; a person may settle it."""
    office.par(1, "2026-11-02 08:00", body=before)
    office.polls("2026-11-05 06:30", since="2026-11-01")
    assert origin(office) == decided
    office.portal.rewrites(1, after)
    office.portal.retitles(1, "Xã 1 đẩy mạnh cải cách hành chính, có sửa")
    office.polls("2026-11-06 06:30", since="2026-11-01")
    assert office.item("Xã 1 ").text == after
    assert origin(office) == decided
    office.decides(office.item("Xã 1 ").id, origin=Origin.RELAY)
    assert origin(office)[0] is Origin.RELAY


def test_the_origin_does_not_move_with_the_rules_for_signs(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version that reads signs otherwise changes the origin of no article stored before, though it reads the article again."""
    office.polls("2026-11-05 06:30", since="2026-11-01")
    monkeypatch.setattr("newswatch.services.poll.made.repost_sign", lambda *_: "mọi bài")
    office.portal.rewrites(1, PAR_BODY.format(n=1) + " Có sửa.")
    office.portal.retitles(1, "Xã 1 đẩy mạnh cải cách hành chính, có sửa")
    office.par(5, "2026-11-05 08:00")
    office.polls("2026-11-06 06:30", since="2026-11-01")
    assert [(item.title[:4], item.origin) for item in office.items()] == [
        ("Xã 3", Origin.OWN),
        ("Xã 2", Origin.OWN),
        ("Xã 1", Origin.OWN),
        ("Xã 5", Origin.REPOST),
    ]


def test_an_unread_article_gets_its_origin_when_it_is_read(office: Office) -> None:
    """Of an article that could not be opened nothing is decided; once it is read, its credit makes it a repost."""
    office.par(1, "2026-11-02 08:00", body=BODY + CREDIT)
    office.portal.fails(r"/tin/.*-1\.html", 503)
    office.polls("2026-11-05 06:30", since="2026-11-01")
    assert origin(office) == (Origin.OWN, False)
    office.portal.heals()
    office.polls("2026-11-06 06:30", since="2026-11-01")
    assert origin(office) == (Origin.REPOST, True)


def test_a_digest_is_a_repost_by_its_title(office: Office) -> None:
    """A press digest that could not be opened waits for a person as a repost, and does not count by its title."""
    office.portal.article(
        9, title="Điểm báo: xã rút ngắn thủ tục hành chính tại bộ phận một cửa, cải cách hành chính", date="2026-11-04 08:00"
    )
    office.portal.fails(r"/tin/.*-9\.html", 404)
    office.polls("2026-11-05 06:30", since="2026-11-01")
    item = office.item("Điểm báo")
    assert (item.whole, item.origin) == (False, Origin.REPOST)
    assert office.counted() == {"2026-11": 3}
    assert office.month("2026-11").awaiting == 1


def test_a_poll_recorded_twice_stays_one(office: Office) -> None:
    """A second poll of a source in one run, though it says otherwise, changes neither poll nor items nor stamp; another source's is its own."""
    with office.store() as store, store.run("check", office.now) as run:
        unit, source = units.unit_row(store, office.unit), units.source_row(store, office.unit, office.unit.sources[0])
        good = Poll(office.now(), PollOutcome.OK, reach=office.now(), pages=1, entries=2)
        assert polls.record(store, run.id, unit, source, good) == (0, 0)
        before = [store.rows(f"SELECT * FROM {table}") for table in ("units", "fetches", "items", "observations")]
        again = replace(good, outcome=PollOutcome.FAILED, error="HTTP 500", reach=None, gone=("xa#1",))
        assert polls.record(store, run.id, unit, source, again) == (0, 0)
        assert [store.rows(f"SELECT * FROM {table}") for table in ("units", "fetches", "items", "observations")] == before
    with office.store() as store, store.run("check", office.now) as run:
        polls.record(store, run.id, unit, source, again)
        assert [row["outcome"] for row in store.rows("SELECT outcome FROM fetches")] == ["ok", "failed"]
