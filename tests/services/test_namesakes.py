"""Feeds that name several articles by one address: each guid is an item, and an item stays itself whatever its guid, from poll to poll."""

from html import escape
from pathlib import Path
from typing import NamedTuple

import pytest
from office import FEED, Office
from portal import Portal

from newswatch.core.count.statement import State
from newswatch.services import check

TITLES = (
    "Xã công khai thủ tục hành chính tại bộ phận một cửa",
    "Đẩy mạnh cải cách hành chính, rút ngắn thời gian giải quyết hồ sơ thủ tục hành chính",
    "Nâng cao chỉ số cải cách hành chính năm nay của xã",
    "Họp ban chỉ đạo cải cách hành chính của xã",
    "Tập huấn giải quyết thủ tục hành chính trên môi trường mạng",
)
TEXT = "{title}. Sáng nay, công chức của xã họp bàn việc này trong buổi làm việc tại trụ sở, với sự tham gia của các trưởng thôn, phần {n}."


class Told(NamedTuple):
    """One entry as the feed tells it; a title of its own for each `n`."""

    n: int
    guid: str = ""
    link: str = "/tin"
    day: str = ""
    title: str = ""

    def xml(self, base: str) -> str:
        title, guid = self.title or TITLES[self.n], f'<guid isPermaLink="false">{escape(self.guid)}</guid>' if self.guid else ""
        text = escape(TEXT.format(title=title, n=self.n))
        at = f"<pubDate>2026-10-{self.day or f'{5 + self.n:02}'}T08:00:00+07:00</pubDate>"
        return f"<item><title>{escape(title)}</title><link>{base}{self.link}</link>{guid}{at}<description>{text}</description></item>"


class World:
    def __init__(self, folder: Path, portal: Portal) -> None:
        self.portal, self.office, self.hour = portal, Office(folder, portal, FEED), 0
        for path in ("/tin", "/", "/khac"):
            portal.serves(path, "<html><body><h1>Trang chủ</h1><p>Danh sách tin của xã</p></body></html>")
        for n in range(9):
            portal.article(n, title=f"Giải bóng chuyền thôn {n}", date=f"2026-09-{20 - n} 08:00")

    def tells(self, *told: Told) -> check.Report:
        """Shows these entries above older ones, and polls."""
        old = "".join(
            f"<item><title>Giải bóng chuyền thôn {n}</title><link>{self.portal.url_of(n)}</link><pubDate>2026-09-{20 - n}T08:00:00+07:00</pubDate></item>"
            for n in range(9)
        )
        body = f'<rss version="2.0"><channel>{"".join(t.xml(self.portal.base) for t in told)}{old}</channel></rss>'
        self.portal.serves("/rss", body, "application/rss+xml")
        self.hour += 1
        return self.office.polls(f"2026-10-20 {self.hour:02}:00")

    @property
    def october(self) -> int:
        return self.office.counted().get("2026-10", 0)

    @property
    def titles(self) -> list[str]:
        """The titles of the PAR items that were ever seen, in the order of their numbers."""
        return [i.title for i in self.office.items() if "bóng chuyền" not in i.title]


@pytest.fixture
def world(tmp_path: Path, portal: Portal) -> World:
    return World(tmp_path, portal)


KINDS = {
    "one page": [Told(n, f"bai-{n}") for n in range(5)],
    "the home page": [Told(n, f"bai-{n}", "/") for n in range(5)],
    "addresses as guids": [Told(n, f"https://xa.example.vn/?p={n}") for n in range(5)],
    "fragments": [Told(n, "", f"/tin#bai-{n}") for n in range(5)],
    "fragments as guids": [Told(n, f"https://xa.example.vn/tin#{n}") for n in range(5)],
    "no guid, other days": [Told(n) for n in range(5)],
    "one guid for all": [Told(n, "https://127.0.0.1/") for n in range(1)] + [Told(n, f"b{n}") for n in range(1, 5)],
    "numbers": [Told(n, str(n)) for n in range(5)],
}


@pytest.mark.parametrize("told", KINDS.values(), ids=KINDS)
def test_entries_of_one_address_are_as_many_as_their_names(world: World, told: list[Told]) -> None:
    """Five articles behind one address are five items with their own titles and texts, however the feed tells them apart."""
    world.tells(*told)
    assert (world.october, world.titles) == (5, list(TITLES))
    assert all(item.title in item.text for item in world.office.items() if "bóng" not in item.title)
    world.tells(*told, Told(0, "x", "/khac", title="Tin khác"))
    assert world.october == 5


@pytest.mark.parametrize("told", KINDS.values(), ids=KINDS)
def test_they_stay_themselves_however_they_come(world: World, told: list[Told]) -> None:
    """Arriving one by one, leaving one by one, alone or together: each is one item all along, and its title is its own."""
    for last in range(1, 6):
        world.tells(*told[max(0, last - 2) : last][::-1])
    for first in range(5):
        world.tells(*told[first:])
    assert sorted(world.titles) == sorted(TITLES)
    assert world.october == 5


def test_one_after_another_alone_they_are_told_apart_by_guid(world: World) -> None:
    """A feed that never shows two of them at once still gives each its item."""
    for n in range(5):
        world.tells(Told(n, f"bai-{n}"))
    assert (world.october, world.titles) == (5, list(TITLES))


def test_a_changed_guid_is_the_same_item(world: World) -> None:
    """The same address and title under a new guid: one item, alone and among others."""
    world.tells(Told(0, "a"))
    world.tells(Told(0, "b"))
    assert len(world.titles) == 1
    world.tells(Told(1, "c"), Told(2, "d"))
    world.tells(Told(1, "c2"), Told(2, "d2"))
    world.tells(Told(1, "https://xa.example.vn/?p=1"), Told(2, "d3"))
    world.tells(Told(1, "http://xa.example.vn/?p=1"), Told(2, "d3"))
    assert world.titles == list(TITLES[:3])
    assert world.october == 3


def test_a_new_title_under_the_same_guid_is_the_same_item(world: World) -> None:
    """A guid that was seen before names its item, whatever its title is now."""
    world.tells(Told(0, "a"), Told(1, "b"))
    world.tells(Told(0, "a", title="Xã niêm yết thủ tục hành chính"), Told(1, "b"))
    assert world.titles == ["Xã niêm yết thủ tục hành chính", TITLES[1]]


def test_an_entry_told_twice_is_one(world: World) -> None:
    """One guid twice, or one text under two guids on one day: one item."""
    world.tells(Told(0, "a"), Told(0, "a"), Told(1, "b"), Told(1, "c"))
    assert (world.october, world.titles) == (2, list(TITLES[:2]))


def test_articles_with_addresses_of_their_own_are_opened(world: World) -> None:
    """Guids change nothing for articles that have their own addresses: the page is read, an edited title stays one item, and so does a listed one."""
    url = world.portal.article(50, title=TITLES[0], date="2026-10-05 08:00", body=TEXT.format(title="Toàn văn", n=50))
    world.tells(Told(0, "a", url.removeprefix(world.portal.base)))
    world.tells(Told(0, "a", url.removeprefix(world.portal.base), title="Tên mới"))
    world.tells(Told(0, "b", url.removeprefix(world.portal.base), title="Tên mới"))
    assert [i.title for i in world.office.items() if i.text.startswith("Toàn văn")] == ["Tên mới"]
    assert len(world.titles) == 1


def test_an_item_of_an_earlier_version_is_not_doubled(world: World) -> None:
    """An item known by its address before guids were kept goes on as the entry that it was, beside those that were lost then."""
    world.tells(Told(0, "a"))
    with world.office.store() as store:
        store.run_sql("DELETE FROM guids")
    world.tells(*[Told(n, "abcde"[n]) for n in range(3)])
    assert world.titles == list(TITLES[:3])
    world.tells(*[Told(n, "abcde"[n]) for n in range(3)])
    assert (world.october, len(world.titles)) == (3, 3)


def test_an_earlier_item_keeps_its_guid_though_nothing_changed(world: World) -> None:
    """After an upgrade the guid of an unchanged entry is noted, so that another article under its address is told apart from it."""
    world.tells(Told(0, "a"))
    with world.office.store() as store:
        store.run_sql("DELETE FROM guids")
    world.tells(Told(0, "a"), Told(4, "z", "/khac"))
    world.tells(Told(1, "b"))
    assert sorted(world.titles) == sorted([TITLES[0], TITLES[1], TITLES[4]])


def test_articles_that_left_the_feed_stay(world: World) -> None:
    """The page behind a shared address is not asked what became of one article: it neither re-titles nor removes it."""
    world.tells(*KINDS["one page"])
    world.tells()
    assert (world.october, world.titles) == (5, list(TITLES))
    assert world.portal.asked("^/tin$") == []
    assert world.office.month("2026-10").state in (State.MET, State.OPEN)
