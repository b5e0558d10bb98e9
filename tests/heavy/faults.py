"""The whole matrix of faults × {feed, listing, article}, each cell a fresh database and a year of polls. Run by hand:

    PYTHONPATH=$PWD:$PWD/tests python -m heavy.faults [--fault TEXT] [--target feed|listing|article] [--jobs 2]

Prints, fault by fault and target by target, what was stated falsely while the fault lasted ("ok" if nothing) and what differs after it from the year
without a fault ("equal" if nothing, with the number of polls that it took). Ctrl-C ends the run and prints what it has. Exits with 1 on any
falsehood or difference.
"""

import argparse
import multiprocessing
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

from faulty.cell import Cell, run
from faulty.faults import FAULTS
from faulty.year import TARGETS, Target


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the cells asked for and prints the table; 0 if nothing false was stated and all is as it would have been."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--fault", default="", help="only faults whose name holds this text")
    parser.add_argument("--target", choices=TARGETS)
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side")
    asked = parser.parse_args(arguments)
    names = [(fault, target) for fault in FAULTS if asked.fault in fault for target in TARGETS if asked.target in (None, target)]
    began, cells = time.perf_counter(), dict[tuple[str, Target], Cell]()
    with suppress(KeyboardInterrupt):
        for cell in _cells(names, asked.jobs):
            cells[cell.fault, cell.target] = cell
            print("." if cell.is_true else "F", end="", file=sys.stderr, flush=True)
    return report(cells, len(names), time.perf_counter() - began)


def _cells(names: Sequence[tuple[str, Target]], jobs: int) -> Iterator[Cell]:
    """The cells as they are done."""
    if jobs == 1:
        yield from (run(*name) for name in names)
        return
    with multiprocessing.get_context("spawn").Pool(jobs, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        yield from pool.imap_unordered(_run, names)


def _run(name: tuple[str, Target]) -> Cell:
    return run(*name)


def report(cells: dict[tuple[str, Target], Cell], asked: int, seconds: float) -> int:
    """Prints the table, then what is false in words; 0 if nothing is."""
    print(f"\n{'fault':26}" + "".join(f"{target:>26}" for target in TARGETS))
    for fault in FAULTS:
        row = [cells.get((fault, target)) for target in TARGETS]
        if any(row):
            print(f"{fault:26}" + "".join(f"{_mark(cell):>26}" for cell in row))
    wrong = [cell for cell in cells.values() if not cell.is_true]
    for cell in wrong:
        print(f"\n{cell.fault} × {cell.target}")
        for name, said in (("during", cell.during), ("after", cell.later), ("at the end", cell.differs)):
            print(*(f"  {name}: {text}" for text in said), sep="\n", end="\n" if said else "")
    print(f"\n{len(cells)} of {asked} cells in {seconds:.0f} s, {len(wrong)} of them false")
    return int(bool(wrong) or len(cells) < asked)


def _mark(cell: Cell | None) -> str:
    """A cell in few words: during the fault, after it."""
    if cell is None:
        return "–"
    during = f"{len(cell.during)} false" if cell.during else "ok"
    wrong = len(cell.differs) or len(cell.later)
    return f"{during} / " + (f"{wrong} {'differ' if cell.differs else 'false'}" if wrong else f"equal ({cell.polls_to_agree})")


if __name__ == "__main__":
    sys.exit(main())
