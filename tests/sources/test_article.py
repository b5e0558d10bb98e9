"""Articles are read by a preset and by heuristics alone, in spite of the boilerplate of portals."""

from datetime import datetime

import pytest
from saved_pages import SavedPage, named, saved

from newswatch.config import load_presets
from newswatch.core.model import LOCAL, Article, Profile
from newswatch.errors import ParseError
from newswatch.sources import article

URL = "https://xa.example/tin/1"
LEAD = "Sáng nay, Bộ phận một cửa của xã bắt đầu nhận hồ sơ qua tổng đài, người dân khỏi phải đi lại nhiều lần như trước."
MORE = "Theo kế hoạch, đến cuối tháng mọi thôn đều có một điểm hướng dẫn nộp hồ sơ, do đoàn viên trực vào các buổi tối."
PROFILE = Profile(name="test", article_title="h1", article_date=".ngay", article_body=".noi-dung")


def read(html: str, profile: Profile | None = PROFILE, *, head: str = "", hint: str = "") -> Article:
    """The article of a page with the given head and body."""
    body = f"<html><head>{head}</head><body>{html}</body></html>".encode()
    return article.read(body, URL, profile, title_hint=hint)


def stated(result: Article) -> tuple[str, str | None, str | None, list[str]]:
    """Title, dates of publication and change, and lines, as the expected readings hold them."""
    published, modified = (at.isoformat() if at else None for at in (result.published_at, result.modified_at))
    return result.title, published, modified, result.text.split("\n")


def expected(page: SavedPage) -> tuple[str, str | None, str | None, list[str]]:
    """Title, dates of publication and change, and lines of a saved page."""
    return page.expected["title"], page.expected["published"], page.expected.get("modified"), page.expected["lines"]


@pytest.mark.parametrize("page", saved("article", preset=True), ids=named)
def test_each_family_is_read_by_its_preset(page: SavedPage) -> None:
    """A saved article read with its family's preset gives exactly its title, date and main text, line by line."""
    profile = load_presets()[str(page.preset)].profile
    assert stated(article.read(page.body, page.url, profile, title_hint=page.expected.get("hint", ""))) == expected(page)


@pytest.mark.parametrize("page", saved("article"), ids=named)
def test_every_page_is_read_without_a_profile_too(page: SavedPage) -> None:
    """Given only the listing's title, metadata and heuristics find the same title, date and text, and say that they guessed."""
    result = article.read(page.body, page.url, None, title_hint=page.expected["title"])
    assert stated(result) == expected(page)
    assert "no article_body in the profile; the text was guessed" in result.warnings


@pytest.mark.parametrize(
    "boilerplate",
    [
        '<div class="chia-se">Chia sẻ: <a href="#">Facebook</a></div>',
        "<p>Cỡ chữ: A+ A A-</p>",
        "<p>Lượt xem: 1.204</p>",
        "<p>Đọc 57 lượt</p>",
        "<div>In bài viết</div>",
        "<p>Đang truy cập: 12</p><p>Hôm nay: 340</p><p>Tổng truy câp: 91.204</p>",
        "<p>0 Bình luận</p>",
        "<p>Tác giả: Nguyễn Trung Thực</p>",
        "<p>Tổng số điểm của bài viết là: 0 trong 0 đánh giá</p>",
        "<script>tin('Cải cách hành chính')</script><style>.cchc{}</style><!-- cải cách hành chính -->",
        '<nav><a href="/cchc">Cải cách hành chính</a></nav>',
        '<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li></ul>',
        "<p>Các tin đã đưa ngày:</p><ul><li><a href='/2'>Xã sơ kết công tác cải cách hành chính</a> (02/11/2026)</li></ul>",
        "<h3>TIN LIÊN QUAN</h3><div><a href='/2'>Xã sơ kết công tác cải cách hành chính</a></div><div><a href='/3'>Một tin khác nữa</a></div>",
        "<b>Những tin mới hơn</b><br><a href='/2'>Xã sơ kết công tác cải cách hành chính</a>",
        '<div style="display: none">Từ khóa ẩn: cải cách hành chính</div>',
        "<form><select><option>Cải cách hành chính</option></select><button>Gửi</button></form>",
    ],
)
def test_boilerplate_inside_the_text_is_left_out(boilerplate: str) -> None:
    """The boilerplate that a portal puts into the text block (PORTALS.md 3) does not reach the text."""
    page = f'<h1>Tin</h1><i class="ngay">02/11/2026</i><div class="noi-dung"><p>{LEAD}</p><p>{MORE}</p>{boilerplate}</div>'
    assert read(page).text == f"{LEAD}\n{MORE}"


def test_text_goes_on_after_a_block_of_related_links() -> None:
    """A block of related links in the middle of an article ends where prose begins again."""
    related = "<p><b>Tin liên quan:</b></p><ul><li><a href='/2'>Xã sơ kết công tác</a></li></ul>"
    assert read(f'<div class="noi-dung"><p>{LEAD}</p>{related}<p>{MORE}</p></div>').text == f"{LEAD}\n{MORE}"


def test_a_story_is_not_dropped_for_its_class() -> None:
    """A block with a class of boilerplate stays if most of the text is in it."""
    assert read(f'<div class="noi-dung"><div class="print-share"><p>{LEAD}</p><p>{MORE}</p></div></div>').text == f"{LEAD}\n{MORE}"


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>Một</p><p>Hai <b>ba</b> <i>bốn</i></p>", ["Một", "Hai ba bốn"]),
        ("Một<br>Hai<br/><br>Ba", ["Một", "Hai", "Ba"]),
        ("<div>Một<div>Hai</div>Ba</div>", ["Một", "Hai", "Ba"]),
        ("<p><b>C</b>ải cách</p>", ["Cải cách"]),
        ("<ul><li>Một</li><li>Hai</li></ul>", ["Một", "Hai"]),
        ("<p>Bộ thủ\n tục\u200b&nbsp;hành chính</p>", ["Bộ thủ tục hành chính"]),
    ],
    ids=["paragraphs", "breaks", "nested", "drop-cap", "list", "spaces"],
)
def test_paragraphs_stand_on_lines_of_their_own(html: str, lines: list[str]) -> None:
    """Blocks and line breaks separate lines; inline markup, white space and invisible characters don't separate words."""
    assert read(f'<div class="noi-dung">{html}</div>').text.split("\n") == lines


def test_title_and_bare_date_above_the_text_are_no_text() -> None:
    """A body selector that includes the heading does not put title and date into the text."""
    page = f'<div class="noi-dung"><h1>Một tin</h1><p>Ngày đăng: 02/11/2026</p><p>{LEAD}</p></div>'
    assert read(page, Profile(name="t", article_title="h1", article_body=".noi-dung")).text == LEAD


def test_body_in_two_blocks_is_joined() -> None:
    """A selector may find several blocks (lead and text); nested blocks count once; alternatives are tried in order."""
    page = f'<div class="sapo">{LEAD}</div><div class="than"><p class="than">{MORE}</p></div><div class="khac">Chân trang</div>'
    assert read(page, Profile(name="t", article_body=".nothing, :is(.sapo, .than), .khac")).text == f"{LEAD}\n{MORE}"


DATES = "<h1>Xã tổ chức đối thoại với người dân</h1>{}<div class='noi-dung'><p>" + LEAD + "</p><p>" + MORE + "</p></div>"


@pytest.mark.parametrize(
    ("page", "at"),
    [
        (DATES.format('<i class="ngay">02/11/2026 08:15</i>'), datetime(2026, 11, 2, 8, 15, tzinfo=LOCAL)),
        ('<i class="ngay">Hôm nay: 23/11/2026</i>' + DATES.format('<i class="ngay">02/11/2026</i>'), datetime(2026, 11, 2, tzinfo=LOCAL)),
        (DATES.format('<i class="ngay">120</i><i class="ngay">02/11/2026</i>'), datetime(2026, 11, 2, tzinfo=LOCAL)),
        (DATES.format('<time class="ngay" datetime="2026-11-01T17:05:00Z">02/11/2026</time>'), datetime(2026, 11, 2, 0, 5, tzinfo=LOCAL)),
    ],
    ids=["printed", "clock-first", "counter-first", "stamp-in-utc"],
)
def test_date_by_selector(page: str, at: datetime) -> None:
    """The first readable date of the selector is taken; a visitor's clock ("Hôm nay") never is."""
    assert read(page).published_at == at


@pytest.mark.parametrize(
    ("page", "at"),
    [
        ('<div class="top">Thứ hai, 23/11/2026</div>' + DATES.format(""), None),
        (DATES.format("") + '<div class="footer">Cập nhật: 23/11/2026</div>', None),
        (
            DATES.format("<p>Ngày đăng: 02/11/2026</p>") + "<ul><li><a href='/2'>Xã sơ kết sáu tháng đầu năm</a> 23/11/2026</li></ul>",
            datetime(2026, 11, 2, tzinfo=LOCAL),
        ),
        (
            "<div>Thứ hai, 23/11/2026</div><div class='bai'><div>31/10/2026</div>" + DATES.format("") + "</div>",
            datetime(2026, 10, 31, tzinfo=LOCAL),
        ),
        (DATES.format("").replace(MORE, "Lễ ký kết diễn ra ngày 12/03/2026 tại hội trường lớn, có mặt đại diện của các thôn."), None),
    ],
    ids=["clock-in-header", "footer", "related-list", "date-above-title", "date-in-story"],
)
def test_guessed_date_belongs_to_the_article(page: str, at: datetime | None) -> None:
    """Without a selector only a date near the title is taken, not one of a clock, a footer, another article or the text."""
    assert read(page, None, hint="Xã tổ chức đối thoại với người dân").published_at == at


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-11-02T08:15:00+07:00">',
        '<meta itemprop="datePublished" content="2026-11-02T01:15:00Z">',
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2026-11-02T08:15:00+07:00"}]}</script>',
        '<script type="application/ld+json">{broken</script><meta name="pubdate" content="02/11/2026 08:15">',
    ],
    ids=["open-graph", "microdata", "json-ld", "pubdate"],
)
def test_metadata_dates_a_page_that_prints_nothing(head: str) -> None:
    """The metadata gives the date if the selector finds none, with a warning."""
    result = read(DATES.format(""), head=head)
    assert result.published_at == datetime(2026, 11, 2, 8, 15, tzinfo=LOCAL)
    assert "article_date '.ngay' found nothing; the date was taken from the metadata" in result.warnings


def test_printed_day_stands_against_metadata() -> None:
    """The printed day comes before another day in the metadata; the warning shows both."""
    head = '<meta property="article:published_time" content="2026-11-09T08:15:00+07:00">'
    result = read(DATES.format('<i class="ngay">02/11/2026</i>'), head=head)
    assert result.published_at == datetime(2026, 11, 2, tzinfo=LOCAL)
    assert result.warnings == ("the page prints 02/11/2026, but states 2026-11-09T08:15:00+07:00 for machines",)


@pytest.mark.parametrize(
    ("head", "html", "hint"),
    [
        ("", "<h1>Xã Tân Hòa</h1><div class=x>Kết quả chấm điểm thi đua quý ba</div>", "Kết quả chấm điểm thi đua quý ba"),
        (
            '<meta property="og:title" content="Kết quả chấm điểm thi đua quý ba | Xã Tân Hòa"><meta property="og:site_name" content="Xã Tân Hòa">',
            "",
            "",
        ),
        (
            "<title>Kết quả chấm điểm thi đua quý ba - Xã Tân Hòa</title>",
            "<h1>Xã Tân Hòa</h1><h2>Kết quả chấm điểm thi đua quý ba</h2>",
            "",
        ),
        ('<script type="application/ld+json">{"@type": ["BlogPosting"], "headline": "Kết quả chấm điểm thi đua quý ba"}</script>', "", ""),
        ("", "", "Kết quả chấm điểm thi đua quý ba"),
    ],
    ids=["hint", "og-title", "heading-in-page-title", "json-ld", "hint-alone"],
)
def test_guessed_title(head: str, html: str, hint: str) -> None:
    """Without a selector the title is the element that equals the listing's, else the metadata's without the site's name, else the likeliest heading."""
    assert read(f"{html}<div><p>{LEAD}</p></div>", None, head=head, hint=hint).title == "Kết quả chấm điểm thi đua quý ba"


def test_page_without_text_says_so() -> None:
    """A page with only pictures has an empty text and a warning, and is no error."""
    result = read('<h1>Ảnh</h1><i class="ngay">02/11/2026</i><div class="noi-dung"><img src="a.jpg"></div>')
    assert (result.text, result.title) == ("", "Ảnh")
    assert "no main text found" in result.warnings


def test_deeply_nested_markup_is_read() -> None:
    """Thousands of unclosed elements exhaust no stack."""
    assert read('<div class="noi-dung">' + "<div><font>" * 3000 + LEAD).text == LEAD


def test_what_is_no_page_is_refused() -> None:
    """A PDF behind an article's address raises ParseError."""
    with pytest.raises(ParseError, match="a PDF file"):
        article.read(b"%PDF-1.4", URL, None)


def test_a_broken_selector_is_named() -> None:
    """An invalid selector raises ParseError with the field's name."""
    with pytest.raises(ParseError, match="article_body"):
        read("<p>x</p>", Profile(name="t", article_body="div["))
