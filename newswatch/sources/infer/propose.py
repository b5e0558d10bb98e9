"""From what was found on an unknown page to a profile: selectors for a listing, for an article, and what to be unsure of. No parser."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from newswatch.core.dates.address import dated_address
from newswatch.core.model import Profile
from newswatch.core.months import local_day
from newswatch.sources.http.site import Site
from newswatch.sources.infer import selectors, title_date
from newswatch.sources.infer.blocks import LEAST_SCORE, Anchor, Block, anchors, find
from newswatch.sources.infer.dom import TITLE_WORDS, Element, by_box, common, words
from newswatch.sources.infer.title_date import Dated
from newswatch.sources.read import paging, prose
from newswatch.sources.read.css import Index
from newswatch.sources.read.metadata import Metadata
from newswatch.sources.read.paging import PageLink
from newswatch.sources.read.visible_date import Printed

_ITSELF = ":scope"
_SUMMARY = 40
_URL_DATES = (
    r"/(?P<y>20\d\d)[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})/",
    r"/view-article/\d+/\d+/(?P<ms>\d{13})",
)


@dataclass(frozen=True, slots=True)
class Unknown:
    """An unknown page as read: its body, its site (with the page's address), what its head states."""

    root: Element
    site: Site
    title: str = ""
    meta: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class ListingGuess:
    """The profile of a listing and the block it was made from, with what a person should look at."""

    profile: Profile
    block: Block
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleGuess:
    """The landmarks of an article page; None for what was not found."""

    title: Element | None
    date: Dated | None
    body: Element | None


def listing(page: Unknown, name: str) -> ListingGuess | None:
    """The profile of the list of news on a page; None if no repeating block looks like one."""
    links = anchors(page.root, page.site)
    blocks = find(page.root, links, page.site.url)
    if not blocks or blocks[0].score < LEAST_SCORE:
        return None
    return _Maker(page, Index(page.root), links, blocks).guess(name)


def article(page: Unknown, hint: str = "") -> ArticleGuess:
    """Where an article page shows its title, its date and its text."""
    body = prose.main_block(page.root)
    title = title_date.find_title(page.root, [hint, page.meta.title], page.title, body)
    return ArticleGuess(title, title_date.find_date(page.root, title, body), body)


def completed(page: Unknown, guess: ArticleGuess, into: Profile) -> tuple[Profile, tuple[str, ...]]:
    """A profile with the selectors of an article page; what is not sure stays empty and is said."""
    index = Index(page.root)
    title, date, body = _title_selector(index, guess.title), _date_selector(index, guess.date), _body_selector(index, guess.body)
    warnings = []
    if guess.date is not None and guess.date.rivals:
        warnings.append("more than one date stands near the title; choose the selector of the right one by hand")
    if guess.date is None:
        warnings.append("the page prints no date that surely belongs to the article; article_date was left empty")
    for name, selector, found in (("article_title", title, True), ("article_date", date, guess.date), ("article_body", body, True)):
        if found and not selector:
            warnings.append(f"no sure selector for {name}; it was left empty and will be guessed on each page")
    profile = replace(
        into,
        article_title=title or into.article_title,
        article_date=date or into.article_date,
        article_body=body or into.article_body,
    )
    return profile, tuple(warnings)


def is_article(page: Unknown, guess: ArticleGuess, block: Block | None) -> bool:
    """Whether a page with prose and a list of links is an article with other articles below it, rather than a described listing."""
    if guess.body is None or guess.title is None:
        return False
    if block is None:
        return True
    length = prose.plain(guess.body)
    if any(box.holds(guess.body) or guess.body.holds(box) for box in block.boxes) and not page.meta.is_article:
        return False
    boxed = sum(map(prose.plain, block.boxes))
    points = 2.0 * page.meta.is_article + (length >= 300) + (length >= 800) + 1.5 * (length > boxed) + 1.0 * (guess.date is not None)
    points += 1.0 * (block.boxes[0].place > guess.body.place)
    return points > 2.0 * block.paged + 1.5 * (block.dated_share > 0.5) + 1.0 * (block.score > 7) + 1.0 * (length < 150)


class _Maker:
    """Makes the profile of the likeliest block."""

    def __init__(self, page: Unknown, index: Index, links: Sequence[Anchor], blocks: Sequence[Block]) -> None:
        self.page = page
        self.index = index
        self.links = links
        self.keys = {link.element: link.key for link in links}
        self.holders = {above for link in links for above in (link.element, *link.element.ancestors())}
        self.titled: dict[Element, set[str]] = defaultdict(set)
        for link in links:
            for above in link.element.ancestors() if words(link.text) >= TITLE_WORDS else ():
                self.titled[above].add(link.key)
        self.blocks = blocks
        self.dated = dict(title_date.dated(page.root))
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
        """A single dated entry above the list (a featured story), in the same part of the page."""
        known = {link.key for link in block.anchors}
        others = [{link.key for link in other.anchors} for other in self.blocks]
        known = known.union(*(keys for keys in others if known.isdisjoint(keys)))
        near = set(list(common(list(block.boxes)).ancestors())[:3]) | {common(list(block.boxes))}
        for link in self.links:
            if link.element.place > block.boxes[0].place or link.key in known or words(link.text) < TITLE_WORDS:
                continue
            box = self._lone_box(link, block)
            date = next(((e, self.dated[e]) for e in box.walk() if e in self.dated), None) if box else None
            if box and date and (common([box, block.boxes[0]]) in near or box.tag == block.boxes[0].tag == "article"):
                return Block((box,), (link,), (date,), 0.0)
        return None

    def _lone_box(self, link: Anchor, block: Block) -> Element | None:
        """The `article`, else the widest element, around a link that holds no link to another article with a title's length."""
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
            parts = [selectors.for_all(self.index, b.boxes, selectors.ENTRY, self._harmless) for b in (block, lead)]
            selector = f":is({parts[0]}, {parts[1]})" if all(parts) else parts[0]
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
        """Empty where the link's own text, or that of its first twin with text, is the title."""
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
            return ""
        if all(e is None or e is box for e, box in zip(elements, block.boxes, strict=True)):
            return _ITSELF
        return self._first(block, elements, selectors.DATE, lambda a, b: a is b, self.dated)

    def _summary(self, block: Block) -> str:
        found = [self._summary_of(box, link, date) for box, link, date in zip(block.boxes, block.anchors, block.dates, strict=True)]
        if sum(e is not None for e in found) < 0.5 * len(found):
            return ""
        return selectors.for_first(self.index, block.boxes, found, selectors.TEXT)

    def _summary_of(self, box: Element, link: Anchor, date: tuple[Element, Printed] | None) -> Element | None:
        taboo = [link.element, *([date[0]] if date else [])]
        free = [e for e in box.walk() if e is not box and not any(e.holds(t) or t.holds(e) for t in taboo)]
        long = [e for e in free if prose.plain(e) >= _SUMMARY]
        return max(long, key=lambda e: (prose.plain(e), e.place), default=None)

    def _first(
        self,
        block: Block,
        targets: Sequence[Element | None],
        like: re.Pattern[str],
        same: Callable[[Element, Element], bool],
        among: Collection[Element] | None = None,
    ) -> str:
        """One selector for all boxes; where the first box is of another make, one for it behind that for the others."""
        whole = selectors.for_first(self.index, block.boxes, targets, like, same, among)
        if whole or len(block.boxes) < 3:
            return whole
        parts = [selectors.for_first(self.index, block.boxes[a:b], targets[a:b], like, same, among) for a, b in ((1, None), (0, 1))]
        return ", ".join(filter(None, parts)) if parts[0] else ""

    def _paging(self, block: Block) -> tuple[str, str]:
        """The selector of the next page's link, else the pattern of the pages' addresses; of pagers the one behind the list counts."""
        here = self.page.site.url
        turning = {e: link for e in self.page.root.walk() if e.tag == "a" and paging.looks_paging(link := self._page_link(e))}
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
        """Whether a selector finds the next page's link, in a pager and not among whatever links there are."""
        links = [self._page_link(e) for e in matches if e.tag == "a"]
        paged = sum(map(paging.looks_paging, links))
        return paging.choose_next([link for link in links if link.url], 1, self.page.site.url) == target and 2 * paged >= len(links)

    def _page_link(self, element: Element) -> PageLink:
        own, parent = element.attrs, element.parent.attrs if element.parent else {}
        marks = " ".join((own.get("class", ""), own.get("title", ""), own.get("aria-label", ""), parent.get("class", "")))
        return PageLink(self.page.site.absolute(own.get("href")), element.text, own.get("rel", ""), marks)

    def _url_date(self, block: Block) -> str:
        """A pattern of dates in addresses, if nearly all have one and none contradicts what is printed by more than a day."""
        for pattern in _URL_DATES:
            days = [dated_address(link.url, pattern) for link in block.anchors]
            pairs = [(at, date[1].at) for at, date in zip(days, block.dates, strict=True) if at and date and date[1].at]
            agree = all(b is not None and abs((local_day(a) - local_day(b)).days) <= 1 for a, b in pairs)
            if sum(at is not None for at in days) >= 0.8 * len(days) and agree:
                return pattern
        return ""

    def _doubts(self, block: Block, profile: Profile) -> None:
        if not profile.date and not profile.url_date and not block.doubtful_dates:
            self.warnings.append("the list prints no dates; each article's own page will be asked for its date")
        elif profile.date and block.dated_share < 1:
            self.warnings.append(f"{sum(d is None for d in block.dates)} of {len(block.dates)} entries print no date that can be read")
        known = {link.key for link in block.anchors}
        rivals = [b for b in self.blocks[1:] if b.score > 0.8 * self.blocks[0].score and not known.intersection(a.key for a in b.anchors)]
        if rivals:
            other = rivals[0].anchors[0].text
            self.warnings.append(f'another block looks much like the list (first entry "{other}"); compare the entries with the page')
        if len(block.boxes) < 4:
            self.warnings.append(f"only {len(block.boxes)} entries to judge by")


def _joined(block: Block, lead: Block) -> Block:
    return replace(block, boxes=(*lead.boxes, *block.boxes), anchors=(*lead.anchors, *block.anchors), dates=(*lead.dates, *block.dates))


def _title_selector(index: Index, title: Element | None) -> str:
    return selectors.for_one(index, title, selectors.TITLE, lambda found: next(e for e in found if e.text) is title) if title else ""


def _date_selector(index: Index, date: Dated | None) -> str:
    if date is None or date.rivals:
        return ""
    known = dict(title_date.dated(index.root))
    return selectors.for_one(
        index, date.element, selectors.DATE, lambda found: next((e for e in found if e in known), None) is date.element
    )


def _body_selector(index: Index, body: Element | None) -> str:
    return selectors.for_one(index, body, selectors.TEXT, lambda found: all(body.holds(e) for e in found)) if body else ""
