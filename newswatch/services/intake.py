"""Verb: take in bulletins: one, a file, or what lies in the inbox.

file → bytes → rows → bulletins → rulings → one transaction a file
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newswatch.config import Settings, Unit, shipped
from newswatch.core.bulletin import Bulletin, RowProblem
from newswatch.core.classify import classify_item
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Channel, Classification
from newswatch.errors import InputError
from newswatch.sources.log import reader
from newswatch.store import bulletins
from newswatch.store.store import Run, Store, enroll

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm", ".json")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What one file brought: rows new to us, rows known before, rows that were no bulletins, problems of bad rows.

    `refused` says why the file as a whole could not be read; `before` that it was taken in earlier, to the letter.
    """

    file: str
    added: int = 0
    known: int = 0
    skipped: int = 0
    problems: tuple[str, ...] = ()
    refused: str = ""
    before: bool = False


def log_columns() -> dict[str, tuple[str, ...]]:
    """The header names a log may use, by field."""
    return reader.aliases_from_table(shipped("log_columns.toml"), "log_columns.toml")


def single(fields: Mapping[str, str]) -> Bulletin | RowProblem:
    """A bulletin from fields as typed on the command line, or what is wrong with them."""
    return reader.bulletin_of(fields, file="", row=0)


def add(store: Store, settings: Settings, unit: Unit, rows: Sequence[Bulletin], now: Callable[[], datetime]) -> list[int]:
    """Takes in single bulletins; gives the ids of those not there before. One that was voided is taken in anew."""
    with store.run("intake", now) as run:
        unit_row = enroll(store, settings.units)[unit.id, ""]
        return bulletins.add(store, run, unit_row, _ruled(rows, settings.lexicon), now(), anew=True)


def read_file(store: Store, settings: Settings, unit: Unit, path: Path, now: Callable[[], datetime]) -> TakenIn:
    """Takes in one log file: the good rows go in, the bad ones are told with row, column and reason."""
    with store.run("intake", now) as run:
        return _take(store, run, settings, enroll(store, settings.units)[unit.id, ""], path, now())


def sweep_inbox(store: Store, settings: Settings, units: Sequence[Unit], now: Callable[[], datetime]) -> list[TakenIn]:
    """Takes in every log file of the inbox that was not taken in before; files stay where they are, known by their content.

    With several units each has a folder of its own there, named by its id. Gives a result for each file with something to tell.
    """
    found = [(unit, path) for unit in units for path in _lying(settings, unit)]
    if not found:
        return []
    with store.run("intake", now) as run:
        rows = enroll(store, settings.units)
        results = [_take(store, run, settings, rows[unit.id, ""], path, now()) for unit, path in found]
        if any(r.refused or (r.problems and not r.before) for r in results):
            run.state = "partial"
    return [r for r in results if not r.before]


def _lying(settings: Settings, unit: Unit) -> list[Path]:
    folder = settings.inbox if len(settings.units) == 1 else settings.inbox / unit.id
    if not folder.is_dir():
        return []
    names = (p for p in folder.iterdir() if p.is_file() and not p.name.startswith(("~$", ".")))
    return sorted(p for p in names if p.suffix.lower() in SUFFIXES)


def _take(store: Store, run: Run, settings: Settings, unit_row: int, path: Path, now: datetime) -> TakenIn:
    try:
        body = path.read_bytes()
    except OSError as error:
        return TakenIn(
            path.name, refused=f"{path}: can't be opened: {error.strerror or error}; is it open in Excel? Close it and try again"
        )
    sha256 = hashlib.sha256(body).hexdigest()
    told = bulletins.taken_in(store, unit_row, sha256)
    if told is not None:
        return TakenIn(path.name, problems=told, before=True)
    try:
        reading = reader.read(body, path.name, log_columns())
    except InputError as error:
        return TakenIn(path.name, refused=str(error))
    problems = tuple(map(str, reading.problems))
    intake = bulletins.Intake(sha256, path.name, len(reading.bulletins), problems)
    added = bulletins.add(store, run, unit_row, _ruled(reading.bulletins, settings.lexicon), now, intake)
    return TakenIn(path.name, len(added), len(reading.bulletins) - len(added), reading.skipped, problems)


def _ruled(rows: Sequence[Bulletin], lexicon: Lexicon) -> list[tuple[Bulletin, Classification]]:
    return [(b, classify_item(Channel.LOUDSPEAKER, b.title, "\n".join(filter(None, (b.script, b.summary))), lexicon)) for b in rows]
