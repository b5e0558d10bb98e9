"""Chờ xét: what decides a month first, each button, undo, two people at once, many at once."""

import re
from pathlib import Path

import pytest

from newswatch.core.rights import Actor, Grant, Role
from newswatch.services import accounts, audit, statements
from web.entries import UNSURE, logs, mark_of, number_of, settles
from web.pages import PASSWORD, Browser, Clock, Site, furnish

EVIL = '<script>alert("x")</script>'


@pytest.fixture
def waiting(editor: Browser) -> list[int]:
    """Three bulletins of which the rules are unsure."""
    for title in UNSURE[:3]:
        assert logs(editor, title).status_code == 303
    return [number_of(editor, title) for title in UNSURE[:3]]


def verdict(site: Site, item: int) -> tuple[str, int]:
    """The verdict that stands of an item, and how many decisions of people it has."""
    with site.store() as store:
        history = statements.history_of(store, item)
        line = statements.line_of(store, site.settings.units[0], item, site.clock.now())
    assert line
    return str(line.item.verdict), sum(row["kind"] == "person" for row in history["decisions"])


def logged_in(site: Site, name: str) -> Browser:
    """Another person's browser."""
    browser = Browser(site.app())
    browser.login(name)
    return browser


def test_nothing_waits_in_an_empty_queue(editor: Browser) -> None:
    """Where nothing waits it says so, one item and many."""
    assert "Đã xét hết" in editor.get("/cho-xet").text
    assert "Đã xét hết" in editor.get("/cho-xet/nhieu").text


def test_the_card_says_what_accepting_does(editor: Browser, waiting: list[int]) -> None:
    """Title, day, channel, why it waits, what accepting it does and records; the tab counts."""
    page = editor.get("/cho-xet").text
    assert "<title>Chờ xét (3)" in page
    assert "Mục 1/3" in page
    assert UNSURE[0] in page
    assert "25/11/2026 · Truyền thanh" in page
    assert "chưa đủ căn cứ để phân loại, chờ xét" in page
    assert "Nhận mục này thì tháng 11/2026 còn thiếu 3" in page
    assert "là tin, bài CCHC" in page
    assert waiting


def test_accepting_records_who_and_why(desk_office: Site, editor: Browser, waiting: list[int]) -> None:
    """Accepting leads to the next item with its heading marked; the banner tells what was done and how many are left; the history has who and why."""
    sent = settles(editor, waiting[0], "accept", because="nói về “một cửa”")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/cho-xet#muc")
    page = editor.get("/cho-xet").text
    assert f"Vừa nhận “{UNSURE[0]}”, còn 2" in page
    assert f'<h2 id="muc" tabindex="-1">{UNSURE[1]}</h2>' in page
    history = editor.get(f"/cho-xet?muc={waiting[0]}").text
    assert "Mục này không còn chờ xét" in history
    assert "Người editor" in history
    assert "nói về “một cửa”" in history
    assert verdict(desk_office, waiting[0]) == ("par", 1)


def test_each_button_records_its_own(desk_office: Site, editor: Browser, waiting: list[int]) -> None:
    """Reject, date, not this month, origin and same story each record just that; without words the reason says that it was read here."""
    assert settles(editor, waiting[0], "reject").status_code == 303
    for act, fields in (("date", {"k-day": "24/11"}), ("not_in", {"k-not_in": "2026-10"}), ("origin", {"k-origin": "relay"})):
        assert settles(editor, waiting[1], act, **fields).status_code == 303, act
    mark = mark_of(editor, waiting[2])
    same = {"muc": str(waiting[2]), "mark": mark, "act": "same", "same_as": str(waiting[1])}
    assert editor.post("/cho-xet/trung", same).status_code == 303
    with desk_office.store() as store:
        told = [[row for row in statements.history_of(store, item)["decisions"] if row["kind"] == "person"] for item in waiting]
    assert [row["verdict"] for row in told[0]] == ["other"]
    assert [(row["published_on"], bool(row["not_during"]), row["origin"]) for row in told[1]] == [
        ("2026-11-24", False, None),
        (None, True, None),
        (None, False, "relay"),
    ]
    assert [row["same_as"] for row in told[2]] == [waiting[1]]
    assert {row["because"] for rows in told for row in rows} == {"đã đọc và xét trên trang"}
    page = editor.get(f"/cho-xet?muc={waiting[1]}").text
    assert all(text in page for text in ("ngày 24/11/2026", "không đăng từ 01/10/2026 đến 31/10/2026", "nguồn: tiếp âm"))


@pytest.mark.parametrize(
    ("act", "fields", "told"),
    [
        ("date", {"k-day": ""}, "Nhập ngày đăng"),
        ("date", {"k-day": "31/02"}, "Không có ngày 31/02"),
        ("date", {"k-day": "mai"}, "Chưa đọc được ngày “mai”"),
        ("not_in", {}, "Chọn tháng mà mục này không thuộc"),
        ("origin", {}, "Chọn nguồn tin, bài"),
        ("origin", {"k-origin": "lạ"}, "Giá trị này không dùng được"),
        ("lạ", {}, "Chọn một nút"),
        ("", {}, "Chọn một nút"),
    ],
)
def test_what_a_button_lacks_is_told(
    desk_office: Site, editor: Browser, waiting: list[int], act: str, fields: dict[str, str], told: str
) -> None:
    """A button without what it is about is told so; the reason that was typed stays; nothing is recorded."""
    sent = settles(editor, waiting[0], act, because="vì thế", **{"k-because": "vì vậy"}, **fields)
    assert (sent.status_code, told in sent.text) == (422, True)
    assert "<title>Lỗi: Chờ xét" in sent.text
    assert "vì thế" in sent.text
    assert verdict(desk_office, waiting[0]) == ("unsure", 0)


def test_the_same_story_is_chosen_from_a_list(editor: Browser, waiting: list[int]) -> None:
    """The question lists the items of the month but the one asked about; words without marks find others; nothing chosen is told."""
    page = editor.get(f"/cho-xet/trung?muc={waiting[0]}").text
    assert f'value="{waiting[1]}"' in page
    assert f'name="same_as" value="{waiting[0]}"' not in page
    found = editor.get(f"/cho-xet/trung?muc={waiting[0]}&q=doi thoai").text
    assert re.findall(r'name="same_as" value="(\d+)"', found) == [str(waiting[2])]
    assert "Không có mục nào khớp" in editor.get(f"/cho-xet/trung?muc={waiting[0]}&q=zzz").text
    lacks = editor.post("/cho-xet/trung", {"muc": str(waiting[0]), "mark": mark_of(editor, waiting[0]), "act": "same"})
    assert (lacks.status_code, "Chọn mục mà mục này trùng" in lacks.text) == (422, True)
    own = {"muc": str(waiting[0]), "mark": mark_of(editor, waiting[0]), "act": "same", "same_as": str(waiting[0])}
    assert "Không có mục này" in editor.post("/cho-xet/trung", own).text


def test_putting_off_is_in_the_address_alone(desk_office: Site, editor: Browser, waiting: list[int]) -> None:
    """“Để sau” shows the next item, records nothing, and when all were put off they come again."""
    sent = editor.post("/cho-xet", {"muc": str(waiting[0]), "act": "later", "sau": ""})
    assert sent.headers["Location"] == f"/cho-xet?sau={waiting[0]}#muc"
    page = editor.get(sent.headers["Location"]).text
    assert f'<h2 id="muc" tabindex="-1">{UNSURE[1]}</h2>' in page
    whole = editor.get(f"/cho-xet?sau={','.join(map(str, waiting))}").text
    assert "các mục còn lại đã để sau" in whole
    assert verdict(desk_office, waiting[0]) == ("unsure", 0)
    assert editor.get("/cho-xet?sau=x,9e9,,-1").status_code == 200


def test_undo_is_a_decision_on_record(desk_office: Site, editor: Browser, waiting: list[int]) -> None:
    """“Hoàn tác” lets what stood before stand again, keeps both in the history, and a second press says that it was done."""
    settles(editor, waiting[0], "accept")
    page = editor.get("/cho-xet").text
    form = re.search(r'action="/cho-xet/hoan-tac"><input type="hidden" name="decision" value="(\d+)"', page)
    assert form
    assert 'data-key="KeyH"' in page
    for _ in range(2):
        assert editor.post("/cho-xet/hoan-tac", {"decision": form[1], "muc": str(waiting[0])}).status_code == 303
    page = editor.get(f"/cho-xet?muc={waiting[0]}").text
    assert "Lần xét này đã được hoàn tác trước đó" in page
    assert "Người editor" in page
    assert verdict(desk_office, waiting[0]) == ("unsure", 1)
    with desk_office.store() as store:
        assert [str(one.action) for one in audit.listed(store)[:2]] == ["withdraw", "review"]


def test_a_form_sent_twice_is_one_decision(desk_office: Site, editor: Browser, waiting: list[int]) -> None:
    """The second sending of one form records nothing: it is told as overtaken by oneself, or leads on."""
    mark = mark_of(editor, waiting[0])
    first = settles(editor, waiting[0], "accept", mark, form_id="mot")
    second = settles(editor, waiting[0], "accept", mark, form_id="mot")
    assert (first.status_code, second.status_code) == (303, 409)
    assert verdict(desk_office, waiting[0]) == ("par", 1)


def test_two_people_at_once(desk_office: Site, editor: Browser, manager: Browser, waiting: list[int]) -> None:
    """The later of two people is told who decided what and when, with both choices shown; nothing is lost, and the later may overrule."""
    mark = mark_of(manager, waiting[0])
    settles(editor, waiting[0], "accept", because="có “một cửa”")
    late = settles(manager, waiting[0], "reject", mark, because="tin khác")
    assert late.status_code == 409
    assert "Người editor đã xét mục này lúc 09:00 26/11/2026" in late.text
    assert "nhận là tin, bài CCHC" in late.text
    assert "Lần gửi này (chưa ghi): Không tính. Lý do: tin khác" in late.text
    assert verdict(desk_office, waiting[0]) == ("par", 1)
    again = re.search(r'name="mark" value="([^"]*)"', late.text)
    assert again
    assert settles(manager, waiting[0], "reject", again[1], because="tin khác").status_code == 303
    assert verdict(desk_office, waiting[0]) == ("other", 2)


def test_many_are_settled_with_one_reason(desk_office: Site, editor: Browser, waiting: list[int]) -> None:
    """Chosen items are settled in one transaction with one reason and one undo; none chosen is told."""
    page = editor.get("/cho-xet/nhieu").text
    marks = dict(re.findall(r'name="(mark-\d+)" value="([^"]*)"', page))
    assert len(marks) == 3
    assert "Chọn ít nhất một mục" in editor.post("/cho-xet/nhieu", {**marks, "act": "accept"}).text
    chosen = {**marks, "item": list(map(str, waiting[:2])), "because": "cùng một đợt"}
    assert editor.post("/cho-xet/nhieu", {**chosen, "act": "date"}).status_code == 422
    assert editor.post("/cho-xet/nhieu", {**chosen, "act": "accept"}).status_code == 303
    assert [verdict(desk_office, item) for item in waiting] == [("par", 1), ("par", 1), ("unsure", 0)]
    undo = re.search(r'name="decision" value="([\d,]+)"', editor.get("/cho-xet/nhieu").text)
    assert undo
    editor.post("/cho-xet/hoan-tac", {"decision": undo[1]})
    assert "Đã hoàn tác 2 lần xét" in editor.get("/cho-xet").text
    assert verdict(desk_office, waiting[0]) == ("unsure", 1)


def test_many_are_settled_whole_or_not(desk_office: Site, editor: Browser, manager: Browser, waiting: list[int]) -> None:
    """If another person settled one of them, none is recorded, and that one is named."""
    marks = dict(re.findall(r'name="(mark-\d+)" value="([^"]*)"', manager.get("/cho-xet/nhieu").text))
    settles(editor, waiting[0], "accept")
    late = manager.post("/cho-xet/nhieu", {**marks, "item": list(map(str, waiting)), "act": "reject", "because": "tin khác"})
    assert late.status_code == 409
    assert f"Người editor đã xét “{UNSURE[0]}” lúc 09:00 26/11/2026; chưa ghi mục nào" in late.text
    assert 'value="tin khác"' in late.text
    assert [verdict(desk_office, item)[1] for item in waiting] == [1, 0, 0]
    lost = manager.post("/cho-xet/nhieu", {"item": "999", "act": "accept"})
    assert (lost.status_code, "không còn trong danh sách" in lost.text) == (422, True)


def test_htmx_gets_the_card_alone(editor: Browser, waiting: list[int]) -> None:
    """To htmx the next card, the status and the count are given, without menu; a fault and another person's decision likewise."""
    part = editor.get("/cho-xet", HX_Request="true").text
    assert "<!DOCTYPE" not in part
    assert '<div id="bao" hx-swap-oob="innerHTML">' in part
    assert '<h2 id="muc" tabindex="-1">' in part
    sent = editor.post("/cho-xet", {"muc": str(waiting[0]), "mark": "", "act": "date"}, HX_Request="true")
    assert (sent.status_code, 'class="faults"' in sent.text, "<!DOCTYPE" in sent.text) == (422, True, False)


def test_a_viewer_sees_and_settles_nothing(viewer: Browser, waiting: list[int]) -> None:
    """A viewer sees the card with its history and has no button; the form is refused."""
    page = viewer.get("/cho-xet").text
    assert UNSURE[0] in page
    assert 'name="act"' not in page
    assert viewer.post("/cho-xet", {"muc": str(waiting[0]), "act": "accept"}).status_code == 403
    assert viewer.post("/cho-xet/hoan-tac", {"decision": "1"}).status_code == 403


def test_titles_and_reasons_are_inert(editor: Browser) -> None:
    """Tags in a title and in a reason stay text wherever they are shown."""
    title = f"Chuyển đổi số {EVIL}"
    logs(editor, title)
    [item] = [int(n) for n in re.findall(r'href="/truyen-thanh/(\d+)"', editor.get("/truyen-thanh").text)]
    settles(editor, item, "accept", because=EVIL)
    for path in ("/cho-xet", f"/cho-xet?muc={item}", "/cho-xet/nhieu", f"/cho-xet/trung?muc={item}&q={EVIL}", f"/truyen-thanh/{item}"):
        assert EVIL not in editor.get(path).text, path
    late = settles(editor, item, "reject", "0.0", because=EVIL)
    assert (late.status_code, EVIL in late.text) == (409, False)


def test_another_units_item_is_not_there(tmp_path: Path, clock: Clock) -> None:
    """Who edits one unit neither sees nor settles an item of another, nor undoes a decision there."""
    furnish(tmp_path, ("Một", "Hai"), roles=())
    site = Site.of(tmp_path / "config.toml", clock)
    with site.store() as store:
        for name, unit in (("hoa", "unit"), ("lan", "unit1")):
            accounts.add(store, name, name, [Grant(Role.EDITOR, unit)], clock.now(), Actor("kiểm thử"))
            accounts.set_password(store, name, PASSWORD, clock.now(), Actor("kiểm thử"))
    hoa, lan = logged_in(site, "hoa"), logged_in(site, "lan")
    logs(hoa, UNSURE[0])
    item = number_of(hoa, UNSURE[0])
    settles(hoa, item, "accept")
    with site.store() as store:
        [number] = [row["id"] for row in statements.history_of(store, item)["decisions"] if row["kind"] == "person"]
    assert lan.get(f"/cho-xet?muc={item}").status_code == 404
    assert lan.get(f"/cho-xet/trung?muc={item}").status_code == 404
    assert lan.post("/cho-xet", {"muc": str(item), "mark": "0.0", "act": "reject"}).status_code == 404
    assert lan.post("/cho-xet/nhieu", {"item": str(item), f"mark-{item}": "0.0", "act": "reject"}).status_code == 422
    lan.post("/cho-xet/hoan-tac", {"decision": str(number)})
    assert verdict(site, item) == ("par", 1)


def test_a_form_without_its_mark_records_nothing(desk_office: Site, editor: Browser, waiting: list[int]) -> None:
    """A form that does not say what it had seen is taken for an old one, of one item and of many."""
    one = settles(editor, waiting[0], "accept", "")
    many = editor.post("/cho-xet/nhieu", {"item": str(waiting[0]), "act": "accept"})
    assert (one.status_code, many.status_code) == (409, 409)
    assert "trang gửi lên đã cũ" in one.text
    assert "Trang gửi lên đã cũ" in many.text
    assert verdict(desk_office, waiting[0]) == ("unsure", 0)


def test_with_several_units_every_address_keeps_the_unit(tmp_path: Path, clock: Clock) -> None:
    """Who edits two units settles in one of them, and each answer and link leads to the same unit."""
    furnish(tmp_path, ("Một", "Hai"))
    site = Site.of(tmp_path / "config.toml", clock)
    editor = logged_in(site, "editor")
    sent = editor.post("/dv/unit1/truyen-thanh", {"when": "hôm nay", "title": UNSURE[0]})
    assert sent.headers["Location"] == "/dv/unit1/truyen-thanh?thang=2026-11#so"
    page = editor.get("/dv/unit1/cho-xet").text
    assert UNSURE[0] in page
    assert 'action="/dv/unit1/cho-xet"' in page
    item, mark = re.search(r'/truyen-thanh/(\d+)"', page), re.search(r'name="mark" value="([^"]*)"', page)
    assert item
    assert mark
    sent = editor.post("/dv/unit1/cho-xet", {"muc": item[1], "mark": mark[1], "act": "accept"})
    assert sent.headers["Location"] == "/dv/unit1/cho-xet#muc"
    assert 'action="/dv/unit1/cho-xet/hoan-tac"' in editor.get("/dv/unit1/cho-xet").text
    assert editor.get(f"/dv/unit/cho-xet?muc={item[1]}").status_code == 404
    assert "Đã xét hết" in editor.get("/dv/unit/cho-xet").text
