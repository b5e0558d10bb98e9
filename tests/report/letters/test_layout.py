"""The layout of a letter: one set of blocks as plain text and as HTML that every mail program shows and no portal can break."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_worlds import counting, excluded, march, told, unit, waiting
from worlds import bulletin, countable, year_of

from newswatch.core.model import Countable
from newswatch.core.notices.notice import Notice, NoticeKind
from newswatch.core.text import printable
from newswatch.report import letters
from newswatch.report.letters.blocks import (
    Bar,
    Bars,
    Block,
    Callout,
    Copy,
    Entries,
    Entry,
    Grid,
    Heading,
    Letter,
    Paragraph,
    Points,
)
from newswatch.report.letters.html import as_html
from newswatch.report.letters.text import WIDTH, as_text
from newswatch.report.links import link
from newswatch.report.tones import Tone

ALLOWED = {"html", "head", "meta", "title", "style", "body", "table", "tr", "td", "div", "a"}
ATTRIBUTES = {"lang", "charset", "name", "content", "bgcolor", "style", "role", "cellpadding", "cellspacing", "border", "width", "height"}
ATTRIBUTES |= {"align", "valign", "href"}
NASTY = '<script>alert(1)</script>"><img src=x onerror=y> & ]]>'


class Page(HTMLParser):
    """Tags, attributes and text of an HTML document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.parts: list[str] = []
        self.rules = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["style"]:
            self.rules += data
        else:
            self.parts.append(data)

    @property
    def words(self) -> set[str]:
        return set("".join(f"{part} " for part in self.parts).split())


def made(*items: Countable) -> Notice:
    """The result of March."""
    return letters.write(unit(), march([*counting(1, 4), *counting(3, 3, 1), *excluded(3), waiting(370, "2026-03-25"), *items]))


def rendered(*blocks: Block) -> tuple[str, Page]:
    """Blocks as text and as a parsed page."""
    letter = Letter("Xã", "Tin, bài", blocks, "Hết")
    return as_text(letter), Page(as_html(letter))


def test_the_html_needs_nothing_from_outside_and_no_style_sheet_on_a_screen() -> None:
    """The HTML has only tables, inline styles and plain links, and fetches nothing; every tag is closed; the one style sheet is for the printer
    and a comment to a program that reads it as text."""
    html = made().html
    page = Page(html)
    assert not page.open
    assert set(page.tags) <= ALLOWED
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    styles = " ".join(value for name, value in page.attributes if name == "style")
    assert not re.search(r"url\(|flex|grid|position|float|@", styles)
    assert not re.search(r"url\(|@import|://", page.rules)
    assert re.fullmatch(r"\s*<!--\s*@media print \{([^{}]*\{[^{}]*\})*\s*\}\s*-->\s*", page.rules)
    assert "max-width:640px" in styles
    assert 'width="640"' in html


def test_both_parts_say_the_same() -> None:
    """Every word of the HTML stands in the text and every word of the text, but its numbering and drawing, in the HTML."""
    notice = made(countable(380, "Một bài rất riêng", "2026-03-30"))
    html = {word.casefold().rstrip(":,") for word in Page(notice.html).words} - {"•"}
    text = {word.casefold().rstrip(":,") for word in notice.text.split()}
    drawn = {w for w in text if re.fullmatch(r"[█░]+|\d+\.|-+|→|\*\*\*|https?://.*", w)}
    assert html - text == set()
    assert text - drawn - html == set()


def test_titles_from_a_portal_stay_text() -> None:
    """Markup in a title or in a unit's name is shown, not run."""
    notice = letters.write(unit(name=NASTY), march([countable(1, NASTY, "2026-03-04"), *counting(3, 2)]))
    page = Page(notice.html)
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert not page.open
    assert "<script>" not in notice.html
    assert NASTY in "".join(page.parts)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//xa.example.vn/tin",
        "/tin/1.html",
        "https://",
        "http://[bad",
        "https://xa.vn/a b",
        "https://xa.vn/a\nb",
        "https://xa.vn/\u202egpj",
        "https://xa.vn/" + "a" * 2000,
        "ftp://xa.vn/a",
    ],
)
def test_only_plain_web_addresses_become_links(url: str) -> None:
    """Anything but http and https with a host is left out of text and HTML."""
    text, page = rendered(Entries((Entry("05/03/2026", "Trang TTĐT", "Bài", url),)))
    assert link(url) == ""
    assert "a" not in page.tags
    assert "://" not in text


def test_an_address_keeps_its_ampersands() -> None:
    """A query string reaches the reader unchanged, quoted for HTML only."""
    url = 'https://xa.vn/tin?id=1&l="vi"'
    text, page = rendered(Entries((Entry("05/03/2026", "Trang TTĐT", "Bài", url),)))
    assert ("href", url) in page.attributes
    assert url in text


def test_an_item_without_address_is_no_link() -> None:
    """A bulletin stands by its title alone."""
    notice = letters.write(unit(), march([bulletin(1, "Bản tin sáng về một cửa", "2026-03-04")]))
    assert "Bản tin sáng về một cửa" in notice.html
    assert "<a " not in notice.html


def test_bars_say_their_state_in_words_and_line_up() -> None:
    """Each month's bar is as full as its count, at most full, with figure and state beside it; months to come share one row."""
    text = letters.write(unit(), march([*counting(1, 4), *counting(2, 6), *counting(3, 3)])).text
    lines = [line for line in text.splitlines() if "█" in line or "░" in line]
    assert [line.split() for line in lines] == [
        ["01/2026", "█" * 12, "4/4", "đạt"],
        ["02/2026", "█" * 12, "6", "đạt"],
        ["03/2026", "█" * 9 + "░" * 3, "3/4", "thiếu", "1,", "trừ", "0,5", "điểm"],
        ["04/2026", "░" * 12, "0/4", "đang", "trong", "tháng"],
        ["05–12/2026", "░" * 12, "chưa", "tới"],
    ]
    assert len({re.search("[█░]", line).start() for line in lines}) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(("filled", "of"), [(0, 0), (0, 4), (3, 4), (4, 4), (9, 4), (1, 5), (7, 8), (11, 12), (12, 13), (1, 40), (40, 40)])
def test_a_bar_is_full_exactly_when_its_quota_is(filled: int, of: int) -> None:
    """However many items the quota asks for, only a met month is drawn full."""
    bar = Bar("01/2026", "x", filled, of, Tone.BAD, "thiếu")
    full, cells = bar.cells(12)
    assert 0 <= full <= cells <= 12
    assert (full == cells) is (filled >= of)
    _, page = rendered(Bars((bar,)))
    colours = [value for name, value in page.attributes if name == "bgcolor" and value in ("#b3261e", "#dfe3e7")]
    assert (set(colours) == {"#b3261e"}) is (of > 0 and filled >= of)


@given(st.text(), st.integers(0, 80))
def test_printable_text_is_one_line(text: str, most: int) -> None:
    """No control, direction or line-breaking character survives, and a length given is kept."""
    line = printable(text, most)
    assert len(line.splitlines()) <= 1
    assert line.isprintable()
    assert not most or len(line) <= most
    assert "\u202e" not in line


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_words_fit_the_page(words: str) -> None:
    """No line of words passes 78 columns unless one word alone does; the HTML stays well formed."""
    blocks: tuple[Block, ...] = (
        Callout(words, Tone.BAD),
        Heading(words),
        Paragraph(words),
        Points((words, words)),
        Entries((Entry("05/03/2026", "Trang TTĐT", words, "", words),), words),
        Copy(words),
    )
    text, page = rendered(*blocks, Grid(("a", "b"), (("1", "2"), ("3", "4")), total=True))
    assert not page.open
    longest = max(map(len, printable(words).split()), default=0)
    assert max(map(len, text.splitlines())) <= max(WIDTH, longest + 30)
    assert longest > 40 or max(map(len, text.splitlines())) <= WIDTH


def test_the_letter_is_no_longer_than_it_need_be() -> None:
    """Forty items that nobody doubts make a list of six and a number, not forty rows."""
    many = [bulletin(700 + n, f"{'Quảng Thọ'} phát lại số {n}", "2026-03-20", origin="relay") for n in range(30)]
    year = year_of([*counting(3, 3), *many], now="2026-04-01 08:00")
    text = letters.write(unit(), told(NoticeKind.SHORTFALL, [3], year, "2026-04-01")).text
    assert "và 20 mục khác" in text
    assert len(text.splitlines()) < 120
