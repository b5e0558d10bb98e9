"""Đăng nhập: the way in, the way out, and the way out on every machine."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.rights import Action
from newswatch.services import accounts
from newswatch.web import people
from newswatch.web.banner import tell
from newswatch.web.desk import desk
from newswatch.web.registry import page
from newswatch.web.targets import safe_path

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng"
_LONGEST = 1_000


@page("/dang-nhap", Action.OWN_ACCOUNT, Action.OWN_ACCOUNT, of_unit=False, open_to_all=True)
def enter() -> ResponseReturnValue:
    """The form of name and password; after it the page one came for."""
    at = desk()
    back, kept = safe_path(request.values.get("toi", "")), _key(request.values.get("giu", ""))
    if request.method == "GET":
        if at.account is not None:
            return redirect(_below(back), 303)
        return render_template("login.html", back=back, kept=kept, expired=bool(kept), faults=[], name="")
    name, password = request.form.get("name", "").strip()[:_LONGEST], request.form.get("password", "")[:_LONGEST]
    account = accounts.authenticate(at.store, name, password)
    if account is None:
        return render_template("login.html", back=back, kept=kept, expired=False, faults=[("name", WRONG)], name=name), 422
    people.begin(account, request.remote_addr or "")
    return redirect(_below(_with_kept(back, kept)), 303)


@page("/dang-xuat", None, Action.OWN_ACCOUNT, of_unit=False)
def leave() -> ResponseReturnValue:
    """Logs out on this machine."""
    people.end()
    return redirect(url_for("login.enter"), 303)


@page("/dang-xuat-moi-may", None, Action.OWN_ACCOUNT, of_unit=False)
def leave_everywhere() -> ResponseReturnValue:
    """Logs out on every machine."""
    ended = people.end_everywhere()
    tell(f"Đã đăng xuất khỏi {ended} máy")
    return redirect(url_for("login.enter"), 303)


def _with_kept(path: str, key: str) -> str:
    """The path with the key of what was typed before, if anything was."""
    if not key:
        return path
    return f"{path}{'&' if '?' in path else '?'}giu={key}"


def _key(text: str) -> str:
    """The key of a stash; empty for what can't be one."""
    return text if text.replace("-", "").replace("_", "").isalnum() and text.isascii() and len(text) < _LONGEST else ""


def _below(path: str) -> str:
    """A path of this page as the browser sees it, below the prefix of a proxy."""
    return f"{request.root_path}{path}"
