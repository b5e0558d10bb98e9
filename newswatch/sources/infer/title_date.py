"""The title and the date of an unknown article page, and the dates printed on any page. Heuristics over `outline`, no parser."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newswatch.core.months import local_day
from newswatch.core.text import bare, title_key
from newswatch.sources.infer.dom import BLOCKS, HEADINGS, TITLE_WORDS, VOID, Element, common, words
from newswatch.sources.read import boilerplate
from newswatch.sources.read import visible_date as printed
from newswatch.sources.read.visible_date import Printed

_DATE_TEXT, _DATE_WORDS = 120, 8
_DATE_MARKS = frozenset({"date", "time", "ngay", "datetime", "publish", "published", "posted", "created", "pubdate", "thoigian"})
_DATE_LABEL = re.compile(r"\b(ngay dang|dang (luc|ngay)|cap nhat|xuat ban|published|posted|thoi gian)\b")
_CHANGED = re.compile(r"\b(updated|modified|hieu chinh|chinh sua|sua doi|lan cuoi)\b")
_TITLE_MARKS = frozenset({"title", "tieude", "headline", "heading"})
_TITLE_LENGTH = 300
_OPENING = 12
_SURE_TITLE, _SURE_DATE = 3.0, 2.0


@dataclass(frozen=True, slots=True)
class Dated:
    """An element with its date; `rivals` says that another element as likely states another day."""

    element: Element
    printed: Printed
    rivals: bool = False


def dated(root: Element) -> Iterator[tuple[Element, Printed]]:
    """The elements that print a date and little else, or state one for machines, in document order."""
    for element in root.walk():
        if element.tag in VOID:
            continue
        stamps = stamps_of(element)
        if stamps or any(c.isdigit() for c in element.own):
            text = next((text for text in (element.text, element.own) if _is_date_text(text)), None)
            date = Printed() if text is None else printed.read(text, stamps)
            if date.at is not None:
                yield element, date


def _is_date_text(text: str) -> bool:
    """Whether a text may be a date with its label: short, no clock, few other words."""
    return len(text) <= _DATE_TEXT and not boilerplate.is_clock(text) and boilerplate.beside_date(text) <= _DATE_WORDS


def stamps_of(element: Element) -> tuple[str, ...]:
    """The dates an element states for machines in its attributes."""
    content = element.attrs.get("content", "") if "itemprop" in element.attrs else ""
    title = element.attrs.get("title", "") if element.tag in ("abbr", "time", "span") else ""
    return tuple(value for value in (element.attrs.get("datetime", ""), content, title) if any(c.isdigit() for c in value))


def find_title(root: Element, known: Sequence[str], page_title: str = "", body: Element | None = None) -> Element | None:
    """The element that shows the article's title: the one equal to a known title (listing, metadata), else the likeliest heading.

    A heading close above the article's `body` is likelier than others.
    """
    keys = [key for key in map(title_key, known) if key]
    page_key = title_key(page_title)
    elements = [element for element in root.walk() if element.tag not in VOID]
    scored = [(_title_score(e, keys, page_key) + _nearness(e, body), -e.place, e) for e in elements]
    best = max(scored, key=lambda entry: entry[:2], default=None)
    return best[2] if best and best[0] >= _SURE_TITLE else None


def find_date(root: Element, title: Element | None, body: Element | None) -> Dated | None:
    """The printed date that belongs to the article: near the title, outside of menus, clocks and lists of other articles."""
    found = [(e, date) for e, date in dated(root) if not _foreign(e, title, body)]
    ranked = sorted(((_date_score(e, title, body), -e.place, e, date) for e, date in found), key=lambda entry: entry[:2], reverse=True)
    if not ranked or ranked[0][0] < _SURE_DATE:
        return None
    score, _, element, date = ranked[0]
    return Dated(element, date, any(score - other < 0.5 and _other_day(date, rival) for other, _, _, rival in ranked[1:]))


def _other_day(one: Printed, other: Printed) -> bool:
    return one.at is not None and other.at is not None and local_day(one.at) != local_day(other.at)


def _title_score(element: Element, keys: Sequence[str], page_key: str) -> float:
    heading = element.tag in HEADINGS
    marked = not element.marks.isdisjoint(_TITLE_MARKS)
    if not (heading or marked or keys):
        return -9.0
    text = element.text if heading or marked else element.own
    key = title_key(text) if 0 < len(text) <= _TITLE_LENGTH else ""
    known = _likeness(key, keys)
    if not key or not (heading or marked or known >= 10):
        return -9.0
    level = {"h1": 2.0, "h2": 1.0, "h3": 0.5}.get(element.tag, 0.0)
    in_title = 4.0 if len(key) >= 15 and page_key.startswith(key) else 1.0 if len(key) >= 15 and key in page_key else 0.0
    length = 1.0 if len(key.split()) >= 5 else -2.0
    return known + level + in_title + length + marked - 4.0 * _apart(element) - 2.0 * _is_link(element)


def _nearness(element: Element, body: Element | None) -> float:
    """3 for an element beside and above the text, less the farther out the container of both is; 2 for one that opens its block."""
    if body is None or element.holds(body):
        return 0.0
    if body.holds(element):
        return 2.0 * (element.place - body.place <= _OPENING)
    if element.place > body.place:
        return 0.0
    top = common([body, element])
    return max(0.0, 4.0 - [body, *body.ancestors()].index(top))


def _likeness(key: str, keys: Sequence[str]) -> float:
    if key in keys:
        return 10.0
    long = [known for known in keys if len(known) >= 20 and len(key) >= 20]
    return 6.0 if any(known.startswith(key) or key.startswith(known) for known in long) else 0.0


def set_apart(element: Element) -> bool:
    """Whether an element is a menu, side column, footer or the like (an article's own `header` or `footer` is none)."""
    if element.tag in ("header", "footer") and any(above.tag in ("article", "main") for above in element.ancestors()):
        return False
    return boilerplate.region(element.tag, element.marks)


def _apart(element: Element) -> bool:
    return any(map(set_apart, (element, *element.ancestors())))


def _is_link(element: Element) -> bool:
    return any(e.tag == "a" for e in (element, *element.ancestors()))


def _foreign(element: Element, title: Element | None, body: Element | None) -> bool:
    """Whether a date belongs to something else: page furniture, or one entry in a list of other articles."""
    for above in (element, *element.ancestors()):
        if title is not None and above.holds(title):
            return False
        if body is not None and above is not element and above.holds(body):
            return title is None and _apart(above)
        if set_apart(above):
            return True
        if above.tag in BLOCKS and len(above.text) <= _TITLE_LENGTH and _names_another(above):
            return True
    return False


def _names_another(block: Element) -> bool:
    return any(e.tag == "a" and e.attrs.get("href") and words(e.text) >= TITLE_WORDS for e in block.walk())


def _date_score(element: Element, title: Element | None, body: Element | None) -> float:
    text = bare(element.text)
    named = element.marks | (element.parent.marks if element.parent else frozenset())
    score = 2.0 * (_DATE_LABEL.search(text) is not None) + 2.0 * (not named.isdisjoint(_DATE_MARKS)) + 2.0 * (element.tag == "time")
    score -= 1.0 * (_CHANGED.search(text) is not None or not named.isdisjoint({"updated", "modified"}))
    score += _place_score(element, title, body)
    near = title or body
    return score - min(abs(element.place - near.place), 100) * 0.02 if near else score - 1.0


def _place_score(element: Element, title: Element | None, body: Element | None) -> float:
    if title is None:
        return 1.0 if body is not None and _close(body, element) else 0.0
    if element.place < title.place:
        together = _close(title, element) and common([title, element]).tag not in ("body", "html")
        return 2.5 if together and title.place - element.place <= _OPENING else -3.0
    above_text = body is None or element.place < body.place or body.holds(title)
    return 4.0 if above_text else 1.0


def _close(one: Element, other: Element) -> bool:
    """Whether two elements share a container at most three levels above the first one."""
    top = common([one, other])
    return any(above is top for above, _ in zip((one, *one.ancestors()), range(4), strict=False))
