"""Measures a search of 100,000 items of one unit: taking them in, and one page of each kind of question.

PYTHONPATH=.:tests python tests/benchmarks/bench_search.py [ITEMS] [YEARS]
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from office import Office
from portal import Portal

from newswatch.core.model import Channel, Verdict
from newswatch.core.months import Month
from newswatch.services import search
from newswatch.store.store import Store
from newswatch.store.units import unit_row

TEXT = (
    "xã ủy ban nhân dân cải cách hành chính thủ tục một cửa tiếp nhận hồ sơ trực tuyến công dân người dân hội nghị tuyên truyền phòng cháy rừng "
    "nông thôn mới đoàn thanh niên phụ nữ trường học y tế bảo hiểm chuyển đổi số kiểm tra giám sát tổ dân phố thôn bản đường giao thông nước sạch"
)
WORDS = TEXT.split()
SEEN = (
    "INSERT INTO observations (item_id, run_id, source_id, seen_at, kind, whole, url, title, text, published_at, date_origin, local_day, digest) "
    "VALUES (?, ?, ?, ?, 'seen', 1, ?, ?, ?, ?, 'listing', ?, 'd')"
)


def fill(store: Store, row: int, count: int, years: int) -> None:
    """Writes items of one unit with titles and texts made of common words, spread over so many years up to November 2026."""
    chance, last = random.Random(1), date(2026, 11, 20)
    with store.writing():
        run = store.note_run("check", datetime(2026, 11, 20, tzinfo=UTC)).id
        source = store.run_sql("INSERT INTO sources (unit_id, key, kind, url) VALUES (?, 'bench', 'listing', 'https://x.example')", row)
        for n in range(count):
            day = last - timedelta(days=chance.randrange(365 * years))
            title = " ".join(chance.choices(WORDS, k=12)).capitalize() + f" {n}"
            text = " ".join(chance.choices(WORDS, k=60))
            at = f"{day}T01:00:00+00:00"
            item = store.run_sql("INSERT INTO items (unit_id, channel, key, first_seen_at) VALUES (?, 'portal', ?, ?)", row, f"k{n}", at)
            store.run_sql(SEEN, item, run, source, at, f"https://x.example/{n}", title, text, at, day.isoformat())
            verdict = chance.choice(["par", "other", "other", "unsure"])
            store.run_sql(
                "INSERT INTO decisions (item_id, decided_at, kind, decided_by, verdict, lexicon) VALUES (?, ?, 'ruling', '', ?, 'x')",
                item,
                at,
                verdict,
            )


def timed(what: str, work: Callable[[], object], times: int = 5) -> None:
    """Prints the median of some runs, and what the first took, in processor time: a busy machine bears on it less."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1000)
    print(f"{what:60} first {taken[0]:8.1f} ms   median {sorted(taken)[times // 2]:8.1f} ms")


def main() -> None:
    """Fills a database and asks."""
    count, years = (int(word) for word in (sys.argv[1:] + ["100000", "10"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as folder, Portal() as portal:
        office = Office(Path(folder), portal)
        now = office.now()
        with office.store() as store:
            unit = office.unit
            fill(store, unit_row(store, unit), count, years)
            print(f"{count} items of {years} years, {store.path.stat().st_size / 1e6:.0f} MB")
            timed("all taken in", lambda: search.refresh(store), 1)
            print(f"with the helper {store.path.stat().st_size / 1e6:.0f} MB")
            last = search.find(store, unit, search.Filters(), now)
            asked = {
                "no filter": search.Filters(),
                "a word with marks": search.Filters(text="cải cách"),
                "a word without marks": search.Filters(text="cai cach hanh chinh"),
                "a rare number": search.Filters(text="một cửa 4711"),
                "one letter": search.Filters(text="c"),
                "month, verdict, words": search.Filters(text="hồ sơ", month=Month(2026, 10), verdict=Verdict.PAR),
                "channel": search.Filters(channel=Channel.LOUDSPEAKER),
            }
            for what, filters in asked.items():
                ask = partial(search.find, store, unit, filters, now)
                timed(f"{what}: {ask().total} found", ask)
            timed("the second page", lambda: search.find(store, unit, search.Filters(), now, after=last.next))
            timed("awaiting in a month", lambda: search.find(store, unit, search.Filters(awaiting=True, month=Month(2026, 10)), now))
            timed("counted", lambda: search.find(store, unit, search.Filters(counted=True), now))


if __name__ == "__main__":
    main()
