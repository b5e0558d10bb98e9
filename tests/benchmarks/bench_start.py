"""CPU of cold starts, each a process of its own: `--help`, `status`, a check of an unchanged list, the settings of a whole country.

The floor is a process that imports click, requests and sqlite3; the ratios are of medians taken turn by turn in one run. Compiled modules are kept as an
installed program has them, whatever the environment says.
"""

import argparse
import csv
import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from portal import Portal, profile_toml

ROOT = Path(__file__).parents[2]
UNITS = 3321
FLOOR = "floor: import click, requests, sqlite3"
STORIES = (
    "Khám mắt miễn phí",
    "Giao quân đợt hai",
    "Ra quân trồng rừng",
    "Mở lớp dạy đan lát",
    "Thi kéo co",
    "Cải cách thủ tục hành chính",
)
LOAD = "from pathlib import Path; from newswatch.config import load; assert len(load(Path({!r})).units) == {}"
TARGETS = {"newswatch status": 2.5, "newswatch status --json": 2.5, "newswatch check, list unchanged": 2.5}


def configure(folder: Path, url: str) -> None:
    """The settings of one commune, and beside them those of all communes of the country: three sources and a mailbox each, in rows and in tables."""
    unit = '[[units]]\nid = "xa"\nname = "Thử"\nkind = "xã"\nrules = ["quang-dien-2614"]\n'
    source = f'[[units.sources]]\nid = "site"\nkind = "listing"\nurl = "{url}"\n[units.sources.profile]\n{profile_toml()}'
    (folder / "config.toml").write_text(f'database = "n.db"\n[fetch]\npace_seconds = 0\n{unit}{source}', encoding="utf-8")
    (folder / "rows.toml").write_text('units_file = "units.csv"\n', encoding="utf-8")
    (folder / "kept.toml").write_text('database = "n.db"\nunits_file = "units.csv"\n', encoding="utf-8")  # the one that a check makes
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        write(["id", "name", "kind", "province", "rules", "board.address", "source.id", "source.kind", "source.url", "source.preset"])
        for n in range(1, UNITS + 1):
            site = f"https://xa{n}.example.vn"
            write(
                [
                    f"xa-{n}",
                    f"Số {n}",
                    "xã",
                    "Huế",
                    "quang-dien-2614;hue-3241",
                    f"a@xa{n}.example",
                    "site",
                    "listing",
                    f"{site}/tin",
                    "joomla",
                ]
            )
            write([f"xa-{n}", "", "", "", "", "", "rss", "feed", f"{site}/rss", ""])
            write([f"xa-{n}", "", "", "", "", "", "map", "sitemap", f"{site}/sitemap.xml", ""])
    (folder / "tables.toml").write_text("".join(map(_tables, range(1, UNITS + 1))), encoding="utf-8")


def _tables(n: int) -> str:
    site = f"https://xa{n}.example.vn"
    sources = (("site", "listing", "tin", 'preset = "joomla"\n'), ("rss", "feed", "rss", ""), ("map", "sitemap", "sitemap.xml", ""))
    return (
        f'[[units]]\nid = "xa-{n}"\nname = "Số {n}"\nkind = "xã"\nrules = ["quang-dien-2614", "hue-3241"]\n[[units.board]]\naddress = "a@xa{n}.example"\n'
    ) + "".join(f'[[units.sources]]\nid = "{i}"\nkind = "{kind}"\nurl = "{site}/{path}"\n{more}' for i, kind, path, more in sources)


def commands(folder: Path) -> dict[str, list[str]]:
    """What is measured, by its name; the floor first."""

    def newswatch(*words: str) -> list[str]:
        return [sys.executable, "-m", "newswatch.cli", *words]

    def python(code: str) -> list[str]:
        return [sys.executable, "-c", code]

    return {
        FLOOR: python("import click, requests, sqlite3"),
        "python alone": python("pass"),
        "newswatch --help": newswatch("--help"),
        "newswatch status": newswatch("status"),
        "newswatch status --json": newswatch("status", "--json"),
        "newswatch check, list unchanged": newswatch("check"),
        f"settings of {UNITS} units in rows": python(LOAD.format(str(folder / "rows.toml"), UNITS)),
        f"settings of {UNITS} units in rows, kept": python(LOAD.format(str(folder / "kept.toml"), UNITS)),
        f"settings of {UNITS} units in tables": python(LOAD.format(str(folder / "tables.toml"), UNITS)),
    }


def cpu_seconds(command: list[str], folder: Path) -> float:
    """User and system time of one run."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Prints the median of each, its ratio to the floor, and the target where there is one."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=11)
    runs = options.parse_args().runs
    with TemporaryDirectory() as name, Portal() as portal:
        folder = Path(name)
        for n, title in enumerate(STORIES, 1):
            portal.article(n, title=title, date=f"2026-01-0{n} 08:00", body=title * 9)
        configure(folder, portal.listing_url)
        asked = commands(folder)
        cpu_seconds([*asked["newswatch --help"][:-1], "check"], folder)
        for command in asked.values():
            cpu_seconds(command, folder)
        told = {what: list[float]() for what in asked}
        for _ in range(runs):
            for what, command in asked.items():
                told[what].append(cpu_seconds(command, folder))
    medians = {what: sorted(times)[runs // 2] for what, times in told.items()}
    for what, median in medians.items():
        target = f"  (≤ {TARGETS[what]})" if what in TARGETS else ""
        print(f"{what:40} {median * 1000:6.0f} ms CPU  {median / medians[FLOOR]:5.2f} × floor{target}")


if __name__ == "__main__":
    main()
