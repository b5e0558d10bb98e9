"""A site's sitemaps as second witnesses: every address known proves the days from the first article to the last."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from arranged import Arranged
from office import LISTING, Office
from portal_pages import Post

from newswatch.core.polling.proof import Gap, Proof, Walk
from newswatch.core.polling.records import PollOutcome
from newswatch.services.check import Polled
from newswatch.services.poll import addresses
from newswatch.services.starter import Answers, start

MAP = 'id = "map"\nkind = "sitemap"\nurl = "{portal.base}/sitemap.xml"'
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@pytest.fixture
def portal() -> Iterator[Arranged]:
    """A portal whose one-page list stands in no order."""
    with Arranged() as running:
        running.arrange = mixed
        yield running


@pytest.fixture
def office(tmp_path: Path, portal: Arranged) -> Office:
    """An office that watches the list and the sitemap."""
    return filled(Office(tmp_path, portal, LISTING, MAP))


def filled(office: Office) -> Office:
    days = ["2026-08-20", "2026-09-03", "2026-09-10", "2026-09-17", "2026-10-05", "2026-10-20", "2026-11-02"]
    for n, day in enumerate(days, start=1):
        office.par(n, f"{day} 08:00")
    office.portal.per_page = 100
    names(office, *range(1, 8))
    return office


def mixed(posts: list[Post]) -> list[Post]:
    """Posts in no order: the oldest, the newest, the second oldest, and so on."""
    return [posts.pop(-1 if n % 2 == 0 else 0) for n in range(len(posts))]


def urlset(*addresses: str) -> str:
    return f"<urlset {NS}>{''.join(f'<url><loc>{a}</loc><lastmod>2026-11-19</lastmod></url>' for a in addresses)}</urlset>"


def index(*addresses: str) -> str:
    return f"<sitemapindex {NS}>{''.join(f'<sitemap><loc>{a}</loc></sitemap>' for a in addresses)}</sitemapindex>"


def names(office: Office, *posts: int, path: str = "/sitemap.xml", more: tuple[str, ...] = ()) -> None:
    """Serves a sitemap of the home page, some articles and further addresses."""
    office.portal.serves(path, urlset(f"{office.portal.base}/", *map(office.portal.url_of, posts), *more), "application/xml")


def last(office: Office, at: str = "2026-11-20 09:00") -> Polled:
    """The poll of the sitemap in a check."""
    return next(p for p in office.polls(at).polled if p.source == "map")


def proof(polled: Polled) -> Proof:
    assert polled.poll.proof is not None
    return polled.poll.proof


def test_every_address_known_proves_the_days(office: Office) -> None:
    """The list's order is unknown, yet every day is proved up to the last article that the sitemap names: later ones wait for the next."""
    found = proof(last(office))
    assert (found.walk, found.gaps) == (Walk.MAPPED, ())
    assert office.month("2026-10").coverage.complete
    assert not office.month("2026-11").coverage.complete
    assert len(office.items()) == 7


def test_an_article_that_only_the_sitemap_names_is_an_item(office: Office, portal: Arranged) -> None:
    """It is dated by its own page, not by `lastmod`."""
    portal.arrange = lambda posts: [p for p in posts if p.id != 6]
    last(office)
    assert str(office.item("Xã 6 ").day) == "2026-10-20"


def test_known_articles_are_not_opened_again(office: Office, portal: Arranged) -> None:
    """What the list brought is asked for once, by the list; the second check asks for no article."""
    last(office)
    assert len(portal.asked(r"-\d+\.html")) == 7
    last(office, "2026-11-20 15:00")
    assert len(portal.asked(r"-\d+\.html")) == 7


def test_a_sitemap_that_lacks_an_article_proves_nothing(office: Office) -> None:
    """The list has an article that the sitemap doesn't name: they contradict each other until the sitemap is made anew."""
    names(office, 1, 2, 3, 4, 5, 7)
    assert proof(last(office)).gaps == (Gap.WITNESS_CONTRADICTS,)
    assert not office.month("2026-10").coverage.complete
    names(office, *range(1, 8))
    assert proof(last(office, "2026-11-20 15:00")).gaps == ()
    assert office.month("2026-10").coverage.complete


def test_an_index_and_packed_sitemaps_are_followed(office: Office, portal: Arranged) -> None:
    """Sitemaps of sections and authors are left alone, and an index that names itself ends."""
    base = portal.base
    named = [f"{base}/sitemap.xml", f"{base}/a.xml.gz", f"{base}/wp-sitemap-users-1.xml"]
    portal.serves("/sitemap.xml", index(*named), "application/xml")
    portal.serves("/a.xml.gz", gzip.compress(urlset(*map(portal.url_of, range(1, 8))).encode()), "application/gzip")
    found = proof(last(office))
    assert (found.pages, found.gaps, found.reach is not None) == (2, (), True)
    assert portal.asked("users") == []


def test_indexes_are_followed_three_levels_deep_at_most(office: Office, portal: Arranged) -> None:
    """A chain of indexes without an end is cut, and proves nothing."""
    for n in range(9):
        portal.serves(f"/s{n}.xml" if n else "/sitemap.xml", index(f"{portal.base}/s{n + 1}.xml"), "application/xml")
    polled = last(office)
    assert polled.poll.reach is None
    assert portal.asked(r"/s\d") == ["/s1.xml", "/s2.xml"]


def test_addresses_that_are_gone_are_no_items(office: Office, portal: Arranged) -> None:
    """A sitemap that still names what was taken off proves the days all the same."""
    names(office, *range(1, 8), more=(f"{portal.base}/da-go-99.html",))
    assert proof(last(office)).gaps == ()
    assert len(office.items()) == 7


def test_a_news_sitemap_shows_items_and_proves_nothing(office: Office, portal: Arranged) -> None:
    """It names the articles of the last days alone."""
    news = (
        "<news:news><news:publication><news:name>Xã</news:name><news:language>vi</news:language></news:publication>"
        "<news:publication_date>2026-11-02T08:00:00+07:00</news:publication_date><news:title>Một cửa số 7</news:title></news:news>"
    )
    body = urlset(portal.url_of(7)).replace("</url>", f"{news}</url>")
    portal.serves(
        "/sitemap.xml", body.replace("<urlset ", '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '), "application/xml"
    )
    assert proof(last(office)).gaps == (Gap.LAST_DAYS_ONLY,)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<html><title>404</title></html>", "found a web page"),
        (f"<urlset {NS}><url><loc>http", "broken XML"),
        (f"<urlset {NS}/>", "0 entries"),
    ],
)
def test_what_is_no_sitemap_fails_by_name(office: Office, portal: Arranged, body: str, said: str) -> None:
    """The source has failed and the error names its address; the list goes on."""
    portal.serves("/sitemap.xml", body, "application/xml")
    polled = last(office)
    assert polled.poll.outcome in (PollOutcome.FAILED, PollOutcome.SUSPECT)
    assert f"{portal.base}/sitemap.xml: " in polled.poll.error
    assert said in polled.poll.error
    assert len(office.items()) == 7


def test_what_robots_forbids_is_not_asked_for(office: Office, portal: Arranged) -> None:
    """The rules of the fetcher hold for sitemaps."""
    portal.robots("User-agent: *\nDisallow: /sitemap.xml\n")
    polled = last(office)
    assert "robots.txt of the site forbids it" in polled.poll.error
    assert portal.asked("sitemap") == []


def test_init_finds_what_robots_names(tmp_path: Path, portal: Arranged) -> None:
    """The sitemap named in robots.txt stands in the first configuration as a further source."""
    portal.arrange = list
    office = filled(Office(tmp_path, portal))
    names(office, *range(1, 8), path="/ban-do.xml")
    portal.robots("Sitemap: /ban-do.xml\n")
    started = start(Answers(portal.listing_url, "Thử", "xã", "quang-dien-2614"), tmp_path / "new.toml", office.now)
    (found,) = started.witnesses
    assert (str(found.kind), found.url, found.names) == ("sitemap", f"{portal.base}/ban-do.xml", 8)
    assert f'kind = "sitemap"\nurl = "{portal.base}/ban-do.xml"' in (tmp_path / "new.toml").read_text(encoding="utf-8")


ALONE = (
    MAP + '\n[units.sources.profile]\narticle_title = "div.chi-tiet h2.tieu-de"\n'
    'article_date = "div.chi-tiet p.ngay-dang"\narticle_body = "div.chi-tiet div.noi-dung"\n'
)


def test_a_page_without_a_date_keeps_it_from_proving(tmp_path: Path, portal: Arranged) -> None:
    """Where addresses tell no articles apart, an undated page may be one. It is no item, and nothing is proved until `skip` names it."""
    portal.serves("/gioi-thieu.html", "<html><body><h1>Giới thiệu</h1><p>Xã có mười thôn.</p></body></html>")
    for skip, gaps in (("", (Gap.UNDATED_ENTRIES,)), ('skip = ["/gioi-thieu"]', ())):
        folder = tmp_path / (skip and "skipping")
        folder.mkdir(exist_ok=True)
        office = filled(Office(folder, portal, ALONE + skip))
        names(office, *range(1, 8), more=(f"{portal.base}/gioi-thieu.html",))
        assert proof(last(office)).gaps == gaps
        assert len(office.items()) == 7


def test_many_unknown_articles_are_opened_by_and_by(tmp_path: Path, portal: Arranged, monkeypatch: pytest.MonkeyPatch) -> None:
    """One poll opens so many; the next goes on, and the days are proved once all are known."""
    monkeypatch.setattr(addresses, "MOST_OPENED", 3)
    office = filled(Office(tmp_path, portal, ALONE))
    told = [(proof(last(office, f"2026-11-20 {hour}:00")).gaps, len(office.items())) for hour in ("09", "10", "11")]
    assert told == [((Gap.PAGE_LIMIT,), 3), ((Gap.PAGE_LIMIT,), 6), ((), 7)]


def test_an_address_that_leads_elsewhere_is_doubtful(office: Office, portal: Arranged) -> None:
    """One that leads to the home page is gone; what leads to another page may be an article, so nothing is proved."""
    for target, gaps in (("/", ()), ("/tin-khac.html", (Gap.UNDATED_ENTRIES,))):
        portal.serves("/cu-99.html", b"", status=302, headers={"Location": target})
        portal.serves("/tin-khac.html", "<html><body><h1>Tin khác</h1></body></html>")
        names(office, *range(1, 8), more=(f"{portal.base}/cu-99.html",))
        assert proof(last(office)).gaps == gaps
