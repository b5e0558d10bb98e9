"""Processor time and memory of `newswatch check` over a farm of portals, beside fetching the same addresses bare (Linux).

Run by hand: `PYTHONPATH=.:tests .venv/bin/python tests/benchmarks/bench_farm.py 50 300`. The farm is a process of its own and in no figure; each
figure is of a whole process with its start, its modules compiled beforehand as those of an installed program are.
"""

import json
import multiprocessing
import os
import subprocess
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from farm import Farm

import newswatch

BARE = """
import json, sys, requests
with requests.Session() as session:
    for url, tag in json.load(open(sys.argv[1])):
        session.get(url, headers={"If-None-Match": tag} if tag else {}, timeout=10).content
"""
CHECK = """
import sys
from datetime import datetime, timedelta
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
print(len(report.polled), "polled", sum(one.new for one in report.polled), "new", len(failed), "failed", failed[:1], file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time and the peak of memory in MiB of one process."""

    cpu: float
    peak: float


def compiled(folder: Path) -> dict[str, str]:
    """The environment of the measured processes: Python finds every module of newswatch compiled, wherever it may write."""
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": str(folder)}
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(Path(newswatch.__file__).parent)], env=around, check=True)
    return around


def measured(around: dict[str, str], *command: str) -> Cost:
    """Runs a command to its end and gives what it used."""
    pid = os.posix_spawn(command[0], command, around)
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def serve(portals: int, pipe: Connection) -> None:
    """The farm's process: tells its port and its settings, and ends when it is told to."""
    with Farm() as farm:
        pipe.send((farm.port, farm.settings(portals, "workers = 8\nretries = 0")))
        pipe.recv()


class Bench:
    """A farm of so many portals, and the runs over it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port, self.around = folder, port, compiled(folder / "compiled")

    def steer(self, told: str) -> list[list[str]]:
        """Tells the farm something; gives what was asked of it since the last time."""
        with urlopen(f"http://127.0.0.1:{self.port}/__{told}") as answer:
            return [[url, tag] for url, tag in json.load(answer)]

    def pair(self, name: str, at: str) -> None:
        """One check at an instant, then the same requests bare; prints both."""
        self.steer("log")
        ours = measured(self.around, sys.executable, "-c", CHECK, str(self.folder / "config.toml"), at)
        asked = self.steer("log")
        (self.folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
        bare = measured(self.around, sys.executable, "-c", BARE, str(self.folder / "asked.json"))
        ratio, peak = ours.cpu / bare.cpu, f"{ours.peak:8.0f} MiB (bare {bare.peak:.0f})"
        print(f"  {name:44}{len(asked):7} requests {ours.cpu:8.2f} s  bare {bare.cpu:6.2f} s  ratio {ratio:6.2f} {peak}", flush=True)


def rounds(portals: int) -> None:
    """The table of one number of portals."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(portals, there), daemon=True)
    process.start()
    port, settings = here.recv()
    print(f"{portals} portals, 3 sources each")
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), port)
        (bench.folder / "config.toml").write_text(settings, encoding="utf-8")
        bench.pair("first look", "2026-11-20 09:00")
        bench.pair("nothing changed, validators", "2026-11-20 10:00")
        bench.pair("nothing changed, validators, again", "2026-11-20 11:00")
        bench.steer("bodies=1")
        bench.pair("bodies differ, lists don't", "2026-11-20 12:00")
        bench.pair("bodies differ, lists don't, again", "2026-11-20 13:00")
        bench.steer("bodies=0")
        bench.pair("validators come back", "2026-11-20 14:00")
        bench.steer(f"grown={portals // 14}")
        bench.pair(f"{portals // 14} portals have one item more", "2026-11-20 15:00")
        size = (bench.folder / "n.db").stat().st_size / 2**20
        print(f"  database {size:.1f} MiB")
    here.send("end")
    process.join(10)


def main() -> None:
    """Prints a table for each number of portals."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("portals", type=int, nargs="*", default=[10, 50])
    for portals in parser.parse_args().portals:
        rounds(portals)


if __name__ == "__main__":
    main()
