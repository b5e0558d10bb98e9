"""Generated worlds watched twice: by polls that read what is known of items by key, and by polls that read all of it. Both bring the same. By hand:

    PYTHONPATH=$PWD:$PWD/tests python -m heavy.known [--worlds 200] [--from 0] [--pool lists|items|all] [--kind KIND]

Prints the seeds of the worlds in which they differ, and exits with 1 if there are any.
"""

import argparse
import sys
from collections.abc import Sequence
from unittest.mock import patch

from generated.make import make
from generated.pools import POOLS, Pool
from generated.site import Worlds
from generated.watch import Stated, watch

Brought = tuple[list[str], list[Stated]]


def both(seed: int, kind: str | None, pool: Pool, server: Worlds) -> tuple[Brought, Brought]:
    """What the polls of a world brought and what was stated then: by key, and with all items read."""
    by_key = _brought(seed, kind, pool, server)
    with patch("newswatch.store.found_items.FoundItems.keys", return_value=None):
        return by_key, _brought(seed, kind, pool, server)


def _brought(seed: int, kind: str | None, pool: Pool, server: Worlds) -> Brought:
    seen = watch(make(seed, kind, pool), server)
    return seen.polls, seen.stated


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the worlds asked for; 0 if both ways brought the same in all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--pool", choices=sorted(POOLS), default="all")
    parser.add_argument("--kind")
    chosen = parser.parse_args(arguments)
    differ = []
    with Worlds() as server:
        for seed in range(chosen.first, chosen.first + chosen.worlds):
            by_key, whole = both(seed, chosen.kind, chosen.pool, server)
            differ += [seed] if by_key != whole else []
    print(f"{chosen.worlds} worlds, {len(differ)} differ: {differ}")
    return int(bool(differ))


if __name__ == "__main__":
    sys.exit(main())
