"""Turns the entries of a table into airings: their day and hour, who made them, whether they aired, one for each item and airing.

What is doubtful is told with its reason, never guessed.
"""

import re
from collections.abc import Sequence

from newswatch.core.model import ItemType, Origin
from newswatch.core.text import fold, title_key
from newswatch.sources.log import items, signs, values
from newswatch.sources.log.abbreviations import abbreviations, spelled
from newswatch.sources.log.axis import Kind, axis_of
from newswatch.sources.log.by_values import completed
from newswatch.sources.log.dated import dated
from newswatch.sources.log.encoding import damage
from newswatch.sources.log.entry import Entry
from newswatch.sources.log.hours import airings
from newswatch.sources.log.legend import Legend, explained
from newswatch.sources.log.moments import clock
from newswatch.sources.log.shapes import entries
from newswatch.sources.log.signs import Told
from newswatch.sources.log.tables import Table

_PROGRAMME = re.compile(r"(?:ban tin|chuong trinh|thoi su|phat thanh|truyen thanh)\b")
_DOUBT = 'not clear whether it went on air; write "đã phát" or "không phát" into a status column'
_MAY_SAY_WHO = ("item_type", "section", "programme", "author", "editor", "announcer", "session")
_SOURCES = frozenset({"tiep am", "tiep song", "tu viet", "tu san xuat", "tu bien tap", "phat lai", "dang lai"})
_DAY_ALONE = re.compile(r"\s*\d{1,2}\s*")
_SIGNED = ("origin", "item_type")

Seen = dict[tuple[object, ...], list[tuple[str, int]]]
"""The airings of a file that were met, by day, hour and title: the part of the day of each, and its number in its row."""


def airings_of(table: Table, file: str, means: Legend, seen: Seen) -> tuple[list[Entry], frozenset[int]]:
    """The airings of a table, in the order of its rows, each with its day, or with why it can't be taken; and the rows that were understood,
    those that did not air among them. `seen` is that of the whole file."""
    short = abbreviations(table.sheet)
    found = [_judged(explained(entry, means)) for entry in completed(table, [spelled(entry, short) for entry in entries(table)])]
    rows = [entry for entry in dated(table, found, file) if entry.aired]
    single = [_named(item) for row in rows for item in _parted(row)]
    taken = _numbered([airing for item in single if item.aired for airing in airings(item, table.sheet.unit)], seen)
    return taken, frozenset(entry.row for entry in found)


def _judged(entry: Entry) -> Entry:
    """The row with what its notes, status and looks say: not aired, or told where that is doubtful."""
    entry = _whether_aired(entry)
    return _faults(entry) if entry.aired else entry


def _named(item: Entry) -> Entry:
    """One item with what its own title says: that it names nothing aired, or who made it."""
    said = Told.NOTHING if item.fault else signs.nothing_aired(item.fields.get("title", ""))
    if said is Told.NOT_AIRED:
        return item.but(aired=False)
    if _DAY_ALONE.fullmatch(item.fields.get("date", "")) and _is_name_of_sum(item.fields.get("title", "")):
        return item.told("title", "no title")
    return item.told("title", _DOUBT) if said is Told.DOUBT else _made_by(item)


def _is_name_of_sum(title: str) -> bool:
    """Whether a title only names a kind or a source, as a table of sums does beside its numbers."""
    axis = axis_of(title)
    return (axis is not None and axis.kind is Kind.TYPE) or title_key(title) in _SOURCES


def _faults(entry: Entry) -> Entry:
    for name, why in entry.faults:
        if name in ("title", "time", "status"):
            entry = entry.told(name, why)
    for name, text in entry.fields.items():
        if "\ufffd" in text:
            entry = entry.told(name, damage(text))
    return entry


def _whether_aired(entry: Entry) -> Entry:
    if "title" in entry.struck:
        return entry.but(aired=False)
    if entry.struck or entry.title_facts.partly_struck or entry.date_facts.partly_struck:
        return entry.told("title", "partly struck through; strike the whole row, or none of it")
    status = entry.fields.get("status", "") or entry.section.get("status", "")
    if status and values.aired(status) is False:
        return entry.but(aired=False)
    texts = (entry.fields.get("note", ""), *entry.others, *entry.comments)
    said = {signs.aired(text) for text in texts if text.strip()}
    if Told.NOT_AIRED in said and Told.AIRED not in said and not _says_aired(status):
        return entry.but(aired=False)
    if any(map(signs.again_elsewhen, texts)):
        return entry.told("note", "says that it was aired once more; give each airing a row")
    doubtful = Told.DOUBT in said and Told.AIRED not in said and not _says_aired(status)
    return entry.told("note", _DOUBT) if doubtful or Told.NOT_AIRED in said else entry


def _says_aired(status: str) -> bool:
    return bool(title_key(status)) and values.aired(status) is True


def _made_by(entry: Entry) -> Entry:
    """The entry with its origin and kind, from the cells for them, else from title, comment, unnamed columns, and the heading above."""
    fields = dict(entry.fields)
    title = fields.get("title", "")
    sign, stated = _sign(entry, title), fields.get("origin", "").strip()
    own = bool(stated) and values.origin(stated) is Origin.OWN and values.named_origin(title_key(stated)) is Origin.OWN
    if own and (sign or _not_own(entry)):
        return entry.told("origin", f"{stated!r}, but elsewhere in the row it is called {sign or 'not own'!r}")
    if not sign and values.named_origin(title_key(stated)) is None and _not_own(entry):
        return entry.told("origin", "said not to be the station's own; whose is it? name it in a column")
    if not stated and not sign and "unsure" in entry.section:
        return entry.told("origin", f"under {entry.section['unsure']!r} it is not sure whose it is; say so in a column")
    if not stated:
        fields["origin"] = sign or entry.section.get("origin", "")
    elif sign and values.named_origin(title_key(stated)) is None:
        fields["origin"] = sign
    if not fields.get("item_type", "").strip():
        fields["item_type"] = _kind(fields.get("section", "")) or entry.section.get("item_type", "")
    return entry.but(fields={name: text for name, text in fields.items() if name not in _SIGNED or text.strip()})


def _sign(entry: Entry, title: str) -> str:
    """Whose an item is by its title, its comments and the columns that mean no origin; an empty text if they say nothing."""
    beside = (*entry.others, *entry.comments, *(entry.fields.get(name, "") for name in _MAY_SAY_WHO))
    if signs.relayed(title) or any(map(signs.mentions_relay, beside)):
        return "tiếp âm"
    if signs.aired_again(title) or any(map(signs.mentions_again, beside)):
        return "phát lại"
    taken = [values.named_origin(title_key(text)) for text in _remarks(entry) if signs.mentions_taken(text)]
    return "tiếp âm" if Origin.RELAY in taken else "đăng lại" if taken else ""


def _not_own(entry: Entry) -> bool:
    return any(map(signs.mentions_not_own, _remarks(entry)))


def _remarks(entry: Entry) -> tuple[str, ...]:
    return (entry.fields.get("note", ""), *entry.others, *entry.comments)


def _kind(section: str) -> str:
    """A section as the kind of its items, where it is one for notices."""
    return section if values.item_type(section) is ItemType.NOTICE else ""


def _parted(entry: Entry) -> list[Entry]:
    """The entry once for each item in its title cell. The length of a cell with several is that of all, so none gets it."""
    if entry.fault or "title" not in entry.fields:
        return [entry]
    timed = items.timed(entry.fields["title"])
    if timed:
        return _at_hours(entry, timed)
    titles = items.parted(entry.fields["title"])
    script = items.listed(entry.fields.get("script", "")) if _PROGRAMME.match(title_key(entry.fields["title"])) else []
    if script:
        rest = {name: text for name, text in entry.fields.items() if name not in ("duration", "script")}
        return [entry.but(fields={**rest, "programme": rest["title"], "title": title}) for title in script]
    if titles is None:
        return [entry.told("title", items.UNSURE)]
    if len(titles) == 1:
        return [entry.but(fields={**entry.fields, "title": titles[0]})]
    rest = {name: text for name, text in entry.fields.items() if name != "duration"}
    return [entry.but(fields={**rest, "title": title}) for title in titles]


def _at_hours(entry: Entry, timed: Sequence[tuple[str, str]]) -> list[Entry]:
    """The entry once for each hour or part of the day that stands before a title in its cell; told if its own hour is another."""
    own = clock(entry.fields.get("time", "")) or entry.clock
    said = [clock(when) for when, _ in timed]
    if own and (len(timed) > 1 or said[0] != own):
        return [entry.told("title", "an hour before the title beside another hour; which is it?")]
    rest = {name: text for name, text in entry.fields.items() if name not in ("time", "duration") or len(timed) == 1}
    return [entry.but(fields={**rest, "time": when, "title": title}) for when, title in timed]


def _numbered(found: Sequence[Entry], seen: Seen) -> list[Entry]:
    """The entries with a number where several airings without an hour are told apart by their row or their part of the day alone."""
    in_row: dict[tuple[object, ...], int] = {}
    numbered = []
    for entry in found:
        what = (entry.day, entry.clock, fold(entry.fields.get("title", "")))
        session = title_key(entry.fields.get("session", "")) if entry.clock is None else ""
        here = (entry.row, what, session)
        in_row[here] = in_row.get(here, 0) + 1
        airing, airings_ = (session, in_row[here]), seen.setdefault(what, [])
        if airing not in airings_:
            airings_.append(airing)
        numbered.append(entry.but(nth=airings_.index(airing) + 1))
    return numbered
