"""A portal that also gives WordPress' list of posts to machines."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from arranged import Arranged
from portal_http import Answer, Request
from portal_pages import Post

REST = "/wp-json/wp/v2/posts"


class WordPress(Arranged):
    """A portal with a list of posts at `REST`, a few on each page.

    `rest_hides` and `list_hides` are the numbers of posts that the one or the other leaves out, `counts_more` is how many more the list for machines
    counts than it names, `closed` the status by which it is refused.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rest_hides: set[int] = set()
        self.list_hides: set[int] = set()
        self.counts_more = 0
        self.closed = 0
        self.a_page = 100

    @property
    def rest_url(self) -> str:
        return self.base + REST

    def _validated(self, request: Request, answer: Answer) -> Answer:
        parts = urlsplit(request.path)
        if parts.path != REST:
            return super()._validated(request, answer)
        if self.closed:
            return Answer(b'{"code":"rest_disabled","message":"REST is closed"}', "application/json", self.closed)
        return self._posts_of({key: values[0] for key, values in parse_qs(parts.query).items()})

    def _listing(self, newest: list[Post], number: int) -> Answer:
        return super()._listing([p for p in newest if p.id not in self.list_hides], number)

    def _posts_of(self, asked: dict[str, str]) -> Answer:
        after, before = (_utc(asked[key]) if key in asked else None for key in ("after", "before"))
        newest = sorted((p for p in self._posts.values() if p.id not in self.rest_hides), key=_at, reverse=True)
        found = [p for p in newest if (after is None or _at(p) > after) and (before is None or _at(p) < before)]
        size, number = min(int(asked.get("per_page", 10)), self.a_page), int(asked.get("page", 1))
        shown = [self._post(p) for p in found[(number - 1) * size : number * size]]
        total = len(found) + (self.counts_more if before is None else 0)
        counts = {"X-WP-Total": str(total), "X-WP-TotalPages": str(-(-len(found) // size))}
        return Answer(json.dumps(shown).encode(), "application/json", headers=counts)

    def _post(self, post: Post) -> dict[str, object]:
        gmt = f"{_at(post).astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
        excerpt = {"rendered": f"<p>{post.summary}</p>"}
        return {"id": post.id, "date_gmt": gmt, "link": self.base + post.path, "title": {"rendered": post.title}, "excerpt": excerpt}


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _at(post: Post) -> datetime:
    assert post.at is not None
    return post.at
