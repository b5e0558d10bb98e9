"""Which rows make up the record of a unit, and what of each is entered in its ledger.

A table joins with one `Kind` below, and one line in a change of the tables: `join(db, "name")` of `ledger_tables`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import Template
from typing import TYPE_CHECKING, Any

from newswatch.store.ledger_contents import with_enclosures, with_items_named

if TYPE_CHECKING:
    from sqlite3 import Connection

_ITEM, _SOURCE, _DECISION = "item", "source", "decision"
_UNITS = {
    "": "$r.unit_id",
    _ITEM: "(SELECT unit_id FROM items WHERE id = $r.item_id)",
    _SOURCE: "(SELECT unit_id FROM sources WHERE id = $r.source_id)",
    _DECISION: "(SELECT n.unit_id FROM decisions m JOIN items n ON n.id = m.item_id WHERE m.id = $r.decision_id)",
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
}
"""By what a row names another one: an item by its channel and key, a source by its place among those of its unit, a decision by its place among those
of its item, a run by its verb and start, a server's answer by all it says."""

_ALSO = {
    "item": ("items", "r.item_id"),
    "source": ("sources", "r.source_id"),
    "run": ("runs", "r.run_id"),
    "last_run": ("runs", "r.last_run"),
    "answer": ("answers", "r.answer"),
    "same_as": ("items", "r.same_as"),
    "decision": ("decisions", "r.decision_id"),
    "log": ("log_files", "r.sha256"),
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
        """What is entered: the SQL of each part, and the value that is left out."""
        own = {name: (f"hex(r.{name})" if name in self.hexed else f"r.{name}", without) for name, without in self.columns.items()}
        named = {part: (self._sql(sql), None) for name in self.names for part, sql in _NAMED[name].items()}
        return own | named

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
        return f"SELECT {self.unit} AS unit, '{self.name}' AS kind, {self._sql(self.key)} AS key, {self.at} AS at FROM {self.source} r{where}"

    @cached_property
    def of_unit(self) -> str:
        """The same of one unit (?), from the unit on, so that no other's rows are read: the keys alone."""
        path = {
            "": f"{self.source} r WHERE r.unit_id = ?",
            _ITEM: f"items x CROSS JOIN {self.source} r ON r.item_id = x.id WHERE x.unit_id = ?",
            _SOURCE: f"sources x CROSS JOIN {self.source} r ON r.source_id = x.id WHERE x.unit_id = ?",
            _DECISION: f"items x CROSS JOIN decisions y ON y.item_id = x.id CROSS JOIN {self.source} r ON r.decision_id = y.id WHERE x.unit_id = ?",
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


def _plain(names: str, **left_out: object) -> dict[str, object]:
    """Columns without a default, and those with one."""
    return dict.fromkeys(names.split()) | left_out


_ALL = (
    Kind(
        "sources",
        _plain("key kind url", profile=""),
        events=(
            ("INSERT", ""),
            ("UPDATE", "NEW.key <> OLD.key OR NEW.url <> OLD.url OR NEW.profile <> OLD.profile OR NEW.kind <> OLD.kind"),
        ),
        rewritten=True,
        says="r.key || ' ' || r.url",
    ),
    Kind(
        "fetches",
        _plain("fetched_at outcome reach ended pages entries body_at", error="", etag="", last_modified="", sha256="", warnings="[]")
        | _plain("", traceback="", proof="", last_at="", times=1, repeats="", finished=1, gist="", quiet=""),
        ("source", "run", "last_run"),
        of=_SOURCE,
        events=(("INSERT", "NEW.finished = 1"), ("UPDATE", "NEW.finished = 1 AND OLD.finished = 0")),
        rows="r.finished = 1",
        at="r.fetched_at",
        says="r.outcome",
        hexed=("repeats",),
    ),
    Kind(
        "observations",
        _plain("seen_at kind whole url title text printed_at listing_at feed_at url_at header_at published_at date_origin local_day digest capture")
        | _plain("relative_at modified_at bare_at bare_place", printed_raw="", stated="[]", elsewhere=0),
        ("item", "source", "run", "answer"),
        of=_ITEM,
        at="r.seen_at",
        says="r.title",
    ),
    Kind("namings", {}, ("item", "answer"), of=_ITEM, key="$r.item_id"),
    Kind(
        "moves",
        _plain("key url seen_at"),
        ("item",),
        of=_ITEM,
        key="$r.item_id || ' ' || $r.key",
        find="r.item_id = CAST(substr(?1, 1, instr(?1, ' ')) AS INTEGER) AND r.key = substr(?1, instr(?1, ' ') + 1)",
        at="r.seen_at",
        says="r.url",
    ),
    Kind("origins", _plain("origin sign decided_at"), ("item",), of=_ITEM, key="$r.item_id", at="r.decided_at", says="r.origin"),
    Kind(
        "decisions",
        _plain("decided_at kind decided_by verdict domain published_on origin item_type", lexicon="", own_story=0, phrases="[]")
        | _plain("", because="", not_during="[]", dead_link=0),
        ("item", "same_as"),
        of=_ITEM,
        at="r.decided_at",
        says="r.kind || ' ' || coalesce(r.verdict, '') || ' ' || r.because",
    ),
    Kind(
        "withdrawals",
        _plain("withdrawn_at withdrawn_by because"),
        ("decision",),
        of=_DECISION,
        key="$r.decision_id",
        at="r.withdrawn_at",
        says="r.because",
    ),
    Kind(
        "bulletins",
        _plain("taken_in_at file file_row aired_on aired_at duration session programme section title summary script item_type origin origin_raw")
        | _plain("author editor approver announcer approved_on speaker_clusters web_link entered_by note"),
        ("item", "run"),
        of=_ITEM,
        key="$r.item_id",
        at="r.taken_in_at",
        says="r.title",
    ),
    Kind(
        "voids",
        _plain("voided_at voided_by void_reason"),
        ("item",),
        table="bulletins",
        of=_ITEM,
        key="$r.item_id",
        events=(("INSERT", "NEW.voided_at IS NOT NULL"), ("UPDATE", "NEW.voided_at IS NOT NULL AND OLD.voided_at IS NULL")),
        rows="r.voided_at IS NOT NULL",
        at="r.voided_at",
        says="r.title",
    ),
    Kind(
        "closings",
        _plain("month closed_at closed_by none_aired"),
        at="r.closed_at",
        says="r.month",
    ),
    Kind(
        "intakes",
        _plain("sha256 file taken_in_at rows problems"),
        ("log",),
        key="$r.sha256",
        events=(("INSERT", ""), ("UPDATE", "")),
        rewritten=True,
        at="r.taken_in_at",
        says="r.file",
    ),
    Kind("ignored_files", _plain("file ignored_at ignored_by because"), at="r.ignored_at", says="r.file"),
    Kind(
        "statements",
        _plain("month revision stated_at rule rule_digest short state", basis="{}", log="", head=""),
        at="r.stated_at",
        says="r.month || ' ' || r.state",
        finish=with_items_named,
    ),
    Kind(
        "notifications",
        _plain("kind period revision stated made_at year subject text html short_text facts"),
        at="r.made_at",
        says="r.subject",
        finish=with_enclosures,
    ),
    Kind("watches", _plain("began_on"), key="$r.unit_id", says="r.began_on"),
    Kind("adoptions", _plain("adopted_at links kinds"), at="r.adopted_at", says="r.links"),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}

UNLEDGERED: Mapping[str, str] = {
    "units": "the configuration's names and counters of work; the id stands at the beginning of the chain",
    "items": "entered with each record that names one",
    "answers": "entered with the observation or the naming that cites one",
    "captures": "entered by digest with the answer that brought it; bytes and labels are held against that",
    "log_files": "entered by digest and size with the file's intake; the bytes are held against the digest",
    "texts": "named by digest in statements and decisions, and held against it; name and time of keeping are labels of what units share",
    "enclosures": "entered with their notice",
    "runs": "how work went; entered with the records that a run made",
    "duties": "which run was the last",
    "deliveries": "on the way until it is sent; what is sent is the notice",
    "sightings": "working state: the digest of what a source last said, which the next poll compares with",
    "guids": "working state: the names by which feeds know items again",
    "articles": "working state: when to ask for an article again; what came back is an observation",
    "unread_files": "working state: what lies in the inbox just now; the files that were taken in or ignored are entered",
    "whole_since": "a mark of a change of the tables",
    "bases": "what the next statement is compared with; each statement has its own",
    "gone_over": "working state",
    "kept": "can be made anew at any time",
    "kept_pairs": "can be made anew at any time",
    "done": "can be made anew at any time",
    "ledger": "the chain itself",
    "unsealed": "empty outside a transaction",
    "_sqlite_migrations": "which changes of the tables were made",
}
"""The tables that have no links of their own, and why."""
