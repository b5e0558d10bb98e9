"""Debian's Chromium shows a page without a window. Whatever else the page asks for is noted and refused, so that nothing leaves the machine."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import needs
from playwright.sync_api import BrowserContext, Page, Route, sync_playwright

ADDRESS = "http://page.example/"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MARGINS = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_CONTRASTS = """() => {
  const channels = colour => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
  const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3]));
  const light = colour => {
    const [r, g, b] = colour.map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(channels(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), element = walker.currentNode.parentElement;
    if (!text) continue;
    const behind = ground(element), ink = over(channels(getComputedStyle(element).color), behind);
    const [dark, bright] = [light(ink), light(behind)].sort((a, b) => a - b);
    found.push([text, (bright + 0.05) / (dark + 0.05)]);
  }
  return found;
}"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as a browser shows it. `asked` are the other addresses it asked for; it got none of them."""

    page: Page
    asked: list[str] = field(default_factory=list)

    @property
    def overhang(self) -> int:
        """How many pixels have to be scrolled to sideways."""
        found: int = self.page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
        return found

    @property
    def contrasts(self) -> list[tuple[str, float]]:
        """Each text with its contrast to what lies behind it (WCAG 2, 1 to 21)."""
        return [(text, ratio) for text, ratio in self.page.evaluate(_CONTRASTS)]

    def ask(self, script: str, *values: Any) -> Any:
        """What a script of the test finds."""
        return self.page.evaluate(script, *values)

    def sheets(self) -> int:
        """How many sheets of A4 it fills when Chromium prints it without background graphics."""
        return len(_PAGE.findall(self.page.pdf(format="A4", margin=_MARGINS)))  # type: ignore[arg-type]

    def answer(self, route: Route, html: str) -> None:
        """Serves the page at its own address and refuses everything else."""
        if route.request.url == ADDRESS:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            self.asked.append(route.request.url)
            route.abort()


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of one browser. One that shows nothing is used again, since another costs five times as much as another page in it."""

    context: BrowserContext
    idle: list[Page] = field(default_factory=list)

    def take(self) -> Page:
        """A window to show a page in."""
        return self.idle.pop() if self.idle else self.context.new_page()

    def give_back(self, page: Page) -> None:
        """Leaves a window to whoever is next."""
        page.unroute("**/*")
        self.idle.append(page)


@contextmanager
def chromium() -> Iterator[Windows]:
    """A browser, closed at the end. Without one the test is skipped; in CI it fails."""
    path = needs.program(*_NAMES)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path)
        yield Windows(browser.new_context())
        browser.close()


@contextmanager
def showing(browser: Windows, html: str, width: int = 640) -> Iterator[Shown]:
    """The page in a window `width` pixels wide. (Where requests are routed, Chromium keeps no page for later.)"""
    page = browser.take()
    page.set_viewport_size({"width": width, "height": 900})
    shown = Shown(page)
    page.route("**/*", lambda route: shown.answer(route, html))
    page.goto(ADDRESS)
    yield shown
    browser.give_back(page)
