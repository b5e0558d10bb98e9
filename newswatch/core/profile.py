"""How a family of pages is read, as a person or the program wrote it down. `model` hands both nouns on with the others."""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256

_REMEMBERED = 4096  # profiles; a country's portals share a few dozen


@dataclass(frozen=True, slots=True)
class Profile:
    """How to read one family of pages: CSS selectors, and how an address tells an item's id and date.

    `entry` finds the repeating block of a listing. `link`, `title`, `date`, `summary` are searched inside it; an empty `title` means the link's
    own text. `next_page` is a selector of the link to the next page, `page_pattern` the address of page N with `{n}` for N, relative to the
    listing. `article_*` read an article; `drop` is removed before any text is taken. `id_pattern` and `url_date` are regular expressions
    over an address: the first captures the item's id in group `id`, the second its date in groups `y`, `m`, `d` or `ms` (epoch milliseconds).
    `skip` lists regular expressions of addresses that are no news.
    """

    name: str
    entry: str = ""
    link: str = "a[href]"
    title: str = ""
    date: str = ""
    summary: str = ""
    next_page: str = ""
    page_pattern: str = ""
    article_title: str = ""
    article_date: str = ""
    article_body: str = ""
    drop: tuple[str, ...] = ()
    id_pattern: str = ""
    url_date: str = ""
    skip: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of all that says how pages are read; the name says nothing of it."""
        return _digest(self)


@lru_cache(_REMEMBERED)
def _digest(profile: Profile) -> str:
    content = {**asdict(profile), "name": ""}
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Preset:
    """A named profile, and regular expressions over HTML and address by which its family is recognised."""

    profile: Profile
    html_marks: tuple[str, ...] = ()
    url_marks: tuple[str, ...] = ()
