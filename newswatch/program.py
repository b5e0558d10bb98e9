"""The program as a digest: its version may stand still while its code changes, and what was judged or read is kept from one start to the next."""

import hashlib
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import newswatch
from newswatch import __version__

_JUDGING = ("core", "store", "config/settings.py", "services/judging.py")
_SUFFIXES = (".py", ".toml")
_RELIED_ON = {"rapidfuzz": "__init__.py", "idna": "package_data.py"}
"""Packages whose other versions may judge otherwise, each with the file that names its version."""


def program_digest() -> str:
    """SHA-256 (hex) of the code that reads and judges, of the letters that Python knows, and of the packages that it relies on.

    It is worked out as the program is loaded: files that an upgrade puts in place under a running process are not what that process runs.
    """
    return _LOADED


def digest_of(names: Iterable[str]) -> str:
    """SHA-256 (hex) of files of the program, and of all code and settings in folders of it, as they lie there now; with the version, the letters that
    Python knows, and the packages that the core relies on."""
    digest = hashlib.sha256(f"{__version__} {sys.version} {unicodedata.unidata_version}".encode())
    root = Path(newswatch.__file__).parent
    for path in sorted(path for name in names for path in _files(root / name)):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    for package, file in _RELIED_ON.items():
        digest.update(_version_file(package, file))
    return digest.hexdigest()


def _files(place: Path) -> Iterator[Path]:
    if place.suffix:
        return iter((place,))
    return (Path(folder, name) for folder, _, names in os.walk(place) for name in names if name.endswith(_SUFFIXES))


def _version_file(package: str, file: str) -> bytes:
    spec = find_spec(package)
    return (Path(spec.origin).parent / file).read_bytes() if spec and spec.origin else b""


_LOADED = digest_of(_JUDGING)
