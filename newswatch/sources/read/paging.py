"""Finds the link of a listing that leads to its next page, and the pattern of page addresses. No parser: links in, address or pattern out."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from newswatch.core.text import bare

_NEXT = re.compile(
    r"^\W*((trang )?(sau|tiep( theo)?|ke( tiep)?)|tiep tuc|xem tiep|(cac )?(bai|tin) cu hon"
    r"|next( page| posts?)?|older( posts| entries)?)\W*$"
)
_TURNS = re.compile(
    r"^\W*(trang |ve )?(sau|tiep( theo)?|ke( tiep)?|truoc|dau( tien)?|cuoi( cung)?|bat dau|lui|ket thuc"
    r"|next|prev(ious)?|first|last|older|newer)( page| posts?| entries| trang)?\W*$"
)
_BACK = re.compile(r"\b(prev(ious)?|truoc|newer|moi hon|trang dau|first|dau tien|back)\b")
_ARROWS = (">", "›", "⟩", "→", "»", ">>", "⟫", "»»")
_BACK_ARROWS = frozenset({"<", "‹", "⟨", "←", "«", "<<", "⟪", "««"})
_PAGE_NUMBER = re.compile(r"^(?:trang|page)?\s*(\d{1,4})$")
_MARKED_NEXT = re.compile(r"(^|[\W_])next([\W_]|$)", re.IGNORECASE)
_LONGEST_ADDRESS = 8_192  # characters: nginx and Apache refuse longer ones by default (large_client_header_buffers, LimitRequestLine)
_SLOT = re.compile(r"(?:[/_-](?:page|trang)[-_/]?|[/_-]p|[?&_](?:\w*page\w*|p|cur|trang|pg)=|index)(\d{1,4})(?=$|[/?&.#_-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link as a pager shows it: absolute address, text, `rel`, and in `marks` what class, title and aria-label say."""

    url: str
    text: str
    rel: str = ""
    marks: str = ""

    @classmethod
    def of(cls, url: str, text: str, own: Mapping[str, str | None], parent: Mapping[str, str | None]) -> "PageLink":
        """A link from its absolute address, its text, its own attributes and those of its parent element."""
        marks = own.get("class"), own.get("title"), own.get("aria-label"), parent.get("class")
        return cls(url, text, own.get("rel") or "", " ".join(filter(None, marks)))


def choose_next(links: Sequence[PageLink], number: int, here: str) -> str | None:
    """The address of the page after page `number` among the links of a pager, which may be a single link. None on the last page."""
    others = [link for link in links if link.url != here]
    numbered = {n: link for link in reversed(others) if (n := page_number(link.text)) is not None}
    if number + 1 in numbered:
        return numbered[number + 1].url
    forward = [link for link in others if page_number(link.text) is None and not _leads_back(link)]
    marked = [link for link in forward if _rel(link) == "next" or _NEXT.match(bare(link.text)) or _MARKED_NEXT.search(link.marks)]
    arrows = sorted((link for link in forward if link.text in _ARROWS), key=lambda link: _ARROWS.index(link.text))
    chosen = marked or arrows or (forward if len(others) == 1 else [])
    return chosen[0].url if chosen else None


def page_number(text: str) -> int | None:
    """The number that the text of a pager's link shows (`3`, `Trang 3`, `Page 3`), or None."""
    found = _PAGE_NUMBER.match(bare(text))
    return int(found[1]) if found else None


def looks_paging(link: PageLink) -> bool:
    """Whether a link can belong to a pager: it shows a number, an arrow or a word for next, back, first or last, or has such a `rel`."""
    text = link.text
    known = page_number(text) is not None or text in _ARROWS or text in _BACK_ARROWS
    return known or _rel(link) != "" or _TURNS.match(bare(text)) is not None


def numbered(links: Iterable[PageLink]) -> dict[int, str]:
    """The pages that a page's own links lead to, by number: those that show a number which stands, or whose number less one stands, in the address,
    and those that show an arrow or a word beside such an address."""
    found: dict[int, str] = {}
    for link in links:
        shown = page_number(link.text)
        slots = [int(slot[1]) for slot in _slots(link.url)]
        if shown is not None and (shown in slots or shown - 1 in slots):
            found.setdefault(shown, link.url)
        elif shown is None and slots and slots[-1] > 1 and looks_paging(link):
            found.setdefault(slots[-1], link.url)
    return found


def by_pattern(pattern: str, here: str, links: Iterable[PageLink], number: int) -> str | None:
    """The address of the page after page `number` by a pattern with `{n}`, relative to `here`. None on the last page.

    If the page links pages of that pattern, the highest of them is the last page, and the numbers they show tell whether the site counts from
    zero. If it links none (paging by script), there is always a next page, and the caller stops at the first page with nothing new.
    """
    whole = urljoin(here, pattern.replace("{n}", "\x00"))
    slot = re.compile("(\\d+)".join(map(re.escape, whole.split("\x00"))) + r"/?$")
    linked = [(int(found[1]), page_number(link.text)) for link in links if (found := slot.match(link.url))]
    offsets = {shown - slot_ for slot_, shown in linked if shown is not None}
    less = 1 if offsets == {1} or (not offsets and any(slot_ == 0 for slot_, _ in linked)) else 0
    last = max((slot_ for slot_, _ in linked), default=number + 1) + less
    return whole.replace("\x00", str(number + 1 - less)) if last > number else None


def _slots(url: str) -> Iterator[re.Match[str]]:
    """The numbers in an address that may be a page's; none in one that is longer than any server takes."""
    return _SLOT.finditer(url) if len(url) <= _LONGEST_ADDRESS else iter(())


def find_pattern(links: Sequence[PageLink], here: str) -> str:
    """The pattern with `{n}` that the links of a pager share, as a path or a query relative to `here`. Empty if none is sure.

    A number in an address is a page number only if the link shows that very number, or if the link shows an arrow or a word and the number is
    2 or more. An offset or a count from zero gives no pattern (the address forms are those of PORTALS.md 1, "Listing pages").
    """
    patterns: set[str] = set()
    for link in links:
        for slot in _slots(link.url):
            shown = page_number(link.text)
            if shown == int(slot[1]) or (shown is None and int(slot[1]) >= 2 and looks_paging(link)):
                patterns.add(link.url[: slot.start(1)] + "{n}" + link.url[slot.end(1) :])
    return _relative(patterns.pop(), here) if len(patterns) == 1 else ""


def _relative(pattern: str, here: str) -> str:
    parts, base = urlsplit(pattern), urlsplit(here)
    rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return f"?{parts.query}" if parts.query and parts.path == base.path else rest


def _rel(link: PageLink) -> str:
    return next((rel for rel in ("next", "prev") if rel in link.rel.lower().split()), "")


def _leads_back(link: PageLink) -> bool:
    """Whether a link leads to newer pages: by its `rel`, else by its text, else by its marks.

    The text comes before the marks because WordPress themes name the link to older posts `nav-previous`.
    """
    if _rel(link):
        return _rel(link) == "prev"
    if link.text in _BACK_ARROWS or _BACK.search(bare(link.text)):
        return True
    return not _NEXT.match(bare(link.text)) and _BACK.search(bare(link.marks)) is not None
