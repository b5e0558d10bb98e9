"""Several processes at work on one database: run as a program of its own, since it forks.

    actors.py CONFIG

Each line on standard input is a JSON list of deeds that begin at the same moment, each in a process of its own: {"deed": …, "at": an instant, "kill": N
or null, …}. A deed with a number is killed with SIGKILL just before its Nth effect on the database. For each batch a line is printed: a JSON list of
{"ended": "well" | "refused" | "killed", "said": …}, in the order of the deeds.
"""

import json
import os
import signal
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from crash_walk import Kill

from newswatch.config import Settings, load
from newswatch.core.model import Decision, Verdict
from newswatch.errors import NewswatchError
from newswatch.services import check, close, intake, review, statements
from newswatch.services.opening import open_store
from newswatch.store.store import Store


def carry_out(store: Store, settings: Settings, deed: dict[str, Any]) -> object:
    """Does one deed as a door would; gives what the door would say."""
    now, unit = datetime.fromisoformat(deed["at"]), settings.units[0]
    match deed["deed"]:
        case "poll":
            return str(check.run(store, settings, lambda: now, sweep=deed["sweep"]).ending)
        case "decide":
            made = Decision(deed["item"], deed["by"], deed["because"], Verdict(deed["verdict"]))
            return len(review.decide(store, unit, [made], now))
        case "air":
            return intake.add(store, settings, unit, deed["fields"], lambda: now)
        case "void":
            review.void(store, deed["item"], deed["by"], deed["because"], now)
            return None
        case "state":
            return len(statements.reconcile(store, settings, unit, now).revisions)
        case "close":
            return len(close.run(store, settings, settings.units, lambda: now)[0].notices)
        case other:
            raise ValueError(other)


def child(settings: Settings, deed: dict[str, Any], said: Path, gate: int) -> int:
    """Starts a process that waits at the gate, does the deed and writes what came of it; gives its number."""
    number = os.fork()
    if number:
        return number
    try:
        os.read(gate, 1)
        if deed["kill"] is not None:
            Kill(deed["kill"], said.with_suffix(".effect")).watch()
        with open_store(settings, create=True) as store:
            found = carry_out(store, settings, deed)
        said.write_text(json.dumps({"ended": "well", "said": found}), encoding="utf-8")
    except NewswatchError as error:
        said.write_text(json.dumps({"ended": "refused", "said": f"{type(error).__name__}: {error}"}), encoding="utf-8")
    except BaseException as error:
        said.write_text(json.dumps({"ended": "fault", "said": repr(error)}), encoding="utf-8")
    os._exit(0)


def batch(settings: Settings, deeds: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """Does all deeds at once; gives what came of each."""
    notes = [folder / f"{n}.json" for n in range(len(deeds))]
    for note in notes:
        note.unlink(missing_ok=True)
    gate, opener = os.pipe()
    children = [child(settings, deed, note, gate) for deed, note in zip(deeds, notes, strict=True)]
    os.write(opener, b"." * len(children))
    statuses = [os.waitpid(number, 0)[1] for number in children]
    os.close(gate)
    os.close(opener)
    return [_outcome(status, note) for status, note in zip(statuses, notes, strict=True)]


def _outcome(status: int, note: Path) -> dict[str, Any]:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return {"ended": "killed", "said": None}
    found: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
    return found


def serve(config: Path) -> None:
    settings = load(config)
    with tempfile.TemporaryDirectory() as folder:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(batch(settings, json.loads(line), Path(folder))) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
