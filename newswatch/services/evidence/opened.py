"""A pack as somebody hands it in, a folder or a ZIP archive, opened without unpacking or following anything: the files in it, each to be read."""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from newswatch.core.record.pack import Flaw, Wrong
from newswatch.errors import InputError
from newswatch.services.evidence import archive
from newswatch.services.evidence.archive import MOST_MEMBERS, Member, NotCanonicalError

_DEEPEST = 8
_UNFOLLOWED = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(slots=True)
class Pack:
    """The files of a pack by their paths, with their sizes in bytes; what is wrong with how they lie there; the name and moment of an archive, and the
    CRC-32 that it states of each file."""

    path: Path
    sizes: dict[str, int] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    name: str = ""
    moment: int | None = None
    crcs: Mapping[str, int] = field(default_factory=dict)
    _archive: IO[bytes] | None = None
    _members: Mapping[str, Member] = field(default_factory=dict)

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """One file, to be read. Raises OSError."""
        if self._archive is not None:
            yield archive.window(self._archive, self._members[name])
            return
        with os.fdopen(os.open(self.path / name, _UNFOLLOWED), "rb") as file:
            yield file


@contextmanager
def opened(path: Path) -> Iterator[Pack]:
    """A pack, open. Raises InputError if nothing that could be one is there, OSError."""
    with ExitStack() as stack:
        if path.is_dir():
            yield _folder(path)
        elif path.is_file():
            yield _archived(path, stack.enter_context(path.open("rb")))
        else:
            raise InputError(f"{path}: is neither a folder nor a file; name the pack `newswatch evidence pack` wrote")


def _archived(path: Path, file: IO[bytes]) -> Pack:
    pack = Pack(path, _archive=file)
    try:
        found, pack.moment = archive.members(file)
    except NotCanonicalError as error:
        pack.flaws.append(Flaw(Wrong.ZIP, "", str(error)))
        return pack
    pack.name = found[0].name.partition("/")[0]
    pack._members = {member.name.removeprefix(f"{pack.name}/"): member for member in found}
    pack.sizes = {name: member.size for name, member in pack._members.items()}
    pack.crcs = {name: member.crc for name, member in pack._members.items()}
    pack.flaws += [Flaw(Wrong.EXTRA, member.name) for member in found if not member.name.startswith(f"{pack.name}/")]
    return pack


def _folder(path: Path) -> Pack:
    pack, folders, left = Pack(path), set[str](), [""]
    while left:
        folder = left.pop()
        with os.scandir(path / folder) as entries:
            for entry in entries:
                name = f"{folder}{entry.name}"
                if len(pack.sizes) + len(folders) + len(pack.flaws) >= MOST_MEMBERS:
                    pack.flaws.append(Flaw(Wrong.TOO_LARGE, folder, f"more than {MOST_MEMBERS:,} files"))
                    return pack
                if entry.is_dir(follow_symlinks=False) and archive.is_safe(name) and name.count("/") < _DEEPEST:
                    folders.add(name)
                    left.append(f"{name}/")
                else:
                    _take(pack, name, entry.stat(follow_symlinks=False))
    named = {name.rpartition("/")[0] for name in pack.sizes}
    needed = {"/".join(parts[:n]) for one in named for parts in [one.split("/")] for n in range(1, len(parts) + 1)}
    pack.flaws += [Flaw(Wrong.EXTRA, f"{name}/") for name in sorted(folders - needed)]
    return pack


def _take(pack: Pack, name: str, found: os.stat_result) -> None:
    if archive.is_safe(name) and stat.S_ISREG(found.st_mode):
        pack.sizes[name] = found.st_size
    else:
        pack.flaws.append(Flaw(Wrong.UNSAFE, name))
