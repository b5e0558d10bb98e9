"""Three hundred virtual portals, some of which take connections and never answer: what the others wait for them. Run by hand:

    PYTHONPATH=$PWD:$PWD/tests python -m heavy.dead_hosts [--portals 300] [--dead 3] [--workers 8] [--timeout 5]

A first look, then all alive, some dead for the first time, and still dead. Prints of each run as the which source in order the last one that lives was
stored, after how many seconds, and how many failed. Still dead, it is stored before all that fail; only the first meeting holds up a worker, for one
time-out, for each dead host.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from farm import Farm

from newswatch.config import Settings, load
from newswatch.core.model import LOCAL
from newswatch.services import check
from newswatch.services.check import Polled
from newswatch.services.opening import open_store


def run(of: Settings, farm: Farm, at: str, dead: set[str]) -> str:
    """One run's line."""
    began, last, count = time.monotonic(), [0.0, 0], [0]
    farm.asked.clear()

    def heard(one: Polled) -> None:
        count[0] += 1
        if one.unit not in dead:
            last[:] = [time.monotonic() - began, count[0]]

    with open_store(of, create=True) as store:
        report = check.run(store, of, lambda: datetime.fromisoformat(f"2026-11-{at}").replace(tzinfo=LOCAL), on_source=heard)
    failed = sum(one.failed for one in report.polled)
    return f"last living source stored {last[1]:4} of {count[0]:4}, after {last[0]:6.1f} s of {time.monotonic() - began:6.1f} s; {failed} failed"


def main() -> None:
    """Prints the lines."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name, usual in (("portals", 300), ("dead", 3), ("workers", 8), ("timeout", 5)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    with Farm() as farm, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        fetch = f"workers = {asked.workers}\nretries = 1\ntimeout_seconds = {asked.timeout}"
        path.write_text(farm.settings(asked.portals, fetch), encoding="utf-8")
        of = load(path)
        of = replace(of, units=tuple(replace(unit, sources=unit.sources[:1]) for unit in of.units))
        numbers = [n * asked.portals // max(asked.dead, 1) for n in range(asked.dead)]
        dead = {f"xa-{n}" for n in numbers}
        print("first look:      ", run(of, farm, "20 06:30", dead), flush=True)
        print("all alive:       ", run(of, farm, "20 12:30", dead), flush=True)
        farm.dead = {farm.host(n) for n in numbers}
        print("dead, first time:", run(of, farm, "20 17:30", dead), flush=True)
        print("dead, still:     ", run(of, farm, "21 06:30", dead), flush=True)


if __name__ == "__main__":
    main()
