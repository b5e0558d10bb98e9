"""Reads the list of posts that WordPress gives to machines (REST API, wp/v2/posts) from its bytes. It opens no address."""

import html
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from newswatch.core.identity import item_key, same_site
from newswatch.core.model import DateOrigin, Entry, Page
from newswatch.core.text import clean
from newswatch.errors import ParseError
from newswatch.masking import without_login

PLACES = ("/wp-json/wp/v2/posts", "/?rest_route=/wp/v2/posts")
"""Where the list lies, with pretty addresses and without (developer.wordpress.org/rest-api, Routes and Endpoints)."""

_A_PAGE = 100  # the most that WordPress gives at once
_MOST_POSTS = 1_000  # some sites lift WordPress' own bound
_FIELDS = "id,date_gmt,link,title,excerpt"
_MARGIN = timedelta(days=1)  # WordPress compares with its own clock, whose zone is not told; no zone is a day off
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Posts:
    """One page of the list. `total` and `pages` are what the server says of the whole list, `numbers` the posts' own numbers on this page."""

    entries: tuple[Entry, ...]
    numbers: tuple[int, ...]
    total: int
    pages: int


def places(url: str) -> tuple[str, ...]:
    """The addresses at which the site of a page would have the list."""
    return tuple(urljoin(url, place) for place in PLACES)


def address(url: str, number: int, since: datetime) -> str:
    """The address of one page of the posts dated from `since` on, and a day more, newest first."""
    return _with(url, per_page=str(_A_PAGE), page=str(number), orderby="date", order="desc", after=_stamp(since - _MARGIN), _fields=_FIELDS)


def older(url: str, since: datetime) -> str:
    """The address of a list of one post dated before `since`, if there is any."""
    return _with(url, per_page="1", before=_stamp(since), orderby="date", order="desc", _fields=_FIELDS)


def read(page: Page, *, id_pattern: str = "") -> Posts:
    """The posts on one page, in its own order. Raises ParseError if the answer is no such list, or says no total."""
    posts, headers = _posts(page), {name.lower(): value for name, value in page.headers}
    counts = [headers.get(name, "") for name in ("x-wp-total", "x-wp-totalpages")]
    if not all(count.isdecimal() for count in counts):
        raise ParseError(f"{page.url}: the list says no total (X-WP-Total, X-WP-TotalPages), so nothing shows that it is whole")
    entries = tuple(_entry(post, id_pattern) for post in posts)
    return Posts(entries, tuple(int(post["id"]) for post in posts), int(counts[0]), int(counts[1]))


def _posts(page: Page) -> list[dict[str, Any]]:
    try:
        posts = json.loads(page.body)
    except (ValueError, RecursionError):
        raise ParseError(
            f"{page.url}: expected WordPress' list of posts, found no JSON ({page.content_type or 'no content type'}); "
            "the REST API may be closed or blocked: take the source out of config.toml, or ask the portal's keeper"
        ) from None
    if not isinstance(posts, list):
        said = posts.get("message") or posts.get("code") if isinstance(posts, dict) else ""
        raise ParseError(f"{page.url}: expected WordPress' list of posts, found another answer{f': {said}' if said else ''}")
    if len(posts) > _MOST_POSTS:
        raise ParseError(
            f"{page.url}: the list has {len(posts)} posts, more than {_MOST_POSTS}, though WordPress gives {_A_PAGE} at most; it is not read"
        )
    if not all(isinstance(post, dict) and isinstance(post.get("id"), int) and isinstance(post.get("link"), str) for post in posts):
        raise ParseError(f"{page.url}: expected WordPress' list of posts, found a list of something else (no id and link)")
    if odd := next((post["link"] for post in posts if not same_site(post["link"], page.url)), ""):
        raise ParseError(f"{page.url}: the list names {odd}, which lies on another site; correct url in config.toml")
    return posts


def _entry(post: dict[str, Any], id_pattern: str) -> Entry:
    link, raw = without_login(str(post["link"])), str(post.get("date_gmt") or "")
    at = _instant(raw)
    return Entry(
        key=item_key(link, id_pattern),
        url=link,
        title=_plain(post.get("title")),
        summary=_plain(post.get("excerpt")),
        published_raw=f"{raw}Z" if at else raw,
        published_at=at,
        date_origin=DateOrigin.FEED if at else DateOrigin.NONE,
    )


def _instant(text: str) -> datetime | None:
    """A `date_gmt`, which bears no zone because it is always UTC."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _plain(field: object) -> str:
    rendered = field.get("rendered") if isinstance(field, dict) else field
    return clean(html.unescape(_TAG.sub(" ", rendered))) if isinstance(rendered, str) else ""


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def _with(url: str, **more: str) -> str:
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **more}
    return urlunsplit(parts._replace(query=urlencode(query, safe="/:,")))
