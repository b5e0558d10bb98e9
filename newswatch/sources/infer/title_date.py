"""Finds the title and the date of an unknown article page, and the elements of any page that print dates. No parser.

The sizes of the weights are a judgement. With them each article of tests/sources/pages is read rightly. A comment names the pages that depend
on its weight; where it names none, other rules agree on the saved pages.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from newswatch.core.dates import Convention, convention
from newswatch.core.dates.relative import relative
from newswatch.core.model import LOCAL
from newswatch.core.months import local_day
from newswatch.core.text import bare, title_key
from newswatch.sources.infer.dom import BLOCKS, HEADINGS, NO_TEXT, TITLE_WORDS, Element, common, count_words, names
from newswatch.sources.infer.selectors import steady
from newswatch.sources.read import boilerplate, change_marks, visible_date
from newswatch.sources.read.visible_date import VisibleDate

READ_AT = datetime(2000, 1, 1, 12, tzinfo=LOCAL)
"""A moment of reading where it tells nothing."""

_DATE_MARKS = names("date time ngay datetime publish published posted created pubdate thoigian")
_CHANGE_MARKS = names("updated modified")
_DATE_LABEL = re.compile(r"\b(ngay dang|dang (luc|ngay)|cap nhat|xuat ban|published|posted|thoi gian)\b")
_CHANGED = re.compile(r"\b(updated|modified|hieu chinh|chinh sua|sua doi|lan cuoi)\b")
_TITLE_MARKS = names("title tieude headline heading")

_LONGEST_TITLE = 300  # characters
_NO_TITLE = -9.0  # rules an element out
_KNOWN = 10.0  # for a known title, above all other rules: test_guessed_title
_NEARLY_KNOWN = 6.0  # for a text that a known title begins with, or that begins with it, as where a listing cuts titles short
_LEAST_LIKE = 20  # characters that both must have for that
_LEVELS = {"h1": 2.0, "h2": 1.0, "h3": 0.5}  # with 4 for h1, huecit_article is misread
_OPENS_PAGE_TITLE = 4.0  # for a text that `<title>` begins with; joomla_article and liferay_article need it
_IN_PAGE_TITLE = 1.0  # for a text elsewhere in `<title>`
_LEAST_IN_TITLE = 15  # characters that it must have for either
_TITLE_LONG = 1.0  # for a text as long as a title
_TITLE_SHORT = 2.0  # against a shorter one; huecit_article needs it
_MARKED = 1.0  # for a class or id such as "title" or "tieude"
_IN_REGION = 4.0  # against a menu or header; at 8 the titles of joomla_article and liferay_article are lost
_LINKED = 2.0  # against a link
_BESIDE_BODY = 4.0  # for a place right above the text, 1 less for each level further out; huecit_article and sharepoint_article need it
_OPENS_BODY = 2.0  # for a place at the top of the text's own block; hostile_br needs it
_OPENING = 12  # how many elements the top of a block has; hostile_br, joomla_article and vnpt_article need some
_SURE_TITLE = 3.0  # the least for a title; at 6 the titles of huecit_article, liferay_article and sharepoint_article are lost

_LABELLED = 2.0  # for a label such as "Ngày đăng" (PORTALS.md 2)
_NAMED = 2.0  # for a class or id such as "date" or "ngay"
_TIME_TAG = 2.0  # for `time`
_CHANGE = 1.0  # against the date of the last change
_DISTANCE = 0.02  # against each element between date and title
_FARTHEST = 100  # how many elements count for that
_NOTHING_NEAR = 1.0  # against any date of a page without title and text
_BELOW_TITLE = 4.0  # for a place below the title; huecit_article, thanhhoa_article and four others need it
_BELOW_TEXT = 1.0  # for a place after the text
_ABOVE_TITLE = 2.5  # for a place right above the title, as VNPT portals print it (PORTALS.md 1): vnpt_article and joomla_article need it
_FAR_ABOVE = 3.0  # against a place farther up, where visitor's clocks are (PORTALS.md 2)
_UNTITLED = 1.0  # for a place near the text of a page without title
_AROUND = 3  # elements around a date that tell its place; more would tell articles of several sections apart
_MOST_IN_ENTRY = 2000  # elements; an entry of a list has a dozen
_RIVAL_GAP = 0.5  # two dates with a smaller difference are rivals
_SURE_DATE = 2.0  # the least for a date; at 4 the date of nukeviet_article is lost


@dataclass(frozen=True, slots=True)
class Dated:
    """An element with its date. `rivals` means that another element with nearly the same score states another day."""

    element: Element
    date: VisibleDate
    rivals: bool = False


def convention_of(roots: Iterable[Element]) -> Convention:
    """How the dates in digits of elements are to be read, together."""
    return convention((text for root in roots for _, text in _date_texts(root)), None)


def dated(root: Element, together: Convention | None = None, *, of_list: bool = False) -> Iterator[tuple[Element, VisibleDate]]:
    """The elements that print a date and little else, or that state one for machines, with their dates, in document order.

    The dates are read `together`, by default with all others in the same element. Those of a list may count from the moment of reading; here
    they count from `READ_AT`, since only where they stand is asked.
    """
    together = together or convention_of([root])
    for element, text in _date_texts(root):
        told = together.tell(text)
        date = VisibleDate() if told.doubt else visible_date.read(told.text, stamps_of(element), changed=change_marks.of_element(element))
        counted = relative(text, READ_AT) if of_list and date.day_at is None else None
        date = VisibleDate(text, counted.at, counts=True) if counted and not counted.clock_only else date
        if date.day_at is not None:
            yield element, date


def _date_texts(root: Element) -> Iterator[tuple[Element, str]]:
    for element in root.walk():
        if element.tag not in NO_TEXT and (any(c.isdigit() for c in element.own) or stamps_of(element)):
            texts = (element.short(boilerplate.LONGEST_LABEL), element.own)
            text = next((text for text in texts if text is not None and _is_date_text(text)), None)
            if text is not None:
                yield element, text


def _is_date_text(text: str) -> bool:
    """Whether a text may be a date with its label: it is short, is no clock, and has few other words."""
    short = len(text) <= boilerplate.LONGEST_LABEL
    return short and not boilerplate.is_clock(text) and boilerplate.beside_date(text) <= boilerplate.DATE_WORDS


def stamps_of(element: Element) -> tuple[str, ...]:
    """The dates an element states for machines in its attributes."""
    content = element.attrs.get("content", "") if "itemprop" in element.attrs else ""
    title = element.attrs.get("title", "") if element.tag in ("abbr", "time", "span") else ""
    return tuple(value for value in (element.attrs.get("datetime", ""), content, title) if any(c.isdigit() for c in value))


def find_title(root: Element, known: Sequence[str], page_title: str = "", body: Element | None = None) -> Element | None:
    """The element that shows the article's title: one equal to a `known` title (of the listing, of the metadata), else the likeliest heading.

    A heading close above the article's `body` is likelier than others. None if no element is likely enough.
    """
    keys = [key for key in map(title_key, known) if key]
    page_key = title_key(page_title)
    elements = [element for element in root.walk() if element.tag not in NO_TEXT]
    scored = [(_title_score(e, keys, page_key) + _nearness(e, body), -e.place, e) for e in elements]
    best = max(scored, key=lambda entry: entry[:2], default=None)
    return best[2] if best and best[0] >= _SURE_TITLE else None


def find_date(root: Element, title: Element | None, body: Element | None) -> Dated | None:
    """The printed date of the article: near the title, and not in a menu, a clock or a list of other articles.

    It is that of a change only where no date of publication stands near too. An unlabelled "Ngày …" is none (see `find_bare_day`).
    """
    found = [(e, date) for e, date in dated(root) if not date.bare and not _foreign(e, title, body)]
    likeliest = _likeliest(found, title, body)
    if likeliest is None or likeliest.date.at is not None:
        return likeliest
    least = _place(likeliest.element, title, body)
    near = [
        (e, date) for e, date in found if date.at is not None and _place(e, title, body) >= (0 if _is_labelled(bare(e.text)) else least)
    ]
    return _likeliest(near, title, body) or likeliest


def find_bare_day(root: Element, title: Element | None, body: Element | None) -> Dated | None:
    """The unlabelled "Ngày …" near the title that begins no sentence: the day of publication on some sites, an event's on others."""
    found = [(e, date) for e, date in dated(root) if date.bare and not date.event and not _foreign(e, title, body)]
    return _likeliest(found, title, body)


def relative_texts(root: Element, title: Element | None, body: Element | None) -> list[str]:
    """The short texts near the title, marked as dates by tag or class, that print no day: a relative date may be among them. The nearest is first."""
    marked = (e for e in root.walk() if e.tag == "time" or not e.marks.isdisjoint(_DATE_MARKS))
    near = [e for e in marked if e.short(boilerplate.LONGEST_LABEL) and not _foreign(e, title, body) and _place(e, title, body) > 0]
    origin = (title or body or root).place
    return [e.text for e in sorted(near, key=lambda e: abs(e.place - origin))]


def place_of(element: Element, title: Element | None) -> str:
    """Where an element stands, equal for that place on all pages of one template: its tag and classes, those of the elements around it, and whether
    it stands above or below the title."""
    around = [element, *islice(element.ancestors(), _AROUND)]
    path = ">".join(".".join((e.tag, *sorted(filter(steady, e.classes)))) for e in reversed(around))
    side = "" if title is None else "^" if element.place < title.place else "v"
    return f"{side}{path}"


def _likeliest(found: Sequence[tuple[Element, VisibleDate]], title: Element | None, body: Element | None) -> Dated | None:
    ranked = sorted(((_date_score(e, title, body), -e.place, e, date) for e, date in found), key=lambda entry: entry[:2], reverse=True)
    if not ranked or ranked[0][0] < _SURE_DATE:
        return None
    score, _, element, date = ranked[0]
    return Dated(element, date, any(score - other < _RIVAL_GAP and _other_day(date, rival) for other, _, _, rival in ranked[1:]))


def _other_day(one: VisibleDate, other: VisibleDate) -> bool:
    return one.day_at is not None and other.day_at is not None and local_day(one.day_at) != local_day(other.day_at)


def _title_score(element: Element, keys: Sequence[str], page_key: str) -> float:
    heading = element.tag in HEADINGS
    marked = not element.marks.isdisjoint(_TITLE_MARKS)
    if not (heading or marked or keys):
        return _NO_TITLE
    text = (element.short(_LONGEST_TITLE) if heading or marked else element.own) or ""
    key = title_key(text) if len(text) <= _LONGEST_TITLE else ""
    known = _likeness(key, keys)
    if not key or not (heading or marked or known >= _KNOWN):
        return _NO_TITLE
    length = _TITLE_LONG if len(key.split()) >= TITLE_WORDS else -_TITLE_SHORT
    points = known + _LEVELS.get(element.tag, 0.0) + _in_page_title(key, page_key) + length + _MARKED * marked
    return points - _IN_REGION * _is_apart(element) - _LINKED * _is_link(element)


def _in_page_title(key: str, page_key: str) -> float:
    if len(key) < _LEAST_IN_TITLE:
        return 0.0
    return _OPENS_PAGE_TITLE if page_key.startswith(key) else _IN_PAGE_TITLE if key in page_key else 0.0


def _nearness(element: Element, body: Element | None) -> float:
    """Points for an element above the text, fewer the farther out the container of both is, or for one that opens the text's block."""
    if body is None or element.holds(body):
        return 0.0
    if body.holds(element):
        return _OPENS_BODY * (element.place - body.place <= _OPENING)
    if element.place > body.place:
        return 0.0
    top = common([body, element])
    return max(0.0, _BESIDE_BODY - [body, *body.ancestors()].index(top))


def _likeness(key: str, keys: Sequence[str]) -> float:
    if key in keys:
        return _KNOWN
    long = [known for known in keys if len(known) >= _LEAST_LIKE and len(key) >= _LEAST_LIKE]
    return _NEARLY_KNOWN if any(known.startswith(key) or key.startswith(known) for known in long) else 0.0


def set_apart(element: Element) -> bool:
    """Whether an element is a menu, side column, footer or the like. The `header` or `footer` of an article is none."""
    if element.tag in ("header", "footer") and any(above.tag in ("article", "main") for above in element.ancestors()):
        return False
    return boilerplate.region(element.tag, element.marks)


def _is_apart(element: Element) -> bool:
    return any(map(set_apart, (element, *element.ancestors())))


def _is_link(element: Element) -> bool:
    return any(e.tag == "a" for e in (element, *element.ancestors()))


def _foreign(element: Element, title: Element | None, body: Element | None) -> bool:
    """Whether a date belongs to boilerplate, or to one entry in a list of other articles."""
    for above in (element, *element.ancestors()):
        if title is not None and above.holds(title):
            return False
        if body is not None and above is not element and above.holds(body):
            return title is None and _is_apart(above)
        if set_apart(above):
            return True
        if above.tag in BLOCKS and above.short(_LONGEST_TITLE) is not None and _names_another(above):
            return True
    return False


def _names_another(block: Element) -> bool:
    return any(e.tag == "a" and e.attrs.get("href") and count_words(e.text) >= TITLE_WORDS for e in islice(block.walk(), _MOST_IN_ENTRY))


def _date_score(element: Element, title: Element | None, body: Element | None) -> float:
    text = bare(element.text)
    named = element.marks | (element.parent.marks if element.parent else frozenset())
    labelled, marked = _is_labelled(text), not named.isdisjoint(_DATE_MARKS)
    points = _LABELLED * labelled + _NAMED * marked + _TIME_TAG * (element.tag == "time")
    points -= _CHANGE * (_CHANGED.search(text) is not None or not named.isdisjoint(_CHANGE_MARKS))
    points += _place(element, title, body)
    near = title or body
    return points - min(abs(element.place - near.place), _FARTHEST) * _DISTANCE if near else points - _NOTHING_NEAR


def _is_labelled(text: str) -> bool:
    return _DATE_LABEL.search(text) is not None


def _place(element: Element, title: Element | None, body: Element | None) -> float:
    if title is None:
        return _UNTITLED if body is not None and _close(body, element) else 0.0
    if element.place < title.place:
        together = _close(title, element) and common([title, element]).tag not in ("body", "html")
        return _ABOVE_TITLE if together and title.place - element.place <= _OPENING else -_FAR_ABOVE
    above_text = body is None or element.place < body.place or body.holds(title)
    return _BELOW_TITLE if above_text else _BELOW_TEXT


def _close(one: Element, other: Element) -> bool:
    """Whether a container of two elements is at most three levels above the first one."""
    top = common([one, other])
    return any(above is top for above, _ in zip((one, *one.ancestors()), range(4), strict=False))
