"""A portal whose list stands in another order than newest first, shows pins at each page's foot, or changes while it is read."""

from collections.abc import Callable

import portal_pages as pages
from portal import Portal
from portal_http import Answer, Request
from portal_pages import Post


class Arranged(Portal):
    """A portal that sorts its posts, newest first when handed in, by `arrange`.

    `at_foot` are the numbers of posts that every page shows at its foot. `on_page` maps a page's number to what happens, once, just before it is
    shown. `frozen` makes it answer 304 to every conditional request, `names_last` makes the pager link the last page by its number.
    """

    def __init__(self) -> None:
        super().__init__()
        self.arrange: Callable[[list[Post]], list[Post]] = list
        self.at_foot: tuple[int, ...] = ()
        self.on_page: dict[int, Callable[[], object]] = {}
        self.frozen = False
        self.names_last = False

    def _listing(self, newest: list[Post], number: int) -> Answer:
        self.on_page.pop(number, lambda: None)()
        posts = self.arrange([p for p in newest if p.id in self._posts])
        pinned = [p for p in posts if p.id in self.at_foot]
        rest = [p for p in posts if p.id not in self.at_foot]
        last = max(1, -(-len(rest) // self.per_page))
        if not 1 <= number <= last:
            return Answer(b"<html><body><h1>404</h1></body></html>", status=404)
        shown = rest[(number - 1) * self.per_page : number * self.per_page]
        page = pages.listing(shown + pinned, number, last, self.date_form if self.listing_dates else "")
        if self.names_last:
            numbers = "".join(
                f'<a href="/trang-{n}.html">{n}</a>' for n in {2, number - 1, number + 1, last} if 1 < n <= last and n != number
            )
            page = page.replace('<div class="phan-trang">', f'<div class="phan-trang">{numbers}')
        return Answer(page.encode())

    def _validated(self, request: Request, answer: Answer) -> Answer:
        held = request.headers.get("if-none-match") or request.headers.get("if-modified-since")
        if self.frozen and held and request.path == "/":
            return Answer(b"", status=304)
        return super()._validated(request, answer)
