"""The links of one page: absolute addresses on the page's own site, without a parser."""

from urllib.parse import urldefrag, urljoin, urlsplit

from newswatch.core.identity import same_site, site_of


class Site:
    """The site a page belongs to; `base` is what its links are relative to (the page's `<base href>`, else its address)."""

    def __init__(self, url: str, base: str = "") -> None:
        self.url = url
        self.base = _joined(url, base) or url
        parts = urlsplit(self.base)
        self._origin = f"{parts.scheme}://{parts.netloc}" if site_of(self.base) == site_of(url) else ""

    def absolute(self, href: str | None) -> str:
        """The absolute address a link leads to, without its fragment (unless that is a route: `#/`, `#!`).

        Empty for links to other sites, to the page itself, to scripts and mail, and for broken ones.
        """
        target = (href or "").strip()
        if not target or target[0] == "#":
            return ""
        stem, fragment = urldefrag(self._whole(target)) if "#" in target else (self._whole(target), "")
        return f"{stem}#{fragment}" if stem and fragment[:1] in ("/", "!") else stem

    def _whole(self, target: str) -> str:
        if self._origin and target.isprintable() and "/." not in target:
            if target[0] == "/" and target[:2] != "//":
                return self._origin + target
            if target.startswith(self._origin + "/"):
                return target
        url = _joined(self.base, target)
        return url if url.startswith(("http://", "https://")) and same_site(url, self.url) else ""


def _joined(base: str, target: str) -> str:
    """`urljoin`, empty for an address too damaged to open."""
    try:
        return urljoin(base, target)
    except ValueError:
        return ""
