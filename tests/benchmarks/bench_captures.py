"""Microseconds and bytes of a captured page, compressed by zlib at several levels and, where it is installed, by zstandard.

Run by hand: `PYTHONPATH=.:tests .venv/bin/python tests/benchmarks/bench_captures.py`. The pages are the saved pages of portals and those of the farm.
"""

import gzip
import timeit
import zlib
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from farm import Farm
from saved_pages import FOLDER

REPEATS = 5


def pages() -> list[bytes]:
    """All pages, each once."""
    with Farm() as farm:
        of_farm = [farm.answer(farm.host(n), f"/bai-{10_000 + n}.html", "")[3] for n in range(40)]
    return [path.read_bytes() for path in sorted(FOLDER.glob("*.html"))] + of_farm


def ways() -> dict[str, Callable[[bytes], bytes]]:
    """The ways to compress, by name."""
    found: dict[str, Callable[[bytes], bytes]] = {
        f"gzip, level {level}": lambda body, level=level: gzip.compress(body, level, mtime=0)  # type: ignore[misc]
        for level in (1, 3, 4, 6, 9)
    }
    found["zlib, level 1 (floor: no header)"] = lambda body: zlib.compress(body, 1)
    if find_spec("zstandard"):
        zstandard = import_module("zstandard")
        for level in (1, 3, 9):
            found[f"zstandard, level {level}"] = zstandard.ZstdCompressor(level).compress
    return found


def main() -> None:
    """Prints a line for each way: time a page, size, and share of the size at gzip 6, by which pages are kept."""
    bodies = pages()
    kept = sum(len(gzip.compress(body, 6, mtime=0)) for body in bodies)
    print(f"{len(bodies)} pages, {sum(map(len, bodies)) / len(bodies) / 1024:.0f} KB each")
    for name, way in ways().items():
        seconds = min(timeit.repeat(lambda way=way: [way(body) for body in bodies], repeat=REPEATS, number=1)) / len(bodies)  # type: ignore[misc]
        size = sum(len(way(body)) for body in bodies)
        print(f"{name:34}{seconds * 1e6:8.0f} µs a page {size / len(bodies) / 1024:8.2f} KB {size / kept:6.2f}")


if __name__ == "__main__":
    main()
