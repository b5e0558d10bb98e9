"""Headers, marks, proxies, names, limits of every answer, and what is told when something does not work."""

import sqlite3
import threading

import pytest
from flask import Flask

from newswatch.core.rights import Actor, Grant, Role
from newswatch.services import accounts
from newswatch.web import headers
from newswatch.web.assets import assets
from web.pages import Browser, Clock, Site


def test_every_answer_is_closed(viewer: Browser) -> None:
    """A page, a problem and a file bear the policy, say what they are, and can't be framed; no script or style stands in a page."""
    paths = ("/", "/khong-co", f"/tinh/{assets()['style.css'].digest}/style.css")
    for path in paths:
        found = viewer.get(path).headers
        policy = found["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert (found["X-Content-Type-Options"], found["Referrer-Policy"]) == ("nosniff", "same-origin")
    assert viewer.get("/").headers["Cache-Control"] == "private, no-cache"
    assert {"HX-Request", "Cookie"} <= set(viewer.get("/").vary)


def test_files_are_kept_for_good_under_their_digest(viewer: Browser) -> None:
    """A file lies under a digest of its bytes for good, and under no other."""
    for name, one in assets().items():
        found = viewer.get(f"/tinh/{one.digest}/{name}")
        assert found.data == one.body
        assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert viewer.get("/tinh/000000000000/style.css").status_code == 404
    assert viewer.get("/tinh/x/../../app.py").status_code == 404


def test_the_cookie_is_closed(app: Flask, desk_office: Site) -> None:
    """The cookie is not for scripts nor other sites, and behind TLS it goes by TLS alone; it tells nothing of the account."""
    plain = Browser(app).login("viewer").headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    desk_office.has_web(proxies=("10.0.0.2",), hosts=("par.xa.example",))
    behind = Browser(desk_office.app(), "10.0.0.2")
    secure = behind.post("/dang-nhap", {"name": "viewer"}, token=False, X_Forwarded_Proto="https", X_Forwarded_Host="par.xa.example")
    assert "Secure" in behind.get("/dang-nhap", X_Forwarded_Proto="https").headers["Set-Cookie"]
    assert secure.status_code == 400


def test_proxies_are_believed_only_if_configured(desk_office: Site) -> None:
    """The prefix, name and client that a proxy tells count from a configured address alone."""
    desk_office.has_web(proxies=("10.0.0.2",), hosts=("par.xa.example",))
    app = desk_office.app()
    told = {"X_Forwarded_Prefix": "/cchc", "X_Forwarded_Host": "par.xa.example", "X_Forwarded_For": "203.0.113.7"}
    assert Browser(app, "10.0.0.2").get("/", **told).headers["Location"] == "/cchc/dang-nhap"
    assert Browser(app, "10.0.0.3").get("/", **told).headers["Location"] == "/dang-nhap"
    assert "/cchc/tinh/" in Browser(app, "10.0.0.2").get("/dang-nhap", **told).text


def test_a_form_behind_a_proxy_that_tells_no_name_is_taken(desk_office: Site) -> None:
    """Where a proxy hands on its own name for the page, a form from a name of the settings is taken all the same, and one from another is not."""
    desk_office.has_web(hosts=("par.xa.example",))
    browser = Browser(desk_office.app())
    assert browser.post("/dang-nhap", {"name": "x"}, Origin="https://par.xa.example").status_code == 422
    assert browser.post("/dang-nhap", {"name": "x"}, Origin="https://par.xa.example.evil").status_code == 403


def test_a_prefix_can_be_set(desk_office: Site) -> None:
    """Where no proxy names it, the prefix of the settings stands before every address, login and back included."""
    desk_office.has_web(prefix="/cchc")
    browser = Browser(desk_office.app())
    assert browser.get("/cchc/").headers["Location"] == "/cchc/dang-nhap"
    assert browser.login("viewer", toi="/huong-dan").headers["Location"] == "/cchc/huong-dan"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "evil.example:8080", ""])
def test_other_names_are_not_answered_to(viewer: Browser, host: str) -> None:
    """A request for a name that is not the page's is refused, and the name stands nowhere in the answer."""
    found = viewer.get("/", Host=host)
    assert found.status_code == 400
    assert "evil" not in found.text


def test_large_bodies_are_refused(editor: Browser) -> None:
    """A form of more than 64 KB is refused where no file is to be handed in."""
    assert editor.post("/dang-xuat", {"x": "y" * 70_000}).status_code == 413


def test_an_unchanged_page_is_not_rendered_again(desk_office: Site, viewer: Browser, clock: Clock) -> None:
    """A page bears a mark that stands until something is written, the hour changes, or somebody else asks."""
    viewer.get("/")
    first = viewer.get("/")
    mark = first.headers["ETag"]
    again = viewer.get("/", If_None_Match=mark)
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Security-Policy" in again.headers
    with desk_office.store() as store:
        accounts.add(store, "moi", "Người mới", [Grant(Role.VIEWER)], clock.now(), Actor("kiểm thử"))
    assert viewer.get("/", If_None_Match=mark).status_code == 200
    later = viewer.get("/").headers["ETag"]
    clock.at = "2026-11-26 10:01"
    assert viewer.get("/", If_None_Match=later).status_code == 200
    assert viewer.get("/huong-dan", If_None_Match=later).status_code == 200


def test_a_mark_is_nobody_elses(app: Flask, viewer: Browser, manager: Browser) -> None:
    """The mark of one account's page is worth nothing for another's."""
    viewer.get("/")
    assert manager.get("/", If_None_Match=viewer.get("/").headers["ETag"]).status_code == 200


def test_without_a_database_the_page_says_so(desk_office: Site, viewer: Browser) -> None:
    """A database that is gone is told calmly, with what to do, and without a path or a traceback."""
    for file in desk_office.settings.database.parent.glob("n.db*"):
        if not file.name.endswith("key"):
            file.unlink()
    found = viewer.get("/")
    assert (found.status_code, found.headers["Cache-Control"]) == (503, "no-store")
    assert "Chưa có dữ liệu" in found.text
    assert str(desk_office.settings.database.parent) not in found.text
    assert any("there is no database" in line for line in desk_office.said)


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE _sqlite_migrations SET name = 'of-a-later-version' WHERE rowid = 1",
        "PRAGMA application_id = 77",
    ],
)
def test_a_database_that_is_not_ours_is_told(desk_office: Site, stranger: Browser, spoil: str) -> None:
    """A database of a later version or of another program gives a page that says whom to ask."""
    db = sqlite3.connect(desk_office.settings.database)
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%migrations%'")]
    db.execute(spoil.replace("_sqlite_migrations", tables[0]))
    db.commit()
    db.close()
    found = stranger.login("viewer")
    assert found.status_code == 503
    assert "newswatch doctor" in found.text
    assert "Traceback" not in found.text


def test_garbage_in_place_of_a_database_is_told(desk_office: Site, stranger: Browser) -> None:
    """A file that is no database gives a page, too."""
    for file in desk_office.settings.database.parent.glob("n.db-[ws]*"):
        file.unlink()
    desk_office.settings.database.write_bytes(b"nothing of this is a database" * 400)
    assert stranger.login("viewer").status_code == 503


def test_a_held_database_is_read_and_not_waited_for(desk_office: Site, viewer: Browser, editor: Browser) -> None:
    """While somebody else writes, pages are shown as before; what a person sends is refused after two seconds, and it says that nothing was recorded."""
    viewer.get("/")
    token = editor.token()
    db = sqlite3.connect(desk_office.settings.database, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    try:
        assert viewer.get("/").status_code == 200
        found = editor.post("/dang-xuat-moi-may", {"csrf_token": token}, token=False)
    finally:
        db.execute("ROLLBACK")
        db.close()
    assert found.status_code == 503
    assert "Chưa ghi gì của lần gửi này" in found.text


def test_a_database_that_is_being_upgraded_is_told(desk_office: Site, stranger: Browser) -> None:
    """While an earlier version's tables are brought up to date by somebody else, it is told that the machine is busy, and the page does not wait long."""
    page = stranger.get("/dang-nhap").text
    older = sqlite3.connect(desk_office.settings.database, isolation_level=None)
    (table,) = next(iter(older.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%migrations%'")))
    older.execute(f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")
    older.execute("BEGIN IMMEDIATE")
    try:
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        found = stranger.post("/dang-nhap", {"csrf_token": token, "name": "viewer", "password": "x"}, token=False)
    finally:
        older.execute("ROLLBACK")
        older.close()
    assert found.status_code == 503
    assert "Máy đang ghi việc khác" in found.text


def test_a_fault_nobody_foresaw_is_told_without_its_inside(app: Flask, viewer: Browser, desk_office: Site) -> None:
    """A fault gives a calm page; the traceback goes to whoever keeps the machine."""

    def fails() -> str:
        raise RuntimeError("matter of the inside")

    app.view_functions["help.show"] = fails
    found = viewer.get("/huong-dan")
    assert found.status_code == 500
    assert "inside" not in found.text
    assert any("matter of the inside" in line and "Traceback" in line for line in desk_office.said)


@pytest.mark.parametrize(("code", "words"), [(404, "Không có trang này"), (405, "Trang này không nhận cách gửi đó")])
def test_problems_are_told_in_vietnamese(viewer: Browser, code: int, words: str) -> None:
    """An address that is none, and a request that a page does not take."""
    found = viewer.get("/khong-co") if code == 404 else viewer.client.put("/huong-dan", headers={"X-CSRFToken": viewer.token()})
    assert found.status_code == code
    assert words in found.text


def test_somebody_elses_page_is_shut_in(app: Flask) -> None:
    """A captured page is answered with a sandbox of its own, and a file is saved, never shown."""
    with app.test_request_context("/"):
        framed = headers.captured(b"<script>alert(1)</script>")
        assert framed.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        saved = headers.download(b"<script>", 'bien ban "một".html', "text/html")
        assert saved.headers["Content-Disposition"].startswith("attachment")
        assert "allow" not in saved.headers["Content-Security-Policy"]


def test_many_read_at_once(app: Flask, manager: Browser) -> None:
    """Pages asked for by several threads at once are all answered."""
    cookie = manager.client.get_cookie("newswatch")
    assert cookie
    codes: list[int] = []

    def reads() -> None:
        browser = Browser(app)
        browser.client.set_cookie("newswatch", cookie.value)
        codes.extend(browser.get("/").status_code for _ in range(5))

    threads = [threading.Thread(target=reads) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert codes == [200] * 20


def test_a_person_without_any_right_can_leave(desk_office: Site, clock: Clock) -> None:
    """An account that was given nothing sees no unit, and can still log out."""
    with desk_office.store() as store:
        accounts.add(store, "khong", "Không quyền", [], clock.now(), Actor("kiểm thử"))
        accounts.set_password(store, "khong", "mot cau that de nho", clock.now(), Actor("kiểm thử"))
    browser = Browser(desk_office.app())
    assert browser.login("khong").status_code == 303
    assert browser.get("/").status_code == 403
    assert browser.post("/dang-xuat").status_code == 303
