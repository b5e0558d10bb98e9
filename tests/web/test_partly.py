"""What is told where a request records one thing and then can't record the next."""

import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from newswatch.services import attach, sessions
from web.entries import PNG, logs, stored
from web.pages import PASSWORD, Browser, Site


@contextmanager
def held_from(patch: pytest.MonkeyPatch, site: Site, module: object, name: str) -> Iterator[None]:
    """From the first call of a service on another program writes, and does not end."""
    other = sqlite3.connect(site.settings.database, isolation_level=None, check_same_thread=False)
    service: Callable[..., Any] = getattr(module, name)

    def called(*args: Any, **kwargs: Any) -> Any:
        if not other.in_transaction:
            other.execute("BEGIN IMMEDIATE")
        return service(*args, **kwargs)

    with patch.context() as held:
        held.setattr(module, name, called)
        yield
    other.close()


def test_a_bulletin_whose_files_cannot_be_kept_is_told_as_recorded(
    desk_office: Site, editor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bulletin is there, and it is told that it is and which files are not: nobody is told that nothing was recorded."""
    with held_from(monkeypatch, desk_office, attach, "attach_stream"):
        sent = logs(editor, "Một cửa", photo=(io.BytesIO(PNG), "trang.png"), paper=(io.BytesIO(PNG), "giay.png"))
    assert stored(desk_office) == [("2026-11-25", "Một cửa")]
    assert sent.status_code == 303
    told = editor.get(sent.headers["Location"].partition("#")[0]).text
    assert "Mục đã lưu nhưng chưa nhận tệp" in told
    assert all(f"“{name}” (máy đang bận" in told for name in ("trang.png", "giay.png"))


def test_a_request_that_recorded_a_part_never_says_nothing(desk_office: Site, editor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password that was changed before the database was held is not told as not changed."""
    new = "mot cau khac de nho"
    token = editor.token()
    with held_from(monkeypatch, desk_office, sessions, "begin"):
        fields = {"old": PASSWORD, "password": new, "password2": new, "csrf_token": token}
        sent = editor.post("/cai-dat/mat-khau", fields, token=False)
    assert sent.status_code == 503
    assert "Chưa ghi gì" not in sent.text
    assert "Mới ghi được một phần" in sent.text
    assert editor.login("editor", new).status_code == 303


def test_a_fault_after_a_record_never_says_nothing(desk_office: Site, editor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault nobody foresaw after something was recorded is told so too."""

    def fails(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(attach, "attach_stream", fails)
        sent = logs(editor, "Một cửa", photo=(io.BytesIO(PNG), "trang.png"))
    assert sent.status_code == 500
    assert "Chưa ghi gì" not in sent.text
    assert stored(desk_office) == [("2026-11-25", "Một cửa")]
