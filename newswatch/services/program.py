"""The program that judges, as a digest: its version may stand still while its code changes, and what was judged is kept from one start to the next."""

import hashlib
import sys
import unicodedata
from importlib.util import find_spec
from pathlib import Path

import newswatch
from newswatch import __version__

_JUDGING = ("core", "store", "config/settings.py", "services/judging.py")
_RELIED_ON = {"rapidfuzz": "__init__.py", "idna": "package_data.py"}
"""Packages whose other versions may judge otherwise, each with the file that names its version."""


def program_digest() -> str:
    """SHA-256 (hex) of the code that reads and judges, of the letters that Python knows, and of the packages that it relies on.

    It is worked out as the program is loaded: files that an upgrade puts in place under a running process are not what that process runs.
    """
    return _LOADED


def _digest() -> str:
    digest = hashlib.sha256(f"{__version__} {sys.version} {unicodedata.unidata_version}".encode())
    root = Path(newswatch.__file__).parent
    for path in sorted(path for name in _JUDGING for path in ((root / name).rglob("*.py") if name.isidentifier() else [root / name])):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    for package, file in _RELIED_ON.items():
        digest.update(_version_file(package, file))
    return digest.hexdigest()


def _version_file(package: str, file: str) -> bytes:
    spec = find_spec(package)
    return (Path(spec.origin).parent / file).read_bytes() if spec and spec.origin else b""


_LOADED = _digest()
