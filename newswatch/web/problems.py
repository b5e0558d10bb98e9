"""What a person is told when something does not work: what it is and what to do, in Vietnamese, and never a traceback."""

import traceback
from dataclasses import dataclass

from flask import Flask, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from newswatch.core.rights import Action
from newswatch.errors import ConfigError, InputError, NewswatchError, StoreError
from newswatch.masking import masked
from newswatch.report.vi.reasons import technical
from newswatch.services.opening import Trouble, trouble_of
from newswatch.web.desk import desk
from newswatch.web.headers import never_kept


@dataclass(frozen=True, slots=True)
class Told:
    """A problem in words: what it is, and what to do about it."""

    what: str
    do: str


_STATUS = {
    400: Told("Yêu cầu chưa đúng", "Quay lại trang trước, tải lại trang rồi gửi lại."),
    403: Told("Tài khoản này không được làm việc đó", "Việc này cần người có quyền. Hỏi người quản lý tài khoản của đơn vị."),
    404: Told("Không có trang này", "Địa chỉ có thể đã gõ sai hoặc mục không còn. Về trang Tổng quan để tìm lại."),
    405: Told("Trang này không nhận cách gửi đó", "Quay lại trang trước rồi làm lại bằng nút trên trang."),
    409: Told("Người khác vừa thay đổi mục này", "Tải lại trang để xem nội dung hiện nay rồi quyết định lại."),
    413: Told("Nội dung gửi lên quá lớn", "Chọn tệp nhỏ hơn, hoặc chia thành nhiều lần."),
    422: Told("Có chỗ cần sửa", "Quay lại, sửa chỗ được nêu rồi gửi lại; nội dung đã gõ vẫn còn."),
    429: Told("Đã thử quá nhiều lần", "Đợi 15 phút rồi thử lại. Quên mật khẩu thì hỏi người quản lý để nhận đường dẫn đặt lại."),
    500: Told(
        "Trang gặp lỗi ngoài dự kiến", "Chưa ghi gì thêm. Tải lại trang; nếu vẫn lỗi, báo người giữ máy xem nhật ký của chương trình."
    ),
    503: Told("Chưa mở được dữ liệu", "Việc theo dõi không dừng vì trang này. Thử lại sau ít phút; nếu vẫn vậy, báo người giữ máy."),
}
_TROUBLE = {
    Trouble.ABSENT: Told(
        "Chưa có dữ liệu", "Chương trình chưa chạy lần nào ở máy này. Người giữ máy chạy lệnh newswatch check, rồi mở lại trang."
    ),
    Trouble.BUSY: Told("Máy đang ghi việc khác", "Chưa ghi gì của lần gửi này. Đợi vài giây rồi gửi lại."),
    Trouble.UNUSABLE: Told("Chưa mở được dữ liệu", "Tệp dữ liệu cần người giữ máy xem lại bằng lệnh newswatch doctor. Chưa thay đổi gì."),
}
_OTHER_NAME = (
    '<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><title>Tên trang chưa đúng</title><h1>Tên trang chưa đúng</h1>'
    "<p>Trang này không trả lời cho tên đã gõ. Người giữ máy ghi tên ấy vào hosts ở mục [web] của config.toml.</p></html>"
)
"""What is told under a name that is not the page's: no address can be made for it, so that nothing can lead there."""

_FORM_OVER = Told("Trang đã để quá lâu hoặc gửi từ nơi khác", "Chưa ghi gì. Tải lại trang rồi gửi lại.")
_PARTLY = Told(
    "Mới ghi được một phần", "Phần đầu của lần gửi này đã ghi, phần sau thì chưa. Mở lại trang để xem đã ghi gì, rồi làm tiếp phần còn lại."
)
_ONLY_SEES = Told("Tài khoản này chỉ được xem", "Chưa ghi gì. Việc này cần người có quyền nhập, xét hoặc quản lý.")


def install(app: Flask) -> None:
    """Has every failure told so."""
    app.register_error_handler(CSRFError, lambda error: _answer(400, _FORM_OVER))  # noqa: ARG005 - flask's signature
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NewswatchError, _foreseen)
    app.register_error_handler(Exception, _unforeseen)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    if isinstance(error, SecurityError):
        return never_kept(make_response(_OTHER_NAME, 400))
    code = error.code or 500
    if code < 400:
        return error.get_response()
    told = _STATUS.get(code) or _STATUS[400 if code < 500 else 500]
    if code == 403 and request.method == "POST" and not desk().may(Action.LOG):
        told = _ONLY_SEES
    return _answer(code, told)


def _foreseen(error: NewswatchError) -> ResponseReturnValue:
    if isinstance(error, StoreError):
        trouble = trouble_of(desk().settings, error)
        _say(f"database: {error}")
        return _answer(503, _partly(_TROUBLE[trouble]))
    if isinstance(error, InputError):
        return _answer(422, _partly(Told(_STATUS[422].what, technical(str(error)))))
    _say(str(error))
    return _answer(503 if isinstance(error, ConfigError) else 500, _STATUS[503 if isinstance(error, ConfigError) else 500])


def _unforeseen(error: Exception) -> ResponseReturnValue:
    _say(
        f"{request.method} {request.path.split('/lien-ket/')[0]}: a fault nobody foresaw; please report it\n{''.join(traceback.format_exception(error))}"
    )
    return _answer(500, _partly(_STATUS[500]))


def _partly(told: Told) -> Told:
    """What is told of a request that failed: that nothing was recorded, only where that is so."""
    return _PARTLY if desk().has_recorded else told


def _say(text: str) -> None:
    current_app.extensions["newswatch"].say(masked(text))


def _answer(code: int, told: Told) -> ResponseReturnValue:
    """The page of a problem. It needs no database, so that it can be shown without one."""
    response = make_response(render_template("problem.html", told=told, code=code), code)
    if code in (429, 503):
        response.headers["Retry-After"] = "900" if code == 429 else "10"
    return never_kept(response)
