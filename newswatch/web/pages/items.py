"""Tin, bài: every item of a unit, looked for by words and narrowed down; and each with why it counts or not, its page as kept, and its history."""

from typing import Any

from flask import abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.months import local_day
from newswatch.core.rights import Action
from newswatch.errors import StoreError
from newswatch.report.vi import finding
from newswatch.services import dossier as dossiers
from newswatch.services import search
from newswatch.services.copies.handed import Captured
from newswatch.web import filters, headers, item_page
from newswatch.web.desk import desk
from newswatch.web.registry import page

_ROWS = 25
_NO_COPY = "Không còn giữ bản lưu của trang này; lịch sử xét vẫn ghi lúc đã đọc."
_NO_PAGE = "Bản lưu này là tệp chứ không phải trang, nên không xem được ở đây; tải về để mở bằng chương trình khác."
_DAMAGED = "Bản lưu của trang này không còn như lúc nhận. Người giữ máy chạy lệnh newswatch doctor để biết cách khôi phục."


@page("/tin-bai", Action.VIEW)
def show() -> ResponseReturnValue:
    """The list, newest first, with what it can be narrowed to."""
    at, asked, after = desk(), filters.asked(request.args), request.args.get(filters.AFTER, "")[:40]
    found = search.find(at.store, at.unit, asked, at.now, after=after, most=_ROWS)
    counted = search.counted(at.store, at.unit, asked, at.now, found.total)
    address = filters.address(asked)
    return render_template(
        "items.html",
        found=found,
        told=finding.found(found.total, search.MOST_COUNTED, counted),
        vi=finding,
        asked=asked,
        fields=address,
        choices=filters.choices(search.years(at.store, at.unit, at.now), asked, at.now),
        period=str(asked.month or local_day(at.now).year),
        folded=not set(address) - {filters.TEXT},
        first=_list(address) if after else "",
        older=_list(address | {filters.AFTER: found.next}) if found.next else "",
    )


def _list(address: dict[str, Any]) -> str:
    return url_for("items.show", **address)


@page("/tin-bai/<int:item_id>", Action.VIEW)
def one(item_id: int) -> ResponseReturnValue:
    """One item."""
    return item_page.shown(item_id)


@page("/tin-bai/<int:item_id>/trang/<int:answer>", Action.VIEW)
def captured(item_id: int, answer: int) -> ResponseReturnValue:
    """A captured page of an item, made harmless, to be framed or opened alone."""
    try:
        found = _captured(item_id, answer)
    except StoreError:
        response = headers.captured(render_template("captured.html", told=_DAMAGED).encode())
        response.status_code = 503
        return headers.never_kept(response)
    if found.readable:
        return headers.captured(found.readable)
    return headers.captured(render_template("captured.html", told=_NO_PAGE if found.body else _NO_COPY).encode())


@page("/tin-bai/<int:item_id>/trang/<int:answer>/goc", Action.DOWNLOAD)
def received(item_id: int, answer: int) -> ResponseReturnValue:
    """The bytes of a captured page as they were received, to be saved."""
    found = _captured(item_id, answer)
    if not found.body:
        abort(404)
    return make_response(headers.download(found.body, f"muc-{item_id}-trang-{answer}.bin"))


def _captured(item_id: int, answer: int) -> Captured:
    at = desk()
    found = dossiers.captured(at.store, at.unit, item_id, answer)
    return found or abort(404)
