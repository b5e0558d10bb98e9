"""One poll of a unit with many items: what it costs that its list has a new article, or says something else than before of one.

Seconds are of this process's CPU, the server's share left out of nothing, so that two versions are told apart in one run each: `--whole` reads all items
as if none were indexed. `PYTHONPATH=.:tests python tests/benchmarks/bench_known.py 20000 [--whole] [--profile]`.
"""

import argparse
import cProfile
import pstats
import time
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from farm import Farm

from newswatch.config import Settings, load
from newswatch.core.model import LOCAL
from newswatch.program import program_digest
from newswatch.services import check
from newswatch.services.opening import open_store
from newswatch.store import item_index
from newswatch.store.store import Store, stamp

FIRST = datetime(2026, 11, 20, 8, tzinfo=LOCAL)
TEXT = "Bộ phận một cửa của xã đã tiếp nhận và trả kết quả đúng hẹn cho bà con trong tuần qua, không có hồ sơ nào quá hạn. " * 20


def seed(store: Store, base: str, count: int, lexicon: str) -> None:
    """Stores as many older items of the unit as if its list had named them."""
    source = store.rows("SELECT id, unit_id FROM sources WHERE key = 'tin'")[0]
    with store.writing():
        for n in range(count):
            at = FIRST - timedelta(days=40, hours=4 * n)
            key, url = f"{base.removeprefix('http://')}#{50_000 + n}", f"{base}/bai-{50_000 + n}.html"
            item = store.run_sql(
                "INSERT INTO items (unit_id, channel, key, first_seen_at) VALUES (?, 'portal', ?, ?)", source["unit_id"], key, stamp(at)
            )
            store.run_sql(
                "INSERT INTO observations (item_id, run_id, source_id, seen_at, kind, whole, url, title, text, printed_raw, printed_at, listing_at, "
                "published_at, date_origin, stated, local_day, digest) "
                "VALUES (?1, 1, ?2, ?3, 'seen', 1, ?4, ?5, ?6, ?7, ?3, ?3, ?3, 'page', ?8, ?9, 'x')",
                *(item, source["id"], stamp(at), url, f"Tin số {n} của xã trong ngày {at:%d/%m}", TEXT, f"{at:%d/%m/%Y %H:%M}"),
                *(f'[["page", "{at.date()}"], ["listing", "{at.date()}"]]', str(at.date())),
            )
            store.run_sql(
                "INSERT INTO sightings (source_id, item_id, first_at, digest) VALUES (?, ?, ?, 'x')", source["id"], item, stamp(at)
            )
            store.run_sql("INSERT INTO articles (item_id, answer, asked_at, body) VALUES (?, 'article', ?, ?)", item, stamp(at), f"{n:064}")
            store.run_sql(
                "INSERT INTO decisions (item_id, decided_at, kind, decided_by, verdict, lexicon) VALUES (?, ?, 'ruling', '', 'other', ?)",
                *(item, stamp(at), lexicon),
            )


def timed(of: Settings, hour: int, profiler: cProfile.Profile | None = None) -> tuple[float, int]:
    """CPU seconds of a check, and how many items it brought."""
    with open_store(of, create=True) as store:
        begun = time.process_time()
        if profiler:
            profiler.enable()
        report = check.run(store, of, lambda: FIRST + timedelta(hours=hour))
        if profiler:
            profiler.disable()
        return time.process_time() - begun, sum(one.new for one in report.polled)


def main() -> None:
    """Prints what a poll costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("items", type=int)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder, Farm() as farm:
        path = Path(folder) / "config.toml"
        path.write_text(farm.settings(1, "workers = 1\nretries = 0"), encoding="utf-8")
        of = load(path)
        timed(of, 0)
        with open_store(of, create=False) as store:
            seed(store, farm.base(0), chosen.items, of.lexicon.digest)
            with store.writing():
                item_index.keep_up(store, 1, [source.profile.id_pattern for source in of.units[0].sources], program_digest())
        print("unchanged, once more gone over: {:.3f} s, {} new".format(*timed(of, 1)))
        print("unchanged: {:.3f} s, {} new".format(*timed(of, 2)))
        farm.grown, profiler = {farm.host(0)}, cProfile.Profile() if chosen.profile else None
        if chosen.whole:
            with patch("newswatch.store.found_items.FoundItems.keys", return_value=None):
                print("one new article: {:.3f} s, {} new".format(*timed(of, 3, profiler)))
        else:
            print("one new article: {:.3f} s, {} new".format(*timed(of, 3, profiler)))
        if profiler:
            pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
