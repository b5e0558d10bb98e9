"""Finds where an unknown article page shows its title, its date and its text, and selectors for them. No parser.

The weights for and against an article decide about pages that have both a text and a list. Their sizes are a judgement: all of
tests/sources/pages is distinguished with them, and only hostile_related, an article above a dated list, is close.
"""

from dataclasses import dataclass, field, replace

from newswatch.core.model import Profile
from newswatch.sources.http.site import Site
from newswatch.sources.infer import selectors, title_date
from newswatch.sources.infer.blocks import Block
from newswatch.sources.infer.dom import Element
from newswatch.sources.infer.title_date import Dated
from newswatch.sources.read import prose
from newswatch.sources.read.css import Index
from newswatch.sources.read.metadata import Metadata

_METADATA = 2.0  # for metadata that says so
_LONG = 300  # characters that get 1 point; at 600 hostile_related is misread
_VERY_LONG = 800  # characters that get 1 point more
_MORE_THAN_LIST = 1.5  # for more text than the list has
_HAS_DATE = 1.0  # for a date beside the title; hostile_related needs it
_LIST_BELOW = 1.0  # for a list below the text; hostile_related needs it
_PAGED = 2.0  # against a pager
_DATED_LIST = 1.5  # against a list with dates; at 3 hostile_related is misread
_SCORED_LIST = 1.0  # against a list with more than _SURE_LIST points; at 2 hostile_related is misread
_SURE_LIST = 7
_SHORT_TEXT = 1.0  # against a text shorter than _SHORT
_SHORT = 150  # characters


@dataclass(frozen=True, slots=True)
class Unknown:
    """An unknown page: its body as a tree, its site (with the page's address), its `<title>`, and what its head states."""

    root: Element
    site: Site
    title: str = ""
    meta: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class ArticleGuess:
    """Where an article page shows its title, date and text. None for what was not found."""

    title: Element | None
    date: Dated | None
    body: Element | None


def guess_article(page: Unknown, hint: str = "") -> ArticleGuess:
    """Where an article page shows its title, its date and its text. `hint` is the title as a listing shows it."""
    body = prose.main_block(page.root)
    title = title_date.find_title(page.root, [hint, page.meta.title], page.title, body)
    return ArticleGuess(title, title_date.find_date(page.root, title, body), body)


def is_article(page: Unknown, guess: ArticleGuess, block: Block | None) -> bool:
    """Whether a page with both prose and a list of links is an article with other articles below it, and not a list with an introduction."""
    if guess.body is None or guess.title is None:
        return False
    if block is None:
        return True
    length = prose.plain(guess.body)
    if any(box.holds(guess.body) or guess.body.holds(box) for box in block.boxes) and not page.meta.is_article:
        return False
    article = _METADATA * page.meta.is_article + (length >= _LONG) + (length >= _VERY_LONG)
    article += _MORE_THAN_LIST * (length > sum(map(prose.plain, block.boxes))) + _HAS_DATE * (guess.date is not None)
    article += _LIST_BELOW * (block.boxes[0].place > guess.body.place)
    listing = _PAGED * block.paged + _DATED_LIST * (block.dated_share > 0.5)
    return article > listing + _SCORED_LIST * (block.score > _SURE_LIST) + _SHORT_TEXT * (length < _SHORT)


def completed(page: Unknown, guess: ArticleGuess, into: Profile) -> tuple[Profile, tuple[str, ...]]:
    """A profile with the selectors of an article page, and warnings. A selector that is not sure keeps its value in `into` and is named in one."""
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
