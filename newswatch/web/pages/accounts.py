"""Tài khoản: who may enter, with which rights. A manager adds, grants, disables and gives one-time links, and only where one manages accounts oneself."""

from collections.abc import Callable
from dataclasses import replace

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from newswatch.core.rights import ALL_UNITS, Action, Grant, Role, may, may_manage
from newswatch.errors import AlreadyDone, FieldFault, InputError
from newswatch.report.vi import people as words
from newswatch.report.vi import terms
from newswatch.report.vi.reasons import technical
from newswatch.services import accounts
from newswatch.services.accounts import Account
from newswatch.web import forms as form
from newswatch.web import freshness, stash
from newswatch.web.banner import tell
from newswatch.web.desk import desk
from newswatch.web.headers import never_kept
from newswatch.web.registry import page

_TEXTS = {"taken": "Tên đăng nhập này đã có người dùng", "too_long": "Dài quá 100 ký tự", "missing": "Còn để trống"}
_LONGEST = 400
_MOST_UNITS = 300
_TWICE = "Đã làm ở lần gửi trước; lần gửi thứ hai không ghi gì thêm"


@page("/cai-dat/tai-khoan", Action.ACCOUNTS, Action.ACCOUNTS, of_unit=False)
def show() -> ResponseReturnValue:
    """The accounts that the person may see, and the form of another one."""
    if request.method == "GET":
        return _list([])
    at, given = desk(), _grant()
    name, shown = (request.form.get(key, "").strip()[:_LONGEST] for key in ("name", "display_name"))
    faults = [(key, _TEXTS["missing"]) for key, text in (("name", name), ("display_name", shown)) if not text]
    faults += [] if given else [("role", "Chọn quyền")]
    if faults or given is None:
        return _list(faults)
    if not may_manage(at.grants, [given]):
        abort(403)
    try:
        made = accounts.add(at.store, name, shown, [given], at.now, at.actor)
    except AlreadyDone:
        tell(_TWICE)
        return redirect(url_for("accounts.show"), 303)
    except FieldFault as fault:
        return _list([(fault.field, _TEXTS.get(str(fault.code), technical(str(fault))))])
    except InputError as error:
        return _list([("role", technical(str(error)))])
    tell(f"Đã thêm tài khoản {made.name}")
    return _with_link(made)


@page("/cai-dat/tai-khoan/<int:number>", Action.ACCOUNTS, of_unit=False)
def one(number: int) -> ResponseReturnValue:
    """One account: its rights, whether it may enter; a one-time link that was just made, shown this once."""
    account = _account(number)
    token = ((stash.take(request.args["lk"]) if "lk" in request.args else None) or MultiDict()).get("path", "")
    freshness.never()
    return never_kept(
        make_response(
            render_template(
                "account.html",
                account=account,
                link=url_for("link.use", token=token, _external=True) if token else "",
                words=words,
                titles=_titles(),
                roles=_roles(),
                units=_units(),
                last=_is_self(account),
                form_id=form.new_form_id(),
            )
        )
    )


@page("/cai-dat/tai-khoan/<int:number>/quyen", None, Action.ACCOUNTS, of_unit=False)
def grant(number: int) -> ResponseReturnValue:
    """Gives an account a role, or takes one away (`bo`)."""
    at, account, given = desk(), _account(number), _grant()
    if given is None:
        tell("Chọn quyền và đơn vị.", wrong=True)
        return _to(account)
    if not may_manage(at.grants, [given]):
        abort(403)
    taken = request.form.get("bo") == "1"
    change = accounts.revoke if taken else accounts.grant
    said = f"Đã {'bỏ' if taken else 'giao'} quyền {words.grant(given, _titles().get(given.unit, ''))}"
    return _done(account, lambda: change(at.store, account.name, given, at.now, at.actor), said)


@page("/cai-dat/tai-khoan/<int:number>/khoa", None, Action.ACCOUNTS, of_unit=False)
def disable(number: int) -> ResponseReturnValue:
    """Disables an account, or enables it again (`mo`)."""
    at, account = desk(), _account(number)
    opens = request.form.get("mo") == "1"
    change = accounts.enable if opens else accounts.disable
    said = f"Đã {'mở lại' if opens else 'khóa'} tài khoản {account.name}"
    return _done(account, lambda: change(at.store, account.name, at.now, at.actor), said)


@page("/cai-dat/tai-khoan/<int:number>/duong-dan", None, Action.ACCOUNTS, of_unit=False)
def link(number: int) -> ResponseReturnValue:
    """Makes a one-time link by which the account sets a password."""
    account = _account(number)
    try:
        return _with_link(account, again=False)
    except AlreadyDone:
        tell(_TWICE)
    except InputError as error:
        tell(terms.capital(technical(str(error))), wrong=True)
    return _to(account)


def _with_link(account: Account, *, again: bool = True) -> ResponseReturnValue:
    """To the account's page, where a one-time link is shown once. `again` says that the form's one-time id was used by what was done before."""
    at = desk()
    actor = replace(at.actor, form="") if again else at.actor
    token = accounts.reset_link(at.store, account.name, at.now, actor)
    return redirect(url_for("accounts.one", number=account.id, lk=stash.keep(MultiDict({"path": token}), f"link {at.actor.account}")), 303)


def _done(account: Account, work: Callable[[], object], said: str) -> ResponseReturnValue:
    try:
        work()
    except AlreadyDone:
        tell(_TWICE)
    except InputError as error:
        tell(terms.capital(technical(str(error))), wrong=True)
    else:
        tell(said)
    return _to(account)


def _to(account: Account) -> ResponseReturnValue:
    return redirect(url_for("accounts.one", number=account.id), 303)


def _account(number: int) -> Account:
    """The account of a number; 404 where there is none that the person may see, 403 for one with rights beyond the person's."""
    found = next((one for one in _seen() if one.id == number), None)
    if found is None:
        abort(404)
    if not may_manage(desk().grants, found.grants):
        abort(403)
    return found


def _seen() -> list[Account]:
    """The accounts with a right where the person manages accounts, and those with none."""
    at = desk()
    everywhere = may(at.grants, Action.ACCOUNTS, ALL_UNITS)

    def shown(account: Account) -> bool:
        return not account.grants or any(may(at.grants, Action.ACCOUNTS, held.unit) for held in account.grants)

    return [one for one in accounts.listed(at.store) if everywhere or shown(one)]


def _list(faults: list[tuple[str, str]]) -> ResponseReturnValue:
    at = desk()
    shown = render_template(
        "accounts.html",
        found=[(one, may_manage(at.grants, one.grants)) for one in _seen()],
        faults=faults,
        given=form.typed(),
        words=words,
        titles=_titles(),
        roles=_roles(),
        units=_units(),
        form_id=form.new_form_id(),
    )
    return shown, 422 if faults else 200


def _grant() -> Grant | None:
    """The role and unit that the form names; None where it names none that there is."""
    role, unit = request.form.get("role", ""), request.form.get("unit", "")
    if role not in list(Role) or (unit != ALL_UNITS and unit not in {one.id for one in desk().settings.units}):
        return None
    return Grant(Role(role), unit)


def _roles() -> list[tuple[str, str]]:
    return [(str(role), f"{words.ROLES[role]} ({words.MAY[role]})") for role in Role]


def _units() -> list[tuple[str, str]]:
    """Where the person may give rights: of thousands of units the first by name; the others are named by who keeps the machine."""
    at = desk()
    mine = [unit for unit in at.settings.units if may(at.grants, Action.ACCOUNTS, unit.id)]
    everywhere = [(ALL_UNITS, terms.capital(words.EVERYWHERE))] if may(at.grants, Action.ACCOUNTS, ALL_UNITS) else []
    return everywhere + [(unit.id, terms.capital(unit.title)) for unit in sorted(mine, key=lambda unit: unit.name)[:_MOST_UNITS]]


def _titles() -> dict[str, str]:
    return {unit.id: terms.capital(unit.title) for unit in desk().settings.units}


def _is_self(account: Account) -> bool:
    mine = desk().account
    return mine is not None and mine.id == account.id
