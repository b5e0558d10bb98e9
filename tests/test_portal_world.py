"""The test portal does what tests rely on."""

import json
import re

import pytest
import requests
from portal import DATE_FORMS, POISON_DATE, POISON_WORDS, PROFILE, Mischief, Portal, profile_toml
from selectolax.lexbor import LexborHTMLParser


def titles(portal: Portal, path: str = "") -> list[str]:
    """The titles on a listing page, read through PROFILE."""
    tree = LexborHTMLParser(requests.get(portal.listing_url + path, timeout=5).content)
    found = (entry.css_first(PROFILE.title) for entry in tree.css(PROFILE.entry))
    return [node.text() for node in found if node is not None]


def text_at(url: str, selector: str) -> str:
    """The text of the one node a selector finds on a page."""
    (node,) = LexborHTMLParser(requests.get(url, timeout=5).content).css(selector)
    return node.text(strip=True)


def test_listing_is_sorted_and_paged(portal: Portal) -> None:
    """Articles stand newest first by their date, ten a page; the first page past the end is 404, or the last one again."""
    for n in range(1, 13):
        portal.article(n, date=f"2026-03-{n:02} 08:00")
    portal.article(99, title="Đăng lùi ngày", date="2026-03-02 09:00")
    assert titles(portal) == [f"Tin số {n}" for n in range(12, 2, -1)]
    assert titles(portal, "trang-2.html") == ["Đăng lùi ngày", "Tin số 2", "Tin số 1"]
    assert requests.get(portal.listing_url + "trang-3.html", timeout=5).status_code == 404
    portal.past_end = "repeat"
    assert titles(portal, "trang-3.html") == titles(portal, "trang-2.html")


def test_a_pinned_article_stands_twice(portal: Portal) -> None:
    """A sticky article is on top of page one and again at its own place."""
    portal.article(1, date="2026-01-01")
    portal.article(2, date="2026-02-01")
    portal.pins(1)
    assert titles(portal) == ["Tin số 1", "Tin số 2", "Tin số 1"]


def test_changes_show_at_the_next_look(portal: Portal) -> None:
    """Retitling, redating, moving, rewriting and deleting change what is served; a moved article keeps its id and leaves a 404."""
    first = portal.article(1, title="Tên cũ")
    portal.retitles(1, "Tên mới")
    assert text_at(first, PROFILE.article_title) == "Tên mới"
    portal.redates(1, "2026-09-30 23:59")
    assert text_at(first, PROFILE.article_date) == "30/09/2026 23:59"
    portal.rewrites(1, "Lời khác.")
    assert "Lời khác." in text_at(first, PROFILE.article_body)
    portal.moves(1, "dia-chi-moi")
    assert requests.get(first, timeout=5).status_code == 404
    assert text_at(portal.url_of(1), PROFILE.article_title) == "Tên mới"
    assert portal.url_of(1).endswith("/tin/dia-chi-moi-1.html")
    portal.deletes(1)
    assert titles(portal) == []


@pytest.mark.parametrize(
    ("form", "shown"), [("nukeviet", "Thứ năm - 05/03/2026 08:00"), ("written", "ngày 5 tháng 3 năm 2026"), ("none", "")]
)
def test_dates_are_printed_as_chosen(portal: Portal, form: str, shown: str) -> None:
    """`date_form` decides how listing and article print the date."""
    portal.article(1)
    portal.date_form = DATE_FORMS[form]
    assert text_at(portal.listing_url, f"{PROFILE.entry} {PROFILE.date}") == shown
    assert text_at(portal.url_of(1), PROFILE.article_date) == shown


def test_feeds_hold_the_newest_articles(portal: Portal) -> None:
    """RSS, Atom and JSON Feed list the newest `feed_length` articles; RSS dates are local, with their zone."""
    for n in range(1, 12):
        portal.article(n, date=f"2026-03-{n:02} 08:00")
    portal.article(50, date=None)
    rss = requests.get(portal.feed_url, timeout=5).text
    assert re.findall(r"<pubDate>(.*?)</pubDate>", rss)[0] == "Wed, 11 Mar 2026 08:00:00 +0700"
    assert rss.count("<item>") == requests.get(portal.atom_url, timeout=5).text.count("<entry>") == 10
    portal.feed_length = 12
    items = json.loads(requests.get(portal.json_url, timeout=5).text)["items"]
    assert [i["id"] for i in items][-2:] == ["1", "50"]
    assert "date_published" not in items[-1]


@pytest.mark.parametrize(
    ("kind", "sent", "back"), [("etag", "ETag", "If-None-Match"), ("last-modified", "Last-Modified", "If-Modified-Since")]
)
def test_validators_hold_until_something_changes(portal: Portal, kind: str, sent: str, back: str) -> None:
    """A held validator is answered by 304 although counter and clock go on, and by 200 once the content differs."""
    portal.article(1)
    portal.validators = "etag" if kind == "etag" else "last-modified"
    for url in (portal.listing_url, portal.feed_url, portal.url_of(1)):
        held = {back: requests.get(url, timeout=5).headers[sent]}
        assert requests.get(url, headers=held, timeout=5).status_code == 304
        portal.retitles(1, f"Tên mới sau khi xem {url}")
        assert requests.get(url, headers=held, timeout=5).status_code == 200


def test_without_validators_every_page_differs(portal: Portal) -> None:
    """The visitor counter makes two answers for one unchanged page differ, and no validator is sent."""
    portal.validators = "none"
    one, two = (requests.get(portal.listing_url, timeout=5) for _ in range(2))
    assert one.content != two.content
    assert not {"ETag", "Last-Modified"} & set(one.headers)


def test_down_refuses_and_back_is_the_same_place(portal: Portal) -> None:
    """While down the portal refuses connections; it returns at the same port with the same content."""
    url = portal.article(1)
    portal.goes_down()
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=5)
    portal.comes_back()
    assert requests.get(url, timeout=5).status_code == 200


@pytest.mark.parametrize(
    ("mischief", "error"),
    [("timeout", requests.ReadTimeout), ("drop", requests.ConnectionError), ("truncate", requests.exceptions.ChunkedEncodingError)],
)
def test_mischief_reaches_the_client(portal: Portal, mischief: Mischief, error: type[Exception]) -> None:
    """Silence, a hung-up line and half an answer are what the client meets, as often as asked for and only where asked for."""
    portal.fails(r"^/rss$", mischief, times=1)
    assert requests.get(portal.listing_url, timeout=5).status_code == 200
    with pytest.raises(error):
        requests.get(portal.feed_url, timeout=0.2)
    assert requests.get(portal.feed_url, timeout=5).status_code == 200


def test_an_error_status_lasts_until_healed(portal: Portal) -> None:
    """Without `times` a fault stays until `heals`."""
    portal.fails("^/", 503)
    assert [requests.get(portal.feed_url, timeout=5).status_code for _ in range(3)] == [503] * 3
    portal.heals()
    assert requests.get(portal.feed_url, timeout=5).status_code == 200


def test_raw_answers_come_first(portal: Portal) -> None:
    """A raw answer replaces what would be at its path, with its own type, status and headers; robots.txt is missing until given."""
    assert requests.get(portal.base + "/robots.txt", timeout=5).status_code == 404
    portal.robots("User-agent: *\nDisallow: /tin/")
    assert "Disallow" in requests.get(portal.base + "/robots.txt", timeout=5).text
    portal.serves("/rss", "dời", "text/plain; charset=utf-8", 301, {"Location": "/atom"})
    moved = requests.get(portal.feed_url, timeout=5, allow_redirects=False)
    assert (moved.status_code, moved.headers["Location"], moved.text) == (301, "/atom", "dời")


def test_requests_are_kept(portal: Portal) -> None:
    """Each request is kept with method, path and headers, in order."""
    requests.head(portal.listing_url, headers={"User-Agent": "thử".encode()}, timeout=5)
    requests.get(portal.feed_url, timeout=5)
    assert [(r.method, r.path) for r in portal.requests] == [("HEAD", "/"), ("GET", "/rss")]
    assert portal.requests[1].headers["user-agent"].startswith("python-requests")
    assert portal.asked("rss") == ["/rss"]


def test_poison_lies_outside_the_profile(portal: Portal) -> None:
    """Every page carries PAR words and a wrong date, none of them inside what PROFILE reads of an article."""
    portal.article(1)
    url = portal.article(2)
    page = requests.get(url, timeout=5).text
    assert POISON_WORDS in page
    assert POISON_DATE in page
    tree = LexborHTMLParser(page)
    for selector in PROFILE.drop:
        for node in tree.css(selector):
            node.decompose()
    read = "".join(n.text() for s in (PROFILE.article_title, PROFILE.article_date, PROFILE.article_body) for n in tree.css(s))
    assert "hành chính" not in read
    assert POISON_DATE not in read
    assert 'entry = "div.danh-sach > div.tin"' in profile_toml()
