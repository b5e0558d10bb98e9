"""The units of a large `units_file` as they were read before, in a file beside the database: a country's are built in a tenth of the time.

What is kept rests on the bytes of config.toml, of the rows and of the rules that they name, on the program that read them and on the home folder, which a
path may name. Whatever differs, or can't be read, is read anew from the rows. Only units without a fault are kept.
"""

import hashlib
import io
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from newswatch import private
from newswatch.config.files import content_of
from newswatch.config.unit_rows import UnitsRead
from newswatch.program import digest_of

WORTH_BYTES = 100_000
"""Of a `units_file`: some 120 units of three sources, which take 20 ms to read."""

_READING = ("config", "core", "masking.py", "data/presets.toml", "data/rules")
_PLAIN = {("datetime", "date"), ("decimal", "Decimal"), ("builtins", "frozenset"), ("pathlib", "PosixPath"), ("pathlib", "WindowsPath")}
_OURS = ("newswatch.config.", "newswatch.core.")
_HOME = ("HOME", "USERPROFILE")
_DIGEST = hashlib.sha256().digest_size
_BROKEN = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, KeyError, TypeError, ValueError)
"""What unpickling raises of bytes that are no sound pickle (docs.python.org/3/library/pickle.html#pickle.UnpicklingError)."""


def read(config: Path, rows: Path, database: Path, anew: Callable[[], UnitsRead]) -> UnitsRead:
    """The units of a configuration with such rows: as they were kept, or read `anew` and then kept, if there is a database to keep them by.

    Nothing is kept of files that changed while they were read. Nothing is told of a place that can't be written to: the next reading takes longer, and
    that is all.
    """
    rest, place = _rest(config, rows), database.with_name(f"{database.name}-units")
    if rest is None:
        return anew()
    if (kept := _kept(place, rest)) is not None:
        return kept
    found = anew()
    if found.sound and database.exists() and _rest(config, rows) == rest:
        with suppress(OSError):
            private.write_whole(place, _sealed(rest + pickle.dumps(found, pickle.HIGHEST_PROTOCOL)))
    return found


def _rest(config: Path, rows: Path) -> bytes | None:
    """What the units rest on but for the rules, as a digest; None where the rows are few or not to be had."""
    with suppress(OSError):
        if rows.stat().st_size >= WORTH_BYTES:
            told = (_read_by(), str(rows), *map(os.environ.get, _HOME), *map(content_of, (config, rows)))
            return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).digest()
    return None


def _kept(place: Path, rest: bytes) -> UnitsRead | None:
    """What lies at the place, if it is whole and rests on the same. What another program kept is not even looked into: its nouns may be others."""
    with suppress(OSError, *_BROKEN):
        sealed = place.read_bytes()
        body = sealed[_DIGEST:]
        if sealed == _sealed(body) and body.startswith(rest):
            kept = _Unpickler(io.BytesIO(body[_DIGEST:])).load()
            if isinstance(kept, UnitsRead) and all(content_of(path) == content for path, content in kept.rules):
                return kept
    return None


class _Unpickler(pickle.Unpickler):
    """Builds the nouns of settings and nothing else, whoever wrote the file."""

    def find_class(self, module: str, name: str) -> Any:
        """Raises UnpicklingError for any other class."""
        if (module, name) not in _PLAIN and not (module.startswith(_OURS) and name.isidentifier()):
            raise pickle.UnpicklingError(f"{module}.{name} is no noun of settings")
        found = super().find_class(module, name)
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name} is no noun of settings")
        return found


@cache
def _read_by() -> str:
    """The program that reads, as it lies there when a process first asks."""
    return digest_of(_READING)


def _sealed(body: bytes) -> bytes:
    """A body after its digest, by which one that was cut off or changed on the disk is told."""
    return hashlib.sha256(body).digest() + body
