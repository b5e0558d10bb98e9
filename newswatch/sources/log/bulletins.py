"""Makes a bulletin of the texts of one airing, or says why they make none."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime, time

from newswatch.core.bulletin import Bulletin, RowProblem
from newswatch.core.model import Origin
from newswatch.core.text import clean, fold
from newswatch.sources.log import values
from newswatch.sources.log.columns import FIELDS
from newswatch.sources.log.encoding import damage
from newswatch.sources.log.moments import clock, clock_of, duration, moment, why_no_date

_KEY_LENGTH = 32
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ERROR_VALUE = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|#*)|Err:\d+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def bulletin_of(
    fields: Mapping[str, str], *, file: str, row: int, headers: Mapping[str, str] | None = None, nth: int = 1
) -> Bulletin | RowProblem:
    """One bulletin from texts by field identifier (`FIELDS`), from a log row or the command line, or why it is none.

    Date and title are required. A time that can't be read is a problem, because it distinguishes airings. A length or approval day that can't
    be read goes into the note as written, and the item still counts. `headers` gives the names of the columns for use in problems. `nth` tells apart
    airings of one row that are alike.
    """
    labels = headers or {}
    texts = {field: _printable(text) for field, text in fields.items() if text.strip()}

    def problem(field: str, reason: str) -> RowProblem:
        return RowProblem(file, row, labels.get(field, field if headers is None else ""), fields.get(field, "").strip(), reason)

    day = texts.get("date", "")
    at = moment(day)
    if at is None:
        return problem("date", why_no_date(day) if day else "no date; every row needs its own")
    fault = _fault(texts)
    return problem(*fault) if fault else _bulletin(at, texts, labels, file, row, nth)


def _fault(texts: Mapping[str, str]) -> tuple[str, str] | None:
    """The first fault of a dated row as (field, reason), or None."""
    unknown = next((field for field in texts if field not in FIELDS), None)
    if unknown is not None:
        return unknown, f"no such field; known are {', '.join(FIELDS)}"
    title, start = texts.get("title", ""), texts.get("time", "")
    if _ERROR_VALUE.fullmatch(title.strip()):
        return "title", "an error value instead of a title"
    if not any(map(str.isalpha, title)):
        return "title", "no title"
    if damage(title):
        return "title", damage(title)
    if start and clock(start) is None and not values.session(start):
        return "time", "not a time of day; write 05:30"
    aired = values.aired(texts.get("status", ""))
    if aired is None:
        return "status", 'not known whether it went on air; write "đã phát" or "không phát"'
    return None if aired else ("status", "did not go on air")


def _bulletin(at: datetime, texts: Mapping[str, str], labels: Mapping[str, str], file: str, row: int, nth: int) -> Bulletin:
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
        key=_key(at.date(), aired_at, line["title"], origin, clusters, nth),
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
        author=line.get("author", "") or values.contributor(line.get("origin", "")),
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


def _key(aired_on: date, aired_at: time | None, title: str, origin: Origin, clusters: str, nth: int) -> str:
    """The key of an airing, made of what it means, so that a row handed in as CSV and as XLSX has one key."""
    meaning = [aired_on.isoformat(), aired_at.isoformat("seconds") if aired_at else "", fold(title), origin.value, fold(clusters)]
    if nth > 1:
        meaning.append(str(nth))
    return hashlib.sha256("\x1f".join(meaning).encode()).hexdigest()[:_KEY_LENGTH]


def _printable(text: str) -> str:
    """A text that can be stored: without control characters and lone surrogates."""
    return _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub(" ", text))


def _paragraphs(text: str) -> str:
    """A longer text with a cleaned paragraph on each line."""
    return "\n".join(line for line in map(clean, text.splitlines()) if line)
