"""Decides what a heading within a log says of the entries below it: who made them, their kind, their part of the day, their day or month."""

import re

from newswatch.core.model import ItemType
from newswatch.core.text import bare, title_key
from newswatch.sources.log import signs, values
from newswatch.sources.log.axis import Kind, axis_of
from newswatch.sources.log.days import is_date, written
from newswatch.sources.log.period import period
from newswatch.sources.log.signs import relayed

_NUMERAL = re.compile(r"\(?(?:[ivx]{1,5}|[a-z]|\d{1,3})\)?[.)]?", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(?:[IVX]{1,4}|[A-Z]|[a-z]|\d{1,2})\s*[.)/-]\s*")
_WEEK = re.compile(r"tuan\b.*")
_MONTH = re.compile(r"thang (\d{1,2})(?:\W+(?:nam )?(20\d\d))?")
_LEAD = r"(?:(?:cac|phan|muc|nhom|tin|bai|va|chuong trinh|thoi su|ban tin|noi dung|phat|do|dai|xa|phuong|ban bien tap) )*"
_RELAY = re.compile(rf"{_LEAD}(?:tiep (?:am|song)|chuyen tiep)\b.*")
_AGAIN = re.compile(rf"{_LEAD}(?:phat )?lai\b.*")
_OWN = re.compile(
    rf"{_LEAD}(?:tu (?:viet|san xuat|bien tap|lam|thuc hien)\b.{{0,20}}|dia phuong|noi bo|cua (?:xa|phuong)|trong (?:xa|phuong))"
)
_NOTICES = re.compile(r"(?:cac )?thong bao (?:cua|tu) .{2,40}")
_OF_LOG = re.compile(r"(?:thu|chu nhat|cn|t[2-7]|ngay|hom|sang|trua|chieu|toi|buoi)\b")
_STATE = re.compile(rf"{_LEAD}(?:(?:da|chua|khong|dang|cho|hoan|huy)\b.{{0,30}})")
_LONGEST = 80


def is_numeral(text: str) -> bool:
    """Whether a cell is the number or letter of a row or heading."""
    return _NUMERAL.fullmatch(text.strip()) is not None


def section_of(text: str) -> dict[str, str]:
    """What a heading says, by field: origin, item_type, status, session, time, date, month. Empty for a text that is no known heading."""
    plain = text.strip() if is_date(text) else _NUMBERED.sub("", text.strip())
    key = title_key(plain)
    if not key or len(plain) > _LONGEST or "=" in plain:
        return {}
    if _MONTH.fullmatch(key) or (_WEEK.match(key) and period([[plain]]).first):
        return {"month": plain}
    if values.is_dateline([plain]) and not _OF_LOG.match(key):
        return {}
    read = written(plain)
    if read and (single := read.single) and (single.second is not None or single.whole):
        return {"date": plain, **({"session": read.session} if read.session else {})}
    axis = axis_of(plain)
    if axis and axis.kind in (Kind.SESSION, Kind.CLOCK):
        return {"session": axis.text, "time": axis.clock} if axis.kind is Kind.SESSION else {"time": axis.text}
    if _STATE.fullmatch(key) and (said := signs.aired(plain)) in (signs.Told.AIRED, signs.Told.NOT_AIRED):
        return {"status": plain if said is signs.Told.NOT_AIRED else ""}
    return _made_by(plain, key)


def _made_by(plain: str, key: str) -> dict[str, str]:
    if relayed(plain) or _RELAY.fullmatch(key):
        return {"origin": "tiếp âm"}
    if _AGAIN.fullmatch(key):
        return {"origin": "phát lại"}
    if _OWN.fullmatch(key):
        return {"origin": "tự viết"}
    if (len(key.split()) <= 3 or _NOTICES.fullmatch(key)) and values.item_type(key) is ItemType.NOTICE:
        return {"item_type": "Thông báo"}
    return {}


def headings(section: dict[str, str], text: str) -> dict[str, str]:
    """What holds below a further heading. One of a kind replaces what was said of that kind; an unknown one ends who made it and of what kind."""
    said = section_of(text)
    if not said:
        return section if _WEEK.fullmatch(bare(text).strip()) else _without(section, "origin", "item_type", "unsure")
    if "date" in said:
        return {**_without(section, "session", "time"), **said}
    if "session" in said or "time" in said:
        return {**_without(section, "session", "time"), **said}
    if "status" in said:
        return {**_without(section, "origin", "item_type", "unsure"), **said}
    if "month" in said:
        return {**_without(section, "date", "session", "time"), **said}
    return {**_without(section, "origin", "item_type", "unsure", "status"), **said}


def _without(section: dict[str, str], *names: str) -> dict[str, str]:
    return {name: text for name, text in section.items() if name not in names}
