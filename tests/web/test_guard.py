"""Who gets which page, for every route that there is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from newswatch.core.rights import RIGHTS, Action, Actor, Grant, Role
from newswatch.services import accounts
from newswatch.web import registry
from newswatch.web.app import create_app
from newswatch.web.registry import Page, all_pages, page
from newswatch.web.world import World
from web.pages import PASSWORD, ROLES, Browser, Clock, Site, furnish

PAGES = sorted(all_pages(), key=lambda one: one.name)
NEVER = re.compile(
    r"\b(bạn|vui lòng|huỷ|xoá|dashboard|feed|RSS|poll|token|session|timeout|upload|import|log|admin|URL|ID)\b", re.IGNORECASE
)
_TAGS = re.compile(r"<script.*?</script>|<[^>]*>", re.DOTALL)


def paths(one: Page) -> str:
    """The route with something in each place that it leaves open."""
    return re.sub(r"<(int:|path:)?[^>]*>", lambda m: "2026" if m[1] == "int:" else "x", one.route)


def words(html: str) -> str:
    """What a person reads of a page."""
    return _TAGS.sub(" ", html)


def test_every_route_is_a_page_with_an_action(app: Flask) -> None:
    """Each route of the application but that of the style sheets is in the registry and names the action that it is."""
    known = {one.name: one for one in PAGES}
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"asset"}
    assert endpoints == set(known)
    assert all(one.get or one.post for one in known.values())


def test_a_page_without_an_action_cannot_be_made() -> None:
    """The registry refuses a page that names no action."""
    with pytest.raises(ValueError, match="name the action"):
        page("/dau-do")


@pytest.mark.parametrize("one", [p for p in PAGES if p.post], ids=lambda p: p.name)
def test_every_form_needs_its_token(manager: Browser, one: Page) -> None:
    """A form without the token is refused, whoever sends it."""
    assert manager.post(paths(one), {"name": "x"}, token=False).status_code == 400


@pytest.mark.parametrize("one", [p for p in PAGES if p.post], ids=lambda p: p.name)
def test_forms_of_other_sites_are_refused(manager: Browser, one: Page) -> None:
    """A form that the browser says comes from another site is refused even with the token."""
    assert manager.post(paths(one), Sec_Fetch_Site="cross-site").status_code == 403
    assert manager.post(paths(one), Origin="http://evil.example").status_code == 403


@pytest.mark.parametrize("one", [p for p in PAGES if not p.open], ids=lambda p: p.name)
def test_strangers_are_shown_the_way_in(stranger: Browser, one: Page) -> None:
    """Without a login every page leads to the form of name and password, and no form is taken."""
    if one.get:
        found = stranger.get(paths(one))
        assert (found.status_code, found.headers["Location"].partition("?")[0]) == (303, "/dang-nhap")
    if one.post:
        assert stranger.post(paths(one), {"x": "y"}).status_code == 401


def calls() -> Iterator[tuple[Page, str, Action]]:
    """Every request that a page answers, with its action."""
    for one in PAGES:
        if not one.open:
            yield from ((one, method, action) for method, action in (("GET", one.get), ("POST", one.post)) if action)


def test_every_role_gets_what_the_table_says(desk_office: Site) -> None:
    """For each role × page × own and other unit the answer is refused exactly where the table of rights has no such action."""
    app = desk_office.app()
    for role in ROLES:
        browser = Browser(app)
        assert browser.login(str(role)).status_code == 303
        token = browser.token()
        for one, method, action in calls():
            if one.name.startswith("login."):
                continue
            ask = browser.get if method == "GET" else lambda path: browser.post(path, {"csrf_token": token}, token=False)  # noqa: B023
            allowed = action in RIGHTS[role] or action is Action.OWN_ACCOUNT
            assert (ask(paths(one)).status_code != 403) is allowed, (role, one.name, method)
            if one.of_unit:
                assert ask(f"/dv/khac{paths(one)}").status_code == 404, (role, one.name, method)


def planted(patch: pytest.MonkeyPatch, **how: Any) -> None:
    """Adds a page that all may see and editors may write to."""
    name = "planted.show"
    patch.setitem(
        registry._PAGES,
        name,
        Page("/trong-thu", name, lambda: "ghi" if request.method == "POST" else "xem", Action.VIEW, Action.REVIEW, **how),
    )


def test_a_right_is_asked_for_at_the_door(desk_office: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that a role may see and not write to is shown, and its form is refused before the page hears of it."""
    planted(monkeypatch)
    app, got = desk_office.app(), {}
    for role in ROLES:
        browser = Browser(app)
        browser.login(str(role))
        sent = browser.post("/trong-thu")
        got[str(role)] = browser.get("/trong-thu").text, sent.status_code
        assert sent.status_code != 403 or "Tài khoản này chỉ được xem" in sent.text
    assert got == {"viewer": ("xem", 403), "editor": ("xem", 200), "manager": ("xem", 200), "appraiser": ("xem", 403)}


def test_a_right_in_one_unit_is_none_in_another(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who edits one unit and sees another writes to the first alone; a third is not there."""
    planted(monkeypatch)
    furnish(tmp_path, ("Một", "Hai", "Ba"), roles=())
    site = Site.of(tmp_path / "config.toml", clock)
    with site.store() as store:
        accounts.add(store, "hoa", "Hoa", [Grant(Role.EDITOR, "unit"), Grant(Role.VIEWER, "unit1")], clock.now(), Actor("kiểm thử"))
        accounts.set_password(store, "hoa", PASSWORD, clock.now(), Actor("kiểm thử"))
    browser = Browser(site.app())
    browser.login("hoa")
    codes = [browser.post(f"/dv/{unit}/trong-thu").status_code for unit in ("unit", "unit1", "unit2", "khong-co")]
    assert codes == [200, 403, 404, 404]
    assert browser.post("/trong-thu").status_code == 404
    assert browser.get("/trong-thu").headers["Location"] == "/don-vi"


@pytest.mark.parametrize("one", [p for p in PAGES if p.get and not p.open], ids=lambda p: p.name)
def test_pages_are_small_and_speak_plainly(manager: Browser, one: Page) -> None:
    """A page has at most 40 KB, a title and one h1, and none of the words that the board does not use."""
    found = manager.get(paths(one))
    if found.status_code != 200 or not found.content_type.startswith("text/html"):
        return
    assert len(found.data) <= 40_000
    assert found.text.count("<h1") == 1
    assert NEVER.findall(words(found.text)) == []
    assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", found.text)


def test_the_words_test_can_fail() -> None:
    """The test of words sees them, and not parts of others."""
    assert NEVER.findall(words("<p id='log'>Bạn vui lòng tải URL; dialog</p>")) == ["Bạn", "vui lòng", "URL"]


def test_a_new_application_needs_its_key_only_once(desk_office: Site) -> None:
    """The key of the cookies is made once and kept beside the database, closed to others, so that a restart logs nobody out."""
    first, second = (create_app(World(lambda: desk_office.settings, print)).config["SECRET_KEY"] for _ in range(2))
    assert first == second
    path = desk_office.settings.database.with_name("n.db-page-key")
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("one", [p for p in PAGES if p.get], ids=lambda p: p.name)
def test_asking_for_the_head_does_what_asking_for_the_page_does(manager: Browser, desk_office: Site, one: Page) -> None:
    """HEAD is answered as GET without the body: it is no form, whatever a page does with one, and writes nothing."""
    before = written(desk_office)
    asked = manager.client.get(paths(one))
    head = manager.client.head(paths(one))
    assert (head.status_code, head.data) == (asked.status_code, b"")
    assert written(desk_office) == before


@pytest.mark.parametrize("one", [p for p in PAGES if not p.get], ids=lambda p: p.name)
def test_a_form_is_not_sent_by_asking_for_its_head(manager: Browser, one: Page) -> None:
    """A page that takes forms alone refuses HEAD as it refuses GET."""
    assert manager.client.head(paths(one)).status_code == manager.client.get(paths(one)).status_code >= 400


def written(site: Site) -> int:
    """How many writes of people there are."""
    with site.store() as store:
        return int(store.rows("SELECT count(*) AS n FROM writes")[0]["n"])
