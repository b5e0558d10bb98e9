"""Examines a page that no profile describes (beautifulsoup4): its family, its feeds, and a profile proposed for it."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Literal
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, Tag

from newswatch.core.identity import canonical_url, same_site
from newswatch.core.model import Preset, Profile
from newswatch.core.text import clean
from newswatch.sources import article, listing
from newswatch.sources.http import charset
from newswatch.sources.http.site import Site
from newswatch.sources.infer import addresses, dom
from newswatch.sources.infer import load_more as more
from newswatch.sources.infer.article_page import Unknown, completed, guess_article, is_article
from newswatch.sources.infer.propose import ListingGuess, guess_listing
from newswatch.sources.infer.sections import Section, behind
from newswatch.sources.infer.title_date import READ_AT
from newswatch.sources.read import metadata
from newswatch.sources.read.entry_dates import Memory

Kind = Literal["listing", "article", "unknown"]

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_FEED_PATH = re.compile(r"(/(rss|feed|atom)/?|[/_.-](rss|atom)(\.(xml|aspx|php|html))?|/(rss|atom|feed)\.\w{3,4}|\.rss)$", re.IGNORECASE)
_REST = "https://api.w.org/"
_READ_BACK, _DATED, _SCORED = 0.5, 0.3, 0.2
"""The shares of a confidence: entries read back, dates, score. An undated list stays below 0.75 (test_no_date_selector_rather_than_a_guess)."""

_FULL_SCORE = 10
_COMMENTS = re.compile(r"/comments?(/|$)|phản hồi|bình luận|comments feed", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shell:
    """Addresses of lists for machines that a page's head and scripts name, and those of its scripts that lie in files of their own."""

    named: tuple[str, ...]
    scripts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an unknown page seems to be. `confidence` is 0 (nothing found) to 1 (read back without a fault); `warnings` name what to check."""

    kind: Kind
    profile: Profile | None
    warnings: tuple[str, ...] = ()
    confidence: float = 0.0


def detect(body: bytes, url: str, presets: Mapping[str, Preset], content_type: str = "") -> str | None:
    """The name of the preset whose family a page belongs to, by marks in its HTML and its address. None if no mark is found.

    A mark in the HTML weighs twice as much as one in the address, and of equal presets the first is taken.
    """
    text = charset.decode(body, content_type)
    scores = {name: _marks(preset, text, url) for name, preset in presets.items()}
    best = max(scores, key=lambda name: scores[name], default=None)
    return best if best is not None and scores[best] > 0 else None


def feeds(body: bytes, url: str, content_type: str = "") -> tuple[str, ...]:
    """The feeds of its own site that a page names: `<link rel="alternate">` first, then links with an address like a feed's.

    Feeds of comments come last. Raises ParseError if it is no HTML page.
    """
    soup = _soup(listing.tidy(body, url, content_type))
    site = Site(url, _base(soup))
    links = [*soup.find_all("link", rel="alternate", href=True), *soup.find_all("a", href=True)]
    found: dict[str, tuple[bool, str]] = {}
    for link in links:
        target = site.absolute(str(link["href"]))
        if target and _names_feed(link, target):
            about = f"{target} {link.get('title', '')} {link.get_text()}"
            found.setdefault(canonical_url(target), (_COMMENTS.search(about) is not None, target))
    return tuple(target for _, target in sorted(found.values(), key=lambda feed: feed[0]))


def load_more(body: bytes, url: str, content_type: str = "") -> str:
    """The text of a button that loads more entries by a script; empty if there is none. Raises ParseError if it is no HTML page."""
    page = _page(body, url, content_type)
    return more.find(page.root, page.site)


def shell(body: bytes, url: str, content_type: str = "") -> Shell:
    """What the head and the scripts of a page name for machines. Raises ParseError if it is no HTML page."""
    soup = _soup(listing.tidy(body, url, content_type))
    site = Site(url, _base(soup))
    links = [link for link in soup.find_all("link", href=True) if _names_list(link)]
    heads = [site.absolute(_posts(link)) for link in links]
    inline = "\n".join(script.get_text() for script in soup.find_all("script") if not script.get("src"))
    scripts = [site.absolute(str(script["src"])) for script in soup.find_all("script", src=True)]
    return Shell(tuple(filter(None, [*heads, *addresses.of_scripts(inline, site)])), tuple(filter(None, scripts)))


def named_by_script(script: bytes, url: str) -> tuple[str, ...]:
    """The addresses of lists for machines that a script of the page at `url` names, those that speak of news first."""
    return tuple(addresses.of_scripts(script.decode("utf-8", "replace"), Site(url)))


def sections(body: bytes, url: str, known: Profile, entries: Collection[str], *, content_type: str = "") -> tuple[Section, ...]:
    """The links that may lead to the list behind each column of a front page with these `entries`, by their keys. Raises ParseError if it is no HTML
    page."""
    page = _page(body, url, content_type)
    return behind(page.root, page.site, entries, known.id_pattern)


def propose(body: bytes, url: str, *, content_type: str = "") -> Proposal:
    """What an unknown page is, with a profile whose selectors were tried on the page. Raises ParseError if it is no HTML page."""
    page = _page(body, url, content_type)
    guess = guess_listing(page.root, page.site, _name(url))
    if is_article(page, guess_article(page), guess.block if guess else None):
        return propose_article(body, url, content_type=content_type, into=Profile(name=_name(url)))
    if guess is None or not guess.profile.entry:
        return Proposal("unknown", None, ("no list of news and no article text was found", *(guess.warnings if guess else ())))
    return _tried(guess, body, url, content_type)


def propose_article(body: bytes, url: str, *, title_hint: str = "", content_type: str = "", into: Profile) -> Proposal:
    """The profile `into`, completed with the selectors of one article page. Raises ParseError if it is no HTML page."""
    page = _page(body, url, content_type)
    found = guess_article(page, title_hint)
    profile, warnings = completed(page, found, into)
    read = article.read(body, url, profile, content_type=content_type, title_hint=title_hint)
    dated = read.published_at is not None or read.modified_at is not None
    sure = (bool(read.title and profile.article_title), dated, bool(read.text and profile.article_body))
    if found.body is None:
        return Proposal("unknown", profile, ("the page has no running text", *warnings), 0.0)
    return Proposal("article", profile, warnings, round(sum(sure) / len(sure), 2))


def to_toml(profile: Profile) -> str:
    """The lines of `[units.sources.profile]` in config.toml: the keys that differ from their defaults, without the name."""
    plain = Profile(name=profile.name)
    changed = [(f.name, getattr(profile, f.name)) for f in fields(Profile)[1:] if getattr(profile, f.name) != getattr(plain, f.name)]
    return "".join(f"{name} = {_toml(value)}\n" for name, value in changed)


def _names_feed(link: Tag, target: str) -> bool:
    announced = link.name == "link" and str(link.get("type", "")).lower() in _FEED_TYPES
    return announced or (link.name == "a" and _FEED_PATH.search(urlsplit(target).path) is not None)


def _names_list(link: Tag) -> bool:
    rel = _attrs(link).get("rel", "")
    return rel == _REST or (rel == "alternate" and _attrs(link).get("type", "").lower() == "application/json")


def _posts(link: Tag) -> str:
    """The address of a list that a link of the head names; WordPress names the root of its REST API (developer.wordpress.org, Discovery)."""
    href = str(link["href"])
    if _attrs(link).get("rel") != _REST:
        return href
    return f"{href}wp/v2/posts" if href.endswith("/") else f"{href}/wp/v2/posts"


def _marks(preset: Preset, text: str, url: str) -> int:
    in_html = sum(re.search(mark, text, re.IGNORECASE) is not None for mark in preset.html_marks)
    return 2 * in_html + sum(re.search(mark, url, re.IGNORECASE) is not None for mark in preset.url_marks)


def _page(body: bytes, url: str, content_type: str) -> Unknown:
    soup = _soup(listing.tidy(body, url, content_type))
    metas = (pair for meta in soup.find_all("meta", content=True) for pair in metadata.pairs(_attrs(meta)))
    scripts = [script.get_text() for script in soup.find_all("script", type="application/ld+json")]
    title = clean(soup.title.get_text()) if soup.title else ""
    return Unknown(dom.build(soup.body or soup, _read_tag), Site(url, _base(soup)), title, metadata.gather(metas, scripts))


def _soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def _base(soup: BeautifulSoup) -> str:
    base = soup.find("base", href=True)
    return str(base["href"]) if isinstance(base, Tag) else ""


def _read_tag(tag: Tag) -> tuple[str, dict[str, str], Iterator[Tag | str]]:
    return tag.name, _attrs(tag), _children(tag)


def _children(tag: Tag) -> Iterator[Tag | str]:
    for child in tag.children:
        if isinstance(child, Tag):
            yield child
        elif type(child) in (NavigableString, CData):
            yield str(child)


def _attrs(tag: Tag) -> dict[str, str]:
    return {name: " ".join(value) if isinstance(value, list) else str(value) for name, value in tag.attrs.items()}


def _tried(guess: ListingGuess, body: bytes, url: str, content_type: str) -> Proposal:
    """The proposal after `listing.read` has tried it. Entries that are missing or added lower the confidence."""
    read = listing.read(body, url, guess.profile, content_type=content_type, memory=Memory(READ_AT))
    entries = [e for e in read.entries if same_site(e.url, url)]
    wanted = {link.key: link.text for link in guess.block.anchors}
    got = {canonical_url(entry.url): entry for entry in entries}
    right = sum(key in got and bool(got[key].title) for key in wanted)
    dated = sum(entry.published_at is not None for entry in entries) / max(len(entries), 1)
    share = right / max(len(wanted | got), 1)
    confidence = share * (_READ_BACK + _DATED * dated + _SCORED * min(guess.block.score / _FULL_SCORE, 1))
    faults = () if share == 1 else (f"read back, the profile gives {len(got)} entries, {right} of the {len(wanted)} that were found",)
    return Proposal("listing", guess.profile, (*guess.warnings, *faults), round(confidence, 2))


def _name(url: str) -> str:
    return (urlsplit(url).hostname or "unknown").removeprefix("www.")


def _toml(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    plain = "'" not in value and value.isprintable()
    if plain and ("\\" in value or '"' in value):
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
