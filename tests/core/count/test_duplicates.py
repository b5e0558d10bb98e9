"""Which items tell the same news: what joins them, what keeps them apart, and that order is no matter."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from worlds import FILLER, bulletin, countable

from newswatch.core.count.duplicates import Duplicate, Sameness, clusters, duplicates
from newswatch.core.model import Channel, Countable, Origin

TITLE = "Xã ra mắt tổ công nghệ số cộng đồng"
OTHER_TITLE = "Tổ công nghệ số về từng ngõ"
LONG = f"{FILLER} {FILLER}"


def groups(*items: Countable) -> list[tuple[int, ...]]:
    """The clusters of these items, each once."""
    return sorted(set(clusters(items, duplicates(items)).values()))


def why(*items: Countable) -> set[Sameness]:
    """The reasons for which pairs were found."""
    return {pair.because for pair in duplicates(items)}


def test_an_item_alone_is_its_own_cluster() -> None:
    """Items that share nothing stay alone."""
    assert groups(countable(1, TITLE, "2026-10-05"), countable(2, OTHER_TITLE, "2026-10-05"), bulletin(3, "Tin khác", "2026-10-05")) == [
        (1,),
        (2,),
        (3,),
    ]
    assert groups() == []


@pytest.mark.parametrize("day", ["2026-10-05", "2026-12-30", None])
def test_one_title_and_opening_are_the_same_news(day: str | None) -> None:
    """A text posted again under its title is the same news whenever that is, however its end or its setting differ."""
    first, again = countable(1, TITLE, "2026-10-05", text=LONG), countable(2, TITLE.upper(), day, text=LONG.upper() + " Ảnh: P.V")
    assert groups(first, again) == [(1, 2)]
    assert why(first, again) == {Sameness.OPENING}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            countable(1, "Kết quả cải cách hành chính tháng 3", "2026-03-31"),
            countable(2, "Kết quả cải cách hành chính tháng 4", "2026-04-30"),
        ),
        (
            bulletin(1, "Kết quả cải cách hành chính tháng 3", "2026-03-31"),
            bulletin(2, "Kết quả cải cách hành chính tháng 4", "2026-04-02"),
        ),
        (countable(1, TITLE, "2026-03-05"), countable(2, TITLE, "2026-08-05")),
        (countable(1, TITLE, "2026-03-05"), countable(2, TITLE, "2026-03-05")),
        (countable(1, TITLE, "2026-03-05", text=""), countable(2, TITLE, "2026-03-06", text="")),
        (countable(1, TITLE, "2026-03-05", text=""), countable(2, TITLE, None, text="")),
        (countable(1, "", "2026-03-05", text=""), countable(2, "…", "2026-03-05", text="")),
    ],
)
def test_a_series_stays_several(one: Countable, other: Countable) -> None:
    """Another number in the title, another text under it, or another day without any text is other news; no title joins nothing."""
    assert groups(one, other) == [(1,), (2,)]


def test_one_title_on_one_day_without_texts_is_one_article() -> None:
    """An article listed twice whose text can't be read is known by its title and day."""
    one, other = countable(1, TITLE, "2026-03-05 08:00", text=""), countable(2, TITLE, "2026-03-05 17:00", text="Ảnh")
    assert groups(one, other) == [(1, 2)]
    assert why(one, other) == {Sameness.TITLE_AND_DAY}


@pytest.mark.parametrize(
    ("channel", "days", "joined"),
    [(Channel.PORTAL, days, joined) for days, joined in [(0, True), (1, True), (31, True), (32, False), (-31, True), (-32, False)]]
    + [(Channel.LOUDSPEAKER, days, joined) for days, joined in [(0, True), (14, True), (15, False), (-14, True), (-15, False)]],
)
def test_a_bulletin_logged_by_title_joins_what_is_near(channel: Channel, days: int, joined: bool) -> None:
    """An airing of a title joins the article of that title up to 31 days before or after it, another airing up to 14 days."""
    told = countable(1, TITLE, "2026-06-15", channel)
    airing = bulletin(2, TITLE, (date(2026, 6, 15) + timedelta(days=days)).isoformat())
    assert groups(told, airing) == ([(1, 2)] if joined else [(1,), (2,)])
    assert why(told, airing) == ({Sameness.TITLE} if joined else set())


def test_a_summary_of_a_few_words_is_no_text() -> None:
    """A bulletin with a line of summary still joins by its title."""
    assert groups(countable(1, TITLE, "2026-06-15"), bulletin(2, TITLE, "2026-06-16", text="Tin về tổ công nghệ số.")) == [(1, 2)]


def test_airings_do_not_carry_a_cluster_on_and_on() -> None:
    """31 days run from the first item: an airing on day 40 is a new one, though another was aired on day 20."""
    items = [countable(1, TITLE, "2026-03-01"), bulletin(2, TITLE, "2026-03-21"), bulletin(3, TITLE, "2026-04-10")]
    assert groups(*items) == [(1, 2), (3,)]
    assert groups(*(bulletin(n, TITLE, day) for n, day in enumerate(("2026-03-01", "2026-03-21", "2026-04-10", "2026-04-30"), 1))) == [
        (1,),
        (2,),
        (3,),
        (4,),
    ]


def test_a_rebroadcast_joins_over_a_longer_time() -> None:
    """What is logged as a rebroadcast joins an airing up to 31 days before it."""
    assert groups(bulletin(1, TITLE, "2026-03-01"), bulletin(2, TITLE, "2026-03-30", origin=Origin.REBROADCAST)) == [(1, 2)]


def test_a_script_read_out_repeats_its_article() -> None:
    """A bulletin with a script in other words joins the article of its title, the nearest one, and no second one."""
    script = bulletin(9, TITLE, "2026-10-07", text=f"Kính thưa bà con. {LONG.upper()[:150]} Xin cảm ơn.")
    assert groups(countable(1, TITLE, "2026-10-05"), countable(2, TITLE, "2026-10-25"), script) == [(1, 9), (2,)]


@pytest.mark.parametrize(
    ("aired", "expected"),
    [
        ("2026-10-06", [(1, 9), (2,)]),
        ("2026-10-14", [(1, 9), (2,)]),
        ("2026-10-15", [(1, 9), (2,)]),
        ("2026-10-16", [(1,), (2, 9)]),
        ("2026-11-20", [(1,), (2, 9)]),
        ("2026-11-26", [(1,), (2,), (9,)]),
    ],
)
def test_an_airing_between_two_articles_of_a_series_joins_the_nearer(aired: str, expected: list[tuple[int, ...]]) -> None:
    """Two texts under one title stay apart when the title is read out between them."""
    assert groups(countable(1, TITLE, "2026-10-05"), countable(2, TITLE, "2026-10-25"), bulletin(9, TITLE, aired)) == expected


def test_many_airings_between_two_articles_bridge_nothing() -> None:
    """Daily airings from one article of a series to the next belong to the nearer one each."""
    airings = [bulletin(10 + n, TITLE, f"2026-10-{6 + n:02d}") for n in range(19)]
    first, second = groups(countable(1, TITLE, "2026-10-05"), countable(2, TITLE, "2026-10-25"), *airings)
    assert (first[0], second[0], len(first) + len(second)) == (1, 2, 21)


WEEKLY = "Bản tin cải cách hành chính"


def test_a_programme_comes_back_with_another_script() -> None:
    """A generic title is other news each day it is aired, and the same on one day."""
    items = [bulletin(1, WEEKLY, "2026-10-05 05:30"), bulletin(2, WEEKLY, "2026-10-05 17:30"), bulletin(3, WEEKLY, "2026-10-12 05:30")]
    assert groups(*items) == [(1, 2), (3,)]


def test_a_rebroadcast_programme_joins_the_last_one_before_it() -> None:
    """Each week's rebroadcast belongs to its own week and joins no two weeks."""
    aired = [bulletin(n, WEEKLY, f"2026-10-{day:02d}") for n, day in ((1, 5), (2, 12), (3, 19))]
    again = [bulletin(n, WEEKLY, f"2026-10-{day:02d}", origin=Origin.REBROADCAST) for n, day in ((11, 6), (12, 18), (13, 20), (14, 21))]
    assert groups(*aired, *again) == [(1, 11), (2, 12), (3, 13, 14)]


@pytest.mark.parametrize(
    ("title", "generic"),
    [
        (WEEKLY, True),
        ("Chuyên mục: Cải cách hành chính", True),
        ("ĐIỂM TIN TRONG TUẦN", True),
        ("Thời sự xã", True),
        ("Bản tin cải cách hành chính: xã trả 63 sổ đỏ sớm hẹn", False),
        ("Bản tình ca", False),
        ("Nghe bản tin cải cách hành chính", False),
    ],
)
def test_generic_titles(title: str, generic: bool) -> None:
    """A short title that begins as a programme's does names no news; with a headline after it, it does."""
    assert groups(bulletin(1, title, "2026-10-05"), bulletin(2, title, "2026-10-06")) == ([(1,), (2,)] if generic else [(1, 2)])


def test_one_text_under_two_titles_is_the_same_news() -> None:
    """A text taken over word for word is known by itself, whenever it was posted and however it is set."""
    one, other = countable(1, TITLE, "2026-03-05", text=LONG), countable(2, OTHER_TITLE, "2026-09-05", text=LONG.replace(" ", "\n").upper())
    assert groups(one, other) == [(1, 2)]
    assert why(one, other) == {Sameness.TEXT}


@pytest.mark.parametrize("text", ["", "Xem tệp đính kèm.", FILLER])
def test_little_text_under_two_titles_joins_nothing(text: str) -> None:
    """Texts too short to tell are no sign: a notice may stand under many titles."""
    assert groups(countable(1, TITLE, "2026-03-05", text=text), countable(2, OTHER_TITLE, "2026-03-05", text=text)) == [(1,), (2,)]


@pytest.mark.parametrize(
    ("title", "text", "day", "joined"),
    [
        (OTHER_TITLE, LONG + " Hết.", "2026-03-06", True),
        (TITLE + " lưu động", LONG.replace("hai buổi", "ba buổi"), "2026-03-06", True),
        ("Xã ra mắt tổ công nghê số cộng đồng", LONG.replace("cuối tuần", "cuối tháng"), "2026-03-05", True),
        (OTHER_TITLE, LONG + " Hết.", "2026-03-20", False),
        (TITLE + " số 2", LONG + " Hết.", "2026-03-06", False),
        (OTHER_TITLE, LONG + " Có 12 hồ sơ.", "2026-03-06", False),
    ],
)
def test_similar_items_within_days_are_the_same_news(title: str, text: str, day: str, joined: bool) -> None:
    """An edited title or a few other words within 14 days are the same news; another number in title or text is other news."""
    one, other = countable(1, TITLE, "2026-03-05", text=LONG), countable(2, title, day, text=text)
    assert groups(one, other) == ([(1, 2)] if joined else [(1,), (2,)])
    assert why(one, other) == ({Sameness.ALIKE} if joined else set())


def test_a_bulletin_retold_from_the_portal_finds_its_article() -> None:
    """A row marked as edited from the portal joins the article it is most similar to by a clear margin, and none where two are as similar."""
    article = countable(
        1, "Bà con thôn Đông nhận sổ đỏ tại nhà văn hóa", "2026-10-05", text="Sáng nay 63 hộ thôn Đông nhận sổ đỏ sớm hơn hẹn 13 ngày."
    )
    other = countable(2, "Khai trương quầy hướng dẫn hồ sơ", "2026-10-05", text="Quầy đặt tại chợ Bến.")
    told = bulletin(9, "63 hộ ở thôn Đông cầm sổ đỏ về nhà sớm hơn hẹn 13 ngày", "2026-10-07", origin=Origin.RETOLD)
    assert groups(article, other, told) == [(1, 9), (2,)]
    assert why(article, other, told) == {Sameness.RETOLD}
    assert groups(article, replace(article, id=3, title="Bà con thôn Đông nhận sổ đỏ sớm hẹn", same_as=3), told) == [(1, 9), (3,)]
    assert groups(other, told) == [(2,), (9,)]


URL = "https://xa.example.vn/?gd=4&cn=121&tc=32183"


@pytest.mark.parametrize(
    ("link", "joined"),
    [
        (URL, True),
        ("http://www.xa.example.vn:8080/?tc=32183&cn=121&gd=4&utm_source=zalo", True),
        ("https://xa.example.vn/?gd=4&cn=121&tc=32184", False),
        ("", False),
        ("http://[xa", False),
        ("xem trên trang xã", False),
    ],
)
def test_the_log_may_link_to_the_article(link: str, joined: bool) -> None:
    """A row of the log joins the article it links to by any of its addresses; what is no address joins nothing and harms nothing."""
    article, airing = countable(1, TITLE, "2026-03-05", url=URL), bulletin(2, OTHER_TITLE, "2026-09-05", url=link)
    assert groups(article, airing) == ([(1, 2)] if joined else [(1,), (2,)])
    assert why(article, airing) == ({Sameness.LINK} if joined else set())


def test_a_link_outweighs_a_title() -> None:
    """An airing that links to one article of a series is not drawn to a nearer one, nor joins the two."""
    items = [
        countable(1, TITLE, "2026-10-05"),
        countable(2, TITLE, "2026-10-25"),
        bulletin(3, TITLE, "2026-10-24", url="https://xa.example.vn/tin/1.html"),
    ]
    assert groups(*items) == [(1, 3), (2,)]


def test_a_person_joins_what_nothing_else_does() -> None:
    """What a person says is the same news is, over titles, texts, channels and months."""
    items = [countable(1, TITLE, "2026-03-05"), bulletin(2, OTHER_TITLE, "2026-09-05", same_as=1)]
    assert groups(*items) == [(1, 2)]
    assert why(*items) == {Sameness.PERSON}


@pytest.mark.parametrize(
    "other",
    [
        countable(2, TITLE, "2026-10-05", text=LONG),
        bulletin(2, TITLE, "2026-10-05"),
        countable(2, OTHER_TITLE, "2026-10-05", text=LONG),
        bulletin(2, OTHER_TITLE, "2026-10-05", url="https://xa.example.vn/tin/1.html"),
    ],
)
def test_a_person_sets_an_item_apart(other: Countable) -> None:
    """An item of which a person says that it repeats none joins nothing, nor does anything join it."""
    first = countable(1, TITLE, "2026-10-05", text=LONG)
    assert groups(first, other) == [(1, 2)]
    assert groups(first, replace(other, same_as=2)) == groups(replace(first, same_as=1), other) == [(1,), (2,)]


def test_a_person_outranks_title_text_and_link() -> None:
    """An item said to repeat one item is not drawn to another by title, text or link."""
    items = [
        countable(1, TITLE, "2026-10-05", text=LONG),
        countable(2, OTHER_TITLE, "2026-10-05"),
        bulletin(3, TITLE, "2026-10-05", text=LONG, url="https://xa.example.vn/tin/1.html", same_as=2),
    ]
    assert groups(*items) == [(1,), (2, 3)]


SETTLED_ARTICLE = countable(2, OTHER_TITLE, "2026-10-06", text=LONG, same_as=1)


@pytest.mark.parametrize(
    ("settled", "airing"),
    [
        (bulletin(2, OTHER_TITLE, "2026-10-06", same_as=1), bulletin(3, OTHER_TITLE, "2026-10-07")),
        (bulletin(2, OTHER_TITLE, "2026-10-06", same_as=1, text=LONG), bulletin(3, "Đọc lại", "2026-12-07", text=LONG)),
        (SETTLED_ARTICLE, bulletin(3, OTHER_TITLE, "2026-10-07")),
        (SETTLED_ARTICLE, bulletin(3, "Đọc lại", "2026-12-07", text=LONG)),
        (SETTLED_ARTICLE, bulletin(3, "Đọc lại", "2026-12-07", url="https://xa.example.vn/tin/2.html")),
    ],
)
def test_an_airing_follows_what_a_person_settled(settled: Countable, airing: Countable) -> None:
    """A further airing, by title, script or link, of an item that a person gave to a cluster belongs to that cluster too."""
    assert groups(countable(1, TITLE, "2026-10-05"), settled, airing) == [(1, 2, 3)]


@pytest.mark.parametrize("text", ["", LONG])
def test_an_article_does_not_follow_what_a_person_settled(text: str) -> None:
    """An article that is like an item a person gave to another cluster stays out of it, also where a further airing is like both."""
    first, settled = countable(1, "Tin một", "2026-10-05"), bulletin(2, TITLE, "2026-10-06", text=text, same_as=1)
    article, airing = countable(3, TITLE, "2026-10-06", text=text), bulletin(4, TITLE, "2026-10-06", text=text)
    assert groups(first, settled, article, airing) == [(1, 2, 4), (3,)]


def test_an_airing_a_person_gave_a_text_is_not_drawn_to_another() -> None:
    """A bulletin that repeats one article, by a person's word, is not joined to a second one by its title."""
    told = countable(4, OTHER_TITLE, "2026-10-05", same_as=1)
    assert groups(countable(2, TITLE, "2026-10-05", text=LONG), bulletin(1, TITLE, "2026-10-05"), told) == [(1, 4), (2,)]


@pytest.mark.parametrize("text", ["", LONG])
def test_what_was_settled_in_two_ways_is_not_joined(text: str) -> None:
    """A further airing follows one of two that a person settled, and does not join their clusters."""
    items = [
        countable(1, "Tin một", "2026-10-05"),
        countable(2, "Tin hai", "2026-10-05"),
        bulletin(3, TITLE, "2026-10-06", text=text, same_as=1),
        bulletin(4, TITLE, "2026-10-06", text=text, same_as=2),
        bulletin(5, TITLE, "2026-10-07", text=text),
    ]
    assert groups(*items) == [(1, 3, 5), (2, 4)]


def test_what_was_settled_on_an_item_that_is_void_is_open_again() -> None:
    """Where the item said to be repeated is no longer there, titles and texts decide again."""
    assert groups(countable(1, TITLE, "2026-10-05"), bulletin(2, TITLE, "2026-10-06", same_as=77)) == [(1, 2)]


def test_clusters_close_over_pairs() -> None:
    """Pairs that share an item are one cluster, given with every id in ascending order."""
    items = [countable(n, f"Tin {n}", "2026-10-05") for n in (5, 3, 8, 1)]
    pairs = [Duplicate(8, 5, Sameness.TEXT), Duplicate(3, 8, Sameness.TITLE)]
    assert clusters(items, pairs) == {1: (1,), 3: (3, 5, 8), 5: (3, 5, 8), 8: (3, 5, 8)}


@pytest.mark.parametrize(("text", "pairs"), [("", 999), (LONG, 2 * 999)])
def test_the_pairs_of_a_long_series_stay_few(text: str, pairs: int) -> None:
    """A title, or a text, that stands a thousand times is paired with the first, not all with all."""
    assert len(duplicates([bulletin(n, TITLE, "2026-10-05", text=text) for n in range(1, 1001)])) == pairs
