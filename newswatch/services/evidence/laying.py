"""The payload of a pack on its way: files laid into a folder, each measured as it is written. They are on the disk once `settle` returns."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from newswatch import private
from newswatch.services.evidence.bag import PAYLOAD, Sums, measured, of_pieces
from newswatch.store import vault
from newswatch.store.store import Store


class Payload:
    """The folder of a bag, in which the payload lies under `data/`."""

    def __init__(self, bag: Path) -> None:
        self.bag = bag
        self.sums: dict[str, Sums] = {}

    def put(self, path: str, raw: bytes) -> Sums:
        """Lays bytes at a path within the payload; gives how they measure. Raises OSError."""
        place = self._place(path)
        private.write(place, raw)
        return self._noted(path, of_pieces(PAYLOAD + path, [raw]))

    def copy(self, store: Store, sha256: str, path: str) -> Sums | None:
        """Lays a copy of a file beside the database; None, and nothing laid, if it isn't what its hash says, or can't be read. Raises OSError."""
        source, place = vault.place_of(store.path, sha256), self._place(path)
        try:
            source.open("rb").close()
        except OSError:
            return None
        private.make_file(place)
        shutil.copyfile(source, place)
        sums = self._measured(path)
        if sums.sha256 != sha256:
            place.unlink()
            return None
        return self._noted(path, sums)

    @contextmanager
    def writing(self, path: str) -> Iterator[IO[bytes]]:
        """A file that is written inside, and measured at the end. Raises OSError."""
        place = self._place(path)
        private.make_file(place)
        with place.open("wb") as file:
            yield file
        self._noted(path, self._measured(path))

    def _place(self, path: str) -> Path:
        """Where a path within the payload lies, with the folders above it. Raises OSError."""
        place = self.bag / PAYLOAD / path
        private.make_folder(place.parent)
        return place

    def _measured(self, path: str) -> Sums:
        with self._place(path).open("rb") as file:
            return measured(PAYLOAD + path, file)

    def _noted(self, path: str, sums: Sums) -> Sums:
        self.sums[path] = sums
        return sums


def settle(made: Path) -> None:
    """Makes a file, or all that lies in a folder, survive a power cut. At the end and at once, this takes far less than file by file. Raises OSError."""
    for path in (*sorted(made.rglob("*")), made):
        private.sync(path)
