"""Listings read by a profile: saved pages of each family, and the traps of single entries and of paging."""

import unicodedata
from dataclasses import fields
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saved_pages import SavedPage, named, saved

from newswatch.config import load_presets
from newswatch.core.model import LOCAL, DateOrigin, Profile, SourceWarning, WarningKind
from newswatch.errors import ParseError
from newswatch.sources import listing

URL = "https://xa.example/tin-tuc/"
PROFILE = Profile(name="test", entry="li", date=".ngay", summary="p", next_page=".trang a")


def read(html: str, profile: Profile = PROFILE, *, url: str = URL, number: int = 1) -> listing.Listing:
    """A listing of the given body text in UTF-8."""
    return listing.read(f"<html><body>{html}</body></html>".encode(), url, profile, number=number)


@pytest.mark.parametrize("page", saved("listing", preset=True), ids=named)
def test_each_family_is_read_by_its_preset(page: SavedPage) -> None:
    """A saved listing read with its family's preset gives exactly its entries, titles, dates and next page."""
    result = listing.read(page.body, page.url, load_presets()[str(page.preset)].profile)
    assert [(e.url, e.title, e.published_at.isoformat() if e.published_at else None) for e in result.entries] == page.rows()
    assert result.next_url == page.expected["next_url"]


def test_relative_and_broken_links() -> None:
    """Addresses become absolute; scripts, mail, fragments and the listing itself are no entries."""
    hrefs = ("bai-1.html", "/bai-2.html", "//xa.example/bai-3.html", "https://www.xa.example/bai-4.html", "?id=5")
    none = (
        "javascript:void(0)",
        "mailto:a@b.vn",
        "#dau",
        "",
        "http://[hong/",
        "/tin-tuc/",
    )
    items = "".join(f'<li><a href="{href}">Tin số {n}</a></li>' for n, href in enumerate((*hrefs, *none)))
    assert [e.url for e in read(items).entries] == [
        f"{URL}bai-1.html",
        "https://xa.example/bai-2.html",
        "https://xa.example/bai-3.html",
        "https://www.xa.example/bai-4.html",
        f"{URL}?id=5",
    ]


def test_an_entry_whose_article_lies_on_another_site_is_an_entry() -> None:
    """What a list says of an article elsewhere is read like any other entry; how that host stands is not for the reader to say."""
    items = '<li><a href="https://khac.example/bai.html">Tin A</a><i>05/03/2026</i></li><li><a href="//khac.vn/x">Tin B</a></li>'
    assert [(e.url, e.title, e.key) for e in read(items).entries] == [
        ("https://khac.example/bai.html", "Tin A", "https://khac.example/bai.html"),
        ("https://khac.vn/x", "Tin B", "https://khac.vn/x"),
    ]


SHARES = (
    "https://www.facebook.com/sharer/sharer.php?u=x",
    "https://www.facebook.com/share.php?u=x",
    "https://www.facebook.com/dialog/share?href=x",
    "https://twitter.com/intent/tweet?url=x",
    "https://x.com/share?url=x",
    "https://zalo.me/share?u=x",
    "https://www.linkedin.com/shareArticle?url=x",
    "https://pinterest.com/pin/create/button/?url=x",
    "https://t.me/share/url?url=x",
    "https://www.addtoany.com/share#url=x",
    "https://mail.google.com/mail/?view=cm&su=x",
    "mailto:?subject=x",
)


@pytest.mark.parametrize("share", SHARES)
def test_links_by_which_a_page_is_shared_are_no_articles(share: str) -> None:
    """A share button is neither an entry of its own nor in the way of one, wherever it stands and whatever it says."""
    button = f'<a href="{share}">Chia sẻ bài viết này lên mạng xã hội cho mọi người cùng đọc</a>'
    items = f'<li>{button}</li><li>{button}<a href="a.html">Tin A</a></li><li>{button}<a href="https://khac.vn/b">Tin B</a></li>'
    assert [(e.url, e.title) for e in read(items).entries] == [(f"{URL}a.html", "Tin A"), ("https://khac.vn/b", "Tin B")]


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ('<a href="https://khac.vn/b">Một tin dài</a><a href="/chuyen-muc">Tin</a>', "https://khac.vn/b"),
        ('<a href="https://khac.vn">Nguồn</a><a href="/a.html">Một tin dài</a>', "https://xa.example/a.html"),
        ('<a href="https://khac.vn"><img alt=""></a><a href="/a.html">Một tin dài</a>', "https://xa.example/a.html"),
        ('<a href="/a.html">Tin</a><a href="https://khac.vn/b">Xem thêm trên trang của tỉnh</a>', "https://xa.example/a.html"),
        ('<a href="https://khac.vn/b"></a>', ""),
    ],
)
def test_the_headline_is_the_link(links: str, url: str) -> None:
    """Of links to both sites that of the site is the entry's, unless one to another site stands before it and says more."""
    assert [e.url for e in read(f"<li>{links}</li>").entries] == [url] * bool(url)


def test_base_element_moves_relative_links() -> None:
    """Relative links follow the page's `<base href>`."""
    body = b'<html><head><base href="/vi/"></head><body><li><a href="bai.html">Tin</a></li></body></html>'
    assert [e.url for e in listing.read(body, URL, PROFILE).entries] == ["https://xa.example/vi/bai.html"]


def test_one_article_linked_in_two_ways_is_one_entry() -> None:
    """Entries with one key are one: the first, unless only a later one shows the date."""
    html = '<li><a href="/?tc=7&cn=1">Ghim</a></li><li><a href="/?tc=8">Khác</a></li><li><a href="/?cn=2&tc=7">Ghim</a><i class="ngay">02/11/2026</i></li>'
    entries = read(html, Profile(name="t", entry="li", date=".ngay", id_pattern=r"[?&]tc=(?P<id>\d+)")).entries
    assert [(e.key, e.published_raw) for e in entries] == [("xa.example#7", "02/11/2026"), ("xa.example#8", "")]


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ('<a href="/1">Hội nghị &amp; tập huấn</a>', "Hội nghị & tập huấn"),
        ('<a href="/1"><img src="a.jpg"></a><a href="/1">Tiêu đề</a>', "Tiêu đề"),
        ('<a href="/1" title="Kế hoạch kiểm tra công vụ">Kế hoạch kiểm…</a>', "Kế hoạch kiểm tra công vụ"),
        ('<a href="/1" title="Xem chi tiết bài viết này">Kế hoạch kiểm...</a>', "Kế hoạch kiểm..."),
        ('<a href="/1"><img alt="Ảnh hội nghị"></a>', "Ảnh hội nghị"),
        ('<a href="/1">Thông báo <em class="ngay">(02/11/2026)</em></a>', "Thông báo"),
        (f'<a href="/1">{unicodedata.normalize("NFD", "Đối thoại với dân")}</a>', "Đối thoại với dân"),
        ('<a href="/1">Một\n   cửa​</a>', "Một cửa"),
    ],
    ids=["entities", "image-first", "cut-short", "other-title-attribute", "image-only", "date-in-link", "nfd", "spaces"],
)
def test_titles_are_taken_whole_and_clean(markup: str, title: str) -> None:
    """A title is NFC on one line, completed if the page cut it short, and without the date inside its link."""
    assert [e.title for e in read(f"<li>{markup}</li>").entries] == [title]


@pytest.mark.parametrize(
    ("markup", "raw", "at"),
    [
        ('<i class="ngay">02/11/2026</i>', "02/11/2026", datetime(2026, 11, 2, tzinfo=LOCAL)),
        ('<time class="ngay" datetime="2026-11-01T18:30:00Z">02/11/2026</time>', "02/11/2026", datetime(2026, 11, 2, 1, 30, tzinfo=LOCAL)),
        (
            '<i class="ngay"><time datetime="2026-11-02">08:15 02/11/2026</time></i>',
            "08:15 02/11/2026",
            datetime(2026, 11, 2, 8, 15, tzinfo=LOCAL),
        ),
        ('<time class="ngay" datetime="2026-11-05T08:00:00+07:00">02/11/2026</time>', "02/11/2026", datetime(2026, 11, 2, tzinfo=LOCAL)),
        ('<abbr class="ngay" title="2026-11-02T07:00:00+07:00">hôm kia</abbr>', "hôm kia", datetime(2026, 11, 2, 7, tzinfo=LOCAL)),
        ('<i class="ngay">3 giờ trước</i>', "3 giờ trước", None),
        ('<i class="ngay">31/02/2026</i>', "31/02/2026", None),
        ('<i class="ngay">120 lượt</i><i class="ngay">02/11/2026</i>', "02/11/2026", datetime(2026, 11, 2, tzinfo=LOCAL)),
        (f'<div class="ngay">{"Sáng nay cán bộ xã họp dân. " * 9} ngày 02/11/2026</div>', "", None),
    ],
    ids=[
        "printed",
        "stamp-in-utc",
        "stamp-without-clock",
        "stamp-of-other-day",
        "stamp-alone",
        "relative",
        "impossible",
        "second-match",
        "paragraph",
    ],
)
def test_dates_of_entries(markup: str, raw: str, at: datetime | None) -> None:
    """The printed day is taken; a stamp of the same local day adds the time; a date that can't be read for sure is kept as printed."""
    entry = read(f'<li><a href="/1">Tin</a>{markup}</li>').entries[0]
    assert (entry.published_raw, entry.published_at) == (raw, at)
    assert entry.date_origin is (DateOrigin.LISTING if at else DateOrigin.NONE)


def test_scope_reads_the_text_beside_the_link() -> None:
    """`:scope` reads a date directly in the entry, and never one inside the title."""
    profile = Profile(name="t", entry="li", date=":scope")
    dates = [
        e.published_raw
        for e in read(
            '<li><a href="/1">Tin ngày 01/01/2025</a> (02/11/2026)</li><li><a href="/2">Tin ngày 01/01/2025</a></li>', profile
        ).entries
    ]
    assert dates == ["02/11/2026", ""]


def test_scope_ignores_the_text_of_an_entry_that_is_a_link() -> None:
    """A date in the title is no publication date if the entry is the link itself."""
    entries = read('<a href="/1">Kế hoạch ngày 01/01/2025</a>', Profile(name="t", entry="a", date=":scope")).entries
    assert [(e.title, e.published_at) for e in entries] == [("Kế hoạch ngày 01/01/2025", None)]


def test_date_from_the_address_only_without_a_printed_one() -> None:
    """`url_date` dates an entry without a printed date, and the origin says so; a printed date comes first."""
    profile = Profile(name="t", entry="li", date=".ngay", url_date=r"/(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})/")
    first, second = read(
        '<li><a href="/2026-2-9/a">A</a></li><li><a href="/2026-2-9/b">B</a><i class="ngay">08/02/2026</i></li>', profile
    ).entries
    assert (first.published_at, first.date_origin) == (datetime(2026, 2, 9, tzinfo=LOCAL), DateOrigin.URL)
    assert (second.published_at, second.date_origin) == (datetime(2026, 2, 8, tzinfo=LOCAL), DateOrigin.LISTING)


def test_skipped_addresses_and_dropped_parts() -> None:
    """Addresses that match `skip` and links inside a dropped part give no entry."""
    profile = Profile(name="t", entry="li", skip=("/SaveFile/",), drop=(".hop",))
    html = '<li><a href="/vi/savefile/1">Lưu</a><a href="/1">Tin</a></li><div class="hop"><ul><li><a href="/2">Tin hộp</a></li></ul></div>'
    assert [e.url for e in read(html, profile).entries] == ["https://xa.example/1"]


def test_first_alternative_that_finds_entries_counts() -> None:
    """Only the first selector of a comma list for `entry` that gives entries is used; `:is` joins several."""
    html = '<div class="a"><a href="/1">Một</a></div><div class="b"><a href="/2">Hai</a></div>'
    urls = [[e.url[-1] for e in read(html, Profile(name="t", entry=entry)).entries] for entry in (".none, .b, .a", ":is(.none, .b, .a)")]
    assert urls == [["2"], ["1", "2"]]


def test_warnings_name_what_is_wrong() -> None:
    """Warnings count the entries without a readable date, and the dates that contradict their markup."""
    html = '<li><a href="/1">A</a><i class="ngay">20.11</i></li><li><a href="/2">B</a><time class="ngay" datetime="2026-11-05">02/11/2026</time></li>'
    assert read(html).warnings == (
        SourceWarning(WarningKind.UNDATED, 1, "20.11"),
        SourceWarning(WarningKind.DATES_CLASH, 1),
    )


PAGER = '<li><a href="/1">Tin</a></li><div class="trang">{}</div>'


@pytest.mark.parametrize(
    ("pager", "number", "following"),
    [
        ('<a href="?p=1">1</a><a href="?p=2">2</a><a href="?p=3">3</a>', 1, "?p=2"),
        ('<a href="?p=1">1</a><a href="?p=2">2</a><a href="?p=3">3</a>', 2, "?p=3"),
        ('<a href="?p=1">1</a><a href="?p=2">2</a><a href="?p=3">3</a>', 3, None),
        ('<a href="?p=1">«</a><a href="?p=1">‹</a><a href="?p=3">›</a><a href="?p=9">»</a>', 2, "?p=3"),
        ('<a href="?p=8">Trang trước</a>', 9, None),
        ('<a href="?p=2">Xem thêm tin</a>', 1, "?p=2"),
        ('<a href="?p=1" rel="prev">Bài mới hơn</a><a href="?p=3" rel="next">Bài viết trước đây</a>', 2, "?p=3"),
        ('<a class="next" href="?p=2"><svg></svg></a><a href="?p=9">Cuối</a>', 1, "?p=2"),
        ('<a href="https://khac.vn/?p=2">2</a><a href="javascript:__doPostBack()">2</a>', 1, None),
        ('<a href="/tin-tuc/">1</a>', 1, None),
    ],
    ids=["first", "middle", "last", "arrows", "back-only", "one-link", "rel-over-text", "icon", "foreign-or-script", "itself"],
)
def test_next_page_among_the_links_of_a_pager(pager: str, number: int, following: str | None) -> None:
    """The link that follows page `number` is chosen, never one back, the last page's, or another site's."""
    assert read(PAGER.format(pager), number=number).next_url == (f"{URL}{following}" if following else None)


@pytest.mark.parametrize(
    ("links", "number", "following"),
    [
        ("", 1, "https://xa.example/tin-tuc/trang-2"),
        ('<a href="/tin-tuc/trang-2">2</a><a href="/tin-tuc/trang-7">7</a>', 6, "https://xa.example/tin-tuc/trang-7"),
        ('<a href="/tin-tuc/trang-2">2</a><a href="/tin-tuc/trang-7">7</a>', 7, None),
    ],
    ids=["no-links", "before-last", "last"],
)
def test_page_pattern_counts_on_to_the_last_linked_page(links: str, number: int, following: str | None) -> None:
    """A pattern gives page N+1 up to the highest page that the listing links; without such links the caller ends the walk."""
    profile = Profile(name="t", entry="li", page_pattern="/tin-tuc/trang-{n}")
    assert read(f'<li><a href="/1">Tin</a></li>{links}', profile, number=number).next_url == following


def test_an_empty_listing_still_names_the_pages_it_links() -> None:
    """A page without entries may stand in the middle of a list, so that its pager is read."""
    found = read('<div class="trang"><a href="?p=2">2</a></div>')
    assert (found.entries, found.next_url, dict(found.pages)) == ((), f"{URL}?p=2", {2: f"{URL}?p=2"})


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", "an empty answer"),
        (b"  \r\n ", "an empty answer"),
        (b'{"items": []}', "JSON"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04....", "a ZIP or Office file"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "a feed"),
        ("Hệ thống đang bảo trì".encode(), "plain text"),
    ],
    ids=["empty", "blank", "json", "pdf", "office", "feed", "text"],
)
def test_what_is_no_page_is_refused(body: bytes, found: str) -> None:
    """A body that is no HTML page raises ParseError, which says what came instead."""
    with pytest.raises(ParseError, match=found):
        listing.read(body, URL, PROFILE)


@pytest.mark.parametrize("field", ["entry", "link", "title", "date", "summary", "next_page"])
def test_a_broken_selector_is_named(field: str) -> None:
    """An invalid selector raises ParseError with the field's name."""
    profile = Profile(name="t", entry="li")
    broken = Profile(**{f.name: getattr(profile, f.name) for f in fields(Profile)} | {field: "li["})
    with pytest.raises(ParseError, match=f"{field}: 'li\\['"):
        read('<li><a href="/1">Tin</a></li>', broken)


def test_a_profile_without_entry_is_refused() -> None:
    """A profile without an `entry` selector is an error that names the command which proposes one."""
    with pytest.raises(ParseError, match="newswatch probe"):
        read("<li></li>", Profile(name="t"))


MARKUP = st.lists(
    st.sampled_from(
        [
            "<li>",
            "</li>",
            "<ul>",
            '<a href="/1">',
            '<a href="//khac.vn/2">',
            "</a>",
            '<i class="ngay">',
            "</i>",
            "Tin",
            "02/11/2026",
            "<b",
            "&#0;",
            "\x00",
            "<p>",
            "]]>",
            "<!--",
        ]
    ),
    max_size=40,
)


@given(MARKUP)
def test_any_markup_gives_a_sound_listing(pieces: list[str]) -> None:
    """Broken markup of any kind gives each key once, and each entry a title and an address."""
    entries = read("".join(pieces)).entries
    assert len({e.key for e in entries}) == len(entries)
    assert all(e.title and e.url.startswith(("https://xa.example/", "https://khac.vn/")) for e in entries)
