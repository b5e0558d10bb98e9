"""Tells what a printed date dates by the words before it: publication, a change, or an event. No parser: texts in, parts of texts out.

The labels are those of PORTALS.md 2 and of the usual systems behind portals. They are matched on small letters without marks.
"""

import re
from datetime import time

from newswatch.core import dates
from newswatch.core.dates.tokens import plain_text, shown_text

_MIDNIGHT = time()
_CHANGE = (
    r"\b(?:(?:(?:thoi gian|ngay|luc|lan) )?(?:cap nhat|hieu chinh|chinh sua|sua doi|sua)|lan cuoi"
    r"|(?:(?:last|date) )?(?:updated?|modified|revised|edited))\b"
)
_BETWEEN = (
    r"(?:[^\w\d|]|\b(?:lan|cuoi|cung|moi|gan|nhat|luc|ngay|vao|hoi|gio|thu|hai|ba|tu|nam|sau|bay|chu|on|at|date|time"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b)*"
)
_CHANGED = re.compile(rf"{_CHANGE}{_BETWEEN}(?=\d)")
_ANY_CHANGE = re.compile(_CHANGE)
_BEHIND = re.compile(rf"{_CHANGE}[^\w:]*$")
_BEFORE = re.compile(rf"{_CHANGE}{_BETWEEN}$")
_PUBLISHED = re.compile(
    r"\b(?:ngay (?:dang|xuat ban|phat hanh|tao|gui|viet)|dang (?:luc|ngay|tai|boi|tin|bai)|thoi gian dang|xuat ban"
    r"|published|posted|created|pubdate)\b"
)
_BARE = re.compile(r"^\W*ngay\W*\d")


def parts(text: str) -> tuple[str, str]:
    """A short text in two parts: what may state a publication, and what states a change ("Cập nhật: 12/11/2026").

    A change ends where a label of publication begins. A label that stands behind the date, with nothing after it, is the date's as well.
    """
    shown = shown_text(text)
    plain = plain_text(shown)
    changed = _CHANGED.search(plain)
    if changed is None:
        behind = _BEHIND.search(plain) and not _PUBLISHED.search(plain)
        return ("", shown) if behind else (shown, "")
    published = _PUBLISHED.search(plain, changed.end())
    end = published.start() if published else len(shown)
    return f"{shown[: changed.start()]} {shown[end:]}".strip(), shown[changed.start() : end]


def announces_change(text: str) -> bool:
    """Whether a text that stands right before a date says that it is the date of a change."""
    return _BEFORE.search(plain_text(shown_text(text))) is not None


def speaks_of_change(text: str) -> bool:
    """Whether a text has a label of a change and none of publication, as "Cập nhật 3 giờ trước"."""
    plain = plain_text(shown_text(text))
    return _ANY_CHANGE.search(plain) is not None and _PUBLISHED.search(plain) is None


def names_bare_day(text: str) -> bool:
    """Whether a text begins with an unlabelled "Ngày …" and no clock, or goes on as a sentence. An event's day may stand so below a title."""
    plain = plain_text(shown_text(text))
    if _BARE.match(plain) is None or _PUBLISHED.search(plain):
        return False
    at = dates.parse(text)
    return at is None or at.time() == _MIDNIGHT


def is_sentence(text: str) -> bool:
    """Whether words that are no part of a stamp stand with a date: "Ngày 20/11/2026, lúc 8 giờ, UBND xã tổ chức…" tells of an event."""
    return dates.parse(text) is None
