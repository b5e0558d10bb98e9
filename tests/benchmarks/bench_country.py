"""Every command over a whole country in one database, each a process of its own: CPU with children, peak memory of the largest process.

The database has what `bench_close` seeds: a year of items and looks of every unit. It is made once in `--folder` and kept there with its settings, so
that a later run measures the same. Only the clock of the processes is set, to the morning on which every unit's November is due.
"""

import argparse
import csv
import os
import sys
import time
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.bench_close import BOARD, NOW, seed

from newswatch.config import Settings, load
from newswatch.store.store import Store

ROOT = Path(__file__).parents[2]
CLOCK = f"""
import sys
from datetime import UTC, datetime
from newswatch.cli import context, main
context.Context.now = staticmethod(lambda: datetime.fromisoformat({NOW.isoformat()!r}).astimezone(UTC))
sys.argv = ["newswatch", *sys.argv[1:]]
main()
"""
COLUMNS = ("id", "name", "kind", "province", "rules", "source.id", "source.kind", "source.url", "source.preset")
FLOOR = ["-c", "import click, requests, sqlite3"]


def configure(folder: Path, units: int) -> Settings:
    """The settings of so many communes in rows, each with one source and a board of three."""
    (folder / "config.toml").write_text('database = "n.db"\nunits_file = "units.csv"\n', encoding="utf-8")
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        write([*COLUMNS, "board.address", "board.name", "board.role"])
        for n in range(1, units + 1):
            source = ("site", "listing", f"https://xa{n}.example.vn/tin", "joomla")
            first, *others = [(f"{name}@xa{n}.example", name, role) for name, role in BOARD]
            write([f"xa-{n}", f"Xã số {n}", "xã", "Huế", "quang-dien-2614", *source, *first])
            for one in others:
                write([f"xa-{n}", *[""] * (len(COLUMNS) - 1), *one])
    return load(folder / "config.toml")


def made(folder: Path, units: int, polls_a_day: int) -> None:
    """The database and its settings, if they are not there yet."""
    if (folder / "n.db").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    settings = configure(folder, units)
    with Store.open(settings.database) as store:
        seed(store, settings, polls_a_day)
    print(f"seeded {units} units: {(folder / 'n.db').stat().st_size / 1e6:.0f} MB", flush=True)


def measured(words: list[str], folder: Path) -> tuple[float, float, float]:
    """Seconds of CPU with children, seconds by the clock, and the peak memory in MB, of one process."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    began = time.perf_counter()
    pid = os.fork()
    if not pid:
        os.chdir(folder)
        with (folder / "out.txt").open("w") as out:
            os.dup2(out.fileno(), 1)
        os.execve(sys.executable, [sys.executable, *words], environment)
    _, status, used = os.wait4(pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 3), f"{words[2:]} failed"
    return used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024


def commands(units: int) -> dict[str, list[str]]:
    """What is run, by its name, in this order: the first close states all and writes what is due."""
    one = ["--unit", f"xa-{units // 2}"]
    return {
        "close, nothing kept, all due": ["close"],
        "close again, nothing due": ["close"],
        "close once more, nothing changed": ["close"],
        "status": ["status"],
        "units": ["units"],
        "units --json": ["units", "--json"],
        "status of one unit": ["status", *one],
        "score of one unit": ["score", *one],
        "items of one unit": ["items", *one],
        "explain a month of one unit": ["explain", "--month", "2026-10", *one],
        "explain one item": ["explain", "--item", str(units // 2 * 60 - 7)],
        "review of one unit": ["review", *one],
        "score of all": ["score"],
        "items of a month of all": ["items", "--month", "2026-10"],
        "explain a month of all": ["explain", "--month", "2026-10"],
        "review of all": ["review"],
        "outbox list": ["outbox", "list"],
        "doctor": ["doctor", "--offline"],
        "rebuild": ["rebuild"],
    }


def main() -> None:
    """Prints the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--units", type=int, default=3321)
    options.add_argument("--polls-a-day", type=int, default=2)
    options.add_argument("--folder", type=Path, help="where the database lies, or is made [default: a temporary folder]")
    options.add_argument("--only", action="append", default=[], help="only rows whose names begin so; may be repeated")
    chosen = options.parse_args()
    folder = chosen.folder or Path(mkdtemp(prefix="country-"))
    made(folder, chosen.units, chosen.polls_a_day)
    floor = min(measured(FLOOR, folder)[0] for _ in range(3))
    print(f"floor: import click, requests, sqlite3 {floor:5.2f} s")
    for what, words in commands(chosen.units).items():
        if chosen.only and not what.startswith(tuple(chosen.only)):
            continue
        cpu, clock, peak = measured(["-c", CLOCK, *words], folder)
        print(
            f"{what:40} {cpu:8.2f} s CPU  {cpu / chosen.units * 1000:8.2f} ms a unit  {clock:7.1f} s by the clock  peak {peak:5.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
