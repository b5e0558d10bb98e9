"""The dates of feed entries: every field in order of meaning, read together, and feeds that wear a wrong zone."""

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswatch.core.identity import entry_digest
from newswatch.core.model import LOCAL, DateOrigin, Entry, SourceWarning, WarningKind
from newswatch.core.months import local_day
from newswatch.sources import feed
from newswatch.sources.feed import Feed
from newswatch.sources.read.feed_dates import Asked

URL = "https://xa.example/rss"
SOUND = "2026-03-03T08:00:00+07:00"
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:a10="http://www.w3.org/2005/Atom" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def rss(*entries: str, channel: str = "") -> bytes:
    items = "".join(f"<item><title>Tin {n}</title><link>/{n}</link>{entry}</item>" for n, entry in enumerate(entries))
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {NAMESPACES}><channel>{channel}{items}</channel></rss>'.encode()


def atom(entry: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Tin</title><link href="/1"/>{entry}</entry></feed>'.encode()


def json_item(**dates: str) -> bytes:
    said = "".join(f', "{name}": "{text}"' for name, text in dates.items())
    return f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"id": "1", "url": "/1", "title": "Tin"{said}}}]}}'.encode()


def only(body: bytes) -> Entry:
    (entry,) = feed.parse(body, URL)
    return entry


JUNK = "<pubDate>Invalid date</pubDate>"
OTHER = "2026-05-05T08:00:00+07:00"


@pytest.mark.parametrize(
    ("body", "origin"),
    [
        (rss(f"{JUNK}<dc:date>{SOUND}</dc:date>"), DateOrigin.FEED),
        (rss(f"<dc:date>{SOUND}</dc:date>{JUNK}"), DateOrigin.FEED),
        (rss(f"{JUNK}<dcterms:issued>{SOUND}</dcterms:issued>"), DateOrigin.FEED),
        (rss(f"{JUNK}<dcterms:created>{SOUND}</dcterms:created>"), DateOrigin.FEED),
        (rss(f'{JUNK}<dcterms:created xsi:type="dcterms:W3CDTF">{SOUND}</dcterms:created>'), DateOrigin.FEED),
        (rss(f"{JUNK}<atom:published>{SOUND}</atom:published><atom:updated>{OTHER}</atom:updated>"), DateOrigin.FEED),
        (rss(f"<pubDate>{SOUND}</pubDate><dc:date>{OTHER}</dc:date>"), DateOrigin.FEED),
        (rss(f"<dc:date>{OTHER}</dc:date><pubDate>{SOUND}</pubDate><atom:updated>{OTHER}</atom:updated>"), DateOrigin.FEED),
        (
            rss(f"{JUNK}<dc:date>{SOUND}</dc:date><atom:updated>{OTHER}</atom:updated><dcterms:modified>{OTHER}</dcterms:modified>"),
            DateOrigin.FEED,
        ),
        (rss(f"<pubDate/><dc:date>{SOUND}</dc:date>"), DateOrigin.FEED),
        (rss(f"{JUNK}<atom:updated>{SOUND}</atom:updated>"), DateOrigin.MODIFIED),
        (rss(f"<a10:updated>{SOUND}</a10:updated>"), DateOrigin.MODIFIED),
        (rss(f"<dcterms:modified>{SOUND}</dcterms:modified>"), DateOrigin.MODIFIED),
        (atom(f"<updated>{SOUND}</updated>"), DateOrigin.MODIFIED),
        (atom(f"<published>{SOUND}</published><updated>{OTHER}</updated>"), DateOrigin.FEED),
        (atom(f"<updated>{OTHER}</updated><published>{SOUND}</published>"), DateOrigin.FEED),
        (atom(f"<source><updated>{OTHER}</updated></source><published>{SOUND}</published>"), DateOrigin.FEED),
        (json_item(date_published="Invalid date", date_modified=SOUND), DateOrigin.MODIFIED),
        (json_item(date_published=SOUND, date_modified=OTHER), DateOrigin.FEED),
    ],
)
def test_the_first_field_that_can_be_read_dates_the_entry(body: bytes, origin: DateOrigin) -> None:
    """Fields of publication come before those of change, whatever their place; one that can't be read is passed over."""
    entry = only(body)
    assert (entry.published_raw, entry.published_at, entry.date_origin) == (SOUND, datetime.fromisoformat(SOUND), origin)


def test_a_date_that_cannot_be_read_is_kept_as_stated() -> None:
    """Without a readable field the entry is undated, with the first text that was stated."""
    entry = only(rss(f"{JUNK}<atom:updated>hôm kia</atom:updated>"))
    assert (entry.published_raw, entry.published_at, entry.date_origin) == ("Invalid date", None, DateOrigin.NONE)


def test_the_dates_of_a_feed_are_read_together() -> None:
    """Month-first dates are read by the one that can't be otherwise; a contradiction is told, and dates nothing that can be either."""
    stated = ("11/25/2026 8:05:00 AM", "11/5/2026 2:30:00 PM")
    found = feed.read(rss(*(f"<pubDate>{text}</pubDate>" for text in stated)), URL)
    assert [e.published_at for e in found.entries] == [
        datetime(2026, 11, 25, 8, 5, tzinfo=LOCAL),
        datetime(2026, 11, 5, 14, 30, tzinfo=LOCAL),
    ]
    found = feed.read(rss(*(f"<pubDate>{text}</pubDate>" for text in (*stated, "25/11/2026"))), URL)
    assert [e.published_at is None for e in found.entries] == [False, True, False]
    assert found.warnings == (SourceWarning(WarningKind.DATES_CONTRADICT, 1, stated[1]),)


def test_a_feed_on_which_no_date_decides_is_read_as_its_items_were_dated() -> None:
    """Where all dates can be read either way, the days that earlier polls found decide; so they do for known items where dates contradict."""
    body = rss("<pubDate>11/5/2026 2:30:00 PM</pubDate>", "<pubDate>11/6/2026 9:00:00 AM</pubDate>")
    assert [e.published_at for e in feed.parse(body, URL)] == [None, None]
    known = {"https://xa.example/0": date(2026, 11, 5)}
    remembered = feed.parse(body, URL, asked=Asked(known=known.get))
    assert [e.published_at and local_day(e.published_at) for e in remembered] == [date(2026, 11, 5), date(2026, 11, 6)]
    both = rss(*(f"<pubDate>{text}</pubDate>" for text in ("11/5/2026", "11/6/2026", "11/25/2026", "25/11/2026")))
    contradicted = feed.parse(both, URL, asked=Asked(known=known.get))
    assert [e.published_at and local_day(e.published_at).day for e in contradicted] == [5, None, 25, 25]


def gmt(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)


def wearing(true: list[datetime], zone_hours: float, *, polled: datetime, built: datetime | None = None, doubted: int = 0) -> Feed:
    """A feed whose clock is `zone_hours` ahead of what it says, polled at an instant; `built` is when it was made in truth."""
    shift = timedelta(hours=zone_hours)
    made = f"<lastBuildDate>{gmt(built + shift)}</lastBuildDate>" if built else ""
    body = rss(*(f"<pubDate>{gmt(at + shift)}</pubDate>" for at in true), channel=made)
    return feed.read(body, URL, asked=Asked(polled, polled, doubted))


LAST_EVENING = datetime(2026, 3, 31, 18, tzinfo=LOCAL)
MORNING = datetime(2026, 4, 1, 6, 30, tzinfo=LOCAL)


def test_a_feed_made_in_the_future_wears_a_wrong_zone() -> None:
    """Local time called GMT shows in lastBuildDate: what can be of two days says so, an entry of one day doesn't, and the keeper is told."""
    noon = LAST_EVENING - timedelta(hours=6)
    found = wearing([LAST_EVENING, noon], 7, polled=MORNING, built=MORNING)
    first, second = found.entries
    assert [local_day(at).isoformat() for at in (*filter(None, [first.published_at]), *first.alternatives)] == ["2026-04-01", "2026-03-31"]
    assert second.alternatives == ()
    assert found.warnings == (SourceWarning(WarningKind.ZONE_DOUBT, 7, gmt(MORNING + timedelta(hours=7))),)


def test_an_entry_of_the_future_shows_it_too() -> None:
    """Without lastBuildDate the newest entry tells, if it was put up less than the zone's hours ago."""
    polled = LAST_EVENING + timedelta(hours=2)
    (entry,) = wearing([LAST_EVENING], 7, polled=polled).entries
    assert entry.alternatives == (LAST_EVENING,)
    (hidden,) = wearing([LAST_EVENING], 7, polled=MORNING).entries
    assert hidden.alternatives == ()
    (remembered,) = wearing([LAST_EVENING], 7, polled=MORNING, doubted=7).entries
    assert remembered.alternatives == (LAST_EVENING,)
    assert entry_digest(remembered) == entry_digest(entry) != entry_digest(hidden)


@pytest.mark.parametrize(
    ("hours", "built", "doubted"),
    [
        (0, MORNING, 0),
        (0.4, MORNING, 0),
        (8, MORNING, 8),
        (14, MORNING, 14),
        (15, MORNING, 0),
        (24, MORNING, 0),
        (1, MORNING, 7),
        (7, None, 0),
    ],
)
def test_only_hours_that_a_zone_can_be_wrong_by_are_a_sign(hours: float, built: datetime | None, doubted: int) -> None:
    """Clocks differ by minutes and typing errors by days; between half an hour and fourteen hours ahead it is a zone, by at least that of Việt Nam."""
    found = wearing([LAST_EVENING - timedelta(days=3)], hours, polled=MORNING, built=built)
    assert [w.count for w in found.warnings] == ([doubted] if doubted else [])


def test_a_feed_without_a_server_clock_tells_nothing() -> None:
    """Where the answer had no Date header nothing is concluded from times that seem ahead."""
    body = rss(f"<pubDate>{gmt(LAST_EVENING + timedelta(hours=7))}</pubDate>")
    assert feed.read(body, URL, asked=Asked(LAST_EVENING, None)).warnings == ()


def test_days_without_a_time_have_no_zone() -> None:
    """A date alone is no moment that a zone could move."""
    body = rss("<pubDate>2026-04-01</pubDate>", channel=f"<lastBuildDate>{gmt(MORNING + timedelta(hours=7))}</lastBuildDate>")
    (entry,) = feed.read(body, URL, asked=Asked(MORNING, MORNING)).entries
    assert entry.alternatives == ()


@given(
    true=st.integers(0, 330 * 24 * 3600).map(lambda seconds: datetime(2026, 1, 1, tzinfo=LOCAL) + timedelta(seconds=seconds)),
    shift=st.integers(1, 14),
)
@settings(deadline=None, max_examples=60)
def test_the_true_day_is_always_among_those_stated(true: datetime, shift: int) -> None:
    """By whatever whole hours local time is miscalled, the true day is the one read or an alternative."""
    polled = true + timedelta(minutes=20)
    (entry,) = wearing([true], shift, polled=polled, built=polled).entries
    stated = {local_day(at) for at in (*filter(None, [entry.published_at]), *entry.alternatives)}
    assert local_day(true) in stated


@pytest.mark.parametrize(
    "text", ["Tue, 31 Mar 2026 18:00:00 +07", "Tue, 31 Mar 2026 18:00:00 +7", "2026-03-31 18:00:00+07", "2026-03-31+0700:18:00"]
)
def test_zones_without_a_name_are_read(text: str) -> None:
    """The zone as programs print it since tzdata 2016 dates an entry."""
    assert only(rss(f"<pubDate>{text}</pubDate>")).published_at == datetime(2026, 3, 31, 18, tzinfo=timezone(timedelta(hours=7)))
