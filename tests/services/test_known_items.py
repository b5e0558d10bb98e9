"""What polls know of items: read by key, it is what all items read at once would tell them."""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from generated.site import Worlds
from heavy.known import both
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from office import LISTING, Office
from portal import Portal

from newswatch.core.answer.kinds import Answer
from newswatch.core.classify import classify_item
from newswatch.core.identity import item_key
from newswatch.core.model import Channel, DateOrigin, Dates, Entry
from newswatch.core.months import local_day
from newswatch.core.polling.changes import Known, missing
from newswatch.core.polling.follow import follow
from newswatch.core.polling.known import KnownItems
from newswatch.core.polling.out_of_place import Reading
from newswatch.core.polling.records import ItemUpdate, Poll, PollOutcome, Vain
from newswatch.services.poll.look_back import _reading
from newswatch.store import item_index, known_items, polls
from newswatch.store.found_items import FoundItems
from newswatch.store.store import Store

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
HOSTS, TITLES = ("xa.example", "bao.example", "www.xa.example"), ("Tin về thôn", "Tin khác", "TIN VỀ THÔN", "Lịch công tác")
BODIES = ("", "a" * 64, "a" * 12 + "b" * 52)
PATTERN = r"id=(?P<id>\d+)"
URLS = ("", *(f"https://{host}/tin{rest}" for host in HOSTS for rest in ("", "/amp", "?id=1", "/khac?id=2", "#muc")))
KEYS = (
    "xa.example#1",
    "xa.example#2",
    *(item_key(url) for url in URLS[1:6]),
    "https://xa.example/tin#guid:0a",
    "https://xa.example/tin#guid:0b",
)
law = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def an_update(rng: random.Random, office: Office, keys: tuple[str, ...] = KEYS) -> ItemUpdate:
    """Anything that a poll may bring of an item."""
    at = NOW - timedelta(days=rng.choice((0, 3, 9, 40, 200, 900)), hours=rng.randrange(24))
    entry = Entry(
        rng.choice(keys),
        rng.choice(URLS),
        rng.choice(TITLES),
        published_at=at,
        date_origin=DateOrigin.LISTING,
        name=rng.choice(("", "g1", "g2")),
    )
    place, future = rng.choice((None, "", "p.ngay", "div.su-kien")), timedelta(days=rng.choice((0, 0, 0, 30)))
    bare_at = at + future if place else None
    printed = rng.choice((None, at, bare_at))
    day = local_day(at)
    raw = rng.choice(("", f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}", f"{day.day:02}/{min(day.month, 12):02}/{day.year}"))
    stated = [(DateOrigin.LISTING, day)]
    stated += [(DateOrigin.PAGE, local_day(printed))] if printed else []
    stated += [(DateOrigin.ALTERNATIVE, day.replace(month=day.day, day=day.month))] if day.day <= 12 and rng.random() < 0.3 else []
    return ItemUpdate(
        entry,
        entry.title,
        "",
        Dates(raw, printed_at=printed, listing_at=at, bare_at=bare_at, bare_place=place),
        rng.choice((at, at, None)),
        DateOrigin.LISTING,
        tuple(stated),
        classify_item(Channel.PORTAL, entry.title, "", office.settings.lexicon),
        f"{rng.random()}",
        NOW,
        rng.random() < 0.8,
        elsewhere=rng.random() < 0.2,
        answer=rng.choice((Answer.ARTICLE, Answer.BODY, Answer.HOME, Answer.UNASKED, Answer.ENTRY)),
        body=rng.choice(BODIES),
        listed=rng.random() < 0.8,
        moved_to=rng.choice(("", "", "", "https://xa.example/moi")),
    )


def a_write(rng: random.Random, office: Office, store: Store, run: int) -> None:
    """One thing that is written of the unit's items: a poll of either source, a person's decision, its withdrawal, another program's key; or rows of the
    index that are lost."""
    what, source = rng.randrange(9), store.enrolled["unit", rng.choice(("list", "other"))]
    items = [row["id"] for row in store.rows("SELECT id FROM items")]
    with store.writing():
        if what == 0 and items:
            day = rng.choice(("2026-11-01", "2025-01-01", None))
            store.run_sql(
                "INSERT INTO decisions (item_id, decided_at, kind, decided_by, published_on, dead_link) "
                "VALUES (?, '2026-11-20T02:00:00+00:00', 'person', 'Hoa', ?, ?)",
                *(rng.choice(items), day, int(day is None)),
            )
        elif what == 1 and items:
            store.run_sql(
                "UPDATE OR IGNORE items SET key = key || '/cu' WHERE id = ? AND key NOT LIKE '%/cu' AND key NOT LIKE '%#guid%'",
                rng.choice(items),
            )
        elif what == 2:
            store.run_sql(
                "INSERT INTO withdrawals SELECT id, '2026-11-20T02:00:00+00:00', 'Hoa', 'nhầm' FROM decisions WHERE kind = 'person' "
                "AND id NOT IN (SELECT decision_id FROM withdrawals) ORDER BY id LIMIT 1"
            )
        elif what == 3:
            table = rng.choice(("indexed_items", "indexed_keys", "unindexed"))
            store.run_sql(f"DELETE FROM {table} WHERE item_id % 2 = ?", rng.randrange(2))
    if what > 3:
        known = [row["key"] for row in store.rows("SELECT key FROM items")]
        brought = tuple(an_update(rng, office) for _ in range(rng.randrange(4)))
        some = tuple(rng.sample(known, min(len(known), rng.randrange(3))))
        poll = Poll(NOW, PollOutcome.OK, updates=brought)
        poll = replace(poll, gone=some[:1], unlisted=some[1:], vain=tuple(Vain(key, Answer.UNREACHABLE, NOW) for key in some[:1]))
        polls.record(store, run, store.enrolled["unit", ""], source, poll)


def questions(rng: random.Random, known: KnownItems, entries: list[Entry], pattern: str) -> Iterator[object]:
    """What polls ask, and what they make of the answers, in any order."""
    asked: list[Any] = [
        lambda: sorted((key, item.asked) for key, item in known.waiting().items() if item.asked.waits),
        lambda: [key for key, item in known.undated().items() if item.withheld or item.published_at is None],
        lambda: [key for key, item in known.elsewhere().items() if item.elsewhere],
        lambda: [(key, item.published_at) for key, item in known.settled().items() if item.settled_at],
        lambda: [key for key, item in known.off(["xa.example"]).items() if "bao" in item.url],
        lambda: [
            key
            for key, item in known.dated_at(("p.ngay", "div.su-kien")).items()
            if item.dates.printed_at == item.dates.bare_at is not None
        ],
        lambda: missing(KEYS[:1], known.since(NOW - timedelta(days=60), KEYS[:1], named=True), NOW - timedelta(days=60)),
        lambda: [
            k
            for k, i in known.since(NOW - timedelta(days=60), (), named=False).items()
            if i.published_at and i.published_at >= NOW - timedelta(days=60)
        ],
        lambda: {reading for reading in Reading if any(_reading(one) is reading for one in known.read_as(reading))},
        lambda: [known.places(f"https://{host}/") for host in HOSTS],
        lambda: [known.titled(title) for title in TITLES],
        lambda: [known.formerly(key, pattern) for url in URLS[1:] if (key := item_key(url, pattern)) not in known],
        lambda: [known.has_namesakes(key) for key in KEYS],
        lambda: [known.bearing(body) for body in BODIES[1:]],
        lambda: [known.owner(key) for key in ("https://xa.example/moi", KEYS[0])],
        lambda: [(known.get(key), known.was_named(key)) for key in KEYS],
        lambda: follow(entries, known.sharing(entry.key for entry in entries)),
        lambda: known.prepare(KEYS[:4]),
    ]
    for ask in (asked[n] for n in rng.choices(range(len(asked)), k=25)):
        yield ask()
        if rng.random() < 0.3:
            key = rng.choice(KEYS)
            before = known.get(key) or Known(0, "", NOW)
            known.put(key, replace(before, withheld=rng.random() < 0.5, body=rng.choice(BODIES), elsewhere=rng.random() < 0.3))
        if rng.random() < 0.1:
            known.note_move("https://xa.example/khac", KEYS[1])


@pytest.fixture(scope="module")
def site() -> Iterator[Portal]:
    """A portal that nobody asks."""
    with Portal() as running:
        yield running


@given(st.integers(0, 2**32), st.booleans())
@law
@example(0, True)
def test_items_read_by_key_tell_what_all_items_would(site: Portal, seed: int, heard: bool) -> None:
    """Whatever was written of a unit's items, whether the index was kept up with it or not, and whatever a poll found of them so far, each question that
    a poll asks has one answer, be all items read or those alone that it comes to; and an index that was kept up is one made anew."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), site, LISTING, LISTING.replace('"list"', '"other"').replace("listing_url}", "listing_url}?khac"))
        with office.store() as store:
            unit, source, patterns = store.enrolled["unit", ""], store.enrolled["unit", "list"], ("", PATTERN)
            for _ in range(rng.randrange(1, 12)):
                with store.run("check", office.now) as run:
                    a_write(rng, office, store, run.id)
                if rng.random() < 0.6:
                    with store.writing():
                        item_index.keep_up(store, unit, patterns, rng.choice(("this", "this", "other")))
            found = FoundItems(lambda: store, unit, source, rng.choice(patterns), "this")
            all_known = known_items.known(store, unit, source)
            by_key, whole = KnownItems(lookups=found), KnownItems(all_known, known_items.moved(store, unit))
            if heard:
                told = {
                    key: replace(all_known.get(key, Known(0, "", NOW)), title=rng.choice(TITLES), url=rng.choice(URLS))
                    for key in rng.sample(KEYS, 3)
                }
                for known in (by_key, whole):
                    known.hear(told, {"https://xa.example/nghe": KEYS[0]})
            entries = [update.entry for update in (an_update(rng, office) for _ in range(6))]
            asking = rng.random()
            answers = [list(questions(random.Random(asking), known, entries, found.id_pattern)) for known in (by_key, whole)]
            assert answers[0] == answers[1]
            assert dict(by_key) == dict(whole)
            assert list(by_key) == list(whole)
            assert index(store, unit, patterns, anew=False) == index(store, unit, patterns, anew=True)


def index(store: Store, unit: int, patterns: tuple[str, ...], *, anew: bool) -> list[list[dict[str, Any]]]:
    """The index of a unit, brought up to date or made anew."""
    with store.writing():
        if anew:
            item_index.drop(store, [unit])
        item_index.keep_up(store, unit, patterns, "this")
    tables = ("indexed_units", "indexed_items", "indexed_keys", "unindexed")
    return [sorted(store.rows(f"SELECT * FROM {table}"), key=str) for table in tables]


@pytest.mark.parametrize(
    ("kind", "pool", "seed"),
    [
        (None, "all", 1),
        (None, "all", 2),
        ("foreign_hosts", "items", 2),
        ("feed_of_one_link", "items", 1),
        ("month_first_ambiguous", "items", 5),
    ],
)
def test_a_world_is_the_same_by_key(kind: str | None, pool: Any, seed: int) -> None:
    """Polls that read by key bring, of a portal watched for months, what polls bring that read all (hundreds more: `tests/heavy/known.py`)."""
    with Worlds() as server:
        by_key, whole = both(seed, kind, pool, server)
    assert by_key == whole
