"""Tin, bài: what is found, what is told of each item, and that nothing of a stranger's runs."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from html.parser import HTMLParser
from itertools import count
from pathlib import Path

import pytest
from portal import Portal

from newswatch.core.count.reasons import Why
from newswatch.core.rights import Action, Actor, Grant, Role
from newswatch.report.vi import finding
from newswatch.services import accounts, bulletin_form, review
from newswatch.store import page_copies
from newswatch.web import item_page, registry
from newswatch.web.pages import items
from newswatch.web.registry import Page
from web.pages import PASSWORD, Browser, Clock, Site, furnish
from web.read_office import EVIL, Read, read_office
from web.test_guard import NEVER, words


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    """An office whose portal was read."""
    with Portal() as portal:
        yield read_office(tmp_path_factory.mktemp("read"), portal)


def titles(page: str) -> list[str]:
    """The titles of a list, in its order."""
    return [unescape(found) for found in re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', page)]


def told(page: str) -> str:
    """The line above the list."""
    found = re.search(r'class="found"><b>([^<]*)', page)
    assert found, page
    return found[1]


def test_the_list_tells_how_many_count_and_why_each_does(read: Read) -> None:
    """Above the list stands how many were found and count; each item has its state in words with the reason, newest first."""
    page = read.manager.get("/tin-bai").text
    assert told(page) == "9 mục, tính 4"
    found = titles(page)
    assert found[-1].startswith("Xã 4 ")
    assert "Huyện nhắc chấm điểm" in "".join(found[:3])
    text = words(page)
    for reason in ("vì có “", "không phải tin, bài CCHC", "trùng với mục", "tiếp âm: có tính không, chờ xét"):
        assert reason in text


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("tim=hoi+lang", "1 mục, tính 0"),
        ("tim=Hội+làng+mùa", "1 mục, tính 0"),
        ("thang=2026-10", "1 mục, tính 1"),
        ("kenh=loudspeaker", "3 mục, tính 1"),
        ("ket-luan=other&thang=2026-11", "2 mục, tính 0"),
        ("tinh=co", "4 mục, tính 4"),
        ("tinh=khong&kenh=portal", "3 mục, tính 0"),
        ("tinh=cho", "2 mục, tính 0"),
        ("tinh=same_story", "1 mục, tính 0"),
        ("tinh=origin_doubt", "1 mục, tính 0"),
        ("thang=0001-01&kenh=x&ket-luan=%00&tinh=%F0&linh-vuc=.&sau=zz.1", "9 mục, tính 4"),
        ("thang=9999-12&sau=2026-11-01.99999999999999999999", "9 mục, tính 4"),
        ("tim=%22+OR+1%3D1+--", "Không có mục nào khớp"),
    ],
)
def test_what_is_asked_for_stands_in_the_address(read: Read, address: str, line: str) -> None:
    """Words with marks or without, month, channel, verdict, standing and reason narrow the list; what is none of them asks for nothing."""
    assert told(read.manager.get(f"/tin-bai?{address}").text) == line


def test_the_form_shows_what_was_asked_for(read: Read) -> None:
    """What narrows the list stands in the form, which is unfolded then, and can be taken away."""
    page = read.manager.get("/tin-bai?tim=m%E1%BB%99t&thang=2026-11&tinh=co").text
    assert 'value="một"' in page
    assert '<option value="2026-11" selected>Tháng 11/2026' in page
    assert '<option value="co" selected>' in page
    assert '<details class="filters" open>' in page
    assert "Bỏ lọc" in page
    assert "Bỏ lọc" not in read.manager.get("/tin-bai").text


def test_pages_show_every_item_once(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """From page to page each item is met once, and each page keeps what was asked for."""
    monkeypatch.setattr(items, "_ROWS", 2)
    seen: list[str] = []
    path = "/tin-bai?thang=2026-11"
    for _ in range(9):
        page = read.manager.get(path).text
        seen += titles(page)
        older = re.search(r'<a href="([^"]*)" rel="next">', page)
        if older is None:
            break
        assert len(seen) % 2 == 0
        path = unescape(older[1])
        assert "thang=2026-11" in path
    assert len(seen) == len(set(seen)) == 8
    assert "về đầu danh sách" in page


def test_nothing_recorded_and_nothing_found_are_two_things(manager: Browser) -> None:
    """An office without items says that none is recorded; with a filter, that none fits."""
    assert told(manager.get("/tin-bai").text) == "Chưa ghi nhận mục nào"
    assert told(manager.get("/tin-bai?tim=x").text) == "Không có mục nào khớp"


def test_every_reason_can_be_looked_for() -> None:
    """Each reason not to count has its words in the list of reasons."""
    assert set(finding.REASONS) == set(Why)


def test_very_many_are_not_counted() -> None:
    """Beyond a thousand only that they are more is told, and nothing of how many count."""
    assert finding.found(1001, 1000, None) == "hơn 1.000 mục"
    assert finding.found(0, 1000, 0) == "0 mục, tính 0"


def test_an_item_says_why_it_counts(read: Read) -> None:
    """An item that counts has its month and the words that drove it; one that does not, the reasons; one that waits, that it waits."""
    page = read.manager.get(f"/tin-bai/{read.number('Xã 3 ')}").text
    assert "Được tính vào tháng 11/2026" in page
    assert "Vì sao được tính" in page
    assert "CCHC theo quy tắc: dấu hiệu CCHC:" in page
    other = read.manager.get(f"/tin-bai/{read.number('Hội làng')}").text
    assert "Không tính – tháng 11/2026" in other
    assert "<li>Không phải tin, bài CCHC</li>" in other
    waits = read.manager.get(f"/tin-bai/{read.number('Huyện nhắc')}").text
    assert "Vì sao chờ xét" in waits
    assert "<li>Tiếp âm: có tính không, chờ xét</li>" in waits


def test_the_same_news_stand_side_by_side(read: Read) -> None:
    """An item and what it repeats stand beside each other on the pages of both, with how they are told to be the same."""
    first, second = read.number("Xã 1 "), read.number("Xã 2 ")
    for number, other in ((first, second), (second, first)):
        page = read.manager.get(f"/tin-bai/{number}").text
        assert "Mục trùng nhau" in page
        assert f'<a href="/tin-bai/{other}">Mục {other}:' in page
        assert f"trùng với mục {first} (do người xét ghi)" in page
    assert "Mục trùng nhau" not in read.manager.get(f"/tin-bai/{read.number('Xã 3 ')}").text


def test_the_history_tells_who_when_and_why(read: Read) -> None:
    """What was seen and decided stands with its moment, the last first; a withdrawn decision stays."""
    number = read.number("Xã 4 ")
    read.office.decides(number, "nhầm tháng", published_on=date(2026, 10, 13))
    decision = read.office.trace(number)["decisions"][-1]["id"]
    with read.office.store() as store:
        review.withdraw(store, read.office.unit, decision, "Trưởng ban", "ghi sai", read.office.now())
    text = words(read.manager.get(f"/tin-bai/{number}").text)
    assert re.search(rf"08:0\d 2\d/11/2026\s+Quyết định {decision}, Thư ký:\s+ngày đăng 13/10/2026 – nhầm tháng", text)
    assert "đã rút lại 08:00 26/11/2026, người rút: Trưởng ban – ghi sai" in text
    assert text.index("nhầm tháng") < text.index("thấy bài: Xã 4")


def test_a_long_history_comes_in_parts(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part leads to the older and the newer one, and together they hold everything."""
    monkeypatch.setattr(item_page, "_EVENTS", 1)
    number, path, parts = read.number("Xã 2 "), f"/tin-bai/{read.number('Xã 2 ')}", []
    for _ in count():
        page = read.manager.get(path).text
        parts.append(len(re.findall(r"<time ", page)))
        older = re.search(r'<a href="([^"#]*)#lich-su">Cũ hơn', page)
        if not older:
            break
        path = unescape(older[1])
    assert parts == [1, 1, 1]
    assert "Mới hơn" in page
    assert read.manager.get(f"/tin-bai/{number}?tu=999").status_code == 200


class Running(HTMLParser):
    """What of a page may run, load or send something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes handlers, styles, scripts and loads that are not the page's own."""
        for name, value in attrs:
            own = (value or "").startswith(("/", "data:image/"))
            if name.startswith("on") or name == "style" or (name in ("src", "srcset", "data", "formaction") and not own):
                self.found.append(f"{tag} {name}={value}")
        if tag in ("object", "embed", "base", "svg:script") or (tag == "script" and "src" not in dict(attrs)):
            self.found.append(tag)


def runs(page: str) -> list[str]:
    """What of a page may run or load something from elsewhere."""
    reader = Running()
    reader.feed(page)
    return reader.found


def test_what_runs_is_seen() -> None:
    """The test of pages can fail."""
    assert runs('<script>x</script><img src="http://e/"><p onclick="x" style="y">&lt;script&gt;') == [
        "script",
        "img src=http://e/",
        "p onclick=x",
        "p style=y",
    ]


def frame_of(page: str) -> str:
    """The address of the captured page in an item's page."""
    found = re.search(r'<iframe src="([^"]*)" sandbox=""', page)
    assert found, page
    return found[1]


def test_a_captured_page_neither_runs_nor_loads_anything(read: Read) -> None:
    """The page as kept lies in a sandboxed frame under a policy of its own; scripts, handlers and remote addresses of images are gone, its text stands."""
    page = read.manager.get(f"/tin-bai/{read.number('Tin ')}").text
    got = read.manager.get(frame_of(page))
    assert got.headers["Content-Security-Policy"] == (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
    )
    assert got.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "Trang có mã." in got.text
    assert runs(got.text) == []
    assert "evil.example" not in got.text


def test_the_page_as_received_is_only_saved(read: Read) -> None:
    """The bytes as received come as an attachment without a type that a browser shows."""
    got = read.manager.get(f"{frame_of(read.manager.get('/tin-bai/' + str(read.number('Tin '))).text)}/goc")
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.content_type == "application/octet-stream"
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"evil.example" in got.data


def test_a_page_of_which_nothing_is_left_says_so(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the bytes of a captured page were dropped, the frame tells that; nothing can be saved, and a page of another item is none of this one's."""
    number = read.number("Hội làng")
    frame = frame_of(read.manager.get(f"/tin-bai/{number}").text)
    monkeypatch.setattr(page_copies, "body_of", lambda *_: b"")
    assert "Không còn giữ bản lưu" in read.manager.get(frame).text
    assert read.manager.get(f"{frame}/goc").status_code == 404
    assert read.manager.get(frame.replace(f"/{number}/", f"/{read.number('Xã 3 ')}/")).status_code == 404


def test_what_strangers_wrote_stays_text(read: Read) -> None:
    """Markup in titles, notes and reasons is shown as text in the list and on the item's page."""
    for path in ("/tin-bai", f"/tin-bai/{read.number('Tin ')}", f"/tin-bai/{read.number('Lời rao')}", f"/tin-bai/{read.number('Bản tin')}"):
        page = read.manager.get(path).text
        assert EVIL not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert runs(page) == []
        assert NEVER.findall(words(page)) == []
        assert len(page.encode()) <= 40_000


def test_an_address_of_a_script_is_no_link(read: Read) -> None:
    """Only an address of the web becomes a link."""
    with read.app.test_request_context("/"):
        address = read.app.jinja_env.get_template("macros/item.html").module.address  # type: ignore[attr-defined]
        assert address("javascript:alert(1)") == "javascript:alert(1)"
        assert 'href="https://xa.example/1"' in address("https://xa.example/1")


def test_a_voided_bulletin_is_told_as_such(read: Read) -> None:
    """A bulletin that was voided has its page, which says so, and no form to attach anything."""
    clock = Clock("2026-11-26 09:30")
    with read.office.store() as store:
        fields = {"date": "20/11/2026", "title": "Mục ghi nhầm", "duration": "5"}
        made = bulletin_form.enter(store, read.office.settings, read.office.unit, fields, clock.now(), Actor("Hoa"))
        assert made.item_id
        review.void(store, made.item_id, "Hoa", "ghi nhầm ngày", clock.now())
    page = read.manager.get(f"/tin-bai/{made.item_id}").text
    assert "Mục này đã hủy" in page
    assert "bởi Hoa: ghi nhầm ngày" in page
    assert "Ghi vào bằng tay:" in page
    assert 'type="file"' not in page


def test_what_other_pages_do_is_offered_where_they_are(desk_office: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of the month as a workbook, the bulletin in its log and deciding about an item are offered where such pages are, to who may."""
    planted = {
        "files.document": Page("/k", "files.document", lambda: "", Action.DOWNLOAD, None),
        "review.show": Page("/x", "review.show", lambda: "", Action.VIEW, Action.REVIEW),
        "broadcasts_item.show": Page("/t/<int:item_id>", "broadcasts_item.show", lambda item_id: "", Action.VIEW, None),  # noqa: ARG005
    }
    for name, one in planted.items():
        monkeypatch.setitem(registry._PAGES, name, one)
    app, clock = desk_office.app(), desk_office.clock
    with desk_office.store() as store:
        fields = {"date": "20/11/2026", "title": "Tin một cửa", "duration": "5", "origin": "tiếp âm"}
        number = bulletin_form.enter(store, desk_office.settings, desk_office.settings.units[0], fields, clock.now(), Actor("x")).item_id
    editor, viewer = Browser(app), Browser(app)
    editor.login("editor")
    viewer.login("viewer")
    assert 'href="/k?ky=2026-11&amp;loai=danh-sach&amp;dang=xlsx"' in editor.get("/tin-bai?thang=2026-11").text
    assert 'href="/k?ky=2026&amp;loai=danh-sach&amp;dang=xlsx"' in viewer.get("/tin-bai").text
    page = editor.get(f"/tin-bai/{number}").text
    assert f'href="/t/{number}"' in page
    assert f'href="/x?muc={number}"' in page
    assert "/x?muc=" not in viewer.get(f"/tin-bai/{number}").text


@pytest.mark.parametrize("number", ["0", "4711", "999999999999999999", "99999999999999999999999", "-1", "x"])
def test_a_number_of_no_item_is_not_there(read: Read, number: str) -> None:
    """A number that no item has is answered so, however long."""
    for path in (f"/tin-bai/{number}", f"/tin-bai/{number}/trang/1", f"/tin-bai/1/trang/{number}", f"/tin-bai/1/tep/{number}"):
        assert read.manager.get(path).status_code == 404


def test_an_item_of_another_unit_is_not_there(tmp_path: Path, clock: Clock) -> None:
    """Neither a page of one's own unit nor one of the other shows an item of a unit that one may not see, nor takes a file for it."""
    furnish(tmp_path, ("Một", "Hai"), roles=())
    site = Site.of(tmp_path / "config.toml", clock)
    with site.store() as store:
        accounts.add(store, "hoa", "Hoa", [Grant(Role.EDITOR, "unit")], clock.now(), Actor("kiểm thử"))
        accounts.set_password(store, "hoa", PASSWORD, clock.now(), Actor("kiểm thử"))
        fields = {"date": "20/11/2026", "title": "Tin của xã Hai", "duration": "5"}
        made = bulletin_form.enter(store, site.settings, site.settings.units[1], fields, clock.now(), Actor("x"))
    browser = Browser(site.app())
    browser.login("hoa")
    number = made.item_id
    assert "Tin của xã Hai" not in browser.get("/tin-bai").text
    for path in (f"/tin-bai/{number}", f"/dv/unit1/tin-bai/{number}", f"/dv/unit/tin-bai/{number}", f"/tin-bai/{number}/trang/1"):
        assert browser.get(path).status_code == 404, path
    for path in (f"/tin-bai/{number}/tep", f"/dv/unit1/tin-bai/{number}/tep", f"/tin-bai/{number}/tep/1/huy"):
        assert browser.post(path, {"loai": "paper", "because": "x"}).status_code == 404, path
