"""How the threads that poll read what is known, each by a connection of its own."""

import threading
from typing import Self

from newswatch.core.hosts.own import Hosts
from newswatch.core.model import Page
from newswatch.core.polling.known import KnownItems
from newswatch.program import program_digest
from newswatch.services.poll.marks import mark_of
from newswatch.services.poll.task import Items
from newswatch.store import captures, units
from newswatch.store.store import Store


class Readers:
    """The connections by which workers read what is known: one for each thread, so that none waits for what is being written."""

    def __init__(self, store: Store) -> None:
        self._store, self._of_thread = store, threading.local()
        self._opened: list[Store] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for reader in self._opened:
            reader.close()

    def mine(self) -> Store:
        """The reader of the calling thread."""
        if not hasattr(self._of_thread, "reader"):
            self._of_thread.reader = self._store.beside()
            self._opened.append(self._of_thread.reader)
        return self._of_thread.reader  # type: ignore[no-any-return]

    def load(self, hosts: Hosts, unit_row: int, row: int, id_pattern: str) -> Items:
        """What is known of a unit's items to a source with this `id_pattern`. Their mark is read before any of them, so that it tells of no change that
        was not seen."""
        from newswatch.store.found_items import FoundItems  # an unchanged page needs none

        stamp, settled = units.items_stamp(self.mine(), unit_row)
        found = FoundItems(self.mine, unit_row, row, id_pattern, program_digest())
        return Items(KnownItems(lookups=found), mark_of(hosts, stamp, settled=settled))

    def pack(self, page: Page) -> Page:
        """A page as it is kept, without its body where that is stored."""
        return captures.packed(page, stored=captures.has(self.mine(), page.sha256))
