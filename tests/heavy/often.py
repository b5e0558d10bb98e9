"""Generated worlds polled for weeks with every check and adaptively: what is stated has to be the same. Run by hand:

    PYTHONPATH=$PWD:$PWD/tests python -m heavy.often [--worlds 20] [--from 0] [--pool lists|items|all] [--kind KIND] [--days 45] [--plan twice|often]

Prints the kind, seed and first difference of each world in which anything else was stated, and at the end how many polls were left out.
"""

import argparse
import sys

from generated.often import OFTEN, TWICE, compare
from generated.pools import POOLS
from generated.site import Worlds


def main() -> int:
    """Runs the worlds asked for; 1 if any differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--pool", choices=list(POOLS), default="lists")
    parser.add_argument("--kind")
    parser.add_argument("--days", type=int, default=45)
    parser.add_argument("--plan", choices=["twice", "often"], default="twice")
    asked = parser.parse_args()
    every = adaptive = differing = 0
    with Worlds() as server:
        for seed in range(asked.first, asked.first + asked.worlds):
            found = compare(seed, asked.kind, server, TWICE if asked.plan == "twice" else OFTEN, asked.days, asked.pool)
            every, adaptive = every + found.every, adaptive + found.adaptive
            if found.differs:
                differing += 1
                at, one, other = found.differs[0]
                print(f"{found.world.kind} {seed}: {at:%d/%m %H:%M} ({len(found.differs)} moments)\n  {one}\n  {other}", flush=True)
    print(f"{asked.worlds} worlds, {differing} differ; {every} polls by every check, {adaptive} adaptively")
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main())
