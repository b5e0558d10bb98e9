"""Finds what stands in the place of a date in the entries of a list, where no date can be read: a form that is not understood. No parser."""

import re
from collections.abc import Sequence

from newswatch.core.text import bare
from newswatch.sources.infer.anchors import Anchor
from newswatch.sources.infer.dom import NO_TEXT, Element

_LONGEST = 60
"""Characters. The longest printed forms of PORTALS.md 2 have fewer."""

_SHARE = 0.5
"""The share of entries that must print such a text. A judgement."""

_NUMERIC = re.compile(
    r"\d{1,4}\s?[/.\-–]\s?\d{1,2}(\s?[/.\-–]\s?\d{1,4})?|\b\d{1,2}\s?[:h]\s?\d{2}\b|\b\d{1,2} \d{1,2} \d{4}\b|\b\d{10}(\d{3})?\b"
)
_WORDED = re.compile(
    r"\b(hom (nay|qua|kia|truoc|kìa)|vua xong|moi day|sang nay|chieu nay|toi qua|just now|yesterday|today"
    r"|\d+\s?(giay|phut|gio|ngay|tuan|thang|nam|second|minute|hour|day|week|month|year)s?"
    r"|(mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|nua) (phut|gio|ngay|tuan|thang|nam) truoc|ngay \d|thang \d"
    r"|thu (hai|ba|tu|nam|sau|bay)|chu nhat|(mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|\d{1,2} ?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2})\b"
)


def find(boxes: Sequence[Element], anchors: Sequence[Anchor]) -> list[Element | None]:
    """For each box the first small element that prints something like a date or a moment; all None if fewer than half of the boxes have one."""
    found = [_first(box, anchor.element) for box, anchor in zip(boxes, anchors, strict=True)]
    enough = sum(element is not None for element in found) >= max(2, _SHARE * len(found))
    return found if enough else [None] * len(found)


def like_date(text: str) -> bool:
    """Whether a short text looks like a date, a clock or a span of time, in Vietnamese or English."""
    plain = bare(text)
    return 0 < len(text) <= _LONGEST and (_NUMERIC.search(text) is not None or _WORDED.search(plain) is not None)


def _first(box: Element, link: Element) -> Element | None:
    for element in box.walk():
        if element is box or element.tag in NO_TEXT or element.holds(link) or link.holds(element):
            continue
        if like_date(element.own) and like_date(element.text):
            return element
    return None
