"""Processor time and memory of `newswatch check` over a farm of portals behind nginx, beside fetching the same addresses bare, urlwatch, and Scrapy
with its HTTP cache (Linux).

Run by hand: `PYTHONPATH=.:tests .venv/bin/python tests/benchmarks/bench_farm.py 10 100 300 --peers peers/bin` (see `peers`). Each
portal has an address of its own in 127.0.0.0/8, a feed and two lists of 20 entries, pages of 25 to 30 KB. The farm and nginx are processes of their
own and in no figure; each figure is of a whole process with its start, its modules compiled beforehand as those of an installed program are.
"""

import csv
import json
import multiprocessing
import os
import subprocess
import sys
import tomllib
from argparse import ArgumentParser
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from benchmarks.front import found, free_port, nginx
from benchmarks.peers import Cost, Peers, bare, measured
from farm import Farm

import newswatch

CHECK = """
import json, sys
from datetime import datetime
from pathlib import Path
from newswatch.config import load
from newswatch.core.model import LOCAL
from newswatch.services import check
from newswatch.services.opening import open_store
settings = load(Path(sys.argv[1]))
at = datetime.fromisoformat(sys.argv[2]).replace(tzinfo=LOCAL)
with open_store(settings, create=True) as store:
    report = check.run(store, settings, lambda: at)
failed = [one for one in report.polled if one.failed]
told = {"polled": len(report.polled), "new": sorted({one.unit for one in report.polled if one.new}), "failed": len(failed)}
Path(sys.argv[3]).write_text(json.dumps(told))
"""
LISTS = ("/rss", "/tin", "/thong-bao")


def serve(portals: int, front: int, pipe: Connection) -> None:
    """The farm's process: tells its port, its settings and its lists, and ends when it is told to."""
    with Farm() as farm:
        farm.front = front
        lists = [farm.base(n) + path for n in range(portals) for path in LISTS]
        pipe.send((farm.port, farm.settings(portals, "workers = 8\nretries = 0"), lists))
        pipe.recv()


@dataclass(slots=True)
class Bench:
    """A farm of so many portals, and the runs over it."""

    folder: Path
    port: int
    portals: int
    peers: Peers | None
    costs: dict[str, float] = field(default_factory=dict)

    def steer(self, told: str) -> list[list[str]]:
        """Tells the farm something; gives what was asked of it since the last time."""
        with urlopen(f"http://127.0.0.1:{self.port}/__{told}") as answer:
            return [[url, tag] for url, tag in json.load(answer)]

    def pair(self, name: str, at: str, *, beside: bool = False) -> dict[str, object]:
        """One check at an instant, then the same requests bare and, if so told, by the peers; prints a row and gives what the check brought."""
        self.steer("log")
        ours = measured(sys.executable, "-c", CHECK, str(self.folder / "config.toml"), at, str(self.folder / "told.json"))
        asked = self.steer("log")
        floor = bare(self.folder, asked)
        peers = self.peers.run() if beside and self.peers else {}
        told: dict[str, object] = json.loads((self.folder / "told.json").read_text())
        self.costs[name] = ours.cpu
        self._print(name, len(asked), ours, {"bare": floor, **peers})
        if told["polled"] != len(LISTS) * self.portals or told["failed"]:
            raise SystemExit(f"{name}: {told['polled']} polled, {told['failed']} failed")
        return told

    def _print(self, name: str, requests: int, ours: Cost, others: dict[str, Cost]) -> None:
        beside = "".join(f" | {who} {cost.cpu:.2f} s, ratio {ours.cpu / cost.cpu:.2f}" for who, cost in others.items())
        print(f"  {name:40}{requests:7} requests {ours.cpu:8.2f} s {ours.peak:5.0f} MiB{beside}", flush=True)

    def rounds(self) -> None:
        """All rows of the table."""
        self.pair("first look", "2026-11-20 09:00")
        if self.peers:
            self.peers.run()
        self.pair("nothing changed, validators", "2026-11-20 10:00")
        self.pair("nothing changed, validators, again", "2026-11-20 11:00", beside=True)
        self.steer("bodies=1")
        if self.peers:
            self.peers.run()
        self.pair("bodies differ, lists don't", "2026-11-20 12:00")
        self.pair("bodies differ, lists don't, again", "2026-11-20 13:00", beside=True)
        self.steer("bodies=0")
        self.pair("validators come back", "2026-11-20 14:00")
        self.grown()
        print(f"  database {(self.folder / 'n.db').stat().st_size / 2**20:.1f} MiB")

    def grown(self) -> None:
        """22 of 300 portals have one item more: just those, and no more than the steady look and as many one-item looks."""
        many = max(round(self.portals * 22 / 300), 1)
        self.steer(f"grown={many}")
        told = self.pair(f"{many} portals have one item more", "2026-11-20 15:00")
        if told["new"] != sorted(f"xa-{n}" for n in range(many)):
            raise SystemExit(f"other portals brought items than the {many} that have one more: {told['new']}")
        steady, first = self.costs["nothing changed, validators, again"], self.costs["first look"]
        bound = steady + many * (first - steady) / self.portals
        print(f"  {'':40}just those {many}; steady and {many} first looks would be {bound:.2f} s")


def compiled() -> None:
    """Has every process that follows find newswatch's modules compiled, and keep what it compiles itself."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(Path(newswatch.__file__).parent)], check=True)


def in_rows(settings: str, folder: Path) -> None:
    """Writes the settings with their units as rows of a file, as a country's are: in tables they pass what a config.toml may hold."""
    head, units = settings.partition("[[units]]")[0], tomllib.loads(settings)["units"]
    (folder / "config.toml").write_text(f'units_file = "units.csv"\n{head}', encoding="utf-8")
    rows = [
        {name: unit[name] for name in ("name", "kind") if not n}
        | {"id": unit["id"], "rules": unit["rules"] if not n else ""}
        | {f"source.{name}": value for name, value in source.items() if name != "profile"}
        | {f"source.profile.{name}": value for name, value in source["profile"].items()}
        for unit in units
        for n, source in enumerate(unit["sources"])
    ]
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows({name: ";".join(value) if isinstance(value, list) else value for name, value in row.items()} for row in rows)


def bench(portals: int, place: Path | None) -> dict[str, float]:
    """The table of one number of portals; gives the seconds of each row."""
    front = free_port() if found() else 0
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(portals, front, there), daemon=True)
    process.start()
    port, settings, lists = here.recv()
    print(f"{portals} portals, {len(LISTS)} sources each, {'behind nginx' if front else 'without nginx, which is not installed'}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        if front:
            stack.enter_context(nginx(port, front))
        in_rows(settings, folder)
        run = Bench(folder, port, portals, Peers(place.absolute(), folder, lists) if place else None)
        run.rounds()
    here.send("end")
    process.join(10)
    return run.costs


def growth(costs: dict[int, dict[str, float]]) -> None:
    """Milliseconds a unit of each row, by the number of portals."""
    rows: dict[str, dict[int, float]] = defaultdict(dict)
    for portals, seconds in costs.items():
        for name, cpu in seconds.items():
            rows["some portals have one item more" if name.endswith("one item more") else name][portals] = cpu / portals * 1000
    print(f"{'milliseconds a unit':42}" + "".join(f"{portals:>10}" for portals in costs))
    for name, by_size in rows.items():
        print(f"  {name:40}" + "".join(f"{by_size[portals]:10.1f}" for portals in costs))


def main() -> None:
    """Prints a table for each number of portals, and how the cost of a unit grows with their number."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("portals", type=int, nargs="*", default=[10, 50])
    parser.add_argument("--peers", type=Path, help="folder of the programs of urlwatch and Scrapy")
    chosen = parser.parse_args()
    compiled()
    growth({portals: bench(portals, chosen.peers) for portals in chosen.portals})


if __name__ == "__main__":
    main()
