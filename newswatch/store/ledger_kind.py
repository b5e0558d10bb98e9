"""A kind of link: how the rows of a table are found and noted, and what of each is entered in the ledger."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import Template
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite3 import Connection

ITEM, SOURCE, DECISION = "item", "source", "decision"
"""By which row the unit of another is found; without one the row names its unit itself."""

_UNITS = {
    "": "$r.unit_id",
    ITEM: "(SELECT unit_id FROM items WHERE id = $r.item_id)",
    SOURCE: "(SELECT unit_id FROM sources WHERE id = $r.source_id)",
    DECISION: "(SELECT n.unit_id FROM decisions m JOIN items n ON n.id = m.item_id WHERE m.id = $r.decision_id)",
}
"""How the unit of a row is found."""

_ANSWER = ("url", "final_url", "status", "content_type", "headers", "fetched_at", "sha256")
_JOINED = {
    "item": "JOIN items i ON i.id = r.item_id",
    "source": "JOIN sources s ON s.id = r.source_id",
    "run": "LEFT JOIN runs u ON u.id = r.run_id",
    "last_run": "LEFT JOIN runs l ON l.id = r.last_run",
    "answer": "LEFT JOIN answers a ON a.id = r.answer",
    "same_as": "LEFT JOIN items m ON m.id = r.same_as",
    "decision": "JOIN decisions d ON d.id = r.decision_id JOIN items i ON i.id = d.item_id",
    "log": "LEFT JOIN log_files f ON f.sha256 = r.sha256",
    "file": "LEFT JOIN files g ON g.sha256 = r.sha256",
    "paper_of": "LEFT JOIN decisions p ON p.id = r.decision_id",
    "attachment": "LEFT JOIN attachments t ON t.id = r.attachment_id",
    "statement": "LEFT JOIN statements q ON q.id = r.statement_id",
}
_NAMED = {
    "item": {"item.channel": "i.channel", "item.key": "i.key", "item.first_seen_at": "i.first_seen_at"},
    "source": {"source": "(SELECT count(*) FROM sources o WHERE o.unit_id = s.unit_id AND o.id <= s.id) * (s.unit_id = $unit)"},
    "run": {"run.verb": "u.verb", "run.started_at": "u.started_at"},
    "last_run": {"last_run.verb": "l.verb", "last_run.started_at": "l.started_at"},
    "answer": {f"answer.{name}": f"a.{name}" for name in _ANSWER},
    "same_as": {"same_as.channel": "m.channel", "same_as.key": "m.key", "same_as.here": "m.unit_id = $unit"},
    "decision": {
        "item.channel": "i.channel",
        "item.key": "i.key",
        "decision": "(SELECT count(*) FROM decisions o WHERE o.item_id = d.item_id AND o.id <= d.id)",
    },
    "log": {"log.size": "f.size"},
    "file": {"file.size": "g.size", "file.type": "g.type"},
    "paper_of": {"paper_of": "(SELECT count(*) FROM decisions o WHERE o.item_id = p.item_id AND o.id <= p.id) * (p.item_id = r.item_id)"},
    "attachment": {
        "attachment": "(SELECT count(*) FROM attachments o WHERE o.item_id = t.item_id AND o.id <= t.id) * (t.item_id = r.item_id)"
    },
    "statement": {"statement.month": "q.month", "statement.revision": "q.revision", "statement.here": "q.unit_id = $unit"},
}
"""By what a row names another one: an item by its channel and key, a source by its place among those of its unit, a decision by its place among those
of its item (an attachment too), a run by its verb and start, a server's answer by all it says."""

_ALSO = {
    "item": ("items", "r.item_id"),
    "source": ("sources", "r.source_id"),
    "run": ("runs", "r.run_id"),
    "last_run": ("runs", "r.last_run"),
    "answer": ("answers", "r.answer"),
    "same_as": ("items", "r.same_as"),
    "decision": ("decisions", "r.decision_id"),
    "log": ("log_files", "r.sha256"),
    "file": ("files", "r.sha256"),
    "paper_of": ("decisions", "r.decision_id"),
    "attachment": ("attachments", "r.attachment_id"),
    "statement": ("statements", "r.statement_id"),
}
Finish = Callable[["Connection", int, int, dict[str, Any]], None]
"""Adds to the content of a row what lies in others: given its unit and its key."""


@dataclass(frozen=True)
class Kind:
    """One kind of link: the table it enters, how a row is found and what of it is entered.

    `columns` are the columns that are entered, each with the value that is left out (the column's default; None where it has none), so that a column
    added later leaves the records of earlier rows as they are. `names` are the rows it names (`_NAMED`). `key` names the row in this database, `find`
    finds it by that (default: is equal to it). `events` are the writes that enter it: (INSERT or UPDATE, the condition). `rows` says which rows of the
    table must have been entered. `rewritten` says that a row may be written anew: then each state is a link, and the last one holds. `at` is the time
    a row tells of itself, `says` what people know it by.
    """

    name: str
    columns: Mapping[str, object]
    names: tuple[str, ...] = ()
    table: str = ""
    of: str = ""
    key: str = "$r.id"
    find: str = ""
    events: tuple[tuple[str, str], ...] = (("INSERT", ""),)
    rows: str = ""
    rewritten: bool = False
    at: str = "''"
    says: str = "''"
    hexed: tuple[str, ...] = ()
    finish: Finish | None = field(default=None, compare=False)

    @cached_property
    def source(self) -> str:
        """The table that is entered."""
        return self.table or self.name

    @cached_property
    def joins(self) -> str:
        """The table with those of the rows it names."""
        return " ".join([f"{self.source} r", *(_JOINED[name] for name in self.names)])

    @cached_property
    def entered(self) -> dict[str, tuple[str, object]]:
        """What is entered: the SQL of each part, and the value that is left out. They are in the order in which they are digested."""
        own = {name: (f"hex(r.{name})" if name in self.hexed else f"r.{name}", without) for name, without in self.columns.items()}
        named = {part: (self._sql(sql), None) for name in self.names for part, sql in _NAMED[name].items()}
        return dict(sorted((own | named).items()))

    @cached_property
    def parts(self) -> tuple[tuple[str, object], ...]:
        """The names of what is entered, each with the value that is left out."""
        return tuple((name, without) for name, (_, without) in self.entered.items())

    @cached_property
    def content(self) -> str:
        """The query for what is entered of one row: ?1 is its key, ?2 the unit."""
        columns = ", ".join(sql for sql, _ in self.entered.values()) or "1"
        return f"SELECT {columns} FROM {self.joins} WHERE {self._one} AND {self.unit} = ?2{self._and_rows}"

    @cached_property
    def about(self) -> str:
        """The query for what is told of one row: when, what, and the keys of the rows it names."""
        also = "".join(f", {_ALSO[name][1]}" for name in self.names)
        return f"SELECT {self.at}, {self.says}{also} FROM {self.source} r WHERE {self._one}"

    @cached_property
    def also(self) -> tuple[str, ...]:
        """The tables of the rows it names."""
        return tuple(_ALSO[name][0] for name in self.names)

    @cached_property
    def present(self) -> str:
        """The query for the rows that must have been entered: unit, kind, key, and the time each tells of itself."""
        where = f" WHERE {self.rows}" if self.rows else ""
        return (
            f"SELECT {self.unit} AS unit, '{self.name}' AS kind, {self._sql(self.key)} AS key, {self.at} AS at FROM {self.source} r{where}"
        )

    @cached_property
    def of_unit(self) -> str:
        """The same of one unit (?), from the unit on, so that no other's rows are read: the keys alone."""
        path = {
            "": f"{self.source} r WHERE r.unit_id = ?",
            ITEM: f"items x CROSS JOIN {self.source} r ON r.item_id = x.id WHERE x.unit_id = ?",
            SOURCE: f"sources x CROSS JOIN {self.source} r ON r.source_id = x.id WHERE x.unit_id = ?",
            DECISION: f"items x CROSS JOIN decisions y ON y.item_id = x.id CROSS JOIN {self.source} r ON r.decision_id = y.id WHERE x.unit_id = ?",
        }
        return f"SELECT {self._sql(self.key)} FROM {path[self.of]}{self._and_rows}"

    @cached_property
    def unit(self) -> str:
        """The unit of a row."""
        return self._sql(_UNITS[self.of])

    @cached_property
    def triggers(self) -> str:
        """What notes each written row, to be sealed with the transaction."""
        made = (
            f"CREATE TRIGGER ledger_{self.name}_{event.lower()} AFTER {event} ON {self.source}{f' WHEN {when}' if when else ''} BEGIN\n"
            f"    INSERT INTO unsealed (unit_id, kind, row) VALUES ({self._sql(_UNITS[self.of], 'NEW')}, '{self.name}', {self._sql(self.key, 'NEW')});\n"
            f"END;\n"
            for event, when in self.events
        )
        return "".join(made)

    @property
    def _one(self) -> str:
        return self.find or f"{self._sql(self.key)} = ?1"

    @property
    def _and_rows(self) -> str:
        return f" AND {self.rows}" if self.rows else ""

    def _sql(self, text: str, row: str = "r") -> str:
        return Template(text).safe_substitute(r=row, unit="?2")
