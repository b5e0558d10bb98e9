"""Finds the repeating blocks of links on an unknown page, best candidate for the list of news first. No parser."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newswatch.sources.infer.anchors import Anchor
from newswatch.sources.infer.dom import TITLE_WORDS, Element, count_words
from newswatch.sources.infer.score import Surroundings, is_paged, score
from newswatch.sources.infer.selectors import steady
from newswatch.sources.infer.title_date import convention_of, dated, stamps_of
from newswatch.sources.read.visible_date import VisibleDate

_DATED_SHARE = 0.6
"""The share of boxes that must print a date in the same place. A judgement: the saved listings are read alike with 0.3."""

_RIVAL_SHARE = 0.8
"""A place with that share of the best place's dates is a rival, as in hostile_two_dates. A judgement: the saved listings are read alike with 0.4."""

Path = tuple[tuple[str, frozenset[str]], ...]
Dates = tuple[tuple[Element, VisibleDate] | None, ...]
Found = dict[Path, tuple[Element, VisibleDate]]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A repeating block: one box and one title link for each entry, in document order, and its score as a list of news.

    `dates` holds for each box the element that prints its date, or None. `doubtful_dates` means that two elements state different days,
    `paged` that a pager follows the block.
    """

    boxes: tuple[Element, ...]
    anchors: tuple[Anchor, ...]
    dates: Dates
    score: float
    doubtful_dates: bool = False
    paged: bool = False

    @property
    def dated_share(self) -> float:
        """The share of boxes with a date, 0 to 1."""
        return sum(date is not None for date in self.dates) / len(self.dates)


def find(root: Element, links: Sequence[Anchor], url: str) -> list[Block]:
    """The repeating blocks of a page, the highest score first."""
    groups = [group for loose in _groups(root, links) for group in _by_container(loose) if len(group) >= 2]
    boxed = _merged([(_boxes(group), group) for group in groups])
    around = Surroundings.of(root, links, url)
    return sorted((_block(boxes, group, around) for boxes, group in boxed), key=lambda block: -block.score)


def _groups(root: Element, links: Sequence[Anchor]) -> Iterable[list[Anchor]]:
    """Links whose elements up to the body have equal tags and steady classes. Each address is in a group once, by its first link."""
    tokens = Counter((e.tag, name) for e in root.walk() for name in set(e.classes))
    found: dict[Path, dict[str, Anchor]] = defaultdict(dict)
    for link in links:
        path = tuple(_shape(e, tokens) for e in (link.element, *link.element.ancestors()))
        found[path].setdefault(link.key, link)
    groups = (list(group.values()) for group in found.values())
    return (group for group in groups if len({link.text for link in group}) > len(group) / 2)


def _shape(element: Element, tokens: Counter[tuple[str, str]]) -> tuple[str, frozenset[str]]:
    return element.tag, frozenset(name for name in element.classes if steady(name) and tokens[element.tag, name] >= 2)


def _by_container(group: list[Anchor]) -> Iterable[list[Anchor]]:
    """A group split by what is around its boxes: a menu and a list may have the same inner markup in containers of different names."""
    if len(group) < 2:
        return [group]
    split: dict[object, list[Anchor]] = defaultdict(list)
    for box, link in zip(_boxes(group), group, strict=True):
        split[tuple((e.tag, e.attrs.get("id", ""), *filter(steady, e.classes)) for e in box.ancestors())].append(link)
    return split.values()


def _boxes(group: Sequence[Anchor]) -> tuple[Element, ...]:
    """For each link the widest element that holds no other link of the group, at the same height for all."""
    holders = Counter(above for link in group for above in {link.element, *link.element.ancestors()})
    height = min(sum(holders[e] == 1 for e in link.element.ancestors()) for link in group)
    boxes = tuple([link.element, *link.element.ancestors()][height] for link in group)
    articles = [_article_in(box, link.element) for box, link in zip(boxes, group, strict=True)]
    return tuple(article or box for article, box in zip(articles, boxes, strict=True)) if all(articles) else boxes


def _article_in(box: Element, link: Element) -> Element | None:
    """The `article` around a link inside a box."""
    return next((e for e in link.ancestors() if e.tag == "article" and box.holds(e)), None)


def _merged(found: list[tuple[tuple[Element, ...], list[Anchor]]]) -> list[tuple[tuple[Element, ...], list[Anchor]]]:
    """Groups of titles become one if their boxes are siblings of one tag: a row with another class, a wider first entry."""
    families: dict[object, list[tuple[Element, Anchor]]] = {}
    for boxes, group in found:
        parents = {box.parent for box in boxes}
        titled = sum(count_words(link.text) for link in group) >= TITLE_WORDS * len(group)
        family: object = (parents.pop(), boxes[0].tag) if len(parents) == 1 and titled else boxes
        known = {box for box, _ in families.get(family, [])}
        key = family if known.isdisjoint(boxes) else boxes
        families.setdefault(key, []).extend(zip(boxes, group, strict=True))
    ordered = (sorted(pairs, key=lambda pair: pair[0].place) for pairs in families.values())
    return [(tuple(box for box, _ in pairs), [link for _, link in pairs]) for pairs in ordered]


def _block(boxes: tuple[Element, ...], group: Sequence[Anchor], around: Surroundings) -> Block:
    dates, doubtful = _dates(boxes)
    paged = is_paged(boxes, around)
    return Block(boxes, tuple(group), dates, score(boxes, group, dates, around, paged=paged), doubtful, paged)


def _dates(boxes: Sequence[Element]) -> tuple[Dates, bool]:
    """The date of each box from the one place in the boxes where most of them print a date, and whether another place states other days."""
    together = convention_of(boxes)
    per_box = [{_way(e, box): (e, date) for e, date in reversed(list(dated(box, together, of_list=True)))} for box in boxes]
    ways = Counter(way for found in per_box for way in found)
    ranked = sorted(ways, key=lambda way: (-ways[way], _is_change(per_box, way), not _is_stamped(per_box, way), len(way)))
    if not ranked or ways[ranked[0]] < max(2, _DATED_SHARE * len(boxes)):
        return (None,) * len(boxes), False
    best = ranked[0]
    change = _is_change(per_box, best)
    rivals = [way for way in ranked[1:] if ways[way] >= _RIVAL_SHARE * ways[best] and _is_change(per_box, way) == change]
    doubtful = any(_differ(found, best, way) for way in rivals for found in per_box)
    return tuple(found.get(best) for found in per_box), doubtful


def _way(element: Element, box: Element) -> Path:
    path = [element, *element.ancestors()]
    return tuple((e.tag, frozenset(filter(steady, e.classes))) for e in path[: path.index(box)])


def _is_stamped(per_box: Iterable[Found], way: Path) -> bool:
    return any(stamps_of(found[way][0]) for found in per_box if way in found)


def _is_change(per_box: Iterable[Found], way: Path) -> bool:
    """Whether a place holds the date of the last change, by its class or label."""
    if any(found[way][1].at is None for found in per_box if way in found):
        return True
    elements = (found[way][0] for found in per_box if way in found)
    return any(not e.marks.isdisjoint({"updated", "modified", "changed"}) or "sửa" in e.text.lower() for e in elements)


def _differ(found: Found, one: Path, other: Path) -> bool:
    if one not in found or other not in found:
        return False
    first, second = found[one][1].day_at, found[other][1].day_at
    return first is not None and second is not None and first.date() != second.date()
