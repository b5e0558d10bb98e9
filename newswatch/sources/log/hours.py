"""Decides at which hours and in which parts of the day one entry was aired, and how often.

"Chiều" beside 5h00 makes it 17:00. Several hours, several parts of the day and "2 lần" are several airings; where they don't agree the row is told.
"""

import re
from datetime import time

from newswatch.core.dates.clock import hour_of_day
from newswatch.core.text import bare
from newswatch.sources.log import signs, values
from newswatch.sources.log.entry import Entry
from newswatch.sources.log.moments import clock
from newswatch.sources.log.wording import COUNT

_LIST = re.compile(r"\s*(?:[,;&+/\n]|\bvà\b|\bva\b)\s*", re.IGNORECASE)
_SPAN = re.compile(r"\s*[-–—]\s*")
_PARTS = re.compile(r"sang|trua|chieu|toi")
_HOUR = re.compile(r"\d ?(?:h|g|gio)(?![a-z])|\d ?: ?\d")
_HOURS = re.compile(r"(\d{1,2} ?(?:h|g|gio|:) ?(?:\d\d)?)(?! ?\d)(?: ?(?:-|–|den) ?\d{1,2} ?(?:h|g|gio|:) ?(?:\d\d)?)?")
_SECONDS = re.compile(r"\d{4,5}")
_MOST_TIMES = 12
_SHOWN = {"sang": "Sáng", "trua": "Trưa", "chieu": "Chiều", "toi": "Tối"}
_NO_TIME = "not a time of day; write 05:30"

When = tuple[time | None, str]
"""An hour, and a part of the day as written."""


def airings(entry: Entry, unit: str) -> list[Entry]:
    """The entry once for each airing it tells of. `unit` is that of bare numbers: with "giây" a time is seconds since midnight."""
    if entry.fault:
        return [entry]
    found = _whens(entry, unit)
    if isinstance(found, str):
        return [entry.told("time", found)]
    times = _times(entry)
    if isinstance(times, str):
        return [entry.told(COUNT, times)]
    if times is not None and len(found) > 1 and times != len(found):
        return [entry.told(COUNT, f"{times} airings, but {len(found)} hours or parts of the day")]
    if times is not None and len(found) == 1:
        found = [*found, *[(None, "")] * (times - 1)]
    return [_aired_at(entry, when) for when in found]


def _aired_at(entry: Entry, when: When) -> Entry:
    at, session = when
    fields = {name: text for name, text in entry.fields.items() if name not in ("session", "time")}
    return entry.but(clock=at, fields={**fields, **({"session": session} if session else {})})


def _whens(entry: Entry, unit: str) -> list[When] | str:
    """The hours and parts of the day of an entry, or why they can't be told. What it says itself goes before a heading above."""
    text = entry.fields.get("time", "")
    session = entry.fields.get("session", "")
    if text and values.session(text):
        session, text = session or text, ""
    if _HOUR.search(bare(session)) and not values.session(session):
        return _of_session(session, text, unit)
    if not text and entry.clock is None:
        text = entry.section.get("time", "")
    session = session or ("" if text and re.search(r"[a-z]{3}", bare(text)) else entry.section.get("session", ""))
    times = _clocks(text, unit) if text.strip() else [entry.clock] if entry.clock else []
    if times is None:
        return _NO_TIME
    parts = _PARTS.findall(bare(session)) if values.session(session) else []
    if len(parts) > 1:
        return _paired(times, parts)
    if parts and len(times) > 1 and None not in times:
        return _paired([at for at in times if at], parts * len(times))
    shown = session or ""
    if parts and len(times) == 1 and times[0] is not None:
        hour = hour_of_day(times[0].hour, parts[0])
        if hour is None:
            return f"{times[0]:%H:%M} is not in the part of the day {shown!r}"
        return [(times[0].replace(hour=hour), shown)]
    return [(at, shown) for at in times] or [(None, shown)]


def _of_session(session: str, text: str, unit: str) -> list[When] | str:
    """The hours that stand beside the part of the day ("Sáng (5h00)"), which those of another cell must not gainsay."""
    times, parts = _clocks(session, unit) or _only_hour(session), _PARTS.findall(bare(session))
    if not times:
        return f"an hour beside the part of the day that can't be read: {session.strip()!r}"
    found: list[When] | str = _paired(times, parts if len(parts) > 1 else parts * len(times)) if parts else [(at, session) for at in times]
    if isinstance(found, str):
        return found
    if text.strip() and _clocks(text, unit) != [at for at, _ in found]:
        return f"{text.strip()!r}, but {session.strip()!r}"
    return found


def _only_hour(text: str) -> list[time]:
    """The one hour, or the first of the one span, among the words of a text."""
    found = _HOURS.findall(bare(text))
    one = clock(found[0]) if len(found) == 1 else None
    return [one] if one else []


def _paired(times: list[time], parts: list[str]) -> list[When] | str:
    if times and len(times) != len(parts):
        return f"{len(times)} hours, but {len(parts)} parts of the day"
    if not times:
        return [(None, _SHOWN[part]) for part in parts]
    hours = [hour_of_day(at.hour, part) for at, part in zip(times, parts, strict=True)]
    if any(hour is None for hour in hours):
        return "an hour that is not in its part of the day"
    return [(at.replace(hour=hour or 0), _SHOWN[part]) for at, hour, part in zip(times, hours, parts, strict=True)]


def _clocks(text: str, unit: str) -> list[time] | None:
    """The hours that a cell lists; of a span the first."""
    pieces = [piece for piece in _LIST.split(text.strip()) if piece]
    if len(ends := _SPAN.split(text.strip())) > 1 and all(_PARTS.search(bare(end)) for end in ends):
        pieces = ends
    if unit == "giây" and all(_SECONDS.fullmatch(piece) and int(piece) % 60 == 0 and int(piece) < 86400 for piece in pieces):
        return [time(int(piece) // 3600, int(piece) // 60 % 60) for piece in pieces]
    found = [clock(piece) for piece in pieces]
    if len(found) > 1 and None not in found and len(set(found)) == len(found):
        return [at for at in found if at]
    one = clock(text)
    return [one] if one else None


def _times(entry: Entry) -> int | str | None:
    """How often the entry says it was aired: in a column for that, else in its note, status or an unnamed column. None if it says nothing."""
    text = entry.fields.get(COUNT, "")
    if text.strip():
        found = int(text) if text.strip().isdigit() else signs.times(text)
        return found if found and found <= _MOST_TIMES else f"not how often it was aired: {text.strip()!r}"
    asides = signs.asides(entry.fields.get("title", ""))
    texts = (entry.fields.get("note", ""), entry.fields.get("status", ""), *asides, *entry.others, *entry.comments)
    said = {n for text in texts if (n := signs.times(text))}
    if len(said) > 1 or any(n > _MOST_TIMES for n in said):
        return "says in several ways how often it was aired"
    return said.pop() if said else None
