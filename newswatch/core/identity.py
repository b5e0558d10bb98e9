"""Decides what is one article under its many addresses: the canonical address, the item's key, and digests of what is said.

The parts of addresses that make no other article are those met on the families of commune portals, and no more: addresses that differ in the case
of a path, in `index.html` or in `amp` may be of two articles. Items with different keys that tell the same news are joined in `count.duplicates`.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

import idna

from newswatch.core.model import DateOrigin, Entry
from newswatch.core.text import clean
from newswatch.core.text import letters as letters_of

_SAME_SITE_PORTS = {80, 443, 8080}  # SharePoint answers with and without :443, some Liferay sites on :8080
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|zarsrc|zalo\w*|_ga|_gl|mc_[ce]id|p_auth|sessionid|phpsessid|_t_id|igshid|ref_?src)$")
_OTHER_VIEWS = {"savefile", "print", "en_us", "vi_vn"}  # NukeViet's file view, Thanh Hóa's print view, Liferay's locales
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_WWW = re.compile(r"^(?:www\.)+")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:-]+(?=[/?#]|\Z)")  # what stands before the path of a plain address: it alone settles the site
_REMEMBERED_SITES = 16_384  # settings and polls ask for the site of each source many times over
_BYTES = "surrogateescape"
_OPENING_LETTERS = 200  # copies of one text met on several portals share their title and so many letters, while their ends differ
_WHOLE_LETTERS, _FEWEST_LETTERS = 4000, 40
_SAMPLE_PER_LETTER = 8  # bounds the work on a long text; words on one line have far fewer signs and spaces


def site_of(url: str) -> str:
    """The host of an address as one site: in lower case, in ASCII (IDNA), without `www.`, and with its port unless that is 80, 443 or 8080.

    It is empty for an address without a host, and for one too damaged to open.
    """
    plain = _ORIGIN.match(url)
    return _site(plain[0] if plain else url)


@lru_cache(_REMEMBERED_SITES)
def _site(url: str) -> str:
    """The same. All addresses of a host lie on one site, so that the work is done once for each."""
    parts = _split(url)
    host = _WWW.sub("", _ascii(parts.hostname or "")) if parts else ""
    if parts is None or not host:
        return ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port is None or parts.port in _SAME_SITE_PORTS else f"{host}:{parts.port}"


def origin_of(url: str) -> str:
    """Scheme, host in ASCII, and port unless it is the scheme's own: who exactly is asked (RFC 6454). Empty for an address too damaged to open."""
    parts = _split(url)
    if parts is None or not parts.hostname:
        return ""
    host = _ascii(parts.hostname)
    host = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{host}" if parts.port in (None, usual) else f"{parts.scheme}://{host}:{parts.port}"


def same_site(url: str, host: str) -> bool:
    """Whether an absolute address lies on `host`: a host name, with its port if that is another than 80, 443 and 8080, or an address."""
    return site_of(url) == site_of(host if "//" in host else f"//{host}") != ""


def canonical_url(url: str) -> str:
    """An address in one form that is equal for all addresses of a page. An address too damaged to open stays as it is.

    Scheme, `www.`, the usual ports, fragments, trailing slashes, tracking and session parameters, and print, savefile and locale segments go.
    Parameters are sorted by their lower-case names. A fragment that is a route (`#/`, `#!`) stays, and so do bytes of an old encoding.
    """
    plain = _SESSION.sub("", url).strip()
    parts = _split(plain)
    if parts is None:
        return plain
    segments = [s for s in unquote(parts.path, errors=_BYTES).split("/") if s and s.lower() not in _OTHER_VIEWS]
    named = parse_qsl(parts.query, keep_blank_values=True, errors=_BYTES)
    pairs = sorted((k.lower(), v) for k, v in named if not _TRACKING.match(k.lower()))
    query = f"?{urlencode(pairs, errors=_BYTES)}" if pairs else ""
    route = f"#{parts.fragment}" if parts.fragment[:1] in ("/", "!") else ""
    return f"https://{site_of(plain)}/{quote('/'.join(segments), errors=_BYTES)}{query}{route}"


def item_key(url: str, id_pattern: str = "") -> str:
    """The name of an article within its unit: the id that `id_pattern` (group `id`) reads from the address, else the canonical address."""
    found = re.search(id_pattern, url, re.IGNORECASE) if id_pattern else None
    return f"{site_of(url)}#{found['id']}" if found and found["id"] else canonical_url(url)


def digest(parts: Iterable[str]) -> str:
    """SHA-256 in hex over several texts. It knows where one ends and the next begins."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def entry_digest(entry: Entry) -> str:
    """A digest of what a source says of an article: title, date, summary and text.

    A list's date that counts from the moment of reading is known by its day; between which days it lies says nothing new.
    """
    stated = entry.published_at.isoformat() if entry.published_at else ""
    if entry.date_origin is not DateOrigin.LISTING:
        stated = "|".join((stated, *(at.isoformat() for at in entry.alternatives)))
    return digest((clean(entry.title), stated, clean(entry.summary), clean(entry.text)))


def content_digest(title: str, text: str, stated: Iterable[str]) -> str:
    """A digest of an item itself: title, text, and each of its stated dates."""
    return digest((clean(title), clean(text), *stated))


def text_digest(text: str) -> str:
    """A digest of the letters and digits of a text, equal for one text set in two ways. Empty for a text too short to be told from others."""
    letters = opening(text, _WHOLE_LETTERS)
    return digest((letters,)) if len(letters) >= _FEWEST_LETTERS else ""


def opening(text: str, letters: int = _OPENING_LETTERS) -> str:
    """The first letters and digits of a text, without marks and spaces. It is equal for one text set in two ways."""
    return letters_of(_beginning(text, letters * _SAMPLE_PER_LETTER))[:letters]


def _beginning(text: str, length: int) -> str:
    """So much of a text with its white space folded, without folding the rest of it."""
    taken = length
    while len(line := " ".join(text[:taken].split())) < length and taken < len(text):
        taken *= 2
    return line[:length]


def _ascii(host: str) -> str:
    """A host as DNS names it: `xã.vn` is `xn--x-yfa.vn`. One that IDNA has no name for stays as it is."""
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return host


def _split(url: str) -> SplitResult | None:
    """The parts of an address. None if a bracket or the port makes it one that no program can open."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
