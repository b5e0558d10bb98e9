"""One unit of very many items: what stands of it anew, from what is kept, after one more item, on the next day; against reading its texts by plain SQL.

Seconds are of this process's CPU, so that they mean something on a shared machine. `--profile` shows where judging anew spends them.
"""

import argparse
import cProfile
import json
import pstats
import random
import time
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.bench_close import CLASSIFICATION, FLOOR, ITEM, NOW, POLL, RUN, SIGHT, WHAT, WHERE, settings_of, syllables

from newswatch.config import Unit
from newswatch.core.bulletin import Bulletin
from newswatch.core.count import keeping
from newswatch.core.count.duplicates import duplicates, relate
from newswatch.core.model import LOCAL, Classification, Origin, Phrase, Verdict
from newswatch.core.polling.proof import Order, Proof, Walk
from newswatch.services import judging, kept, statements
from newswatch.store import bulletins, items
from newswatch.store.shapes import phrases_json, proof_json
from newswatch.store.store import Run, Store, stamp
from newswatch.store.units import enroll

YEARS, POLLS_A_DAY = 4, 2
BEGAN = datetime(2023, 1, 1, 6, tzinfo=LOCAL)
PHRASES = phrases_json((Phrase("thủ tục hành chính", "title", 0, 3.5), Phrase("một cửa", "text", 0, 1.2)))
T = TypeVar("T")


def seed(store: Store, unit: int, source: int, count: int, *, retold: bool) -> None:
    """Four years of items and polls of one unit; each is seen by the first poll after it. `retold`: every fourth is a bulletin retold from one."""
    step, number, last = timedelta(days=1) / POLLS_A_DAY, 0, ("", "")
    chance, gap = random.Random(1), (NOW - BEGAN) / count
    with store.writing():
        for run in range(1, int((NOW - BEGAN) / step) + 1):
            at = BEGAN + run * step
            store.run_sql(RUN, stamp(at), stamp(at))
            proof = proof_json(Proof(Order.NEWEST_FIRST, Walk.ONE_PAGE, reach=at - timedelta(days=6)))
            store.run_sql(POLL, run, source, stamp(at), stamp(at - timedelta(days=6)), proof)
            while number < count and BEGAN + number * gap <= at:
                number += 1
                published = BEGAN + (number - 1) * gap
                if retold and number % 4 == 0:
                    retell(store, run, unit, published, at, last, chance)
                else:
                    last = add(store, unit, source, run, number, published, at, chance)


def retell(store: Store, run: int, unit: int, aired: datetime, now: datetime, article: tuple[str, str], chance: random.Random) -> None:
    """A bulletin under another title, with the article's first sentences in another order."""
    title, text = article
    second, first, *_ = text.split(". ")
    bulletin = Bulletin(
        f"{aired}", aired.date(), f"{chance.choice(WHAT)} tại {title.split(' tại ')[1]}", origin=Origin.RETOLD, script=f"{first}. {second}."
    )
    bulletins.add(store, Run(run), unit, [(bulletin, Classification(Verdict.OTHER, None, (), ""))], now)


def add(
    store: Store, unit: int, source: int, run: int, number: int, published: datetime, seen: datetime, chance: random.Random
) -> tuple[str, str]:
    """One article, read whole; gives its title and text."""
    title = f"{chance.choice(WHAT)} tại {chance.choice(WHERE)}, {syllables(chance, 6)}"
    text = ". ".join(syllables(chance, 22).capitalize() for _ in range(8))
    url, day, is_par = f"https://xa.example.vn/tin/{number}.html", published.date().isoformat(), chance.random() < 0.3
    store.run_sql(ITEM, number, unit, url, stamp(seen))
    store.run_sql(
        SIGHT, number, run, source, stamp(seen), url, title, text, stamp(published), json.dumps([["page", day]]), day, str(number)
    )
    store.run_sql(CLASSIFICATION, number, stamp(seen), "par" if is_par else "other", "procedures" if is_par else None, PHRASES)
    return title, text


def timed(what: str, work: Callable[[], T], floor: float = 0) -> tuple[T, float]:
    """What a piece of work gives, and its seconds of CPU, told in a line."""
    began = time.process_time()
    found = work()
    took = time.process_time() - began
    print(f"{what:62} {took:7.3f} s" + (f"  {took / floor:6.1f} × floor" if floor else ""), flush=True)
    return found, took


def parts(store: Store, unit: Unit, row: int, floor: float) -> None:
    """Where judging anew spends its time."""
    found, _ = timed("  its items read", lambda: items.countables(store, row), floor)
    related, _ = timed("  compared, words met before", lambda: relate(found), floor)
    known = judging.knowledge(store, unit, lambda _: related)
    year, _ = timed("  one year judged", lambda: judging.judged(known, unit, 2026, unit.rule_for(2026), NOW), floor)
    year = keeping.without_texts(year)
    body, _ = timed("  made bytes", lambda: keeping.kept_items(year), floor)
    plain = zlib.decompress(body)
    levels = {level: len(zlib.compress(plain, level)) for level in (1, 6)}
    print(f"  {len(year.lines)} lines, {len(plain)} bytes of JSON, by zlib's levels {levels}; {len(duplicates(found))} pairs")


def main() -> None:
    """Prints the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--items", type=int, default=20_000)
    options.add_argument("--retold", action="store_true", help="a quarter of the items are bulletins retold from the portal")
    options.add_argument("--profile", action="store_true", help="print the functions that take the most time of judging anew")
    chosen = options.parse_args()
    with TemporaryDirectory() as folder:
        settings = settings_of(Path(folder), 1, 25)
        unit = settings.units[0]
        with Store.open(settings.database) as store:
            enroll(store, settings.units)
            row, source = store.enrolled[unit.id, ""], store.enrolled[unit.id, "site"]
            seed(store, row, source, chosen.items, retold=chosen.retold)
            print(f"one unit of {chosen.items} items over {YEARS} years, {POLLS_A_DAY} polls a day")
            table(store, unit, row, source, chosen.items, profile=chosen.profile)


def table(store: Store, unit: Unit, row: int, source: int, count: int, *, profile: bool) -> None:
    """Each way to what stands of the unit."""
    _, floor = timed("floor: its texts by plain SQL", lambda: store.rows(FLOOR, row))
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    timed("score, judged anew", lambda: statements.in_brief(store, unit, 2026, NOW), floor)
    profiler.disable()
    if profile:
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
    parts(store, unit, row, floor)
    timed("score and status, kept", lambda: statements.in_brief(store, unit, 2026, NOW), floor)
    timed("items of the year and explain, kept", lambda: statements.year_of(store, unit, 2026, NOW), floor)
    timed("explain of one item, kept", lambda: statements.line_of(store, unit, count, NOW), floor)
    with store.writing():
        run = store.run_sql(RUN, stamp(NOW), stamp(NOW))
        reach = NOW - timedelta(days=6)
        store.run_sql(POLL, run, source, stamp(NOW), stamp(reach), proof_json(Proof(Order.NEWEST_FIRST, Walk.ONE_PAGE, reach=reach)))
    timed("score after a poll that brought nothing", lambda: statements.in_brief(store, unit, 2026, NOW), floor)
    timed("score the next day", lambda: statements.in_brief(store, unit, 2026, NOW + timedelta(days=1)), floor)
    with store.writing():
        add(store, row, source, run, count + 1, NOW, NOW, random.Random(2))
    timed("score after one more item", lambda: statements.in_brief(store, unit, 2026, NOW + timedelta(days=1)), floor)
    timed("both open years, one of them kept", lambda: kept.years(store, unit, [2025, 2026], NOW + timedelta(days=1)), floor)


if __name__ == "__main__":
    main()
