"""Addresses that may be of one article: whether they are is told by what was read there, not by how they look."""

from pathlib import Path

import pytest
from office import FEED, PAR_BODY, PAR_TITLE, Office
from portal import Portal

from newswatch.core.count.reasons import Why

VARIANTS = [
    ("/tin/bai-mot.html", "/tin/bai-mot.html?amp=1"),
    ("/tin/bai-mot.html", "/tin/bai-mot.html?print=1"),
    ("/tin/bai-mot", "/tin/bai-mot/amp"),
    ("/tin/bai-mot.html", "/Tin/Bai-mot.html"),
    ("/tin/bai.aspx?id=aB", "/tin/bai.aspx?id=Ab"),
    ("/tin/bai-mot/", "/tin/bai-mot/index.html"),
    ("/tin/bai-mot/", "/tin/bai-mot/default.aspx"),
    ("/tin/bai-mot/index.php", "/tin/bai-mot/index.html"),
    ("/tin/bai-mot.html", "/in/bai-mot.html"),
]


def office_with(folder: Path, portal: Portal, *articles: tuple[str, str, str]) -> Office:
    """An office whose feed names articles as (path, title, text), each with a page that says so."""
    office = Office(folder, portal, FEED)
    entries = ""
    for n, (path, title, text) in enumerate(articles):
        portal.serves(path, f"<html><body><h1>{title}</h1><div class='noi-dung'><p>{text}</p></div></body></html>")
        link, at = portal.base + path.replace("&", "&amp;"), f"2026-10-05T0{n}:00:00+07:00"
        entries += f"<item><title>{title}</title><link>{link}</link><pubDate>{at}</pubDate></item>"
    portal.serves("/rss", f'<rss version="2.0"><channel>{entries}</channel></rss>', "application/rss+xml")
    office.polls("2026-10-06 09:00")
    return office


@pytest.mark.parametrize(("one", "other"), VARIANTS)
def test_two_addresses_of_one_article_count_once(tmp_path: Path, portal: Portal, one: str, other: str) -> None:
    """The same title and text were read at both: one repeats the other."""
    text = PAR_BODY.format(n=1)
    office = office_with(tmp_path, portal, (one, PAR_TITLE.format(n=1), text), (other, PAR_TITLE.format(n=1), text))
    assert len(portal.asked("/(tin|Tin|in)/")) == 2
    assert office.counted() == {"2026-10": 1}
    assert [r.why for line in office.month("2026-10").lines for r in line.because] == [Why.SAME_STORY]


@pytest.mark.parametrize(("one", "other"), VARIANTS)
def test_two_articles_with_alike_addresses_count_both(tmp_path: Path, portal: Portal, one: str, other: str) -> None:
    """Other news was read at the other address: there are two."""
    texts = (
        "Sáng nay xã công khai thủ tục hành chính mới về đất đai tại bộ phận một cửa. " * 3,
        "Chiều qua họp ban chỉ đạo cải cách hành chính. " * 4,
    )
    titles = ("Công khai thủ tục hành chính về đất đai", "Họp ban chỉ đạo cải cách hành chính của xã")
    office = office_with(tmp_path, portal, (one, titles[0], texts[0]), (other, titles[1], texts[1]))
    assert sorted(i.title for i in office.items()) == sorted(titles)
    assert office.counted() == {"2026-10": 2}


def test_an_item_known_by_a_key_of_an_earlier_version_is_not_doubled(tmp_path: Path, portal: Portal) -> None:
    """Its address gives another key today (`amp` and Unicode hosts were read otherwise, or the profile had no id_pattern): it goes on under its own."""
    office = office_with(tmp_path, portal, ("/tin/bai-mot/amp", PAR_TITLE.format(n=1), PAR_BODY.format(n=1)))
    with office.store() as store:
        store.run_sql("UPDATE items SET key = replace(key, '/amp', '')")
        store.run_sql("DELETE FROM guids")
    feed = portal._raw["/rss"].body.decode()
    portal.serves(
        "/rss", feed.replace("</channel>", "<item><title>Tin khác</title><link>/khac</link></item></channel>"), "application/rss+xml"
    )
    office.polls("2026-10-07 09:00")
    assert sorted(i.title for i in office.items()) == sorted([PAR_TITLE.format(n=1), "Tin khác"])
    assert office.counted() == {"2026-10": 1}
