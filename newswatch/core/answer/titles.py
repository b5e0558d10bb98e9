"""Decides whether a page bears the title by which a list named its article (rapidfuzz)."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from newswatch.core.text import same_title, title_key

LIKE = 84.0
"""Of 100. Of the 813 titles of tests/corpus, all of different news, no two with equal numbers are as like (83.9; `core.count.similarity`), while
one with a word put otherwise is."""

_SHORTEST = 15
"""Letters that a title must have to be found as part of a longer one: shorter ones ("Tin tức") are names of sections."""

_MOST = 0.6
"""A shown title that is a smaller share of the wanted one may be the site's name, which stands in many titles (huecit_listing)."""

_PARTS = re.compile(r"\s+(?:[|\-–—»·•/]|::)\s+|\s*[|»]\s*")
_OFFICE = r"(?:ubnd|uy ban nhan dan|dang uy|hdnd|hoi dong nhan dan|dang bo|chinh quyen)"
_PLACE = r"(?:xa|phuong|thi tran|huyen|quan|thi xa|tinh|thanh pho|dac khu)"
_SITE = r"(?:trang|cong) (?:(?:thong tin|giao tiep)(?: dien tu)?|tttdt|ttdt|web|chu)"
_SITE_NAME = re.compile(
    rf"trang chu|home(?:page)?|(?:chao mung (?:ban |quy vi )?den (?:voi )?)?{_SITE}(?: cua)?(?: {_OFFICE})*(?: {_PLACE}(?: \w+){{0,3}}?)*"
)
"""Names of sites, as `title_key` has them: "Cổng thông tin điện tử xã An Phước, huyện Long Thành". A name of a place has three syllables at most, so
that a sentence about a site is none."""
_NUMBER = re.compile(r"\d+")
_CUT = ("...", "…")


def bears(titles: Iterable[str], title: str) -> bool:
    """Whether one of the titles of a page is the wanted one, in spite of marks, case, signs, an ellipsis, the site's name beside it or a typing error.

    Titles that differ in a number ("Bản tin số 12") are different ones.
    """
    key = title_key(title)
    return bool(key) and any(_is(shown, title, key) for shown in titles)


def names_site(titles: Iterable[str]) -> bool:
    """Whether all that a page bears as its titles is the name of a site, as on its front page; False for a page without any."""
    keys = [title_key(title) for title in titles]
    return bool(keys) and all(_SITE_NAME.fullmatch(key) for key in keys)


def _is(shown: str, title: str, key: str) -> bool:
    return any(_alike(part, title, key) for part in _parts_of(shown))


def _parts_of(shown: str) -> Iterator[str]:
    """A title whole, and each side of its separators: `Title | Site`, `Section - Title - Site`."""
    yield shown
    cuts = [(found.start(), found.end()) for found in _PARTS.finditer(shown)]
    for start, end in cuts:
        yield shown[:start]
        yield shown[end:]
    for (_, start), (end, _) in pairwise(cuts):
        yield shown[start:end]


def _alike(shown: str, title: str, key: str) -> bool:
    other = title_key(shown)
    if not other:
        return False
    if same_title(shown, title) or _holds(other, key) or _begins(other, key, cut=shown.endswith(_CUT)):
        return True
    return sorted(_NUMBER.findall(other)) == sorted(_NUMBER.findall(key)) and _likeness(other, key) >= LIKE


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz  # most titles are borne as they are, so that most polls never load it

    return fuzz.ratio(one, other)


def _holds(shown: str, title: str) -> bool:
    """Whether the wanted title stands whole in what is shown, or what is shown is most of the wanted title, at the bounds of words."""
    short, long = sorted((shown, title), key=len)
    if len(short) < _SHORTEST or (short == shown and len(short) < _MOST * len(long)):
        return False
    return f" {short} " in f" {long} "


def _begins(shown: str, title: str, *, cut: bool) -> bool:
    return cut and len(shown) >= _SHORTEST and title.startswith(shown)
