"""Counts work done within a block: units read whole, items compared, queries; so that tests say what is done twice without a clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from newswatch.core.count.duplicates import relate
from newswatch.services import judging
from newswatch.store.store import Store

ITEMS_OF_A_UNIT = "FROM countables c WHERE c.unit_id"
KEPT_YEARS = "FROM kept"


@dataclass
class Work:
    """What was done: how often all of a unit was read and its items compared, and each query."""

    units_read: int = 0
    compared: int = 0
    queries: list[str] = field(default_factory=list)

    def asked(self, part: str) -> int:
        """How many queries held a text."""
        return sum(part in query for query in self.queries)


@contextmanager
def counting(store: Store) -> Iterator[Work]:
    """Counts what is done with an open store."""
    work = Work()
    connection: Any = getattr(store._db, "conn", store._db)
    connection.set_trace_callback(work.queries.append)

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any) -> Any:
            setattr(work, name, getattr(work, name) + 1)
            return real(*args)

        return called

    related = counted("compared", relate)
    try:
        with (
            patch("newswatch.services.judging.knowledge", counted("units_read", judging.knowledge)),
            patch("newswatch.services.judging.relate", related),
            patch("newswatch.services.kept.relate", related),
        ):
            yield work
    finally:
        connection.set_trace_callback(None)
