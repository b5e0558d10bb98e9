"""Judge all units anew and keep what comes of it, and index their items anew, whatever was kept before.

units → chunks → processes (read, judge) → this process keeps what they found
"""

import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from newswatch.config import Unit
from newswatch.program import program_digest
from newswatch.services import kept as years_kept
from newswatch.services.faults import Fault, attempt
from newswatch.services.statements import open_years
from newswatch.store import item_index, kept, units
from newswatch.store.kept import Fresh
from newswatch.store.store import Store

_CHUNK = 16
"""Units a task. Chosen by hand: a second's work, so that all processes end at about the same time."""
_AHEAD = 2  # tasks a process that wait to be taken up, so that memory holds the results of few
_BLINK = 0.2  # seconds after which the waiting process looks up: on Windows Ctrl-C does not end a wait without a time-out

_Judged = tuple[int, Fresh | Fault]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many units were judged anew and how many of their years were kept. `faults` are those of single units, which are judged when asked for."""

    units: int
    years: int
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """Some units with the ids of their rows, and the years of each that are to be judged, for a process that opens the database by itself."""

    database: Path
    units: tuple[Unit, ...]
    enrolled: Mapping[tuple[str, str], int]
    years: Mapping[str, Sequence[int]]
    now: datetime


def run(store: Store, chosen: Sequence[Unit], now: datetime, workers: int, *, stop: Callable[[], bool] = lambda: False) -> Rebuilt:
    """Forgets what is kept and judges every open year of the units anew, and those that were kept of them, in so many processes; indexes their items.

    `stop` is asked between tasks; what was judged until then is kept. A unit that a fault nobody foresaw hits is left out. Raises StoreError if the
    database can't be written.
    """
    before = kept.years(store)
    tasks = [_task(store, chosen[at : at + _CHUNK], before, now) for at in range(0, len(chosen), _CHUNK)]
    of_rows = {units.unit_row(store, unit): unit for unit in chosen}
    with store.writing():
        kept.drop(store, list(of_rows))
        item_index.drop(store, of_rows)
    done, found, faults = 0, 0, []
    for judged in _all_judged(tasks, workers, stop):
        with store.writing():
            for row, one in judged:
                item_index.keep_up(store, row, [source.profile.id_pattern for source in of_rows[row].sources], program_digest())
                if isinstance(one, Fault):
                    faults.append(one)
                else:
                    kept.keep(store, row, one)
                    done, found = done + 1, found + len(one.years)
    return Rebuilt(done, found, tuple(faults))


def _task(store: Store, chosen: Sequence[Unit], before: Mapping[int, Sequence[int]], now: datetime) -> _Task:
    ids = {unit.id for unit in chosen}
    enrolled = {key: row for key, row in store.enrolled.items() if key[0] in ids}
    years = {unit.id: sorted({*open_years(unit, now), *before.get(units.unit_row(store, unit), ())}) for unit in chosen}
    return _Task(store.path, tuple(chosen), enrolled, years, now)


def _all_judged(tasks: Sequence[_Task], workers: int, stop: Callable[[], bool]) -> Iterator[list[_Judged]]:
    """What comes of each task, as it is done: in this process if there is work for one only."""
    if workers < 2 or len(tasks) < 2:
        for task in tasks:
            if stop():
                return
            yield _judge(task)
        return
    left = iter(tasks)
    with ProcessPoolExecutor(min(workers, len(tasks)), multiprocessing.get_context("spawn")) as executor:
        try:
            pending = {executor.submit(_judge, task) for task in islice(left, workers * _AHEAD)}
            while pending:
                ended, pending = wait(pending, _BLINK, FIRST_COMPLETED)
                yield from (future.result() for future in ended)
                pending |= _more(executor, left, 0 if stop() else len(ended))
        finally:
            executor.shutdown(cancel_futures=True)


def _more(executor: ProcessPoolExecutor, left: Iterator[_Task], count: int) -> set[Future[list[_Judged]]]:
    return {executor.submit(_judge, task) for task in islice(left, count)}


def _judge(task: _Task) -> list[_Judged]:
    """Judges the units of a task. The database is only read."""
    with Store.open(task.database, create=False) as store:
        units.adopt(store, task.enrolled)
        return [(units.unit_row(store, unit), _judged(store, unit, task)) for unit in task.units]


def _judged(store: Store, unit: Unit, task: _Task) -> Fresh | Fault:
    found = attempt(f"unit {unit.id}", partial(years_kept.look, store, unit, task.years[unit.id], task.now))
    if isinstance(found, Fault):
        return Fault(
            found.about, found.said, found.traceback, RuntimeError(found.said)
        )  # any other exception may not pass between processes
    return found.fresh
