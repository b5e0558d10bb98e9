"""Thousands of generated worlds, watched by the real program and held against their truth. Run by hand:

    PYTHONPATH=$PWD:$PWD/tests python -m heavy.worlds [--worlds 2000] [--from 0] [--pool lists|items|all] [--kind KIND]
    PYTHONPATH=$PWD:$PWD/tests python -m heavy.worlds --seed N [--pool POOL] [--kind KIND] --verbose

A seed has its kind from the pool: kinds of lists, kinds of items (their dates, articles, addresses), or all.

Prints, kind by kind: worlds, ended months and how many of them were known, the same of the months that could be proved, and the false statements
with their seeds. Ctrl-C ends the run and prints what it has. Exits with 1 if anything was stated against the truth, or if fewer than 95 in 100
provable months of ordinary worlds were known.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from generated import pages
from generated.make import make
from generated.pools import EVERY_KIND, POOLS
from generated.site import Worlds
from generated.watch import Watched, watch
from generated.world import Post

_KNOWN_SHARE = 0.95
_SEEDS_SHOWN = 12


class Tally:
    """The figures of many worlds; of false ones the seeds are kept."""

    def __init__(self) -> None:
        self.worlds = self.ended = self.ended_known = self.provable = self.known = self.short = self.met = 0
        self.seeds: list[int] = []

    def add(self, seen: Watched) -> None:
        """Adds one world."""
        self.worlds += 1
        self.ended, self.ended_known = self.ended + seen.ended, self.ended_known + seen.ended_known
        self.provable, self.known = self.provable + seen.provable, self.known + seen.known
        self.short += len({s.month for s in seen.false if s.state == "short"})
        self.met += len({s.month for s in seen.false if s.state == "met"})
        self.seeds += [seen.world.seed] if seen.false else []

    def line(self, name: str) -> str:
        """The figures in a line."""
        seeds = " ".join(map(str, self.seeds[:_SEEDS_SHOWN])) + (" …" if len(self.seeds) > _SEEDS_SHOWN else "")
        months = f"{self.ended:6} {_share(self.ended_known, self.ended)} {self.provable:8} {_share(self.known, self.provable)}"
        return f"{name:29} {self.worlds:6} {months} {self.short:6} {self.met:4} {len(self.seeds):6}  {seeds}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f}%" if whole else "     –"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the worlds asked for and prints their figures; 0 if all is true and enough is known."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--worlds", type=int, default=2000)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--kind", choices=list(EVERY_KIND))
    parser.add_argument("--pool", choices=list(POOLS), default="all")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args(arguments)
    seeds = [asked.seed] if asked.seed is not None else range(asked.first, asked.first + asked.worlds)
    began, tallies = time.process_time(), defaultdict[str, Tally](Tally)
    with Worlds() as server, suppress(KeyboardInterrupt):
        for seed in seeds:
            seen = watch(make(seed, asked.kind, asked.pool), server)
            for name in (seen.world.kind, "all ordinary" if seen.world.ordinary else "all others", "all"):
                tallies[name].add(seen)
            if asked.verbose:
                tell(seen)
    return report(tallies, time.process_time() - began)


def report(tallies: dict[str, Tally], seconds: float) -> int:
    """Prints the figures of each kind and of all; 0 if all is true and enough is known."""
    print(f"{'kind':29} worlds  ended  known provable  known  short  met  false  seeds of false worlds")
    for name in [*(k for k in EVERY_KIND if k in tallies), *(k for k in tallies if k not in EVERY_KIND)]:
        print(tallies[name].line(name))
    every, ordinary = tallies["all"], tallies.get("all ordinary", Tally())
    print(f"{seconds:.1f} s of CPU, {every.worlds / seconds:.1f} worlds a second")
    return int(bool(every.seeds) or ordinary.known < _KNOWN_SHARE * ordinary.provable)


def tell(seen: Watched) -> None:
    """Prints a world: its list, posts, visits, requests and what was stated."""
    world = seen.world
    print(f"seed {world.seed}, {world.kind}{', ordinary' if world.ordinary else ''}\n{world.layout}\n{world.feed or 'no feed'}")
    for post in sorted(world.posts, key=lambda p: p.at):
        print(f"  {post.number:3} {post.at:%d/%m %H:%M} {'PAR' if post.par else '   '} section {post.section} {_apart(post)}")
    for visit in world.visits:
        print(f"visit {visit.at:%d/%m %H:%M} since {visit.since} skew {visit.skew} {list(visit.troubles)}")
    print(f"later {world.later:%d/%m %H:%M}")
    rows = pages.ordered(world.listed(world.visits[0].at), world.layout)
    print("list at the first visit:", *(row.post.number for row in rows))
    print("asked:", *(f"{path or '/'}={status}" for path, status in seen.site.asked))
    print(*seen.polls, *seen.stated, sep="\n")


def _apart(post: Post) -> str:
    """What sets a post apart: where it is placed, what it is, and what is said of it that isn't so."""
    marks = [name for name in ("hidden", "quiet", "foreign", "flipped") if getattr(post, name)] + [f"{post.twice} twice"] * bool(post.twice)
    days: list[tuple[str, datetime | None]] = [("placed", post.placed_at), *post.says.items(), *(("edit", at) for at in post.edits)]
    days += [(name, at) for name, at in (("down", post.taken_down_at), ("unlisted", post.unlisted_at), ("event", post.event_at)) if at]
    return " ".join([*marks, *(f"{name} {at:%d/%m %H:%M}" if at else f"{name} –" for name, at in days)])


if __name__ == "__main__":
    sys.exit(main())
