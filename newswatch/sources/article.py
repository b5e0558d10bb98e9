"""Reads an article page (selectolax): its title, main text and printed date, by a profile's selectors, metadata and heuristics."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newswatch.core.answer.kinds import Showing
from newswatch.core.dates.relative import relative
from newswatch.core.identity import canonical_url
from newswatch.core.model import Article, Profile
from newswatch.core.text import clean, title_key
from newswatch.sources.http import charset
from newswatch.sources.infer import title_date
from newswatch.sources.infer.dom import Element
from newswatch.sources.listing import css, inside
from newswatch.sources.read import boilerplate, change_marks, date_labels, metadata, prose, visible_date
from newswatch.sources.read.css import alternatives
from newswatch.sources.read.entry_dates import date_text, stamps
from newswatch.sources.read.metadata import Metadata
from newswatch.sources.read.showing import Facts, Head, Places, showing
from newswatch.sources.read.tree import parsed
from newswatch.sources.shown import dom_of, facts_of

_METAS = "meta[content]"
_JSON_LD = 'script[type="application/ld+json"]'
_NO_PROFILE = Profile(name="")


def read(
    body: bytes, url: str, profile: Profile | None, *, content_type: str = "", title_hint: str = "", answered_at: datetime | None = None
) -> Article:
    """What an article's own page says: its title, its text with a paragraph on each line and without boilerplate, and its printed date.

    The profile's selectors come first; the alternatives of a comma list are tried in order. Where a selector finds nothing, JSON-LD and meta
    tags are read, then the heading most like `title_hint` (the listing's title), the densest block of prose, and the printed date nearest the
    title. Each such step leaves a warning. A visitor's clock, the date of another article and that of an event are never taken. The date of a
    change is told apart, and so is a relative date, which counts from `answered_at` (none is read without it). Raises ParseError if the body
    is no HTML page or a selector of the profile is invalid.
    """
    return read_page(body, url, profile, content_type=content_type, title_hint=title_hint, answered_at=answered_at)[0]


def read_page(
    body: bytes, url: str, profile: Profile | None, *, content_type: str = "", title_hint: str = "", answered_at: datetime | None = None
) -> tuple[Article, Showing]:
    """An article as `read` reads it, and what its page shows besides, by which `core.answer` tells whether it is the article at all."""
    tree = parsed(charset.utf8(body, url, content_type), url)
    reader = _Reader(tree, profile or _NO_PROFILE, title_hint, answered_at)
    return reader.article(), reader.showing(url)


def body_elements(tree: LexborHTMLParser, profile: Profile) -> list[Element]:
    """The elements of a page in which an article's text stands, as `read` finds them; what the profile drops is taken out of the tree."""
    reader = _Reader(tree, profile, "", None)
    for node in reader._css(", ".join(profile.drop), "drop"):
        node.decompose()
    return reader._body()


@dataclass(frozen=True, slots=True)
class _Stated:
    """The dates of a page by what they date (see `Article`)."""

    raw: str = ""
    at: datetime | None = None
    modified_at: datetime | None = None
    relative_at: datetime | None = None
    bare_at: datetime | None = None
    bare_place: str = ""


@dataclass(slots=True)
class _Reader:
    tree: LexborHTMLParser
    profile: Profile
    hint: str
    answered_at: datetime | None
    warnings: list[str] = field(default_factory=list)
    meta: Metadata | None = None
    found: dict[str, list[LexborNode]] = field(default_factory=dict)
    whole: Element | None = None
    guessed: Element | None = None
    in_body: bool = False

    def article(self) -> Article:
        meta = self._metadata()
        for node in self._css(", ".join(self.profile.drop), "drop"):
            node.decompose()
            self.meta = None  # it may have stated some of that
        self.found.clear()
        elements = self._body()
        title, title_element = self._title(meta)
        self.guessed = title_element
        date = self._date(meta, title_element, elements)
        text = prose.story(elements, title)
        if not text:
            self.warnings.append("no main text found")
        return Article(
            title, text, date.raw, date.at, tuple(self.warnings), date.modified_at, date.relative_at, date.bare_at, date.bare_place
        )

    def showing(self, url: str) -> Showing:
        """What the page shows beside its article, once that was read."""
        meta, head = self._metadata(), self.tree.css_first("title")
        titles = next(filter(None, (self._css(s, "article_title") for s in alternatives(self.profile.article_title))), [])
        entries = next(filter(None, (self._css(s, "entry") for s in alternatives(self.profile.entry))), [])
        places = Places([_head_of(node) for node in titles], self.in_body, [_head_of(node) for node in entries])
        named = (meta.title, clean(head.text()) if head else "")
        facts = Facts.of(self._page()) if self.whole or self.tree.body is None else facts_of(self.tree.body)
        return showing(facts, named, places, self.guessed, partial(_is_here, url))

    def _metadata(self) -> Metadata:
        if self.meta is None:
            self.meta = self._for_machines()
        return self.meta

    def _for_machines(self) -> Metadata:
        metas = (pair for node in self.tree.css(_METAS) for pair in metadata.pairs(node.attributes))
        return metadata.gather(metas, (node.text() for node in self.tree.css(_JSON_LD)))

    def _title(self, meta: Metadata) -> tuple[str, Element | None]:
        for alternative in alternatives(self.profile.article_title):
            for node in self._css(alternative, "article_title"):
                text = clean(node.text())
                if text:
                    return text, None
        self._note("article_title", "the title was guessed")
        head = self.tree.css_first("title")
        page_title = clean(head.text()) if head else ""
        element = title_date.find_title(self._page(), [self.hint, meta.title], page_title, prose.main_block(self._page()))
        shown = element.text if element else ""
        if shown and (not meta.title or title_key(shown) in (title_key(self.hint), title_key(meta.title))):
            return shown, element
        return metadata.without_site(meta.title, meta.site, shown) or shown or self.hint or metadata.without_site(page_title), element

    def _body(self) -> list[Element]:
        for alternative in alternatives(self.profile.article_body):
            nodes = self._css(alternative, "article_body")
            outer = [dom_of(node) for node in nodes if not any(inside(node, other) for other in nodes)]
            if any(prose.plain(element) for element in outer):
                self.in_body = True
                return outer
        self._note("article_body", "the text was guessed")
        block = prose.main_block(self._page())
        return [block] if block else []

    def _date(self, meta: Metadata, title: Element | None, elements: list[Element]) -> _Stated:
        printed = self._printed(meta)
        modified_at = printed.modified_at or meta.modified_at
        if printed.at is not None:
            return replace(printed, modified_at=modified_at)
        if meta.published_at is not None:
            self._note("article_date", "the date was taken from the metadata")
            return _Stated(printed.raw or meta.published_raw, meta.published_at, modified_at)
        guessed = self._guessed_date(title, elements)
        return replace(
            guessed,
            raw=guessed.raw or printed.raw,
            modified_at=printed.modified_at or guessed.modified_at or meta.modified_at,
            relative_at=printed.relative_at or guessed.relative_at,
        )

    def _printed(self, meta: Metadata) -> _Stated:
        """The first date of publication that the profile's selector finds, else the first that it finds of another kind."""
        raw, modified_at, relative_at = "", None, None
        for node in self._date_nodes():
            text = clean(date_text(node))
            relative_at = relative_at or self._relative(text)
            if boilerplate.is_clock(text):
                raw = raw or (text if relative_at else "")
                continue
            changed = change_marks.of_node(node)
            stated = (*stamps(node), *(() if changed else (meta.published_raw,)))
            date = visible_date.read(text, stated, changed=changed)
            modified_at = modified_at or date.modified_at
            if date.at is not None and not date.event:
                self.warnings += [f"the page prints {date.raw}, but states {meta.published_raw} for machines"] * date.clash
                return _Stated(date.raw, date.at, modified_at)
            raw = raw or date.raw
        return _Stated(raw, None, modified_at, relative_at)

    def _relative(self, text: str, *, alone: bool = True) -> datetime | None:
        """The instant of a relative date. None where its days lie in two months: then it tells nothing that counts.

        A time `alone` means today where a profile says that dates stand; elsewhere it may be that of an event.
        """
        found = relative(text, self.answered_at) if self.answered_at and not date_labels.speaks_of_change(text) else None
        same_month = found is not None and found.first.replace(day=1) == found.last.replace(day=1)
        return found.at if found is not None and same_month and (alone or not found.clock_only) else None

    def _guessed_date(self, title: Element | None, elements: list[Element]) -> _Stated:
        root = self._page()
        title = title or title_date.find_title(root, [self.hint])
        body = next((e for e in elements if root.holds(e)), None) or prose.main_block(root)
        found = title_date.find_date(root, title, body)
        self._note("article_date", "the date was guessed" if found else "no date was found")
        if found is not None and found.rivals:
            self.warnings.append(f'more than one date near the title; took "{found.date.raw}"')
        if found is not None and found.date.at is not None:
            return _Stated(found.date.raw, found.date.at, found.date.modified_at)
        bare, near = title_date.find_bare_day(root, title, body), title_date.relative_texts(root, title, body)
        return _Stated(
            raw=bare.date.raw if bare else found.date.raw if found else "",
            modified_at=found.date.modified_at if found else None,
            relative_at=next(filter(None, (self._relative(text, alone=False) for text in near)), None),
            bare_at=bare.date.at if bare else None,
            bare_place=title_date.place_of(bare.element, title) if bare else "",
        )

    def _date_nodes(self) -> Iterator[LexborNode]:
        for alternative in alternatives(self.profile.article_date):
            yield from self._css(alternative, "article_date")

    def _note(self, name: str, outcome: str) -> None:
        selector = getattr(self.profile, name)
        self.warnings.append(f"{name} {selector!r} found nothing; {outcome}" if selector else f"no {name} in the profile; {outcome}")

    def _page(self) -> Element:
        """The whole page as a tree, built at the first need: a page whose profile finds everything needs none."""
        if self.whole is None:
            top = self.tree.body or self.tree.root
            self.whole = dom_of(top) if top is not None else Element("body", {})
        return self.whole

    def _css(self, selector: str, name: str) -> list[LexborNode]:
        """What a selector finds. It goes through the whole tree, which takes a tenth of the time of parsing it, so it is asked once."""
        if selector not in self.found:
            self.found[selector] = css(self.tree, selector, f"profile {self.profile.name!r}: {name}")
        return self.found[selector]


def _head_of(node: LexborNode) -> Head:
    """An element that may show a title, with the links inside it and around it."""
    inner = (found.attributes.get("href") for found in node.css("a[href]"))
    around: list[str | None] = []
    above: LexborNode | None = node
    while above is not None:
        around += [above.attributes.get("href")] if above.tag == "a" else []
        above = above.parent
    return Head(clean(node.text()), tuple(filter(None, (*around, *inner))))


def _is_here(url: str, href: str) -> bool:
    """Whether a link on the page at `url` leads to the page itself, or to no page at all."""
    target = href.strip()
    if not target or target[0] == "#" or target.lower().startswith(("javascript:", "mailto:", "tel:")):
        return True
    try:
        return canonical_url(urljoin(url, target)) == canonical_url(url)
    except ValueError:
        return True
