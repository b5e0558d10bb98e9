"""The repeating blocks of links on an unknown page, and which of them is the list of news. Heuristics over `outline`, no parser."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

from newswatch.core.identity import canonical_url
from newswatch.core.text import clean
from newswatch.sources.http.site import Site
from newswatch.sources.infer.dom import HEADINGS, TITLE_WORDS, VOID, Element, common, words
from newswatch.sources.infer.selectors import steady
from newswatch.sources.infer.title_date import dated, set_apart, stamps_of
from newswatch.sources.read import boilerplate, prose
from newswatch.sources.read.paging import PageLink, looks_paging
from newswatch.sources.read.visible_date import Printed

_FILES = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|rar|7z|jpe?g|png|gif|webp|mp[34]|wmv|flv)$", re.IGNORECASE)
_SUMMARY = 40
LEAST_SCORE = 4.0
"""A block below is no list of news."""

_HEADING = 80

Path = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """A link that may lead to an article: where it stands, its absolute address and that address's canonical form."""

    element: Element
    url: str
    key: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A repeating block: one box and one title link for each entry, in document order, and how much it looks like the list of news.

    `dates` holds for each box the element that prints its date, or None; `doubtful_dates` that two elements state different days.
    """

    boxes: tuple[Element, ...]
    anchors: tuple[Anchor, ...]
    dates: tuple[tuple[Element, Printed] | None, ...]
    score: float
    doubtful_dates: bool = False
    paged: bool = False

    @property
    def dated_share(self) -> float:
        """The share of boxes with a date, 0 to 1."""
        return sum(date is not None for date in self.dates) / len(self.dates)


def anchors(root: Element, site: Site) -> list[Anchor]:
    """The links of a page that may lead to articles of its own site, in document order (not to itself, the home page or files)."""
    none = {canonical_url(site.url), canonical_url(urljoin(site.url, "/"))}
    found = []
    for element in root.walk():
        target = site.absolute(element.attrs.get("href")) if element.tag == "a" else ""
        text = clean(element.text or element.attrs.get("title", "")) if target else ""
        if text and not _FILES.search(urlsplit(target).path) and (key := canonical_url(target)) not in none:
            found.append(Anchor(element, target, key, text))
    return found


def find(root: Element, links: Sequence[Anchor], url: str) -> list[Block]:
    """The repeating blocks of a page, the one that is likeliest the list of news first."""
    groups = [group for loose in _groups(root, links) for group in _parted(loose) if len(group) >= 2]
    boxed = _merged([(_boxes(group), group) for group in groups])
    pagers = [e for e in root.walk() if e.tag == "a" and looks_paging(PageLink("", e.text, e.attrs.get("rel", "")))]
    whole = max(len(root.text), 1)
    keys = Counter(link.key for link in links)
    blocks = [_block(boxes, group, pagers, whole, url, keys) for boxes, group in boxed]
    return sorted(blocks, key=lambda b: -b.score)


def _groups(root: Element, links: Sequence[Anchor]) -> Iterable[list[Anchor]]:
    """Links in the same surroundings: equal tags and steady classes up to the body. Each address once, the first link of it."""
    tokens = Counter((e.tag, name) for e in root.walk() for name in set(e.classes))
    found: dict[Path, dict[str, Anchor]] = defaultdict(dict)
    for link in links:
        path = tuple(_shape(e, tokens) for e in (link.element, *link.element.ancestors()))
        found[path].setdefault(link.key, link)
    groups = (list(group.values()) for group in found.values())
    return (group for group in groups if len({link.text for link in group}) > len(group) / 2)


def _shape(element: Element, tokens: Counter[tuple[str, str]]) -> tuple[str, frozenset[str]]:
    return element.tag, frozenset(name for name in element.classes if steady(name) and tokens[element.tag, name] >= 2)


def _parted(group: list[Anchor]) -> Iterable[list[Anchor]]:
    """A group by the containers of its boxes: a menu and a list may be alike within, but stand in differently named surroundings."""
    if len(group) < 2:
        return [group]
    parts: dict[object, list[Anchor]] = defaultdict(list)
    for box, link in zip(_boxes(group), group, strict=True):
        parts[tuple((e.tag, e.attrs.get("id", ""), *filter(steady, e.classes)) for e in box.ancestors())].append(link)
    return parts.values()


def _boxes(group: Sequence[Anchor]) -> tuple[Element, ...]:
    """For each link the widest element that holds no other link of the group, taken at the same height for all."""
    holders = Counter(above for link in group for above in {link.element, *link.element.ancestors()})
    height = min(sum(holders[e] == 1 for e in link.element.ancestors()) for link in group)
    boxes = tuple([link.element, *link.element.ancestors()][height] for link in group)
    articles = [_article_in(box, link.element) for box, link in zip(boxes, group, strict=True)]
    return tuple(article or box for article, box in zip(articles, boxes, strict=True)) if all(articles) else boxes


def _article_in(box: Element, link: Element) -> Element | None:
    """The `article` around a link inside a box."""
    return next((e for e in link.ancestors() if e.tag == "article" and box.holds(e)), None)


def _merged(found: list[tuple[tuple[Element, ...], list[Anchor]]]) -> list[tuple[tuple[Element, ...], list[Anchor]]]:
    """Groups of titles whose boxes are brothers of one tag (a row marked otherwise, a wider first one) become one."""
    families: dict[object, list[tuple[Element, Anchor]]] = {}
    for boxes, group in found:
        parents = {box.parent for box in boxes}
        titled = sum(words(link.text) for link in group) >= TITLE_WORDS * len(group)
        family: object = (parents.pop(), boxes[0].tag) if len(parents) == 1 and titled else boxes
        known = {box for box, _ in families.get(family, [])}
        key = family if known.isdisjoint(boxes) else boxes
        families.setdefault(key, []).extend(zip(boxes, group, strict=True))
    ordered = (sorted(pairs, key=lambda pair: pair[0].place) for pairs in families.values())
    return [(tuple(box for box, _ in pairs), [link for _, link in pairs]) for pairs in ordered]


def _block(
    boxes: tuple[Element, ...], group: Sequence[Anchor], pagers: Sequence[Element], whole: int, url: str, keys: Counter[str]
) -> Block:
    titles = tuple(group)
    dates, doubtful = _dates(boxes)
    container = common(list(boxes))
    paged = _paged(container, boxes, pagers)
    score = _shape_score(boxes, titles, dates) + _place_score(container, boxes) + _address_score(titles, url)
    score += 2.5 * paged + 3.0 * sum(len(box.text) for box in boxes) / whole
    score -= 1.0 * (sum(keys[link.key] > 3 for link in titles) / len(titles))
    return Block(boxes, titles, dates, score, doubtful, paged)


def _dates(boxes: Sequence[Element]) -> tuple[tuple[tuple[Element, Printed] | None, ...], bool]:
    """The date of each box, taken from the one place in the boxes that most of them print a date in."""
    per_box = [{_way(e, box): (e, date) for e, date in reversed(list(dated(box)))} for box in boxes]
    ways = Counter(way for found in per_box for way in found)
    ranked = sorted(ways, key=lambda way: (-ways[way], _later(per_box, way), not _stamped(per_box, way), len(way)))
    if not ranked or ways[ranked[0]] < max(2, 0.6 * len(boxes)):
        return (None,) * len(boxes), False
    best = ranked[0]
    rivals = [way for way in ranked[1:] if ways[way] >= 0.8 * ways[best] and _later(per_box, way) == _later(per_box, best)]
    doubtful = any(_differ(found, best, way) for way in rivals for found in per_box)
    return tuple(found.get(best) for found in per_box), doubtful


def _stamped(per_box: Iterable[dict[Path, tuple[Element, Printed]]], way: Path) -> bool:
    return any(stamps_of(found[way][0]) for found in per_box if way in found)


def _way(element: Element, box: Element) -> Path:
    path = [element, *element.ancestors()]
    return tuple((e.tag, frozenset(filter(steady, e.classes))) for e in path[: path.index(box)])


def _later(per_box: Iterable[dict[Path, tuple[Element, Printed]]], way: Path) -> bool:
    """Whether a place holds the date of the last change, by its class or label."""
    elements = (found[way][0] for found in per_box if way in found)
    return any(not e.marks.isdisjoint({"updated", "modified", "changed"}) or "sửa" in e.text.lower() for e in elements)


def _differ(found: dict[Path, tuple[Element, Printed]], one: Path, other: Path) -> bool:
    if one not in found or other not in found:
        return False
    first, second = found[one][1].at, found[other][1].at
    return first is not None and second is not None and first.date() != second.date()


def _shape_score(boxes: Sequence[Element], titles: Sequence[Anchor], dates: Sequence[object]) -> float:
    count = len(titles)
    length = sum(words(link.text) for link in titles) / count
    score = 2.0 * math.log(min(count, 12)) / math.log(12) - 2.0 * (count < 3)
    score += 3.0 * sum(date is not None for date in dates) / count
    score += 2.0 * sum(prose.plain(box) >= _SUMMARY for box in boxes) / count
    score += -5.0 if length < TITLE_WORDS else 1.5 if length >= 7 else 0.0
    score += sum(_is_heading(link.element) for link in titles) / count
    score += 0.5 * sum(any(e.tag == "img" for e in box.walk()) for box in boxes) / count
    others = sum(_other_titles(box, link) for box, link in zip(boxes, titles, strict=True)) / count
    return score - 2.0 * min(others, 2.0)


def _is_heading(element: Element) -> bool:
    return any(e.tag in HEADINGS or "title" in e.marks for e in (element, *list(element.ancestors())[:2], *element.elements))


def _other_titles(box: Element, link: Anchor) -> int:
    """How many links in a box look like titles of other articles."""
    hrefs = {link.element.attrs.get("href")}
    found = 0
    for e in box.walk():
        if e.tag == "a" and e.attrs.get("href") not in hrefs and words(e.text) >= 7:
            hrefs.add(e.attrs.get("href"))
            found += 1
    return found


def _place_score(container: Element, boxes: Sequence[Element]) -> float:
    """What the surroundings say: main part, menu, side column, footer, and the heading above."""
    path = [boxes[0], container, *container.ancestors()]
    score = 1.5 * any(e.tag == "main" or "main" in e.attrs.get("role", "") or {"content", "noidung"} & e.marks for e in path)
    if any(e.tag == "nav" or {"menu", "nav", "navbar"} & e.marks for e in path if set_apart(e)):
        return score - 6.0
    score -= 4.0 * any(map(set_apart, path))
    heading = _heading(container, boxes[0])
    return score - 4.0 * boilerplate.heads_box(heading) - 1.0 * boilerplate.heads_latest(heading)


def _heading(container: Element, first: Element) -> str:
    """The nearest short text above the first box, up to three levels out of the container."""
    path = [first, *first.ancestors()]
    for inside, level in pairwise(path[: path.index(container) + 4]):
        above = [e.text for e in level.elements if e.place < inside.place and e.tag not in VOID]
        nearest = next(filter(None, reversed(above)), "")
        if nearest:
            return nearest if len(nearest) <= _HEADING else ""
    return ""


def _paged(container: Element, boxes: Sequence[Element], pagers: Sequence[Element]) -> bool:
    """Whether a pager stands right behind the boxes."""
    near = {container, *list(container.ancestors())[:3]}
    last = boxes[-1]
    after = [p for p in pagers if p.place > last.place and not last.holds(p)]
    return any(common([last, p]) in near for p in after[:12])


def _address_score(titles: Sequence[Anchor], url: str) -> float:
    """Addresses below the listing's own, and ones that look like an item's (a number, a long slug)."""
    stem = re.sub(r"\.\w+$", "", urlsplit(url).path).rstrip("/")
    below = sum(urlsplit(link.url).path.startswith(stem + "/") for link in titles) / len(titles) if stem else 0.0
    item = sum(bool(re.search(r"\d{3,}|[^/]{25,}$", link.key)) for link in titles) / len(titles)
    return below + 0.5 * item
