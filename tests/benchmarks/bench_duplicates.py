"""Judging a year of items: all with all against the index."""

import time
from datetime import date, timedelta

from rule_tables import rule
from worlds import countable

from newswatch.core.count.judgement import judge
from newswatch.core.count.similarity import Comparable, candidates

ITEMS = 1500


def main() -> None:
    """Prints the time a judgement takes, and how many pairs are compared of all there are."""
    days = [date(2026, 1, 1) + timedelta(days=n % 365) for n in range(ITEMS)]
    subjects = ("thủ tục", "hồ sơ", "đường làng", "lúa xuân", "trường học", "trạm y tế", "chợ phiên", "dân quân")
    places = [
        a + b
        for a in ("Đông", "Bình", "Lạc", "Sơn", "Hải", "Thanh", "Phước", "Vĩnh", "Kim", "Gò")
        for b in ("an", "mai", "trung", "lâm", "khê")
    ]
    items = [
        countable(
            n,
            f"{places[n % 50]} và {places[(n * 7) % 50]}: {subjects[n % 8]} đợt {n}",
            f"{day}",
            text=f"Bài {n} kể chuyện {subjects[n % 8]} thôn {n % 97}. " * 12,
        )
        for n, day in enumerate(days, 1)
    ]
    start = time.perf_counter()
    judge(items, rule())
    judged = time.perf_counter() - start
    ready = [Comparable.of(i.id, i.day, i.title, i.text) for i in items if i.day]
    pairs = sum(1 for _ in candidates(ready, timedelta(days=14)))
    print(
        f"{ITEMS} items judged in {judged:.2f} s; {pairs} pairs compared of {ITEMS * (ITEMS - 1) // 2} ({pairs / (ITEMS * (ITEMS - 1) // 2):.2%})"
    )


if __name__ == "__main__":
    main()
