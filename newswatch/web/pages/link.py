"""Liên kết một lần: sets the first manager's password, or a forgotten one. What the link holds never stands in a log or a cache."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.rights import Action
from newswatch.errors import FieldFault, FieldFaults
from newswatch.services import accounts
from newswatch.web import people
from newswatch.web.banner import tell
from newswatch.web.desk import desk
from newswatch.web.headers import never_kept
from newswatch.web.registry import page

_LONGEST = 1_000
_TEXTS = {
    "too_short": "Mật khẩu cần ít nhất 10 ký tự",
    "missing": "Còn để trống",
    "taken": "Tên đăng nhập này đã có người dùng",
    "wrong": "Mật khẩu này quá dễ đoán; chọn mật khẩu khác",
    "unreadable": "Tên đăng nhập chỉ gồm chữ không dấu, chữ số, dấu chấm và gạch nối",
}


@page(f"{accounts.LINK_PATH}<token>", Action.OWN_ACCOUNT, Action.OWN_ACCOUNT, of_unit=False, open_to_all=True)
def use(token: str) -> ResponseReturnValue:
    """The form of a new password; of a first link also of name and account."""
    at = desk()
    found = accounts.link(at.store, token, at.now)
    if found is None:
        return _shown("link_over.html", 404)
    if request.method == "GET":
        return _shown("link.html", 200, link=found, faults=[], given={})
    given = {key: request.form.get(key, "")[:_LONGEST] for key in ("name", "display_name", "password", "password2")}
    if given["password"] != given["password2"]:
        return _shown("link.html", 422, link=found, faults=[("password2", "Hai lần gõ mật khẩu chưa giống nhau")], given=given)
    try:
        account = accounts.use_link(
            at.store,
            token,
            given["password"],
            at.now,
            name=given["name"].strip(),
            display_name=given["display_name"].strip(),
            address=request.remote_addr or "",
        )
    except (FieldFault, FieldFaults) as error:
        each = error.faults if isinstance(error, FieldFaults) else (error,)
        faults = [(one.field, _TEXTS.get(str(one.code), str(one))) for one in each]
        return _shown("link.html", 422, link=found, faults=faults, given=given)
    people.begin(account, request.remote_addr or "")
    tell("Đã đặt mật khẩu và đăng nhập")
    return redirect(url_for("overview.show"), 303)


def _shown(template: str, code: int, **values: object) -> ResponseReturnValue:
    response = never_kept(make_response(render_template(template, **values), code))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
