"""Turns the links of a page into absolute addresses on the page's own site. No parser."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from newswatch.core.identity import same_site, site_of
from newswatch.masking import without_login

_SHARES = re.compile(
    r"//(?:[\w-]+\.)*(?:facebook\.com/(?:shar|dialog)|(?:twitter|x)\.com/(?:share|intent|home\?status)|zalo\.me/(?:share|s/)|linkedin\.com/share"
    r"|pinterest\.com/pin/create|(?:t|telegram)\.me/share|plus\.google\.com/share|mail\.google\.com|addtoany\.com|addthis\.com|reddit\.com/submit)",
    re.IGNORECASE,
)
"""Addresses by which a visitor shares a page: the share dialogues that the networks document, and the services that bundle them."""


class Site:
    """The site of a page at `url`. Links are relative to `base` (the page's `<base href>`) or, without one, to `url`."""

    def __init__(self, url: str, base: str = "") -> None:
        self.url = url
        self.base = _joined(url, base) or url
        parts = urlsplit(self.base)
        self._origin = f"{parts.scheme}://{parts.netloc}" if site_of(self.base) == site_of(url) else ""

    def absolute(self, href: str | None) -> str:
        """The absolute address of a link, without its fragment unless that is a route of a single-page app (`#/`, `#!`).

        Empty for a link to another site, to the page itself, to a script or a mailbox, and for a broken link.
        """
        target = (href or "").strip()
        if not target or target[0] == "#":
            return ""
        stem, fragment = urldefrag(self._whole(target)) if "#" in target else (self._whole(target), "")
        return f"{stem}#{fragment}" if stem and fragment[:1] in ("/", "!") else stem

    def elsewhere(self, href: str | None) -> str:
        """The absolute address of a link to a page of another site. Empty for any other link, and for one by which a page is shared or sent."""
        url = _joined(self.base, (href or "").strip())
        if not url.startswith(("http://", "https://")) or not site_of(url) or same_site(url, self.url):
            return ""
        return "" if _SHARES.search(url) else url

    def _whole(self, target: str) -> str:
        if self._origin and target.isprintable() and "/." not in target:
            if target[0] == "/" and target[:2] != "//":
                return self._origin + target
            if target.startswith(self._origin + "/"):
                return target
        url = _joined(self.base, target)
        return url if url.startswith(("http://", "https://")) and same_site(url, self.url) else ""


def _joined(base: str, target: str) -> str:
    """`urljoin`, without a login that stands before the host; an empty text for an address it can't parse."""
    try:
        return without_login(urljoin(base, target))
    except ValueError:
        return ""
