"""One article under its many addresses has one key; different articles keep theirs."""

from datetime import datetime
from itertools import permutations
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswatch.core.identity import canonical_url, content_digest, digest, entry_digest, item_key, opening, same_site, site_of
from newswatch.core.model import LOCAL, Entry

law = settings(deadline=None)
HUE = "https://xa.hue.example.vn"
LISTING_PAGE = f"{HUE}/?gd=4&cn=121&tc=32183"
ARTICLE = "https://xa.example.vn/vi/news/cchc/mot-cua-luu-dong-58.html"

ADDRESSES_OF_ONE = [
    *(
        pytest.param(f"{HUE}/?" + "&".join(order), LISTING_PAGE, id=" ".join(order))
        for order in permutations(("gd=4", "cn=121", "tc=32183"))
    ),
    pytest.param(f"{HUE}?gd=4&cn=121&tc=32183", LISTING_PAGE, id="no slash before the query"),
    pytest.param("http://xa.example.vn/vi/news/cchc/mot-cua-luu-dong-58.html", ARTICLE, id="http"),
    pytest.param("HTTPS://WWW.XA.Example.VN/vi/news/cchc/mot-cua-luu-dong-58.html", ARTICLE, id="www and capitals in the host"),
    pytest.param("https://xa.example.vn:443/vi/news/cchc/mot-cua-luu-dong-58.html", ARTICLE, id="port 443"),
    pytest.param("http://xa.example.vn:80/vi/news/cchc/mot-cua-luu-dong-58.html", ARTICLE, id="port 80"),
    pytest.param("http://xa.example.vn:8080/vi/news/cchc/mot-cua-luu-dong-58.html", ARTICLE, id="port 8080"),
    pytest.param(f"{ARTICLE}/", ARTICLE, id="trailing slash"),
    pytest.param("https://xa.example.vn//vi/news//cchc/mot-cua-luu-dong-58.html", ARTICLE, id="doubled slashes"),
    pytest.param(f"  {ARTICLE}\n", ARTICLE, id="white space around"),
    pytest.param(f"{ARTICLE}#binh-luan", ARTICLE, id="fragment"),
    pytest.param(f"{ARTICLE}?utm_source=zalo&utm_medium=oa&fbclid=IwAR0", ARTICLE, id="tracking"),
    pytest.param(f"{ARTICLE}?zarsrc=31&gclid=1&PHPSESSID=q1w2", ARTICLE, id="tracking and session"),
    pytest.param("https://xa.example.vn/vi/news/savefile/cchc/mot-cua-luu-dong-58.html", ARTICLE, id="savefile"),
    pytest.param("https://xa.example.vn/vi/news/print/cchc/mot-cua-luu-dong-58.html", ARTICLE, id="print"),
    pytest.param("https://xa.example.vn/en_US/vi/news/cchc/mot-cua-luu-dong-58.html", ARTICLE, id="locale"),
    pytest.param(f"{ARTICLE};jsessionid=0AF3.node1", ARTICLE, id="jsessionid"),
    pytest.param("https://xa.example.vn/tin;JSESSIONID=1/a.html?id=7", "https://xa.example.vn/tin/a.html?id=7", id="jsessionid inside"),
    pytest.param(f"{HUE}/item/{quote('cải-cách-thủ-tục')}", f"{HUE}/item/cải-cách-thủ-tục", id="percent-encoded Vietnamese"),
    pytest.param(f"{HUE}/tim?q=m%E1%BB%99t+c%E1%BB%ADa", f"{HUE}/tim?q=một%20cửa", id="percent-encoded parameter"),
    pytest.param(f"{HUE}/Pages/tin.aspx?NewsID=1354", f"{HUE}/Pages/tin.aspx?newsid=1354", id="parameter case"),
    pytest.param("https://xã.example.vn/tin", "https://xn--x-yfa.example.vn/tin", id="IDNA"),
    pytest.param(f"{HUE}/%7Etin/a.html", f"{HUE}/~tin/a.html", id="needlessly encoded letter"),
]


@pytest.mark.parametrize(("other", "url"), ADDRESSES_OF_ONE)
def test_addresses_of_one_article_have_one_key(other: str, url: str) -> None:
    """The ways one article is linked to all give the same key."""
    assert item_key(other) == item_key(url)


@pytest.mark.parametrize(
    ("other", "url"),
    [
        (f"{HUE}/?gd=4&cn=121&tc=32184", LISTING_PAGE),
        (f"{HUE}/?gd=4&cn=122&tc=32183", LISTING_PAGE),
        (f"{HUE}/?gd=4&cn=121&tc=32183&page=2", LISTING_PAGE),
        (f"{HUE}/tin?page=2", f"{HUE}/tin"),
        ("https://xa.example.vn/vi/news/cchc/mot-cua-luu-dong-59.html", ARTICLE),
        ("https://khac.example.vn/vi/news/cchc/mot-cua-luu-dong-58.html", ARTICLE),
        ("https://xa.example.vn:8443/vi/news/cchc/mot-cua-luu-dong-58.html", ARTICLE),
        ("https://xa.example.vn/vi/news/cchc/Mot-cua-luu-dong-58.html", ARTICLE),
        (f"{HUE}/tin.aspx?ItemID=aB", f"{HUE}/tin.aspx?ItemID=Ab"),
        (f"{HUE}/#/tin/2", f"{HUE}/#/tin/1"),
        (f"{HUE}/#!tin=2", f"{HUE}/#!tin=1"),
        (f"{HUE}/a%E1.html", f"{HUE}/a%E2.html"),
        (f"{HUE}/a?q=%E1", f"{HUE}/a?q=%E2"),
        (f"{HUE}/in-printing/a.html", f"{HUE}/in/a.html"),
        (f"{HUE}/a/amp", f"{HUE}/a"),
        (f"{HUE}/a?amp=1", f"{HUE}/a"),
        (f"{HUE}/a/index.html", f"{HUE}/a"),
        (f"{HUE}/a/default.aspx", f"{HUE}/a/index.html"),
    ],
)
def test_truly_different_addresses_keep_different_keys(other: str, url: str) -> None:
    """Another id, page, path, host, odd port, route, letter case of a path or value, view, index file, or byte of an old encoding is another article."""
    assert item_key(other) != item_key(url)


SEGMENTS = st.sampled_from(
    [
        "tin",
        "print",
        "savefile",
        "EN_us",
        "",
        "a b",
        "%20",
        "%2520",
        "%2Fprint",
        "cải-cách",
        "%E1%BB%99",
        "%FF",
        "x;jsessionid=1",
        "~a",
        "+",
        "...",
    ]
)
NAMES = st.sampled_from(["tc", "CN", "gd", "NewsID", "utm_source", "fbclid", "trang", "q", ""])
VALUES = st.sampled_from(["1", "", "a b", "%C3%A1", "%FF", "á", "a&b", "+", "%2B", "=", "#"])
HOSTS = st.sampled_from(
    [
        "xa.vn",
        "www.xa.vn",
        "WWW.www.Xa.vn",
        "xa.vn:8080",
        "xa.vn:81",
        "xa.vn:x",
        "u:p@xa.vn",
        "xã.vn",
        "XN--x-yfa.vn",
        "xã_.vn",
        "[::1]",
        "[::1]:81",
        "[",
        "",
    ]
)
FRAGMENTS = st.sampled_from(["", "#", "#top", "#/tin/1", "#!a b"])
PAIRS = st.lists(st.tuples(NAMES, VALUES), max_size=4)
SHUFFLED = st.lists(st.tuples(NAMES, st.sampled_from(["1", "2", "", "a+b", "%C3%A1"])), max_size=5).flatmap(
    lambda pairs: st.tuples(st.just(pairs), st.permutations(pairs))
)
Pairs = list[tuple[str, str]]


@st.composite
def addresses(draw: st.DrawFn) -> str:
    path = "/".join(draw(st.lists(SEGMENTS, max_size=4)))
    query = "&".join(f"{name}={value}" for name, value in draw(PAIRS))
    return f"{draw(st.sampled_from(['http', 'https', 'HTTP']))}://{draw(HOSTS)}/{path}{'?' if query else ''}{query}{draw(FRAGMENTS)}"


@given(addresses() | st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@law
def test_a_canonical_address_is_its_own(url: str) -> None:
    """Making an address canonical twice changes nothing more, whatever the address, and never fails."""
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@given(SHUFFLED)
@law
def test_the_order_of_parameters_is_no_matter(orders: tuple[Pairs, Pairs]) -> None:
    """Any order of the parameters gives one key."""
    first, second = ("&".join(f"{name}={value}" for name, value in order) for order in orders)
    assert item_key(f"{HUE}/?{first}") == item_key(f"{HUE}/?{second}")


@pytest.mark.parametrize("url", ["http://[xa.vn/tin", "https://xa.vn:80a/tin", "https://xa.vn:99999/tin", "https://xa.vn:-1/tin"])
def test_a_damaged_address_is_a_key_of_its_own(url: str) -> None:
    """An address no program can open is still one key, of no site, and raises nothing."""
    assert item_key(url) == canonical_url(url) == url
    assert site_of(url) == ""
    assert not same_site(url, "xa.vn")


@pytest.mark.parametrize(
    ("url", "pattern", "key"),
    [
        (LISTING_PAGE, r"[?&]tc=(?P<id>\d+)", "xa.hue.example.vn#32183"),
        (f"{HUE}/?TC=32183&cn=28&gd=1", r"[?&]tc=(?P<id>\d+)", "xa.hue.example.vn#32183"),
        ("http://www.xa.hue.example.vn:8080/?tc=32183", r"[?&]tc=(?P<id>\d+)", "xa.hue.example.vn#32183"),
        (f"{HUE}/gioi-thieu/", r"[?&]tc=(?P<id>\d+)", f"{HUE}/gioi-thieu"),
        (f"{HUE}/tin-7.html", r"[?&]tc=(?P<id>\d+)|-(?P<n>\d+)\.html", f"{HUE}/tin-7.html"),
        (f"{HUE}/?tc=", r"[?&]tc=(?P<id>\d*)", f"{HUE}/?tc="),
    ],
)
def test_an_id_in_the_address_names_the_article_within_its_site(url: str, pattern: str, key: str) -> None:
    """The id a pattern reads stands for the article in every section; where it reads none, the address does."""
    assert item_key(url, pattern) == key


@pytest.mark.parametrize(
    ("url", "host", "same"),
    [
        ("https://www.xa.vn/tin", "xa.vn", True),
        ("http://xa.vn:8080/tin", "https://xa.vn/", True),
        ("http://xa.vn:81/tin", "xa.vn:81", True),
        ("http://xa.vn:81/tin", "xa.vn", False),
        ("https://xa.vn.khac.vn/", "xa.vn", False),
        ("https://khac.vn/?u=xa.vn", "xa.vn", False),
        ("http://[::1]:81/tin", "[::1]:81", True),
        ("tin/58.html", "xa.vn", False),
        ("https://xã.vn/tin", "xn--x-yfa.vn", True),
        ("https://XN--X-YFA.vn/tin", "xã.vn", True),
        ("https://www.XÃ.vn:8080/tin", "xã.vn", True),
        ("https://xa\u0303.vn/tin", "xã.vn", True),
        ("https://xã。vn/tin", "xã.vn", True),
        ("http://xã.vn:81/", "xn--x-yfa.vn:81", True),
        ("https://xá.vn/tin", "xã.vn", False),
        ("https://xa.vn/tin", "xã.vn", False),
        ("https://\u2764\u200d.vn/", "xã.vn", False),
    ],
)
def test_same_site(url: str, host: str, same: bool) -> None:
    """A site is a host with its odd port; its usual ports are one site, in Unicode or IDNA; hosts that merely contain its name are others."""
    assert same_site(url, host) is same


ENTRY = Entry(
    key="k", url=ARTICLE, title="Một cửa lưu động", summary="Tóm tắt", published_at=datetime(2026, 10, 5, 9, tzinfo=LOCAL), text="Nội dung"
)


@pytest.mark.parametrize(
    ("other", "equal"),
    [
        (Entry("k", ARTICLE, "Một  cửa\nlưu động ", "Tóm tắt", "5/10/2026", datetime(2026, 10, 5, 9, tzinfo=LOCAL), text="Nội dung"), True),
        (Entry("khac", LISTING_PAGE, ENTRY.title, ENTRY.summary, "", ENTRY.published_at, text=ENTRY.text), True),
        (Entry("k", ARTICLE, "Một cửa lưu động!", ENTRY.summary, "", ENTRY.published_at, text=ENTRY.text), False),
        (Entry("k", ARTICLE, ENTRY.title, "Khác", "", ENTRY.published_at, text=ENTRY.text), False),
        (Entry("k", ARTICLE, ENTRY.title, ENTRY.summary, "", datetime(2026, 10, 5, 9, 1, tzinfo=LOCAL), text=ENTRY.text), False),
        (Entry("k", ARTICLE, ENTRY.title, ENTRY.summary, "hôm qua", None, text=ENTRY.text), False),
        (Entry("k", ARTICLE, ENTRY.title, ENTRY.summary, "", ENTRY.published_at, text="Nội dung mới"), False),
    ],
)
def test_an_entry_digest_changes_with_what_the_source_says(other: Entry, equal: bool) -> None:
    """Title, summary, date and text make the digest; white space, the raw form of a read date, key and address don't."""
    assert (entry_digest(other) == entry_digest(ENTRY)) is equal


def test_words_for_a_date_are_no_news() -> None:
    """A date that can't be read changes nothing: "2 giờ trước" is another word at every poll."""
    first, second = (Entry("k", ARTICLE, "Tin", published_raw=raw) for raw in ("hôm qua", "hôm kia"))
    assert entry_digest(first) == entry_digest(second)


def test_digests_tell_their_parts_apart() -> None:
    """A letter that moves from one part to the next is another digest."""
    assert digest(["ab", "c"]) != digest(["a", "bc"])
    assert content_digest("ab", "c", ["d"]) != content_digest("a", "bc", ["d"])
    assert content_digest("a", "b", ["2026-10-01"]) != content_digest("a", "b", ["2026-10-02"])


LETTERS = "Sáng ngày 05/10, UBND xã tổ chức hội nghị đánh giá kết quả cải cách hành chính; dự hội nghị có đồng chí Chủ tịch UBND xã. " * 3


@pytest.mark.parametrize(
    "other",
    [
        LETTERS.upper(),
        LETTERS.replace(" ", "\n\n"),
        LETTERS.replace(" ", " " * 60),
        LETTERS.replace(". ", "…\xa0"),
        LETTERS.replace("à", "a\u0300"),
        LETTERS + "Phần sau khác hẳn.",
    ],
)
def test_an_opening_is_one_however_the_text_is_set(other: str) -> None:
    """Case, white space however wide, punctuation, composed or not, and what follows leave the first 200 letters as they are."""
    assert opening(other) == opening(LETTERS)
    assert len(opening(other)) == 200
