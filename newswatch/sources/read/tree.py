"""Parses HTML (selectolax) within bounds of size, depth, time and memory: a small page can be made to keep a parser busy for hours.

The work of an HTML5 parser grows with the square of the depth, of the formatting elements left open, and of the attributes of one tag. A page that
has enough of any of them for that to show is first parsed by a process of its own, which is ended if it takes too much.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from newswatch.errors import ParseError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

MOST_TAGS = 50_000
"""Tags of one page. The largest listings of portals have a few thousand."""

DEEPEST = 10_000
"""Elements within each other. Portals have about twenty; thousands come of text pasted from Word whose elements were never closed."""

_MANY_TAGS = DEEPEST
_MANY_OPENED = 2_000_000
"""Formatting elements times tags: so many elements could be made of them, since each block opens again what was left open before it."""

_SECONDS, _WALL_SECONDS, _MEMORY = 3, 20, 700_000_000
_FORMATTING = re.compile(rb"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s>/]", re.IGNORECASE)
_LONG = 1000
_LONG_TAG = re.compile(rb"""<[a-zA-Z](?:[^<>"']|"[^"]*+"|'[^']*+'){%d}""" % _LONG)
_KEEPER = "the portal's keeper has to mend it"


def parsed(text: bytes, url: str) -> LexborHTMLParser:
    """The tree of a page in UTF-8, at most `DEEPEST` deep. Raises ParseError if it has too many tags, or would take too long to parse."""
    from selectolax.lexbor import LexborHTMLParser  # a list told unchanged is not parsed

    tags = text.count(b"<")
    if tags > MOST_TAGS:
        raise ParseError(f"{url}: the page has {tags} tags, more than {MOST_TAGS}; {_KEEPER}")
    if _may_take_long(text, tags) and not _is_tried(text):
        bounds = f"takes more than {_SECONDS} s or {_MEMORY // 1_000_000} MB, or nested deeper than {DEEPEST} elements"
        raise ParseError(f"{url}: the page is built so that parsing it {bounds}; {_KEEPER}")
    return LexborHTMLParser(text)


def _may_take_long(text: bytes, tags: int) -> bool:
    """Whether a page has enough of what costs an HTML5 parser its square; a page that can't have it is not searched for it."""
    if tags > _MANY_TAGS or (tags * tags > _MANY_OPENED and len(_FORMATTING.findall(text)) * tags > _MANY_OPENED):
        return True
    return max(map(len, text.split(b"<"))) > _LONG and _LONG_TAG.search(text) is not None


def _is_tried(text: bytes) -> bool:
    """Whether another process could parse a page within its bounds."""
    try:
        done = subprocess.run([sys.executable, "-m", __name__], input=text, capture_output=True, timeout=_WALL_SECONDS, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return False
    return done.returncode == 0


def _hold() -> None:
    """Holds this process to its time and memory where the system can."""
    try:
        import resource
    except ImportError:  # Windows has none; there the whole time alone is bounded
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _hold()
    from selectolax.lexbor import LexborHTMLParser

    found = LexborHTMLParser(sys.stdin.buffer.read())
    sys.exit(found.css_first(" > ".join(["*"] * (DEEPEST + 1))) is not None)
