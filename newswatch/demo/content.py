"""What the demo portal shows: the packaged posts and the loudspeaker log of a made-up commune."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources

from newswatch.core.model import LOCAL
from newswatch.core.text import bare

COMMUNE = "Vĩnh Lam Thượng"
DISTRICT = "Lam Tuyền"
YEAR = 2019
LOG_NAME = "so-phat-thanh-2019.csv"


@dataclass(frozen=True, slots=True)
class Post:
    """One article of the portal; `published_at` in local time, `body` by paragraphs."""

    id: int
    published_at: datetime
    section: str
    title: str
    body: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where the portal serves it."""
        return f"/tin/{slug(self.title)}-{self.id}.html"


@cache
def posts() -> tuple[Post, ...]:
    """All posts, newest first. The labels of the data file are not read."""
    rows = json.loads(_packaged("posts.json"))["posts"]
    made = (
        Post(r["id"], datetime.fromisoformat(r["published"]).replace(tzinfo=LOCAL), r["section"], r["title"], tuple(r["body"]))
        for r in rows
    )
    return tuple(sorted(made, key=lambda p: p.published_at, reverse=True))


def log_bytes() -> bytes:
    """The loudspeaker log of the same year: CSV with semicolons, UTF-8 with a byte-order mark, as a spreadsheet saves it."""
    return _packaged("bulletins.csv")


def slug(title: str) -> str:
    """A title as part of an address: small letters without marks, hyphens between words."""
    return "-".join(re.findall(r"[a-z0-9]+", bare(title)))


def _packaged(name: str) -> bytes:
    return resources.files("newswatch").joinpath("data", "demo", name).read_bytes()
