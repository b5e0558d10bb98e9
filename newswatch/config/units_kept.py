"""The units of a large `units_file` as they were read before, in a file beside the database: a country's are built in a tenth of the time.

What is kept rests on the bytes of config.toml, of the rows and of the rules that they name, on where config.toml lies, on the program that read them and
on the home folder, which a path may begin with. Whatever differs, is damaged or was laid there by another account is read anew from the rows. Only units
without a fault are kept.
"""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from newswatch import private
from newswatch.config.files import content_of
from newswatch.config.unit_rows import UnitsRead
from newswatch.config.units_told import read_of, told
from newswatch.program import digest_of

WORTH_BYTES = 100_000
"""Of a `units_file`: some 120 units of three sources, which take 20 ms to read."""

_MOST_BYTES = 100_000_000
"""Twice what the rows themselves may have."""

_READING = ("config", "core", "masking.py", "data/presets.toml", "data/rules")
_DIGEST = hashlib.sha256().digest_size
_DAMAGE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)


def read(config: Path, body: bytes, rows: Path, database: Path, anew: Callable[[], UnitsRead]) -> UnitsRead:
    """The units of a configuration whose file held this `body`, with such rows: as they were kept, or read `anew` and then kept, if there is a
    database to keep them by.

    Nothing is kept of files that changed while they were read. Nothing is told of a place that can't be written to: the next reading takes longer, and
    that is all.
    """
    rest, place = _rest(config, body, rows), database.parent / f"{database.name}-units"
    if rest is None:
        return anew()
    if (kept := _kept(place, rest)) is not None:
        return kept
    found = anew()
    with suppress(OSError, ValueError):
        if found.sound and database.exists() and _rest(config, body, rows) == rest:
            private.write_whole(place, _sealed(rest + json.dumps(told(found), ensure_ascii=False, separators=(",", ":")).encode()))
    return found


def _rest(config: Path, body: bytes, rows: Path) -> bytes | None:
    """What the units rest on but for the rules, as a digest; None where the rows are few or not to be had."""
    with suppress(OSError, ValueError):
        if rows.stat().st_size >= WORTH_BYTES:
            on = (_read_by(), str(config.absolute()), str(rows), _home(), hashlib.sha256(body).hexdigest(), content_of(rows))
            return hashlib.sha256(repr(on).encode("utf-8", "surrogateescape")).digest()
    return None


def _kept(place: Path, rest: bytes) -> UnitsRead | None:
    """What this account laid at the place, if it is whole and rests on the same. What another program kept is not even looked into."""
    with suppress(OSError, *_DAMAGE):
        sealed = private.own_bytes(place, _MOST_BYTES)
        body = sealed[_DIGEST:]
        if sealed == _sealed(body) and body.startswith(rest):
            kept = read_of(json.loads(body[_DIGEST:]))
            if all(content_of(path) == digest for path, digest in kept.rules):
                return kept
    return None


@cache
def _read_by() -> str:
    """The program that reads, as it lies there when a process first asks."""
    return digest_of(_READING)


def _home() -> str:
    try:
        return str(Path.home())
    except RuntimeError:  # nothing tells of one, and no path can begin with it
        return ""


def _sealed(body: bytes) -> bytes:
    """A body after its digest, by which one that was cut off or changed on the disk is told."""
    return hashlib.sha256(body).digest() + body
