"""How a backup lies on a disk, and how its files are written: private, synced, and as they were read."""

import os
from pathlib import Path

from newswatch import private

DATABASE, FILES, CONFIG, FACTS, SUMS = "newswatch.db", "files", "config", "backup.json", "SHA256SUMS"
"""What a backup holds: the database, the files beside it under their hashes, the files of the settings, facts about it, and the SHA-256 of each."""

PART = ".part"
"""The end of a name under which something is not whole yet."""


def paths(folder: Path) -> list[str]:
    """The files in a folder and those below it, as relative paths with slashes, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def write(path: Path, content: bytes) -> None:
    """Writes a file that is on the disk when this returns, with the folders above it. Raises OSError."""
    private.make_folder(path.parent)
    private.write(path, content)
    private.sync(path)


def linked(earlier: Path, target: Path) -> bool:
    """Whether a file could be named a second time instead of being copied; both names lie on one disk that can do that."""
    private.make_folder(target.parent)
    try:
        os.link(earlier, target)
    except OSError:
        return False
    return True
