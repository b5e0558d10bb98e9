"""Shows captured pages in the machine's own Chromium, without a window, scripts or network: it gets the kept bytes and nothing else.

Needs the extra `browser` (playwright) and a Chromium; where either is missing there is none.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from threading import Timer
from typing import TYPE_CHECKING

from newswatch.errors import ParseError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VARIABLE = "NEWSWATCH_BROWSER"
_WIDTH, _HEIGHT, _TALLEST = 1024, 1400, 12_000
"""Pixels. A page as wide as a portal's usual column; what stands below is cut off in the picture, not in the print."""

_MOST_SHEETS = "1-30"
_PATIENCE_MS = 20_000
_LONGEST = 60.0
"""Seconds after which a browser that is still at one page is ended: printing and closing have no time-out of their own in playwright."""

_MARGINS = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")
_ARGUMENTS = (
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-extensions"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=direct://", "--webrtc-ip-handling-policy=disable_non_proxied_udp"),
)
_POLICY = "script-src 'none'; connect-src 'none'; frame-src 'none'; object-src 'none'; media-src 'none'; form-action 'none'"

Part = tuple[str, bytes]
"""The type and the bytes of an image or style sheet."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as a browser shows it: a picture (PNG) and a print on A4 (PDF)."""

    picture: bytes
    sheets: bytes


def installed() -> str:
    """The path of the browser that would be used: the one that the environment names in NEWSWATCH_BROWSER, else the first that is found; empty if there
    is none, that variable is empty, or there is nothing to drive it with."""
    if find_spec("playwright") is None:
        return ""
    if (named := os.environ.get(VARIABLE)) is not None:
        return shutil.which(named) or "" if named else ""
    return next(filter(None, map(shutil.which, _NAMES)), "")


@dataclass(frozen=True, slots=True)
class Chromium:
    """A running browser; `version` names it, `process` is its number."""

    browser: Browser
    version: str
    process: int

    @property
    def is_alive(self) -> bool:
        """Does it still run?"""
        return self.browser.is_connected()

    def show(self, body: bytes, url: str, content_type: str, parts: Mapping[str, Part]) -> Shown:
        """A captured page with the parts that were kept of it, by address. Raises ParseError if it is no page, or can't be shown in 20 seconds.

        A browser that hangs is ended after a minute.
        """
        from playwright.sync_api import Error

        from newswatch.sources.read.page_parts import (
            without_scripts,  # with it comes the parser, which whoever only asks for a browser does without
        )

        page_bytes = without_scripts(body, url, content_type)
        try:
            with (
                _ended(self.process, _LONGEST),
                self.browser.new_context(java_script_enabled=False, service_workers="block", accept_downloads=False) as context,
            ):
                context.set_default_timeout(_PATIENCE_MS)
                context.route("**/*", lambda route: _answer(route, url, page_bytes, parts))
                page = context.new_page()
                page.set_viewport_size({"width": _WIDTH, "height": _HEIGHT})
                page.goto(url, wait_until="load")
                return Shown(_picture(page), page.pdf(format="A4", margin=_MARGINS, page_ranges=_MOST_SHEETS))  # type: ignore[arg-type]
        except Error as error:
            raise ParseError(f"{url}: can't be shown in a browser: {str(error).splitlines()[0]}") from error


@contextmanager
def running(path: str) -> Iterator[Chromium]:
    """The browser at a path, ended afterwards. Raises ParseError if it can't be started."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as driver:
        as_root = hasattr(os, "geteuid") and os.geteuid() == 0
        try:
            browser = driver.chromium.launch(executable_path=path, args=list(_ARGUMENTS), chromium_sandbox=not as_root)
        except Error as error:
            raise ParseError(f"{path}: can't be started: {str(error).splitlines()[0]}") from error
        try:
            told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
            process = next(int(one["id"]) for one in told if one["type"] == "browser")
            yield Chromium(browser, f"Chromium {browser.version}", process)
        finally:
            browser.close()


@contextmanager
def _ended(process: int, seconds: float) -> Iterator[None]:
    """Ends a process if what is done inside takes longer. Then whoever waits for it hears that it is gone."""

    def end() -> None:
        with suppress(OSError):
            os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _picture(page: Page) -> bytes:
    size = page.context.new_cdp_session(page).send("Page.getLayoutMetrics")["cssContentSize"]
    height = max(1, min(int(size["height"]), _TALLEST))
    return page.screenshot(full_page=True, animations="disabled", clip={"x": 0, "y": 0, "width": _WIDTH, "height": height})


def _answer(route: Route, url: str, body: bytes, parts: Mapping[str, Part]) -> None:
    """Gives the kept bytes of an address, and refuses every other."""
    asked = route.request.url
    if asked == url or asked == f"{url}/":
        route.fulfill(body=body, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": _POLICY})
    elif asked in parts:
        type_, kept = parts[asked]
        route.fulfill(body=kept, content_type=type_)
    else:
        route.abort()
