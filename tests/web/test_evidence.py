"""Files of items at the page: attached, fetched for saving alone, voided, and refused."""

import io
import re
from typing import Any

import pytest
from flask import Flask

from newswatch.core.record.files import MOST_BYTES, FileKind
from newswatch.core.rights import Actor
from newswatch.services import attach as attaching
from newswatch.services import audit, bulletin_form
from web.pages import Browser, Site

MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(2000)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00" + bytes(200)
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"


@pytest.fixture
def number(desk_office: Site) -> int:
    """A bulletin to which files are attached."""
    fields = {"date": "24/11/2026", "title": "Bản tin một cửa", "duration": "5"}
    with desk_office.store() as store:
        made = bulletin_form.enter(
            store, desk_office.settings, desk_office.settings.units[0], fields, desk_office.clock.now(), Actor("Hoa")
        )
    assert made.item_id
    return made.item_id


def sends(browser: Browser, number: int, body: bytes, name: str, kind: str = "audio", **fields: str) -> Any:
    """Sends a file as a browser does."""
    return browser.post(f"/tin-bai/{number}/tep", {"loai": kind, "tep": (io.BytesIO(body), name), **fields})


def files_of(site: Site, number: int) -> list[dict[str, Any]]:
    """The attachments of an item."""
    with site.store() as store:
        return attaching.of_item(store, number)


def test_a_recording_is_attached_and_saved_again(editor: Browser, desk_office: Site, number: int) -> None:
    """A file that is sent is told at the head of the item's page, goes on record with who sent it, and comes back for saving, byte for byte."""
    assert sends(editor, number, MP3, "Phát 24-11.mp3", **{"ghi-chu": "bản gốc"}).headers["Location"] == f"/tin-bai/{number}#tai-lieu"
    page = editor.get(f"/tin-bai/{number}").text
    assert "Đã gắn bản ghi âm “Phát 24-11.mp3”" in page
    assert "bản gốc" in page
    [row] = files_of(desk_office, number)
    assert (row["attached_by"], row["kind"]) == ("Người editor", "audio")
    got = editor.get(f"/tin-bai/{number}/tep/{row['id']}")
    assert got.data == MP3
    assert got.headers["Content-Disposition"].startswith("attachment; ")
    assert got.headers["Content-Type"] == "audio/mpeg"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_part_of_a_recording_can_be_asked_for(editor: Browser, desk_office: Site, number: int) -> None:
    """A download that broke off goes on where it stopped."""
    sends(editor, number, MP3, "a.mp3")
    got = editor.get(f"/tin-bai/{number}/tep/{files_of(desk_office, number)[0]['id']}", Range="bytes=10-19")
    assert (got.status_code, got.data) == (206, MP3[10:20])
    assert got.headers["Content-Disposition"].startswith("attachment")


def test_attaching_is_undone_by_a_void(editor: Browser, desk_office: Site, number: int) -> None:
    """The banner's button voids what was attached; both stay in the history, and in the list of writes."""
    sends(editor, number, PNG, "so.png", "log-page")
    page = editor.get(f"/tin-bai/{number}").text
    undo = re.search(r'<form method="post" action="([^"]*/huy)"><input type="hidden" name="because" value="([^"]*)">', page)
    assert undo
    assert editor.post(undo[1], {"because": undo[2]}).status_code == 303
    page = editor.get(f"/tin-bai/{number}").text
    assert "đã hủy: hoàn tác" in page
    assert "bởi Người editor: hoàn tác" in page
    with desk_office.store() as store:
        assert [str(one.action) for one in audit.listed(store)[:2]] == ["void_file", "attach"]


def test_voiding_asks_why(editor: Browser, desk_office: Site, number: int) -> None:
    """One page asks for the reason; without one it says so and voids nothing; a second void says that it was done."""
    sends(editor, number, PNG, "so.png", "log-page")
    path = f"/tin-bai/{number}/tep/{files_of(desk_office, number)[0]['id']}/huy"
    assert "Hủy tệp “so.png”" in editor.get(path).text
    refused = editor.post(path, {"because": " "})
    assert (refused.status_code, "Ghi lý do hủy" in refused.text) == (422, True)
    assert files_of(desk_office, number)[0]["voided_at"] is None
    assert editor.post(path, {"because": "nhầm mục"}).status_code == 303
    again = editor.post(path, {"because": "nhầm mục"})
    assert (again.status_code, "đã hủy rồi" in again.text) == (422, True)


@pytest.mark.parametrize(
    ("body", "name", "kind", "text"),
    [
        (PNG, "a.mp3", "audio", "Nội dung tệp không phải loại nhận làm bản ghi âm; nhận .3gp, .aac"),
        (HTML, "a.png", "log-page", "Nội dung tệp không phải loại nhận làm ảnh trang sổ phát thanh"),
        (b"MZ\x90\x00" + bytes(500), "a.docx", "script", "Nội dung tệp không phải loại nhận"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a.svg", "log-page", "Nội dung tệp không phải loại nhận"),
        (b"", "a.mp3", "audio", "Tệp không có nội dung"),
        (MP3, "a.mp3", "khac", "Chọn loại tài liệu"),
        (MP3, "", "audio", "Chọn tệp để gắn"),
    ],
)
def test_a_file_that_is_nothing_of_its_kind_is_refused(
    editor: Browser, desk_office: Site, number: int, body: bytes, name: str, kind: str, text: str
) -> None:
    """By its content, whatever its name: the page says what is wrong above and beside the field, and keeps what was typed."""
    got = sends(editor, number, body, name, kind, **{"ghi-chu": "đã gõ"})
    assert got.status_code == 422
    assert got.text.count(text) >= 2 or kind == "khac"
    assert '<div class="faults"' in got.text
    assert 'value="đã gõ"' in got.text
    assert "<title>Lỗi: " in got.text
    assert files_of(desk_office, number) == []


def test_each_kind_has_its_size(editor: Browser, desk_office: Site, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of more bytes than its kind may have is answered 413 with the most it may have; nothing is kept."""
    monkeypatch.setitem(MOST_BYTES, FileKind.AUDIO, 1_500)
    got = sends(editor, number, MP3, "a.mp3")
    assert (got.status_code, "Tệp lớn hơn 1 KB, cỡ lớn nhất của bản ghi âm" in got.text) == (413, True)
    assert files_of(desk_office, number) == []


def test_the_office_has_the_last_word_on_sizes(desk_office: Site, number: int) -> None:
    """More than `upload_mb` is refused before it is looked at, whatever the kind may have."""
    app = desk_office.app()
    browser = Browser(app)
    browser.login("editor")
    app.config["MAX_CONTENT_LENGTH"] = 2_000
    got = sends(browser, number, MP3, "a.mp3")
    assert (got.status_code, "quá lớn" in got.text) == (413, True)


def test_a_page_in_a_text_is_saved_as_text(editor: Browser, desk_office: Site, number: int) -> None:
    """Markup that is handed in as a text is never told to be a page: it is saved under a name and a type of a text, or not taken at all."""
    if sends(editor, number, HTML, "kich-ban.html", "script").status_code == 303:
        got = editor.get(f"/tin-bai/{number}/tep/{files_of(desk_office, number)[0]['id']}")
        assert got.content_type.startswith("text/plain")
        assert "kich-ban.html.txt" in got.headers["Content-Disposition"]
        assert "sandbox" in got.headers["Content-Security-Policy"]


def test_a_second_click_attaches_nothing(editor: Browser, desk_office: Site, number: int) -> None:
    """The same form sent twice leads to the item, with one file."""
    for body in (MP3, MP3 + b"x"):
        assert sends(editor, number, body, "a.mp3", form_id="dung-mot-lan").status_code == 303
    assert len(files_of(desk_office, number)) == 1


def test_a_file_that_was_changed_is_not_handed_out(editor: Browser, desk_office: Site, number: int) -> None:
    """A file whose bytes are no longer those that were handed in is told as such, and not given."""
    sends(editor, number, MP3, "a.mp3")
    [row] = files_of(desk_office, number)
    path = attaching.folder_of(desk_office.settings.database) / row["sha256"][:2] / row["sha256"]
    path.chmod(0o600)
    path.write_bytes(MP3[:-1] + b"\x01")
    editor.get("/tin-bai")
    assert editor.get(f"/tin-bai/{number}/tep/{row['id']}").status_code == 303
    assert "tệp đã bị đổi" in editor.get(f"/tin-bai/{number}").text


def test_who_only_sees_is_offered_nothing(viewer: Browser, editor: Browser, desk_office: Site, number: int) -> None:
    """A viewer reads and fetches; neither form nor link to void is there, and both are refused."""
    sends(editor, number, MP3, "a.mp3")
    [row] = files_of(desk_office, number)
    page = viewer.get(f"/tin-bai/{number}").text
    assert 'type="file"' not in page
    assert "/huy" not in page
    assert viewer.get(f"/tin-bai/{number}/tep/{row['id']}").status_code == 200
    assert sends(viewer, number, MP3, "b.mp3").status_code == 403
    assert viewer.get(f"/tin-bai/{number}/tep/{row['id']}/huy").status_code == 403


def test_a_hostile_name_stays_text(editor: Browser, desk_office: Site, number: int) -> None:
    """Markup, signs that turn the writing round, and paths in a file's name name no place, and run nowhere."""
    evil = "../../<img src=x onerror=alert(1)>\u202egnp.mp3"
    sends(editor, number, MP3, evil)
    page = editor.get(f"/tin-bai/{number}").text
    assert "<img" not in page
    assert "\u202e" not in page
    got = editor.get(f"/tin-bai/{number}/tep/{files_of(desk_office, number)[0]['id']}")
    assert re.fullmatch(r"attachment; filename=\"?[^\"/\\\r\n]*\"?(; filename\*=\S*)?", got.headers["Content-Disposition"])


def test_a_file_of_another_item_is_not_there(editor: Browser, app: Flask, desk_office: Site, number: int) -> None:
    """A file is found under its own item alone."""
    sends(editor, number, MP3, "a.mp3")
    [row] = files_of(desk_office, number)
    assert editor.get(f"/tin-bai/{number + 1}/tep/{row['id']}").status_code == 404
    assert editor.get(f"/tin-bai/{number}/anh/1").status_code == 404
    assert Browser(app).get(f"/tin-bai/{number}/tep/{row['id']}").status_code == 303


def test_very_many_files_with_long_words_fit(editor: Browser, desk_office: Site, number: int) -> None:
    """The page of an item with more files than it shows stays below 40 KB, says how many it leaves out, and its history leads to them."""
    long = "ộ" * 240
    for n in range(14):
        now = desk_office.clock.now()
        with desk_office.store() as store:
            body = io.BytesIO(MP3 + bytes([n]))
            attaching.attach_stream(store, body, f"{long}{n}.mp3", number, FileKind.AUDIO, now, actor=Actor(long), note=long * 3)
    page = editor.get(f"/tin-bai/{number}")
    assert len(page.data) <= 40_000
    assert "Và 4 tệp gắn trước đó" in page.text
    rest = editor.get(f"/tin-bai/{number}?tu=12").text
    assert f'/tin-bai/{number}/tep/1">Tải tệp' in rest
