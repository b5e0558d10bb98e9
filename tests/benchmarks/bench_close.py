"""A whole country in one database: stating and closing every unit's month, once and again, telling of all, rebuilding, delivering the mails.

Closing is set against reading the same units' items by plain SQL, delivering against smtplib sending the same bytes over one connection. Seconds are of
this process's CPU, so that they mean something on a shared machine; those of `rebuild` are by the clock, since it works in several processes.
The database is seeded by SQL: units with five items a month over twelve months, and looks that cover them. With `--closed 60` only so many of the
units are closed, and the outbox is filled up with copies of a notice. `--profile` shows where the time goes.
"""

import argparse
import cProfile
import json
import multiprocessing
import os
import pstats
import random
import resource
import smtplib
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from postbox import Postbox

from newswatch import mail
from newswatch.config import MailSettings, Member, Security, Settings, Source, SourceKind, Unit, load
from newswatch.core.model import LOCAL, Phrase, Profile
from newswatch.core.notices.notice import NoticeKind, Role
from newswatch.core.polling.proof import Order, Proof, Walk
from newswatch.core.polling.records import Poll, PollOutcome
from newswatch.services import close, deliver, rebuild, statements
from newswatch.services.close import Closed
from newswatch.services.status import status
from newswatch.store import deliveries, notices, polls
from newswatch.store.deliveries import Claim
from newswatch.store.notices import Addressed
from newswatch.store.shapes import phrases_json, proof_json
from newswatch.store.store import Store, stamp
from newswatch.store.units import enroll

NOW = datetime(2026, 12, 1, 8, tzinfo=LOCAL)
MONTHS = [(2025, 12), *((2026, month) for month in range(1, 12))]
PAR, OTHER = 3, 2
BOARD = (("thuky", Role.SECRETARY), ("truongban", Role.HEAD), ("vanphong", Role.OFFICE))
FLOOR_MAILS = 1000
WHAT: tuple[str, ...] = (
    "Rút ngắn thời gian giải quyết thủ tục",
    "Công khai kết quả đánh giá",
    "Tập huấn nộp hồ sơ trực tuyến",
    "Kiểm tra kỷ luật hành chính",
)
WHAT += ("Lấy ý kiến hài lòng của người dân", "Sắp xếp bộ phận một cửa", "Đối thoại về cải cách hành chính", "Số hóa hồ sơ lưu trữ")
WHERE = ("thôn Thượng", "tổ dân phố Bắc", "trường tiểu học", "trạm y tế", "hợp tác xã", "nhà văn hóa", "chợ trung tâm", "khu tái định cư")
SYLLABLES = "an bình cảnh dân đông giang hà kim long mai nam phú quang sơn tân vinh xuân yên hội thủy điền lộc phong trà bằng"
ITEM = "INSERT INTO items (id, unit_id, channel, key, first_seen_at) VALUES (?, ?, 'portal', ?, ?)"
SIGHT = (
    "INSERT INTO observations (item_id, run_id, source_id, seen_at, kind, whole, url, title, text, published_at, date_origin, stated, local_day, digest) "
    "VALUES (?, ?, ?, ?, 'seen', 1, ?, ?, ?, ?, 'page', ?, ?, ?)"
)
CLASSIFICATION = (
    "INSERT INTO decisions (item_id, decided_at, kind, decided_by, verdict, domain, phrases) VALUES (?, ?, 'ruling', '', ?, ?, ?)"
)
RUN = "INSERT INTO runs (verb, started_at, finished_at, state) VALUES ('check', ?, ?, 'ok')"
POLL = """
    INSERT INTO fetches (run_id, source_id, fetched_at, last_at, last_run, outcome, reach, proof, ended, pages, entries)
    VALUES (?1, ?2, ?3, ?3, ?1, 'not_modified', ?4, ?5, 0, 1, 20)
"""
SAME_POLLS = """
    INSERT INTO fetches (source_id, {columns}) SELECT ?, {columns} FROM fetches
    WHERE source_id = (SELECT min(source_id) FROM fetches) ORDER BY id
"""
FLOOR = "SELECT o.title, o.text FROM items i JOIN observations o ON o.item_id = i.id WHERE i.unit_id = ?"
T = TypeVar("T")


def settings_of(folder: Path, units: int, port: int) -> Settings:
    """The settings of so many communes, each with one source and a board of three, and a mail server on loopback."""
    config = folder / "config.toml"
    config.write_text(
        'database = "n.db"\n[[units]]\nid = "xa"\nname = "Xã"\nkind = "xã"\nrules = ["quang-dien-2614"]\n[[units.sources]]\nid = "site"\n'
        'kind = "listing"\nurl = "https://xa.example.vn/tin"\npreset = "joomla"\n',
        encoding="utf-8",
    )
    one = load(config)
    server = MailSettings(folder / "outbox", "127.0.0.1", port, Security.NONE, sender="newswatch@xa.example")
    return replace(one, units=tuple(unit_of(one.units[0], n) for n in range(1, units + 1)), mail=server)


def unit_of(model: Unit, n: int) -> Unit:
    """One commune with a portal of its own."""
    source = Source("site", SourceKind.LISTING, f"https://xa{n}.example.vn/tin", Profile("joomla"), True)
    board = tuple(Member(f"{name}@xa{n}.example", name, role) for name, role in BOARD)
    return replace(model, id=f"xa-{n}", name=f"Xã số {n}", sources=(source,), board=board)


def seed(store: Store, settings: Settings, polls_a_day: int) -> None:
    """Fills the database with a year of items and looks of every unit. All are looked at in the same moments, so that the looks are made once."""
    enroll(store, settings.units)
    rows = store.enrolled
    with store.writing():
        for at in moments(polls_a_day):
            store.run_sql(RUN, stamp(at), stamp(at))
    columns = ", ".join(row["name"] for row in store.rows("PRAGMA table_info(fetches)") if row["name"] not in ("id", "source_id"))
    for n, unit in enumerate(settings.units):
        with store.writing():
            seed_items(store, rows[unit.id, ""], rows[unit.id, "site"], n * len(MONTHS) * (PAR + OTHER), polls_a_day)
            if n:
                store.run_sql(SAME_POLLS.format(columns=columns), rows[unit.id, "site"])
                continue
        seed_polls(store, rows[unit.id, ""], rows[unit.id, "site"], polls_a_day)


def seed_items(store: Store, unit: int, source: int, first: int, polls_a_day: int) -> None:
    """A year of one unit's items, each first seen by the look after it; they are numbered from `first` on."""
    chance, looks = random.Random(unit), moments(polls_a_day)
    for number, (published, is_par, title) in enumerate(stories(chance), first + 1):
        text = ". ".join(syllables(chance, 22).capitalize() for _ in range(8))
        run = bisect_left(looks, published)
        seen, url = stamp(looks[run]), f"https://xa{unit}.example.vn/tin/{number}.html"
        day = published.date().isoformat()
        store.run_sql(ITEM, number, unit, url, seen)
        dates = (stamp(published), json.dumps([["page", day]]), day, str(number))
        store.run_sql(SIGHT, number, run + 1, source, seen, url, title, text, *dates)
        verdict, domain = ("par", "procedures") if is_par else ("other", None)
        driven = (Phrase("thủ tục hành chính", "title", 0, 3.5), Phrase("một cửa", "text", 0, 1.2))
        phrases = driven if is_par else (Phrase("bóng chuyền", "title", 0, -2.0),)
        store.run_sql(CLASSIFICATION, number, seen, verdict, domain, phrases_json(phrases))


def seed_polls(store: Store, unit: int, source: int, polls_a_day: int) -> None:
    """A year of looks at one source, as the program keeps them: those that bring nothing say what the last one proved, and share rows."""
    looks = moments(polls_a_day)
    brought = {looks[bisect_left(looks, published)] for published, *_ in stories(random.Random(unit))}
    reach = looks[0] - timedelta(days=6)
    for run, at in enumerate(looks, 1):
        new = at in brought or run == 1
        reach = at - timedelta(days=6) if new else reach
        proof = Proof(Order.NEWEST_FIRST, Walk.ONE_PAGE, reach=reach)
        outcome = PollOutcome.OK if new else PollOutcome.NOT_MODIFIED
        polls.record(store, run, unit, source, Poll(at, outcome, reach=reach, proof=proof, pages=1, entries=20))


def poll(store: Store, run: int, source: int, at: datetime) -> None:
    """A look at a source that proves the six days before it."""
    reach = at - timedelta(days=6)
    store.run_sql(POLL, run, source, stamp(at), stamp(reach), proof_json(Proof(Order.NEWEST_FIRST, Walk.ONE_PAGE, reach=reach)))


def moments(polls_a_day: int) -> list[datetime]:
    """When each unit is looked at."""
    began, step = datetime(2025, 11, 28, 6, tzinfo=LOCAL), timedelta(days=1) / polls_a_day
    return [began + n * step for n in range(int((NOW - began) / step) + 1)]


def syllables(chance: random.Random, count: int) -> str:
    """Words by chance."""
    return " ".join(chance.choices(SYLLABLES.split(), k=count))


def stories(chance: random.Random) -> Iterator[tuple[datetime, bool, str]]:
    """When each item was published, whether it is PAR, and its title, none like another."""
    pairs = chance.sample([(what, where) for what in WHAT for where in WHERE], len(MONTHS) * (PAR + OTHER))
    for year, month in MONTHS:
        for n in range(PAR + OTHER):
            what, where = pairs.pop()
            title = f"{what} tại {where}" if n < PAR else f"Giải bóng chuyền {where}, {syllables(chance, 6)}"
            yield datetime(year, month, 3 + 5 * n, 9, tzinfo=LOCAL), n < PAR, title


def serve(pipe: Connection) -> None:
    """A mail server in a process of its own, that keeps nothing, until it is told to end."""
    with Postbox() as box:
        pipe.send(box.port)
        while not pipe.poll(0.05):
            box.mails.clear()


def timed(work: Callable[[], T], profile: bool) -> tuple[T, float]:
    """What a piece of work gives, and its seconds."""
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    began = time.process_time()
    found = work()
    took = time.process_time() - began
    if profile:
        profiler.disable()
        pstats.Stats(profiler).sort_stats("tottime").print_stats(22)
    return found, took


def told(what: str, seconds: float, each: int, of: str, floor: float = 0) -> None:
    """A line of the result; `floor` is seconds by each."""
    ratio = f"  {seconds / each / floor:6.1f} × floor" if floor else ""
    print(f"{what:42} {seconds:8.2f} s  {seconds / each * 1000:8.2f} ms a {of}{ratio}  peak {peak():.0f} MB", flush=True)


def peak() -> float:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def now() -> datetime:
    """The morning on which every unit's November is due."""
    return NOW.astimezone(UTC)


def closing(store: Store, settings: Settings, some: int, profile: bool) -> None:
    """States and closes so many of the units, once and again, against reading their items alone; then tells of all of them."""
    units, rows = settings.units[:some], store.enrolled
    _, reading = timed(lambda: [store.rows(FLOOR, rows[unit.id, ""]) for unit in units], profile=False)
    told("floor: items read by plain SQL", reading, len(units), "unit")
    floor = reading / len(units)

    def row(what: str, work: Callable[[], T], *, profiled: bool = False) -> T:
        found, took = timed(work, profiled)
        told(what, took, len(units), "unit", floor)
        return found

    row("reconcile, each judged anew", lambda: walk(store, settings, units), profiled=profile)
    first = row("close, 3 mails a unit due", lambda: close.run(store, settings, units, now), profiled=profile)
    assert mails(first) == len(units) * len(BOARD), "not every unit's November is short"
    row("close again, nothing due", lambda: close.run(store, settings, units, now))
    row("close once more, nothing changed", lambda: close.run(store, settings, units, now))
    row("reconcile, nothing changed", lambda: walk(store, settings, units))
    with store.writing():
        run = store.run_sql(RUN, stamp(NOW), stamp(NOW))
        for unit in units:
            poll(store, run, rows[unit.id, "site"], NOW)
    row("reconcile, each polled and nothing new", lambda: walk(store, settings, units))
    row("close, each polled and nothing new", lambda: close.run(store, settings, units, now))
    row("status of all, a line each", lambda: status(store, settings, units, 2026, now()))
    row("score of all", lambda: [statements.in_brief(store, unit, 2026, now()) for unit in units])
    began = time.perf_counter()
    done = rebuild.run(store, units, now(), os.cpu_count() or 1)
    assert (done.units, done.faults) == (len(units), ())
    told(f"rebuild in {os.cpu_count()} processes, by the clock", time.perf_counter() - began, len(units), "unit", floor)


def walk(store: Store, settings: Settings, units: Sequence[Unit]) -> None:
    """States what may have to be stated, as `check` does."""
    for unit in statements.unstated(store, settings, units, now()):
        statements.restate(store, settings, unit, now())


def mails(closed: list[Closed]) -> int:
    """How many mails closing kept."""
    return sum(len(recipients) for one in closed for _, recipients in one.notices)


def fill(store: Store, settings: Settings, some: int) -> None:
    """Keeps a notice for each unit that was not closed, too: that of the first one, so that the outbox is as full as if all had been closed."""
    rows = store.enrolled
    model = close.preview(store, settings, settings.units[0], NoticeKind.SHORTFALL, None, now())
    domain = mail.domain_of(settings.mail)
    for unit in settings.units[some:]:
        board = unit.recipients(model.kind)
        ids = (mail.message_id(unit.id, model.kind, model.period, 0, r.address, domain) for r in board)
        notices.add(store, rows[unit.id, ""], NOW.date(), [Addressed(model, 2026, 0, tuple(zip(board, ids, strict=True)))], now())


def delivering(store: Store, settings: Settings, profile: bool) -> None:
    """Delivers all, then sends some of the same mails by smtplib alone."""
    kept: list[Claim] = []
    sent, took = timed(
        lambda: deliver.run(store, settings, now, on_mail=lambda d, _: kept.append(d) if len(kept) < FLOOR_MAILS else None), profile
    )
    contents = [(c.address, mail.compose(deliver._mail(deliveries.load(store, c)), settings.mail)) for c in kept]
    floor = bare(settings.mail, contents)
    told("floor: smtplib, one connection", floor, len(contents), "mail")
    told(f"deliver, {sent.sent} mails", took, sent.sent, "mail", floor / len(contents))


def bare(server: MailSettings, contents: list[tuple[str, bytes]]) -> float:
    """Seconds that smtplib takes for these mails."""
    with smtplib.SMTP(server.host, server.port) as connection:
        began = time.perf_counter()
        for address, content in contents:
            connection.sendmail(server.sender, [address], content)
        return time.perf_counter() - began


def main() -> None:
    """Prints times, peak memory, the size of the database, and ratios to the floors."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--units", type=int, default=3321)
    options.add_argument("--polls-a-day", type=int, default=2)
    options.add_argument("--closed", type=int, default=3321, help="how many of the units to close")
    options.add_argument("--profile", action="store_true", help="print the functions that take the most time")
    chosen = options.parse_args()
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    with TemporaryDirectory() as folder:
        settings = settings_of(Path(folder), chosen.units, here.recv())
        with Store.open(settings.database) as store:
            _, took = timed(lambda: seed(store, settings, chosen.polls_a_day), profile=False)
            told(f"seeded, {settings.database.stat().st_size / 1e6:.0f} MB", took, chosen.units, "unit")
            closing(store, settings, chosen.closed, chosen.profile)
            fill(store, settings, chosen.closed)
            delivering(store, settings, chosen.profile)
        print(f"database at the end {settings.database.stat().st_size / 1e6:.0f} MB")
    here.send("end")
    server.join()


if __name__ == "__main__":
    main()
