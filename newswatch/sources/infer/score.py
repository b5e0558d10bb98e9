"""Scores how much a repeating block of links looks like the list of news. No parser.

The sizes of the weights are a judgement. With them each listing of tests/sources/pages gets the right block, but on most pages several rules
agree: no page depends on the size of one weight, except where its comment says so. Without the weights for dates, teasers, text and pager
together six of them get none, huecit_listing and sharepoint_listing among them. A comment names pages or portals that its rule applies to.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from newswatch.sources.infer.anchors import Anchor
from newswatch.sources.infer.dom import HEADINGS, NO_TEXT, TITLE_WORDS, Element, common, count_words
from newswatch.sources.infer.title_date import set_apart
from newswatch.sources.read import boilerplate, prose
from newswatch.sources.read.paging import PageLink, looks_paging

LEAST_SCORE = 4.0
"""A block with fewer points is no list of news. The best block of the article hostile_br has between 2 and 4, each saved list more than 8."""

TEASER_LENGTH = 40
"""Characters outside links that make a teaser. At 0, hostile_br is taken for a listing."""

LONG_TITLE = 7
"""Words that make a text a title without doubt."""

_COUNT = 2.0  # for many entries; at 4, hostile_br is taken for a listing
_MANY = 12  # entries that get all of _COUNT
_FEW = 2.0  # against fewer than three entries
_DATED = 3.0  # for dates in all entries
_TEASERS = 2.0  # for teasers in all entries
_SECTION_NAMES = 5.0  # against texts shorter than titles, as in the menus of PORTALS.md 3
_LONG_TITLES = 1.5  # for long titles; at 3, hostile_br is taken for a listing
_PICTURES = 0.5  # for pictures in all entries: drupal_listing, liferay_listing
_OTHER_TITLES = 2.0  # against boxes that hold other titles too, which are wider than an entry: wordpress_listing
_MAIN_PART = 1.5  # for a place in the main part of the page
_MENU = 6.0  # against a menu (PORTALS.md 3)
_APART = 4.0  # against a header, footer or side column
_SIDE_BOX = 4.0  # against a heading such as "Xem nhiều" or "Liên kết website" (PORTALS.md 3): hostile_sidebar
_LATEST = 1.0  # against a heading such as "Tin mới", which may also head the list: hostile_latest_above, sharepoint_listing
_LONGEST_HEADING = 80  # characters
_LEVELS_OUT = 3  # how many containers away a heading or a pager may be; the pagers of huecit_listing and quangtri_listing are one away
_PAGED = 2.5  # for a pager right behind the block
_LINKS_BEHIND = 12  # how many pager links behind the block are tried
_TEXT_SHARE = 3.0  # for all of the page's text; at 6, hostile_br is taken for a listing
_REPEATED = 1.0  # against links that the page has more than _OFTEN times, as menus do: wordpress_listing
_OFTEN = 3
_ITEM_ADDRESS = 0.5  # for addresses with an id or a long slug (PORTALS.md 1)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the score of a block needs of its page: address, characters of text, links that may belong to a pager, number of links to each address."""

    url: str
    length: int
    pagers: Sequence[Element]
    linked: Counter[str]

    @classmethod
    def of(cls, root: Element, links: Sequence[Anchor], url: str) -> "Surroundings":
        """The surroundings of the blocks of a page."""
        pagers = [e for e in root.walk() if e.tag == "a" and looks_paging(PageLink("", e.text, e.attrs.get("rel", "")))]
        return cls(url, max(len(root.text), 1), pagers, Counter(link.key for link in links))


def score(boxes: Sequence[Element], titles: Sequence[Anchor], dates: Sequence[object], around: Surroundings, *, paged: bool) -> float:
    """How much a block looks like the list of news, from its boxes, the title link and the date (or None) of each, and a pager behind it."""
    container = common(list(boxes))
    points = _shape(boxes, titles, dates) + _place(container, boxes) + _addresses(titles, around.url)
    points += _PAGED * paged + _TEXT_SHARE * sum(len(box.text) for box in boxes) / around.length
    return points - _REPEATED * (sum(around.linked[link.key] > _OFTEN for link in titles) / len(titles))


def is_paged(boxes: Sequence[Element], around: Surroundings) -> bool:
    """Whether a pager stands right behind the boxes of a block."""
    container, last = common(list(boxes)), boxes[-1]
    near = {container, *list(container.ancestors())[:_LEVELS_OUT]}
    after = [p for p in around.pagers if p.place > last.place and not last.holds(p)]
    return any(common([last, p]) in near for p in after[:_LINKS_BEHIND])


def _shape(boxes: Sequence[Element], titles: Sequence[Anchor], dates: Sequence[object]) -> float:
    """What the boxes themselves say: how many there are, their dates, teasers, titles and pictures."""
    count = len(titles)
    length = sum(count_words(link.text) for link in titles) / count
    points = _COUNT * math.log(min(count, _MANY)) / math.log(_MANY) - _FEW * (count < 3)
    points += _DATED * sum(date is not None for date in dates) / count
    points += _TEASERS * sum(prose.plain(box) >= TEASER_LENGTH for box in boxes) / count
    points += -_SECTION_NAMES if length < TITLE_WORDS else _LONG_TITLES if length >= LONG_TITLE else 0.0
    points += sum(_is_heading(link.element) for link in titles) / count
    points += _PICTURES * sum(any(e.tag == "img" for e in box.walk()) for box in boxes) / count
    others = sum(_other_titles(box, link) for box, link in zip(boxes, titles, strict=True)) / count
    return points - _OTHER_TITLES * min(others, 2.0)


def _is_heading(element: Element) -> bool:
    return any(e.tag in HEADINGS or "title" in e.marks for e in (element, *list(element.ancestors())[:2], *element.elements))


def _other_titles(box: Element, link: Anchor) -> int:
    """How many links in a box look like titles of other articles."""
    hrefs = {link.element.attrs.get("href")}
    found = 0
    for e in box.walk():
        if e.tag == "a" and e.attrs.get("href") not in hrefs and count_words(e.text) >= LONG_TITLE:
            hrefs.add(e.attrs.get("href"))
            found += 1
    return found


def _place(container: Element, boxes: Sequence[Element]) -> float:
    """What the place of a block says: main part, menu, side column, footer, and the heading above."""
    path = [boxes[0], container, *container.ancestors()]
    points = _MAIN_PART * any(e.tag == "main" or "main" in e.attrs.get("role", "") or {"content", "noidung"} & e.marks for e in path)
    if any(e.tag == "nav" or {"menu", "nav", "navbar"} & e.marks for e in path if set_apart(e)):
        return points - _MENU
    points -= _APART * any(map(set_apart, path))
    heading = _heading(container, boxes[0])
    return points - _SIDE_BOX * boilerplate.heads_box(heading) - _LATEST * boilerplate.heads_latest(heading)


def _heading(container: Element, first: Element) -> str:
    """The nearest short text above the first box, up to three levels out of the container."""
    path = [first, *first.ancestors()]
    for inside, level in pairwise(path[: path.index(container) + _LEVELS_OUT + 1]):
        above = [e.text for e in level.elements if e.place < inside.place and e.tag not in NO_TEXT]
        nearest = next(filter(None, reversed(above)), "")
        if nearest:
            return nearest if len(nearest) <= _LONGEST_HEADING else ""
    return ""


def _addresses(titles: Sequence[Anchor], url: str) -> float:
    """What the addresses say: whether they lie below the listing's own, and whether they hold a number or a long slug like an item's."""
    stem = re.sub(r"\.\w+$", "", urlsplit(url).path).rstrip("/")
    below = sum(urlsplit(link.url).path.startswith(stem + "/") for link in titles) / len(titles) if stem else 0.0
    item = sum(bool(re.search(r"\d{3,}|[^/]{25,}$", link.key)) for link in titles) / len(titles)
    return below + _ITEM_ADDRESS * item
