"""Every page as Chromium shows it: at 360 and 1280 pixels, light and dark, with and without JavaScript."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import needs
import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from newswatch.demo.page import NAME, Lived, live
from newswatch.web.app import create_app
from newswatch.web.world import World, present

PATHS = [
    *("/", "/tin-bai", "/tin-bai?tim=mot+cua&tinh=co", "/tin-bai/14", "/tin-bai/19", "/huong-dan", "/chon-don-vi", "/khong-co"),
    *("/cho-xet", "/cho-xet/nhieu", "/cho-xet/trung?muc=66"),
    *("/truyen-thanh", "/truyen-thanh?thang=2019-11", "/truyen-thanh/in?thang=2019-11", "/truyen-thanh/chot?thang=2019-12&y=du"),
    *("/truyen-thanh/nhap-tep", "/truyen-thanh/17", "/truyen-thanh/17/huy"),
    *("/ket-qua", "/ket-qua/2019/9", "/ket-qua/2019/9/ky", "/ket-qua/2019/bieu"),
    *("/don-vi", "/cai-dat", "/cai-dat/don-vi", "/cai-dat/mat-khau", "/cai-dat/tai-khoan", "/cai-dat/tai-khoan/1", "/nhat-ky"),
]
"""What is looked at. A page that somebody adds belongs here."""

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
_SERIOUS = ("serious", "critical")
_AXE_RUN = (
    "async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(v => [v.impact, v.id, v.nodes.map(n => n.html)])"
)
_TARGETS = """() => [...document.querySelectorAll('a, button, input, select, summary')].filter(e => e.offsetParent && !e.closest('p, .unseen'))
    .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()]).filter(([, r]) => r.width && (r.height < 24 || r.width < 24)).map(([t]) => t)"""


@dataclass(frozen=True)
class Served:
    """The demo's page at an address, with what a person needs to log in."""

    address: str
    lived: Lived


def serve(app: Flask) -> Iterator[str]:
    """The application on a free port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo of `demo --web`, on loopback."""
    needs.program("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    lived = live(tmp_path_factory.mktemp("demo"), present)
    for address in serve(create_app(World(lambda: lived.settings, print, lived.now))):
        yield Served(address, lived)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """One browser for all."""
    path = needs.program("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path)
        yield browser
        browser.close()


def entered(browser: Chromium, served: Served, wrong: list[str], **how: Any) -> Page:
    """A window in which the demo's account is logged in; what the browser complains of goes to `wrong`."""
    page = browser.new_context(**how).new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") and "404" not in said.text else None)
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(served.address) else None)
    page.goto(served.address)
    page.fill("#f-name", NAME)
    page.fill("#f-password", served.lived.password)
    page.click("button.main")
    assert page.url == f"{served.address}/"
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_fits_and_is_accessible(chromium: Chromium, served: Served, width: int, scheme: str) -> None:
    """Nothing has to be scrolled to sideways, axe finds no serious fault, nothing from elsewhere is asked for, and the browser complains of nothing."""
    wrong: list[str] = []
    page = entered(chromium, served, wrong, viewport={"width": width, "height": 900}, color_scheme=scheme)
    for path in PATHS:
        page.goto(served.address + path)
        assert page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"), path
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert [found for found in page.evaluate(_AXE_RUN) if found[0] in _SERIOUS] == [], path
        assert page.evaluate(_TARGETS) == [], path
    page.context.close()
    assert wrong == []


def test_the_menu_of_a_phone_stands_in_one_line(chromium: Chromium, served: Served) -> None:
    """At 360 pixels the menu is one line, and “Thêm” leads to the rest, which can be seen there."""
    wrong: list[str] = []
    page = entered(chromium, served, wrong, viewport={"width": 360, "height": 700})
    tops = {round(item.bounding_box()["y"]) for item in page.locator(".menu li:visible").all()}  # type: ignore[index]
    assert len(tops) == 1
    page.click("text=Thêm")
    assert page.locator(".more a").first.is_visible()
    page.context.close()
    assert wrong == []


def test_the_page_works_without_javascript(chromium: Chromium, served: Served) -> None:
    """Without JavaScript one logs in, opens the table behind the bars, and logs out."""
    wrong: list[str] = []
    page = entered(chromium, served, wrong, java_script_enabled=False)
    page.click("summary")
    assert page.locator("details tbody tr").count() == 12
    page.click("text=Đăng xuất >> nth=0")
    assert page.url == f"{served.address}/dang-nhap"
    page.context.close()
    assert wrong == []


def test_a_fault_of_a_form_is_where_the_eye_goes(chromium: Chromium, served: Served) -> None:
    """After a wrong password the summary above the heading has the focus, and its link leads to the field."""
    page = chromium.new_context().new_page()
    page.goto(served.address)
    page.fill("#f-name", NAME)
    page.click("button.main")
    assert page.evaluate("document.activeElement.className") == "faults"
    page.click(".faults a")
    assert page.evaluate("document.activeElement.id") == "f-name"
    page.context.close()


def test_a_printed_page_has_no_menu(chromium: Chromium, served: Served) -> None:
    """On paper neither menu nor buttons stand, and the moment of the figures does."""
    page = entered(chromium, served, [])
    page.emulate_media(media="print")
    assert not page.locator(".menu").is_visible()
    assert not page.locator("button").first.is_visible()
    assert page.locator("text=Số liệu lúc").is_visible()
    page.context.close()
