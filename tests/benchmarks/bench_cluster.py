"""Processor time of a check by two dask workers on this machine beside one by this process alone, over a farm of portals (Linux).

Run by hand: `PYTHONPATH=.:tests .venv/bin/python tests/benchmarks/bench_cluster.py 300`. The farm is a process of its own and in no figure. Each
figure of a cluster is the sum of the process that writes, the scheduler and both workers, from before to after the check.
"""

import multiprocessing
import os
import sys
import time
from argparse import ArgumentParser
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bench_farm import CHECK
from benchmarks.peers import measured
from farm import Farm
from workers import Workers

from newswatch.services.poll.cluster import crew

_TICKS = os.sysconf("SC_CLK_TCK")


def spent(*processes: int) -> float:
    """Seconds of processor time that processes used so far."""
    stats = [Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split() for pid in processes]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / _TICKS


def serve(portals: int, pipe: Connection) -> None:
    """The farm's process: tells its settings, and ends when it is told to."""
    with Farm() as farm:
        pipe.send(farm.settings(portals, "workers = 8\nretries = 0"))
        pipe.recv()


def check(name: str, config: Path, at: str, others: tuple[int, ...] = ()) -> None:
    """One check; prints what it took."""
    began, before = time.monotonic(), spent(*others)
    own = measured(sys.executable, "-c", CHECK, str(config), at, str(config.parent / "told.json"))
    wall, elsewhere = time.monotonic() - began, spent(*others) - before
    print(
        f"  {name:40}{own.cpu + elsewhere:8.2f} s CPU (of it here {own.cpu:7.2f}) {wall:8.2f} s wall, peak here {own.peak:5.0f} MiB",
        flush=True,
    )


def main() -> None:
    """Prints the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("portals", type=int, nargs="?", default=50)
    portals = parser.parse_args().portals
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(portals, there), daemon=True)
    process.start()
    text = here.recv()
    with TemporaryDirectory() as name, Workers(Path(name), 2) as running:
        with crew(running.address):
            folders = {"here": "", "two workers": f'cluster = "{running.address}"\n'}
        others = (running.scheduler.pid, *(worker.pid for worker in running.workers))
        print(f"{portals} portals, 3 sources each")
        for at, told in (("20 09:00", "first look"), ("20 10:00", "nothing changed"), ("20 11:00", "nothing changed, again")):
            for who, cluster in folders.items():
                config = Path(name, who, "config.toml")
                config.parent.mkdir(exist_ok=True)
                config.write_text(text.replace("[fetch]\n", f"[fetch]\n{cluster}", 1), encoding="utf-8")
                check(f"{told}, {who}", config, f"2026-11-{at}", others if cluster else ())
    here.send("end")
    process.join(10)


if __name__ == "__main__":
    main()
