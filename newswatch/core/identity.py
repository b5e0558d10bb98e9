"""One article under its many addresses: canonical URL, item key, digests."""

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from newswatch.core.model import Entry
from newswatch.core.text import bare, clean

_TWIN_PORTS = {80, 443, 8080}
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|zarsrc|zalo\w*|_ga|_gl|mc_[ce]id|p_auth|sessionid|phpsessid|_t_id|igshid|ref_?src)$")
_TWIN_SEGMENTS = {"savefile", "print", "en_us", "vi_vn", "amp"}
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_WWW = re.compile(r"^(?:www\.)+")
_BYTES = "surrogateescape"


def site_of(url: str) -> str:
    """The host of an address as one site: lower case, without `www.`, with the port only where it is no twin (80, 443, 8080).

    Empty for an address without a host and for one too damaged to open.
    """
    parts = _split(url)
    host = _WWW.sub("", parts.hostname or "") if parts else ""
    if parts is None or not host:
        return ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port is None or parts.port in _TWIN_PORTS else f"{host}:{parts.port}"


def same_site(url: str, host: str) -> bool:
    """Whether an absolute address lies on `host` (a host name, with its port if it has an odd one, or an address)."""
    return site_of(url) == site_of(host if "//" in host else f"//{host}") != ""


def canonical_url(url: str) -> str:
    """An address in the one form in which its twins are equal; one too damaged to open stays as it is.

    Scheme, `www.`, twin ports, fragments, trailing slashes, tracking and session parameters, print, savefile and locale segments go;
    parameters are sorted by their lower-case names. A fragment that is a route (`#/`, `#!`) stays, and bytes of an old
    encoding stay what they are.
    """
    plain = _SESSION.sub("", url).strip()
    parts = _split(plain)
    if parts is None:
        return plain
    segments = [s for s in unquote(parts.path, errors=_BYTES).split("/") if s and s.lower() not in _TWIN_SEGMENTS]
    named = parse_qsl(parts.query, keep_blank_values=True, errors=_BYTES)
    pairs = sorted((k.lower(), v) for k, v in named if not _TRACKING.match(k.lower()))
    query = f"?{urlencode(pairs, errors=_BYTES)}" if pairs else ""
    route = f"#{parts.fragment}" if parts.fragment[:1] in ("/", "!") else ""
    return f"https://{site_of(plain)}/{quote('/'.join(segments), errors=_BYTES)}{query}{route}"


def item_key(url: str, id_pattern: str = "") -> str:
    """What names an article within its unit: the id that `id_pattern` (group `id`) reads from the address, else the canonical address."""
    found = re.search(id_pattern, url, re.IGNORECASE) if id_pattern else None
    return f"{site_of(url)}#{found['id']}" if found and found["id"] else canonical_url(url)


def digest(parts: Iterable[str]) -> str:
    """SHA-256 in hex over several texts, told apart."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def entry_digest(entry: Entry) -> str:
    """Changes when the source says something else about the article: title, date, summary or text."""
    stated = entry.published_at.isoformat() if entry.published_at else ""
    return digest((clean(entry.title), stated, clean(entry.summary), clean(entry.text)))


def content_digest(title: str, text: str, stated: Iterable[str]) -> str:
    """Changes when an item itself differs: title, text, or one of its stated dates."""
    return digest((clean(title), clean(text), *stated))


def opening(text: str, letters: int = 200) -> str:
    """The first letters and digits of a text without marks and spaces: equal for one text set in two ways."""
    return re.sub(r"\W+", "", bare(" ".join(text.split())[: letters * 8]))[:letters]


def _split(url: str) -> SplitResult | None:
    """The parts of an address; None where a bracket or the port makes it one that no program can open."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
