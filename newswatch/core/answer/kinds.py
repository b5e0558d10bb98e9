"""What a server's answer turned out to be, and the facts of a page that tell it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Answer(StrEnum):
    """What came back when an item's article was asked for. The values are stored; empty before anything was judged.

    The first kinds are the article: under its own title, under another one but in the place where the site's articles stand, as a file with
    text, or all that a list says of it where it has no page. All others leave it unread.
    """

    NONE = ""
    ARTICLE = "article"
    BODY = "body"
    FILE = "file"
    ENTRY = "entry"
    HOME = "home_page"
    LOGIN = "login"
    CHALLENGE = "challenge"
    MAINTENANCE = "maintenance"
    PARKED = "parked"
    ERROR_PAGE = "error_page"
    OTHER_HOST = "other_host"
    OTHER_PAGE = "other_page"
    SHELL = "shell"
    GARBLED = "garbled"
    BINARY = "binary"
    NO_TEXT = "no_text"
    LOCKED = "locked"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    MISSING = "missing"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    UNASKED = "unasked"
    OVER_BUDGET = "over_budget"

    @property
    def unread(self) -> bool:
        """Was something else received than the article, or nothing?"""
        return self not in _READ and self is not Answer.NONE

    @property
    def of_site(self) -> bool:
        """Does it tell that the site is at fault rather than the one article?"""
        return self in _OF_SITE


_READ = frozenset({Answer.ARTICLE, Answer.BODY, Answer.FILE, Answer.ENTRY})

_OF_SITE = frozenset({Answer.HOME, Answer.LOGIN, Answer.CHALLENGE, Answer.MAINTENANCE, Answer.PARKED, Answer.UNREACHABLE, Answer.UNASKED})


class Whole(NamedTuple):
    """What a page says as a whole. `letters` counts those of its visible text outside links, `opening` is how that text begins. `password` says that it
    asks for one, `scripts` that it has scripts."""

    letters: int = 0
    opening: str = ""
    password: bool = False
    scripts: bool = False


@dataclass(frozen=True, slots=True)
class Showing:
    """What a page shows besides its main text. `named` are the titles that it states for machines and in its window's head.

    `titles` are those that it shows as its own: none leads to another address. `in_place` says that the profile's title is among them,
    `body` that the profile's place of the text holds some. `entries` counts the entries of the site's list that lead to other addresses.
    `whole` gives what the page says as a whole: an article that bears its title is told without it, and it takes longer than all the rest.
    """

    named: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    in_place: bool = False
    body: bool = False
    entries: int = 0
    whole: Callable[[], Whole] = Whole


NOTHING = Showing()
"""What a file shows beside its text."""
