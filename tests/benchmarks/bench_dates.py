"""Microseconds a call of `dates.parse` and `dates.find`, beside the standard library's readers, over the rows of tests/core/dates/dates.tsv.

Run by hand: `.venv/bin/python tests/benchmarks/bench_dates.py`. The peers read few of these forms; the last column says how many.
"""

import email.utils
import re
import timeit
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from newswatch.core import dates

TABLE = Path(__file__).parent.parent / "core" / "dates" / "dates.tsv"
FORMATS = ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S%z")
REPEATS, LOOPS = 5, 10


def rows() -> list[tuple[str, bool]]:
    """Each text of the table and whether it is a date."""
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:] if not line.startswith("# ")]
    return [(unescape(text), expected != "-") for text, expected, _ in lines]


def unescape(cell: str) -> str:
    """A cell with the characters that `\\u00a0` and `\\n` stand for."""
    return re.sub(r"\\(?:u([0-9a-f]{4})|[nrt])", lambda m: chr(int(m[1], 16)) if m[1] else " ", cell)


def by_strptime(text: str) -> datetime | None:
    """The usual loop over three formats."""
    for form in FORMATS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
    return None


def by_email(text: str) -> datetime | None:
    """What most feed readers begin with."""
    try:
        return email.utils.parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None


def microseconds(read: Callable[[str], object], texts: list[str]) -> float:
    """The best of five measurements of reading every text, in microseconds a text."""
    best = min(timeit.repeat(lambda: [read(text) for text in texts], repeat=REPEATS, number=LOOPS))
    return best / LOOPS / len(texts) * 1e6


def main() -> None:
    """Prints one line a reader, then how `find` grows with the text."""
    table = rows()
    texts = [text for text, _ in table]
    hits, misses = [t for t, ok in table if ok], [t for t, ok in table if not ok]
    ours = microseconds(dates.parse, texts)
    print(f"{len(texts)} texts, {len(hits)} of them dates; microseconds a call")
    print(f"{'':24}{'all':>8}{'dates':>8}{'others':>8}{'ratio':>8}{'dates read':>12}")
    readers: dict[str, Callable[[str], object]] = {
        "dates.parse": dates.parse,
        "dates.find": dates.find,
        "strptime, 3 formats": by_strptime,
        "parsedate_to_datetime": by_email,
    }
    for name, read in readers.items():
        every = microseconds(read, texts)
        count = sum(read(text) is not None for text in hits)
        print(f"{name:24}{every:8.1f}{microseconds(read, hits):8.1f}{microseconds(read, misses):8.1f}{every / ours:8.2f}{count:12}")
    for size in (1_000, 10_000, 100_000):
        prose = ("Cán bộ xã hướng dẫn bà con nộp hồ sơ qua mạng. " * size)[:size] + " Ngày đăng: 12/03/2024"
        print(f"find in {size:>7} characters: {microseconds(dates.find, [prose]) / 1000:8.2f} ms")


if __name__ == "__main__":
    main()
