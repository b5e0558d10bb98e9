"""The makers of generated worlds do what the worlds rely on."""

from datetime import datetime, timedelta

import pytest
from generated.answers import twisted
from generated.make import make
from generated.pools import EVERY_KIND, ITEM_KINDS, POOLS
from generated.printed import feed_date, printed
from generated.world import Form, Layout, World

from newswatch.core.model import LOCAL

AT = datetime(2026, 11, 5, 14, 30, tzinfo=LOCAL)
NOW = datetime(2026, 11, 8, 9, 0, tzinfo=LOCAL)


@pytest.mark.parametrize("seed", [147, 243, 819])
def test_seeds_keep_their_worlds(seed: int) -> None:
    """A seed of the pool of lists has the kind that it always had; other pools have turns of their own."""
    assert make(seed).kind == "archive_limit"
    assert make(seed, pool="items").kind in POOLS["items"]
    assert set(POOLS["all"]) == set(EVERY_KIND)


@pytest.mark.parametrize("kind", ITEM_KINDS)
def test_each_kind_of_items_is_in_the_way(kind: str) -> None:
    """A kind of items says or answers something that an ordinary world doesn't, and is not held to be ordinary."""
    made = [make(seed, kind) for seed in range(5)]
    assert sum(map(is_odd, made)) >= 4
    assert not any(world.ordinary for world in made)
    assert not any(is_odd(make(seed, "ordinary")) for seed in range(5))


def is_odd(world: World) -> bool:
    """Whether items of a world are told of otherwise than by an ordinary portal."""
    layout, plain = world.layout, Layout()
    told = (layout.list_form, layout.page_form, layout.modified, layout.article_dates)
    odd_posts = (p for p in world.posts if p.says or p.unlisted_at or p.event_at or p.edits or p.flipped or p.foreign or p.shared)
    usual = (plain.list_form, plain.page_form, plain.modified, plain.article_dates)
    return told != usual or world.feed is not None or any(odd_posts) or any(visit.troubles for visit in world.visits)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("day", "05/11/2026 14:30"),
        ("month_first", "11/5/2026 2:30:00 PM"),
        ("short_year", "05/11/26 14:30"),
        ("iso_07", "2026-11-05T14:30:00+07"),
        ("sql", "2026-11-05 14:30:00.000"),
        ("odd_zone", "2026-11-05+0700:14:30"),
        ("relative", "3 ngày trước"),
    ],
)
def test_shapes_of_dates(form: Form, shown: str) -> None:
    """Each form prints the same instant in its own shape."""
    assert printed(AT, form, NOW, clock=True) == shown


@pytest.mark.parametrize(
    ("gone", "by_day", "shown"),
    [
        (timedelta(minutes=5), True, "Hôm nay, 08:55"),
        (timedelta(hours=10), True, "Hôm qua, 23:00"),
        (timedelta(hours=10), False, "10 giờ trước"),
        (timedelta(hours=34), True, "2 ngày trước"),
        (timedelta(hours=34), False, "1 ngày trước"),
        (timedelta(days=9), True, "30/10/2026"),
    ],
)
def test_relative_dates(gone: timedelta, by_day: bool, shown: str) -> None:
    """The time gone by is told in days of the calendar or in whole days, what is long ago by its date."""
    assert printed(NOW - gone, "relative", NOW, clock=True, by_day=by_day) == shown


def test_dates_of_feeds() -> None:
    """A feed writes the instant soundly, in local time that it calls GMT, or with the zone's hours alone."""
    shown = [feed_date(AT, dated) for dated in ("right", "gmt", "plus_07", "plus_7")]
    assert shown == [f"Thu, 05 Nov 2026 14:30:00 {zone}" for zone in ("+0700", "GMT", "+07", "+7")]


@pytest.mark.parametrize(
    ("how", "shown"),
    [("double_utf8", "phÃ²ng VÄ\x83n hÃ³a"), ("tcvn3", "phßng V¨n hãa"), ("false_charset", "pho\ufffdng V\ufffdn ho\ufffda")],
)
def test_spoilt_letters(how: str, shown: str) -> None:
    """Letters are spoilt as each wrong encoding shows them."""
    assert twisted("phòng Văn hóa".encode(), how).decode("utf-8", "replace") == shown
