"""What the dates of an article's page date: its publication, a change, an event; and those that count from the answer."""

from datetime import datetime

import pytest

from newswatch.core.model import LOCAL, Article, Profile
from newswatch.sources import article

URL = "https://xa.example/tin-1.html"
TITLE = "Xã tổ chức đối thoại với người dân"
STORY = "Sáng nay, Ủy ban nhân dân xã tổ chức đối thoại với người dân các thôn về thủ tục hành chính. " * 3
PAGE = f"<h1>{TITLE}</h1>{{}}<div class='noi-dung'><p>{STORY}</p><p>{STORY}</p></div>"
SELECTORS = Profile(name="t", article_title="h1", article_date=".ngay", article_body=".noi-dung")
ANSWERED = datetime(2026, 11, 20, 9, 0, tzinfo=LOCAL)


def at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL) if text else None


def read(dates: str, profile: Profile | None = None, head: str = "") -> Article:
    body = f"<html><head><title>{TITLE}</title>{head}</head><body>{PAGE.format(dates)}</body></html>".encode()
    return article.read(body, URL, profile, title_hint=TITLE, answered_at=ANSWERED)


@pytest.mark.parametrize("profile", [None, SELECTORS], ids=["guessed", "by selector"])
@pytest.mark.parametrize(
    ("dates", "published", "modified"),
    [
        ('<div class="ngay">02/11/2026 08:15</div>', "2026-11-02 08:15", None),
        ('<div class="ngay">Ngày đăng: 02/11/2026</div>', "2026-11-02", None),
        ('<div class="ngay">Cập nhật: 12/11/2026</div>', None, "2026-11-12"),
        ('<div class="ngay">Ngày cập nhật 12/11/2026</div>', None, "2026-11-12"),
        ('<div class="ngay"><b>Cập nhật:</b> 12/11/2026</div>', None, "2026-11-12"),
        ('<div><span>Cập nhật lần cuối:</span> <span class="ngay">12/11/2026</span></div>', None, "2026-11-12"),
        ('<dl><dt>Cập nhật</dt><dd class="ngay">12/11/2026</dd></dl>', None, "2026-11-12"),
        ('<div class="ngay">Đăng ngày 02/11/2026</div><div class="ngay">Cập nhật ngày 12/11/2026</div>', "2026-11-02", "2026-11-12"),
        ('<div class="ngay">Cập nhật ngày 12/11/2026</div><div class="ngay">Đăng ngày 02/11/2026</div>', "2026-11-02", "2026-11-12"),
        ('<div class="ngay">Đăng ngày 02/11/2026 | Cập nhật ngày 12/11/2026</div>', "2026-11-02", "2026-11-12"),
        ('<div class="ngay">Cập nhật 12/11/2026</div><p>Ngày xuất bản: 02/11/2026</p>', "2026-11-02", "2026-11-12"),
        ('<i class="ngay"><time class="updated" datetime="2026-11-12T08:00:00+07:00">12/11/2026</time></i>', None, "2026-11-12 08:00"),
        ('<time class="ngay" itemprop="dateModified" datetime="2026-11-12T08:00:00+07:00">12/11/2026</time>', None, "2026-11-12 08:00"),
        ('<time class="ngay published updated" datetime="2026-11-02T08:00:00+07:00">02/11/2026</time>', "2026-11-02 08:00", None),
        ('<div class="ngay">Last updated: 12 November 2026</div>', None, "2026-11-12"),
        ("", None, None),
    ],
)
def test_a_change_is_not_a_publication(dates: str, published: str | None, modified: str | None, profile: Profile | None) -> None:
    """The date of a change is told apart by its label, its class or its microdata, wherever the label stands."""
    found = read(dates, profile)
    assert found.published_at == at(published)
    assert published or found.modified_at == at(modified)


LINKED = '<script type="application/ld+json">{{"@type": "NewsArticle", {}}}</script>'


@pytest.mark.parametrize(
    ("head", "published", "modified"),
    [
        (LINKED.format('"datePublished": "2026-11-02", "dateModified": "2026-11-12"'), "2026-11-02", "2026-11-12"),
        (LINKED.format('"dateModified": "2026-11-12", "datePublished": "2026-11-02"'), "2026-11-02", "2026-11-12"),
        (LINKED.format('"dateModified": "2026-11-12"'), None, "2026-11-12"),
        (LINKED.format('"dateModified": "2026-11-12", "datePublished": "hôm nọ"'), None, "2026-11-12"),
        (LINKED.format('"dateModified": "2026-11-02", "datePublished": "2026-11-12"'), "2026-11-12", "2026-11-02"),
        ('<meta property="article:modified_time" content="2026-11-12">', None, "2026-11-12"),
        ('<meta property="og:updated_time" content="2026-11-12">', None, "2026-11-12"),
        (
            '<meta name="DCTERMS.modified" content="2026-11-12"><meta name="DC.date.issued" content="2026-11-02">',
            "2026-11-02",
            "2026-11-12",
        ),
        (
            '<meta property="article:modified_time" content="2026-11-12"><meta property="article:published_time" content="2026-11-02">',
            "2026-11-02",
            "2026-11-12",
        ),
    ],
)
def test_metadata_of_a_change_is_none_of_publication(head: str, published: str | None, modified: str | None) -> None:
    """What JSON-LD and meta tags say of a change never stands for publication, nor the other way round."""
    found = read("", head=head)
    assert (found.published_at, found.modified_at) == (at(published), at(modified))


@pytest.mark.parametrize(
    ("dates", "published", "bare"),
    [
        ("<div>Ngày 02/12/2021 18:00:00</div>", "2021-12-02 18:00:00", None),
        ("<p>Ngày 20/11/2026, UBND xã tổ chức hội nghị</p>", None, None),
        ("<p>Ngày 20/11/2026, lúc 8 giờ 30, UBND xã họp</p>", None, None),
        ("<div class='ngay'>Ngày 20/11/2026</div>", None, "2026-11-20"),
        ("<p>Ngày 20/11/2026</p><p>Đăng ngày 12/11/2026</p>", "2026-11-12", None),
        ("<p>Ngày đăng 20/11/2026</p>", "2026-11-20", None),
        ("<p>Xuất bản ngày 20/11/2026</p>", "2026-11-20", None),
    ],
)
def test_an_unlabelled_day_is_no_publication_by_itself(dates: str, published: str | None, bare: str | None) -> None:
    """An unlabelled "Ngày …" dates an article if it carries a clock; else it is kept with its place, or is an event's."""
    found = read(dates)
    assert (found.published_at, found.bare_at) == (at(published), at(bare))
    assert bool(found.bare_place) is bool(bare)


def test_the_place_of_an_unlabelled_day_is_that_of_its_template() -> None:
    """Two articles of one template print it at one place, another template elsewhere, whatever number a class carries."""
    first, second = (read(f"<div class='tin-{n} meta'><i>Ngày {n}/11/2026</i></div>") for n in (10, 11))
    assert first.bare_place == second.bare_place != read("<p>Ngày 12/11/2026</p>").bare_place


@pytest.mark.parametrize("profile", [None, SELECTORS], ids=["guessed", "by selector"])
@pytest.mark.parametrize(
    ("dates", "relative"),
    [
        ('<div class="ngay">3 ngày trước</div>', "2026-11-17"),
        ('<div class="ngay">Đăng 2 giờ trước</div>', "2026-11-20"),
        ('<div class="ngay">hôm qua</div>', "2026-11-19"),
        ('<div class="ngay">Hôm nay, 08:30</div>', "2026-11-20 08:30"),
        ('<div class="ngay">Cập nhật 3 ngày trước</div>', None),
        ('<div class="ngay">19 ngày trước</div>', None),
        ('<div class="ngay">2 tháng trước</div>', None),
        ('<div class="ngay">12 lượt xem</div>', None),
    ],
)
def test_relative_dates_count_from_the_answer(dates: str, relative: str | None, profile: Profile | None) -> None:
    """A relative date is that of the answer less what it says; one of a change, or one whose days lie in two months, dates nothing."""
    found = read(dates, profile)
    assert (found.published_at, found.modified_at, found.relative_at) == (None, None, at(relative))


def test_a_time_alone_means_today_where_the_profile_says_so() -> None:
    """ "08:30" in the profile's date is of the day of the answer; elsewhere it may be an event's."""
    assert read('<div class="ngay">08:30</div>', SELECTORS).relative_at == at("2026-11-20 08:30")
    assert read('<div class="ngay">08:30</div>').relative_at is None


def test_without_the_time_of_the_answer_no_relative_date_is_read() -> None:
    """A page read again from its capture, whose moment nobody hands over, has no relative date."""
    body = f"<html><body>{PAGE.format('<i class=ngay>hôm qua</i>')}</body></html>".encode()
    assert article.read(body, URL, SELECTORS).relative_at is None
