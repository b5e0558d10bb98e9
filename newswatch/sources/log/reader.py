"""Reads the log of a loudspeaker station (sổ nhật ký phát thanh): the bulletins in it, and each row that is none with the reason.

    bytes → sheets (`files`) → header (`columns`) → rows → Bulletin | RowProblem | skipped

One row is one airing of one item, even if a cell lists several items. The fields are those of DOMAIN 2.5; the law fixes no form.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

from newswatch.core.bulletin import Bulletin, LogReading, RowProblem
from newswatch.core.model import Origin
from newswatch.core.text import clean, fold, title_key
from newswatch.errors import InputError
from newswatch.sources.log import date_column, values
from newswatch.sources.log.columns import (
    FIELDS,
    HEADER_ROWS,
    REQUIRED,
    Aliases,
    Header,
    Meanings,
    aliases_from_table,
    find_header,
    header_at,
    meanings,
    nearest_header,
)
from newswatch.sources.log.date_column import DateColumn
from newswatch.sources.log.encoding import damage
from newswatch.sources.log.files import Sheet, sheets
from newswatch.sources.log.moments import clock, clock_of, duration, moment, why_no_date, with_unit

__all__ = ["FIELDS", "aliases_from_table", "bulletin_of", "read"]

_KEY_LENGTH = 32
_LEAST_FIELDS = 2
"""A row with fewer filled fields and without a title is a heading or a remark, as in samples/banner.csv."""

_FOOT_FIELDS = 4
"""A row below the signatures with fewer filled fields belongs to them: test_bad_rows_under_the_signatures_still_show."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_Outcome = Bulletin | RowProblem | None


def read(body: bytes, name: str, aliases: Aliases) -> LogReading:
    """What one log file holds. `name` names it in problems and bulletins (a sheet of a workbook as `log.xlsx[Tháng 3]`).

    A bad row is a RowProblem and does not stop the others. `skipped` counts the rows under the header that are no bulletin: blank and totals
    lines, signatures, repeated headers, and items that did not air by their status (an unknown status is a problem). Repeated airings are
    kept; `core.count` finds duplicates. `columns` has each field's header as written in the first sheet with that field.
    Raises InputError if the file can't be read at all, or if no table in it has columns for date and title.
    """
    known = meanings(aliases)
    found = sheets(body, name, known)
    headed = [(sheet, header) for sheet in found if (header := find_header(sheet.rows, known)) is not None]
    odd = [problem for sheet in found for problem in sheet.problems]
    if not headed and not odd:
        raise InputError(_no_header(name, found, known, aliases))
    outcomes = [outcome for sheet, header in headed for outcome in _outcomes(sheet, header, known)]
    columns = {field: text for _, header in reversed(headed) for field, text in header.columns.items()}
    return LogReading(
        bulletins=tuple(outcome for outcome in outcomes if isinstance(outcome, Bulletin)),
        problems=(*_unread(found, known), *odd, *(outcome for outcome in outcomes if isinstance(outcome, RowProblem))),
        skipped=outcomes.count(None),
        columns=columns,
    )


def bulletin_of(fields: Mapping[str, str], *, file: str, row: int, headers: Mapping[str, str] | None = None) -> Bulletin | RowProblem:
    """One bulletin from texts by field identifier (`FIELDS`), from a log row or the command line, or why it is none.

    Date and title are required. A time that can't be read is a problem, because it distinguishes airings. A length or approval day that can't
    be read goes into the note as written, and the item still counts. `headers` gives the names of the columns for use in problems.
    """
    labels = headers or {}
    texts = {field: _printable(text) for field, text in fields.items() if text.strip()}

    def problem(field: str, reason: str) -> RowProblem:
        return RowProblem(file, row, labels.get(field, field), fields.get(field, "").strip(), reason)

    day = texts.get("date", "")
    at = moment(day)
    if at is None:
        return problem("date", why_no_date(day) if day else "no date; every row needs its own")
    fault = _fault(texts)
    return problem(*fault) if fault else _bulletin(at, texts, labels, file, row)


def _fault(texts: Mapping[str, str]) -> tuple[str, str] | None:
    """The first fault of a dated row as (field, reason), or None."""
    unknown = next((field for field in texts if field not in FIELDS), None)
    if unknown is not None:
        return unknown, f"no such field; known are {', '.join(FIELDS)}"
    title, start = texts.get("title", ""), texts.get("time", "")
    if not title_key(title):
        return "title", "no title"
    if damage(title):
        return "title", damage(title)
    if start and clock(start) is None and not values.session(start):
        return "time", "not a time of day; write 05:30"
    aired = values.aired(texts.get("status", ""))
    if aired is None:
        return "status", 'not known whether it went on air; write "đã phát" or "không phát"'
    return None if aired else ("status", "did not go on air")


def _bulletin(at: datetime, texts: Mapping[str, str], labels: Mapping[str, str], file: str, row: int) -> Bulletin:
    """A bulletin from texts without faults. `at` is its date cell as a local instant."""
    line = {field: clean(text) for field, text in texts.items()}
    start = line.get("time", "")
    aired_at = clock(start) or clock_of(at)
    origin = values.origin(line.get("origin", ""), line.get("note", ""))
    length = duration(line.get("duration", ""))
    approved = moment(line.get("approved_on", ""))
    unread = [field for field, value in (("duration", length), ("approved_on", approved)) if value is None and field in line]
    clusters = line.get("speaker_clusters", "")
    return Bulletin(
        key=_key(at.date(), aired_at, line["title"], origin, clusters),
        aired_on=at.date(),
        title=line["title"],
        aired_at=aired_at,
        duration=length,
        session=line.get("session", "") or values.session(start),
        programme=line.get("programme", ""),
        section=line.get("section", ""),
        summary=_paragraphs(texts.get("summary", "")),
        script=_paragraphs(texts.get("script", "")),
        item_type=values.item_type(line.get("item_type", "")),
        origin=origin,
        origin_raw=line.get("origin", ""),
        author=line.get("author", ""),
        editor=line.get("editor", ""),
        approver=line.get("approver", ""),
        announcer=line.get("announcer", ""),
        approved_on=approved.date() if approved else None,
        speaker_clusters=clusters,
        web_link=line.get("web_link", ""),
        entered_by=line.get("entered_by", ""),
        note="; ".join(filter(None, [line.get("note", ""), *(f"{labels.get(field, field)}: {line[field]}" for field in unread)])),
        file=file,
        row=row,
    )


def _key(aired_on: date, aired_at: time | None, title: str, origin: Origin, clusters: str) -> str:
    """The key of an airing, made of what it means, so that a row handed in as CSV and as XLSX has one key."""
    meaning = (aired_on.isoformat(), aired_at.isoformat("seconds") if aired_at else "", fold(title), origin.value, fold(clusters))
    return hashlib.sha256("\x1f".join(meaning).encode()).hexdigest()[:_KEY_LENGTH]


def _outcomes(sheet: Sheet, header: Header, known: Meanings) -> Iterator[_Outcome]:
    """What each row under the header is: a bulletin, a problem, or None for a row that is skipped.

    A signature line ends the log until a sound row follows. A further header applies to the rows below it.
    """
    rows = [(number, cells) for number, cells in sheet.rows if number > header.row]
    while rows and not any(cell.strip() for cell in rows[-1][1]):
        rows.pop()
    in_foot = False
    dates = date_column.read([text for _, cells in rows if (text := header.fields(cells).get("date"))])
    for number, cells in rows:
        outcome = _outcome(sheet, header, number, cells, dates)
        again = None if isinstance(outcome, Bulletin) else header_at(number, cells, known)
        if again is not None and number >= header.row + HEADER_ROWS:
            header = again
        in_foot = not again and not isinstance(outcome, Bulletin) and (in_foot or values.is_signature(cells))
        is_skipped = again or (isinstance(outcome, RowProblem) and _is_foot(header, cells, in_foot))
        yield None if is_skipped else outcome


def _outcome(sheet: Sheet, header: Header, number: int, cells: Sequence[str], dates: DateColumn) -> _Outcome:
    fields = header.fields(cells)
    lone = len(fields) < _LEAST_FIELDS and "title" not in fields
    if lone or values.is_numbering(cells) or values.aired(fields.get("status", "")) is False:
        return None
    stray = header.beyond(cells)
    if stray:
        reason = f"more cells than headers; a text with {sheet.delimiter!r} in it needs quotation marks"
        return RowProblem(sheet.name, number, "", stray, reason)
    if "date" in fields:
        told, why = dates.tell(fields["date"])
        if why:
            return RowProblem(sheet.name, number, header.columns["date"], fields["date"].strip(), why)
        fields["date"] = told
    if "duration" in fields:
        fields["duration"] = with_unit(fields["duration"], header.columns["duration"], sheet.unit)
    return bulletin_of(fields, file=sheet.name, row=number, headers=header.columns)


def _is_foot(header: Header, cells: Sequence[str], in_foot: bool) -> bool:
    """Whether a row that is no sound bulletin is a totals line, a dateline, or one with few cells below the signatures."""
    few = len(header.fields(cells)) < _FOOT_FIELDS
    return values.is_total(cells) or values.is_dateline(cells) or (in_foot and few)


def _unread(found: Sequence[Sheet], known: Meanings) -> Iterator[RowProblem]:
    """A problem for each sheet that names fields of a log but lacks a required one. Other sheets (lists, instructions) are ignored."""
    for sheet in found:
        texts, places = nearest_header(sheet.rows, known)
        missing = ", ".join(field for field in REQUIRED if field not in places)
        if find_header(sheet.rows, known) is None and len(places) >= _LEAST_FIELDS:
            yield RowProblem(sheet.name, 1, "", " | ".join(texts), f"sheet not read: no column for {missing}")


def _no_header(name: str, found: Sequence[Sheet], known: Meanings, aliases: Aliases) -> str:
    """The message about a file without a header: the required columns with names that would do, and what was found."""
    needed = " and ".join(f"{field} ({', '.join(map(repr, aliases.get(field, ())[:3])) or repr(field)})" for field in REQUIRED)
    headers = {sheet.name: nearest_header(sheet.rows, known)[0] for sheet in found}
    seen = "; ".join(f"{sheet}: {', '.join(map(repr, texts)) or 'nothing'}" for sheet, texts in headers.items()) or "no visible sheet"
    return "; ".join(filter(None, [f"{name}: no header row", f"needed are columns for {needed}", f"found {seen}", damage(seen)]))


def _printable(text: str) -> str:
    """A text that can be stored: without control characters and lone surrogates."""
    return _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub(" ", text))


def _paragraphs(text: str) -> str:
    """A longer text with a cleaned paragraph on each line."""
    return "\n".join(line for line in map(clean, text.splitlines()) if line)
