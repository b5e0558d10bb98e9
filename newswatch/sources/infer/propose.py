"""Proposes a profile for the list of news on an unknown page, with warnings about what is unsure. No parser."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from newswatch.core.dates.address import dated_address
from newswatch.core.model import Profile
from newswatch.core.months import local_day
from newswatch.sources.http.site import Site
from newswatch.sources.infer import selectors, title_date, unread_dates
from newswatch.sources.infer.anchors import Anchor, find_anchors
from newswatch.sources.infer.blocks import Block, find
from newswatch.sources.infer.dom import TITLE_WORDS, Element, by_box, common, count_words
from newswatch.sources.infer.score import LEAST_SCORE, TEASER_LENGTH
from newswatch.sources.read import paging, prose
from newswatch.sources.read.css import ITSELF, Index
from newswatch.sources.read.paging import PageLink
from newswatch.sources.read.visible_date import VisibleDate

_SUMMARY_SHARE = 0.5
"""The share of entries that must have a teaser for a summary selector. A judgement: 0.25 and 1 give the saved listings the same entries."""

_RIVAL_SCORE = 0.8
"""A block with that share of the best score is named in a warning. A judgement."""

_FEW_ENTRIES = 4
"""With fewer entries to judge by, a warning says so. A judgement."""

_URL_DATE_SHARE = 0.8
"""The share of addresses that must hold a date. A judgement: the saved listings are read alike with 0.4."""

_URL_DATES = (
    r"/(?P<y>20\d\d)[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})/",
    r"/view-article/\d+/\d+/(?P<ms>\d{13})",
)
"""SharePoint with the date in the path and WordPress; Liferay of Quảng Trị, with epoch milliseconds (PORTALS.md 1)."""


@dataclass(frozen=True, slots=True)
class ListingGuess:
    """The profile of a listing, the block it was made from, and warnings for the person who checks it."""

    profile: Profile
    block: Block
    warnings: tuple[str, ...]


def guess_listing(root: Element, site: Site, name: str) -> ListingGuess | None:
    """The profile of the list of news on a page, named `name`. None if no repeating block looks like one."""
    links = find_anchors(root, site)
    blocks = find(root, links, site.url)
    if not blocks or blocks[0].score < LEAST_SCORE:
        return None
    return _Proposer(root, site, links, blocks).guess(name)


class _Proposer:
    """Proposes the profile of the block with the highest score."""

    def __init__(self, root: Element, site: Site, links: Sequence[Anchor], blocks: Sequence[Block]) -> None:
        self.root = root
        self.site = site
        self.index = Index(root)
        self.links = links
        self.keys = {link.element: link.key for link in links}
        self.holders = {above for link in links for above in (link.element, *link.element.ancestors())}
        self.titled: dict[Element, set[str]] = defaultdict(set)
        for link in links:
            for above in link.element.ancestors() if count_words(link.text) >= TITLE_WORDS else ():
                self.titled[above].add(link.key)
        self.blocks = blocks
        self.dated = dict(title_date.dated(root, of_list=True))
        self.warnings: list[str] = []

    def guess(self, name: str) -> ListingGuess:
        block = self.blocks[0]
        lead = self._lead(block)
        whole = _joined(block, lead) if lead else block
        entry = self._entry(block, lead)
        link = self._link(whole)
        next_page, pattern = self._paging(whole)
        profile = Profile(
            name=name,
            entry=entry,
            link=link,
            title=self._title(whole, link),
            date=self._date(whole),
            summary=self._summary(whole),
            next_page=next_page,
            page_pattern=pattern,
            url_date=self._url_date(whole),
        )
        self._doubts(whole, profile)
        return ListingGuess(profile, whole, tuple(self.warnings))

    def _lead(self, block: Block) -> Block | None:
        """A single dated entry above the list (a featured article), in the same part of the page."""
        known = {link.key for link in block.anchors}
        others = [{link.key for link in other.anchors} for other in self.blocks]
        known = known.union(*(keys for keys in others if known.isdisjoint(keys)))
        near = set(list(common(list(block.boxes)).ancestors())[:3]) | {common(list(block.boxes))}
        for link in self.links:
            if link.element.place > block.boxes[0].place or link.key in known or count_words(link.text) < TITLE_WORDS:
                continue
            box = self._lone_box(link, block)
            date = next(((e, self.dated[e]) for e in box.walk() if e in self.dated), None) if box else None
            if box and date and (common([box, block.boxes[0]]) in near or box.tag == block.boxes[0].tag == "article"):
                return Block((box,), (link,), (date,), 0.0)
        return None

    def _lone_box(self, link: Anchor, block: Block) -> Element | None:
        """The `article` around a link, else the widest element around it that holds no other link as long as a title."""
        listed = {above for box in block.boxes for above in (box, *box.ancestors())}
        alone: list[Element] = []
        for element in link.element.ancestors():
            if element in listed or self.titled.get(element, set()) - {link.key}:
                break
            alone.append(element)
        article = next((e for e in alone if e.tag == "article"), None)
        if article or not alone or any(map(title_date.set_apart, (alone[-1], *alone[-1].ancestors()))):
            return article
        return alone[-1]

    def _entry(self, block: Block, lead: Block | None) -> str:
        boxes = [*block.boxes, *(lead.boxes if lead else ())]
        selector = selectors.for_all(self.index, boxes, selectors.ENTRY, self._harmless)
        if not selector and lead:
            list_entry, lead_entry = (selectors.for_all(self.index, b.boxes, selectors.ENTRY, self._harmless) for b in (block, lead))
            selector = f":is({list_entry}, {lead_entry})" if list_entry and lead_entry else list_entry
        if not selector:
            self.warnings.append("the entries have no class, id or path of their own; no sure selector was found for them")
        return selector

    def _harmless(self, element: Element) -> bool:
        return element not in self.holders

    def _link(self, block: Block) -> str:
        firsts = [next((self.keys[e] for e in box.walk() if e in self.keys), "") for box in block.boxes]
        if firsts == [link.key for link in block.anchors]:
            return "a[href]"
        targets = [link.element for link in block.anchors]
        return self._first(block, targets, selectors.TITLE, lambda a, b: self.keys.get(a) == self.keys.get(b), self.keys) or "a[href]"

    def _title(self, block: Block, link: str) -> str:
        """The selector of the title. Empty if the title is the text of the link, or of the first other link to the same article."""
        found = by_box(block.boxes, self.index.select(link))
        for box, anchor in zip(block.boxes, block.anchors, strict=True):
            shown = next((e.text for e in found.get(box, []) if self.keys.get(e) == anchor.key and e.text), "")
            if shown != anchor.text:
                return self._first(block, [a.element for a in block.anchors], selectors.TITLE, lambda a, b: a.text == b.text)
        return ""

    def _date(self, block: Block) -> str:
        if block.doubtful_dates:
            self.warnings.append("each entry states two different days; the date selector was left empty, choose the right one by hand")
            return ""
        elements = [date[0] if date else None for date in block.dates]
        if not any(elements):
            return self._unread_date(block)
        if all(e is None or e is box for e, box in zip(elements, block.boxes, strict=True)):
            return ITSELF
        return self._first(block, elements, selectors.DATE, lambda a, b: a is b, self.dated)

    def _unread_date(self, block: Block) -> str:
        """The selector of what stands in a date's place and can't be read, so that the list says which form was not understood."""
        unread = unread_dates.find(block.boxes, block.anchors)
        return self._first(block, unread, selectors.DATE, lambda a, b: a is b) if any(unread) else ""

    def _summary(self, block: Block) -> str:
        found = [self._summary_of(box, link, date) for box, link, date in zip(block.boxes, block.anchors, block.dates, strict=True)]
        if sum(e is not None for e in found) < _SUMMARY_SHARE * len(found):
            return ""
        return selectors.for_first(self.index, block.boxes, found, selectors.TEXT)

    def _summary_of(self, box: Element, link: Anchor, date: tuple[Element, VisibleDate] | None) -> Element | None:
        taboo = [link.element, *([date[0]] if date else [])]
        free = [e for e in box.walk() if e is not box and not any(e.holds(t) or t.holds(e) for t in taboo)]
        long = [e for e in free if prose.plain(e) >= TEASER_LENGTH]
        return max(long, key=lambda e: (prose.plain(e), e.place), default=None)

    def _first(
        self,
        block: Block,
        targets: Sequence[Element | None],
        like: re.Pattern[str],
        same: Callable[[Element, Element], bool],
        among: Collection[Element] | None = None,
    ) -> str:
        """One selector for all boxes. If only the first box has other markup, one for the others and one for it."""
        whole = selectors.for_first(self.index, block.boxes, targets, like, same, among)
        if whole or len(block.boxes) < 3:
            return whole
        rest = selectors.for_first(self.index, block.boxes[1:], targets[1:], like, same, among)
        first = selectors.for_first(self.index, block.boxes[:1], targets[:1], like, same, among)
        return ", ".join(filter(None, (rest, first))) if rest else ""

    def _paging(self, block: Block) -> tuple[str, str]:
        """The selector of the next page's link, else the pattern of page addresses. A pager behind the list goes before one above it."""
        here = self.site.url
        turning = {e: link for e in self.root.walk() if e.tag == "a" and paging.looks_paging(link := self._page_link(e))}
        pager = {e: link for e, link in turning.items() if e.place > block.boxes[-1].place} or turning
        real = [link for link in pager.values() if link.url]
        target = paging.choose_next(real, 1, here)
        if target is None:
            if pager and not real:
                self.warnings.append("the pages are turned by a script; only the first page can be read unless you know a page_pattern")
            return "", paging.find_pattern(real, here)
        element = next(e for e, link in pager.items() if link.url == target)
        selector = selectors.for_one(self.index, element, selectors.PAGER, lambda matches: self._leads(matches, target))
        return (selector, "") if selector else ("", paging.find_pattern(real, here))

    def _leads(self, matches: Sequence[Element], target: str) -> bool:
        """Whether the matches of a selector lead to the next page, and at least half of its links belong to a pager."""
        links = [self._page_link(e) for e in matches if e.tag == "a"]
        paged = sum(map(paging.looks_paging, links))
        return paging.choose_next([link for link in links if link.url], 1, self.site.url) == target and 2 * paged >= len(links)

    def _page_link(self, element: Element) -> PageLink:
        parent = element.parent.attrs if element.parent else {}
        return PageLink.of(self.site.absolute(element.attrs.get("href")), element.text, element.attrs, parent)

    def _url_date(self, block: Block) -> str:
        """A pattern of dates in addresses, if nearly all have one and none differs from the printed date by more than a day."""
        for pattern in _URL_DATES:
            days = [dated_address(link.url, pattern) for link in block.anchors]
            pairs = [(at, date[1].at) for at, date in zip(days, block.dates, strict=True) if at and date and date[1].at]
            agree = all(b is not None and abs((local_day(a) - local_day(b)).days) <= 1 for a, b in pairs)
            if sum(at is not None for at in days) >= _URL_DATE_SHARE * len(days) and agree:
                return pattern
        return ""

    def _doubts(self, block: Block, profile: Profile) -> None:
        if not profile.date and not profile.url_date and not block.doubtful_dates:
            self.warnings.append("the list prints no dates; each article's own page will be asked for its date")
        elif profile.date and block.dated_share < 1:
            self.warnings.append(f"{sum(d is None for d in block.dates)} of {len(block.dates)} entries print no date that can be read")
        known = {link.key for link in block.anchors}
        rivals = [
            b for b in self.blocks[1:] if b.score > _RIVAL_SCORE * self.blocks[0].score and not known.intersection(a.key for a in b.anchors)
        ]
        if rivals:
            other = rivals[0].anchors[0].text
            self.warnings.append(f'another block looks much like the list (first entry "{other}"); compare the entries with the page')
        if len(block.boxes) < _FEW_ENTRIES:
            self.warnings.append(f"only {len(block.boxes)} entries to judge by")


def _joined(block: Block, lead: Block) -> Block:
    return replace(block, boxes=(*lead.boxes, *block.boxes), anchors=(*lead.anchors, *block.anchors), dates=(*lead.dates, *block.dates))
