"""Which items tell the same news, of units of growing size: seconds of CPU in all and by item, and how many pairs are compared of all there are.

Titles share words as those of a portal do: a place in every fiftieth title, a subject in every eighth. Every fourth item is a bulletin retold from the
portal. `--profile` shows where the largest spends them.
"""

import argparse
import cProfile
import pstats
import time
from dataclasses import replace
from datetime import date, timedelta

from rule_tables import rule
from worlds import countable

from newswatch.core.count.duplicates import relate
from newswatch.core.count.judgement import judge
from newswatch.core.count.similarity import Comparable, Recall, candidates
from newswatch.core.model import Channel, Countable, Origin

SIZES = (1_500, 5_000, 20_000)
ITEMS_A_DAY = 14
SUBJECTS = ("thủ tục", "hồ sơ", "đường làng", "lúa xuân", "trường học", "trạm y tế", "chợ phiên", "dân quân")
PLACES = [
    a + b
    for a in ("Đông", "Bình", "Lạc", "Sơn", "Hải", "Thanh", "Phước", "Vĩnh", "Kim", "Gò")
    for b in ("an", "mai", "trung", "lâm", "khê")
]


def items_of(count: int) -> list[Countable]:
    """So many items, as many a day in a small unit as in a large one."""
    began = date(2026, 12, 31) - timedelta(days=count // ITEMS_A_DAY)
    return [
        countable(
            n,
            f"{PLACES[n % 50]} và {PLACES[(n * 7) % 50]}: {SUBJECTS[n % 8]} đợt {n}",
            f"{began + timedelta(days=n // ITEMS_A_DAY)}",
            Channel.LOUDSPEAKER if n % 4 == 0 else Channel.PORTAL,
            origin=Origin.RETOLD if n % 4 == 0 else Origin.OWN,
            text=f"Bài {n} kể chuyện {SUBJECTS[n % 8]} thôn {n % 97}. " * 12,
        )
        for n in range(1, count + 1)
    ]


def main() -> None:
    """Prints a line for each size."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--profile", action="store_true")
    profiled = options.parse_args().profile
    print(f"{'items':>8} {'related':>10} {'an item':>10} {'one more':>10} {'judged':>10} {'pairs compared, of all':>28}")
    for count in SIZES:
        items, profiler = items_of(count), cProfile.Profile()
        if profiled and count == SIZES[-1]:
            profiler.enable()
        recall, began = Recall(), time.process_time()
        related = relate(items, recall)
        took = time.process_time() - began
        profiler.disable()
        again = time.process_time()
        relate([*items, replace(items[-1], id=count + 1)], Recall(recall.found))
        again = time.process_time() - again
        began = time.process_time() - took
        judge(items, rule(), related=related)
        judged = time.process_time() - began - took
        ready = [Comparable.of(i.id, i.day, i.title, i.text) for i in items if i.day]
        pairs, most = sum(1 for _ in candidates(ready, timedelta(days=14))), count * (count - 1) // 2
        print(
            f"{count:8} {took:8.2f} s {took / count * 1e6:7.0f} µs {again:8.2f} s {judged:8.2f} s {pairs:14} ({pairs / most:.4%})",
            flush=True,
        )
        if profiled and count == SIZES[-1]:
            pstats.Stats(profiler).sort_stats("tottime").print_stats(20)


if __name__ == "__main__":
    main()
